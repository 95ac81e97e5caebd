"""What a problem is recognised by in the next run, when lines have moved."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from postmortem_kb.problem import Problem
from postmortem_kb.reports.sources import SourceLines, line_of


def fingerprint_all(
    problems: Iterable[Problem], lines: SourceLines
) -> list[tuple[Problem, str, int]]:
    """Each problem with a hash of its rule, file and line's text, and how often that came before.

    Neither the line's number nor the message takes part: both change when something else does.
    The number is 1 for the first problem with a hash, so that hash and number are unique.
    """
    seen: Counter[str] = Counter()
    found: list[tuple[Problem, str, int]] = []
    for problem in problems:
        parts = (problem.code, problem.path, line_of(problem, lines).strip())
        text = "\0".join(parts).encode("utf-8", "backslashreplace")
        digest = hashlib.sha256(text).hexdigest()[:32]
        seen[digest] += 1
        found.append((problem, digest, seen[digest]))
    return found
