"""Front matter of generated pages, links, and the rule that templates escape everything."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from postmortem_kb.pages.paths import external_link, relative_link
from postmortem_kb.pages.templating import head_description, head_tags, render_template
from records import PROPERTY


@PROPERTY
@given(st.text(max_size=30))
@example('"\\ # : {} []\n---\n\x85\u2028\ufeff😀')
def test_front_matter_reads_back_as_it_was_given(text: str) -> None:
    page = render_template("term-table", {"description": text}, label="x", rows=[])
    head = page.removeprefix("---\n").partition("\n---\n\n")[0]
    assert yaml.safe_load(head) == {"description": text}


def test_every_value_of_a_template_is_escaped() -> None:
    assert "| a &#124; b |" in render_template("term-table", {}, label="a | b", rows=[])


def test_a_value_that_a_template_misses_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render_template("term-table", {})


def test_tags_appear_once_and_are_escaped_only_where_html_would_misread_them() -> None:
    assert head_tags(["R&D", "<b>", "R&D"]) == {"tags": ["R&D", "&lt;b&gt;"]}
    assert head_tags([]) == {}
    assert head_description("") == {}


@pytest.mark.parametrize(
    ("source", "target", "link"),
    [
        ("index.md", "postmortems/a.md", "postmortems/a.md"),
        ("postmortems/a.md", "postmortems/b.md", "b.md"),
        ("postmortems/a.md", "index.md", "../index.md"),
        ("root-causes/hardware.md", "root-causes/hardware/disk.md", "hardware/disk.md"),
        ("root-causes/hardware/disk.md", "root-causes/index.md", "../index.md"),
        ("services/a/years/2024.md", "postmortems/b.md", "../../../postmortems/b.md"),
    ],
)
def test_pages_link_to_each_other_by_relative_path(source: str, target: str, link: str) -> None:
    assert relative_link(source, target) == link
    assert relative_link(source, target, "x") == f"{link}#x"


@pytest.mark.parametrize(
    ("url", "markdown"),
    [
        ("https://example.org/a_(b)?x=1&y=%20", "[t](https://example.org/a_%28b%29?x=1&y=%20)"),
        ("mailto:team@example.org", "[t](mailto:team@example.org)"),
        ("javascript:alert(1)", "t"),
        ("//example.org", "t"),
        ("https://[", "t"),
    ],
)
def test_only_web_and_mail_addresses_become_links(url: str, markdown: str) -> None:
    assert external_link("t", url) == markdown
