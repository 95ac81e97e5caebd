"""A whole record, and what others it shares a cause or a service with: what prompts are made from
once the story has been read."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.fields import Relation
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.model import Event, Incident, Postmortem
from postmortem_kb.moments import Moment
from postmortem_kb.pages import words
from postmortem_kb.reading_groups.prompts.quoting import (
    has_several_days,
    has_several_offsets,
    quote,
    quote_event,
    say_at,
    say_time,
)
from postmortem_kb.reading_groups.telling.hypotheses import Hypothesis, find_hypotheses
from postmortem_kb.taxonomy import Taxonomy, TermSet

AD_HOC = "ad-hoc"
"""A mitigation that was made up on the spot: nothing was in place for it."""


class Others:
    """Records by what they share, each list in the order of the catalogue: made once for all."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_term: dict[tuple[TermSet, str], list[int]] = {}
        self._said_by: dict[str, list[str]] = {}
        for position, record in enumerate(catalogue.postmortems):
            for key in _find_keys(record.incidents):
                self._by_term.setdefault(key, []).append(position)
            for entry in record.fields.related:
                named = catalogue.find(entry.id)
                if entry.relation is Relation.RECURRENCE_OF and named and named.id != record.id:
                    self._said_by.setdefault(named.id, []).append(record.id)

    @property
    def taxonomy(self) -> Taxonomy:
        """The terms of the records."""
        return self._catalogue.taxonomy

    def find_nearest(
        self, record: Postmortem, term_set: TermSet, term_id: str
    ) -> Postmortem | None:
        """The record before it that has the term too, else the one after it; both with a day.

        A record that is not in the catalogue has none.
        """
        here = self._catalogue.positions.get(record.id)
        if here is None or find_day(record) is None:
            return None
        positions = self._by_term.get((term_set, term_id), [])
        index = bisect_left(positions, here)
        beside = [*positions[index + 1 : index + 2], *positions[max(index - 1, 0) : index]]
        records = [self._catalogue.postmortems[position] for position in beside]
        return next((other for other in records if find_day(other) is not None), None)

    def find_recurrences(self, record: Postmortem) -> Iterator[Postmortem]:
        """What the record says it is a recurrence of, then those that say so of it; each once."""
        named = [
            self._catalogue.find(entry.id)
            for entry in record.fields.related
            if entry.relation is Relation.RECURRENCE_OF
        ]
        found = [other.id for other in named if other is not None and other.id != record.id]
        for other_id in dict.fromkeys((*found, *self._said_by.get(record.id, ()))):
            yield self._catalogue.by_id[other_id]


def _find_keys(incidents: Iterable[Incident]) -> dict[tuple[TermSet, str], None]:
    """The exact terms of a record: a child's parent is too wide to be the same cause."""
    keys: dict[tuple[TermSet, str], None] = {}
    for incident in incidents:
        for term_set, terms in (
            (TermSet.ROOT_CAUSES, incident.root_causes),
            (TermSet.SERVICES, incident.services),
        ):
            keys.update({(term_set, term): None for term in terms if term != UNKNOWN})
    return keys


@dataclass(frozen=True, slots=True)
class Story:
    """A record whose whole story is known."""

    postmortem: Postmortem
    others: Others
    hypotheses: tuple[Hypothesis, ...] = field(init=False)
    _has_days: bool = field(init=False)
    _has_offsets: bool = field(init=False)

    def __post_init__(self) -> None:
        one = self.postmortem.incident
        stated = (one.started, one.detected, one.mitigated, one.resolved)
        moments = (*stated, *(event.at for event in self.postmortem.body.events))
        object.__setattr__(self, "hypotheses", find_hypotheses(self.postmortem))
        object.__setattr__(self, "_has_days", has_several_days(moments))
        object.__setattr__(self, "_has_offsets", has_several_offsets(moments))

    @property
    def incident(self) -> Incident:
        """The record as a whole."""
        return self.postmortem.incident

    @property
    def tells_of_several(self) -> bool:
        """Whether times and terms are those of several incidents, so that none is the record's."""
        return bool(self.postmortem.fields.incidents)

    @property
    def events(self) -> tuple[Event, ...]:
        """The timeline."""
        return self.postmortem.body.events

    def at(self, moment: Moment | None) -> str:
        """` at 13:15`, with the day where there are several, and the zone where offsets differ;
        nothing where it is not known."""
        return say_at(moment, with_day=self._has_days, with_zone=self._has_offsets)

    def time(self, moment: Moment) -> str:
        """`13:15`, with the day where there are several, and the zone where offsets differ."""
        return say_time(moment, with_day=self._has_days, with_zone=self._has_offsets)

    def basis_of(self, index: int) -> str:
        """An event as what a prompt is made from."""
        event = self.events[index]
        when = f", {self.time(event.at)}" if event.at is not None else ""
        return f"timeline, entry {index + 1}: {event.kind.value.replace('-', ' ')}{when}"

    def quote(self, index: int, *, longest: int = 140) -> str | None:
        """What was known of an event when it happened, between quotation marks."""
        return quote_event(self.events[index], longest=longest)

    def label(self, term_set: TermSet, term_id: str) -> str:
        """A term in words."""
        return self.others.taxonomy.get(term_set, term_id).label


def find_day(record: Postmortem) -> str | None:
    """The day of a record in words, where day and year are known."""
    started = record.incident.started or next(
        (one.started for one in record.incidents if one.started), None
    )
    return words.date_of(started) if started is not None and started.has_date else None


def name_record(record: Postmortem) -> str:
    """A record by its title, with its day where that is known: `“Slow checkout” (3 May 2023)`."""
    day = find_day(record)
    name = quote(record.title, longest=90) or record.id
    return f"{name} ({day})" if day else name
