"""A document to findings, as a whole."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outlining import document_of
from postmortem_kb.extraction.evidence import Certainty
from postmortem_kb.extraction.findings import Findings, Verdict
from postmortem_kb.extraction.reading import read_findings
from postmortem_kb.importers.document import Document, Line
from postmortem_kb.knowledge_base import load_shipped_taxonomy
from postmortem_kb.zones import find_zone
from records import PROPERTY

TAXONOMY = load_shipped_taxonomy()
STORY = """
# Maps went grey

## Issue summary

**Duration:** June 8, 2023, 10:00 - 11:30 UTC

The map server was down for 40% of the users.

## Timeline

- 10:00 Monitoring raised an alert
- 10:20 Escalated to the storage team
- 11:30 All services are fully restored

## Root cause and resolution

The disk of the tile cache was full.

## Corrective and preventative measures

- Add an alert on disk space
- Rotate the logs
"""


def read(text: str) -> Findings:
    return read_findings(document_of(text), TAXONOMY)


@pytest.mark.parametrize(
    ("field", "value", "line", "certainty"),
    [
        ("title", "Maps went grey", 1, Certainty.STATED),
        ("started_at", "2023-06-08T10:00", 5, Certainty.STATED),
        ("resolved_at", "2023-06-08T11:30", 5, Certainty.STATED),
        ("timezone", "UTC", 5, Certainty.STATED),
        ("duration_minutes", 90, 5, Certainty.DERIVED),
        ("detected_at", "2023-06-08T10:00", 11, Certainty.SUGGESTED),
    ],
)
def test_every_value_has_its_line(
    field: str, value: str | float, line: int, certainty: Certainty
) -> None:
    found = read(STORY).find(field)
    assert found is not None
    assert (found.value, found.line, found.certainty) == (value, line, certainty)


def test_the_rest_is_read_too() -> None:
    found = read(STORY)
    assert found.verdict is Verdict.POSTMORTEM
    assert [event.at for event in found.events] == [
        "2023-06-08T10:00",
        "2023-06-08T10:20",
        "2023-06-08T11:30",
    ]
    assert [measure.title for measure in found.measures] == [
        "Add an alert on disk space",
        "Rotate the logs",
    ]
    assert [quotation.line for quotation in found.escalations] == [12]
    assert found.duration_minutes == 90
    assert found.problems == ()


def test_an_end_before_its_start_is_left_out() -> None:
    text = STORY.replace(
        "**Duration:** June 8, 2023, 10:00 - 11:30 UTC",
        "**Start:** June 8, 2023 11:30\n\n**End:** June 8, 2023 10:00",
    )
    found = read(text)
    assert found.find("resolved_at") is None
    assert "end-before-start" in [problem.code for problem in found.problems]


def test_a_zone_that_is_given_is_the_zone() -> None:
    found = read_findings(document_of(STORY), TAXONOMY, zone=find_zone("EAT"))
    zone = found.find("timezone")
    assert zone is not None
    assert zone.value == "EAT"


def test_what_is_no_postmortem_is_left_alone() -> None:
    found = read("# How to write a postmortem\n\nWrite down what happened, and when.")
    assert found.verdict is Verdict.NOT_A_POSTMORTEM
    assert found.evidence == ()


LINES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(STORY.splitlines()),
        st.sampled_from(["", "- a", "```", "<b>", "| a | b |", "|---|---|", "> a", "Impact: all"]),
    ),
    max_size=30,
)
MORE = settings(PROPERTY, max_examples=150, suppress_health_check=list(HealthCheck))


@given(LINES)
@MORE
def test_no_text_stops_the_reading(lines: list[str]) -> None:
    numbered = tuple(Line(number, line) for number, line in enumerate(lines, 1))
    found = read_findings(Document("a.md", "0" * 64, "markdown", numbered), TAXONOMY)
    assert all(1 <= item.line <= max(1, len(lines)) for item in found.evidence)
    assert all(problem.message for problem in found.problems)
