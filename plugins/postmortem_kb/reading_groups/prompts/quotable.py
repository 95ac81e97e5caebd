"""Which words of a record a question may quote: text to yes or no, and to the sentence to take."""

import re
from collections.abc import Iterator

from postmortem_kb.phrases import find_phrases
from postmortem_kb.reading_groups.telling.sentences import split_sentences

_NOTHING = re.compile(
    r"(?:none|nothing|n/?a|not (?:applicable|stated|known)|unknown|tbd|todo)"
    r"(?:,? (?:yet|so far|known|stated|recorded|in particular|special|to (?:add|note|report)))*"
    r"[.!:]?"
)
_STATES_OF_PEOPLE = re.compile(
    r"\b(?:tired|sleepy|sleep-deprived|drunk|hung-?over|panick\w*|distracted|inattentive|careless\w*"
    r"|stupid\w*|lazy|sloppy|sloppily|incompetent\w*|inexperienced|clueless|ignorant|foolish\w*"
    r"|nervous|angry|overworked|negligent\w*|exhausted (?:people|team|engineers?|staff|colleagues?)"
    r"|(?:was|were|is|are) (?:asleep|confused|stressed|too exhausted))\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"(?:(?:however|but|and|or|so|also|therefore|moreover|instead|nevertheless|nonetheless|thus"
    r"|hence|consequently|similarly|likewise|otherwise|yet|still|then|furthermore|besides"
    r"|additionally|meanwhile|afterwards?|this|these|those|that|such|they|them|their|he|she|his"
    r"|her|its|both|neither|either)\b"
    r"|as a (?:result|consequence)\b|for (?:this|that) reason\b|in (?:addition|turn|response)\b"
    # “It was a holiday” stands for nothing that was said before.
    r"|it\b(?!(?:['’]s| is| was| took| takes| seems| seemed) (?:an?|the|not|only|too|\d)\b))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_LOUD_WORDS = 3


def says_something(text: str) -> bool:
    """Whether there is more in a text than punctuation, or than that there is nothing to say."""
    return any(map(str.isalnum, text)) and not _NOTHING.fullmatch(text.lower())


def is_quotable(text: str) -> bool:
    """Whether plain text says something, in words that a question may repeat: it does not shout,
    blames nobody, and does not say in what state somebody was."""
    if not says_something(text) or _shouts(text):
        return False
    return not find_phrases(text) and not _STATES_OF_PEOPLE.search(text)


def stands_alone(sentence: str) -> bool:
    """Whether a sentence can be understood without the one before it: it does not begin with
    `However`, nor with a word for something that was named there."""
    return not _LEANING.match(sentence.lstrip(" *_“\"'‘("))


def find_sentences(text: str) -> Iterator[str]:
    """The sentences of plain text that stand alone; one of a single word with those after it, up
    to the first of two words or more."""
    said = ""
    for sentence in split_sentences(text):
        said += sentence
        if len(said.split()) > 1:
            if stands_alone(said):
                yield said.strip()
            said = ""
    if said.strip() and stands_alone(said):
        yield said.strip()


def _shouts(text: str) -> bool:
    """Whether most of the words are in capitals; a few may be abbreviations."""
    words = _WORD.findall(text)
    loud = sum(map(str.isupper, words))
    return loud >= _FEWEST_LOUD_WORDS and 2 * loud > len(words)
