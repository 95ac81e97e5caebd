"""What a document's sentences suggest: a term, the sentence that says it best, and the count."""

import re
from dataclasses import dataclass, field

from postmortem_kb.extraction.evidence import Sentence
from postmortem_kb.extraction.facts.clauses import Role

_AGAIN = 0.7
"""Each further sentence for a term counts this much less than the one before."""

DOUBT_LABELS = re.compile(
    r"mislead|assum|suspect|hypothes|wrong (?:turn|path)|dead end|ruled out|red herring"
)
REMEDY_LABELS = re.compile(r"resolution|fix|solution|remed|mitigation|recovery")
CAUSE_LABELS = re.compile(
    r"\b(?:causes?|why|culprit|reasons?|behind|origin|diagnosis|explanation|contributing factors?"
    r"|what (?:it was|(?:i|we) found))\b"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term that a document speaks for, and the sentence that says it best.

    `score` orders the suggestions of one document; it means nothing beyond it.
    """

    term: str
    score: float
    sentence: Sentence


@dataclass(slots=True)
class Tally:
    """What speaks for a term."""

    votes: list[float] = field(default_factory=list)
    sentence: Sentence | None = None
    """The one with the strongest vote; of equals the first."""

    def add(self, vote: float, sentence: Sentence) -> None:
        """Count a vote above nought."""
        if vote > max(self.votes, default=0.0):
            self.sentence = sentence
        self.votes.append(vote)

    @property
    def score(self) -> float:
        """All votes, each further one counting less."""
        ordered = sorted(self.votes, reverse=True)
        return sum(vote * _AGAIN**index for index, vote in enumerate(ordered))


def has_label(sentence: Sentence, words: re.Pattern[str]) -> bool:
    """Whether a sentence stands under a label with one of the words."""
    return words.search(sentence.label) is not None


def opening_role(sentence: Sentence) -> Role:
    """What a sentence does before it says so itself: what its label says."""
    return Role.DOUBT if has_label(sentence, DOUBT_LABELS) else Role.PLAIN
