"""The page of all takeaways: what reading groups learned, and what they still ask."""

from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import words
from postmortem_kb.pages.paths import READING_GROUPS, TAKEAWAYS, link, session_path
from postmortem_kb.pages.reading_groups.minutes import find_open_questions, list_points
from postmortem_kb.pages.reading_groups.session_words import link_records, show_day
from postmortem_kb.pages.templating import head_description, render_template
from postmortem_kb.reading_groups.programme import Programme
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.settings import Settings

_DESCRIPTION = "What reading groups took away from past incidents, and the questions still open."


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    day: Markdown
    group: str
    notes: Markdown
    readings: tuple[Markdown, ...]
    takeaways: Markdown
    questions: Markdown


def render_takeaways(programme: Programme, catalogue: Catalogue, settings: Settings) -> Page:
    """All takeaways and open follow-up questions, session by session, latest first."""
    sessions = [
        session
        for session in reversed(programme.sessions)
        if session.body.takeaways or find_open_questions(session)
    ]
    content = render_template(
        "takeaways",
        head_description(_DESCRIPTION),
        home=link("Reading groups", source=TAKEAWAYS, target=READING_GROUPS),
        description=_DESCRIPTION,
        counts=_count(sessions),
        entries=[_make_entry(session, programme, catalogue) for session in sessions],
    )
    return Page(TAKEAWAYS, content, PageKind.INDEX)


def _count(sessions: list[Session]) -> str:
    taken = sum(len(session.body.takeaways) for session in sessions)
    asked = sum(len(find_open_questions(session)) for session in sessions)
    parts = [words.count(taken, "takeaway")]
    parts += [words.count(asked, "open question")] if asked else []
    return f"{words.join_and(parts)} from {words.count(len(sessions), 'session')}"


def _make_entry(session: Session, programme: Programme, catalogue: Catalogue) -> _Entry:
    questions = find_open_questions(session)
    return _Entry(
        title=session.title,
        day=show_day(session),
        group=programme.group_of(session).name,
        notes=link("notes", source=TAKEAWAYS, target=session_path(session.id)),
        readings=tuple(link_records(session, catalogue, TAKEAWAYS)),
        takeaways=list_points(session.body.takeaways, session=session, source=TAKEAWAYS),
        questions=list_points(questions, session=session, source=TAKEAWAYS),
    )
