"""`postmortem import`: documents that people have already, to records."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from postmortem_kb import Settings
from postmortem_kb.cli.console import (
    find_width,
    has_colours,
    watch_progress,
    write_data,
    write_text,
)
from postmortem_kb.errors import FieldError
from postmortem_kb.extraction.times.day_order import DayOrder
from postmortem_kb.importing import ImportOptions, import_documents
from postmortem_kb.knowledge_base import load_taxonomy
from postmortem_kb.reader import relative_to
from postmortem_kb.reports.import_json import render_import_json
from postmortem_kb.reports.import_text import render_import_summary, render_import_text
from postmortem_kb.reports.text import TextStyle
from postmortem_kb.zones import Zone, ZoneKind, parse_zone


def _parse_zone(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> Zone | None:
    if value is None:
        return None
    try:
        zone = parse_zone(value)
    except FieldError as error:
        raise click.BadParameter(f"{error.message}; {error.hint}") from None
    return None if zone.kind is ZoneKind.UNKNOWN else zone


def _choose_order(day_first: bool, month_first: bool) -> DayOrder | None:
    if day_first and month_first:
        raise click.UsageError("--day-first and --month-first exclude each other; give one of them")
    if day_first:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if month_first else None


@click.command("import")
@click.argument(
    "sources",
    nargs=-1,
    required=True,
    # What cannot be read takes one line among the results, and stops no other.
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE|FOLDER…",
)
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that the records go into; default: the site's folder of postmortems.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option(
    "--timezone",
    "zone",
    metavar="TZ",
    callback=_parse_zone,
    help="What the times are in, where you know it and the documents do not say.",
)
@click.option(
    "--day-first",
    is_flag=True,
    help="Read 05-02-2022 as 5 February.",
)
@click.option(
    "--month-first",
    is_flag=True,
    help="Read 05-02-2022 as 2 May.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write what was found.",
)
@click.pass_obj
def import_command(
    settings: Callable[[], Settings],
    sources: tuple[Path, ...],
    target: Path | None,
    dry_run: bool,
    zone: Zone | None,
    day_first: bool,
    month_first: bool,
    output_format: str,
) -> None:
    """Make records of documents: Markdown, text, HTML, Word, status pages.

    Every value comes with the line that shows it. What a document does not state stays out, no
    existing file is touched, and every sentence is kept. Exit code 0 when all were imported, 1
    when one was not.
    """
    site = settings()
    folder = target or site.records_dir
    options = ImportOptions(
        records_dir=folder,
        taxonomy=load_taxonomy(site),
        zone=zone,
        order=_choose_order(day_first, month_first),
        is_dry_run=dry_run,
    )
    shown = (target or Path(site.postmortems_dir)).as_posix()
    taxonomy = relative_to(site.taxonomy_path, site.root)
    progress = watch_progress("importing", many=10, step=1)
    style = TextStyle(find_width(sys.stdout), has_colours(sys.stdout))
    results = []
    for result in import_documents(sources, options, progress):
        results.append(result)
        if output_format == "text":
            write_text(render_import_text(result, shown, taxonomy, style))
    if output_format == "json":
        write_data(render_import_json(results, shown))
    elif not results:
        write_text("there is nothing to import: no documents in the named folders\n", err=True)
    elif len(results) > 1:
        write_text(render_import_summary(results))
    sys.exit(0 if results and all(result.is_imported for result in results) else 1)
