"""`postmortem list`: the postmortems that match, as a table, JSON or ids."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from postmortem_kb import KnowledgeBase, Level, Postmortem, Settings, load
from postmortem_kb.cli.completion import complete_terms
from postmortem_kb.durations import parse_duration
from postmortem_kb.errors import FieldError
from postmortem_kb.fields import Kind
from postmortem_kb.metrics import duration
from postmortem_kb.pages.data import describe_postmortem
from postmortem_kb.query import Query, Sort, find_term, run_query
from postmortem_kb.taxonomy import Taxonomy, TermSet


def _parse_day(context: click.Context, parameter: click.Parameter, value: str | None) -> Any:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it like 2024-06-08") from None


def _parse_length(context: click.Context, parameter: click.Parameter, value: str | None) -> Any:
    if value is None:
        return None
    try:
        return parse_duration(value).delta
    except FieldError as error:
        raise click.BadParameter(f"{error.message}; {error.hint}") from None


@click.command("list")
@click.option(
    "--root-cause",
    metavar="TERM",
    shell_complete=complete_terms(TermSet.ROOT_CAUSES),
    help="With this root cause, or one below it.",
)
@click.option(
    "--service",
    metavar="TERM",
    shell_complete=complete_terms(TermSet.SERVICES),
    help="Where this service was hurt, or broke.",
)
@click.option(
    "--severity",
    metavar="TERM",
    shell_complete=complete_terms(TermSet.SEVERITIES),
    help="Of this severity.",
)
@click.option("--longer-than", metavar="LENGTH", callback=_parse_length, help="Such as '4 h'.")
@click.option("--shorter-than", metavar="LENGTH", callback=_parse_length, help="Such as '90 min'.")
@click.option("--since", metavar="DATE", callback=_parse_day, help="Started on this day or later.")
@click.option(
    "--until", metavar="DATE", callback=_parse_day, help="Started on this day or earlier."
)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Of this kind.")
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default=Sort.DATE.value,
    show_default=True,
    help="Dates are newest first, lengths longest first.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "json", "ids"]),
    default="table",
    show_default=True,
    help="How to write them.",
)
@click.pass_obj
def list_postmortems(
    settings: Callable[[], Settings],
    /,
    root_cause: str | None,
    service: str | None,
    severity: str | None,
    kind: str | None,
    sort: str,
    output_format: str,
    **ranges: Any,
) -> None:
    """List the postmortems that match everything asked for.

    Records with errors are left out, as on the site; `postmortem check` says what is wrong.
    """
    knowledge_base = load(settings())
    tell_of_errors(knowledge_base)
    taxonomy = knowledge_base.taxonomy
    query = Query(
        root_cause=_find(taxonomy, TermSet.ROOT_CAUSES, root_cause, "--root-cause"),
        service=_find(taxonomy, TermSet.SERVICES, service, "--service"),
        severity=_find(taxonomy, TermSet.SEVERITIES, severity, "--severity"),
        kind=Kind(kind) if kind else None,
        sort=Sort(sort),
        **ranges,
    )
    found = run_query(knowledge_base.postmortems, query, taxonomy)
    if output_format == "ids":
        click.echo("".join(f"{postmortem.id}\n" for postmortem in found), nl=False)
    elif output_format == "json":
        site = knowledge_base.settings
        rows = [describe_postmortem(postmortem, taxonomy, site) for postmortem in found]
        click.echo(json.dumps({"version": 1, "postmortems": rows}, ensure_ascii=False, indent=2))
    else:
        _print_table(found, taxonomy)


def tell_of_errors(knowledge_base: KnowledgeBase) -> None:
    """Say on standard error what the list cannot show."""
    errors = [problem for problem in knowledge_base.problems if problem.level is Level.ERROR]
    if len(errors) == 1:
        click.echo(str(errors[0]), err=True)
    elif errors:
        files = len({problem.path for problem in errors})
        noun = "file" if files == 1 else "files"
        click.echo(f"errors in {files} {noun}: run `postmortem check` to see them", err=True)


def _find(taxonomy: Taxonomy, term_set: TermSet, text: str | None, option: str) -> str | None:
    if text is None:
        return None
    try:
        return find_term(taxonomy, term_set, text)
    except FieldError as error:
        raise click.BadParameter(f"{error.message}; {error.hint}", param_hint=option) from None


def _print_table(postmortems: tuple[Postmortem, ...], taxonomy: Taxonomy) -> None:
    if not postmortems:
        click.echo("no postmortem matches", err=True)
        return
    rows = [("DATE", "LENGTH", "SEVERITY", "ROOT CAUSE", "TITLE")]
    for postmortem in postmortems:
        incident = postmortem.incident
        length = duration(incident)
        rows.append(
            (
                incident.day or "unknown",
                "ongoing" if incident.is_ongoing else str(length) if length else "unknown",
                incident.severity or "not stated",
                ", ".join(incident.root_causes) or "unknown",
                postmortem.title,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]))
