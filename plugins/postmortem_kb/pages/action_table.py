"""The action items of a record: a table with the state of each, or a list where items have more
below them than a table can hold."""

import re
import textwrap
from dataclasses import dataclass

from postmortem_kb.escape import Markdown, escape
from postmortem_kb.fields import ActionStatus
from postmortem_kb.model import ActionItem
from postmortem_kb.pages import cells
from postmortem_kb.pages.dialect import adapt_markdown
from postmortem_kb.pages.paths import external_link, is_web_address
from postmortem_kb.pages.templating import render_template

_LABELS = {status: status.value.replace("-", " ").capitalize() for status in ActionStatus}
_CODE = re.compile(r"(`+.*?`+)")
_PIPE = re.compile(r"(?<!\\)\|")
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class _ListEntry:
    status: Markdown
    title: Markdown
    facts: tuple[Markdown, ...]
    details: Markdown


def render_action_items(items: tuple[ActionItem, ...], *, is_plain: bool = False) -> str:
    """Items that stand together; `is_plain` where their values are plain text (front matter)."""
    if is_plain:
        items = tuple(_escaped(item) for item in items)
    if any(item.details for item in items):
        return _render_list(items)
    return _render_table(items)


def _escaped(item: ActionItem) -> ActionItem:
    return ActionItem(
        title=escape(item.title),
        line=item.line,
        end_line=item.end_line,
        type=item.type,
        owner=escape(item.owner) if item.owner else None,
        due=item.due,
        status=item.status,
        done=item.done,
        reason=escape(item.reason) if item.reason else None,
        ticket=item.ticket
        if item.ticket is None or is_web_address(item.ticket)
        else escape(item.ticket),
    )


def _render_table(items: tuple[ActionItem, ...]) -> str:
    rows = [_fields(item) for item in items]
    # In the order in which the fields first come; a column that no item fills is left out.
    order = ["Action", "Type", "Owner", "Due", "Status", "Ticket"]
    order += [name for row in rows for name in row if name not in order]
    columns = [name for name in dict.fromkeys(order) if any(row.get(name) for row in rows)]
    cells_of = [[_cell(row.get(name, Markdown(""))) for name in columns] for row in rows]
    return render_template("action-table", {}, columns=columns, rows=cells_of)


def _fields(item: ActionItem) -> dict[str, Markdown]:
    """Every value of an item by its heading, as Markdown; what is not stated is left out."""
    fields = {
        "Action": Markdown(item.title),
        "Type": escape(item.type) if item.type else None,
        "Owner": Markdown(item.owner) if item.owner else None,
        "Due": escape(item.due) if item.due else None,
        "Status": _status(item),
        "Ticket": _ticket(item.ticket) if item.ticket else None,
    }
    found = {name: value for name, value in fields.items() if value is not None}
    for heading, value in item.others:
        name = heading if heading not in found else f"{heading} (as written)"
        found[name] = Markdown(value)
    return found


def _status(item: ActionItem) -> Markdown:
    status = item.status or ActionStatus.OPEN
    parts = [cells.chip(_LABELS[status], status)]
    if item.done:
        parts.append(escape(item.done))
    if item.reason:
        parts.append(Markdown(item.reason))
    return Markdown(" ".join(parts))


def _ticket(ticket: str) -> Markdown:
    if is_web_address(ticket):
        return external_link(ticket.rstrip("/").rpartition("/")[2] or ticket, ticket)
    return Markdown(ticket)


def _cell(value: Markdown) -> Markdown:
    """Markdown on one line, without a pipe that would end the cell; code spans protect theirs."""
    parts = _CODE.split(" ".join(value.split()))
    return Markdown(
        "".join(part if index % 2 else _PIPE.sub(r"\|", part) for index, part in enumerate(parts))
    )


def _render_list(items: tuple[ActionItem, ...]) -> str:
    entries = []
    for item in items:
        fields = _fields(item)
        status, title = fields.pop("Status"), fields.pop("Action")
        facts = tuple(Markdown(f"{escape(name)}: {value}") for name, value in fields.items())
        details = Markdown(textwrap.indent(adapt_markdown(item.details.strip("\n")), _INDENT))
        entries.append(_ListEntry(status, Markdown(" ".join(title.split())), facts, details))
    return render_template("action-list", {}, entries=entries)
