"""Owner, due day, status and ticket of a measure: labelled lines, brackets and table columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postmortem_kb.action_items import STATUSES, TYPES
from postmortem_kb.extraction.outline.plain import plain_words
from postmortem_kb.extraction.times.clock_text import find_dates
from postmortem_kb.fields import ActionStatus, ActionType

_NAMES = {
    "owner": "owner|owners|assignee|assigned to|responsible|responsible team|responsibility|team"
    "|owned by|point of contact|poc|lead",
    "due": "due|due date|due by|deadline|target date|target|eta|by when|completion date"
    "|expected completion",
    "status": "status|state|progress",
    "ticket": "ticket|tracking|issue|jira|bug|tracker|tracking issue|link|pr",
    "type": "type|kind|category",
    "rank": "priority|severity|effort|estimate|risk|no|number|id|sn|s/n|notes?|comments?|#",
    "title": "action|action item|action items|actions|item|task|tasks|measure|measures|what"
    "|description|title"
    "|improvement|improvements|follow up|follow-up|recommendation|todo|corrective action",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split("|")}
_LINE = "|".join(
    sorted(
        (
            name
            for name, field in _FIELD_OF.items()
            if field in ("owner", "due", "status", "ticket", "rank")
        ),
        key=len,
        reverse=True,
    )
)
_FIELD = re.compile(rf"(?:^|(?<=[\s(;,.|*]))(?P<name>{_LINE})\s?:\s*", re.IGNORECASE)
_TRAILER = re.compile(r"[(\[](?P<inner>[^()\[\]]{3,200})[)\]]\.?\s*$")
_LABEL = re.compile(
    r"[*_]{0,3}(?:task|action|action item|to-?do|measure|what)\s?:[*_]{0,3}\s*", re.IGNORECASE
)
_TICKET = re.compile(r"\[(#\d{1,9}|[A-Z][A-Z0-9]{1,9}-\d+)\]\([^()\s]+\)[).]?\s*$")
_STATUSES = {
    **STATUSES,
    **dict.fromkeys(
        ("to do", "not started", "new", "planned", "pending", "backlog"), ActionStatus.OPEN
    ),
    **dict.fromkeys(("in-progress", "ongoing", "started", "wip"), ActionStatus.IN_PROGRESS),
    **dict.fromkeys(("fixed", "resolved", "merged"), ActionStatus.DONE),
    "wontfix": ActionStatus.DECLINED,
}
_TYPE_WORDS = {
    ActionType.PREVENT: "corrective",
    ActionType.DETECT: "detective monitoring alerting observability",
    ActionType.MITIGATE: "mitigative mitigating recovery remediation",
    ActionType.PROCESS: "documentation training procedure other",
}
_TYPES = TYPES | {word: kind for kind, words in _TYPE_WORDS.items() for word in words.split()}
_EMPTY = frozenset(("", "-", "–", "—", "n/a", "na", "tbd", "?", "none", "todo", "..."))


@dataclass(frozen=True, slots=True)
class MeasureFields:
    """What stands beside a measure, as far as it is stated. `due` is `YYYY-MM-DD`."""

    owner: str | None = None
    due: str | None = None
    status: ActionStatus | None = None
    ticket: str | None = None
    type: ActionType | None = None

    def filled_from(self, other: "MeasureFields") -> "MeasureFields":
        """These fields, and those of another where these say nothing."""
        return MeasureFields(
            self.owner or other.owner,
            self.due or other.due,
            self.status or other.status,
            self.ticket or other.ticket,
            self.type or other.type,
        )


def is_field_line(words: str) -> bool:
    """Whether a line belongs to the measure above it: `Deadline: …`, `Owner: …`."""
    match = _FIELD.match(words)
    return match is not None


def read_field_text(text: str) -> MeasureFields:
    """The fields of a line such as `Owner: @amina. Due: 22 July 2026`."""
    words = plain_words(text)
    found = list(_FIELD.finditer(words))
    given: dict[str, str] = {}
    for match, after in zip(found, [*(m.start() for m in found[1:]), len(words)], strict=True):
        field = _FIELD_OF[match["name"].lower()]
        given.setdefault(field, words[match.end() : after].strip(" ,;.|()[]"))
    return _make(given)


def split_trailer(text: str) -> tuple[str, MeasureFields]:
    """A measure's text without a last bracket of fields, `(owner: @x, due: …)`, and the fields."""
    match = _TRAILER.search(text)
    if match and is_field_line(plain_words(match["inner"])):
        return text[: match.start()].rstrip(), read_field_text(match["inner"])
    ticket = _TICKET.search(text)
    return text, MeasureFields(ticket=ticket[1]) if ticket else MeasureFields()


def without_task_label(text: str) -> str:
    """The text without a label that only says that it is one: `Task:`, `TODO:`."""
    return text[match.end() :] if (match := _LABEL.match(text)) else text


def name_columns(headings: Sequence[str]) -> list[str | None]:
    """Which field each column of a table holds; the first one named of each counts."""
    found: list[str | None] = []
    for heading in headings:
        name = plain_words(heading).lower().strip(" :.?")
        field = "owner" if name == "who" else _FIELD_OF.get(name)
        found.append(field if field not in found else None)
    return found


def read_columns(columns: Mapping[str, str]) -> MeasureFields:
    """The fields of a table row, by name."""
    return _make({name: plain_words(cell) for name, cell in columns.items()})


def _make(given: Mapping[str, str]) -> MeasureFields:
    stated = {name: text for name, text in given.items() if text.lower().strip(" .") not in _EMPTY}
    ticket, told = _part_ticket(stated.get("ticket", ""))
    return MeasureFields(
        owner=stated.get("owner"),
        due=_read_day(stated.get("due", "")),
        status=_read_status(stated.get("status", "")) or told,
        ticket=ticket or None,
        type=_TYPES.get(stated.get("type", "").lower().strip(" .")),
    )


def _part_ticket(text: str) -> tuple[str, ActionStatus | None]:
    """A ticket, and the status that stands beside it: `#12 open`, `none, DONE`."""
    words = text.split() if text.count(" ") == 1 else re.split(r"[,;]", text)
    words = [word.strip(" ,;") for word in words]
    statuses = [status for word in words if (status := _read_status(word)) is not None]
    if not statuses:
        return text, None
    left = [word for word in words if _read_status(word) is None and word.lower() not in _EMPTY]
    return ", ".join(left), statuses[0]


def _read_status(text: str) -> ActionStatus | None:
    return _STATUSES.get(text.lower().strip(" .!✅✔()"))


def _read_day(text: str) -> str | None:
    """The one day that a text names; None where its year or the order of its numbers is open."""
    for mention in find_dates(text):
        day = mention.as_date()
        if mention.year and mention.numbers is None and day:
            return day.isoformat()
    return None
