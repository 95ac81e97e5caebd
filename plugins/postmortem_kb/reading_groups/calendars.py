"""Calendars to subscribe to: one of all sessions and one of each group. Programme to `.ics` files.

They are published ones, without METHOD (RFC 5546 would want an organizer). Whoever subscribes gets
the whole file again and again, and sees every change. For whoever imports a downloaded file anew,
a session keeps its UID, so that it is not there twice; but no SEQUENCE counts its changes, and its
DTSTAMP is its start: a program that takes only what is newer misses a session moved to an earlier
time, or changed in anything but its time.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urljoin
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages.paths import CALENDAR, group_calendar_path, session_path
from postmortem_kb.pages.reading_groups.session_words import (
    FORMAT_LABELS,
    FORMAT_MEANINGS,
    find_own_words,
    find_records,
    name_record,
)
from postmortem_kb.reading_groups.clock_changes import describe_clocks
from postmortem_kb.reading_groups.programme import Programme
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.reading_groups.telling.own_words import OwnWords
from postmortem_kb.settings import Settings

ALL_GROUPS = "Reading groups"
_PROGRAM = "-//mkdocs-postmortems//reading groups//EN"
_REFRESH = timedelta(hours=12)
# RFC 5545 allows no control character but tab and line break in a text.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def render_calendars(
    programme: Programme, catalogue: Catalogue, settings: Settings
) -> Iterator[Page]:
    """The calendar of all sessions, then that of each group; nothing where there is no session."""
    if not programme.sessions:
        return
    everything = _write(ALL_GROUPS, programme.sessions, catalogue, settings)
    yield Page(CALENDAR, everything, PageKind.DATA)
    for group in programme.groups:
        own = _write(group.name, group.sessions, catalogue, settings)
        yield Page(group_calendar_path(group.key), own, PageKind.DATA)


def _write(
    name: str, sessions: Iterable[Session], catalogue: Catalogue, settings: Settings
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PROGRAM)
    calendar.add("version", "2.0")
    # X-WR-CALNAME is older than RFC 7986, and what many programs still go by.
    for key in ("name", "x-wr-calname"):
        calendar.add(key, vText(_clean(name)))
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    events = [_make_event(session, catalogue, settings) for session in sessions]
    for zone, years in _find_zones(events):
        # A year more: a program may take the last change for the rule of all later ones.
        calendar.add_component(describe_clocks(zone, {*years, max(years) + 1}))
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _make_event(session: Session, catalogue: Catalogue, settings: Settings) -> Event:
    event = Event()
    own = find_own_words(session, catalogue)
    # Nothing that can change of a session without its being another one.
    event.add("uid", f"{session.id}@reading-groups")
    # When the event was last changed: nothing in the file says so, and the day of a build must
    # not be in what it builds. The start at least goes on where a session is put off.
    event.add("dtstamp", session.instant.astimezone(UTC))
    event.add("dtstart", _tell_time(session, session.instant))
    event.add("dtend", _tell_time(session, session.instant + session.length))
    event.add("summary", _clean(own.title))
    event.add("categories", [_clean(session.fields.group)])
    event.add("description", "\n".join(_describe(session, own, catalogue, settings)))
    if session.fields.location:
        event.add("location", _clean(session.fields.location))
    if url := _find_url(session, settings):
        event.add("url", url)
    return event


def _tell_time(session: Session, instant: datetime) -> datetime:
    """The time on the clocks of the session's zone, so that it stays there whatever its rules
    become; in UTC for a fixed offset, and for an hour that comes twice: a TZID means the first."""
    zone = session.starts.zone.iana
    if zone is not None and session.starts.stated.offset is None:
        there = instant.astimezone(zone)
        if not there.fold:
            return there
    return instant.astimezone(UTC)


def _find_zones(events: Iterable[Event]) -> Iterator[tuple[ZoneInfo, set[int]]]:
    """Yield the zones that times are told in, by name, and the years of these times (in UTC)."""
    years: dict[ZoneInfo, set[int]] = defaultdict(set)
    for event in events:
        for time in (event.start, event.end):
            if isinstance(time, datetime) and isinstance(time.tzinfo, ZoneInfo):
                years[time.tzinfo].add(time.astimezone(UTC).year)
    yield from sorted(years.items(), key=lambda zone: zone[0].key)


def _describe(
    session: Session, own: OwnWords, catalogue: Catalogue, settings: Settings
) -> Iterator[str]:
    fields = session.fields
    yield f"{_clean(fields.group)} reads together"
    for postmortem in find_records(session, catalogue):
        yield f"- {_clean(name_record(session, postmortem, catalogue.taxonomy))}"
    yield ""
    yield f"{FORMAT_LABELS[fields.format]}: {FORMAT_MEANINGS[fields.format]}"
    if session.hides_outcome:
        yield "There is nothing to read before."
    if fields.facilitator:
        yield f"Facilitator: {_clean(fields.facilitator)}"
    if fields.note_taker:
        yield f"Note taker: {_clean(fields.note_taker)}"
    if own.questions:
        yield ""
        yield "Questions"
        yield from (f"- {_clean(question)}" for question in own.questions)
    if own.note:
        yield ""
        yield own.note
    if url := _find_url(session, settings):
        yield ""
        yield f"Packets and notes: {url}"


def _find_url(session: Session, settings: Settings) -> str:
    """The address of the session's page; nothing where the site does not know its own."""
    if not settings.site_url:
        return ""
    stem = session_path(session.id).removesuffix(".md")
    suffix = "/" if settings.use_directory_urls else ".html"
    return urljoin(f"{settings.site_url.rstrip('/')}/", quote(f"{stem}{suffix}"))


def _clean(text: str) -> str:
    """One line that a calendar can hold."""
    return _CONTROL.sub("", " ".join(text.split()))
