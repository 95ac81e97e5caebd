"""What a record is about, for choosing what to read: causes, services, what was suspected first."""

from collections.abc import Iterator

from postmortem_kb.extraction.facts.phrase_matching import tokenize
from postmortem_kb.extraction.facts.term_signals import TermSignals
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.model import EventKind, Postmortem

_SUSPECTED = (EventKind.HYPOTHESIS, EventKind.RULED_OUT)
_LEAST_SAID = 2.0
"""What an event's words have to say of a cause, by the weights of `signals.yml`, so that it is
about that cause: the name of a thing by itself is a hint and says 1."""
_HINDSIGHT = frozenset(("process", "observability", "architecture"))
"""Causes that are found afterwards: what goes wrong at the moment is not taken for one of them, and
words that speak for one do so by chance."""


def find_causes(postmortem: Postmortem) -> tuple[str, ...]:
    """The root causes that are known, the most important first."""
    return tuple(cause for cause in postmortem.incident.root_causes if cause != UNKNOWN)


def find_families(postmortem: Postmortem) -> tuple[str, ...]:
    """The top-level root causes that the known ones stand under, each once."""
    return tuple(dict.fromkeys(map(family_of, find_causes(postmortem))))


def find_services(postmortem: Postmortem) -> tuple[str, ...]:
    """Where it hurt, then where it broke, each once."""
    incident = postmortem.incident
    return tuple(dict.fromkeys((*incident.services, *incident.cause_services)))


def find_suspected(postmortem: Postmortem, signals: TermSignals) -> tuple[str, ...]:
    """The top-level root causes that a hypothesis or what was ruled out is about, and that it was
    not, in the order of the timeline.

    A hypothesis that was right is no wrong turn, and a record without a known cause has none.
    `signals` are those of the root causes.
    """
    families = find_families(postmortem)
    if not families:
        return ()
    suspected = dict.fromkeys(_iter_suspected(postmortem, signals))
    return tuple(family for family in suspected if family not in (*families, *_HINDSIGHT))


def family_of(cause: str) -> str:
    """The top-level root cause that one stands under; itself for a top-level one."""
    return cause.partition("/")[0]


def _iter_suspected(postmortem: Postmortem, signals: TermSignals) -> Iterator[str]:
    for event in postmortem.body.events:
        if event.kind not in _SUSPECTED:
            continue
        said: dict[str, float] = {}
        for hit in signals.find(tokenize(event.text)):
            family = family_of(hit.term)
            said[family] = said.get(family, 0.0) + hit.weight
        yield from (family for family, weight in said.items() if weight >= _LEAST_SAID)
