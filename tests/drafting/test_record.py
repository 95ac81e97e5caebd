"""A record as it is drafted: front matter with its evidence, name, files, what is refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drafted import (
    SHA256,
    event,
    measure,
    part_at,
    read,
    stated,
    suggested,
    with_events,
    with_measures,
)
from postmortem_kb.drafting.record import DraftedRecord, RecordRefusedError, write_record
from postmortem_kb.extraction.evidence import Certainty, Evidence
from postmortem_kb.extraction.findings import Findings, FoundMeasure, ImportProblem
from postmortem_kb.fields import ActionType
from postmortem_kb.importers.document import Attachment
from postmortem_kb.model import EventKind
from records import TAXONOMY, parse

TEXT = "# Checkout was down\n\n## Summary\n\nA disk was full.\n"
FOLDER = Path("/nowhere/postmortems")


def draft(findings: Findings | str, *evidence: Evidence, **more: Any) -> DraftedRecord:
    found = read(findings) if isinstance(findings, str) else findings
    found = replace(found, evidence=(*found.evidence, *evidence))
    return write_record(found, TAXONOMY, FOLDER, **more)


def front_matter(record: DraftedRecord) -> str:
    return record.text.split("---\n")[1]


def test_what_is_not_stated_stays_out() -> None:
    record = draft(TEXT, stated("title", "Checkout was down"))
    assert record.text == (
        '---\ntitle: "Checkout was down"\nreview_status: draft\ntimezone: unknown\n'
        f"imported_from:\n  path: in/outage.md\n  sha256: {SHA256}\n---\n\n"
        "## Summary\n\nA disk was full.\n"
    )
    assert record.problems == ()


def test_values_that_are_readings_show_their_evidence() -> None:
    record = draft(
        TEXT,
        stated("title", "Checkout was down"),
        Evidence("started_at", "2024-06-08T13:15", 3, "from 13:15", Certainty.DERIVED),
        suggested("root_causes", "hardware/disk", 5, "A disk was full.", 1),
        suggested("root_causes", "capacity", 7, "It was too small.", 2),
        suggested("root_causes", "process", 9, "Nobody looked.", 3),
        suggested("detection", "monitoring", 4, "An alert fired."),
    )
    assert front_matter(record) == (
        'title: "Checkout was down"\n'
        "review_status: draft\n"
        '# derived, line 3: "from 13:15"\n'
        "started_at: 2024-06-08T13:15\n"
        "timezone: unknown\n"
        '# suggested, line 5: "A disk was full."; else capacity (line 7), process (line 9)\n'
        "root_causes:\n  - hardware/disk\n"
        '# suggested, line 4: "An alert fired."\n'
        "detection: monitoring\n"
        f"imported_from:\n  path: in/outage.md\n  sha256: {SHA256}\n"
    )


def test_services_become_terms() -> None:
    record = draft(TEXT, stated("services", "Gateway"), stated("services", "Nuru Pay (EU)"))
    assert "services:\n  - payment-gateway\n  - nuru-pay-eu\n" in record.text
    assert [(term.id, term.label) for term in record.new_services] == [
        ("nuru-pay-eu", "Nuru Pay (EU)")
    ]


def test_the_impact_is_a_mapping() -> None:
    record = draft(
        TEXT,
        suggested("impact.summary", "Nobody could pay."),
        stated("impact.users_percent", "~25"),
        stated("impact.of", "users"),
    )
    assert (
        'impact:\n  # suggested, line 1: "as it says"\n  summary: Nobody could pay.\n'
        "  users_percent: ~25\n  of: users\n"
    ) in record.text


def test_of_what_is_not_said_without_a_percentage() -> None:
    assert "impact" not in draft(TEXT, stated("impact.of", "users")).text


def test_contradictions_become_discrepancies() -> None:
    found = replace(
        read(TEXT),
        problems=(
            ImportProblem(7, "event-before-start", "the first event is before it", "timeline"),
            ImportProblem(8, "ambiguous-zone", "it may also mean another"),
        ),
    )
    assert (
        "discrepancies:\n  - about: timeline\n    note: the first event is before it\n"
        in draft(found).text
    )


def test_times_that_do_not_add_up_are_noted() -> None:
    record = draft(
        TEXT,
        stated("started_at", "2024-06-08T13:15"),
        suggested("detected_at", "2024-06-08T13:13"),
    )
    assert "  - about: detected_at\n    note: detected_at is 2 min before" in record.text
    assert not any(found.name == "detected-before-start" for found in parse(record.text).problems)


def test_a_reading_that_cannot_be_is_left_out() -> None:
    record = draft(
        TEXT,
        stated("started_at", "2024-06-08T13:15"),
        suggested("mitigated_at", "2024-06-08T12:00", 12),
    )
    assert "mitigated_at:" not in record.text
    assert [(problem.line, problem.code) for problem in record.problems] == [(12, "value-left-out")]


def test_a_value_that_its_field_cannot_hold_is_left_out() -> None:
    record = draft(TEXT, stated("timezone", "Kigali Time", 3))
    assert "timezone: unknown\n" in record.text
    assert [(problem.line, problem.code) for problem in record.problems] == [
        (3, "unreadable-value")
    ]


@pytest.mark.parametrize(
    ("title", "started", "name"),
    [
        ("Checkout was down", "2024-06-08T13:15", "2024-06-08-checkout-was-down"),
        (
            "Postmortem: Checkout was down (2024-06-08)",
            "2024-06-08",
            "2024-06-08-checkout-was-down",
        ),
        ("Checkout was down on June 8, 2024", None, "undated-checkout-was-down"),
        ("Postmortem", None, "undated-postmortem"),
        ("Outage", "T13:15", "undated-outage"),
        ("Outage", "--06-08T13:15", "undated-outage"),
    ],
)
def test_the_name_of_the_file(title: str, started: str | None, name: str) -> None:
    values = [stated("title", title)] + ([stated("started_at", started)] if started else [])
    record = draft(TEXT, *values)
    assert record.file_name == f"{name}.md"


def test_a_document_without_a_title_is_called_by_its_first_words() -> None:
    assert 'title: "It broke."\n' in draft("It broke. Badly.\n").text


def test_measures_in_prose_stand_in_the_front_matter() -> None:
    findings = read("# T\n\n## Conclusion\n\nIt broke. We will watch the disk. Thanks.\n")
    found = FoundMeasure("We will watch the disk.", 5, part_at(findings, 5), type=ActionType.DETECT)
    record = draft(with_measures(findings, found))
    assert "action_items:\n  - title: We will watch the disk.\n    type: detect\n" in record.text
    assert record.text.endswith("\nIt broke. We will watch the disk. Thanks.\n")


def test_embedded_pictures_are_written_beside_the_record() -> None:
    findings = read("# T\n\n![A graph](picture-1.png)\n")
    document = replace(findings.document, attachments=(Attachment("picture-1.png", b"png"),))
    record = draft(replace(findings, document=document), stated("title", "T"))
    assert "![A graph](undated-t-picture-1.png)" in record.text
    assert [(file.name, file.read()) for file in record.files] == [
        ("undated-t-picture-1.png", b"png")
    ]


def test_pictures_beside_the_source_are_copied(tmp_path: Path) -> None:
    (tmp_path / "graph.png").write_bytes(b"png")
    record = draft("# T\n\n![A graph](graph.png)\n", source=tmp_path / "outage.md")
    assert [(file.name, file.read()) for file in record.files] == [("undated-t-graph.png", b"png")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("word " * 150_000, "bytes, of at most 500,000"),
        ("- one\n\n" * 11_000, "more than 10,000 paragraphs"),
    ],
)
def test_what_no_record_can_hold_is_refused(text: str, message: str) -> None:
    with pytest.raises(RecordRefusedError, match=message):
        draft(text)


def test_the_parser_reads_what_was_found() -> None:
    findings = read(
        "# T\n\n## Timeline\n\n- 1:15 PM It fails.\n- 1:10 AM It works.\n\n"
        "## Action items\n\n- Watch the disk.\n- Test it.\n"
    )
    findings = with_events(
        findings,
        event(findings, 5, "2024-06-08T13:15", "It fails.", EventKind.STARTED),
        event(findings, 6, "2024-06-09T01:10", "It works.", EventKind.RESOLVED),
    )
    findings = with_measures(
        findings,
        measure(findings, 10, type=ActionType.DETECT, owner="@ops", due="2024-07-01"),
        measure(findings, 11, ticket="OPS-12"),
    )
    parsed = parse(draft(findings, stated("started_at", "2024-06-08T13:15")).text).postmortem
    assert parsed is not None
    assert [(one.at.iso if one.at else None, one.kind, one.text) for one in parsed.body.events] == [
        ("2024-06-08T13:15", EventKind.STARTED, "It fails."),
        ("2024-06-09T01:10", EventKind.RESOLVED, "It works."),
    ]
    assert [(i.title, i.type, i.owner, i.due, i.ticket) for i in parsed.action_items] == [
        ("Watch the disk.", ActionType.DETECT, "@ops", "2024-07-01", None),
        ("Test it.", None, None, None, "OPS-12"),
    ]
