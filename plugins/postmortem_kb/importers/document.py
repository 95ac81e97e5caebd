"""What an importer makes of a file: lines of loose Markdown, and what the format itself states."""

from dataclasses import dataclass

OTHER_FIELDS = "Other fields of the source"
"""Heading of the last section of `lines`, if there is one: what the source's own fields say that
no field of a record holds, one list item each. It is not part of the story."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, with the number of the source line that it comes from.

    Where the source has no lines (`.docx`), the number is that of the paragraph.
    """

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A value that a field of the format itself states, before the prose is read.

    `field` is a field of our front matter, `value` what the source says, in our spelling where
    that is certain; `quote` is the source line. A list of the source gives one fact per item.
    """

    field: str
    value: str
    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture that is embedded in the source; the lines refer to it by `name`."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader should know of how a source was read; it stops nothing."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """A source as read. `lines` is everything that it says, as Markdown of any dialect.

    `path` is the source's path as given; `sha256` that of its bytes. A source of several incidents
    gives one document for each: then `path` ends in `#` and the incident's id, and `sha256` is
    that of the incident's own part.
    """

    path: str
    sha256: str
    format: str
    lines: tuple[Line, ...]
    facts: tuple[StatedFact, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    hints: tuple[StatedFact, ...] = ()
    """Weaker than facts: `published_at` (the date of the page, not of the incident), `title` (that
    of the window), and values of our fields in a spelling that is not ours."""
    notes: tuple[Note, ...] = ()
