"""The beginning of a story as a list: events to HTML that says no more than they do.

Links are left out, and only their text is kept: where one leads may tell how the story goes on.
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


@dataclass(frozen=True, slots=True)
class Beginning:
    """What stands above the list, and its entries."""

    caption: str
    entries: tuple[Entry, ...]


def list_beginning(postmortem: Postmortem, events: tuple[Event, ...], site_root: str) -> Beginning:
    """The entries of a record's first events; nothing else of the record is looked at, but for
    where its links are defined."""
    renderer = EventRenderer(postmortem.body.text, site_root)
    zones = {words.zone_of(event.at) for event in events if event.at is not None} - {""}
    entries: list[Entry] = []
    days = {event.at.date for event in events if event.at is not None}
    last_day = ""
    for event in events:
        day = words.date_of(event.at) if event.at is not None else last_day
        entries.append(
            Entry(
                day=day if day != last_day and len(days) > 1 else "",
                when=_say_when(event, has_zone=len(zones) > 1),
                kind=event.kind,
                label=_label(event.kind),
                text=renderer.render_text(event.text) if event.text else Markdown(""),
                details=renderer.render_blocks(event.details) if event.details else Markdown(""),
            )
        )
        last_day = day
    return Beginning(_describe_zone(zones), tuple(entries))


def _say_when(event: Event, *, has_zone: bool) -> str:
    if event.at is None:
        return ""
    text = words.clock(event.at)
    if event.until is not None:
        text = f"{text} – {_say_end(event.at, event.until)}"
    zone = words.zone_of(event.at) if has_zone else ""
    return f"{text} {zone}".strip()


def _say_end(begin: Moment, end: Moment) -> str:
    return words.clock(end) if end.date == begin.date else words.date_and_clock(end)


def _label(kind: EventKind) -> str:
    return "" if kind is EventKind.NOTE else kind.value.replace("-", " ").capitalize()


def _describe_zone(zones: set[str]) -> str:
    if len(zones) != 1:
        return ""
    [zone] = zones
    if zone == words.UNKNOWN_ZONE_TEXT:
        return "Times as written; the time zone is unknown."
    return f"Times in {zone}."
