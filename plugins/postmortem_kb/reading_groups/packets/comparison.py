"""Incidents side by side: records to rows of facts, each row the same fact of every record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from postmortem_kb.facets import (
    DETECTIONS,
    MITIGATIONS,
    ROOT_CAUSES,
    SERVICES,
    SEVERITIES,
    TRIGGERS,
    Facet,
)
from postmortem_kb.metrics import (
    UNKNOWN,
    describe_measure,
    duration,
    time_to_detect,
    time_to_mitigate,
    time_to_resolve,
)
from postmortem_kb.model import EventKind, Incident, Postmortem
from postmortem_kb.moments import elapsed
from postmortem_kb.reading_groups.telling.hypotheses import find_hypotheses
from postmortem_kb.taxonomy import Taxonomy

_FactOf = Callable[[Postmortem, Taxonomy], str | None]


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of every record, in plain text; None where a record does not tell it.

    `is_outcome` where it tells how a story goes on: whoever is to find out gets an empty cell.
    """

    label: str
    values: tuple[str | None, ...]
    is_outcome: bool


def compare(postmortems: Sequence[Postmortem], taxonomy: Taxonomy) -> tuple[FactRow, ...]:
    """Rows in the order of a story: what was hurt, how it was noticed, what was tried, its end."""
    return tuple(
        FactRow(label, tuple(fact_of(record, taxonomy) for record in postmortems), is_outcome)
        for label, fact_of, is_outcome in _FACTS
    )


def _day(postmortem: Postmortem, _: Taxonomy) -> str | None:
    return postmortem.incident.day


def label_terms(
    facet: Facet, postmortem: Postmortem, taxonomy: Taxonomy, *, aspect: int = 0
) -> tuple[str, ...]:
    """The terms that a facet has for all incidents of a record, each once and below the one above
    it, `Hardware › Disk`; unknown is none."""
    terms_of = facet.aspects[aspect].terms_of
    incidents = (postmortem.incident, *postmortem.incidents)
    ids = dict.fromkeys(term for one in incidents for term in terms_of(one, taxonomy))
    return tuple(_label_path(term, facet, taxonomy) for term in ids if term != UNKNOWN)


def _label_path(term_id: str, facet: Facet, taxonomy: Taxonomy) -> str:
    term = facet.find_term(term_id, taxonomy)
    above = f"{_label_path(term.parent, facet, taxonomy)} › " if term.parent else ""
    return f"{above}{term.label}"


def _terms(facet: Facet, *, aspect: int = 0) -> _FactOf:
    def fact_of(postmortem: Postmortem, taxonomy: Taxonomy) -> str | None:
        return ", ".join(label_terms(facet, postmortem, taxonomy, aspect=aspect)) or None

    return fact_of


def _figure(figure_of: Callable[[Incident], str | None]) -> _FactOf:
    """A time counted from an incident's start; a record of several has one for each of them."""

    def fact_of(postmortem: Postmortem, _: Taxonomy) -> str | None:
        if not postmortem.fields.incidents:
            return figure_of(postmortem.incident)
        parts = [
            f"{incident.title}: {figure}"
            for incident in postmortem.incidents
            if (figure := figure_of(incident)) is not None
        ]
        return "; ".join(parts) or None

    return fact_of


def _time_to_detect(incident: Incident) -> str | None:
    figure = time_to_detect(incident)
    return describe_measure(figure) if figure is not None else None


def _time_to_mitigate(incident: Incident) -> str | None:
    figure = time_to_mitigate(incident)
    return str(figure) if figure is not None else None


def _time_to_resolve(incident: Incident) -> str | None:
    figure = time_to_resolve(incident)
    return str(figure) if figure is not None else None


def _duration(incident: Incident) -> str | None:
    length = duration(incident)
    if incident.is_ongoing:
        return "ongoing"
    return str(length) if length is not None else None


def _share(postmortem: Postmortem, _: Taxonomy) -> str | None:
    impact = postmortem.incident.impact
    if impact is None or impact.users_percent is None:
        return None
    return f"{impact.users_percent}{f' of {impact.of}' if impact.of else ''}"


def _wrong_turns(postmortem: Postmortem, _: Taxonomy) -> str | None:
    """Hypotheses, and what was ruled out: by which event is not always told."""
    events = postmortem.body.events
    if not events:
        return None
    hypotheses = find_hypotheses(postmortem)
    dropped = sum(event.kind is EventKind.RULED_OUT for event in events)
    if not hypotheses and not dropped:
        return "none told"
    matched = sum(one.ruled_out_by is not None for one in hypotheses)
    parts = [_count(len(hypotheses), "hypothesis", "hypotheses")] if hypotheses else []
    if matched:
        parts.append(f"{matched} of them ruled out")
    elif dropped:
        parts.append(f"ruled out at {_count(dropped, 'point', 'points')} of the timeline")
    return ", ".join(parts)


def _escalations(postmortem: Postmortem, _: Taxonomy) -> str | None:
    events = postmortem.body.events
    if not events:
        return None
    called = [event for event in events if event.kind is EventKind.ESCALATED]
    if not called:
        return "none told"
    first = elapsed(postmortem.incident.started, called[0].at)
    after = f", the first after {first}" if first is not None else ""
    return f"{len(called)}{after}"


def _measures(postmortem: Postmortem, _: Taxonomy) -> str | None:
    items = postmortem.action_items
    if not items:
        return None
    still = sum(item.is_open for item in items)
    return f"{len(items)}, {still or 'none'} still open"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


_FACTS: tuple[tuple[str, _FactOf, bool], ...] = (
    ("Day", _day, False),
    ("Severity", _terms(SEVERITIES), False),
    ("Where it hurt", _terms(SERVICES), False),
    ("Share affected", _share, True),
    ("Detected by", _terms(DETECTIONS), True),
    ("Time to detect", _figure(_time_to_detect), True),
    ("Wrong turns", _wrong_turns, True),
    ("Others called in", _escalations, True),
    ("Where it broke", _terms(SERVICES, aspect=1), True),
    ("Root causes", _terms(ROOT_CAUSES), True),
    ("Trigger", _terms(TRIGGERS), True),
    ("What ended it", _terms(MITIGATIONS), True),
    ("Time to mitigate", _figure(_time_to_mitigate), True),
    ("Time to resolve", _figure(_time_to_resolve), True),
    ("Duration", _figure(_duration), True),
    ("Measures", _measures, True),
)
