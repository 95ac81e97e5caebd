"""The timeline strip in a real browser: marks and entries, the keyboard, the reader's own time."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from browsing import axe_violations, serve_folder
from building import build, write_project
from projects import CONFIG

Visit = Callable[..., Page]

PDT = "postmortems/2024-08-18-payment-gateway-load-balancer/"
UNKNOWN_ZONE = "postmortems/2024-06-08-payment-gateway-disk-failure/"
RECORD = """\
---
title: It took days
summary: The queue grew.
started_at: 2024-03-01T22:10
detected_at: ~2024-03-01T22:40
mitigated_at: 2024-03-02T03:30
resolved_at: 2024-03-06T09:00
timezone: Europe/Berlin
---

## Timeline

- 22:10 **Started:** The queue grows.
- 22:40 **Detected:** An alert.
- 22:41 **Hypothesis:** The cache.
- 22:42 **Note:** A dashboard.
- 22:43 **Escalated:** To storage.
- 23:40 **Ruled out:** The cache is warm.
- **Note:** Somebody remembers another time.
- 2024-03-02 03:30 **Mitigated:** The queue shrinks.
- 2024-03-04 **Note:** The rest is worked off.
- 2024-03-06 09:00 **Resolved:** All is well.
"""
DAYS = "postmortems/days/"


@pytest.fixture(scope="module")
def days_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a record of several days."""
    folder = tmp_path_factory.mktemp("days")
    # As little theme as there is in the project: its colours are Material's own.
    config = CONFIG.replace(
        "  font: false\n",
        "  font: false\n  features: [navigation.instant]\n  palette:\n"
        '    - {media: "(prefers-color-scheme: light)", scheme: default}\n'
        '    - {media: "(prefers-color-scheme: dark)", scheme: slate}\n',
    )
    files = {"postmortems/days.md": RECORD}
    result = build(write_project(folder / "project", files, config=config), folder / "site")
    assert result.returncode == 0, result.log
    with serve_folder(result.site_dir) as url:
        yield url


def marks(page: Page) -> Locator:
    return page.locator(".pm-strip .pm-mark")


def mark_with(page: Page, words: str) -> Locator:
    # Not by its role: Playwright, unlike browsers, does not know links of SVG.
    return marks(page).filter(has=page.locator("title", has_text=words))


def entry(page: Page, text: str) -> Locator:
    return page.locator(".pm-timeline > ul > li", has_text=text)


def ticks(page: Page) -> list[str]:
    return [
        text
        for tick in page.locator(".pm-strip text[data-m]").all()
        if tick.is_visible() and (text := (tick.text_content() or ""))
    ]


def test_each_event_with_a_time_is_a_link_named_for_it(visit: Visit, days_url: str) -> None:
    page = visit(days_url + DAYS)
    expect(marks(page)).to_have_count(9)
    expect(mark_with(page, "22:40 Detected: An alert.")).to_be_visible()
    expect(page.locator(".pm-strip-note")).to_contain_text("1 entry has no time")


def test_without_javascript_a_mark_leads_to_its_entry(visit: Visit, days_url: str) -> None:
    page = visit(days_url + DAYS, java_script_enabled=False)
    mark_with(page, "03:30 Mitigated").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#pm-entry-8")
    expect(page.locator("#pm-entry-8")).to_be_in_viewport()
    colour = "element => getComputedStyle(element).backgroundColor"
    assert entry(page, "shrinks").evaluate(colour) != entry(page, "warm").evaluate(colour)


def test_focus_on_a_mark_shows_its_entry_and_nothing_else(visit: Visit, days_url: str) -> None:
    page = visit(days_url + DAYS)
    page.wait_for_selector(".pm-strip-toggle")
    mark = mark_with(page, "22:43 Escalated")
    mark.focus()
    assert mark.evaluate("element => element.matches(':focus')")
    expect(page.locator(".pm-timeline li.pm-linked")).to_have_count(1)
    expect(page.locator(".pm-timeline li.pm-linked")).to_contain_text("To storage.")
    page.keyboard.press("Tab")
    expect(entry(page, "To storage.")).not_to_have_class("pm-linked")


