"""Problems: what the line collects about the input, as values that every front end can show."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    """The record is left out of the site."""
    WARNING = "warning"
    """The record is published; `--strict` fails."""
    ADVICE = "advice"
    """Never fails anything."""


class Place(NamedTuple):
    """A place in a text file; both numbers count from 1.

    A tuple, for every value of every front matter has one: no other kind is made as fast.
    """

    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Edit:
    """The one right mend of a problem: `old`, standing at `place` on one line, becomes `new`."""

    place: Place
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before it knows its file and rule: what a parser or a rule yields.

    `about` is the front matter field in question: a discrepancy noted about that field
    silences the rules that allow it. `level` overrides the rule's own.
    """

    place: Place
    message: str
    hint: str
    about: str | None = None
    level: Level | None = None
    fix: Edit | None = None


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: where it is, what was found, what was expected, how to mend it.

    `path` is relative to the project's root, with forward slashes. Problems sort by place.
    """

    path: str
    line: int
    column: int
    code: str
    name: str
    level: Level = field(compare=False)
    message: str
    hint: str
    fix: Edit | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """One line: `path:line:column: level CODE (name): message; hint`."""
        return (
            f"{self.path}:{self.line}:{self.column}: {self.level} {self.code} ({self.name}): "
            f"{self.message}; {self.hint}"
        )
