"""Marks in timeline entries that stop the story: what they ask, and where they do nothing."""

from pathlib import Path

import pytest

from making import make
from postmortem_kb.cut_marks import take_cuts
from postmortem_kb.model import Event, EventKind
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
    ("mark", "question"),
    [
        ("<!--postmortem:cut-->", ""),
        ("<!-- postmortem:cut -->", ""),
        ("<!-- postmortem: cut : Why? -->", "Why?"),
        ("<!-- Postmortem: Cut -->", ""),
        ("<!--POSTMORTEM: CUT: Why?-->", "Why?"),
    ],
)
def test_spaces_and_capitals_of_a_mark_do_not_matter(
    tmp_path: Path, mark: str, question: str
) -> None:
    assert take_cuts(f"It began. {mark}", "") == ("It began.", "", question)
    assert marks_of(tmp_path, f"- 13:15 It began. {mark}\n- 13:20 Over.\n") == []


@pytest.mark.parametrize(
    ("mark", "mend"),
    [
        ("<!-- postmortem: cut Why? -->", "<!-- postmortem: cut: Why? -->"),
        ("<!-- postmortems: cut -->", "<!-- postmortem: cut -->"),
        ("<!-- postmortem: cuts -->", "<!-- postmortem: cut -->"),
        ("<!-- postmortem: cuts: Why? -->", "<!-- postmortem: cut: Why? -->"),
    ],
)
def test_what_was_meant_for_a_mark_is_reported(tmp_path: Path, mark: str, mend: str) -> None:
    assert marks_of(tmp_path, f"- 13:15 It began. {mark}\n- 13:20 Over.\n") == [
        f"8:19 PM421 '{mark}' is no mark for a cut and does nothing; write '{mend}'"
    ]


@pytest.mark.parametrize("space", [" ", "\n  "])
def test_a_mark_in_front_of_an_entry_leaves_it_its_time(space: str) -> None:
    text = f"- <!-- postmortem: cut -->{space}13:15 **Detected:** It\n  began.\n\n  - More.\n"
    (event,) = events(text)
    assert event.at is not None
    assert (event.at.stated.text, event.kind, event.text, event.details, event.cut) == (
        "13:15",
        EventKind.DETECTED,
        "It\nbegan.",
        "- More.",
        "",
    )


def test_a_mark_on_nothing_but_the_last_entry_is_reported(tmp_path: Path) -> None:
    timeline = "- 13:15 It began.\n- 13:20 Over. <!-- postmortem: cut -->\n"
    assert marks_of(tmp_path, timeline) == [
        "9:15 PM421 the only cut stands in the last entry of the timeline, and the story never "
        "stops; put it at the end of an earlier entry, after which there is something to think "
        "about"
    ]


def test_a_mark_on_the_last_entry_beside_another_is_not_reported(tmp_path: Path) -> None:
    mark = "<!-- postmortem: cut -->"
    assert marks_of(tmp_path, f"- 13:15 It began. {mark}\n- 13:20 Over. {mark}\n") == []


def marks_of(tmp_path: Path, timeline: str) -> list[str]:
    """What is wrong with the marks of a timeline that begins on line 8, and the mends."""
    text = f"---\ntitle: A\n{TIMES}---\n\n## Timeline\n{timeline}"
    kb = load_files(tmp_path, {"postmortems/2024-06-08-a.md": text})
    return [f"{said([found])[0]}; {found.hint}" for found in kb.problems if found.code == "PM421"]


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
