"""The timeline of a record: its events as a list with times, days and the kind of each."""

import textwrap
from dataclasses import dataclass

from postmortem_kb.charts.timeline_strip import entry_anchor
from postmortem_kb.escape import Markdown
from postmortem_kb.model import Event, EventKind, Incident
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.dialect import adapt_markdown
from postmortem_kb.pages.templating import render_template

_INDENT = "    "
_LABELS = {kind: kind.value.replace("-", " ").capitalize() for kind in EventKind}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One event; `day` is set where a new day begins."""

    day: str
    when: Markdown
    kind: Markdown
    text: Markdown
    details: Markdown


class TimelineRenderer:
    """Renders the lists of one record in order: which day and zone were shown last is kept.

    `picture` stands above the first list; its marks link to the entries, which then have anchors.
    """

    def __init__(self, events: tuple[Event, ...], picture: Markdown | None = None) -> None:
        self._picture = picture
        self._numbers = {id(event): number for number, event in enumerate(events, start=1)}
        self._has_anchors = bool(picture)
        days = {event.at.date for event in events if event.at is not None}
        zones = {words.zone_of(event.at) for event in events if event.at is not None} - {""}
        self._has_days = len(days) > 1
        self._zones = sorted(zones)
        self._caption = _describe_zones(self._zones)
        self._day = ""

    def render(self, events: tuple[Event, ...]) -> str:
        """One list of the document."""
        caption, self._caption = self._caption, ""
        entries = [self._make_entry(event) for event in events]
        picture, self._picture = self._picture, None
        made = render_template("timeline", {}, caption=caption, entries=entries)
        return f"{picture}\n\n{made}" if picture else made

    def _make_entry(self, event: Event) -> _Entry:
        day = words.date_of(event.at) if event.at is not None and self._has_days else self._day
        is_new, self._day = day != self._day, day
        return _Entry(
            day=day if is_new else "",
            when=self._anchored(event, self._when(event)),
            kind=_kind(event.kind),
            text=_indent_rest(event.text),
            details=Markdown(textwrap.indent(adapt_markdown(event.details.strip("\n")), _INDENT)),
        )

    def _anchored(self, event: Event, when: Markdown) -> Markdown:
        if not self._has_anchors:
            return when
        anchor = entry_anchor(self._numbers[id(event)])
        return Markdown(when.replace(" ", f' id="{anchor}" ', 1))

    def _when(self, event: Event) -> Markdown:
        """The time of an event as one element, however much of it there is."""
        if event.at is None:
            return Markdown('<span class="pm-when"></span>')
        text = words.clock(event.at) or words.date_of(event.at)
        if event.until is not None:
            is_same_day = event.until.date == event.at.date
            end = words.clock(event.until) if is_same_day else words.date_and_clock(event.until)
            text = f"{text} – {end}"
        if len(self._zones) > 1 and (zone := words.zone_of(event.at)):
            text = f"{text} {zone}"
        return cells.time_element(event.at, text, name="pm-when")


def describe_zone_of(events: tuple[Event, ...], incident: Incident) -> str:
    """The zone that a record's timeline is in, in a few words: that of its first time of day."""
    moments = [incident.started, incident.detected, *(event.at for event in events)]
    zones = (words.zone_of(moment) for moment in moments if moment is not None)
    zone = next((zone for zone in zones if zone), "")
    if zone == words.UNKNOWN_ZONE_TEXT:
        return "times as written, in an unknown zone"
    return f"times in {zone}" if zone else ""


def _describe_zones(zones: list[str]) -> str:
    if len(zones) != 1:
        return ""
    if zones[0] == words.UNKNOWN_ZONE_TEXT:
        return "Times as written; the time zone is unknown."
    return f"Times in {zones[0]}."


def _kind(kind: EventKind) -> Markdown:
    if kind is EventKind.NOTE:
        return Markdown("")
    return Markdown(f'<span class="pm-kind pm-kind--{kind}">{_LABELS[kind]}</span>')


def _indent_rest(text: str) -> Markdown:
    """Further lines of a list item stand below its first one."""
    first, *rest = text.split("\n")
    return Markdown("\n".join([first, *(f"{_INDENT}{line.strip()}" for line in rest)]))
