"""Parts of a timeline to entries: the time in front, the text after it, what belongs below."""

import re
from collections.abc import Iterator, Sequence

from postmortem_kb.extraction.outline.headings import is_other_heading
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.outline import Outline, OutlineSection, Part, PartKind
from postmortem_kb.extraction.outline.plain import fold, plain_words
from postmortem_kb.extraction.times.clock_text import (
    ClockMention,
    find_clocks,
    find_dates,
    is_only_date,
)
from postmortem_kb.extraction.times.entry_front import APPROXIMATE, RANGE, Entry, read_front
from postmortem_kb.extraction.times.entry_rows import read_row
from postmortem_kb.extraction.times.no_events import marks_no_event
from postmortem_kb.extraction.times.run_on import split_run_on
from postmortem_kb.extraction.times.span import is_of_other_times
from postmortem_kb.extraction.times.zone_text import find_zones
from postmortem_kb.model import SectionKind
from postmortem_kb.zones import Zone

_NEAR, _IN_SENTENCE = 45, 90
_TO_CLOCK, _DAY_AND_CLOCK = 5, 40
_NOT_TOLD = (SectionKind.ACTION_ITEMS, SectionKind.LESSONS, SectionKind.WENT_WRONG)


def find_entries(outline: Outline) -> list[Entry]:
    """The entries of all timeline sections, or of what is a timeline without being called one."""
    sections = [s for s in outline.sections if s.kind is SectionKind.TIMELINE]
    entries = list(_read_sections(sections))
    if any(entry.clock for entry in entries):
        return entries
    others = [s for s in outline.sections if _looks_like_timeline(s)]
    timed = [entry for entry in _read_sections(others) if entry.clock or entry.is_day_only]
    if others or sections:
        return timed or entries
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
            if is_of_other_times(fold(split_label(part.text)[0])):
                continue
            sentences = list(part.placed.sentences())
            words = [sentence.as_words() for sentence in sentences]
            clocks = [find_clocks(sentence.text) for sentence in words]
            timed = [index for index, found in enumerate(clocks) if len(found) == 1]
            for number, index in enumerate(timed):
                first = 0 if number == 0 else index
                after = timed[number + 1] if number + 1 < len(timed) else len(sentences)
                text = " ".join(sentence.text for sentence in sentences[first:after])
                clock = clocks[index][0]
                line = words[index].line_at(clock.start)
                yield Entry(part, text, line, clock, is_in_text=True, quote=words[index].text)


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
    for part, after in zip(section.parts, (*section.parts[1:], None), strict=False):
        if not part.is_text:
            if last is not None and part.kind is PartKind.CODE:
                last.details.append(part)
            continue
        if part.kind is PartKind.ROW:
            found = list(read_row(part))
        elif _is_detail(part, last):
            last.details.append(part)  # type: ignore[union-attr]
            continue
        else:
            found = _read_part(part, section)
        for entry in found:
            entry.zone = zone
            last = entry if not entry.is_day_only else last
            is_told = entry.clock is not None or entry.is_day_only or len(found) > 1
            if is_told or not marks_no_event(entry, after):
                yield entry


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
    clocks = find_clocks(words[: limit + _DAY_AND_CLOCK])
    if (
        clocks
        and _start_with_day(words, clocks[0]) <= limit
        and not _is_after_sentence(words, clocks[0].start)
    ):
        clock = clocks[0]
        until = _find_until(words, clocks)
        days = [day for day in find_dates(words) if abs(day.start - clock.end) < 40]
        lead = words[max(0, clock.start - 14) : clock.start]
        start = part.text.find(text) if part.breaks else -1
        said = part.placed.cut(start, start + len(text)) if start >= 0 else part.placed
        return Entry(
            part,
            text,
            said.as_words().line_at(clock.start),
            clock,
            until,
            days[0] if days else None,
            is_approximate=APPROXIMATE.search(lead) is not None,
            is_in_text=True,
        )
    return Entry(part, text, part.line)


def _start_with_day(words: str, clock: ClockMention) -> int:
    """Where a time begins, with the day right in front of it: `on 3 May 2024 at 10:00`."""
    days = (day.start for day in find_dates(words) if 0 <= clock.start - day.end <= _TO_CLOCK)
    return min(days, default=clock.start)


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
    return clocks[1] if RANGE.fullmatch(between) else None
