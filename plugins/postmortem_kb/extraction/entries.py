"""Parts of a timeline to entries: the time in front, the text after it, what belongs below."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from postmortem_kb.extraction.clock_text import (
    ClockMention,
    DateMention,
    find_clocks,
    find_dates,
    is_only_date,
)
from postmortem_kb.extraction.headings import is_other_heading
from postmortem_kb.extraction.labels import split_label
from postmortem_kb.extraction.outline import (
    Outline,
    OutlineSection,
    Part,
    PartKind,
    split_sentences,
)
from postmortem_kb.extraction.plain import plain_words, without_ornament
from postmortem_kb.extraction.zone_text import find_zones
from postmortem_kb.model import SectionKind
from postmortem_kb.zones import Zone

_OPENING = re.compile(
    r"[\s*_`~\[(\"'|>:-]*(?:(?:at|on|from|around|about|approximately|approx\.?|roughly|by|~|≈|ca\.?)\s+)*[\s*_`~\[(]*",
    re.I,
)
_GAP = re.compile(r"[\s,|@*_`()\[\]]*(?:at\b|on\b|of\b|the\b|-|–|—)?[\s,|*_`()\[\]]*", re.I)
_RANGE = re.compile(r"[\s*_`)\]]*(?:-|–|—|−|~|to|until|till|through|and)[\s*_`(\[]*", re.I)
_CLOSING = re.compile(
    r"[\s*_`)\]]*(?::|--+|[-–—|](?=[\s*_`\"'(\[A-Z]|$)|[,.;](?=\s)|\.\.\.|=>|->|→)?[\s*_:|]*"
)
_APPROXIMATE = re.compile(r"(?:around|about|approx|roughly|~|≈|ca\.)", re.I)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.I
)
_NEAR, _IN_SENTENCE = 45, 90
_NOT_TOLD = (SectionKind.ACTION_ITEMS, SectionKind.LESSONS, SectionKind.WENT_WRONG)
_HEADINGS = re.compile(r"^(?:date|time|when|timestamp|at|utc|start|clock)\b", re.I)


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
    details: list[Part] = field(default_factory=list)


def find_entries(outline: Outline) -> list[Entry]:
    """The entries of all timeline sections, or of what is a timeline without being called one."""
    sections = [s for s in outline.sections if s.kind is SectionKind.TIMELINE]
    entries = list(_read_sections(sections))
    if any(entry.clock for entry in entries):
        return entries
    others = [s for s in outline.sections if _looks_like_timeline(s)]
    if others or sections:
        return list(_read_sections(others)) or entries
    return list(_read_prose(outline))


def _read_prose(outline: Outline) -> Iterator[Entry]:
    """The sentences of a story without a timeline that say when something happened.

    A paragraph is parted before each of them, so that its text is told in full; a sentence that
    names two times tells of a span, not of an event.
    """
    for section in outline.sections:
        if section.kind in _NOT_TOLD or is_other_heading(section.heading):
            continue
        for part in section.parts:
            if part.kind is not PartKind.PARAGRAPH:
                continue
            sentences = split_sentences(part.text)
            clocks = [find_clocks(plain_words(sentence)) for sentence in sentences]
            timed = [index for index, found in enumerate(clocks) if len(found) == 1]
            for number, index in enumerate(timed):
                first = 0 if number == 0 else index
                after = timed[number + 1] if number + 1 < len(timed) else len(sentences)
                text = " ".join(sentences[first:after])
                clock = clocks[index][0]
                yield Entry(part, text, part.line, clock, is_in_text=True)


def _looks_like_timeline(section: OutlineSection) -> bool:
    if section.kind is SectionKind.ACTION_ITEMS:
        return False
    timed = [part for part in section.parts if part.is_text and read_front(part.text)[0].clock]
    return len(timed) >= 3


def _read_sections(sections: Sequence[OutlineSection]) -> Iterator[Entry]:
    zone: Zone | None = None
    number = 0
    for section in sections:
        if not section.is_child:
            number += 1
            zone = None
        zone = _zone_of_heading(section) or zone
        front, _ = read_front(section.heading)
        heading_label, heading_rest = split_label(section.heading)
        if section.is_child and (front.day or find_dates(plain_words(section.heading))):
            day = front.day or find_dates(plain_words(section.heading))[0]
            part = Part(PartKind.PARAGRAPH, section.heading, section.line, section.line)
            yield Entry(part, "", section.line, day=day, is_day_only=True, section=number)
        for entry in _read_parts(section, zone):
            entry.section = number
            yield entry


def _zone_of_heading(section: OutlineSection) -> Zone | None:
    """The zone that a timeline's heading or its first line names for all of it."""
    texts = [plain_words(section.heading)]
    texts += [
        part.words
        for part in section.parts[:3]
        if part.is_text
        and re.search(r"(?i)\btimes?\b|documented in", part.words)
        and len(part.words) < 120
    ]
    texts += [" ".join(part.headings) for part in section.parts if part.headings][:1]
    return next((zones[0][1] for text in texts if (zones := find_zones(text))), None)


