"""HTML of many writers."""

import time
from pathlib import Path

import pytest

from importers.reading import numbered, read_one, refusal, texts
from postmortem_kb.importers.html_document import convert_html
from postmortem_kb.importers.pictures import PictureCollector
from postmortem_kb.importers.refusal import ImportRefused


def convert(html: str) -> list[str]:
    page = convert_html(html, PictureCollector())
    return [line.text for line in page.lines if line.text.strip()]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "<!DOCTYPE html>\n<html><body><p>x</p></body></html>"),
        ("a", "\n  <html><body><p>x</p></body></html>"),
        ("a.md", "<?xml version='1.0'?>\n<!-- c -->\n<html><body><p>x</p></body></html>"),
        ("a.txt", "<h1>Outage</h1>\n<p>One</p>\n<ul><li>Two</li></ul>\n"),
        ("a.md", "<h1>Outage</h1>\n<p>One</p>\n<p>Two</p>\n<hr>\n"),
        ("a.html", "just <b>some</b> words"),
    ],
)
def test_html_is_recognised_by_content(tmp_path: Path, name: str, text: str) -> None:
    assert read_one(tmp_path, name, text).format == "html"


@pytest.mark.parametrize(
    "text",
    [
        "<h1 align='center'>Outage</h1>\n\n## Impact\n\nx\n<p>a</p><p>b</p>\n",
        "<p>x</p><p>y</p>\n\n**Impact:** z\n<p>z</p>\n",
        "<p><img src='x'></p><p></p><p></p>\n\nOutage\n\nIt was down.\n",
        "# Outage\n<li>10:00 <b>x</b></li>\n<li>11:00 y</li>\n",
        "Some text with <b>a tag</b>\n",
    ],
)
def test_markdown_with_some_html_stays_markdown(tmp_path: Path, text: str) -> None:
    document = read_one(tmp_path, "README.md", text)
    assert document.format == "markdown"
    assert [line.text for line in document.lines] == text.split("\n")[:-1]


def test_a_page_with_nothing_in_it_is_refused(tmp_path: Path) -> None:
    page = "<html><head><title>x</title></head><body><script>1</script></body></html>"
    assert refusal(tmp_path, "a.html", page).code == "empty"


def test_lines_have_the_numbers_of_their_text(tmp_path: Path) -> None:
    page = """
        <html>
        <body>
        <!-- a comment
             of two lines -->
        <h2
          class="x">Impact</h2>
        <p>A paragraph that was
           wrapped <b>in the
           source</b>.</p><p>Another</p>
        <pre>one
          two

        four</pre>
        <p>first<br>
        second<br/>third</p>
        </body></html>
    """
    document = read_one(tmp_path, "a.html", page)
    assert numbered(document) == [
        (6, "## Impact"),
        (7, "A paragraph that was wrapped **in the source**."),
        (9, "Another"),
        (9, "```"),
        (10, "one"),
        (11, "  two"),
        (13, "four"),
        (13, "```"),
        (14, "first  "),
        (15, "second  "),
        (15, "third"),
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a &lt;b&gt; &amp; c&nbsp;d &mdash; e</p>", ["a \\<b> & c d — e"]),
        ("<p><b> x </b>y</p>", ["**x** y"]),
        ("<p><b>x</b><b>y</b> <i>z</i></p>", ["**xy** *z*"]),
        ('<p><span style="font-weight:700">Start</span>: now</p>', ["**Start**: now"]),
        ('<b style="font-weight:normal"><p>x</p></b>', ["x"]),
        ("<p><b>Timeline</b></p><p>x</p>", ["**Timeline**", "x"]),
        ("<h2><b>Impact</b><br>of it</h2>", ["## Impact of it"]),
        ("<h2>&nbsp;</h2><p>x<b>&nbsp;</b></p>", ["x"]),
        ("<p>a<p>b <b>c<p>d", ["a", "b **c**", "d"]),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", ["- a", "- b", "  - c", "- d"]),
        ("<ol start=3><li>a</li><li>b</li></ol>", ["3. a", "4. b"]),
        ("<ul><li><p>a</p><p>b</p></li></ul>", ["- a", "  b"]),
        ("<p><a href='https://e.com/x'>there</a></p>", ["[there](https://e.com/x)"]),
        ("<p><a href='https://e.com/x'>https://e.com/x</a></p>", ["https://e.com/x"]),
        ("<p><a href='#top'>up</a> <a href='javascript:x()'>go</a></p>", ["up go"]),
        ("<p><a href='https://e.com/a (b)'>x</a></p>", ["[x](https://e.com/a%20%28b%29)"]),
        ("<p><img src='a b.png' alt='the\ngraph'></p>", ["![the graph](<a b.png>)"]),
        ("<p>x <iframe src='https://e.com/g'></iframe></p>", ["x https://e.com/g"]),
        ("<dl><dt>Start<dd>10:00<dt>End<dt>Zone<dd>UTC</dl>",
         ["- **Start:** 10:00", "- End", "- **Zone:** UTC"]),
        ("<ul><li><input type=checkbox> a</li><li><input type=checkbox checked> b</li></ul>",
         ["- [ ] a", "- [x] b"]),
        ("<p>x < y and a<3 & b</p>", ["x < y and a<3 & b"]),
        ("<p>x</p><style>p{}</style><script>if (a<b) {}</script><nav>n</nav><!-- c -->", ["x"]),
        ("<blockquote><p>a</p><p>b</p></blockquote>", ["> a", ">", "> b"]),
        ("<p>x <code>a|b</code> **y** _z_</p>", ["x `a|b` **y** _z_"]),
        ("<p title='a > b'>x</p>", ["x"]),
        ("<p>x <b", ["x \\<b"]),
    ],
)  # fmt: skip
def test_markup_becomes_markdown(html: str, expected: list[str]) -> None:
    assert convert(html) == expected


