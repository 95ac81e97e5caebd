"""Every action item of all postmortems in one order: catalogue to values, for its pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.fields import ActionStatus, ActionType
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import ActionItem, Postmortem

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_URL = re.compile(r"https?://[^\s()<>]+")
# Text in which Markdown sees nothing but text; reading all items' as Markdown would take longer
# than everything else about them.
_PLAIN = re.compile(r"(?!\s*(?:\d+[.)]|[-+])\s)[^\\`*_\[\]<>&!~#|=\n]*")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One item with what is shown of it as plain text; what is not stated is empty.

    `due` is as written, `due_day` its ISO day where it has one. `since` is the day of the incident
    that it follows from, which its age is counted from. `services` are those of the record, where
    it hurt and where it broke. `ticket_url` is a web address, or empty.
    """

    postmortem: Postmortem
    title: str
    type: ActionType | None
    owner: str
    due: str
    due_day: str
    status: ActionStatus
    is_open: bool
    done: str
    reason: str
    ticket: str
    ticket_url: str
    since: str
    services: tuple[str, ...]


def list_action_items(catalogue: Catalogue) -> tuple[RegisterEntry, ...]:
    """All items: the open ones first, by the day they are due, then those without one; within
    that, those of the newest postmortem first, as they stand in it."""
    entries = list(_make_entries(catalogue))
    entries.sort(key=lambda one: (not one.is_open, one.due_day or "~" if one.is_open else ""))
    return tuple(entries)


def _make_entries(catalogue: Catalogue) -> Iterator[RegisterEntry]:
    for postmortem in catalogue.postmortems:
        if not postmortem.action_items:
            continue
        services: dict[str, None] = {}
        for incident in (postmortem.incident, *postmortem.incidents):
            services |= dict.fromkeys((*incident.services, *incident.cause_services))
        in_front_matter = len(postmortem.fields.action_items)
        for number, item in enumerate(postmortem.action_items):
            yield _make_entry(postmortem, item, tuple(services), number < in_front_matter)


def _make_entry(
    postmortem: Postmortem, item: ActionItem, services: tuple[str, ...], is_plain: bool
) -> RegisterEntry:
    def read(text: str | None) -> str:
        if not text or is_plain or _PLAIN.fullmatch(text):
            return " ".join((text or "").split())
        return plain_text(text)

    due = _DAY.search(item.due or "")
    url = _URL.search(item.ticket or "")
    ticket = read(item.ticket)
    if url and ticket == url.group():
        ticket = ticket.rstrip("/").rpartition("/")[2] or ticket
    return RegisterEntry(
        postmortem=postmortem,
        title=read(item.title),
        type=item.type,
        owner=read(item.owner),
        due=item.due or "",
        due_day=due.group() if due else "",
        status=item.status or ActionStatus.OPEN,
        is_open=item.is_open,
        done=item.done or "",
        reason=read(item.reason),
        ticket=ticket,
        ticket_url=url.group() if url else "",
        since=postmortem.incident.day or "",
        services=services,
    )
