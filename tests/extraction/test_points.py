"""Points in time of a plain text."""

import pytest

from postmortem_kb.extraction.times.day_order import Calendar
from postmortem_kb.extraction.times.points import find_points, settle_half
from postmortem_kb.zones import find_zone


def points(text: str) -> list[str]:
    return [point.write() for point in find_points(text, Calendar(None))[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("June 8, 2023 at 10:00", ["2023-06-08T10:00"]),
        ("10:00 on June 8, 2023", ["2023-06-08T10:00"]),
        ("June 8 10:00 to June 9 01:00", ["--06-08T10:00", "--06-09T01:00"]),
        ("10:00 to 11:00 (June 8, 2023)", ["2023-06-08T10:00", "2023-06-08T11:00"]),
        ("It began June 8, 2023. At 10:00 it rang.", ["2023-06-08T10:00"]),
        ("June 8, 2023, then June 9, 2023. A call at 10:00.", ["T10:00"]),
        ("around 10:00 and at 11:00", ["~T10:00", "T11:00"]),
        ("~10:00", ["~T10:00"]),
        ("05-02-2022 10:00", ["T10:00"]),
        ("10:00:30", ["T10:00:30"]),
        ("", []),
    ],
)
def test_a_clock_gets_the_day_that_belongs_to_it(text: str, expected: list[str]) -> None:
    assert points(text) == expected


def test_an_offset_is_written_only_in_another_zone() -> None:
    ((point,), _) = find_points("June 8, 2023 10:00 EAT", Calendar(None))
    assert point.write(find_zone("EAT")) == "2023-06-08T10:00"
    assert point.write(find_zone("+03:00")) == "2023-06-08T10:00"
    assert point.write(find_zone("UTC")) == "2023-06-08T10:00+03:00"


@pytest.mark.parametrize(
    ("clock", "after", "expected"),
    [
        ("1:15", "12:30 PM", "T13:15"),
        ("1:15", "12:30 AM", "T01:15"),
        ("1:15 AM", "12:30 PM", "T01:15"),
        ("11:15", "10:00 PM", "T23:15"),
        ("01:15", "12:30 PM", "T01:15"),
    ],
)
def test_an_open_half_is_the_next_one(clock: str, after: str, expected: str) -> None:
    ((point,), _) = find_points(clock, Calendar(None))
    ((before,), _) = find_points(after, Calendar(None))
    assert settle_half(point, before).write() == expected


def test_a_day_that_a_year_lacks_is_not_moved() -> None:
    ((point,), _) = find_points("February 29 10:00", Calendar(None))
    assert point.in_year(2024).write() == "--02-29T10:00" or point.in_year(2024).has_year
    assert point.in_year(2023) == point
