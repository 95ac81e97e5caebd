"""Rows of a table to entries of a timeline, in whichever column day and time stand."""

import re
from collections.abc import Iterator
from dataclasses import replace

from postmortem_kb.extraction.outline.outline import Part
from postmortem_kb.extraction.outline.plain import plain_words
from postmortem_kb.extraction.times.clock_text import find_dates, is_only_date
from postmortem_kb.extraction.times.entry_front import Entry, read_front

_HEADINGS = re.compile(r"^(?:date|time|when|timestamp|at|utc|start|clock)\b", re.I)


def read_row(part: Part) -> Iterator[Entry]:
    """A table row; its time may stand in one cell and its day in another."""
    if part.marker == "header" or (not part.headings and _HEADINGS.match(part.words)):
        return
    entry = Entry(part, "", part.line)
    texts: list[str] = []
    for index, cell in enumerate(part.cells):
        heading = part.headings[index] if index < len(part.headings) else ""
        words = plain_words(cell)
        if entry.clock is None and len(words) < 60:
            front, rest = read_front(cell)
            if front.clock is not None and not rest.strip():
                front.day = front.day or entry.day
                entry = replace(front, source=part, line=part.line)
                continue
            if is_only_date(words) and entry.day is None:
                entry.day = find_dates(words)[0]
                continue
        elif entry.until is None and re.match(r"(?i)(?:end|until|to)\b", plain_words(heading)):
            front, rest = read_front(cell)
            if front.clock is not None and not rest.strip():
                entry.until = front.clock
                continue
        if words:
            texts.append(cell)
    entry.text = " – ".join(texts)
    if entry.clock is None and entry.day is not None and not texts:
        entry.is_day_only = True
    if texts or entry.clock:
        yield entry
