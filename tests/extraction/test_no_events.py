"""Lines of a timeline that mark no event."""

import pytest

from outlining import outline_of
from postmortem_kb.extraction.times.entries import find_entries
from postmortem_kb.extraction.times.event_kinds import find_event_kind
from postmortem_kb.model import EventKind

AROUND = "# Maps went grey\n\nAll went grey.\n\n## Timeline\n\n{}\n\n- 10:00 Alarm\n- 11:00 Over\n"


@pytest.mark.parametrize(
    "line",
    [
        "yaml",
        "vbnet",
        "![A graph](graph.png)",
        "All times in CET",
        "All times are UTC.",
        "Times in PST:",
        "All events are documented in [UTC](https://example.org/utc) time.",
        "2024-06-08 (*all times UTC*)",
        "YYYY-MM-DD HH:mm | What happened",
        "- YYYY-MM-DD HH:mm What happened, in a line",
        "Time (EAT)",
        "Time (CET)     Event",
        "Date Time Description",
        "**Detection Time:**",
        "- **Actions Taken:**",
        "Misleading paths:",
        "- from whom do we know?",
        "*Saturday*",
        "Monday:",
        "Hi everyone,",
        "Kind regards",
    ],
)
def test_a_line_that_is_no_event(line: str) -> None:
    found = find_entries(outline_of(AROUND.format(line)))
    assert [entry.text for entry in found if not entry.is_day_only] == ["Alarm", "Over"]


@pytest.mark.parametrize(
    "line",
    [
        "- The disk was full",
        "The times of the requests were longer than usual",
        "- Hello World was shown instead of the maps",
        "- Time ran out for the disk",
        "Escalated",
    ],
)
def test_a_line_without_a_time_that_is_one(line: str) -> None:
    assert len(find_entries(outline_of(AROUND.format(line)))) == 3


def test_what_stands_under_a_bare_label_has_its_kind() -> None:
    text = "- 10:00 Alarm\n- **Escalation:**\n    - The night team was told"
    entries = find_entries(outline_of(f"# Maps\n\n## Timeline\n\n{text}\n"))
    assert [entry.text for entry in entries] == ["Alarm", "The night team was told"]
    kind = find_event_kind(entries[1].text, entries[1].source.labels)
    assert kind is EventKind.ESCALATED


def test_of_a_story_with_times_only_those_lines_are_events() -> None:
    text = (
        "Hi all,\n\nmaps were grey.\n\n10:00 Alarm\n\n10:30 Restart\n\n11:00 Over\n\nWe are sorry."
    )
    found = find_entries(outline_of(f"# Maps went grey\n\n{text}\n"))
    assert [entry.text for entry in found] == ["Alarm", "Restart", "Over"]
