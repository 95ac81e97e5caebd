"""Prompts from the search for the cause: wrong turns, what ruled them out, help, silence."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from postmortem_kb.model import EventKind
from postmortem_kb.moments import Moment, elapsed
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
_TIMES_THE_NEXT = 1.5


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
        text = f"What made it reasonable{when} to follow this idea: {idea}?"
        text += _seen_by(story, hypothesis.event)
        yield Question(text, story.basis_of(hypothesis.event), hypothesis.event)


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
    return f" Seen by then: {'; '.join(reversed(parts))}." if parts else ""


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
        yield Question(text, story.basis_of(index), index)


def _ask_silence(story: Story) -> Iterator[Question]:
    """The longest stretch between two timed entries that follow each other, where it stands out."""
    gaps = []
    for index, (event, following) in enumerate(zip(story.events, story.events[1:], strict=False)):
        end = event.until or event.at
        gap = elapsed(end, following.at)
        if gap is not None and end is not None and following.at is not None:
            gaps.append((gap.delta, -index, index, end, following.at))
    if len(gaps) < 3:
        return
    (longest, _, index, start, end), (second, *_) = sorted(gaps, reverse=True)[:2]
    if longest >= max(_SHORTEST_SILENCE, second * _TIMES_THE_NEXT):
        yield _silence(story, index, start, end)


def _silence(story: Story, index: int, start: Moment, end: Moment) -> Question:
    length = elapsed(start, end)
    span = f"{story.time(start)} and {story.time(end)}"
    text = (
        f"What was going on between {span}? The timeline tells nothing of these {length}, its "
        "longest stretch without an entry."
    )
    return Question(text, f"timeline, between entries {index + 1} and {index + 2}", index + 1)


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
    made_from="the longest stretch between two entries, where it stands out from the others",
    example="What was going on between 09:45 and 10:20? The timeline tells nothing of these "
    "35 min, its longest stretch without an entry.",
    practices=(INFINITE_HOWS, HOWIE),
    find=_ask_silence,
    weight=70,
)
KINDS = (WRONG_TURN, RULED_OUT, ESCALATION, SILENCE)
