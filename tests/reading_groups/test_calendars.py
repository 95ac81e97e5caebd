"""Calendars: an independent parser reads back what the sessions say, at the right instants."""

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from dateutil.tz import tzical
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from meetings import CATALOGUE, MINUTES, meet
from postmortem_kb.page import PageKind
from postmortem_kb.reading_groups.calendars import render_calendars
from postmortem_kb.reading_groups.programme import build_programme
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.settings import Settings

TIME = re.compile(
    r"^(?P<name>DTSTART|DTEND)(?:;TZID=(?P<zone>[^:]+))?:(?P<time>\d{8}T\d{6}Z?)", re.M
)


def calendars_of(*sessions: Session, **settings: Any) -> dict[str, str]:
    pages = list(render_calendars(build_programme(sessions), CATALOGUE, Settings(**settings)))
    assert {page.kind for page in pages} <= {PageKind.DATA}
    contents = {page.path: page.content for page in pages}
    return {path: text.decode() for path, text in contents.items() if isinstance(text, bytes)}


def calendar_of(*sessions: Session, **settings: Any) -> str:
    return calendars_of(*sessions, **settings)["reading-groups.ics"]


def parse(text: str) -> Calendar:
    calendars = IcsCalendarStream.from_ics(text).calendars
    assert len(calendars) == 1
    return calendars[0]


def instants(text: str) -> list[tuple[str, datetime]]:
    """The times of all events in UTC, by nothing but the VTIMEZONEs in the file.

    The zones get names that nobody knows, so that no database of zones can help.
    """
    renamed = re.sub(r"(TZID[:=])([^:\r\n]+)", r"\1Made-up \2", text)
    zones = tzical(io.StringIO(renamed)) if "VTIMEZONE" in renamed else None
    found = []
    for match in TIME.finditer(renamed[renamed.index("BEGIN:VEVENT") :]):
        local = datetime.strptime(match["time"].removesuffix("Z"), "%Y%m%dT%H%M%S")
        zone = zones.get(match["zone"]) if zones and match["zone"] else UTC
        assert zone is not None
        found.append((match["name"], local.replace(tzinfo=zone).astimezone(UTC)))
    return found


def starts(text: str) -> list[str]:
    return [f"{when:%Y-%m-%dT%H:%MZ}" for name, when in instants(text) if name == "DTSTART"]


def test_there_is_no_calendar_without_sessions() -> None:
    assert calendars_of() == {}


def test_there_is_one_calendar_of_all_sessions_and_one_of_each_group() -> None:
    calendars = calendars_of(
        meet("a", group="Payments on-call"),
        meet("b", group="Storage"),
        meet("c", group="Storage", starts_at="2026-12-03T15:00"),
    )
    uids = {path: [event.uid for event in parse(text).events] for path, text in calendars.items()}
    assert uids == {
        "reading-groups.ics": [
            "a@reading-groups",
            "b@reading-groups",
            "c@reading-groups",
        ],
        "reading-groups/payments-on-call.ics": ["a@reading-groups"],
        "reading-groups/storage.ics": ["b@reading-groups", "c@reading-groups"],
    }


def test_a_calendar_says_its_name_and_how_often_to_look() -> None:
    text = calendars_of(meet("a", group="Payments, cards; wallets"))[
        "reading-groups/payments-cards-wallets.ics"
    ]
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mkdocs-postmortems//")
    assert "X-WR-CALNAME:Payments\\, cards\\; wallets\r\n" in text
    assert "\r\nNAME:Payments\\, cards\\; wallets\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in text
    assert "METHOD" not in text


def test_an_event_says_what_the_session_says() -> None:
    session = meet(
        "2026-11-26-disks",
        group="Payments on-call",
        title="What a full disk tells",
        duration="45 min",
        reads=("one", "two"),
        format="comparison",
        facilitator="@payments-lead",
        note_taker="on-call engineer",
        location="https://meet.example/rg?x=1,2",
        questions=["What did the dashboards show?", "How did the page reach us?"],
    )
    (event,) = parse(calendar_of(session, site_url="https://kb.example/site")).events
    assert event.summary == "What a full disk tells"
    assert event.location == "https://meet.example/rg?x=1,2"
    assert event.categories == ["Payments on-call"]
    assert str(event.url) == "https://kb.example/site/reading-groups/2026-11-26-disks/"
    assert event.description == (
        "Payments on-call reads together\n"
        "- A full disk stopped payments\n"
        "- Search was slow\n"
        "\n"
        "Comparison: two or more incidents side by side\n"
        "Facilitator: @payments-lead\n"
        "Note taker: on-call engineer\n"
        "\n"
        "Questions\n"
        "- What did the dashboards show?\n"
        "- How did the page reach us?\n"
        "\n"
        "Packets and notes: https://kb.example/site/reading-groups/2026-11-26-disks/"
    )
    assert event.end - event.start == timedelta(minutes=45)


