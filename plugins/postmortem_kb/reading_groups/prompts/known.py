"""What responders knew at a cut of their story: a record to the part of it before the cut."""

from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_kb.model import Event, EventKind, Postmortem
from postmortem_kb.moments import Moment, elapsed
from postmortem_kb.pages import words
from postmortem_kb.reading_groups.prompts.quoting import (
    has_several_days,
    has_several_offsets,
    quote_event,
    say_at,
    say_time,
)
from postmortem_kb.reading_groups.telling.hypotheses import (
    Hypothesis,
    find_hypotheses,
    find_hypotheses_until,
)

_NOTICES = (EventKind.DETECTED, EventKind.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class Known:
    """The events up to a cut, the last one included, and what can be told from them alone."""

    events: tuple[Event, ...]
    hypotheses: tuple[Hypothesis, ...]
    question: str | None = None
    """The one that the record sets by hand."""

    @property
    def index(self) -> int:
        """The event after which the story stops."""
        return len(self.events) - 1

    @property
    def last(self) -> Event:
        """That event."""
        return self.events[-1]

    @property
    def now(self) -> str:
        """Its time, to stand behind a word: ` at 13:15`, or nothing."""
        return say_at(self.last.at, with_day=self._has_days, with_zone=self._has_offsets)

    @property
    def basis(self) -> str:
        """What every question at this cut is made from."""
        when = ""
        if at := self.last.at:
            said = say_time(at, with_day=self._has_days, with_zone=self._has_offsets)
            when = f" ({said})"
        return f"timeline up to entry {self.index + 1}{when}, nothing later"

    @property
    def _has_days(self) -> bool:
        return has_several_days(event.at for event in self.events)

    @property
    def _has_offsets(self) -> bool:
        return has_several_offsets(event.at for event in self.events)

    @property
    def first_notice(self) -> Moment | None:
        """When anybody or anything first noticed, where the timeline says it."""
        noticed = [event.at for event in self.events if event.kind in _NOTICES]
        return noticed[0] if noticed else None

    def quote(self, index: int) -> str | None:
        """What was known of an event then, between quotation marks."""
        return quote_event(self.events[index])

    def quote_last(self, fallback: str) -> str:
        """The last event between quotation marks; `fallback` where that says nothing."""
        return self.quote(self.index) or fallback

    def find_open(self) -> list[int]:
        """The hypotheses that the timeline has not ruled out so far."""
        return [one.event for one in self.hypotheses if one.ruled_out_by is None]

    def facts(self) -> str:
        """What there is to count, as a sentence behind a space; nothing where there is nothing."""
        parts = list(self._find_facts())
        return f" So far: {'; '.join(parts)}." if parts else ""

    def _find_facts(self) -> Iterator[str]:
        since = elapsed(self.first_notice, self.last.at)
        if since is not None and since.minutes >= 1:
            yield f"{since} since the first notice"
        if self.hypotheses:
            ruled_out = len(self.hypotheses) - len(self.find_open())
            ideas = words.count(len(self.hypotheses), "idea")
            yield f"{ideas} followed, {ruled_out or 'none'} ruled out"
        if calls := sum(event.kind is EventKind.ESCALATED for event in self.events):
            yield f"others called in {_times(calls)}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def know_until(
    postmortem: Postmortem,
    after: int,
    question: str | None = None,
    hypotheses: tuple[Hypothesis, ...] | None = None,
) -> Known:
    """What was known after the event with the index `after`, and nothing of the rest.

    `hypotheses` are those of the whole record, where they were found already: for a record with
    many cuts, finding them anew for each is what takes time.
    """
    events = postmortem.body.events
    found = find_hypotheses(postmortem) if hypotheses is None else hypotheses
    return Known(events[: after + 1], find_hypotheses_until(found, events, after), question)
