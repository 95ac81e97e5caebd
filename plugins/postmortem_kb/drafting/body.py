"""A document's story to the body of a record: every sentence of it, in its order, under the
house's headings, with its events and measures as lists that the parser reads."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from postmortem_kb.drafting.action_text import (
    as_fields,
    cells_beside,
    split_item,
    split_prose,
    write_item,
)
from postmortem_kb.drafting.flow import Flow
from postmortem_kb.drafting.front_matter_text import Value
from postmortem_kb.drafting.headings_text import (
    HOUSE_NAMES,
    PlannedHeading,
    find_anchors,
    has_day,
    plan_headings,
)
from postmortem_kb.drafting.inline import guard_start, write_block, write_inline
from postmortem_kb.drafting.parts_text import (
    is_stray_word,
    number_of,
    write_part,
    write_paragraphs,
    write_parts,
)
from postmortem_kb.drafting.pictures import LinkKeeper
from postmortem_kb.drafting.timeline_text import Carried, choose_words, write_entry, write_time
from postmortem_kb.extraction.findings import Findings, FoundEvent, FoundMeasure
from postmortem_kb.extraction.outline import OutlineSection, Part, PartKind
from postmortem_kb.extraction.plain import fold, plain_words
from postmortem_kb.model import SectionKind
from postmortem_kb.moments import Timestamp

_TIME_COLUMNS = frozenset("time date when day clock timestamp start end from to until at".split())
_TEXT_COLUMNS = frozenset("event events what description action details entry comment".split())


@dataclass(frozen=True, slots=True)
class WrittenBody:
    """The Markdown below the front matter, and the measures that stand in prose: those the front
    matter holds, for in the body they stay sentences."""

    text: str
    measures: tuple[Mapping[str, Value], ...] = ()


@dataclass(slots=True)
class _Writer:
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


def write_body(
    findings: Findings, links: LinkKeeper, title: str, started: Timestamp | None
) -> WrittenBody:
    """Write the story.

    `title` is the record's: a heading that says the same is left out. `started` is the record's
    `started_at`, from which the parser carries the first day.
    """
    sections = findings.outline.sections
    found = findings.find("title")
    headings = plan_headings(sections, title, found.line if found else 0)
    links.anchors = find_anchors(sections, headings)
    writer = _Writer(
        findings,
        links,
        _find_numbers(findings),
        Flow(),
        Carried.from_start(started),
        _group(findings.events),
        _group_measures(findings.measures),
    )
    for section, heading in zip(sections, headings, strict=True):
        _write_section(writer, section, heading, title)
    in_prose = [*writer.in_prose, *(m for left in writer.measures.values() for m in left)]
    in_prose.sort(key=lambda measure: measure.line)
    return WrittenBody(writer.flow.render(), tuple(as_fields(measure) for measure in in_prose))


def _find_numbers(findings: Findings) -> dict[int, str]:
    """The numbers that lines of the source begin with."""
    return {
        line.number: number
        for line in findings.document.lines
        if (number := number_of(line.text)) is not None
    }


def _group(events: Iterable[FoundEvent]) -> dict[Part, list[FoundEvent]]:
    grouped: dict[Part, list[FoundEvent]] = {}
    for event in events:
        grouped.setdefault(event.source, []).append(event)
    return grouped


def _group_measures(measures: Iterable[FoundMeasure]) -> dict[Part, list[FoundMeasure]]:
    grouped: dict[Part, list[FoundMeasure]] = {}
    for measure in measures:
        grouped.setdefault(measure.source, []).append(measure)
    return grouped


def _write_section(
    writer: _Writer, section: OutlineSection, heading: PlannedHeading, title: str
) -> None:
    flow = writer.flow
    flow.end_list()
    as_measure = _find_heading_measure(writer, section)
    if as_measure is not None:
        _write_measure(writer, as_measure, section.heading, as_measure.details)
        return
    _write_heading(writer, heading)
    if has_day(heading):
        writer.carried.forget_day()
    if section.kind is SectionKind.TIMELINE:
        _write_timeline(writer, section.parts)
    elif section.kind is SectionKind.ACTION_ITEMS:
        _write_actions(writer, section.parts)
    elif any(part in writer.events for part in section.parts):
        level = max(heading.level, 1) + 1
        first = next(i for i, part in enumerate(section.parts) if part in writer.events)
        write_parts(flow, section.parts[:first], writer.links, writer.numbers)
        flow.end_list()
        flow.add(f"{'#' * level} {HOUSE_NAMES[SectionKind.TIMELINE]}")
        _write_timeline(writer, section.parts[first:])
    else:
        parts = section.parts if section.heading else _without_title(section.parts, title)
        write_parts(flow, parts, writer.links, writer.numbers)


def _without_title(parts: Sequence[Part], title: str) -> Sequence[Part]:
    """What stands before the first heading, without the line that is the record's title."""
    if parts and parts[0].kind is PartKind.PARAGRAPH:
        words = parts[0].words.strip(" :#")
        if words.casefold() == title.casefold():
            return parts[1:]
    return parts


