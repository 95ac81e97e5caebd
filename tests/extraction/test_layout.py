"""Formatting that hides structure is undone; a line keeps its number."""

import pytest

from outlining import document_of
from postmortem_kb.extraction.outline.layout import CleanLine, clean_lines
from postmortem_kb.importers.document import Line


def clean(text: str) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in clean_lines(document_of(text).lines)]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("a\u00a0b\u200b c", "a b c"),
        ("\ufeff# Outage", "# Outage"),
        ("1\\. first \\- item", "1. first - item"),
        ("R&amp;D &nbsp;&copy; &lt;b&gt;", "R&amp;D  © &lt;b&gt;"),
        ("<b>Impact:</b> all", "**Impact:** all"),
        ("<em>all</em> <code>x</code>", "*all* `x`"),
        ('<a href="b.md">the log</a>', "[the log](b.md)"),
        ('<img src="a b.png" alt="graph">', "![graph](a%20b.png)"),
        ('<span style="color: red">red</span>', "red"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("see <https://a.example>", "see <https://a.example>"),
        ("run `kubectl <b>x</b>`", "run `kubectl <b>x</b>`"),
        ("host <hostname> failed", "host <hostname> failed"),
        ("a | b<br>c |", "a | b"),
    ],
)
def test_a_line_is_cleaned(line: str, text: str) -> None:
    assert clean(line)[0] == (1, text)


def test_html_blocks_become_lines_of_the_same_number() -> None:
    assert clean("<h2>Impact</h2><ul><li>one</li><li>two</li></ul>") == [
        (1, ""),
        (1, "## Impact"),
        (1, "- one"),
        (1, "- two"),
        (1, ""),
    ]


def test_a_break_in_a_table_row_stays_in_its_cell() -> None:
    assert clean("| 10:00 | a<br>b |") == [(1, "| 10:00 | a b |")]


def test_tags_may_be_open_over_several_lines() -> None:
    lines = [text for _, text in clean("<ol>\n<li>one</li>\n<li>two</li>\n</ol>") if text]
    assert lines == ["1. one", "1. two"]


def test_code_is_left_as_it_is() -> None:
    found = list(clean_lines(document_of("```sh\n<b>a\\-b</b>\n```").lines))
    assert found == [
        CleanLine(1, "", is_code=True, fence="```sh"),
        CleanLine(2, "<b>a\\-b</b>", is_code=True),
        CleanLine(3, "", is_code=True, fence="```"),
    ]


def test_a_fence_that_is_never_closed_is_text() -> None:
    assert clean("```\n# Impact\nall users") == [(1, ""), (2, "# Impact"), (3, "all users")]


def test_a_comment_stays_a_comment_over_lines() -> None:
    assert [text for _, text in clean("<!-- a\nb --> c") if text] == ["<!-- a", "b -->", "c"]


def test_a_script_says_nothing() -> None:
    assert [text for _, text in clean("<script>x()</script> shown") if text] == ["shown"]


def test_carriage_returns_and_tabs_at_the_end_go() -> None:
    assert clean_lines([Line(7, "a \t\r")]) == [CleanLine(7, "a")]