def _read_parts(section: OutlineSection, zone: Zone | None) -> Iterator[Entry]:
    last: Entry | None = None
    for part in section.parts:
        if not part.is_text:
            if last is not None and part.kind is PartKind.CODE:
                last.details.append(part)
            continue
        if part.kind is PartKind.ROW:
            found = list(_read_row(part))
        elif _is_detail(part, last):
            last.details.append(part)  # type: ignore[union-attr]
            continue
        else:
            found = _read_part(part, section)
        for entry in found:
            entry.zone = zone
            yield entry
            last = entry if not entry.is_day_only else last


def _is_detail(part: Part, last: Entry | None) -> bool:
    """Whether a part tells more about the entry before it."""
    if last is None or last.clock is None or last.is_in_text:
        return False
    if read_front(part.text)[0].clock is not None or is_only_date(part.words):
        return False
    above = last.source
    if part.kind is PartKind.QUOTE:
        return True
    if above.marker == "#":
        return True
    if part.kind is PartKind.PARAGRAPH:
        is_stray = part.opens and part.depth == 0
        return not is_stray and not split_label(part.text)[0]
    return part.depth > above.depth and above.kind is PartKind.ITEM


def _read_part(part: Part, section: OutlineSection) -> list[Entry]:
    pieces = split_run_on(part)
    if len(pieces) > 1:
        return [_read_text(part, piece, section) for piece in pieces]
    return [_read_text(part, part.text, section)]


def _read_text(part: Part, text: str, section: OutlineSection) -> Entry:
    if is_only_date(plain_words(text)) and part.kind is not PartKind.ROW:
        day = find_dates(plain_words(text))[0]
        return Entry(part, text, part.line, day=day, is_day_only=True)
    front, rest = read_front(text)
    if front.clock is not None:
        front.source, front.text, front.line = part, rest, part.line
        return front
    words = plain_words(text)
    limit = _limit_in_text(part, section)
    clocks = find_clocks(words[: limit + 12])
    if clocks and clocks[0].start <= limit and not _is_after_sentence(words, clocks[0].start):
        clock = clocks[0]
        until = _find_until(words, clocks)
        days = [day for day in find_dates(words) if abs(day.start - clock.end) < 40]
        lead = words[max(0, clock.start - 14) : clock.start]
        return Entry(
            part,
            text,
            part.line,
            clock,
            until,
            days[0] if days else None,
            is_approximate=_APPROXIMATE.search(lead) is not None,
            is_in_text=True,
        )
    return Entry(part, text, part.line)


def _limit_in_text(part: Part, section: OutlineSection) -> int:
    """How far into an entry its time may stand: further in a list than in a line of prose."""
    if part.kind is PartKind.ITEM:
        return _IN_SENTENCE
    return _NEAR if section.kind is SectionKind.TIMELINE else 0


def _is_after_sentence(words: str, position: int) -> bool:
    return re.search(r"[.!?]\s+[A-Z]", words[:position]) is not None


