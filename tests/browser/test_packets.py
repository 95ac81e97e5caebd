"""Packets as they are read and printed: what participants see, and what is on paper."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from building import REPOSITORY
from page_kinds import SESSION
from postmortem_kb.catalogue import build_catalogue
from postmortem_kb.knowledge_base import load
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.reading_groups.telling.beginning import find_beginning
from postmortem_kb.settings import Settings

Visit = Callable[..., Page]

OWN = load(Settings(root=REPOSITORY, docs_dir=REPOSITORY / "docs"), today=None)
CATALOGUE = build_catalogue(OWN.postmortems, OWN.taxonomy)
READ = [
    CATALOGUE.by_id[record_id]
    for session in OWN.sessions
    if session.id == SESSION.split("/")[1]
    for record_id in session.postmortem_ids
]
PAPERS = ["A4", "Letter"]


def sheets_of(page: Page, folder: Path, paper: str) -> list[str]:
    """The text of each sheet of paper, without its foot."""
    return [body for body, _ in print_sheets(page, folder, paper)]


def print_sheets(page: Page, folder: Path, paper: str) -> list[tuple[str, str]]:
    """The text of each sheet of paper, and the line at its foot."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    file = folder / "packet.pdf"
    page.pdf(path=file, format=paper, prefer_css_page_size=True)
    done = subprocess.run(
        [program, "-layout", "-enc", "UTF-8", str(file), "-"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    sheets = [sheet.rstrip().rpartition("\n") for sheet in done.stdout[:-1].split("\f")]
    return [(body, " ".join(foot.split())) for body, _, foot in sheets]


@pytest.mark.parametrize("javascript", [True, False])
def test_participants_see_no_later_event_and_no_title(
    visit: Visit, site_url: str, javascript: bool
) -> None:
    page = visit(f"{site_url}{SESSION}participant/", java_script_enabled=javascript)
    secrets = [secret for record in READ for secret in (record.title, record.id)]
    for record in READ:
        told = len(find_beginning(record, CATALOGUE.taxonomy))
        secrets += [plain_text(event.text) for event in record.body.events[told:]]
    assert len(secrets) > 10
    places = {
        "page": page.content(),
        "text": page.locator("body").inner_text(),
        "tree": page.locator("body").aria_snapshot(),
    }
    for place, text in places.items():
        assert [secret for secret in secrets if secret in text] == [], place


@pytest.mark.parametrize("edition", ["participant", "facilitator"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_packet_is_as_wide_as_the_screen(
    visit: Visit, site_url: str, edition: str, width: int
) -> None:
    page = visit(f"{site_url}{SESSION}{edition}/", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("edition", ["participant", "facilitator"])
def test_a_word_without_an_end_does_not_widen_a_narrow_packet(
    visit: Visit, site_url: str, edition: str
) -> None:
    page = visit(f"{site_url}{SESSION}{edition}/", width=390)
    page.evaluate(
        """() => document.querySelectorAll(
          ".pm-packet-part :is(p, li, dd), .pm-measures td:is(:first-child, :last-child)"
        ).forEach(part => part.append(" " + "x".repeat(99)))"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("paper", PAPERS)
def test_every_record_begins_on_a_sheet_of_its_own(
    visit: Visit, site_url: str, tmp_path: Path, paper: str
) -> None:
    page = visit(f"{site_url}{SESSION}facilitator/")
    sheets = sheets_of(page, tmp_path, paper)
    for letter, record in zip("AB", READ, strict=True):
        heading = f"{letter}: {record.title}"
        begins = [sheet for sheet in sheets if " ".join(sheet.split()).startswith(heading)]
        assert len(begins) == 1, heading


@pytest.mark.parametrize("paper", PAPERS)
def test_time_boxes_and_reminder_are_on_the_first_sheet(
    visit: Visit, site_url: str, tmp_path: Path, paper: str
) -> None:
    page = visit(f"{site_url}{SESSION}facilitator/")
    first = sheets_of(page, tmp_path, paper)[0]
    assert "Welcome." in first
    assert "in all" in first
    assert "What we write down are takeaways" in first


@pytest.mark.parametrize("edition", ["participant", "facilitator"])
@pytest.mark.parametrize("paper", PAPERS)
def test_every_sheet_names_its_edition_and_number(
    visit: Visit, site_url: str, tmp_path: Path, edition: str, paper: str
) -> None:
    page = visit(f"{site_url}{SESSION}{edition}/")
    feet = [foot for _, foot in print_sheets(page, tmp_path, paper)]
    name = f"{edition.capitalize()} packet"
    assert feet == [f"{name} {number} of {len(feet)}" for number in range(1, len(feet) + 1)]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_story_stops_on_the_sheet_that_it_begins_on(
    visit: Visit, site_url: str, tmp_path: Path, paper: str
) -> None:
    page = visit(f"{site_url}{SESSION}participant/")
    first, second, *_ = sheets_of(page, tmp_path, paper)
    for sheet in (first, second):
        assert sheet.count("Here the story stops.") == 1


@pytest.mark.parametrize("paper", PAPERS)
def test_what_to_write_down_is_on_one_sheet(
    visit: Visit, site_url: str, tmp_path: Path, paper: str
) -> None:
    last = sheets_of(visit(f"{site_url}{SESSION}facilitator/"), tmp_path, paper)[-1]
    assert "What to write down at the end" in last
    assert "No names." in last


@pytest.mark.parametrize("edition", ["participant", "facilitator"])
@pytest.mark.parametrize("paper", PAPERS)
def test_no_sheet_is_empty_and_nothing_of_the_site_is_on_paper(
    visit: Visit, site_url: str, tmp_path: Path, edition: str, paper: str
) -> None:
    page = visit(f"{site_url}{SESSION}{edition}/")
    sheets = sheets_of(page, tmp_path, paper)
    # The last ones of a worksheet or of lines to write on have few words, but a heading at least.
    assert [sheet for sheet in sheets if len(sheet.split()) < 2] == []
    words = " ".join(" ".join(sheets).split())
    for part in ("Skip to content", "Search", "Made with", "Back to top", "your time"):
        assert part not in words


@pytest.mark.parametrize("edition", ["participant", "facilitator"])
def test_lines_to_write_on_are_printed_dark(visit: Visit, site_url: str, edition: str) -> None:
    page = visit(f"{site_url}{SESSION}{edition}/", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    lines = page.evaluate(
        """() => [...document.querySelectorAll(".pm-ruled > i")].map(line => {
          const style = getComputedStyle(line);
          return [style.borderBottomStyle, style.borderBottomColor, line.offsetHeight > 20];
        })"""
    )
    assert len(lines) > 10
    assert {tuple(line) for line in lines} == {("solid", "rgba(0, 0, 0, 0.7)", True)}


def test_no_box_or_row_is_parted_by_the_edge_of_a_sheet(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}{SESSION}facilitator/")
    page.emulate_media(media="print")
    parted = page.evaluate(
        """() => [...document.querySelectorAll(".pm-stop, .pm-reminder, .pm-question, article tr")]
          .filter(e => getComputedStyle(e).breakInside !== "avoid")
          .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert parted == []
