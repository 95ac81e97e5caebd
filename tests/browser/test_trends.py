"""The plots in a real browser: their links, their tables, ages by the reader's day."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.make_records import TAXONOMY, make_records
from browsing import axe_violations, serve_folder
from building import build, write_project
from projects import CONFIG

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def many_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of sixty generated records."""
    folder = tmp_path_factory.mktemp("many")
    files = {f"postmortems/{name}": text for name, text in make_records(60)}
    files["postmortems/taxonomy.yml"] = TAXONOMY
    config = CONFIG.replace(
        "  font: false\n",
        "  font: false\n  palette:\n"
        '    - {media: "(prefers-color-scheme: light)", scheme: default}\n'
        '    - {media: "(prefers-color-scheme: dark)", scheme: slate}\n',
    )
    result = build(write_project(folder / "project", files, config=config), folder / "site")
    assert result.returncode == 0, result.log
    return result.site_dir


@pytest.fixture(scope="module")
def many_url(many_site: Path) -> Iterator[str]:
    with serve_folder(many_site) as url:
        yield url


def test_a_bar_is_a_link_that_says_its_number(visit: Visit, many_url: str) -> None:
    page = visit(f"{many_url}trends/")
    bar = page.locator(".pm-plot a:has(.pm-bar)").first
    words = bar.locator("title").text_content() or ""
    assert re.fullmatch(r"All, \w+ \d{4}: \d+", words)
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/explore/\?since=\d{4}-\d\d-01&until=.*&kind=incident"))


def test_explore_finds_as_many_as_the_bar_says(visit: Visit, many_url: str) -> None:
    page = visit(f"{many_url}trends/")
    cell = page.locator(".pm-heat:not(.pm-week) td a").first
    number = int(cell.inner_text())
    cell.click()
    page.wait_for_url("**/explore/?**")
    expect(page.get_by_role("status").first).to_contain_text(str(number))


def test_a_dot_leads_to_its_record(visit: Visit, many_url: str) -> None:
    page = visit(f"{many_url}trends/")
    page.locator(".pm-plot a:has(.pm-dot)").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/postmortems/*/")


def test_each_table_opens_from_the_keyboard(visit: Visit, many_url: str) -> None:
    page = visit(f"{many_url}trends/", java_script_enabled=False)
    summary = page.locator(".pm-plot-table > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pm-plot-table table").first).to_be_visible()


def test_ages_are_counted_by_the_readers_day(visit: Visit, many_url: str) -> None:
    page = visit(f"{many_url}trends/")
    rows = page.locator(".pm-ages li")
    expect(rows).to_have_count(5)
    numbers = [int(text) for text in page.locator(".pm-ages li b").all_inner_texts()]
    assert sum(numbers) == 180
    assert numbers[-1] == 180


def test_without_javascript_open_items_are_told_by_year(visit: Visit, many_url: str) -> None:
    page = visit(f"{many_url}trends/", java_script_enabled=False)
    expect(page.locator(".pm-ages")).to_contain_text("counted by a script")
    expect(page.locator(".pm-figure-plot", has=page.locator(".pm-ages"))).to_contain_text(
        "180 open"
    )


@pytest.mark.parametrize("path", ["trends/", "services/checkout/"])
def test_a_phone_has_no_sideways_scroll(visit: Visit, many_url: str, path: str) -> None:
    page = visit(many_url + path, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    heights = page.locator(".pm-plot text:visible").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 11


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["trends/", "services/checkout/"])
def test_axe_finds_no_fault_in_the_plots(
    visit: Visit, many_url: str, path: str, scheme: str
) -> None:
    page = visit(many_url + path, color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('.md-content details').forEach(d => d.open = true)")
    assert axe_violations(page, within=".pm-figure-plot") == []


def test_a_term_page_has_its_own_plots(visit: Visit, many_url: str) -> None:
    page = visit(f"{many_url}services/checkout/")
    expect(page.locator(".pm-plots > .pm-figure-plot")).to_have_count(2)
    more = page.locator(".pm-more-plots")
    expect(more.locator(".pm-figure-plot").first).to_be_hidden()
    more.locator("> summary").click()
    expect(more.locator(".pm-figure-plot").first).to_be_visible()
    expect(more.locator("a[href*='service=checkout']").first).to_be_visible()


def test_the_page_works_from_the_disk(visit: Visit, many_site: Path) -> None:
    page = visit((many_site / "trends" / "index.html").as_uri())
    expect(page.locator(".pm-ages li")).to_have_count(5)


def test_the_real_site_has_few_records_and_a_sensible_page(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}trends/")
    expect(page.locator(".pm-counts")).to_contain_text("5 incidents")
    expect(page.locator(".pm-figure-plot")).to_have_count(8)