def test_a_session_whose_site_does_not_know_its_address_has_no_url() -> None:
    text = calendar_of(meet("a"))
    assert "URL" not in text
    assert "http" not in text


def test_without_directory_urls_the_url_is_that_of_a_file() -> None:
    text = calendar_of(meet("a"), site_url="https://kb.example/", use_directory_urls=False)
    assert str(parse(text).events[0].url) == "https://kb.example/reading-groups/a.html"


def test_a_replay_to_come_gives_nothing_away() -> None:
    text = calendar_of(meet("a", format="replay", title="Replay"))
    (event,) = parse(text).events
    assert event.description == (
        "Payments reads together\n"
        "- Incident of 8 June 2024: Payments\n"
        "\n"
        "Replay: event by event, without knowing how it ends\n"
        "There is nothing to read before."
    )
    assert "disk" not in text


def test_a_replays_own_words_give_nothing_away_either() -> None:
    questions = ["What did the dashboards show?", "How full may a disk be?"]
    text = calendar_of(meet("a", format="replay", title="Full disks", questions=questions))
    (event,) = parse(text).events
    assert event.summary == "Payments, 26 November 2026"
    assert event.description is not None
    assert event.description.endswith(
        "There is nothing to read before.\n"
        "\n"
        "Questions\n"
        "- What did the dashboards show?\n"
        "\n"
        "1 more question comes after the story."
    )
    assert "disk" not in text


def test_a_replay_that_was_held_is_called_by_its_name() -> None:
    (event,) = parse(calendar_of(meet("a", MINUTES, format="replay"))).events
    assert event.description is not None
    assert "- A full disk stopped payments\n" in event.description


def test_the_clock_on_the_wall_stays_when_the_clocks_change_in_berlin() -> None:
    text = calendar_of(
        meet("a", starts_at="2026-10-22T15:00"),
        meet("b", starts_at="2026-10-29T15:00"),
        meet("c", starts_at="2027-03-25T15:00"),
        meet("d", starts_at="2027-04-01T15:00"),
    )
    assert re.findall(r"DTSTART;TZID=Europe/Berlin:(\d+T\d+)\r", text) == [
        "20261022T150000",
        "20261029T150000",
        "20270325T150000",
        "20270401T150000",
    ]
    assert starts(text) == [
        "2026-10-22T13:00Z",
        "2026-10-29T14:00Z",
        "2027-03-25T14:00Z",
        "2027-04-01T13:00Z",
    ]


def test_groups_in_several_zones_keep_their_own_clocks() -> None:
    text = calendar_of(
        meet("a", group="A", starts_at="2026-10-28T09:30", timezone="America/New_York"),
        meet("b", group="A", starts_at="2026-11-04T09:30", timezone="America/New_York"),
        meet("c", group="B", starts_at="2026-10-28T09:30", timezone="Europe/Berlin"),
        meet("d", group="B", starts_at="2026-11-04T09:30", timezone="Europe/Berlin"),
        meet("e", group="C", starts_at="2026-10-28T09:30", timezone="Asia/Kolkata"),
        meet("f", group="C", starts_at="2026-11-04T09:30", timezone="Asia/Kolkata"),
    )
    assert starts(text) == [
        "2026-10-28T04:00Z",
        "2026-10-28T08:30Z",
        "2026-10-28T13:30Z",
        "2026-11-04T04:00Z",
        "2026-11-04T08:30Z",
        "2026-11-04T14:30Z",
    ]


@pytest.mark.parametrize(
    ("zone", "day", "instant"),
    [
        # The last half hour before and the first after a change, of each direction.
        ("Europe/Berlin", "2026-03-29T01:30", "2026-03-29T00:30Z"),
        ("Europe/Berlin", "2026-03-29T03:30", "2026-03-29T01:30Z"),
        ("Europe/Berlin", "2026-10-25T01:30", "2026-10-24T23:30Z"),
        ("Europe/Berlin", "2026-10-25T03:30", "2026-10-25T02:30Z"),
        ("America/New_York", "2026-03-08T03:30", "2026-03-08T07:30Z"),
        ("America/New_York", "2026-12-31T23:30", "2027-01-01T04:30Z"),
        ("Asia/Kolkata", "2027-01-01T02:00", "2026-12-31T20:30Z"),
        ("Australia/Lord_Howe", "2026-10-04T02:45", "2026-10-03T15:45Z"),
        ("Europe/Dublin", "2026-07-01T12:00", "2026-07-01T11:00Z"),
        ("Africa/Casablanca", "2026-03-01T12:00", "2026-03-01T12:00Z"),
        ("Etc/UTC", "2026-03-01T12:00", "2026-03-01T12:00Z"),
    ],
)
def test_every_zone_is_described_well_enough_to_find_the_instant(
    zone: str, day: str, instant: str
) -> None:
    assert starts(calendar_of(meet("a", starts_at=day, timezone=zone))) == [instant]


