"""A title without the day in brackets at its end, where that is the day of the incident."""

import re
from dataclasses import replace

from postmortem_kb.extraction.evidence import Evidence
from postmortem_kb.extraction.times.clock_text import find_dates, is_only_date
from postmortem_kb.extraction.times.times import Times

_BRACKETS = re.compile(r"\s*[(\[](?P<inner>[^()\[\]]{4,40})[)\]]\s*$")


def without_own_day(title: Evidence | None, times: Times) -> Evidence | None:
    """`Checkout outage (2024-06-08)` of what began on that day is `Checkout outage`: the day is a
    field of the record. Any other day stays, for it is the document's own word."""
    day = times.start.day if times.start else None
    match = _BRACKETS.search(str(title.value)[-60:]) if title else None
    if title is None or match is None or day is None or not is_only_date(match["inner"]):
        return title
    mention = times.calendar.resolve(find_dates(match["inner"])[0])
    if mention is None or mention.as_date(day.year) != day:
        return title
    words = str(title.value)[: -len(match.group())]
    return replace(title, value=words) if words.strip() else title
