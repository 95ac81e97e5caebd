"""The reference pages are those that the code makes, and say something about everything."""

import pytest

from building import REPOSITORY
from postmortem_kb.cli.reference import render_reference
from postmortem_kb.fields import FrontMatter
from postmortem_kb.rules.registry import RULES
from postmortem_kb.settings import OPTION_NAMES, Settings

FOLDER = REPOSITORY / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(render_reference()))
def test_a_reference_page_has_not_drifted(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == render_reference()[name], (
        "run `make reference`"
    )


def test_there_is_no_reference_page_beside_these() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.md")) == sorted(render_reference())


def test_every_field_and_option_says_what_it_means() -> None:
    silent = [name for name, field in FrontMatter.model_fields.items() if not field.description] + [
        name for name in OPTION_NAMES if not Settings.model_fields[name].description
    ]
    assert silent == []


def test_every_rule_is_on_the_page() -> None:
    page = render_reference()["problems.md"]
    assert [rule.code for rule in RULES if f"{rule.code}: {rule.name}" not in page] == []
