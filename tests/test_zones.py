import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from postmortem_kb.errors import FieldError
from postmortem_kb.zones import ABBREVIATIONS, Zone, ZoneKind, format_offset, parse_zone

# Written down again from what the zones' own governments say, not from the table under test.
EXPECTED_OFFSETS = {
    "HST": "-10:00",
    "AKST": "-09:00",
    "AKDT": "-08:00",
    "PST": "-08:00",
    "PDT": "-07:00",
    "MST": "-07:00",
    "MDT": "-06:00",
    "CST": "-06:00",
    "CDT": "-05:00",
    "EST": "-05:00",
    "EDT": "-04:00",
    "COT": "-05:00",
    "PET": "-05:00",
    "AST": "-04:00",
    "ADT": "-03:00",
    "NST": "-03:30",
    "NDT": "-02:30",
    "BRT": "-03:00",
    "ART": "-03:00",
    "WET": "+00:00",
    "WEST": "+01:00",
    "BST": "+01:00",
    "CET": "+01:00",
    "CEST": "+02:00",
    "WAT": "+01:00",
    "EET": "+02:00",
    "EEST": "+03:00",
    "CAT": "+02:00",
    "SAST": "+02:00",
    "MSK": "+03:00",
    "TRT": "+03:00",
    "EAT": "+03:00",
    "GST": "+04:00",
    "PKT": "+05:00",
    "IST": "+05:30",
    "NPT": "+05:45",
    "WIB": "+07:00",
    "ICT": "+07:00",
    "SGT": "+08:00",
    "HKT": "+08:00",
    "PHT": "+08:00",
    "AWST": "+08:00",
    "JST": "+09:00",
    "KST": "+09:00",
    "ACST": "+09:30",
    "ACDT": "+10:30",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "NZST": "+12:00",
    "NZDT": "+13:00",
}
# A place that keeps the time of an abbreviation without a region of its own in the table.
PLACES = {
    "BRT": "America/Sao_Paulo",
    "ART": "America/Argentina/Buenos_Aires",
    "COT": "America/Bogota",
    "PET": "America/Lima",
    "MSK": "Europe/Moscow",
    "TRT": "Europe/Istanbul",
    "WAT": "Africa/Lagos",
    "CAT": "Africa/Maputo",
    "SAST": "Africa/Johannesburg",
    "EAT": "Africa/Nairobi",
    "GST": "Asia/Dubai",
    "PKT": "Asia/Karachi",
    "IST": "Asia/Kolkata",
    "NPT": "Asia/Kathmandu",
    "WIB": "Asia/Jakarta",
    "ICT": "Asia/Bangkok",
    "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong",
    "PHT": "Asia/Manila",
    "AWST": "Australia/Perth",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
}
DAYS = [datetime(2024, 1, 1) + timedelta(days=day) for day in range(366)]


def test_the_table_holds_just_the_expected_abbreviations() -> None:
    assert set(ABBREVIATIONS) == set(EXPECTED_OFFSETS)


@pytest.mark.parametrize(("name", "offset"), EXPECTED_OFFSETS.items())
def test_an_abbreviation_has_its_offset(name: str, offset: str) -> None:
    zone = parse_zone(name)
    assert zone.kind is ZoneKind.ABBREVIATION
    assert zone.offset is not None
    assert format_offset(zone.offset) == offset


@pytest.mark.parametrize("name", EXPECTED_OFFSETS)
def test_the_place_that_uses_an_abbreviation_is_on_its_offset_some_day(name: str) -> None:
    place = ZoneInfo(ABBREVIATIONS[name].region or PLACES[name])
    offset = timedelta(minutes=ABBREVIATIONS[name].minutes)
    assert offset in {day.replace(hour=12, tzinfo=place).utcoffset() for day in DAYS}


@pytest.mark.parametrize(
    "name", [name for name, known in ABBREVIATIONS.items() if known.region is not None]
)
def test_the_region_itself_calls_that_time_by_the_abbreviation(name: str) -> None:
    place = ZoneInfo(ABBREVIATIONS[name].region or "")
    names = {
        aware.tzname()
        for day in DAYS
        if (aware := day.replace(hour=12, tzinfo=place)).utcoffset()
        == timedelta(minutes=ABBREVIATIONS[name].minutes)
    }
    assert names == {name}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("UTC", 0),
        ("utc", 0),
        ("GMT", 0),
        ("Z", 0),
        ("Etc/UTC", 0),
        ("UTC+2", 120),
        ("UTC-2", -120),
        ("UTC−2", -120),
        ("GMT+1", 60),
        ("UTC +05:30", 330),
        ("+02:00", 120),
        ("-0330", -210),
        ("+5", 300),
        ("+14:00", 840),
    ],
)
def test_an_offset_is_read_with_the_sign_that_it_has(text: str, minutes: int) -> None:
    zone = parse_zone(text)
    assert (zone.kind, zone.offset) == (ZoneKind.OFFSET, timedelta(minutes=minutes))


def test_the_inverted_sign_of_the_etc_names_is_kept() -> None:
    assert parse_zone("Etc/GMT+5").offset_at(datetime(2024, 1, 1)) == timedelta(hours=-5)


