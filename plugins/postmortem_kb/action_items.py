"""Action items of the body: lists and tables to values, with what could not be read."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

from postmortem_kb.blocks import Block, Entry, find_blocks
from postmortem_kb.errors import FieldError
from postmortem_kb.fields import ActionItemFields, ActionStatus, ActionType
from postmortem_kb.model import ActionItem, Section, SectionKind, Span
from postmortem_kb.moments import parse_timestamp
from postmortem_kb.problem import Finding, Place
from postmortem_kb.rules.action_items import UNREADABLE_ACTION_FIELD
from postmortem_kb.rules.declaration import Rule

_COLUMNS = {
    "title": ("action", "action item", "item", "task", "measure", "what", "description", "title"),
    "type": ("type", "kind", "category"),
    "owner": ("owner", "assignee", "team", "responsible", "assigned to"),
    "due": ("due", "due date", "deadline", "by", "target date"),
    "status": ("status", "state"),
    "done": ("done", "completed", "done on", "finished"),
    "reason": ("reason",),
    "ticket": ("ticket", "issue", "bug", "tracking", "link"),
}
TYPES = {
    "prevention": ActionType.PREVENT,
    "preventive": ActionType.PREVENT,
    "preventative": ActionType.PREVENT,
    "detection": ActionType.DETECT,
    "mitigation": ActionType.MITIGATE,
    **{name.value: name for name in ActionType},
}
STATUSES = {
    "todo": ActionStatus.OPEN,
    "in progress": ActionStatus.IN_PROGRESS,
    "doing": ActionStatus.IN_PROGRESS,
    "complete": ActionStatus.DONE,
    "completed": ActionStatus.DONE,
    "closed": ActionStatus.DONE,
    "rejected": ActionStatus.DECLINED,
    "won't do": ActionStatus.DECLINED,
    **{name.value: name for name in ActionStatus},
}
_TASK = re.compile(r"\[(?P<mark>[ xX])\]\s+")
_TRAILER = re.compile(r"\s*\((?P<pairs>(?:[a-z]+:[^()]*(?:\([^()]*\)[^()]*)*))\)\s*$", re.I)
_PAIR = re.compile(r",\s*(?=[a-z]+:(?!//))", re.I)
_DECLINED = re.compile(
    r"(?P<status>declined|rejected|won'?t do)\s*[:(–—-]\s*(?P<reason>.+?)\)?$", re.I
)
_EMPTY = ("", "-", "–", "—", "n/a", "tbd", "?")

_Known = TypeVar("_Known", bound=StrEnum)


def parse_action_items(
    sections: Iterable[Section],
) -> tuple[tuple[ActionItem, ...], tuple[Span, ...], list[tuple[Rule, Finding]]]:
    """Read the items of all action-item sections, the lines of their lists and tables, and what
    is written in a field but not understood (it is kept under `others`)."""
    items: list[ActionItem] = []
    spans: list[Span] = []
    findings: list[tuple[Rule, Finding]] = []
    for section in sections:
        if section.kind is not SectionKind.ACTION_ITEMS:
            continue
        for block in find_blocks(section.text, section.text_line):
            read = [item for entry in block.entries if (item := _read(block, entry, findings))]
            if read:
                items += read
                spans.append(block.lines)
    return tuple(items), tuple(spans), findings


def from_front_matter(fields: ActionItemFields, place: Place) -> ActionItem:
    """An item of the front matter's `action_items`; the title there is plain text."""
    return ActionItem(
        title=fields.title,
        line=place.line,
        end_line=place.line,
        type=fields.type,
        owner=fields.owner,
        due=fields.due.text if fields.due else None,
        status=fields.status,
        done=fields.done.text if fields.done else None,
        reason=fields.reason,
        ticket=fields.ticket,
    )


