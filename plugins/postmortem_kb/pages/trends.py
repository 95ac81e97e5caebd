"""The page of plots over all incidents."""

from collections.abc import Iterator, Sequence

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.charts.quantiles import LEAST_FOR_QUANTILES
from postmortem_kb.escape import Markdown
from postmortem_kb.facets import DETECTIONS, ROOT_CAUSES, SEVERITIES
from postmortem_kb.metrics import summarise
from postmortem_kb.model import Incident
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import words
from postmortem_kb.pages.count_plots import plot_causes_by_service, plot_terms
from postmortem_kb.pages.length_plots import plot_durations, plot_measures
from postmortem_kb.pages.open_items_plot import plot_open_items
from postmortem_kb.pages.paths import TRENDS, external_link
from postmortem_kb.pages.plot_links import PlotLinks
from postmortem_kb.pages.plots import Plot
from postmortem_kb.pages.templating import head_description, render_template
from postmortem_kb.pages.time_plots import plot_months, plot_week, site_zone
from postmortem_kb.settings import Settings
from postmortem_kb.tallies import only_incidents

_DESCRIPTION = (
    "How often, how long, where and why: plots of all incidents, each mark with a way to the "
    "records behind it."
)
_SOURCES = (
    (
        "Štěpán Davidovič: Incident Metrics in SRE (2021)",
        "https://sre.google/resources/practices-and-processes/incident-metrics-in-sre/",
    ),
    (
        "The VOID Report (2021): retire MTTR",
        "https://www.thevoid.community/report",
    ),
)


def render_trends(catalogue: Catalogue, settings: Settings) -> Page:
    """The page of plots over all incidents."""
    incidents = only_incidents(catalogue.incidents)
    links = PlotLinks(TRENDS, settings.use_directory_urls, {})
    figures = summarise(catalogue.incidents)
    others = words.join_and(
        words.count(number, noun)
        for number, noun in ((figures.near_misses, "near miss"), (figures.exercises, "exercise"))
        if number
    )
    content = render_template(
        "trends",
        head_description(_DESCRIPTION),
        description=_DESCRIPTION,
        count=len(incidents),
        counts=words.sentence(words.count(len(incidents), "incident")),
        days=words.span_of_days(summarise(incidents)) or "",
        others=others,
        is_few=len(incidents) < LEAST_FOR_QUANTILES,
        least=LEAST_FOR_QUANTILES,
        sources=Markdown(words.join_and(external_link(title, url) for title, url in _SOURCES)),
        plots=[*_all_plots(incidents, catalogue, links, settings)] if incidents else [],
    )
    return Page(TRENDS, content, PageKind.INDEX)


def _all_plots(
    incidents: Sequence[Incident], catalogue: Catalogue, links: PlotLinks, settings: Settings
) -> Iterator[Plot]:
    taxonomy = catalogue.taxonomy
    yield plot_months(incidents, SEVERITIES, taxonomy, links)
    yield plot_months(incidents, ROOT_CAUSES, taxonomy, links, has_total=False)
    yield plot_durations(incidents, catalogue, links)
    yield plot_measures(incidents, catalogue, links)
    yield plot_causes_by_service(incidents, taxonomy, links)
    yield plot_week(incidents, site_zone(settings), links)
    yield plot_terms("How incidents were detected", DETECTIONS, incidents, taxonomy, links)
    yield plot_open_items(catalogue, links)
