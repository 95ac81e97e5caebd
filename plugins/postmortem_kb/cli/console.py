"""What the console can show: colours, width and progress, and text in its own encoding."""

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import click

_MANY = 1000
"""Fewer records than this are read before anybody could watch."""
_STEP = 100


def has_colours(stream: TextIO) -> bool:
    """Whether to colour: on a terminal only, and not where `NO_COLOR` is set
    (https://no-color.org)."""
    wants_none = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not wants_none


def find_width(stream: TextIO) -> int | None:
    """The columns of a terminal, or what `COLUMNS` says instead; None for anything else."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def shorten_path(path: Path) -> str:
    """A path as it is reached from the working directory, where that is not a long way round."""
    with suppress(ValueError):  # another drive
        relative = os.path.relpath(path)
        return str(path) if relative.startswith("../..") else relative
    return str(path)


def write_text(text: str, *, err: bool = False) -> None:
    """Write text; what the stream's encoding does not have becomes an escape."""
    stream = sys.stderr if err else sys.stdout
    encoding = stream.encoding or "utf-8"
    shown = text.encode(encoding, "backslashreplace").decode(encoding)
    # Click would take the colours out again where the stream is no terminal: here that is decided.
    click.echo(shown, nl=False, err=err, color=True)


def write_data(text: str) -> None:
    """Write what programs read, in UTF-8 whatever the console has."""
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def watch_progress(
    doing: str = "reading the postmortems", *, many: int = _MANY, step: int = _STEP
) -> Callable[[int, int], None] | None:
    """Shows on standard error how many of at least `many` files are done; on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total < many or (done % step and done < total):
            return
        shown = "" if done == total else f"{doing}: {done:,} of {total:,}"
        click.echo(f"\r\x1b[K{shown}", nl=False, err=True, color=True)

    return show
