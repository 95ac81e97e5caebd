"""What the timeline strip shows: an incident and its events to phases, tracks and marks in minutes.

Between a record's values and the picture of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from postmortem_kb.durations import Duration
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import Event, EventKind, Incident
from postmortem_kb.moments import Moment, Precision

_MOMENTS = ("started", "detected", "acknowledged", "mitigated", "resolved")
_UNTIL = {name: f"Until {name}" for name in _MOMENTS} | {"started": "Before the stated start"}
_DAY = timedelta(days=1)
_SPREADS = {Precision.DAY: 1440.0, Precision.HOUR: 60.0}
_WORDS_SHOWN = 110
# Text in which Markdown sees nothing but text; reading every entry as Markdown would take longer
# than drawing it.
_PLAIN = re.compile(r"(?!\s*(?:\d+[.)]|[-+])\s)[^\\`*_\[\]<>&!~#|=\n]*")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a moment stands: minutes after the origin, and how many more it may be."""

    minute: float
    spread: float = 0.0
    approximate: bool = False

    @property
    def is_rough(self) -> bool:
        """Whether the record knows it only roughly."""
        return self.approximate or self.spread > 0


@dataclass(frozen=True, slots=True)
class Phase:
    """What lies between two moments of an incident; `name` is the one that ends it.

    `length` is None where it has no end; `label` says then why.
    """

    name: str
    label: str
    begin: float
    end: float | None
    length: Duration | None
    is_rough: bool


@dataclass(frozen=True, slots=True)
class Track:
    """A path that was followed: a hypothesis until it was ruled out, or as long as its entry says.

    `entry` is the number of the list's entry that it belongs to. Where `is_open_before`, the entry
    has no time: it began at some time after `begin`.
    """

    entry: int
    begin: float
    end: float
    is_ruled_out: bool
    is_open_before: bool
    text: str

    @property
    def length(self) -> str:
        """How long it was followed, in words."""
        most = "at most " if self.is_open_before else ""
        return f"{most}{Duration(timedelta(minutes=self.end - self.begin))}"


@dataclass(frozen=True, slots=True)
class Mark:
    """One event with a time; `entry` counts the entries of the list from 1."""

    entry: int
    kind: EventKind
    at: Position
    until: float | None
    moment: Moment
    text: str


@dataclass(frozen=True, slots=True)
class StripContent:
    """All that is drawn, in minutes after `origin`. `phases` has one row for each incident that is
    told of, with its title where there are several."""

    origin: Moment
    phases: tuple[tuple[str, tuple[Phase, ...]], ...]
    tracks: tuple[Track, ...]
    marks: tuple[Mark, ...]
    entries_without_place: int

    @property
    def minutes(self) -> tuple[float, ...]:
        """Every minute that the picture has to show."""
        found = [phase.begin for _, row in self.phases for phase in row]
        found += [phase.end for _, row in self.phases for phase in row if phase.end is not None]
        for mark in self.marks:
            found += [mark.at.minute, mark.at.minute + mark.at.spread]
            found += [mark.until] if mark.until is not None else []
        return tuple(found)


def read_strip(incidents: tuple[Incident, ...], events: tuple[Event, ...]) -> StripContent | None:
    """What can be drawn of a record; None where fewer than two different moments are known."""
    own = [moment for incident in incidents for moment in _moments_of(incident).values()]
    known = [*own, *(event.at for event in events if event.at is not None)]
    origin = next((moment for moment in known if moment.has_time), next(iter(known), None))
    if origin is None:
        return None
    places = [locate(event.at, origin) if event.at else None for event in events]
    marks = tuple(
        _make_mark(number, event, place, origin)
        for number, (event, place) in enumerate(zip(events, places, strict=True), start=1)
        if place is not None
    )
    rows = tuple(
        (incident.title if len(incidents) > 1 else "", phases)
        for incident in incidents
        if (phases := _find_phases(incident, origin))
    )
    content = StripContent(
        origin=origin,
        phases=rows,
        tracks=tuple(_find_tracks(events, places, marks)),
        marks=marks,
        entries_without_place=len(events) - len(marks),
    )
    return content if len(set(content.minutes)) > 1 else None