@pytest.mark.parametrize("text", ["Europe/Berlin", "europe/berlin", " Europe/Berlin "])
def test_an_iana_name_is_read_in_any_case(text: str) -> None:
    assert parse_zone(text) == Zone("Europe/Berlin", ZoneKind.IANA, iana=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("text", ["unknown", "Unknown"])
def test_unknown_has_no_offset(text: str) -> None:
    zone = parse_zone(text)
    assert (zone.kind, zone.offset_at(datetime(2024, 6, 1))) == (ZoneKind.UNKNOWN, None)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Berlin", "did you mean 'Europe/Berlin'? "),
        ("New York", "did you mean 'America/New_York'? "),
        ("Europe/Berln", "did you mean 'Europe/Berlin'? "),
        ("Indianapolis", "did you mean 'America/Indiana/Indianapolis'? "),
        ("local", "write an IANA name"),
        ("", "write an IANA name"),
        ("XYZ", "write an IANA name"),
    ],
)
def test_another_name_is_refused_with_the_closest_one(text: str, hint: str) -> None:
    with pytest.raises(FieldError) as caught:
        parse_zone(text)
    assert caught.value.message == f"unknown time zone {text!r}"
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize("text", ["+15:00", "UTC-99", "+14:30"])
def test_an_offset_that_no_place_has_is_refused(text: str) -> None:
    with pytest.raises(FieldError, match="is larger than any in use"):
        parse_zone(text)


def test_a_suggestion_does_not_depend_on_the_hash_seed() -> None:
    program = (
        "from postmortem_kb.zones import parse_zone\n"
        "from postmortem_kb.errors import FieldError\n"
        "for name in ('Indianapolis', 'Louisville', 'Asia/Calcuta'):\n"
        "    try: parse_zone(name)\n"
        "    except FieldError as error: print(error.hint)\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("zone", "local", "expected"),
    [
        ("Europe/Berlin", datetime(2024, 3, 31, 1, 59), None),
        ("Europe/Berlin", datetime(2024, 3, 31, 2, 0), "nonexistent"),
        ("Europe/Berlin", datetime(2024, 3, 31, 2, 30), "nonexistent"),
        ("Europe/Berlin", datetime(2024, 3, 31, 3, 0), None),
        ("Europe/Berlin", datetime(2024, 10, 27, 1, 59), None),
        ("Europe/Berlin", datetime(2024, 10, 27, 2, 0), "doubled"),
        ("Europe/Berlin", datetime(2024, 10, 27, 2, 59), "doubled"),
        ("Europe/Berlin", datetime(2024, 10, 27, 3, 0), None),
        ("America/New_York", datetime(2024, 3, 10, 2, 30), "nonexistent"),
        ("America/New_York", datetime(2024, 11, 3, 1, 30), "doubled"),
        ("Australia/Lord_Howe", datetime(2024, 10, 6, 2, 15), "nonexistent"),
        ("Australia/Lord_Howe", datetime(2024, 10, 6, 2, 30), None),
        ("Asia/Kolkata", datetime(2024, 3, 31, 2, 30), None),
        ("CET", datetime(2024, 3, 31, 2, 30), None),
        ("+01:00", datetime(2024, 3, 31, 2, 30), None),
        ("unknown", datetime(2024, 3, 31, 2, 30), None),
    ],
)
def test_a_clock_change_skips_or_doubles_times(
    zone: str, local: datetime, expected: str | None
) -> None:
    assert parse_zone(zone).find_gap_or_fold(local) == expected


def test_a_doubled_time_is_read_as_the_first_of_the_two() -> None:
    doubled = datetime(2024, 10, 27, 2, 30)
    assert parse_zone("Europe/Berlin").offset_at(doubled) == timedelta(hours=2)


def test_an_abbreviation_contradicts_a_date_on_which_its_region_is_on_the_other_time() -> None:
    assert parse_zone("EST").find_contradiction(datetime(2023, 4, 15, 12)) == (
        "EST is Eastern Standard Time, -05:00, but on 2023-04-15 America/New_York is on EDT, -04:00"
    )


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        ("EST", datetime(2023, 1, 15, 12)),
        ("EDT", datetime(2023, 4, 15, 12)),
        ("AEDT", datetime(2024, 1, 15)),
        ("IST", datetime(2024, 7, 1)),
        ("HST", datetime(2024, 7, 1)),
        ("Europe/Berlin", datetime(2024, 7, 1)),
        ("-05:00", datetime(2024, 7, 1)),
        ("unknown", datetime(2024, 7, 1)),
    ],
)
def test_a_zone_that_fits_its_date_contradicts_nothing(zone: str, local: datetime) -> None:
    assert parse_zone(zone).find_contradiction(local) is None


def test_ist_has_other_meanings() -> None:
    assert parse_zone("IST").other_meanings == ("Irish Standard Time +01:00", "Israel +02:00")


@pytest.mark.parametrize("zone", ["JST", "EST", "+05:30", "Asia/Kolkata", "unknown"])
def test_a_clear_zone_has_no_other_meaning(zone: str) -> None:
    assert parse_zone(zone).other_meanings == ()
