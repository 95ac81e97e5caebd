"""Where a document contradicts itself: reported, never repaired."""

import re
from collections.abc import Iterator
from datetime import timedelta

from postmortem_kb.durations import format_delta
from postmortem_kb.extraction.findings import ImportProblem
from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.extraction.outline.placed_text import PlacedText
from postmortem_kb.extraction.times.clock_text import find_dates
from postmortem_kb.extraction.times.event_kinds import find_event_kind
from postmortem_kb.extraction.times.points import Point
from postmortem_kb.extraction.times.times import Times
from postmortem_kb.model import EventKind

_UNITS = (
    (1 / 60, re.compile(r"\d ?-?s\b|sec")),
    (1, re.compile(r"\d ?-?m\b|min")),
    (15, re.compile(r"quarter")),
    (30, re.compile(r"half")),
    (60, re.compile(r"\d ?-?h\b|h(?:ou)?r")),
    (1440, re.compile(r"day")),
    (10080, re.compile(r"week")),
)
_ROUGHLY = 0.15
"""How far an approximate length may be off, as a part of it."""


def find_contradictions(times: Times, outline: Outline) -> Iterator[ImportProblem]:
    """Yield what does not fit together, each with the line to look at."""
    yield from _order(times)
    yield from _title_day(times)
    yield from _length(times)
    yield from _edges(times)
    yield from _zones(times)
    yield from _open_days(times, outline)


def _order(times: Times) -> Iterator[ImportProblem]:
    minutes = times.minutes
    if minutes is not None and minutes < 0 and times.start and times.end:
        message = (
            f"the stated end {times.end.write()} is before the stated start {times.start.write()}; "
            "the end was left out: correct one of them"
        )
        yield ImportProblem(times.end.line, "end-before-start", message, "resolved_at")
    for event in times.events:
        if event.goes_back and event.at:
            message = (
                f"the clock goes back to {event.at.clock:%H:%M} while the entry names the same or "
                "an earlier day; kept as written: correct the day"
            )
            yield ImportProblem(event.entry.line, "clock-goes-back", message, "timeline")


def _title_day(times: Times) -> Iterator[ImportProblem]:
    title, start = times.title_day, times.start
    if title is None or start is None or title.day is None or start.day is None:
        return
    same = (title.day.month, title.day.day) == (start.day.month, start.day.day)
    if same and (title.day.year == start.day.year or not (title.has_year and start.has_year)):
        return
    message = (
        f"the title says {title.write()}, the text {start.write()[:10]}; the text's day was taken"
    )
    yield ImportProblem(title.line, "title-date", message, "started_at")


def _length(times: Times) -> Iterator[ImportProblem]:
    length, minutes = times.length, times.minutes
    if length is None or minutes is None or minutes < 0:
        return
    allowed = _tolerance(length.text)
    if length.duration.approximate:
        allowed = max(allowed, minutes * _ROUGHLY)
    if abs(length.duration.minutes - minutes) <= allowed:
        return
    start, end = times.start, times.end
    between = f"{start.write()} to {end.write()}" if start and end else ""
    message = (
        f"the stated duration {length.text!r} differs from its ends, {between} "
        f"({_minutes(minutes)}); both are kept"
    )
    yield ImportProblem(length.line, "stated-duration", message, "duration")


def _tolerance(text: str) -> float:
    """Minutes that a length may be off as it is rounded: half of the smallest unit that it names,
    at least one: `4 hours` fits 4 h 10 min, `90 minutes` does not fit 1 h 35 min."""
    named = [minutes for minutes, unit in _UNITS if unit.search(text.lower())]
    share = 10 if re.search(r"\d\.\d", text) else 1  # of `1.5 hours` it is a tenth of one
    return max(1.0, min(named, default=1.0) / 2 / share)


def _minutes(minutes: float) -> str:
    return format_delta(timedelta(minutes=minutes))


def _edges(times: Times) -> Iterator[ImportProblem]:
    timed = [event for event in times.events if event.at is not None]
    start, end = times.start, times.end
    if timed and start and timed[0].at and _is_before(timed[0].at, start):
        message = (
            f"the first event, {timed[0].at.clock:%H:%M}, is before the stated start "
            f"{start.clock:%H:%M}; both are kept"
        )
        kind = find_event_kind(timed[0].entry.text, timed[0].entry.source.labels)
        about = "detected_at" if kind is EventKind.DETECTED else "timeline"
        yield ImportProblem(timed[0].entry.line, "event-before-start", message, about)
    last = timed[-1].until or timed[-1].at if timed else None
    if last and end and _is_before(end, last):
        message = (
            f"the last event, {last.clock:%H:%M}, is after the stated end {end.clock:%H:%M}; "
            "both are kept"
        )
        yield ImportProblem(timed[-1].entry.line, "event-after-end", message, "timeline")


def _is_before(one: Point, other: Point) -> bool:
    if one.clock is None or other.clock is None:
        return False
    if one.local is None or other.local is None:
        return one.day is None and other.day is None and one.clock < other.clock
    first, second = one.local, other.local
    if one.zone and other.zone:
        first -= one.zone.offset_at(first) or type(second - second)()
        second -= other.zone.offset_at(second) or type(second - second)()
    return first < second


def _zones(times: Times) -> Iterator[ImportProblem]:
    zone, at = times.zone, times.zone_point
    local = times.start.local if times.start and times.start.has_year else None
    if zone is not None and local is not None:
        contradiction = zone.find_contradiction(local)
        line = at.line if at else 1
        if contradiction:
            yield ImportProblem(
                line, "zone-against-date", f"{contradiction}; kept as written", "timezone"
            )
        if zone.other_meanings:
            others = ", ".join(zone.other_meanings)
            message = f"{zone.text} may also mean {others}; state an IANA name if it does"
            yield ImportProblem(line, "ambiguous-zone", message)
    names: dict[str, int] = {}
    for point in (times.start, times.end, *(event.at for event in times.events)):
        if point is not None and point.zone is not None:
            names.setdefault(point.zone.text, point.line)
    if len(names) > 1:
        listed = ", ".join(f"{name} (line {line})" for name, line in names.items())
        message = f"the document names several time zones: {listed}; each event keeps its own"
        yield ImportProblem(next(iter(names.values())), "several-zones", message)


def _open_days(times: Times, outline: Outline) -> Iterator[ImportProblem]:
    if times.calendar.order is not None:
        return
    for section in outline.sections:
        for part in section.parts:
            said = part.placed.as_words() if part.is_text else PlacedText("", part.line)
            for mention in find_dates(said.text):
                if mention.numbers is not None:
                    first, second = mention.numbers
                    message = (
                        f"{mention.text!r} may be {mention.year}-{second:02}-{first:02} or "
                        f"{mention.year}-{first:02}-{second:02}, and nothing in the document "
                        "settles it; import again with --day-first or --month-first"
                    )
                    line = said.line_at(mention.start)
                    yield ImportProblem(line, "ambiguous-date", message)
                    return
