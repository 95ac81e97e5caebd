"""The search in the header finds a postmortem by its story and by its facts."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from browsing import axe_violations, serve_folder
from building import BuildProject
from projects import simple

Visit = Callable[..., Page]

DISK = "2024-06-08-payment-gateway-disk-failure"
PARAMETER = "2023-06-07-online-payments-gateway-parameter"
CRASH = "2023-04-15-checkout-gateway-integration-crash"
NURU = "2023-06-08-nuru-payment-system-outage"
BALANCER = "2024-08-18-payment-gateway-load-balancer"


LINKS = "a.pm-search-link"


def search(page: Page, words: str) -> list[str]:
    """The paths of the pages that are listed at once for `words`, best first."""
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.insert_text(words)
    expect(page.locator(LINKS).first).to_be_attached()
    return [path_of(link) for link in page.locator(LINKS).all()]


def path_of(link: Locator) -> str:
    parts = urlsplit(link.get_attribute("href") or "")
    return f"{parts.path}#{parts.fragment}" if parts.fragment else parts.path


@pytest.mark.parametrize(
    ("word", "record_id"),
    [
        ("sturdier", DISK),
        ("enquiry", PARAMETER),
        ("copes", CRASH),
        ("debugging", NURU),
        ("devops", BALANCER),
    ],
)
def test_a_word_that_only_its_story_has_finds_a_postmortem_first(
    visit: Visit, site_url: str, word: str, record_id: str
) -> None:
    assert search(visit(site_url), word)[0] == f"/postmortems/{record_id}/"


@pytest.mark.parametrize(
    ("service", "record_id"),
    [
        ("Payment gateway", DISK),
        ("Online payments", PARAMETER),
        ("Web application checkout", CRASH),
        ("Nuru payment system", NURU),
        ("Payment gateway", BALANCER),
    ],
)
def test_its_service_finds_a_postmortem(
    visit: Visit, site_url: str, service: str, record_id: str
) -> None:
    assert f"/postmortems/{record_id}/" in search(visit(site_url), service)


@pytest.mark.parametrize(
    ("root_cause", "record_id"),
    [
        ("Disk", DISK),
        ("Configuration", PARAMETER),
        ("Software bug", CRASH),
        ("Configuration", NURU),
        ("Load balancer", BALANCER),
    ],
)
def test_its_root_cause_finds_a_postmortem(
    visit: Visit, site_url: str, root_cause: str, record_id: str
) -> None:
    assert f"/postmortems/{record_id}/" in search(visit(site_url), root_cause)


@pytest.mark.parametrize("record_id", [DISK, PARAMETER, CRASH, NURU, BALANCER])
def test_its_id_finds_a_postmortem_first(visit: Visit, site_url: str, record_id: str) -> None:
    assert search(visit(site_url), record_id)[0] == f"/postmortems/{record_id}/"


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_leads_to_the_search(visit: Visit, site_url: str, key: str) -> None:
    page = visit(f"{site_url}postmortems/")
    page.keyboard.press(key)
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()


def test_a_result_is_opened_from_the_keyboard(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    page.keyboard.press("/")
    page.keyboard.type("sturdier")
    expect(page.locator(LINKS).first).to_be_attached()
    page.keyboard.press("ArrowDown")
    expect(page.locator(LINKS).first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/postmortems/{DISK}/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("a database disk failed")


def test_enter_opens_the_best_result_even_before_it_is_shown(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    page.keyboard.press("/")
    page.keyboard.insert_text("sturdier")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/postmortems/{DISK}/**")


def test_the_arrows_go_round_and_letters_go_on_with_the_words(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    search(page, "gateway")
    box = page.get_by_role("textbox", name="Search")
    links = page.locator(".pm-search-results a")
    page.keyboard.press("ArrowUp")
    expect(links.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.type(" disk")
    expect(box).to_have_value("gateway disk")


def test_escape_closes_it(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    search(page, "gateway")
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    expect(page.get_by_role("textbox", name="Search")).not_to_be_focused()


def test_a_key_that_is_typed_into_a_field_stays_there(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    page.keyboard.press("/")
    page.keyboard.type("failsafe/")
    expect(page.get_by_role("textbox", name="Search")).to_have_value("failsafe/")


def test_it_finds_as_one_types(visit: Visit, site_url: str) -> None:
    assert search(visit(site_url), "sturd")[0] == f"/postmortems/{DISK}/"


def test_a_phrase_is_found_in_this_order_only(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    search(page, '"payment gateway"')
    expect(page.locator(".pm-search").get_by_role("status")).to_contain_text("postmortems")
    page.get_by_role("textbox", name="Search").fill('"gateway payment zebra"')
    expect(page.locator(".pm-search").get_by_role("status")).to_contain_text("Nothing")


def test_the_words_are_marked(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    search(page, "gateways")
    marks = page.locator(f"{LINKS} mark")
    assert {text.lower() for text in marks.all_text_contents()} <= {"gateway", "gateways"}
    assert marks.count() > 3


def test_sections_of_other_pages_are_found(visit: Visit, site_url: str) -> None:
    found = search(visit(site_url), "exit codes")
    assert "/guide/checking/#exit-codes" in found


def test_a_term_page_comes_first_among_the_pages(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    search(page, "disk")
    pages = page.get_by_role("list", name="Pages").get_by_role("link")
    assert path_of(pages.first) == "/root-causes/hardware/disk/"


def test_all_hits_are_on_the_page_that_explores(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}guide/checking/")
    search(page, "gateway")
    page.get_by_role("link", name="Explore all").click()
    page.wait_for_url("**/explore/?text=gateway")


def test_without_scripts_the_header_leads_to_explore(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}guide/checking/", java_script_enabled=False)
    link = page.get_by_role("link", name="Explore the postmortems")
    expect(link).to_be_visible()
    expect(page.get_by_role("textbox", name="Search")).to_be_hidden()
    link.click()
    page.wait_for_url("**/explore/")


def test_on_a_phone_it_fills_the_screen(visit: Visit, site_url: str) -> None:
    page = visit(site_url, width=390, height=844)
    page.locator(".md-header__button[for=__search]").click()
    page.keyboard.type("sturdier")
    link = page.locator(LINKS).first
    expect(link).to_be_in_viewport()
    # Material's dark background is wider while it grows.
    page.wait_for_function("document.documentElement.scrollWidth <= 390")
    link.click()
    page.wait_for_url(f"**/postmortems/{DISK}/**")


def test_it_works_from_the_disk(visit: Visit, built_site: Path) -> None:
    page = visit((built_site / "guide" / "checking" / "index.html").as_uri())
    found = search(page, "exit codes")
    assert str(built_site / "guide/checking/index.html#exit-codes") in found
    page.get_by_role("textbox", name="Search").fill("sturdier")
    page.get_by_role("link", name="Open in Explore").wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("a database disk failed")


def test_it_works_under_a_path_of_the_host(visit: Visit, built_site: Path) -> None:
    with serve_folder(built_site, "/deep/kb/") as url:
        page = visit(f"{url}guide/checking/")
        assert search(page, "sturdier")[0] == f"/deep/kb/postmortems/{DISK}/"


INSTANT = """\
site_name: Test
site_url: https://kb.example.com/
theme:
  name: material
  font: false
  features: [navigation.instant]
