"""The pages in a real browser: sorting, the reader's time, narrow, printed, at any address."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browsing import serve_folder, watched_page
from building import build, write_project
from page_kinds import PAGE_KINDS, RECORD

Visit = Callable[..., Page]

UNKNOWN_ZONE = "postmortems/2024-06-08-payment-gateway-disk-failure/"
EST = "postmortems/2023-04-15-checkout-gateway-integration-crash/"
UTC = "postmortems/2023-06-07-online-payments-gateway-parameter/"
PDT = "postmortems/2024-08-18-payment-gateway-load-balancer/"

CRAWL_PARTS = 4
"""So that several processes share the work."""

# Every order of these is another one: by title, by date, by length, and by length read as text.
LENGTHS = {
    "Alpha": ("2024-02-20T10:00", "2024-02-20T10:09"),
    "Bravo": ("2023-11-05T10:00", "2023-11-05T20:00"),
    "Charlie": ("2024-03-01T10:00", "2024-03-03T10:00"),
    "Delta": ("2022-12-24T10:00", "2022-12-24T11:30"),
    "Echo": ("2024-02-02T10:00", "ongoing"),
    "Foxtrot": ("2021-07-07T10:00", "unknown"),
    "Golf": ("unknown", "unknown"),
}
SERVICES = {"Busy": 10, "Brisk": 9, "Calm": 2}

SITE_URL = "https://kb.example.com/"
CONFIG = f"""\
site_name: Test
site_url: {SITE_URL}
theme:
  name: material
  font: false
  features: [navigation.instant]
plugins:
  - search
  - postmortems
"""


def sample_record(**fields: str) -> str:
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\n{lines}timezone: UTC\n---\n\n## Summary\n\nIt was down.\n"


def sample_records() -> Mapping[str, str]:
    """Seven incidents under one root cause, and others that fill three services."""
    files = {
        f"postmortems/{title.lower()}.md": sample_record(
            title=title, started_at=start, resolved_at=end, root_causes="[capacity]"
        )
        for title, (start, end) in LENGTHS.items()
    }
    for service, count in SERVICES.items():
        for number in range(count):
            files[f"postmortems/{service.lower()}-{number}.md"] = sample_record(
                title=f"{service} {number}",
                started_at="2020-01-02T10:00",
                resolved_at="2020-01-02T11:00",
                services=f"[{service.lower()}]",
            )
    terms = "".join(f"  {name.lower()}: {{label: {name}}}\n" for name in SERVICES)
    return {**files, "postmortems/taxonomy.yml": f"services:\n{terms}"}


@pytest.fixture(scope="module")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the sample records, with Material's instant navigation."""
    folder = tmp_path_factory.mktemp("sample")
    project = write_project(folder / "project", sample_records(), config=CONFIG)
    result = build(project, folder / "site")
    assert result.returncode == 0, result.log
    return result.site_dir


@pytest.fixture(scope="module")
def sample_url(sample_site: Path) -> Iterator[str]:
    with serve_folder(sample_site) as url:
        # Instant navigation is for the pages of the site map, at the port that it names.
        site_map = sample_site / "sitemap.xml"
        listed = site_map.read_text(encoding="utf-8")
        site_map.write_text(listed.replace(SITE_URL, url), encoding="utf-8")
        yield url


# Tables


def table_with(page: Page, header: str) -> Locator:
    return page.locator("table", has=page.get_by_role("columnheader", name=header)).last


def column(page: Page, header: str) -> list[str]:
    """The texts of a column, from top to bottom."""
    table = table_with(page, header)
    headers = [text.strip() for text in table.locator("th").all_inner_texts()]
    cells = table.locator(f"tbody td:nth-child({headers.index(header) + 1})")
    return [text.strip() for text in cells.all_inner_texts()]


def sorter(page: Page, header: str) -> Locator:
    return table_with(page, header).get_by_role("columnheader", name=header).get_by_role("button")


def states(page: Page, header: str) -> dict[str, str]:
    """What the header cells of a table say to a screen reader about the order of its rows."""
    cells = table_with(page, header).locator("th[aria-sort]").all()
    return {cell.inner_text().strip(): cell.get_attribute("aria-sort") or "" for cell in cells}


def test_without_javascript_the_newest_is_first_and_undated_ones_last(
    visit: Visit, sample_url: str
) -> None:
    page = visit(f"{sample_url}root-causes/capacity/", java_script_enabled=False)
    order = ["Charlie", "Alpha", "Echo", "Bravo", "Delta", "Foxtrot", "Golf"]
    assert column(page, "Postmortem") == order


def test_a_click_on_duration_sorts_by_length_longest_first(visit: Visit, sample_url: str) -> None:
    page = visit(f"{sample_url}root-causes/capacity/")
    sorter(page, "Duration").click()
    longest_first = ["Echo", "Charlie", "Bravo", "Delta", "Alpha"]
    assert column(page, "Postmortem")[:5] == longest_first


