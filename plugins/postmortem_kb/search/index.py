"""How well each word fits a document, and where it stands: documents to postings.

A document's part of the index depends on the document alone, so that it can be kept for as long as
the document does not change.
"""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any

from postmortem_kb.search.documents import SearchDocument
from postmortem_kb.search.numerals import write_numbers
from postmortem_kb.search.words import find_stems

K1 = 1.2
"""How soon more of the same word adds nothing, as usual for BM25."""
B = 0.75
"""How much a long story counts against each of its words, as usual for BM25."""
USUAL_LENGTH = 800
"""Words of a story of usual length. BM25 takes the mean of all documents; a constant keeps what is
computed for one document free of the others, and moves their order but little."""
SHORTEST = 0.25
"""A story shorter than this share of the usual length counts as so long: a mention in two sentences
is no more than a name of the record."""
TITLE_WEIGHT = 8.0
NAME_WEIGHT = 3.0
MOST_OF_STORY = 5.0
"""What a story adds at most: no number of mentions outweighs a title."""
LEVELS = 15
"""Steps of how well a word fits a document: 15 is best."""
GAP = "\x00"
"""Stands between two fields, so that no phrase reaches across."""


Fit = tuple[str, str]
"""How a word fits a document: its level as a letter, `a` for 1 to `o`, and its places as
`pack_places` writes them."""
Entries = dict[str, Fit]
"""The words of a document. (There are millions of fits, hence mere tuples.)"""


@dataclass(frozen=True, slots=True)
class Posting:
    """A word's documents by number, ascending, and for each the letter of its level and the places,
    both one after the other."""

    documents: list[int]
    levels: str
    places: str


def index_document(document: SearchDocument, *, usual_length: int = USUAL_LENGTH) -> Entries:
    """The entries of a document, in the order of the words' first places.

    BM25F of Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields",
    CIKM 2004 (see Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and
    beyond", 2009): the counts of a word in the fields are weighted and summed, then made to level
    off. Of the fields only the story has its length taken into account. The part that depends on
    how rare the word is is left to whoever asks.
    """
    title, names = find_stems(document.title), find_stems(document.names)
    story = find_stems(document.story)
    story_start = len(title) + len(names) + 2
    places: dict[str, list[int]] = {}
    for place, word in enumerate([*title, GAP, *names, GAP, *story]):
        if word in places:
            places[word].append(place)
        else:
            places[word] = [place]
    del places[GAP]
    length = max(len(story), usual_length * SHORTEST)
    story_weight = 1 / (1 - B + B * length / usual_length)
    levels = [
        _level_of(min(count * story_weight, MOST_OF_STORY)) for count in range(_TABLED_COUNTS)
    ]
    once = _fits_at_one_place(levels[1])
    entries: Entries = {}
    for word, found in places.items():
        count, first = len(found), found[0]
        if first < story_start or count >= _TABLED_COUNTS:
            in_title = bisect_left(found, len(title))
            in_names = bisect_left(found, story_start) - in_title
            weighted = in_title * TITLE_WEIGHT + in_names * NAME_WEIGHT
            weighted += min((count - in_title - in_names) * story_weight, MOST_OF_STORY)
            entries[word] = _level_of(weighted), pack_places(found)
        elif count == 1 and first < _TABLED_PLACES:
            entries[word] = once[first]
        else:
            entries[word] = levels[count], pack_places(found)
    return entries


_TABLED_COUNTS = 8
_TABLED_PLACES = 4096


@cache
def _fits_at_one_place(level: str) -> list[Fit]:
    """Most words stand once in a document: those values are shared."""
    return [(level, pack_places([place])) for place in range(_TABLED_PLACES)]


def _level_of(weighted_count: float) -> str:
    level = max(1, int(weighted_count / (K1 + weighted_count) * (LEVELS + 1)))
    return chr(ord("a") - 1 + level)


def pack_places(places: list[int]) -> str:
    """The places of a word in one document, ascending: twice the distance from the one before (of
    the first, from the beginning), and 1 more for the last one of the document."""
    steps = [2 * (place - before) for before, place in zip((0, *places), places)]  # noqa: B905
    steps[-1] += 1
    return write_numbers(steps)


def merge_entries(documents: Iterable[Entries]) -> dict[str, Posting]:
    """The postings of all documents, numbered in their order."""
    merged: defaultdict[str, list[Any]] = defaultdict(list)
    for number, entries in enumerate(documents):
        # Number, level, places, number, …: neither loops that Python sees nor millions of tuples.
        lists = [*map(merged.__getitem__, entries)]
        levels, places = zip(*entries.values(), strict=True) if entries else ((), ())
        for column in (repeat(number), levels, places):
            deque(map(list.append, lists, column), maxlen=0)
    postings: dict[str, Posting] = {}
    while merged:
        word, found = merged.popitem()
        postings[word] = Posting(found[::3], "".join(found[1::3]), "".join(found[2::3]))
    return postings
