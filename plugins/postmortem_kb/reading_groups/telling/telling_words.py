"""The words by which two passages of a story are seen to be about the same thing: text to keys."""

import re
from functools import cache

from postmortem_kb.search.words import split_words, stem

_KEY_LENGTH = 6
_SHORTEST = 3
_ENDING = re.compile(r"(?:ing|ed|ure|e)$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TARGET = re.compile(r"\]\([^)\s]*\)|https?://\S+")

_FUNCTION_WORDS = """
    about above across after again against all almost along already also although always among
    and another any anybody anyone anything are around away back because been before began begin
    behind being below between both but came can cannot come could did does doing done down during
    each early either else enough even ever every everybody everything far few first for from
    further gave get give given goes going gone got had half has have having her here hers high
    him his how however into its itself just keep kept knew know known last late later least less
    let like likely little long lot made make making many may maybe might more most much must near
    nearly neither never new next nobody none nor not nothing now off often once one only onto
    other others our out over own part perhaps put quite rather really same saw say second see
    seem seen several shall she should show since some somebody someone something soon still such
    take taken than that the their them then there therefore these they thing think third this
    those though three through thus time times together too took toward towards try turn two under
    until upon use used using very via was way well went were what when where whether which while
    who whole whom whose why will with within without would yet you your
"""
_RESPONSE_WORDS = """
    assume assumption cause check clear confirm consider engineer examination examine exclude
    explain evidence fault find found healthy hypothesis idea incident inquiry enquiry
    investigate issue look normal problem prove reason report responder response rule ruled
    search start state stop suspect suspected suspicion system team test theory tried wrong yield
"""


@cache
def find_key(word: str) -> str:
    """What a folded word is compared by: `restarting`, `restarted` and `restart` have the same."""
    bare = stem(word)
    shorter = _ENDING.sub("", bare)
    return (shorter if len(shorter) >= _SHORTEST else bare)[:_KEY_LENGTH]


def make_keys(words: str) -> frozenset[str]:
    """The keys of all words of a text, ordinary ones too."""
    return frozenset(map(find_key, split_words(words)))


ORDINARY = make_keys(_FUNCTION_WORDS) | make_keys(_RESPONSE_WORDS)
"""Words of every incident's story, which connect nothing."""


def find_telling_words(markdown: str) -> frozenset[str]:
    """The keys of the words that tell what a passage is about: no numbers, nothing ordinary."""
    text = _TARGET.sub(" ", _COMMENT.sub(" ", markdown))
    keys = {
        find_key(word)
        for word in split_words(text)
        if len(word) >= _SHORTEST and not word.isdigit()
    }
    return frozenset(keys) - ORDINARY
