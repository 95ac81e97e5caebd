"""The vocabulary: sets of terms, and how what a record says is found in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TAKEN = ("years", "index", "readme")
"""Names that no term can have: pages of the site stand there."""


class TermSet(StrEnum):
    """The sets of terms; the value is the name in `taxonomy.yml` and in the front matter."""

    ROOT_CAUSES = "root_causes"
    TRIGGERS = "triggers"
    SERVICES = "services"
    SEVERITIES = "severities"
    DETECTIONS = "detections"
    MITIGATIONS = "mitigations"
    IMPACT_TYPES = "impact_types"
    DURATION_BUCKETS = "duration_buckets"


@dataclass(frozen=True, slots=True)
class Term:
    """One term. `id` is its path, such as `configuration/load-balancer`, and its part of a URL."""

    id: str
    label: str
    description: str | None = None
    aliases: tuple[str, ...] = ()
    deprecated: str | None = None
    owner: str | None = None
    tier: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of title and URL."""
    limit: timedelta | None = None

    @property
    def parent(self) -> str | None:
        """The id of the term above it."""
        return self.id.rpartition("/")[0] or None


@dataclass(frozen=True, slots=True)
class Match:
    """A term found for what a record says; `replaces` is the deprecated term it was written as."""

    term: Term
    replaces: Term | None = None


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All terms, each set in the order of its file."""

    sets: dict[TermSet, dict[str, Term]]
    _names: dict[TermSet, dict[str, str]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, terms in self.sets.items():
            self._names[name] = dict(_iter_names(terms))

    def terms(self, term_set: TermSet) -> tuple[Term, ...]:
        """The terms of a set in their order, deprecated ones left out."""
        return tuple(term for term in self.sets[term_set].values() if term.deprecated is None)

    def get(self, term_set: TermSet, term_id: str) -> Term:
        """A term by its canonical id.

        Raises:
            KeyError: there is none.
        """
        return self.sets[term_set][term_id]

    def find(self, term_set: TermSet, text: str) -> Match | None:
        """Find a term by id, alias, or a label or last part that no other term has."""
        term_id = self._names[term_set].get(fold(text))
        if term_id is None:
            return None
        term = self.sets[term_set][term_id]
        if term.deprecated is not None:
            return Match(self.sets[term_set][term.deprecated], replaces=term)
        return Match(term)

    def suggest(self, term_set: TermSet, text: str) -> str | None:
        """The id of the term whose id, alias or label is closest to a misspelt one."""
        names = self._names[term_set]
        close = get_close_matches(fold(text), names, n=1, cutoff=0.7)
        if not close:
            return None
        term = self.sets[term_set][names[close[0]]]
        return term.deprecated or term.id

    def old_names(self, term_set: TermSet) -> dict[str, str]:
        """Aliases and deprecated terms that had a URL of their own -> the term's id today."""
        found: dict[str, str] = {}
        for term in self.sets[term_set].values():
            today = term.deprecated or term.id
            for alias in term.aliases:
                if _is_path(alias) and alias not in self.sets[term_set]:
                    found[alias] = today
            if term.deprecated:
                found[term.id] = today
        return {old: today for old, today in found.items() if old != today}


def _is_path(text: str) -> bool:
    """Whether a name can be part of a URL, and is not taken by a page of the site."""
    parts = text.split("/")
    return all(is_slug(part) for part in parts) and parts[-1] not in TAKEN


def is_slug(text: str) -> bool:
    """Whether a text is lower-case words joined by single hyphens."""
    return _SLUG.fullmatch(text) is not None


@lru_cache(maxsize=1000)
def fold(text: str) -> str:
    """A name as it is compared: case, spaces, `_` and `-` make no difference."""
    return re.sub(r"[\s_]+", "-", text.strip().lower())


def _iter_names(terms: dict[str, Term]) -> Iterator[tuple[str, str]]:
    """Yield every name with the id that it stands for; what comes later wins."""
    names: dict[str, set[str]] = {}
    for term in terms.values():
        for name in (term.id.rpartition("/")[2], fold(term.label)):
            names.setdefault(name, set()).add(term.id)
    for name, ids in names.items():
        if len(ids) == 1:
            yield name, min(ids)
    for term in terms.values():
        for alias in term.aliases:
            yield fold(alias), term.id
    for term in terms.values():
        yield term.id, term.id
