from datetime import date, timedelta
from pathlib import Path

import pytest

from postmortem_kb.problem import Level
from postmortem_kb.rules.declaration import RuleContext
from postmortem_kb.zones import parse_zone
from records import found_by, load_files, parse, record, said

INCIDENT = "timezone: UTC\nstarted_at: 2024-06-08T13:15\nresolved_at: 2024-06-08T14:45\n"


def told(front_matter: str, *events: str, title: str = "Timeline") -> str:
    """A record with a timeline; its first event stands on line 7 plus those of `front_matter`."""
    lines = "".join(f"- {event}\n" for event in events)
    return record(front_matter, f"\n## {title}\n\n{lines}")


def outside(text: str, **options: object) -> list[str]:
    return found_by("event-outside-incident", text, **options)


def unordered(text: str) -> list[str]:
    return found_by("unordered-events", text)


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ("2024-06-07 13:14 a", None),  # a day and a minute, of which the minute is not certain
        ("2024-06-07 13:13 a", "'2024-06-07T13:13' is 1 d 1 min before started_at"),
        ("2024-06-09 14:46 a", None),
        ("2024-06-09 14:47 a", "'2024-06-09T14:47' is 1 d 1 min after resolved_at"),
        ("2023-06-08 13:15 a", "'2023-06-08T13:15' is 365 d 23 h 59 min before started_at"),
        ("2024-06-06 a", "'2024-06-06' is 1 d 13 h 15 min before started_at"),
        ("2024-06-07 a", None),
        ("2024-06-10 a", "'2024-06-10' is 1 d 9 h 14 min after resolved_at"),
        ("2024-06-01 10:00 – 2024-06-08 13:15 a", None),
        ("2024-06-01 10:00 – 2024-06-02 10:00 a", "'2024-06-01T10:00' is 6 d 3 h 14 min before"),
    ],
)
def test_an_event_beyond_the_margin_is_outside(event: str, message: str | None) -> None:
    found = outside(told(INCIDENT, event))
    assert len(found) == (message is not None)
    assert all(line.startswith(f"10:1 the event at {message}") for line in found)


@pytest.mark.parametrize(
    "front_matter",
    [
        "",
        "timezone: UTC\n",
        "timezone: UTC\nstarted_at: T13:15\nresolved_at: T14:45\n",
        "timezone: UTC\nstarted_at: unknown\nresolved_at: ongoing\n",
        "timezone: unknown\nstarted_at: 2024-06-08T13:15+00:00\n",
    ],
)
def test_what_cannot_be_compared_is_not_outside(front_matter: str) -> None:
    assert outside(told(front_matter, "2020-01-01 13:15 a"), site_zone=parse_zone("unknown")) == []


def test_an_ongoing_incident_has_no_end_to_be_after() -> None:
    front_matter = "timezone: UTC\nstarted_at: 2024-06-08T13:15\nresolved_at: ongoing\n"
    assert outside(told(front_matter, "2025-01-01 13:15 a")) == []
    assert len(outside(told(front_matter, "2023-01-01 13:15 a"))) == 1


def test_offsets_are_counted_when_looking_for_events_outside() -> None:
    front_matter = "timezone: UTC\nstarted_at: 2024-06-08T13:15\nresolved_at: 2024-06-08T14:45\n"
    event = "2024-06-09T18:00+05:00 a"
    assert outside(told(front_matter, event)) == []
    assert len(outside(told(front_matter, event.replace("+05", "+03")))) == 1


def test_a_mistyped_day_that_takes_the_next_entries_with_it_is_said_once() -> None:
    text = told(INCIDENT, "13:15 a", "2023-06-08 13:20 b", "13:25 c", "13:30 d", "2024-06-08 14 e")
    assert outside(text) == [
        "11:1 the event at '2023-06-08T13:20' is 365 d 23 h 54 min before started_at "
        "'2024-06-08T13:15', and so are the 2 after it"
    ]
    assert outside(told(INCIDENT, "2023-06-08 13:20 b", "13:25 c"))[0].endswith(
        ", and so is the next one"
    )


