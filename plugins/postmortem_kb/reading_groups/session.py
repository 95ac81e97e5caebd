"""A reading session: text to a value. The file is the invitation before and the minutes after."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum
from hashlib import sha256

from postmortem_kb.blocks import find_blocks
from postmortem_kb.front_matter import Located
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import Section, Source
from postmortem_kb.moments import Moment
from postmortem_kb.problem import Place
from postmortem_kb.reading_groups.fields import Format, SessionFields
from postmortem_kb.sections import parse_sections

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# That of a list item, with the box of a task.
_MARKER = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])(?:[ \t]+\[[ xX]\])?(?=[ \t]|$)", re.MULTILINE)
_WORDS = re.compile(r"[^a-z]+")
_LONGEST_KEY = 60
"""Characters: a file's name may have 255 bytes, and a character up to four."""
_HASH_LENGTH = 8
_TELLING_PUNCTUATION = "#%*@\\"
"""What may be all that tells two groups apart, as symbols such as `+` may."""
_CLOSE = 0.85
"""How alike headings are of which one is meant to be the other: `Note`, but not `Notices`."""


class MinutesKind(StrEnum):
    """What a section of a session's text holds, recognised by its heading."""

    NOTES = "notes"
    TAKEAWAYS = "takeaways"
    FOLLOW_UPS = "follow-up-questions"


MINUTES_HEADINGS = {
    "notes": MinutesKind.NOTES,
    "minutes": MinutesKind.NOTES,
    "minutes and notes": MinutesKind.NOTES,
    "notes and minutes": MinutesKind.NOTES,
    "takeaways": MinutesKind.TAKEAWAYS,
    "take aways": MinutesKind.TAKEAWAYS,
    "key takeaways": MinutesKind.TAKEAWAYS,
    "what we learned": MinutesKind.TAKEAWAYS,
    "what we learnt": MinutesKind.TAKEAWAYS,
    "learnings": MinutesKind.TAKEAWAYS,
    "lessons": MinutesKind.TAKEAWAYS,
    "lessons learned": MinutesKind.TAKEAWAYS,
    "follow up questions": MinutesKind.FOLLOW_UPS,
    "follow ups": MinutesKind.FOLLOW_UPS,
    "open questions": MinutesKind.FOLLOW_UPS,
    "questions for next time": MinutesKind.FOLLOW_UPS,
}
"""Headings by their words in lower case; the first of each kind is the usual one."""


