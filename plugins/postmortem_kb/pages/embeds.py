"""Lists, counts, plots and timelines in the place of the markers of any page, as Markdown.

A front end calls `Embeds.fill` on the Markdown of each page that it has: hand-written ones,
extended ones and records alike.
"""

import textwrap
from collections.abc import Iterable
from functools import cached_property

from postmortem_kb.catalogue import Catalogue, build_catalogue
from postmortem_kb.charts.timeline_strip import render_strip
from postmortem_kb.escape import Markdown, escape
from postmortem_kb.marker_problems import make_offer
from postmortem_kb.markers import (
    OPENING,
    Embed,
    Marker,
    MarkerError,
    Request,
    find_markers,
    make_finding,
    read_marker,
)
from postmortem_kb.model import Postmortem
from postmortem_kb.pages import words
from postmortem_kb.pages.embedded_plots import PLOTS, PlotData
from postmortem_kb.pages.explore import explore_link
from postmortem_kb.pages.paths import link, postmortem_path
from postmortem_kb.pages.plot_links import PlotLinks
from postmortem_kb.pages.plots import join_plots
from postmortem_kb.pages.rows import make_record_rows
from postmortem_kb.pages.templating import render_template
from postmortem_kb.pages.timeline_list import describe_zone_of
from postmortem_kb.problem import Finding
from postmortem_kb.prose import LIST_MARKER
from postmortem_kb.query import find_incidents, run_query
from postmortem_kb.settings import Settings
from postmortem_kb.tallies import only_incidents
from postmortem_kb.taxonomy import Taxonomy


class Embeds:
    """What the markers of one site become; nothing is worked out before the first marker."""

    def __init__(
        self, postmortems: Iterable[Postmortem], taxonomy: Taxonomy, settings: Settings
    ) -> None:
        self._postmortems = tuple(postmortems)
        self._taxonomy = taxonomy
        self._settings = settings

    @cached_property
    def _catalogue(self) -> Catalogue:
        return build_catalogue(self._postmortems, self._taxonomy)

    def fill(
        self, text: str, path: str, *, has_own_list: bool = False
    ) -> tuple[str, tuple[Finding, ...]]:
        """A page's Markdown with its markers replaced, and the problems of those that could not be.

        `path` is the page's, from the documentation folder. `has_own_list` is true of index pages,
        where a bare `list` says where the generated list begins and asks for nothing.
        """
        # Every generated index page has its own marker: those are not read as Markdown for it.
        if has_own_list and text.count(OPENING) == text.count(LIST_MARKER):
            return text, ()
        markers = find_markers(text)
        if not markers:
            return text, ()
        offer = make_offer(self._postmortems, self._taxonomy)
        findings: list[Finding] = []
        parts: list[str] = []
        position = 0
        for marker in markers:
            if has_own_list and marker.words == Embed.LIST:
                continue
            try:
                made = self._make(read_marker(marker, offer), path, is_nested=bool(marker.indent))
            except MarkerError as error:
                findings.append(make_finding(marker, error))
                made = _apologise(error)
            parts += [text[position : marker.start], _fit(made, marker)]
            position = marker.end
        return "".join([*parts, text[position:]]), tuple(findings)

    def _make(self, request: Request, path: str, *, is_nested: bool) -> str:
        if request.embed is Embed.COUNT:
            return str(len(self._find(request)))
        if request.embed is Embed.TIMELINE:
            return self._make_timeline(request.name, path)
        if request.embed is Embed.PLOT:
            return self._make_plot(request, path)
        return self._make_list(request, path, is_nested=is_nested)

    def _find(self, request: Request) -> tuple[Postmortem, ...]:
        return run_query(self._catalogue.postmortems, request.query, self._taxonomy)

    def _make_list(self, request: Request, path: str, *, is_nested: bool) -> str:
        found = self._find(request)
        shown = found[: self._settings.rows_per_page]
        note = ""
        if len(found) > len(shown):
            more = words.count(len(found) - len(shown), "more postmortem")
            chosen = {name: text for name, text in request.given.items() if name != "limit"}
            note = Markdown(f"And {more}: {explore_link('all of them', path, chosen)}.")
        rows = make_record_rows(shown, self._catalogue, path)
        made = render_template("embedded-list", {}, rows=rows, note=note)
        # Python-Markdown reads no HTML block that is indented: there, the table stands by itself.
        return "\n".join(line for line in made.split("\n") if not is_nested or line[:1] != "<")

    def _make_plot(self, request: Request, path: str) -> str:
        """A plot of incidents alone, as those of `/trends/`: no near misses, no exercises."""
        found = find_incidents(self._catalogue.incidents, request.query)
        incidents = only_incidents(found)
        if not incidents:
            return '<p class="pm-note">No incident matches.</p>'
        records = dict.fromkeys(incident.postmortem_id for incident in incidents)
        catalogue = build_catalogue(
            (self._catalogue.by_id[record_id] for record_id in records), self._taxonomy
        )
        links = PlotLinks(path, self._settings.use_directory_urls, request.given)
        plot = PLOTS[request.name](PlotData(incidents, catalogue, links, self._settings))
        return join_plots((plot,))

    def _make_timeline(self, postmortem_id: str, path: str) -> str:
        postmortem = self._catalogue.find(postmortem_id)
        assert postmortem is not None, "the marker was checked"
        target = postmortem_path(postmortem.id)
        links = PlotLinks(path, self._settings.use_directory_urls, {})
        events = postmortem.body.events
        strip = render_strip(
            postmortem.incidents,
            events,
            zone=describe_zone_of(events, postmortem.incident),
            site_root=links.site_root,
            page=links.page(target),
        )
        title = link(postmortem.title, source=path, target=target)
        words_of_it = title if strip else f"{title}: it states no times to draw."
        return f"{words_of_it}\n\n{strip}"


def _apologise(error: MarkerError) -> str:
    """What stands in the place of a marker that could not be followed."""
    text = f"Here stands a marker that cannot be followed: {error.message}; {error.hint}"
    return f'<span class="pm-unknown">{escape(text)}</span>'


def _fit(made: str, marker: Marker) -> str:
    """Put into the marker's place: within its sentence, or as blocks at its indent."""
    if marker.indent is None or "\n" not in made.strip("\n"):
        return made.strip("\n")
    block = textwrap.indent(made.strip("\n"), marker.indent)
    return f"\n{block}\n"
