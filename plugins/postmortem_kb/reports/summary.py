"""The figures of a report in words."""

from collections import Counter
from collections.abc import Sequence

from postmortem_kb.problem import Level, Problem


def count_levels(problems: Sequence[Problem]) -> str:
    """`1 error, 0 warnings, 3 advice`, or `nothing to mend`."""
    if not problems:
        return "nothing to mend"
    counts = Counter(problem.level for problem in problems)
    return ", ".join(f"{counts[level]:,} {_plural(level, counts[level])}" for level in Level)


def describe_published(count: int) -> str:
    """How many records the site would have."""
    return f"{count_of(count, 'postmortem')} can be published"


def count_of(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _plural(level: Level, count: int) -> str:
    return level.value if count == 1 or level is Level.ADVICE else f"{level.value}s"
