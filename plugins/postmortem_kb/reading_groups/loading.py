"""Disk to sessions: finds the files of reading sessions, reads each, and leads it to its records.

Called by `load` after the records are known; the pages are made of what it returns.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from postmortem_kb.front_matter import Tree
from postmortem_kb.model import Postmortem, Source
from postmortem_kb.moments import Moment
from postmortem_kb.page import Page
from postmortem_kb.parser import Findings, open_document
from postmortem_kb.problem import Finding, Level, Place, Problem
from postmortem_kb.publishing import LinkResolver
from postmortem_kb.reader import read_source
from postmortem_kb.reading_groups.fields import SessionFields
from postmortem_kb.reading_groups.readings import ReadingRules
from postmortem_kb.reading_groups.session import (
    Session,
    SessionBody,
    find_near_heading,
    parse_session_body,
)
from postmortem_kb.reading_groups.session_frame import FOLDER, check_name, check_start
from postmortem_kb.reporting import Report, make_problems
from postmortem_kb.rules.declaration import NO_CONTEXT, Rule
from postmortem_kb.rules.front_matter import NO_FRONT_MATTER
from postmortem_kb.rules.registry import TEXT_RULES
from postmortem_kb.rules.sessions import MINUTES_HEADING
from postmortem_kb.settings import Settings
from postmortem_kb.suppressions import MARKER, Suppressions, parse_suppressions
from postmortem_kb.taxonomy import Taxonomy
from postmortem_kb.validation import read_fields
from postmortem_kb.zones import Zone, parse_zone

_LIKE_A_DAY = re.compile(r"\d{4}-?\d")
_START = re.compile(r"^starts_at[ \t]*:", re.MULTILINE)
_HINT = (
    "begin the file with a line '---', the fields group, starts_at, duration and postmortems, and "
    "another '---' line; `postmortem session new` writes them"
)
# Stand where a field is missing or does not fit, so that everything else is looked at too.
_INSTEAD: dict[str, Tree] = {
    "group": "a group",
    "starts_at": "2000-01-01T00:00",
    "duration": "1 h",
    "postmortems": [],
}


@dataclass(frozen=True, slots=True)
class LoadedSessions:
    """The sessions of this edition, by their start, the files that their texts use, and what is
    wrong with any of them."""

    sessions: tuple[Session, ...] = ()
    assets: tuple[Page, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_session_files(settings: Settings) -> list[Path]:
    """The files of sessions: those with a day in their name, and those that say when they start.

    Others in the same folder are pages like any.
    """
    folder = settings.docs_dir / FOLDER
    if not folder.is_dir():
        return []
    return [
        path
        for path in sorted(folder.rglob("*.md"))
        if not any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
        and ((path.parent == folder and _LIKE_A_DAY.match(path.name)) or _says_when(path))
    ]


def _says_when(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            beginning = file.read(4_000).decode("utf-8", "replace")
    except OSError:
        return False
    head = re.split(r"^---[ \t]*\r?$", beginning.lstrip("\ufeff"), maxsplit=2, flags=re.MULTILINE)
    return len(head) > 2 and _START.search(head[1]) is not None


def load_sessions(
    settings: Settings,
    taxonomy: Taxonomy,
    *,
    everyone: Sequence[Postmortem],
    published: Sequence[Postmortem],
    own_paths: Iterable[str],
) -> LoadedSessions:
    """Read, parse and validate all sessions; those with errors, and those on records that are not
    published, are left out. `everyone` are all records, `own_paths` the paths of their files."""
    files = find_session_files(settings)
    if not files:
        return LoadedSessions()
    read = _read_all(files, settings)
    rules = ReadingRules(taxonomy, settings.visibility, everyone, published)
    broken = {
        report.path
        for report in read.reports
        if (report.finding.level or report.rule.level) is Level.ERROR
    }
    found = [
        (session, rules.find_readings(session, is_whole=session.source.path not in broken))
        for session in read.sessions
    ]
    reports = [
        Report(session.source.path, *finding)
        for session, readings in found
        for finding in readings.findings
    ]
    kept = [session.reading(readings.ids) for session, readings in found]
    reports += [
        Report(session.source.path, *finding)
        for session, finding in rules.find_among(
            [
                session
                for session, (_, readings) in zip(kept, found, strict=True)
                if session.source.path not in broken and not readings.is_left_out
            ]
        )
    ]
    resolver = LinkResolver(settings, published, own_paths)
    reports += [
        Report(session.source.path, *broken)
        for session in kept
        for broken in resolver.find_broken_in(
            session.source.path, session.body.text, session.body.line
        )
    ]
    problems = make_problems([*read.reports, *reports], settings.levels, read.suppressions)
    wrong = {problem.path for problem in problems if problem.level is Level.ERROR}
    wrong |= {session.source.path for session, readings in found if readings.is_left_out}
    sessions = [
        session
        for session in kept
        if session.source.path not in wrong and session.fields.visibility in settings.visibility
    ]
    led = [_lead(session, resolver) for session in sessions]
    return LoadedSessions(
        sessions=tuple(
            sorted((one for one, _ in led), key=lambda one: (one.instant, one.id)),
        ),
        assets=tuple({page.path: page for _, pages in led for page in pages}.values()),
        problems=problems,
    )


def _lead(session: Session, resolver: LinkResolver) -> tuple[Session, tuple[Page, ...]]:
    """The session with the links of its text led to the site's pages, and the files it uses."""
    body = session.body
    text, assets = resolver.lead(session.source.path, body.text, body.line)
    if text == body.text:
        return session, assets
    return replace(session, body=parse_session_body(text, body.line)), assets


