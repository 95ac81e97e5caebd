"""Clock times and days in running text."""

from datetime import date, time

import pytest

from postmortem_kb.extraction.times.clock_text import (
    begins_with_time,
    find_clocks,
    find_dates,
    find_month,
    is_only_date,
)

CLOCKS = [
    ("13:15", "13:15"),
    ("1:15 PM", "13:15"),
    ("1:15PM", "13:15"),
    ("1:15 p.m. the pump", "13:15"),
    ("1:15 PM(18:15)", "13:15"),
    ("2100hrs", "21:00"),
    ("2100 hrs", "21:00"),
    ("21:00hrs", "21:00"),
    ("21:00 hours", "21:00"),
    ("1200 hours", "12:00"),
    ("1415Z", "14:15"),
    ("15.25 PST", "15:25"),
    ("9.30pm", "21:30"),
    ("12;45PM", "12:45"),
    ("13:20PM", "13:20"),
    ("6 PM", "18:00"),
    ("6pm PST", "18:00"),
    ("10:15A", "10:15"),
    ("10:15 P - back", "22:15"),
    ("3:AM", "03:00"),
    ("14h30", "14:30"),
    ("at 14h we", "14:00"),
    ("4: 45 am", "04:45"),
    ("16:30:05", "16:30:05"),
    ("16:30:05.123", "16:30:05"),
    ("2024-06-08T13:15:00Z", "13:15"),
    ("2024-06-08T13:15-05:00", "13:15"),
    ("at noon", "12:00"),
    ("midnight", "00:00"),
    ("12:00 AM", "00:00"),
    ("12:10 PM", "12:10"),
    ("24:00", "00:00"),
    ("13:15:Deployed", "13:15"),
    ("10:15 A valve stuck", "10:15"),
    ("T13:15", "13:15"),
]


@pytest.mark.parametrize(("text", "clock"), CLOCKS)
def test_a_clock_is_read_in_every_spelling(text: str, clock: str) -> None:
    found = find_clocks(text)
    assert [mention.clock for mention in found] == [time.fromisoformat(clock)]


@pytest.mark.parametrize(
    "text",
    [
        "port 8080",
        "localhost:8080",
        "http://a.example:30/b",
        "10.0.0.12:443",
        "192.168.10.15",
        "2001:db8:10:20::1",
        "00:1a:2b:3c:4d:5e",
        "00:11:22:33:44:55",
        "0x15:10",
        "version 1.20.3",
        "Ubuntu 14.04 LTS",
        "v2.14",
        "3:1",
        "16:9",
        "a ratio of 3:10",
        "a score of 2:10",
        "$10.45",
        "10.45 USD",
        "10.45%",
        "10:30%",
        "error 24: Too many",
        "Step 1: 30 hosts were drained",
        "8 out of 10",
        "CPU 3.15",
        "500 errors",
        "10 minutes",
        "5 a day",
        "13 PM",
        "12:60",
        "25:00",
        "10:155",
        "took 3h",
        "1h30m",
        "2h 15m",
        "lasted 2:30 hours",
        "a 1:30 hour outage",
        "1200 hours of work",
        "0930",
    ],
)
def test_a_number_is_no_clock(text: str) -> None:
    assert find_clocks(text) == []


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("10:30-11:45", ["10:30", "11:45"]),
        ("13:15-14:00", ["13:15", "14:00"]),
        ("11:15 PM-12:30 AM", ["23:15", "00:30"]),
        ("10:00:00-11:00:00", ["10:00", "11:00"]),
        ("10:00 – 10:45", ["10:00", "10:45"]),
        ("from 7-9 AM", ["07:00", "09:00"]),
        ("between 3 and 5 PM", ["03:00", "17:00"]),
    ],
)
def test_the_end_of_a_range_is_no_offset(text: str, clocks: list[str]) -> None:
    found = find_clocks(text)
    assert [mention.clock for mention in found] == [time.fromisoformat(clock) for clock in clocks]
    assert {mention.zone for mention in found} == {None}


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("13:15 UTC", "UTC"),
        ("13:15 (UTC+1)", "UTC+1"),
        ("13:15 GMT +1", "GMT+1"),
        ("13:15Z", "UTC"),
        ("13:15+02:00", "+02:00"),
        ("13:15 +0200", "+0200"),
        ("13:15:00-05:00", "-05:00"),
        ("6 p.m. (WAT)", "WAT"),
        ("10:00AM(EST)", "EST"),
        ("10:00 (Kigali time)", "Africa/Kigali"),
        ("10:00 Pacific Time", "America/Los_Angeles"),
        ("10:00 West African Time", "WAT"),
        ("10:00 Response time rose", None),
        ("10:00 Est. delivery", None),
    ],
)
def test_the_zone_behind_a_clock_belongs_to_it(text: str, zone: str | None) -> None:
    (mention,) = find_clocks(text)
    assert (mention.zone.text if mention.zone else None) == zone


