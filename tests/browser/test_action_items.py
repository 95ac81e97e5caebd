"""The page of action items as a reader uses it: by their own day, filtered, from the keyboard."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import axe_violations, origin_of, serve_folder, watched_page
from projects import record
from ways_to_build import SITE_URL, build_in_ways

Visit = Callable[..., Page]

BODY = """\
## Action items

| Action | Type | Owner | Due | Status | Ticket |
|---|---|---|---|---|---|
"""


def item(title: str, owner: str, due: str = "", status: str = "open", type_: str = "detect") -> str:
    return f"| {title} | {type_} | {owner} | {due} | {status} | |\n"


def outage(day: str, service: str, *items: str) -> str:
    fields = (
        f"title: Outage of {day}\nstarted_at: {day}T10:00\ntimezone: UTC\nservices: [{service}]"
    )
    return record(fields, BODY + "".join(items))


FILES = {
    "postmortems/taxonomy.yml": "services:\n  shop: {label: Shop}\n  search: {label: Search}\n",
    "postmortems/2024-01-10-a.md": outage(
        "2024-01-10",
        "shop",
        item("Watch the disks", "@storage", "2024-03-01"),
        item("Test the failover", "@web", "2024-05-01", type_="prevent"),
        item("Write it down", "", status="in-progress"),
        item("Buy a spare", "@storage", "2024-02-01", "done"),
    ),
    "postmortems/2024-02-10-b.md": outage(
        "2024-02-10", "search", *(item(f"Step {n:03}", "@search") for n in range(130))
    ),
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same records built in different ways."""
    files = {**FILES, "docs/index.md": "# Home\n\n[All](action-items/index.md)\n"}
    return build_in_ways(tmp_path_factory.mktemp, files)


@pytest.fixture(scope="module")
def url(sites: dict[str, Path]) -> Iterator[str]:
    with serve_folder(sites["directories"], "/kb/") as root:
        yield f"{root}action-items/"


def results(page: Page) -> list[str]:
    """The titles of the items that the filters leave."""
    expect(page.locator(".pm-found")).not_to_be_empty()
    cells = page.locator(".pm-results tbody tr td:first-child")
    return [text.partition("Outage")[0].strip() for text in cells.all_text_contents()]


def overdue(page: Page) -> dict[str, str]:
    """What is said of due days, by the title of the item."""
    rows = page.locator("tr:has(.pm-chip--overdue, .pm-due ~ .pm-chip--open)")
    return {
        row.locator("td").first.inner_text().splitlines()[0]: row.locator("td").nth(3).inner_text()
        for row in rows.all()
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-03-01T12:00", {"Watch the disks": "2024-03-01 due today"}),
        ("2024-03-03T12:00", {"Watch the disks": "2024-03-01 overdue by 2 days"}),
        ("2024-02-01T12:00", {}),
    ],
)
def test_what_is_overdue_is_told_by_the_readers_day(
    browser: Browser, url: str, day: str, expected: dict[str, str]
) -> None:
    with watched_page(browser, origin_of(url)) as (page, _):
        page.clock.set_fixed_time(day)
        page.goto(url)
        expect(page.locator(".pm-item-filters")).to_be_visible()
        assert overdue(page) == expected


def test_an_age_is_counted_to_the_readers_day(browser: Browser, url: str) -> None:
    with watched_page(browser, origin_of(url)) as (page, _):
        page.clock.set_fixed_time("2024-01-20T08:00")
        page.goto(url)
        row = page.locator("tr", has_text="Watch the disks")
        expect(row.locator("td").last).to_have_text("10 days")


def test_a_filter_is_chosen_from_the_keyboard_and_kept_in_the_url(visit: Visit, url: str) -> None:
    page = visit(url)
    page.get_by_label("Owner").focus()
    page.keyboard.type("@storage")
    assert results(page) == ["Watch the disks", "Buy a spare"]
    expect(page.locator(".pm-found")).to_have_text("2 of 134 action items")
    assert page.url.endswith("?owner=%40storage")
    assert page.evaluate("document.activeElement.name") == "owner"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("done")
    assert results(page) == ["Buy a spare"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".pm-register")).to_be_visible()
    assert page.url == url


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?owner=@STORAGE&state=open", ["Watch the disks"]),
        ("?service=shop&type=prevent", ["Test the failover"]),
        ("?owner=none", ["Write it down"]),
        ("?state=in-progress", ["Write it down"]),
        ("?state=overdue", ["Watch the disks", "Test the failover"]),
    ],
)
def test_a_link_opens_the_page_filtered(
    visit: Visit, url: str, query: str, expected: list[str]
) -> None:
    assert results(visit(url + query)) == expected


def test_a_value_that_nothing_has_is_said_and_can_be_changed(visit: Visit, url: str) -> None:
    page = visit(f"{url}?owner=nobody")
    expect(page.locator(".pm-found")).to_contain_text("No action item is like that")
    assert page.get_by_label("Owner").input_value() == "nobody"
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".pm-register")).to_be_visible()


def test_of_many_results_a_hundred_are_shown_and_more_on_demand(visit: Visit, url: str) -> None:
    page = visit(f"{url}?service=search")
    assert len(results(page)) == 100
    page.get_by_role("button", name="Show 30 more of 30").click()
    expect(page.locator(".pm-results tbody tr")).to_have_count(130)


def test_without_a_script_the_whole_table_is_there_and_no_form(visit: Visit, url: str) -> None:
    page = visit(url, java_script_enabled=False)
    expect(page.locator(".pm-item-filters")).to_be_hidden()
    assert page.locator(".pm-register tbody tr").count() == 134
    expect(page.locator(".pm-since").first).to_have_text("since 2024-01-10")


@pytest.mark.parametrize("query", ["", "?state=open"])
def test_nothing_is_wider_than_a_phone(visit: Visit, url: str, query: str) -> None:
    page = visit(url + query, width=390)
    expect(page.locator(".pm-item-filters")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_filters_and_results_are_accessible(browser: Browser, url: str, scheme: str) -> None:
    with watched_page(browser, origin_of(url), color_scheme=scheme) as (page, _):
        page.goto(f"{url}?owner=@storage")
        assert len(results(page)) == 2
        for part in (".pm-item-filters", ".pm-found", ".pm-results"):
            assert axe_violations(page, within=part) == []


def test_it_works_from_the_disk(browser: Browser, sites: dict[str, Path]) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{(sites['files'] / 'action-items/index.html').as_uri()}?owner=@web")
    assert results(page) == ["Test the failover"]
    link = page.locator(".pm-results a")
    assert Path(str(link.evaluate("a => new URL(a.href).pathname"))).is_file()
    context.close()


def test_it_works_after_instant_navigation(visit: Visit, sites: dict[str, Path]) -> None:
    with serve_folder(sites["instant"]) as root:
        # Instant navigation is for the pages of the site map, at the port that it names.
        site_map = sites["instant"] / "sitemap.xml"
        site_map.write_text(site_map.read_text("utf-8").replace(SITE_URL, root), encoding="utf-8")
        page = visit(root)
        page.wait_for_load_state("networkidle")
        page.evaluate("window.kept = true")
        page.get_by_role("link", name="All", exact=True).click()
        page.get_by_label("Owner").select_option("@storage")
        assert results(page) == ["Watch the disks", "Buy a spare"]
        assert page.evaluate("window.kept") is True


def test_a_link_in_a_result_leads_to_its_postmortem(visit: Visit, url: str) -> None:
    page = visit(f"{url}?owner=@web")
    page.locator(".pm-results a").click()
    expect(page.locator("h1")).to_have_text("Outage of 2024-01-10")