def locate(moment: Moment, origin: Moment) -> Position | None:
    """Where a moment stands on the axis that begins at `origin`; None where that cannot be told.

    As with `moments.elapsed`: only one of them has a day, a year or a zone.
    """
    first, last = origin.stated, moment.stated
    if (first.has_day, first.has_year) != (last.has_day, last.has_year):
        return None
    if (origin.offset is None) != (moment.offset is None):
        return None
    delta = last.local - first.local
    if origin.offset is not None and moment.offset is not None:
        delta += origin.offset - moment.offset
    if not origin.has_date:
        period = _DAY * (366 if first.has_day else 1)
        if delta < -period / 2:
            delta += period
    minutes = delta.total_seconds() / 60
    return Position(minutes, _SPREADS.get(last.precision, 0.0), last.approximate)


def _moments_of(incident: Incident) -> dict[str, Moment]:
    values: dict[str, Moment | None] = {name: getattr(incident, name) for name in _MOMENTS}
    return {name: moment for name, moment in values.items() if moment is not None}


def _find_phases(incident: Incident, origin: Moment) -> tuple[Phase, ...]:
    places = [
        (name, place)
        for name, moment in _moments_of(incident).items()
        if (place := locate(moment, origin)) is not None
    ]
    places.sort(key=lambda pair: pair[1].minute)
    phases: list[Phase] = []
    for (_, begin), (name, end) in pairwise(places):
        if end.minute <= begin.minute:
            continue
        is_rough = begin.is_rough or end.is_rough
        length = Duration(timedelta(minutes=end.minute - begin.minute), approximate=is_rough)
        phases.append(Phase(name, _UNTIL[name], begin.minute, end.minute, length, is_rough))
    if places and places[-1][0] != "resolved":
        label = "Ongoing" if incident.is_ongoing else "End not stated"
        phases.append(Phase("open", label, places[-1][1].minute, None, None, is_rough=True))
    return tuple(phases)


def _make_mark(number: int, event: Event, place: Position, origin: Moment) -> Mark:
    assert event.at is not None
    end = locate(event.until, origin) if event.until else None
    until = end.minute if end and end.minute > place.minute else None
    return Mark(number, event.kind, place, until, event.at, _words(event))


def _words(event: Event) -> str:
    text = " ".join(event.text.split())
    if not _PLAIN.fullmatch(text):
        text = plain_text(event.text)
    if len(text) <= _WORDS_SHOWN:
        return text
    return f"{text[: _WORDS_SHOWN - 1].rsplit(' ', 1)[0].rstrip(',;:.')}…"


def _find_tracks(
    events: tuple[Event, ...], places: list[Position | None], marks: tuple[Mark, ...]
) -> Iterable[Track]:
    """Hypotheses with a stated range, those that a later entry rules out, and what was ruled out
    over a stated range. A hypothesis of which only the beginning is known has no length."""
    ends = {mark.entry: mark.until for mark in marks}
    pending: list[tuple[int, float, bool, str]] = []
    last = next((place.minute for place in places if place is not None), 0.0)
    for number, (event, place) in enumerate(zip(events, places, strict=True), start=1):
        until = ends.get(number)
        begin = last if place is None else place.minute
        if event.kind is EventKind.HYPOTHESIS and until is not None:
            yield Track(number, begin, until, False, False, _words(event))
        elif event.kind is EventKind.HYPOTHESIS:
            pending.append((number, begin, place is None, _words(event)))
        elif event.kind is EventKind.RULED_OUT:
            if place is not None and until is not None:
                yield Track(number, begin, until, True, False, _words(event))
            if place is not None:
                for entry, from_minute, is_open, text in pending:
                    if begin > from_minute:
                        yield Track(entry, from_minute, begin, True, is_open, text)
            pending = []
        last = begin


def time_followed(tracks: Iterable[Track]) -> Duration:
    """How long at least one track was followed, overlaps counted once."""
    total, covered = 0.0, float("-inf")
    for track in sorted(tracks, key=lambda track: (track.begin, track.end)):
        total += max(track.end - max(track.begin, covered), 0.0)
        covered = max(covered, track.end)
    return Duration(timedelta(minutes=total))
