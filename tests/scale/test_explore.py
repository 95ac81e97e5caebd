"""The page that explores, with ten thousand postmortems: the same answers, and small files.

The page stands in a plain HTML shell (see `explore_site.py`).
"""

import gzip
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.test_explore import ASK, random_query, to_search
from browsing import serve_folder
from explore_site import write_explore_site
from postmortem_kb import KnowledgeBase
from postmortem_kb.catalogue import build_catalogue
from postmortem_kb.query import Query, Sort, run_query

Visit = Callable[..., Page]

COUNT = 10_000
WORDS_OF_A_RECORD = 800
MOST_BYTES_OF_FACETS = 400_000
MOST_BYTES_OF_A_QUERY = 150_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scale") / "project"


@pytest.fixture(scope="module")
def base(folder: Path) -> KnowledgeBase:
    return write_explore_site(folder, COUNT, words=WORDS_OF_A_RECORD)


@pytest.fixture(scope="module")
def site_url(base: KnowledgeBase, folder: Path) -> Iterator[str]:
    with serve_folder(folder / "site") as url:
        yield url


@pytest.fixture
def explore(visit: Visit, site_url: str) -> Callable[[str], Page]:
    def open_it(query: str) -> Page:
        page = visit(f"{site_url}explore/{query}")
        expect(page.locator("[data-shown]")).to_be_attached()
        return page

    return open_it


def status(page: Page) -> Locator:
    return page.get_by_role("status")


def says(base: KnowledgeBase, query: Query) -> str:
    found = len(run_query(base.postmortems, query, base.taxonomy))
    return f"{found:,} of {COUNT:,} postmortems"


def term(page: Page, name: str, value: str) -> Locator:
    return page.locator(f'input[type=checkbox][name="{name}"][value="{value}"]')


def test_the_facet_data_is_small(base: KnowledgeBase, folder: Path) -> None:
    data = (folder / "site/assets/postmortems/facets.js").read_bytes()
    assert len(gzip.compress(data)) < MOST_BYTES_OF_FACETS


def test_it_answers_as_the_command_does(
    explore: Callable[[str], Page], base: KnowledgeBase
) -> None:
    source = random.Random(3)
    queries = [random_query(source, base) for _ in range(40)]
    answers = explore("").evaluate(ASK, [to_search(query) for query in queries])
    numbered = build_catalogue(base.postmortems, base.taxonomy).postmortems
    for query, answer in zip(queries, answers, strict=True):
        expected = run_query(base.postmortems, Query(**query), base.taxonomy)
        found = [numbered[number].id for number in answer["order"]]
        assert found == [record.id for record in expected], query


def test_terms_ranges_and_sorting(explore: Callable[[str], Page], base: KnowledgeBase) -> None:
    page = explore("")
    expect(status(page)).to_have_text(f"All {COUNT:,} postmortems")
    expect(page.locator(".pm-hit")).to_have_count(20)
    term(page, "service", "checkout").check()
    expect(status(page)).to_have_text(says(base, Query(service="checkout")))
    page.get_by_role("textbox", name="Longer than").fill("4 h")
    page.keyboard.press("Enter")
    longer = Query(service="checkout", longer_than=timedelta(hours=4), sort=Sort.DURATION)
    expect(status(page)).to_have_text(says(base, longer))
    page.get_by_label("Sort by").select_option("duration")
    first = run_query(base.postmortems, longer, base.taxonomy)[0]
    expect(page.locator(".pm-hit h3").first).to_have_text(first.title)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Page 2 of")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Sort by")).to_have_value("date")
    expect(status(page)).to_have_text(says(base, longer))


def test_where_nothing_matches_help_is_offered(
    explore: Callable[[str], Page], base: KnowledgeBase
) -> None:
    page = explore("?service=checkout&shorter-than=1min")
    page.get_by_role("button", name="Drop Shorter than 1 min").click()
    expect(status(page)).to_have_text(says(base, Query(service="checkout")))


def test_words_find_and_load_little(
    explore: Callable[[str], Page], base: KnowledgeBase, folder: Path
) -> None:
    page = explore("")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(urlsplit(request.url).path))
    page.get_by_label("Search for").fill("expired certificate")
    expect(page.locator(".pm-hit mark").first).to_be_visible()
    expected = sum("certificate had expired" in record.title for record in base.postmortems)
    expect(status(page)).to_have_text(f"{expected:,} of {COUNT:,} postmortems")
    files = [folder / "site" / path.strip("/") for path in loaded]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < MOST_BYTES_OF_A_QUERY
