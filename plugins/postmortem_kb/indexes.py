"""The indexes: the catalogue's incidents grouped by the terms of each facet, with their figures.

Values to values, between the catalogue and the pages.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.facets import BY_SLUG, FACETS, Facet, Order
from postmortem_kb.metrics import ONGOING, UNKNOWN, Figures, summarise
from postmortem_kb.model import Incident
from postmortem_kb.taxonomy import Taxonomy, Term

_COMPANIONS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Companion:
    """A term of `facet` that `count` of a group's incidents have too."""

    facet: Facet
    term: Term
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """The incidents of one term, newest first, those of its child terms among them."""

    facet: Facet
    term: Term
    incidents: tuple[Incident, ...]
    figures: Figures
    companions: tuple[Companion, ...] = ()
    """The terms that most often occur together with this one, at most three of each facet."""
    children: tuple["Group", ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """One facet's groups, top level only. `unseen` are the terms that no incident has."""

    facet: Facet
    groups: tuple[Group, ...]
    unseen: tuple[Term, ...]
    figures: Figures

    def walk(self) -> Iterator[Group]:
        """Every group that has a page, children after their parent."""
        for group in self.groups:
            if group.figures.count:
                yield group
                yield from group.children


def build_indexes(catalogue: Catalogue, facets: tuple[Facet, ...] = FACETS) -> tuple[Index, ...]:
    """Group all incidents by every facet. Costs one step for each incident and term of it."""
    terms_of = {
        facet.slug: {
            id(incident): facet.terms_of(incident, catalogue.taxonomy)
            for incident in catalogue.incidents
        }
        for facet in {**BY_SLUG, **{facet.slug: facet for facet in facets}}.values()
    }
    figures = summarise(catalogue.incidents)
    return tuple(_build_index(catalogue, facet, terms_of, figures) for facet in facets)


_TermsOf = dict[str, dict[int, tuple[str, ...]]]


def _build_index(catalogue: Catalogue, facet: Facet, terms_of: _TermsOf, figures: Figures) -> Index:
    postings: dict[str, list[Incident]] = {}
    for incident in catalogue.incidents:
        for term_id in with_parents(terms_of[facet.slug][id(incident)]):
            postings.setdefault(term_id, []).append(incident)
    taxonomy = catalogue.taxonomy
    known = taxonomy.terms(facet.term_set) if facet.term_set else ()
    terms = {term.id: term for term in known}
    for term_id in sorted(postings):
        terms.setdefault(term_id, facet.find_term(term_id, taxonomy))

    def make_group(term: Term) -> Group:
        incidents = tuple(postings.get(term.id, ()))
        children = [
            make_group(child)
            for child in terms.values()
            if child.parent == term.id and child.id in postings
        ]
        return Group(
            facet=facet,
            term=term,
            incidents=incidents,
            figures=summarise(incidents),
            companions=_find_companions(facet, term, incidents, terms_of, taxonomy),
            children=_order(children, facet),
        )

    shown = [
        make_group(term)
        for term in terms.values()
        if term.parent is None and (term.id in postings or _is_always_shown(facet, term))
    ]
    unseen = tuple(
        term
        for term in known
        if term.id not in postings and term.id != UNKNOWN and not _is_always_shown(facet, term)
    )
    return Index(facet, _order(shown, facet), unseen, figures)


def with_parents(term_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Terms and the ones above them, each once."""
    found = dict.fromkeys(term_ids)
    for term_id in term_ids:
        if parent := term_id.rpartition("/")[0]:
            found.setdefault(parent)
    return tuple(found)


def _is_always_shown(facet: Facet, term: Term) -> bool:
    return facet.shows_all_terms and term.id not in (UNKNOWN, ONGOING)


def _order(groups: list[Group], facet: Facet) -> tuple[Group, ...]:
    if facet.order is Order.COUNT:
        groups.sort(key=lambda group: (-group.figures.count, group.term.label, group.term.id))
    elif facet.order is Order.NEWEST:
        groups.sort(key=lambda group: group.term.id, reverse=True)
    groups.sort(key=lambda group: group.term.id == UNKNOWN)
    return tuple(groups)


def _find_companions(
    facet: Facet,
    term: Term,
    incidents: tuple[Incident, ...],
    terms_of: _TermsOf,
    taxonomy: Taxonomy,
) -> tuple[Companion, ...]:
    found: list[Companion] = []
    for slug in facet.together:
        other = BY_SLUG[slug]
        counts = Counter(
            term_id
            for incident in incidents
            for term_id in with_parents(terms_of[slug][id(incident)])
            if term_id != UNKNOWN and not (slug == facet.slug and _is_kin(term_id, term.id))
        )
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        found += [
            Companion(other, other.find_term(term_id, taxonomy), count)
            for term_id, count in ranked[:_COMPANIONS_SHOWN]
        ]
    return tuple(found)


def _is_kin(one: str, other: str) -> bool:
    """Whether two terms are the same, or one is above the other."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
