"""The page that explores all records, its data, and the links of other pages into it."""

from calendar import monthrange
from urllib.parse import quote

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.data_scripts import script_path, write_script
from postmortem_kb.escape import Markdown
from postmortem_kb.facets import YEARS
from postmortem_kb.indexes import Index
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import words
from postmortem_kb.pages.explore_data import PARAMETERS, describe_columns
from postmortem_kb.pages.paths import (
    ARCHIVE,
    EXPLORE,
    EXPLORE_SCRIPTS,
    EXPLORE_STYLE,
    index_path,
    link,
    relative_link,
)
from postmortem_kb.pages.templating import FrontMatter, head_description, render_template

_DESCRIPTION = (
    "Find postmortems by words, cause, service, duration, date and more, all at once. "
    "The address of this page keeps what is chosen: it can be sent to others."
)
_DATA = "facets"
_HEAD: FrontMatter = {"hide": ["navigation", "toc"]}


def render_explore(catalogue: Catalogue, indexes: tuple[Index, ...]) -> list[Page]:
    """The page, and the columns that its script filters by."""
    content = render_template(
        "explore",
        head_description(_DESCRIPTION) | _HEAD,
        title="Explore",
        description=_DESCRIPTION,
        count=words.count(len(catalogue.postmortems), "postmortem"),
        is_empty=not catalogue.postmortems,
        style=relative_link(EXPLORE, EXPLORE_STYLE),
        site_root="../",
        scripts=" ".join([_DATA, *EXPLORE_SCRIPTS]),
        ways=[
            link("All postmortems", source=EXPLORE, target=ARCHIVE),
            *(
                link(index.facet.title, source=EXPLORE, target=index_path(index.facet.slug))
                for index in indexes
            ),
        ],
    )
    data = write_script(_DATA, describe_columns(catalogue, indexes))
    return [
        Page(EXPLORE, content, PageKind.INDEX),
        Page(script_path(_DATA), data, PageKind.DATA),
    ]


def explore_link(text: str, source: str, chosen: dict[str, str]) -> Markdown:
    """A link into the page with filters set, by their names in its address.

    The script adds the query to the address: not every generator finds the page of a Markdown link
    that has one, and the page needs the script anyway.
    """
    target = link(text, source=source, target=EXPLORE)
    query = "&".join(f"{name}={quote(value)}" for name, value in chosen.items())
    return Markdown(f'{target}{{: data-query="{query}" }}') if query else target


def chosen_by(facet_slug: str, term_id: str, part: str = "") -> dict[str, str]:
    """The filter that shows what a term's page shows, or its part: a year, a month or `unknown`."""
    if "-" in part:
        year, month = map(int, part.split("-"))
        days = monthrange(year, month)[1]
        return {"since": f"{part}-01", "until": f"{part}-{days}"}
    chosen = {PARAMETERS[facet_slug]: term_id}
    return chosen | {PARAMETERS[YEARS.slug]: part} if part else chosen
