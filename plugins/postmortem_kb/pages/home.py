"""The home page: what there is, what is newest, and the ways in."""

from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown
from postmortem_kb.facets import ROOT_CAUSES, SERVICES
from postmortem_kb.indexes import Index
from postmortem_kb.metrics import UNKNOWN, Figures, summarise
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.paths import (
    ARCHIVE,
    COVERAGE,
    HOME,
    index_path,
    link,
    postmortem_path,
    term_path,
)
from postmortem_kb.pages.rows import incident_link
from postmortem_kb.pages.templating import head_description, render_template
from postmortem_kb.settings import Settings

_DESCRIPTION = "What broke, why, for how long, and what was learned."
_SUMMARY_LENGTH = 180
_TERMS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class _Figure:
    number: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Card:
    title: Markdown
    day: Markdown
    summary: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _WayIn:
    title: Markdown
    description: str
    terms: tuple[tuple[Markdown, int], ...]


def render_home(catalogue: Catalogue, indexes: tuple[Index, ...], settings: Settings) -> Page:
    """The home page of a site that has no hand-written one; its generated part for one that has."""
    content = render_template(
        "home",
        head_description(_DESCRIPTION) | {"hide": ["toc"]},
        description=_DESCRIPTION,
        figures=tuple(_figures(catalogue)),
        latest=[
            _make_card(record, catalogue) for record in catalogue.postmortems[: settings.latest]
        ],
        archive=link("All postmortems", source=HOME, target=ARCHIVE),
        coverage=link("What is missing", source=HOME, target=COVERAGE),
        ways_in=[_make_way_in(index) for index in indexes],
    )
    return Page(HOME, content, PageKind.HOME)


def _figures(catalogue: Catalogue) -> Iterator[_Figure]:
    figures = summarise(catalogue.incidents)
    number = len(catalogue.postmortems)
    yield _Figure(str(number), "postmortem" if number == 1 else "postmortems", _days(figures))
    yield _Figure(
        str(figures.incidents),
        "incident" if figures.incidents == 1 else "incidents",
        words.join_and(
            words.count(number, noun)
            for number, noun in (
                (figures.near_misses, "near miss"),
                (figures.exercises, "exercise"),
            )
            if number
        ),
    )
    if figures.downtime is not None:
        note = f"{figures.timed} of {figures.incidents} with a known duration"
        if figures.count > figures.incidents:
            note += "; near misses and exercises do not count"
        yield _Figure(str(figures.downtime), "of downtime", note)


def _days(figures: Figures) -> str:
    return words.span_of_days(figures) or ""


def _make_card(postmortem: Postmortem, catalogue: Catalogue) -> _Card:
    incident = postmortem.incident
    title = (
        link(postmortem.title, source=HOME, target=postmortem_path(postmortem.id))
        if postmortem.fields.incidents
        else incident_link(incident, postmortem, HOME)
    )
    duration = words.duration_of(incident)
    facts = ["duration unknown" if duration == "unknown" else duration]
    for facet, term_ids in (
        (ROOT_CAUSES, incident.root_causes),
        (SERVICES, incident.services or incident.cause_services),
    ):
        facts += [facet.find_term(term_id, catalogue.taxonomy).label for term_id in term_ids[:2]]
    return _Card(
        title=title,
        day=cells.day_cell(incident),
        summary=words.shorten(postmortem.summary or "", _SUMMARY_LENGTH),
        facts=tuple(facts),
    )


def _make_way_in(index: Index) -> _WayIn:
    seen = [group for group in index.groups if group.figures.count and group.term.id != UNKNOWN]
    seen.sort(key=lambda group: -group.figures.count)
    slug = index.facet.slug
    return _WayIn(
        title=link(index.facet.title, source=HOME, target=index_path(slug)),
        description=index.facet.description,
        terms=tuple(
            (
                link(group.term.label, source=HOME, target=term_path(slug, group.term.id)),
                group.figures.count,
            )
            for group in seen[:_TERMS_SHOWN]
        ),
    )
