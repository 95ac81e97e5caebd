"""Start and end from the fields of the source's own format."""

from dataclasses import replace

from postmortem_kb.errors import FieldError
from postmortem_kb.extraction.times.points import Point
from postmortem_kb.extraction.times.span import StatedSpan
from postmortem_kb.importers.document import Document
from postmortem_kb.moments import Timestamp, parse_timestamp
from postmortem_kb.zones import find_zone


def with_source_times(span: StatedSpan, document: Document) -> StatedSpan:
    """What the format's own fields say comes before what is read in the text."""
    facts = {fact.field: fact for fact in document.facts}
    for name, end in (("started_at", "start"), ("resolved_at", "end")):
        fact = facts.get(name)
        if fact is None:
            continue
        try:
            stated = parse_timestamp(fact.value)
        except FieldError:
            continue
        point = _fact_point(stated, fact.line, fact.quote)
        span = replace(span, start=point) if end == "start" else replace(span, end=point)
    return span


def _fact_point(stated: Timestamp, line: int, quote: str) -> Point:
    zone = None
    if stated.offset is not None:
        minutes = round(stated.offset.total_seconds() / 60)
        sign = "-" if minutes < 0 else "+"
        name = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "UTC"
        zone = find_zone(name)
    has_clock = stated.precision != "day"
    return Point(
        day=stated.local.date() if stated.has_day else None,
        has_year=stated.has_year,
        clock=stated.local.time() if has_clock else None,
        zone=zone,
        is_approximate=stated.approximate,
        line=line,
        quote=quote,
    )
