"""A document of a test: lines of Markdown to what the extraction reads."""

from textwrap import dedent

from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.extraction.outline.structure import build_outline
from postmortem_kb.importers.document import Document, Line, StatedFact


def document_of(text: str, *facts: StatedFact) -> Document:
    lines = dedent(text).strip("\n").split("\n")
    numbered = tuple(Line(number, line) for number, line in enumerate(lines, 1))
    return Document("outage.md", "0" * 64, "markdown", numbered, facts)


def outline_of(text: str) -> Outline:
    return build_outline(document_of(text).lines)
