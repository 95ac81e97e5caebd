"""The data of faceted search, its page, and the links into it."""

import json
from pathlib import Path
from typing import Any

import pytest

from making import TAXONOMY, at, catalogue_of, make, to_html
from postmortem_kb.indexes import build_indexes
from postmortem_kb.model import Postmortem
from postmortem_kb.pages.explore import chosen_by, explore_link, render_explore
from postmortem_kb.pages.explore_data import describe_columns
from postmortem_kb.pages.site import render_pages
from postmortem_kb.settings import Settings

SEVERAL = """
timezone: UTC
incidents:
  - {id: one, started_at: 2024-01-02T03:00, resolved_at: 2024-01-02T04:00, severity: sev1}
  - {id: two, started_at: 2024-01-05T10:00, services: [shop]}
"""


def columns_of(*postmortems: Postmortem) -> dict[str, Any]:
    catalogue = catalogue_of(*postmortems)
    columns = describe_columns(catalogue, build_indexes(catalogue))
    return json.loads(json.dumps(columns))  # type: ignore[no-any-return]


def facet(columns: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [each for each in columns["facets"] if each["name"] == name]
    return found  # type: ignore[no-any-return]


def terms_of_rows(columns: dict[str, Any], name: str) -> list[list[str]]:
    """The ids of each row's terms."""
    found = facet(columns, name)
    ids = [term[0] for term in found["terms"]]
    return [[ids[position] for position in found["sets"][row]] for row in found["column"]]


def test_a_facet_has_the_terms_that_occur_and_those_above_them() -> None:
    columns = columns_of(
        make("a", at("2024-01-02", "root_causes: [hardware/disk, capacity]")),
        make("b", at("2024-01-01")),
    )
    found = facet(columns, "root-cause")
    assert found["terms"] == [
        ["capacity", "Capacity"],
        ["hardware", "Hardware"],
        ["hardware/disk", "Disk", 1],
        ["unknown", "Unknown"],
    ]
    assert terms_of_rows(columns, "root-cause") == [["hardware/disk", "capacity"], ["unknown"]]


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("service", "services: [shop]\ncause_services: [search, shop]", ["shop", "search"]),
        ("severity", "severity: sev2", ["sev2"]),
        ("trigger", "trigger: expiry", ["expiry"]),
        ("detection", "detection: customer", ["customer"]),
        ("mitigation", "mitigation: rollback", ["rollback"]),
        ("kind", "kind: near-miss", ["near-miss"]),
    ],
)
def test_each_facet_has_a_column(name: str, line: str, expected: list[str]) -> None:
    assert terms_of_rows(columns_of(make("a", at("2024-01-02", line))), name) == [expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("severity", "unknown"),
        ("service", "unknown"),
        ("duration", "unknown"),
        ("hour", "unknown"),
        ("action-items", "unknown"),
        ("kind", "incident"),
    ],
)
def test_unknown_is_a_term(name: str, expected: str) -> None:
    assert terms_of_rows(columns_of(make("a")), name) == [[expected]]


def test_the_time_of_day_is_that_in_the_record() -> None:
    columns = columns_of(make("a", "started_at: 2024-01-02T03:10\ntimezone: Asia/Tokyo"))
    assert facet(columns, "hour")["terms"] == [
        ["night", "Night, 0 to 6 h"],
        ["03", "03:00 to 03:59", 0],
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [("| Mend it | open |", "open"), ("| Mend it | done |", "closed")],
)
def test_action_items_are_open_or_not(rows: str, expected: str) -> None:
    body = f"## Action items\n\n| Action | Status |\n|-|-|\n{rows}\n"
    assert terms_of_rows(columns_of(make("a", body=body)), "action-items") == [[expected]]


def test_days_are_differences() -> None:
    columns = columns_of(
        make("a", at("2024-01-05")), make("b", at("2024-01-02")), make("c"), make("d")
    )
    assert columns["days"] == [19727, -3, None, None]


