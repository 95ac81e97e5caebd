"""The page that explores all postmortems: each thing one can do there, in a real browser."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browsing import axe_violations, origin_of, serve_folder, watched_page
from building import build, write_project
from postmortem_kb import KnowledgeBase
from postmortem_kb.catalogue import build_catalogue
from postmortem_kb.durations import parse_duration
from postmortem_kb.errors import FieldError
from postmortem_kb.fields import Kind
from postmortem_kb.metrics import duration
from postmortem_kb.query import Query, Sort, run_query
from postmortem_kb.taxonomy import TermSet
from records import load_root
from varied_records import SERVICES, make_taxonomy, make_varied

Visit = Callable[..., Page]

COUNT = 150
SITE_URL = "https://kb.example.com/"
CONFIG = f"""\
site_name: Test
site_url: {SITE_URL}
theme:
  name: material
  font: false
  features: [navigation.instant]
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
plugins:
  - search
  - postmortems
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {f"postmortems/{name}": text for name, text in make_varied(COUNT)}
    files["postmortems/taxonomy.yml"] = make_taxonomy()
    files["docs/handbook.md"] = "# Handbook\n\n<!-- postmortem: list --limit 5 -->\n"
    return write_project(tmp_path_factory.mktemp("varied") / "project", files, config=CONFIG)


@pytest.fixture(scope="module")
def base(project: Path) -> KnowledgeBase:
    return load_root(project)


@pytest.fixture(scope="module")
def site(project: Path) -> Path:
    result = build(project, project.parent / "site")
    assert result.returncode == 0, result.log
    return result.site_dir


@pytest.fixture(scope="module")
def url(site: Path) -> Iterator[str]:
    with serve_folder(site, "/kb/") as served:
        # Instant navigation is for the pages of the site map, at the port that it names.
        site_map = site / "sitemap.xml"
        listed = site_map.read_text(encoding="utf-8")
        site_map.write_text(listed.replace(SITE_URL, served), encoding="utf-8")
        yield served


@pytest.fixture
def explore(visit: Visit, url: str) -> Callable[..., Page]:
    """Open the page with a query, and wait until it shows what it found."""

    def open_it(query: str = "", **options: Any) -> Page:
        page = visit(f"{url}explore/{query}", **options)
        expect(page.locator("[data-shown]")).to_be_attached()
        return page

    return open_it


def status(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text="postmortem")


def term(page: Page, name: str, value: str) -> Locator:
    return page.locator(f'input[type=checkbox][name="{name}"][value="{value}"]')


def shown_count(page: Page, name: str, value: str) -> int:
    """What the page says that choosing a term would give."""
    label = page.locator("label", has=term(page, name, value))
    return int(label.locator(".pm-term-count").inner_text())


def facet(page: Page, name: str) -> Locator:
    return page.locator(f'details[data-facet="{name}"]')


def titles(page: Page) -> list[str]:
    return page.locator(".pm-hit h3").all_inner_texts()


def chips(page: Page) -> list[str]:
    return [text.removesuffix(" ×") for text in page.locator(".pm-filter-chip").all_inner_texts()]


def total(base: KnowledgeBase, **query: Any) -> int:
    return len(run_query(base.postmortems, Query(**query), base.taxonomy))


def says(number: int) -> str:
    return f"{number} of {COUNT} postmortems"


# The same answers as the command line


ASK = """cases => cases.map(search => {
  const { facetTable, facetQuery, address } = window.postmortemKb;
  const state = address.read(search, facetTable.facets);
  const { found, counts } = facetQuery.run(facetTable, state, null);
  return {
    order: facetQuery.sort(facetTable, found, state.sort || "date", null),
    counts: Object.fromEntries(facetTable.facets.map((facet, index) => [
      facet.name,
      Object.fromEntries(facet.terms.map((term, position) => [term.id, counts[index][position]])),
    ])),
  };
})"""


def random_query(source: random.Random, base: KnowledgeBase) -> dict[str, Any]:
    causes = [term.id for term in base.taxonomy.terms(TermSet.ROOT_CAUSES)]
    days = [date(2015, 1, 1) + timedelta(days=number) for number in range(0, 4000, 7)]
    lengths = [timedelta(minutes=number) for number in (1, 2, 15, 60, 90, 240, 1440, 10080)]
    choices = {
        "root_cause": [*causes, "unknown"],
        "service": [*SERVICES[:12], "unknown"],
        "severity": ["sev1", "sev2", "sev3", "sev4", "unknown"],
        "longer_than": lengths,
        "shorter_than": lengths,
        "since": days,
        "until": days,
        "kind": list(Kind),
    }
    names = source.sample(sorted(choices), source.choice((0, 1, 1, 2, 2, 3)))
    return {name: source.choice(choices[name]) for name in names} | {
        "sort": source.choice(list(Sort))
    }


