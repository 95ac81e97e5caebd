"""Incidents of Statuspage."""

import json
from pathlib import Path

import pytest

from importers.reading import facts, numbered, read_all, read_one, refusal, texts

INCIDENTS = """{
  "page": {"id": "p1", "name": "Example", "time_zone": "Etc/UTC"},
  "incidents": [
    {
      "id": "abc",
      "name": "API errors",
      "status": "postmortem",
      "created_at": "2024-03-01T10:05:00.123Z",
      "started_at": "2024-03-01T10:02:11.111Z",
      "monitoring_at": "2024-03-01T10:30:00.000Z",
      "resolved_at": "2024-03-01T11:00:00.000Z",
      "impact": "major",
      "impact_override": null,
      "shortlink": "https://status.example.com/x",
      "incident_updates": [
        {"status": "postmortem", "display_at": "2024-03-03T10:00:00.000Z",
         "body": "## Root cause\\r\\n\\r\\nA bad config."},
        {"status": "resolved", "body": "All well.", "display_at": "2024-03-01T11:00:00.000Z"},
        {"status": "investigating",
         "body": "We look.\\nMore soon.", "created_at": "2024-03-01T10:05:00.123Z"}
      ],
      "components": [{"name": "API"}, {"name": "Web"}]
    },
    {"id": "def", "name": "Slow", "status": "resolved", "impact": "none", "incident_updates": []}
  ]
}
"""


def test_an_incident_is_told_in_sections_with_its_lines(tmp_path: Path) -> None:
    document = read_all(tmp_path, "incidents.json", INCIDENTS)[0]
    assert document.format == "statuspage"
    assert numbered(document) == [
        (6, "# API errors"),
        (7, "- Status: postmortem"),
        (12, "- Impact: major"),
        (8, "- Reported on the status page: 2024-03-01T10:05:00Z"),
        (10, "- Monitoring since: 2024-03-01T10:30:00Z"),
        (16, "- Postmortem published: 2024-03-03T10:00:00Z"),
        (22, "## Affected services"),
        (22, "- API"),
        (22, "- Web"),
        (20, "## Timeline"),
        (20, "- 2024-03-01T10:05:00Z **Investigating:** We look."),
        (20, "  More soon."),
        (18, "- 2024-03-01T11:00:00Z **Resolved:** All well."),
        (17, "## Root cause"),
        (17, "A bad config."),
        (5, "## Other fields of the source"),
        (5, "- id: abc"),
    ]
    assert facts(document) == [
        ("title", "API errors", 6),
        ("started_at", "2024-03-01T10:02:11Z", 9),
        ("resolved_at", "2024-03-01T11:00:00Z", 11),
        ("severity", "major", 12),
        ("services", "API", 22),
        ("services", "Web", 22),
        ("sources", "https://status.example.com/x", 14),
        ("timezone", "UTC", 9),
    ]
    assert [(hint.field, hint.value) for hint in document.hints] == [
        ("published_at", "2024-03-03T10:00:00Z")
    ]


def test_each_incident_of_a_file_is_a_document_of_its_own(tmp_path: Path) -> None:
    first, second = read_all(tmp_path, "incidents.json", INCIDENTS)
    assert (first.path, second.path) == ("incidents.json#abc", "incidents.json#def")
    assert first.sha256 != second.sha256
    assert facts(second) == [("title", "Slow", 24)]


@pytest.mark.parametrize("wrap", ["{}", "[{}]", '{{"incident": {}, "meta": {{}}}}'])
@pytest.mark.parametrize("name", ["a.json", "a.txt", "a"])
def test_one_incident_is_read_in_every_wrapping(tmp_path: Path, wrap: str, name: str) -> None:
    incident = '{"name": "Slow", "status": "resolved", "impact": "minor"}'
    document = read_one(tmp_path, name, wrap.format(incident))
    assert document.path == name
    assert [(field, value) for field, value, _ in facts(document)] == [
        ("title", "Slow"),
        ("severity", "minor"),
    ]


def test_what_was_set_by_hand_is_the_impact(tmp_path: Path) -> None:
    incident = {"name": "x", "status": "resolved", "impact": "major", "impact_override": "none"}
    document = read_one(tmp_path, "a.json", json.dumps(incident))
    assert [fact.field for fact in document.facts] == ["title"]
    assert texts(document)[2:4] == ["- Impact: major", "- Impact, as set by hand: none"]


def test_a_postmortem_without_headings_gets_one_of_its_own(tmp_path: Path) -> None:
    incident = {"name": "x", "incident_updates": [], "postmortem_body": "It broke.\n\nWe mended."}
    assert texts(read_one(tmp_path, "a.json", json.dumps(incident))) == [
        "# x",
        "## Postmortem",
        "It broke.",
        "We mended.",
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"name": "x",\n "status": }', "broken-json", 2),
        ('{"name": "x"}', "unknown-json", None),
        ("[1, 2]", "unknown-json", None),
        ("[" * 100_000, "broken-json", 1),
        ('{"name": ' + "9" * 5_000 + "}", "broken-json", 1),
    ],
)
def test_other_json_is_refused(tmp_path: Path, text: str, code: str, line: int | None) -> None:
    refused = refusal(tmp_path, "a.json", text)
    assert (refused.code, refused.line) == (code, line)


def test_odd_values_do_no_harm(tmp_path: Path) -> None:
    incident = {
        "name": "x",
        "status": 3,
        "id": 7,
        "impact": ["a"],
        "created_at": "yesterday",
        "started_at": 5,
        "components": [{"name": None}, "y"],
        "incident_updates": [{"body": None}, "z", {"body": "a", "display_at": "b"}],
    }
    document = read_one(tmp_path, "a.json", json.dumps(incident))
    assert facts(document) == [("title", "x", 1)]
