"""Points in time that a text names: a clock with the day, year and zone that belong to it."""

import re
from bisect import bisect_left, bisect_right
from calendar import isleap
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from postmortem_kb.extraction.evidence import Certainty
from postmortem_kb.extraction.times.clock_text import (
    ClockMention,
    DateMention,
    find_clocks,
    find_dates,
)
from postmortem_kb.extraction.times.day_order import Calendar
from postmortem_kb.zones import Zone, format_offset

_APPROXIMATE = re.compile(
    r"(?:approximately|approx\.?|roughly|around|about|circa|ca\.?|~"
    r"|≈)[\s(]*(?:at\s)?(?:\w{3,9}\s\d{1,2}\S*\s*)?$",
    re.IGNORECASE,
)
_YEARLESS = 1904  # a leap year: stands in where the year is not known
_NEAR = 30
_PARTS = re.compile(r"[.!?;]\s|\b(?:to|until|till|and)\b")


@dataclass(frozen=True, slots=True)
class Point:
    """A point in time as far as it is known: any of day, year, clock and zone may be missing."""

    day: date | None = None
    has_year: bool = True
    clock: time | None = None
    zone: Zone | None = None
    is_approximate: bool = False
    is_day_open: bool = False
    """Stands next to a numeric date whose order is open: on no other day of the text."""
    is_marked: bool = True
    """Whether it is certain which half of the day the clock is in."""
    line: int = 0
    quote: str = ""
    certainty: Certainty = Certainty.STATED
    start: int = 0
    end: int = 0

    @property
    def local(self) -> datetime | None:
        """For arithmetic; None without day or clock."""
        if self.day is None or self.clock is None:
            return None
        return datetime.combine(self.day, self.clock)

    def on(self, day: date | None, *, has_year: bool = True, derived: bool = True) -> "Point":
        """The same time on another day."""
        certainty = Certainty.DERIVED if derived else self.certainty
        return replace(self, day=day, has_year=has_year, certainty=certainty)

    def in_year(self, year: int) -> "Point":
        """The same day of another year; unchanged where that year has no such day."""
        if self.day is None or ((self.day.month, self.day.day) == (2, 29) and not isleap(year)):
            return self
        return self.on(self.day.replace(year=year))

    def write(self, zone: Zone | None = None) -> str:
        """As a record writes it: `~2024-06-08T13:15`, `T13:15`, `--06-05T22:00`, with an offset
        where it is in another zone than `zone`."""
        text = "~" if self.is_approximate else ""
        if self.day is not None:
            text += f"{self.day.year:04}" if self.has_year else "-"
            text += f"-{self.day:%m-%d}"
        if self.clock is None:
            return text
        text += f"T{self.clock:%H:%M}" + (f":{self.clock:%S}" if self.clock.second else "")
        if self.zone is not None and zone is not None and self.zone.text != zone.text:
            own, other = self._offset(self.zone), self._offset(zone)
            if own is not None and own != other:
                text += format_offset(own)
        return text

    def _offset(self, zone: Zone) -> timedelta | None:
        day = self.day if self.day is not None and self.has_year else date(2024, 1, 1)
        return zone.offset_at(datetime.combine(day, self.clock or time()))


def find_points(text: str, calendar: Calendar) -> tuple[list[Point], list[DateMention]]:
    """The clock times of a plain text, each with the day that belongs to it, and its days.

    A day belongs to the clock that stands next to it; one that stands alone, to all of them.
    Numeric dates whose order is open are left out.
    """
    clocks = find_clocks(text)
    dates = find_dates(text)
    days = [day for found in dates if (day := calendar.resolve(found)) is not None]
    unsettled = _NearDays(text, clocks, [day for day in dates if calendar.resolve(day) is None])
    only = days[0] if len({(day.month, day.day) for day in days}) == 1 else None
    near = _NearDays(text, clocks, days)
    points = []
    for clock in clocks:
        day = near.find(clock)
        is_open = day is None and unsettled.find(clock) is not None
        point = _make(text, clock, day or (None if is_open else only))
        points.append(replace(point, is_day_open=is_open))
    return points, days


def _make(text: str, clock: ClockMention, day: DateMention | None) -> Point:
    before = text[max(0, clock.start - 32) : clock.start]
    return Point(
        day=day.as_date(day.year or _YEARLESS) if day else None,
        has_year=day is None or day.year is not None,
        clock=clock.clock,
        zone=clock.zone,
        is_approximate=_APPROXIMATE.search(before) is not None,
        is_marked=clock.is_marked,
        start=clock.start,
        end=clock.end,
    )


class _NearDays:
    """The days of a text, to be found from the clocks that stand next to them."""

    def __init__(self, text: str, clocks: list[ClockMention], days: list[DateMention]) -> None:
        self._text, self._days = text, days
        self._day_starts = [day.start for day in days]
        self._starts = sorted([*self._day_starts, *(clock.start for clock in clocks)])

    def find(self, clock: ClockMention) -> DateMention | None:
        """The day right before a clock, else the one right after it."""
        index = bisect_right(self._day_starts, clock.start)
        before = self._days[index - 1] if index else None
        if before and before.end <= clock.start and self._is_near(before.end, clock.start):
            return before
        index = bisect_left(self._day_starts, clock.end)
        after = self._days[index] if index < len(self._days) else None
        return after if after and self._is_near(clock.end, after.start) else None

    def _is_near(self, start: int, end: int) -> bool:
        if end - start > _NEAR or _PARTS.search(self._text[start:end]):
            return False
        return bisect_left(self._starts, end) == bisect_left(self._starts, start)


def day_point(mention: DateMention) -> Point:
    """A day without a time."""
    day = mention.as_date(mention.year or _YEARLESS)
    return Point(day=day, has_year=mention.year is not None, start=mention.start, end=mention.end)


def settle_half(point: Point, after: Point) -> Point:
    """A clock without AM or PM, in the half of the day that comes next after another one."""
    if point.is_marked or point.clock is None or after.clock is None or point.clock.hour > 12:
        return point
    minutes = point.clock.hour % 12 * 60 + point.clock.minute
    start = after.clock.hour * 60 + after.clock.minute
    early, late = minutes, minutes + 720
    best = min((early, late), key=lambda value: (value - start) % 1440)
    if best == point.clock.hour * 60 + point.clock.minute:
        return point
    clock = time(best // 60, best % 60, point.clock.second)
    return replace(point, clock=clock, certainty=Certainty.DERIVED)
