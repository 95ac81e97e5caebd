"""Problems as text for people: the place, the line with a caret, and how to mend it."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postmortem_kb.problem import Level, Problem
from postmortem_kb.reports.excerpt import cut_line, printable
from postmortem_kb.reports.sources import SourceLines, line_of
from postmortem_kb.reports.summary import count_levels, count_of, describe_published

IN_FULL = 10
"""So many problems of one rule are shown with their line and mend; those after them with neither.
"""
SHOWN = 50
"""So many problems of one rule are shown at all; the others are counted."""
_TABLE_FROM = 20
_EXCERPT = 100
_INDENT = " " * 4
_PRIVATE = "PM7"
"""Rules about keys and addresses: what they found is not repeated, for more people read a log than
the file."""
_SPACE = "\0"
"""Stands in for a space that no line may be broken at."""
_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.ADVICE: "36"}


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How to write text: `width` are the columns that long lines are wrapped to; without it the
    first line of each problem, which editors and `grep` go by, stays one line."""

    width: int | None = None
    has_colours: bool = False

    def paint(self, text: str, codes: str) -> str:
        """Colour a text, where colours are wanted."""
        return f"\x1b[{codes}m{text}\x1b[0m" if self.has_colours and text else text


PLAIN = TextStyle()


def render_text(
    problems: Sequence[Problem], lines: SourceLines, published: int, style: TextStyle = PLAIN
) -> str:
    """The whole report. A first line is `path:line:column: level CODE name: message`."""
    private = {(one.path, one.line) for one in problems if one.code.startswith(_PRIVATE)}
    counts: Counter[str] = Counter()
    parts: list[str] = []
    for problem in problems:
        counts[problem.code] += 1
        if counts[problem.code] <= IN_FULL:
            line = "" if (problem.path, problem.line) in private else line_of(problem, lines)
            parts.append("\n".join(_in_full(problem, line, style)) + "\n\n")
        elif counts[problem.code] <= SHOWN:
            parts.append(_head(problem, style) + "\n")
    # A run of problems without their lines ends in a blank line too.
    if parts and not parts[-1].endswith("\n\n"):
        parts.append("\n")
    return "".join(parts) + "\n".join(_closing(problems, published, style)) + "\n"


def _in_full(problem: Problem, line: str, style: TextStyle) -> Iterator[str]:
    yield _head(problem, style)
    if line.strip():
        number = str(problem.line)
        gutter = len(_INDENT) + len(number) + len(" | ")
        shown, before = cut_line(line, problem.column, (style.width or _EXCERPT) - gutter - 1)
        caret = style.paint("^", f"1;{_COLOURS[problem.level]}")
        bar = style.paint("|", "2")
        yield f"{_INDENT}{style.paint(number, '2')} {bar} {shown}"
        yield f"{_INDENT}{' ' * len(number)} {bar} {' ' * before}{caret}"
    yield _mend(problem.hint, style)


def _mend(hint: str, style: TextStyle) -> str:
    label = f"{_INDENT}mend: "
    return _wrap(label + printable(hint), style, " " * len(label))


def _head(problem: Problem, style: TextStyle) -> str:
    path = printable(problem.path).replace(" ", _SPACE)
    place = f"{path}:{problem.line}:{problem.column}"
    said = f"{problem.level} {problem.code} {problem.name}: {printable(problem.message)}"
    wrapped = _wrap(f"{place}: {said}", style, _INDENT)
    painted = re.sub(
        rf"(?<=^{re.escape(place)}:)(\s+){problem.level}\b",
        lambda match: match[1] + style.paint(problem.level, f"1;{_COLOURS[problem.level]}"),
        wrapped,
        count=1,
    )
    return (style.paint(place, "1") + painted.removeprefix(place)).replace(_SPACE, " ")


def _wrap(text: str, style: TextStyle, indent: str) -> str:
    if style.width is None or len(text) < style.width:
        return text
    return textwrap.fill(
        text,
        max(style.width - 1, 20),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _closing(problems: Sequence[Problem], published: int, style: TextStyle) -> Iterator[str]:
    if len(problems) > _TABLE_FROM:
        yield from _table(problems, style)
        yield ""
    fixes = sum(problem.fix is not None for problem in problems)
    summary = f"{count_levels(problems)}; {describe_published(published)}"
    if fixes:
        summary += f"; --fix mends {count_of(fixes, 'problem')}, --diff shows how"
    yield _wrap(summary, style, "")


def _table(problems: Sequence[Problem], style: TextStyle) -> Iterator[str]:
    """How often each rule was broken, the most frequent first, with the mend where it is the same
    for all and was not shown with each."""
    counts = Counter((problem.code, problem.name) for problem in problems)
    files: Counter[str] = Counter()
    for code, _ in {(problem.code, problem.path) for problem in problems}:
        files[code] += 1
    hints: dict[str, set[str]] = {}
    for problem in problems:
        hints.setdefault(problem.code, set()).add(problem.hint)
    width = max(len(name) for _, name in counts)
    for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        hidden = f", {count - SHOWN:,} not shown" if count > SHOWN else ""
        yield f"{code} {name:{width}} {count:6,} in {count_of(files[code], 'file')}{hidden}"
        if count > IN_FULL and len(hints[code]) == 1:
            yield _mend(min(hints[code]), style)
    if max(counts.values()) > SHOWN:
        yield "(all of them: --format json)"
