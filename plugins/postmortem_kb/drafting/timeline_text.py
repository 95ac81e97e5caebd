"""Events to the entries of a record's timeline, as short as the parser reads them back the same."""

from dataclasses import dataclass
from datetime import date, timedelta

from postmortem_kb.errors import FieldError
from postmortem_kb.extraction.findings import FoundEvent
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.outline import PartKind
from postmortem_kb.extraction.outline.plain import without_ornament
from postmortem_kb.model import Event, EventKind, Section, SectionKind
from postmortem_kb.moments import Precision, Timestamp, format_clock, parse_timestamp
from postmortem_kb.timeline import find_label_kind, parse_timeline
from postmortem_kb.zones import UNKNOWN_ZONE, format_offset

KIND_LABELS = {kind: kind.value.replace("-", " ").capitalize() for kind in EventKind}
"""The labels that records have."""

_BACK = timedelta(hours=2)
_FAR = timedelta(hours=20)
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Carried:
    """What the parser knows when it comes to an entry: the day carried from the one before."""

    day: date | None = None
    has_year: bool = True
    last: Timestamp | None = None
    started: Timestamp | None = None

    @classmethod
    def from_start(cls, started: Timestamp | None) -> "Carried":
        """Before the first entry."""
        if started is None or not started.has_day:
            return cls()
        return cls(started.local.date(), started.has_year, None, started)

    def forget_day(self) -> None:
        """After a heading with a day of its own: the next entry states its day."""
        self.day = self.last = self.started = None

    def needs_day(self, at: Timestamp) -> bool:
        """Whether an entry has to state its day."""
        if not at.has_day:
            return False
        if self.day != at.local.date() or self.has_year != at.has_year:
            return True
        if self.last is not None:
            return at.offset != self.last.offset or at.local < self.last.local - _BACK
        return self.started is not None and abs(at.local - self.started.local) >= _FAR

    def go_on(self, at: Timestamp) -> None:
        """After an entry."""
        if at.has_day:
            self.day, self.has_year = at.local.date(), at.has_year
        self.last, self.started = at, None


def write_time(event: FoundEvent, carried: Carried) -> str:
    """The time or range that an entry begins with; empty where it states none."""
    if event.at is None:
        return ""
    at = parse_timestamp(event.at)
    text = _write_clock(at, with_day=carried.needs_day(at))
    carried.go_on(at)
    if event.until is None:
        return text
    until = parse_timestamp(event.until)
    return f"{text} – {_write_clock(until, with_day=_end_needs_day(at, until))}"


def _end_needs_day(at: Timestamp, until: Timestamp) -> bool:
    if not until.has_day:
        return False
    if at.offset != until.offset:
        return True
    days = until.local.date() - at.local.date()
    is_over_midnight = until.local.time() < at.local.time()
    return days != (_DAY if is_over_midnight else timedelta())


def _write_clock(stamp: Timestamp, *, with_day: bool) -> str:
    text = "~" if stamp.approximate else ""
    if with_day or stamp.precision is Precision.DAY:
        text += f"{stamp.local.year:04}" if stamp.has_year else "-"
        text += f"-{stamp.local:%m-%d}"
        if stamp.precision is not Precision.DAY:
            text += " "
    text += format_clock(stamp)
    if stamp.offset is not None:
        text += f" UTC{format_offset(stamp.offset)}" if stamp.offset else " UTC"
    return text


def choose_words(event: FoundEvent, *, is_alone: bool) -> str:
    """The words of an entry, as Markdown: without the time, but with all that stood around it.

    `is_alone` is whether it is the only event of its part.
    """
    text = event.text.strip()
    source = event.source.text
    bare = without_ornament(source)
    ornament = source[: source.find(bare)].strip() if bare else ""
    if is_alone and ornament and event.source.kind is not PartKind.ROW and ornament not in text:
        text = f"{ornament} {text}".strip()
    return text


def write_entry(time: str, text: str, kind: EventKind) -> str:
    """One entry: `13:15 – 13:45 **Hypothesis:** …`; `text` is written Markdown."""
    label, rest = split_label(text)
    start = f"{time} " if time else ""
    candidates: list[tuple[str, str]] = []
    if kind is EventKind.NOTE:
        candidates.append((f"{start}{text}", text))
        # A colon parts a time from words that look like more of it.
        candidates += [(f"{time}: {text}", text)] if time else []
    elif find_label_kind(text) is kind:
        candidates.append((f"{start}**{text}:**", ""))  # the words stand below it
    elif label and find_label_kind(label) is kind:
        candidates.append((f"{start}**{label}:** {rest.strip()}", rest.strip()))
    marked = f"{start}**{KIND_LABELS[kind]}:** {text}"
    for entry, words in candidates:
        if _reads_as(entry, words, kind, has_time=bool(time), is_range=" – " in time):
            return entry.strip()
    return marked.strip()


def _reads_as(entry: str, words: str, kind: EventKind, *, has_time: bool, is_range: bool) -> bool:
    """Whether the parser finds the same kind and words, and neither more nor less of a time."""
    event = read_entry(entry)
    return (
        event is not None
        and event.kind is kind
        and event.text == words
        and (event.at is not None) is has_time
        and (event.until is not None) is is_range
    )


def read_entry(entry: str) -> Event | None:
    """What the parser makes of one entry."""
    section = Section(SectionKind.TIMELINE, "Timeline", 2, 1, f"- {entry}\n", 2)
    try:
        events, _ = parse_timeline((section,), UNKNOWN_ZONE, None)
    except FieldError:
        return None
    return events[0] if len(events) == 1 else None
