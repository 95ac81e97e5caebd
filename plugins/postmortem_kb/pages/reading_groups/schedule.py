"""The schedule: what reading groups meet for, and what the sessions that were held brought.

Which session is next and which are over depends on the reader's day: the script `schedule.js` says
it. The page lists those without minutes by their day, and those with minutes as held.
"""

from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown, escape
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import words
from postmortem_kb.pages.paths import (
    CALENDAR,
    PROMPTS,
    READING_GROUPS,
    TAKEAWAYS,
    WHAT_TO_READ,
    group_calendar_path,
    link,
    session_path,
    site_root,
)
from postmortem_kb.pages.reading_groups.minutes import list_points
from postmortem_kb.pages.reading_groups.session_words import (
    FORMAT_LABELS,
    find_own_words,
    link_records,
    say_length,
    show_day,
    show_when,
)
from postmortem_kb.pages.templating import head_description, render_template
from postmortem_kb.reading_groups.programme import Group, Programme
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.settings import Settings

_DESCRIPTION = (
    "Groups that read postmortems together: what they meet for next, and what they learned."
)
_TAKEAWAYS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """A session as the schedule shows it; `start` and `minutes` are for the script."""

    title: Markdown
    group_key: str
    start: str
    minutes: int
    when: Markdown
    facts: tuple[Markdown, ...]
    readings: tuple[Markdown, ...]
    takeaways: Markdown
    more: Markdown


@dataclass(frozen=True, slots=True)
class _Calendar:
    name: str
    link: Markdown
    sessions: str


def render_schedule(programme: Programme, catalogue: Catalogue, settings: Settings) -> Page:
    """The schedule; of very many held sessions the earlier ones are listed by title only."""
    held = programme.held
    shown, earlier = held[: settings.rows_per_page], held[settings.rows_per_page :]
    content = render_template(
        "reading-groups",
        head_description(_DESCRIPTION) | {"hide": ["toc"]},
        description=_DESCRIPTION,
        root=site_root(READING_GROUPS, use_directory_urls=settings.use_directory_urls),
        ways=tuple(
            link(label, source=READING_GROUPS, target=target)
            for label, target in (
                ("What to read next", WHAT_TO_READ),
                ("Takeaways", TAKEAWAYS),
                ("Prompts", PROMPTS),
            )
        ),
        groups=programme.groups if len(programme.groups) > 1 else (),
        planned=[_make_entry(session, programme, catalogue) for session in programme.planned],
        held=[_make_entry(session, programme, catalogue) for session in shown],
        earlier=[(session.day.isoformat(), _link(session, catalogue)) for session in earlier],
        calendars=_list_calendars(programme),
    )
    return Page(READING_GROUPS, content, PageKind.INDEX)


def _make_entry(session: Session, programme: Programme, catalogue: Catalogue) -> _Entry:
    fields = session.fields
    takeaways = session.body.takeaways
    left = len(takeaways) - _TAKEAWAYS_SHOWN
    facts = [programme.group_of(session).name, FORMAT_LABELS[fields.format], say_length(session)]
    return _Entry(
        title=_link(session, catalogue),
        group_key=session.group_key,
        start=session.starts.iso,
        minutes=session.minutes,
        when=show_day(session) if session.body.has_minutes else show_when(session),
        facts=tuple(map(escape, facts)),
        readings=tuple(link_records(session, catalogue, READING_GROUPS)),
        takeaways=list_points(takeaways[:_TAKEAWAYS_SHOWN], session=session, source=READING_GROUPS),
        more=link(
            f"{left} more in the notes",
            source=READING_GROUPS,
            target=session_path(session.id),
        )
        if left > 0
        else Markdown(""),
    )


def _link(session: Session, catalogue: Catalogue) -> Markdown:
    title = find_own_words(session, catalogue).title
    return link(title, source=READING_GROUPS, target=session_path(session.id))


def _list_calendars(programme: Programme) -> tuple[_Calendar, ...]:
    groups = programme.groups
    own = tuple(_make_calendar(group) for group in groups)
    if len(groups) < 2:
        return own
    number = words.count(len(programme.sessions), "session")
    return (_Calendar("All groups", _link_calendar(CALENDAR), number), *own)


def _make_calendar(group: Group) -> _Calendar:
    download = _link_calendar(group_calendar_path(group.key))
    return _Calendar(group.name, download, words.count(len(group.sessions), "session"))


def _link_calendar(path: str) -> Markdown:
    return link("Download", source=READING_GROUPS, target=path)
