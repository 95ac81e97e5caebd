"""Whose search a site's header has."""

import pytest

from building import BuildProject, BuildResult, Generator
from projects import simple

pytestmark = pytest.mark.site

FILES = {
    "postmortems/one.md": simple("Checkout was down"),
    "docs/guide/how.md": "# How to\n\nText.\n\n## A part\n\nWombat.\n",
    "docs/hidden.md": "---\nsearch:\n  exclude: true\n---\n\n# Hidden\n\nQuokka.\n",
}
OURS = "pm-search"
THEIRS = 'data-md-component="search"'
PAGES = "assets/postmortems/search/pages.js"


def config(plugins: str, theme: str = "material") -> str:
    font = "\n  font: false" if theme == "material" else ""
    return f"site_name: Test\ntheme:\n  name: {theme}{font}\nplugins: [{plugins}]\n"


def indexed(result: BuildResult) -> str:
    files = result.files().items()
    return b" ".join(text for path, text in files if "/search/pages" in path).decode()


@pytest.mark.parametrize("generator", ["mkdocs", "properdocs"])
def test_without_another_search_the_header_has_ours(
    build_project: BuildProject, generator: Generator
) -> None:
    result = build_project(FILES, config=config("postmortems"), strict=True, generator=generator)
    assert result.returncode == 0, result.log
    for path in ("index.html", "guide/how/index.html", "postmortems/one/index.html", "404.html"):
        assert result.page(path).count('class="md-search pm-search"') == 1, path
    assert 'data-explore="../../explore/"' in result.page("guide/how/index.html")
    assert not (result.site_dir / "search" / "search_index.json").exists()


def test_other_pages_are_indexed_but_neither_records_nor_what_is_left_out(
    build_project: BuildProject,
) -> None:
    text = indexed(build_project(FILES, config=config("postmortems"), strict=True))
    assert '"guide/how/#a-part"' in text
    assert "wombat" in text
    assert "quokka" not in text
    assert '"postmortems/one/"' not in text


def test_it_works_without_directory_urls(build_project: BuildProject) -> None:
    plain = config("postmortems") + "use_directory_urls: false\n"
    result = build_project(FILES, config=plain, strict=True)
    assert 'data-explore="../explore/index.html"' in result.page("guide/how.html")
    assert '"guide/how.html#a-part"' in indexed(result)


def test_a_site_that_has_a_search_keeps_it(build_project: BuildProject) -> None:
    result = build_project(FILES, config=config("search, postmortems"), strict=True)
    html = result.page("index.html")
    assert THEIRS in html
    assert OURS not in html
    assert not (result.site_dir / PAGES).exists()
    assert (result.site_dir / "assets/postmortems/search/records.js").exists()


def test_the_option_puts_ours_in_its_place(build_project: BuildProject) -> None:
    plugins = "search, postmortems: {search: true}"
    result = build_project(FILES, config=config(plugins), strict=True)
    html = result.page("index.html")
    assert OURS in html
    assert THEIRS not in html


def test_the_option_leaves_the_header_without_any(build_project: BuildProject) -> None:
    result = build_project(FILES, config=config("postmortems: {search: false}"), strict=True)
    assert OURS not in result.page("index.html")
    assert not (result.site_dir / PAGES).exists()


def test_a_theme_without_such_a_header_stays_as_it_is(build_project: BuildProject) -> None:
    result = build_project(FILES, config=config("postmortems", theme="mkdocs"), strict=True)
    assert result.returncode == 0, result.log
    assert OURS not in result.page("index.html")
    assert not (result.site_dir / PAGES).exists()


def test_two_builds_make_the_same_index(build_project: BuildProject) -> None:
    first, second = (build_project(FILES, config=config("postmortems")).files() for _ in range(2))
    assert {path: text for path, text in first.items() if "/search/" in path} == {
        path: text for path, text in second.items() if "/search/" in path
    }
