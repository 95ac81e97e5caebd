"""The prompts of a record, for whoever facilitates: the most telling ones first."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.prompts.declaration import Prompt, PromptKind
from postmortem_kb.reading_groups.prompts.registry import AFTER, COMPARING
from postmortem_kb.reading_groups.prompts.side_by_side import Stories
from postmortem_kb.reading_groups.prompts.story import Others, Story

MOST = 12
"""Of the prompts of a record: more than a session has time for, few enough to choose from."""
_LESS_EACH_TIME = 18
"""By how much the next prompt of the same kind weighs less."""
_Basis = TypeVar("_Basis")


class PromptFinder:
    """Finds the prompts of any record of a catalogue, which it goes through once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._others = Others(catalogue)

    def find(self, postmortem: Postmortem) -> tuple[Prompt, ...]:
        """At most `MOST` prompts about a record, the most telling first, no two made from the
        same thing. They tell the whole story: not for those who are to find out."""
        return _choose(AFTER, Story(postmortem, self._others))

    def find_comparing(self, postmortems: Sequence[Postmortem]) -> tuple[Prompt, ...]:
        """The same about several records side by side, each given once; nothing about fewer than
        two. Their `event` is None."""
        if len(postmortems) < 2:
            return ()
        stories = tuple(Story(postmortem, self._others) for postmortem in postmortems)
        return _choose(COMPARING, Stories(stories))


def find_prompts(postmortem: Postmortem, catalogue: Catalogue) -> tuple[Prompt, ...]:
    """What `PromptFinder.find` finds; for more than one record, make a finder once."""
    return PromptFinder(catalogue).find(postmortem)


def find_comparing_prompts(
    postmortems: Sequence[Postmortem], catalogue: Catalogue
) -> tuple[Prompt, ...]:
    """What `PromptFinder.find_comparing` finds."""
    return PromptFinder(catalogue).find_comparing(postmortems)


def _choose(kinds: Iterable[PromptKind[_Basis]], basis: _Basis) -> tuple[Prompt, ...]:
    all_kinds = [*kinds]
    first = _rank([kind for kind in all_kinds if not kind.is_last_resort], basis)
    ranked = first or _rank([kind for kind in all_kinds if kind.is_last_resort], basis)
    return tuple(islice(_once_each(ranked), MOST))


def _rank(kinds: Iterable[PromptKind[_Basis]], basis: _Basis) -> list[Prompt]:
    ranked = sorted(
        (
            (-kind.weight + nth * _LESS_EACH_TIME, order, nth, prompt)
            for order, kind in enumerate(kinds)
            for nth, prompt in enumerate(islice(kind.ask(basis), kind.most))
        ),
        key=lambda candidate: candidate[:3],
    )
    return [prompt for *_, prompt in ranked]


def _once_each(prompts: Iterable[Prompt]) -> Iterator[Prompt]:
    seen: set[str] = set()
    for prompt in prompts:
        if prompt.basis not in seen:
            seen.add(prompt.basis)
            yield prompt
