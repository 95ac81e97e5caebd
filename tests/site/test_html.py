"""The HTML of every page passes the Nu checker as well as a stock Material site does.

VNU_JAR names the checker, which `npm install vnu-jar` brings; .ci/run does so.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from building import REPOSITORY, build, write_project
from projects import HOSTILE, record, simple

pytestmark = pytest.mark.site

Errors = dict[str, list[str]]
"""By message: the pages that have it, with line and extract."""

ROWS = "".join(f"| Item {n} | detect | @web | 2024-0{n % 9 + 1}-01 | open | |\n" for n in range(25))
RECORD = """\
## Summary

It failed.

## Timeline

- 14:00 **Started:** It fails.
- 14:10 **Hypothesis:** The network.
- 14:20 – 14:50 **Ruled out:** The network.
- 15:30 **Resolved:** It is back.

## Action items

| Action | Type | Owner | Due | Status | Ticket |
|---|---|---|---|---|---|
"""
HANDBOOK = """\
# Handbook

We had <!-- postmortem: count --> of them.

<!-- postmortem: list --limit 3 -->

<!-- postmortem: timeline long -->

<!-- postmortem: plot durations -->

<!-- postmortem: plot week -->
"""
# Few rows to a page, so that every kind of page is split; and a title that is hard to write.
FILES = {
    "docs/index.md": "# Home\n\n<!-- postmortem: home -->\n",
    "docs/handbook.md": HANDBOOK,
    "postmortems/hostile.md": simple(HOSTILE.replace('"', '\\"'), services="[shop]"),
    "postmortems/long.md": record(
        "title: Long\nstarted_at: 2024-03-13T14:00\nresolved_at: 2024-03-13T15:30\ntimezone: UTC\n"
        "severity: sev1\nservices: [shop]\nroot_causes: [hardware/disk]",
        RECORD + ROWS,
    ),
    **{
        f"postmortems/n{n:02}.md": simple(
            f"Number {n}",
            started_at=f"20{n % 3 + 20}-01-{n + 10}T10:00",
            resolved_at=f"20{n % 3 + 20}-01-{n + 10}T1{n % 9 + 1}:00",
            root_causes="[capacity]",
        )
        for n in range(14)
    },
    "postmortems/taxonomy.yml": f"services:\n  shop: {{label: {json.dumps(HOSTILE)}}}\n",
}
CONFIG = """\
site_name: Test
theme: {name: material, font: false}
plugins:
  - search
  - tags
  - postmortems: {rows_per_page: 10}
"""
STOCK = {
    "docs/index.md": "# Home\n\n[In](other/index.md)\n\n## Part\n\n| A | B |\n|---|--|\n| 1 | 2 |",
    "docs/other/index.md": "# Other\n\n[Outside](outside.md)\n",
    "docs/other/outside.md": "---\nhide: [toc]\n---\n\n# Outside\n",
    "docs/other/headings.md": "# Outside\n\n## Heading\n\nText.\n",
    "docs/other/bare.md": "Text.\n",
}


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command that checks files."""
    jar, java = os.environ.get("VNU_JAR"), shutil.which("java")
    if java is None:
        pytest.skip("the Nu checker needs Java, which is not installed")
    if not jar:
        pytest.skip("VNU_JAR names no vnu.jar: `npm install vnu-jar` brings one")
    if not Path(jar).is_file():
        pytest.fail(f"VNU_JAR is {jar!r}, which is no file")
    return [java, "-jar", jar, "--format", "json", "--errors-only", "--exit-zero-always"]


def check(checker: list[str], site: Path) -> Errors:
    """What the checker says of every page of a site."""
    done = subprocess.run(
        [*checker, "--skip-non-html", str(site)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=240,
        check=True,
    )
    errors: Errors = {}
    for message in json.loads(done.stderr)["messages"]:
        assert message["type"] == "error", message
        path = message.get("url", "").rpartition(f"{site.name}/")[2]
        place = f"{path}:{message.get('lastLine')}: {message.get('extract', '')[:160]}"
        errors.setdefault(message["message"], []).append(place)
    return errors


@pytest.fixture(scope="module")
def stock_errors(checker: list[str], tmp_path_factory: pytest.TempPathFactory) -> Errors:
    """What is said of a site of this repository's configuration without the plugin."""
    folder = tmp_path_factory.mktemp("stock-html")
    config = {
        "INHERIT": str(REPOSITORY / "mkdocs.yml"),
        "theme": {"custom_dir": str(REPOSITORY / "overrides")},
        "plugins": ["search"],
        "extra_css": [],
        "nav": ["index.md", {"Other": ["other/index.md"]}],
    }
    project = write_project(folder / "project", STOCK, config=json.dumps(config))
    result = build(project, folder / "site")
    assert result.returncode == 0, result.log
    return check(checker, result.site_dir)


def test_the_checker_finds_what_is_wrong(checker: list[str], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="en"><title>T</title><p id="a"><p id="a"></html>',
        encoding="utf-8",
    )
    assert any(message.startswith("Duplicate ID") for message in check(checker, tmp_path))


def test_this_sites_pages_have_no_error_that_stock_material_has_not(
    checker: list[str], built_site: Path, stock_errors: Mapping[str, list[str]]
) -> None:
    errors = check(checker, built_site)
    assert {message: errors[message][:3] for message in errors.keys() - stock_errors.keys()} == {}


@pytest.mark.parametrize("use_directory_urls", [True, False])
def test_split_pages_embeds_and_hostile_titles_have_none_either(
    checker: list[str],
    tmp_path: Path,
    stock_errors: Mapping[str, list[str]],
    use_directory_urls: bool,
) -> None:
    urls = f"use_directory_urls: {str(use_directory_urls).lower()}\n"
    project = write_project(tmp_path / "project", FILES, config=urls + CONFIG)
    result = build(project, tmp_path / "site")
    assert result.returncode == 0, result.log
    assert re.search(r"action-items/pages/3", "\n".join(result.files()))
    errors = check(checker, result.site_dir)
    assert {message: errors[message][:3] for message in errors.keys() - stock_errors.keys()} == {}
