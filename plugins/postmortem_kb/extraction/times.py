"""Start, end, zone and events of an incident: what is stated, and what follows from it."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from postmortem_kb.extraction.clock_text import DateMention, find_dates
from postmortem_kb.extraction.day_order import Calendar, DayOrder, find_day_order
from postmortem_kb.extraction.entries import find_entries
from postmortem_kb.extraction.event_kinds import find_event_kind
from postmortem_kb.extraction.evidence import Certainty
from postmortem_kb.extraction.headings import is_other_heading
from postmortem_kb.extraction.lengths import StatedLength, find_stated_length
from postmortem_kb.extraction.outline import Outline, split_sentences
from postmortem_kb.extraction.plain import plain_words
from postmortem_kb.extraction.points import Point, day_point
from postmortem_kb.extraction.span import StatedSpan, find_stated_span
from postmortem_kb.extraction.timeline import PlacedEvent, place_entries
from postmortem_kb.extraction.zone_text import find_zones
from postmortem_kb.importers.document import Document
from postmortem_kb.model import EventKind, SectionKind
from postmortem_kb.moments import Timestamp, parse_timestamp
from postmortem_kb.errors import FieldError
from postmortem_kb.zones import Zone, find_zone

_OVER = (EventKind.RESOLVED, EventKind.RECOVERED)
_OVER_WORDS = re.compile(
    r"\b(?:normal\w*|resum\w+|online|running|fix\w*|solv\w+|resolv\w+|restor\w+|success\w*|recover\w+|back up"
    r"|goes away|gone|working|works|operational|heal(?:s|ed)|again|opened|over|done|finish\w*|stable|stabili[sz]ed|clos(?:ed|es)|lifted|complete[ds]?)\b",
    re.IGNORECASE,
)
_OUTAGE_OVER = re.compile(
    r"(?i)\b(?:outage|incident|disruption) (?:is |was )?(?:over|ends?|ended|resolved)\b"
)
_OUTAGE_BEGINS = re.compile(r"(?i)\b(?:outage|incident|disruption) (?:start|begin|began)")
_AFTERWARDS = re.compile(
    r"(?i)\b(?:postmortem|post-mortem|meeting|review|announce|communicat|e-?mail|report|retrospective)"
)
_ALL_TIMES = re.compile(r"(?i)\b(?:all )?times?(?: stamps?)?\b.{0,40}\b(?:are|is|in)\b")
_CLOSE = timedelta(minutes=1)
_HALF_DAY = timedelta(hours=12)
_ENOUGH = 4
"""Timed events that a timeline needs for its last one to be taken for the end."""


@dataclass(frozen=True, slots=True)
class Times:
    """When it happened, as far as the document tells."""

    calendar: Calendar
    start: Point | None
    end: Point | None
    zone: Zone | None
    zone_point: Point | None
    """Where the zone is stated."""
    length: StatedLength | None
    title_day: Point | None
    events: tuple[PlacedEvent, ...]

    @property
    def minutes(self) -> float | None:
        """From start to end, in minutes; None where that cannot be told."""
        if self.start is None or self.end is None:
            return None
        start, end = self.start.local, self.end.local
        if start is None or end is None:
            if self.start.clock is None or self.end.clock is None:
                return None
            day = date(2024, 1, 1)  # neither has a day: an earlier clock is that of the next one
            start, end = (replace(p, day=day).local for p in (self.start, self.end))
            if start is None or end is None:
                return None
            end += timedelta(days=1) if end < start else timedelta()
        elif self.start.has_year != self.end.has_year:
            return None
        return (end - start).total_seconds() / 60 + self._shift()

    def _shift(self) -> float:
        """Minutes between the zones of start and end, where they are in different ones."""
        if self.start is None or self.end is None or not (self.start.zone and self.end.zone):
            return 0.0
        first, last = self.start.local, self.end.local
        if first is None or last is None:
            return 0.0
        one, two = self.start.zone.offset_at(first), self.end.zone.offset_at(last)
        return 0.0 if one is None or two is None else (one - two).total_seconds() / 60


def find_times(document: Document, outline: Outline, order: DayOrder | None) -> Times:
    """Work out all times of a document; `order` settles numeric dates where it is given."""
    calendar = find_day_order(_all_dates(outline), order)
    span = _with_facts(find_stated_span(outline, calendar), document)
    length = find_stated_length(outline)
    title_day = _find_title_day(outline, calendar)
    day = _find_day(span, title_day) or _only_day(outline, calendar)
    day = _with_year(day, outline, calendar) if day else None
    start = _with_day(span.start, day)
    start = _with_year(start, outline, calendar) if start else None
    day, start = (_with_published_year(point, document) for point in (day, start))
    entries = find_entries(outline)
    placed = place_entries(entries, calendar, start or day)
    if start is None or start.clock is None:
        start = _start_from_events(placed, start or day)
        if start is not None and start.day is None and day is not None:
            start = start.on(day.day, has_year=day.has_year)
    elif start.day is None:
        start = _day_from_events(start, placed)
    end = _follow(span.end, start)
    if end is None and span.end is None:
        end = _end_from_events(placed, start, length, span)
    zone, zone_point = _find_zone(outline, start, end, placed)
    return Times(calendar, start, end, zone, zone_point, length, title_day, tuple(placed))


def _all_dates(outline: Outline) -> list[DateMention]:
    found: list[DateMention] = []
    for section in outline.sections:
        found += find_dates(plain_words(section.heading))
        for part in section.parts:
            if part.is_text:
                found += find_dates(part.words)
    return found


def _with_facts(span: StatedSpan, document: Document) -> StatedSpan:
    """What the format's own fields say comes before what is read in the text."""
    facts = {fact.field: fact for fact in document.facts}
    for name, end in (("started_at", "start"), ("resolved_at", "end")):
        fact = facts.get(name)
        if fact is None:
            continue
        try:
            stated = parse_timestamp(fact.value)
        except FieldError:
            continue
        point = _fact_point(stated, fact.line, fact.quote)
        span = replace(span, start=point) if end == "start" else replace(span, end=point)
    return span


