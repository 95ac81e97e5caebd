"""`postmortem new`: a record to fill, with what is known already."""

import json
import os
import shlex
from collections.abc import Callable
from pathlib import Path

import click

from postmortem_kb import Level, Settings
from postmortem_kb.cli.asking import is_terminal
from postmortem_kb.cli.completion import complete_terms
from postmortem_kb.cli.console import shorten_path, write_data, write_text
from postmortem_kb.cli.given import Fields, keep_given
from postmortem_kb.cli.interview import interview
from postmortem_kb.drafting.files import FileTakenError, make_slug, name_record, write_new_file
from postmortem_kb.fields import Kind
from postmortem_kb.knowledge_base import load_taxonomy
from postmortem_kb.model import Source
from postmortem_kb.moments import Timestamp, parse_timestamp_or_openness
from postmortem_kb.parser import ParserOptions, parse_record
from postmortem_kb.reader import find_records
from postmortem_kb.record_templates.blank import OPEN_FIELDS, Template, render_blank
from postmortem_kb.reports.excerpt import printable
from postmortem_kb.rules.front_matter import WRONG_TYPE
from postmortem_kb.rules.vocabulary import PERSON_AS_ROOT_CAUSE, UNKNOWN_TERM
from postmortem_kb.taxonomy import Taxonomy, TermSet
from postmortem_kb.zones import parse_zone

_OPTIONS = {
    "title": "TITLE",
    "id": "--id",
    "started_at": "--started-at",
    "resolved_at": "--resolved-at",
    "timezone": "--timezone",
    "services": "--service",
    "root_causes": "--root-cause",
    "severity": "--severity",
}
_SETS = {
    "services": TermSet.SERVICES,
    "root_causes": TermSet.ROOT_CAUSES,
    "severity": TermSet.SEVERITIES,
}
# Warnings in a draft that somebody writes; here the mend is at hand.
_REFUSED = (WRONG_TYPE, UNKNOWN_TERM, PERSON_AS_ROOT_CAUSE)


@click.command()
@click.argument("title", required=False)
@click.option("--started-at", metavar="TIME", help="When users or systems were first affected.")
@click.option("--resolved-at", metavar="TIME", help="When it was over, or 'ongoing'.")
@click.option("--timezone", metavar="TZ", help="What times are in; default: the site's option.")
@click.option(
    "--service",
    "services",
    metavar="TERM",
    multiple=True,
    shell_complete=complete_terms(TermSet.SERVICES),
    help="Where it hurt; may be given several times.",
)
@click.option(
    "--root-cause",
    "root_causes",
    metavar="TERM",
    multiple=True,
    shell_complete=complete_terms(TermSet.ROOT_CAUSES),
    help="What made it possible; may be given several times, the most important first.",
)
@click.option(
    "--severity",
    metavar="TERM",
    shell_complete=complete_terms(TermSet.SEVERITIES),
    help="How bad it is, where somebody decided it.",
)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="What it tells of.")
@click.option(
    "--template",
    type=click.Choice([template.value for template in Template]),
    help="All usual sections with hints, or four; default: house.",
)
@click.option("--id", metavar="ID", help="The file's name; default: made of the day and the title.")
@click.option("--no-input", is_flag=True, help="Ask nothing, even on a terminal.")
@click.option("--dry-run", is_flag=True, help="Print the record and write nothing.")
@click.pass_obj
def new(
    settings: Callable[[], Settings],
    /,
    title: str | None,
    template: str | None,
    *,
    no_input: bool,
    dry_run: bool,
    **given: str | tuple[str, ...] | None,
) -> None:
    """Begin a postmortem: write a draft to fill.

    On a terminal it asks for what is not given, and an empty answer leaves it open; in a script,
    what is not given is left out. The draft is a new file in the folder of the records, and
    its path goes to standard output. A file that is there is never touched.
    """
    site = settings()
    taxonomy = load_taxonomy(site)
    fields = keep_given({"title": title, **given})
    is_asking = is_terminal() and not no_input
    if not is_asking and "title" not in fields:
        raise click.UsageError('give it a title: postmortem new "Checkout was down"')
    _refuse_misfits(fields, site, taxonomy)
    if is_asking:
        fields, template = interview(fields, template, site.timezone, taxonomy)
    fields.setdefault("timezone", site.timezone or "unknown")
    started = _spell_out(fields)
    record_id = str(fields.pop("id", "")) or name_record(str(fields["title"]), started)
    unlisted = {name: _canonicalise(fields, name, taxonomy) for name in _SETS}
    text = render_blank(fields, Template(template or Template.HOUSE), taxonomy)
    if dry_run:
        write_data(text)
        return
    path = _write(site.records_dir / f"{record_id}.md", text, site, is_asking=is_asking)
    _tell(path, fields, unlisted["services"], site)


