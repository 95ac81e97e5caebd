"""A group's own title and questions give away nothing of a story that nobody is to know yet."""

from typing import Any

import pytest

from making import TAXONOMY, at, make
from meetings import MINUTES, meet
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.reading_groups.telling.own_words import OwnWords, choose_words

DISK = make(
    "disk",
    at("2024-06-08", "services: [payments]", "root_causes: [hardware/disk]", hours=1),
    title="Payments failed for want of inodes",
)
SEARCH = make("search", at("2024-07-09", "services: [search]"), title="Search was slow")
SAFE = "What did the alert on payments not say?"
OUTCOME = "How full may a disk be?"
TITLE = "What tells us how many inodes are left?"


def choose(session: Session) -> OwnWords:
    return choose_words(session, (DISK, SEARCH), TAXONOMY)


def replay(body: str = "", **fields: Any) -> Session:
    return meet("a", body, format="replay", **fields)


@pytest.mark.parametrize("kind", ["discussion", "comparison", "author-talk"])
def test_where_all_read_the_record_before_all_is_said(kind: str) -> None:
    session = meet("a", title="Full disks", questions=[OUTCOME, SAFE], format=kind)
    assert choose(session) == OwnWords("Full disks", (OUTCOME, SAFE), 0)


def test_after_a_replay_all_is_said() -> None:
    session = replay(MINUTES, title="Full disks", questions=[OUTCOME])
    assert choose(session) == OwnWords("Full disks", (OUTCOME,), 0)


def test_a_question_with_a_word_of_the_cause_comes_after_the_story() -> None:
    found = choose(replay(title="Replay", questions=[SAFE, OUTCOME]))
    assert found == OwnWords("Replay", (SAFE,), 1)
    assert found.note == "1 more question comes after the story."


def test_a_question_with_a_word_of_a_records_title_does_too() -> None:
    found = choose(replay(title="Replay", questions=[TITLE, OUTCOME]))
    assert found == OwnWords("Replay", (), 2)
    assert found.note == "2 questions come after the story."


def test_of_questions_that_are_all_shown_nothing_is_noted() -> None:
    assert choose(replay(questions=[SAFE])).note == ""


@pytest.mark.parametrize(
    "title", ["A full disk", "DISKS!", "Out of inodes", "Payments failed for want of inodes"]
)
def test_group_and_day_stand_for_a_title_that_tells(title: str) -> None:
    assert choose(replay(title=title)).title == "Payments, 26 November 2026"


def test_they_stand_for_a_heading_that_tells_too() -> None:
    assert choose(replay("# The *disk* again\n")).title == "Payments, 26 November 2026"


@pytest.mark.parametrize(
    "title", ["Replay: Incident of 8 June 2024: Payments", "What alerts tell", "Payments"]
)
def test_a_title_that_tells_only_where_it_hurt_stays(title: str) -> None:
    assert choose(replay(title=title)).title == title


def test_every_record_that_is_read_counts() -> None:
    session = replay(title="Full disks", questions=[OUTCOME])
    assert choose_words(session, (SEARCH,), TAXONOMY) == OwnWords("Full disks", (OUTCOME,), 0)
    assert choose_words(session, (SEARCH, DISK), TAXONOMY).withheld == 1
