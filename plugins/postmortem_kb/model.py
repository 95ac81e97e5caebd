"""The values that the line passes on: what a record says, read and resolved."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from postmortem_kb.durations import Duration
from postmortem_kb.fields import (
    ActionStatus,
    ActionType,
    FrontMatter,
    Impact,
    Kind,
    ReviewStatus,
)
from postmortem_kb.moments import Moment
from postmortem_kb.problem import Place
from postmortem_kb.zones import Zone


@dataclass(frozen=True, slots=True)
class Source:
    """A text file as read: newlines are `\\n`, a byte-order mark is gone.

    `path` is relative to the project's root, with forward slashes.
    """

    path: str
    absolute: Path
    text: str


class SectionKind(StrEnum):
    """What a section of the body is about, recognised by its heading."""

    SUMMARY = "summary"
    IMPACT = "impact"
    TIMELINE = "timeline"
    ROOT_CAUSE = "root-cause"
    TRIGGER = "trigger"
    DETECTION = "detection"
    RESOLUTION = "resolution"
    WENT_WELL = "went-well"
    WENT_WRONG = "went-wrong"
    LUCKY = "lucky"
    LESSONS = "lessons"
    ACTION_ITEMS = "action-items"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the body and the Markdown up to the next heading of any level.

    The text before the first heading is a section with `level` 0 and no title. `kind` is the
    heading's own, or that of the closest heading above it that has one. `title` is Markdown.
    `line` is the heading's line in the file; `text_line` that of the first line of `text`.
    """

    kind: SectionKind | None
    title: str
    level: int
    line: int
    text: str
    text_line: int


class EventKind(StrEnum):
    """What an event of the timeline marks."""

    STARTED = "started"
    DETECTED = "detected"
    ACKNOWLEDGED = "acknowledged"
    ESCALATED = "escalated"
    HYPOTHESIS = "hypothesis"
    RULED_OUT = "ruled-out"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"
    RECOVERED = "recovered"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a timeline, in the order of the document.

    `text` is Markdown without time and label; `details` is the Markdown of what is nested below.
    `at` and `until` are None where the entry states no time. Its lines in the file are `line` to
    `end_line`, both included. `cut` is not None where a mark in the entry says that a group stops
    to think after it: the question to ask, or "" where it sets none; the mark is not in the text.
    `columns` are the cells of a table that stand in the text besides what happened, as (heading,
    passage of the text).
    """

    at: Moment | None
    until: Moment | None
    kind: EventKind
    text: str
    details: str
    line: int
    end_line: int
    cut: str | None = None
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One measure. `title`, `details` and `reason` are Markdown; what is not stated is None.

    `details` is what is nested below it in a list. `others` are the table columns and values that
    no field is meant for or that could not be read, as (heading, Markdown). Its lines in the file
    are `line` to `end_line`, both included.
    """

    title: str
    line: int
    end_line: int
    type: ActionType | None = None
    owner: str | None = None
    due: str | None = None
    status: ActionStatus | None = None
    done: str | None = None
    reason: str | None = None
    ticket: str | None = None
    details: str = ""
    others: tuple[tuple[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done; an item without a status is."""
        return self.status not in (ActionStatus.DONE, ActionStatus.DECLINED)


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of a file, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Body:
    """A record's Markdown taken apart; `text` begins on line `line` of the file.

    `event_blocks` and `action_item_blocks` are the lists and tables, whole, that the events and
    action items were read from: a page shows them in another form, and every other line as it is.
    """

    text: str
    line: int
    sections: tuple[Section, ...] = ()
    events: tuple[Event, ...] = ()
    action_items: tuple[ActionItem, ...] = ()
    event_blocks: tuple[Span, ...] = ()
    action_item_blocks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened. Most records tell of one; every count and figure is made of these.

    Terms are canonical ids of the taxonomy. `stated_duration` is the front matter's `duration`;
    see `metrics` for the figures.
    """

    postmortem_id: str
    id: str
    title: str
    kind: Kind
    severity: str | None = None
    started: Moment | None = None
    detected: Moment | None = None
    acknowledged: Moment | None = None
    mitigated: Moment | None = None
    resolved: Moment | None = None
    is_ongoing: bool = False
    stated_duration: Duration | None = None
    services: tuple[str, ...] = ()
    cause_services: tuple[str, ...] = ()
    root_causes: tuple[str, ...] = ()
    trigger: str | None = None
    detection: str | None = None
    mitigation: str | None = None
    impact: Impact | None = None
    unlisted: tuple[tuple[str, str], ...] = ()
    """Pairs of field and text that are no term of the taxonomy (allowed in a draft)."""

    @property
    def day(self) -> str | None:
        """The local day that it started on, as `2024-06-08`, where it is known."""
        day = self.started.date if self.started else None
        return day.isoformat() if day else None


@lru_cache(maxsize=2)
def _split_lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


@dataclass(frozen=True, slots=True)
class Postmortem:
    """A record that can be published.

    `incident` is the record as a whole; `incidents` are what counts: the same one, or each of the
    several that the document tells of. `summary` is plain text.
    """

    id: str
    source: Source
    fields: FrontMatter
    zone: Zone
    has_zone: bool
    """Whether the record or the site says what zone times are in, `unknown` included."""
    incident: Incident
    incidents: tuple[Incident, ...]
    summary: str | None
    body: Body
    action_items: tuple[ActionItem, ...]
    places: dict[tuple[str | int, ...], Place] = field(
        default_factory=dict, compare=False, repr=False
    )

    def __hash__(self) -> int:
        return hash(self.source.path)

    @property
    def title(self) -> str:
        """Plain text, to be escaped wherever it lands."""
        return self.fields.title

    @property
    def is_draft(self) -> bool:
        """Whether its author calls it one."""
        return self.fields.review_status is ReviewStatus.DRAFT

    def find_place(self, *path: str | int) -> Place:
        """Where a front matter value stands, or the closest thing around it."""
        for length in range(len(path), 0, -1):
            if found := self.places.get(path[:length]):
                return found
        return Place(1)

    def body_place(self, line: int, text: str) -> Place:
        """Where `text` stands in the body, on line `line` or soon after; else the line's start."""
        lines = _split_lines(self.source.text)
        for number in range(line, min(line + 20, len(lines) + 1)):
            if (column := lines[number - 1].find(text)) >= 0:
                return Place(number, column + 1)
        return Place(line)