def test_events_of_several_incidents_lie_between_the_first_and_the_last() -> None:
    front_matter = (
        "timezone: UTC\nincidents:\n"
        "- id: a\n  started_at: 2024-06-01T13:00\n  resolved_at: 2024-06-01T14:00\n"
        "- id: b\n  started_at: 2024-06-11T13:00\n  resolved_at: 2024-06-11T14:00\n"
    )
    assert outside(told(front_matter, "2024-06-05 13:00 a", "2024-06-11 13:00 b")) == []
    assert len(outside(told(front_matter, "2024-06-15 13:00 a"))) == 1


@pytest.mark.parametrize(("margin", "count"), [("1h", 1), ("3h", 0), ("0 min", 1)])
def test_the_option_event_margin_says_how_far_is_too_far(
    tmp_path: Path, margin: str, count: int
) -> None:
    files = {"postmortems/a.md": told(INCIDENT, "13:15 a", "16:50 b")}
    knowledge_base = load_files(tmp_path, files, event_margin=margin)
    assert [found.name for found in knowledge_base.problems] == ["event-outside-incident"] * count


def test_a_discrepancy_about_the_timeline_silences_its_rules() -> None:
    text = told(INCIDENT, "13:15 a", "2025-06-08 13:20 b", "2024-06-08 13:00 c")
    assert [found.name for found in parse(text).problems] == [
        "event-outside-incident",
        "unordered-events",
    ]
    noted = INCIDENT + "discrepancies:\n- about: timeline\n  note: The log has two clocks.\n"
    assert parse(told(noted, "13:15 a", "2025-06-08 13:20 b", "2024-06-08 13:00 c")).problems == ()


@pytest.mark.parametrize(
    ("events", "back"),
    [
        (("13:15 a", "13:14 b"), None),
        (("13:15 a", "13:13 b"), "'13:13' is 2 min before the entry above it, '13:15'"),
        (("13:15:30 a", "13:15 b"), None),
        (("13:15 a", "~13:00 b"), None),
        (("~13:45 a", "13:14 b"), "'13:14' is 31 min before the entry above it, '~13:45'"),
        (("15:15 a", "13:15 b"), "'13:15' is 2 h before the entry above it, '15:15'"),
        (("15:15 a", "13:14 b"), None),  # the next day
        (("15:15 a", "2024-06-08 13:14 b"), "'2024-06-08 13:14' is 2 h 1 min before the entry"),
        (("2024-06-08 a", "2024-06-08 13:14 b", "2024-06-08 c"), None),
        (("2024-06-08 a", "2024-06-06 b"), "'2024-06-06' is 2 d before the entry above it"),
        (("13:15 – 14:15 a", "13:45 – 14:00 b"), None),
        (("13:15 – 14:15 a", "13:05 – 14:00 b"), "'13:05' is 10 min before the entry above it"),
        (("13:15 a", "no time b", "13:05 c"), "'13:05' is 10 min before the entry above it"),
        (("13:15 UTC a", "15:10 +02:00 b"), "'15:10 +02:00' is 5 min before the entry above it"),
        (("13:15 UTC a", "15:20 +02:00 b", "13:25 UTC c"), None),
    ],
)
def test_an_entry_that_goes_back_is_found(events: tuple[str, ...], back: str | None) -> None:
    found = unordered(told(INCIDENT, *events))
    assert len(found) == (back is not None)
    assert all(line.startswith(f"{9 + len(events)}:1 {back}") for line in found)


def test_only_the_entry_that_goes_back_is_found() -> None:
    text = told(INCIDENT, "13:15 a", "13:40 too late", "13:20 b", "13:25 c")
    assert [line.split(" ")[0] for line in unordered(text)] == ["12:1"]


def test_each_list_or_table_is_ordered_for_itself() -> None:
    body = (
        "\n## Timeline\n\n### Frontend team\n\n- 13:15 a\n- 13:45 b\n\n### Storage team\n\n"
        "| Time | Event |\n|---|---|\n| 13:20 | a |\n| 13:10 | b |\n"
    )
    assert unordered(record(INCIDENT, body)) == [
        "20:1 '13:10' is 10 min before the entry above it, '13:20'"
    ]


