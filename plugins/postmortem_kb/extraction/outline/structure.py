"""Lines to an outline: which lines belong together, and under which heading."""

from collections.abc import Iterable
from dataclasses import replace

from postmortem_kb.extraction.outline.headings import classify_heading
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.layout import CleanLine, clean_lines
from postmortem_kb.extraction.outline.line_shapes import Shape, read_shape, split_cells
from postmortem_kb.extraction.outline.list_nesting import OpenItem, close_items
from postmortem_kb.extraction.outline.open_section import OpenSection
from postmortem_kb.extraction.outline.outline import Outline, OutlineSection, Part, PartKind
from postmortem_kb.extraction.outline.plain import fold, plain_words, without_ornament
from postmortem_kb.extraction.outline.section_nesting import DIVIDED, is_part_of
from postmortem_kb.extraction.outline.wrapping import is_continuation, is_hard_wrapped
from postmortem_kb.extraction.times.clock_text import begins_with_time, is_only_date
from postmortem_kb.importers.document import Line
from postmortem_kb.model import SectionKind

_ITEM_RANK = 9
_MAX_SETEXT = 100


def build_outline(lines: Iterable[Line]) -> Outline:
    """Take a document apart."""
    cleaned = clean_lines(lines)
    builder = _Builder(is_wrapped=is_hard_wrapped(cleaned))
    for line in cleaned:
        builder.add(line)
    return Outline(tuple(builder.finish()))


