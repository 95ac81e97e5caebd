"""The schedule as a reader uses it: by their own clock, one group at a time, to subscribe to."""

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import axe_violations, origin_of, serve_folder, watched_page
from projects import record
from ways_to_build import SITE_URL, build_in_ways

Visit = Callable[..., Page]

OUTAGE = record(
    "title: The disk was full\nstarted_at: 2024-01-10T10:00\ntimezone: UTC\nreview_status: draft",
    """
    ## Timeline

    - 10:00 **Detected:** errors on payment
    - 10:10 **Hypothesis:** the gateway is overloaded
    - 10:30 **Ruled out:** load is normal
    - 10:40 **Mitigated:** the disk was exchanged
    - 11:00 **Resolved:** all is well
    """,
)


def session(title: str, group: str, starts_at: str, body: str = "", **fields: str) -> str:
    given = {
        "title": title,
        "group": group,
        "starts_at": starts_at,
        "timezone": "Europe/Berlin",
        "duration": "1 h",
        "postmortems": "2024-01-10-disk",
        **fields,
    }
    head = "".join(f"{name}: {value}\n" for name, value in given.items())
    return f"---\n{head}---\n\n{dedent(body).strip()}\n"


MINUTES = "## Takeaways\n\n- Disks fill.\n"
FILES = {
    "postmortems/2024-01-10-disk.md": OUTAGE,
    "postmortems/2024-02-10-search.md": record(
        "title: Search was slow\nstarted_at: 2024-02-10T10:00\ntimezone: UTC"
    ),
    "docs/reading-groups/2026-09-03-held.md": session(
        "Held", "Payments", "2026-09-03T15:00", MINUTES
    ),
    "docs/reading-groups/2026-11-05-first.md": session("First", "Payments", "2026-11-05T15:00"),
    "docs/reading-groups/2026-11-12-storage.md": session(
        "Second", "Störage & disks 支払い", "2026-11-12T15:00", "## Takeaways\n\n-\n"
    ),
    "docs/reading-groups/2026-11-26-replay.md": session(
        "Third", "Payments", "2026-11-26T15:00", format="replay"
    ),
}
LONG = "Zahlungsverkehr" * 11
LONG_NAMES = {
    "postmortems/2024-01-10-disk.md": OUTAGE,
    "docs/reading-groups/2026-09-03-held.md": session(LONG, LONG, "2026-09-03T15:00", MINUTES),
    "docs/reading-groups/2026-11-05-first.md": session(
        f"{LONG}, next", LONG, "2026-11-05T15:00", facilitator=LONG, location=LONG
    ),
    "docs/reading-groups/2026-12-03-second.md": session(
        f"{LONG}, last", LONG, "2026-12-03T15:00", format="replay"
    ),
    "docs/reading-groups/2026-12-10-other.md": session("Other", "Storage", "2026-12-10T15:00"),
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same sessions built in different ways."""
    files = {**FILES, "docs/index.md": "# Home\n\n[All sessions](reading-groups/index.md)\n"}
    return build_in_ways(tmp_path_factory.mktemp, files)


@pytest.fixture(scope="module")
def url(sites: dict[str, Path]) -> Iterator[str]:
    with serve_folder(sites["directories"], "/kb/") as root:
        yield f"{root}reading-groups/"


def titles(page: Page, part: str) -> list[str]:
    """The sessions that a part of the page shows, in order."""
    return page.locator(f"{part} .pm-session:visible h3 a:not(.headerlink)").all_inner_texts()


@pytest.mark.parametrize(
    ("now", "following", "soon", "programme", "over"),
    [
        ("2026-11-01T08:00Z", "First", "in 4 days", ["Second", "Third"], []),
        ("2026-11-04T08:00Z", "First", "tomorrow", ["Second", "Third"], []),
        ("2026-11-05T08:00Z", "First", "today", ["Second", "Third"], []),
        ("2026-11-05T14:30Z", "First", "now", ["Second", "Third"], []),
        ("2026-11-05T15:00Z", "Second", "in 7 days", ["Third"], ["First"]),
        ("2026-11-20T15:00Z", "Third", "in 6 days", [], ["Second", "First"]),
    ],
)
def test_which_session_is_next_is_told_by_the_readers_clock(
    browser: Browser,
    url: str,
    now: str,
    following: str,
    soon: str,
    programme: list[str],
    over: list[str],
) -> None:
    with watched_page(browser, origin_of(url), timezone_id="Europe/Berlin") as (page, _):
        page.clock.set_fixed_time(now)
        page.goto(url)
        expect(page.locator(".pm-next h2")).to_have_text(f"Next session {soon}")
        assert titles(page, ".pm-next") == [following]
        assert titles(page, ".pm-planned") == programme
        assert titles(page, ".pm-over") == over
        assert titles(page, ".pm-held") == ["Held"]


def test_what_is_over_and_has_no_minutes_has_its_own_heading(browser: Browser, url: str) -> None:
    with watched_page(browser, origin_of(url)) as (page, _):
        page.clock.set_fixed_time("2026-11-10T15:00Z")
        page.goto(url)
        expect(page.locator(".pm-next h2")).to_be_visible()
        assert page.locator(".pm-schedule h2:visible").all_inner_texts() == [
            "Next session in 2 days",
            "On the programme",
            "Over, minutes to come",
            "Held",
            "Calendars",
        ]
        page.locator("select[name=group]").select_option(index=2)
        expect(page.locator(".pm-over")).to_be_hidden()
        page.locator("select[name=group]").select_option(index=1)
        expect(page.locator(".pm-over h2")).to_be_visible()
        assert titles(page, ".pm-over") == ["First"]


@pytest.mark.parametrize("name", ["2026-11-26-replay", "2026-11-05-first"])
def test_the_page_of_a_session_says_that_it_is_over(browser: Browser, url: str, name: str) -> None:
    with watched_page(browser, origin_of(url)) as (page, _):
        page.clock.set_fixed_time("2026-12-01T15:00Z")
        page.goto(f"{url}{name}/")
        expect(page.locator(".pm-banner")).to_have_text(
            "Over, minutes to come. What the session brought is not written down yet."
        )


def test_the_page_of_a_session_to_come_says_what_to_read(browser: Browser, url: str) -> None:
    with watched_page(browser, origin_of(url)) as (page, _):
        page.clock.set_fixed_time("2026-11-26T14:30Z")
        page.goto(f"{url}2026-11-05-first/")
        expect(page.locator(".pm-banner")).to_contain_text("Over, minutes to come.")
        page.goto(f"{url}2026-11-26-replay/")
        expect(page.get_by_role("link", name="Subscribe")).to_be_visible()
        expect(page.locator(".pm-banner")).to_contain_text("Nothing to read before.")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_replay_is_started_without_scrolling(visit: Visit, url: str, width: int) -> None:
    page = visit(f"{url}2026-11-26-replay/", width=width)
    button = page.get_by_role("link", name="Start the replay")
    expect(button).to_be_in_viewport(ratio=1)
    button.click()
    expect(page.locator("h1")).to_contain_text("Incident of 10 January 2024")
    assert page.url.endswith("/postmortems/2024-01-10-disk/replay/")


def test_a_group_can_be_subscribed_to_from_its_sessions(visit: Visit, url: str) -> None:
    page = visit(f"{url}2026-09-03-held/")
    target = f"webcal{url[4:]}payments.ics"
    expect(page.get_by_role("link", name="Subscribe")).to_have_attribute("href", target)
    expect(page.locator(".pm-session-ways")).to_contain_text(
        "Calendar of the group: Subscribe · Download"
    )


def test_when_all_are_over_no_session_is_next(browser: Browser, url: str) -> None:
    with watched_page(browser, origin_of(url)) as (page, _):
        page.clock.set_fixed_time("2027-01-01T00:00Z")
        page.goto(url)
        expect(page.locator(".pm-item-filters")).to_be_visible()
        expect(page.locator(".pm-next")).to_be_hidden()
        expect(page.locator(".pm-planned")).to_be_hidden()
        assert titles(page, ".pm-over") == ["Third", "Second", "First"]


def test_a_start_is_shown_in_the_readers_own_time_too(browser: Browser, url: str) -> None:
    with watched_page(browser, origin_of(url), timezone_id="Asia/Tokyo") as (page, _):
        page.clock.set_fixed_time("2026-11-01T08:00Z")
        page.goto(url)
        expect(page.locator(".pm-next .pm-session-when")).to_have_text(
            "Thursday, 5 November 2026, 15:00 Europe/Berlin (UTC+01:00) your time: 23:00"
        )


def test_one_group_is_chosen_from_the_keyboard_and_kept_in_the_url(
    browser: Browser, url: str
) -> None:
    with watched_page(browser, origin_of(url)) as (page, _):
        page.clock.set_fixed_time("2026-11-01T08:00Z")
        page.goto(url)
        page.locator("select[name=group]").focus()
        page.keyboard.type("Störage")
        expect(page.locator(".pm-next h3")).to_contain_text("Second")
        expect(page.locator(".pm-planned")).to_be_hidden()
        expect(page.locator(".pm-held")).to_be_hidden()
        assert page.url.endswith("?group=st%C3%B6rage-disks-%E6%94%AF%E6%89%95%E3%81%84")
        page.reload()
        expect(page.locator(".pm-next h3")).to_contain_text("Second")
        page.locator("select[name=group]").select_option("")
        expect(page.locator(".pm-next h3")).to_contain_text("First")
        assert titles(page, ".pm-planned") == ["Second", "Third"]
        assert page.url == url


def test_a_group_that_there_is_not_shows_all(visit: Visit, url: str) -> None:
    page = visit(f"{url}?group=nobody")
    expect(page.locator(".pm-item-filters")).to_be_visible()
    assert page.locator("select[name=group]").input_value() == ""
    expect(page.locator(".pm-session")).to_have_count(4)


def test_every_calendar_can_be_subscribed_to_by_its_address(browser: Browser, url: str) -> None:
    with watched_page(
        browser, origin_of(url), permissions=["clipboard-read", "clipboard-write"]
    ) as (page, _):
        page.goto(url)
        root = url.removesuffix("reading-groups/")
        addresses = page.locator(".pm-address input")
        expect(addresses).to_have_count(3)
        assert [box.input_value() for box in addresses.all()] == [
            f"{root}reading-groups.ics",
            f"{root}reading-groups/payments.ics",
            f"{root}reading-groups/st%C3%B6rage-disks-%E6%94%AF%E6%89%95%E3%81%84.ics",
        ]
        assert page.get_by_label("Address of the calendar: Payments").count() == 1
        subscribe = page.get_by_role("link", name="Subscribe").nth(1)
        assert subscribe.get_attribute("href") == f"webcal{root[4:]}reading-groups/payments.ics"
        page.get_by_role("button", name="Copy address").nth(1).press("Enter")
        expect(page.get_by_text("copied")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{root}reading-groups/payments.ics"
        assert page.request.get(copied).text().startswith("BEGIN:VCALENDAR\r\n")


def test_without_scripts_everything_is_there(visit: Visit, url: str) -> None:
    page = visit(url, java_script_enabled=False)
    assert titles(page, ".pm-planned") == ["First", "Second", "Third"]
    assert titles(page, ".pm-held") == ["Held"]
    expect(page.locator(".pm-next")).to_be_hidden()
    expect(page.locator(".pm-item-filters")).to_be_hidden()
    expect(page.get_by_role("link", name="Download")).to_have_count(3)


def test_a_replay_to_come_gives_nothing_away(visit: Visit, url: str) -> None:
    page = visit(url)
    replay = page.locator(".pm-session", has=page.get_by_role("link", name="Third"))
    assert "disk" not in replay.inner_text()
    replay.get_by_role("link", name="Third").click()
    expect(page.locator("h1")).to_contain_text("Third")
    assert "disk was full" not in page.locator(".md-content").inner_text()
    assert "disk was full" not in page.title()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_sticks_out(visit: Visit, url: str, width: int) -> None:
    for path in ("", "takeaways/", "2026-09-03-held/", "2026-11-26-replay/"):
        page = visit(url + path, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_names_without_a_space_stay_on_the_page(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pages = ("", "takeaways/", "2026-09-03-held/", "2026-11-05-first/", "2026-12-03-second/")
    site = build_in_ways(tmp_path_factory.mktemp, LONG_NAMES)["directories"]
    with (
        serve_folder(site) as root,
        watched_page(browser, origin_of(root), viewport={"width": 390, "height": 844}) as (page, _),
    ):
        page.clock.set_fixed_time("2026-11-20T08:00Z")
        for path in (*(f"reading-groups/{one}" for one in pages), "postmortems/2024-01-10-disk/"):
            page.goto(root + path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") == 390, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "takeaways/", "2026-09-03-held/", "2026-11-26-replay/"])
def test_the_pages_are_accessible(browser: Browser, url: str, path: str, scheme: str) -> None:
    with watched_page(browser, origin_of(url), color_scheme=scheme) as (page, _):
        page.clock.set_fixed_time("2026-11-08T08:00Z")
        page.goto(url + path)
        page.wait_for_load_state("networkidle")
        assert axe_violations(page) == []


def test_it_works_from_the_disk(browser: Browser, sites: dict[str, Path]) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.set_fixed_time("2026-11-01T08:00Z")
    page.goto((sites["files"] / "reading-groups/index.html").as_uri())
    expect(page.locator(".pm-next h3")).to_contain_text("First")
    expect(page.locator(".pm-address")).to_have_count(0)
    context.close()


def test_it_works_after_instant_navigation(browser: Browser, sites: dict[str, Path]) -> None:
    with serve_folder(sites["instant"]) as root:
        # Instant navigation is for the pages of the site map, at the port that it names.
        site_map = sites["instant"] / "sitemap.xml"
        site_map.write_text(site_map.read_text("utf-8").replace(SITE_URL, root), encoding="utf-8")
        with watched_page(browser, origin_of(root)) as (page, _):
            page.clock.set_fixed_time("2026-11-01T08:00Z")
            page.goto(root)
            page.wait_for_load_state("networkidle")
            page.evaluate("window.kept = true")
            page.get_by_role("link", name="All sessions", exact=True).click()
            expect(page.locator(".pm-next h3")).to_contain_text("First")
            assert page.evaluate("window.kept") is True


def test_a_record_is_found_by_a_takeaway_on_it(visit: Visit, url: str) -> None:
    page = visit(f"{url}../explore/?text=fill")
    expect(page.locator(".pm-hit")).to_have_count(1)
    expect(page.locator(".pm-hit")).to_contain_text("The disk was full")


def test_a_record_links_to_the_sessions_that_read_it(visit: Visit, url: str) -> None:
    page = visit(f"{url}../postmortems/2024-01-10-disk/")
    expect(page.get_by_text("Read on 3 September 2026 by Payments")).to_be_visible()
    page.get_by_role("link", name="notes of “Held”").click()
    expect(page.locator("h1")).to_contain_text("Held")
