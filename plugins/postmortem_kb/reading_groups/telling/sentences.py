"""A passage of Markdown to its sentences, with nothing lost between them."""

import re

_CODE = re.compile(r"(`+)(?!`)[\s\S]{0,1000}?(?<!`)\1(?!`)")
_END = re.compile(r"[.!?…][\"'”’)\]*_]*(?P<space>\s+)")
_ABBREVIATIONS = frozenset("e.g i.e cf vs approx ca resp incl fig dr mr mrs ms st jr".split())
_LAST_WORD = re.compile(r"[\w.]+$")
_NEAR = 20
"""Characters around a full stop that tell whether a sentence ends there."""
_PAIRS = (("[", "]"), ("(", ")"))
_MARKS = ("**", "__", "~~")


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of one paragraph, each with the white space after it: joined, they are `text`.

    A full stop inside code, brackets or emphasis ends none, nor does one after an abbreviation or
    before a small letter.
    """
    masked = _CODE.sub(lambda match: "x" * len(match[0]), text)
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(masked):
        before = masked[max(start, match.start() - _NEAR) : match.start()]
        if (
            _begins(masked[match.end() : match.end() + _NEAR])
            and not _abbreviates(before)
            and _is_balanced(masked[start : match.end()])
        ):
            sentences.append(text[start : match.end()])
            start = match.end()
    return (*sentences, text[start:]) if text[start:] else tuple(sentences)


def _begins(rest: str) -> bool:
    first = next((char for char in rest if char.isalnum()), "")
    return bool(first) and not first.islower()


def _abbreviates(before: str) -> bool:
    match = _LAST_WORD.search(before)
    word = match[0].lower() if match else ""
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())


def _is_balanced(text: str) -> bool:
    return all(text.count(mark) % 2 == 0 for mark in _MARKS) and all(
        text.count(opening) == text.count(closing) for opening, closing in _PAIRS
    )
