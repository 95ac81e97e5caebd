"""Where a story stops so that a group can think: events to cuts between them."""

from collections.abc import Iterable
from dataclasses import dataclass

from postmortem_kb.model import Event, EventKind, Postmortem

MOST_CUTS = 7
"""Of the cuts that nobody set by hand; a group that stops more often loses the story. More only
where more hypotheses than that were ruled out."""

CUT_KINDS = (
    EventKind.RULED_OUT,
    EventKind.HYPOTHESIS,
    EventKind.MITIGATED,
    EventKind.ESCALATED,
    EventKind.DETECTED,
)
"""After these something is decided; the most telling kinds first."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The story stops after the event with the index `after`.

    `reason` is that event's kind where it is one of `CUT_KINDS`. `question` is only there where the
    record sets one by hand.
    """

    after: int
    reason: EventKind | None
    question: str | None


def find_cuts(postmortem: Postmortem) -> tuple[Cut, ...]:
    """Where the story of a record stops, in order; never after its last event.

    Cuts that the record sets by hand are the only ones. Else every event that rules out and the
    first hypothesis make one. The other events of `CUT_KINDS` make one, the most telling kinds
    first, where none is directly before or after it, and up to `MOST_CUTS`.
    """
    events = postmortem.body.events
    if any(event.cut is not None for event in events):
        after = [index for index, event in enumerate(events[:-1]) if event.cut is not None]
    else:
        after = sorted(_choose(events[:-1]))
    return tuple(_make_cut(index, events[index]) for index in after)


def _make_cut(index: int, event: Event) -> Cut:
    return Cut(index, event.kind if event.kind in CUT_KINDS else None, event.cut or None)


def _choose(events: tuple[Event, ...]) -> set[int]:
    by_kind = {kind: _find_all(events, kind) for kind in CUT_KINDS}
    chosen = {*by_kind[EventKind.RULED_OUT], *by_kind[EventKind.HYPOTHESIS][:1]}
    for index in _flatten(by_kind.values()):
        if len(chosen) < MOST_CUTS and chosen.isdisjoint((index - 1, index + 1)):
            chosen.add(index)
    return chosen


def _find_all(events: tuple[Event, ...], kind: EventKind) -> list[int]:
    return [index for index, event in enumerate(events) if event.kind is kind]


def _flatten(lists: Iterable[list[int]]) -> list[int]:
    return [index for found in lists for index in found]
