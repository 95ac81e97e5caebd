"""Entries to events with their days, halves of the day and zones."""

import pytest

from outlining import document_of
from postmortem_kb.extraction.evidence import Certainty
from postmortem_kb.extraction.outline.structure import build_outline
from postmortem_kb.extraction.times.timeline import write_events
from postmortem_kb.extraction.times.times import Times, find_times


def times_of(text: str) -> Times:
    document = document_of(text)
    return find_times(document, build_outline(document.lines), None)


def events(text: str, lead: str = "**Date:** June 8, 2023") -> list[str | None]:
    times = times_of(f"# Maps went grey\n\n{lead}\n\n## Timeline\n\n{text}")
    return [
        f"{event.at}/{event.until}" if event.until else event.at
        for event in write_events(times.events, times.zone)
    ]


DAY = "2023-06-08T"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("- 10:00 a\n- 11:00 b", [f"{DAY}10:00", f"{DAY}11:00"]),
        ("- 10:00-10:30 a\n- 11:00 b", [f"{DAY}10:00/{DAY}10:30", f"{DAY}11:00"]),
        (
            "- 23:00 a\n- 00:10 b\n- 01:00 c",
            [f"{DAY}23:00", "2023-06-09T00:10", "2023-06-09T01:00"],
        ),
        ("- 23:50-00:10 a", [f"{DAY}23:50/2023-06-09T00:10"]),
        ("- 11:50 PM a\n- 12:10 AM b", [f"{DAY}23:50", "2023-06-09T00:10"]),
        ("- 10:00 a\n- 09:50 b", [f"{DAY}10:00", f"{DAY}09:50"]),
        ("- 11:30 AM a\n- 12:10 b\n- 1:15 c", [f"{DAY}11:30", f"{DAY}12:10", f"{DAY}13:15"]),
        ("- 10:00 a\n- no time\n- 11:00 b", [f"{DAY}10:00", None, f"{DAY}11:00"]),
        ("- June 9, 2023 10:00 a\n- 11:00 b", ["2023-06-09T10:00", "2023-06-09T11:00"]),
        ("- 10:00 a\n- June 10 09:00 b", [f"{DAY}10:00", "2023-06-10T09:00"]),
        ("- 22:00 June 8 - 01:00 June 10 a", [f"{DAY}22:00/2023-06-10T01:00"]),
        (
            "**June 8**\n\n- 10:00 a\n\n**June 10**\n\n- 09:00 b",
            [f"{DAY}10:00", "2023-06-10T09:00"],
        ),
        ("- ~10:00 a", [f"~{DAY}10:00"]),
        ("### 2023-06-08 ca. 10:00\n\na\n\n### 10:05\n\nb", [f"~{DAY}10:00", f"{DAY}10:05"]),
        ("- 10:00:30 a", [f"{DAY}10:00:30"]),
        ("- 10:00 UTC a\n- 11:00 UTC b", [f"{DAY}10:00", f"{DAY}11:00"]),
        (
            "- 10:00 UTC a\n- 11:30 UTC b\n- 2:45 PM EAT c",
            [f"{DAY}10:00", f"{DAY}11:30", f"{DAY}14:45+03:00"],
        ),
    ],
)
def test_every_event_gets_its_day(text: str, at: list[str | None]) -> None:
    assert events(text) == at


def test_the_day_of_a_heading_holds_though_the_stated_start_is_a_day_later() -> None:
    text = "### 2023-06-07\n- 09:30 a\n- 10:00 b\n\n### 2023-06-08\n- 11:00 c"
    lead = "On June 8, 2023 at 10:30 the maps went grey."
    assert events(text, lead) == ["2023-06-07T09:30", "2023-06-07T10:00", f"{DAY}11:00"]


def test_a_day_that_is_not_known_stays_unknown() -> None:
    assert events("- 10:00 a\n- 10:05 b", "It went grey.") == ["T10:00", "T10:05"]


def test_a_year_that_is_not_known_stays_unknown() -> None:
    assert events("- 10:00 a", "**Date:** June 8") == ["--06-08T10:00"]


def test_a_day_carried_forward_is_derived() -> None:
    times = times_of("# Maps\n\n## Timeline\n\n- June 8, 2023 10:00 a\n- 11:00 b\n- 02:00 c")
    found = [(event.at, event.certainty) for event in write_events(times.events, None)]
    assert found == [
        ("2023-06-08T10:00", Certainty.STATED),
        ("2023-06-08T11:00", Certainty.DERIVED),
        ("2023-06-09T02:00", Certainty.DERIVED),
    ]


def test_a_stated_day_that_goes_back_is_kept_and_marked() -> None:
    text = "# Maps\n\n## Timeline\n\n- June 8, 2023 10:00 a\n- June 8, 2023 06:00 b"
    placed = times_of(text).events
    assert [event.goes_back for event in placed] == [False, True]
    assert [event.at.write() for event in placed if event.at] == [
        "2023-06-08T10:00",
        "2023-06-08T06:00",
    ]


def test_an_event_quotes_its_line() -> None:
    times = times_of("# Maps\n\n## Timeline\n\n- **10:00** Alarm\n  - twice")
    (event,) = write_events(times.events, None)
    assert (event.line, event.text, [part.text for part in event.details]) == (
        5,
        "Alarm",
        ["twice"],
    )
