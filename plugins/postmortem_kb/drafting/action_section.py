"""A section of action items: its measures as tasks, all else where it stood."""

from collections.abc import Sequence

from postmortem_kb.drafting.action_text import cells_beside, split_item, split_prose, write_item
from postmortem_kb.drafting.inline import guard_start, write_inline
from postmortem_kb.drafting.parts_text import is_stray_word, write_paragraphs, write_part
from postmortem_kb.drafting.writer import Writer, write_as_paragraph, write_below
from postmortem_kb.extraction.findings import FoundMeasure
from postmortem_kb.extraction.outline.outline import OutlineSection, Part, PartKind
from postmortem_kb.extraction.outline.plain import plain_words


def find_heading_measure(writer: Writer, section: OutlineSection) -> FoundMeasure | None:
    """The measure that a section's heading is, with what stands below as its details."""
    for source, measures in writer.measures.items():
        if source.marker == "#" and source.line == section.line and section.heading:
            del writer.measures[source]
            return measures[0]
    return None


def write_actions(writer: Writer, parts: Sequence[Part]) -> None:
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
            write_measure(writer, last, words, details)
            writer.in_prose += measures[1:]


def _is_whole(part: Part, measures: Sequence[FoundMeasure]) -> bool:
    """Whether a paragraph as a whole is one measure."""
    if len(measures) > 1:
        return False
    said, whole = plain_words(measures[0].title), part.words
    return len(said) * 2 >= len(whole) and (whole.endswith(said) or whole.startswith(said))


def write_measure(
    writer: Writer, measure: FoundMeasure, words: str, details: Sequence[Part]
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
        write_below(writer, detail, detail.depth - source.depth + 1)


def _write_prose(writer: Writer, part: Part, measures: Sequence[FoundMeasure]) -> None:
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
            write_measure(writer, measure, text, ())


def _write_beside_measures(writer: Writer, part: Part, last: FoundMeasure | None) -> None:
    """A part of the action items that is none: an item of a list would be read as one."""
    flow, links = writer.flow, writer.links
    base = last.source.depth if last is not None and last.source.depth else 1
    is_below = last is not None and flow.depth > 0 and part.depth > base
    if part.kind is PartKind.ROW:
        if part.marker == "header" and part.headings == () and _is_header_of_measures(writer, part):
            return
        write_part(flow, part, links, writer.numbers, depth=0)
    elif part.kind is PartKind.ITEM and not is_below:
        write_as_paragraph(writer, part)
    elif part.kind is PartKind.ITEM:
        write_part(flow, part, links, writer.numbers, depth=max(2, part.depth - base + 1))
    elif part.kind is PartKind.COMMENT:
        write_part(flow, part, links, writer.numbers, depth=flow.depth and 1)
    elif part.kind is PartKind.PARAGRAPH and is_stray_word(part.text):
        write_part(flow, part, links, writer.numbers, depth=0)
    elif part.kind is not PartKind.RULE:
        depth = 1 if last is not None and flow.depth and part.depth >= base else 0
        write_part(flow, part, links, writer.numbers, depth=depth)


def _is_header_of_measures(writer: Writer, part: Part) -> bool:
    """Whether a header stands over measures: each item names the columns that it needs."""
    return any(source.headings == part.cells for source in writer.measures)
