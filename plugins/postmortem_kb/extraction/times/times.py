"""Start, end, zone and events of an incident: what is stated, and what follows from it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.extraction.times.day_order import Calendar, DayOrder, find_day_order
from postmortem_kb.extraction.times.entries import find_entries
from postmortem_kb.extraction.times.event_ends import (
    day_from_events,
    end_from_events,
    is_ongoing,
    start_from_events,
)
from postmortem_kb.extraction.times.lengths import StatedLength, find_stated_length
from postmortem_kb.extraction.times.points import Point
from postmortem_kb.extraction.times.source_times import with_source_times
from postmortem_kb.extraction.times.span import find_stated_span
from postmortem_kb.extraction.times.stated_days import (
    find_all_dates,
    find_only_day,
    find_title_day,
    with_published_year,
    with_year,
)
from postmortem_kb.extraction.times.timeline import PlacedEvent, place_entries
from postmortem_kb.extraction.times.zone_choice import find_document_zone
from postmortem_kb.importers.document import Document
from postmortem_kb.zones import Zone


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
    calendar = find_day_order(find_all_dates(outline), order)
    span = with_source_times(find_stated_span(outline, calendar), document)
    length = find_stated_length(outline)
    title_day = find_title_day(outline, calendar)
    day = (span.days[0] if span.days else title_day) or find_only_day(outline, calendar)
    day = with_year(day, outline, calendar) if day else None
    start = _with_day(span.start, day)
    start = with_year(start, outline, calendar) if start else None
    day, start = (with_published_year(point, document) for point in (day, start))
    entries = find_entries(outline)
    placed = place_entries(entries, calendar, start or day)
    if start is None or start.clock is None:
        start = start_from_events(placed, start or day)
        if start is not None and start.day is None and day is not None:
            start = start.on(day.day, has_year=day.has_year)
    elif start.day is None:
        start = day_from_events(start, placed)
    end = _follow(span.end, start)
    if end is None and span.end is None and not is_ongoing(outline):
        end = end_from_events(placed, start, length, span)
    zone, zone_point = find_document_zone(outline, start, end, placed)
    return Times(calendar, start, end, zone, zone_point, length, title_day, tuple(placed))


def _with_day(start: Point | None, day: Point | None) -> Point | None:
    if start is None or start.day is not None or day is None:
        return start
    return start.on(day.day, has_year=day.has_year)


def _follow(end: Point | None, start: Point | None) -> Point | None:
    """An end without a day, on its start's day or the next."""
    if end is None or start is None or start.day is None:
        return end
    if end.is_day_open:
        return None
    if end.day is not None:
        if not end.has_year and start.has_year:
            return end.in_year(start.day.year)
        return end
    end = end.on(start.day, has_year=start.has_year)
    if end.local and start.local and end.local < start.local:
        end = end.on(start.day + timedelta(days=1), has_year=start.has_year)
    return end
