"""What of one event was known when it happened, and what is told of it later."""

import pytest

from making import TAXONOMY, make
from postmortem_kb.model import Event
from postmortem_kb.reading_groups.telling.beginning import find_beginning
from postmortem_kb.reading_groups.telling.known_then import Known, split_event
from postmortem_kb.reading_groups.telling.replay import make_replay
from stories import tell

TABLE = """\
| Time | Event | Duration | Root cause |
|---|---|---|---|
| 10:05 | **Detected:** An alert. | 95 min | A full disk. |
| 10:10 | A look. | | |
| 10:15 | Another. | | |
| 11:40 | **Resolved:** Over. | | |
"""


def event(text: str) -> Event:
    return tell(f"- {text}\n").body.events[0]


def is_told(text: str) -> bool:
    known = split_event(event(text))
    assert bool(known.text) != bool(known.late)
    return bool(known.text)


@pytest.mark.parametrize("label", ["", "**Detected:** ", "**Escalated:** ", "**Note:** "])
@pytest.mark.parametrize(
    "sentence",
    [
        "It turned out to be a certificate.",
        "Turns out, it was innocent",
        "Root cause: expired certificate.",
        "The alert went to the team, who eventually fixed it at 11:20",
        "An alert fires, as we would find out at 11:20",
        "As we would find out, nobody looked.",
        "The fix took 95 minutes overall.",
        "(It wasn't: the certificate had expired.)",
        "The team starts on the wrong service first",
        "This cost us 40 min.",
    ],
)
def test_hindsight_is_held_back_in_events_of_any_kind(label: str, sentence: str) -> None:
    assert not is_told(f"10:05 {label}{sentence}")


def test_of_a_hypothesis_also_what_came_of_it_is_held_back() -> None:
    text = "Focus on the database, suspecting a jam in the queue, but no errors were found."
    assert not is_told(f"10:05 **Hypothesis:** {text}")
    assert is_told(f"10:05 {text}")


@pytest.mark.parametrize(
    "sentence",
    [
        "The alert fired at 10:05",
        "Errors rise since 09:50, two minutes after the release of 9:48 AM.",
        "The error log shows requests to the wrong port.",
        "The root cause is not known yet.",
        "The cause is found: a full disk.",
        "Requests take 30 seconds.",
        "Nothing unusual is seen in the logs.",
        "The on-call engineer fixed the dashboard.",
        "The log says `11:20:07 retry`.",
        "A release of 2024-06-07 at 23:00 is looked at.",
    ],
)
def test_what_was_known_then_is_told(sentence: str) -> None:
    assert is_told(f"10:05 **Note:** {sentence}")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("10:05 It went on to 10:06.", False),
        ("10:05 It ended at 2:15 PM.", False),
        ("10:05 It ended at 14h15.", False),
        ("10:05 – 10:20 A look; at 10:20 a page.", True),
        ("10:05 – 10:20 A look; at 10:21 a page.", False),
        ("10:05 – 10:20 **Hypothesis:** The cache. At 10:15 it was left", False),
        ("23:50 It ended at 00:30.", False),
        ("00:30 It began at 23:50.", True),
        ("22:00 It began at 09:00.", True),
        ("10:05 It ended on 2024-06-09.", False),
        ("10:05 Version 1.10:30 and 10:99.", True),
        ("Without a time of its own, 11:20.", True),
    ],
)
def test_a_later_time_is_held_back_with_its_sentence(entry: str, expected: bool) -> None:
    known = split_event(event(entry))
    assert (known.late == "") is expected


def test_columns_of_a_table_that_tell_how_it_went_on_are_held_back() -> None:
    first = tell(TABLE).body.events[0]
    assert first.text == "An alert. (**Duration:** 95 min) (**Root cause:** A full disk.)"
    assert split_event(first) == Known(
        text="An alert.",
        details="",
        late="",
        late_columns="(**Duration:** 95 min)\n\n(**Root cause:** A full disk.)",
    )


@pytest.mark.parametrize(
    ("heading", "is_late"),
    [
        ("Cause", True),
        ("Duration (min)", True),
        ("Length", True),
        ("End of it", True),
        ("Resolution", True),
        ("Outcome", True),
        ("Fix", True),
        ("Impact", True),
        ("TTR", True),
        ("MTTR", True),
        ("Lessons learned", True),
        ("Follow-up", True),
        ("Who", False),
        ("Service", False),
        ("Link", False),
        ("", False),
    ],
)
def test_the_heading_of_a_column_says_whether_it_is_told_later(heading: str, is_late: bool) -> None:
    table = f"| Time | Event | {heading} |\n|---|---|---|\n| 10:05 | A look. | So |\n"
    known = split_event(tell(table).body.events[0])
    assert (known.text == "A look.") is is_late
    assert bool(known.late_columns) is is_late


def test_without_a_column_for_what_happened_the_late_ones_are_held_back_too() -> None:
    table = "| Time | Root cause | Symptom | Fix |\n|---|---|---|---|\n| 10:05 | A | B | C |\n"
    known = split_event(tell(table).body.events[0])
    assert (known.text, known.late_columns) == ("B", "A\n\nC")


def test_what_columns_tell_waits_for_the_end_of_a_replay() -> None:
    replay = make_replay(tell(TABLE), TAXONOMY)
    assert [step.text for step in replay.steps] == ["An alert.", "A look.", "Another.", "Over."]
    assert [(one.about, one.text) for one in replay.told_at_end] == [
        (0, "(**Duration:** 95 min)\n\n(**Root cause:** A full disk.)")
    ]


def test_a_beginning_tells_no_such_column() -> None:
    record = make("one", "timezone: UTC", f"## Timeline\n\n{TABLE}")
    assert [event.text for event in find_beginning(record, TAXONOMY)] == ["An alert."]
