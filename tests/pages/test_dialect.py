"""CommonMark lists and tables as Python-Markdown wants them."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown
from markdown_it import MarkdownIt

from postmortem_kb.pages.dialect import adapt_markdown
from records import PROPERTY

FORGE = MarkdownIt("commonmark").enable("table")
EXTENSIONS = ["attr_list", "md_in_html", "pymdownx.superfences", "tables"]
STRUCTURE = set("ul ol li blockquote pre table tr th td hr br h1 h2 h3 em strong code a".split())


class _Outline(HTMLParser):
    """The elements and words of a page in order; where paragraphs part within text is a `¶`.

    A list item reads the same with its text in a paragraph and without. Code is kept as it is.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._code_depth = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code_depth += tag == "pre"
        self._add(tag, f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self._code_depth -= tag == "pre"
        if tag not in ("br", "hr"):
            self._add(tag, f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts += [data.strip("\n")] if self._code_depth else data.split()

    def _add(self, tag: str, part: str) -> None:
        if tag == "p":
            self.parts.append("¶")
        elif tag in STRUCTURE and not (tag == "code" and self._code_depth):
            self.parts.append(part)

    def lines(self) -> list[str]:
        text = "\n".join(part for part in self.parts if part)
        edge = r"(?:^|(?<=>\n))¶\n|\n¶(?=\n<(?!br|em|strong|code|a>)|$)"
        return re.sub(edge, "", re.sub(r"¶(?:\n¶)+", "¶", text)).split("\n")


def _on_forge(text: str) -> list[str]:
    return _Outline(FORGE.render(text)).lines()


def _on_site(text: str) -> list[str]:
    return _Outline(markdown(adapt_markdown(text), extensions=EXTENSIONS)).lines()


@pytest.mark.parametrize(
    ("written", "adapted"),
    [
        ("Text:\n- a\n- b", "Text:\n\n- a\n- b"),
        ("Text:\n1. a", "Text:\n\n1. a"),
        ("1) a\n2) b", "1. a\n2. b"),
        ("- a\n  - b\n    - c", "- a\n    - b\n        - c"),
        ("1. a\n   - b", "1. a\n    - b"),
        ("- a\n\n  more\n", "- a\n\n    more\n"),
        ("- a\nlazy", "- a\n    lazy"),
        ("- a\n\n  ```\n  x\n    y\n  ```", "- a\n\n    ```\n    x\n      y\n    ```"),
        ("Text\n| a | b |\n|---|---|\n| 1 | 2 |", "Text\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
    ],
)
def test_lists_and_tables_are_put_as_python_markdown_wants_them(written: str, adapted: str) -> None:
    assert adapt_markdown(written) == adapted


@pytest.mark.parametrize(
    "text",
    [
        "Just text - with a dash.",
        "A line\nthat goes - on",
        "```\nText:\n- no list\n```",
        "    - code\n    - code",
        "!!! note\n    Text:\n\n    - inside",
        "> - quoted",
        "Heading\n-------",
        "- a\n- b\n\n---",
        "2020 was\n1999. no list",
    ],
)
def test_everything_else_is_left_as_it_is(text: str) -> None:
    assert adapt_markdown(text) == text


def test_what_was_written_for_python_markdown_reads_as_before() -> None:
    text = dedent(
        """
        Text:

        - a

            more of a

            - b

                more of b

        More:

        1. c

            ```
            code
                indented
            ```
        """
    )
    assert adapt_markdown(text) == text


FENCE = "```\n{0}x\n\n{0}  y\n{0}```"
TABLE = "| x | y |\n{0}|---|---|\n{0}| 1 | 2 |"


@pytest.mark.parametrize(
    "text",
    [
        # Blocks in an item, and the next item without a blank line before it.
        f"1. one\n\n   {FENCE.format('   ')}\n2. two",
        f"1. one\n   {FENCE.format('   ')}\n2. two",
        f"- a\n\n  {TABLE.format('  ')}\n- b",
        f"- a\n  {TABLE.format('  ')}\n- b",
        "- a\n\n      code\n- b",
        "- a\n\n      code\n\n        more\n\n  text\n- b",
        "- a\n  > q\n  > r\n- b",
        "- a\n  # h\n  ***\n  p\n- b",
        "- a\n\n  p\n- b\n- c",
        # Further down.
        "1. a\n   1. b\n      - c\n\n        p\n2. d",
        f"- a\n  - b\n\n    {FENCE.format('    ')}\n\n    p\n  - d\n\n  p\n- e",
        "- a\n  - b\n\n    - c\n- d",
        "- a\n  > q\n  > - r\n  >   ```\n  >   x\n  >\n  >   y\n  >   ```\n  > - s\n- b",
        # Items that begin with a block.
        f"- a\n- {FENCE.format('  ')}\n- b",
        f"- a\n- {TABLE.format('  ')}\n- b",
        "-     code\n- b",
        "- > q\n  >\n  > - r\n  >   s\n- b",
        "- - - a\n    - b\n  - c\n- d",
        "- a\n-\n- b",
        # Quotes.
        "> text\n> - a\n>   - b\n>\n>     p\n> - c",
        f"> text\n> {TABLE.format('> ')}\n> - a",
        "> > text\n> > 1. a\n> text",
        "> a\\\n> b\n> - c\nlazy",
        f"> text\n{FENCE.format('')}",
        # Lists and what follows them.
        f"- a\n{FENCE.format('')}\n- b",
        "- a\n> q\n\n- b\n# h\n1. c",
        "- a\n- b\n1. c\n2. d",
        "- a\n  - b\n  1. c\n- d",
        f"text\n{TABLE.format('')}\n> q",
        # The end of a line.
        "a\\\nb  \nc",
        "- a\\\n  b\n- c",
        "a `x\\\ny` b\\\nc `` ` \\\n`` d\\\\\ne ` f\\\ng\\",
        "```\na\\\nb\n```",
    ],
)
def test_the_site_shows_the_same_blocks_as_the_forge(text: str) -> None:
    assert _on_site(text) == _on_forge(text)


@st.composite
def _documents(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """Lines of Markdown: blocks within blocks, with as few blank lines between as may be."""
    lines: list[str] = []
    kinds = ["text", "fence", "code", "table", "heading", *(["quote", "list"] if depth < 3 else [])]
    chosen = draw(st.lists(st.sampled_from(kinds), max_size=3))
    for before, kind in pairwise(["", "text", *chosen]):
        # These would go on with what stands before them.
        is_apart = kind in ("text", "code") or kind == before
        if lines and (is_apart or draw(st.booleans())):
            lines.append("")
        if kind == before == "quote":
            lines += ["text", ""]
        lines += _draw_block(draw, kind, depth)
    return lines


def _draw_block(draw: st.DrawFn, kind: str, depth: int) -> list[str]:
    if kind == "quote":
        return [f"> {line}" for line in draw(_documents(depth + 1))]
    if kind == "list":
        lines: list[str] = []
        style = draw(st.sampled_from(["-", "*", "{}.", "{})"]))
        for number in range(1, draw(st.integers(2, 4))):
            marker = style.format(number)
            first, *rest = draw(_documents(depth + 1))
            indent = " " * (len(marker) + 1)
            lines += [f"{marker} {first}", *(f"{indent}{line}" if line else "" for line in rest)]
        return lines
    return {
        "text": ["some\\", "text"],
        "fence": ["```", "fenced", "", "  code", "```"],
        "code": ["    code"],
        "table": ["| x | y |", "|---|---|", "| 1 | 2 |"],
        "heading": ["# Heading"],
    }[kind]


@given(lines=_documents())
@PROPERTY
def test_any_blocks_within_blocks_are_shown_as_on_the_forge(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert _on_site(text) == _on_forge(text)


STARTS = [*["", " ", "  ", "    ", "\t", "> ", "- ", "* ", "1. ", "2) "] * 2, "-", "```", "~~~"]
STARTS += ["| a | b |", "|---|---|", "# ", "===", "***", "<div>", "</div>", "<!--", "-->", "[x]: "]
LINE = st.builds(
    "".join,
    st.tuples(*[st.sampled_from(STARTS)] * 3, st.sampled_from(["", "w", "w\\", "`w", "w`"])),
)


@given(lines=st.lists(LINE, max_size=9))
@PROPERTY
def test_all_words_stay_in_their_order(lines: list[str]) -> None:
    text = "\n".join(f"{line}{number}" for number, line in enumerate(lines))
    adapted = adapt_markdown(text).replace("<!-- -->", "")
    # All that may change: spaces, the marks of quotes and items, and how a line is broken.
    assert re.sub(r"[\s>.)\\*-]", "", adapted) == re.sub(r"[\s>.)\\*-]", "", text)
