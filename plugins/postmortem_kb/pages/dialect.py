"""CommonMark to Python-Markdown: what a git forge shows as a list or table stays one on the site.

Python-Markdown wants a blank line before a list or table that follows a paragraph, and four
columns for each level of a list; CommonMark wants neither.
"""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt

# Blocks and their lines are all that matters here: inline Markdown is not read.
_BLOCKS = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
_INDENT = 4
_MARKER = re.compile(r"(?P<before> *)(?P<marker>[-+*]|\d+[.)])(?P<gap> *)")
_MAYBE_BLOCK = re.compile(r"^[ \t]*(?:[-+*]|\d+[.)])[ \t]|^[ \t|:]*-{2,}[ \t|:-]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Item:
    """A list item: its first line, the column of its content, how deep it is nested (from 1)."""

    line: int
    column: int
    depth: int


def adapt_markdown(text: str) -> str:
    """The same Markdown as Python-Markdown has to be told it; text without lists is returned."""
    if not _MAYBE_BLOCK.search(text):
        return text
    lines = text.expandtabs(_INDENT).split("\n")
    innermost, breaks = _find_structure(text, lines)
    if not innermost and not breaks:
        return text
    adapted: list[str] = []
    for number, line in enumerate(lines):
        if number in breaks and adapted and adapted[-1].strip():
            adapted.append("")
        item = innermost.get(number)
        adapted.append(_move(line, item, is_first=number == item.line) if item else line)
    return "\n".join(adapted)


def _find_structure(text: str, lines: list[str]) -> tuple[dict[int, _Item], set[int]]:
    """The innermost list item of each line, and the lines that need a blank one before them."""
    innermost: dict[int, _Item] = {}
    breaks: set[int] = set()
    parents: list[_Item] = []
    quotes = 0
    for token in _BLOCKS.parse(text):
        if token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type == "list_item_close" and not quotes:
            parents.pop()
        elif quotes or token.map is None:
            continue
        elif token.type in ("bullet_list_open", "ordered_list_open", "table_open"):
            if not parents or token.map[0] != parents[-1].line:
                breaks |= {token.map[0]} if not parents or token.type == "table_open" else set()
        elif token.type == "list_item_open":
            item = _make_item(lines[token.map[0]], token.map[0], parents)
            parents.append(item)
            innermost |= dict.fromkeys(range(*token.map), item)
    return innermost, breaks


def _make_item(line: str, number: int, parents: list[_Item]) -> _Item:
    # An item on its parent's own line (`- - x`) begins where the parent's content does.
    start = parents[-1].column if parents and parents[-1].line == number else 0
    match = _MARKER.match(line, start)
    column = start
    if match:
        gap = len(match["gap"])
        column = match.end("marker") + (gap if 1 <= gap <= _INDENT else 1)
    return _Item(number, column, len(parents) + 1)


def _move(line: str, item: _Item, *, is_first: bool) -> str:
    if not line.strip():
        return ""
    if not is_first:
        own = max(len(line) - len(line.lstrip(" ")) - item.column, 0)
        return " " * (_INDENT * item.depth + own) + line.lstrip(" ")
    match = _MARKER.match(line)
    if match is None:
        return line
    marker = match["marker"].replace(")", ".")
    content = line[match.end() :]
    return f"{' ' * (_INDENT * (item.depth - 1))}{marker} {content}"
