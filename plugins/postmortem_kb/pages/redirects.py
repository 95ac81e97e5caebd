"""Old URLs: the earlier ids of records and the old names of terms lead to today's pages."""

from collections.abc import Iterable, Iterator

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.facets import FACETS
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages.paths import postmortem_path, term_path


def render_redirects(catalogue: Catalogue, paths: Iterable[str]) -> list[Page]:
    """A redirect for each old URL that is not the path of one of today's pages (`paths`)."""
    taken = {path.casefold() for path in paths}
    pages: dict[str, Page] = {}
    for old, target in _find_moves(catalogue):
        if target.casefold() in taken and old.casefold() not in taken:
            pages.setdefault(old, Page(old, target, PageKind.REDIRECT))
    return [pages[old] for old in sorted(pages)]


def _find_moves(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for alias, postmortem_id in catalogue.aliases.items():
        yield postmortem_path(alias), postmortem_path(postmortem_id)
    for facet in FACETS:
        if facet.term_set is None:
            continue
        for old, term_id in catalogue.taxonomy.old_names(facet.term_set).items():
            target = term_path(facet.slug, term_id)
            yield term_path(facet.slug, old), target
            # A child's earlier name is written without its parent, which its URL had.
            parent = term_id.rpartition("/")[0]
            if parent and "/" not in old:
                yield term_path(facet.slug, f"{parent}/{old}"), target