def test_pointing_at_either_shows_the_other(visit: Visit, days_url: str) -> None:
    page = visit(days_url + DAYS)
    page.wait_for_selector(".pm-strip-toggle")
    mark_with(page, "09:00 Resolved").hover()
    expect(page.locator(".pm-timeline li.pm-linked")).to_contain_text("All is well.")
    entry(page, "The queue grows.").hover()
    expect(page.locator(".pm-strip a.pm-linked")).to_have_count(1)
    expect(page.locator(".pm-strip a.pm-linked title")).to_have_text(
        "22:10 Started: The queue grows."
    )


def test_every_mark_is_reached_from_the_keyboard_in_order(visit: Visit, days_url: str) -> None:
    page = visit(days_url + DAYS)
    links = page.locator(".pm-strip .pm-plot a")
    links.first.focus()
    seen = []
    for _ in range(links.count()):
        seen.append(page.evaluate("document.activeElement.getAttribute('xlink:href')"))
        page.keyboard.press("Tab")
    assert seen == [link.get_attribute("xlink:href") for link in links.all()]


def test_the_axis_shows_the_readers_own_time_and_back(visit: Visit, site_url: str) -> None:
    page = visit(site_url + PDT, timezone_id="Europe/Berlin")
    stated = ticks(page)
    assert "10:30" in stated
    toggle = page.get_by_role("button", name="Your time (Europe/Berlin)")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert "19:30" in ticks(page)
    expect(page.locator(".pm-strip-zone")).to_contain_text("Europe/Berlin")
    page.keyboard.press("Enter")
    assert ticks(page) == stated


@pytest.mark.parametrize(("path", "zone"), [(UNKNOWN_ZONE, "Asia/Tokyo"), (PDT, "Etc/GMT+7")])
def test_there_is_no_toggle_where_it_would_change_nothing(
    visit: Visit, site_url: str, path: str, zone: str
) -> None:
    page = visit(site_url + path, timezone_id=zone)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".pm-strip")).to_be_visible()
    expect(page.locator(".pm-strip-toggle")).to_have_count(0)


def test_several_days_are_told_apart(visit: Visit, days_url: str) -> None:
    page = visit(days_url + DAYS)
    assert "1 Mar 2024" in page.locator(".pm-strip-days text").all_text_contents()


@pytest.mark.parametrize("width", [390, 1280])
def test_all_of_it_stays_within_the_page_and_readable(
    visit: Visit, days_url: str, width: int
) -> None:
    page = visit(days_url + DAYS, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = page.locator(".pm-strip .pm-plot text:visible").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(b => [b.left, b.right, b.height])"
    )
    assert boxes
    assert all(left >= -1 and right <= width + 1 for left, right, _ in boxes)
    assert all(height >= 11 for _, _, height in boxes)
    labels = page.locator(".pm-strip .pm-tick:visible").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(b => [b.left, b.right])"
    )
    labels.sort()
    assert all(one[1] <= other[0] for one, other in pairwise(labels))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(visit: Visit, days_url: str, scheme: str) -> None:
    page = visit(days_url + DAYS, color_scheme=scheme, timezone_id="Asia/Tokyo")
    page.wait_for_selector(".pm-strip-toggle")
    assert axe_violations(page, within=".pm-strip") == []


def test_it_works_after_instant_navigation(visit: Visit, days_url: str) -> None:
    page = visit(f"{days_url}postmortems/", timezone_id="Asia/Tokyo")
    page.get_by_role("link", name="It took days").first.click()
    expect(page.locator(".pm-strip")).to_be_visible()
    expect(page.locator(".pm-strip-toggle")).to_be_visible()


def test_in_print_the_picture_stays_and_the_button_does_not(visit: Visit, days_url: str) -> None:
    page = visit(days_url + DAYS, timezone_id="Asia/Tokyo")
    page.wait_for_selector(".pm-strip-toggle")
    page.emulate_media(media="print")
    expect(page.locator(".pm-strip .pm-plot")).to_be_visible()
    expect(page.locator(".pm-strip-toggle")).to_be_hidden()