def _write_heading(writer: _Writer, heading: PlannedHeading) -> None:
    flow, links = writer.flow, writer.links
    if heading.text and heading.level:
        flow.add(f"{'#' * heading.level} {write_inline(heading.text, links)}")
    elif heading.text:
        flow.add(write_block(heading.text, links))
    if heading.below:
        flow.add(write_block(heading.below, links))


def _write_timeline(writer: _Writer, parts: Sequence[Part]) -> None:
    """Events as list items with their details below; what is none stays where it stands."""
    for part in parts:
        if writer.written[part]:
            writer.written[part] -= 1
            continue
        events = writer.events.pop(part, [])
        if not events:
            _write_beside_events(writer, part)
            continue
        for event in events:
            _write_event(writer, event, is_alone=len(events) == 1)


def _write_event(writer: _Writer, event: FoundEvent, *, is_alone: bool) -> None:
    flow, links = writer.flow, writer.links
    links.line = event.line
    details = list(event.details)
    words = choose_words(event, is_alone=is_alone)
    if not words and details and details[0].kind is PartKind.PARAGRAPH:
        first = details.pop(0)
        writer.written[first] += 1
        words = first.text
    time = write_time(event, writer.carried)
    first_words, *rest = write_paragraphs(words, links) if words else ("",)
    flow.end_list() if flow.depth > 1 else None
    flow.add_item(write_entry(time, first_words, event.kind))
    for text in rest:
        flow.add(text, 1)
    base = event.source.depth
    for detail in details:
        _write_below(writer, detail, detail.depth - base + 1)


def _write_below(writer: _Writer, part: Part, depth: int) -> None:
    """A detail of an event or measure, below its item."""
    writer.written[part] += 1
    if part.kind is PartKind.RULE:
        return
    least = 2 if part.kind is PartKind.ITEM else 1
    write_part(writer.flow, part, writer.links, writer.numbers, depth=max(depth, least))


def _write_beside_events(writer: _Writer, part: Part) -> None:
    """A part of the timeline that is no event: an item of a list would be read as one."""
    flow, links = writer.flow, writer.links
    if part.kind is PartKind.ROW:
        if part.marker == "header" and _are_known_columns(part.cells):
            return
        write_part(flow, part, links, writer.numbers, depth=0)
    elif part.kind is PartKind.ITEM and (part.depth < 2 or not flow.depth):
        _write_as_paragraph(writer, part)
    elif part.kind is PartKind.ITEM:
        write_part(flow, part, links, writer.numbers, depth=2)
    elif part.kind is PartKind.COMMENT:
        write_part(flow, part, links, writer.numbers, depth=flow.depth and 1)
    elif part.kind is not PartKind.RULE:
        write_part(flow, part, links, writer.numbers, depth=part.depth and flow.depth and 1)


def _are_known_columns(cells: Sequence[str]) -> bool:
    """Whether a header says no more than that there are times and what happened."""
    known = _TIME_COLUMNS | _TEXT_COLUMNS
    return all(fold(cell) in known for cell in cells if plain_words(cell))


def _write_as_paragraph(writer: _Writer, part: Part) -> None:
    writer.links.line = part.line
    for text in write_paragraphs(part.text, writer.links):
        writer.flow.add(text)


