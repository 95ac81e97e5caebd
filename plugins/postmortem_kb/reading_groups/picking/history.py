"""What a reading group has read and is going to read: sessions to a history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from postmortem_kb.reading_groups.session import Session, make_group_key


@dataclass(frozen=True, slots=True)
class History:
    """One group's reading. `name` is how its latest session writes it, None for no group.

    `read` holds the day on which each record was read last, by the record's id of today;
    `planned` are the ids that sessions to come read. A record can be in both.
    """

    name: str | None = None
    read: Mapping[str, date] = field(default_factory=dict)
    planned: frozenset[str] = frozenset()
    last_day: date | None = None
    """The day of the group's latest session, held or planned."""


def read_histories(sessions: Iterable[Session], *, today: date | None) -> dict[str, History]:
    """The history of every group, by the group's key, in the order of the keys.

    A session was held where its minutes are written, and where its day is before `today`; without
    a `today` only minutes tell.
    """
    groups: dict[str, list[Session]] = {}
    for session in sessions:
        groups.setdefault(session.group_key, []).append(session)
    return {key: _read_history(groups[key], today) for key in sorted(groups)}


def find_history(sessions: Iterable[Session], group: str | None, *, today: date | None) -> History:
    """The history of the group of that name; an empty one for a new group and for none."""
    if group is None:
        return History()
    key = make_group_key(group)
    own = [session for session in sessions if session.group_key == key]
    return _read_history(own, today) if own else History(name=group)


def find_similar_group(sessions: Iterable[Session], group: str) -> str | None:
    """For a name that no session has: the group that is called almost so."""
    names = {session.group_key: session.fields.group for session in sessions}
    key = make_group_key(group)
    close = [] if key in names else get_close_matches(key, names, n=1, cutoff=0.7)
    return names[close[0]] if close else None


def _read_history(sessions: list[Session], today: date | None) -> History:
    ordered = sorted(sessions, key=lambda session: (session.instant, session.id))
    read: dict[str, date] = {}
    planned: set[str] = set()
    for session in ordered:
        if session.body.has_minutes or (today is not None and session.day < today):
            read |= dict.fromkeys(session.postmortem_ids, session.day)
        else:
            planned |= set(session.postmortem_ids)
    latest = ordered[-1]
    return History(latest.fields.group, read, frozenset(planned), latest.day)
