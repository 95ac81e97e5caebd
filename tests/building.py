"""Whole projects, written to disk and built for real in a process of their own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Literal, Protocol

REPOSITORY = Path(__file__).resolve().parent.parent
Generator = Literal["mkdocs", "properdocs"]

# Any fixed instant: what a build calls "now" must not be the day on which the tests run.
BUILD_TIME = "1717854900"


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build left behind; `log` is its standard output and error, as they came."""

    site_dir: Path
    returncode: int
    log: str

    def page(self, path: str) -> str:
        """The text of the file at `path` in the site, e.g. `root-causes/index.html`."""
        return (self.site_dir / path).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Every file of the site by its path, for comparing two builds."""
        return read_folder(self.site_dir)


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file under `folder` by its path relative to it, with `/` between the parts."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def write_project(folder: Path, files: Mapping[str, str], *, config: str) -> Path:
    """Write `mkdocs.yml` and `files` (path: text, dedented) into `folder`, and return it.

    A home page is added where `files` has none.
    """
    texts = {"mkdocs.yml": config, "docs/index.md": "# Home\n", **files}
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip("\n"), encoding="utf-8", newline="\n")
    return folder


def build_environment(**variables: str) -> dict[str, str]:
    """The environment of a build: this process's, less what would change the output."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"SITE_URL", "PYTHONWARNINGS", "FORCE_COLOR", "CLICOLOR_FORCE"}
    }
    fixed = {"NO_COLOR": "1", "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": BUILD_TIME}
    return inherited | fixed | variables


def build(
    project: Path,
    site_dir: Path,
    *,
    strict: bool = False,
    generator: Generator = "mkdocs",
    environment: Mapping[str, str] | None = None,
    timeout: float = 240,
) -> BuildResult:
    """Build the project in the folder `project` into `site_dir`, as its user would."""
    command = [sys.executable, "-m", generator, "build", "--config-file", "mkdocs.yml"]
    command += ["--site-dir", str(site_dir)]
    if strict:
        command.append("--strict")
    done = subprocess.run(
        command,
        cwd=project,
        env=build_environment(**(environment or {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    return BuildResult(site_dir, done.returncode, done.stdout)


class BuildProject(Protocol):
    """Write a little project into a folder of its own and build it, e.g.
    `build_project({"postmortems/2024-01-02-outage.md": "…"}, config="site_name: Test")`."""

    def __call__(
        self,
        files: Mapping[str, str],
        *,
        config: str,
        strict: bool = False,
        generator: Generator = "mkdocs",
    ) -> BuildResult: ...
