"""The hypotheses of a story as the facilitator's packet lists them at each of its cuts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from heapq import heappop, heappush
from itertools import islice

from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import Event
from postmortem_kb.moments import Moment, elapsed
from postmortem_kb.pages import words
from postmortem_kb.reading_groups.prompts.quoting import (
    has_several_days,
    has_several_offsets,
    say_at,
)
from postmortem_kb.reading_groups.telling.beginning import ENDS
from postmortem_kb.reading_groups.telling.cuts import Cut
from postmortem_kb.reading_groups.telling.hypotheses import Hypothesis
from postmortem_kb.reading_groups.telling.known_then import split_event

MOST_STANDING = 6
"""Listed at a cut; of those from before these only the number is told."""
_QUOTE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Idea:
    """A hypothesis, and what became of it."""

    text: str
    fate: str


@dataclass(frozen=True, slots=True)
class IdeaList:
    """What stands at a cut, the latest `MOST_STANDING` and how many more there are, and what was
    dropped since the cut before."""

    standing: tuple[Idea, ...]
    earlier: int
    dropped: tuple[Idea, ...]


def list_ideas(
    events: tuple[Event, ...], hypotheses: Sequence[Hypothesis], cuts: Sequence[Cut]
) -> Iterator[IdeaList]:
    """One list for each of the cuts, in their order. Every hypothesis is described once."""
    ideas = dict(_describe(events, hypotheses))
    drops = _find_drops(events, hypotheses)
    standing: dict[int, Idea] = {}
    begin = 0
    for cut in cuts:
        gone: list[int] = []
        for index in range(begin, cut.after + 1):
            if index in ideas:
                standing[index] = ideas[index]
            gone += drops.get(index, ())
        begin = cut.after + 1
        for index in gone:
            del standing[index]
        latest = [*islice(reversed(standing.values()), MOST_STANDING)]
        yield IdeaList(
            tuple(reversed(latest)),
            len(standing) - len(latest),
            tuple(ideas[index] for index in sorted(gone)),
        )


def _find_drops(
    events: tuple[Event, ...], hypotheses: Sequence[Hypothesis]
) -> dict[int, list[int]]:
    """By the index of an event, the hypotheses that nobody followed any more after it: it ruled
    them out, or by then their own stretch of time was over, or the harm was."""
    drops: dict[int, list[int]] = {}
    ruled_out_by = {one.event: one.ruled_out_by for one in hypotheses}
    followed: set[int] = set()
    ends: list[tuple[datetime, int]] = []
    for index, event in enumerate(events):
        by = ruled_out_by.get(index)
        if by is not None:
            drops.setdefault(by, []).append(index)
        elif index in ruled_out_by:
            followed.add(index)
            if event.until is not None:
                heappush(ends, (event.until.sort_key, index))
        if event.kind in ENDS:
            drops.setdefault(index, []).extend(followed)
            followed.clear()
        while ends and (ends[0][1] not in followed or _is_over(events[ends[0][1]], event.at)):
            _, over = heappop(ends)
            if over in followed:
                followed.remove(over)
                drops.setdefault(index, []).append(over)
    return drops


def _is_over(event: Event, at: Moment | None) -> bool:
    gone = elapsed(event.until, at, end_may_come_first=True)
    return gone is not None and gone.delta >= timedelta()


def _describe(
    events: tuple[Event, ...], hypotheses: Sequence[Hypothesis]
) -> Iterator[tuple[int, Idea]]:
    moments = [event.at for event in events]
    has_days, has_offsets = has_several_days(moments), has_several_offsets(moments)

    @cache
    def quote(index: int) -> str:
        text = split_event(events[index]).text or events[index].text
        return words.shorten(plain_text(text), _QUOTE_LENGTH)

    for one in hypotheses:
        if one.ruled_out_by is not None:
            at = events[one.ruled_out_by].at
            when = ""
            if at is not None and at.has_time:
                when = say_at(at, with_day=has_days, with_zone=has_offsets)
            after = f"after {one.lasted}" if one.lasted else "after a time that is not told"
            fate = f"Ruled out{when}, {after}: “{quote(one.ruled_out_by)}”"
        else:
            pursued = f"Pursued for {one.lasted}. " if one.lasted is not None else ""
            fate = f"{pursued}Nothing in the timeline rules it out."
        yield one.event, Idea(quote(one.event), fate)