def test_lengths_are_minutes() -> None:
    columns = columns_of(
        make("a", at("2024-01-05", "detected_at: 2024-01-05T09:50", hours=2)),
        make("b", at("2024-01-02", "duration: 90 s")),
    )
    assert columns["lengths"] == {
        "duration": [120, 1.5],
        "time-to-detect": [-10, None],
        "time-to-mitigate": [None, None],
        "time-to-resolve": [120, None],
    }


def test_the_incidents_of_a_record_stand_behind_all_records() -> None:
    columns = columns_of(make("a", SEVERAL), make("b", at("2023-01-01")))
    assert columns["count"] == 2
    assert columns["parts"] == [[0, 2]]
    assert len(columns["days"]) == 4
    assert terms_of_rows(columns, "severity")[2:] == [["sev1"], ["unknown"]]
    assert terms_of_rows(columns, "service")[2:] == [["unknown"], ["shop"]]


def test_an_order_is_there_only_where_it_differs_from_the_catalogues() -> None:
    newer, older = (
        make("a", at("2024-01-05"), title="Bee"),
        make("b", at("2024-01-02"), title="Ant"),
    )
    assert columns_of(newer, older)["orders"] == {"title": [1, -1]}


def test_the_data_of_many_records_is_small() -> None:
    columns = columns_of(*(make(f"r{number:03}", at("2024-01-02")) for number in range(300)))
    assert len(facet(columns, "severity")["sets"]) == 1


def test_without_script_the_page_says_so_and_leads_to_the_indexes() -> None:
    catalogue = catalogue_of(make("a", at("2024-01-02")))
    page, data = render_explore(catalogue, build_indexes(catalogue))
    assert isinstance(page.content, str)
    html = to_html(page.content)
    assert "Filtering 1 postmortem needs JavaScript" in html
    assert '<a href="../root-causes/index.md">Root causes</a>' in html
    assert '<a href="../postmortems/index.md">All postmortems</a>' in html
    assert data.path == "assets/postmortems/facets.js"


def test_without_postmortems_there_is_nothing_to_filter() -> None:
    catalogue = catalogue_of()
    page, _ = render_explore(catalogue, build_indexes(catalogue))
    assert "There are no postmortems yet" in str(page.content)
    assert "pm-explore" not in str(page.content)


def test_a_link_sets_filters() -> None:
    chosen = {"service": "a b", "root-cause": "hardware/disk"}
    made = explore_link("Filter", "services/a.md", chosen)
    assert to_html(made) == (
        '<p><a data-query="service=a%20b&amp;root-cause=hardware/disk" '
        'href="../explore/index.md">Filter</a></p>'
    )


def test_a_link_without_filters_is_a_plain_one() -> None:
    assert explore_link("Filter", "services/a.md", {}) == "[Filter](../explore/index.md)"


@pytest.mark.parametrize(
    ("facet_slug", "term_id", "part", "expected"),
    [
        ("root-causes", "hardware/disk", "", {"root-cause": "hardware/disk"}),
        ("years", "unknown", "", {"year": "unknown"}),
        ("services", "shop", "2024", {"service": "shop", "year": "2024"}),
        ("services", "shop", "unknown", {"service": "shop", "year": "unknown"}),
        ("years", "2024", "2024-02", {"since": "2024-02-01", "until": "2024-02-29"}),
    ],
)
def test_a_term_page_leads_to_its_own_filter(
    facet_slug: str, term_id: str, part: str, expected: dict[str, str]
) -> None:
    assert chosen_by(facet_slug, term_id, part) == expected


def test_every_index_and_term_page_leads_to_explore() -> None:
    settings = Settings(root=Path("/nowhere"), docs_dir=Path("/nowhere/docs"))
    record = make("a", at("2024-01-02", "root_causes: [hardware/disk]", "services: [shop]"))
    pages = {page.path: str(page.content) for page in render_pages([record], TAXONOMY, settings)}
    assert '{: data-query="root-cause=hardware" }' in pages["root-causes/hardware.md"]
    assert '{: data-query="root-cause=hardware/disk" }' in pages["root-causes/hardware/disk.md"]
    assert '{: data-query="year=2024" }' in pages["years/2024.md"]
    for name in ("root-causes", "services", "durations", "severities", "triggers", "postmortems"):
        assert "explore/index.md)" in pages[f"{name}/index.md"]