def to_search(query: dict[str, Any]) -> str:
    values = {
        name.replace("_", "-"): f"{value.total_seconds() / 60:.0f}min"
        if isinstance(value, timedelta)
        else str(value)
        for name, value in query.items()
    }
    return "?" + "&".join(f"{name}={value}" for name, value in values.items())


def test_it_answers_as_the_command_does(explore: Callable[..., Page], base: KnowledgeBase) -> None:
    source = random.Random(7)
    queries = [random_query(source, base) for _ in range(250)]
    answers = explore().evaluate(ASK, [to_search(query) for query in queries])
    numbered = build_catalogue(base.postmortems, base.taxonomy).postmortems
    for query, answer in zip(queries, answers, strict=True):
        expected = run_query(base.postmortems, Query(**query), base.taxonomy)
        found = [numbered[number].id for number in answer["order"]]
        assert found == [record.id for record in expected], query


def test_counts_are_what_choosing_a_term_gives(
    explore: Callable[..., Page], base: KnowledgeBase
) -> None:
    source = random.Random(11)
    queries = [random_query(source, base) for _ in range(60)]
    answers = explore().evaluate(ASK, [to_search(query) for query in queries])
    for query, answer in zip(queries, answers, strict=True):
        for name, ids in (
            ("severity", ["sev1", "sev3", "unknown"]),
            ("root-cause", ["hardware", "hardware/disk", "unknown"]),
            ("service", [SERVICES[0], "unknown"]),
        ):
            for term_id in ids:
                chosen = {**query, name.replace("-", "_"): term_id}
                assert answer["counts"][name].get(term_id, 0) == total(base, **chosen), chosen


def test_several_values_of_a_facet_are_alternatives(
    explore: Callable[..., Page], base: KnowledgeBase
) -> None:
    (answer,) = explore().evaluate(ASK, ["?severity=sev1&severity=sev4&service=checkout&sort=id"])
    found = {
        record.id
        for severity in ("sev1", "sev4")
        for record in run_query(
            base.postmortems, Query(severity=severity, service="checkout"), base.taxonomy
        )
    }
    assert len(answer["order"]) == len(found)


READ_LENGTHS = "texts => texts.map(text => window.postmortemKb.lengths.parse(text))"


def test_lengths_are_read_as_in_records(explore: Callable[..., Page]) -> None:
    texts = (
        "1h 30m|1h30m|90 min|90-minute|1:30|01:30|1:30:30|36:00|PT1H30M|P1DT2H|P2W|PT1.5H|"
        "54 hours and 10 minutes|1 day, 2 hours, and 3 minutes|2 and a half hours|"
        "an hour and a half|half an hour|a quarter of an hour|three quarters of an hour|"
        "one and three quarters hours|~3 days|about 4 hours|20 secs|0 min|  1H   30M |a day|"
        "twenty minutes||soon|4|4 months|1h 2h|30m 1h|1:75|P|-4 h|400 years|4 hours later"
    ).split("|")
    assert explore().evaluate(READ_LENGTHS, texts) == [read_length(text) for text in texts]


def read_length(text: str) -> float | None:
    try:
        return round(parse_duration(text).minutes, 6)
    except FieldError:
        return None


# Filters


def test_at_first_everything_is_shown_newest_first(explore: Callable[..., Page]) -> None:
    page = explore()
    expect(status(page)).to_have_text(f"All {COUNT} postmortems")
    expect(page.locator(".pm-hit")).to_have_count(20)
    days = page.locator(".pm-hit time").all_inner_texts()
    assert days == sorted(days, reverse=True)


