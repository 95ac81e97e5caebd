"""All sessions in order: by group, and by the record that they read."""

from meetings import MINUTES, meet
from postmortem_kb.reading_groups.programme import build_programme
from postmortem_kb.reading_groups.session import Session


def ids(sessions: tuple[Session, ...]) -> list[str]:
    return [session.id for session in sessions]


def test_sessions_stand_by_their_instant_and_not_by_the_clock_on_their_wall() -> None:
    berlin = meet("berlin", starts_at="2026-11-26T15:00", timezone="Europe/Berlin")
    new_york = meet("new-york", starts_at="2026-11-26T10:00", timezone="America/New_York")
    kolkata = meet("kolkata", starts_at="2026-11-26T16:00", timezone="Asia/Kolkata")
    programme = build_programme([new_york, berlin, kolkata])
    assert ids(programme.sessions) == ["kolkata", "berlin", "new-york"]


def test_what_begins_at_the_same_time_stands_by_its_id() -> None:
    assert ids(build_programme([meet("b"), meet("a")]).sessions) == ["a", "b"]


def test_a_group_is_called_as_its_latest_session_writes_it() -> None:
    programme = build_programme(
        [
            meet("new", group="Payments on-call", starts_at="2026-11-26T15:00"),
            meet("old", group="payments on call", starts_at="2026-10-26T15:00"),
        ]
    )
    assert [(group.key, group.name) for group in programme.groups] == [
        ("payments-on-call", "Payments on-call")
    ]
    assert ids(programme.groups[0].sessions) == ["old", "new"]


def test_groups_stand_by_their_names() -> None:
    programme = build_programme([meet("a", group="storage"), meet("b", group="Payments")])
    assert [group.name for group in programme.groups] == ["Payments", "storage"]


def test_a_record_knows_the_sessions_that_read_it() -> None:
    programme = build_programme(
        [
            meet("late", starts_at="2026-11-26T15:00", reads=("one", "two")),
            meet("early", starts_at="2026-10-26T15:00", reads=("two",)),
        ]
    )
    assert ids(programme.find_readings("two")) == ["early", "late"]
    assert ids(programme.find_readings("one")) == ["late"]
    assert programme.find_readings("three") == ()


def test_neighbours_are_those_of_the_same_group() -> None:
    first = meet("first", starts_at="2026-09-01T15:00")
    other = meet("other", group="Storage", starts_at="2026-09-15T15:00")
    second = meet("second", starts_at="2026-10-01T15:00")
    programme = build_programme([first, other, second])
    assert programme.neighbours(first) == (None, second)
    assert programme.neighbours(second) == (first, None)
    assert programme.neighbours(other) == (None, None)


def test_a_session_is_held_once_its_minutes_say_something() -> None:
    programme = build_programme(
        [
            meet("one", MINUTES, starts_at="2026-09-01T15:00"),
            meet("two", MINUTES, starts_at="2026-10-01T15:00"),
            meet("three", "## Takeaways\n\n-\n", starts_at="2026-11-01T15:00"),
            meet("four", starts_at="2026-12-01T15:00"),
        ]
    )
    assert ids(programme.held) == ["two", "one"]
    assert ids(programme.planned) == ["three", "four"]