@dataclass(frozen=True, slots=True)
class SessionBody:
    """A session's Markdown; `text` begins on line `line` of the file.

    `takeaways` and `follow_ups` are the Markdown of list items, or of paragraphs where there is
    no list, without empty ones.
    """

    text: str
    line: int
    sections: tuple[Section, ...]
    takeaways: tuple[str, ...]
    follow_ups: tuple[str, ...]
    has_minutes: bool
    """Whether notes, takeaways or follow-up questions are written down: it has been held."""


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting of a reading group.

    `id` is the file's name without `.md`. `postmortem_ids` are the records that it reads, as they
    are called today, each once: known after all records are loaded.
    """

    id: str
    source: Source
    fields: SessionFields
    starts: Moment
    body: SessionBody
    postmortem_ids: tuple[str, ...] = ()
    places: Located = field(default_factory=Located, compare=False, repr=False)

    def __hash__(self) -> int:
        return hash(self.source.path)

    @property
    def title(self) -> str:
        """Plain text: the stated title, else the text's heading, else the group and the day."""
        if self.fields.title:
            return self.fields.title
        heading = next((one.title for one in self.body.sections if one.level == 1), "")
        return plain_text(heading) or f"{self.fields.group}, {self.day.isoformat()}"

    @property
    def day(self) -> date:
        """The local day on which it begins."""
        return self.starts.stated.local.date()

    @property
    def instant(self) -> datetime:
        """When it begins, with its offset from UTC."""
        instant = self.starts.instant
        assert instant is not None, "a session without an instant is left out by `load`"
        return instant

    @property
    def length(self) -> timedelta:
        """How long it takes."""
        return self.fields.duration.delta

    @property
    def minutes(self) -> int:
        """How long it takes, in whole minutes."""
        return int(self.length.total_seconds() // 60)

    @property
    def group_key(self) -> str:
        """What tells groups apart, and names them in URLs."""
        return make_group_key(self.fields.group)

    @property
    def hides_outcome(self) -> bool:
        """Whether whoever comes is not to know how it ended: a replay that was not held yet."""
        return self.fields.format is Format.REPLAY and not self.body.has_minutes

    def find_place(self, *path: str | int) -> Place:
        """Where a front matter value stands, or the closest thing around it."""
        return self.places.find_place(path)

    def reading(self, postmortem_ids: tuple[str, ...]) -> "Session":
        """The same session with the records that it reads."""
        return replace(self, postmortem_ids=postmortem_ids)


def make_group_key(group: str) -> str:
    """A group's name as part of a URL: `Payments on-call` becomes `payments-on-call`.

    Case, white space and common punctuation tell no groups apart. Where more is lost on the way
    (`C++`, `C#`, an emoji, the end of a very long name), a hash of the name keeps them apart.
    """
    folded = unicodedata.normalize("NFC", group.casefold())
    bare = "".join(" " if _is_separator(one) else one for one in folded)
    name = "-".join(bare.split())
    key = re.sub(r"\W+", "-", name).strip("-")
    if key == name and len(key) <= _LONGEST_KEY:
        return key or "group"
    digest = sha256(name.encode()).hexdigest()[:_HASH_LENGTH]
    kept = key[: _LONGEST_KEY - _HASH_LENGTH - 1].rstrip("-") or "group"
    return f"{kept}-{digest}"


def _is_separator(character: str) -> bool:
    """Whether it is white space, common punctuation or no visible character at all."""
    category = unicodedata.category(character)
    is_one = category[0] in "ZP" or category in ("Cc", "Cf")
    return is_one and character not in _TELLING_PUNCTUATION


def parse_session_body(text: str, first_line: int) -> SessionBody:
    """Take a session's text apart."""
    sections = parse_sections(text, first_line)
    kinds = list(_find_kinds(sections))
    parts = list(zip(sections, kinds, strict=True))
    said = [kind for section, kind in parts if kind is not None and says_something(section.text)]
    return SessionBody(
        text=text,
        line=first_line,
        sections=sections,
        takeaways=tuple(
            item
            for section, kind in parts
            if kind is MinutesKind.TAKEAWAYS
            for item in _find_items(section)
        ),
        follow_ups=tuple(
            item
            for section, kind in parts
            if kind is MinutesKind.FOLLOW_UPS
            for item in _find_items(section)
        ),
        has_minutes=bool(said),
    )


def says_something(text: str) -> bool:
    """Whether a section holds more than empty list items and comments."""
    return any(map(str.isalnum, _MARKER.sub("", _COMMENT.sub("", text))))


def find_minutes_kind(title: str) -> MinutesKind | None:
    """What a heading announces, if it is one of those that minutes have."""
    return MINUTES_HEADINGS.get(_fold_heading(title))


def find_near_heading(title: str) -> str | None:
    """The heading of minutes that an unknown one is most likely meant to be: `Takeawys` is
    `Takeaways`. None for those that are known, and for those that are like none."""
    folded = _fold_heading(title)
    if folded in MINUTES_HEADINGS:
        return None
    close = get_close_matches(folded, MINUTES_HEADINGS, n=1, cutoff=_CLOSE)
    return close[0].capitalize().replace("Follow up", "Follow-up") if close else None


def _fold_heading(title: str) -> str:
    return _WORDS.sub(" ", title.lower()).strip()


def _find_kinds(sections: tuple[Section, ...]) -> Iterator[MinutesKind | None]:
    """The kind of each section: its heading's own, or that of the closest one above."""
    above: list[tuple[int, MinutesKind | None]] = []
    for section in sections:
        while above and above[-1][0] >= section.level:
            above.pop()
        kind = find_minutes_kind(section.title) or (above[-1][1] if above else None)
        above.append((section.level, kind))
        yield kind


def _find_items(section: Section) -> Iterator[str]:
    """The entries of a section's lists, whole, and the rows of its tables; else its paragraphs."""
    text = _COMMENT.sub("", section.text)
    blocks = list(find_blocks(text, 1))
    if not blocks:
        yield from (part.strip() for part in re.split(r"\n\s*\n", text) if says_something(part))
        return
    for block in blocks:
        for entry in block.entries:
            # A list right below stays close to its item.
            gap = "\n" if entry.details.startswith(("- ", "* ", "+ ")) else "\n\n"
            item = f"{entry.text}{gap}{entry.details}" if entry.details else entry.text
            item = item or ": ".join(cell for cell in entry.cells if cell)
            if says_something(item):
                yield item.strip()