plugins:
  - postmortems
"""


def test_it_works_again_after_instant_navigation(visit: Visit, build_project: BuildProject) -> None:
    files = {
        "postmortems/one.md": simple("Wombat"),
        "postmortems/two.md": simple("Quokka"),
        "docs/deep/er/page.md": "# A page\n",
    }
    site = build_project(files, config=INSTANT).site_dir
    with serve_folder(site) as url:
        # Instant navigation is for the pages of the site map, at the port that it names.
        site_map = site / "sitemap.xml"
        text = site_map.read_text("utf-8").replace("https://kb.example.com/", url)
        site_map.write_text(text, encoding="utf-8")
        page = visit(f"{url}deep/er/page/")
        page.wait_for_load_state("networkidle")
        page.evaluate("window.isFirstPage = true")
        for word in ("wombat", "quokka"):
            page.keyboard.press("/")
            page.keyboard.insert_text(word)
            page.locator(LINKS, has_text=word.capitalize()).click()
            expect(page.get_by_role("heading", level=1)).to_contain_text(word.capitalize())
            expect(page.locator("#__search")).not_to_be_checked()
            page.wait_for_timeout(300)  # Material closes every search a moment after it
        assert page.evaluate("window.isFirstPage")


def test_where_nothing_is_found_it_says_so_and_leads_on(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}guide/checking/")
    page.keyboard.press("/")
    page.keyboard.insert_text("zzzz")
    expect(page.locator(".pm-search").get_by_role("status")).to_contain_text("Nothing")
    page.get_by_role("link", name="Look around in Explore").click()
    page.wait_for_url("**/explore/")


def test_of_many_words_explore_says_which_ones_something_has(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}guide/checking/")
    page.keyboard.press("/")
    page.keyboard.insert_text("zzzz keeps the disk failing")
    page.get_by_role("link", name="Try fewer of these words in Explore").click()
    page.wait_for_url("**/explore/?text=zzzz*")
    page.get_by_role("button", name="Search only for disk failing").click()
    expect(page.get_by_role("link", name="Payment gateway outage after a database")).to_be_visible()


def test_only_a_little_is_loaded(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    search(page, "sturdier")
    assert asked
    data = [path for path in asked if path.endswith((".js", ".json"))]
    assert len(data) < 15
    assert all(path.startswith("/assets/postmortems/") for path in data)


def test_its_list_has_no_accessibility_violation(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    search(page, "gateway")
    page.wait_for_timeout(500)  # the list fades in
    assert axe_violations(page, within=".pm-search") == []
