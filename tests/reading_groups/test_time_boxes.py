"""Time boxes: what a session's minutes are for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from making import make
from meetings import meet
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.packets.format_parts import MOST_READING
from postmortem_kb.reading_groups.packets.time_boxes import (
    MOST_STOPS,
    least_minutes,
    plan_time_boxes,
)
from postmortem_kb.reading_groups.session import Session
from records import PROPERTY

STORY = """
## Timeline

- 12:00 **Detected:** An alert <!-- postmortem: cut -->
- 12:05 **Hypothesis:** The database <!-- postmortem: cut -->
- 12:20 **Ruled out:** The database is sound <!-- postmortem: cut -->
- 12:40 **Mitigated:** The cache is emptied <!-- postmortem: cut -->
- 13:00 **Resolved:** All is well
"""
RECORD = make("story", "timezone: UTC\nstarted_at: 2024-01-01T12:00", STORY)
BARE = make("bare")
FORMATS = [*Format]


def story_of(cuts: int) -> Postmortem:
    """A record with a number of cuts set by hand."""
    lines = "".join(f"- 12:{n:02} Event {n} <!-- postmortem: cut -->\n" for n in range(cuts))
    return make("long", body=f"## Timeline\n\n{lines}- 13:00 The end\n")


def session_of(
    format: Format = Format.DISCUSSION, minutes: int = 60, questions: int = 0
) -> Session:
    return meet(
        "one",
        format=format.value,
        duration=f"{minutes} min",
        questions=[f"Question {n}?" for n in range(questions)],
    )


def boxes_of(session: Session, *records: Postmortem) -> list[tuple[str, int]]:
    return [(box.title, box.minutes) for box in plan_time_boxes(session, records)]


def test_a_discussion_is_planned_by_what_there_is_to_go_through() -> None:
    session = session_of(minutes=45, questions=2)
    assert least_minutes(Format.DISCUSSION, [RECORD], questions=2) == 32
    assert boxes_of(session, RECORD) == [
        ("Welcome", 3),
        ("Read in silence", 1),
        ("The story", 3),
        ("At the cut points", 14),
        ("The session's questions", 12),
        ("Measures", 6),
        ("Takeaways", 6),
    ]


@pytest.mark.parametrize("format", FORMATS)
@given(
    spare=st.integers(0, 600),
    questions=st.integers(0, 10),
    records=st.lists(st.sampled_from([RECORD, BARE]), max_size=6),
)
@PROPERTY
def test_the_boxes_add_up_and_none_is_shorter_than_it_has_to_be(
    format: Format, spare: int, questions: int, records: list[Postmortem]
) -> None:
    least = least_minutes(format, records, questions=questions)
    tight = dict(boxes_of(session_of(format, least, questions), *records))
    ample = dict(boxes_of(session_of(format, least + spare, questions), *records))
    assert sum(tight.values()) == least
    assert sum(ample.values()) == least + spare
    assert [title for title, minutes in tight.items() if minutes > ample[title]] == []


@pytest.mark.parametrize("format", FORMATS)
@given(minutes=st.integers(1, 120), records=st.integers(0, 12))
@PROPERTY
def test_the_boxes_of_a_session_that_is_too_short_add_up_too(
    format: Format, minutes: int, records: int
) -> None:
    boxes = boxes_of(session_of(format, minutes), *[RECORD] * records)
    assert sum(length for _, length in boxes) == minutes
    assert all(length > 0 for _, length in boxes)


def test_a_session_that_is_too_short_is_cut_in_proportion() -> None:
    least = least_minutes(Format.DISCUSSION, [RECORD])
    assert least == 26
    half = boxes_of(session_of(minutes=13), RECORD)
    assert half == [
        ("Welcome", 2),
        ("Read in silence", 1),
        ("The story", 1),
        ("At the cut points", 4),
        ("The session's questions", 1),
        ("Measures", 2),
        ("Takeaways", 2),
    ]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("record", [BARE, RECORD])
def test_ten_minutes_are_too_short_for_any_session(format: Format, record: Postmortem) -> None:
    assert least_minutes(format, [record]) > 10


@pytest.mark.parametrize("format", FORMATS)
def test_an_hour_is_enough_for_a_record_and_three_questions(format: Format) -> None:
    assert least_minutes(format, [RECORD], questions=3) <= 60


def test_more_to_read_and_more_to_ask_take_longer() -> None:
    least = least_minutes(Format.DISCUSSION, [RECORD])
    assert least_minutes(Format.DISCUSSION, [RECORD], questions=1) > least
    assert least_minutes(Format.DISCUSSION, [RECORD, RECORD]) > least


def test_a_long_record_is_read_before_and_not_in_the_meeting() -> None:
    record = make("long", body="word word word word\n\n" * 2_500)
    boxes = dict(boxes_of(session_of(minutes=200), record))
    assert boxes["Read in silence"] == MOST_READING


def test_of_many_cuts_some_are_chosen() -> None:
    session = session_of()
    least = [least_minutes(Format.DISCUSSION, [story_of(cuts)]) for cuts in (MOST_STOPS, 20)]
    assert least[0] == least[1]
    whats = [box.what for box in plan_time_boxes(session, [story_of(20)])]
    said = f"Stop at {MOST_STOPS} of the 20 cut points, chosen beforehand."
    assert any(said in what for what in whats)


def test_a_record_without_a_timeline_has_no_cuts_to_stop_at() -> None:
    assert "At the cut points" not in dict(boxes_of(session_of(), BARE))


def test_a_replay_without_cuts_stops_where_somebody_wants_to() -> None:
    whats = [box.what for box in plan_time_boxes(session_of(Format.REPLAY), [BARE])]
    assert any("Stop wherever somebody wants to, since" in what for what in whats)


@pytest.mark.parametrize("format", FORMATS)
def test_a_long_session_has_a_break_after_the_stories(format: Format) -> None:
    titles = [title for title, _ in boxes_of(session_of(format, 120), RECORD)]
    assert "Break" in titles[2:-2]
    assert "Break" not in dict(boxes_of(session_of(format, 60), RECORD))