def test_the_clocks_go_forward_at_the_time_that_they_show_before() -> None:
    text = calendar_of(meet("a", starts_at="2026-04-01T15:00"))
    assert (
        "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZNAME:CEST\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n"
    ) in text


def test_an_independent_parser_finds_the_same_instants() -> None:
    text = calendar_of(
        meet("a", starts_at="2026-10-22T15:00"),
        meet("b", starts_at="2026-11-04T09:30", timezone="America/New_York"),
    )
    assert [event.dtstart.astimezone(UTC) for event in parse(text).events] == [
        datetime(2026, 10, 22, 13, 0, tzinfo=UTC),
        datetime(2026, 11, 4, 14, 30, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("starts_at", "zone", "instant"),
    [
        ("2026-11-26T15:00", "+05:30", "2026-11-26T09:30Z"),
        ("2026-11-26T15:00", "PDT", "2026-11-26T22:00Z"),
        ("2026-11-26T15:00Z", "Europe/Berlin", "2026-11-26T15:00Z"),
    ],
)
def test_a_fixed_offset_is_told_in_utc(starts_at: str, zone: str, instant: str) -> None:
    text = calendar_of(meet("a", starts_at=starts_at, timezone=zone))
    assert starts(text) == [instant]
    assert "TZID" not in text


def test_an_end_in_the_hour_that_comes_twice_is_told_in_utc() -> None:
    text = calendar_of(meet("a", starts_at="2026-10-25T01:30", duration="2 h"))
    assert instants(text) == [
        ("DTSTART", datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        ("DTEND", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ]


def test_a_session_over_a_clock_change_is_as_long_as_it_says() -> None:
    text = calendar_of(meet("a", starts_at="2026-03-29T01:30", duration="1 h"))
    (_, begun), (_, ended) = instants(text)
    assert ended - begun == timedelta(hours=1)
    assert "DTEND;TZID=Europe/Berlin:20260329T033000\r\n" in text


def test_what_calendars_give_a_meaning_to_comes_back_as_it_was_written() -> None:
    title = "Disks; full, or \\n not? 🧑‍🚒 Zürich: " + "long " * 40 + "end"
    session = meet("a", title=title, location="Room 4, second floor; left", questions=["a,b;c\\d"])
    text = calendar_of(session)
    (event,) = parse(text).events
    assert event.summary == title
    assert event.location == "Room 4, second floor; left"
    assert event.description is not None
    assert event.description.endswith("- a,b;c\\d")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")


def test_control_characters_do_not_reach_the_calendar() -> None:
    (event,) = parse(calendar_of(meet("a", title="Line\x0bfeed\x7f\x00 here"))).events
    assert event.summary == "Line feed here"


def test_the_uid_outlives_every_change_of_the_session() -> None:
    before = parse(calendar_of(meet("a", title="Old"))).events[0]
    changed = meet(
        "a", MINUTES, group="Renamed", title="New", starts_at="2027-01-07T10:00", reads=("two",)
    )
    after = parse(calendar_of(changed)).events[0]
    assert (before.uid, before.summary) == ("a@reading-groups", "Old")
    assert (after.uid, after.summary) == ("a@reading-groups", "New")


def test_the_same_sessions_give_the_same_bytes_whatever_their_order() -> None:
    sessions = [
        meet("a", starts_at="2026-10-22T15:00"),
        meet("b", starts_at="2026-11-04T09:30", timezone="America/New_York", group="B"),
        meet("c", starts_at="2026-11-05T09:30", timezone="+02:00", group="C"),
    ]
    assert calendars_of(*sessions) == calendars_of(*reversed(sessions))


def test_a_session_that_is_put_off_has_a_later_stamp() -> None:
    later = calendar_of(meet("a", starts_at="2026-12-03T15:00"))
    assert re.findall(r"DTSTAMP:(\S+)\r", later) == ["20261203T140000Z"]


def test_nothing_in_a_calendar_depends_on_the_clock() -> None:
    text = calendar_of(meet("a"))
    assert re.findall(r"DTSTAMP:(\S+)\r", text) == ["20261126T140000Z"]


def test_years_without_sessions_are_left_out_of_a_zones_description() -> None:
    text = calendar_of(
        meet("a", starts_at="2020-07-01T15:00"),
        meet("b", starts_at="2026-11-26T15:00"),
    )
    assert starts(text) == ["2020-07-01T13:00Z", "2026-11-26T14:00Z"]
    changes = re.findall(r"DTSTART:(\d{4})", text)
    assert changes == ["2020", "2020", "2020", "2026", "2026", "2027", "2027"]


def test_a_group_with_a_very_long_name_has_a_calendar_too() -> None:
    calendars = calendars_of(meet("a", group="支払い" * 100))
    assert [len(path.encode()) < 250 for path in calendars] == [True, True]
