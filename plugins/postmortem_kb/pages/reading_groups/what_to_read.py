"""The page of what to read next: for each group, for new ones, series, and by calendar month.

It knows no day: a session without minutes counts as planned, and which month it is the reader's
browser tells.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.paths import (
    READING_GROUPS,
    WHAT_TO_READ,
    link,
    postmortem_path,
    site_root,
)
from postmortem_kb.pages.rows import incident_link
from postmortem_kb.pages.templating import head_description, render_template
from postmortem_kb.reading_groups.picking.anniversaries import MonthOfIncidents, find_months
from postmortem_kb.reading_groups.picking.history import History, read_histories
from postmortem_kb.reading_groups.picking.picking import Pick, pick_for
from postmortem_kb.reading_groups.picking.series import Series, find_series
from postmortem_kb.reading_groups.picking.teaching import rank_by_teaching
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.settings import Settings

_DESCRIPTION = (
    "What a reading group could read next, each suggestion with its reasons: made from what the "
    "group has read, and from what the postmortems say."
)
_GROUPS_SHOWN = 12
_PICKS_OF_GROUP = 3
_PICKS_TO_START = 5
_MOST_OF_MONTH = 3


@dataclass(frozen=True, slots=True)
class _Pick:
    title: Markdown
    day: Markdown
    minutes: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    history: str
    picks: tuple[_Pick, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    title: Markdown
    day: Markdown


@dataclass(frozen=True, slots=True)
class _Series:
    title: str
    why: str
    note: str
    records: tuple[_Record, ...]


@dataclass(frozen=True, slots=True)
class _Month:
    number: int
    name: str
    note: str
    records: tuple[_Record, ...]


def render_what_to_read(
    catalogue: Catalogue, sessions: Iterable[Session], settings: Settings
) -> Page:
    """Suggestions for at most twelve groups, those that met last; the command knows all."""
    ranked = rank_by_teaching(catalogue)
    histories = sorted(read_histories(sessions, today=None).values(), key=_latest_first)
    starters = pick_for(History(), ranked, catalogue, limit=_PICKS_TO_START)
    shown = [
        _make_group(history, pick_for(history, ranked, catalogue, limit=_PICKS_OF_GROUP))
        for history in histories[:_GROUPS_SHOWN]
    ]
    left_out = len(histories) - len(shown)
    content = render_template(
        "what-to-read",
        head_description(_DESCRIPTION),
        home=link("Reading groups", source=WHAT_TO_READ, target=READING_GROUPS),
        description=_DESCRIPTION,
        count=len(catalogue.postmortems),
        groups=shown,
        left_out=words.count(left_out, "more group") if left_out else "",
        starters=[_make_pick(pick) for pick in starters],
        series=[_make_series(one) for one in find_series(catalogue, ranked)],
        months=[_make_month(month) for month in find_months(ranked, most=_MOST_OF_MONTH)],
        most_of_month=_MOST_OF_MONTH,
        root=site_root(WHAT_TO_READ, use_directory_urls=settings.use_directory_urls),
    )
    return Page(WHAT_TO_READ, content, PageKind.INDEX)


def _latest_first(history: History) -> tuple[int, str]:
    return -(history.last_day.toordinal() if history.last_day else 0), history.name or ""


def _make_group(history: History, picks: Sequence[Pick]) -> _Group:
    parts = [f"{words.count(len(history.read), 'postmortem')} read"]
    if waiting := len(history.planned - history.read.keys()):
        parts.append(f"{waiting} planned, or without minutes yet")
    return _Group(
        name=history.name or "",
        history=words.sentence("; ".join(parts)),
        picks=tuple(map(_make_pick, picks)),
    )


def _make_pick(pick: Pick) -> _Pick:
    (record,) = pick.postmortems
    return _Pick(
        title=_link_record(record),
        day=_tell_day(record),
        minutes=pick.minutes,
        reasons=pick.reasons,
    )


def _make_series(series: Series) -> _Series:
    shown = len(series.postmortems)
    note = "" if shown == series.total else f"The {shown} most instructive of {series.total}."
    return _Series(series.title, series.why, note, _make_records(series.postmortems))


def _make_month(month: MonthOfIncidents) -> _Month:
    shown = len(month.postmortems)
    return _Month(
        number=month.number,
        name=words.month_name(month.number),
        note=f"{shown} of {month.total}" if shown < month.total else "",
        records=_make_records(month.postmortems),
    )


def _make_records(records: Iterable[Postmortem]) -> tuple[_Record, ...]:
    return tuple(_Record(_link_record(one), _tell_day(one)) for one in records)


def _tell_day(record: Postmortem) -> Markdown:
    if record.incident.started is None:
        return cells.muted("date unknown")
    return cells.day_cell(record.incident)


def _link_record(record: Postmortem) -> Markdown:
    """The title, with chips for what is unusual about the record."""
    if record.fields.incidents:
        return link(record.title, source=WHAT_TO_READ, target=postmortem_path(record.id))
    return incident_link(record.incident, record, WHAT_TO_READ)
