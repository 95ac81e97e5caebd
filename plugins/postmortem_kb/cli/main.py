"""The group of commands, and what they share: finding the project, exit codes."""

import sys
from pathlib import Path

import click

from postmortem_kb.cli.check import check
from postmortem_kb.cli.generate import generate
from postmortem_kb.cli.importing import import_command
from postmortem_kb.cli.listing import list_postmortems
from postmortem_kb.cli.new import new
from postmortem_kb.cli.pick import pick
from postmortem_kb.cli.schema import schema
from postmortem_kb.cli.session import session
from postmortem_kb.cli.vocabulary import make_commands
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


def _use_config_file(
    context: click.Context, parameter: click.Parameter, value: Path | None
) -> None:
    """Read the settings when a command asks for them, so that `--help` works anywhere."""
    if value is not None or context.obj is None:
        context.obj = lambda: load_settings(value, Path.cwd())


# Before or after the name of the command.
_config_file = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    expose_value=False,
    callback=_use_config_file,
    help="The site's configuration; default: mkdocs.yml in this folder or the closest one above.",
)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-postmortems", prog_name="postmortem")
@_config_file
def main() -> None:
    """Check, list and publish git-based Markdown postmortems."""


_COMMANDS = (
    *(check, import_command, list_postmortems, generate, schema, new, session, pick),
    *make_commands(),
)
for _command in _COMMANDS:
    main.add_command(_config_file(_command))
for _command in session.commands.values():
    _config_file(_command)
