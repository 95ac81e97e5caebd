"""The one query: which postmortems, in which order. `postmortem list`, lists in pages and reading
sessions all ask with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from postmortem_kb.errors import FieldError
from postmortem_kb.fields import Kind
from postmortem_kb.metrics import (
    UNKNOWN,
    duration,
    time_to_detect,
    time_to_mitigate,
    time_to_resolve,
)
from postmortem_kb.model import Incident, Postmortem
from postmortem_kb.taxonomy import Taxonomy, TermSet


class Sort(StrEnum):
    """What a list is ordered by: dates newest first, lengths longest first, names from A."""

    DATE = "date"
    DURATION = "duration"
    TIME_TO_DETECT = "time-to-detect"
    TIME_TO_MITIGATE = "time-to-mitigate"
    TIME_TO_RESOLVE = "time-to-resolve"
    SEVERITY = "severity"
    TITLE = "title"
    ID = "id"


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. Everything given must hold for one and the same incident.

    Terms are canonical ids; a root cause matches what stands below it too, a service those where
    it hurt and where it broke, and `unknown` what has none, as on the site's pages. A length that
    is not known is neither longer nor shorter than any; a date that is not known is in no range.
    `longer_than` and `shorter_than` exclude their limit, `since` and `until` include theirs.
    """

    root_cause: str | None = None
    service: str | None = None
    severity: str | None = None
    longer_than: timedelta | None = None
    shorter_than: timedelta | None = None
    since: date | None = None
    until: date | None = None
    kind: Kind | None = None
    sort: Sort = Sort.DATE
    limit: int | None = None


def find_term(taxonomy: Taxonomy, term_set: TermSet, text: str) -> str:
    """The canonical id of a term as somebody typed it.

    Raises:
        FieldError: there is no such term.
    """
    match = taxonomy.find(term_set, text)
    if match is not None:
        return match.term.id
    if text.strip().lower() == UNKNOWN:
        return UNKNOWN
    suggestion = taxonomy.suggest(term_set, text)
    hint = f"did you mean {suggestion!r}?" if suggestion else "see the taxonomy for the terms"
    raise FieldError(f"{text!r} is no term of {term_set.value!r}", hint)


def run_query(
    postmortems: Iterable[Postmortem], query: Query, taxonomy: Taxonomy
) -> tuple[Postmortem, ...]:
    """The postmortems with an incident that matches, in order."""
    found = [
        postmortem
        for postmortem in postmortems
        if any(_matches(incident, query) for incident in postmortem.incidents)
    ]
    found.sort(key=lambda postmortem: postmortem.id)
    if query.sort is not Sort.ID:
        found.sort(key=_newest_first)
    if query.sort not in (Sort.ID, Sort.DATE):
        found.sort(key=_sort_key(query.sort, taxonomy))
    return tuple(found[: query.limit])


def find_incidents(incidents: Iterable[Incident], query: Query) -> tuple[Incident, ...]:
    """The incidents that match, in the order given; `sort` and `limit` are not heeded."""
    return tuple(incident for incident in incidents if _matches(incident, query))


def _matches(incident: Incident, query: Query) -> bool:
    length = duration(incident)
    day = incident.started.date if incident.started else None
    services = (*incident.services, *incident.cause_services)
    return (
        (query.root_cause is None or _is_under(incident.root_causes, query.root_cause))
        and (query.service is None or query.service in (services or (UNKNOWN,)))
        and (query.severity is None or query.severity == (incident.severity or UNKNOWN))
        and (query.kind is None or query.kind is incident.kind)
        and (query.longer_than is None or (length is not None and length.delta > query.longer_than))
        and (
            query.shorter_than is None or (length is not None and length.delta < query.shorter_than)
        )
        and (query.since is None or (day is not None and day >= query.since))
        and (query.until is None or (day is not None and day <= query.until))
    )


def _is_under(term_ids: tuple[str, ...], term_id: str) -> bool:
    return any(one == term_id or one.startswith(f"{term_id}/") for one in term_ids or (UNKNOWN,))


def _newest_first(postmortem: Postmortem) -> tuple[bool, float]:
    started = postmortem.incident.started
    if started is None or not started.has_date:
        return (True, 0.0)
    return (False, -(started.sort_key - datetime(1970, 1, 1)).total_seconds())


_LENGTHS = {
    Sort.DURATION: duration,
    Sort.TIME_TO_DETECT: time_to_detect,
    Sort.TIME_TO_MITIGATE: time_to_mitigate,
    Sort.TIME_TO_RESOLVE: time_to_resolve,
}


def _sort_key(sort: Sort, taxonomy: Taxonomy) -> Callable[[Postmortem], Any]:
    """Orders a list that is in date order already; what is not known comes last."""
    if sort is Sort.TITLE:
        return lambda postmortem: postmortem.title.casefold()
    if sort is Sort.SEVERITY:
        ranks = {term.id: rank for rank, term in enumerate(taxonomy.terms(TermSet.SEVERITIES))}
        return lambda postmortem: ranks.get(postmortem.incident.severity or "", len(ranks))

    def longest_first(postmortem: Postmortem) -> float:
        length = _LENGTHS[sort](postmortem.incident)
        return float("inf") if length is None else -length.minutes

    return longest_first
