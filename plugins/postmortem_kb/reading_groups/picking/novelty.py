"""What a record has that a group has not read about: causes and services, scored and in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from postmortem_kb.facets import ROOT_CAUSES, SERVICES, Facet
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.picking.subjects import (
    family_of,
    find_causes,
    find_families,
    find_services,
)
from postmortem_kb.taxonomy import Taxonomy

# Added to a record's value for teaching, which goes from 0 to about 7.
_NEW_FAMILY = 4.0
_NEW_KIND = 2.0
_NEW_SERVICE = 1.5


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a record: at most one cause of each top-level one that is not covered;
    narrower causes that are not, under a top-level one that is; services."""

    families: tuple[str, ...]
    kinds: tuple[str, ...]
    services: tuple[str, ...]

    @property
    def worth(self) -> float:
        """What this adds to a record's score. A new root cause is worth most, however many."""
        cause = _NEW_FAMILY if self.families else _NEW_KIND if self.kinds else 0.0
        return cause + (_NEW_SERVICE if self.services else 0.0)


@dataclass(slots=True)
class Covered:
    """What a group has read about, is going to, or would by what was picked so far."""

    causes: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)

    def add(self, postmortem: Postmortem) -> None:
        """Count a record as read."""
        self.causes |= {*find_causes(postmortem)}
        self.families |= {*find_families(postmortem)}
        self.services |= {*find_services(postmortem)}

    def find_news(self, postmortem: Postmortem) -> News:
        """What of a record is not covered."""
        families: dict[str, str] = {}
        kinds: list[str] = []
        for cause in find_causes(postmortem):
            family = family_of(cause)
            if family not in self.families:
                families.setdefault(family, cause)
            elif cause not in self.causes and cause != family:
                kinds.append(cause)
        services = (one for one in find_services(postmortem) if one not in self.services)
        return News(tuple(families.values()), tuple(kinds), tuple(services))


def tell_news(news: News, group: str | None, taxonomy: Taxonomy) -> Iterator[str]:
    """The reasons in words; where there is no group, it is the list that they are new to."""
    to_whom = "new in this list" if group is None else "new to the group"
    if news.families:
        yield f"{to_whom}: {_name('root cause', ROOT_CAUSES, news.families, taxonomy)}"
    elif news.kinds:
        kind, parent = (
            ROOT_CAUSES.find_term(term, taxonomy).label
            for term in (news.kinds[0], family_of(news.kinds[0]))
        )
        yield f"{to_whom}: {kind}, a kind of the root cause {parent}"
    if news.services:
        yield f"{to_whom}: {_name('service', SERVICES, news.services, taxonomy)}"


def _name(what: str, facet: Facet, terms: Sequence[str], taxonomy: Taxonomy) -> str:
    *first, last = [facet.find_term(term, taxonomy).label for term in terms]
    return f"{what}s {', '.join(first)} and {last}" if first else f"{what} {last}"
