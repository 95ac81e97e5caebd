"""What the formats know of the checked files: their lines, by path."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from postmortem_kb.problem import Problem

SourceLines: TypeAlias = Callable[[str], Sequence[str]]
"""The lines of the file at a problem's path; none where it cannot be read."""


def line_of(problem: Problem, lines: SourceLines) -> str:
    """The line that a problem stands on; empty where there is no such line."""
    found = lines(problem.path)
    return found[problem.line - 1] if 0 < problem.line <= len(found) else ""
