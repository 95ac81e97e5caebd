"""URLs for the links of plots, which are HTML that no site generator resolves: relative ones, made
in one place for every kind of URL that a site can have."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from postmortem_kb.facets import Facet
from postmortem_kb.model import Incident, Postmortem
from postmortem_kb.pages.paths import (
    EXPLORE,
    incident_anchor,
    postmortem_path,
    site_root,
    term_path,
)
from postmortem_kb.site_source import output_path


@dataclass(frozen=True, slots=True)
class PlotLinks:
    """The links of the plots on the page `path`.

    `chosen` are the filters of explore that all plots of the page are under.
    """

    path: str
    use_directory_urls: bool
    chosen: Mapping[str, str]

    @property
    def site_root(self) -> str:
        """The relative URL of the site's root."""
        return site_root(self.path, use_directory_urls=self.use_directory_urls)

    def page(self, target: str) -> str:
        """A page of the site by its path."""
        url = output_path(target, use_directory_urls=self.use_directory_urls)
        if self.use_directory_urls and posixpath.basename(url) == "index.html":
            url = url.removesuffix("index.html")
        return self.site_root + quote(url) or "./"

    def term(self, facet: Facet, term_id: str) -> str:
        """The page of a term."""
        return self.page(term_path(facet.slug, term_id))

    def incident(self, incident: Incident, postmortem: Postmortem) -> str:
        """Where an incident is told."""
        url = self.page(postmortem_path(postmortem.id))
        if postmortem.fields.incidents:
            return f"{url}#{quote(incident_anchor(incident.id))}"
        return url

    def explore(self, chosen: Mapping[str, str]) -> str:
        """The page that explores all records, with filters set: those given, those of this page,
        and incidents only, since plots count nothing else."""
        filters = {**self.chosen, **chosen, "kind": "incident"}
        query = "&".join(f"{name}={quote(value)}" for name, value in filters.items())
        return f"{self.page(EXPLORE)}?{query}"
