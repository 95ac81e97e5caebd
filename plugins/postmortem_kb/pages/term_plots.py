"""The plots of one term's incidents, for the page of a root cause or a service."""

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.facets import DETECTIONS, ROOT_CAUSES, SERVICES, SEVERITIES, Facet
from postmortem_kb.indexes import Group
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.pages.count_plots import plot_terms
from postmortem_kb.pages.explore_data import PARAMETERS
from postmortem_kb.pages.length_plots import plot_durations, plot_measures
from postmortem_kb.pages.plot_links import PlotLinks
from postmortem_kb.pages.plots import Plot
from postmortem_kb.pages.time_plots import plot_months, plot_week, site_zone
from postmortem_kb.settings import Settings
from postmortem_kb.tallies import only_incidents

LEAST_FOR_PLOTS = 5
"""A term with fewer incidents than this has no plots: its list says more."""
_PLOTTED = (ROOT_CAUSES, SERVICES)


def find_term_plots(
    group: Group, catalogue: Catalogue, settings: Settings, path: str
) -> tuple[Plot, ...]:
    """The plots of a term's incidents, for its page at `path`; none where there are too few, or
    where the facet has none. Each incident is looked at once for each of its terms."""
    if group.facet not in _PLOTTED or group.term.id == UNKNOWN:
        return ()
    incidents = only_incidents(group.incidents)
    if len(incidents) < LEAST_FOR_PLOTS:
        return ()
    links = PlotLinks(
        path, settings.use_directory_urls, {PARAMETERS[group.facet.slug]: group.term.id}
    )
    taxonomy = catalogue.taxonomy
    other: Facet = SERVICES if group.facet is ROOT_CAUSES else ROOT_CAUSES
    return (
        plot_durations(incidents, catalogue, links),
        plot_months(incidents, SEVERITIES, taxonomy, links),
        plot_measures(incidents, catalogue, links),
        plot_terms(
            f"By {other.label.lower()}", other, incidents, taxonomy, links, is_filtered=True
        ),
        plot_week(incidents, site_zone(settings), links),
        plot_terms(
            "How they were detected", DETECTIONS, incidents, taxonomy, links, is_filtered=True
        ),
    )