def _refuse_misfits(fields: Fields, site: Settings, taxonomy: Taxonomy) -> None:
    """Stop with everything that `check` would say of the values that were given.

    Raises:
        click.UsageError: with a line for each of them, by option.
    """
    probe = {"title": "A title", "timezone": site.timezone or "unknown", **fields}
    text = render_blank(probe, Template.SHORT, taxonomy)
    record = parse_record(Source("new.md", Path("new.md"), text), ParserOptions(taxonomy))
    lines = []
    for rule, finding in record.findings:
        about = finding.about or ""
        is_refused = rule in _REFUSED or (finding.level or rule.level) is Level.ERROR
        if is_refused and about in _OPTIONS:
            message = finding.message.removeprefix(f"{about}: ").removeprefix(f"{about!r}: ")
            hint = finding.hint
            if rule is UNKNOWN_TERM:
                hint += f" (`postmortem {_SETS[about].value.replace('_', '-')}` lists them)"
            lines.append(printable(f"{_OPTIONS[about]}: {message}; {hint}"))
    if lines:
        raise click.UsageError("\n".join(dict.fromkeys(lines)))


def _spell_out(fields: Fields) -> Timestamp | None:
    """Write times and zone as records write them; the start is returned where it is known."""
    times: dict[str, Timestamp] = {}
    for name in ("started_at", "resolved_at"):
        if name in fields:
            found = parse_timestamp_or_openness(str(fields[name]))
            fields[name] = found.canonical if isinstance(found, Timestamp) else found.value
            if isinstance(found, Timestamp):
                times[name] = found
    fields["timezone"] = parse_zone(str(fields["timezone"])).text
    return times.get("started_at")


def _canonicalise(fields: Fields, name: str, taxonomy: Taxonomy) -> list[str]:
    """Give terms their ids of today; those that the taxonomy does not have are returned."""
    if name not in fields:
        return []
    value = fields[name]
    texts = [value] if isinstance(value, str) else value
    found = {text: taxonomy.find(_SETS[name], text) for text in texts}
    ids = list(dict.fromkeys(match.term.id if match else text for text, match in found.items()))
    fields[name] = ids[0] if isinstance(value, str) else ids
    return [text for text, match in found.items() if match is None]


def _write(path: Path, text: str, site: Settings, *, is_asking: bool) -> Path:
    """Write the record beside the others; where the name is taken, ask for the next free one.

    Raises:
        click.ClickException: the name is taken, and nobody is there to ask.
    """
    records = find_records(site.records_dir) if site.records_dir.is_dir() else []
    taken = {record.stem.casefold() for record in records}
    try:
        write_new_file(path, text, taken)
    except FileTakenError as error:
        said = f"{shorten_path(path)} is there already and was left alone"
        if not os.path.lexists(path):  # in another folder, or in other letters
            said = f"another record has the id {path.stem!r}"
        if not is_asking:
            raise click.ClickException(f"{said}; --id {error.free.stem} is free") from None
        click.echo(f"{said}.")
        if not click.confirm(f"Write {error.free.name} instead?"):
            raise click.Abort from None
        write_new_file(error.free, text, taken)
        return error.free
    return path


def _tell(path: Path, fields: Fields, unlisted: list[str], site: Settings) -> None:
    """Say where the record is, on standard output, and what comes next."""
    shown = shorten_path(path)
    write_text(f"{shown}\n")
    lines = [f"Next: postmortem check {shlex.quote(shown)}"]
    still_open = [name for name in OPEN_FIELDS if not fields.get(name)]
    if still_open:
        lines.append(f"Then fill in what is known: {', '.join(still_open)}, and each section.")
    if unlisted:
        file = shorten_path(site.taxonomy_path)
        lines.append(f"Not in the taxonomy yet, so that check warns; add to {file}:")
        lines += ["  services:"]
        # A text of JSON is one of YAML, whatever characters it holds.
        labels = [(make_slug(name), json.dumps(name, ensure_ascii=False)) for name in unlisted]
        lines += [f"    {slug}: {{label: {label}}}" for slug, label in labels]
    write_text("".join(f"{line}\n" for line in lines), err=True)
