"""Entries of a timeline that were run together on one line, parted again."""

import re
from itertools import pairwise

from postmortem_kb.extraction.outline.outline import Part
from postmortem_kb.extraction.times.clock_text import find_clocks
from postmortem_kb.extraction.times.entry_front import RANGE, read_front

_RUN_ON = re.compile(r"\s{0,4}(?:\([^()]{1,20}\)\s{0,4})?(?P<mark>:|[-–—])(?=\s)")


def split_run_on(part: Part) -> list[str]:
    """Part a text at the times that begin further entries on the same line."""
    text = part.text
    clocks = find_clocks(text)
    if len(clocks) < 2:
        return [text]
    front, _ = read_front(text)
    starts: list[int] = []
    mark = ""
    previous_end = 0
    for clock in clocks:
        after = _RUN_ON.match(text, clock.end)
        between = text[previous_end : clock.start]
        is_range_end = previous_end > 0 and RANGE.fullmatch(between) is not None
        previous_end = clock.end
        is_spaced = clock.start == 0 or text[clock.start - 1] in " *-–•"
        if after is None or is_range_end or not is_spaced or (mark and after["mark"] != mark):
            continue
        mark = mark or after["mark"]
        starts.append(clock.start)
    if len(starts) < 2 or (front.clock is None and len(starts) < 3 and ":" not in mark):
        return [text]
    edges = [0, *(start for start in starts if start > 3), len(text)]
    pieces = [text[a:b].strip(" ") for a, b in pairwise(edges)]
    return [re.sub(r"\s+[-–—•*]+$", "", piece) for piece in pieces if piece]
