"""Phrases of `signals.yml` in a sentence: text to words, and where a phrase stands in them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

# Words, and the marks that a phrase does not reach across.
_TOKEN = re.compile(r"[^\W_]+|[,;:!?()\[\]—–]|\.(?=\s|$)|->|→|(?<=\s)-+(?=\s)")
_ADDRESS = re.compile(r"https?://\S+")
_APOSTROPHES = str.maketrans("", "", "'’‘`")
_MOST_BETWEEN = 4
_LONGEST_SENTENCE = 2000

Tokens: TypeAlias = Sequence[str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a phrase: whole words, or beginnings of words."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def fits(self, token: str) -> bool:
        return token in self.whole or token.startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase taken apart; `None` stands for up to four words in between."""

    parts: tuple[_Word | None, ...]

    def match(self, tokens: Tokens, start: int) -> int | None:
        """Where the phrase that begins at `start` ends; the shortest reading."""
        return _match(self.parts, tokens, start)


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found in `tokens[start:end]`, and what it stands for."""

    start: int
    end: int
    value: T


def tokenize(text: str) -> list[str]:
    """Lower-case words and marks; `wp-settings.php` is three words. A very long text is cut.

    The words of a web address say nothing of what is told.
    """
    told = _ADDRESS.sub(" ", text[:_LONGEST_SENTENCE])
    return _TOKEN.findall(told.lower().translate(_APOSTROPHES))


def parse_phrase(text: str, words: Mapping[str, str]) -> Phrase:
    """Read a phrase in the notation that `signals.yml` describes."""
    for name, options in words.items():
        text = text.replace("{" + name + "}", options)
    return Phrase(tuple(None if part == ".." else _parse_word(part) for part in text.split()))


def _parse_word(part: str) -> _Word:
    options = part.split("|")
    return _Word(
        frozenset(option for option in options if not option.endswith("*")),
        tuple(option[:-1] for option in options if option.endswith("*")),
    )


def _match(parts: Sequence[_Word | None], tokens: Tokens, start: int) -> int | None:
    at = start
    for index, part in enumerate(parts):
        if part is None:
            for between in range(_MOST_BETWEEN + 1):
                end = _match(parts[index + 1 :], tokens, at + between)
                if end is not None:
                    return end
                if at + between >= len(tokens) or not tokens[at + between].isalnum():
                    return None
            return None
        if at >= len(tokens) or not part.fits(tokens[at]):
            return None
        at += 1
    return at


class PhraseIndex(Generic[T]):
    """Many phrases, looked up by the first word: only those that can begin at a word are tried."""

    def __init__(self, entries: Iterable[tuple[Phrase, T]]) -> None:
        self._by_word: dict[str, list[tuple[Phrase, T]]] = {}
        self._by_beginning: dict[str, list[tuple[Phrase, T]]] = {}
        for phrase, value in entries:
            first = phrase.parts[0]
            assert first is not None, "a phrase begins with a word"
            for word in first.whole:
                self._by_word.setdefault(word, []).append((phrase, value))
            for beginning in first.beginnings:
                self._by_beginning.setdefault(beginning, []).append((phrase, value))
        self._lengths = sorted(set(map(len, self._by_beginning)))

    def find(self, tokens: Tokens) -> Iterator[Hit[T]]:
        """Every phrase that stands in the words, by where it begins."""
        for start, token in enumerate(tokens):
            for phrase, value in self._beginning_at(token):
                end = phrase.match(tokens, start)
                if end is not None:
                    yield Hit(start, end, value)

    def _beginning_at(self, token: str) -> Iterator[tuple[Phrase, T]]:
        yield from self._by_word.get(token, ())
        for length in self._lengths:
            if length > len(token):
                break
            yield from self._by_beginning.get(token[:length], ())
