"""What front matter excludes from search is in no search, whichever theme and generator."""

import json
import shutil

import pytest

from building import BuildProject, BuildResult, Generator
from projects import record

pytestmark = pytest.mark.site

DISK = record(
    """
    title: A disk failed
    started_at: 2024-03-13T14:00
    resolved_at: 2024-03-13T15:30
    timezone: UTC
    visibility: internal
    """,
    """
    ## Summary

    Nobody could pay.

    ## Timeline

    - 14:00 **Detected:** An alert says that orders fall.
    - 14:10 **Hypothesis:** The web servers are taken to be overloaded.
    - 14:30 **Ruled out:** Their load is as on any other day.
    - 15:30 **Resolved:** Orders are taken again.
    """,
)
SESSION = """\
---
group: Shop readers
starts_at: 2026-11-26T15:00
timezone: UTC
duration: 1 h
postmortems: [disk]
---

# What orders tell
"""
HIDDEN = "---\nsearch:\n  exclude: true\n---\n\n# Hidden\n"
FILES = {
    "theme/main.html": "<!doctype html><title>{{ page.title }}</title>{{ page.content }}",
    "docs/hidden.md": HIDDEN,
    "docs/reading-groups/2026-11-26-orders.md": SESSION,
    "postmortems/disk.md": DISK,
}
EXCLUDED = (
    "postmortems/disk/replay/",
    "reading-groups/2026-11-26-orders/facilitator/",
    "reading-groups/2026-11-26-orders/participant/",
)
FOUND = {"postmortems/disk/", "reading-groups/2026-11-26-orders/"}


THEMES = {
    "mkdocs": "{name: mkdocs}",
    "readthedocs": "{name: readthedocs}",
    "material": "{name: material, font: false}",
    "own": "{name: null, custom_dir: theme}",
}


def config(theme: str, search: str = "search", more: str = "") -> str:
    return f"site_name: T\ntheme: {THEMES[theme]}\nplugins: [{search}, postmortems]\n{more}"


def read_index(result: BuildResult) -> dict[str, object]:
    assert result.returncode == 0, result.log
    index = json.loads(result.page("search/search_index.json"))
    assert isinstance(index, dict)
    return index


def locations(result: BuildResult) -> set[str]:
    """The pages that the search finds, without the sections in them."""
    docs = read_index(result)["docs"]
    assert isinstance(docs, list)
    return {entry["location"].partition("#")[0] for entry in docs}


# ProperDocs has the themes of MkDocs in packages of their own; its search is the same in any theme
# but Material, which brings its own.
@pytest.mark.parametrize(
    ("theme", "generator"),
    [
        ("mkdocs", "mkdocs"),
        ("readthedocs", "mkdocs"),
        ("material", "mkdocs"),
        ("own", "properdocs"),
        ("material", "properdocs"),
    ],
)
def test_replays_and_packets_are_found_by_no_search(
    build_project: BuildProject, theme: str, generator: Generator
) -> None:
    result = build_project(FILES, config=config(theme), strict=True, generator=generator)
    found = locations(result)
    assert found >= FOUND
    assert found & {*EXCLUDED} == set()
    for path in EXCLUDED:
        assert (result.site_dir / path / "index.html").is_file()


def test_they_are_not_found_without_directory_urls_either(build_project: BuildProject) -> None:
    plain = config("readthedocs", more="use_directory_urls: false\n")
    found = locations(build_project(FILES, config=plain, strict=True))
    assert {path for path in found if path.startswith(("postmortems/d", "reading-groups/2"))} == {
        "postmortems/disk.html",
        "reading-groups/2026-11-26-orders.html",
    }


@pytest.mark.skipif(shutil.which("node") is None, reason="MkDocs builds the index with node")
def test_an_index_that_is_built_beforehand_has_none_of_them(build_project: BuildProject) -> None:
    search = "search: {prebuild_index: node}"
    result = build_project(FILES, config=config("mkdocs", search), strict=True)
    built = json.dumps(read_index(result)["index"])
    assert [path for path in FOUND if path not in built] == []
    assert [path for path in EXCLUDED if path in built] == []


def test_pages_that_others_wrote_are_left_to_the_themes_search(
    build_project: BuildProject,
) -> None:
    assert "hidden/" in locations(build_project(FILES, config=config("mkdocs"), strict=True))


def test_a_search_plugin_after_ours_gets_none_of_them(build_project: BuildProject) -> None:
    late = config("mkdocs").replace("[search, postmortems]", "[postmortems, search]")
    found = locations(build_project(FILES, config=late, strict=True))
    assert found >= FOUND
    assert found & {*EXCLUDED} == set()
