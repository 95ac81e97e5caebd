"""Fixtures for every test; those that need a browser are in tests/browser/conftest.py."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from filelock import FileLock

from building import REPOSITORY, BuildProject, BuildResult, Generator, build, write_project


@pytest.fixture
def build_project(tmp_path: Path) -> BuildProject:
    """The project stands in `tmp_path / "project"`; every call writes over it and builds again."""

    def build_it(
        files: Mapping[str, str],
        *,
        config: str,
        strict: bool = False,
        generator: Generator = "mkdocs",
    ) -> BuildResult:
        project = write_project(tmp_path / "project", files, config=config)
        return build(project, tmp_path / "site", strict=strict, generator=generator)

    return build_it


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all the processes of one test run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder


@pytest.fixture(scope="session")
def built_site(run_folder: Path) -> Path:
    """This repository's own site, built with `--strict` once in a test run."""
    site_dir, failure = run_folder / "site", run_folder / "site-failed.txt"
    with FileLock(run_folder / "site.lock"):
        if not site_dir.exists() and not failure.exists():
            result = build(REPOSITORY, run_folder / "site-building", strict=True)
            if result.returncode == 0:
                result.site_dir.rename(site_dir)
            else:
                failure.write_text(result.log, encoding="utf-8")
    if failure.exists():
        pytest.fail(f"the site does not build:\n{failure.read_text(encoding='utf-8')}")
    return site_dir


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample documents that POSTMORTEM_SAMPLES names; skips the test where unset."""
    named = os.environ.get("POSTMORTEM_SAMPLES")
    if not named:
        pytest.skip("POSTMORTEM_SAMPLES names no folder of sample documents")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"POSTMORTEM_SAMPLES is {named!r}, which is no folder")
    return folder
