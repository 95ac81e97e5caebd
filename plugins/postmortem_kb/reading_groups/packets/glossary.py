"""The glossary of a packet: the part of a story that is shown to the terms that it uses.

Only what is shown counts. What caused an incident, set it off or ended it is never looked up: a
definition of it would tell the outcome.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.model import Event, EventKind, Postmortem
from postmortem_kb.taxonomy import Taxonomy, Term, TermSet

KIND_DEFINITIONS = {
    EventKind.STARTED: "When the harm began. It is often known only afterwards.",
    EventKind.DETECTED: "When anybody or anything first noticed.",
    EventKind.ACKNOWLEDGED: "When somebody began to work on it.",
    EventKind.ESCALATED: "When others were called in, or told.",
    EventKind.HYPOTHESIS: "What the responders held to be possible at that moment, and went after.",
    EventKind.RULED_OUT: "When a hypothesis was dropped, because of what had been found.",
    EventKind.MITIGATED: "When users were no longer harmed, whether or not the cause was gone.",
    EventKind.RESOLVED: "When it was over.",
    EventKind.RECOVERED: "When a part, or all of it, worked as before.",
}
"""What the labels of a timeline mean, in our words; a note needs no definition."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One entry, in plain text: the term, what sort of term it is, and what it means."""

    term: str
    sort: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a packet shows of a record: its opening in plain text, and the first events, without
    what tells more than was known then."""

    postmortem: Postmortem
    opening: Sequence[str]
    events: Sequence[Event]


def find_definitions(shown: Iterable[Shown], taxonomy: Taxonomy) -> tuple[Definition, ...]:
    """The terms used in what is shown of several records, each once, by sort and then by name.

    Services that were hurt are left out: a packet describes them beside their record.
    """
    parts = [*shown]
    found = [
        *_find_services(parts, taxonomy),
        *_find_severities(parts, taxonomy),
        *_find_detections(parts, taxonomy),
        *_find_kinds(parts),
    ]
    return tuple(dict.fromkeys(found))


def _find_services(parts: Sequence[Shown], taxonomy: Taxonomy) -> Iterator[Definition]:
    """Services that the text names by their label: whoever reads it meets the word."""
    text = "\n".join(map(_join_text, parts)).casefold()
    hurt = {term_id for part in parts for term_id in find_hurt(part.postmortem)}
    named = [
        term
        for term in taxonomy.terms(TermSet.SERVICES)
        if term.description and term.id not in hurt and _is_named(term.label, text)
    ]
    yield from _define(named, "service")


def _join_text(part: Shown) -> str:
    return "\n".join((*part.opening, *(event.text for event in part.events)))


def _is_named(label: str, text: str) -> bool:
    folded = label.casefold()
    # Most labels are nowhere in the text: only the others are looked at word by word.
    return folded in text and re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", text) is not None


def find_hurt(postmortem: Postmortem) -> tuple[str, ...]:
    """The ids of the services that were hurt, each once: of all incidents of a record."""
    incidents = (postmortem.incident, *postmortem.incidents)
    return tuple(dict.fromkeys(term for incident in incidents for term in incident.services))


def find_severity(postmortem: Postmortem, taxonomy: Taxonomy) -> Term | None:
    """The severity's term, where one is stated."""
    severity = postmortem.incident.severity
    return taxonomy.get(TermSet.SEVERITIES, severity) if severity else None


def find_detection(part: Shown, taxonomy: Taxonomy) -> Term | None:
    """The term of how it was noticed, where it is known and the events shown have told of that."""
    detection = part.postmortem.incident.detection
    is_told = any(event.kind is EventKind.DETECTED for event in part.events)
    if not is_told or detection in (None, UNKNOWN):
        return None
    return taxonomy.get(TermSet.DETECTIONS, detection)


def _find_severities(parts: Sequence[Shown], taxonomy: Taxonomy) -> Iterator[Definition]:
    found = [find_severity(part.postmortem, taxonomy) for part in parts]
    terms = taxonomy.terms(TermSet.SEVERITIES)
    yield from _define([term for term in terms if term in found], "severity")


def _find_detections(parts: Sequence[Shown], taxonomy: Taxonomy) -> Iterator[Definition]:
    found = [find_detection(part, taxonomy) for part in parts]
    terms = taxonomy.terms(TermSet.DETECTIONS)
    yield from _define([term for term in terms if term in found], "detection")


def _find_kinds(parts: Sequence[Shown]) -> Iterator[Definition]:
    kinds = {event.kind for part in parts for event in part.events}
    for kind, meaning in KIND_DEFINITIONS.items():
        if kind in kinds:
            label = kind.value.replace("-", " ").capitalize()
            yield Definition(label, "label in the timeline", meaning)


def _define(terms: Iterable[Term], sort: str) -> Iterator[Definition]:
    for term in terms:
        if term.description:
            yield Definition(term.label, sort, " ".join(term.description.split()))
