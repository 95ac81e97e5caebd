"""The schedule lists every session for readers without a script, and tells none of them the day."""

import re
from typing import Any

from making import to_html
from meetings import CATALOGUE, MINUTES, links, meet, text_of
from postmortem_kb.page import PageKind
from postmortem_kb.pages.reading_groups.schedule import render_schedule
from postmortem_kb.reading_groups.programme import build_programme
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.settings import Settings

TITLES = re.compile(r"<h3[^>]*><a[^>]*>(.*?)</a>")


def html_of(*sessions: Session, **settings: Any) -> str:
    page = render_schedule(build_programme(sessions), CATALOGUE, Settings(**settings))
    assert (page.path, page.kind) == ("reading-groups/index.md", PageKind.INDEX)
    assert isinstance(page.content, str)
    return to_html(page.content)


def part(html: str, name: str) -> str:
    return html.partition(f'<section class="{name}"')[2].partition("</section>")[0]


def test_sessions_without_minutes_stand_by_their_day() -> None:
    html = html_of(
        meet("b", title="Late", starts_at="2026-12-10T15:00"),
        meet("a", title="Early", starts_at="2026-11-26T15:00"),
    )
    assert TITLES.findall(part(html, "pm-planned")) == ["Early", "Late"]
    assert "pm-held" not in html


def test_sessions_with_minutes_stand_latest_first() -> None:
    html = html_of(
        meet("a", MINUTES, title="Early", starts_at="2026-11-26T15:00"),
        meet("b", MINUTES, title="Late", starts_at="2026-12-10T15:00"),
    )
    assert TITLES.findall(part(html, "pm-held")) == ["Late", "Early"]
    assert "pm-planned" not in html


def test_a_session_to_come_says_when_where_and_what() -> None:
    html = part(html_of(meet("a", title="Disks", duration="45 min")), "pm-planned")
    assert text_of(html).endswith(
        "Thursday, 26 November 2026, 15:00 Europe/Berlin (UTC+01:00) Disks "
        "Payments Discussion 45 min A full disk stopped payments"
    )
    assert links(html)["Disks"] == "a.md"


def test_a_script_can_tell_when_a_session_begins_and_ends() -> None:
    html = html_of(meet("a", duration="45 min", group="Payments on-call"))
    assert 'data-group="payments-on-call"' in html
    assert 'data-start="2026-11-26T15:00+01:00"' in html
    assert 'data-minutes="45"' in html


def test_a_replay_to_come_is_announced_without_its_title() -> None:
    html = html_of(meet("a", title="Replay", format="replay"))
    assert links(html)["Incident of 8 June 2024: Payments"] == "../postmortems/one/replay.md"
    assert "disk" not in html


def test_a_replays_own_title_gives_nothing_away_either() -> None:
    html = html_of(meet("a", title="Full disks", format="replay"))
    assert TITLES.findall(html) == ["Payments, 26 November 2026"]
    assert "disk" not in html


def test_a_held_session_shows_its_first_takeaways() -> None:
    minutes = (
        "## Takeaways\n\n- One.\n- Two, see [it](../guide/x.md).\n- Three.\n- Four.\n- Five.\n"
    )
    html = part(html_of(meet("a", minutes)), "pm-held")
    assert "What was learned One. Two, see it. Three. 2 more in the notes" in text_of(html)
    assert links(html)["it"] == "../guide/x.md"
    assert links(html)["2 more in the notes"] == "a.md"


def test_a_held_session_needs_no_clock_time() -> None:
    html = part(html_of(meet("a", MINUTES)), "pm-held")
    assert '<time datetime="2026-11-26">26 November 2026</time>' in html
    assert "15:00" not in text_of(html)


def test_of_very_many_held_sessions_the_earlier_ones_are_listed_by_title() -> None:
    sessions = [
        meet(f"s{day:02}", MINUTES, title=f"Day {day}", starts_at=f"2026-10-{day:02}T15:00")
        for day in range(1, 13)
    ]
    held = part(html_of(*sessions, rows_per_page=10), "pm-held")
    assert TITLES.findall(held) == [f"Day {day}" for day in range(12, 2, -1)]
    assert text_of(held).endswith("Earlier 2026-10-02: Day 2 2026-10-01: Day 1")


def test_each_of_several_groups_has_a_calendar_beside_that_of_all() -> None:
    found = text_of(html_of(meet("a", group="Payments"), meet("b", group="Storage")))
    assert found.endswith(
        "All groups 2 sessions Download Payments 1 session Download Storage 1 session Download"
    )
    targets = re.findall(
        r'href="([^"]*\.ics)"', html_of(meet("a", group="Payments"), meet("b", group="Storage"))
    )
    assert targets == ["../reading-groups.ics", "payments.ics", "storage.ics"]


def test_a_single_group_has_one_calendar_and_no_filter() -> None:
    html = html_of(meet("a"))
    assert re.findall(r'href="([^"]*\.ics)"', html) == ["payments.ics"]
    assert "<select" not in html


def test_several_groups_can_be_told_apart_by_a_filter() -> None:
    html = html_of(meet("a", group="Payments"), meet("b", group='S & "D"'))
    assert re.findall(r'<option value="([^"]*)">(.*?)</option>', html) == [
        ("", "all groups"),
        ("payments", "Payments"),
        ("s-d", "S &#38; &#34;D&#34;"),
    ]


def test_without_sessions_it_says_how_to_begin() -> None:
    html = html_of()
    assert "There is no session yet." in html
    assert "postmortem session new" in html
    assert ".ics" not in html


def test_the_ways_on_are_there_with_and_without_sessions() -> None:
    for html in (html_of(), html_of(meet("a"))):
        found = links(html)
        assert found["What to read next"] == "what-to-read.md"
        assert found["Takeaways"] == "takeaways.md"
        assert found["Prompts"] == "prompts.md"
