from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.durations import Duration, format_delta, parse_duration
from postmortem_kb.errors import FieldError
from records import PROPERTY

MINUTES = {
    "1h 30m": 90,
    "1h30m": 90,
    "90 min": 90,
    "90min": 90,
    "90m": 90,
    "90 minutes": 90,
    "90-minute": 90,
    "1:30": 90,
    "01:30": 90,
    "1:30:30": 90.5,
    "36:00": 2160,
    "PT1H30M": 90,
    "pt1h30m": 90,
    "PT90M": 90,
    "P1DT2H": 1560,
    "P2W": 20160,
    "PT1.5H": 90,
    "PT45S": 0.75,
    "54 hours 10 minutes": 3250,
    "54 hours and 10 minutes": 3250,
    "54 hours, 10 minutes": 3250,
    "1 day, 2 hours, and 3 minutes": 1563,
    "2 and a half hours": 150,
    "two and a half hours": 150,
    "an hour and a half": 90,
    "1 hour and a half": 90,
    "half an hour": 30,
    "a quarter of an hour": 15,
    "three quarters of an hour": 45,
    "one and three quarters hours": 105,
    "1.5 hours": 90,
    "3 hrs": 180,
    "1 hr": 60,
    "a day": 1440,
    "2 weeks": 20160,
    "20 secs": 1 / 3,
    "0 min": 0,
    "  1H   30M ": 90,
    "1\n h": 60,
}


@pytest.mark.parametrize(("text", "minutes"), MINUTES.items())
def test_a_spelling_is_read(text: str, minutes: float) -> None:
    assert parse_duration(text) == Duration(timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "text",
    [
        "~3 days",
        "~ 3 days",
        "≈3 days",
        "about 3 days",
        "around 3 days",
        "approximately 3 days",
        "approx. 3 days",
        "roughly 3 days",
        "circa 3 days",
        "ca. 3 days",
    ],
)
def test_about_makes_it_approximate(text: str) -> None:
    assert parse_duration(text) == Duration(timedelta(days=3), approximate=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "about",
        "90",
        "1.5",
        "soon",
        "-5 min",
        "1:75",
        "1:5",
        "1:30:75",
        "1 month",
        "2 years",
        "P1M",
        "P1Y",
        "P",
        "PT",
        "P1DT",
        "T1H",
        "90 min 1 h",
        "1 h 1 h",
        "1 h 90",
        "1h,",
        "1 hour and",
        "and 1 hour",
        "1 hour or two",
        "1 h (support hours)",
        "10 - 20 min",
        "1,5 hours",
        "1h 30m 2024",
        "hours",
        "half",
        "30 mins ago",
    ],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        parse_duration(text)
    assert caught.value.message == f"found {text!r} where a duration was expected"
    assert caught.value.hint == (
        "write it like '1h 30m', '90 min', '1:30' (hours:minutes) or 'PT1H30M'"
    )


@pytest.mark.parametrize("text", ["6000 weeks", "9" * 30 + " weeks"])
def test_more_than_a_century_is_refused_however_large(text: str) -> None:
    with pytest.raises(FieldError, match="is longer than 100 years"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        (timedelta(minutes=90), "1 h 30 min"),
        (timedelta(hours=54), "2 d 6 h"),
        (timedelta(seconds=45), "45 s"),
        (timedelta(), "0 min"),
        (timedelta(minutes=-2), "2 min"),
        (timedelta(seconds=59.6), "1 min"),
        (timedelta(weeks=1, minutes=1), "7 d 1 min"),
    ],
)
def test_a_span_is_written_without_units_that_are_zero(delta: timedelta, text: str) -> None:
    assert format_delta(delta) == text


def test_an_approximate_duration_says_so() -> None:
    assert str(Duration(timedelta(minutes=25), approximate=True)) == "about 25 min"


def test_minutes_are_negative_where_the_end_comes_first() -> None:
    assert Duration(timedelta(minutes=-2)).minutes == -2


@PROPERTY
@given(st.integers(min_value=0, max_value=100 * 365 * 24 * 3600))
def test_what_is_written_is_read_as_the_same(seconds: int) -> None:
    delta = timedelta(seconds=seconds)
    assert parse_duration(format_delta(delta)).delta == delta


@PROPERTY
@given(st.text(max_size=40))
def test_any_other_text_is_refused_without_a_crash(text: str) -> None:
    try:
        parse_duration(text)
    except FieldError as error:
        message = error.message
    else:
        return
    assert repr(text) in message
