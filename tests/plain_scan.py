"""The search without an index, reading every document: what the index has to find."""

import re
from dataclasses import dataclass
from functools import cache
from math import ceil, floor, log
from unicodedata import category

from postmortem_kb.search.documents import SearchDocument
from postmortem_kb.search.words import STOP_WORDS, find_stems, split_words, stem

TITLE, NAME, MOST_OF_STORY = 8.0, 3.0, 5.0
K1, B, USUAL = 1.2, 0.75, 800


@dataclass(frozen=True)
class Query:
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    beginning: str | None


def parse(text: str) -> Query:
    """Phrases in quotes, whole words, and the word that is still being typed."""
    phrases: list[tuple[str, ...]] = []

    def take(match: re.Match[str]) -> str:
        phrases.append(tuple(find_stems(match[1])))
        return " "

    rest = re.sub('["“„]([^"“”„]*)["”“]', take, text)
    typed = split_words(rest)
    is_open = bool(rest) and category(rest[-1])[0] in "LNM"
    beginning = typed.pop() if is_open and typed else None
    words = [stem(word) for word in typed]
    telling = [word for word in words if word not in STOP_WORDS]
    if telling or any(phrases):
        words = telling
        if beginning in STOP_WORDS:
            beginning = None
    elif beginning is not None and beginning not in STOP_WORDS:
        words = []
    every = dict.fromkeys([*words, *(word for phrase in phrases for word in phrase)])
    return Query(tuple(every), tuple(phrase for phrase in phrases if len(phrase) > 1), beginning)


class PlainScan:
    """All documents as lists of words; `common` words have no places."""

    def __init__(self, documents: list[SearchDocument], common: frozenset[str] = frozenset()):
        self._fields = [
            tuple(find_stems(text) for text in (each.title, each.names, each.story))
            for each in documents
        ]
        self._common = common
        self._weigh = cache(self._weigh_word)
        self._vocabulary = {word for fields in self._fields for field in fields for word in field}

    def query(self, text: str) -> list[tuple[int, int]]:
        """Numbers of documents with their scores, the best first."""
        query = parse(text)
        if not query.words and query.beginning is None:
            return []
        whole: list[str] = []
        beginners: set[str] = set()
        if query.beginning is not None:
            start = query.beginning
            whole = [*dict.fromkeys((stem(start), re.sub("ie?$", "y", start)))]
            if not re.search("ie?$", start):
                whole = whole[:1]
            beginners = {word for word in self._vocabulary if word.startswith(start)}
        hits: list[tuple[int, int]] = []
        for number, fields in enumerate(self._fields):
            every = {word for field in fields for word in field}
            if not every.issuperset(query.words):
                continue
            if query.beginning is not None and not every & (beginners | {*whole}):
                continue
            if not all(self._has_phrase(fields, phrase) for phrase in query.phrases):
                continue
            score = sum(
                2 * self._weigh((word,)) * self._level(fields, word) for word in query.words
            )
            score += sum(
                2 * self._weigh((word,)) * self._level(fields, word)
                for word in whole
                if word in every
            )
            if found := beginners & every:
                best = max(self._level(fields, word) for word in found)
                score += self._weigh(tuple(sorted(beginners))) * (ceil(best / 3) * 3 - 1)
            hits.append((number, score))
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def _weigh_word(self, words: tuple[str, ...]) -> int:
        total = len(self._fields)
        frequency = sum(
            any(word in field for field in fields for word in words) for fields in self._fields
        )
        return floor(100 * log(1 + (total - frequency + 0.5) / (frequency + 0.5)) + 0.5)

    @staticmethod
    def _level(fields: tuple[list[str], ...], word: str) -> int:
        title, names, story = (field.count(word) for field in fields)
        weighted = title * TITLE + names * NAME
        length = max(len(fields[2]), USUAL / 4)
        weighted += min(story * (1 / (1 - B + B * length / USUAL)), MOST_OF_STORY)
        return max(1, int(weighted / (K1 + weighted) * 16))

    def _has_phrase(self, fields: tuple[list[str], ...], phrase: tuple[str, ...]) -> bool:
        placed = [offset for offset, word in enumerate(phrase) if word not in self._common]
        if len(placed) < 2:
            return True
        first, last = placed[0], placed[-1]
        # Common words at either end are not looked for, those between may be any word.
        return any(
            all(field[at + offset - first] == phrase[offset] for offset in placed)
            for field in fields
            for at in range(len(field) - (last - first))
        )
