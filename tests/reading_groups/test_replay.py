"""A record's story step by step: what each step holds, and what it keeps for later."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from making import TAXONOMY, make
from postmortem_kb.reading_groups.telling import hypotheses
from postmortem_kb.reading_groups.telling.replay import (
    Replay,
    can_replay,
    find_obstacle,
    make_replay,
)
from postmortem_kb.reading_groups.telling.telling_words import find_telling_words
from postmortem_kb.zones import ZoneKind
from records import PROPERTY
from stories import tell, tell_kinds


def replay(timeline: str, front_matter: str = "", rest: str = "") -> Replay:
    return make_replay(tell(timeline, front_matter, rest), TAXONOMY)


def texts(told: Replay) -> list[str]:
    return [step.text for step in told.steps]


def told_later(told: Replay) -> list[tuple[int | None, int, str]]:
    """Where (None at the end), of which event, what."""
    steps = [(step.index, step.told_now) for step in told.steps]
    return [
        (index, one.about, one.text or f"until {one.until and one.until.stated}")
        for index, tellings in [*steps, (None, told.told_at_end)]
        for one in tellings
    ]


@pytest.mark.parametrize(("kinds", "expected"), [("DHX", False), ("DHXR", True), ("", False)])
def test_a_story_needs_four_events(kinds: str, expected: bool) -> None:
    assert can_replay(tell_kinds(kinds)) is expected


def test_a_story_of_more_events_than_a_browser_nests_is_none() -> None:
    assert not can_replay(tell("".join("- Something happens.\n" for _ in range(401))))


def test_several_incidents_are_no_one_story() -> None:
    fields = """\
timezone: UTC
incidents:
  - {id: first, started_at: 2024-06-08T10:00}
  - {id: second, started_at: 2024-06-09T10:00}
"""
    timeline = "## Timeline\n\n- One.\n- Two.\n- Three.\n- Four.\n"
    record = make("2024-06-08-a", fields, timeline)
    assert (can_replay(record), find_obstacle(record)) == (False, "it tells of several incidents")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (0, "its timeline has 0 events, and a replay needs at least 4"),
        (1, "its timeline has 1 event, and a replay needs at least 4"),
        (3, "its timeline has 3 events, and a replay needs at least 4"),
        (4, None),
        (400, None),
        (401, "its timeline has 401 events, and a replay can have 400"),
    ],
)
def test_what_a_story_lacks_is_said(events: int, expected: str | None) -> None:
    assert find_obstacle(tell("- Something happens.\n" * events)) == expected


def test_each_step_counts_from_the_start() -> None:
    told = replay("- 09:58 **Detected:** An alert.\n- 10:30 A look.\n- **Note:** So.\n")
    minutes = [step.elapsed.minutes if step.elapsed else None for step in told.steps]
    assert minutes == [-2, 30, None]


def test_an_event_without_a_time_comes_after_the_last_one_that_has_one() -> None:
    told = replay("- One.\n- 10:30 Two.\n- Three.\n- 2024-06-09 Four.\n")
    after = [step.after.stated.text if step.after else None for step in told.steps]
    assert after == [None, None, "10:30", "10:30"]


def test_the_zone_of_a_story_may_be_unknown() -> None:
    record = make("a", "timezone: unknown", "## Timeline\n\n- 10:00 One.\n- 10:30 Two.\n")
    step = make_replay(record, TAXONOMY).steps[1]
    assert step.event.at is not None
    assert (step.event.at.zone.kind, step.elapsed) == (ZoneKind.UNKNOWN, None)


def test_a_verdict_is_told_when_the_hypothesis_is_ruled_out() -> None:
    told = replay("""\
- 10:00 **Detected:** An alert.
- 10:05 **Hypothesis:** The cache is examined. This is a false trail.
- 10:20 **Note:** It is examined.
- 10:30 **Ruled out:** The cache is sound; it was a false trail.
- 10:40 **Resolved:** Over.
""")
    assert texts(told)[1] == "The cache is examined."
    assert texts(told)[3] == "The cache is sound; it was a false trail."
    assert told_later(told) == [(3, 1, "This is a false trail.")]
    assert [(one.event, one.ruled_out_by) for one in told.steps[3].rules_out] == [(1, 3)]


def test_a_verdict_on_what_is_never_ruled_out_is_told_at_the_end() -> None:
    told = replay("- 10:05 **Hypothesis:** The cache. A dead end.\n- 10:40 **Resolved:** Over.\n")
    assert told_later(told) == [(None, 0, "A dead end.")]


def test_a_hypothesis_that_its_own_entry_calls_false_is_so_at_the_end() -> None:
    told = replay("""\
- 10:00 **Hypothesis:** The database. This is a false trail.
- 10:05 **Ruled out:** The database is sound.
- 10:10 **Hypothesis:** A module is debugged. This is the second false trail.
- 10:20 **Hypothesis:** The network.
- 10:40 **Resolved:** Over.
""")
    assert told.refuted_at_end == (2,)


def test_a_verdict_that_names_the_cause_waits_for_the_end() -> None:
    told = replay(
        """\
