"""Markdown without front matter: its lines as they are."""

import re

from postmortem_kb.importers.document import Document, Line
from postmortem_kb.importers.pictures import PictureCollector
from postmortem_kb.importers.source import ImportSource, lines_of

name = "markdown"

_ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
_MARKS = re.compile(
    r"^#{1,6}[ \t]*\w|^[ \t]*(?:```|~~~)|\*\*\S|\]\((?:https?:|[./#\w])|^={3,}[ \t]*$", re.MULTILINE
)


def recognises(source: ImportSource) -> bool:
    """By its ending, or by a heading, fence, link or bold text."""
    return source.path.suffix.lower() in _ENDINGS or bool(_MARKS.search(source.text))


def read(source: ImportSource) -> list[Document]:
    """Every line as it stands; a picture within the text becomes an attachment."""
    return [read_as(name, source)]


def read_as(format_name: str, source: ImportSource) -> Document:
    """A document of the source's own lines."""
    pictures = PictureCollector()
    lines = tuple(Line(line.number, pictures.take_out(line.text)) for line in lines_of(source.text))
    return Document(
        source.shown,
        source.sha256,
        format_name,
        lines,
        attachments=tuple(pictures.attachments),
        notes=source.notes,
    )
