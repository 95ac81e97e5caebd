"""Plots of how many: root causes by service, terms of a facet. Incidents to plots."""

from collections.abc import Sequence

from postmortem_kb.charts.counts import Count, draw_counts
from postmortem_kb.charts.heatmap import Cell, Heading, draw_heatmap, html_link
from postmortem_kb.escape import Markdown
from postmortem_kb.facets import ROOT_CAUSES, SERVICES, Facet
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.model import Incident
from postmortem_kb.pages import words
from postmortem_kb.pages.explore_data import PARAMETERS
from postmortem_kb.pages.plot_links import PlotLinks
from postmortem_kb.pages.plots import Plot, Table
from postmortem_kb.pages.time_plots import top_terms
from postmortem_kb.tallies import count_pairs, count_terms
from postmortem_kb.taxonomy import Taxonomy

_MOST_ROWS, _MOST_COLUMNS = 20, 12
_MOST_BARS = 15


def plot_causes_by_service(
    incidents: Sequence[Incident], taxonomy: Taxonomy, links: PlotLinks
) -> Plot:
    """How many incidents have a root cause and a service, whether it hurt or broke there."""
    counts = count_pairs(
        incidents,
        lambda incident: top_terms(ROOT_CAUSES, incident, taxonomy),
        lambda incident: SERVICES.terms_of(incident, taxonomy),
    )
    causes = _ranked(incidents, ROOT_CAUSES, taxonomy)
    services = _ranked(incidents, SERVICES, taxonomy)
    rows, columns = causes[:_MOST_ROWS], services[:_MOST_COLUMNS]

    def cell(cause: str, service: str) -> Cell | None:
        count = counts[cause, service]
        if not count:
            return None
        url = links.explore({"root-cause": cause, "service": service})
        names = f"{_label(ROOT_CAUSES, cause, taxonomy)}, {_label(SERVICES, service, taxonomy)}"
        return Cell(count, url, f"{names}: {count}")

    picture = draw_heatmap(
        "Root cause and service",
        [
            Heading(_label(SERVICES, service, taxonomy), links.term(SERVICES, service))
            for service in columns
        ],
        [
            (
                Heading(_label(ROOT_CAUSES, cause, taxonomy), links.term(ROOT_CAUSES, cause)),
                [cell(cause, service) for service in columns],
            )
            for cause in rows
        ],
    )
    caption = f"{words.sentence(words.count(len(incidents), 'incident'))}. "
    caption += "One with several causes or services stands in each of their cells; a service is "
    caption += "where it hurt or where it broke. Each cell says its number."
    if len(services) > len(columns):
        left = words.count(len(services) - len(columns), "service")
        caption += f" {words.sentence(left)} with fewer incidents are not shown."
    if len(causes) > len(rows):
        left = words.count(len(causes) - len(rows), "root cause")
        caption += f" {words.sentence(left)} with fewer incidents are not shown."
    return Plot("Root causes by service", "causes-by-service", caption, picture)


def plot_terms(
    title: str,
    facet: Facet,
    incidents: Sequence[Incident],
    taxonomy: Taxonomy,
    links: PlotLinks,
    *,
    is_filtered: bool = False,
) -> Plot:
    """How many incidents each term has: bars, most first, what is not stated last.

    `is_filtered` where the incidents are not all: then links lead to a search instead of a page.
    """
    ids = _ranked(incidents, facet, taxonomy)
    counts = count_terms(incidents, lambda incident: top_terms(facet, incident, taxonomy))

    def url(term_id: str) -> str:
        return (
            links.explore({PARAMETERS[facet.slug]: term_id})
            if is_filtered
            else links.term(facet, term_id)
        )

    bars = [
        Count(_label(facet, term_id, taxonomy), counts[term_id], url(term_id)) for term_id in ids
    ]
    stated = len(incidents) - counts[UNKNOWN]
    caption = f"{stated} of {words.count(len(incidents), 'incident')} state it."
    if counts.total() > len(incidents):
        caption += " An incident with several is counted under each."
    if len(bars) > _MOST_BARS:
        caption += f" The {_MOST_BARS} most frequent are drawn, all are in the table."
    table = Table(
        (facet.label, "Incidents"),
        tuple((html_link(bar.url, bar.label), str(bar.count)) for bar in bars),
    )
    picture = draw_counts(bars[:_MOST_BARS]) if bars else Markdown("")
    return Plot(title, f"by-{PARAMETERS[facet.slug]}", caption, picture, table)


def _ranked(incidents: Sequence[Incident], facet: Facet, taxonomy: Taxonomy) -> list[str]:
    """The broadest terms that occur, most incidents first, `unknown` last."""
    counts = count_terms(incidents, lambda incident: top_terms(facet, incident, taxonomy))
    return sorted(counts, key=lambda term_id: (term_id == UNKNOWN, -counts[term_id], term_id))


def _label(facet: Facet, term_id: str, taxonomy: Taxonomy) -> str:
    return facet.find_term(term_id, taxonomy).label
