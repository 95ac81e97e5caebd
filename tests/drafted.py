"""Documents for the tests of the drafting: outlines of texts, with findings made by hand."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from building import REPOSITORY
from postmortem_kb.drafting.body import write_body
from postmortem_kb.drafting.pictures import LinkKeeper, find_definitions
from postmortem_kb.extraction.evidence import Certainty, Evidence
from postmortem_kb.extraction.findings import Findings, FoundEvent, FoundMeasure, Verdict
from postmortem_kb.extraction.outline.outline import Outline, Part
from postmortem_kb.extraction.outline.structure import build_outline
from postmortem_kb.importers.document import Document, Line
from postmortem_kb.model import EventKind
from postmortem_kb.moments import parse_timestamp
from postmortem_kb.zones import UNKNOWN_ZONE, Zone

SHA256 = "a1" * 32
GIVEN = os.environ.get("POSTMORTEM_SAMPLES")
"""A folder of documents of others with their labels, where there is one."""


def find_samples(endings: Sequence[str]) -> Iterator[Path]:
    """The documents that their labels call postmortems, of some formats."""
    labels = [REPOSITORY / "tests" / "samples" / "imports" / "labels.yaml"]
    if GIVEN:
        labels += [Path(GIVEN) / "corpus" / "labels.yaml", Path(GIVEN) / "seeds" / "labels.yaml"]
    for path in labels:
        for entry in yaml.safe_load(path.read_text("utf-8")) if path.is_file() else []:
            file = path.parent / entry["file"]
            if entry.get("is_postmortem", True) and file.suffix in endings:
                yield file


def stated(field: str, value: str, line: int = 1, quote: str = "as it says") -> Evidence:
    return Evidence(field, value, line, quote, Certainty.STATED)


def suggested(
    field: str, value: str, line: int = 1, quote: str = "as it says", rank: int | None = None
) -> Evidence:
    return Evidence(field, value, line, quote, Certainty.SUGGESTED, rank)


def read(text: str, **more: Any) -> Findings:
    """A document's outline, without anything found in it."""
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    document = Document("in/outage.md", SHA256, "markdown", lines)
    return Findings(document, build_outline(lines), Verdict.POSTMORTEM, **more)


def parts_of(outline: Outline) -> list[Part]:
    return [part for section in outline.sections for part in section.parts]


def part_at(findings: Findings, line: int) -> Part:
    return next(part for part in parts_of(findings.outline) if part.line <= line <= part.end_line)


def event(
    findings: Findings,
    line: int,
    at: str | None,
    text: str,
    kind: EventKind = EventKind.NOTE,
    *,
    until: str | None = None,
    details: Iterable[int] = (),
) -> FoundEvent:
    below = tuple(part_at(findings, number) for number in details)
    return FoundEvent(at, until, text, kind, line, part_at(findings, line), below)


def measure(
    findings: Findings,
    line: int,
    title: str | None = None,
    *,
    details: Iterable[int] = (),
    **more: Any,
) -> FoundMeasure:
    source = part_at(findings, line)
    below = tuple(part_at(findings, number) for number in details)
    return FoundMeasure(title or source.text, line, source, below, **more)


def with_events(findings: Findings, *events: FoundEvent) -> Findings:
    return replace(findings, events=events)


def with_measures(findings: Findings, *measures: FoundMeasure) -> Findings:
    return replace(findings, measures=measures)


def body_of(
    findings: Findings | str,
    *,
    title: str = "Checkout was down",
    zone: Zone = UNKNOWN_ZONE,
    started: str | None = None,
    source: Path | None = None,
    folder: Path = Path("/nowhere/postmortems"),
    problems: list[str] | None = None,
) -> str:
    """The body written for a document, without the line break at its end."""
    found = read(findings) if isinstance(findings, str) else findings
    definitions = find_definitions(found.document.lines)
    links = LinkKeeper(source, folder, "2024-06-08-outage", definitions=definitions)
    stamp = parse_timestamp(started) if started else None
    written = write_body(found, links, title, zone, stamp)
    if problems is not None:
        problems += [
            f"{problem.line} {problem.code}: {problem.message}" for problem in links.problems
        ]
    return written.text.rstrip("\n")
