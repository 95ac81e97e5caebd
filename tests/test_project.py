"""The options are found from anywhere in a project, and read without MkDocs."""

from pathlib import Path

import pytest

from postmortem_kb.errors import ConfigurationError
from postmortem_kb.project import load_settings


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_configuration_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(None, tmp_path)
    assert settings.records_dir == tmp_path / "postmortems"
    assert settings.timezone is None


def test_the_closest_configuration_above_is_used(tmp_path: Path) -> None:
    write(tmp_path / "mkdocs.yml", "site_name: x\nplugins:\n- postmortems:\n    timezone: UTC\n")
    below = tmp_path / "docs" / "guide"
    below.mkdir(parents=True)
    settings = load_settings(None, below)
    assert (settings.root, settings.timezone) == (tmp_path, "UTC")


@pytest.mark.parametrize(
    "plugins",
    [
        "- search\n- postmortems:\n    latest: 3",
        "  search: {}\n  postmortems:\n    latest: 3",
    ],
)
def test_plugins_may_be_a_list_or_a_mapping(tmp_path: Path, plugins: str) -> None:
    write(tmp_path / "mkdocs.yml", f"site_name: x\nplugins:\n{plugins}\n")
    assert load_settings(None, tmp_path).latest == 3


def test_a_plugin_without_options_has_the_defaults(tmp_path: Path) -> None:
    write(tmp_path / "mkdocs.yml", "site_name: x\nplugins:\n- search\n- postmortems\n")
    assert load_settings(None, tmp_path).latest == 5


def test_facts_of_the_site_are_taken_over(tmp_path: Path) -> None:
    write(tmp_path / "mkdocs.yml", "docs_dir: pages\nuse_directory_urls: false\n")
    settings = load_settings(None, tmp_path)
    assert settings.docs_dir == tmp_path / "pages"
    assert settings.use_directory_urls is False


def test_inherited_options_lie_below_the_own_ones(tmp_path: Path) -> None:
    write(tmp_path / "base.yml", "plugins:\n  postmortems:\n    latest: 3\n    timezone: UTC\n")
    write(tmp_path / "mkdocs.yml", "INHERIT: base.yml\nplugins:\n  postmortems:\n    latest: 9\n")
    settings = load_settings(None, tmp_path)
    assert (settings.latest, settings.timezone) == (9, "UTC")


def test_tags_that_only_the_generator_knows_are_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path / "mkdocs.yml",
        "markdown_extensions:\n- pymdownx.emoji:\n"
        "    emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "plugins:\n- postmortems:\n    latest: 3\n",
    )
    assert load_settings(None, tmp_path).latest == 3


def test_environment_variables_are_resolved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_ZONE", "Europe/Berlin")
    write(tmp_path / "mkdocs.yml", "plugins:\n- postmortems:\n    timezone: !ENV KB_ZONE\n")
    assert load_settings(None, tmp_path).timezone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("plugins:\n- postmortems:\n    latset: 3\n", "'latset' does not exist"),
        ("plugins:\n- postmortems:\n    timezone: Mars\n", "unknown time zone 'Mars'"),
        ("plugins:\n- postmortems:\n    latest: -1\n", "'latest'"),
        ("plugins:\n- postmortems: 3\n", "expected options"),
        ("plugins: [\n", "mkdocs.yml:2:1: is no readable YAML"),
        ("- a\n", "expected 'name: value' options"),
        ("INHERIT: mkdocs.yml\n", "leads back"),
        ("INHERIT: none.yml\n", "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path / "mkdocs.yml", text)
    with pytest.raises(ConfigurationError) as caught:
        load_settings(None, tmp_path)
    assert message in str(caught.value)
