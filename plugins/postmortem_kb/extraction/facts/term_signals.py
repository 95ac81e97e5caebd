"""`signals.yml` for a taxonomy: which phrases speak for which of its terms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from postmortem_kb.extraction.facts.phrase_matching import (
    Phrase,
    PhraseIndex,
    Tokens,
    parse_phrase,
    tokenize,
)
from postmortem_kb.taxonomy import Taxonomy, Term, TermSet

_FILE = Path(__file__).parents[2] / "data" / "signals.yml"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OWN_NAME = 4.0
"""What the name of a site's own term says; a name of one word says a little less."""
_OWN_WORD = 3.0
_NO = frozenset("no not never without nor isnt wasnt werent neither".split())
_BEFORE = 2


@dataclass(frozen=True, slots=True)
class _TermSignals:
    """What the file says of one term."""

    phrases: tuple[tuple[Phrase, float], ...]
    unless: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class SignalFile:
    """The whole file: phrases by set and term, and the cues by what they announce."""

    sets: Mapping[TermSet, Mapping[str, _TermSignals]]
    cues: Mapping[str, tuple[Phrase, ...]]


@cache
def load_signals() -> SignalFile:
    """Read the shipped file, once."""
    data = yaml.load(_FILE.read_text("utf-8"), Loader=_Loader)
    words: dict[str, str] = data["words"]
    return SignalFile(
        sets={
            TermSet(name): {term: _read_term(given, words) for term, given in terms.items()}
            for name, terms in data["sets"].items()
        },
        cues={
            name: tuple(parse_phrase(phrase, words) for phrase in phrases)
            for name, phrases in data["cues"].items()
        },
    )


def _read_term(given: Mapping[Any, Any], words: Mapping[str, str]) -> _TermSignals:
    return _TermSignals(
        phrases=tuple(
            (parse_phrase(phrase, words), float(weight))
            for weight, phrases in given.items()
            if isinstance(weight, int)
            for phrase in phrases
        ),
        unless=tuple(parse_phrase(phrase, words) for phrase in given.get("unless", ())),
    )


@dataclass(frozen=True, slots=True)
class TermHit:
    """A phrase that speaks for a term, how much, and the word that it begins with."""

    term: str
    weight: float
    start: int


class TermSignals:
    """The signals of one set of a taxonomy.

    A signal whose term the taxonomy does not have speaks for the term above it, and is left out
    where there is none either. A term that the file does not know is found by its id, label and
    aliases; one that it does know also by aliases of two words or more.
    """

    def __init__(self, taxonomy: Taxonomy, term_set: TermSet) -> None:
        shipped = load_signals().sets[term_set]
        entries: list[tuple[Phrase, tuple[str, float]]] = []
        unless: list[tuple[Phrase, str]] = []
        known: set[str] = set()
        for signal_term, signals in shipped.items():
            term_id = _resolve(taxonomy, term_set, signal_term)
            if term_id is None:
                continue
            known.add(term_id)
            entries += [(phrase, (term_id, weight)) for phrase, weight in signals.phrases]
            unless += [(phrase, term_id) for phrase in signals.unless]
        for term in taxonomy.terms(term_set):
            if term.id != "unknown":
                entries += _own_phrases(term, is_known=term.id in known)
        self._phrases = PhraseIndex(entries)
        self._unless = PhraseIndex(unless)

    def find(self, tokens: Tokens) -> list[TermHit]:
        """What the words of a clause or sentence say, in the order of the words.

        A phrase right after a word such as `no` says nothing.
        """
        hits = list(self._phrases.find(tokens))
        if not hits:
            return []
        denied = {hit.value for hit in self._unless.find(tokens)}
        return [
            TermHit(hit.value[0], hit.value[1], hit.start)
            for hit in hits
            if hit.value[0] not in denied and not _is_denied(tokens, hit.start)
        ]


def read_term_signals(taxonomy: Taxonomy, term_set: TermSet) -> TermSignals:
    """The signals of a set, built once for all documents that are read with the same terms."""
    return _build(tuple(taxonomy.sets[term_set].values()), term_set)


@lru_cache(maxsize=16)
def _build(terms: tuple[Term, ...], term_set: TermSet) -> TermSignals:
    return TermSignals(Taxonomy({term_set: {term.id: term for term in terms}}), term_set)


def _is_denied(tokens: Tokens, start: int) -> bool:
    return not _NO.isdisjoint(tokens[max(start - _BEFORE, 0) : start])


def _resolve(taxonomy: Taxonomy, term_set: TermSet, term_id: str) -> str | None:
    match = taxonomy.find(term_set, term_id)
    if match is None and "/" in term_id:
        match = taxonomy.find(term_set, term_id.partition("/")[0])
    return match.term.id if match else None


def _own_phrases(term: Term, *, is_known: bool) -> Iterator[tuple[Phrase, tuple[str, float]]]:
    names = term.aliases if is_known else (term.id.rpartition("/")[2], term.label, *term.aliases)
    for words in dict.fromkeys(tuple(filter(str.isalnum, tokenize(name))) for name in names):
        if len(words) > 1 or (words and not is_known):
            weight = _OWN_NAME if len(words) > 1 else _OWN_WORD
            last = f"{words[-1]}|{words[-1]}s"
            yield parse_phrase(" ".join((*words[:-1], last)), {}), (term.id, weight)
