"""This repository's own site: the five incidents, where the issue's readers look for them."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

DISK = "2024-06-08-payment-gateway-disk-failure"
PARAMETER = "2023-06-07-online-payments-gateway-parameter"
CRASH = "2023-04-15-checkout-gateway-integration-crash"
NURU = "2023-06-08-nuru-payment-system-outage"
BALANCER = "2024-08-18-payment-gateway-load-balancer"
ALL = {DISK, PARAMETER, CRASH, NURU, BALANCER}


def listed(site: Path, page: str) -> set[str]:
    """The ids of the records that the tables of a page link to."""
    html = (site / page / "index.html").read_text(encoding="utf-8")
    rows = "".join(re.findall(r"<tbody>.*?</tbody>", html, flags=re.DOTALL))
    return set(re.findall(r'href="[^"]*postmortems/([^/"]+)/"', rows))


def text_of(page: Path) -> str:
    """The words of a page's content, as a reader sees them."""
    html = page.read_text(encoding="utf-8")
    content = html[html.index("<article") : html.index("</article>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content)).split())


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("root-causes/configuration", {PARAMETER, NURU, BALANCER}),
        ("root-causes/configuration/load-balancer", {BALANCER}),
        ("root-causes/hardware", {DISK}),
        ("root-causes/hardware/disk", {DISK}),
        ("root-causes/software-bug", {CRASH}),
        ("durations/1-to-4-h", {DISK, CRASH, BALANCER}),
        ("durations/4-to-24-h", {PARAMETER, NURU}),
        ("services/payment-gateway", {DISK, PARAMETER, BALANCER}),
        ("services/checkout", {CRASH}),
        ("services/nuru-payment-system", {NURU}),
        ("services/payment-gateway-integration", {CRASH, NURU}),
        ("detections/monitoring", ALL),
        ("severities/unknown", ALL),
        ("years/2023", {PARAMETER, CRASH, NURU}),
        ("years/2024", {DISK, BALANCER}),
    ],
)
def test_an_index_page_lists_exactly_its_own(
    built_site: Path, page: str, expected: set[str]
) -> None:
    assert listed(built_site, page) == expected


@pytest.mark.parametrize(
    ("record_id", "expected"),
    [
        (
            DISK,
            {
                "started_at": "2024-06-08T13:15",
                "resolved_at": "2024-06-08T14:45",
                "timezone": "unknown",
                "duration_minutes": 90,
                "duration_bucket": "1-to-4-h",
                "root_causes": ["hardware/disk"],
                "time_to_detect_minutes": -2,
                "time_to_mitigate_minutes": 85,
                "action_items_total": 4,
            },
        ),
        (
            PARAMETER,
            {
                "started_at": "2023-06-07T10:00+00:00",
                "resolved_at": "2023-06-07T14:00+00:00",
                "timezone": "UTC",
                "duration_minutes": 240,
                "duration_bucket": "4-to-24-h",
                "root_causes": ["configuration"],
                "action_items_total": 7,
            },
        ),
        (
            CRASH,
            {
                "started_at": "2023-04-15T12:00-05:00",
                "resolved_at": "2023-04-15T13:30-05:00",
                "timezone": "EST",
                "duration_minutes": 90,
                "root_causes": ["software-bug"],
                "action_items_total": 5,
            },
        ),
        (
            NURU,
            {
                "started_at": "2023-06-08T15:00+00:00",
                "resolved_at": "2023-06-08T19:00+00:00",
                "duration_minutes": 240,
                "root_causes": ["configuration"],
                "services": ["nuru-payment-system"],
                "action_items_total": 10,
            },
        ),
        (
            BALANCER,
            {
                "started_at": "2024-08-18T10:15-07:00",
                "resolved_at": "2024-08-18T11:45-07:00",
                "timezone": "PDT",
                "duration_minutes": 90,
                "root_causes": ["configuration/load-balancer"],
                "action_items_total": 6,
            },
        ),
    ],
)
def test_the_data_carries_the_figures(
    built_site: Path, record_id: str, expected: dict[str, object]
) -> None:
    data = json.loads((built_site / "postmortems.json").read_text(encoding="utf-8"))
    found = next(entry for entry in data["postmortems"] if entry["id"] == record_id)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("record_id", "percent", "approximate"),
    [
        (DISK, 100, False),
        (PARAMETER, 25, True),
        (CRASH, 40, True),
        (NURU, 100, False),
        (BALANCER, 40, True),
    ],
)
def test_the_data_says_how_many_were_affected(
    built_site: Path, record_id: str, percent: int, approximate: bool
) -> None:
    data = json.loads((built_site / "postmortems.json").read_text(encoding="utf-8"))
    found = next(entry for entry in data["postmortems"] if entry["id"] == record_id)
    impact = found["impact"]
    assert (impact["users_percent"], impact["approximate"]) == (percent, approximate)


def test_every_url_of_the_data_is_a_page(built_site: Path) -> None:
    data = json.loads((built_site / "postmortems.json").read_text(encoding="utf-8"))
    urls = [entry["url"] for entry in data["postmortems"]]
    assert len(urls) == 5
    assert [url for url in urls if not (built_site / url / "index.html").is_file()] == []


@pytest.mark.parametrize(
    ("record_id", "words"),
    [
        (DISK, ["2 min before the stated start", "unknown", "1 h 30 min", "100 %"]),
        (CRASH, ["EST", "about 40 %", "EDT"]),
        (BALANCER, ["PDT", "about 40 %", "Load balancer"]),
        (PARAMETER, ["about 25 %", "4 h"]),
    ],
)
def test_a_record_page_shows_what_is_known_and_how_well(
    built_site: Path, record_id: str, words: list[str]
) -> None:
    text = text_of(built_site / "postmortems" / record_id / "index.html")
    assert [word for word in words if word not in text] == []


def test_a_severity_that_is_not_stated_is_said_to_be_so(built_site: Path) -> None:
    text = text_of(built_site / "postmortems" / NURU / "index.html")
    assert "Severity Not stated" in text or "Severity not stated" in text


def test_the_edit_button_opens_the_record_file(built_site: Path) -> None:
    html = (built_site / "postmortems" / DISK / "index.html").read_text(encoding="utf-8")
    assert re.search(rf'href="[^"]*/edit/main/postmortems/{DISK}\.md"', html)


def test_no_page_names_another_host_as_a_source(built_site: Path) -> None:
    loads = re.compile(r'<(?:script|img|link|iframe)\b[^>]*(?:src|href)="(https?:)?//[^"]*"')
    found = [
        (page.relative_to(built_site).as_posix(), match.group())
        for page in built_site.rglob("*.html")
        for match in loads.finditer(page.read_text(encoding="utf-8"))
        if 'rel="canonical"' not in match.group()
    ]
    assert found == []
