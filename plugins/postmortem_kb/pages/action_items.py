"""The action items of all postmortems: a table to read and filter, in pages of bounded size.

What depends on the reader's day, an item's age and whether it is overdue, is decided in the
browser. There, filters also reach the items of the other pages: their columns and rows are data.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from postmortem_kb.action_register import RegisterEntry, list_action_items
from postmortem_kb.catalogue import Catalogue
from postmortem_kb.data_scripts import script_path, write_script
from postmortem_kb.escape import Markdown, escape
from postmortem_kb.facets import SERVICES
from postmortem_kb.fields import ActionStatus
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.paths import external_link, link, postmortem_path, site_root
from postmortem_kb.pages.templating import head_description, render_template
from postmortem_kb.settings import Settings

ACTION_ITEMS = "action-items/index.md"
SHARD_SIZE = 100
"""Rows in a data file; `action-items.js` counts with the same number."""
_DATA = "action-items"
_DESCRIPTION = (
    "What was decided after the incidents, from all postmortems, and how far it has come."
)
_STATES = tuple(ActionStatus)
_STATE_LABELS = {status: status.value.replace("-", " ").capitalize() for status in ActionStatus}


@dataclass(frozen=True, slots=True)
class _Row:
    """One item, as the cells of its row; `origin` is the postmortem that it is from."""

    title: str
    origin: Markdown
    type: str
    owner: Markdown
    due: Markdown
    state: Markdown
    ticket: Markdown
    since: Markdown


@dataclass(frozen=True, slots=True)
class _Group:
    title: str
    rows: tuple[_Row, ...]


def render_action_items(catalogue: Catalogue, settings: Settings) -> Iterator[Page]:
    """The page, those that go on where it ends, and the data that its filters use."""
    entries = list_action_items(catalogue)
    size = settings.rows_per_page
    parts = [entries[start : start + size] for start in range(0, len(entries), size)] or [()]
    for index, part in enumerate(parts):
        yield _render_part(part, index, parts, entries, settings)
    if entries:
        yield _data_page("columns", _columns(entries, catalogue))
        for start in range(0, len(entries), SHARD_SIZE):
            shard = entries[start : start + SHARD_SIZE]
            rows = [_describe(entry, settings) for entry in shard]
            yield _data_page(str(start // SHARD_SIZE), rows)


def part_path(index: int) -> str:
    """The path of the page with the rows from `index` times `rows_per_page` on."""
    return f"action-items/pages/{index + 1}.md" if index else ACTION_ITEMS


def _render_part(
    part: tuple[RegisterEntry, ...],
    index: int,
    parts: list[tuple[RegisterEntry, ...]],
    entries: tuple[RegisterEntry, ...],
    settings: Settings,
) -> Page:
    path = part_path(index)
    groups = (
        _Group("Open", _make_rows(part, path, is_open=True)),
        _Group("Done or declined", _make_rows(part, path, is_open=False)),
    )
    content = render_template(
        "action-items",
        head_description(_DESCRIPTION) | {"hide": ["toc"]},
        title="Action items" if not index else f"Action items, page {index + 1}",
        description=_DESCRIPTION if not index else "",
        counts=tuple(_count(entries)),
        groups=[group for group in groups if group.rows],
        root=Markdown(site_root(path, use_directory_urls=settings.use_directory_urls)),
        page=f"Page {index + 1} of {len(parts)}" if len(parts) > 1 else "",
        ways=tuple(_ways(index, len(parts), path)),
    )
    return Page(path, content, PageKind.INDEX)


def _count(entries: tuple[RegisterEntry, ...]) -> Iterator[str]:
    """What there is, in sentences."""
    states = Counter(entry.status for entry in entries)
    left = [entry for entry in entries if entry.is_open]
    records = len({entry.postmortem.id for entry in entries})
    total = f"{words.count(len(entries), 'action item')} in {words.count(records, 'postmortem')}"
    shares = [(len(left), "open"), (states[ActionStatus.DONE], "done")]
    shares.append((states[ActionStatus.DECLINED], "declined"))
    split = words.join_and(f"{number} {state}" for number, state in shares if number)
    yield f"{words.sentence(total)}{f': {split}' if split else ''}."
    if left:
        ownerless = sum(not entry.owner for entry in left)
        undated = sum(not entry.due_day for entry in left)
        yield (
            f"Of the {len(left)} open, {ownerless or 'none'} without an owner and "
            f"{undated or 'none'} without a day by which to be done."
        )


def _ways(index: int, count: int, path: str) -> Iterator[Markdown]:
    """Links to the pages around one, the first and the last."""
    if count < 2:
        return
    for text, other in (
        ("First", 0),
        ("Previous", index - 1),
        ("Next", index + 1),
        ("Last", count - 1),
    ):
        if 0 <= other < count and other != index:
            yield link(text, source=path, target=part_path(other))


def _make_rows(entries: tuple[RegisterEntry, ...], path: str, *, is_open: bool) -> tuple[_Row, ...]:
    return tuple(_make_row(entry, path) for entry in entries if entry.is_open is is_open)


def _make_row(entry: RegisterEntry, path: str) -> _Row:
    target = postmortem_path(entry.postmortem.id)
    state = cells.chip(_STATE_LABELS[entry.status], entry.status)
    detail = " ".join(text for text in (entry.done, entry.reason) if text)
    return _Row(
        title=entry.title,
        origin=link(entry.postmortem.title, source=path, target=target),
        type=entry.type or "",
        owner=escape(entry.owner) if entry.owner else cells.muted("no owner"),
        due=_due_cell(entry),
        state=Markdown(f"{state} {escape(detail)}".strip()),
        ticket=external_link(entry.ticket, entry.ticket_url)
        if entry.ticket_url
        else escape(entry.ticket),
        since=_since_cell(entry),
    )


def _due_cell(entry: RegisterEntry) -> Markdown:
    if not entry.due_day:
        return escape(entry.due) if entry.due else cells.muted("no day") if entry.is_open else _NO
    name = ' class="pm-due"' if entry.is_open else ""
    return Markdown(f'<time{name} datetime="{entry.due_day}">{escape(entry.due)}</time>')


def _since_cell(entry: RegisterEntry) -> Markdown:
    if not entry.is_open:
        return _NO
    if not entry.since:
        return cells.muted("unknown")
    return Markdown(f'<time class="pm-since" datetime="{entry.since}">since {entry.since}</time>')


_NO = Markdown("")


def _data_page(name: str, value: Any) -> Page:
    full = f"{_DATA}/{name}"
    return Page(script_path(full), write_script(full, value), PageKind.DATA)


def _columns(entries: tuple[RegisterEntry, ...], catalogue: Catalogue) -> dict[str, Any]:
    """What items can be chosen by, one list for each property, in the order of the rows.

    `owner` and `services` hold positions in `owners` and `terms`; the owner of an item without
    one is -1. `state` holds positions in `states`; `due` ISO days, empty where there is none.
    """
    owners = sorted({entry.owner for entry in entries if entry.owner}, key=_folded)
    terms = sorted({service for entry in entries for service in entry.services})
    types = sorted({entry.type.value for entry in entries if entry.type})
    owner_at = {owner: position for position, owner in enumerate(owners)}
    term_at = {term: position for position, term in enumerate(terms)}
    type_at = {name: position for position, name in enumerate(types)}
    return {
        "owners": owners,
        "terms": [[term, SERVICES.find_term(term, catalogue.taxonomy).label] for term in terms],
        "types": types,
        "states": [state.value for state in _STATES],
        "owner": [owner_at.get(entry.owner, -1) for entry in entries],
        "services": [[term_at[service] for service in entry.services] for entry in entries],
        "type": [type_at[entry.type.value] if entry.type else -1 for entry in entries],
        "state": [_STATES.index(entry.status) for entry in entries],
        "due": [entry.due_day for entry in entries],
    }


def _folded(text: str) -> tuple[str, str]:
    return text.casefold(), text


def _describe(entry: RegisterEntry, settings: Settings) -> list[str]:
    """One row: title, URL of its postmortem from the site's root, the postmortem's title, type,
    owner, due as written, due day, state, what is said of the state, ticket, its URL, since."""
    suffix = "/" if settings.use_directory_urls else ".html"
    return [
        entry.title,
        f"postmortems/{quote(entry.postmortem.id)}{suffix}",
        entry.postmortem.title,
        entry.type or "",
        entry.owner,
        entry.due,
        entry.due_day,
        entry.status,
        " ".join(text for text in (entry.done, entry.reason) if text),
        entry.ticket,
        entry.ticket_url,
        entry.since if entry.is_open else "",
    ]
