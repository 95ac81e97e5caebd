"""The one zone that the times of a document are in."""

import re
from collections.abc import Sequence

from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.extraction.outline.placed_text import PlacedText
from postmortem_kb.extraction.times.clock_text import find_clocks, find_dates
from postmortem_kb.extraction.times.points import Point
from postmortem_kb.extraction.times.timeline import PlacedEvent
from postmortem_kb.extraction.times.zone_text import find_zones
from postmortem_kb.model import SectionKind
from postmortem_kb.zones import Zone

_LONGEST = 400
_MACHINE_DATE = re.compile(  # of an HTTP header: always in GMT, whatever the story's zone is
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\b"
)
_ALL_TIMES = re.compile(r"(?i)\b(?:all )?times?(?: stamps?)?\b.{0,40}\b(?:are|is|in)\b")


def find_document_zone(
    outline: Outline, start: Point | None, end: Point | None, placed: Sequence[PlacedEvent]
) -> tuple[Zone | None, Point | None]:
    """The zone that the start is in; else the end's, the timeline's, one that the summary names."""
    for point in (start, end):
        if point is not None and point.zone is not None:
            return point.zone, point
    counts: dict[str, list[Point]] = {}
    for event in placed:
        if event.at is not None and event.at.zone is not None:
            counts.setdefault(event.at.zone.text, []).append(event.at)
    if counts:
        points = max(counts.values(), key=len)
        return points[0].zone, points[0]
    for section in outline.of_kind(SectionKind.SUMMARY, SectionKind.TIMELINE, None):
        for part in section.parts:
            said = part.placed.as_words() if part.is_text else PlacedText("", part.line)
            words = _MACHINE_DATE.sub(lambda found: " " * len(found[0]), said.text)
            if not 0 < len(words) < _LONGEST:
                continue
            is_of_times = "time" in words.lower() or find_dates(words) or find_clocks(words)
            if is_of_times and (zones := find_zones(words)):
                at = said.sentence_at(zones[0][0])
                return zones[0][1], Point(zone=zones[0][1], line=at.line, quote=at.text)
    for sentence in outline.sentences:
        zones = find_zones(sentence.text) if _ALL_TIMES.search(sentence.text) else []
        if zones:
            return zones[0][1], Point(zone=zones[0][1], line=sentence.line, quote=sentence.text)
    return None, None
