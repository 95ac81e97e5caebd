"""Related postmortems: those that a reader of one would open next, each with the reason.

Values to values: what a record says itself comes first, then what it shares with others: terms and
words, where a rare one weighs more than a common one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.delays import Delay, find_delays
from postmortem_kb.facets import DETECTIONS, ROOT_CAUSES, SERVICES, TRIGGERS, Facet
from postmortem_kb.fields import Relation
from postmortem_kb.indexes import with_parents
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.model import Postmortem
from postmortem_kb.similarity import TextSimilarity, nearest

# The targets of links, HTML and its comments, code of one word.
_UNSEEN = re.compile(r"\]\([^()\s]*\)|<[^<>]{1,300}>|https?://\S+")
_SHOWN = 5
# A term with more records than this is compared with those closest in time only: the cost stays
# in proportion to the number of records.
_NEAREST = 40
_WEIGHTS = ((ROOT_CAUSES, 3.0), (SERVICES, 2.0), (TRIGGERS, 1.0), (DETECTIONS, 0.25))
_DELAY = "delay"
_DELAY_WEIGHT = 0.5
# A reason only beside another one, and only where most records have another: being noticed, or
# slowed down, in the same way.
_SUPPORTING = (DETECTIONS.slug, _DELAY)
# Texts with all their words in common weigh as much as a root cause that one of 30 records has.
_TEXT_WEIGHT = 10.0
_LEAST_ALIKE = 0.05
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
    """Another record and why it is shown: `said` in words, or the terms, delays and words that
    both have, the most telling words first."""

    postmortem: Postmortem
    said: str | None
    shared: tuple[Shared, ...]
    delays: tuple[Delay, ...] = ()
    words: tuple[str, ...] = ()


_Key = tuple[str, str]


class RelatedFinder:
    """Finds what is close to each record, through lists of the records of each term."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._steps = 0
        self._terms = [tuple(self._find_terms(record)) for record in catalogue.postmortems]
        self._postings: dict[_Key, list[int]] = {}
        for position, keys in enumerate(self._terms):
            for key in keys:
                self._postings.setdefault(key, []).append(position)
        total = len(catalogue.postmortems)
        usual = {
            key
            for key, posting in self._postings.items()
            if key[0] in _SUPPORTING and len(posting) > max(total / 2, 2)
        }
        self._terms = [tuple(key for key in keys if key not in usual) for keys in self._terms]
        weights = {facet.slug: weight for facet, weight in _WEIGHTS} | {_DELAY: _DELAY_WEIGHT}
        self._weights = {
            key: weights[key[0]] * log(1 + total / len(posting))
            for key, posting in self._postings.items()
        }
        self._said = self._collect_said()
        self._texts = TextSimilarity(_text_of(record) for record in catalogue.postmortems)

    @property
    def steps(self) -> int:
        """How many comparisons all calls so far took, for a test of the cost."""
        return self._steps + self._texts.steps

    def find(self, postmortem: Postmortem) -> tuple[RelatedPostmortem, ...]:
        """The closest records, at most five; those that a record names come first."""
        position = self._catalogue.positions[postmortem.id]
        said = self._said.get(postmortem.id, {})
        alike = self._texts.find_alike(position)
        scores = {
            other: _TEXT_WEIGHT * value for other, value in alike.items() if value >= _LEAST_ALIKE
        }
        for key in self._terms[position]:
            for other in nearest(self._postings[key], position, _NEAREST):
                self._steps += 1
                if key[0] not in _SUPPORTING or other in scores:
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
        yield from ((_DELAY, delay) for delay in find_delays(postmortem))

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
        shared = tuple(Shared(facets[slug], term) for slug, term in narrow if slug in facets)
        labels = [
            one.facet.find_term(one.term_id, self._catalogue.taxonomy).label for one in shared
        ]
        return RelatedPostmortem(
            postmortem=postmortem,
            said=said.get(postmortem.id),
            shared=shared,
            delays=tuple(Delay(name) for slug, name in narrow if slug == _DELAY),
            words=self._texts.find_words(position, other, labels),
        )


def _text_of(postmortem: Postmortem) -> str:
    """The story of a record, its title and summary first; links and comments are no words of it."""
    parts = (postmortem.title, postmortem.summary or "", postmortem.body.text)
    return _UNSEEN.sub(" ", "\n".join(parts))
