"""What is at hand while the body of a record is written, and what its sections share."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from postmortem_kb.drafting.flow import Flow
from postmortem_kb.drafting.parts_text import number_of, write_paragraphs, write_part
from postmortem_kb.drafting.pictures import LinkKeeper
from postmortem_kb.drafting.timeline_text import Carried
from postmortem_kb.extraction.findings import Findings, FoundEvent, FoundMeasure
from postmortem_kb.extraction.outline.outline import Part, PartKind


@dataclass(slots=True)
class Writer:
    findings: Findings
    links: LinkKeeper
    numbers: dict[int, str]
    flow: Flow
    carried: Carried
    events: dict[Part, list[FoundEvent]]
    measures: dict[Part, list[FoundMeasure]]
    in_prose: list[FoundMeasure] = field(default_factory=list)
    written: Counter[Part] = field(default_factory=Counter)
    """Parts that were written before their turn: the details of an event or measure."""


def find_numbers(findings: Findings) -> dict[int, str]:
    """The numbers that lines of the source begin with."""
    return {
        line.number: number
        for line in findings.document.lines
        if (number := number_of(line.text)) is not None
    }


def group_events(events: Iterable[FoundEvent]) -> dict[Part, list[FoundEvent]]:
    grouped: dict[Part, list[FoundEvent]] = {}
    for event in events:
        grouped.setdefault(event.source, []).append(event)
    return grouped


def group_measures(measures: Iterable[FoundMeasure]) -> dict[Part, list[FoundMeasure]]:
    grouped: dict[Part, list[FoundMeasure]] = {}
    for measure in measures:
        grouped.setdefault(measure.source, []).append(measure)
    return grouped


def write_below(writer: Writer, part: Part, depth: int) -> None:
    """A detail of an event or measure, below its item."""
    writer.written[part] += 1
    if part.kind is PartKind.RULE:
        return
    least = 2 if part.kind is PartKind.ITEM else 1
    write_part(writer.flow, part, writer.links, writer.numbers, depth=max(depth, least))


def write_as_paragraph(writer: Writer, part: Part) -> None:
    writer.links.line = part.line
    for text in write_paragraphs(part.text, writer.links):
        writer.flow.add(text)
