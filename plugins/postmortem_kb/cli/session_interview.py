"""What `postmortem session new` asks on a terminal: all that a session cannot do without."""

import click

from postmortem_kb import KnowledgeBase
from postmortem_kb.catalogue import build_catalogue
from postmortem_kb.cli.asking import ask
from postmortem_kb.cli.given import Fields
from postmortem_kb.cli.session_plan import find_last
from postmortem_kb.errors import FieldError
from postmortem_kb.moments import parse_timestamp
from postmortem_kb.project import read_today
from postmortem_kb.reading_groups.picking.picking import pick
from postmortem_kb.zones import parse_zone

_OFFERED = 3
_REASONS = 2


def ask_for_missing(fields: Fields, knowledge_base: KnowledgeBase) -> None:
    """Ask for what a session cannot do without."""
    click.echo("A new reading session. ? explains a question, Ctrl-C ends it.\n")
    last = find_last(None, knowledge_base)
    if "group" not in fields:
        groups = sorted({one.fields.group for one in knowledge_base.sessions})
        known = f"Known so far: {', '.join(groups)}." if groups else "None is known so far."
        help_text = f"The reading group's name. Sessions of one name have one calendar.\n{known}"
        fields["group"] = ask("Group", _need, help_text, last.fields.group if last else "")
    if "starts_at" not in fields:
        help_text = "Day and time to the minute, such as 2026-11-26T15:00."
        fields["starts_at"] = ask("Starts, such as 2026-11-26T15:00", _read_start, help_text)
    site = knowledge_base.settings
    last = find_last(str(fields["group"]), knowledge_base)
    if "timezone" not in fields and parse_timestamp(str(fields["starts_at"])).offset is None:
        zone = last.fields.timezone if last else None
        default = zone.text if zone else site.timezone or ""
        help_text = "An IANA name such as Europe/Berlin: it knows about clock changes."
        fields["timezone"] = ask("Time zone", _read_zone, help_text, default)
    if "postmortems" not in fields:
        fields["postmortems"] = _ask_record(str(fields["group"]), knowledge_base)
    click.echo()


def _ask_record(group: str, knowledge_base: KnowledgeBase) -> list[str]:
    """Offer what the group would do well to read next."""
    catalogue = build_catalogue(knowledge_base.postmortems, knowledge_base.taxonomy)
    offered = pick(
        catalogue,
        knowledge_base.sessions,
        group=group,
        minutes=None,
        today=read_today(),
        seed=None,
        limit=_OFFERED,
    )
    for number, suggested in enumerate(offered, start=1):
        names = ", ".join(record.id for record in suggested.postmortems)
        click.echo(f"  {number}  {names}")
        click.echo(f"     {'; '.join(suggested.reasons[:_REASONS])}")
    ids = {record.id for record in knowledge_base.postmortems}

    def read(answer: str) -> list[str]:
        if answer.isdecimal() and 0 < int(answer) <= len(offered):
            return [record.id for record in offered[int(answer) - 1].postmortems]
        if answer in ids or answer.startswith("--"):
            return [answer]
        raise FieldError(f"there is no postmortem {answer!r}", "write one of the numbers, or an id")

    help_text = "A number of those above, an id, or options of `postmortem list`."
    return ask("What to read", read, help_text, "1" if offered else "")


def _need(answer: str) -> str:
    if not answer:
        raise FieldError("found no name", "write what the group is called")
    return answer


def _read_start(answer: str) -> str:
    return str(parse_timestamp(answer))


def _read_zone(answer: str) -> str:
    return parse_zone(answer).text
