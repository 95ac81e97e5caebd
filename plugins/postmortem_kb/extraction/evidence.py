"""A value found in a document, and the line that shows it."""

from dataclasses import dataclass
from enum import StrEnum

from postmortem_kb.model import SectionKind


class Certainty(StrEnum):
    """How far a value is the document's own word."""

    STATED = "stated"
    """It stands there."""
    DERIVED = "derived"
    """It follows from what stands there: a date carried forward, an end from a length."""
    SUGGESTED = "suggested"
    """A reading that an author should confirm."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the document as plain text, without markup, and where it stands.

    `section` is what the part of the document is about; `label` the words of the bold or
    plain-text label or heading that it stands under, in lower case: `misleading paths`.
    `part` is the line on which the paragraph or item begins that it is a sentence of.
    """

    text: str
    line: int
    section: SectionKind | None = None
    label: str = ""
    part: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value of one field with the line that shows it; `rank` from 1 where there are several."""

    field: str
    value: str | float | int
    line: int
    quote: str
    certainty: Certainty
    rank: int | None = None