class _Builder:
    def __init__(self, *, is_wrapped: bool) -> None:
        self._is_wrapped = is_wrapped
        self._sections = [OpenSection(None, "", 0, 0)]
        self._head: OpenSection | None = None
        """The heading of the known section that children belong to."""
        self._has_list = False
        """Whether there is a list in a section from the head up to the one before the last."""
        self._items: list[OpenItem] = []
        self._labels: tuple[str, ...] = ()
        self._after_blank = True
        self._headings: tuple[str, ...] = ()
        self._code: list[str] = []

    def add(self, line: CleanLine) -> None:
        """Take the next line."""
        if line.is_code:
            self._add_code(line)
            return
        text = line.text
        if not text.strip():
            self._after_blank = True
            self._headings = ()
            return
        if self._section.is_in_comment or text.lstrip().startswith("<!--"):
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
        }[shape.kind](shape, line.number)
        self._after_blank = shape.kind in ("heading", "rule")

    def finish(self) -> list[OutlineSection]:
        """The sections, without an empty one at the start."""
        return [section.close() for section in self._sections if section.heading or section.last]

    @property
    def _section(self) -> OpenSection:
        return self._sections[-1]

    @property
    def _kind(self) -> SectionKind | None:
        return self._section.kind

    def _append(self, kind: PartKind, text: str, line: int, **more: object) -> None:
        labels = (*self._labels, *(item.label for item in self._items if item.label))
        part = Part(kind, text, line, line, labels=labels, opens=self._after_blank)
        self._section.add(replace(part, **more))  # type: ignore[arg-type]

    def _add_code(self, line: CleanLine) -> None:
        self._code.append(line.fence or line.text)
        if line.fence and len(self._code) > 1:
            text, self._code = "\n".join(self._code), []
            depth = len(self._items)
            first = line.number - text.count("\n")
            self._append(PartKind.CODE, text, first, end_line=line.number, depth=depth)
            self._after_blank = True

    def _add_comment(self, line: CleanLine) -> None:
        if self._section.is_in_comment:
            self._section.extend(line.text, line.number, "\n")
        else:
            self._append(PartKind.COMMENT, line.text.strip(), line.number)

    def _make_setext(self, shape: Shape) -> bool:
        """Take the line above a row of `=` or `-` for a heading, as Markdown does."""
        last = self._section.last
        if shape.text[0] not in "=-" or " " in shape.text or self._after_blank or last is None:
            return False
        if last.kind is not PartKind.PARAGRAPH or not last.opens:
            return False
        whole = self._section.take_last()
        if len(whole.text) > _MAX_SETEXT or begins_with_time(whole.words):
            self._section.add(whole)
            return False
        rank = 1 if shape.text[0] == "=" else 2
        self._open(whole.text, whole.line, rank, classify_heading(whole.words))
        return True

    def _add_rule(self, shape: Shape, number: int) -> None:
        self._items = []
        self._append(PartKind.RULE, shape.text, number)

    def _add_quote(self, shape: Shape, number: int) -> None:
        last = self._section.last
        if last is not None and last.kind is PartKind.QUOTE and not self._after_blank:
            self._section.extend(shape.text, number, "\n")
        elif shape.text:
            self._append(PartKind.QUOTE, shape.text, number, depth=len(self._items))

    def _add_delimiter(self, shape: Shape, number: int) -> None:
        last = self._section.last
        if last is not None and last.kind is PartKind.ROW and not last.headings:
            self._headings = last.cells
            self._section.add(replace(self._section.take_last(), marker="header"))

    def _add_row(self, shape: Shape, number: int) -> None:
        self._items = []
        cells = split_cells(shape.text)
        text = " | ".join(cells)
        self._append(PartKind.ROW, text, number, cells=cells, headings=self._headings)

    def _add_heading(self, shape: Shape, number: int) -> None:
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
        self._has_list = self._has_list or self._section.has_list
        if head is not None and is_part_of(head, heading, rank, kind, in_labels=not self._has_list):
            section = OpenSection(head.kind, heading, rank, line, is_child=True)
        else:
            section = OpenSection(kind, heading, rank, line)
            self._head = section if kind is not None else None
            self._has_list = False
        self._sections.append(section)
        self._items, self._labels, self._headings = [], (), ()

    def _add_label(self, shape: Shape, number: int) -> None:
        if self._items and shape.indent > self._items[0].indent and not self._after_blank:
            self._add_text(shape, number)
            return
        if self._items and shape.indent <= self._items[0].indent:
            self._items = []
        self._labels = ()
        self._append(PartKind.PARAGRAPH, shape.text, number)
        self._labels = (fold(shape.text),)

    def _add_item(self, shape: Shape, number: int) -> None:
        if shape.marker == "#":
            self._items, self._labels = [OpenItem(-1, "#", "")], ()
            self._append(PartKind.ITEM, shape.text, number, depth=1, marker="#")
            return
        words = without_ornament(plain_words(shape.text))
        kind = classify_heading(words) if self._is_bare_label(shape.text, words) else None
        if kind is not None and self._opens_section(kind, words):
            self._open(shape.text, number, _ITEM_RANK, kind)
            return
        widest = close_items(self._items, shape)
        label, rest = split_label(shape.text)
        has_more = not rest.strip() or words.endswith(":")
        self._append(
            PartKind.ITEM, shape.text, number, depth=len(self._items) + 1, marker=shape.marker
        )
        name = fold(label or (words if has_more else "")) if has_more or label else ""
        self._items.append(OpenItem(shape.indent, shape.marker, name, widest))

    def _opens_section(self, kind: SectionKind, words: str) -> bool:
        """Whether a bare label in a list is the heading of a section: `1. Timeline:`."""
        if self._items or kind is self._kind or self._kind in DIVIDED:
            return kind in DIVIDED and kind is not self._kind and not self._items
        if kind in DIVIDED or (kind is SectionKind.SUMMARY and "ummary" in words):
            return True
        return kind is SectionKind.ROOT_CAUSE and self._section.rank == _ITEM_RANK

    def _is_bare_label(self, text: str, words: str) -> bool:
        is_bold = text.strip().startswith(("**", "__")) and text.strip(": ").endswith(("**", "__"))
        return (words.endswith(":") or is_bold) and not begins_with_time(words)

    def _add_text(self, shape: Shape, number: int) -> None:
        last, before = self._section.last, self._section.last_line
        if (
            last is not None
            and not self._after_blank
            and is_continuation(last, before, shape.text, is_wrapped=self._is_wrapped)
        ):
            self._section.extend(shape.text, number)
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
        if kind is self._kind or (self._kind in DIVIDED and kind is SectionKind.ROOT_CAUSE):
            return
        if self._kind is SectionKind.ROOT_CAUSE or plain_words(label)[0].islower():
            return
        part = self._section.take_last()
        self._open(label, number, 8, kind)
        said = part.placed.end_with(rest.strip())
        part = replace(part, text=said.text, line=said.line, breaks=said.breaks)
        self._section.add(replace(part, labels=(), opens=True))
