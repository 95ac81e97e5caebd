"""Escaped text reads the same wherever it lands."""

import html
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.escape import escape, escape_html, is_plain_html
from records import PROPERTY

EXTENSIONS = [
    *("attr_list", "md_in_html", "tables", "toc", "smarty", "admonition", "def_list", "footnotes"),
    *("pymdownx.emoji", "pymdownx.magiclink", "pymdownx.critic", "pymdownx.caret"),
    *("pymdownx.tilde", "pymdownx.mark", "pymdownx.keys", "pymdownx.tasklist", "pymdownx.betterem"),
    *("pymdownx.superfences", "pymdownx.snippets", "pymdownx.arithmatex", "pymdownx.progressbar"),
    *("pymdownx.smartsymbols", "pymdownx.inlinehilite"),
]
TEXTS = [
    'a | b <script>alert(1)</script> [x](y) "q"',
    *(
        "1. x",
        "- x",
        "# x",
        "> x",
        "+ x",
        "~~~",
        "```",
        "***",
        "---",
        "===",
        ": x",
        "a. b",
        "iv. x",
    ),
    *("[ ] task", "[^1]: note", "!!! note", "??? note", "/// tab", "--8<-- 'x.md'", "    code"),
    *(":smile:", "at 13:15:30 sharp", "13:15-13:45", "from 13:15 – 13:45, UTC", "www.example.com"),
    *(
        "https://example.com",
        "me@example.com",
        "++ctrl++",
        "x^2^ ~~y~~ ==z==",
        "{{ config }} {% x %}",
    ),
    *("{: .class }", "{#id}", "&lt;b&gt; & &copy", "R&D, AT&T", "a--b --> c...", 'it\'s "so"'),
    *(
        "back\\slash \\* \\|",
        "`code` **bold** _em_ __x__",
        "$x$ \\(y\\)",
        "v1.2.3 eu-west-1. Done.",
    ),
    *("(c) (tm) +/- 1/2", "<!-- x -->", "</title>", "ends with a dot.", "a: b", "=> x <= y"),
]
SHAPES = {
    "heading": "# {}",
    "paragraph": "{}",
    "item": "- {}",
    "cell": "| {} | b |\n|---|---|\n| {} | c |",
    "link": "[{}](x.md)",
    "bold": "**{}**",
    "raw block": "<p>{}</p>",
    "inside": '<div class="x" markdown>\n\n{}\n\n</div>',
    "attribute": 'x <b title="{}">y</b>',
}


def shown(shape: str, text: str) -> list[str]:
    """The text that a reader sees, once for each place that the shape puts it in."""
    source = SHAPES[shape].replace("{}", escape(text))
    made = markdown.markdown(source, extensions=EXTENSIONS)
    if shape == "attribute":
        return [html.unescape(found) for found in re.findall(r'title="([^"]*)"', made)]
    if shape == "cell":
        return [html.unescape(found) for found in re.findall(r"<t[hd]>(.*?)</t[hd]>", made)][::2]
    return [" ".join(html.unescape(re.sub(r"<[^>]*>", "", made)).split())]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("text", TEXTS)
def test_text_reads_the_same_everywhere(text: str, shape: str) -> None:
    assert set(shown(shape, text)) == {" ".join(text.split())}


@PROPERTY
@given(st.text(st.sampled_from("ab1 .:-|<>[](){}*_`~#+!\"'&;\\/=^$@,?%\n"), max_size=24))
def test_any_punctuation_reads_the_same_in_a_cell_and_a_link(text: str) -> None:
    expected = " ".join(text.split())
    if expected:
        assert set(shown("cell", text)) == {expected}
        assert shown("link", text) == [expected]


def test_white_space_and_line_breaks_become_one_space() -> None:
    assert escape(" a\n\n\tb\u2028c ") == "a b c"


def test_control_characters_are_replaced() -> None:
    assert escape("a\x02b\x03\x7f\ud800") == "a\ufffdb\ufffd\ufffd\ufffd"


def test_harmless_punctuation_inside_words_stays_readable() -> None:
    text = "Fix: eu-west-1, v1.2.3 from 13:15 on. Done."
    assert escape(text) == text


def test_html_for_a_theme_is_escaped_once() -> None:
    assert escape_html('a & "b" <c>') == "a &amp; &quot;b&quot; &lt;c&gt;"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("R&D", True),
        ("a & b", True),
        ("&lt;", False),
        ("&copy 1", False),
        ("<b>", False),
        ('"', False),
    ],
)
def test_only_what_html_reads_as_itself_is_plain(text: str, plain: bool) -> None:
    assert is_plain_html(text) is plain
