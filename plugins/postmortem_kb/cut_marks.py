"""Marks in a timeline's entries that say where a group stops to think: read out of their text.

`<!-- postmortem: cut -->`, or with a question: `<!-- postmortem: cut: What would you check? -->`.
"""

import re
from collections.abc import Iterator

from postmortem_kb.problem import Finding, Place

OPENING = "<!-- postmortem: cut"
_CUT = re.compile(r"[ \t]*<!-- postmortem: cut(?:\s*|:(?P<question>(?:(?!-->)[\s\S])*))-->")
_SPAN = re.compile(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_FENCE = re.compile(r"^\s*(`{3,}|~{3,}).*?^\s*\1", re.DOTALL | re.MULTILINE)


def take_cuts(text: str, details: str) -> tuple[str, str, str | None]:
    """Both texts of an entry without their marks, and what the marks ask.

    The first question where there are several marks, "" where none has one, None without a mark.
    """
    if OPENING not in text and OPENING not in details:
        return text, details, None
    marks = [*_find_cuts(text), *_find_cuts(details)]
    if not marks:
        return text, details, None
    questions = (" ".join((mark["question"] or "").split()) for mark in marks)
    question = next((question for question in questions if question), "")
    return _without_cuts(text), _without_cuts(details).strip("\n"), question


def _find_cuts(text: str) -> Iterator[re.Match[str]]:
    """The marks that do not stand in code."""
    spans = [match.span() for pattern in (_SPAN, _FENCE) for match in pattern.finditer(text)]
    for match in _CUT.finditer(text):
        if not any(start < match.start() < end for start, end in spans):
            yield match


def _without_cuts(text: str) -> str:
    for match in reversed([*_find_cuts(text)]):
        text = text[: match.start()] + text[match.end() :]
    return text


def find_lost_cuts(text: str, first_line: int, entry_lines: set[int]) -> Iterator[Finding]:
    """Marks of a record's body that stand in no entry of its timeline, where they do nothing."""
    for match in _find_cuts(text):
        start = text.index("<", match.start())
        line = first_line + text.count("\n", 0, start)
        if line not in entry_lines:
            column = start - text.rfind("\n", 0, start)
            yield Finding(
                Place(line, column),
                "a cut stands outside of the entries of a timeline and does nothing",
                "put it at the end of the entry after which the story is to stop",
            )
