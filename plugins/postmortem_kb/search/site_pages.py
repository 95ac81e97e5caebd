"""The index of the site's other pages, section by section: rendered pages to data files.

It has the form of the records' index, and cards of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from postmortem_kb.data_scripts import script_path, write_script
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages.words import shorten
from postmortem_kb.search.documents import SearchDocument
from postmortem_kb.search.index import index_document
from postmortem_kb.search.page_text import Section, find_sections
from postmortem_kb.search.shards import render_index

SITE_PAGES = "search/pages"
CARDS_IN_SHARD = 25
"""`search-box.js` counts with the same number."""
USUAL_LENGTH = 120
"""Words of a section of usual length."""
_EXCERPT_LENGTH = 180


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page as it is on the site: `url` is relative to the site's root, `html` its content."""

    url: str
    title: str
    html: str


def render_site_page_index(pages: Iterable[SitePage]) -> Iterator[Page]:
    """The files of the index of these pages, in the order of their URLs."""
    found = [
        part
        for page in sorted(pages, key=lambda page: page.url)
        for part in _find_parts(page, find_sections(page.html))
    ]
    entries = (index_document(part.document, usual_length=USUAL_LENGTH) for part in found)
    yield from render_index(SITE_PAGES, entries, len(found))
    cards = [part.card for part in found]
    for start in range(0, len(cards), CARDS_IN_SHARD):
        name = f"{SITE_PAGES}/c{start // CARDS_IN_SHARD}"
        script = write_script(name, cards[start : start + CARDS_IN_SHARD])
        yield Page(script_path(name), script, PageKind.DATA)


@dataclass(frozen=True, slots=True)
class _Part:
    """A section to be found. `card`: URL from the site's root, title, the page's title where it is
    not the page's first section, excerpt."""

    document: SearchDocument
    card: tuple[str, str, str, str]


def _find_parts(page: SitePage, sections: list[Section]) -> Iterator[_Part]:
    for position, section in enumerate(sections):
        story = f"{section.text}\n{section.code}"
        excerpt = shorten(section.text, _EXCERPT_LENGTH)
        if position == 0:
            title = section.title or page.title
            names = "" if title == page.title else page.title
            document = SearchDocument(title, names, story)
            yield _Part(document, (page.url, title, "", excerpt))
        else:
            document = SearchDocument(section.title, page.title, story)
            url = f"{page.url}#{section.anchor}" if section.anchor else page.url
            yield _Part(document, (url, section.title, page.title, excerpt))