def test_a_second_click_turns_the_order_round_and_unknown_lengths_stay_last(
    visit: Visit, sample_url: str
) -> None:
    page = visit(f"{sample_url}root-causes/capacity/")
    sorter(page, "Duration").click()
    sorter(page, "Duration").click()
    titles = column(page, "Postmortem")
    assert titles[:5] == ["Alpha", "Delta", "Bravo", "Charlie", "Echo"]
    assert set(titles[5:]) == {"Foxtrot", "Golf"}


def test_dates_sort_by_day_and_an_unknown_day_stays_last(visit: Visit, sample_url: str) -> None:
    page = visit(f"{sample_url}root-causes/capacity/")
    sorter(page, "Postmortem").click()
    date = sorter(page, "Date")
    date.click()
    if states(page, "Date") != {"Date": "ascending"}:
        date.click()
    order = ["Foxtrot", "Delta", "Bravo", "Echo", "Alpha", "Charlie", "Golf"]
    assert column(page, "Postmortem") == order


def test_counts_sort_as_numbers(visit: Visit, sample_url: str) -> None:
    page = visit(f"{sample_url}services/")
    count = sorter(page, "Incidents")
    count.click()
    if states(page, "Incidents") != {"Incidents": "ascending"}:
        count.click()
    # Seven name no service.
    assert column(page, "Incidents") == ["2", "7", "9", "10"]


def test_titles_sort_by_the_alphabet(visit: Visit, sample_url: str) -> None:
    page = visit(f"{sample_url}root-causes/capacity/")
    sorter(page, "Postmortem").click()
    assert column(page, "Postmortem") == sorted(LENGTHS)


def test_only_the_sorted_column_says_how_it_is_sorted(visit: Visit, sample_url: str) -> None:
    page = visit(f"{sample_url}root-causes/capacity/")
    sorter(page, "Duration").click()
    assert states(page, "Duration") == {"Duration": "descending"}
    sorter(page, "Postmortem").click()
    assert states(page, "Duration") == {"Postmortem": "ascending"}


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_column_is_reached_and_sorted_from_the_keyboard(
    visit: Visit, sample_url: str, key: str
) -> None:
    page = visit(f"{sample_url}root-causes/capacity/")
    sorter(page, "Postmortem").focus()
    page.keyboard.press("Tab")
    expect(sorter(page, "Duration")).to_be_focused()
    page.keyboard.press(key)
    assert column(page, "Postmortem")[:2] == ["Echo", "Charlie"]
    expect(sorter(page, "Duration")).to_be_focused()


def test_the_tables_of_this_site_sort_too(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}severities/unknown/")
    assert column(page, "Date")[0] == "2024-08-18"
    sorter(page, "Duration").click()
    assert column(page, "Duration") == ["4 h", "4 h", "1 h 30 min", "1 h 30 min", "1 h 30 min"]


# The reader's own time


def started(page: Page) -> str:
    """What the fact box says about the start, in one line."""
    fact = page.locator("dt", has_text=re.compile(r"^Started$")).locator("xpath=..")
    return " ".join(fact.inner_text().split())


@pytest.mark.parametrize(
    ("path", "zone", "expected"),
    [
        (UTC, "Asia/Tokyo", r"your time: 19:00"),
        (PDT, "Europe/Berlin", r"your time: 19:15"),
        (EST, "Asia/Tokyo", r"your time: 16 April 2023(,| at) 02:00"),
        (UTC, "America/Los_Angeles", r"your time: 03:00"),
        (UTC, "Asia/Kolkata", r"your time: 15:30"),
    ],
)
def test_the_readers_own_time_stands_beside_the_stated_one(
    visit: Visit, site_url: str, path: str, zone: str, expected: str
) -> None:
    page = visit(site_url + path, timezone_id=zone)
    assert re.search(f"{expected}$", started(page))


def test_a_reader_in_the_stated_zone_sees_it_once(visit: Visit, site_url: str) -> None:
    page = visit(site_url + UTC, timezone_id="Africa/Abidjan")
    assert started(page) == "Started 7 June 2023, 10:00 UTC"


def test_the_timeline_knows_the_readers_time(visit: Visit, site_url: str) -> None:
    page = visit(site_url + PDT, timezone_id="Europe/Berlin")
    times = page.locator(".pm-timeline time").all()
    assert [time.get_attribute("title") for time in times] == [
        f"your time: {clock}"
        for clock in ("19:15", "19:17", "19:25", "19:40", "19:50", "20:00", "20:10", "20:45")
    ]


def test_times_of_an_unknown_zone_are_shown_as_they_stand(visit: Visit, site_url: str) -> None:
    page = visit(site_url + UNKNOWN_ZONE, timezone_id="Asia/Tokyo")
    assert "13:15" in started(page)
    assert "your time" not in page.locator("article").inner_html()


# What every page keeps to


def background(page: Page) -> list[int]:
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return [int(number) for number in re.findall(r"\d+", colour)[:3]]


def test_a_reader_who_prefers_light_gets_a_light_page(visit: Visit, site_url: str) -> None:
    assert min(background(visit(site_url, color_scheme="light"))) > 200


