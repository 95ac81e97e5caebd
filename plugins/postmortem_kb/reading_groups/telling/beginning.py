"""The beginning of a story: a record to the events that may be told before it."""

from dataclasses import replace

from postmortem_kb.model import Event, EventKind, Postmortem
from postmortem_kb.reading_groups.telling.cuts import find_cuts
from postmortem_kb.reading_groups.telling.replay import make_replay
from postmortem_kb.taxonomy import Taxonomy

ENDS = (EventKind.MITIGATED, EventKind.RESOLVED, EventKind.RECOVERED)
"""What ends the harm, or a part of it."""


def find_beginning(postmortem: Postmortem, taxonomy: Taxonomy) -> tuple[Event, ...]:
    """The events up to the first cut, as a replay tells them: with what was known then.

    A story without a cut is told up to its first event. None is told to its last event, nor to one
    that ends the harm. The last event told loses the end of its stretch of time, which lies ahead.
    Texts are empty where all of an entry is told later.
    """
    steps = make_replay(postmortem, taxonomy).steps[: _count_told(postmortem)]
    told = [
        replace(step.event, text=step.text, details=step.details, until=step.until, columns=())
        for step in steps
    ]
    return (*told[:-1], replace(told[-1], until=None)) if told else ()


def _count_told(postmortem: Postmortem) -> int:
    events, cuts = postmortem.body.events, find_cuts(postmortem)
    most = min(cuts[0].after + 1 if cuts else 1, max(len(events) - 1, 0))
    ends = (index for index, event in enumerate(events) if event.kind in ENDS)
    return min(most, next(ends, most))
