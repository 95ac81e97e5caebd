"""Time boxes: a session and its records to the parts of the meeting, with minutes for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.packets.format_parts import (
    BREAK,
    BREAK_AFTER,
    BREAK_MINUTES,
    PARTS,
    Load,
)
from postmortem_kb.reading_groups.packets.reading_time import reading_minutes
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.reading_groups.telling.cuts import find_cuts

MOST_STOPS = 5
"""Cuts of one record that a group can talk about in one meeting; the others are passed over."""
_BREAK_FROM = 100
"""Minutes of a session that has a break, where there is time for it."""


@dataclass(frozen=True, slots=True)
class TimeBox:
    """One part of the meeting: what it is called, how long it takes and what is done in it."""

    title: str
    minutes: int
    what: str


def least_minutes(form: Format, postmortems: Sequence[Postmortem], *, questions: int = 0) -> int:
    """How long a session of a format has to be so that every one of its time boxes makes sense,
    with so many questions of its own."""
    load = _measure(postmortems, questions)
    return sum(part.least(load) for part in PARTS[form])


def plan_time_boxes(session: Session, postmortems: Sequence[Postmortem]) -> tuple[TimeBox, ...]:
    """The parts of the meeting in order; their minutes add up to the session's.

    What a session has over goes to the parts by their shares. Where it is shorter than
    `least_minutes`, all are cut in proportion, and one without a minute left is left out.
    """
    load = _measure(postmortems, len(session.fields.questions))
    parts = PARTS[session.fields.format]
    least = [part.least(load) for part in parts]
    spare = session.minutes - sum(least)
    if spare < 0:
        minutes = _divide(session.minutes, least)
    else:
        if session.minutes >= _BREAK_FROM and spare >= BREAK_MINUTES:
            parts = (*parts[:BREAK_AFTER], BREAK, *parts[BREAK_AFTER:])
            least.insert(BREAK_AFTER, BREAK_MINUTES)
            spare -= BREAK_MINUTES
        shares = [part.share if least[index] else 0 for index, part in enumerate(parts)]
        more = _divide(spare, shares)
        minutes = [first + further for first, further in zip(least, more, strict=True)]
    return tuple(
        TimeBox(part.title, length, part.what.format(stops=_describe_stops(load)))
        for part, length in zip(parts, minutes, strict=True)
        if length
    )


def _measure(postmortems: Sequence[Postmortem], questions: int) -> Load:
    cuts = [len(find_cuts(postmortem)) for postmortem in postmortems]
    return Load(
        records=len(postmortems),
        stops=sum(min(number, MOST_STOPS) for number in cuts),
        cuts=sum(cuts),
        questions=questions,
        reading=sum(map(reading_minutes, postmortems)),
    )


def _divide(total: int, weights: Sequence[int]) -> list[int]:
    """Whole numbers in proportion to weights that add up to a total: what rounding leaves goes to
    the largest remainders, the first of equal ones first."""
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    parts = [divmod(total * weight, whole) for weight in weights]
    given = [quotient for quotient, _ in parts]
    by_remainder = sorted(range(len(parts)), key=lambda index: (-parts[index][1], index))
    for index in by_remainder[: total - sum(given)]:
        given[index] += 1
    return given


def _describe_stops(load: Load) -> str:
    if not load.cuts:
        return "Stop wherever somebody wants to, since there are no cut points"
    if load.stops == load.cuts:
        return f"Stop at {'each cut point' if load.cuts != 1 else 'the cut point'}"
    return f"Stop at {load.stops} of the {load.cuts} cut points, chosen beforehand"
