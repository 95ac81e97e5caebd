"""What a session reads: ids and queries to records, with what is wrong with them."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from postmortem_kb.fields import Visibility
from postmortem_kb.model import Postmortem
from postmortem_kb.problem import Finding, Level, Place
from postmortem_kb.query import run_query
from postmortem_kb.query_options import BY_NAME, QueryOptionError, read_query
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.packets.time_boxes import least_minutes
from postmortem_kb.reading_groups.picking.history import find_similar_names
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.reading_groups.telling.replay import find_obstacle
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.sessions import (
    DOUBLE_BOOKED_GROUP,
    OPEN_QUERY,
    SESSION_FORMAT,
    SESSION_TOO_SHORT,
    SIMILAR_GROUP,
    UNKNOWN_READING,
    UNPUBLISHED_READING,
)
from postmortem_kb.taxonomy import Taxonomy

_HINT_AT_IDS = "write the id of a record, its file name without '.md'; `postmortem list` shows them"
_HINT_AT_QUERY = "try the options with `postmortem list`"


@dataclass(slots=True)
class Readings:
    """What one session reads, by the ids of today, and what is wrong with it."""

    ids: tuple[str, ...] = ()
    findings: list[tuple[Rule, Finding]] = field(default_factory=list)
    is_left_out: bool = False
    """Whether it reads a record that is not published."""


def _overlaps(session: Session, before: Session) -> bool:
    """Whether a session of the same group begins before another one ends."""
    is_same = before.group_key == session.group_key
    return is_same and session.instant < before.instant + before.length


@dataclass(frozen=True, slots=True)
class Found:
    """What one entry under `postmortems` means; `rule` where something is wrong with it."""

    ids: tuple[str, ...] = ()
    is_left_out: bool = False
    rule: Rule | None = None
    message: str = ""
    hint: str = ""


class ReadingRules:
    """Looks at sessions with the records beside them. `everyone` are all records that there are,
    `published` those of this edition."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        visibility: frozenset[Visibility],
        everyone: Sequence[Postmortem],
        published: Sequence[Postmortem],
    ) -> None:
        self._taxonomy = taxonomy
        # Records of another edition are nobody's mistake, and so nothing is said of them.
        self._elsewhere = {
            record.id
            for record in everyone
            if record.fields.visibility not in {*visibility, Visibility.RESTRICTED}
        }
        self._published = {record.id: record for record in published}
        self._ids: dict[str, str] = {}
        for record in everyone:
            for name in (record.id, *record.fields.aliases):
                self._ids.setdefault(name.casefold(), record.id)

    def find_readings(self, session: Session, *, is_whole: bool = True) -> Readings:
        """The records of one session. Of one that is not whole, some fields of which did not fit,
        its length and format say nothing."""
        readings = Readings()
        ids: dict[str, None] = {}
        for index, text in enumerate(session.fields.postmortems):
            found = self.find_records(text)
            ids |= dict.fromkeys(found.ids)
            readings.is_left_out |= found.is_left_out
            place = session.find_place("postmortems", index)
            if found.rule is not None:
                finding = Finding(place, found.message, found.hint)
                readings.findings.append((found.rule, finding))
            elif text.startswith("--") and session.body.has_minutes:
                readings.findings.append((OPEN_QUERY, _explain_query(found, place)))
        readings.ids = tuple(ids)
        if session.places.data.get("postmortems") == []:
            place = session.find_place("postmortems")
            message = "'postmortems' names nothing to read"
            readings.findings.append((UNKNOWN_READING, Finding(place, message, _HINT_AT_IDS)))
        if is_whole and ids and not any(rule.level is Level.ERROR for rule, _ in readings.findings):
            records = [self._published[one] for one in ids]
            readings.findings += _check_format(session, records)
            readings.findings += _check_length(session, records)
        return readings

    def find_records(self, text: str) -> Found:
        """The records that one entry means, an id or the options of a query."""
        if text.startswith("--"):
            return self._run_query(text)
        record_id = self._ids.get(text.casefold())
        if record_id is None:
            close = get_close_matches(text.casefold(), self._ids, n=1)
            hint = f"did you mean {self._ids[close[0]]!r}?" if close else _HINT_AT_IDS
            parts = [part.strip() for part in text.split(",")]
            if len(parts) > 1 and all(part.casefold() in self._ids for part in parts):
                hint = f"write '[{', '.join(parts)}]'"
            message = f"postmortems: there is no postmortem {text!r}"
            return Found(rule=UNKNOWN_READING, message=message, hint=hint)
        if record_id in self._published:
            return Found((record_id,))
        if record_id in self._elsewhere:
            return Found(is_left_out=True)
        return Found(
            is_left_out=True,
            rule=UNPUBLISHED_READING,
            message=f"{record_id!r} is not published on this site, and so neither is the session",
            hint="choose another record; `postmortem check` says where the record has errors",
        )

    def _run_query(self, text: str) -> Found:
        try:
            query = read_query(_split_options(text), self._taxonomy)
        except QueryOptionError as error:
            message = f"postmortems: --{error.option}: {error.message}"
            return Found(rule=UNKNOWN_READING, message=message, hint=error.hint)
        except ValueError as error:
            message = f"postmortems: {text!r} cannot be read: {error}"
            hint = "write it like '--service checkout --limit 2'"
            return Found(rule=UNKNOWN_READING, message=message, hint=hint)
        found = run_query(self._published.values(), query, self._taxonomy)
        if not found:
            message = f"postmortems: nothing matches {text!r}"
            return Found(rule=UNKNOWN_READING, message=message, hint=_HINT_AT_QUERY)
        return Found(tuple(record.id for record in found))

    def find_among(
        self, sessions: Sequence[Session]
    ) -> Iterator[tuple[Session, tuple[Rule, Finding]]]:
        """What shows only when the sessions are looked at together."""
        yield from _find_similar_groups(sessions)
        ordered = sorted(sessions, key=lambda one: (one.group_key, one.instant, one.id))
        before: Session | None = None
        for session in ordered:
            if before is None or not _overlaps(session, before):
                before = session
            else:
                message = f"{session.fields.group} already meets then: see {before.source.path}"
                hint = "correct 'starts_at', or the 'duration' of the one before"
                place = session.find_place("starts_at")
                yield session, (DOUBLE_BOOKED_GROUP, Finding(place, message, hint))
                before = max(before, session, key=lambda one: one.instant + one.length)


