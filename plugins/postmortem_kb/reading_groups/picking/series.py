"""Series: records worth reading side by side, found from what they say. Catalogue to values.

Records are put under keys, one step for each; no two of them are compared.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.extraction.facts.term_signals import read_term_signals
from postmortem_kb.fields import Kind
from postmortem_kb.model import Postmortem
from postmortem_kb.moments import elapsed
from postmortem_kb.reading_groups.picking.anniversaries import day_of
from postmortem_kb.reading_groups.picking.recurrences import find_earlier
from postmortem_kb.reading_groups.picking.series_words import NOTICED_BY, SeriesKind, tell_series
from postmortem_kb.reading_groups.picking.subjects import (
    find_causes,
    find_families,
    find_services,
    find_suspected,
)
from postmortem_kb.reading_groups.picking.teaching import Assessment, rank_by_teaching
from postmortem_kb.taxonomy import TermSet

MOST_SERIES = 12
MOST_IN_SERIES = 6
_LEAST_IN_SERIES = 3
_LEAST_IN_CHAIN = 2
_MOST_OF_KIND = 3
_LEAST_AFTERMATH = timedelta(hours=1)


_WORTH = {
    SeriesKind.FALSE_TRAIL: 3.0,
    SeriesKind.CAME_BACK: 2.5,
    SeriesKind.SAME_CAUSE: 2.0,
    SeriesKind.MITIGATED_EARLY: 1.5,
    SeriesKind.NOTICED_OUTSIDE: 1.5,
    SeriesKind.SAME_SERVICE: 1.0,
}
"""Added to the mean of what the records of a series are worth for teaching."""


@dataclass(frozen=True, slots=True)
class Series:
    """Records to read side by side, the oldest first; title and `why` are plain text.

    `total` is how many such records there are: the series has the most instructive ones.
    """

    kind: SeriesKind
    title: str
    why: str
    postmortems: tuple[Postmortem, ...]
    total: int


@dataclass(slots=True)
class _Group:
    """Records under one key, the most instructive first."""

    kind: SeriesKind
    key: tuple[str, ...]
    records: list[Postmortem]


def find_series(
    catalogue: Catalogue, ranked: Sequence[Assessment] | None = None
) -> tuple[Series, ...]:
    """At most twelve series of three to six incidents (chains of recurrences: of two), the most
    instructive first. `ranked` is what `rank_by_teaching` gives, where it is there already."""
    ranked = rank_by_teaching(catalogue) if ranked is None else ranked
    told = [one.postmortem for one in ranked if _is_told(one.postmortem)]
    worth = {one.postmortem.id: one.value for one in ranked}
    groups = [*_group(told, catalogue), *_chain(told, catalogue)]
    found = [series for group in groups if (series := _make_series(group, catalogue)) is not None]

    def rank(series: Series) -> tuple[float, str, str]:
        values = [worth[record.id] for record in series.postmortems]
        return -round(_WORTH[series.kind] + sum(values) / len(values), 6), series.kind, series.title

    return tuple(_keep_best(sorted(found, key=rank)))


def _keep_best(ordered: Iterable[Series]) -> Iterator[Series]:
    """The first ones, not too many of a kind, and no records together twice."""
    counts = dict.fromkeys(SeriesKind, 0)
    seen: set[frozenset[str]] = set()
    for series in ordered:
        ids = frozenset(record.id for record in series.postmortems)
        if counts[series.kind] == _MOST_OF_KIND or ids in seen:
            continue
        counts[series.kind] += 1
        seen.add(ids)
        yield series
        if len(seen) == MOST_SERIES:
            return


def _is_told(record: Postmortem) -> bool:
    """Whether a record tells of one incident that happened, and is no draft any more."""
    return (
        record.incident.kind is Kind.INCIDENT
        and not record.fields.incidents
        and not record.is_draft
    )


def _group(records: Iterable[Postmortem], catalogue: Catalogue) -> list[_Group]:
    signals = read_term_signals(catalogue.taxonomy, TermSet.ROOT_CAUSES)
    groups: dict[tuple[SeriesKind, tuple[str, ...]], list[Postmortem]] = {}
    for record in records:
        for family in find_families(record)[:1]:
            for suspected in find_suspected(record, signals):
                groups.setdefault((SeriesKind.FALSE_TRAIL, (family, suspected)), []).append(record)
        for cause in find_causes(record):
            groups.setdefault((SeriesKind.SAME_CAUSE, (cause,)), []).append(record)
        for service in find_services(record):
            groups.setdefault((SeriesKind.SAME_SERVICE, (service,)), []).append(record)
        if record.incident.detection in NOTICED_BY:
            key = (record.incident.detection,)
            groups.setdefault((SeriesKind.NOTICED_OUTSIDE, key), []).append(record)
        if _is_mitigated_early(record):
            groups.setdefault((SeriesKind.MITIGATED_EARLY, ()), []).append(record)
    return [_Group(kind, key, found) for (kind, key), found in groups.items()]


def _chain(records: Sequence[Postmortem], catalogue: Catalogue) -> list[_Group]:
    """Records that are connected by `recurrence-of`, over any number of steps."""
    told = {record.id for record in records}
    first: dict[str, str] = {record.id: record.id for record in records}

    def find_first(record_id: str) -> str:
        while first[record_id] != record_id:
            first[record_id] = first[first[record_id]]  # halves the way for the next one
            record_id = first[record_id]
        return record_id

    for record in records:
        for earlier in find_earlier(record, catalogue):
            if earlier.id in told:
                first[find_first(record.id)] = find_first(earlier.id)
    chains: dict[str, list[Postmortem]] = {}
    for record in records:
        chains.setdefault(find_first(record.id), []).append(record)
    return [
        _Group(SeriesKind.CAME_BACK, (key,), chain)
        for key, chain in chains.items()
        if len(chain) >= _LEAST_IN_CHAIN
    ]


def _is_mitigated_early(record: Postmortem) -> bool:
    """Whether at least half of the time, and an hour, lay between mitigation and resolution."""
    incident = record.incident
    aftermath = elapsed(incident.mitigated, incident.resolved)
    total = elapsed(incident.started, incident.resolved)
    return (
        aftermath is not None
        and total is not None
        and aftermath.delta >= max(total.delta / 2, _LEAST_AFTERMATH)
    )


def _make_series(group: _Group, catalogue: Catalogue) -> Series | None:
    chosen = _CHOOSE.get(group.kind, _choose_first)(group.records)
    least = _LEAST_IN_CHAIN if group.kind is SeriesKind.CAME_BACK else _LEAST_IN_SERIES
    if len(chosen) < least:
        return None
    oldest_first = tuple(sorted(chosen, key=_oldest_first))
    title, why = tell_series(group.kind, group.key, oldest_first, catalogue.taxonomy)
    return Series(group.kind, title, why, oldest_first, len(group.records))


def _choose_first(records: Sequence[Postmortem]) -> list[Postmortem]:
    return [*records[:MOST_IN_SERIES]]


def _choose_of_each(
    records: Sequence[Postmortem], part_of: Callable[[Postmortem], tuple[str, ...]]
) -> list[Postmortem]:
    """The most instructive record of each main service, or of each main cause."""
    found: dict[str, Postmortem] = {}
    for record in records:
        for part in part_of(record)[:1]:
            found.setdefault(part, record)
    return [*found.values()][:MOST_IN_SERIES]


def _choose_by_service(records: Sequence[Postmortem]) -> list[Postmortem]:
    return _choose_of_each(records, find_services)


def _choose_by_cause(records: Sequence[Postmortem]) -> list[Postmortem]:
    """Different causes first; where there are too few, the same ones again."""
    different = _choose_of_each(records, find_families)
    ids = {record.id for record in different}
    others = (record for record in records if record.id not in ids)
    return [*different, *others][:MOST_IN_SERIES]


_CHOOSE: dict[SeriesKind, Callable[[Sequence[Postmortem]], list[Postmortem]]] = {
    SeriesKind.SAME_CAUSE: _choose_by_service,
    SeriesKind.SAME_SERVICE: _choose_by_cause,
    SeriesKind.NOTICED_OUTSIDE: _choose_by_cause,
    SeriesKind.MITIGATED_EARLY: _choose_by_cause,
}


def _oldest_first(record: Postmortem) -> tuple[bool, str, str]:
    day = day_of(record)
    return day is None, day.isoformat() if day else "", record.id
