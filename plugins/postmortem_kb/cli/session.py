"""`postmortem session`: reading sessions, from a plan to a file that invites to it."""

import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from postmortem_kb import Settings, load
from postmortem_kb.cli.asking import is_terminal
from postmortem_kb.cli.console import shorten_path, write_data, write_text
from postmortem_kb.cli.given import keep_given
from postmortem_kb.cli.listing import tell_of_errors
from postmortem_kb.cli.session_interview import ask_for_missing
from postmortem_kb.cli.session_plan import (
    OPTIONS,
    USUAL_LENGTH,
    check_plan,
    fill_in,
    make_id,
    make_title,
    say_of_option,
)
from postmortem_kb.drafting.files import FileTakenError, write_new_file
from postmortem_kb.errors import FieldError, PostmortemKbError
from postmortem_kb.fields import parse_id
from postmortem_kb.problem import Finding
from postmortem_kb.project import load_settings
from postmortem_kb.reader import find_records
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.session_frame import FOLDER
from postmortem_kb.record_templates.session import render_session_file


def _complete_records(
    context: click.Context, _: click.Parameter, begun: str
) -> list[CompletionItem]:
    read = context.obj or (lambda: load_settings(None, Path.cwd()))
    try:
        names = [path.stem for path in find_records(read().records_dir)]
    except PostmortemKbError:
        return []  # the command itself says what is wrong
    return [CompletionItem(name) for name in names if begun in name]


@click.group()
def session() -> None:
    """Sessions of reading groups: see `postmortem session new`."""


@session.command("new")
@click.argument("title", required=False)
@click.option("--group", metavar="NAME", help="The reading group.")
@click.option("--starts-at", metavar="TIME", help="Such as 2026-11-26T15:00.")
@click.option(
    "--timezone",
    metavar="TZ",
    help="What the start is in; default: that of the group's last session, else the site's.",
)
@click.option(
    "--duration",
    metavar="LENGTH",
    help=f"Default: that of the group's last session, else {USUAL_LENGTH}.",
)
@click.option(
    "--postmortem",
    "postmortems",
    metavar="ID",
    multiple=True,
    shell_complete=_complete_records,
    help="What is read: an id, or options of `postmortem list` in quotes, such as "
    "'--service checkout --limit 2', whose records of today are written down; may be given "
    "several times. `postmortem pick` suggests some.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    help="How the group goes through it; default: discussion, or comparison of several.",
)
@click.option("--facilitator", metavar="ROLE", help="Who leads it: a role or a handle.")
@click.option("--note-taker", metavar="ROLE", help="Who writes it down: a role or a handle.")
@click.option(
    "--location",
    metavar="PLACE",
    help="The link of a call, or a room; default: that of the group's last session.",
)
@click.option(
    "--question",
    "questions",
    metavar="TEXT",
    multiple=True,
    help="What the group wants to talk about; may be given several times.",
)
@click.option("--id", "name", metavar="ID", help="The file's name; default: the day and the title.")
@click.option("--no-input", is_flag=True, help="Ask nothing, even on a terminal.")
@click.option("--dry-run", is_flag=True, help="Print the session and write nothing.")
@click.pass_obj
def new_session(
    settings: Callable[[], Settings],
    /,
    title: str | None,
    form: str | None,
    name: str | None,
    *,
    no_input: bool,
    dry_run: bool,
    **given: str | tuple[str, ...] | None,
) -> None:
    """Plan a reading session: write the file that invites to it, and later holds its minutes.

    On a terminal it asks for what is not given. The file is a new one in docs/reading-groups, and
    its path goes to standard output. A file that is there is never touched.
    """
    knowledge_base = load(settings())
    tell_of_errors(knowledge_base)
    fields = keep_given({**given, "format": form})
    if is_terminal() and not no_input:
        title = ask_for_missing(fields, title, knowledge_base)
    fill_in(fields, knowledge_base)
    missing = [OPTIONS[one] for one in ("group", "starts_at", "postmortems") if one not in fields]
    if missing:
        lines = [f"give it {', '.join(missing)}"]
        if "--postmortem" in missing:
            lines.append("`postmortem pick` suggests what to read, and `postmortem list` lists all")
        raise click.UsageError("\n".join(lines))
    planned, warnings = check_plan(fields, knowledge_base)
    heading = title or make_title(planned, knowledge_base)
    session_id = _parse_name(name or make_id(planned, title, heading))
    text = render_session_file(fields, heading)
    path = knowledge_base.settings.docs_dir / FOLDER / f"{session_id}.md"
    if dry_run:
        write_data(text)
        _warn(warnings)
        return
    try:
        write_new_file(path, text)
    except FileTakenError as error:
        said = f"{shorten_path(path)} is there already and was left alone"
        raise click.ClickException(f"{said}; --id {error.free.stem} is free") from None
    _warn(warnings)
    _tell(path)


def _warn(warnings: list[Finding]) -> None:
    write_text("".join(f"warning: {say_of_option(one)}\n" for one in warnings), err=True)


def _tell(path: Path) -> None:
    """Say where the session is, on standard output, and what comes next."""
    shown = shorten_path(path)
    write_text(f"{shown}\n")
    lines = [f"Next: postmortem check {shlex.quote(shown)}"]
    lines.append("Then commit it: the site has its page, its packets and its calendar entry.")
    write_text("".join(f"{line}\n" for line in lines), err=True)


def _parse_name(session_id: str) -> str:
    """Refuse a name that would be no session's.

    Raises:
        click.BadParameter: it has no day at its beginning, or cannot be part of a URL.
    """
    hint = "begin with a day, such as 2026-11-26-what-alerts-tell"
    try:
        date.fromisoformat(session_id[:10])
        parse_id(session_id)
    except FieldError as error:
        raise click.BadParameter(f"{error.message}; {error.hint}", param_hint="--id") from None
    except ValueError:
        raise click.BadParameter(f"{session_id!r}: {hint}", param_hint="--id") from None
    if not session_id[10:].strip("-"):
        raise click.BadParameter(f"{session_id!r}: {hint}", param_hint="--id")
    return session_id
