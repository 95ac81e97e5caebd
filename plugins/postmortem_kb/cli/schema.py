"""`postmortem schema`: what the front matter may hold, for editors and other programs."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from postmortem_kb import Settings
from postmortem_kb.cli.console import write_data
from postmortem_kb.errors import OutputFolderError
from postmortem_kb.knowledge_base import load_taxonomy
from postmortem_kb.schema import make_schema


@click.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write it to, replacing what is there; default: standard output.",
)
@click.option(
    "--taxonomy/--no-taxonomy",
    default=True,
    help="Whether terms have to be the site's (or the shipped ones, where there is no site).",
)
@click.pass_obj
def schema(settings: Callable[[], Settings], out: Path | None, *, taxonomy: bool) -> None:
    """Write the JSON Schema of a record's front matter.

    It says what each field may hold, with the site's own terms, so that an editor can complete
    them. `postmortem check` knows more than a schema can say.
    """
    made = make_schema(load_taxonomy(settings()) if taxonomy else None)
    text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        write_data(text)
        return
    try:
        out.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise OutputFolderError(f"{out} cannot be written: {error.strerror}") from None
