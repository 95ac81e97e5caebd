"""What the import finds in a sample is what the parser reads from its record."""

from pathlib import Path
from typing import Any

import pytest

from drafted import find_samples
from postmortem_kb.drafting.record import write_record
from postmortem_kb.extraction.findings import Findings
from postmortem_kb.extraction.reading import read_findings
from postmortem_kb.fields import ActionStatus
from postmortem_kb.importers.registry import read_documents
from postmortem_kb.model import Postmortem
from postmortem_kb.moments import Moment, parse_timestamp
from postmortem_kb.problem import Level, Problem
from postmortem_kb.zones import Zone
from records import TAXONOMY, parse

SAMPLES = list(find_samples((".md", ".txt", ".html", ".json")))
ALLOWED = ("unknown-term", "e-mail-address")
"""A service to add to the taxonomy, and what the document should not say."""


def draft(file: Path, folder: Path) -> tuple[Findings, Postmortem, tuple[Problem, ...]]:
    document = read_documents(file, file.name)[0]
    findings = read_findings(document, TAXONOMY)
    parsed = parse(write_record(findings, TAXONOMY, folder, file).text)
    assert parsed.postmortem is not None
    return findings, parsed.postmortem, parsed.problems


def shown(moment: Moment | None) -> Any:
    if moment is None:
        return None
    stated = moment.stated
    day = (stated.has_day, stated.has_year, stated.local if stated.has_day else None)
    return (*day, stated.local.time(), stated.precision, stated.approximate, moment.offset)


def moment_of(text: str | None, zone: Zone) -> Moment | None:
    return Moment(parse_timestamp(text), zone) if text else None


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_events(file: Path, tmp_path: Path) -> None:
    findings, postmortem, _ = draft(file, tmp_path)
    zone = postmortem.zone
    assert [(shown(one.at), shown(one.until), one.kind) for one in postmortem.body.events] == [
        (shown(moment_of(one.at, zone)), shown(moment_of(one.until, zone)), one.kind)
        for one in findings.events
    ]


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_measures(file: Path, tmp_path: Path) -> None:
    findings, postmortem, _ = draft(file, tmp_path)
    read = [
        (one.type, one.owner, one.due, one.ticket, one.status or ActionStatus.OPEN)
        for one in postmortem.action_items
    ]
    assert read == [
        (one.type, one.owner, one.due, one.ticket, one.status or ActionStatus.OPEN)
        for one in findings.measures
    ]


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_a_strict_check_finds_nothing_but_new_terms(file: Path, tmp_path: Path) -> None:
    _, _, problems = draft(file, tmp_path)
    found = [problem for problem in problems if problem.level is not Level.ADVICE]
    assert [problem.message for problem in found if problem.name not in ALLOWED] == []
