"""Marks in timeline entries that stop the story: what they ask, and where they do nothing."""

from pathlib import Path

import pytest

from making import make
from postmortem_kb.cut_marks import take_cuts
from postmortem_kb.model import Event
from records import codes, load_files, said

TIMES = "started_at: 2024-06-08T13:15\ntimezone: UTC\n"


def events(timeline: str) -> tuple[Event, ...]:
    return make("2024-06-08-a", TIMES, f"## Timeline\n\n{timeline}").body.events


def test_an_entry_without_a_mark_has_no_cut() -> None:
    assert [event.cut for event in events("- 13:15 It began.\n")] == [None]


def test_a_mark_is_no_part_of_the_text() -> None:
    (event,) = events("- 13:15 **Detected:** It began. <!-- postmortem: cut -->\n")
    assert (event.text, event.cut) == ("It began.", "")


def test_a_mark_may_set_the_question() -> None:
    text = "- 13:15 It began. <!-- postmortem: cut: What would you\n  check next? -->\n"
    (event,) = events(text)
    assert (event.text, event.cut) == ("It began.", "What would you check next?")


def test_a_mark_may_stand_on_a_line_of_its_own_in_the_entry() -> None:
    (event,) = events("- 13:15 It began.\n  <!-- postmortem: cut -->\n")
    assert (event.text, event.details, event.cut) == ("It began.", "", "")


def test_a_mark_may_stand_in_the_details() -> None:
    (event,) = events("- 13:15 It began.\n\n  - First. <!-- postmortem: cut: And? -->\n  - More.\n")
    assert (event.details, event.cut) == ("- First.\n- More.", "And?")


def test_a_mark_may_stand_in_a_cell_of_a_table() -> None:
    rows = "| 13:15 | It began. <!-- postmortem: cut -->|\n| 13:20 | So. |\n"
    table = f"| Time | Event |\n|---|---|\n{rows}"
    assert [(event.text, event.cut) for event in events(table)] == [
        ("It began.", ""),
        ("So.", None),
    ]


def test_the_first_question_of_an_entry_counts() -> None:
    text = "It. <!-- postmortem: cut --> <!-- postmortem: cut: A? --> <!-- postmortem: cut: B? -->"
    assert take_cuts(text, "") == ("It.", "", "A?")


@pytest.mark.parametrize(
    "code", ["`<!-- postmortem: cut -->`", "It.\n```\n<!-- postmortem: cut -->\n```"]
)
def test_a_mark_in_code_is_none(code: str) -> None:
    assert take_cuts(code, "") == (code, "", None)


def test_a_mark_is_no_marker_for_a_list(tmp_path: Path) -> None:
    body = "## Timeline\n\n- 13:15 It began. <!-- postmortem: cut: Why? -->\n- 13:20 Over.\n"
    text = f"---\ntitle: A\n{TIMES}---\n\n{body}"
    kb = load_files(tmp_path, {"postmortems/2024-06-08-a.md": text})
    assert "PM421" not in codes(kb.problems)


def test_a_mark_outside_of_the_timeline_is_reported(tmp_path: Path) -> None:
    body = "## Timeline\n\n- 13:15 It began.\n\n<!-- postmortem: cut -->\n"
    text = f"---\ntitle: A\n{TIMES}---\n\n{body}"
    kb = load_files(tmp_path, {"postmortems/2024-06-08-a.md": text})
    assert [line for line in said(kb.problems) if "PM421" in line] == [
        "11:1 PM421 a cut stands outside of the entries of a timeline and does nothing"
    ]
