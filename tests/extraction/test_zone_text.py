"""Time zones as prose names them."""

import pytest

from postmortem_kb.extraction.times.zone_text import find_zones, read_zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("UTC", "UTC"),
        ("(utc)", "UTC"),
        ("Z", "UTC"),
        ("GMT", "GMT"),
        ("UTC+1", "UTC+1"),
        ("GMT +3", "GMT+3"),
        ("GMT (+3)", "GMT+3"),
        ("UTC−5", "UTC-5"),
        ("+05:30", "+05:30"),
        ("PST", "PST"),
        ("EAT", "EAT"),
        ("EAT+3", "EAT"),
        ("PT", "America/Los_Angeles"),
        ("Pacific Time", "America/Los_Angeles"),
        ("Pacific Standard Time", "PST"),
        ("Pacific Daylight Time", "PDT"),
        ("Eastern Time", "America/New_York"),
        ("East Africa Time", "EAT"),
        ("East African Time", "EAT"),
        ("West Central Africa Standard Time", "WAT"),
        ("Coordinated Universal Time", "UTC"),
        ("Greenwich Mean Time", "GMT"),
        ("Nairobi time", "Africa/Nairobi"),
        ("Africa/Lagos", "Africa/Lagos"),
        ("Response time", None),
        ("Pacific", None),
        ("Nairobi", None),
        ("", None),
        ("UTC+40", None),
    ],
)
def test_a_zone_is_read_as_people_name_it(text: str, zone: str | None) -> None:
    found = read_zone(text)
    assert (found.text if found else None) == zone


def test_zones_are_found_with_their_positions() -> None:
    found = find_zones("All times are in UTC, not in Pacific Time.")
    assert [(position, zone.text) for position, zone in found] == [
        (17, "UTC"),
        (29, "America/Los_Angeles"),
    ]