@pytest.mark.parametrize(
    ("detected", "resolved", "is_found"),
    [
        ("2024-06-08T14:46", "2024-06-08T14:45", True),
        ("2024-06-08T14:45", "2024-06-08T14:45", False),
        ("2024-06-09", "2024-06-08", True),
        ("2024-06-08", "2024-06-08", False),
        ("2024-06-09", "2024-06-08T14:45", True),
        ("2024-06-08T16:46+02:00", "2024-06-08T14:45", True),
        ("2024-06-08T16:44+02:00", "2024-06-08T14:45", False),
        ("T15:00", "T14:45", False),
        ("unknown", "2024-06-08T14:45", False),
    ],
)
def test_detection_after_the_end(detected: str, resolved: str, is_found: bool) -> None:
    text = record(f"timezone: UTC\ndetected_at: {detected}\nresolved_at: {resolved}")
    expected = f"4:14 detected_at {detected!r} is after resolved_at {resolved!r}"
    assert found_by("detected-after-resolved", text) == [expected] * is_found


def future(text: str, today: date | None) -> list[str]:
    return found_by("future-date", text, context=RuleContext(today))


@pytest.mark.parametrize(
    ("today", "is_found"),
    [
        (date(2024, 6, 6), True),
        (date(2024, 6, 7), False),
        (date(2024, 6, 8), False),
        (None, False),
    ],
)
def test_a_date_in_the_future_is_found_where_the_day_is_known(
    today: date | None, is_found: bool
) -> None:
    text = record("timezone: UTC\nstarted_at: 2024-06-08T13:15")
    expected = ["4:13 started_at '2024-06-08T13:15' is in the future"] * is_found
    assert future(text, today) == expected


def test_the_first_event_of_the_future_is_found_where_no_field_is() -> None:
    text = told("timezone: UTC\n", "2024-06-08 13:15 a", "2025-06-08 13:20 b", "13:25 c")
    assert future(text, date(2024, 7, 1)) == [
        "9:1 the timeline's '2025-06-08 13:20' is in the future"
    ]
    text = told("timezone: UTC\nstarted_at: 2025-06-08T13:15\n", "13:15 a")
    assert future(text, date(2024, 7, 1)) == ["4:13 started_at '2025-06-08T13:15' is in the future"]


def test_due_dates_may_lie_ahead_and_days_of_completion_may_not() -> None:
    items = "\n## Action items\n\n- [x] A (type: detect, due: 2030-01-01, done: 2030-01-01)\n"
    assert future(record("", items), date(2024, 7, 1)) == [
        "7:1 the action item's '2030-01-01' is in the future"
    ]


@pytest.mark.parametrize(
    ("front_matter", "event", "zones"),
    [
        (INCIDENT, "13:15 a", None),
        (INCIDENT, "13:15 UTC a", None),
        (INCIDENT, "13:15 GMT a", None),
        (INCIDENT, "15:15 +02:00 a", "'UTC', '+02:00'"),
        (INCIDENT, "08:15 CDT a", "'UTC', 'CDT'"),
        ("timezone: Europe/Berlin\nstarted_at: 2024-06-08T13:15\n", "13:15 CEST a", None),
        (
            "timezone: Europe/Berlin\nstarted_at: 2024-06-08T13:15\n",
            "13:15 CET a",
            "'Europe/Berlin', 'CET'",
        ),
        (
            "timezone: Europe/Berlin\nstarted_at: 2024-03-30T23:00\n",
            "2024-03-31 13:15 a",
            None,
        ),
        (
            "timezone: Europe/Berlin\nstarted_at: 2024-10-27T01:30\nresolved_at: "
            "2024-10-27T02:30+01:00\n",
            "01:40 a",
            None,
        ),
        ("timezone: unknown\nstarted_at: 2024-06-08T13:15\n", "13:15 UTC a", "'unknown', 'UTC'"),
        ("timezone: UTC\nstarted_at: 2024-06-08T13:15+02:00\n", "13:15 +02:00 a", None),
        ("timezone: UTC\nstarted_at: 2024-06-08\n", "13:15 +02:00 a", None),
    ],
)
def test_times_in_several_zones(front_matter: str, event: str, zones: str | None) -> None:
    found = found_by("several-zones", told(front_matter, event))
    assert [line.partition(" ")[2] for line in found] == (
        [f"times of this record are written in several zones: {zones}"] if zones else []
    )


