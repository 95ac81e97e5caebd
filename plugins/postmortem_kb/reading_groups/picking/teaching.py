"""How much a record gives a group to talk about: a record to a value and the points behind it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.model import EventKind, Postmortem, SectionKind

_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_REVIEWED = (SectionKind.WENT_WELL, SectionKind.WENT_WRONG)


@dataclass(frozen=True, slots=True)
class _Point:
    """Something to talk about: what one and several are called, what each is worth, and how many
    count. More than that make a record longer, and no better to learn from."""

    one: str
    several: str
    worth: float
    most: int


_EVENTS = _Point("timed event", "timed events", 0.15, 10)
_HYPOTHESES = _Point("hypothesis", "hypotheses", 0.5, 3)
_FALSE_TRAILS = _Point("false trail", "false trails", 0.5, 2)
_LESSONS = _Point("lesson", "lessons", 0.3, 3)
_SURPRISES = _Point("surprise", "surprises", 0.3, 2)
_HINDSIGHT = _Point("point on what went well or wrong", "points on what went well or wrong", 0.2, 3)
_LUCK = _Point("piece of luck", "pieces of luck", 0.4, 2)
_FACTORS = _Point("contributing factor", "contributing factors", 0.2, 3)
_MEASURES = _Point("open measure", "open measures", 0.1, 5)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A record and what there is to talk about in it: a value from 0 to about 7, and `points` in
    words, such as `9 timed events`, the most telling ones first."""

    postmortem: Postmortem
    value: float
    points: tuple[str, ...]


def assess(postmortem: Postmortem) -> Assessment:
    """Look at timeline, wrong turns, lessons, luck and measures; each counts up to a limit."""
    found = [(point, number) for point, number in _count(postmortem) if number]
    return Assessment(
        postmortem=postmortem,
        value=round(sum(min(number, point.most) * point.worth for point, number in found), 6),
        points=tuple(
            f"{number} {point.one if number == 1 else point.several}" for point, number in found
        ),
    )


def rank_by_teaching(catalogue: Catalogue) -> tuple[Assessment, ...]:
    """All records, the most instructive first, drafts after all others; ties by id.

    A draft may still change: what a group takes from it may not be what the record says in the end.
    """
    assessed = map(assess, catalogue.postmortems)
    return tuple(
        sorted(assessed, key=lambda one: (one.postmortem.is_draft, -one.value, one.postmortem.id))
    )


def _count(postmortem: Postmortem) -> Iterator[tuple[_Point, int]]:
    events, fields = postmortem.body.events, postmortem.fields
    yield _EVENTS, sum(event.at is not None for event in events)
    yield _HYPOTHESES, sum(event.kind is EventKind.HYPOTHESIS for event in events)
    yield _FALSE_TRAILS, sum(event.kind is EventKind.RULED_OUT for event in events)
    yield _LESSONS, len(fields.lessons) or _count_said(postmortem, (SectionKind.LESSONS,))
    yield _SURPRISES, len(fields.surprises)
    yield _HINDSIGHT, _count_said(postmortem, _REVIEWED)
    yield _LUCK, _count_said(postmortem, (SectionKind.LUCKY,))
    yield _FACTORS, len(fields.contributing_factors)
    yield _MEASURES, sum(item.is_open for item in postmortem.action_items)


def _count_said(postmortem: Postmortem, kinds: tuple[SectionKind, ...]) -> int:
    """List items in the sections of these kinds; a section without a list counts once."""
    total = 0
    for section in postmortem.body.sections:
        if section.kind in kinds:
            text = _COMMENT.sub("", section.text)
            total += len(_ITEM.findall(text)) or any(map(str.isalnum, text))
    return total
