"""Rules about the events of the timeline: where they lie, and in what order."""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from postmortem_kb.durations import format_delta
from postmortem_kb.moments import Moment, Precision
from postmortem_kb.problem import Finding, Level, Place
from postmortem_kb.rules.declaration import Rule, RuleContext

if TYPE_CHECKING:
    from postmortem_kb.model import Event, Incident, Postmortem

_UNITS = {
    Precision.DAY: timedelta(days=1),
    Precision.HOUR: timedelta(hours=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.SECOND: timedelta(minutes=1),
}
_ABOUT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Outside:
    """An event beyond the incident's start or end: how far, and which of the two."""

    event: "Event"
    distance: timedelta
    field: str
    boundary: Moment


def _check_outside(postmortem: "Postmortem", context: RuleContext) -> Iterator[Finding]:
    """One finding for each run of such events: a mistyped year takes the following ones with it."""
    placed = [
        (event, _find_outside(event, postmortem.incident, context.event_margin))
        for event in postmortem.body.events
        if event.at is not None
    ]
    for is_outside, run in groupby(placed, key=lambda pair: pair[1] is not None):
        found = [outside for _, outside in run if outside is not None]
        if not is_outside:
            continue
        first = found[0]
        assert first.event.at is not None
        more = len(found) - 1
        along = f", and so are the {more} after it" if more > 1 else ", and so is the next one"
        where = "before" if first.field == "started_at" else "after"
        yield Finding(
            Place(first.event.line),
            f"the event at {_show(first.event.at)} is {format_delta(first.distance)} {where} "
            f"{first.field} {first.boundary.stated.text!r}" + along * bool(more),
            "correct its date, or say under 'discrepancies' (about: timeline) how it belongs to "
            "the incident; the option 'event_margin' says how far is too far",
            about="timeline",
        )


def _find_outside(event: "Event", incident: "Incident", margin: timedelta) -> _Outside | None:
    """Where an event lies outside; None where it does not, or where it cannot be told.

    A range that reaches into the incident is not outside.
    """
    started, resolved = incident.started, incident.resolved
    begin, end = event.at, event.until or event.at
    if started and end and _is_comparable(end, started):
        distance = started.sort_key - _last_instant(end)
        if distance > margin:
            return _Outside(event, distance, "started_at", started)
    if resolved and begin and _is_comparable(begin, resolved):
        distance = begin.sort_key - _last_instant(resolved)
        if distance > margin:
            return _Outside(event, distance, "resolved_at", resolved)
    return None


def _is_comparable(moment: Moment, other: Moment) -> bool:
    same_zone = (moment.offset is None) == (other.offset is None)
    return moment.has_date and other.has_date and same_zone


def _last_instant(moment: Moment) -> datetime:
    """The end of what a moment states: of a day its last hour."""
    try:
        return moment.sort_key + _UNITS[moment.stated.precision]
    except OverflowError:
        return moment.sort_key


def _show(moment: Moment) -> str:
    """With the day, which may have been carried from an entry further up."""
    return repr(moment.stated.canonical)


def _check_order(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    starts = [block.first for block in postmortem.body.event_blocks]
    times = [(event.line, event.at) for event in postmortem.body.events if event.at is not None]
    for (line_before, before), (line, moment) in pairwise(times):
        if bisect(starts, line_before) != bisect(starts, line):
            continue
        back = _find_step_back(before, moment)
        if back is not None:
            yield Finding(
                Place(line),
                f"{moment.stated.text!r} is {format_delta(back)} before the entry above it, "
                f"{before.stated.text!r}",
                "move the entry up, or correct its time; of two things at once, the one that "
                "began first comes first",
                about="timeline",
            )


def _find_step_back(before: Moment, moment: Moment) -> timedelta | None:
    """How far a moment lies before the one above it, beyond what their precision leaves open."""
    first, second = before.stated, moment.stated
    if (first.has_day, first.has_year) != (second.has_day, second.has_year):
        return None
    if (before.offset is None) != (moment.offset is None):
        return None
    back = before.sort_key - moment.sort_key
    leeway = max(_UNITS[first.precision], _UNITS[second.precision])
    if first.approximate or second.approximate:
        leeway = max(leeway, _ABOUT)
    return back if back > leeway else None


_HEAD = "---\ntitle: Checkout was down\ntimezone: UTC\n"
_TIMES = "started_at: 2024-06-08T13:15\nresolved_at: 2024-06-08T14:45\n---\n\n"
_FIRST = "- 13:15 Payments fail.\n"

EVENT_OUTSIDE_INCIDENT = Rule(
    code="PM208",
    name="event-outside-incident",
    level=Level.WARNING,
    why="Most often the date is mistyped. What did happen long before or after, such as the "
    "release that brought the fault in, is told in the text, or the record says so under "
    "`discrepancies` (about: timeline). The option `event_margin` says how far outside is too far.",
    bad=_HEAD + _TIMES + "## Timeline\n\n" + _FIRST + "- 2024-07-08 14:45 Payments work.\n",
    good=_HEAD + _TIMES + "## Timeline\n\n" + _FIRST + "- 2024-06-08 14:45 Payments work.\n",
    check=_check_outside,
)
UNORDERED_EVENTS = Rule(
    code="PM209",
    name="unordered-events",
    level=Level.WARNING,
    why="A timeline is read from top to bottom: an entry that goes back in time is misplaced or "
    "mistyped. Each list or table is looked at for itself, ranges by when they begin, times in "
    "different zones as instants. A clock time that goes back by more than two hours is read as "
    "that of the next day, unless the entry states its date.",
    bad=_HEAD + _TIMES + "## Timeline\n\n" + _FIRST + "- 13:05 The queue begins to grow.\n",
    good=_HEAD + _TIMES + "## Timeline\n\n- 13:05 The queue begins to grow.\n" + _FIRST,
    check=_check_order,
)
