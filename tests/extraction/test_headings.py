"""What a heading announces."""

import pytest

from postmortem_kb.extraction.outline.headings import (
    classify_heading,
    is_other_heading,
    is_plain_heading,
)
from postmortem_kb.model import SectionKind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Timeline", SectionKind.TIMELINE),
        ("TIMELINE (UTC)", SectionKind.TIMELINE),
        ("Incident Time Line:", SectionKind.TIMELINE),
        ("Sequence of events", SectionKind.TIMELINE),
        ("Chronology of the outage", SectionKind.TIMELINE),
        ("Debugging process", SectionKind.TIMELINE),
        ("Root cause and resolution", SectionKind.ROOT_CAUSE),
        ("5 Whys", SectionKind.ROOT_CAUSE),
        ("Corrective and preventative measures", SectionKind.ACTION_ITEMS),
        ("How to prevent it", SectionKind.ACTION_ITEMS),
        ("Corrective/preventive measures", SectionKind.ACTION_ITEMS),
        ("Root cause/Resolution", SectionKind.ROOT_CAUSE),
        ("3. Follow-up actions", SectionKind.ACTION_ITEMS),
        ("Next steps", SectionKind.ACTION_ITEMS),
        ("Resolution and recovery", SectionKind.RESOLUTION),
        ("How was it detected?", SectionKind.DETECTION),
        ("Issue Summary", SectionKind.SUMMARY),
        ("Duration", SectionKind.SUMMARY),
        ("User impact", SectionKind.IMPACT),
        ("What triggered it", SectionKind.TRIGGER),
        ("Lessons learned", SectionKind.LESSONS),
        ("What went well", SectionKind.WENT_WELL),
        ("What could have gone better", SectionKind.WENT_WRONG),
        ("Where we got lucky", SectionKind.LUCKY),
        ("Maps went grey", None),
        ("", None),
        ("Timeline of a long story that nobody would ever take for a heading at all", None),
    ],
)
def test_a_heading_announces_a_section(heading: str, kind: SectionKind | None) -> None:
    assert classify_heading(heading) is kind


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("Timeline", True),
        ("Root cause:", True),
        ("Conclusion", True),
        ("Root cause.", False),
        ("timeline", False),
        ("Maps went grey", False),
    ],
)
def test_a_plain_line_is_a_heading_only_of_a_known_section(line: str, *, is_heading: bool) -> None:
    assert is_plain_heading(line) is is_heading


@pytest.mark.parametrize(
    ("line", "is_other"), [("Conclusion", True), ("Authors", True), ("Timeline", False)]
)
def test_some_headings_end_a_section(line: str, *, is_other: bool) -> None:
    assert is_other_heading(line) is is_other