@dataclass(slots=True)
class _Read:
    sessions: list[Session] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    suppressions: dict[str, Suppressions] = field(default_factory=dict)


def _read_all(files: Iterable[Path], settings: Settings) -> _Read:
    read = _Read()
    site_zone = parse_zone(settings.timezone) if settings.timezone else None
    for path in files:
        source, findings = read_source(path, settings.root)
        session = None if findings else parse_session(source, site_zone, findings)
        read.reports += [Report(source.path, *finding) for finding in findings]
        if MARKER in source.text:
            read.suppressions[source.path] = parse_suppressions(source.text)
        if session is not None:
            read.sessions.append(session)
    return read


def parse_session(source: Source, site_zone: Zone | None, found: Findings) -> Session | None:
    """Read one session, adding to `found` what is wrong with it; None where nothing could be read.

    What does not fit is replaced, so that everything else is looked at: a session with errors is
    never published.
    """
    session_id = Path(source.path).stem
    found += check_name(source)
    document = open_document(source.text, found)
    found[:] = [_for_sessions(*finding) for finding in found]
    if document is None:
        return None
    located = document.front_matter
    fields, misfits, wrong = read_fields(SessionFields, located.data, located, instead=_INSTEAD)
    found += misfits
    zone = fields.timezone or site_zone
    if not wrong & {"starts_at", "timezone"}:
        found += check_start(fields, zone, located)
    body = parse_session_body(document.body, document.body_line)
    found += _find_near_headings(body)
    starts = Moment(fields.starts_at, zone or parse_zone("UTC"))
    session = Session(session_id, source, fields, starts, body, places=located)
    for rule in TEXT_RULES:
        assert rule.check is not None
        # They look at nothing but the words of the file, which a session has as well.
        checked = cast("Postmortem", session)
        found += ((rule, finding) for finding in rule.check(checked, NO_CONTEXT))
    return session


def _find_near_headings(body: SessionBody) -> Iterator[tuple[Rule, Finding]]:
    """Headings that were most likely meant to be those of minutes."""
    for section in body.sections:
        if section.level > 1 and (meant := find_near_heading(section.title)) is not None:
            message = f"the heading {section.title!r} is none of those that minutes have"
            hint = f"write {meant!r}, if that is meant"
            yield MINUTES_HEADING, Finding(Place(section.line), message, hint)


def _for_sessions(rule: Rule, finding: Finding) -> tuple[Rule, Finding]:
    """Records have another way out where there is no front matter."""
    if rule is NO_FRONT_MATTER and "title" in finding.hint:
        return rule, replace(finding, hint=_HINT)
    return rule, finding
