"""The table of incidents that archive, term and year pages share."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown
from postmortem_kb.facets import ROOT_CAUSES, SERVICES, Facet
from postmortem_kb.fields import Kind
from postmortem_kb.model import Incident, Postmortem
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.paths import incident_anchor, link, postmortem_path


@dataclass(frozen=True, slots=True)
class Row:
    """One incident, as the cells of its row."""

    day: Markdown
    title: Markdown
    duration: Markdown
    severity: Markdown
    root_causes: str
    services: str


def make_rows(incidents: Iterable[Incident], catalogue: Catalogue, source: str) -> tuple[Row, ...]:
    """Rows in the given order, for the page at `source`."""
    return tuple(_make_row(incident, catalogue, source) for incident in incidents)


def make_record_rows(
    postmortems: Iterable[Postmortem], catalogue: Catalogue, source: str
) -> tuple[Row, ...]:
    """One row for each record, also for those that tell of several incidents."""
    return tuple(_make_record_row(postmortem, catalogue, source) for postmortem in postmortems)


def _make_record_row(postmortem: Postmortem, catalogue: Catalogue, source: str) -> Row:
    row = _make_row(postmortem.incident, catalogue, source)
    several = len(postmortem.fields.incidents)
    if not several:
        return row
    title = link(postmortem.title, source=source, target=postmortem_path(postmortem.id))
    return replace(row, title=title, duration=cells.muted(words.count(several, "incident")))


def _make_row(incident: Incident, catalogue: Catalogue, source: str) -> Row:
    taxonomy = catalogue.taxonomy

    def labels(facet: Facet, term_ids: tuple[str, ...]) -> str:
        return ", ".join(facet.find_term(term_id, taxonomy).label for term_id in term_ids)

    postmortem = catalogue.postmortem_of(incident)
    return Row(
        day=cells.day_cell(incident),
        title=incident_link(incident, postmortem, source),
        duration=cells.duration_cell(incident),
        severity=cells.severity_cell(incident, taxonomy),
        root_causes=labels(ROOT_CAUSES, incident.root_causes),
        services=labels(SERVICES, incident.services or incident.cause_services),
    )


def incident_link(incident: Incident, postmortem: Postmortem, source: str) -> Markdown:
    """A link to where an incident is told, with chips for what is unusual about it."""
    target = postmortem_path(postmortem.id)
    if postmortem.fields.incidents:
        title = f"{postmortem.title}: {incident.title}"
        anchor = incident_anchor(incident.id)
    else:
        title, anchor = postmortem.title, None
    parts = [link(title, source=source, target=target, anchor=anchor)]
    if incident.kind is not Kind.INCIDENT:
        parts.append(cells.chip(words.KIND_LABELS[incident.kind], incident.kind))
    if postmortem.is_draft:
        parts.append(cells.chip("Draft", "draft"))
    return Markdown(" ".join(parts))
