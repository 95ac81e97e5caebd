"""The facets: the ways in which incidents are indexed, one declaration each.

A new index is a new value in `FACETS`: its pages, counts, links and place on the home page follow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from postmortem_kb.metrics import UNKNOWN, bucket_id
from postmortem_kb.model import Incident
from postmortem_kb.taxonomy import Taxonomy, Term, TermSet

TermsOf = Callable[[Incident, Taxonomy], tuple[str, ...]]


class Order(StrEnum):
    """How the terms of an index are ordered; the unknown group is always last."""

    TAXONOMY = "taxonomy"
    COUNT = "count"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One way in which an incident can belong to a term; a facet with several lists them apart."""

    terms_of: TermsOf
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One index. `slug` is its part of every URL; `together` names the facets compared with."""

    slug: str
    title: str
    label: str
    description: str
    aspects: tuple[Aspect, ...]
    term_set: TermSet | None = None
    order: Order = Order.COUNT
    together: tuple[str, ...] = ()
    unknown_label: str = "Unknown"
    unknown_description: str = "The records do not say."
    shows_all_terms: bool = False
    """Whether terms that no incident has are shown in the list, for the sake of the scale."""

    def terms_of(self, incident: Incident, taxonomy: Taxonomy) -> tuple[str, ...]:
        """The ids of an incident's terms in this facet, each once; never empty."""
        found = [term for aspect in self.aspects for term in aspect.terms_of(incident, taxonomy)]
        return tuple(dict.fromkeys(found)) or (UNKNOWN,)

    def find_term(self, term_id: str, taxonomy: Taxonomy) -> Term:
        """A term of this facet, with a label made for those that no taxonomy holds."""
        known = taxonomy.sets[self.term_set].get(term_id) if self.term_set else None
        if known is not None:
            return known
        if term_id == UNKNOWN:
            return Term(UNKNOWN, self.unknown_label, self.unknown_description)
        return Term(term_id, term_id)


def _root_causes(incident: Incident, _: Taxonomy) -> tuple[str, ...]:
    return incident.root_causes


def _services(incident: Incident, _: Taxonomy) -> tuple[str, ...]:
    return incident.services


def _cause_services(incident: Incident, _: Taxonomy) -> tuple[str, ...]:
    return incident.cause_services


def _severity(incident: Incident, _: Taxonomy) -> tuple[str, ...]:
    return (incident.severity,) if incident.severity else ()


def _trigger(incident: Incident, _: Taxonomy) -> tuple[str, ...]:
    return (incident.trigger,) if incident.trigger else ()


def _detection(incident: Incident, _: Taxonomy) -> tuple[str, ...]:
    return (incident.detection,) if incident.detection else ()


def _mitigation(incident: Incident, _: Taxonomy) -> tuple[str, ...]:
    return (incident.mitigation,) if incident.mitigation else ()


def _duration(incident: Incident, taxonomy: Taxonomy) -> tuple[str, ...]:
    return (bucket_id(incident, taxonomy),)


def _year(incident: Incident, _: Taxonomy) -> tuple[str, ...]:
    return (incident.day[:4],) if incident.day else ()


ROOT_CAUSES = Facet(
    slug="root-causes",
    title="Root causes",
    label="Root cause",
    description="What made the incidents possible. A narrower cause also counts, once, under the "
    "broader one above it.",
    aspects=(Aspect(_root_causes),),
    term_set=TermSet.ROOT_CAUSES,
    together=("services", "triggers", "root-causes"),
    unknown_description="Looked for and not found, or not stated in the record.",
)
SERVICES = Facet(
    slug="services",
    title="Services",
    label="Service",
    description="Where it hurt and where it broke, which are often two different places.",
    aspects=(
        Aspect(_services, "Where it hurt", "Incidents that the users of this service noticed."),
        Aspect(
            _cause_services, "Where it broke", "Incidents that had their cause in this service."
        ),
    ),
    term_set=TermSet.SERVICES,
    together=("root-causes", "triggers", "services"),
    unknown_label="Not stated",
    unknown_description="No service is named in the record.",
)
DURATIONS = Facet(
    slug="durations",
    title="Durations",
    label="Duration",
    description="How long the incidents lasted, from the start to the end. Exactly one hour is in "
    "the bucket that begins with one hour.",
    aspects=(Aspect(_duration),),
    term_set=TermSet.DURATION_BUCKETS,
    order=Order.TAXONOMY,
    together=("root-causes", "services", "mitigations"),
    unknown_description="The start or the end is not known, and no duration is stated.",
    shows_all_terms=True,
)
SEVERITIES = Facet(
    slug="severities",
    title="Severities",
    label="Severity",
    description="How bad the incidents were, as decided at the time. A severity that is not stated "
    "is never guessed.",
    aspects=(Aspect(_severity),),
    term_set=TermSet.SEVERITIES,
    order=Order.TAXONOMY,
    together=("root-causes", "services"),
    unknown_label="Not stated",
    unknown_description="The record names no severity.",
    shows_all_terms=True,
)
TRIGGERS = Facet(
    slug="triggers",
    title="Triggers",
    label="Trigger",
    description="What set the incidents off. What made that possible is the root cause.",
    aspects=(Aspect(_trigger),),
    term_set=TermSet.TRIGGERS,
    together=("root-causes", "services"),
)
DETECTIONS = Facet(
    slug="detections",
    title="Detection",
    label="Detection",
    description="How the incidents first came to be known.",
    aspects=(Aspect(_detection),),
    term_set=TermSet.DETECTIONS,
    together=("root-causes", "services"),
)
MITIGATIONS = Facet(
    slug="mitigations",
    title="Mitigation",
    label="Mitigation",
    description="What ended the harm to users, which is not always what repaired the cause.",
    aspects=(Aspect(_mitigation),),
    term_set=TermSet.MITIGATIONS,
    together=("root-causes", "triggers"),
)
YEARS = Facet(
    slug="years",
    title="Years",
    label="Year",
    description="When the incidents began, by the local date in the record.",
    aspects=(Aspect(_year),),
    order=Order.NEWEST,
    together=("root-causes", "services"),
    unknown_description="The date, or its year, is not known.",
)
FACETS = (
    ROOT_CAUSES,
    SERVICES,
    DURATIONS,
    SEVERITIES,
    TRIGGERS,
    DETECTIONS,
    MITIGATIONS,
    YEARS,
)
"""In the order in which the site shows them."""
BY_SLUG = {facet.slug: facet for facet in FACETS}
