"""Wrong turns and escalations: what is told is found, and nothing else."""

import time

import pytest

from outlining import outline_of
from postmortem_kb.extraction.facts.turns import find_escalations, find_misleading_paths
from postmortem_kb.extraction.findings import FoundEvent
from postmortem_kb.extraction.outline.outline import Part, PartKind
from postmortem_kb.model import EventKind


def wrong_turns_of(text: str) -> list[str]:
    return [item.text for item in find_misleading_paths(outline_of(text))]


def escalations_of(text: str) -> list[str]:
    return [item.text for item in find_escalations(outline_of(text))]


@pytest.mark.parametrize(
    "entry",
    [
        "We were misled by an error in the mail log.",
        "At first we suspected the network, but it was healthy.",
        "The team assumed a burst of traffic, a red herring.",
        "An attack was considered and ruled out.",
        "The investigation erroneously focused on the cache.",
        "Turns out, the database was just fine.",
        "After several incorrect hypotheses we read the logs.",
        "Cable theory discarded.",
    ],
)
def test_a_wrong_turn_is_found_in_a_sentence(entry: str) -> None:
    assert wrong_turns_of(f"## Timeline\n- 10:05 {entry}\n- 10:30 Fixed.\n") == [entry]


@pytest.mark.parametrize(
    "text",
    [
        "Timeline:\n\nMisleading Paths:\nThe team looked at the resolver.\n\nResolution:\nFixed.\n",
        "- **Misleading paths:** The team looked at the resolver.\n",
        "## Timeline\n10:05 Misleading investigation paths\n    The team looked at the resolver.\n",
        "## Misleading paths\n\n- The team looked at the resolver.\n",
    ],
)
def test_a_wrong_turn_is_found_by_its_label(text: str) -> None:
    assert wrong_turns_of(text) == ["The team looked at the resolver."]


@pytest.mark.parametrize(
    "text",
    [
        "## Summary\n\nThe first investigation took an hour.\n",
        "- **Misleading paths:** None.\n",
        "## Action items\n- Remove the misleading error message\n",
        "## Timeline\n- Misleading investigation/debugging paths that were taken?\n",
    ],
)
def test_no_wrong_turn_is_claimed_where_none_is_told(text: str) -> None:
    assert wrong_turns_of(text) == []


@pytest.mark.parametrize(
    "entry",
    [
        "The incident was escalated to the storage team.",
        "Escalated to the vendor.",
        "We called in the database engineers.",
        "Escalation to senior network staff.",
    ],
)
def test_an_escalation_is_found_in_a_sentence(entry: str) -> None:
    assert escalations_of(f"## Timeline\n- 10:05 {entry}\n- 10:30 Fixed.\n") == [entry]


def test_an_escalation_is_found_by_its_label() -> None:
    text = "Timeline:\n\nEscalation:\nThe keys team came in.\n\nResolution:\nA new key.\n"
    assert escalations_of(text) == ["The keys team came in."]


def test_a_label_that_only_names_is_not_told_as_an_escalation() -> None:
    text = "## Timeline\n12:00 PM: Escalation\n    The keys team came in.\n12:30 PM: Fixed\n"
    assert escalations_of(text) == ["The keys team came in."]


@pytest.mark.parametrize(
    "text",
    [
        "## Root cause\n\nA privilege escalation was possible.\n",
        "## Summary\n\nThe slow queries escalated into a full outage.\n",
        "## Timeline\n- 10:05 No escalation was needed.\n",
        "- **Escalation:** None\n",
        "## Action items\n- Write down the escalation path\n",
        "## Lessons learned\n- We should have escalated earlier.\n",
    ],
)
def test_no_escalation_is_claimed_where_none_is_told(text: str) -> None:
    assert escalations_of(text) == []


def test_an_event_of_that_kind_is_quoted_once() -> None:
    outline = outline_of("## Timeline\n- 10:05 Escalated to the storage team.\n- 10:09 Ops join.\n")
    source = Part(PartKind.ITEM, "", 2, 2)
    events = (
        FoundEvent(
            "T10:05", None, "Escalated to the storage team.", EventKind.ESCALATED, 2, source
        ),
        FoundEvent("T10:09", None, "Ops join.", EventKind.ESCALATED, 3, source),
    )
    assert [(item.line, item.text) for item in find_escalations(outline, events)] == [
        (2, "Escalated to the storage team."),
        (3, "Ops join."),
    ]


def test_a_long_hostile_document_is_read_quickly() -> None:
    outline = outline_of("## Timeline\n\n" + "first we suspected escalated " * 15_000)
    began = time.perf_counter()
    find_misleading_paths(outline)
    find_escalations(outline)
    assert time.perf_counter() - began < 20


def test_a_judgement_is_quoted_with_what_it_judges() -> None:
    text = "## Timeline\n- 10:05 We replaced the cable. That was a wrong turn.\n- 10:30 Fixed.\n"
    assert wrong_turns_of(text) == ["We replaced the cable. That was a wrong turn."]