def test_terms_are_chosen_and_dropped(explore: Callable[..., Page], base: KnowledgeBase) -> None:
    page = explore()
    promised = shown_count(page, "service", "checkout")
    term(page, "service", "checkout").check()
    expect(status(page)).to_have_text(says(total(base, service="checkout")))
    assert promised == total(base, service="checkout")
    assert page.url.endswith("?service=checkout")
    expect(page.locator(".pm-filter-chip")).to_have_count(1)
    assert chips(page) == ["Service: Checkout"]
    assert shown_count(page, "service", "payments") == total(base, service="payments")
    both = shown_count(page, "severity", "sev1")
    term(page, "severity", "sev1").check()
    expect(status(page)).to_have_text(says(both))
    page.get_by_role("button", name="Remove Service: Checkout").click()
    expect(status(page)).to_have_text(says(total(base, severity="sev1")))
    expect(page.get_by_role("button", name="Remove Severity: SEV1")).to_be_focused()
    expect(term(page, "service", "checkout")).not_to_be_checked()
    page.get_by_role("button", name="Remove Severity: SEV1").click()
    expect(status(page)).to_have_text(f"All {COUNT} postmortems")


def test_a_narrower_cause_stands_beneath_the_broader_one(
    explore: Callable[..., Page], base: KnowledgeBase
) -> None:
    page = explore()
    expect(term(page, "root-cause", "hardware/disk")).not_to_be_visible()
    page.get_by_role("button", name="Narrower than Hardware").click()
    term(page, "root-cause", "hardware/disk").check()
    expect(status(page)).to_have_text(says(total(base, root_cause="hardware/disk")))
    assert page.url.endswith("?root-cause=hardware/disk")
    expect(
        term(explore("?root-cause=hardware/disk"), "root-cause", "hardware/disk")
    ).to_be_visible()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("trigger", "expiry"),
        ("detection", "unknown"),
        ("mitigation", "rollback"),
        ("hour", "night"),
        ("weekday", "monday"),
        ("year", "2020"),
        ("kind", "exercise"),
        ("action-items", "open"),
        ("duration", "4-to-24-h"),
    ],
)
def test_every_facet_filters(explore: Callable[..., Page], name: str, value: str) -> None:
    page = explore()
    promised = shown_count_after_opening(page, name, value)
    assert 0 < promised < COUNT
    term(page, name, value).check()
    expect(status(page)).to_have_text(says(promised))
    assert page.url.endswith(f"?{name}={value}")


def shown_count_after_opening(page: Page, name: str, value: str) -> int:
    if not facet(page, name).evaluate("it => it.open"):
        facet(page, name).locator("summary").click()
    return shown_count(page, name, value)


def test_a_typed_length_is_read_as_people_write_it(
    explore: Callable[..., Page], base: KnowledgeBase
) -> None:
    page = explore()
    page.get_by_role("textbox", name="Longer than").fill("4 and a half hours")
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text(says(total(base, longer_than=timedelta(hours=4.5))))
    expect(page.get_by_role("textbox", name="Longer than")).to_have_value("4 h 30 min")
    assert chips(page) == ["Longer than 4 h 30 min"]


def test_a_length_that_cannot_be_read_is_said_to_be_none(explore: Callable[..., Page]) -> None:
    page = explore()
    box = page.get_by_role("textbox", name="Shorter than")
    box.fill("4 hourz")
    page.keyboard.press("Enter")
    expect(page.locator("#pm-shorter-than-problem")).to_be_visible()
    expect(page.locator("#pm-longer-than-problem")).not_to_be_visible()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(status(page)).to_have_text(f"All {COUNT} postmortems")


def test_the_slider_moves_by_the_keyboard(
    explore: Callable[..., Page], base: KnowledgeBase
) -> None:
    page = explore()
    handle = page.get_by_role("slider", name="Longer than")
    handle.focus()
    for _ in range(11):
        page.keyboard.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", "1h")
    expect(status(page)).to_have_text(says(total(base, longer_than=timedelta(hours=1))))
    expect(handle).to_be_focused()
    upper = page.get_by_role("slider", name="Shorter than")
    upper.focus()
    page.keyboard.press("Home")
    expect(upper).to_have_attribute("aria-valuetext", "1h30min")
    page.go_back()  # all of one handle's way is one step
    expect(status(page)).to_have_text(f"All {COUNT} postmortems")


def test_a_bucket_takes_the_place_of_a_range(explore: Callable[..., Page]) -> None:
    page = explore("?longer-than=4h&shorter-than=2d")
    promised = shown_count(page, "duration", "under-15-min")
    term(page, "duration", "under-15-min").check()
    expect(status(page)).to_have_text(says(promised))
    assert chips(page) == ["Duration: Under 15 min"]
    expect(page.get_by_role("textbox", name="Longer than")).to_have_value("")