def test_a_zone_in_the_timelines_heading_counts() -> None:
    text = told(INCIDENT, "08:15 a", "08:20 b", title="Timeline (CDT)")
    assert found_by("several-zones", text) == [
        "10:1 times of this record are written in several zones: 'UTC', 'CDT'"
    ]
    assert found_by("ambiguous-abbreviation", text) == [
        "10:1 'CDT' is read as -05:00, but is also used for Cuba -04:00"
    ]


def test_an_abbreviation_of_the_timeline_may_be_impossible_too() -> None:
    assert found_by("impossible-abbreviation", told(INCIDENT, "08:15 EST a", "08:20 EST b")) == [
        "10:1 EST is Eastern Standard Time, -05:00, but on 2024-06-08 America/New_York is on EDT, "
        "-04:00"
    ]


def test_a_clock_change_is_found_in_the_timeline_once() -> None:
    front_matter = "timezone: Europe/Berlin\nstarted_at: 2024-10-27T01:30\n"
    assert found_by("clock-change", told(front_matter, "01:30 a", "02:10 b", "02:20 c")) == [
        "10:1 the timeline's '02:10' happens twice in Europe/Berlin: the clocks change then"
    ]
    front_matter = "timezone: Europe/Berlin\nstarted_at: 2024-10-27T02:10\n"
    assert found_by("clock-change", told(front_matter, "02:10 a")) == [
        "4:13 started_at '2024-10-27T02:10' happens twice in Europe/Berlin: the clocks change then"
    ]


@pytest.mark.parametrize(
    ("times", "duration", "is_found"),
    [
        (("2024-06-08T13:00", "2024-06-08T16:00"), "3 h 1 min", False),
        (("2024-06-08T13:00", "2024-06-08T16:00"), "3 h 2 min", True),
        (("2024-06-08T13:00", "2024-06-08T16:00"), "about 5 h", False),
        (("~2024-06-08T13:00", "2024-06-08T16:00"), "3 h 40 min", False),
        (("~2024-06-08T13:00", "2024-06-08T16:00"), "5 h", True),
    ],
)
def test_a_stated_duration_that_differs(
    times: tuple[str, str], duration: str, is_found: bool
) -> None:
    start, end = times
    text = record(f"timezone: UTC\nstarted_at: {start}\nresolved_at: {end}\nduration: {duration}\n")
    assert len(found_by("different-duration", text)) == is_found


def test_the_level_of_a_rule_is_an_option(tmp_path: Path) -> None:
    files = {"postmortems/a.md": told(INCIDENT, "13:15 a", "13:05 b")}
    for level in ("error", "advice", "off"):
        knowledge_base = load_files(tmp_path, files, levels={"unordered-events": level})
        found = [problem.level.value for problem in knowledge_base.problems]
        assert found == [level] * (level != "off")
        assert len(knowledge_base.postmortems) == (level != "error")


def test_a_comment_with_a_reason_ignores_a_warning(tmp_path: Path) -> None:
    comment = "<!-- postmortem: ignore unordered-events: as the chat log has it -->"
    files = {"postmortems/a.md": told(INCIDENT, "13:15 a", f"13:05 b {comment}", "13:00 c")}
    knowledge_base = load_files(tmp_path, files)
    assert said(knowledge_base.problems) == [
        "12:1 PM209 '13:00' is 5 min before the entry above it, '13:05'"
    ]
    assert knowledge_base.problems[0].level is Level.WARNING


def test_the_default_margin_is_a_day() -> None:
    assert RuleContext().event_margin == timedelta(days=1)


def test_an_acknowledgement_before_the_start_is_like_a_detection() -> None:
    stated = "timezone: UTC\nstarted_at: 2024-06-08T10:00\nacknowledged_at: 2024-06-08T09:59\n"
    assert said(parse(record(stated)).problems) == [
        "5:18 PM202 acknowledged_at is 1 min before the stated start"
    ]
    noted = stated + "discrepancies:\n- {about: acknowledged_at, note: The page came first.}\n"
    assert said(parse(record(noted)).problems) == []
