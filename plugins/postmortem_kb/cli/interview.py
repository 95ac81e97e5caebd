"""What `postmortem new` asks on a terminal: each field that was not given, until it is clear."""

import click

from postmortem_kb.cli.asking import ask, ask_terms
from postmortem_kb.cli.given import Fields
from postmortem_kb.errors import FieldError
from postmortem_kb.moments import (
    Precision,
    Timestamp,
    parse_timestamp_or_openness,
    parse_timestamp_or_unknown,
)
from postmortem_kb.record_templates.blank import Template
from postmortem_kb.taxonomy import Taxonomy, TermSet
from postmortem_kb.zones import parse_zone

TIME_HELP = """\
Write as much as is known, and no more:
  2024-03-13T14:10    to the minute
  2024-03-13T14       some time in that hour
  2024-03-13          some time on that day
  ~2024-03-13T14:10   about then
  T14:10              the day is not known; --03-13T14:10: the year is not
  unknown             looked for, and not known
Enter leaves it open."""
_ZONE_HELP = """\
What the time is in:
  Europe/Berlin       a place, by its IANA name: knows about clock changes
  +02:00, UTC         an offset
  PDT                 an abbreviation, where that is all that is known
  unknown             not known: times are shown without a zone"""
_TITLE_HELP = """\
What happened, in a line: what was affected, and how. It names the page and the file.
  Checkout slow after a cache restart"""
_TEMPLATE_HELP = """\
What the record begins with:
  house   every usual section, with hints about what belongs there
  short   summary, timeline, root cause and action items"""


def interview(
    fields: Fields, template: str | None, site_zone: str | None, taxonomy: Taxonomy
) -> tuple[Fields, str]:
    """Ask for what is missing of title, start, zone, services and template."""
    told = dict(fields)
    click.echo("A new postmortem. Enter leaves a question open, ? explains it, Ctrl-C ends it.\n")
    if "title" not in told:
        told["title"] = ask("Title", _parse_title, _TITLE_HELP)
    if "started_at" not in told:
        question = "Started, such as 2024-03-13T14:10 or 2024-03-13"
        if started := ask(question, parse_start, TIME_HELP):
            told["started_at"] = started
    if "timezone" not in told and _needs_zone(told):
        told["timezone"] = ask("Time zone", _parse_zone, _ZONE_HELP, site_zone or "unknown")
    if "services" not in told:
        told["services"] = ask_terms("Services, where it hurt", taxonomy, TermSet.SERVICES)
    if template is None:
        template = ask("Template, house or short", _parse_template, _TEMPLATE_HELP, Template.HOUSE)
    click.echo()
    return told, template


def _parse_title(answer: str) -> str:
    if not answer:
        raise FieldError("found no title", "write what happened, in a line")
    return answer


def parse_start(answer: str) -> str:
    return str(parse_timestamp_or_unknown(answer)) if answer else ""


def _parse_zone(answer: str) -> str:
    return parse_zone(answer).text


def _parse_template(answer: str) -> str:
    known = [template for template in Template if template.startswith(answer.lower())]
    if len(known) != 1:
        raise FieldError(f"found {answer!r}", f"write {' or '.join(map(repr, map(str, Template)))}")
    return known[0]


def _needs_zone(fields: Fields) -> bool:
    """Whether a time of day is known, and not what it is in."""
    for name in ("started_at", "resolved_at"):
        stated = fields.get(name)
        found = parse_timestamp_or_openness(stated) if isinstance(stated, str) else None
        if isinstance(found, Timestamp) and found.precision is not Precision.DAY:
            return found.offset is None
    return False