def _find_heading_measure(writer: _Writer, section: OutlineSection) -> FoundMeasure | None:
    """The measure that a section's heading is, with what stands below as its details."""
    for source, measures in writer.measures.items():
        if source.marker == "#" and source.line == section.line and section.heading:
            del writer.measures[source]
            return measures[0]
    return None


def _write_actions(writer: _Writer, parts: Sequence[Part]) -> None:
    """Measures as tasks with their details below; what is none stays where it stands."""
    last: FoundMeasure | None = None
    for part in parts:
        if writer.written[part]:
            writer.written[part] -= 1
            continue
        measures = writer.measures.pop(part, [])
        if not measures:
            _write_beside_measures(writer, part, last)
            last = last if writer.flow.depth else None
        elif part.kind is PartKind.PARAGRAPH and not _is_whole(part, measures):
            _write_prose(writer, part, measures)
            last = None
        else:
            last = measures[0]
            words, details = split_item(last)
            _write_measure(writer, last, words, details)
            writer.in_prose += measures[1:]


def _is_whole(part: Part, measures: Sequence[FoundMeasure]) -> bool:
    """Whether a paragraph as a whole is one measure."""
    if len(measures) > 1:
        return False
    said, whole = plain_words(measures[0].title), part.words
    return len(said) * 2 >= len(whole) and (whole.endswith(said) or whole.startswith(said))


def _write_measure(
    writer: _Writer, measure: FoundMeasure, words: str, details: Sequence[Part]
) -> None:
    flow, links = writer.flow, writer.links
    links.line = measure.line
    source = measure.source
    if source.kind is PartKind.ROW:
        words = measure.title
    first, *rest = write_paragraphs(words, links)
    marker, text = write_item(first, measure)
    flow.add_item(text, 1, marker)
    for more in rest:
        flow.add(more, 1)
    if source.kind is PartKind.ROW:
        for heading, cell in cells_beside(measure):
            label = f"{heading}: " if heading else ""
            flow.add_item(guard_start(f"{label}{write_inline(cell, links)}"), 2)
    for part in measure.details:
        if part not in details:
            writer.written[part] += 1
    for detail in details:
        _write_below(writer, detail, detail.depth - source.depth + 1)


def _write_prose(writer: _Writer, part: Part, measures: Sequence[FoundMeasure]) -> None:
    """A paragraph of which some sentences are measures."""
    pieces = split_prose(part, measures)
    if pieces is None:
        write_part(writer.flow, part, writer.links, writer.numbers)
        writer.in_prose += measures
        return
    for text, measure in pieces:
        if measure is None:
            writer.flow.end_list()
            for paragraph in write_paragraphs(text, writer.links):
                writer.flow.add(paragraph)
        else:
            _write_measure(writer, measure, text, ())


def _write_beside_measures(writer: _Writer, part: Part, last: FoundMeasure | None) -> None:
    """A part of the action items that is none: an item of a list would be read as one."""
    flow, links = writer.flow, writer.links
    base = last.source.depth if last is not None and last.source.depth else 1
    is_below = last is not None and flow.depth > 0 and part.depth > base
    if part.kind is PartKind.ROW:
        if part.marker == "header" and part.headings == () and _is_header_of_measures(writer, part):
            return
        write_part(flow, part, links, writer.numbers, depth=0)
    elif part.kind is PartKind.ITEM and not is_below:
        _write_as_paragraph(writer, part)
    elif part.kind is PartKind.ITEM:
        write_part(flow, part, links, writer.numbers, depth=max(2, part.depth - base + 1))
    elif part.kind is PartKind.COMMENT:
        write_part(flow, part, links, writer.numbers, depth=flow.depth and 1)
    elif part.kind is PartKind.PARAGRAPH and is_stray_word(part.text):
        write_part(flow, part, links, writer.numbers, depth=0)
    elif part.kind is not PartKind.RULE:
        depth = 1 if last is not None and flow.depth and part.depth >= base else 0
        write_part(flow, part, links, writer.numbers, depth=depth)


def _is_header_of_measures(writer: _Writer, part: Part) -> bool:
    """Whether a header stands over measures: each item names the columns that it needs."""
    return any(source.headings == part.cells for source in writer.measures)


