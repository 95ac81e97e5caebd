"""Timeline entries: text to events, with the date carried from one to the next."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from postmortem_kb.blocks import Block, Entry, find_blocks
from postmortem_kb.clocks import Clock, read_clock
from postmortem_kb.cut_marks import take_cuts
from postmortem_kb.errors import FieldError
from postmortem_kb.model import Event, EventKind, Section, SectionKind, Span
from postmortem_kb.moments import Moment, Precision, Timestamp
from postmortem_kb.sections import BLOCKS
from postmortem_kb.zones import Zone, find_zone

_RANGE = re.compile(r"\s*(?:–|—|-|\bto\b|\buntil\b)\s*")
_WRAPPER = re.compile(r"(?:\*\*|__|`|\*|_|\[)?")
_AFTER = re.compile(r"\s*(?:[:–—]|[-.,](?=\s))?\s*")
_LABEL = re.compile(
    r"(?:\*\*|__)(?P<label>[^*_\n]{1,30}?)\s*+:?+\s*+(?:\*\*|__)\s*(?:[:–—]|-(?=\s))?\s*"
)
_DATE = re.compile(r"\b(\d{4}-\d\d-\d\d)\b")
_PARENTHESES = re.compile(r"\(([^()]+)\)")
_LABELS = {
    "started": EventKind.STARTED,
    "start": EventKind.STARTED,
    "detected": EventKind.DETECTED,
    "detection": EventKind.DETECTED,
    "acknowledged": EventKind.ACKNOWLEDGED,
    "escalated": EventKind.ESCALATED,
    "escalation": EventKind.ESCALATED,
    "hypothesis": EventKind.HYPOTHESIS,
    "ruled out": EventKind.RULED_OUT,
    "mitigated": EventKind.MITIGATED,
    "mitigation": EventKind.MITIGATED,
    "resolved": EventKind.RESOLVED,
    "resolution": EventKind.RESOLVED,
    "recovered": EventKind.RECOVERED,
    "recovery": EventKind.RECOVERED,
    "note": EventKind.NOTE,
}
_COLUMNS = {
    "time": ("time", "when", "timestamp", "at", "clock", "start", "from"),
    "until": ("until", "end", "to"),
    "date": ("date", "day"),
    "kind": ("kind", "type", "phase", "label"),
    "text": ("event", "what", "description", "what happened", "details", "action", "entry"),
}
_JUMP_BACK = timedelta(hours=2)
_DAY, _NO_TIME = timedelta(days=1), timedelta()


@dataclass(slots=True)
class _Calendar:
    """The day that the next entry without a date belongs to."""

    zone: Zone
    has_day: bool
    has_year: bool
    day: date
    started: datetime | None
    """The incident's start, until the first entry has its day."""
    last: Moment | None = None

    def place(self, clock: Clock, zone: Zone | None) -> Moment:
        """Give a clock time its day: the stated one, or the one carried forward.

        Where the clock falls back by over two hours and no date is given, the next day begins.
        """
        if clock.day is not None:
            self.day, self.has_day, self.has_year = clock.day, True, clock.has_year
        moment = self._at(clock, zone, self.day)
        if clock.clock is None:
            self.last = self.started = None
            return moment
        if clock.day is None:
            turn = self._find_turn(moment)
            if turn:
                self.day = _shift(self.day, turn)
                moment = self._at(clock, zone, self.day)
        self.last, self.started = moment, None
        return moment

    def place_end(self, start: Moment, clock: Clock, zone: Zone | None) -> Moment:
        """The end of a range: on its start's day or the one after. Nothing is carried on from it,
        for the next entry may begin before."""
        if clock.day is not None:
            return self._at(clock, zone, clock.day)
        day = start.stated.local.date()
        end = self._at(clock, zone, day)
        goes_back = clock.clock is not None and start.has_time and _later_by(end, start) < _NO_TIME
        return self._at(clock, zone, _shift(day, _DAY)) if goes_back else end

    def _find_turn(self, moment: Moment) -> timedelta:
        """How many days a clock time is off the day carried so far."""
        if self.last is not None:
            return _DAY if _later_by(moment, self.last) < -_JUMP_BACK else _NO_TIME
        if self.started is None:
            return _NO_TIME
        # The first entry may be on the other side of midnight from the incident's start.
        gap = moment.stated.local - self.started
        if abs(gap) < _DAY - _JUMP_BACK:
            return _NO_TIME
        return -_DAY if gap > _NO_TIME else _DAY

    def _at(self, clock: Clock, zone: Zone | None, day: date) -> Moment:
        stated = Timestamp(
            text=clock.text,
            local=datetime.combine(day, clock.clock or time()),
            precision=clock.precision,
            has_day=self.has_day or clock.day is not None,
            has_year=self.has_year if clock.day is None else clock.has_year,
            approximate=clock.approximate,
        )
        return Moment(stated, clock.zone or zone or self.zone)


