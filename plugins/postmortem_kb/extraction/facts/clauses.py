"""A sentence's clauses: what it gives as cause, as effect, as done, as meant, as ruled out."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from postmortem_kb.extraction.facts.phrase_matching import Hit, PhraseIndex, Tokens, tokenize
from postmortem_kb.extraction.facts.term_signals import load_signals


class Role(StrEnum):
    """What a clause does in its sentence."""

    CAUSE = "cause"
    FINDING = "finding"
    PLAIN = "plain"
    EFFECT = "effect"
    REMEDY = "remedy"
    PLAN = "plan"
    HEDGE = "hedge"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Clause:
    """Some words of a sentence, from `start`, without the cue that announced them."""

    tokens: Tokens
    role: Role
    start: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence taken apart.

    `names_cause`: it says in as many words that it names the cause; `is_unknown`: that the cause
    is not known.
    """

    clauses: tuple[Clause, ...]
    tokens: Tokens
    names_cause: bool
    is_unknown: bool

    def role_at(self, position: int) -> Role:
        """What the clause does in which a word stands; a cue belongs to the clause after it."""
        end_of = ((clause.start + len(clause.tokens), clause.role) for clause in self.clauses)
        return next((role for end, role in end_of if position < end), Role.PLAIN)


_NEXT = {
    "cause_named": Role.CAUSE,
    "cause_follows": Role.CAUSE,
    "effect_follows": Role.EFFECT,
    "finding_follows": Role.FINDING,
    "doubt_follows": Role.DOUBT,
    "hedge": Role.HEDGE,
    "doubt_precedes": Role.PLAIN,
    "doubt_around": Role.DOUBT,
    "contrast": Role.PLAIN,
    "plan_follows": Role.PLAN,
    "plan_precedes": Role.PLAN,
    "remedy_follows": Role.REMEDY,
}
_LASTING = (Role.DOUBT, Role.PLAN, Role.REMEDY)
_WITHIN = (Role.CAUSE, Role.EFFECT, Role.HEDGE)
"""Told within a doubt, a plan or a remedy, these are still part of it."""
_DENIED = frozenset("not never no isnt wasnt werent arent stopped ceased".split())
_BEFORE = 2


@cache
def _cues() -> PhraseIndex[str]:
    cues = load_signals().cues
    return PhraseIndex((phrase, name) for name in _NEXT for phrase in cues[name])


@cache
def _other_cues(name: str) -> PhraseIndex[None]:
    return PhraseIndex((phrase, None) for phrase in load_signals().cues[name])


@lru_cache(maxsize=4096)  # each question that is put to a document reads all of its sentences
def read_clauses(text: str, first: Role = Role.PLAIN) -> Reading:
    """Part a sentence at its cues; `first` is what it does until one says otherwise."""
    tokens = tokenize(text)
    clauses: list[Clause] = []
    role, names_cause, since, at = first, False, 0, 0
    for cue in (*_find_cues(tokens), Hit(len(tokens), len(tokens), "")):
        clause = tokens[at : cue.start]
        if any(map(str.isalnum, clause)):
            clauses.append(Clause(clause, _in_hindsight(role, cue.value), at))
        if cue.value in ("doubt_precedes", "doubt_around"):
            clauses[since:] = [replace(told, role=Role.DOUBT) for told in clauses[since:]]
        if cue.value in ("doubt_precedes", "contrast"):
            since = len(clauses)
        names_cause |= cue.value == "cause_named" and role is not Role.DOUBT
        role = _choose_role(role, cue.value, is_parted=not all(map(str.isalnum, clause)))
        at = cue.end
    is_unknown = find_cue("unknown", tokens) is not None
    return Reading(tuple(clauses), tokens, names_cause, is_unknown)


def find_cue(name: str, tokens: Tokens) -> int | None:
    """Where the first cue of a kind begins that is none between clauses."""
    return next((hit.start for hit in _other_cues(name).find(tokens)), None)


def _find_cues(tokens: Tokens) -> list[Hit[str]]:
    """The cues that do not overlap: the first, and of those that begin there the longest."""
    found: list[Hit[str]] = []
    hits = sorted(_cues().find(tokens), key=lambda hit: (hit.start, -hit.end))
    for hit in hits:
        is_free = not found or hit.start >= found[-1].end
        if is_free and not _is_denied(tokens, hit):
            found.append(hit)
    return found


def _is_denied(tokens: Tokens, cue: Hit[str]) -> bool:
    """Whether a part that is said to have been sound is said not to have been."""
    if cue.value != "doubt_precedes" or tokens[cue.start] in _DENIED:
        return False
    return not _DENIED.isdisjoint(tokens[max(cue.start - _BEFORE, 0) : cue.end])


def _in_hindsight(role: Role, cue: str) -> Role:
    """What a clause was, now that the next cue is read: `X led to Y` makes X a cause."""
    if role is Role.PLAIN and cue == "effect_follows":
        return Role.CAUSE
    if role is Role.PLAIN and cue == "cause_follows":
        return Role.EFFECT
    if role is Role.PLAIN and cue == "plan_precedes":
        return Role.PLAN
    return role


def _choose_role(role: Role, cue: str, *, is_parted: bool) -> Role:
    """What comes next. In `we assumed that the cause was X` a comma would end the assumption."""
    following = _NEXT.get(cue, Role.PLAIN)
    ends_it = cue == "cause_named" and is_parted
    return role if role in _LASTING and following in _WITHIN and not ends_it else following
