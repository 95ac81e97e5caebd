"""Things to do that a document names: its action-item sections to measures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from postmortem_kb.extraction.facts.measure_fields import (
    MeasureFields,
    is_field_line,
    name_columns,
    read_columns,
    read_field_text,
    split_trailer,
    without_task_label,
)
from postmortem_kb.extraction.facts.measure_tree import Node, nest_parts
from postmortem_kb.extraction.facts.measure_words import (
    announces_measures,
    begins_with_order,
    find_done,
    is_closing,
    is_group_label,
    is_lead_in,
    is_plan,
    is_proposal,
    suggest_type,
)
from postmortem_kb.extraction.facts.story import keep_story
from postmortem_kb.extraction.findings import FoundMeasure
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.outline import (
    Outline,
    OutlineSection,
    Part,
    PartKind,
    split_sentences,
)
from postmortem_kb.extraction.outline.plain import fold, plain_words, without_ornament
from postmortem_kb.extraction.times.clock_text import begins_with_time
from postmortem_kb.fields import ActionStatus
from postmortem_kb.model import SectionKind

_NUMBERED = re.compile(r"\(?\d{1,2}[.):]")
_ONLY_LINK = re.compile(r"(?:<?https?://\S+>?|www\.\S+)$")
_PLACEHOLDER = re.compile(r"[\[<{(]?\s*(?:tbd|todo|n/?a|none|nil|\.\.\.|…|-)\s*[\]>})]?\.?", re.I)
_DETAIL_LABELS = frozenset(
    "why how what when who where goal purpose reason rationale benefit description details "
    "outcome expected result example note task action deadline due owner status priority "
    "responsible impact timeline ticket tracking".split()
)
_NO_MEASURES = (SectionKind.TIMELINE, SectionKind.WENT_WELL, SectionKind.LUCKY)
_MIN_WORDS = 2
_MIN_LIST = 2
_MOSTLY = 0.6
_LONGEST_LABEL = 5


def find_measures(outline: Outline) -> tuple[FoundMeasure, ...]:
    """The measures of the action-item sections; without one, what the prose plans at its end.

    One for each thing to do that has no things to do below it. A sentence with details is one,
    a label with a list is none. What is done counts too and carries the status.
    """
    outline = keep_story(outline)
    sections = outline.of_kind(SectionKind.ACTION_ITEMS) or tuple(
        section
        for section in outline.sections
        if section.kind not in _NO_MEASURES and announces_measures(section.heading)
    )
    found = [measure for section in sections for measure in _read_section(section)]
    if not found:
        found = list(_read_labelled(outline))
    if not found and not sections:
        found = list(_read_last_list(outline)) or list(_read_plans(outline))
    return tuple(found)


def _read_section(section: OutlineSection) -> Iterator[FoundMeasure]:
    heading = _read_heading(section)
    if heading is not None:
        yield heading
    else:
        yield from _read_nodes(nest_parts(section.parts))


def _read_heading(section: OutlineSection) -> FoundMeasure | None:
    """A numbered heading that is itself the thing to do, with its text as details."""
    title = section.title
    if not section.is_child or is_group_label(title) or split_label(section.heading)[0]:
        return None
    is_numbered = _NUMBERED.match(title) is not None
    bare = _NUMBERED.sub("", title, count=1).strip()
    has_items = any(part.kind in (PartKind.ITEM, PartKind.ROW) for part in section.parts)
    if not begins_with_order(bare) and not (is_numbered and not has_items):
        return None
    if has_items and not is_numbered:
        return None
    source = Part(PartKind.ITEM, section.heading, section.line, section.line, depth=1, marker="#")
    return _make(bare, source, section.parts)


def _read_nodes(nodes: Sequence[Node]) -> Iterator[FoundMeasure]:
    """The measures of one level of a section, up to its closing paragraph."""
    has_list = any(node.is_item or node.part.kind is PartKind.ROW for node in nodes)
    last: FoundMeasure | None = None
    columns: list[str | None] = []
    for index, node in enumerate(nodes):
        if node.is_field and not node.is_item and last is not None:
            last = _attach(last, node.part)
            continue
        if last is not None and _begins_another_text(nodes, index):
            break
        if node.part.kind is PartKind.PARAGRAPH and is_closing(node.words):
            if last is not None:
                break
            continue  # taking leave of something else: the list is still to come
        found: list[FoundMeasure] = []
        if node.part.kind is PartKind.ROW:
            columns = _columns_of(node.part) or columns
            found = _read_row(node.part, columns)
        elif node.is_item:
            found = list(_read_item(node))
        elif node.part.kind is PartKind.PARAGRAPH:
            is_run = _is_run(nodes, index)
            found = _read_paragraph(node.part, has_list=has_list, is_run=is_run)
        if found:
            if last is not None:
                yield last
            yield from found[:-1]
            last = found[-1]
    if last is not None:
        yield last


def _begins_another_text(nodes: Sequence[Node], index: int) -> bool:
    """Whether a rule and words that announce no measures come after the measures."""
    if nodes[index].part.kind is not PartKind.RULE or index + 1 == len(nodes):
        return False
    after = nodes[index + 1]
    return after.part.kind is PartKind.PARAGRAPH and not is_group_label(after.words)


def _is_run(nodes: Sequence[Node], index: int) -> bool:
    """Whether a line is one of several right below each other."""
    part = nodes[index].part
    before = index > 0 and nodes[index - 1].part.kind is part.kind and not part.opens
    after = index + 1 < len(nodes) and nodes[index + 1].part.kind is part.kind
    return before or (after and not nodes[index + 1].part.opens)


def _read_item(node: Node) -> Iterator[FoundMeasure]:
    items = [below for below in node.below if below.is_item and not below.is_field]
    words = node.words
    label, rest = split_label(node.part.text)
    is_label = words.endswith(":") or (label != "" and not rest.strip())
    if _is_nothing(words) and not node.below:
        return
    if items:
        if all(_is_detail(below) for below in node.below):
            yield _read_detailed(node)
        elif is_label or is_group_label(words) or not _is_sentence(words):
            yield from _read_nodes(node.below)
        else:
            yield _make(node.part.text, node.part, node.parts)
        return
    paragraphs = [below for below in node.below if not below.is_item]
    if is_label and is_group_label(label or words):
        yield from _read_nodes(paragraphs)
    elif is_label and not node.below:
        return  # an empty label
    else:
        yield _read_detailed(node)


def _is_detail(node: Node) -> bool:
    label = fold(split_label(node.part.text)[0])
    return node.is_field or label.partition(" ")[0] in _DETAIL_LABELS


def _read_detailed(node: Node) -> FoundMeasure:
    """An item as one measure; of a mere label, the task below it gives the words."""
    text = node.part.text.strip()
    if not text.rstrip("*_ ").endswith(":"):
        return _make(text, node.part, node.parts)
    for below in node.below:
        if without_task_label(below.part.text) != below.part.text:
            return _make(f"{text} {without_task_label(below.part.text)}", node.part, node.parts)
    return _make(f"{text} {node.below[0].part.text}", node.part, node.parts)


def _is_sentence(words: str) -> bool:
    """Whether an item above others says by itself what to do."""
    return words.endswith((".", "!")) or (begins_with_order(words) and words.count(" ") >= 5)


def _read_paragraph(part: Part, *, has_list: bool, is_run: bool) -> list[FoundMeasure]:
    words = without_ornament(part.words)
    label, rest = split_label(words)
    if _is_nothing(words) or words.endswith(":") or (label and not rest.strip()):
        return []
    is_task = without_task_label(words) != words
    if has_list and not (part.labels or is_task):
        return []
    is_short_label = 0 < len(label.split()) <= _LONGEST_LABEL and not is_lead_in(words)
    is_labelled = bool(part.labels) or is_short_label
    is_order = begins_with_order(without_task_label(words))
    if is_labelled or is_order or (is_run and not _is_prose(words)):
        return [] if is_lead_in(words) and not is_order else [_make(part.text, part, ())]
    return [_make(text, part, ()) for text in split_sentences(words) if is_proposal(text)]


def _is_prose(words: str) -> bool:
    return len(split_sentences(words)) > 1 or is_lead_in(words)


def _columns_of(part: Part) -> list[str | None]:
    if part.marker == "header":
        return name_columns(part.cells)
    return name_columns(part.headings) if part.headings else []


def _read_row(part: Part, columns: list[str | None]) -> list[FoundMeasure]:
    if part.marker == "header":
        return []
    named = {name: cell for name, cell in zip(columns, part.cells, strict=False) if name}
    longest = max(part.cells, key=lambda cell: len(plain_words(cell)), default="")
    title = named.get("title") or longest
    if _is_nothing(plain_words(title)):
        return []
    measure = _make(title, part, ())
    return [_with_fields(measure, read_columns(named))]


def _is_nothing(words: str) -> bool:
    """Whether a line holds no words to act on: a picture, a link, a stray word, a gap to fill."""
    return (
        words.count(" ") + 1 < _MIN_WORDS
        or _ONLY_LINK.match(words) is not None
        or _PLACEHOLDER.fullmatch(words) is not None
        or (words.startswith("[") and words.endswith("]"))
    )


def _make(text: str, source: Part, details: Sequence[Part]) -> FoundMeasure:
    title, fields = split_trailer(without_task_label(text.strip()))
    words = without_ornament(plain_words(title))
    label, rest = split_label(words)
    status = {" ": ActionStatus.OPEN, "x": ActionStatus.DONE}.get(source.marker[-2:-1])
    if status is not ActionStatus.DONE:
        status = find_done(rest if label else words) or find_done(words) or fields.status or status
    measure = FoundMeasure(
        title=title,
        line=source.line,
        source=source,
        details=tuple(details),
        type=suggest_type(words),
        status=status,
    )
    measure = _with_fields(measure, fields)
    for part in details:
        if is_field_line(part.words):
            measure = _with_fields(measure, read_field_text(part.text))
    return measure


def _attach(measure: FoundMeasure, part: Part) -> FoundMeasure:
    measure = replace(measure, details=(*measure.details, part))
    return _with_fields(measure, read_field_text(part.text))


def _with_fields(measure: FoundMeasure, fields: MeasureFields) -> FoundMeasure:
    own = MeasureFields(measure.owner, measure.due, measure.status, measure.ticket, measure.type)
    merged = own.filled_from(fields)
    return replace(
        measure,
        owner=merged.owner,
        due=merged.due,
        status=fields.status or merged.status,
        ticket=merged.ticket,
        type=fields.type or merged.type,
    )


def _read_labelled(outline: Outline) -> Iterator[FoundMeasure]:
    """Lists below a label of measures within another section."""
    for section in outline.sections:
        if section.kind in _NO_MEASURES:
            continue
        parts = [part for part in section.parts if part.labels and is_group_label(part.labels[0])]
        yield from _read_nodes(nest_parts(replace(part, depth=part.depth) for part in parts))


def _read_last_list(outline: Outline) -> Iterator[FoundMeasure]:
    """The last list of a document, where its items are orders."""
    section = outline.sections[-1] if outline.sections else None
    if section is None or section.kind in _NO_MEASURES:
        return
    nodes = nest_parts(section.parts)
    while nodes and not nodes[-1].is_item:
        nodes.pop()
    start = len(nodes)
    while start and nodes[start - 1].is_item:
        start -= 1
    items = nodes[start:]
    orders = [node for node in items if begins_with_order(node.words)]
    if (
        len(items) >= _MIN_LIST
        and len(orders) >= _MOSTLY * len(items)
        and not begins_with_time(items[0].words)
    ):
        yield from _read_nodes(items)


def _read_plans(outline: Outline) -> Iterator[FoundMeasure]:
    """Sentences of the second half of a document without sections that say what will be done."""
    parts = [
        part
        for section in outline.sections
        if section.kind not in _NO_MEASURES
        for part in section.parts
        if part.kind in (PartKind.PARAGRAPH, PartKind.ITEM)
    ]
    for part in parts[len(parts) // 2 :]:
        if is_closing(part.words):
            continue
        for text in split_sentences(part.words):
            if is_plan(text):
                yield _make(text, part, ())
