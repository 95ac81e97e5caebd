"""Marks in a timeline's entries that say where a group stops to think: read out of their text.

`<!-- postmortem: cut -->`, or with a question: `<!-- postmortem: cut: What would you check? -->`.
Spaces and capitals do not matter.
"""

import re
from collections.abc import Container, Iterable, Iterator

from postmortem_kb.problem import Finding, Place

_BEGINNING = re.compile(r"<!--\s*postmortems?\s*:\s*cuts?\b", re.IGNORECASE)
_CUT = re.compile(
    r"[ \t]{0,9}<!--\s*postmortem\s*:\s*cut\s*+(?::(?P<question>(?:(?!-->|<!--)[\s\S])*))?-->",
    re.IGNORECASE,
)
_MISSPELT = re.compile(
    rf"{_BEGINNING.pattern}\s*+:?(?P<question>(?:(?!-->|<!--)[\s\S])*)-->", re.IGNORECASE
)
_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)[^\n]{0,1000}?(?<!`)\1(?!`)")
_FENCE = re.compile(r"\s*(?:[-*+]\s+)?(?P<fence>`{3,}|~{3,})")


def take_cuts(text: str, details: str) -> tuple[str, str, str | None]:
    """Both texts of an entry without their marks, and what the marks ask.

    The first question where there are several marks, "" where none has one, None without a mark.
    """
    marks = [*_find_cuts(text), *_find_cuts(details)]
    if not marks:
        return text, details, None
    questions = (" ".join((mark["question"] or "").split()) for mark in marks)
    question = next((question for question in questions if question), "")
    return _without_cuts(text), _without_cuts(details).strip("\n"), question


def find_lost_cuts(
    text: str, entry_lines: set[int], last_lines: Container[int] = ()
) -> Iterator[Finding]:
    """Marks of a record's body that do nothing: in no entry of its timeline, or only in the last.

    Lines are counted from 1 in `text`; `entry_lines` are all those of the timeline's entries,
    `last_lines` those of the last one.
    """
    marks = [(match, _find_place(text, match)) for match in _find_cuts(text)]
    entries = [place for _, place in marks if place.line in entry_lines]
    for _, place in marks:
        if place.line not in entry_lines:
            yield Finding(
                place,
                "a cut stands outside of the entries of a timeline and does nothing",
                "put it at the end of the entry after which the story is to stop",
            )
    if entries and all(place.line in last_lines for place in entries):
        yield Finding(
            entries[0],
            "the only cut stands in the last entry of the timeline, and the story never stops",
            "put it at the end of an earlier entry, after which there is something to think about",
        )


def find_misspelt_cuts(text: str) -> Iterator[Finding]:
    """What was meant for a mark and is none: `<!-- postmortem: cut Why? -->`."""
    for match in _search(_MISSPELT, text):
        if _CUT.fullmatch(match[0]):
            continue
        question = " ".join(match["question"].split())
        mark = f"<!-- postmortem: cut: {question} -->" if question else "<!-- postmortem: cut -->"
        yield Finding(
            _find_place(text, match),
            f"'{' '.join(match[0].split())}' is no mark for a cut and does nothing",
            f"write '{mark}'",
        )


def _find_place(text: str, match: re.Match[str]) -> Place:
    start = text.index("<", match.start())
    return Place(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))


def _find_cuts(text: str) -> Iterator[re.Match[str]]:
    """The marks that do not stand in code."""
    return _search(_CUT, text)


def _search(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    if "<!--" not in text or not _BEGINNING.search(text):
        return
    for code in (_find_fences(text), (match.span() for match in _SPAN.finditer(text))):
        text = _blank(text, code)
    yield from pattern.finditer(text)


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