- 10:05 **Hypothesis:** The cache is cold. A red herring: a disk had died.
- 10:30 **Ruled out:** The cache is warm.
- 10:40 **Resolved:** Over.
""",
        "root_causes: [hardware/disk]",
    )
    assert told_later(told) == [(None, 0, "A red herring: a disk had died.")]


def test_what_came_after_waits_for_the_end_even_of_an_event_that_rules_out() -> None:
    told = replay("- 10:05 **Ruled out:** The cache is warm. In hindsight, it had to be.\n")
    assert (texts(told), told_later(told)) == (
        ["The cache is warm."],
        [(None, 0, "In hindsight, it had to be.")],
    )


def test_of_an_entry_that_is_all_hindsight_nothing_is_told() -> None:
    told = replay("- 10:05 **Hypothesis:** A red herring.\n  - In the details, a dead end.\n")
    assert (told.steps[0].text, told.steps[0].details, told.steps[0].summary) == ("", "", "")
    assert told_later(told) == [(None, 0, "A red herring.\n\n- In the details, a dead end.")]


def test_what_nobody_had_noticed_yet_is_not_told_where_it_gives_the_cause_away() -> None:
    told = replay(
        """\
- 10:00 **Started:** A disk begins to fail. Orders pile up.
- 10:20 **Detected:** An alert.
- 10:30 **Note:** A disk is found to fail.
- 10:40 **Resolved:** Over.
""",
        "root_causes: [hardware/disk]",
    )
    assert texts(told) == ["Orders pile up.", "An alert.", "A disk is found to fail.", "Over."]
    assert told_later(told) == [(None, 0, "A disk begins to fail.")]


def test_without_a_first_notice_only_the_start_is_taken_for_unnoticed() -> None:
    told = replay(
        "- 10:00 **Started:** A disk fails.\n- 10:20 **Acknowledged:** Looking at a disk.\n",
        "root_causes: [hardware/disk]",
    )
    assert texts(told) == ["", "Looking at a disk."]


def test_the_end_of_a_range_is_told_with_it_where_nothing_else_began_before() -> None:
    told = replay("- 10:00 – 10:20 A look.\n- 10:20 Another.\n")
    assert told.steps[0].until is not None
    assert told_later(told) == []


def test_the_end_of_a_range_is_told_once_it_is_over() -> None:
    told = replay("- 10:00 – 10:20 A look.\n- 10:10 Another.\n- **Note:** So.\n- 10:25 Over.\n")
    assert told.steps[0].until is None
    assert told_later(told) == [(3, 0, "until 10:20")]


def test_how_long_a_hypothesis_was_held_is_not_told_while_it_is() -> None:
    told = replay("- 10:00 – 10:20 **Hypothesis:** The cache.\n- 10:20 Another look.\n")
    assert told.steps[0].until is None
    assert told_later(told) == [(1, 0, "until 10:20")]


def test_a_range_over_midnight_is_over_the_next_day() -> None:
    told = replay("- 23:50 – 00:10 **Hypothesis:** The cache.\n- 23:55 A look.\n- 00:15 Over.\n")
    assert told_later(told) == [(2, 0, "until 00:10")]


def test_a_cut_asks_before_the_next_event() -> None:
    told = replay("- 10:00 One. <!-- postmortem: cut: What next? -->\n- 10:10 Two.\n")
    assert [step.prompt.question if step.prompt else None for step in told.steps] == [
        "What next?",
        None,
    ]


_EVENT = st.sampled_from(
    [
        "**Detected:** An alert on {0}.",
        "**Hypothesis:** It is {0}. A false trail.",
        "**Hypothesis:** It is {0}.\n  - {0} is read.\n  - In hindsight, too late.",
        "**Ruled out:** It is not {1}.",
        "**Escalated:** The {0} team is asked. It later emerged that {0} had failed.",
        "**Note:** `{0}. {0}` in hindsight.",
        "**Mitigated:** Back, with **{0}. And {0}** still slow.",
    ]
)


@PROPERTY
@given(st.lists(_EVENT, min_size=4, max_size=8))
def test_nothing_of_a_story_is_lost_and_no_step_tells_of_a_later_one(events: list[str]) -> None:
    names = [f"brelax{'abcdefghijklm'[number]}" for number in range(len(events) + 1)]
    timeline = "".join(
        f"- 10:{number:02} {event.format(names[number], names[max(number - 1, 0)])}\n"
        for number, event in enumerate(events)
    )
    record = tell(timeline)
    told = make_replay(record, TAXONOMY)
    seen: list[str] = []
    for step in told.steps:
        seen += [step.text, step.details, step.summary]
        seen += [one.text for one in step.told_now]
        later = names[step.index + 1 :]
        assert [name for name in later if name in " ".join(seen)] == []
    seen += [one.text for one in told.told_at_end]
    for step in told.steps:
        words = f"{step.event.text} {step.event.details}".split()
        assert [word for word in words if word not in " ".join(seen).split()] == []


def test_hypotheses_are_found_once_however_often_a_story_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[str] = []

    def count(markdown: str) -> frozenset[str]:
        calls.append(markdown)
        return find_telling_words(markdown)

    monkeypatch.setattr(hypotheses, "find_telling_words", count)
    replay("- **Hypothesis:** The cache. <!-- postmortem: cut -->\n" * 30 + "- Over.\n")
    assert len(calls) == 31
