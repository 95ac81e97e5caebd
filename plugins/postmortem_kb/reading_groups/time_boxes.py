"""Time boxes: a session and its records to the parts of the meeting, with minutes for each.

Each format is a list of parts, declared once. A part has minutes that it takes at the least, which
depend on what there is to go through, and a share of what the session has over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.cuts import find_cuts
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.reading_time import reading_minutes
from postmortem_kb.reading_groups.session import Session

MOST_STOPS = 5
"""Cuts of one record that a group can talk about in one meeting; the others are passed over."""
MOST_READING = 10
"""Minutes of silent reading in a meeting. What takes longer is to be read before."""
_BREAK_FROM = 100
"""Minutes of a session that has a break, where there is time for it."""
_BREAK_MINUTES = 10


@dataclass(frozen=True, slots=True)
class TimeBox:
    """One part of the meeting: what it is called, how long it takes and what is done in it."""

    title: str
    minutes: int
    what: str


@dataclass(frozen=True, slots=True)
class _Load:
    """What there is to go through."""

    records: int
    stops: int
    cuts: int
    questions: int
    reading: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a format: least minutes by what there is, and its share of what is over."""

    title: str
    what: str
    share: int = 0
    fixed: int = 0
    per_record: int = 0
    per_stop: int = 0
    per_question: int = 0
    reads: bool = False

    def least(self, load: _Load) -> int:
        minutes = self.fixed + self.per_record * load.records + self.per_stop * load.stops
        minutes += self.per_question * load.questions
        return minutes + min(load.reading, MOST_READING) if self.reads else minutes


_WELCOME = _Part(
    "Welcome",
    "Say who leads and who takes notes. Read the card aloud. Say how the session goes.",
    fixed=3,
)
_READ = _Part(
    "Read in silence",
    "Everybody reads what is discussed, also those who have read it before: so it is fresh, and "
    "nobody has to say that there was no time.",
    reads=True,
)
_BREAK = _Part("Break", "Away from the screens.", fixed=_BREAK_MINUTES)
_MEASURES = _Part(
    "Measures",
    "Which measures are still open? Which of them would have changed this story, and at which "
    "point of it? What is done about the same thing in our own systems?",
    share=1,
    fixed=4,
)
_TAKEAWAYS = _Part(
    "Takeaways",
    "A round: everybody names one thing to keep. The note taker writes takeaways and follow-up "
    "questions into the session's file.",
    share=1,
    fixed=5,
)
_QUESTIONS = _Part(
    "The session's questions",
    "One question after another, the most wanted first.",
    share=3,
    fixed=2,
    per_question=3,
)
_PARTS: dict[Format, tuple[_Part, ...]] = {
    Format.DISCUSSION: (
        _WELCOME,
        _READ,
        _Part(
            "The story",
            "One person tells it along the timeline, in a few sentences; the others complete it.",
            fixed=1,
            per_record=2,
        ),
        _Part(
            "At the cut points",
            "{stops}. At each: what was known at that moment, what made the next step sensible "
            "then, and what would have had to be visible for another one?",
            share=4,
            per_stop=2,
        ),
        _QUESTIONS,
        _MEASURES,
        _TAKEAWAYS,
    ),
    Format.REPLAY: (
        _WELCOME,
        _Part(
            "The opening",
            "Read aloud what was known at the beginning, and which services were hurt.",
            per_record=2,
        ),
        _Part(
            "The replay",
            "One event at a time, read aloud. {stops}. At each: ask the prompt, let several "
            "answer, and only then go on.",
            share=5,
            fixed=2,
            per_record=2,
            per_stop=2,
        ),
        _Part(
            "Looking back",
            "Tell the cause and what ended it. What surprised the group? Where was a sensible "
            "step a wrong turn, and what would have shown it sooner?",
            share=2,
            per_record=3,
        ),
        _QUESTIONS,
        _MEASURES,
        _TAKEAWAYS,
    ),
    Format.COMPARISON: (
        _WELCOME,
        _READ,
        _Part(
            "Each story in brief",
            "One person for each incident: what happened, in three sentences.",
            per_record=2,
        ),
        _Part(
            "The worksheet",
            "In pairs: fill in the table side by side. Then compare it with the facilitator's.",
            share=2,
            fixed=2,
            per_record=2,
        ),
        _Part(
            "Side by side",
            "The phases on one scale first: where did the time go, in each? Then the comparing "
            "prompts.",
            share=4,
            fixed=8,
        ),
        _QUESTIONS,
        _MEASURES,
        _TAKEAWAYS,
    ),
    Format.AUTHOR_TALK: (
        _WELCOME,
        _Part(
            "Told by those who responded",
            "The story as it was lived, without being interrupted; questions are noted down.",
            share=3,
            per_record=8,
        ),
        _Part(
            "The group asks",
            "How did it look at that moment? What did you have in front of you? Questions about "
            "what was known, not about what should have been done.",
            share=4,
            fixed=5,
            per_record=2,
        ),
        _QUESTIONS,
        _MEASURES,
        _TAKEAWAYS,
    ),
}
_BREAK_AFTER = 4
"""Parts before the break: story and turning points are over then, questions begin."""


def least_minutes(session: Session, postmortems: Sequence[Postmortem]) -> int:
    """How long a session has to be so that every one of its time boxes makes sense."""
    load = _measure(session, postmortems)
    return sum(part.least(load) for part in _PARTS[session.fields.format])


def plan_time_boxes(session: Session, postmortems: Sequence[Postmortem]) -> tuple[TimeBox, ...]:
    """The parts of the meeting in order; their minutes add up to the session's.

    What a session has over goes to the parts by their shares. Where it is shorter than
    `least_minutes`, all are cut in proportion, and one without a minute left is left out.
    """
    load = _measure(session, postmortems)
    parts = _PARTS[session.fields.format]
    least = [part.least(load) for part in parts]
    spare = session.minutes - sum(least)
    if spare < 0:
        minutes = _divide(session.minutes, least)
    else:
        if session.minutes >= _BREAK_FROM and spare >= _BREAK_MINUTES:
            parts = (*parts[:_BREAK_AFTER], _BREAK, *parts[_BREAK_AFTER:])
            least.insert(_BREAK_AFTER, _BREAK_MINUTES)
            spare -= _BREAK_MINUTES
        shares = [part.share if least[index] else 0 for index, part in enumerate(parts)]
        more = _divide(spare, shares)
        minutes = [first + further for first, further in zip(least, more, strict=True)]
    return tuple(
        TimeBox(part.title, length, part.what.format(stops=_describe_stops(load)))
        for part, length in zip(parts, minutes, strict=True)
        if length
    )


def _measure(session: Session, postmortems: Sequence[Postmortem]) -> _Load:
    cuts = [len(find_cuts(postmortem)) for postmortem in postmortems]
    return _Load(
        records=len(postmortems),
        stops=sum(min(number, MOST_STOPS) for number in cuts),
        cuts=sum(cuts),
        questions=len(session.fields.questions),
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


def _describe_stops(load: _Load) -> str:
    if load.stops == load.cuts:
        return f"Stop at {'each cut point' if load.cuts != 1 else 'the cut point'}"
    return f"Stop at {load.stops} of the {load.cuts} cut points, chosen beforehand"
