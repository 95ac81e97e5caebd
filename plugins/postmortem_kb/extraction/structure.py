"""Lines to an outline: which lines belong together, and under which heading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from postmortem_kb.extraction.clock_text import begins_with_time, is_only_date
from postmortem_kb.extraction.headings import classify_heading, is_other_heading
from postmortem_kb.extraction.labels import split_label
from postmortem_kb.extraction.layout import CleanLine, clean_lines
from postmortem_kb.extraction.line_shapes import Shape, read_shape, split_cells
from postmortem_kb.extraction.outline import Outline, OutlineSection, Part, PartKind
from postmortem_kb.extraction.plain import fold, plain_words, without_ornament
from postmortem_kb.importers.document import Line
from postmortem_kb.model import SectionKind

_ENDS = re.compile(r"[.!?:;…][\"')\]*_`]*$")
_PHASES = (SectionKind.DETECTION, SectionKind.RESOLUTION, SectionKind.TRIGGER)
_RUNS_ON = re.compile(
    r"(?i)\b(?:at|from|to|until|till|by|and|around|about|approximately|between|the|on),?$"
)
_DIVIDED = (SectionKind.TIMELINE, SectionKind.ACTION_ITEMS)
_LONG_LINE = 60
_ITEM_RANK = 9


def build_outline(lines: Iterable[Line]) -> Outline:
    """Take a document apart."""
    cleaned = clean_lines(lines)
    builder = _Builder(is_wrapped=_is_hard_wrapped(cleaned))
    for index, line in enumerate(cleaned):
        following = next((other.text for other in cleaned[index + 1 :][:6] if other.text), "")
        builder.add(line, following)
    return Outline(tuple(builder.finish()))


def _is_hard_wrapped(lines: list[CleanLine]) -> bool:
    """Whether sentences run on over the ends of lines."""
    pairs = [
        (line.text.strip(), after.text.strip())
        for line, after in zip(lines, lines[1:], strict=False)
        if line.text.strip() and after.text.strip() and not line.is_code and not after.is_code
    ]
    running = [(text, after) for text, after in pairs if after[0].isalnum() or after[0] in "(`'\"*"]
    if len(running) < 3:
        return False
    goes_on = [after for text, after in running if not _ENDS.search(text) and after[0].islower()]
    return len(goes_on) >= max(2, len(running) * 0.25)


@dataclass(slots=True)
class _Section:
    kind: SectionKind | None
    heading: str
    rank: int
    line: int
    is_child: bool
    parts: list[Part] = field(default_factory=list)

    @property
    def is_divided_by_labels(self) -> bool:
        """Whether its parts so far are no list, so that label lines are its entries."""
        return not any(part.kind in (PartKind.ITEM, PartKind.ROW) for part in self.parts)


@dataclass(slots=True)
class _Item:
    indent: int
    marker: str
    label: str


class _Builder:
    def __init__(self, *, is_wrapped: bool) -> None:
        self._is_wrapped = is_wrapped
        self._sections = [_Section(None, "", 0, 0, False)]
        self._head: _Section | None = None
        """The heading of the known section that children belong to."""
        self._items: list[_Item] = []
        self._labels: tuple[str, ...] = ()
        self._after_blank = True
        self._rows: list[tuple[int, tuple[str, ...]]] = []
        self._headings: tuple[str, ...] = ()
        self._code: list[str] = []

    def add(self, line: CleanLine, following: str) -> None:
        """Take the next line; `following` is the next one that is not empty."""
        if line.is_code:
            self._add_code(line)
            return
        text = line.text
        if not text.strip():
            self._after_blank = True
            self._headings = ()
            return
        if self._is_in_comment() or text.lstrip().startswith("<!--"):
            self._add_comment(line)
            return
        shape = read_shape(text, in_timeline=self._kind is SectionKind.TIMELINE)
        if shape.kind == "rule" and self._make_setext(shape):
            return
        {
            "delimiter": self._add_delimiter,
            "rule": self._add_rule,
            "quote": self._add_quote,
            "row": self._add_row,
            "heading": self._add_heading,
            "label": self._add_label,
            "item": self._add_item,
            "text": self._add_text,
        }[shape.kind](shape, line.number, following)
        self._after_blank = shape.kind in ("heading", "rule")

    def finish(self) -> list[OutlineSection]:
        """The sections, without an empty one at the start."""
        return [
            OutlineSection(
                section.kind,
                section.heading,
                min(section.rank, 6),
                section.line,
                tuple(section.parts),
                section.is_child,
            )
            for section in self._sections
            if section.heading or section.parts
        ]

    @property
    def _section(self) -> _Section:
        return self._sections[-1]

    @property
    def _kind(self) -> SectionKind | None:
        return self._section.kind

    def _append(self, kind: PartKind, text: str, line: int, **more: object) -> None:
        labels = (*self._labels, *(item.label for item in self._items if item.label))
        part = Part(kind, text, line, line, labels=labels, opens=self._after_blank)
        self._section.parts.append(replace(part, **more))  # type: ignore[arg-type]

    def _add_code(self, line: CleanLine) -> None:
        self._code.append(line.fence or line.text)
        if line.fence and len(self._code) > 1:
            text, self._code = "\n".join(self._code), []
            depth = len(self._items)
            first = line.number - text.count("\n")
            self._append(PartKind.CODE, text, first, end_line=line.number, depth=depth)
            self._after_blank = True

    def _is_in_comment(self) -> bool:
        last = self._section.parts[-1] if self._section.parts else None
        return last is not None and last.kind is PartKind.COMMENT and "-->" not in last.text

    def _add_comment(self, line: CleanLine) -> None:
        if self._is_in_comment():
            last = self._section.parts[-1]
            joined = replace(last, text=f"{last.text}\n{line.text}", end_line=line.number)
            self._section.parts[-1] = joined
        else:
            self._append(PartKind.COMMENT, line.text.strip(), line.number)

    def _make_setext(self, shape: Shape) -> bool:
        """Take the line above a row of `=` or `-` for a heading, as Markdown does."""
        last = self._section.parts[-1] if self._section.parts else None
        if (
            shape.text[0] not in "=-"
            or " " in shape.text
            or self._after_blank
            or last is None
            or last.kind is not PartKind.PARAGRAPH
            or not last.opens
            or len(last.text) > 100
            or begins_with_time(last.words)
        ):
            return False
        self._section.parts.pop()
        rank = 1 if shape.text[0] == "=" else 2
        self._open(last.text, last.line, rank, classify_heading(last.words))
        return True

    def _add_rule(self, shape: Shape, number: int, _: str) -> None:
        self._items = []
        self._append(PartKind.RULE, shape.text, number)

    def _add_quote(self, shape: Shape, number: int, _: str) -> None:
        last = self._section.parts[-1] if self._section.parts else None
        if last is not None and last.kind is PartKind.QUOTE and not self._after_blank:
            text = f"{last.text}\n{shape.text}"
            self._section.parts[-1] = replace(last, text=text, end_line=number)
        elif shape.text:
            self._append(PartKind.QUOTE, shape.text, number, depth=len(self._items))

    def _add_delimiter(self, shape: Shape, number: int, _: str) -> None:
        last = self._section.parts[-1] if self._section.parts else None
        if last is not None and last.kind is PartKind.ROW and not last.headings:
            self._headings = last.cells
            self._section.parts[-1] = replace(last, marker="header")

    def _add_row(self, shape: Shape, number: int, _: str) -> None:
        self._items = []
        cells = split_cells(shape.text)
        text = " | ".join(cells)
        self._append(PartKind.ROW, text, number, cells=cells, headings=self._headings)

    def _add_heading(self, shape: Shape, number: int, _: str) -> None:
        words = plain_words(shape.text)
        label, rest = split_label(shape.text)
        label_kind = classify_heading(label) if label else None
        if label_kind and rest.strip() and shape.rank < 7:
            # `### Duration: Thursday …` is a heading that carries its text.
            self._open(label, number, shape.rank, label_kind)
            self._append(PartKind.PARAGRAPH, shape.text, number)
            return
        self._open(shape.text, number, shape.rank, classify_heading(words))

    def _open(self, heading: str, line: int, rank: int, kind: SectionKind | None) -> None:
        head = self._head
        is_child = head is not None and self._belongs_to(head, heading, rank, kind)
        if is_child and head is not None:
            section = _Section(head.kind, heading, rank, line, True)
        else:
            section = _Section(kind, heading, rank, line, False)
            self._head = section if kind is not None else None
        self._sections.append(section)
        self._items, self._labels, self._headings = [], (), ()

    def _belongs_to(
        self, head: _Section, heading: str, rank: int, kind: SectionKind | None
    ) -> bool:
        """Whether a heading parts the section above it rather than ending it."""
        is_weaker = rank > head.rank
        if head.kind is SectionKind.TIMELINE:
            if kind is SectionKind.TIMELINE:
                return is_weaker
            is_phase = kind in _PHASES or "mislead" in heading.lower()
            if kind is not None and not is_phase:
                return False
            by_labels = self._is_in_labels(head) and rank >= head.rank
            return (is_weaker or by_labels) and not is_other_heading(heading)
        if head.kind is SectionKind.ACTION_ITEMS:
            if kind in (*_PHASES, SectionKind.ACTION_ITEMS):
                return is_weaker
            return kind is None and is_weaker and not is_other_heading(heading)
        if kind is None:
            return is_weaker and not is_other_heading(heading)
        return False

    def _is_in_labels(self, head: _Section) -> bool:
        at = self._sections.index(head)
        return all(section.is_divided_by_labels for section in self._sections[at:])

    def _add_label(self, shape: Shape, number: int, following: str) -> None:
        if self._items and shape.indent > self._items[0].indent and not self._after_blank:
            self._add_text(shape, number, following)
            return
        if self._items and shape.indent <= self._items[0].indent:
            self._items = []
        self._labels = ()
        self._append(PartKind.PARAGRAPH, shape.text, number)
        self._labels = (fold(shape.text),)

    def _add_item(self, shape: Shape, number: int, following: str) -> None:
        if shape.marker == "#":
            self._items, self._labels = [_Item(-1, "#", "")], ()
            self._append(PartKind.ITEM, shape.text, number, depth=1, marker="#")
            return
        words = without_ornament(plain_words(shape.text))
        kind = classify_heading(words) if self._is_bare_label(shape.text, words) else None
        if kind is not None and self._opens_section(kind, words):
            self._open(shape.text, number, _ITEM_RANK, kind)
            return
        self._place_item(shape)
        label, rest = split_label(shape.text)
        has_more = not rest.strip() or words.endswith(":")
        self._append(
            PartKind.ITEM, shape.text, number, depth=len(self._items) + 1, marker=shape.marker
        )
        name = fold(label or (words if has_more else "")) if has_more or label else ""
        self._items.append(_Item(shape.indent, shape.marker, name))

    def _opens_section(self, kind: SectionKind, words: str) -> bool:
        """Whether a bare label in a list is the heading of a section: `1. Timeline:`."""
        if self._items or kind is self._kind or self._kind in _DIVIDED:
            return kind in _DIVIDED and kind is not self._kind and not self._items
        if kind in _DIVIDED or (kind is SectionKind.SUMMARY and "ummary" in words):
            return True
        return kind is SectionKind.ROOT_CAUSE and self._section.rank == _ITEM_RANK

    def _is_bare_label(self, text: str, words: str) -> bool:
        is_bold = text.strip().startswith(("**", "__")) and text.strip(": ").endswith(("**", "__"))
        return (words.endswith(":") or is_bold) and not begins_with_time(words)

    def _place_item(self, shape: Shape) -> None:
        """Drop the items that the new one is not below."""
        marker = shape.marker[0]
        while self._items and shape.indent < self._items[-1].indent:
            self._items.pop()
        if self._items and self._items[-1].marker == "#":
            return
        if not self._items or shape.indent > self._items[-1].indent + 1:
            return
        same = [item for item in self._items if item.marker[0] == marker]
        if same and same[-1] is not self._items[-1] and same[-1].indent >= shape.indent - 1:
            del self._items[self._items.index(same[-1]) :]
        elif same and same[-1] is self._items[-1] or not self._items[-1].label:
            self._items.pop()

    def _add_text(self, shape: Shape, number: int, following: str) -> None:
        last = self._section.parts[-1] if self._section.parts else None
        if last is not None and not self._after_blank and self._goes_on(last, shape):
            joined = f"{last.text} {shape.text}".strip()
            self._section.parts[-1] = replace(last, text=joined, end_line=number)
            return
        while (
            self._items
            and self._items[-1].indent >= shape.indent
            and (self._after_blank or self._items[-1].indent > shape.indent)
        ):
            self._items.pop()
        if self._items and self._items[-1].marker != "#" and shape.indent <= self._items[-1].indent:
            self._items = []
        self._append(PartKind.PARAGRAPH, shape.text, number, depth=len(self._items))
        self._start_section_by_label(shape, number)

    def _start_section_by_label(self, shape: Shape, number: int) -> None:
        """`Timeline: 10:00 …` begins a section, though its text stands on the same line."""
        if self._items or is_only_date(shape.text):
            return
        label, rest = split_label(shape.text)
        kind = classify_heading(label) if label and rest.strip() else None
        if kind not in (SectionKind.TIMELINE, SectionKind.ACTION_ITEMS, SectionKind.ROOT_CAUSE):
            return
        if kind is self._kind or self._kind in _DIVIDED and kind is SectionKind.ROOT_CAUSE:
            return
        if self._kind is SectionKind.ROOT_CAUSE or plain_words(label)[0].islower():
            return
        part = self._section.parts.pop()
        self._open(label, number, 8, kind)
        self._section.parts.append(replace(part, text=rest.strip(), labels=(), opens=True))

    def _goes_on(self, last: Part, shape: Shape) -> bool:
        """Whether a line of text is the rest of the part above it."""
        if last.kind not in (PartKind.PARAGRAPH, PartKind.ITEM, PartKind.QUOTE):
            return False
        text, before = shape.text, last.text
        words = plain_words(text)
        if last.kind is PartKind.QUOTE:
            return True  # as in Markdown
        if not words or text.startswith("!["):
            return False
        if _RUNS_ON.search(before):
            return True
        if begins_with_time(words) or split_label(text)[0]:
            return False
        if last.kind is PartKind.ITEM and last.marker == "#":
            return False
        if before.endswith(":"):
            return False
        ends = _ENDS.search(before) is not None
        if not ends and (words[0].islower() or words[0] in "(&"):
            return True
        last_line = len(before) if last.line == last.end_line else _LONG_LINE
        return self._is_wrapped and last_line >= _LONG_LINE
