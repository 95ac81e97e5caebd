"""A record told step by step, as the responders lived it: record to steps, for the replay's page.

Whatever a step holds was known by then. What an entry of the timeline tells beyond that is taken
out of it and told later: see `Telling`.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from postmortem_kb.durations import Duration
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.metrics import time_to_detect
from postmortem_kb.model import Event, EventKind, Incident, Postmortem
from postmortem_kb.moments import Moment, elapsed
from postmortem_kb.reading_groups.prompts import Prompt, ask_at_cut
from postmortem_kb.reading_groups.telling.cuts import find_cuts
from postmortem_kb.reading_groups.telling.hindsight import (
    Test,
    is_foresight,
    is_verdict,
    without_verdicts,
)
from postmortem_kb.reading_groups.telling.hypotheses import Hypothesis, find_hypotheses
from postmortem_kb.reading_groups.telling.known_then import find_test, split_event
from postmortem_kb.reading_groups.telling.sentences import split_sentences
from postmortem_kb.reading_groups.telling.spoilers import (
    find_opening,
    find_outcome_words,
    name_neutrally,
)
from postmortem_kb.reading_groups.telling.telling_words import find_telling_words
from postmortem_kb.taxonomy import Taxonomy

FEWEST_EVENTS = 4
MOST_EVENTS = 400
"""The page's steps stand within each other, and browsers stop at 512 levels."""
_LONGEST_SUMMARY = 1_000
_UNNOTICED = frozenset({EventKind.STARTED, EventKind.NOTE})