def test_dates_limit_a_range(explore: Callable[..., Page], base: KnowledgeBase) -> None:
    page = explore()
    facet(page, "year").locator("summary").click()
    page.get_by_label("From", exact=True).fill("2018-03-01")
    page.get_by_label("To", exact=True).fill("2019-06-30")
    page.keyboard.press("Tab")
    query = {"since": date(2018, 3, 1), "until": date(2019, 6, 30)}
    expect(status(page)).to_have_text(says(total(base, **query)))
    assert page.url.endswith("?since=2018-03-01&until=2019-06-30")


@pytest.mark.parametrize("sort", [sort.value for sort in Sort])
def test_results_are_sorted(explore: Callable[..., Page], base: KnowledgeBase, sort: str) -> None:
    page = explore()
    page.get_by_label("Sort by").select_option(sort)
    found = run_query(base.postmortems, Query(sort=Sort(sort), limit=20), base.taxonomy)
    expect(page.locator(".pm-hit h3").first).to_have_text(found[0].title)
    assert titles(page) == [record.title for record in found]


def test_where_nothing_matches_the_filter_that_helps_most_is_named(
    explore: Callable[..., Page], base: KnowledgeBase
) -> None:
    page = explore("?service=checkout&root-cause=hardware/disk&shorter-than=1min")
    expect(page.get_by_text("Nothing matches all of this.")).to_be_visible()
    helps = total(base, service="checkout", root_cause="hardware/disk")
    button = page.get_by_role("button", name="Drop Shorter than 1 min")
    expect(page.locator(".pm-help li").first).to_contain_text(f"to see {helps} postmortem")
    button.click()
    expect(status(page)).to_have_text(says(helps))
    expect(page.locator(".pm-help")).to_have_count(0)


def test_as_many_filters_as_it_takes_are_named_together(explore: Callable[..., Page]) -> None:
    page = explore("?service=none&severity=none&kind=exercise&longer-than=1min&text=disk")
    first = page.locator(".pm-help li").first
    expect(first).to_contain_text("Service: none (nothing has it)")
    expect(first).to_contain_text("Severity: none (nothing has it)")
    promised = re.search(r"to see (\d+) postmortem", first.inner_text())
    assert promised
    first.get_by_role("button").click()
    expect(status(page)).to_have_text(says(int(promised[1])))


def test_where_each_filter_alone_finds_nothing_it_says_so(explore: Callable[..., Page]) -> None:
    page = explore("?service=none&severity=none&text=xyzzyplugh")
    expect(page.get_by_text("Each of these alone finds nothing.")).to_be_visible()
    page.get_by_role("button", name="Start over with all postmortems").click()
    expect(status(page)).to_have_text(f"All {COUNT} postmortems")


def test_a_term_that_nothing_has_is_named(explore: Callable[..., Page]) -> None:
    page = explore("?service=no-such")
    expect(status(page)).to_have_text(says(0))
    page.get_by_role("button", name="Drop Service: no-such (nothing has it)").click()
    expect(status(page)).to_have_text(f"All {COUNT} postmortems")


# Words


def test_words_find_and_are_marked(explore: Callable[..., Page], base: KnowledgeBase) -> None:
    page = explore()
    page.get_by_label("Search for").press_sequentially("migrat")
    expect(page.locator(".pm-hit mark").first).to_have_text("migration")
    expected = sum("migration" in record.title for record in base.postmortems)
    expect(status(page)).to_have_text(says(expected))
    expect(page.get_by_label("Sort by")).to_have_value("relevance")
    expect(page.get_by_label("Search for")).to_be_focused()
    assert page.url.endswith("?text=migrat")
    page.go_back()
    expect(page.get_by_label("Search for")).to_have_value("")
    expect(status(page)).to_have_text(f"All {COUNT} postmortems")


def test_words_in_another_form_are_marked_too(explore: Callable[..., Page]) -> None:
    page = explore("?text=migrations+locks+")
    expect(page.locator(".pm-hit").first.locator("h3 mark")).to_have_text(["migration", "lock"])


