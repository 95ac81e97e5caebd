from pathlib import Path
from typing import Any

import pytest

from postmortem_kb.errors import ConfigurationError
from postmortem_kb.fields import Visibility
from postmortem_kb.settings import OPTION_NAMES, Settings, parse_settings

ROOT, DOCS = Path("/project"), Path("/project/docs")


def message_of(options: dict[str, Any]) -> str:
    with pytest.raises(ConfigurationError) as caught:
        parse_settings(options, root=ROOT, docs_dir=DOCS)
    return str(caught.value)


def test_no_options_are_the_defaults() -> None:
    settings = parse_settings({}, root=ROOT, docs_dir=DOCS)
    assert settings.records_dir == Path("/project/postmortems")
    assert settings.taxonomy_path == Path("/project/postmortems/taxonomy.yml")
    assert settings.timezone is None
    assert settings.visibility == {Visibility.PUBLIC, Visibility.INTERNAL}


def test_the_taxonomy_moves_with_the_records() -> None:
    settings = parse_settings({"postmortems_dir": "in"}, root=ROOT, docs_dir=DOCS)
    assert settings.taxonomy_path == Path("/project/in/taxonomy.yml")


def test_a_named_taxonomy_is_relative_to_the_project() -> None:
    settings = parse_settings({"taxonomy": "words.yml"}, root=ROOT, docs_dir=DOCS)
    assert settings.taxonomy_path == Path("/project/words.yml")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "+02:00", "PDT", "unknown"])
def test_a_zone_is_kept_as_written(zone: str) -> None:
    assert parse_settings({"timezone": zone}, root=ROOT, docs_dir=DOCS).timezone == zone


def test_visibility_is_a_list_of_words() -> None:
    settings = parse_settings({"visibility": ["public"]}, root=ROOT, docs_dir=DOCS)
    assert settings.visibility == {Visibility.PUBLIC}


@pytest.mark.parametrize(
    ("options", "beginning"),
    [
        (
            {"timezone": "Berlin"},
            "plugin option 'timezone': unknown time zone 'Berlin'; did you mean",
        ),
        (
            {"postmortem_dir": "x"},
            "plugin option 'postmortem_dir' does not exist; the options are ",
        ),
        ({"latest": "many"}, "plugin option 'latest': found 'many'; "),
        ({"latest": -1}, "plugin option 'latest': found -1; "),
        ({"visibility": ["secret"]}, "plugin option 'visibility.0': found 'secret'; "),
        ({"taxonomy": 5}, "plugin option 'taxonomy': found 5; "),
    ],
)
def test_an_option_that_does_not_fit_is_said(options: dict[str, Any], beginning: str) -> None:
    assert message_of(options).startswith(beginning)


def test_all_options_that_do_not_fit_are_said_at_once() -> None:
    assert len(message_of({"latest": -1, "timezone": "x", "colour": "red"}).split("\n")) == 3


def test_every_option_is_described() -> None:
    fields = Settings.model_fields
    assert [name for name in OPTION_NAMES if not fields[name].description] == []


def test_an_unquoted_off_silences_a_rule() -> None:
    settings = parse_settings({"levels": {"duplicate-title": False}}, root=Path(), docs_dir=Path())
    assert settings.levels == {"PM409": "off"}
