"""When the clocks of a time zone change, as calendars have to be told it: zone to VTIMEZONE.

`icalendar` makes these too, but puts a change forward at the time that the clocks show after it,
where RFC 5545 (section 3.6.5) wants the time that they show before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _Clock:
    """What a zone's clocks show for a while."""

    offset: timedelta
    name: str
    is_daylight: bool


def describe_clocks(zone: ZoneInfo, years: Iterable[int]) -> Timezone:
    """The zone with every change of its clocks in these years, each from its beginning to its end
    in UTC; times of other years are not told rightly by it."""
    described = Timezone()
    described.add("tzid", zone.key)
    before: _Clock | None = None
    for year in sorted(set(years)):
        start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        first = _read_clock(zone, start)
        if before is None or first.offset != before.offset:
            described.add_component(_observe(before or first, first, start))
        before = first
        for instant, after in _find_changes(zone, start, end):
            described.add_component(_observe(before, after, instant))
            before = after
    return described


def _find_changes(
    zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[tuple[datetime, _Clock]]:
    """Yield the instant of each change and what the clocks show from then on."""
    day, before = start, _read_clock(zone, start)
    while day < end:
        following = day + _DAY
        after = _read_clock(zone, following)
        if after.offset != before.offset:
            yield _find_instant(zone, day, following), after
        day, before = following, after


def _find_instant(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The first second at which the offset is that of `late`."""
    offset = _read_clock(zone, early).offset
    while late - early > _SECOND:
        middle = early + (late - early) // _SECOND // 2 * _SECOND
        if _read_clock(zone, middle).offset == offset:
            early = middle
        else:
            late = middle
    return late


def _read_clock(zone: ZoneInfo, instant: datetime) -> _Clock:
    there = instant.astimezone(zone)
    return _Clock(there.utcoffset() or timedelta(), there.tzname() or "", bool(there.dst()))


def _observe(
    before: _Clock, after: _Clock, instant: datetime
) -> TimezoneStandard | TimezoneDaylight:
    observed = TimezoneDaylight() if after.is_daylight else TimezoneStandard()
    observed.add("dtstart", (instant + before.offset).replace(tzinfo=None))
    observed.add("tzname", after.name)
    observed.add("tzoffsetfrom", before.offset)
    observed.add("tzoffsetto", after.offset)
    return observed
