"""Tallies: incidents to counts by month, by hour of the week and by pairs of terms. For the plots.

Each incident is counted once, however many the record that tells of it has.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from postmortem_kb.fields import Kind
from postmortem_kb.model import Incident
from postmortem_kb.zones import Zone, ZoneKind

_MOST_COLUMNS = 120


def only_incidents(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Those that count: near misses and exercises left out."""
    return tuple(incident for incident in incidents if incident.kind is Kind.INCIDENT)


class Unit(IntEnum):
    """What the columns of a plot over time are; the value is how many months one has."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months, quarters or years without a gap from the first incident's to the last one's.

    `first` counts units from the year 0; `undated` incidents have no known day.
    """

    unit: Unit
    first: int
    count: int
    dated: int
    undated: int

    def position(self, day: date) -> int:
        """The column of a day."""
        return _units(day, self.unit) - self.first

    def begin(self, position: int) -> date:
        """The first day of a column; the last possible day where the calendar ends."""
        year, month = divmod((self.first + position) * self.unit, 12)
        return date(year, month + 1, 1) if year <= date.max.year else date.max


def _units(day: date, unit: Unit) -> int:
    return (day.year * 12 + day.month - 1) // unit


def make_calendar(incidents: Sequence[Incident]) -> Calendar:
    """The columns for these incidents: months, unless there would be too many to see."""
    days = [day for incident in incidents if (day := day_of(incident)) is not None]
    undated = len(incidents) - len(days)
    if not days:
        return Calendar(Unit.MONTH, 0, 0, 0, undated)
    first, last = min(days), max(days)
    spans = {unit: _units(last, unit) - _units(first, unit) + 1 for unit in Unit}
    unit = next((unit for unit in Unit if spans[unit] <= _MOST_COLUMNS), Unit.YEAR)
    return Calendar(unit, _units(first, unit), spans[unit], len(days), undated)


def day_of(incident: Incident) -> date | None:
    """The local day it began on, where day and year are known."""
    return incident.started.date if incident.started else None


def count_columns(incidents: Iterable[Incident], calendar: Calendar) -> list[int]:
    """How many of the incidents began in each column."""
    counts = [0] * calendar.count
    for incident in incidents:
        if (day := day_of(incident)) is not None:
            counts[calendar.position(day)] += 1
    return counts


TermsOf = Callable[[Incident], Iterable[str]]


def count_terms(incidents: Iterable[Incident], terms_of: TermsOf) -> Counter[str]:
    """How many incidents have each term; one with several is counted under each, once."""
    return Counter(term for incident in incidents for term in dict.fromkeys(terms_of(incident)))


def count_pairs(
    incidents: Iterable[Incident], rows_of: TermsOf, columns_of: TermsOf
) -> Counter[tuple[str, str]]:
    """How many incidents have both terms of each pair, each incident once for a pair."""
    return Counter(
        (row, column)
        for incident in incidents
        for row in dict.fromkeys(rows_of(incident))
        for column in dict.fromkeys(columns_of(incident))
    )


@dataclass(frozen=True, slots=True)
class Week:
    """Incidents by the weekday (0: Monday) and hour of their start, and those that have none."""

    cells: Counter[tuple[int, int]]
    as_written: Counter[tuple[int, int]]
    """The same by the clock of each record, those of an unknown zone among them."""
    without_zone: int
    without_time: int
    agreeing: frozenset[tuple[int, int]]
    """The cells that hold the same incidents by both clocks."""

    @property
    def placed(self) -> int:
        """How many incidents are in the cells."""
        return self.cells.total()


def count_week(incidents: Iterable[Incident], zone: Zone | None) -> Week:
    """Place each start in the week of `zone`, or of the record's own zone where there is none."""
    cells: Counter[tuple[int, int]] = Counter()
    as_written: Counter[tuple[int, int]] = Counter()
    same: Counter[tuple[int, int]] = Counter()
    without_zone = without_time = 0
    for incident in incidents:
        started = incident.started
        if started is None or not started.has_date or not started.has_time:
            without_time += 1
            continue
        local = started.stated.local
        own = (local.weekday(), local.hour)
        as_written[own] += 1
        if started.instant is None:
            without_zone += 1
            continue
        moved = _in_zone(started.instant, zone)
        cell = (moved.weekday(), moved.hour)
        cells[cell] += 1
        same[cell] += cell == own
    agreeing = {cell for cell in cells if cells[cell] == same[cell] == as_written[cell]}
    return Week(cells, as_written, without_zone, without_time, frozenset(agreeing))


def _in_zone(instant: datetime, zone: Zone | None) -> datetime:
    """What the clock of a zone shows at an instant, as a naive time."""
    if zone is None or zone.kind is ZoneKind.UNKNOWN:
        return instant.replace(tzinfo=None)
    try:
        if zone.iana is not None:
            return instant.astimezone(zone.iana).replace(tzinfo=None)
        offset = instant.utcoffset()
        assert offset is not None
        assert zone.offset is not None
        return instant.replace(tzinfo=None) - offset + zone.offset
    except OverflowError:
        return instant.replace(tzinfo=None)
