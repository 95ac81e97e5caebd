"""Figures: durations, times to …, buckets and sums."""

import pytest

from making import TAXONOMY, at, make
from postmortem_kb.metrics import (
    bucket_id,
    computed_duration,
    describe_measure,
    duration,
    durations_differ,
    summarise,
    time_to_detect,
    time_to_mitigate,
    time_to_resolve,
)
from postmortem_kb.model import Incident


def incident(*lines: str, zone: str = "UTC") -> Incident:
    return make("one", "\n".join([f"timezone: {zone}", *lines])).incident


def test_the_stated_duration_goes_before_the_computed_one() -> None:
    found = incident(
        "started_at: 2024-03-13T10:00", "resolved_at: 2024-03-13T11:40", "duration: 90 min"
    )
    assert str(duration(found)) == "1 h 30 min"
    assert str(computed_duration(found)) == "1 h 40 min"
    assert durations_differ(found)


def test_durations_within_a_minute_do_not_differ() -> None:
    found = incident(
        "started_at: 2024-03-13T10:00:00", "resolved_at: 2024-03-13T11:30:50", "duration: 90 min"
    )
    assert not durations_differ(found)


def test_a_missing_end_means_no_figure() -> None:
    found = incident("started_at: 2024-03-13T10:00")
    assert duration(found) is None
    assert time_to_resolve(found) is None
    assert bucket_id(found, TAXONOMY) == "unknown"


def test_a_clock_change_is_not_counted_as_elapsed_time() -> None:
    found = incident(
        "started_at: 2024-03-31T01:30", "resolved_at: 2024-03-31T03:30", zone="Europe/Berlin"
    )
    assert str(duration(found)) == "1 h"


@pytest.mark.parametrize(
    ("started", "detected", "expected"),
    [
        ("2024-06-08T13:15", "2024-06-08T13:13", "2 min before the stated start"),
        ("2024-06-08T13:15", "~2024-06-08T13:13", "about 2 min before the stated start"),
        ("2024-06-08T13:15", "2024-06-08T13:15", "0 min"),
        ("T13:15", "T13:13", "2 min before the stated start"),
        ("T23:50", "T00:05", "15 min"),
    ],
)
def test_time_to_detect_may_be_negative(started: str, detected: str, expected: str) -> None:
    found = time_to_detect(incident(f"started_at: {started}", f"detected_at: {detected}"))
    assert found is not None
    assert describe_measure(found) == expected


def test_mitigation_is_not_resolution() -> None:
    found = incident(
        "started_at: 2024-06-08T13:15",
        "mitigated_at: 2024-06-08T14:40",
        "resolved_at: 2024-06-08T14:45",
    )
    assert str(time_to_mitigate(found)) == "1 h 25 min"
    assert str(time_to_resolve(found)) == "1 h 30 min"


@pytest.mark.parametrize(
    ("length", "bucket"),
    [
        ("0 min", "under-15-min"),
        ("14 min 59 s", "under-15-min"),
        ("15 min", "15-min-to-1-h"),
        ("1 h", "1-to-4-h"),
        ("90 min", "1-to-4-h"),
        ("4 h", "4-to-24-h"),
        ("24 h", "1-to-7-days"),
        ("7 days", "over-7-days"),
    ],
)
def test_a_limit_belongs_to_the_upper_bucket(length: str, bucket: str) -> None:
    assert bucket_id(incident(f"duration: {length}"), TAXONOMY) == bucket


def test_what_lasts_is_in_the_ongoing_bucket_whatever_is_stated() -> None:
    found = incident(
        "started_at: 2024-06-08T13:15", "resolved_at: ongoing", "duration: about 2 hours"
    )
    assert bucket_id(found, TAXONOMY) == "ongoing"


def test_only_incidents_with_a_known_duration_add_up() -> None:
    figures = summarise(
        make(name, text).incident
        for name, text in {
            "a": at("2024-01-02", hours=2),
            "b": at("2024-01-03"),
            "c": at("2024-01-04", "kind: near-miss", hours=5),
            "d": at("2024-01-05", "kind: exercise", hours=6),
        }.items()
    )
    assert (figures.incidents, figures.near_misses, figures.exercises, figures.count) == (
        2,
        1,
        1,
        4,
    )
    assert (str(figures.downtime), figures.timed) == ("2 h", 1)
    assert (figures.earliest, figures.latest) == ("2024-01-02", "2024-01-05")


def test_no_known_duration_is_no_downtime_rather_than_zero() -> None:
    assert summarise([make("a", at("2024-01-02")).incident]).downtime is None


def test_a_sum_with_an_approximate_part_is_approximate() -> None:
    parts = [make("a", "timezone: UTC\nduration: ~1 h"), make("b", "timezone: UTC\nduration: 2 h")]
    assert str(summarise(part.incident for part in parts).downtime) == "about 3 h"


def test_overlapping_incidents_of_one_record_are_not_counted_twice() -> None:
    told_together = make(
        "a",
        """
        timezone: UTC
        incidents:
          - {id: a, started_at: 2024-01-01T10:00, resolved_at: 2024-01-01T11:00}
          - {id: b, started_at: 2024-01-01T10:30, resolved_at: 2024-01-01T12:00}
        """,
    )
    figures = summarise(told_together.incidents)
    assert (figures.incidents, figures.timed, str(figures.downtime)) == (2, 2, "2 h")
