from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.durations import Duration
from postmortem_kb.errors import FieldError
from postmortem_kb.moments import (
    Moment,
    Openness,
    Precision,
    elapsed,
    parse_timestamp,
    parse_timestamp_or_openness,
)
from postmortem_kb.zones import parse_zone
from records import PROPERTY


def moment(text: str, zone: str = "UTC") -> Moment:
    return Moment(parse_timestamp(text), parse_zone(zone))


def minutes(start: str, end: str, zone: str = "UTC", *, end_may_come_first: bool = False) -> float:
    span = elapsed(moment(start, zone), moment(end, zone), end_may_come_first=end_may_come_first)
    assert span is not None
    return span.minutes


@pytest.mark.parametrize(
    ("text", "local", "precision"),
    [
        ("2024-03-13", datetime(2024, 3, 13), Precision.DAY),
        ("2024-03-13T14", datetime(2024, 3, 13, 14), Precision.HOUR),
        ("2024-03-13T14:10", datetime(2024, 3, 13, 14, 10), Precision.MINUTE),
        ("2024-03-13 14:10", datetime(2024, 3, 13, 14, 10), Precision.MINUTE),
        ("2024-03-13t14:10", datetime(2024, 3, 13, 14, 10), Precision.MINUTE),
        ("2024-03-13T14:10:05", datetime(2024, 3, 13, 14, 10, 5), Precision.SECOND),
        ("2024-03-13T14:10:05.250", datetime(2024, 3, 13, 14, 10, 5), Precision.SECOND),
        (" 2024-03-13 ", datetime(2024, 3, 13), Precision.DAY),
    ],
)
def test_the_precision_is_that_of_the_text(
    text: str, local: datetime, precision: Precision
) -> None:
    stated = parse_timestamp(text)
    assert (stated.local, stated.precision) == (local, precision)
    assert (stated.has_day, stated.has_year, stated.approximate) == (True, True, False)


@pytest.mark.parametrize(
    "text", ["~2024-03-13T14:10", "~ 2024-03-13T14:10", "~T14:10", "~2024-03-13"]
)
def test_a_tilde_makes_it_approximate(text: str) -> None:
    assert parse_timestamp(text).approximate


def test_a_time_without_a_day_has_neither_day_nor_year() -> None:
    stated = parse_timestamp("T13:15")
    assert (stated.has_day, stated.has_year) == (False, False)
    assert stated.local.time().isoformat() == "13:15:00"


def test_a_day_without_a_year_has_no_year() -> None:
    stated = parse_timestamp("--06-05T13:15")
    assert (stated.has_day, stated.has_year) == (True, False)
    assert (stated.local.month, stated.local.day) == (6, 5)


def test_the_29th_of_february_of_an_unknown_year_exists() -> None:
    assert parse_timestamp("--02-29").local.day == 29


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("2024-03-13T14:10Z", timedelta()),
        ("2024-03-13T14:10z", timedelta()),
        ("2024-03-13T14:10+02:00", timedelta(hours=2)),
        ("2024-03-13T14:10 -0330", -timedelta(hours=3, minutes=30)),
        ("2024-03-13T14+02", timedelta(hours=2)),
        ("T13:15+02:00", timedelta(hours=2)),
    ],
)
def test_an_offset_of_its_own_is_kept(text: str, offset: timedelta) -> None:
    assert parse_timestamp(text).offset == offset


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "T",
        "1:15 PM",
        "13:15",
        "2024",
        "2024-06",
        "08/06/2024",
        "2024-06-08T",
        "2024-06-08T13:15 EST",
        "2024-06-08T13:15 Europe/Berlin",
        "2024-06-08+02:00",
        "2024-06-08 about noon",
        "-06-05",
        "--06",
        "yesterday",
        "٢٠٢٤-٠٦-٠٨",
    ],
)
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        parse_timestamp(text)
    assert caught.value.message == f"found {text!r} where a timestamp was expected"
    assert caught.value.hint.startswith("write it like '2024-03-13T14:10'")


