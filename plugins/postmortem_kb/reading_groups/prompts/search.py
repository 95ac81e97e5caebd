"""Prompts from the search for the cause: wrong turns, what ruled them out, help, silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, pairwise

from postmortem_kb.durations import format_delta
from postmortem_kb.model import EventKind
from postmortem_kb.moments import elapsed
from postmortem_kb.reading_groups.prompts.declaration import Occasion, PromptKind, Question
from postmortem_kb.reading_groups.prompts.practices import (
    DEKKER,
    ETSY,
    HOWIE,
    INFINITE_HOWS,
    PAGERDUTY_QUESTIONS,
)
from postmortem_kb.reading_groups.prompts.story import Story

_NOTICES = (EventKind.DETECTED, EventKind.ACKNOWLEDGED)
_SEEN = (*_NOTICES, EventKind.NOTE, EventKind.RULED_OUT)
_MOST_SEEN = 2
_SHORTEST_SILENCE = timedelta(minutes=15)
_TIMES_THE_NEXT = 2
_FEWEST_GAPS = 3
_SAFE = (EventKind.MITIGATED, EventKind.RECOVERED, EventKind.RESOLVED)


def _ask_wrong_turns(story: Story) -> Iterator[Question]:
    """The hypotheses that were ruled out first, the longest one before the others."""
    order = sorted(
        story.hypotheses,
        key=lambda one: (
            one.ruled_out_by is None,
            -one.lasted.delta if one.lasted else timedelta(),
            one.event,
        ),
    )
    for hypothesis in order:
        idea = story.quote(hypothesis.event)
        when = story.at(story.events[hypothesis.event].at)
        if not idea:
            continue
        seen = _seen_by(story, hypothesis.event)
        yield Question(
            f"What made it reasonable{when} to follow this idea: {idea}?{seen and ' '}{seen}",
            story.basis_of(hypothesis.event),
            # That it was a wrong turn is not known before: asked earlier, it would give that away.
            hypothesis.ruled_out_by,
            about=hypothesis.event,
            seen=seen,
        )


def _seen_by(story: Story, index: int) -> str:
    """What had been seen before an event: the last entries, none from before the first notice."""
    notices = [at for at, event in enumerate(story.events) if event.kind in _NOTICES]
    first = notices[0] if notices else 0
    found = (
        f"{said}{story.at(story.events[at].at)}"
        for at in range(index - 1, first - 1, -1)
        if story.events[at].kind in _SEEN and (said := story.quote(at, longest=110))
    )
    parts = [*islice(found, _MOST_SEEN)]
    return f"Seen by then: {'; '.join(reversed(parts))}." if parts else ""


def _ask_ruled_out(story: Story) -> Iterator[Question]:
    dropped = {
        one.ruled_out_by: one for one in reversed(story.hypotheses) if one.ruled_out_by is not None
    }
    for index, event in enumerate(story.events):
        if event.kind is not EventKind.RULED_OUT:
            continue
        hypothesis = dropped.get(index)
        idea = story.quote(hypothesis.event, longest=100) if hypothesis else None
        what = idea or story.quote(index)
        if not what:
            continue
        length = hypothesis.lasted if hypothesis else None
        after = f", after {length}" if length and length.minutes >= 1 else ""
        verb = "What was the signal that ruled this out" if idea else "What was the signal here"
        text = (
            f"{verb}{story.at(event.at)}{after}: {what}? How could that signal be made easier to "
            "see?"
        )
        yield Question(text, story.basis_of(index), index)


def _ask_escalations(story: Story) -> Iterator[Question]:
    notice = next((event.at for event in story.events if event.kind is EventKind.DETECTED), None)
    since = notice or story.incident.detected
    for index, event in enumerate(story.events):
        if event.kind is not EventKind.ESCALATED:
            continue
        waited = elapsed(since, event.at)
        is_known = waited is not None and waited.minutes >= 1
        after = f", {waited} after the first notice" if is_known else ""
        said = f": {quoted}" if (quoted := story.quote(index)) else ""
        text = (
            f"What led to calling in others{story.at(event.at)}{after}{said}? What could the "
            "people joining see that had not been visible before?"
        )
        # What they saw is told in the entry after it.
        yield Question(text, story.basis_of(index), min(index + 1, len(story.events) - 1))


def _ask_silence(story: Story) -> Iterator[Question]:
    """The longest stretch between two timed entries that follow each other, where it stands out.

    Once users are safe, waiting is part of the work: what follows is no silence.
    """
    gaps = sorted(_find_gaps(story), reverse=True)
    if len(gaps) < _FEWEST_GAPS:
        return
    longest, second = gaps[0], gaps[1]
    if longest.length < max(_SHORTEST_SILENCE, second.length * _TIMES_THE_NEXT):
        return
    index = longest.index
    event, following = story.events[index], story.events[index + 1]
    start, end = event.until or event.at, following.at
    assert start is not None
    assert end is not None
    text = (
        f"What was going on between {story.time(start)} and {story.time(end)}? The timeline tells "
        f"nothing of these {elapsed(start, end)}; its next longest stretch without an entry is "
        f"{format_delta(second.length)}."
    )
    yield Question(text, f"timeline, between entries {index + 1} and {index + 2}", index + 1)


@dataclass(frozen=True, slots=True, order=True)
class _Gap:
    length: timedelta
    index: int


def _find_gaps(story: Story) -> Iterator[_Gap]:
    for index, (event, following) in enumerate(pairwise(story.events)):
        if event.kind in _SAFE:
            continue
        gap = elapsed(event.until or event.at, following.at)
        if gap is not None and gap.delta > timedelta():
            yield _Gap(gap.delta, index)


WRONG_TURN = PromptKind(
    key="wrong-turn",
    title="An idea at its time",
    occasion=Occasion.AFTER,
    made_from="a hypothesis of the timeline and what had been seen before it",
    example="What made it reasonable at 09:10 to follow this idea: “The last release is "
    "suspected”? Seen by then: “Checkout answers one request in five with an error” at 09:02.",
    practices=(DEKKER, ETSY),
    find=_ask_wrong_turns,
    weight=100,
)
RULED_OUT = PromptKind(
    key="ruled-out",
    title="What ruled an idea out",
    occasion=Occasion.AFTER,
    made_from="the event that rules a hypothesis out, and how long it was followed",
    example="What was the signal that ruled this out at 09:35, after 25 min: “The last release is "
    "suspected”? How could that signal be made easier to see?",
    practices=(ETSY, PAGERDUTY_QUESTIONS),
    find=_ask_ruled_out,
    weight=86,
)
ESCALATION = PromptKind(
    key="escalation",
    title="Calling in others",
    occasion=Occasion.AFTER,
    made_from="an escalation and the time between the first notice and it",
    example="What led to calling in others at 09:40, 38 min after the first notice: “The queue "
    "team joins”? What could the people joining see that had not been visible before?",
    practices=(ETSY, HOWIE, PAGERDUTY_QUESTIONS),
    find=_ask_escalations,
    weight=80,
)
SILENCE = PromptKind(
    key="silence",
    title="A silence in the timeline",
    occasion=Occasion.AFTER,
    made_from="the longest stretch between two entries, where it is twice the next longest",
    example="What was going on between 09:45 and 10:20? The timeline tells nothing of these "
    "35 min; its next longest stretch without an entry is 15 min.",
    practices=(INFINITE_HOWS, HOWIE),
    find=_ask_silence,
    weight=70,
)
KINDS = (WRONG_TURN, RULED_OUT, ESCALATION, SILENCE)