def test_of_a_question_the_words_that_something_has_are_offered(
    explore: Callable[..., Page], base: KnowledgeBase
) -> None:
    page = explore("?text=have+we+seen+a+migration+locking+this+before%3F")
    expected = sum("migration" in record.title for record in base.postmortems)
    expect(page.locator(".pm-help li").first).to_have_text(
        f"Search only for migration to see {expected} postmortems"
    )
    page.get_by_role("button", name="Search only for migration").click()
    expect(page.get_by_label("Search for")).to_have_value("migration")
    expect(status(page)).to_have_text(says(expected))


def test_words_and_filters_work_together(explore: Callable[..., Page]) -> None:
    page = explore("?text=disk")
    promised = shown_count(page, "severity", "sev3")
    term(page, "severity", "sev3").check()
    expect(status(page)).to_have_text(says(promised))
    assert page.url.endswith("?text=disk&severity=sev3")


def test_words_that_nothing_has_are_named(explore: Callable[..., Page]) -> None:
    page = explore("?text=xyzzyplugh&severity=sev1")
    page.get_by_role("button", name="Drop “xyzzyplugh”").click()
    expect(page.get_by_label("Search for")).to_have_value("")
    expect(status(page)).to_contain_text(f"of {COUNT}")


# Cards


def test_a_card_leads_to_its_postmortem(
    explore: Callable[..., Page], base: KnowledgeBase, url: str
) -> None:
    page = explore("?sort=duration")
    found = run_query(base.postmortems, Query(sort=Sort.DURATION, limit=20), base.taxonomy)
    longest = next(record for record in found if not record.fields.incidents)
    card = page.locator(".pm-hit", has_text=longest.title)
    expect(card.locator(".pm-length")).to_have_text(str(duration(longest.incident)))
    wide = card.locator(".pm-fill").evaluate("it => it.offsetWidth / it.parentElement.offsetWidth")
    assert 0.8 < wide <= 1
    card.get_by_role("link").click()
    expect(page).to_have_url(f"{url}postmortems/{longest.id}/")


@pytest.mark.parametrize("width", [1280, 390])
def test_marks_of_the_scale_do_not_touch(explore: Callable[..., Page], width: int) -> None:
    page = explore(width=width, height=844)
    boxes = page.locator(".pm-scale span").evaluate_all(
        "spans => spans.map((it) => it.getBoundingClientRect())"
        ".filter((it) => it.width).map((it) => [it.left, it.right])"
    )
    assert len(boxes) > 4
    assert all(one[1] + 4 <= other[0] for one, other in pairwise(boxes)), boxes


def test_more_pages_are_turned_to(explore: Callable[..., Page], base: KnowledgeBase) -> None:
    page = explore()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Page 2 of 8")).to_be_visible()
    found = run_query(base.postmortems, Query(), base.taxonomy)
    assert titles(page) == [record.title for record in found[20:40]]
    expect(page.get_by_role("heading", name="Results")).to_be_focused()
    assert page.url.endswith("?page=2")
    term(page, "severity", "sev1").check()
    expect(status(page)).to_have_text(says(total(base, severity="sev1")))
    assert page.url.endswith("?severity=sev1")


# The address


def test_the_address_keeps_everything(explore: Callable[..., Page], visit: Visit) -> None:
    query = (
        "?text=disk&service=checkout&service=payments&longer-than=1h&since=2016-01-01&sort=title"
    )
    page = explore(query)
    assert chips(page) == [
        "“disk”", "Service: Checkout", "Service: Payments", "Longer than 1 h", "From 2016-01-01",
    ]  # fmt: skip
    page.get_by_role("button", name="Remove From 2016-01-01").click()
    expect(page.locator(".pm-filter-chip")).to_have_count(4)
    assert page.url.endswith(query.replace("&since=2016-01-01", ""))


def test_back_and_forward(explore: Callable[..., Page], base: KnowledgeBase) -> None:
    page = explore()
    term(page, "severity", "sev1").check()
    one = says(total(base, severity="sev1"))
    expect(status(page)).to_have_text(one)
    term(page, "service", "checkout").check()
    two = says(total(base, severity="sev1", service="checkout"))
    expect(status(page)).to_have_text(two)
    page.go_back()
    expect(status(page)).to_have_text(one)
    expect(term(page, "service", "checkout")).not_to_be_checked()
    page.go_back()
    expect(status(page)).to_have_text(f"All {COUNT} postmortems")
    page.go_forward()
    page.go_forward()
    expect(status(page)).to_have_text(two)


