"""On paper: whole tables, text in the dark of ink, links spelled out, no empty page."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import origin_of, serve_folder, watched_page
from building import build, write_project
from page_kinds import PAGE_KINDS
from projects import CONFIG, record

Visit = Callable[..., Page]

PAPER = 794  # pixels of A4's width, at 96 to the inch


def pdf_text(page: Page, folder: Path) -> list[str]:
    """The text of each sheet of A4, as it lies there."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    file = folder / "page.pdf"
    page.pdf(path=file, format="A4", prefer_css_page_size=True)
    done = subprocess.run(
        [program, "-layout", "-enc", "UTF-8", str(file), "-"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return done.stdout.removesuffix("\f").split("\f")


@pytest.fixture
def printed(visit: Visit) -> Callable[[str], Page]:
    """A page as it is laid out for A4, dark on the screen."""

    def open_page(url: str) -> Page:
        page = visit(url, width=PAPER, color_scheme="dark")
        page.emulate_media(media="print", color_scheme="dark", reduced_motion="reduce")
        page.wait_for_timeout(200)  # links change their colour by degrees
        return page

    return open_page


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_nothing_is_cut_off_at_the_edge_of_the_paper(
    printed: Callable[[str], Page], site_url: str, kind: str
) -> None:
    page = printed(site_url + PAGE_KINDS[kind])
    too_wide = page.evaluate(
        """limit => [...document.querySelectorAll("article *")]
          .filter(e => e.getClientRects().length && !e.closest("svg svg, .pm-hidden"))
          .filter(e => e.getBoundingClientRect().right > limit + 1)
          .map(e => e.outerHTML.slice(0, 80))""",
        PAPER,
    )
    assert too_wide == []


@pytest.mark.parametrize("kind", ["record", "term", "action items"])
def test_text_is_dark_on_white_even_where_the_screen_is_dark(
    printed: Callable[[str], Page], site_url: str, kind: str
) -> None:
    page = printed(site_url + PAGE_KINDS[kind])
    pale = page.evaluate(
        """() => {
          const context = document.createElement("canvas").getContext("2d");
          const light = (colour) => {
            context.fillStyle = "#fff";
            context.fillRect(0, 0, 1, 1);
            context.fillStyle = colour;
            context.fillRect(0, 0, 1, 1);
            const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          return [...document.querySelectorAll("article :is(h1, h2, p, li, dt, dd, td, th, a)")]
            .filter(e => e.getClientRects().length && e.textContent.trim())
            .filter(e => light(getComputedStyle(e).color) > 128)
            .map(e => e.outerHTML.slice(0, 80));
        }"""
    )
    assert pale == []


# The buttons beside code are stock Material's own.
@pytest.mark.parametrize(
    "kind", [kind for kind in PAGE_KINDS if kind not in ("guide", "reference")]
)
def test_nothing_to_click_on_is_printed(
    printed: Callable[[str], Page], site_url: str, kind: str
) -> None:
    page = printed(site_url + PAGE_KINDS[kind])
    parts = (
        ".md-header, .md-tabs, .md-sidebar, .md-footer, .md-content__button, .headerlink, "
        ".pm-item-filters, .pm-neighbours, article button:not(.pm-sort), article select"
    )
    assert [
        one.evaluate("e => e.outerHTML") for one in page.locator(parts).all() if one.is_visible()
    ] == []


@pytest.mark.parametrize("kind", ["archive", "index", "term"])
def test_a_short_page_is_one_sheet(visit: Visit, site_url: str, tmp_path: Path, kind: str) -> None:
    page = visit(site_url + PAGE_KINDS[kind])
    assert len(pdf_text(page, tmp_path)) == 1


LINKS = "See [the status page](https://status.example/1), [ours](other.md)."
ROWS = "".join(f"| Item number {n} | detect | | | open | |\n" for n in range(120))
FILES = {
    "postmortems/one.md": record(
        "title: One\ntimezone: UTC\nstarted_at: 2024-01-01T10:00",
        f"## Summary\n\n{LINKS}\n\n## Action items\n\n"
        f"| Action | Type | Owner | Due | Status | Ticket |\n|---|---|---|---|---|---|\n{ROWS}",
    ),
    "postmortems/other.md": record("title: Other\ntimezone: UTC"),
}


@pytest.fixture(scope="module")
def long_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("paper")
    result = build(write_project(folder / "project", FILES, config=CONFIG), folder / "site")
    assert result.returncode == 0, result.log
    with serve_folder(result.site_dir) as url:
        yield url


def test_a_long_table_repeats_its_headings_and_keeps_its_rows_whole(
    browser: Browser, long_url: str, tmp_path: Path
) -> None:
    with watched_page(browser, origin_of(long_url)) as (page, _):
        page.goto(f"{long_url}action-items/")
        sheets = pdf_text(page, tmp_path)
    assert len(sheets) > 2
    assert [number for number, sheet in enumerate(sheets) if "Action" not in sheet] == []
    items = [line for sheet in sheets for line in sheet.splitlines() if "Item number" in line]
    assert len(items) == 120
    for sheet in sheets[1:]:
        # The row's second line, the postmortem, is on the sheet of its first.
        lines = [line for line in sheet.splitlines() if line.strip()]
        assert lines[0].split()[0] == "Action"
        assert "Item number" in lines[1]


def test_a_link_out_of_the_site_is_spelled_out_and_one_within_it_is_not(
    browser: Browser, long_url: str, tmp_path: Path
) -> None:
    with watched_page(browser, origin_of(long_url)) as (page, _):
        page.goto(f"{long_url}postmortems/one/")
        text = " ".join("\n".join(pdf_text(page, tmp_path)).split())
    assert "the status page (https://status.example/1), ours." in text


def test_a_heading_is_on_the_sheet_of_its_text(
    browser: Browser, long_url: str, tmp_path: Path
) -> None:
    with watched_page(browser, origin_of(long_url)) as (page, _):
        page.goto(f"{long_url}postmortems/one/")
        sheets = pdf_text(page, tmp_path)
    last_lines = [sheet.strip().splitlines()[-1].strip() for sheet in sheets]
    headings = {"Summary", "Action items", "Related postmortems", "About this record"}
    assert headings.isdisjoint(last_lines)
