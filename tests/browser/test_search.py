"""The search in the header finds a postmortem by its story and by its facts."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

DISK = "2024-06-08-payment-gateway-disk-failure"
PARAMETER = "2023-06-07-online-payments-gateway-parameter"
CRASH = "2023-04-15-checkout-gateway-integration-crash"
NURU = "2023-06-08-nuru-payment-system-outage"
BALANCER = "2024-08-18-payment-gateway-load-balancer"


def search(page: Page, words: str) -> list[str]:
    """The paths of the pages that are listed at once for `words`, best first."""
    box = page.get_by_role("textbox", name="Search")
    box.click()
    page.keyboard.insert_text(words)
    page.keyboard.press("End")  # asks once, for all the words: each key released asks again
    links = page.locator("a.md-search-result__link")
    expect(links.first).to_be_attached()
    return [urlsplit(link.get_attribute("href") or "").path for link in links.all()]


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
    expect(page.locator("a.md-search-result__link").first).to_be_attached()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/postmortems/{DISK}/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("a database disk failed")
