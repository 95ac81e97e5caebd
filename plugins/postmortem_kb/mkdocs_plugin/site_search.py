"""Our search in the header of Material, over the records and the site's other pages."""

import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from jinja2 import ChoiceLoader, DictLoader, Environment
from jinja2.exceptions import TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage

from postmortem_kb import Page, PageKind
from postmortem_kb.mkdocs_plugin.excluded_pages import is_excluded
from postmortem_kb.pages.paths import EXPLORE
from postmortem_kb.search.site_pages import SitePage, render_site_page_index

STYLE = "assets/postmortems/search-box.css"
SCRIPT = "assets/postmortems/search-box.js"
_HEADER = "partials/header.html"
_BOX = "partials/postmortem-search.html"
_THEIRS = re.compile(r"""\{%-?\s*if\s+["']material/search["']\s+in\s+config\.plugins\s*-?%\}""")
_PLACES = (re.compile(r"\{%-?\s*if\s+config\.repo_url\s*-?%\}"), re.compile(r"</nav>"))


def wants_search_box(config: MkDocsConfig, asked: bool | None) -> bool:
    """Whether the header gets our search.

    It does where the option asks for it, or nobody else searches, and the theme has a header like
    Material's to put it into.
    """
    if asked is False or (asked is None and _has_other_search(config)):
        return False
    headers = (Path(folder) / _HEADER for folder in config.theme.dirs)
    header = next((path for path in headers if path.is_file()), None)
    return header is not None and "md-header__inner" in header.read_text("utf-8")


def _has_other_search(config: MkDocsConfig) -> bool:
    found = [plugin for name, plugin in config.plugins.items() if name.split("/")[-1] == "search"]
    return any(plugin.config.get("enabled", True) for plugin in found)


def add_search_box(env: Environment, files: Files) -> None:
    """Put the search box into the theme's own header, of whichever version, in place of any other.

    The header's template is read when the build asks for it, and is changed in one place: no copy
    of it has to follow the theme.
    """
    if env.loader is None:
        return
    try:
        header = env.loader.get_source(env, _HEADER)[0]
    except TemplateNotFound:
        return
    header = _THEIRS.sub("{% if false %}", header)
    place = next((found for place in _PLACES if (found := place.search(header))), None)
    if place is None:
        return
    explore = files.get_file_from_path(EXPLORE)
    variable = f'{{% set postmortem_explore = "{explore.url if explore else ""}" %}}'
    before, after = header[: place.start()], header[place.start() :]
    header = f'{before}{variable}{{% include "{_BOX}" %}}{after}'
    box = (resources.files(__package__) / "search-box.html").read_text("utf-8")
    env.loader = ChoiceLoader([DictLoader({_HEADER: header, _BOX: box}), env.loader])


class SiteSearch:
    """What one build has seen of the pages that are not records."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._records = {page.path for page in pages if page.kind is PageKind.POSTMORTEM}
        self._pages: list[SitePage] = []

    def note(self, html: str, page: MkDocsPage) -> None:
        """Remember a rendered page, unless it is a record or asks to be left out."""
        if page.file.src_uri not in self._records and not is_excluded(page):
            self._pages.append(SitePage(page.url, str(page.title or ""), html))

    def write(self, site_dir: Path) -> None:
        """Write the index of those pages into the site."""
        for made in render_site_page_index(self._pages):
            if isinstance(made.content, str):
                path = site_dir / made.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(made.content, encoding="utf-8", newline="\n")
