"""Keeps pages whose front matter excludes them from search out of every search of the site."""

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

_ADD = "add_entry_from_context"


def is_excluded(page: Page) -> bool:
    """Whether its front matter has `search: {exclude: true}`, as Material words it."""
    asked = page.meta.get("search")
    return isinstance(asked, dict) and asked.get("exclude") is True


def keep_out_of_search(config: MkDocsConfig) -> None:
    """Have the search plugins of this build skip our pages that are excluded.

    Material's own skips them by itself; that of MkDocs and ProperDocs indexes every page and asks
    nobody. What it never gets is in no index of any form, prebuilt ones included. The index is
    made anew for each build, so this is called once a build, after `on_pre_build`. Pages that
    others wrote stay as their theme has them.
    """
    for plugin in config.plugins.values():
        index = getattr(plugin, "search_index", None)
        if callable(getattr(index, _ADD, None)):
            _skip_excluded(index)


def _skip_excluded(index: Any) -> None:
    add = getattr(index, _ADD)

    def add_unless_excluded(page: Page) -> None:
        if page.file.generated_by != "postmortems" or not is_excluded(page):
            add(page)

    setattr(index, _ADD, add_unless_excluded)
