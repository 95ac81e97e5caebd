"""Every rule is tested by being declared: its examples are loaded as records."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from postmortem_kb.problem import Level
from postmortem_kb.rules.declaration import Rule, Subject
from postmortem_kb.rules.registry import RECORD_RULES, RULES
from records import load_files, load_root

# What the examples take for granted besides the shipped terms.
TAXONOMY = """
services:
  checkout: {}
  the-name-today: {}
  an-old-name: {deprecated: the-name-today}
"""


OF_RECORDS = [rule for rule in RULES if rule.subject is Subject.RECORD]
"""Those about sessions are tried in tests/reading_groups/test_loading.py."""


def is_record(example: str) -> bool:
    return example.startswith("---\n")


def problems_of(root: Path, example: str) -> list[tuple[str, str, Level]]:
    files = {"postmortems/2024-06-08-outage.md": example, "postmortems/taxonomy.yml": TAXONOMY}
    knowledge_base = load_files(root, files, today=date(2025, 1, 1))
    return [(found.code, found.name, found.level) for found in knowledge_base.problems]


@pytest.mark.parametrize(
    "rule", [rule for rule in OF_RECORDS if is_record(rule.bad)], ids=lambda rule: rule.name
)
def test_the_bad_example_breaks_just_that_rule(tmp_path: Path, rule: Rule) -> None:
    assert problems_of(tmp_path, rule.bad) == [(rule.code, rule.name, rule.level)]


@pytest.mark.parametrize(
    "rule", [rule for rule in OF_RECORDS if is_record(rule.good)], ids=lambda rule: rule.name
)
def test_the_good_example_breaks_no_rule(tmp_path: Path, rule: Rule) -> None:
    assert problems_of(tmp_path, rule.good) == []


def test_a_file_without_front_matter_breaks_the_rule_about_it(tmp_path: Path) -> None:
    rule = next(rule for rule in RULES if rule.name == "no-front-matter")
    assert problems_of(tmp_path, rule.bad) == [(rule.code, rule.name, rule.level)]


@pytest.mark.parametrize(("which", "broken"), [("bad", True), ("good", False)])
def test_the_taxonomy_examples_break_and_keep_their_rule(
    tmp_path: Path, which: str, broken: bool
) -> None:
    rule = next(rule for rule in RULES if rule.name == "bad-taxonomy")
    load_files(tmp_path, {"postmortems/a.md": "---\ntitle: A\n---\n"})
    (tmp_path / "postmortems" / "taxonomy.yml").write_text(getattr(rule, which), encoding="utf-8")
    assert [found.code for found in load_root(tmp_path).problems] == [rule.code] * broken


@pytest.mark.parametrize("attribute", ["code", "name"])
def test_no_two_rules_share_a_code_or_a_name(attribute: str) -> None:
    counts = Counter(getattr(rule, attribute) for rule in RULES)
    assert [value for value, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_named_and_explained(rule: Rule) -> None:
    assert re.fullmatch(r"PM\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule.name)
    assert rule.why.endswith(".")
    assert rule.bad
    assert rule.good


@pytest.mark.parametrize("rule", RECORD_RULES, ids=lambda rule: rule.name)
def test_a_rule_that_checks_records_shows_whole_ones(rule: Rule) -> None:
    assert is_record(rule.bad)
    assert is_record(rule.good)


def test_rules_are_in_order_of_code() -> None:
    assert list(RULES) == sorted(RULES, key=lambda rule: rule.code)