def _shift(day: date, by: timedelta) -> date:
    """Another day; the same one where the calendar ends."""
    try:
        return day + by
    except OverflowError:
        return day


def _later_by(moment: Moment, other: Moment) -> timedelta:
    """How much later a moment is; by the clock alone where one of the zones is not known."""
    if moment.offset is None or other.offset is None:
        return moment.stated.local - other.stated.local
    return moment.sort_key - other.sort_key


def parse_timeline(
    sections: Iterable[Section], zone: Zone, started: Timestamp | None
) -> tuple[tuple[Event, ...], tuple[Span, ...]]:
    """Read the events of all timeline sections, and the lines of the lists and tables they are in.

    `started` gives the first entry's day where it states none.
    """
    calendar = _Calendar(
        zone=zone,
        has_day=started is not None and started.has_day,
        has_year=started is not None and started.has_year,
        day=started.local.date() if started else date(1904, 1, 1),
        started=started.local if started and _is_comparable(started) else None,
    )
    events: list[Event] = []
    spans: list[Span] = []
    for section in sections:
        if section.kind is not SectionKind.TIMELINE:
            continue
        if day := _find_date(section.title):
            calendar.day, calendar.has_day, calendar.has_year = day, True, True
            calendar.last = calendar.started = None
        heading_zone = _find_zone(section.title)
        for block in find_blocks(section.text, section.text_line):
            read = list(_read_block(block, calendar, heading_zone))
            if read:
                events += read
                spans.append(block.lines)
    return tuple(events), tuple(spans)


def _is_comparable(started: Timestamp) -> bool:
    return started.has_day and started.precision is not Precision.DAY and started.offset is None


def _read_block(block: Block, calendar: _Calendar, zone: Zone | None) -> Iterator[Event]:
    if not block.headings:
        for entry in block.entries:
            yield _read_text(entry, entry.text, calendar, zone)
        return
    columns = _find_columns(block.headings)
    time_zone = next((found for name in block.headings if (found := _find_zone(name))), zone)
    for entry in block.entries:
        named = zip(columns, block.headings, entry.cells, strict=False)
        filled = [(name, heading, cell) for name, heading, cell in named if cell]
        cells = {name: cell for name, _, cell in filled}
        when = " ".join(cells[name] for name in ("date", "time") if name in cells)
        if until := cells.get("until"):
            when += f" – {until}"
        texts = [(heading, cell) for name, heading, cell in filled if name.startswith("text")]
        asides = [
            (heading, f"(**{heading}:** {cell})" if heading else f"({cell})")
            for name, heading, cell in filled
            if name.startswith("other:")
        ]
        text = " – ".join(cell for _, cell in texts)
        text += "".join(f" {aside}" for _, aside in asides)
        if kind := cells.get("kind"):
            label = kind.strip("*_ :")
            text = f"**{label}:** {text}"
        # The colon parts a time from a text that begins like a zone or another time.
        whole = f"{when}: {text}" if when and text else when or text
        # A single column of text is what happened, whatever it is called.
        parts = (*(texts if len(texts) > 1 else ()), *asides)
        yield _read_text(entry, whole.strip(), calendar, time_zone, parts)