def _fact_point(stated: Timestamp, line: int, quote: str) -> Point:
    zone = None
    if stated.offset is not None:
        minutes = round(stated.offset.total_seconds() / 60)
        sign = "-" if minutes < 0 else "+"
        name = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "UTC"
        zone = find_zone(name)
    has_clock = stated.precision != "day"
    return Point(
        day=stated.local.date() if stated.has_day else None,
        has_year=stated.has_year,
        clock=stated.local.time() if has_clock else None,
        zone=zone,
        is_approximate=stated.approximate,
        line=line,
        quote=quote,
    )


def _find_title_day(outline: Outline, calendar: Calendar) -> Point | None:
    """A day in the title: the first headings and lines before the story begins."""
    for section in outline.sections[:3]:
        texts = [(section.heading, section.line)]
        texts += [
            (p.text, p.line) for p in section.parts[:1] if not section.heading and len(p.text) < 120
        ]
        for text, line in texts:
            words = plain_words(text)
            if section.kind is not None and section.heading == text:
                continue
            for mention in find_dates(words):
                day = calendar.resolve(mention)
                if day is not None:
                    return replace(day_point(day), line=line, quote=words)
    return None


def _find_day(span: StatedSpan, title_day: Point | None) -> Point | None:
    """The incident's first day, where only a day is stated."""
    if span.days:
        return span.days[0]
    return title_day


def _only_day(outline: Outline, calendar: Calendar) -> Point | None:
    """The one full date that the summary or the lead names, whatever it says there about it."""
    found: dict[date, Point] = {}
    for section in outline.of_kind(SectionKind.SUMMARY, None):
        if section.kind is None and is_other_heading(section.heading):
            continue
        for part in section.parts:
            for sentence in split_sentences(part.words) if part.is_text else []:
                for mention in find_dates(sentence):
                    day = calendar.resolve(mention)
                    if day is not None and day.year and not _is_of_the_report(sentence):
                        point = replace(day_point(day), line=part.line, quote=part.words)
                        found.setdefault(day.as_date() or date.min, point)
    if len(found) != 1:
        return None
    return replace(next(iter(found.values())), certainty=Certainty.DERIVED)


