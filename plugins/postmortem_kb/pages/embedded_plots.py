"""The plots that a marker can ask for by name, each of the incidents that its query finds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.facets import DETECTIONS, ROOT_CAUSES, SERVICES, SEVERITIES, TRIGGERS, Facet
from postmortem_kb.model import Incident
from postmortem_kb.pages.count_plots import plot_causes_by_service, plot_terms
from postmortem_kb.pages.length_plots import plot_durations, plot_measures
from postmortem_kb.pages.open_items_plot import plot_open_items
from postmortem_kb.pages.plot_links import PlotLinks
from postmortem_kb.pages.plots import Plot
from postmortem_kb.pages.time_plots import plot_months, plot_week, site_zone
from postmortem_kb.settings import Settings


@dataclass(frozen=True, slots=True)
class PlotData:
    """What a plot is made of; `catalogue` has only the records that were found."""

    incidents: Sequence[Incident]
    catalogue: Catalogue
    links: PlotLinks
    settings: Settings


def _months(facet: Facet) -> Callable[[PlotData], Plot]:
    return lambda data: plot_months(
        data.incidents,
        facet,
        data.catalogue.taxonomy,
        data.links,
        has_total=facet is SEVERITIES,
    )


def _terms(title: str, facet: Facet) -> Callable[[PlotData], Plot]:
    return lambda data: plot_terms(
        title,
        facet,
        data.incidents,
        data.catalogue.taxonomy,
        data.links,
        is_filtered=bool(data.links.chosen),
    )


PLOTS: dict[str, Callable[[PlotData], Plot]] = {
    "months": _months(SEVERITIES),
    "months-by-root-cause": _months(ROOT_CAUSES),
    "durations": lambda data: plot_durations(data.incidents, data.catalogue, data.links),
    "times": lambda data: plot_measures(data.incidents, data.catalogue, data.links),
    "root-causes": _terms("By root cause", ROOT_CAUSES),
    "services": _terms("By service", SERVICES),
    "triggers": _terms("By trigger", TRIGGERS),
    "detections": _terms("How they were detected", DETECTIONS),
    "root-causes-by-service": lambda data: plot_causes_by_service(
        data.incidents, data.catalogue.taxonomy, data.links
    ),
    "week": lambda data: plot_week(data.incidents, site_zone(data.settings), data.links),
    "open-items": lambda data: plot_open_items(data.catalogue, data.links),
}
"""By the names that markers use; those of `/trends/` first among them."""