def _find_columns(headings: tuple[str, ...]) -> list[str]:
    """Name each column: `time`, `until`, `date`, `kind`, `text…`, or `other:<heading>`."""
    names: list[str] = []
    for index, heading in enumerate(headings):
        words = re.sub(r"\(.*?\)|[^a-z ]", "", heading.lower()).strip()
        name = next((name for name, known in _COLUMNS.items() if words in known), None)
        if name == "text" or name in names:
            name = f"text{index}"
        names.append(name or f"other:{heading}")
    if "time" not in names and "date" not in names:
        names[0] = "time"
    if not any(name.startswith("text") for name in names):
        names = [f"text{i}" if name.startswith("other:") else name for i, name in enumerate(names)]
    return names


def _read_text(
    entry: Entry,
    text: str,
    calendar: _Calendar,
    zone: Zone | None,
    columns: tuple[tuple[str, str], ...] = (),
) -> Event:
    text, details, cut = take_cuts(text, entry.details)
    if cut is not None and not text:
        text, details = _find_lead(details)
    wrapper = _WRAPPER.match(text)
    opening = wrapper.group() if wrapper else ""
    start, rest = read_clock(text[len(opening) :])
    end = None
    if start is None:
        rest = text
    else:
        closing = "]" if opening == "[" else opening
        end, rest = _read_end(rest)
        if opening and rest.removeprefix(":").startswith(closing):
            rest = rest.removeprefix(":")[len(closing) :]
            if end is None:
                end, rest = _read_wrapped_end(rest, opening, closing)
        elif opening:
            rest = opening + _after(rest)
        rest = _after(rest)
    kind, rest = _read_label(rest)
    at = calendar.place(start, zone) if start else None
    until = calendar.place_end(at, end, zone) if at and end else None
    lines = entry.lines
    shown = tuple((heading, take_cuts(cell, "")[0]) for heading, cell in columns)
    return Event(at, until, kind, rest.strip(), details, lines.first, lines.last, cut, shown)


def _find_lead(details: str) -> tuple[str, str]:
    """An entry's first paragraph and what stands below it, where a mark stood in front of it: to
    Markdown the whole of that line is a comment."""
    first = next(iter(BLOCKS.parse(details)), None)
    if first is None or first.type != "paragraph_open" or first.map is None:
        return "", details
    lines, end = details.split("\n"), first.map[1]
    return "\n".join(map(str.strip, lines[:end])), "\n".join(lines[end:]).strip("\n")


def _read_end(text: str) -> tuple[Clock | None, str]:
    """The end of a range, where the text goes on with one."""
    separator = _RANGE.match(text)
    end, rest = read_clock(text[separator.end() :]) if separator else (None, text)
    return end, rest if end else text


def _read_wrapped_end(text: str, opening: str, closing: str) -> tuple[Clock | None, str]:
    """The end of a range whose two times are bold, code or in brackets each for itself."""
    separator = _RANGE.match(text)
    if separator and text.startswith(opening, separator.end()):
        end, rest = read_clock(text[separator.end() + len(opening) :])
        if end and rest.startswith(closing):
            return end, rest[len(closing) :]
    return None, text


def _after(text: str) -> str:
    match = _AFTER.match(text)
    return text[match.end() :] if match else text


def find_label_kind(label: str) -> EventKind | None:
    """The kind that a label in front of an entry names: `Ruled out`, `Escalation`."""
    return _LABELS.get(label.strip().lower().replace("-", " "))


def _read_label(text: str) -> tuple[EventKind, str]:
    match = _LABEL.match(text)
    kind = find_label_kind(match["label"]) if match else None
    if match is None or kind is None:
        return EventKind.NOTE, text
    return kind, text[match.end() :]


def _find_date(title: str) -> date | None:
    match = _DATE.search(title)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _find_zone(title: str) -> Zone | None:
    """The zone in parentheses: `Timeline (UTC)`, `Time (all times PDT)`."""
    for words in _PARENTHESES.findall(title):
        for name in (words, *words.split()[-1:]):
            try:
                zone = find_zone(name)
            except FieldError:
                continue
            if zone is not None:
                return zone
    return None
