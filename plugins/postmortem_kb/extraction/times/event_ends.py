"""Start and end of an incident as the events of its timeline tell them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from postmortem_kb.extraction.evidence import Certainty
from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.extraction.outline.plain import plain_words
from postmortem_kb.extraction.times.event_kinds import find_event_kind
from postmortem_kb.extraction.times.lengths import StatedLength
from postmortem_kb.extraction.times.points import Point
from postmortem_kb.extraction.times.span import StatedSpan
from postmortem_kb.extraction.times.timeline import PlacedEvent
from postmortem_kb.model import EventKind, SectionKind

_OVER = (EventKind.RESOLVED, EventKind.RECOVERED)
_OVER_WORDS = re.compile(
    r"\b(?:normal\w*|resum\w+|online|running|fix\w*|solv\w+|resolv\w+|restor\w+|success\w*"
    r"|recover\w+|back up"
    r"|goes away|gone|working|works|operational|heal(?:s|ed)|again|opened|over|done|finish\w*"
    r"|stable|stabili[sz]ed|clos(?:ed|es)|lifted|complete[ds]?)\b",
    re.IGNORECASE,
)
_OUTAGE_OVER = re.compile(
    r"(?i)\b(?:outage|incident|disruption) (?:is |was )?(?:over|ends?|ended|resolved)\b"
)
_OUTAGE_BEGINS = re.compile(r"(?i)\b(?:outage|incident|disruption) (?:start|begin|began)")
_AFTERWARDS = re.compile(
    r"(?i)\b(?:postmortem|post-mortem|meeting|review|announce|communicat|e-?mail|report"
    r"|retrospective)"
)
_ONGOING = re.compile(
    r"(?i)\bat the time of (?:this )?writing\b.{0,80}\bstill\b"
    r"|\bstill\b.{0,80}\bat the time of (?:this )?writing\b"
    r"|\b(?:outage|incident|disruption|issue|problem) (?:is|remains) (?:still )?"
    r"(?:ongoing|open|unresolved)\b|\bnot (?:yet |been )*(?:resolved|fixed) (?:yet|at the time)\b"
)
_CLOSE = timedelta(minutes=1)
_HALF_DAY = timedelta(hours=12)
_ENOUGH = 4
"""Timed events that a story needs for its last one to be taken for the end."""
_ENOUGH_OF_LIST = 2
"""The same of a timeline whose entries all begin with their time."""


def start_from_events(placed: Sequence[PlacedEvent], day: Point | None) -> Point | None:
    """The first event's time; where there is none, the day by itself."""
    timed = [event for event in placed if event.at is not None]
    begins = [event for event in timed if _OUTAGE_BEGINS.search(_words_of(event))]
    first = next((event.at for event in (*begins, *timed)), None)
    if first is None:
        return day
    return replace(first, certainty=Certainty.DERIVED)


def day_from_events(start: Point, placed: Sequence[PlacedEvent]) -> Point:
    first = next((event.at for event in placed if event.at is not None), None)
    if first is None or first.day is None:
        return start
    return start.on(first.day, has_year=first.has_year)


def is_ongoing(outline: Outline) -> bool:
    """Whether the document says that the incident was not over when it was written."""
    told = (SectionKind.SUMMARY, SectionKind.IMPACT, SectionKind.RESOLUTION, None)
    return any(
        sentence.section in told and _ONGOING.search(sentence.text)
        for sentence in outline.sentences
    )


def end_from_events(
    placed: Sequence[PlacedEvent],
    start: Point | None,
    length: StatedLength | None,
    span: StatedSpan,
) -> Point | None:
    """The event that ended it, of the first timeline."""
    first_section = next((event.entry.section for event in placed if event.at), None)
    timed = [event for event in placed if event.at and event.entry.section == first_section]
    if not timed or start is None:
        return None
    found = [event for event in timed[1:] if _says_over(event)]
    chosen = found[-1] if found else None
    if length is not None and start.local is not None:
        over = start.local + length.duration.delta
        close = _HALF_DAY if "day" in length.text else _CLOSE
        for event in sorted(timed[1:], key=lambda event: _distance(event, over)):
            is_end = event in found or event is timed[-1]
            if _distance(event, over) <= (close if is_end else _CLOSE):
                return _end_of(event)
        if not length.duration.approximate:
            return None  # the ends of the timeline are not those that the length speaks of
    ended = [event for event in found if _OUTAGE_OVER.search(_words_of(event))]
    chosen = ended[-1] if ended else chosen
    enough = _ENOUGH if any(event.entry.is_in_text for event in timed) else _ENOUGH_OF_LIST
    if chosen is None and len(timed) >= enough and not _AFTERWARDS.search(_words_of(timed[-1])):
        chosen = timed[-1]
    point = _end_of(chosen) if chosen else None
    if chosen is None or point is None:
        return None
    last = span.days[-1] if len(span.days) > 1 else None
    if last and last.day and point.day and point.day < last.day and chosen is timed[-1]:
        point = point.on(last.day, has_year=last.has_year)
    return replace(point, certainty=Certainty.DERIVED)


def _distance(event: PlacedEvent, moment: datetime) -> timedelta:
    local = event.at.local if event.at else None
    return abs(local - moment) if local else timedelta.max


def _end_of(event: PlacedEvent) -> Point | None:
    point = event.until or event.at
    return replace(point, certainty=Certainty.DERIVED) if point else None


def _words_of(event: PlacedEvent) -> str:
    details = " ".join(part.text for part in event.entry.details if part.is_text)
    return plain_words(event.entry.text or details)


def _says_over(event: PlacedEvent) -> bool:
    words = _words_of(event)
    return find_event_kind(words) in _OVER or _OVER_WORDS.search(words) is not None
