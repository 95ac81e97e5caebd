"""Plots of when incidents happened: per month, and by weekday and hour. Incidents to plots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from postmortem_kb.charts.bars import Bar, BarRow, draw_bars
from postmortem_kb.charts.heatmap import Cell, Heading, draw_heatmap
from postmortem_kb.escape import Markdown
from postmortem_kb.facets import Facet
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.model import Incident
from postmortem_kb.pages import words
from postmortem_kb.pages.explore_data import PARAMETERS
from postmortem_kb.pages.plot_links import PlotLinks
from postmortem_kb.pages.plots import Plot, Table
from postmortem_kb.settings import Settings
from postmortem_kb.tallies import (
    Calendar,
    Unit,
    Week,
    count_columns,
    count_week,
    make_calendar,
)
from postmortem_kb.taxonomy import Taxonomy
from postmortem_kb.zones import Zone, ZoneKind, parse_zone

_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MOST_ROWS = 8
_MOST_TICKS = 30
_UNIT_WORDS = {Unit.MONTH: "month", Unit.QUARTER: "quarter", Unit.YEAR: "year"}


@dataclass(frozen=True, slots=True)
class _Series:
    """The incidents of one row; `chosen` are the filters that show them."""

    label: str
    incidents: tuple[Incident, ...]
    chosen: dict[str, str]


def plot_months(
    incidents: Sequence[Incident],
    facet: Facet,
    taxonomy: Taxonomy,
    links: PlotLinks,
    *,
    has_total: bool = True,
) -> Plot:
    """Incidents per month, a row for each term of a facet (its broadest ones) that there is."""
    calendar = make_calendar(incidents)
    unit = _UNIT_WORDS[calendar.unit]
    title = f"Incidents per {unit} by {facet.label.lower()}"
    anchor = f"per-month-by-{PARAMETERS[facet.slug]}"
    if not calendar.count:
        caption = f"None of the {words.count(len(incidents), 'incident')} has a known date."
        return Plot(title, anchor, caption, Markdown(""))
    found = _series(incidents, facet, taxonomy)
    shown = found[:_MOST_ROWS]
    every = [_Series("All", tuple(incidents), {})] if has_total and len(found) > 1 else []
    rows = [*every, *shown]
    counts = [count_columns(series.incidents, calendar) for series in rows]
    all_counts = count_columns(incidents, calendar)
    drawn = [
        _bar_row(series, column, calendar, links)
        for series, column in zip(rows, counts, strict=True)
    ]
    table = Table(
        (words.sentence(unit), *(series.label for series in rows)),
        tuple(
            (_column_label(calendar, index), *(str(column[index]) for column in counts))
            for index in range(calendar.count)
            if all_counts[index]
        ),
    )
    caption = f"{calendar.dated} of {words.count(len(incidents), 'incident')} with a known date"
    caption += ", by the local date in the record. All rows have the same scale."
    if sum(len(series.incidents) for series in found) > len(incidents):
        caption += " An incident with several stands in each of its rows."
    if len(found) > len(shown):
        left = len(found) - len(shown)
        caption += f" The {_MOST_ROWS} most frequent are shown, {left} more are not."
    return Plot(title, anchor, caption, draw_bars(drawn, _ticks(calendar), calendar.count), table)


def _series(incidents: Sequence[Incident], facet: Facet, taxonomy: Taxonomy) -> list[_Series]:
    groups: dict[str, list[Incident]] = {}
    for incident in incidents:
        for term_id in top_terms(facet, incident, taxonomy):
            groups.setdefault(term_id, []).append(incident)
    if facet.term_set is not None and facet.shows_all_terms:
        order = [term.id for term in taxonomy.terms(facet.term_set)]
        ids = sorted(groups, key=lambda term_id: order.index(term_id) if term_id in order else 99)
    else:
        ids = sorted(groups, key=lambda term_id: (-len(groups[term_id]), term_id))
    ids.sort(key=lambda term_id: term_id == UNKNOWN)
    name = PARAMETERS[facet.slug]
    return [
        _Series(facet.find_term(term_id, taxonomy).label, tuple(groups[term_id]), {name: term_id})
        for term_id in ids
    ]


def top_terms(facet: Facet, incident: Incident, taxonomy: Taxonomy) -> tuple[str, ...]:
    """The broadest terms that an incident belongs to, each once."""
    found = (term_id.partition("/")[0] for term_id in facet.terms_of(incident, taxonomy))
    return tuple(dict.fromkeys(found))


def _bar_row(
    series: _Series, counts: Sequence[int], calendar: Calendar, links: PlotLinks
) -> BarRow:
    bars: list[Bar | None] = []
    for index, count in enumerate(counts):
        if not count:
            bars.append(None)
            continue
        last = calendar.begin(index + 1) - timedelta(days=1)
        chosen = {"since": calendar.begin(index).isoformat(), "until": last.isoformat()}
        text = f"{series.label}, {_column_label(calendar, index)}: {count}"
        bars.append(Bar(count, links.explore({**series.chosen, **chosen}), text))
    most = max(counts)
    note = f"{sum(counts)}, at most {most} in a {_UNIT_WORDS[calendar.unit]}"
    return BarRow(series.label, note, tuple(bars))


def _column_label(calendar: Calendar, index: int) -> str:
    day = calendar.begin(index)
    if calendar.unit is Unit.YEAR:
        return str(day.year)
    if calendar.unit is Unit.QUARTER:
        return f"{day.year} Q{(day.month + 2) // 3}"
    return words.month(f"{day.year:04}-{day.month:02}")


def _ticks(calendar: Calendar) -> list[tuple[int, str]]:
    """The first column and each that begins a year."""
    found = []
    for index in range(calendar.count):
        day = calendar.begin(index)
        if calendar.unit is Unit.YEAR or day.month == 1:
            found.append((index, str(day.year)))
        elif index == 0:
            month = words.month(f"{day.year:04}-{day.month:02}")
            found.append((index, month if calendar.unit is Unit.MONTH else str(day.year)))
    return found[:: -(-len(found) // _MOST_TICKS) or 1]


def site_zone(settings: Settings) -> Zone | None:
    """The zone that the site sets for records without one, if it does."""
    return parse_zone(settings.timezone) if settings.timezone else None


def plot_week(incidents: Sequence[Incident], zone: Zone | None, links: PlotLinks) -> Plot:
    """Incidents by the weekday and hour they began at."""
    week = count_week(incidents, zone)
    hours = [Heading(f"{hour:02}") for hour in range(24)]
    rows = [
        (
            Heading(name),
            [_week_cell(week, day, hour, links) for hour in range(24)],
        )
        for day, name in enumerate(_WEEKDAYS)
    ]
    clock = (
        f"by the clock of the site's zone, {zone.text}"
        if zone is not None and zone.kind is not ZoneKind.UNKNOWN
        else "each by the clock of its own record, since the site sets no zone"
    )
    caption = f"{week.placed} of {words.count(len(incidents), 'incident')}, {clock}."
    if week.without_zone:
        caption += f" Counted apart: {week.without_zone} whose time zone is unknown."
    if week.without_time:
        caption += f" {week.without_time} without a known date or hour of the start."
    if len(week.agreeing) < len(week.cells):
        caption += (
            " A number without a link: the search goes by the records' own clocks and would find "
            "others."
        )
    picture = (
        draw_heatmap("Weekday and hour", hours, rows, name="pm-week")
        if week.placed
        else Markdown("")
    )
    return Plot("By weekday and hour", "by-weekday-and-hour", caption, picture)


def _week_cell(week: Week, day: int, hour: int, links: PlotLinks) -> Cell | None:
    count = week.cells[day, hour]
    if not count:
        return None
    chosen = {"weekday": _WEEKDAYS[day].lower(), "hour": f"{hour:02}"}
    url = links.explore(chosen) if (day, hour) in week.agreeing else ""
    return Cell(count, url, f"{_WEEKDAYS[day]}, {hour:02}:00 to {hour:02}:59: {count}")
