"""What a prompt is, and what a kind of prompt is: one declaration feeds finder, page and tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from postmortem_kb.model import EventKind

Basis = TypeVar("Basis")
"""What questions of a kind are made from: what is known at a cut, a story, several stories."""


class Occasion(StrEnum):
    """When a prompt is asked."""

    AT_CUT = "at-cut"
    """Where a replay stops, and nobody knows yet how it went on."""
    AFTER = "after"
    """When the whole story has been read."""
    COMPARING = "comparing"
    """When a session reads several incidents side by side."""


@dataclass(frozen=True, slots=True)
class Practice:
    """A published text that a kind of question follows, and what it says, in our own words.

    `name` is short enough to stand in a line with others.
    """

    name: str
    title: str
    publisher: str
    url: str
    says: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what in the record it is made from; the rest as in `Prompt`."""

    text: str
    basis: str
    event: int | None = None
    about: int | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """An open question. All plain text, to be escaped wherever it lands.

    `kind` is the key of a declared kind. `basis` says in a few words what in the record it is made
    from. `event` is the index of the event after which it is best asked; None: after the story.
    `about` is the index of the hypothesis that it asks about, None for any other question; `seen`
    is the sentence of such a question on what had been seen by then, or empty.
    """

    kind: str
    question: str
    basis: str
    event: int | None = None
    about: int | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class PromptKind(Generic[Basis]):
    """One kind of question.

    `made_from` names the parts of a record in words that follow "made from". `example` is made up.
    `reasons` are, at a cut, the kinds of the event that the story stops after; none for any other.
    `find` yields every question of the kind, the most telling one first. Of two prompts the one
    whose kind has the larger `weight` comes first; a second one of a kind weighs less, and no
    record has more than `most` of it. One that `is_last_resort` is only asked where there is no
    other to ask.
    """

    key: str
    title: str
    occasion: Occasion
    made_from: str
    example: str
    practices: tuple[Practice, ...]
    find: Callable[[Basis], Iterator[Question]]
    weight: int = 0
    most: int = 3
    reasons: tuple[EventKind, ...] = ()
    is_last_resort: bool = False

    def ask(self, basis: Basis) -> Iterator[Prompt]:
        """The prompts of this kind; none where the record says nothing to make them from."""
        for found in self.find(basis):
            yield Prompt(self.key, found.text, found.basis, found.event, found.about, found.seen)


AnyKind = PromptKind[Any]
