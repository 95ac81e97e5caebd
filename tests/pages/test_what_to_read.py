"""The page of what to read next: what it suggests, and that it stays small."""

import re
import sys
from html import unescape

from making import at, catalogue_of, make, to_html
from meetings import MINUTES, meet
from postmortem_kb.catalogue import Catalogue
from postmortem_kb.model import Postmortem
from postmortem_kb.page import PageKind
from postmortem_kb.pages.paths import WHAT_TO_READ
from postmortem_kb.pages.reading_groups.what_to_read import render_what_to_read
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.settings import Settings
from projects import HOSTILE


def render(catalogue: Catalogue, *sessions: Session) -> str:
    content = render_what_to_read(catalogue, sessions, Settings()).content
    assert isinstance(content, str)
    return content


def part(page: str, heading: str) -> str:
    """The text below a heading of the second level, without its tags."""
    found = re.search(rf"<h2[^>]*>{re.escape(heading)}</h2>(.*?)(?=<h2|\Z)", to_html(page), re.S)
    assert found is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


RECORDS = (
    make("2024-06-08-a", at("2024-06-08", "root_causes: [capacity]"), title="The first"),
    make("2025-06-01-b", at("2025-06-01", "root_causes: [network]"), title="The second"),
    make("2025-01-01-c", at("2025-01-01", "root_causes: [capacity]"), title="The third"),
)


def test_it_stands_beside_the_schedule_and_may_be_extended_by_hand() -> None:
    page = render_what_to_read(catalogue_of(*RECORDS), (), Settings())
    assert (page.path, page.kind) == (WHAT_TO_READ, PageKind.INDEX)


def test_each_group_has_suggestions_with_their_reasons() -> None:
    held = meet("s", MINUTES, reads=("2024-06-08-a",))
    planned = meet("t", reads=("2025-01-01-c",))
    page = render(catalogue_of(*RECORDS), held, planned)
    assert part(page, "Payments") == (
        "1 postmortem read; 1 planned, or without minutes yet "
        "The second 2025-06-01 · at least 18 min "
        "not read by Payments yet new to the group: root cause Network "
        "The first 2024-06-08 · at least 18 min last read on 2026-11-26, the longest ago"
    )


def test_a_new_group_has_a_list_to_start_with() -> None:
    page = render(catalogue_of(*RECORDS))
    assert part(page, "For a new group").startswith(
        "The first 2024-06-08 · at least 18 min new in this list: root cause Capacity "
        "The second 2025-06-01 · at least 18 min new in this list: root cause Network The third"
    )


def test_no_suggestion_depends_on_the_day_of_the_build() -> None:
    assert "ago" not in part(render(catalogue_of(*RECORDS)), "For a new group")


def test_a_group_that_has_planned_everything_is_told_so() -> None:
    page = render(catalogue_of(RECORDS[0]), meet("s", reads=("2024-06-08-a",)))
    assert part(page, "Payments") == (
        "No postmortems read; 1 planned, or without minutes yet "
        "Every postmortem that is not read is planned, or its session has no minutes yet."
    )


def test_all_months_are_there_without_a_script() -> None:
    told = part(render(catalogue_of(*RECORDS)), "Anniversaries")
    assert "January 2025-01-01 The third February none with a known date" in told
    assert "June 2024-06-08 The first 2025-06-01 The second July" in told
    assert "December none with a known date" in told


def test_a_month_with_many_shows_some() -> None:
    records = [make(f"r{day}", at(f"2024-03-{day:02}")) for day in range(1, 8)]
    assert "March 3 of 7 2024-03-01" in part(render(catalogue_of(*records)), "Anniversaries")


def test_a_series_says_why_its_records_belong_together() -> None:
    records = [make(one, at(f"2024-0{one}-01", "detection: customer")) for one in "123"]
    assert part(render(catalogue_of(*records)), "Series").startswith(
        "Postmortems that say more side by side: read one in each session, or two or three in a "
        "comparison. Three incidents that customers noticed first "
        "Each time it was customers, and not monitoring, that noticed first. 2024-01-01"
    )


def test_the_groups_that_met_last_come_first_and_the_others_are_counted() -> None:
    sessions = [
        meet(f"s{number}", group=f"Group {number}", starts_at=f"2026-01-{number + 1:02}T15:00")
        for number in range(15)
    ]
    page = render(catalogue_of(*RECORDS), *sessions)
    shown = re.findall(r"^## (Group \d+)$", page, re.M)
    assert (len(shown), shown[0], shown[-1]) == (12, "Group 14", "Group 3")
    assert "And 3 more groups, which met longer ago" in page


def test_titles_and_names_show_as_the_text_that_they_are() -> None:
    record = make("r", title=f"'{HOSTILE}'")
    html = to_html(render(catalogue_of(record), meet("s", group=HOSTILE, reads=("other",))))
    assert "<script>alert" not in html
    assert unescape(re.sub(r"<[^>]+>", "", html)).count(HOSTILE) >= 3


def test_without_records_there_is_nothing_to_suggest() -> None:
    page = render(catalogue_of())
    assert "There are no postmortems yet." in page
    assert "## Anniversaries" not in page


CAUSES = ("capacity", "hardware/disk", "network/dns", "dependency", "automation/missing-guard")


def grow(number: int) -> Catalogue:
    def make_one(one: int) -> Postmortem:
        causes = f"root_causes: [{CAUSES[one % 5]}]"
        return make(f"x{one:05}", at(f"2024-{one % 12 + 1:02}-01", causes, "detection: customer"))

    return catalogue_of(*map(make_one, range(number)))


SESSIONS = tuple(meet(f"s{number}", MINUTES, reads=(f"x{number:05}",)) for number in range(20))


def test_the_page_is_as_small_with_many_records() -> None:
    small, large = (len(render(grow(number), *SESSIONS)) for number in (150, 600))
    assert large < 1.1 * small


def test_the_cost_grows_with_the_records_and_no_faster() -> None:
    def cost(number: int) -> int:
        catalogue = grow(number)
        render(catalogue, *SESSIONS)
        calls = 0

        def note(*_: object) -> None:
            nonlocal calls
            calls += 1

        sys.setprofile(note)
        try:
            render(catalogue, *SESSIONS)
        finally:
            sys.setprofile(None)
        return calls

    assert cost(1200) < 2.2 * cost(600)
