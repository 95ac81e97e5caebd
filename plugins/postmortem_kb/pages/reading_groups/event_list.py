"""Events as lists in a packet: what a story says to HTML, which no site generator reads again.

Links are left out, and only their text is kept: where one leads may tell how the story goes on, and
on paper nobody follows it. Pictures are where the record has them.
"""

from dataclasses import dataclass

from postmortem_kb.escape import Markdown
from postmortem_kb.model import Event, EventKind, Postmortem
from postmortem_kb.moments import Moment
from postmortem_kb.pages import words
from postmortem_kb.pages.reading_groups.replay_html import EventRenderer


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `day` is only there where one of several begins; `text` and `details` are HTML,
    and both empty where all of it is told later."""

    day: str
    when: str
    kind: EventKind
    label: str
    text: Markdown
    details: Markdown


class EventLister:
    """Lists of the events of one record, in order: which day was shown last is kept.

    `events` are all that are going to be listed; `root` is the relative URL of the site's root.
    """

    def __init__(self, postmortem: Postmortem, events: tuple[Event, ...], root: str) -> None:
        self._renderer = EventRenderer(postmortem.body.text, root)
        zones = {words.zone_of(event.at) for event in events if event.at is not None} - {""}
        self._has_zones = len(zones) > 1
        self._has_days = len({event.at.date for event in events if event.at is not None}) > 1
        self._day = ""
        self.caption = _describe_zone(zones)

    def list(self, events: tuple[Event, ...]) -> tuple[Entry, ...]:
        """The entries of some of the events."""
        return tuple(map(self._make_entry, events))

    def render(self, markdown: str) -> Markdown:
        """A passage of the record as HTML, for a cell or a line."""
        return self._renderer.render_text(markdown) if markdown else Markdown("")

    def _make_entry(self, event: Event) -> Entry:
        day = words.date_of(event.at) if event.at is not None and self._has_days else self._day
        is_new, self._day = day != self._day, day
        details = self._renderer.render_blocks(event.details) if event.details else Markdown("")
        return Entry(
            day=day if is_new else "",
            when=self._say_when(event),
            kind=event.kind,
            label=label_kind(event.kind),
            text=self.render(event.text),
            details=details,
        )

    def _say_when(self, event: Event) -> str:
        if event.at is None:
            return ""
        text = words.clock(event.at) or words.date_of(event.at)
        if event.until is not None:
            text = f"{text} – {_say_end(event.at, event.until)}"
        zone = words.zone_of(event.at) if self._has_zones else ""
        return f"{text} {zone}".strip()


def label_kind(kind: EventKind) -> str:
    """What a timeline calls a kind: `Ruled out`; a note is called nothing."""
    return "" if kind is EventKind.NOTE else kind.value.replace("-", " ").capitalize()


def _say_end(begin: Moment, end: Moment) -> str:
    return words.clock(end) if end.date == begin.date else words.date_and_clock(end)


def _describe_zone(zones: set[str]) -> str:
    if len(zones) != 1:
        return ""
    [zone] = zones
    if zone == words.UNKNOWN_ZONE_TEXT:
        return "Times as written; the time zone is unknown."
    return f"Times in {zone}."
