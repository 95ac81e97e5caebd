"""The group of commands, and what they share: finding the project, exit codes."""

import sys
from pathlib import Path

import click

from postmortem_kb.cli.check import check
from postmortem_kb.cli.generate import generate
from postmortem_kb.cli.listing import list_postmortems
from postmortem_kb.errors import PostmortemKbError
from postmortem_kb.project import load_settings


class _Group(click.Group):
    """Turns what cannot go on into one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except PostmortemKbError as error:
            click.echo(f"postmortem: {error}", err=True)
            sys.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-postmortems", prog_name="postmortem")
@click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's configuration; default: mkdocs.yml in this folder or the closest one above.",
)
@click.pass_context
def main(context: click.Context, config_file: Path | None) -> None:
    """Check, list and publish git-based Markdown postmortems."""
    # Read when a command asks for it, so that `--help` works anywhere.
    context.obj = lambda: load_settings(config_file, Path.cwd())


main.add_command(check)
main.add_command(list_postmortems)
main.add_command(generate)
