"""What does not fit together in a document."""

import pytest

from outlining import document_of
from postmortem_kb.extraction.findings import ImportProblem
from postmortem_kb.extraction.reading import read_findings
from postmortem_kb.knowledge_base import load_shipped_taxonomy

TEXT = """\
# Maps went grey

## Summary

The map server was down for all readers from 10:00 UTC to {end} UTC on 3 May 2024.

**Duration:** {length}

## Root cause

A change of the settings was wrong.

## Timeline

- {first}
- 10:40 The settings were put back
"""


def problems(
    end: str = "11:00", length: str = "1 hour", first: str = "10:10 Looked"
) -> list[ImportProblem]:
    text = TEXT.format(end=end, length=length, first=first)
    return list(read_findings(document_of(text), load_shipped_taxonomy()).problems)


@pytest.mark.parametrize(
    ("end", "length", "fits"),
    [
        ("14:10", "4 hours", True),
        ("14:40", "4 hours", False),
        ("11:30", "90 minutes", True),
        ("11:31", "90 minutes", True),
        ("11:35", "90 minutes", False),
        ("11:35", "1.5 hours", False),
        ("11:32", "1.5 hours", True),
        ("11:35", "1 hour and 30 minutes", False),
        ("11:35", "about 90 minutes", True),
    ],
)
def test_a_length_may_be_rounded_to_its_unit(end: str, length: str, *, fits: bool) -> None:
    found = [one for one in problems(end, length) if one.code == "stated-duration"]
    assert (found == []) is fits


@pytest.mark.parametrize(
    ("first", "about"),
    [
        ("09:50 Issue detected by the on-call", "detected_at"),
        ("09:50 Settings changed", "timeline"),
    ],
)
def test_an_event_before_the_start(first: str, about: str) -> None:
    found = [one for one in problems(first=first) if one.code == "event-before-start"]
    assert [one.about for one in found] == [about]
