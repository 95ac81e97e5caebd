"""The hypotheses of a story and what ruled each of them out: events to pairs of events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from postmortem_kb.durations import Duration
from postmortem_kb.model import Event, EventKind, Postmortem
from postmortem_kb.moments import elapsed
from postmortem_kb.reading_groups.telling.telling_words import find_telling_words, make_keys

# How anything is seen to be in order. A sentence of nothing but these says what is meant only by
# what stands before it: "Its load is as on any other day".
_MEASURES = make_keys(
    """
    alert amount average baseline bound chart cold count curve dashboard day dropped duration error
    everything expected explained explains explanation fast fine fit flat function good graph green
    happens high hour intended latency level light load log low match measurement metric minute
    monitor month morning night number ok okay ordinary quick quiet rate reading remain remained
    request response result same sensible show slow sound stable stay stayed steady symptom
    throughput time today traffic true unaffected unchanged usage usual usually value warm week
    work worked working yesterday
    """
)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What the responders held to be possible; `event` and `ruled_out_by` are indices of events.

    `ruled_out_by` is None where the record does not say which event ruled it out. `lasted` is how
    long it was pursued, None where the times do not tell: until it was ruled out, else until the
    end that its entry states.
    """

    event: int
    ruled_out_by: int | None
    lasted: Duration | None


def find_hypotheses(postmortem: Postmortem) -> tuple[Hypothesis, ...]:
    """Every hypothesis of the timeline, in order.

    An event that rules out does so for the open hypotheses that share telling words with it; of
    two that do, only for the one that shares more where that has all the words of the other. One
    that names nothing ("Not it.") does so for the only one that is open, where several are for
    none; one that names something else rules out what nobody wrote down.
    """
    events = postmortem.body.events
    words = [find_telling_words(f"{event.text}\n{event.details}") for event in events]
    ruled_out: dict[int, int] = {}
    open_ones: list[int] = []
    for index, event in enumerate(events):
        if event.kind is EventKind.HYPOTHESIS:
            open_ones.append(index)
        elif event.kind is EventKind.RULED_OUT:
            for found in _find_meant(index, open_ones, words):
                ruled_out[found] = index
                open_ones.remove(found)
    return tuple(
        Hypothesis(index, ruled_out.get(index), _lasted(events, index, ruled_out.get(index)))
        for index, event in enumerate(events)
        if event.kind is EventKind.HYPOTHESIS
    )


def _find_meant(index: int, open_ones: list[int], words: list[frozenset[str]]) -> list[int]:
    shared = {one: words[one] & words[index] for one in open_ones}
    telling = [one for one, found in shared.items() if found]
    if telling:
        return [one for one in telling if not any(shared[one] < shared[two] for two in telling)]
    names_nothing = words[index] <= _MEASURES
    return list(open_ones) if names_nothing and len(open_ones) == 1 else []


def find_hypotheses_until(
    hypotheses: Iterable[Hypothesis], events: tuple[Event, ...], after: int
) -> tuple[Hypothesis, ...]:
    """What `find_hypotheses` says of a story that goes no further than the event with the index
    `after`, from what it says of the whole one: cheap enough for every cut."""
    return tuple(
        one
        if one.ruled_out_by is None or one.ruled_out_by <= after
        else Hypothesis(one.event, None, _lasted(events, one.event, None))
        for one in hypotheses
        if one.event <= after
    )


def _lasted(events: tuple[Event, ...], index: int, end: int | None) -> Duration | None:
    start = events[index]
    length = elapsed(start.at, events[end].at if end is not None else start.until)
    return length if length is not None and length.delta >= timedelta() else None
