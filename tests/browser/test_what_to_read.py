"""What to read next in a browser: anniversaries by the reader's own month."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import axe_violations, origin_of, serve_folder, watched_page
from building import build, write_project
from projects import CONFIG, simple

PALETTE = """\
  font: false
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default}
    - {media: "(prefers-color-scheme: dark)", scheme: slate}
"""
FILES = {
    "postmortems/2024-06-08-a.md": simple(
        "The first", started_at="2024-06-08T10:00", resolved_at="2024-06-08T11:00"
    ),
    "postmortems/2025-06-01-b.md": simple(
        "The second", started_at="2025-06-01T10:00", resolved_at="2025-06-01T11:00"
    ),
    "postmortems/2025-01-01-c.md": simple(
        "The third", started_at="2025-01-01T10:00", resolved_at="2025-01-01T11:00"
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("what-to-read")
    config = CONFIG.replace("  font: false\n", PALETTE)
    project = write_project(folder / "project", FILES, config=config)
    result = build(project, folder / "site", strict=True)
    assert result.returncode == 0, result.log
    return result.site_dir


@pytest.fixture(scope="module")
def url(site: Path) -> Iterator[str]:
    with serve_folder(site, "/kb/") as root:
        yield f"{root}reading-groups/what-to-read/"


def months(page: Page) -> list[str]:
    """The text of each month, in the order shown."""
    return [
        " ".join(text.split()) for text in page.locator(".pm-months .pm-month").all_inner_texts()
    ]


def test_the_readers_month_comes_first_and_tells_how_long_ago(browser: Browser, url: str) -> None:
    with watched_page(browser, origin_of(url)) as (page, watch):
        page.clock.set_fixed_time("2026-06-15T12:00")
        page.goto(url)
        page.locator(".pm-month[aria-current='date']").wait_for()
        found = months(page)
        assert found[0] == (
            "June this month 2024-06-08 2 years ago The first 2025-06-01 1 year ago The second"
        )
        assert [text.split()[0] for text in found[1:3]] == ["July", "August"]
        assert found[-1] == "May none with a known date"
        assert watch.problems == []


YEAR = (
    "January February March April May June July August September October November December".split()
)


@pytest.mark.parametrize("number", [1, 2, 7, 12])
def test_whichever_the_month_it_is_the_one_marked_and_the_others_follow(
    browser: Browser, url: str, number: int
) -> None:
    with watched_page(browser, origin_of(url)) as (page, watch):
        page.clock.set_fixed_time(f"2027-{number:02}-15T12:00")
        page.goto(url)
        page.locator(".pm-month[aria-current='date']").wait_for()
        found = months(page)
        assert [text.split()[0] for text in found] == YEAR[number - 1 :] + YEAR[: number - 1]
        assert [text for text in found if "this month" in text] == [found[0]]
        assert page.locator(".pm-month[aria-current]").count() == 1
        assert watch.problems == []


@pytest.mark.parametrize(("zone", "month"), [("Pacific/Auckland", "July"), ("UTC", "June")])
def test_the_month_is_that_of_where_the_reader_is(
    browser: Browser, url: str, zone: str, month: str
) -> None:
    with watched_page(browser, origin_of(url), timezone_id=zone) as (page, _):
        page.clock.set_fixed_time("2026-06-30T23:30:00Z")
        page.goto(url)
        page.locator(".pm-month[aria-current='date']").wait_for()
        assert months(page)[0].split()[:3] == [month, "this", "month"]


def test_a_file_on_the_disk_tells_it_too(browser: Browser, site: Path) -> None:
    file = site / "reading-groups" / "what-to-read" / "index.html"
    with browser.new_context() as context:
        page = context.new_page()
        page.clock.set_fixed_time("2026-01-15T12:00")
        page.goto(file.as_uri())
        page.locator(".pm-month[aria-current='date']").wait_for()
        assert months(page)[0] == "January this month 2025-01-01 1 year ago The third"


def test_without_a_script_all_months_stand_in_their_order(browser: Browser, url: str) -> None:
    with watched_page(browser, origin_of(url), java_script_enabled=False) as (page, _):
        page.goto(url)
        found = months(page)
        assert [text.split()[0] for text in found] == YEAR
        assert page.locator(".pm-month[aria-current]").count() == 0
        assert found[0] == "January 2025-01-01 The third"
        assert found[5] == "June 2024-06-08 The first 2025-06-01 The second"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(browser: Browser, url: str, width: int, scheme: str) -> None:
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with watched_page(browser, origin_of(url), **options) as (page, _):
        page.goto(url)
        page.locator(".pm-month[aria-current='date']").wait_for()
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
