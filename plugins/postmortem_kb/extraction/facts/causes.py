"""Root causes that a document speaks of: sentences to a ranked list, each with its evidence."""

from collections.abc import Iterator, Sequence

from postmortem_kb.extraction.evidence import Sentence
from postmortem_kb.extraction.facts.clauses import Reading, Role, find_cue, read_clauses
from postmortem_kb.extraction.facts.suggestion import (
    CAUSE_LABELS,
    REMEDY_LABELS,
    Suggestion,
    Tally,
    has_label,
    opening_role,
)
from postmortem_kb.extraction.facts.term_signals import TermSignals, read_term_signals
from postmortem_kb.model import SectionKind
from postmortem_kb.taxonomy import Taxonomy, TermSet

_UNKNOWN = "unknown"
_AT_LEAST = 3
_MOST = 6

# How much a sentence counts for where it stands.
_PLACES: dict[SectionKind | None, float] = {
    SectionKind.ROOT_CAUSE: 2.0,
    SectionKind.TRIGGER: 1.2,
    SectionKind.SUMMARY: 0.8,
    None: 0.7,
    SectionKind.ACTION_ITEMS: 0.12,
}
_ELSEWHERE = 0.3
_CAUSE_NAMED = 1.6
"""A sentence that names the cause counts at least so much wherever it stands."""
_TITLE = 0.5

# How much a clause counts for what it does in its sentence; a doubt does not count.
_ROLES = {
    Role.CAUSE: 1.5,
    Role.FINDING: 1.3,
    Role.PLAIN: 1.0,
    Role.EFFECT: 0.3,
    Role.REMEDY: 0.4,
    Role.PLAN: 0.1,
    Role.HEDGE: 0.15,
}
_CHILD_SHARE = 0.6
"""A child stands for its parent if it has this part of the parent's score."""
_LAST_WORD = (SectionKind.ROOT_CAUSE, SectionKind.SUMMARY)
"""Where a document says what was known in the end."""

_COMMONEST = ("configuration", "software-bug", "deployment", "process")
"""What causes most often are, for where a cause is told in words that say too little of it."""
_LEAST = 0.1
_TELLING = (Role.CAUSE, Role.FINDING, Role.PLAIN)
_FEWEST_WORDS = 4


def suggest_root_causes(
    title: str | None, sentences: Sequence[Sentence], taxonomy: Taxonomy
) -> tuple[Suggestion, ...]:
    """Rank the root causes that the sentences speak for, the likeliest first.

    Of a top term and its children one is named: the child where most of the signals are its own.
    Where a cause is told and less than three are named, the commonest follow far below, with the
    sentence that tells it; where none is told there are no such guesses.
    """
    signals = read_term_signals(taxonomy, TermSet.ROOT_CAUSES)
    terms: dict[str, Tally] = {}
    tops: dict[str, Tally] = {}
    unknown: Sentence | None = None
    told: Sentence | None = None  # tells a cause, in words that signals know or not
    for sentence, reading, place in _read(title, sentences):
        votes = _vote(reading, place, signals)
        if told is None and place >= _CAUSE_NAMED and _tells(reading):
            told = sentence
        if _says_unknown(sentence, reading):
            unknown = unknown or sentence
        elif unknown and unknown.section not in _LAST_WORD and reading.names_cause and votes:
            unknown = None  # it was found in the end
        for term_id, vote in votes.items():
            terms.setdefault(term_id, Tally()).add(vote, sentence)
        by_top: dict[str, float] = {}
        for term_id, vote in votes.items():
            top = _find_top(term_id, taxonomy)
            by_top[top] = max(vote, by_top.get(top, 0.0))
        for top, vote in by_top.items():
            tops.setdefault(top, Tally()).add(vote, sentence)
    return tuple(_rank(tops, terms, unknown, told, taxonomy))


