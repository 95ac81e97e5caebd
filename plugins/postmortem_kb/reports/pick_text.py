"""What a group could read next, for people on a terminal: picks and series to text."""

import shlex
from collections.abc import Iterator, Sequence
from textwrap import wrap

from postmortem_kb.reading_groups.picking.history import History
from postmortem_kb.reading_groups.picking.picking import Pick
from postmortem_kb.reading_groups.picking.series import Series
from postmortem_kb.reports.excerpt import printable

_WIDTH = 80
_SERIES_SHOWN = 3
_OPTIONS = (
    "It also needs --starts-at YYYY-MM-DDTHH:MM, which it asks for on a terminal. With --format "
    "replay the group goes through it one event at a time, before it knows the end."
)


def render_pick_text(picks: Sequence[Pick], series: Sequence[Series], history: History) -> str:
    """Picks with their reasons, the first series, and the command that plans a session; no line
    is wider than 80 columns, but for one that holds an id or command that is longer."""
    return "".join(f"{line}\n" for line in _render(picks, series, history))


def _render(picks: Sequence[Pick], series: Sequence[Series], history: History) -> Iterator[str]:
    whose = f"for {printable(history.name)}" if history.name else "for a group that is new"
    if picks:
        yield from _wrap(f"What to read next, {whose}. Titles may tell the outcome.")
    for number, pick in enumerate(picks, start=1):
        yield ""
        for record in pick.postmortems:
            yield from _wrap(f"{printable(record.title)}", first=f"{number}. ", rest="   ")
            yield f"   {record.id}"
        yield f"   a session of at least {pick.minutes} min"
        for reason in pick.reasons:
            yield from _wrap(printable(reason), first="   - ", rest="     ")
    for one in series[:_SERIES_SHOWN]:
        yield ""
        yield from _wrap(f"Series: {printable(one.title)}", rest="  ")
        for record in one.postmortems:
            yield f"  {record.id}"
    if len(series) > _SERIES_SHOWN:
        yield ""
        yield f"{len(series) - _SERIES_SHOWN} more series: see --format json, or the site's page."
    if picks:
        yield ""
        yield "To plan a session on the first of these:"
        yield f"  {_make_command(picks[0], history)}"
        yield ""
        yield from _wrap(_OPTIONS)


def _make_command(pick: Pick, history: History) -> str:
    options = [f"--postmortem {shlex.quote(record.id)}" for record in pick.postmortems]
    # A name that steers the terminal is no name to paste.
    name = history.name if history.name and history.name.isprintable() else "NAME"
    return " ".join(["postmortem session new", f"--group {shlex.quote(name)}", *options])


def _wrap(text: str, *, first: str = "", rest: str = "") -> list[str]:
    return wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
