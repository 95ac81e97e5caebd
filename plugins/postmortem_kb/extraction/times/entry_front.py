"""The day and the time that an entry of a timeline begins with, and what is left of its text."""

import re
from dataclasses import dataclass, field

from postmortem_kb.extraction.outline.outline import Part, PartKind
from postmortem_kb.extraction.outline.plain import without_ornament
from postmortem_kb.extraction.times.clock_text import (
    ClockMention,
    DateMention,
    find_clocks,
    find_dates,
)
from postmortem_kb.zones import Zone

_OPENING = re.compile(
    r"[\s*_`~\[(\"'|>:-]*(?:(?:at|on|from|around|about|approximately|approx\.?|roughly|by|~|≈"
    r"|ca\.?)\s+)*[\s*_`~\[(]*",
    re.I,
)
_GAP = re.compile(
    r"[\s,|@*_`()\[\]]*(?:at\b|on\b|of\b|the\b|-|–|—)?[\s,|*_`()\[\]]*"
    r"(?:(?:around|about|approximately|approx\.?|roughly|circa|ca\.?)\s+|[~≈]\s*)?",
    re.I,
)
RANGE = re.compile(r"[\s*_`)\]]{0,12}(?:-|–|—|−|~|to|until|till|through|and)[\s*_`(\[]{0,12}", re.I)
_CLOSING = re.compile(
    r"[\s*_`)\]]*(?::|--+|[-–—|](?=[\s*_`\"'(\[A-Z]|$)|[,.;](?=\s)|\.\.\.|=>|->|→)?[\s*_:|]*"
)
APPROXIMATE = re.compile(r"(?:around|about|approx|roughly|~|≈|circa|ca\.)", re.I)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.I
)


@dataclass(slots=True)
class Entry:
    """An entry as it stands: `clock` is None where it states no time.

    `is_in_text` tells that the time is part of the sentence, which therefore stays whole.
    """

    source: Part
    text: str
    line: int
    clock: ClockMention | None = None
    until: ClockMention | None = None
    day: DateMention | None = None
    until_day: DateMention | None = None
    zone: Zone | None = None
    """Of the heading or column that it stands under."""
    is_approximate: bool = False
    is_in_text: bool = False
    is_day_only: bool = False
    """Says only which day the next entries are on; it is no event."""
    section: int = 0
    quote: str = ""
    """The sentence that tells the time, where that is not the whole part."""
    details: list[Part] = field(default_factory=list)


def read_front(text: str) -> tuple[Entry, str]:
    """Read the day and time that a text begins with; also what is left of the text."""
    entry = Entry(Part(PartKind.PARAGRAPH, text, 0, 0), text, 0)
    bare = without_ornament(text)
    offset = text.find(bare) if bare else 0
    head = bare[:160]
    opening = _OPENING.match(head)
    position = opening.end() if opening else 0
    if weekday := _WEEKDAY.match(head, position):
        position = weekday.end()
    clocks, days = find_clocks(head), find_dates(head)
    position = _take(entry, head, position, clocks, days)
    if entry.clock is None:
        return entry, text
    entry.is_approximate = APPROXIMATE.search(head[: entry.clock.start]) is not None
    separator = RANGE.match(head, position)
    if separator:
        end = Entry(entry.source, "", 0)
        after = _take(end, head, separator.end(), clocks, days)
        if end.clock is not None:
            entry.until, entry.until_day, position = end.clock, end.day, after
    closing = _CLOSING.match(head, position)
    position = closing.end() if closing else position
    taken, rest = bare[:position], bare[position:]
    return entry, (_balance(taken, rest) + text[offset + len(bare) :]).rstrip()


def _take(
    entry: Entry, head: str, position: int, clocks: list[ClockMention], days: list[DateMention]
) -> int:
    """Take a day and a time, in either order, at a position; where they end."""
    for _ in range(3):
        gap = _GAP.match(head, position) if entry.clock or entry.day else None
        ends = {position, gap.end() if gap else position}
        day = next((day for day in days if day.start in ends and entry.day is None), None)
        clock = next((c for c in clocks if c.start in ends and entry.clock is None), None)
        if clock is not None and (day is None or clock.start <= day.start):
            entry.clock, position = clock, clock.end
        elif day is not None:
            if entry.clock is None and not any(
                c.start <= day.end + 12 for c in clocks if c.start >= day.end
            ):
                break
            entry.day, position = day, day.end
        else:
            if entry.day is None or head[position : position + 1] != "T":
                break
            position += 1  # `2024-06-08T13:15`
    return position


def _balance(taken: str, rest: str) -> str:
    """Give back the opening mark of emphasis that goes on after the time."""
    for mark in ("**", "__", "`"):
        if taken.count(mark) % 2 and rest.count(mark) % 2:
            return mark + rest
    for mark in "*_":
        if taken.endswith(mark) and taken.count(mark) % 2 and rest.count(mark) % 2:
            return mark + rest
    if taken.count("[") > taken.count("]") and "](" in rest:
        return "[" + rest
    return rest