def test_a_term_page_leads_to_its_own_filter(visit: Visit, url: str, base: KnowledgeBase) -> None:
    page = visit(f"{url}root-causes/hardware/disk/")
    page.get_by_role("link", name="Filter these further").click()
    expect(status(page)).to_have_text(says(total(base, root_cause="hardware/disk")))


# Everywhere


def test_an_embedded_list_fits_beside_the_navigation(visit: Visit, url: str) -> None:
    page = visit(f"{url}handbook/", width=1280, height=900)
    expect(page.locator(".pm-incidents tbody tr")).to_have_count(5)
    wraps = "[...document.querySelectorAll('.md-typeset__scrollwrap')]"
    assert page.evaluate(f"{wraps}.every((it) => it.scrollWidth <= it.clientWidth)")


def test_after_instant_navigation_it_works(visit: Visit, url: str, base: KnowledgeBase) -> None:
    page = visit(f"{url}services/checkout/")
    page.wait_for_load_state("networkidle")  # Material asks first which pages there are
    page.evaluate("window.isFirstPage = true")
    page.get_by_role("link", name="Filter these further").click()
    expect(status(page)).to_have_text(says(total(base, service="checkout")))
    term(page, "severity", "sev3").check()
    both = says(total(base, service="checkout", severity="sev3"))
    expect(status(page)).to_have_text(both)
    page.locator(".pm-hit a").first.click()
    page.wait_for_url("**/postmortems/*/")
    page.go_back()
    expect(status(page)).to_have_text(both)
    page.go_back()
    expect(status(page)).to_have_text(says(total(base, service="checkout")))
    assert page.evaluate("window.isFirstPage")


def test_without_javascript_it_says_so_and_leads_to_the_indexes(visit: Visit, url: str) -> None:
    page = visit(f"{url}explore/", java_script_enabled=False)
    expect(page.get_by_text("needs JavaScript")).to_be_visible()
    page.locator(".pm-plain").get_by_role("link", name="Root causes").click()
    expect(page).to_have_url(f"{url}root-causes/")


def test_opened_from_the_disk_it_filters_and_shows(
    browser: Browser, site: Path, base: KnowledgeBase
) -> None:
    with watched_page(browser, "file://") as (page, _):
        page.goto((site / "explore/index.html").as_uri() + "?severity=sev1")
        expect(status(page)).to_have_text(says(total(base, severity="sev1")))
        expect(page.locator(".pm-hit h3").first).to_be_visible()
        term(page, "severity", "sev2").check()
        expect(status(page)).not_to_have_text(says(total(base, severity="sev1")))
        page.get_by_label("Search for").fill("disk")
        expect(page.locator(".pm-hit mark").first).to_have_text(re.compile("disk", re.IGNORECASE))


def test_on_a_narrow_screen_the_filters_wait_behind_a_button(
    explore: Callable[..., Page], base: KnowledgeBase
) -> None:
    page = explore(width=390)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    expect(term(page, "severity", "sev1")).not_to_be_visible()
    page.locator("summary", has_text="Filters").click()
    term(page, "severity", "sev1").check()
    expect(status(page)).to_have_text(says(total(base, severity="sev1")))
    expect(page.locator("summary", has_text="Filters (1)")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_everything_is_reached_by_the_keyboard(
    explore: Callable[..., Page], base: KnowledgeBase
) -> None:
    page = explore()
    page.get_by_label("Search for").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Sort by")).to_be_focused()
    page.keyboard.press("Tab")
    expect(facet(page, "root-cause").locator("summary")).to_be_focused()
    page.keyboard.press("Tab")
    focused = page.locator("input:focus")
    value = focused.get_attribute("value")
    page.keyboard.press("Space")
    expect(status(page)).to_have_text(says(total(base, root_cause=value)))
    expect(term(page, "root-cause", value or "")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?text=disk&severity=sev1&longer-than=4h", "?service=none"])
def test_axe_finds_nothing(browser: Browser, url: str, query: str, scheme: str) -> None:
    options = {"color_scheme": scheme, "reduced_motion": "reduce"}
    # Axe asks for imported style sheets at wrong addresses: no matter here.
    with watched_page(browser, origin_of(url), **options) as (page, _):
        page.goto(f"{url}explore/{query}")
        expect(page.locator("[data-shown]")).to_be_attached()
        page.evaluate("document.querySelectorAll('.pm-facet').forEach(it => (it.open = true))")
        assert axe_violations(page, within=".pm-explore") == []
