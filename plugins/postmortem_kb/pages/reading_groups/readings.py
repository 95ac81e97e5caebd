"""What a record's page says of the reading groups that read it."""

from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_kb.escape import Markdown, escape
from postmortem_kb.pages import words
from postmortem_kb.pages.paths import link, postmortem_path, session_path
from postmortem_kb.pages.reading_groups.minutes import list_points
from postmortem_kb.pages.reading_groups.session_words import show_day
from postmortem_kb.reading_groups.programme import Programme
from postmortem_kb.reading_groups.session import Session


@dataclass(frozen=True, slots=True)
class Reading:
    """One session that reads a record: a sentence that links to it, and a list of what was learned
    (nothing where there is none), both Markdown for the record's page."""

    sentence: Markdown
    takeaways: Markdown


def find_readings(postmortem_id: str, programme: Programme) -> Iterator[Reading]:
    """The sessions that read a record, latest first."""
    path = postmortem_path(postmortem_id)
    for session in reversed(programme.find_readings(postmortem_id)):
        group = escape(programme.group_of(session).name)
        day = show_day(session)
        target = session_path(session.id)
        if session.body.has_minutes:
            notes = link(f"notes of “{session.title}”", source=path, target=target)
            sentence = f"Read on {day} by {group}: {notes}"
        else:
            invitation = link(_name(session), source=path, target=target)
            sentence = f"On the programme of {group}, {day}: {invitation}"
        takeaways = list_points(session.body.takeaways, session=session, source=path)
        yield Reading(Markdown(sentence), takeaways)


def _name(session: Session) -> str:
    """A session to come; the title of a replay may tell how another of its records ended, and the
    search would show it."""
    number = words.count(len(session.postmortem_ids), "incident")
    return f"replay of {number}" if session.hides_outcome else session.title
