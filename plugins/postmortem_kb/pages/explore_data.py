"""The catalogue as columns: what faceted search needs of each incident, small enough to load whole.

Values to values, between the indexes and the page that explores them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.data_scripts import round_minutes
from postmortem_kb.durations import Duration
from postmortem_kb.facets import (
    DETECTIONS,
    DURATIONS,
    MITIGATIONS,
    ROOT_CAUSES,
    SERVICES,
    SEVERITIES,
    TRIGGERS,
    YEARS,
)
from postmortem_kb.indexes import Index, with_parents
from postmortem_kb.metrics import (
    UNKNOWN,
    duration,
    time_to_detect,
    time_to_mitigate,
    time_to_resolve,
)
from postmortem_kb.model import Incident, Postmortem
from postmortem_kb.pages.words import KIND_LABELS
from postmortem_kb.query import Query, Sort, run_query

PARAMETERS = {
    ROOT_CAUSES.slug: "root-cause",
    SERVICES.slug: "service",
    SEVERITIES.slug: "severity",
    DURATIONS.slug: "duration",
    YEARS.slug: "year",
    TRIGGERS.slug: "trigger",
    DETECTIONS.slug: "detection",
    MITIGATIONS.slug: "mitigation",
}
"""What each index is called in the URL of a search, as in the options of `postmortem list`."""
_PARTS_OF_DAY = {
    "night": ("Night, 0 to 6 h", range(6)),
    "morning": ("Morning, 6 to 12 h", range(6, 12)),
    "afternoon": ("Afternoon, 12 to 18 h", range(12, 18)),
    "evening": ("Evening, 18 to 24 h", range(18, 24)),
}
_EPOCH = date(1970, 1, 1)
_SORTS = {
    Sort.DURATION: duration,
    Sort.TIME_TO_DETECT: time_to_detect,
    Sort.TIME_TO_MITIGATE: time_to_mitigate,
    Sort.TIME_TO_RESOLVE: time_to_resolve,
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the columns: an incident, and the record that tells of it."""

    incident: Incident
    record: Postmortem


@dataclass(frozen=True, slots=True)
class _Choice:
    """A term to choose; `above` is the id of the broader one that has it beneath."""

    id: str
    label: str
    above: str | None = None


def describe_columns(catalogue: Catalogue, indexes: Iterable[Index]) -> dict[str, Any]:
    """Everything but texts, for a script.

    The rows are the `count` records in the catalogue's order, each as a whole, and then, for each
    of `parts` (number of the record, how many), the incidents of a record that tells of several:
    of such a record only those match. `days` are days since 1970-01-01 as the difference to the
    row before that has one, null where not known; `lengths` are minutes, the one named `duration`
    for every row, the others for records only. Of a facet, `terms` are id, label and the position
    of the broader term, if any; `sets` are positions of terms that occur together on a row;
    `column` says for each row which of the sets. `orders` are the numbers of all records in order,
    each as the difference to the one before, and left out where it is the catalogue's order.
    """
    records = catalogue.postmortems
    several = [
        (number, len(record.incidents))
        for number, record in enumerate(records)
        if record.fields.incidents
    ]
    rows = [_Row(record.incident, record) for record in records]
    rows += [
        _Row(incident, records[number])
        for number, _ in several
        for incident in records[number].incidents
    ]
    return {
        "count": len(records),
        "parts": several,
        "days": list(_differences(_day_number(row.incident) for row in rows)),
        "lengths": dict(_lengths(rows, len(records))),
        "orders": dict(_orders(catalogue)),
        "facets": [
            *(_index_column(index, rows, catalogue) for index in indexes if _has_column(index)),
            *_own_columns(rows),
        ],
    }


def _day_number(incident: Incident) -> int | None:
    started = incident.started.date if incident.started else None
    return (started - _EPOCH).days if started else None


def _differences(numbers: Iterable[int | None]) -> Iterator[int | None]:
    before = 0
    for number in numbers:
        yield None if number is None else number - before
        before = before if number is None else number


def _lengths(rows: list[_Row], count: int) -> Iterator[tuple[str, list[float | None]]]:
    for sort, length_of in _SORTS.items():
        shown = rows if sort is Sort.DURATION else rows[:count]
        yield sort.value, [_minutes(length_of(row.incident)) for row in shown]