def test_tables_keep_their_columns_and_the_lines_of_a_cell() -> None:
    html = """<table><tr><th>Time</th><th>Event</th></tr>
        <tr><td rowspan="2">10:00</td><td><p>up</p><p>on a|b</p></td></tr>
        <tr><td>x<br>y</td></tr><tr><td></td><td> </td></tr>
        <tr><td colspan="2"><ul><li>a</li><li>b</li></ul></td></tr></table>"""
    assert convert(html) == [
        "| Time | Event |",
        "| --- | --- |",
        "| 10:00 | up<br>on a\\|b |",
        "| | x<br>y |",
        "| - a<br>- b | |",
    ]


def test_tables_of_labels_and_of_layout_are_no_tables() -> None:
    labels = (
        "<table><caption>Facts</caption><tr><th>Start</th><td>10:00</td></tr>"
        "<tr><th>Zone:</th><td>UTC</td></tr></table>"
    )
    assert convert(labels) == ["Facts", "- **Start:** 10:00", "- **Zone:** UTC"]
    layout = "<table><tr><td><h2>Impact</h2><p>a</p></td></tr></table>"
    assert convert(layout) == ["## Impact", "a"]
    outer = (
        "<table><tr><td>x</td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    )
    assert convert(outer) == ["x", "| a | b |", "| --- | --- |"]


def test_pictures_in_a_page_become_attachments(tmp_path: Path) -> None:
    page = "<html><body><p><img alt='g' src='data:image/gif;base64,aGk='></p></body></html>"
    document = read_one(tmp_path, "a.html", page)
    assert texts(document) == ["![g](picture-1.gif)"]
    assert document.attachments[0].content == b"hi"


def test_the_title_of_the_window_is_a_hint_where_there_is_no_heading(tmp_path: Path) -> None:
    page = "<html><head>\n<title>Outage - Wiki</title></head><body>{}<p>x</p></body></html>"
    hints = read_one(tmp_path, "a.html", page.format("")).hints
    assert [(hint.field, hint.value, hint.line) for hint in hints] == [
        ("title", "Outage - Wiki", 2)
    ]
    assert read_one(tmp_path, "a.html", page.format("<h1>Outage</h1>")).hints == ()


@pytest.mark.parametrize(
    ("piece", "code"), [("<div>", "html-too-deep"), ("<i>x</i>", "html-too-large")]
)
def test_a_page_beyond_the_limits_is_refused(piece: str, code: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        convert_html(piece * 100_000, PictureCollector())
    assert caught.value.code == code


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<!--", "<p>x", "<li>x", "<td>x", '<a href="', "<![CDATA[", "<style>", "</p>",
     "<!x", "&", "<ul><li>", "<ac:macro>", "<br>", ".a{", "`a", "<dt>x<dd>y", "=\"", "<title>"],
)  # fmt: skip
def test_hostile_pages_take_little_time(piece: str) -> None:
    started = time.monotonic()
    for beginning in ("", "<ul>", "<table><tr>", "<pre>"):
        try:
            convert_html(beginning + piece * (30_000 // len(piece)), PictureCollector())
        except ImportRefused:
            continue
    assert time.monotonic() - started < 15