def _find_similar_groups(
    sessions: Sequence[Session],
) -> Iterator[tuple[Session, tuple[Rule, Finding]]]:
    """The first session of each group whose name is close to that of an earlier one."""
    first: dict[str, Session] = {}
    for session in sorted(sessions, key=lambda one: (one.instant, one.id)):
        first.setdefault(session.group_key, session)
    names = {session.fields.group: session for session in first.values()}
    for known, name in find_similar_names(names):
        session = names[name]
        message = f"group: {name!r} is close to {known!r}, and another group"
        hint = f"write {known!r}, if it is the same"
        yield session, (SIMILAR_GROUP, Finding(session.find_place("group"), message, hint))


def _explain_query(found: Found, place: Place) -> Finding:
    names = ", ".join(found.ids[:3]) + ", …" * (len(found.ids) > 3)
    message = "the session has minutes, and still reads what a query finds today"
    return Finding(place, message, f"write the ids that it read: [{names}]")


def _split_options(text: str) -> dict[str, str]:
    """`--service checkout --limit=2` as names and values.

    Raises:
        ValueError: it is no such list.
    """
    given: dict[str, str] = {}
    words = shlex.split(text)
    while words:
        name, equals, value = words.pop(0).partition("=")
        if not name.startswith("--"):
            raise ValueError(f"found {name!r} where an option was expected")
        if not equals:
            if not words or words[0].removeprefix("--") in BY_NAME:
                raise ValueError(f"{name} has no value")
            value = words.pop(0)
        given[name.removeprefix("--")] = value
    return given


def _check_format(
    session: Session, records: Sequence[Postmortem]
) -> Iterator[tuple[Rule, Finding]]:
    place = session.find_place("format")
    if session.fields.format is Format.COMPARISON and len(records) < 2:
        message = "format: a comparison of one incident"
        hint = "name another one under 'postmortems', or write 'format: discussion'"
        yield SESSION_FORMAT, Finding(place, message, hint)
    if session.fields.format is Format.REPLAY:
        for record in records:
            if (obstacle := find_obstacle(record)) is not None:
                message = f"format: there is no replay of {record.id!r}: {obstacle}"
                hint = "complete its timeline, or write 'format: discussion'"
                yield SESSION_FORMAT, Finding(place, message, hint)


def _check_length(
    session: Session, records: Sequence[Postmortem]
) -> Iterator[tuple[Rule, Finding]]:
    fields = session.fields
    least = least_minutes(fields.format, records, questions=len(fields.questions))
    if session.minutes < least:
        message = (
            f"duration: {session.fields.duration} is less than the {least} min that its time "
            "boxes need"
        )
        fewer = ", read fewer records" if len(records) > 1 else ""
        hint = f"write 'duration: {least} min' or more{fewer}, or choose another format"
        yield SESSION_TOO_SHORT, Finding(session.find_place("duration"), message, hint)