def test_a_reader_who_prefers_dark_gets_a_dark_page(visit: Visit, site_url: str) -> None:
    assert max(background(visit(site_url, color_scheme="dark"))) < 80


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_a_narrow_screen_needs_no_scrolling_sideways(
    visit: Visit, site_url: str, kind: str
) -> None:
    page = visit(site_url + PAGE_KINDS[kind], width=390)
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= page.evaluate("innerWidth")


def is_redirect(html: str) -> bool:
    return 'http-equiv="refresh"' in html


@pytest.mark.parametrize("part", range(CRAWL_PARTS))
def test_no_page_meets_an_error_or_asks_another_host(
    visit: Visit, built_site: Path, site_url: str, part: int
) -> None:
    paths = [
        file.relative_to(built_site).as_posix()
        for file in sorted(built_site.rglob("*.html"))
        if not is_redirect(file.read_text(encoding="utf-8"))
    ]
    assert len(paths) > 40
    page = visit(site_url)
    for path in paths[part::CRAWL_PARTS]:
        page.goto(site_url + path.removesuffix("index.html"))


def test_the_old_address_of_a_term_leads_to_its_new_one(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}root-causes/misconfiguration/")
    page.wait_for_url(f"{site_url}root-causes/configuration/")


def test_what_is_printed_is_the_content_alone(visit: Visit, site_url: str) -> None:
    page = visit(site_url + RECORD)
    expect(page.locator(".md-header")).to_be_visible()
    page.emulate_media(media="print")
    for part in (".md-header", ".md-tabs", ".md-sidebar", ".md-footer", ".md-content__button"):
        assert [it for it in page.locator(part).all() if it.is_visible()] == [], part
    for part in ("h1", ".pm-facts", ".pm-timeline", "article table"):
        expect(page.locator(part).first).to_be_visible()


def test_without_javascript_a_record_is_complete(visit: Visit, site_url: str) -> None:
    page = visit(site_url + RECORD, java_script_enabled=False)
    assert started(page) == "Started 8 June 2024, 13:15 time zone unknown"
    expect(page.locator(".pm-timeline li")).to_have_count(9)
    expect(page.locator("article table").first.locator("tbody tr")).to_have_count(4)
    expect(page.locator("article table").first).to_be_visible()


def test_without_javascript_the_links_lead_on(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}root-causes/", java_script_enabled=False)
    page.locator("article").get_by_role("link", name="Hardware", exact=True).first.click()
    expect(page).to_have_url(f"{site_url}root-causes/hardware/")


# At any address


def test_under_a_path_the_links_lead_on_and_the_tables_sort(visit: Visit, built_site: Path) -> None:
    with serve_folder(built_site, "/kb/") as url:
        page = visit(f"{url}severities/unknown/")
        sorter(page, "Postmortem").click()
        page.get_by_role("link", name="Payment gateway outage after a database disk").click()
        expect(page).to_have_url(url + RECORD)
        page.locator("dd").get_by_role("link", name="Disk").click()
        expect(page).to_have_url(f"{url}root-causes/hardware/disk/")


def test_under_a_path_the_search_opens_a_postmortem(visit: Visit, built_site: Path) -> None:
    with serve_folder(built_site, "/kb/") as url:
        page = visit(f"{url}years/2023/")
        page.keyboard.press("/")
        page.keyboard.type("sturdier")
        page.locator("a.md-search-result__link").first.click()
        page.wait_for_url(f"{url}{RECORD}**")


def test_opened_from_the_disk_the_tables_sort(browser: Browser, sample_site: Path) -> None:
    # Material's own search complains there: it may not load its index.
    with watched_page(browser, "file://") as (page, _):
        page.goto((sample_site / "root-causes/capacity/index.html").as_uri())
        sorter(page, "Duration").click()
        assert column(page, "Postmortem")[:2] == ["Echo", "Charlie"]


@pytest.fixture
def instantly(visit: Visit, sample_url: str) -> Page:
    """A page that was opened by a link, without being loaded anew."""
    page = visit(f"{sample_url}postmortems/", timezone_id="Asia/Tokyo")
    page.wait_for_load_state("networkidle")  # Material asks first which pages there are
    page.evaluate("window.isFirstPage = true")
    page.locator("article").get_by_role("link", name="Bravo", exact=True).first.click()
    page.wait_for_url("**/postmortems/bravo/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bravo")
    return page


def test_after_instant_navigation_the_readers_time_is_shown(instantly: Page) -> None:
    expect(instantly.locator("dd", has_text="your time: 19:00").first).to_be_visible()
    assert instantly.evaluate("window.isFirstPage")


def test_after_instant_navigation_the_tables_sort(instantly: Page) -> None:
    instantly.locator("dd").get_by_role("link", name="Capacity").click()
    instantly.wait_for_url("**/root-causes/capacity/")
    sorter(instantly, "Duration").click()
    assert column(instantly, "Postmortem")[:2] == ["Echo", "Charlie"]
    assert states(instantly, "Duration") == {"Duration": "descending"}
    assert instantly.evaluate("window.isFirstPage")
