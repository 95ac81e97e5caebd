"""Offsets in a text to the places that problems name."""

from bisect import bisect_right
from functools import lru_cache

from postmortem_kb.problem import Place


def place_at(text: str, offset: int) -> Place:
    """The line and column of the character at an offset, which counts from 0."""
    starts = _line_starts(text)
    line = bisect_right(starts, offset)
    return Place(line, offset - starts[line - 1] + 1)


@lru_cache(maxsize=2)
def _line_starts(text: str) -> list[int]:
    """Where each line begins; kept, for a text with one finding often has more."""
    starts = [0]
    position = text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return starts
