"""Entries to events: each with its day, its half of the day and its zone, as far as known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from postmortem_kb.extraction.evidence import Certainty
from postmortem_kb.extraction.findings import FoundEvent
from postmortem_kb.extraction.times.day_order import Calendar
from postmortem_kb.extraction.times.entry_front import Entry
from postmortem_kb.extraction.times.event_kinds import find_event_kind
from postmortem_kb.extraction.times.points import Point, day_point, settle_half
from postmortem_kb.zones import Zone

_JUMP_BACK = timedelta(hours=2)
_DAY = timedelta(days=1)
_HALF_YEAR = 180


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An entry with its points in time; `goes_back` where its stated day puts it before the
    entry above by more than two hours."""

    entry: Entry
    at: Point | None
    until: Point | None
    goes_back: bool = False

    @property
    def is_event(self) -> bool:
        """Whether it is an event rather than a line that only names a day."""
        return not self.entry.is_day_only


def place_entries(
    entries: Sequence[Entry], calendar: Calendar, start: Point | None
) -> list[PlacedEvent]:
    """Give every entry its day: the stated one, or the one carried forward from `start`.

    Where the clock falls back by over two hours and no day is named, the next one begins. Clocks
    without AM or PM among others that have it are read as the next such time of day.
    """
    uses_halves = any(entry.clock and entry.clock.text[-1:] in "mM." for entry in entries)
    placed: list[PlacedEvent] = []
    last: Point | None = None
    carried = _first_day(entries, calendar, start)
    section = 0
    is_below_day = False
    for entry in entries:
        if entry.section != section:
            section = entry.section
            last = None if placed and entry.clock and last and not carried else last
        day = calendar.resolve(entry.day) if entry.day else None
        if day is not None:
            carried = _near(day_point(day), carried if carried and carried.has_year else start)
        if entry.is_day_only:
            last = None if entry.day else last
            is_below_day = is_below_day or day is not None
            placed.append(PlacedEvent(entry, None, None))
            continue
        if entry.clock is None:
            placed.append(PlacedEvent(entry, None, None))
            continue
        point = _point(entry, carried, is_stated=day is not None)
        reference = last or (start if start and start.clock else None)
        if uses_halves and reference is not None:
            point = settle_half(point, reference)
        near = None if is_below_day else start  # a heading's day is not to be set right by it
        point, carried, goes_back = _turn(point, carried, last, near, is_stated=day is not None)
        until = _until(entry, point, calendar)
        placed.append(PlacedEvent(entry, point, until, goes_back))
        last = point
    return placed


def _first_day(entries: Sequence[Entry], calendar: Calendar, start: Point | None) -> Point | None:
    if start is not None and start.day is not None:
        return start
    for entry in entries:
        day = calendar.resolve(entry.day) if entry.day else None
        if day is not None:
            return day_point(day)
    return None


def _near(point: Point, start: Point | None) -> Point:
    """A day without a year, in the start's year or the next."""
    if point.has_year or start is None or start.day is None or not start.has_year:
        return point
    same = point.in_year(start.day.year)
    is_long_ago = same.day is not None and (start.day - same.day).days > _HALF_YEAR
    return same.in_year(start.day.year + 1) if is_long_ago else same


def _point(entry: Entry, carried: Point | None, *, is_stated: bool) -> Point:
    clock = entry.clock
    if clock is None:
        raise ValueError(entry)
    return Point(
        day=carried.day if carried else None,
        has_year=carried.has_year if carried else True,
        clock=clock.clock,
        zone=clock.zone or (entry.until.zone if entry.until else None) or entry.zone,
        is_approximate=entry.is_approximate,
        is_marked=clock.is_marked,
        line=entry.line,
        quote=entry.quote or entry.source.words,
        certainty=Certainty.STATED if is_stated or carried is None else Certainty.DERIVED,
    )


def _turn(
    point: Point, carried: Point | None, last: Point | None, start: Point | None, *, is_stated: bool
) -> tuple[Point, Point | None, bool]:
    """Put a time that jumps back on the next day, and carry that day on."""
    if point.local is None or carried is None or carried.day is None:
        return point, carried, False
    gap = timedelta()
    if last is not None and last.local is not None:
        gap = point.local - last.local
        turn = _DAY if gap < -_JUMP_BACK else timedelta()
    elif start is not None and start.local is not None:
        ahead = point.local - start.local
        is_far = abs(ahead) >= _DAY - _JUMP_BACK
        turn = (-_DAY if ahead > timedelta() else _DAY) if is_far else timedelta()
    else:
        turn = timedelta()
    if not turn:
        return point, carried, False
    if is_stated:
        return point, carried, gap < -_JUMP_BACK
    moved = point.on(carried.day + turn, has_year=carried.has_year)
    return moved, carried.on(moved.day, has_year=carried.has_year), False


def _until(entry: Entry, start: Point, calendar: Calendar) -> Point | None:
    clock = entry.until
    if clock is None:
        return None
    day = calendar.resolve(entry.until_day) if entry.until_day else None
    base = _near(day_point(day), start) if day else start
    end = replace(start, clock=clock.clock, is_marked=clock.is_marked, is_approximate=False)
    end = end.on(base.day, has_year=base.has_year or start.has_year)
    end = settle_half(end, start)
    if day is None and end.local and start.local and end.local < start.local:
        end = end.on(start.day + _DAY if start.day else None, has_year=start.has_year)
    return end


def write_events(placed: Sequence[PlacedEvent], zone: Zone | None) -> tuple[FoundEvent, ...]:
    """The events as findings, their times written as a record writes them."""
    return tuple(
        FoundEvent(
            at=event.at.write(zone) if event.at else None,
            until=event.until.write(zone) if event.until else None,
            text=event.entry.text,
            kind=find_event_kind(
                event.entry.text or _first_words(event.entry), event.entry.source.labels
            ),
            line=event.entry.line,
            source=event.entry.source,
            details=tuple(event.entry.details),
            certainty=event.at.certainty if event.at else Certainty.STATED,
        )
        for event in placed
        if event.is_event
    )


def _first_words(entry: Entry) -> str:
    return next((part.text for part in entry.details if part.is_text), "")