def _read(block: Block, entry: Entry, findings: list[tuple[Rule, Finding]]) -> ActionItem | None:
    given: dict[str, str] = {}
    others: list[tuple[str, str]] = []
    if block.headings:
        for heading, name, cell in zip(
            block.headings, _find_columns(block.headings), entry.cells, strict=False
        ):
            cell = _without_comment(cell)
            if cell.strip().lower() in _EMPTY:
                continue
            if name is None or name in given:
                others.append((heading, cell))
            else:
                given[name] = cell
        if not given and not others:
            return None
    else:
        given = _read_item(_without_comment(entry.text))
    values = _type_values(given, others, entry.lines.first, findings)
    return ActionItem(
        line=entry.lines.first,
        end_line=entry.lines.last,
        details=entry.details,
        others=tuple(others),
        **values,
    )


def _without_comment(text: str) -> str:
    """Leave out an HTML comment at the end, such as one that says what `check` is to ignore."""
    head, comment, _ = text.rpartition("<!--")
    return head.rstrip() if comment and text.rstrip().endswith("-->") else text


def _find_columns(headings: tuple[str, ...]) -> list[str | None]:
    names = [
        next((name for name, known in _COLUMNS.items() if _fold(heading) in known), None)
        for heading in headings
    ]
    if "title" not in names:
        names[names.index(None) if None in names else 0] = "title"
    return names


def _fold(text: str) -> str:
    return re.sub(r"[^a-z ]", "", text.lower()).strip()


def _read_item(text: str) -> dict[str, str]:
    """A list item: an optional check box, the title, and `(name: value, …)` at the end."""
    given: dict[str, str] = {}
    if task := _TASK.match(text):
        given["status"] = "open" if task["mark"] == " " else "done"
        text = text[task.end() :]
    trailer = _TRAILER.search(text)
    if trailer:
        pairs = [pair.partition(":") for pair in _PAIR.split(trailer["pairs"])]
        names = [name.strip().lower() for name, _, _ in pairs]
        if all(name in _COLUMNS and name != "title" for name in names):
            text = text[: trailer.start()]
            values = [" ".join(value.split()) for _, _, value in pairs]
            given |= {
                name: value
                for name, value in zip(names, values, strict=True)
                if value.lower() not in _EMPTY
            }
    return given | {"title": text}


def _type_values(
    given: dict[str, str],
    others: list[tuple[str, str]],
    line: int,
    findings: list[tuple[Rule, Finding]],
) -> dict[str, Any]:
    """Read each value as what its field holds; what does not fit goes to `others`."""

    def misfit(name: str, text: str, expected: str) -> None:
        message = f"action item: found {text!r} where {expected} was expected"
        hint = f"correct the {name}, or leave it out"
        findings.append((UNREADABLE_ACTION_FIELD, Finding(Place(line), message, hint)))
        others.append((name.capitalize(), text))

    values: dict[str, Any] = {"title": given.get("title", "")}
    values |= {name: given[name] for name in ("owner", "reason", "ticket") if name in given}
    if "type" in given:
        values["type"] = _find_known(given["type"], TYPES)
        if values["type"] is None:
            misfit("type", given["type"], _one_of(ActionType))
    if "status" in given:
        text = given["status"]
        if declined := _DECLINED.match(text):
            values["status"] = ActionStatus.DECLINED
            values.setdefault("reason", declined["reason"])
        else:
            values["status"] = _find_known(text, STATUSES)
        if values["status"] is None:
            misfit("status", text, _one_of(ActionStatus))
    for name in ("due", "done"):
        if name in given:
            try:
                values[name] = parse_timestamp(given[name]).text
            except FieldError:
                misfit(name, given[name], "a day such as 2024-07-01")
    return values


def _find_known(text: str, known: dict[str, _Known]) -> _Known | None:
    folded = text.strip(" *_`").lower()
    return known.get(folded) or known.get(folded.replace("-", " "))


def _one_of(names: type[StrEnum]) -> str:
    return " or ".join(name.value for name in names)