@pytest.mark.parametrize(
    "text",
    ["2023-02-29", "2024-13-01", "2024-06-31T10:00", "2024-06-08T24:00", "0000-01-01", "T13:60:00"],
)
def test_a_time_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(FieldError, match=r"is no point in time|was expected"):
        parse_timestamp(text)


def test_an_offset_that_no_place_has_is_refused() -> None:
    with pytest.raises(FieldError, match="is larger than any in use"):
        parse_timestamp("2024-06-08T13:15+15:00")


@pytest.mark.parametrize(
    ("text", "expected"), [("ongoing", Openness.ONGOING), ("Unknown", Openness.UNKNOWN)]
)
def test_a_word_may_stand_for_a_time_there_is_not(text: str, expected: Openness) -> None:
    assert parse_timestamp_or_openness(text) is expected


@pytest.mark.parametrize(
    ("text", "zone", "iso"),
    [
        ("2024-06-08T13:15", "UTC", "2024-06-08T13:15+00:00"),
        ("2024-06-08T13:15", "Europe/Berlin", "2024-06-08T13:15+02:00"),
        ("2024-12-08T13:15", "Europe/Berlin", "2024-12-08T13:15+01:00"),
        ("2024-06-08T13:15", "PDT", "2024-06-08T13:15-07:00"),
        ("2024-06-08T13:15", "unknown", "2024-06-08T13:15"),
        ("2024-06-08T13:15Z", "Europe/Berlin", "2024-06-08T13:15+00:00"),
        ("2024-06-08T13", "UTC", "2024-06-08T13+00:00"),
        ("2024-06-08T13:15:20", "UTC", "2024-06-08T13:15:20+00:00"),
        ("2024-06-08", "UTC", "2024-06-08"),
        ("~2024-06-08T13:15", "unknown", "2024-06-08T13:15"),
        ("T13:15", "unknown", "T13:15"),
        ("T13:15", "+02:00", "T13:15+02:00"),
        ("T13:15", "Europe/Berlin", "T13:15"),
        ("--06-05T13:15", "unknown", "--06-05T13:15"),
        ("--06-05", "UTC", "--06-05"),
    ],
)
def test_iso_is_cut_to_what_is_known(text: str, zone: str, iso: str) -> None:
    assert moment(text, zone).iso == iso


def test_an_instant_keeps_the_offset_that_it_was_written_in() -> None:
    instant = moment("2024-06-08T13:15", "PDT").instant
    assert instant == datetime(2024, 6, 8, 20, 15, tzinfo=timezone.utc)  # noqa: UP017
    assert instant is not None
    assert instant.utcoffset() == timedelta(hours=-7)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2024-06-08", "UTC"),
        ("T13:15", "UTC"),
        ("--06-05T13:15", "UTC"),
        ("2024-06-08T13", "unknown"),
    ],
)
def test_what_is_not_fully_known_is_no_instant(text: str, zone: str) -> None:
    assert moment(text, zone).instant is None


def test_the_date_is_the_local_one() -> None:
    assert moment("2024-06-08T23:30", "PDT").date == date(2024, 6, 8)


def test_moments_of_different_zones_are_ordered_by_instant() -> None:
    earlier, later = moment("2024-06-08T13:15", "UTC"), moment("2024-06-08T09:20", "EDT")
    assert earlier.sort_key < later.sort_key