def _is_of_the_report(words: str) -> bool:
    """Whether a line speaks of the document rather than of the incident."""
    return (
        re.search(
            r"(?i)\b(?:postmortem|report|written|published|author|updated|meeting|due date|deadline|created|posted)\b",
            words,
        )
        is not None
    )


def _with_day(start: Point | None, day: Point | None) -> Point | None:
    if start is None:
        return None
    if start.day is None and day is not None:
        start = start.on(day.day, has_year=day.has_year)
    return start


def _with_year(start: Point, outline: Outline, calendar: Calendar) -> Point:
    """The year of the same day where the document names it elsewhere."""
    if start.day is None or start.has_year:
        return start
    for mention in _all_dates(outline):
        day = calendar.resolve(mention)
        if day and day.year and (day.month, day.day) == (start.day.month, start.day.day):
            full = day.as_date()
            return start.on(full) if full else start
    return start


def _with_published_year(point: Point | None, document: Document) -> Point | None:
    """The last such day before the page was published, where its front matter says when."""
    if point is None or point.day is None or point.has_year:
        return point
    for hint in document.hints:
        if hint.field != "published_at":
            continue
        with suppress(FieldError, ValueError):
            published = parse_timestamp(hint.value).local.date()
            day = point.day.replace(year=published.year)
            day = day if day <= published else day.replace(year=published.year - 1)
            return point.on(day)
    return point


def _start_from_events(placed: Sequence[PlacedEvent], day: Point | None) -> Point | None:
    """The first event's time; where there is none, the day by itself."""
    timed = [event for event in placed if event.at is not None]
    begins = [event for event in timed if _OUTAGE_BEGINS.search(_words_of(event))]
    first = next((event.at for event in (*begins, *timed)), None)
    if first is None:
        return day
    return replace(first, certainty=Certainty.DERIVED)


def _day_from_events(start: Point, placed: Sequence[PlacedEvent]) -> Point:
    first = next((event.at for event in placed if event.at is not None), None)
    if first is None or first.day is None:
        return start
    return start.on(first.day, has_year=first.has_year)


def _follow(end: Point | None, start: Point | None) -> Point | None:
    """An end without a day, on its start's day or the next."""
    if end is None or start is None or start.day is None:
        return end
    if end.day is not None:
        if not end.has_year and start.has_year:
            return end.on(end.day.replace(year=start.day.year))
        return end
    end = end.on(start.day, has_year=start.has_year)
    if end.local and start.local and end.local < start.local:
        end = end.on(start.day + timedelta(days=1), has_year=start.has_year)
    return end


def _end_from_events(
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
            if _distance(event, over) <= (close if event in found else _CLOSE):
                return _end_of(event)
        if not length.duration.approximate:
            return None  # the ends of the timeline are not those that the length speaks of
    ended = [event for event in found if _OUTAGE_OVER.search(_words_of(event))]
    chosen = ended[-1] if ended else chosen
    if chosen is None and len(timed) >= _ENOUGH and not _AFTERWARDS.search(_words_of(timed[-1])):
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


def _find_zone(
    outline: Outline, start: Point | None, end: Point | None, placed: Sequence[PlacedEvent]
) -> tuple[Zone | None, Point | None]:
    """The zone that the start is in; else the end's, the timeline's, one that the summary names."""
    for point in (start, end):
        if point is not None and point.zone is not None:
            return point.zone, point
    counts: dict[str, list[Point]] = {}
    for event in placed:
        if event.at is not None and event.at.zone is not None:
            counts.setdefault(event.at.zone.text, []).append(event.at)
    if counts:
        points = max(counts.values(), key=len)
        return points[0].zone, points[0]
    for section in outline.of_kind(SectionKind.SUMMARY, SectionKind.TIMELINE, None):
        for part in section.parts:
            if not part.is_text or not find_dates(part.words) and "time" not in part.words.lower():
                continue
            zones = find_zones(part.words)
            if zones and len(part.words) < 400:
                zone = zones[0][1]
                return zone, Point(zone=zone, line=part.line, quote=part.words)
    for sentence in outline.sentences:
        zones = find_zones(sentence.text) if _ALL_TIMES.search(sentence.text) else []
        if zones:
            return zones[0][1], Point(zone=zones[0][1], line=sentence.line, quote=sentence.text)
    return None, None
