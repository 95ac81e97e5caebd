"""`postmortem list`: the postmortems that match, as a table, JSON or ids."""

import json
from collections.abc import Callable
from typing import Any

import click

from postmortem_kb import KnowledgeBase, Level, Postmortem, Settings, load
from postmortem_kb.cli.completion import complete_terms
from postmortem_kb.errors import FieldError
from postmortem_kb.metrics import duration
from postmortem_kb.pages.data import describe_postmortem
from postmortem_kb.query import Sort, run_query
from postmortem_kb.query_options import BY_NAME, QUERY_OPTIONS, QueryOptionError, read_query
from postmortem_kb.taxonomy import Taxonomy


def _check(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    """Refuse a value that does not fit before anything is read; terms are looked up later."""
    if text is not None:
        try:
            BY_NAME[str(parameter.name).replace("_", "-")].read(text)
        except FieldError as error:
            raise click.BadParameter(f"{error.message}; {error.hint}") from None
    return text


def _query_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of the query, in the order in which they are declared."""
    for option in reversed(QUERY_OPTIONS):
        extra: dict[str, Any] = {"metavar": option.metavar, "callback": _check}
        if option.choices:
            extra = {"type": click.Choice(option.choices)}
        if option.term_set is not None:
            extra["shell_complete"] = complete_terms(option.term_set)
        if option.name == "sort":
            extra |= {"default": Sort.DATE.value, "show_default": True}
        command = click.option(f"--{option.name}", help=option.help, **extra)(command)
    return command


@click.command("list")
@_query_options
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
    output_format: str,
    **given: str | None,
) -> None:
    """List the postmortems that match everything asked for.

    Records with errors are left out, as on the site; `postmortem check` says what is wrong.
    """
    knowledge_base = load(settings())
    tell_of_errors(knowledge_base)
    taxonomy = knowledge_base.taxonomy
    words = {name.replace("_", "-"): text for name, text in given.items() if text is not None}
    try:
        query = read_query(words, taxonomy)
    except QueryOptionError as error:
        hint = f"--{error.option}"
        raise click.BadParameter(f"{error.message}; {error.hint}", param_hint=hint) from None
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
