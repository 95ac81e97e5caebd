"""A section of the timeline: its events as one list, all else where it stood."""

from collections.abc import Sequence

from postmortem_kb.drafting.parts_text import write_paragraphs, write_part
from postmortem_kb.drafting.timeline_text import choose_words, write_entry, write_time
from postmortem_kb.drafting.writer import Writer, write_as_paragraph, write_below
from postmortem_kb.extraction.findings import FoundEvent
from postmortem_kb.extraction.outline.outline import Part, PartKind
from postmortem_kb.extraction.outline.plain import fold, plain_words

_TIME_COLUMNS = frozenset("time date when day clock timestamp start end from to until at".split())
_TEXT_COLUMNS = frozenset("event events what description action details entry comment".split())


def write_timeline(writer: Writer, parts: Sequence[Part]) -> None:
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


def _write_event(writer: Writer, event: FoundEvent, *, is_alone: bool) -> None:
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
        write_below(writer, detail, detail.depth - base + 1)


def _write_beside_events(writer: Writer, part: Part) -> None:
    """A part of the timeline that is no event: an item of a list would be read as one."""
    flow, links = writer.flow, writer.links
    if part.kind is PartKind.ROW:
        if part.marker == "header" and _are_known_columns(part.cells):
            return
        write_part(flow, part, links, writer.numbers, depth=0)
    elif part.kind is PartKind.ITEM and (part.depth < 2 or not flow.depth):
        write_as_paragraph(writer, part)
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