@dataclass(frozen=True, slots=True)
class Telling:
    """Something about the event with the index `about` that is told at a later one, or at the end.

    `text` is Markdown of the entry that was held back, or empty; `until` is the end of the range
    that its entry states, where that was held back.
    """

    about: int
    text: str = ""
    until: Moment | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One event as it was known then: `text` and `details` are Markdown, both empty where all of
    the entry is told later.

    `until` is None where the end of the event was not known yet. Where the event has no time of
    day, `after` is the last one before it that has one. `elapsed` counts from the
    incident's start, negative before it. `summary` is the first sentence as plain text. `prompt`
    is asked before the next event.
    """

    index: int
    event: Event
    text: str
    details: str
    summary: str
    until: Moment | None
    after: Moment | None
    elapsed: Duration | None
    rules_out: tuple[Hypothesis, ...]
    told_now: tuple[Telling, ...]
    prompt: Prompt | None


@dataclass(frozen=True, slots=True)
class Replay:
    """A record's story; `name` and `opening` are plain text that gives nothing away.

    `told_at_end` is what was held back and no step tells. `refuted_at_end` are the indices of the
    hypotheses that no event rules out, and of which their own entry says that they were false.
    """

    name: str
    opening: tuple[str, ...]
    steps: tuple[Step, ...]
    told_at_end: tuple[Telling, ...]
    refuted_at_end: tuple[int, ...]


def can_replay(postmortem: Postmortem) -> bool:
    """Whether a record tells of one incident, in a timeline that is worth stepping through."""
    return find_obstacle(postmortem) is None


def find_obstacle(postmortem: Postmortem) -> str | None:
    """What a record lacks for a replay, in words that follow its name; None where it has one."""
    if len(postmortem.incidents) != 1:
        return "it tells of several incidents"
    count = sum(bool(event.text or event.details) for event in postmortem.body.events)
    stated = f"its timeline has {count} event{'s' if count != 1 else ''}"
    if count < FEWEST_EVENTS:
        return f"{stated}, and a replay needs at least {FEWEST_EVENTS}"
    if count > MOST_EVENTS:
        return f"{stated}, and a replay can have {MOST_EVENTS}"
    return None


def make_replay(postmortem: Postmortem, taxonomy: Taxonomy) -> Replay:
    """The steps of a record that `can_replay`."""
    events = postmortem.body.events
    hypotheses = find_hypotheses(postmortem)
    prompts = {
        cut.after: ask_at_cut(postmortem, cut, taxonomy, hypotheses)
        for cut in find_cuts(postmortem)
    }
    tellings: dict[int | None, list[Telling]] = {}
    steps = []
    outcome = find_outcome_words(postmortem, taxonomy)
    ruled_out_by = {found.event: found.ruled_out_by for found in hypotheses}
    refuted: set[int] = set()
    for index, event in enumerate(events):
        known = split_event(event, _choose_test(events, index, outcome))
        if known.late:
            when = ruled_out_by.get(index) if _is_mere_verdict(known.late, outcome) else None
            tellings.setdefault(when, []).append(Telling(index, text=known.late))
            if is_verdict(known.late) and event.kind is EventKind.HYPOTHESIS:
                refuted.add(index)
        if known.late_columns:
            tellings.setdefault(None, []).append(Telling(index, text=known.late_columns))
        until, told_at = _find_end(events, index)
        if event.until is not None and until is None:
            tellings.setdefault(told_at, []).append(Telling(index, until=event.until))
        steps.append(
            Step(
                index=index,
                event=event,
                text=known.text,
                details=known.details,
                summary=_summarise(known.text or known.details),
                until=until,
                after=_find_last_time(events, index),
                elapsed=_count_from_start(postmortem.incident, event.at),
                rules_out=tuple(found for found in hypotheses if found.ruled_out_by == index),
                told_now=(),
                prompt=prompts.get(index),
            )
        )
    return Replay(
        name=name_neutrally(postmortem, taxonomy),
        opening=find_opening(postmortem, taxonomy),
        steps=tuple(replace(step, told_now=tuple(tellings.get(step.index, ()))) for step in steps),
        told_at_end=tuple(tellings.get(None, ())),
        refuted_at_end=tuple(
            found.event
            for found in hypotheses
            if found.event in refuted and found.ruled_out_by is None
        ),
    )


def _choose_test(events: tuple[Event, ...], index: int, outcome: frozenset[str]) -> Test:
    """What is held back of an event: hindsight, but not the verdict of one that rules out, and of
    what nobody had noticed yet also every sentence on the outcome."""
    if events[index].kind is EventKind.RULED_OUT:
        return lambda text: is_foresight(without_verdicts(text))
    test = find_test(events[index])
    if not _is_unnoticed(events, index):
        return test
    return lambda text: test(text) or _tells_outcome(text, outcome)


def _is_unnoticed(events: tuple[Event, ...], index: int) -> bool:
    """Whether an event tells of the incident's start, which is mostly found out afterwards, or
    stands before the first notice of anything."""
    if events[index].kind is EventKind.STARTED:
        return True
    kinds = [event.kind for event in events]
    return EventKind.DETECTED in kinds[index + 1 :] and _UNNOTICED.issuperset(kinds[: index + 1])


def _tells_outcome(text: str, outcome: frozenset[str]) -> bool:
    return not find_telling_words(text).isdisjoint(outcome)


def _is_mere_verdict(text: str, outcome: frozenset[str]) -> bool:
    """Whether what was held back of a hypothesis says no more than that it is wrong."""
    rest = without_verdicts(text)
    return not is_foresight(rest) and not _tells_outcome(rest, outcome)


def _find_end(events: tuple[Event, ...], index: int) -> tuple[Moment | None, int | None]:
    """The end of an event where it may be told with it, else the later event by which it is known.

    It may be where nothing else began before it; but how long a hypothesis was held is not known
    while it is.
    """
    event = events[index]
    if event.until is None:
        return None, None
    later = range(index + 1, len(events))
    timed = [number for number in later if events[number].at is not None]
    known_by = [number for number in timed if _is_over(event.until, events[number].at)]
    if event.kind is not EventKind.HYPOTHESIS and known_by == timed:
        return event.until, None
    return None, next(iter(known_by), None)


def _find_last_time(events: tuple[Event, ...], index: int) -> Moment | None:
    at = events[index].at
    if at is not None and at.has_time:
        return None
    earlier = (event.at for event in reversed(events[:index]))
    return next((moment for moment in earlier if moment is not None and moment.has_time), None)


def _is_over(end: Moment, at: Moment | None) -> bool:
    passed = elapsed(end, at, end_may_come_first=True)
    return passed is not None and passed.delta >= timedelta()


def _count_from_start(incident: Incident, at: Moment | None) -> Duration | None:
    # The one measure that may be negative, and knows of times without a day.
    return time_to_detect(replace(incident, detected=at)) if at is not None else None


def _summarise(text: str) -> str:
    return next(iter(split_sentences(plain_text(text)[:_LONGEST_SUMMARY])), "").strip()