@pytest.mark.parametrize("text", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00"])
def test_the_ends_of_the_calendar_have_a_sort_key(text: str) -> None:
    assert moment(text).sort_key == moment(text).stated.local


@pytest.mark.parametrize(
    ("start", "end", "zone", "expected"),
    [
        ("2024-06-08T13:15", "2024-06-08T14:45", "UTC", 90),
        ("2024-06-08T23:15", "2024-06-10T00:45", "UTC", 1530),
        # Over both clock changes: an hour less and an hour more than the clock says.
        ("2024-03-31T01:30", "2024-03-31T03:30", "Europe/Berlin", 60),
        ("2024-10-27T01:30", "2024-10-27T03:30", "Europe/Berlin", 180),
        ("2024-03-09T12:00", "2024-03-10T12:00", "America/New_York", 23 * 60),
        ("2024-11-02T12:00", "2024-11-03T12:00", "America/New_York", 25 * 60),
        # The zone of the record does not change with the season.
        ("2024-03-31T01:30", "2024-03-31T03:30", "CET", 120),
        ("2024-03-31T01:30", "2024-03-31T03:30", "+01:00", 120),
        ("2024-03-31T01:30", "2024-03-31T03:30", "unknown", 120),
        ("2024-10-27T02:30+02:00", "2024-10-27T02:30+01:00", "Europe/Berlin", 60),
        ("2024-06-08T13:15Z", "2024-06-08T13:15-07:00", "UTC", 420),
        ("T13:15", "T14:45", "unknown", 90),
        ("T23:50", "T00:20", "unknown", 30),
        ("T13:15", "T14:45", "Europe/Berlin", 90),
        ("--06-05T13:15", "--06-06T13:15", "unknown", 1440),
        ("--12-31T23:00", "--01-01T01:00", "unknown", 120),
        ("2024-06-08T14:00", "2024-06-08T13:00", "UTC", -60),
        ("--06-05T14:00", "--06-05T13:00", "unknown", -60),
    ],
)
def test_elapsed_time(start: str, end: str, zone: str, expected: float) -> None:
    assert minutes(start, end, zone) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-06-08T13:15", "2024-06-08T13:13", -2),
        ("T13:15", "T13:13", -2),
        ("T23:55", "T00:05", 10),
        ("--06-05T00:05", "--06-04T23:55", -10),
    ],
)
def test_detection_may_come_first(start: str, end: str, expected: float) -> None:
    assert minutes(start, end, "unknown", end_may_come_first=True) == expected


@pytest.mark.parametrize(
    ("start", "end", "zone"),
    [
        ("2024-06-08", "2024-06-09T10:00", "UTC"),
        ("2024-06-08T10:00", "2024-06-09", "UTC"),
        ("2024-06-08T10:00", "T11:00", "UTC"),
        ("--06-08T10:00", "2024-06-08T11:00", "UTC"),
        ("--06-08T10:00", "T11:00", "UTC"),
        ("2024-06-08T10:00", "2024-06-08T11:00Z", "unknown"),
        ("2024-06-08T10:00+02:00", "2024-06-08T11:00", "unknown"),
        ("2024-01-01T14:20", "2024-01-01T14", "UTC"),
        ("2024-10-27T02:30", "2024-10-27T02:15", "Europe/Berlin"),
    ],
)
def test_what_cannot_be_told_is_no_figure(start: str, end: str, zone: str) -> None:
    assert elapsed(moment(start, zone), moment(end, zone)) is None


def test_a_missing_moment_gives_no_figure() -> None:
    assert elapsed(moment("2024-06-08T10:00"), None) is None
    assert elapsed(None, moment("2024-06-08T10:00")) is None


@pytest.mark.parametrize(
    ("start", "end", "approximate"),
    [
        ("2024-06-08T10:00", "2024-06-08T11:00", False),
        ("~2024-06-08T10:00", "2024-06-08T11:00", True),
        ("2024-06-08T10:00", "~2024-06-08T11:00", True),
        ("2024-06-08T10", "2024-06-08T11:00", True),
    ],
)
def test_a_span_is_as_approximate_as_its_ends(start: str, end: str, approximate: bool) -> None:
    assert elapsed(moment(start), moment(end)) == Duration(timedelta(hours=1), approximate)


@PROPERTY
@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))
def test_a_written_minute_is_read_back(when: datetime) -> None:
    text = when.replace(second=0, microsecond=0).isoformat(timespec="minutes")
    assert moment(text, "unknown").iso == text


@PROPERTY
@given(st.text(alphabet="0123456789-:TZ+~. ", max_size=24))
def test_any_other_text_is_refused_without_a_crash(text: str) -> None:
    try:
        Moment(parse_timestamp(text), parse_zone("Europe/Berlin"))
    except FieldError as error:
        message = error.message
    else:
        return
    assert repr(text) in message
