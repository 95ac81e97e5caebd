"""What a word is to the search: text to folded, lightly stemmed words. First step of the index.

`assets/search.js` says the same in JavaScript; a test holds the two together.
"""

import re
from functools import cache
from unicodedata import category, normalize

LONGEST = 32
"""Characters of a word; what is longer, such as a hash, is cut there."""

STOP_WORDS = frozenset(
    "a an and are as at be by for from in is it of on or that the to was with".split()
)
"""Not demanded of a record when other words are. They are in the index: a phrase may need them."""

# Of scripts that are written without spaces, every character is a word.
_SINGLE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_SINGLE}]|[^\W_{_SINGLE}]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ONLY_WORDS = "".join(char.lower() if char.isalnum() else " " for char in map(chr, range(128)))
# What has no decomposition in Unicode, but a usual spelling in plain letters.
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ς": "σ"}
)
# A plural, or a word whose plural leaves open whether it has an `e`: `crashes`, `caches`.
_ENDING = re.compile(r"[a-z]+(?:s|che|she|sse|xe)")


def fold(text: str) -> str:
    """The text without case and accents, `uberlast` for `Überlast`, and other punctuation than
    ASCII's as spaces."""
    if not text.isascii():
        text = _NOT_ASCII.sub(lambda match: _fold_character(match[0]), text)
    return text.lower()


@cache
def _fold_character(character: str) -> str:
    if category(character)[0] == "M":
        return ""
    bare = _without_marks(character).lower()
    # Some letters gain a mark when they become small.
    folded = _without_marks(bare).translate(_PLAIN)
    return folded if any(char.isalnum() for char in folded) else " "


def _without_marks(text: str) -> str:
    return "".join(char for char in normalize("NFKD", text) if category(char)[0] != "M")


def split_words(text: str) -> list[str]:
    """The folded words of a text in order; whatever is no letter or digit parts two words."""
    folded = fold(text)
    found = folded.translate(_ONLY_WORDS).split() if folded.isascii() else _WORD.findall(folded)
    if len(max(found, key=len, default="")) <= LONGEST:
        return found
    return [word[:LONGEST] for word in found]


@cache
def stem(word: str) -> str:
    """A folded word without its plural ending.

    The S-stemmer of Harman, "How effective is suffixing?", JASIS 42(1), 1991; and beyond it no
    `e` after a hissing sound, so that `crash`, `crashes` and `cache`, `caches` fall together.
    Words of up to three letters, such as `dns`, stay.
    """
    if len(word) < 4 or _ENDING.fullmatch(word) is None:
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        return f"{word[:-3]}y"
    if word.endswith("s") and word[-2] not in "us":
        word = word[:-1]
    return word[:-1] if word.endswith(("che", "she", "sse", "xe")) else word


def find_stems(text: str) -> list[str]:
    """The words of a text as the index knows them, in order."""
    return [*map(stem, split_words(text))]
