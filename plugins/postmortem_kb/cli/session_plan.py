"""A reading session as planned on the command line: filled in, checked and named."""

from contextlib import suppress
from pathlib import Path

import click

from postmortem_kb import KnowledgeBase, Level
from postmortem_kb.cli.given import Fields
from postmortem_kb.drafting.files import make_slug
from postmortem_kb.errors import FieldError
from postmortem_kb.model import Source
from postmortem_kb.moments import parse_timestamp
from postmortem_kb.parser import Findings
from postmortem_kb.problem import Finding
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.loading import parse_session
from postmortem_kb.reading_groups.readings import ReadingRules
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.reading_groups.session_frame import FOLDER
from postmortem_kb.reading_groups.telling.spoilers import name_neutrally
from postmortem_kb.record_templates.session import render_session_file
from postmortem_kb.reports.excerpt import printable
from postmortem_kb.zones import parse_zone

OPTIONS = {
    "group": "--group",
    "starts_at": "--starts-at",
    "timezone": "--timezone",
    "duration": "--duration",
    "postmortems": "--postmortem",
    "format": "--format",
    "questions": "--question",
}
"""Fields of a session, and the options that give them."""
USUAL_LENGTH = "1 h"


def find_last(group: str | None, knowledge_base: KnowledgeBase) -> Session | None:
    """The latest session of a group; without a group, of any."""
    key = group.casefold() if group else None
    found = [
        one
        for one in knowledge_base.sessions
        if key is None or key in (one.fields.group.casefold(), one.group_key)
    ]
    return found[-1] if found else None


def fill_in(fields: Fields, knowledge_base: KnowledgeBase) -> None:
    """What nobody said is as in the group's last session, else as the site has it."""
    group = str(fields["group"]) if "group" in fields else None
    last = find_last(group, knowledge_base) if group else None
    if last is not None:
        fields["group"] = last.fields.group
        if "location" not in fields and last.fields.location:
            fields["location"] = last.fields.location
    has_offset = False
    with suppress(FieldError):
        has_offset = parse_timestamp(str(fields.get("starts_at", ""))).offset is not None
    zone = last.fields.timezone if last else None
    if "timezone" not in fields and not has_offset:
        stated = zone.text if zone else knowledge_base.settings.timezone
        if stated:
            fields["timezone"] = stated
    fields.setdefault("duration", str(last.fields.duration) if last else USUAL_LENGTH)
    _resolve(fields, knowledge_base)
    several = len(fields.get("postmortems", ())) > 1
    fields.setdefault("format", (Format.COMPARISON if several else Format.DISCUSSION).value)


def _resolve(fields: Fields, knowledge_base: KnowledgeBase) -> None:
    """Write the records that queries find today in their place, so that the session keeps them."""
    rules = _make_rules(knowledge_base)
    written: dict[str, None] = {}
    for text in fields.get("postmortems", ()):
        found = rules.find_records(text)
        # What is wrong with it is said with everything else.
        written |= dict.fromkeys(found.ids or (text,))
    if written:
        fields["postmortems"] = list(written)


def _make_rules(knowledge_base: KnowledgeBase) -> ReadingRules:
    records = knowledge_base.postmortems
    return ReadingRules(
        knowledge_base.taxonomy, knowledge_base.settings.visibility, records, records
    )


def check_plan(fields: Fields, knowledge_base: KnowledgeBase) -> tuple[Session, list[Finding]]:
    """The session as planned, with what `check` would warn of.

    Raises:
        click.UsageError: with a line for each error, by option.
    """
    text = render_session_file(fields, "A title")
    name = f"{FOLDER}/2000-01-01-new.md"
    source = Source(name, Path(name), text)
    site_zone = knowledge_base.settings.timezone
    found: Findings = []
    planned = parse_session(source, parse_zone(site_zone) if site_zone else None, found)
    if planned is not None:
        is_whole = not any(rule.level is Level.ERROR for rule, _ in found)
        readings = _make_rules(knowledge_base).find_readings(planned, is_whole=is_whole)
        found += readings.findings
        planned = planned.reading(readings.ids)
    errors = [
        finding
        for rule, finding in found
        if (finding.level or rule.level) is Level.ERROR and finding.hint
    ]
    if errors or planned is None:
        lines = [say_of_option(finding) for finding in errors]
        raise click.UsageError("\n".join(dict.fromkeys(lines)))
    return planned, [finding for rule, finding in found if rule.level is Level.WARNING]


def say_of_option(finding: Finding) -> str:
    """A finding by the option that it is about."""
    message = finding.message
    for name, option in OPTIONS.items():
        for written in (f"{name}: ", f"'{name}': "):
            if message.startswith(written):
                message = f"{option}: {message.removeprefix(written)}"
    hint = finding.hint.replace("add 'timezone: Europe/Berlin'", "add '--timezone Europe/Berlin'")
    return printable(f"{message}; {hint}")


def make_title(planned: Session, knowledge_base: KnowledgeBase) -> str:
    """What a session is called that nobody named: what it reads, without how it ended where nobody
    is to know."""
    by_id = {record.id: record for record in knowledge_base.postmortems}
    records = [by_id[one] for one in planned.postmortem_ids]
    if planned.fields.format is Format.REPLAY:
        names = [name_neutrally(record, knowledge_base.taxonomy) for record in records]
        return f"Replay: {'; '.join(names)}"
    titles = "; ".join(record.title for record in records)
    return f"Side by side: {titles}" if planned.fields.format is Format.COMPARISON else titles


def make_id(planned: Session, title: str | None, heading: str) -> str:
    """The day and the title; where nobody gave one, the group, for a title may tell too much."""
    words = title or (heading if planned.fields.format is not Format.REPLAY else None)
    return f"{planned.day.isoformat()}-{make_slug(words or planned.fields.group)}"
