"""Pages: what the core makes, as data, for whichever site generator comes after it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class PageKind(StrEnum):
    """What a page is, which decides how it is handed on."""

    HOME = "home"
    """Made where there is no hand-written one, or inserted at that one's marker."""
    INDEX = "index"
    """May be extended by a hand-written page at the same path."""
    POSTMORTEM = "postmortem"
    SESSION = "session"
    """Made of a hand-written file of the documentation, in whose place it stands."""
    REDIRECT = "redirect"
    """An old URL; `content` is the path of the page that it leads to."""
    DATA = "data"
    """For programs; `content` is written as it is."""
    ASSET = "asset"
    """A picture or other file that a published page uses, style sheets and scripts."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site's source.

    `path` is relative to the documentation folder, with forward slashes; Markdown pages link to
    each other by relative `.md` paths. `source` is the path, from the project's root, of the file
    that a reader would edit; None where there is none. Where `content` is a path, the file there
    is published as it is.
    """

    path: str
    content: str | bytes | Path
    kind: PageKind
    source: str | None = None
