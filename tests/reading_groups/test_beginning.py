"""What of a story may be told before it."""

import pytest

from making import TAXONOMY, make
from postmortem_kb.reading_groups.telling.beginning import find_beginning

FACTS = "timezone: UTC\nstarted_at: 2024-01-01T12:00"


def beginning_of(*entries: str) -> list[str]:
    lines = "\n".join(f"- {entry}" for entry in entries)
    record = make("one", FACTS, f"## Timeline\n\n{lines}\n")
    return [event.text for event in find_beginning(record, TAXONOMY)]


def test_a_story_is_told_up_to_its_first_cut() -> None:
    assert beginning_of(
        "12:00 **Started:** Pages are slow",
        "12:10 **Detected:** An alert",
        "12:20 **Note:** Logs are read",
        "13:00 **Resolved:** The cache is emptied",
    ) == ["Pages are slow", "An alert"]


def test_a_story_without_a_cut_is_told_up_to_its_first_event() -> None:
    assert beginning_of("12:00 Pages are slow", "12:10 Logs are read", "12:20 Done") == [
        "Pages are slow"
    ]


@pytest.mark.parametrize("kind", ["Mitigated", "Resolved", "Recovered"])
def test_what_ended_it_is_never_told(kind: str) -> None:
    told = beginning_of("12:00 Pages are slow", f"12:10 **{kind}:** The fix", "12:20 Later")
    assert told == ["Pages are slow"]
    assert beginning_of(f"12:10 **{kind}:** The fix", "12:20 Later", "12:30 End") == []


def test_a_single_event_is_the_end_and_not_told() -> None:
    assert beginning_of("12:00 All of it") == []


def test_there_is_no_beginning_without_a_timeline() -> None:
    assert find_beginning(make("one"), TAXONOMY) == ()


def test_how_long_the_last_event_went_on_is_not_told() -> None:
    record = make(
        "one",
        FACTS,
        "## Timeline\n\n- 12:00 – 12:05 Quiet\n- 12:10 – 12:50 **Detected:** Alerts\n- 13:00 End\n",
    )
    told = find_beginning(record, TAXONOMY)
    assert [event.until is not None for event in told] == [True, False]


def test_hindsight_is_taken_out() -> None:
    assert beginning_of(
        "12:10 **Hypothesis:** The database is down. It turned out to be healthy.",
        "12:20 **Ruled out:** It answers",
        "12:30 End",
    ) == ["The database is down."]
