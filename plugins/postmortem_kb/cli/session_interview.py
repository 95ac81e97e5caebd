"""What `postmortem session new` asks on a terminal: all that a session cannot do without."""

from functools import partial

import click

from postmortem_kb import KnowledgeBase
from postmortem_kb.catalogue import build_catalogue
from postmortem_kb.cli.asking import ask
from postmortem_kb.cli.given import Fields
from postmortem_kb.cli.session_plan import find_last
from postmortem_kb.errors import FieldError
from postmortem_kb.moments import Timestamp
from postmortem_kb.project import read_today
from postmortem_kb.reading_groups.fields import FORMATS, Format, parse_session_zone, parse_start
from postmortem_kb.reading_groups.picking.picking import pick

_OFFERED = 3
_REASONS = 2


def ask_for_missing(fields: Fields, title: str | None, knowledge_base: KnowledgeBase) -> str | None:
    """Ask for group, start, zone, what is read, format and title; the title is returned."""
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
    if "timezone" not in fields and parse_start(str(fields["starts_at"])).offset is None:
        zone = last.fields.timezone if last else None
        default = zone.text if zone else site.timezone or ""
        help_text = "An IANA name such as Europe/Berlin: it knows about clock changes."
        starts = parse_start(str(fields["starts_at"]))
        fields["timezone"] = ask("Time zone", partial(_read_zone, starts), help_text, default)
    if "postmortems" not in fields:
        fields["postmortems"] = _ask_records(str(fields["group"]), knowledge_base)
    if "format" not in fields:
        several = len(fields["postmortems"]) > 1
        default = (Format.COMPARISON if several else Format.DISCUSSION).value
        help_text = "\n".join(f"  {form.value:12} {text}" for form, text in FORMATS.items())
        question = f"Format, {', '.join(form.value for form in Format)}"
        fields["format"] = ask(question, _read_format, help_text, default)
    if title is None:
        help_text = "What the session is called. Enter: made of what is read."
        title = ask("Title, Enter for one that is made", str, help_text) or None
    click.echo()
    return title


def _ask_records(group: str, knowledge_base: KnowledgeBase) -> list[str]:
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
        if answer.startswith("--"):
            return [answer]
        chosen: dict[str, None] = {}
        for word in answer.replace(",", " ").split():
            if word.isdecimal() and 0 < int(word) <= len(offered):
                chosen |= dict.fromkeys(one.id for one in offered[int(word) - 1].postmortems)
            elif word in ids:
                chosen[word] = None
            else:
                hint = "write numbers of those above, or ids"
                raise FieldError(f"there is no postmortem {word!r}", hint)
        if not chosen:
            raise FieldError("found nothing to read", "write a number of those above, or an id")
        return list(chosen)

    help_text = "Numbers of those above, ids, or options of `postmortem list`."
    return ask("What to read", read, help_text, "1" if offered else "")


def _need(answer: str) -> str:
    if not answer:
        raise FieldError("found no name", "write what the group is called")
    return answer


def _read_start(answer: str) -> str:
    return str(parse_start(answer))


def _read_zone(starts: Timestamp, answer: str) -> str:
    zone = parse_session_zone(answer)
    if zone.find_gap_or_fold(starts.local) == "nonexistent":
        message = f"{str(starts)!r} does not exist in {zone.text}: the clocks go forward over it"
        raise FieldError(message, "Ctrl-C, and begin again with another time")
    return zone.text


def _read_format(answer: str) -> str:
    known = [form.value for form in Format if answer and form.value.startswith(answer.lower())]
    if len(known) != 1:
        raise FieldError(f"found {answer!r}", f"write one of {', '.join(Format)}")
    return known[0]
