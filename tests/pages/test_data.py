"""`postmortems.json`: a contract with other programs."""

import json
from typing import Any

from making import at, catalogue_of, make
from postmortem_kb.model import Postmortem
from postmortem_kb.page import PageKind
from postmortem_kb.pages.data import render_data
from postmortem_kb.settings import Settings


def data_of(*postmortems: Postmortem) -> list[dict[str, Any]]:
    page = render_data(catalogue_of(*postmortems), Settings())
    assert (page.path, page.kind) == ("postmortems.json", PageKind.DATA)
    assert isinstance(page.content, str)
    assert page.content.endswith("}\n")
    document = json.loads(page.content)
    assert document["version"] == 1
    records: list[dict[str, Any]] = document["postmortems"]
    return records


def test_a_record_has_every_field_of_the_contract() -> None:
    record = make(
        "2024-08-18-outage",
        """
        summary: What | happened.
        started_at: 2024-08-18T10:15
        detected_at: 2024-08-18T10:13
        mitigated_at: 2024-08-18T11:10
        resolved_at: 2024-08-18T11:45
        timezone: PDT
        visibility: public
        severity: sev2
        services: [web-shop]
        cause_services: [payments]
        root_causes: [load-balancer]
        trigger: configuration-push
        detection: monitoring
        mitigation: rollback
        impact: {users_percent: ~40, of: users trying to pay}
        """,
        body="## Action items\n\n- [ ] One\n- [x] Two\n",
        title="'Größe <b>'",
    )
    (found,) = data_of(record)
    assert {name: found[name] for name in sorted(found)} == {
        "acknowledged_at": None,
        "action_items_open": 1,
        "action_items_total": 2,
        "approximate": [],
        "cause_services": ["payments"],
        "computed_duration_minutes": 90,
        "detected_at": "2024-08-18T10:13-07:00",
        "detection": "monitoring",
        "duration_bucket": "1-to-4-h",
        "duration_minutes": 90,
        "id": "2024-08-18-outage",
        "impact": {
            "summary": None,
            "type": None,
            "users_percent": 40,
            "approximate": True,
            "of": "users trying to pay",
        },
        "kind": "incident",
        "mitigated_at": "2024-08-18T11:10-07:00",
        "mitigation": "rollback",
        "resolved_at": "2024-08-18T11:45-07:00",
        "review_status": None,
        "root_causes": ["configuration/load-balancer"],
        "services": ["shop"],
        "severity": "sev2",
        "source_path": "postmortems/2024-08-18-outage.md",
        "started_at": "2024-08-18T10:15-07:00",
        "summary": "What | happened.",
        "tags": [],
        "time_to_acknowledge_minutes": None,
        "time_to_detect_minutes": -2,
        "time_to_mitigate_minutes": 55,
        "time_to_resolve_minutes": 90,
        "timezone": "PDT",
        "title": "Größe <b>",
        "trigger": "configuration-push",
        "url": "postmortems/2024-08-18-outage/",
        "visibility": "public",
    }


def test_what_is_not_stated_is_null_or_empty_and_never_zero() -> None:
    (found,) = data_of(make("one"))
    for name in ("summary", "severity", "started_at", "resolved_at", "duration_minutes", "trigger"):
        assert (name, found[name]) == (name, None)
    assert found["impact"] == {
        "summary": None,
        "type": None,
        "users_percent": None,
        "approximate": False,
        "of": None,
    }
    assert (found["services"], found["root_causes"]) == ([], [])
    assert found["duration_bucket"] == "unknown"


def test_times_are_cut_to_their_precision_and_naive_where_the_zone_is_unknown() -> None:
    record = make(
        "one",
        """
        started_at: 2024-03-13T14
        detected_at: 2024-03-13
        acknowledged_at: ~2024-03-13T14:10
        resolved_at: ongoing
        timezone: unknown
        """,
    )
    (found,) = data_of(record)
    assert found["started_at"] == "2024-03-13T14"
    assert found["detected_at"] == "2024-03-13"
    assert found["acknowledged_at"] == "2024-03-13T14:10"
    assert found["resolved_at"] == "ongoing"
    assert found["approximate"] == ["acknowledged_at"]
    assert found["timezone"] == "unknown"


def test_a_fraction_of_a_minute_stays_one() -> None:
    (found,) = data_of(make("one", "timezone: UTC\nduration: 90 s"))
    assert found["duration_minutes"] == 1.5


def test_several_incidents_each_have_their_figures() -> None:
    record = make(
        "week",
        """
        timezone: UTC
        incidents:
          - {id: a, started_at: 2024-05-01T10:00, resolved_at: 2024-05-01T11:00}
          - {id: b, started_at: 2024-05-03T10:00, resolved_at: 2024-05-03T16:00}
        """,
    )
    (found,) = data_of(record)
    assert [(part["id"], part["duration_minutes"]) for part in found["incidents"]] == [
        ("a", 60),
        ("b", 360),
    ]
    assert found["duration_minutes"] == 420
    assert found["time_to_resolve_minutes"] is None


def test_records_are_in_the_order_of_the_archive() -> None:
    found = data_of(make("a", at("2023-01-01")), make("b", at("2024-01-01")), make("c"))
    assert [entry["id"] for entry in found] == ["b", "a", "c"]
