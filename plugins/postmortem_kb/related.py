"""Related postmortems: those that a reader of one would open next, each with the reason.

Values to values: what a record says itself comes first, then what it shares with others, where a
rare term weighs more than a common one.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.facets import DETECTIONS, ROOT_CAUSES, SERVICES, TRIGGERS, Facet
from postmortem_kb.fields import Relation
from postmortem_kb.indexes import with_parents
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.model import Postmortem

_SHOWN = 5
# A term with more records than this is compared with those closest in time only: the cost stays
# in proportion to the number of records.
_NEAREST = 40
_WEIGHTS = ((ROOT_CAUSES, 3.0), (SERVICES, 2.0), (TRIGGERS, 1.0), (DETECTIONS, 0.25))
_SAID = {
    Relation.RECURRENCE_OF: "this is a recurrence of it",
    Relation.SAME_CAUSE: "the same cause, according to the record",
    Relation.SUPERSEDES: "replaced by this record",
    Relation.SEE_ALSO: "see also, according to the record",
}
_SAID_BY_OTHER = {
    Relation.RECURRENCE_OF: "it came back there",
    Relation.SAME_CAUSE: "the same cause, according to that record",
    Relation.SUPERSEDES: "replaces this record",
    Relation.SEE_ALSO: "refers to this record",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """A term that both records have."""

    facet: Facet
    term_id: str


@dataclass(frozen=True, slots=True)
class RelatedPostmortem:
    """Another record and why it is shown: `said` in words, or the terms that it shares."""

    postmortem: Postmortem
    said: str | None
    shared: tuple[Shared, ...]


_Key = tuple[str, str]


class RelatedFinder:
    """Finds what is close to each record, through lists of the records of each term."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._terms = [tuple(self._find_terms(record)) for record in catalogue.postmortems]
        self._postings: dict[_Key, list[int]] = {}
        for position, keys in enumerate(self._terms):
            for key in keys:
                self._postings.setdefault(key, []).append(position)
        total = len(catalogue.postmortems)
        weights = {facet.slug: weight for facet, weight in _WEIGHTS}
        self._weights = {
            key: weights[key[0]] * log(1 + total / len(posting))
            for key, posting in self._postings.items()
        }
        self._said = self._collect_said()

    def find(self, postmortem: Postmortem) -> tuple[RelatedPostmortem, ...]:
        """The closest records, at most five; those that a record names come first."""
        position = self._catalogue.positions[postmortem.id]
        said = self._said.get(postmortem.id, {})
        scores: dict[int, float] = {}
        for key in self._terms[position]:
            for other in self._nearest(key, position):
                # Being noticed in the same way is a reason only beside another one.
                if key[0] != DETECTIONS.slug or other in scores:
                    scores[other] = scores.get(other, 0.0) + self._weights[key]
        ranked = sorted(
            scores, key=lambda other: (-round(scores[other], 9), abs(other - position), other)
        )
        others = [self._catalogue.positions[other_id] for other_id in said]
        others += [other for other in ranked if other not in others]
        return tuple(self._describe(position, other, said) for other in others[:_SHOWN])

    def _find_terms(self, postmortem: Postmortem) -> Iterator[_Key]:
        """The record's terms, the strongest facets first; `unknown` connects nothing."""
        for facet, _ in _WEIGHTS:
            found: dict[str, None] = {}
            for incident in (postmortem.incident, *postmortem.incidents):
                terms = facet.terms_of(incident, self._catalogue.taxonomy)
                found |= dict.fromkeys(with_parents(terms))
            yield from ((facet.slug, term) for term in found if term != UNKNOWN)

    def _nearest(self, key: _Key, position: int) -> Iterator[int]:
        posting = self._postings[key]
        if len(posting) > _NEAREST:
            middle = bisect_left(posting, position)
            first = max(0, min(middle - _NEAREST // 2, len(posting) - _NEAREST))
            posting = posting[first : first + _NEAREST]
        return (other for other in posting if other != position)

    def _collect_said(self) -> dict[str, dict[str, str]]:
        """What records say of each other, from both ends; a record's own words win."""
        said: dict[str, dict[str, str]] = {}
        pairs = [
            (record.id, named.id, entry.relation)
            for record in self._catalogue.postmortems
            for entry in record.fields.related
            if (named := self._catalogue.find(entry.id)) is not None and named.id != record.id
        ]
        for one, other, relation in pairs:
            said.setdefault(one, {}).setdefault(other, _SAID[relation])
        for one, other, relation in pairs:
            said.setdefault(other, {}).setdefault(one, _SAID_BY_OTHER[relation])
        return said

    def _describe(self, position: int, other: int, said: dict[str, str]) -> RelatedPostmortem:
        postmortem = self._catalogue.postmortems[other]
        common = set(self._terms[other]).intersection(self._terms[position])
        narrow = [
            (slug, term)
            for slug, term in self._terms[position]
            if (slug, term) in common
            and not any(slug == one and longer.startswith(f"{term}/") for one, longer in common)
        ]
        facets = {facet.slug: facet for facet, _ in _WEIGHTS}
        shared = tuple(Shared(facets[slug], term) for slug, term in narrow)
        return RelatedPostmortem(postmortem, said.get(postmortem.id), shared)
