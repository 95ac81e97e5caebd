"""What `check --strict` refuses a strict build refuses too, and both leave out the same records."""

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from building import REPOSITORY, build_environment
from postmortem_kb.cli import main
from postmortem_kb.rules.registry import RULES

NAME = "postmortems/2024-06-08-outage.md"
OTHER = "postmortems/2024-06-09-another.md"
GOOD = "---\ntitle: Search was slow\n---\n"
TAXONOMY = """
services:
  checkout: {}
  the-name-today: {}
  an-old-name: {deprecated: the-name-today}
"""


def record(front_matter: str = "", body: str = "") -> str:
    return f"---\ntitle: Checkout was down\n{front_matter}---\n{body}"


UTC = "timezone: UTC\n"
MISSING_LINK = "\n[It](no-such-page.md)\n"
IGNORE = "<!-- postmortem: ignore PM404: the page is written next week -->"

# Name: (the record's text or all files, the plugin's options).
RECORDS: dict[str, tuple[str | bytes, str]] = {
    "good": (record(), ""),
    "good with times": (
        record(f"{UTC}started_at: 2024-06-08T10:00\n", "\n## Summary\n\nIt.\n"),
        "",
    ),
    "duplicate title": (GOOD, ""),
    "duplicate title as a warning": (GOOD, "levels: {duplicate-title: warning}"),
    "overlong": (b"x" * 600_000, ""),
    "not UTF-8": (b"---\ntitle: caf\xe9\n---\n", ""),
    "a NUL character": (b"---\ntitle: x\0\n---\n", ""),
    "UTF-16": (record().encode("utf-16"), ""),
    "CRLF and a byte-order mark": (record().replace("\n", "\r\n").encode("utf-8-sig"), ""),
    "empty": ("", ""),
    "no front matter": ("# Title\n", ""),
    "two levels of dashes": ("---\n---\n", ""),
    "unclosed front matter": ("---\ntitle: x\n", ""),
    "broken front matter": ("---\ntitle: [\n---\n", ""),
    "no summary, only a warning in a draft": (
        record("review_status: draft\nservices: [nowhere]\n"),
        "",
    ),
    "unknown term as advice": (record("services: [nowhere]\n"), "levels: {unknown-term: advice}"),
    "unknown term as a warning": (
        record("services: [nowhere]\n"),
        "levels: {unknown-term: warning}",
    ),
    "unknown term off": (record("services: [nowhere]\n"), "levels: {unknown-term: 'off'}"),
    "broken link": (record("", MISSING_LINK), ""),
    "broken link as an error": (record("", MISSING_LINK), "levels: {broken-link: error}"),
    "broken link as advice": (record("", MISSING_LINK), "levels: {broken-link: advice}"),
    "broken link off": (record("", MISSING_LINK), "levels: {PM404: 'off'}"),
    "broken link ignored": (record("", f"\n{IGNORE}\n{MISSING_LINK.strip()}\n"), ""),
    "broken link ignored elsewhere": (record("", f"\n{IGNORE}\n\nText.\n{MISSING_LINK}"), ""),
    "broken link ignored without reason": (
        record("", f"\n<!-- postmortem: ignore PM404 -->\n{MISSING_LINK}"),
        "",
    ),
    "an error ignored": (
        record("severity: worst # postmortem: ignore PM301: because\n"),
        "",
    ),
    "nothing to ignore": (record("", f"\n{IGNORE}\n\nText.\n"), ""),
    "nothing to ignore as a warning": (
        record("", f"\n{IGNORE}\n\nText.\n"),
        "levels: {unused-ignore: warning}",
    ),
    "restricted": (record("visibility: restricted\n"), ""),
    "restricted and asked for": (record("visibility: restricted\n"), "visibility: [restricted]"),
    "public only": (record("visibility: internal\n"), "visibility: [public]"),
    "unknown relation": (record("related: [{id: nowhere}]\n"), ""),
    "an alias that is taken": (record("aliases: [2024-06-09-another]\n"), ""),
    "an id that is taken": (record("id: 2024-06-09-another\n"), ""),
    "detected before the start": (
        record(f"{UTC}started_at: 2024-06-08T10:00\ndetected_at: 2024-06-08T09:00\n"),
        "",
    ),
    "a discrepancy": (
        record(
            f"{UTC}started_at: 2024-06-08T10:00\ndetected_at: 2024-06-08T09:00\n"
            "discrepancies: [{about: detected_at, note: Two clocks.}]\n"
        ),
        "",
    ),
    "a date in the future": (record(f"{UTC}started_at: 2999-06-08T10:00\n"), ""),
    "an event far outside": (
        record(
            f"{UTC}started_at: 2024-06-08T10:00\nresolved_at: 2024-06-08T11:00\n",
            "\n## Timeline\n\n- 2024-06-20 10:00 a\n",
        ),
        "",
    ),
    "an event within the margin": (
        record(
            f"{UTC}started_at: 2024-06-08T10:00\nresolved_at: 2024-06-08T11:00\n",
            "\n## Timeline\n\n- 2024-06-20 10:00 a\n",
        ),
        "event_margin: 30 days",
    ),
    "no zone, but the site's": (record("started_at: 2024-06-08T10:00\n"), "timezone: UTC"),
    "too deep": (record("", "> " * 20 + "a\n"), ""),
    "advice on language": (record("", "\nThe engineer was careless.\n"), ""),
    "advice on action items": (record("", "\n## Action items\n\n- [ ] Alert on it\n"), ""),
    "a word that Markdown takes for HTML": (record("", "\nA <b> left open & more.\n"), ""),
}
RECORDS |= {
    f"bad example of {rule.name}": (rule.bad, "") for rule in RULES if rule.bad.startswith("---\n")
}


