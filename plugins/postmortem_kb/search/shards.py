"""The index cut into files, of which a query fetches a few: postings to data files.

All words in order are cut into shards of about the same size, like the leaves of a B-tree, so that
what a word costs does not depend on how many there are. An index has three kinds of shards:

- `w`: words, and the documents and levels of each;
- `o`: the places of the words of the `w` of the same number;
- `p`: the beginnings of words that reach over several shards of `w`: for every document the best
  level of its words with this beginning, `0` where it has none; and what `w` says of the beginning
  where it is a word itself.

The documents of a word can be a few kilobytes in all, whatever word it is. Its places can be many
more: a word whose places alone would be too much to fetch has none here, and within a phrase
stands for any word of a record that has it.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from postmortem_kb.data_scripts import script_path, write_script
from postmortem_kb.page import Page, PageKind
from postmortem_kb.search.index import Entries, Posting, merge_entries
from postmortem_kb.search.numerals import write_ascending

SHARD_SIZE = 20_000
"""Characters of a shard of `w`, about; gzip makes half of it. What is longer for a single word
stays whole."""
MOST_PLACES = 36_000
"""Characters that the places of a word may take."""

Row = tuple[str, str, str]
"""A word, its documents, its levels: texts without spaces."""


def render_index(name: str, documents: Iterable[Entries], count: int) -> Iterator[Page]:
    """The files of an index: `name.js`, which says what is where, and the shards in `name/`.

    `count` is the number of documents. What is where: the words that the shards of `w` begin with,
    but the first; and how many beginnings are in a shard of `p`. Which beginnings there are
    follows from the former.
    """
    postings = merge_entries(documents)
    words = sorted(postings, key=_as_scripts_sort)
    shards = [*_cut((word, *_write(postings[word])) for word in words)]
    starts = [*_find_starts(shards)]
    step = max(1, SHARD_SIZE // (count + 1))
    yield _make_page(name, {"count": count if words else 0, "w": " ".join(starts), "p": step})
    for number, shard in enumerate(shards):
        yield _make_page(f"{name}/w{number}", _as_columns(shard))
        places = (postings[word].places for word, _, _ in shard)
        bounded = (text if len(text) <= MOST_PLACES else "" for text in places)
        yield _make_page(f"{name}/o{number}", " ".join(bounded))
    united = unite_beginnings(words, postings, starts, count)
    rows = [(word, levels, *_write(postings.get(word))) for word, levels in united]
    for first in range(0, len(rows), step):
        yield _make_page(f"{name}/p{first // step}", _as_columns(rows[first : first + step]))


def _make_page(name: str, value: object) -> Page:
    return Page(script_path(name), write_script(name, value), PageKind.DATA)


def _as_columns(rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [" ".join(column) for column in zip(*rows, strict=True)]


def _as_scripts_sort(word: str) -> bytes:
    """JavaScript compares text by units of UTF-16."""
    return word.encode("utf-16-be")


def _write(posting: Posting | None) -> tuple[str, str]:
    return (write_ascending(posting.documents), posting.levels) if posting else ("", "")


def _cut(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in order in shards; a row that is a shard's size by itself is alone in one."""
    shard: list[Row] = []
    size = 0
    for row in rows:
        length = sum(map(len, row)) + len(row)
        if shard and size + length > SHARD_SIZE:
            yield shard
            shard, size = [], 0
        shard.append(row)
        size += length
    if shard:
        yield shard


def _find_starts(shards: list[list[Row]]) -> Iterator[str]:
    """From where each shard but the first reaches: no more of its first word than is needed to
    tell it from the last word of the shard before."""
    for before, after in pairwise(shards):
        last, first = before[-1][0], after[0][0]
        yield next(
            first[: length + 1]
            for length in range(len(first))
            if last[: length + 1] != first[: length + 1]
        )


_STEPS = bytes.maketrans(b"abcdefghijklmno", bytes(n for n in (1, 3, 7, 15, 31) for _ in "123"))
_LETTERS = bytes.maketrans(bytes((0, 1, 3, 7, 15, 31)), b"0behkn")
"""Levels of beginnings are the middle of three: a third of the bytes, and all the same to whoever
is still typing. In between they are numbers of which the greatest is that with the bits of all."""


def unite_beginnings(
    words: list[str], postings: dict[str, Posting], starts: list[str], count: int
) -> Iterator[tuple[str, str]]:
    """The beginnings that reach over several shards, each with a level, or `0`, by document.

    They are what the starts of shards begin with, and nothing else: any other beginning lies
    within one shard, where whoever asks can put its words together.
    """
    wanted = {start[:length] for start in starts for length in range(1, len(start))}
    best = {beginning: bytearray(count) for beginning in wanted}
    longest = max(map(len, wanted), default=0)
    for word in words:
        # The longest one only: the shorter ones get it from there.
        for length in range(min(len(word), longest), 0, -1):
            if (levels := best.get(word[:length])) is not None:
                _raise_levels(levels, postings[word])
                break
    for beginning in sorted(wanted, key=len, reverse=True):
        if shorter := beginning[:-1]:
            both = int.from_bytes(best[shorter]) | int.from_bytes(best[beginning])
            best[shorter][:] = both.to_bytes(count)
    for beginning in sorted(wanted, key=_as_scripts_sort):
        yield beginning, best[beginning].translate(_LETTERS).decode("ascii")


def _raise_levels(levels: bytearray, posting: Posting) -> None:
    steps = posting.levels.encode("ascii").translate(_STEPS)
    for number, step in zip(posting.documents, steps, strict=True):
        levels[number] |= step
