"""The line that a problem stands on, cut to fit a screen, with the place of the caret below it."""

import unicodedata
from collections.abc import Iterator

_TAB = 4
_ELLIPSIS = "…"
_JOINER = "\u200d"
_BLANK = "\ufffd"


def printable(text: str) -> str:
    """A text that cannot steer a terminal: control, direction and lone surrogate characters are
    written as `\\x1b`."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character == _JOINER else _escape(character)
        for character in text
    )


def _escape(character: str) -> str:
    if unicodedata.category(character) == "Zs":
        return character
    return character.encode("unicode_escape").decode("ascii")


def width_of(character: str) -> int:
    """How many columns of a terminal one character takes."""
    if unicodedata.category(character) in ("Mn", "Me") or character == _JOINER:
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def cut_line(line: str, column: int, width: int) -> tuple[str, int]:
    """The part of a line around a column (counted in characters, from 1) that fits into `width`
    columns of a terminal, and how many columns come before the character in question.

    Tabs become spaces, and what would not show as one character becomes U+FFFD.
    """
    # A line may have a megabyte: what is far from the caret is never shown.
    first = max(column - 1 - 4 * width, 0)
    near = line[first : column - 1 + 4 * width]
    cells = list(_cells(near))
    caret = min(column - 1 - first, len(cells))
    is_cut_before, is_cut_after = first > 0, first + len(near) < len(line)
    start, end = 0, len(cells)
    if is_cut_before or is_cut_after or _sum(cells) > width:
        start, end = _window(cells, caret, width - 2)
    before = _ELLIPSIS if start > 0 or is_cut_before else ""
    after = _ELLIPSIS if end < len(cells) or is_cut_after else ""
    shown = "".join(text for text, _ in cells[start:end]).rstrip()
    return f"{before}{shown}{after}", len(before) + _sum(cells[start:caret])


def _cells(text: str) -> Iterator[tuple[str, int]]:
    position = 0
    for character in text:
        if character == "\t":
            cell = (" " * (_TAB - position % _TAB), _TAB - position % _TAB)
        elif not character.isprintable() and character != _JOINER:
            cell = (" ", 1) if unicodedata.category(character) == "Zs" else (_BLANK, 1)
        else:
            cell = (character, width_of(character))
        position += cell[1]
        yield cell


def _window(cells: list[tuple[str, int]], caret: int, width: int) -> tuple[int, int]:
    """The cells around the caret that fit: two thirds before it, and what is left behind it."""
    start, used = caret, 0
    while start > 0 and used + cells[start - 1][1] <= width * 2 // 3:
        start -= 1
        used += cells[start][1]
    end = caret
    while end < len(cells) and used + cells[end][1] <= width:
        used += cells[end][1]
        end += 1
    while start > 0 and used + cells[start - 1][1] <= width:
        start -= 1
        used += cells[start][1]
    return start, end


def _sum(cells: list[tuple[str, int]]) -> int:
    return sum(width for _, width in cells)
