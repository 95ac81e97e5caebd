"""What a document's sentences suggest: a term, the sentence that says it best, and the count."""

from dataclasses import dataclass, field

from postmortem_kb.extraction.clauses import Role
from postmortem_kb.extraction.evidence import Sentence

_AGAIN = 0.7
"""Each further sentence for a term counts this much less than the one before."""
_MOST_AGAINST = 0.4
"""Doubts take away at most this part of what else speaks for a term."""

DOUBT_LABELS = (
    "mislead",
    "assum",
    "suspect",
    "hypothes",
    "wrong turn",
    "wrong path",
    "dead end",
    "ruled out",
    "red herring",
)
REMEDY_LABELS = ("resolution", "fix", "solution", "remed", "mitigation", "recovery")
CAUSE_LABELS = ("cause", "why", "culprit", "reason")


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
    """What speaks for a term and against it."""

    votes: list[float] = field(default_factory=list)
    against: float = 0.0
    best: float = 0.0
    sentence: Sentence | None = None

    def add(self, vote: float, sentence: Sentence) -> None:
        """Count a vote; one below nought speaks against the term. Of equals the first is kept."""
        if vote < 0:
            self.against -= vote
            return
        self.votes.append(vote)
        if vote > self.best:
            self.best, self.sentence = vote, sentence

    @property
    def score(self) -> float:
        """All votes, each further one counting less."""
        ordered = sorted(self.votes, reverse=True)
        total = sum(vote * _AGAIN**index for index, vote in enumerate(ordered))
        return total - min(self.against, total * _MOST_AGAINST)


def has_label(sentence: Sentence, words: tuple[str, ...]) -> bool:
    """Whether a sentence stands under a label with one of the words."""
    return any(word in sentence.label for word in words)


def opening_role(sentence: Sentence) -> Role:
    """What a sentence does before it says so itself: what its label says."""
    return Role.DOUBT if has_label(sentence, DOUBT_LABELS) else Role.PLAIN
