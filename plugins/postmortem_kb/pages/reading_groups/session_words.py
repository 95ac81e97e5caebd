"""What every page says of a session: when and how it is, and what is read, without spoilers."""

from collections.abc import Iterator

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.durations import Duration
from postmortem_kb.escape import Markdown, escape
from postmortem_kb.model import Postmortem
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.paths import link, postmortem_path, replay_path
from postmortem_kb.pages.reading_groups.replay_page import has_replay
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.reading_groups.telling.own_words import OwnWords, choose_words
from postmortem_kb.reading_groups.telling.spoilers import name_neutrally
from postmortem_kb.taxonomy import Taxonomy

_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
FORMAT_LABELS = {
    Format.DISCUSSION: "Discussion",
    Format.REPLAY: "Replay",
    Format.COMPARISON: "Comparison",
    Format.AUTHOR_TALK: "Author talk",
}
FORMAT_MEANINGS = {
    Format.DISCUSSION: "everybody reads it before; the group talks about it",
    Format.REPLAY: "event by event, without knowing how it ends",
    Format.COMPARISON: "two or more incidents side by side",
    Format.AUTHOR_TALK: "those who responded tell it, and the group asks",
}


def say_when(session: Session) -> str:
    """The start in its own zone: `Thursday, 26 November 2026, 15:00`."""
    return f"{_WEEKDAYS[session.day.weekday()]}, {words.date_and_clock(session.starts)}"


def show_when(session: Session) -> Markdown:
    """The start with its zone, as an element that the script adds the reader's own time to."""
    element = cells.time_element(session.starts, say_when(session))
    zone = words.zone_of(session.starts)
    return Markdown(f'{element} <span class="pm-zone">{escape(zone)}</span>') if zone else element


def show_day(session: Session) -> Markdown:
    """The day alone, of a session that is over: `26 November 2026`."""
    return Markdown(f'<time datetime="{session.day.isoformat()}">{words.day(session.day)}</time>')


def say_length(session: Session) -> str:
    """How long it takes: `45 min`."""
    return str(Duration(session.length))


def find_records(session: Session, catalogue: Catalogue) -> tuple[Postmortem, ...]:
    """The records that a session reads, in its own order."""
    return tuple(catalogue.by_id[postmortem_id] for postmortem_id in session.postmortem_ids)


def find_own_words(session: Session, catalogue: Catalogue) -> OwnWords:
    """The session's title and questions, as far as whoever comes may see them."""
    return choose_words(session, find_records(session, catalogue), catalogue.taxonomy)


def name_record(session: Session, postmortem: Postmortem, taxonomy: Taxonomy) -> str:
    """What a record may be called where the session is announced."""
    return name_neutrally(postmortem, taxonomy) if session.hides_outcome else postmortem.title


def link_records(session: Session, catalogue: Catalogue, source: str) -> Iterator[Markdown]:
    """Each record that is read, as a link; to its replay where its page would tell the end."""
    for postmortem in find_records(session, catalogue):
        name = name_record(session, postmortem, catalogue.taxonomy)
        if not session.hides_outcome:
            yield link(name, source=source, target=postmortem_path(postmortem.id))
        elif has_replay(postmortem):
            yield link(name, source=source, target=replay_path(postmortem.id))
        else:
            yield escape(name)
