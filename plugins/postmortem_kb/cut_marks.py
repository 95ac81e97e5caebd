"""Marks in a timeline's entries that say where a group stops to think: read out of their text.

`<!-- postmortem: cut -->`, or with a question: `<!-- postmortem: cut: What would you check? -->`.
"""

import re
from collections.abc import Iterable, Iterator

from postmortem_kb.problem import Finding, Place

OPENING = "<!-- postmortem: cut"
_CUT = re.compile(
    r"[ \t]{0,9}<!-- postmortem: cut(?:\s*|:(?P<question>(?:(?!-->|<!--)[\s\S])*))-->"
)
_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)[^\n]{0,1000}?(?<!`)\1(?!`)")
_FENCE = re.compile(r"\s*(?:[-*+]\s+)?(?P<fence>`{3,}|~{3,})")


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


def find_lost_cuts(text: str, entry_lines: set[int]) -> Iterator[Finding]:
    """Marks of a record's body that stand in no entry of its timeline, where they do nothing.

    Lines are counted from 1 in `text`; `entry_lines` are all those of the timeline's entries.
    """
    line, before = 1, 0
    for match in _find_cuts(text):
        start = text.index("<", match.start())
        line += text.count("\n", before, start)
        before = start
        if line not in entry_lines:
            column = start - text.rfind("\n", 0, start)
            yield Finding(
                Place(line, column),
                "a cut stands outside of the entries of a timeline and does nothing",
                "put it at the end of the entry after which the story is to stop",
            )


def _find_cuts(text: str) -> Iterator[re.Match[str]]:
    """The marks that do not stand in code."""
    if OPENING not in text:
        return
    for code in (_find_fences(text), (match.span() for match in _SPAN.finditer(text))):
        text = _blank(text, code)
    yield from _CUT.finditer(text)


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The same text with nothing to be found at some places."""
    parts: list[str] = []
    position = 0
    for start, end in spans:
        parts += [text[position:start], re.sub(r"[^\n]", "\0", text[start:end])]
        position = end
    return "".join([*parts, text[position:]])


def _find_fences(text: str) -> Iterator[tuple[int, int]]:
    """The places of fenced code; one that is not closed reaches to the end."""
    fence, start, position = "", 0, 0
    for line in text.splitlines(keepends=True):
        match = _FENCE.match(line)
        if match and not fence:
            fence, start = match["fence"], position
        elif fence and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            yield start, position
            fence = ""
        position += len(line)
    if fence:
        yield start, position


def _without_cuts(text: str) -> str:
    parts: list[str] = []
    position = 0
    for match in _find_cuts(text):
        parts.append(text[position : match.start()])
        position = match.end()
    return "".join([*parts, text[position:]])