def _find_until(words: str, clocks: list[ClockMention]) -> ClockMention | None:
    if len(clocks) < 2:
        return None
    between = words[clocks[0].end : clocks[1].start]
    return clocks[1] if _RANGE.fullmatch(between) else None


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
    entry.is_approximate = _APPROXIMATE.search(head[:position]) is not None
    position = _take(entry, head, position, clocks, days)
    if entry.clock is None:
        return entry, text
    separator = _RANGE.match(head, position)
    if separator:
        end = Entry(entry.source, "", 0)
        after = _take(end, head, separator.end(), clocks, days)
        if end.clock is not None:
            entry.until, entry.until_day, position = end.clock, end.day, after
    closing = _CLOSING.match(head, position)
    position = closing.end() if closing else position
    taken, rest = bare[:position], bare[position:]
    return entry, _balance(taken, rest) + text[offset + len(bare) :].strip()


def _take(
    entry: Entry, head: str, position: int, clocks: list[ClockMention], days: list[DateMention]
) -> int:
    """Take a day and a time, in either order, at a position; where they end."""
    for _ in range(2):
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
            # `2024-06-08T13:15`
            if entry.day and head[position : position + 1] == "T":
                position += 1
                continue
            break
    return position


def _balance(taken: str, rest: str) -> str:
    """Give back the opening mark of emphasis that goes on after the time."""
    for mark in ("**", "__", "`"):
        if taken.count(mark) % 2 and rest.count(mark) % 2:
            return mark + rest
    if taken.count("[") > taken.count("]") and "](" in rest:
        return "[" + rest
    return rest


_RUN_ON = re.compile(r"\s*(?:\([^()]{1,20}\))?\s*(?P<mark>:|[-–—])(?=\s)")


def split_run_on(part: Part) -> list[str]:
    """Part a text at the times that begin further entries on the same line."""
    text = part.text
    clocks = find_clocks(text)
    if len(clocks) < 2:
        return [text]
    front, _ = read_front(text)
    starts: list[int] = []
    mark = ""
    previous_end = 0
    for clock in clocks:
        after = _RUN_ON.match(text, clock.end)
        between = text[previous_end : clock.start]
        is_range_end = previous_end > 0 and _RANGE.fullmatch(between) is not None
        previous_end = clock.end
        is_spaced = clock.start == 0 or text[clock.start - 1] in " *-–•"
        if after is None or is_range_end or not is_spaced or (mark and after["mark"] != mark):
            continue
        mark = mark or after["mark"]
        starts.append(clock.start)
    if len(starts) < 2 or (front.clock is None and len(starts) < 3 and ":" not in mark):
        return [text]
    edges = [0, *(start for start in starts if start > 3), len(text)]
    pieces = [text[a:b].strip(" ") for a, b in zip(edges, edges[1:], strict=False)]
    return [re.sub(r"\s+[-–—•*]+$", "", piece) for piece in pieces if piece]


def _read_row(part: Part) -> Iterator[Entry]:
    """A table row; its time may stand in one cell and its day in another."""
    if part.marker == "header" or (not part.headings and _HEADINGS.match(part.words)):
        return
    entry = Entry(part, "", part.line)
    texts: list[str] = []
    for index, cell in enumerate(part.cells):
        heading = part.headings[index] if index < len(part.headings) else ""
        words = plain_words(cell)
        if entry.clock is None and len(words) < 60:
            front, rest = read_front(cell)
            if front.clock is not None and not rest.strip():
                front.day = front.day or entry.day
                entry = replace(front, source=part, line=part.line)
                continue
            if is_only_date(words) and entry.day is None:
                entry.day = find_dates(words)[0]
                continue
        elif entry.until is None and re.match(r"(?i)(?:end|until|to)\b", plain_words(heading)):
            front, rest = read_front(cell)
            if front.clock is not None and not rest.strip():
                entry.until = front.clock
                continue
        if words:
            texts.append(cell)
    entry.text = " – ".join(texts)
    if entry.clock is None and entry.day is not None and not texts:
        entry.is_day_only = True
    if texts or entry.clock:
        yield entry
