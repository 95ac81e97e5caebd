"""The archive: every postmortem by year, newest first."""

from dataclasses import dataclass
from itertools import groupby

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown
from postmortem_kb.facets import YEARS
from postmortem_kb.metrics import UNKNOWN, summarise
from postmortem_kb.model import Incident
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import words
from postmortem_kb.pages.paths import ARCHIVE, EXPLORE, link, term_path
from postmortem_kb.pages.rows import Row, make_rows
from postmortem_kb.pages.templating import head_description, render_template
from postmortem_kb.settings import Settings

_DESCRIPTION = "Every postmortem, newest first."


@dataclass(frozen=True, slots=True)
class _Year:
    """A year's rows; none where the archive is too long for one page: then its page has them."""

    label: str
    link: Markdown
    counts: str
    rows: tuple[Row, ...]


def render_archive(catalogue: Catalogue, settings: Settings) -> Page:
    """The archive page. Beyond `rows_per_page` rows it lists the years and links to their pages."""
    is_split = len(catalogue.incidents) > settings.rows_per_page
    years = []
    for year, group in groupby(catalogue.incidents, _year_of):
        incidents = tuple(group)
        label = "Date unknown" if year == UNKNOWN else year
        rows = () if is_split else make_rows(incidents, catalogue, ARCHIVE)
        target = term_path(YEARS.slug, year)
        counts = words.counts(summarise(incidents))
        years.append(_Year(label, link(label, source=ARCHIVE, target=target), counts, rows))
    newest = catalogue.incidents[: settings.latest] if is_split else ()
    content = render_template(
        "archive",
        head_description(_DESCRIPTION) | {"hide": ["toc"]},
        description=_DESCRIPTION,
        counts=words.count(len(catalogue.postmortems), "postmortem"),
        explore=link("Filter all of them", source=ARCHIVE, target=EXPLORE),
        is_split=is_split,
        newest=make_rows(newest, catalogue, ARCHIVE),
        years=years,
    )
    return Page(ARCHIVE, content, PageKind.INDEX)


def _year_of(incident: Incident) -> str:
    return incident.day[:4] if incident.day else UNKNOWN
