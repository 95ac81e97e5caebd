"""Lists and tables of a piece of Markdown, as entries with their lines: what events and action
items are read from."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from postmortem_kb.model import Span
from postmortem_kb.sections import BLOCKS


@dataclass(frozen=True, slots=True)
class Entry:
    """A list item, or a row of a table.

    `text` is the Markdown of an item's first paragraph, `details` that of the rest; `cells` are
    a row's, under the headings of its table. Lines are those of the file, both included.
    """

    lines: Span
    text: str = ""
    details: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level list (`headings` is empty) or table."""

    lines: Span
    headings: tuple[str, ...]
    entries: tuple[Entry, ...]


def find_blocks(text: str, first_line: int) -> Iterator[Block]:
    """Yield the lists and tables that stand at the top level, in order."""
    tokens = BLOCKS.parse(text)
    lines = text.split("\n")
    for index, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        if token.type in ("bullet_list_open", "ordered_list_open"):
            entries = tuple(_find_items(tokens, index, lines, first_line))
            yield Block(_span(token.map, lines, first_line), (), entries)
        elif token.type == "table_open":
            headings, entries = _find_rows(tokens, index, first_line)
            yield Block(_span(token.map, lines, first_line), headings, entries)


def _span(positions: list[int], lines: list[str], first_line: int) -> Span:
    """The lines of a block without the blank ones at its end."""
    first, end = positions
    while end > first + 1 and not lines[end - 1].strip():
        end -= 1
    return Span(first_line + first, first_line + end - 1)


def _find_items(
    tokens: list[Token], start: int, lines: list[str], first_line: int
) -> Iterator[Entry]:
    for index in range(start + 1, len(tokens)):
        token = tokens[index]
        if token.level == 0:
            return
        if token.type != "list_item_open" or token.level != 1 or token.map is None:
            continue
        span = _span(token.map, lines, first_line)
        first = tokens[index + 1]
        if first.type != "paragraph_open" or first.map is None:
            whole = _without_marker("\n".join(lines[token.map[0] : token.map[1]]), token)
            if whole.strip():
                yield Entry(span, details=textwrap.dedent(whole).strip("\n"))
            continue
        rest = lines[first.map[1] : span.last - first_line + 1]
        details = textwrap.dedent("\n".join(rest)).strip("\n")
        yield Entry(span, tokens[index + 2].content, details)


def _without_marker(text: str, item: Token) -> str:
    """Put spaces in the place of an item's `-` or `12.`."""
    marker = len(text) - len(text.lstrip(" ")) + len(item.info) + len(item.markup)
    return " " * marker + text[marker:]


def _find_rows(
    tokens: list[Token], start: int, first_line: int
) -> tuple[tuple[str, ...], tuple[Entry, ...]]:
    headings: list[str] = []
    entries: list[Entry] = []
    cells: list[str] = []
    for index in range(start + 1, len(tokens)):
        token = tokens[index]
        if token.type == "table_close":
            break
        if token.type == "th_open":
            headings.append(tokens[index + 1].content)
        elif token.type == "td_open":
            cells.append(tokens[index + 1].content)
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells:
            line = first_line + _row_line(tokens, index)
            entries.append(Entry(Span(line, line), cells=tuple(cells)))
    return tuple(headings), tuple(entries)


def _row_line(tokens: list[Token], close: int) -> int:
    for index in range(close, -1, -1):
        found = tokens[index]
        if found.type == "tr_open" and found.map:
            return found.map[0]
    return 0
