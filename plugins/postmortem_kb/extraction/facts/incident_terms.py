"""What set an incident off, how it was noticed, what ended it: sentences to a suggestion each."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from postmortem_kb.extraction.evidence import Sentence
from postmortem_kb.extraction.facts.clauses import Reading, Role, find_cue, read_clauses
from postmortem_kb.extraction.facts.suggestion import (
    REMEDY_LABELS,
    Suggestion,
    Tally,
    has_label,
    opening_role,
)
from postmortem_kb.extraction.facts.term_signals import TermHit, read_term_signals
from postmortem_kb.model import SectionKind
from postmortem_kb.taxonomy import Taxonomy, TermSet

# How much a sentence counts for where it stands; elsewhere it does not count.
_TRIGGER_PLACES: Mapping[SectionKind | None, float] = {
    SectionKind.TRIGGER: 3.0,
    SectionKind.ROOT_CAUSE: 2.0,
    SectionKind.SUMMARY: 1.2,
    None: 1.0,
    SectionKind.TIMELINE: 0.8,
    SectionKind.RESOLUTION: 0.6,
}
_DETECTION_PLACES: Mapping[SectionKind | None, float] = {
    SectionKind.DETECTION: 3.0,
    SectionKind.TIMELINE: 2.0,
    SectionKind.SUMMARY: 1.2,
    None: 1.0,
    SectionKind.IMPACT: 0.5,
    SectionKind.WENT_WELL: 0.5,
    SectionKind.ROOT_CAUSE: 0.3,
}
_MITIGATION_PLACES: Mapping[SectionKind | None, float] = {
    SectionKind.RESOLUTION: 2.5,
    SectionKind.ROOT_CAUSE: 1.2,
    SectionKind.SUMMARY: 0.8,
    None: 0.8,
    SectionKind.TIMELINE: 0.6,
}
_LABELLED = 3.0
"""A sentence counts so much under a label that names the field."""
_TELLS_BY_ITSELF = 5.0
"""The weight of what sets an incident off by its nature: a date reached, an attack."""
_LATER_EVENT = 0.85
"""Each event of the timeline says so much less of how it was noticed than the one before."""
_LAST_EVENT = 0.8
"""The last event of the timeline says so much more of what ended it than the first."""
_NOT_DONE: tuple[Role, ...] = (Role.DOUBT, Role.PLAN)
_AFTERWARDS = (Role.EFFECT, Role.REMEDY)
_TRIGGER_LABELS = re.compile("trigger")
_DETECTION_LABELS = re.compile("detect|notic|discover")


def suggest_trigger(sentences: Sequence[Sentence], taxonomy: Taxonomy) -> Suggestion | None:
    """The trigger, where the sentences say that something set the incident off."""
    signals = read_term_signals(taxonomy, TermSet.TRIGGERS)
    tallies: dict[str, Tally] = {}
    for sentence, reading, place in _read(sentences, _TRIGGER_PLACES, _TRIGGER_LABELS):
        is_named = place >= _LABELLED
        cue = 0 if is_named else find_cue("trigger", reading.tokens)
        found = (
            hit
            for hit in signals.find(reading.tokens)
            if _sets_off(reading.role_at(hit.start), is_named=is_named)
            and (
                (cue is not None and hit.start >= cue)
                or (hit.weight >= _TELLS_BY_ITSELF and reading.role_at(hit.start) is Role.CAUSE)
            )
        )
        _count(found, place, sentence, tallies)
    return _choose(tallies)


def suggest_detection(sentences: Sequence[Sentence], taxonomy: Taxonomy) -> Suggestion | None:
    """How the incident was first noticed: what a label names, else the earliest event that says.

    Of two ways told in one sentence the one told first counts.
    """
    signals = read_term_signals(taxonomy, TermSet.DETECTIONS)
    best: Suggestion | None = None
    later = 0
    for sentence, reading, place in _read(sentences, _DETECTION_PLACES, _DETECTION_LABELS):
        is_noticed = find_cue("noticed", reading.tokens) is not None
        if place < _LABELLED:
            place *= _LATER_EVENT**later
            later += is_noticed or sentence.section is SectionKind.TIMELINE
        if is_noticed or place >= _LABELLED:
            hits = signals.find(reading.tokens)
            told = [hit for hit in hits if reading.role_at(hit.start) not in _NOT_DONE]
            first = min(told, key=lambda hit: (hit.start, -hit.weight), default=None)
            if first and (best is None or first.weight * place > best.score):
                best = Suggestion(first.term, round(first.weight * place, 2), sentence)
    return best


def suggest_mitigation(sentences: Sequence[Sentence], taxonomy: Taxonomy) -> Suggestion | None:
    """What ended the harm; what was tried in vain and what is only planned does not count."""
    signals = read_term_signals(taxonomy, TermSet.MITIGATIONS)
    tallies: dict[str, Tally] = {}
    events = sum(sentence.section is SectionKind.TIMELINE for sentence in sentences)
    event = 0
    for sentence, reading, place in _read(sentences, _MITIGATION_PLACES, REMEDY_LABELS):
        if sentence.section is SectionKind.TIMELINE:
            event += 1
            place += _LAST_EVENT * event / events
        if find_cue("in_vain", reading.tokens) is not None:
            continue
        ignored = _NOT_DONE
        if sentence.section is SectionKind.ROOT_CAUSE:
            ignored = (*_NOT_DONE, Role.CAUSE)
        hits = signals.find(reading.tokens)
        done = (hit for hit in hits if reading.role_at(hit.start) not in ignored)
        _count(done, place, sentence, tallies)
    return _choose(tallies)


def _read(
    sentences: Iterable[Sentence],
    places: Mapping[SectionKind | None, float],
    labels: re.Pattern[str],
) -> Iterator[tuple[Sentence, Reading, float]]:
    """The sentences that count, taken apart, with how much they count."""
    for sentence in sentences:
        place = places.get(sentence.section, 0.0)
        if place and has_label(sentence, labels):
            place = _LABELLED
        if place:
            yield sentence, read_clauses(sentence.text, opening_role(sentence)), place


def _sets_off(role: Role, *, is_named: bool) -> bool:
    return role not in _NOT_DONE and (is_named or role not in _AFTERWARDS)


def _count(
    hits: Iterable[TermHit], place: float, sentence: Sentence, tallies: dict[str, Tally]
) -> None:
    """Add a sentence's votes: of each term the strongest."""
    votes: dict[str, float] = {}
    for hit in hits:
        votes[hit.term] = max(votes.get(hit.term, 0.0), hit.weight * place)
    for term_id, vote in votes.items():
        tallies.setdefault(term_id, Tally()).add(vote, sentence)


def _choose(tallies: Mapping[str, Tally]) -> Suggestion | None:
    """The term with the highest count; of equals the first by name."""
    ranked = sorted(tallies, key=lambda term_id: (-tallies[term_id].score, term_id))
    for term_id in ranked:
        sentence = tallies[term_id].sentence
        if sentence is not None:
            return Suggestion(term_id, round(tallies[term_id].score, 2), sentence)
    return None