def _read(
    title: str | None, sentences: Sequence[Sentence]
) -> Iterator[tuple[Sentence, Reading, float]]:
    if title:
        line = sentences[0].line if sentences else 1
        yield Sentence(title, line), read_clauses(title), _TITLE
    for sentence in sentences:
        first = _first_role(sentence)
        reading = read_clauses(sentence.text, first)
        place = _PLACES.get(sentence.section, _ELSEWHERE)
        if has_label(sentence, CAUSE_LABELS) and first is Role.PLAIN:
            place = max(place, _PLACES[SectionKind.ROOT_CAUSE])
        elif reading.names_cause and sentence.section is not SectionKind.ACTION_ITEMS:
            place = max(place, _CAUSE_NAMED)
        yield sentence, reading, place


def _says_unknown(sentence: Sentence, reading: Reading) -> bool:
    is_told = sentence.section is not SectionKind.ACTION_ITEMS
    return reading.is_unknown and is_told and _first_role(sentence) is not Role.DOUBT


def _tells(reading: Reading) -> bool:
    """Whether a sentence where the cause is told may well tell it."""
    words = sum(map(str.isalpha, reading.tokens))
    is_telling = any(clause.role in _TELLING for clause in reading.clauses)
    return is_telling and words >= _FEWEST_WORDS and find_cue("not_told", reading.tokens) is None


def _first_role(sentence: Sentence) -> Role:
    """What a sentence does before it says so itself."""
    is_remedy = has_label(sentence, REMEDY_LABELS) and not has_label(sentence, CAUSE_LABELS)
    if is_remedy and sentence.section is SectionKind.ROOT_CAUSE:
        return Role.REMEDY
    return opening_role(sentence)


def _vote(reading: Reading, place: float, signals: TermSignals) -> dict[str, float]:
    """What a sentence says for each term: its strongest clause."""
    votes: dict[str, float] = {}
    for clause in reading.clauses:
        share = place * _ROLES.get(clause.role, 0.0)
        for hit in signals.find(clause.tokens) if share else ():
            votes[hit.term] = max(hit.weight * share, votes.get(hit.term, 0.0))
    return votes


def _rank(
    tops: dict[str, Tally],
    terms: dict[str, Tally],
    unknown: Sentence | None,
    told: Sentence | None,
    taxonomy: Taxonomy,
) -> Iterator[Suggestion]:
    named = sorted(tops, key=lambda top: -tops[top].score)[:_MOST]  # of equals the one told first
    if unknown is not None and taxonomy.find(TermSet.ROOT_CAUSES, _UNKNOWN):
        best = tops[named[0]].score if named else 0.0
        yield Suggestion(_UNKNOWN, round(best + 1, 2), unknown)
    for top in named:
        term_id = _choose_child(top, tops[top], terms, taxonomy)
        sentence = (terms.get(term_id) or tops[top]).sentence
        assert sentence is not None, "a term that is counted has a sentence"
        yield Suggestion(term_id, round(tops[top].score, 2), sentence)
    if told is not None and (named or unknown is None):
        least = min([_LEAST, *(tops[top].score for top in named)])
        found = (taxonomy.find(TermSet.ROOT_CAUSES, name) for name in _COMMONEST)
        others = [match.term.id for match in found if match and match.term.id not in named]
        for place, term_id in enumerate(others[: max(_AT_LEAST - len(named), 0)]):
            yield Suggestion(term_id, round(least / (place + 2), 3), told)


def _find_top(term_id: str, taxonomy: Taxonomy) -> str:
    """The term above, or the one to use in its place."""
    match = taxonomy.find(TermSet.ROOT_CAUSES, term_id.partition("/")[0])
    return match.term.id if match else term_id


def _choose_child(top: str, tally: Tally, terms: dict[str, Tally], taxonomy: Taxonomy) -> str:
    children = [name for name in terms if name != top and _find_top(name, taxonomy) == top]
    child = max(children, key=lambda term_id: terms[term_id].score, default=top)
    if child != top and terms[child].score >= _CHILD_SHARE * tally.score:
        return child
    return top
