"""How alike the stories of records are, by the rare words that they share. Texts to numbers.

The cosine of TF-IDF vectors (Salton and Buckley, "Term-weighting approaches in automatic text
retrieval", IPM 24(5), 1988), looked up by each text's few most telling words only, as Lucene's
MoreLikeThis does. Of a word that many texts have, only those closest in order are compared: the
work for one text has a limit, however many there are.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log, sqrt

from postmortem_kb.search.words import fold, stem

WORDS_KEPT = 25
"""The most telling words of a text: MoreLikeThis looks for as many."""
NEAREST = 20
"""With how many others a word is looked up at most, half of them on each side."""
_LONGEST_TEXT = 60_000  # characters; what comes later changes little
_WORD = re.compile(r"[^\W\d_]{4,32}")
# Among fewer texts, that few have a word says little: there, a telling one is used repeatedly.
_ENOUGH_TEXTS = 50
_SHOWN_WORDS = 3
_FREQUENCY = (0.0, *(1 + log(number) for number in range(1, 256)))
_FEWEST_WORDS = 2


class TextSimilarity:
    """Compares texts by their position; `steps` counts comparisons, for a test of the cost."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._keys: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self.steps = 0
        counted = [self._count(text[:_LONGEST_TEXT]) for text in texts]
        frequencies = Counter(key for keys, _ in counted for key in keys)
        total = len(counted)
        rarity = {key: log(total / number) for key, number in frequencies.items()}
        self._vectors: list[dict[str, float]] = []
        self._postings: dict[str, list[int]] = {}
        for position, (keys, numbers) in enumerate(counted):
            weights = {
                key: _FREQUENCY[number] * rarity[key]
                for key, number in zip(keys, numbers, strict=True)
            }
            length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            # What only one text has connects nothing; what more than half have tells nothing.
            least = 1 if total >= _ENOUGH_TEXTS else 2
            telling = [
                key
                for key, number in zip(keys, numbers, strict=True)
                if 1 < frequencies[key] <= total / 2 and number >= least
            ]
            telling.sort(key=lambda key: (-weights[key], key))
            self._vectors.append({key: weights[key] / length for key in telling[:WORDS_KEPT]})
            for key in telling[:WORDS_KEPT]:
                self._postings.setdefault(key, []).append(position)

    def find_alike(self, position: int) -> dict[int, float]:
        """The likeness of other texts, by position, where at least two telling words are shared."""
        found: dict[int, float] = {}
        shared: Counter[int] = Counter()
        for key, weight in self._vectors[position].items():
            for other in nearest(self._postings[key], position, NEAREST):
                self.steps += 1
                found[other] = found.get(other, 0.0) + weight * self._vectors[other][key]
                shared[other] += 1
        return {other: value for other, value in found.items() if shared[other] >= _FEWEST_WORDS}

    def find_words(self, one: int, other: int, without: Sequence[str] = ()) -> tuple[str, ...]:
        """The most telling words that two texts share, two or three, as they are written there;
        words of the texts `without` are left out."""
        left_out = {self._read(word) for text in without for word in _WORD.findall(text.lower())}
        weights = self._vectors[other]
        shared = [
            (-weight * weights[key], key)
            for key, weight in self._vectors[one].items()
            if key in weights and key not in left_out
        ]
        if len(shared) < _FEWEST_WORDS:
            return ()
        return tuple(self._shown[key] for _, key in sorted(shared)[:_SHOWN_WORDS])

    def _count(self, text: str) -> tuple[tuple[str, ...], bytes]:
        """The words of a text and how often each comes, up to 255 times."""
        counts: dict[str, int] = {}
        for word, number in Counter(_WORD.findall(text.lower())).items():
            key = self._read(word)
            counts[key] = counts.get(key, 0) + number
        return tuple(counts), bytes(min(number, 255) for number in counts.values())

    def _read(self, word: str) -> str:
        """What a word is compared by; the shortest of its forms is the one that is shown."""
        key = self._keys.get(word)
        if key is None:
            key = self._keys[word] = stem(fold(word))
            known = self._shown.get(key, word)
            self._shown[key] = min(known, word, key=lambda text: (len(text), text))
        return key


def nearest(positions: Sequence[int], position: int, number: int) -> Iterator[int]:
    """Of sorted positions, the closest ones to `position` without itself: at most `number`."""
    if len(positions) > number:
        middle = bisect_left(positions, position)
        first = max(0, min(middle - number // 2, len(positions) - number))
        positions = positions[first : first + number]
    return (other for other in positions if other != position)
