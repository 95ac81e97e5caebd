"""Reading groups on sites that are built for real: what stands in the place of a session's file,
and that nothing tells how a replay ends."""

import re
from html import unescape
from pathlib import Path

import pytest

from building import BuildResult, build, read_folder, write_project
from projects import CONFIG

pytestmark = pytest.mark.site

RECORD = """\
---
title: "A disk of the ledger failed"
summary: Nobody could pay. The ledger was moved to another disk.
started_at: 2024-03-13T14:00
resolved_at: 2024-03-13T15:30
timezone: UTC
visibility: {visibility}
services: [shop]
cause_services: [ledger]
root_causes: [hardware/disk]
---

## Summary

Nobody could pay until the ledger was moved.

## Timeline

- 14:00 **Detected:** An alert says that orders fall.
- 14:10 **Hypothesis:** The web servers are taken to be overloaded.
- 14:30 **Ruled out:** Their load is as on any other day.
- 14:50 **Escalated:** The storage team is called in.
- 15:00 **Note:** Quokka errors are found on a disk.
- 15:30 **Resolved:** Orders are taken again.

## Root cause

A wombat-like wear of the disk.
"""
SESSION = """\
---
group: Shop readers
starts_at: 2026-11-26T15:00
timezone: Europe/Berlin
duration: 1 h
format: {form}
postmortems: disk
---

# What orders tell

See [the record](../../postmortems/disk.md).
"""
FILES = {
    "docs/index.md": "# Home\n",
    "docs/reading-groups/2026-11-26-orders.md": SESSION.format(form="replay"),
    "postmortems/disk.md": RECORD.format(visibility="internal"),
    "postmortems/taxonomy.yml": "services:\n  shop: {label: Shop}\n  ledger: {label: Ledger}\n",
}
SPOILERS = ("disk of the ledger", "Quokka", "wombat", "moved", "Ledger", "Resolved")
PACKETS = "reading-groups/2026-11-26-orders"


@pytest.fixture(scope="module", params=[True, False], ids=["directories", "files"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """The project built with our own search, with both kinds of URL."""
    config = (
        CONFIG.replace("  - search\n", "") + f"use_directory_urls: {str(request.param).lower()}\n"
    )
    folder = write_project(tmp_path_factory.mktemp("project"), FILES, config=config)
    result = build(folder, folder / "site", strict=True)
    assert result.returncode == 0, result.log
    return result


def read_page(result: BuildResult, path: str) -> str:
    """A page by its path without an ending, with either kind of URL."""
    file = result.site_dir / path / "index.html"
    return (file if file.exists() else result.site_dir / f"{path}.html").read_text("utf-8")


def text_of(html: str) -> str:
    """What the head and the article of a page say, outside of what is folded up."""
    article = html[html.index("<article") : html.index("</article>")]
    head = html[html.index("<title") : html.index("</head>")]
    shown = re.sub(r"<details\b.*</details>", "", article, flags=re.DOTALL)
    words = re.sub(r"<(?:style|script)\b.*?</(?:style|script)>", "", head, flags=re.DOTALL)
    return unescape(" ".join(re.findall(r'content="([^"]*)"', words)) + words + shown)


def test_the_session_page_stands_in_the_place_of_its_file(site: BuildResult) -> None:
    page = read_page(site, PACKETS)
    assert "Shop readers" in page
    assert "starts_at" not in page
    assert page.count("What orders tell</h1>") + page.count("What orders tell<a") == 1


@pytest.mark.parametrize("path", [PACKETS, f"{PACKETS}/participant", "postmortems/disk/replay"])
@pytest.mark.parametrize("spoiler", SPOILERS)
def test_nothing_tells_how_a_replay_ends(site: BuildResult, path: str, spoiler: str) -> None:
    assert spoiler not in text_of(read_page(site, path))


def test_the_facilitators_are_told(site: BuildResult) -> None:
    page = read_page(site, f"{PACKETS}/facilitator")
    assert "Quokka" in page
    assert "wombat" in page


def test_the_search_knows_the_session_and_not_its_packets_and_replays(site: BuildResult) -> None:
    cards = "".join(
        file.read_text("utf-8")
        for file in (site.site_dir / "assets" / "postmortems" / "search" / "pages").glob("c*.js")
    )
    assert PACKETS in cards
    assert f"{PACKETS}/" not in cards.replace(f'"{PACKETS}/"', "").replace(f"{PACKETS}/#", "")
    assert "disk/replay" not in cards
    assert "Quokka" not in cards


def test_the_record_tells_of_the_session_and_of_its_replay(site: BuildResult) -> None:
    page = read_page(site, "postmortems/disk")
    assert re.search(r'href="[^"]*reading-groups/2026-11-26-orders(?:/|\.html)"', page)
    assert re.search(r'href="[^"]*replay(?:/|\.html)"', page)


def test_there_is_a_calendar_for_all_and_one_for_the_group(site: BuildResult) -> None:
    for path in ("reading-groups.ics", "reading-groups/shop-readers.ics"):
        assert site.page(path).startswith("BEGIN:VCALENDAR")


def test_a_session_on_a_record_that_is_not_published_leaves_no_trace(tmp_path: Path) -> None:
    files = FILES | {"postmortems/disk.md": RECORD.format(visibility="restricted")}
    folder = write_project(tmp_path / "project", files, config=CONFIG)
    result = build(folder, tmp_path / "site")
    assert result.returncode == 0, result.log
    assert "PM806 (session-left-out)" in result.log
    texts = b"".join(
        content for path, content in result.files().items() if not path.endswith((".map", ".png"))
    )
    assert b"What orders tell" not in texts
    assert b"Shop readers" not in texts
    assert b"Quokka" not in texts


def test_a_session_with_an_error_is_left_out_with_its_file(tmp_path: Path) -> None:
    files = FILES | {
        "docs/reading-groups/2026-11-26-orders.md": SESSION.replace(": disk", ": dsk").format(
            form="replay"
        )
    }
    folder = write_project(tmp_path / "project", files, config=CONFIG)
    result = build(folder, tmp_path / "site")
    assert (
        "docs/reading-groups/2026-11-26-orders.md:7:14: error PM802 (session-without-postmortem): "
        "postmortems: there is no postmortem 'dsk'; did you mean 'disk'?"
    ) in result.log
    assert not list(result.site_dir.glob("reading-groups/2026*"))
    assert build(folder, tmp_path / "strict", strict=True).returncode == 1


def test_the_build_changes_no_session(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project", FILES, config=CONFIG)
    before = read_folder(folder)
    build(folder, tmp_path / "site")
    assert read_folder(folder) == before
