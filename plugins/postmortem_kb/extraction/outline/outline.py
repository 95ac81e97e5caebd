"""A document's sections and parts: lines to paragraphs, items and rows under their headings."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from postmortem_kb.extraction.evidence import Sentence
from postmortem_kb.extraction.outline.headings import classify_heading
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.placed_text import PlacedText, sentence_spans
from postmortem_kb.extraction.outline.plain import fold, plain_words
from postmortem_kb.model import SectionKind


class PartKind(StrEnum):
    """What a part of a section is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    QUOTE = "quote"
    RULE = "rule"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, list item or table row, with hard-wrapped lines joined.

    `text` is Markdown without the bullet. `depth` is 1 for an item of a list, 2 for one below it;
    a paragraph that belongs to an item has its depth. `labels` are the folded labels that it
    stands under within its section, outermost first: headings of no section, label lines, items.
    `opens` is whether a blank line or another kind of part comes before it. `breaks` are the
    positions of `text` at which further lines begin, with their numbers.
    """

    kind: PartKind
    text: str
    line: int
    end_line: int
    depth: int = 0
    marker: str = ""
    cells: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    opens: bool = True
    breaks: tuple[tuple[int, int], ...] = ()

    @property
    def placed(self) -> PlacedText:
        """The Markdown that knows its lines."""
        return PlacedText(self.text, self.line, self.breaks)

    @property
    def words(self) -> str:
        """Plain text."""
        return plain_words(self.text)

    @property
    def is_text(self) -> bool:
        """Whether it says something in words."""
        return self.kind in (PartKind.PARAGRAPH, PartKind.ITEM, PartKind.ROW, PartKind.QUOTE)


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A heading and the parts up to the next one.

    `kind` is its own or that of the section that it is a part of (`is_child`). `heading` is
    Markdown, empty for what stands before the first one. `title` is plain text.
    """

    kind: SectionKind | None
    heading: str
    level: int
    line: int
    parts: tuple[Part, ...]
    is_child: bool = False

    @property
    def title(self) -> str:
        """The heading as plain text without its colon."""
        return plain_words(self.heading).strip(" :#")

    @property
    def label(self) -> str:
        """The heading's folded words."""
        return fold(self.heading)


@dataclass(frozen=True)
class Outline:
    """A document taken apart; every line but blank ones and markup is in exactly one part."""

    sections: tuple[OutlineSection, ...]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All that is said, sentence by sentence, in order."""
        found: list[Sentence] = []
        for section in self.sections:
            for part in section.parts:
                found += _part_sentences(section, part)
        return tuple(found)

    def of_kind(self, *kinds: SectionKind | None) -> tuple[OutlineSection, ...]:
        """The sections of some kinds, in order."""
        return tuple(section for section in self.sections if section.kind in kinds)


def _part_sentences(section: OutlineSection, part: Part) -> list[Sentence]:
    if not part.is_text:
        return []
    label, rest = split_label(part.text)
    names = [name for name in (*part.labels, fold(label)) if name]
    own = names[-1] if names else section.label
    kind = section.kind
    if names and kind not in (SectionKind.TIMELINE, SectionKind.ACTION_ITEMS):
        kind = classify_heading(own) or kind
    cells = [PlacedText(cell, part.line) for cell in part.cells]
    return [
        Sentence(said.text, said.line, kind, own, part.line)
        for cell in cells or [part.placed.end_with(rest)]
        for said in cell.as_words().sentences()
    ]


def split_sentences(words: str) -> list[str]:
    """Part plain text at the ends of its sentences."""
    return [words[start:end] for start, end in sentence_spans(words)]
