"""A piece of a part that knows on which line of the source each of its characters stands."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_kb.extraction.outline.plain import plain_words
from postmortem_kb.prose_text import find_sentences

_NOT_AN_END = re.compile(
    r"\b(?:[ap]\.m|e\.g|i\.e|etc|vs|approx|no|dr|mr|ms|mrs|st|inc|\d{1,2})\.$", re.IGNORECASE
)
_HEAD = 40
"""Characters by which a line is found again in the text without markup."""
_NEAR = 400
"""How much longer a line may be with its markup than without."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text that begins on `line`; `breaks` are the positions at which further lines begin, each
    with that line's number, in order."""

    text: str
    line: int
    breaks: tuple[tuple[int, int], ...] = ()

    def line_at(self, position: int) -> int:
        """The line on which a character stands."""
        index = bisect_right(self.breaks, position, key=lambda place: place[0])
        return self.breaks[index - 1][1] if index else self.line

    def cut(self, start: int, end: int) -> "PlacedText":
        """A piece of it."""
        if not self.breaks:
            return PlacedText(self.text[start:end], self.line)
        first = bisect_right(self.breaks, start, key=lambda place: place[0])
        last = bisect_right(self.breaks, end - 1, key=lambda place: place[0])
        line = self.breaks[first - 1][1] if first else self.line
        breaks = tuple((position - start, number) for position, number in self.breaks[first:last])
        return PlacedText(self.text[start:end], line, breaks)

    def end_with(self, rest: str) -> "PlacedText":
        """What is left of it where `rest` is its end, as behind a label."""
        start = self.text.rfind(rest) if rest else len(self.text)
        return self.cut(start, start + len(rest)) if start >= 0 else self

    def as_words(self) -> "PlacedText":
        """Without markup."""
        words = plain_words(self.text)
        return PlacedText(words, self.line, tuple(self._find_breaks(words)) if self.breaks else ())

    def sentences(self) -> Iterator["PlacedText"]:
        """Its sentences."""
        return (self.cut(start, end) for start, end in sentence_spans(self.text))

    def sentence_at(self, position: int) -> "PlacedText":
        """The sentence that a character stands in."""
        spans = (span for span in sentence_spans(self.text) if span[1] > position)
        start, end = next(spans, (0, len(self.text)))
        return self.cut(start, end)

    def _find_breaks(self, words: str) -> Iterator[tuple[int, int]]:
        """Where the lines begin in the text without markup, which may itself span two lines."""
        edges = [*(position for position, _ in self.breaks), len(self.text)]
        last, expected = 0, len(plain_words(self.text[: edges[0]])) + 1
        for (start, number), end in zip(self.breaks, edges[1:], strict=True):
            piece = plain_words(self.text[start:end])
            head = piece[:_HEAD]
            if not words.startswith(head, expected):
                found = words.find(head, last, expected + _NEAR)
                expected = found if found >= 0 else min(expected, len(words))
            last = expected
            yield last, number
            expected += len(piece) + (1 if piece else 0)


def sentence_spans(words: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand; a very long one is parted between words."""
    found: list[tuple[int, int]] = []
    for span in _between_words(words):
        start, end = _strip(words, *span)
        if start == end:
            continue
        if found and _NOT_AN_END.search(words, max(found[-1][0], found[-1][1] - 8), found[-1][1]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _between_words(words: str) -> Iterator[tuple[int, int]]:
    begins: int | None = None
    for start, end in find_sentences(words):
        start = start if begins is None else begins
        begins = None
        is_cut = end < len(words) and words[end - 1].isalnum() and words[end].isalnum()
        space = words.rfind(" ", start, end) if is_cut else -1
        if space > start:
            end = begins = space
        yield start, end
    if begins is not None:
        yield begins, len(words)


def _strip(words: str, start: int, end: int) -> tuple[int, int]:
    piece = words[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, start + max(left, len(piece.rstrip()))