def make_project(folder: Path, text: str | bytes, options: str) -> Path:
    content = text if isinstance(text, bytes) else text.encode()
    files = {
        NAME: content,
        OTHER: GOOD.encode(),
        "postmortems/taxonomy.yml": TAXONOMY.encode(),
        "docs/index.md": b"# Home\n",
        "theme/main.html": b"<article>{{ page.content }}</article>",
        "mkdocs.yml": (
            "site_name: Test\ntheme: {name: null, custom_dir: theme}\n"
            f"plugins:\n- postmortems: {{{options}}}\n"
        ).encode(),
    }
    for name, written in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written)
    return folder


def check_strictly(project: Path, *arguments: str) -> int:
    command = ["-f", str(project / "mkdocs.yml"), "check", *arguments]
    return CliRunner().invoke(main, command, catch_exceptions=False).exit_code


def come_to_an_end(project: Path, site: Path, *, strict: bool) -> bool:
    """Build in this process; whether MkDocs did not break off, as it does at a warning."""
    config = load_config(
        str(project / "mkdocs.yml"), site_dir=str(site), strict=strict, use_directory_urls=False
    )
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except Abort:
        return False
    finally:
        config.plugins.on_shutdown()
    return True


@pytest.fixture(autouse=True)
def _quiet_log() -> None:
    # MkDocs counts what is logged; that it would also be printed is not wanted here.
    logging.getLogger("mkdocs").setLevel(logging.INFO)


@pytest.mark.parametrize("name", RECORDS)
def test_check_and_strict_build_agree(tmp_path: Path, name: str) -> None:
    project = make_project(tmp_path / "project", *RECORDS[name])
    site = tmp_path / "site"
    is_refused = check_strictly(project, "--strict") != 0
    assert come_to_an_end(project, site, strict=True) is not is_refused


# These are left out, or let in, by an option: that is no error.
@pytest.mark.parametrize(
    "name", [name for name in RECORDS if not re.search("restrict|public", name)]
)
def test_an_error_is_a_record_left_out(tmp_path: Path, name: str) -> None:
    project = make_project(tmp_path / "project", *RECORDS[name])
    site = tmp_path / "site"
    assert come_to_an_end(project, site, strict=False)
    pages = {path.stem for path in (site / "postmortems").glob("*.html")} - {"index"}
    has_error = check_strictly(project) != 0
    published = {Path(OTHER).stem} if has_error else {Path(NAME).stem, Path(OTHER).stem}
    assert pages == published


@pytest.mark.site
@pytest.mark.parametrize("name", ["good", "broken link", "broken front matter"])
def test_the_commands_agree_too(tmp_path: Path, name: str) -> None:
    project = make_project(tmp_path / "project", *RECORDS[name])
    commands = (
        [sys.executable, "-m", "postmortem_kb.cli", "check", "--strict"],
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
    )
    codes = [
        subprocess.run(
            command, cwd=project, env=build_environment(), capture_output=True, check=False
        ).returncode
        for command in commands
    ]
    assert codes == ([0, 0] if name == "good" else [1, 1])


def test_this_repository_is_what_both_accept(tmp_path: Path) -> None:
    assert check_strictly(REPOSITORY, "--strict") == 0
