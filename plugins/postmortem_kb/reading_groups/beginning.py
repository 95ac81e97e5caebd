"""The beginning of a story: events to those that may be told beforehand, as they were known then."""

from dataclasses import replace

from postmortem_kb.model import Event, EventKind, Postmortem
from postmortem_kb.reading_groups.cuts import find_cuts
from postmortem_kb.reading_groups.spoilers import split_hindsight

_ENDS = (EventKind.MITIGATED, EventKind.RESOLVED, EventKind.RECOVERED)


def find_beginning(postmortem: Postmortem) -> tuple[Event, ...]:
    """The events up to the first cut, without what tells more than was known then.

    A story without a cut is told up to its first event. None is told to its last event, nor to one
    that ends the harm. The last event told loses the end of its stretch of time, which lies ahead.
    """
    known = [
        replace(
            event,
            text=split_hindsight(event.text)[0],
            details=split_hindsight(event.details)[0],
        )
        for event in postmortem.body.events[: _count_told(postmortem)]
    ]
    return (*known[:-1], replace(known[-1], until=None)) if known else ()


def _count_told(postmortem: Postmortem) -> int:
    events, cuts = postmortem.body.events, find_cuts(postmortem)
    most = min(cuts[0].after + 1 if cuts else 1, max(len(events) - 1, 0))
    ends = (index for index, event in enumerate(events) if event.kind in _ENDS)
    return min(most, next(ends, most))
