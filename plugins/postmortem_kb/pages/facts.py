"""The fact box of a record: what its front matter says, each term linking to its index page."""

from collections.abc import Iterable
from dataclasses import dataclass

from postmortem_kb.escape import Markdown, escape
from postmortem_kb.facets import (
    DETECTIONS,
    DURATIONS,
    MITIGATIONS,
    ROOT_CAUSES,
    SERVICES,
    SEVERITIES,
    TRIGGERS,
    Facet,
)
from postmortem_kb.fields import Impact
from postmortem_kb.metrics import (
    DURATION_DEFINITION,
    MEASURES,
    bucket_id,
    computed_duration,
    describe_measure,
    durations_differ,
)
from postmortem_kb.model import Incident
from postmortem_kb.moments import Moment
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.paths import link, term_path
from postmortem_kb.taxonomy import Taxonomy, TermSet

_MOMENTS = (
    ("started", "Started"),
    ("detected", "Detected"),
    ("acknowledged", "Acknowledged"),
    ("mitigated", "Mitigated"),
    ("resolved", "Ended"),
)
_ALWAYS_SHOWN = ("started", "resolved")


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the fact box; `note` is small print: a definition, or a second figure."""

    label: str
    value: Markdown
    note: str = ""
    is_wide: bool = False

    @property
    def has_links(self) -> bool:
        """Whether Markdown has to go over it; what needs none is rendered much faster."""
        return "](" in self.value


@dataclass(frozen=True, slots=True)
class FactMaker:
    """Turns incidents into facts for the page at `source`."""

    taxonomy: Taxonomy
    source: str

    def make(
        self, incident: Incident, *, only_stated: bool = False, is_sum: bool = False
    ) -> tuple[Fact, ...]:
        """All facts of an incident, or only those that are stated.

        `is_sum` where it stands for several: then nothing is counted from its start to its end.
        """
        facts = [
            *self._moments(incident),
            self._duration(incident, is_sum=is_sum),
            self._terms("Severity", SEVERITIES, (incident.severity,), incident, "severity"),
            self._terms("Where it hurt", SERVICES, incident.services, incident, "services"),
            self._terms(
                "Where it broke", SERVICES, incident.cause_services, incident, "cause_services"
            ),
            self._terms("Root cause", ROOT_CAUSES, incident.root_causes, incident, "root_causes"),
            self._terms("Trigger", TRIGGERS, (incident.trigger,), incident, "trigger"),
            self._terms("Detection", DETECTIONS, (incident.detection,), incident, "detection"),
            self._terms("Mitigation", MITIGATIONS, (incident.mitigation,), incident, "mitigation"),
            *self._impact(incident.impact),
            *([] if is_sum else _measures(incident)),
        ]
        return tuple(fact for fact in facts if not (only_stated and fact.value == cells.NOT_STATED))

    def link_term(self, facet: Facet, term_id: str) -> Markdown:
        """A term as a link to its page, a child below its parent: `Hardware › Disk`."""
        term = facet.find_term(term_id, self.taxonomy)
        own = link(term.label, source=self.source, target=term_path(facet.slug, term_id))
        if term.parent is None:
            return own
        return Markdown(f"{self.link_term(facet, term.parent)} › {own}")

    def _moments(self, incident: Incident) -> Iterable[Fact]:
        for name, label in _MOMENTS:
            moment: Moment | None = getattr(incident, name)
            if name == "resolved" and incident.is_ongoing:
                yield Fact(label, cells.chip("Ongoing", "ongoing"))
            elif moment is not None:
                yield Fact(label, cells.when(moment))
            elif name in _ALWAYS_SHOWN:
                yield Fact(label, cells.NOT_STATED)

    def _duration(self, incident: Incident, *, is_sum: bool) -> Fact:
        bucket = bucket_id(incident, self.taxonomy)
        text = words.duration_of(incident)
        value = link(text, source=self.source, target=term_path(DURATIONS.slug, bucket))
        if is_sum:
            return Fact("Duration", value, "of all incidents together, overlaps counted once")
        if incident.is_ongoing and incident.stated_duration is not None:
            stated = f"{incident.stated_duration} stated"
            return Fact("Duration", Markdown(f"{value}, {escape(stated)}"))
        computed = computed_duration(incident)
        if durations_differ(incident) and computed is not None:
            between = f"{computed} from start to end"
            return Fact("Duration", Markdown(f"{value} stated, {escape(between)}"))
        return Fact("Duration", value, DURATION_DEFINITION)

    def _terms(
        self,
        label: str,
        facet: Facet,
        term_ids: tuple[str | None, ...],
        incident: Incident,
        field: str,
    ) -> Fact:
        shown = [self.link_term(facet, term_id) for term_id in term_ids if term_id is not None]
        shown += [
            Markdown(f"{escape(text)} {cells.muted('(not in the taxonomy)')}")
            for about, text in incident.unlisted
            if about == field
        ]
        return Fact(label, Markdown(", ".join(shown)) if shown else cells.NOT_STATED)

    def _impact(self, impact: Impact | None) -> Iterable[Fact]:
        if impact is None:
            yield Fact("Impact", cells.NOT_STATED)
            return
        parts: list[str] = []
        if impact.type is not None:
            match = self.taxonomy.find(TermSet.IMPACT_TYPES, impact.type)
            parts.append(f"{match.term.label if match else impact.type}.")
        if impact.summary is not None:
            parts.append(impact.summary)
        if parts:
            yield Fact("Impact", escape(" ".join(parts)), is_wide=True)
        if impact.users_percent is not None:
            of = f" of {impact.of}" if impact.of else ""
            yield Fact("Share affected", escape(f"{impact.users_percent}{of}"))


def _measures(incident: Incident) -> Iterable[Fact]:
    for measure in MEASURES:
        figure = measure.of(incident)
        if figure is not None:
            yield Fact(measure.label, escape(describe_measure(figure)), measure.definition)
