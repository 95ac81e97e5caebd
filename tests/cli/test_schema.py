"""`postmortem schema`: it takes what `check` takes, and refuses what would be left out."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from building import REPOSITORY
from postmortem_kb.cli import main
from postmortem_kb.errors import FieldError
from postmortem_kb.front_matter import split_document
from postmortem_kb.moments import parse_timestamp_or_openness
from postmortem_kb.schema import make_schema
from records import TAXONOMY

RECORDS = sorted((REPOSITORY / "postmortems").glob("*.md"))
SCHEMA = make_schema(TAXONOMY)
VALIDATOR = Draft202012Validator(SCHEMA)


class _CoreLoader(yaml.SafeLoader):
    """YAML as editors read it: by the core schema of YAML 1.2, which has no times."""


_CoreLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rpartition(":")[2] not in ("timestamp", "bool", "int", "float")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def read_core(text: str) -> Any:
    return yaml.load(text.split("---\n")[1], _CoreLoader)


def run(*arguments: str) -> Any:
    result = CliRunner().invoke(main, ["schema", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.stdout) if result.stdout else None


def refusals(data: Any, schema: Any = SCHEMA) -> list[str]:
    errors = Draft202012Validator(schema).iter_errors(data)
    return sorted({".".join(map(str, error.absolute_path)) or error.validator for error in errors})


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_our_own_records_pass(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    schema = run()
    text = path.read_text(encoding="utf-8")
    assert refusals(split_document(text).front_matter.data, schema) == []
    assert refusals(read_core(text), schema) == []


def test_there_are_records_to_pass() -> None:
    assert len(RECORDS) >= 5


@pytest.mark.parametrize(
    "front_matter",
    [
        "title: A",
        "title: A\nseverity:\nservices:\n",
        "title: A\nid: 2024",
        "title: A\nstarted_at: 2024-03-13\nresolved_at: ongoing",
        "title: A\nimpact: One sentence.",
        "title: A\nimpact: {users_percent: 40, of: users}",
        "title: A\nimpact: {users_percent: ~25 %, type: outage}",
        "title: A\nimpact: {users_percent: 99.5}",
        "title: A\ntimezone: +2",
        "title: A\nservices: [checkout, gateway, Payment gateway]",
        "title: A\nroot_causes: [disk, hardware/disk]",
        "title: A\nincidents:\n- {id: x, started_at: T14:10, services: [checkout]}",
        "title: A\naction_items:\n- {title: Do, type: prevent, due: 2024-03-13}",
    ],
)
def test_what_check_takes_passes(front_matter: str) -> None:
    assert refusals(read_core(f"---\n{front_matter}\n---\n")) == []


@pytest.mark.parametrize(
    ("front_matter", "where"),
    [
        ("severity: sev1", "required"),
        ("title: A\nseverty: sev1", "additionalProperties"),
        ("title: A\nseverity: severe", "severity"),
        ("title: A\nservices: [nothing]", "services"),
        ("title: A\nservices: checkout", "services"),
        ("title: A\nkind: outage", "kind"),
        ("title: A\nstarted_at: 1:15 PM", "started_at"),
        ("title: A\nstarted_at: 2024", "started_at"),
        ("title: A\nstarted_at: ongoing", "started_at"),
        ("title: A\nimpact: {users_percent: 140}", "impact"),
        ("title: A\nimpact: {users_percent: '140'}", "impact"),
        ("title: A\nid: a b", "id"),
        ("title: A\nincidents:\n- {started_at: T14:10}", "incidents"),
        ("title: ''", "title"),
        ("title: [A]", "title"),
    ],
)
def test_what_check_refuses_does_not_pass(front_matter: str, where: str) -> None:
    assert refusals(read_core(f"---\n{front_matter}\n---\n")) == [where]


@pytest.mark.parametrize(
    "text",
    "2024-03-13T14:10 2024-03-13T14:10:05 2024-03-13T14:10:05.250Z 2024-03-13T14 2024-03-13 "
    "~2024-03-13T14:10 2024-03-13T14:10+02:00 2024-03-13T14:10-0330 T14:10 T14 --03-13T14:10 "
    "--03-13 2024-03-13t14:10z Unknown ONGOING 2024-03 14:10 2024-3-13 soon T 2024-03-13T "
    "2024-03-13T1410 13.03.2024 2024-03-13T14:10PM".split(),
)
def test_timestamps_are_taken_as_the_parser_takes_them(text: str) -> None:
    try:
        parse_timestamp_or_openness(text)
        expected = []
    except FieldError:
        expected = ["resolved_at"]
    assert refusals({"title": "A", "resolved_at": text}) == expected


def test_terms_are_completed_first() -> None:
    first, others = SCHEMA["$defs"]["services"]["anyOf"]
    assert first == {"enum": ["checkout", "payment-gateway"]}
    assert others["enum"] == ["Checkout", "Payment gateway", "gateway"]


def test_every_field_is_described() -> None:
    silent = [name for name, field in SCHEMA["properties"].items() if "description" not in field]
    assert silent == []


def test_without_taxonomy_any_word_is_a_term(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusals({"title": "A", "severity": "severe"}, run("--no-taxonomy")) == []
    assert refusals({"title": "A", "severity": "severe"}, run()) == ["severity"]


def test_without_services_any_word_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusals({"title": "A", "services": ["anything"]}, run()) == []


def test_a_deprecated_term_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "postmortems").mkdir()
    taxonomy = tmp_path / "postmortems" / "taxonomy.yml"
    taxonomy.write_text("services:\n  new: {}\n  old: {deprecated: new}\n", encoding="utf-8")
    made = run()
    assert refusals({"title": "A", "services": ["old", "new"]}, made) == []
    assert made["$defs"]["services"]["anyOf"][-1]["deprecated"] is True


def test_it_is_written_to_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("--out", "made.json")
    assert json.loads((tmp_path / "made.json").read_text(encoding="utf-8")) == run()


def test_a_file_that_cannot_be_written_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["schema", "--out", "no/such/folder.json"])
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
