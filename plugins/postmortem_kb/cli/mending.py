"""`--fix` and `--diff`: the edits of the problems found, put into files or shown as a patch."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from postmortem_kb import Problem
from postmortem_kb.cli.console import has_colours, write_text
from postmortem_kb.fixing import Mend, plan_mend, read_state, render_diff, write_mend
from postmortem_kb.problem import Edit
from postmortem_kb.reports.excerpt import printable
from postmortem_kb.reports.summary import count_of


class Mender:
    """Knows the files as they were before they were checked: one that changes is left alone."""

    def __init__(self, root: Path, files: Mapping[str, Path]) -> None:
        """`files` are all that may be mended, by the path that problems name them by."""
        self._root = root
        self._files = files
        self._states = {name: read_state(path) for name, path in files.items()}

    def show(self, problems: Sequence[Problem]) -> None:
        """Write a patch of all edits to standard output."""
        edits, files = 0, 0
        for path, mend in self._plan(problems):
            _write_patch(render_diff(mend, path))
            _tell_refused(path, mend)
            edits += len(mend.applied)
            files += bool(mend.applied)
        done = f"{count_of(edits, 'edit')} in {count_of(files, 'file')}; nothing was written"
        click.echo(
            f"{done}, --fix applies them" if edits else "--fix has nothing to mend", err=True
        )

    def mend(self, problems: Sequence[Problem], *, to_stderr: bool) -> bool:
        """Write all edits to their files, and say which; whether there was any."""
        is_any = False
        for path, planned in self._plan(problems):
            mend = write_mend(planned, self._states[path], self._root)
            for edit in mend.applied:
                is_any = True
                place = f"{path}:{edit.place.line}:{edit.place.column}"
                said = f"{place}: mended: {edit.old!r} became {edit.new!r}"
                write_text(printable(said) + "\n", err=to_stderr)
            _tell_refused(path, mend)
        if is_any:
            write_text("\n", err=to_stderr)
        return is_any

    def _plan(self, problems: Sequence[Problem]) -> list[tuple[str, Mend]]:
        edits: dict[str, list[Edit]] = {}
        for problem in problems:
            if problem.fix is not None and problem.path in self._files:
                edits.setdefault(problem.path, []).append(problem.fix)
        return [
            (name, plan_mend(self._files[name], edits[name], self._states[name]))
            for name in sorted(edits)
        ]


def _tell_refused(path: str, mend: Mend) -> None:
    for edit, reason in mend.refused:
        place = f"{path}:{edit.place.line}:{edit.place.column}"
        said = f"{place}: left alone: {reason} (it was {edit.old!r} to {edit.new!r})"
        write_text(printable(said) + "\n", err=True)


def _write_patch(patch: bytes) -> None:
    if not has_colours(sys.stdout):
        click.echo(patch, nl=False)
        return
    colours = {"+": "32", "-": "31", "@": "36"}
    for line in patch.decode("utf-8", "replace").splitlines():
        colour = colours.get(line[:1])
        shown = printable(line)
        write_text(f"\x1b[{colour}m{shown}\x1b[0m\n" if colour else f"{shown}\n")
