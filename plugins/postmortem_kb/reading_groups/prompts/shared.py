"""Prompts from what several records share: where they looked first, causes, conditions."""

from collections import Counter
from collections.abc import Iterator

from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.reading_groups.prompts.declaration import Occasion, PromptKind, Question
from postmortem_kb.reading_groups.prompts.practices import (
    DEKKER,
    ETSY,
    INFINITE_HOWS,
    SRE_CULTURE,
    SRE_WORKBOOK,
)
from postmortem_kb.reading_groups.prompts.quoting import quote
from postmortem_kb.reading_groups.prompts.side_by_side import Stories
from postmortem_kb.reading_groups.prompts.story import Story
from postmortem_kb.reading_groups.telling.telling_words import (
    find_key,
    find_telling_words,
    make_keys,
)
from postmortem_kb.search.words import split_words
from postmortem_kb.taxonomy import TermSet

# What one can look at in a system; other words that two ideas share need not say where they look.
_PLACES = make_keys(
    "api backend balancer bandwidth broker browser cache cdn certificate client cluster "
    "configuration connection container cpu database deployment disk dns firewall frontend "
    "hardware kernel login memory migration network node overload permission pod pool provider "
    "proxy queue region release replica replication router routing schema script server settings "
    "storage switch table thread traffic update worker"
)


def _first_idea(story: Story) -> str | None:
    return story.quote(story.hypotheses[0].event) if story.hypotheses else None


def _ask_first_ideas(basis: Stories) -> Iterator[Question]:
    told = basis.tell(_first_idea)
    if told is None:
        return
    ideas = [story for story in basis.stories if _first_idea(story)]
    place, number = _find_shared_place(ideas)
    if place is None:
        text = "What in the signals led to each of these first ideas?"
    else:
        all_of_them = "both of them" if number == 2 else "each of them"
        times = all_of_them if number == len(ideas) else f"{_say_number(number)} of them"
        text = f"What in the signals led to “{place}” first in {times}?"
    yield Question(f"{text} {told}.", "first hypothesis of each timeline")


def _find_shared_place(stories: list[Story]) -> tuple[str | None, int]:
    """Where most of the stories looked first, as the first of them spells it, and in how many."""
    texts = [split_words(story.events[story.hypotheses[0].event].text) for story in stories]
    counts = Counter(key for words in texts for key in {*map(find_key, words)} & _PLACES)
    if not counts or max(counts.values()) < 2:
        return None, 0
    most = max(counts.values())
    spelt = (word for words in texts for word in words if counts[find_key(word)] == most)
    return next(spelt), most


def _ask_shared_factors(basis: Stories) -> Iterator[Question]:
    """Pairs of factors of two records of which one has most of the other's telling words."""
    factors = [
        (index, factor, find_telling_words(factor))
        for index, story in enumerate(basis.stories)
        for factor in story.postmortem.fields.contributing_factors
    ]
    seen: dict[str, tuple[int, str, frozenset[str]]] = {}
    for index, factor, keys in factors:
        for key in sorted(keys):
            other = seen.get(key)
            if other and other[0] != index and _are_alike(keys, other[2]):
                pair = [quote(other[1]), quote(factor)]
                if all(pair):
                    text = "What keeps this condition in place, and what else rests on it? "
                    of_all = "both records" if len(basis.stories) == 2 else "two of the records"
                    told = f"In {of_all}: {pair[0]} and {pair[1]}."
                    yield Question(f"{text}{told}", "contributing factors of two records")
                    return
        for key in keys:
            seen.setdefault(key, (index, factor, keys))


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) > min(len(one), len(other))


def _ask_shared_causes(basis: Stories) -> Iterator[Question]:
    counts: dict[str, int] = {}
    for story in basis.stories:
        for cause in dict.fromkeys(
            part for each in story.incident.root_causes for part in (each, each.partition("/")[0])
        ):
            counts[cause] = counts.get(cause, 0) + 1
    shared = [cause for cause, number in counts.items() if number > 1 and cause != UNKNOWN]
    if not shared:
        return
    cause = max(shared, key=lambda term: (term.count("/"), counts[term]))
    label = basis.stories[0].label(TermSet.ROOT_CAUSES, cause)
    text = (
        f"What do {_say_which(counts[cause], len(basis.stories))} have in common beside the name "
        f"of a cause, “{label}”, and which one measure would reach them?"
    )
    yield Question(text, f"root cause {cause} of {counts[cause]} records")


def _say_which(number: int, of: int) -> str:
    """How many of the incidents, two or more."""
    if number < of:
        return f"{_say_number(number)} of these incidents"
    return "both incidents" if of == 2 else f"all {_say_number(of)} incidents"


def _say_number(number: int) -> str:
    return {2: "two", 3: "three"}.get(number, str(number))


FIRST_IDEAS = PromptKind(
    key="first-ideas",
    title="First ideas, compared",
    occasion=Occasion.COMPARING,
    made_from="the first hypothesis of each timeline, and a word that they share",
    example="What in the signals led to “database” first in both of them? Checkout, 3 May 2023: "
    "“The database is suspected”; Search, 8 June 2024: “A slow database”.",
    practices=(DEKKER, ETSY),
    find=_ask_first_ideas,
    weight=100,
)
SHARED_CAUSE = PromptKind(
    key="shared-cause",
    title="A shared cause",
    occasion=Occasion.COMPARING,
    made_from="a root cause, or the one above it, that two records or more have",
    example="What do two of these incidents have in common beside the name of a cause, "
    "“Configuration”, and which one measure would reach them?",
    practices=(INFINITE_HOWS, SRE_WORKBOOK),
    find=_ask_shared_causes,
    weight=95,
)
SHARED_FACTOR = PromptKind(
    key="shared-factor",
    title="A shared condition",
    occasion=Occasion.COMPARING,
    made_from="contributing factors of two records that are about the same thing",
    example="What keeps this condition in place, and what else rests on it? In both records: "
    "“One pool of connections for all workers” and “The workers share a pool of connections”.",
    practices=(INFINITE_HOWS, SRE_CULTURE),
    find=_ask_shared_factors,
    weight=90,
)
KINDS = (FIRST_IDEAS, SHARED_CAUSE, SHARED_FACTOR)