@pytest.mark.parametrize(
    ("text", "is_marked"),
    [("1:15 PM", True), ("01:15", True), ("13:15", True), ("1:15", False), ("10:15", False)],
)
def test_half_of_the_day_is_certain_or_not(text: str, *, is_marked: bool) -> None:
    assert find_clocks(text)[0].is_marked is is_marked


def test_a_clock_takes_its_zone_but_no_word_after_it() -> None:
    (mention,) = find_clocks("at 10:15 PM (UTC) the pump stopped")
    assert (mention.start, mention.end) == (3, 17)
    (mention,) = find_clocks("10:00 Response time rose")
    assert mention.end == 5


DATES = [
    ("June 8, 2023", date(2023, 6, 8)),
    ("Jun 8 2023", date(2023, 6, 8)),
    ("June 8th, 2023", date(2023, 6, 8)),
    ("June 8,2023", date(2023, 6, 8)),
    ("June8, 2023", date(2023, 6, 8)),
    ("Sept. 8, 2023", date(2023, 9, 8)),
    ("8 June 2023", date(2023, 6, 8)),
    ("8th of June, 2023", date(2023, 6, 8)),
    ("8-Jun-2023", date(2023, 6, 8)),
    ("8/Jun/2023", date(2023, 6, 8)),
    ("8June 2023", date(2023, 6, 8)),
    ("Febuary 3, 2023", date(2023, 2, 3)),
    ("3 Septemer 2023", date(2023, 9, 3)),
    ("2023-06-08", date(2023, 6, 8)),
    ("2023/06/08", date(2023, 6, 8)),
    ("2023.6.8", date(2023, 6, 8)),
    ("13/06/2023", date(2023, 6, 13)),
    ("06/13/2023", date(2023, 6, 13)),
    ("13.06.2023", date(2023, 6, 13)),
    ("06-06-2023", date(2023, 6, 6)),
    ("February 29, 2024", date(2024, 2, 29)),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_a_day_is_read_in_every_spelling(text: str, day: date) -> None:
    found = find_dates(f"On {text} it rained")
    assert [(mention.as_date(), mention.numbers) for mention in found] == [(day, None)]


@pytest.mark.parametrize(
    "text",
    [
        "February 30, 2023",
        "February 29, 2023",
        "31/31/2023",
        "version 1.20.2023.4",
        "10.0.0.12",
        "may 5 of them",
        "mar 10",
        "Server 8",
        "Merchant 5, 2023",
        "Marketing 5, 2023",
        "8 out of 2023",
        "June 8:30",
        "June 8 PM",
    ],
)
def test_what_no_calendar_has_is_no_day(text: str) -> None:
    assert find_dates(text) == []


def test_a_day_without_a_year_keeps_that_open() -> None:
    (mention,) = find_dates("on June 8 at noon")
    assert (mention.year, mention.month, mention.day) == (None, 6, 8)


def test_both_numbers_below_thirteen_stay_open() -> None:
    (mention,) = find_dates("on 05-02-2022")
    assert mention.numbers == (5, 2)


@pytest.mark.parametrize(
    ("word", "number"),
    [("june", 6), ("Sept", 9), ("MAR", 3), ("Agust", 8), ("Decmber", 12), ("Server", None)],
)
def test_a_month_is_known_despite_a_slip(word: str, number: int | None) -> None:
    assert find_month(word) == number


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("10:00 alert", True),
        ("at 10:00 alert", True),
        ("~10:00 alert", True),
        ("June 8, 2023 10:00 alert", True),
        ("2023-06-08T10:00Z alert", True),
        ("Thursday, June 8 - 10:00 alert", True),
        ("alert at 10:00", False),
        ("June 8, 2023", False),
        ("", False),
    ],
)
def test_a_line_may_begin_with_a_time(text: str, *, begins: bool) -> None:
    assert begins_with_time(text) is begins


@pytest.mark.parametrize(
    ("text", "is_day"),
    [
        ("June 8, 2023", True),
        ("Thursday, June 8, 2023:", True),
        ("(2023-06-08)", True),
        ("Day 2: June 9", True),
        ("June 8, 2023 10:00", False),
        ("Deployed on June 8", False),
        ("", False),
    ],
)
def test_a_line_may_be_a_day_alone(text: str, *, is_day: bool) -> None:
    assert is_only_date(text) is is_day
