"""The day in brackets at the end of a title."""

import pytest

from outlining import document_of
from postmortem_kb.extraction.reading import read_findings
from postmortem_kb.knowledge_base import load_shipped_taxonomy

BODY = (
    "## Summary\n\nThe maps were down for all readers from 10:00 to 11:00 UTC on 8 June 2024.\n\n"
)
TOLD = """\
## Root cause

A change of the settings was wrong.

## Timeline

- 10:00 Alarm
- 11:00 The settings were put back
"""


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Map server outage (2024-06-08)", "Map server outage"),
        ("Map server outage (June 8th, 2024)", "Map server outage"),
        ("Map server outage (2024-06-09)", "Map server outage (2024-06-09)"),
        ("Map server outage (v2)", "Map server outage (v2)"),
        ("Map server outage (again)", "Map server outage (again)"),
    ],
)
def test_the_own_day_is_left_out(heading: str, title: str) -> None:
    findings = read_findings(document_of(f"# {heading}\n\n{BODY}{TOLD}"), load_shipped_taxonomy())
    found = findings.find("title")
    assert found is not None
    assert found.value == title
