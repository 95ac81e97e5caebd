"""The one query, against records that differ in everything it asks about."""

from datetime import date, timedelta
from typing import Any

import pytest

from postmortem_kb import KnowledgeBase, Settings, load
from postmortem_kb.errors import FieldError
from postmortem_kb.fields import Kind
from postmortem_kb.query import Query, Sort, find_term, run_query
from postmortem_kb.taxonomy import TermSet
from projects import record

RECORDS = {
    "a-long": """
        title: Zebra
        started_at: 2024-01-10T10:00
        detected_at: 2024-01-10T10:30
        resolved_at: 2024-01-10T16:00
        timezone: UTC
        severity: sev2
        services: [shop]
        root_causes: [configuration/load-balancer]
        """,
    "b-short": """
        title: aardvark
        started_at: 2023-01-10T10:00
        detected_at: 2023-01-10T10:05
        resolved_at: 2023-01-10T10:30
        timezone: UTC
        severity: sev1
        services: [mail]
        cause_services: [shop]
        root_causes: [hardware/disk]
        """,
    "c-unknown": """
        title: Mole
        kind: near-miss
        root_causes: [configuration]
        """,
    "d-several": """
        title: Bee
        timezone: UTC
        incidents:
          - {id: one, started_at: 2022-05-01T10:00, resolved_at: 2022-05-01T20:00, services: [mail]}
          - {id: two, started_at: 2022-06-01T10:00, resolved_at: 2022-06-01T10:10, services: [shop]}
        """,
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    root = tmp_path_factory.mktemp("query")
    folder = root / "postmortems"
    folder.mkdir()
    for name, front_matter in RECORDS.items():
        (folder / f"{name}.md").write_text(record(front_matter), encoding="utf-8")
    (folder / "taxonomy.yml").write_text("services:\n  shop: {}\n  mail: {}\n", encoding="utf-8")
    knowledge_base = load(Settings(root=root, docs_dir=root / "docs"))
    assert knowledge_base.problems == ()
    return knowledge_base


def ids(base: KnowledgeBase, **query: Any) -> list[str]:
    found = run_query(base.postmortems, Query(**query), base.taxonomy)
    return [postmortem.id for postmortem in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["a-long", "b-short", "d-several", "c-unknown"]),
        ({"root_cause": "configuration"}, ["a-long", "c-unknown"]),
        ({"root_cause": "configuration/load-balancer"}, ["a-long"]),
        ({"service": "shop"}, ["a-long", "b-short", "d-several"]),
        ({"severity": "sev1"}, ["b-short"]),
        ({"severity": "unknown"}, ["d-several", "c-unknown"]),
        ({"service": "unknown"}, ["c-unknown"]),
        ({"root_cause": "unknown"}, ["d-several"]),
        ({"kind": Kind.NEAR_MISS}, ["c-unknown"]),
        ({"longer_than": timedelta(hours=4)}, ["a-long", "d-several"]),
        ({"longer_than": timedelta(hours=6)}, ["d-several"]),
        ({"shorter_than": timedelta(minutes=30)}, ["d-several"]),
        ({"shorter_than": timedelta(minutes=31)}, ["b-short", "d-several"]),
        ({"since": date(2023, 1, 10)}, ["a-long", "b-short"]),
        ({"until": date(2023, 1, 10)}, ["b-short", "d-several"]),
        ({"since": date(2023, 1, 11), "until": date(2024, 1, 10)}, ["a-long"]),
        ({"service": "shop", "longer_than": timedelta(hours=4)}, ["a-long"]),
        ({"limit": 2}, ["a-long", "b-short"]),
        ({"sort": Sort.ID}, ["a-long", "b-short", "c-unknown", "d-several"]),
        ({"sort": Sort.TITLE}, ["b-short", "d-several", "c-unknown", "a-long"]),
        ({"sort": Sort.DURATION}, ["d-several", "a-long", "b-short", "c-unknown"]),
        ({"sort": Sort.SEVERITY}, ["b-short", "a-long", "d-several", "c-unknown"]),
        ({"sort": Sort.TIME_TO_DETECT}, ["a-long", "b-short", "d-several", "c-unknown"]),
    ],
)
def test_a_query_finds_what_matches_in_order(
    base: KnowledgeBase, query: dict[str, Any], expected: list[str]
) -> None:
    assert ids(base, **query) == expected


def test_a_term_is_found_as_people_type_it(base: KnowledgeBase) -> None:
    assert find_term(base.taxonomy, TermSet.ROOT_CAUSES, "Load balancer") == (
        "configuration/load-balancer"
    )


def test_unknown_is_asked_for_in_every_set(base: KnowledgeBase) -> None:
    assert find_term(base.taxonomy, TermSet.SERVICES, "Unknown") == "unknown"


def test_a_misspelt_term_gets_a_suggestion(base: KnowledgeBase) -> None:
    with pytest.raises(FieldError) as caught:
        find_term(base.taxonomy, TermSet.ROOT_CAUSES, "confguration")
    assert caught.value.hint == "did you mean 'configuration'?"