def _minutes(length: Duration | None) -> float | None:
    return None if length is None else round_minutes(length.minutes)


def _orders(catalogue: Catalogue) -> Iterator[tuple[str, list[int | None]]]:
    """The orders that only the texts could tell; differences are small where an id has its date."""
    for sort in (Sort.DATE, Sort.TITLE, Sort.ID):
        found = run_query(catalogue.postmortems, Query(sort=sort), catalogue.taxonomy)
        numbers = [catalogue.positions[record.id] for record in found]
        if numbers != sorted(numbers):
            yield sort.value, list(_differences(numbers))


def _has_column(index: Index) -> bool:
    # A year can be told from the day.
    return index.facet.slug in PARAMETERS and index.facet is not YEARS


def _index_column(index: Index, rows: list[_Row], catalogue: Catalogue) -> dict[str, Any]:
    facet, taxonomy = index.facet, catalogue.taxonomy
    seen = [group for group in index.groups if group.figures.count]
    groups = [each for group in seen for each in (group, *group.children)]
    choices = [_Choice(each.term.id, each.term.label, each.term.parent) for each in groups]
    terms_of = {id(row.incident): facet.terms_of(row.incident, taxonomy) for row in rows}
    known = {choice.id for choice in choices}
    # A record that tells of several incidents may have, as a whole, terms that none of them has.
    for term_id in dict.fromkeys(with_parents(tuple(t for ts in terms_of.values() for t in ts))):
        if term_id not in known:
            term = facet.find_term(term_id, taxonomy)
            choices.append(_Choice(term.id, term.label, term.parent))
    return _column(
        PARAMETERS[facet.slug], facet.label, choices, rows, lambda row: terms_of[id(row.incident)]
    )


def _own_columns(rows: list[_Row]) -> Iterator[dict[str, Any]]:
    """The facets that no index of the site has."""
    unknown = _Choice(UNKNOWN, "Unknown")
    hours = [
        choice
        for part, (label, numbers) in _PARTS_OF_DAY.items()
        for choice in (
            _Choice(part, label),
            *(_Choice(f"{hour:02}", f"{hour:02}:00 to {hour:02}:59", part) for hour in numbers),
        )
    ]
    yield _column("hour", "Time of day", [*hours, unknown], rows, _hour)
    kinds = [_Choice(kind.value, label) for kind, label in KIND_LABELS.items()]
    yield _column("kind", "Kind", kinds, rows, lambda row: (row.incident.kind.value,))
    items = [
        _Choice("open", "Some are open"),
        _Choice("closed", "All are done or declined"),
        _Choice(UNKNOWN, "None stated"),
    ]
    yield _column("action-items", "Action items", items, rows, _action_items)


def _hour(row: _Row) -> tuple[str, ...]:
    started = row.incident.started
    return (f"{started.stated.local.hour:02}" if started and started.has_time else UNKNOWN,)


def _action_items(row: _Row) -> tuple[str, ...]:
    items = row.record.action_items
    if not items:
        return (UNKNOWN,)
    return ("open" if any(item.is_open for item in items) else "closed",)


def _column(
    name: str,
    label: str,
    choices: list[_Choice],
    rows: list[_Row],
    terms_of: Callable[[_Row], tuple[str, ...]],
) -> dict[str, Any]:
    """A facet with those of its terms that occur, and those above them."""
    found = [terms_of(row) for row in rows]
    by_id = {choice.id: choice for choice in choices}
    used = {term_id for terms in found for term_id in terms}
    used |= {above for term_id in used if (above := by_id[term_id].above) is not None}
    shown = [choice for choice in choices if choice.id in used]
    positions = {choice.id: position for position, choice in enumerate(shown)}
    sets: dict[tuple[int, ...], int] = {}
    column = [
        sets.setdefault(tuple(positions[term_id] for term_id in terms), len(sets))
        for terms in found
    ]
    return {
        "name": name,
        "label": label,
        "terms": [
            [choice.id, choice.label] + ([positions[choice.above]] if choice.above else [])
            for choice in shown
        ],
        "sets": [list(members) for members in sets],
        "column": column,
    }
