"""What a reading group has read and is going to read: sessions to a history."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from postmortem_kb.reading_groups.session import Session, make_group_key

_SHORTEST_SLIP = 5


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


def find_similar_names(names: Iterable[str]) -> list[tuple[str, str]]:
    """Names of different groups that may be meant for one: a slip apart.

    Hyphens and spaces aside they are the same, or in the words that differ one letter, not the
    first, was left out, put in, replaced or moved. Numbers and words of up to four letters, as in
    `Team A` and `Team B`, tell groups apart. In a pair the name stands first that `names` has
    first; pairs are in the order of their second names. Names with one key count once.
    """
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(make_group_key(name), name)
    found: list[tuple[str, str]] = []
    # Keys that are a slip apart share a form, so that not every one is compared with every other.
    keys_by_form: dict[str, list[str]] = {}
    order = {key: number for number, key in enumerate(known)}
    for key, name in known.items():
        near: set[str] = set()
        for form in _leave_out_one(key.replace("-", "")):
            near.update(keys_by_form.get(form, ()))
            keys_by_form.setdefault(form, []).append(key)
        found += [
            (known[one], name) for one in sorted(near, key=order.__getitem__) if _is_slip(one, key)
        ]
    return found


def _leave_out_one(text: str) -> set[str]:
    """The text, and all that it can become where one letter is left out."""
    return {text, *(text[:index] + text[index + 1 :] for index in range(len(text)))}


def _is_slip(one: str, two: str) -> bool:
    if re.findall(r"\d+", one) != re.findall(r"\d+", two):
        return False
    words = one.split("-"), two.split("-")
    first, second = (
        "".join(word for word in own if word not in other)
        for own, other in (words, reversed(words))
    )
    if not first or not second or first[0] != second[0]:
        return False
    if first == second:
        return True
    is_long = min(len(first), len(second)) >= _SHORTEST_SLIP
    return is_long and not _leave_out_one(first).isdisjoint(_leave_out_one(second))


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
