"""Loose Markdown to plain words: what is read for facts, never what is written."""

import re
import unicodedata
from functools import lru_cache

_IMAGE = re.compile(
    r"!\[([^\]\n]{0,300})\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,300}\))?[^()\n]{0,300}\))?"
)
_LINK = re.compile(
    r"\[([^\[\]\n]{0,500})\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,300}\))?[^()\n]{0,300}\)"
    r"|\[[^\[\]\n]{0,100}\])"
)
_EMPHASIS = re.compile(r"\*+|~~|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|`+|\\(?=[^\w\s])")
_GLUED = re.compile(r"(\d:\d\d(?: ?[ap]\.?m\.?)?)\*{1,3}(?=[^\W\d_])", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)")
_QUOTES = str.maketrans("’‘‛“”„−", "'''\"\"\"-")
_LETTERS = re.compile(r"[^a-z0-9%&/]+")


@lru_cache(maxsize=5000)
def plain_words(text: str) -> str:
    """One line of Markdown without its markup; quotes are straight, spaces single.

    Pictures vanish, links leave their text. Of `**07:50 AM**Escalated` two words are left.
    """
    text = _COMMENT.sub(" ", text) if "<!--" in text else text
    text = _IMAGE.sub(" ", text) if "![" in text else text
    text = _LINK.sub(r"\1", text) if "](" in text or "][" in text else text
    text = _GLUED.sub(r"\1 ", text) if "*" in text else text
    text = _EMPHASIS.sub("", text)
    return " ".join(text.translate(_QUOTES).split())


def without_ornament(text: str) -> str:
    """The text without emoji and other symbols at its beginning and end."""
    start, end = 0, len(text)
    while start < end and _is_ornament(text[start]):
        start += 1
    while end > start and _is_ornament(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_ornament(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("So", "Sk", "Cn", "Co")


def fold(text: str) -> str:
    """Lower-case words without markup, numbering, parentheses and punctuation."""
    words = re.sub(r"\([^()]*\)?", " ", plain_words(text).lower())
    folded = _LETTERS.sub(" ", words.replace("'", "")).strip()
    return re.sub(r"^(?:\d+|[ivx]{1,4}) (?=[a-z])", "", folded)
