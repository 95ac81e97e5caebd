"""`postmortem services`, `postmortem root-causes` and the other sets."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from postmortem_kb.cli import main
from projects import simple

TAXONOMY = """\
services:
  checkout: {label: Checkout, aliases: [cart, basket], owner: Web team, tier: "1"}
  search: {label: Search}
  old-shop: {label: Old shop, deprecated: checkout}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two records and two services."""
    folder = tmp_path / "postmortems"
    folder.mkdir()
    (folder / "taxonomy.yml").write_text(TAXONOMY, "utf-8")
    one = simple("One", services="[checkout]", cause_services="[checkout]", root_causes="[disk]")
    two = simple("Two", cause_services="[cart]", root_causes="[disk, memory]")
    (folder / "one.md").write_text(one, "utf-8")
    (folder / "two.md").write_text(two, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def test_services_are_a_table(project: Path) -> None:
    result = run("services")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "TERM      LABEL     RECORDS  OWNER     TIER  ALIASES\n"
        "checkout  Checkout        2  Web team  1     cart, basket\n"
        "search    Search          -\n"
    )


def test_root_causes_are_a_tree(project: Path) -> None:
    lines = run("root-causes").stdout.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("hardware "))
    assert lines[first].split() == ["hardware", "Hardware", "2", "hardware-fault"]
    assert lines[first + 1].startswith("  hardware/disk ")
    assert lines[first + 1].split()[:3] == ["hardware/disk", "Disk", "2"]


@pytest.mark.parametrize("term", ["hardware", "hardware/disk", "hardware/memory", "capacity"])
def test_as_many_records_are_counted_as_list_finds(project: Path, term: str) -> None:
    found = run("list", "--root-cause", term, "--format", "ids").stdout.splitlines()
    terms = json.loads(run("root-causes", "--format", "json").stdout)["terms"]
    assert {entry["term"]: entry["records"] for entry in terms}[term] == len(found)


def test_ids_are_for_scripts(project: Path) -> None:
    assert run("services", "--format", "ids").stdout == "checkout\nsearch\n"
    assert run("severities", "--format", "ids").stdout == "sev1\nsev2\nsev3\nsev4\n"


def test_json_has_everything(project: Path) -> None:
    assert json.loads(run("services", "cart", "--format", "json").stdout) == {
        "version": 1,
        "set": "services",
        "terms": [
            {
                "term": "checkout",
                "label": "Checkout",
                "description": None,
                "parent": None,
                "aliases": ["cart", "basket"],
                "owner": "Web team",
                "tier": "1",
                "links": [],
                "records": 2,
            }
        ],
    }
    terms = json.loads(run("root-causes", "--format", "json").stdout)["terms"]
    parents = {entry["term"]: entry["parent"] for entry in terms}
    assert (parents["hardware/disk"], parents["hardware"]) == ("hardware", None)


@pytest.mark.parametrize(
    ("word", "found"), [("bask", ["checkout"]), ("SEARCH", ["search"]), ("earch", [])]
)
def test_a_word_filters_by_the_beginning_of_words(
    project: Path, word: str, found: list[str]
) -> None:
    assert run("services", word, "--format", "ids").stdout.split() == found


def test_a_word_that_no_term_has_is_told(project: Path) -> None:
    result = run("services", "chekout")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "no term of 'services' has 'chekout' in it; did you mean 'checkout'?\n"


def test_a_site_without_services_is_told_where_they_go(project: Path) -> None:
    for path in (project / "postmortems").iterdir():
        path.unlink()
    (project / "postmortems" / "one.md").write_text(simple(), "utf-8")
    result = run("services")
    assert result.stderr == "the taxonomy has no 'services': add them to postmortems/taxonomy.yml\n"


@pytest.mark.parametrize("name", ["triggers", "detections", "mitigations", "severities"])
def test_the_other_sets_are_listed_too(project: Path, name: str) -> None:
    assert run(name).stdout.startswith("TERM")
