"""The parts of a meeting, for each format: declared once, from what there is to go through.

A part has minutes that it takes at the least, and a share of what a session has over.
"""

from dataclasses import dataclass

from postmortem_kb.reading_groups.fields import Format

MOST_READING = 10
"""Minutes of silent reading in a meeting. What takes longer is to be read before."""
BREAK_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Load:
    """What there is to go through."""

    records: int
    stops: int
    cuts: int
    questions: int
    reading: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a format: least minutes by what there is, and its share of what is over."""

    title: str
    what: str
    share: int = 0
    fixed: int = 0
    per_record: int = 0
    per_stop: int = 0
    per_question: int = 0
    reads: bool = False

    def least(self, load: Load) -> int:
        """Whole minutes; none where there is nothing to do in it."""
        minutes = self.fixed + self.per_record * load.records + self.per_stop * load.stops
        minutes += self.per_question * load.questions
        return minutes + min(load.reading, MOST_READING) if self.reads else minutes


_WELCOME = Part(
    "Welcome",
    "Say who leads and who takes notes. Read the card aloud. Say how the session goes.",
    fixed=3,
)
_READ = Part(
    "Read in silence",
    "Everybody reads what is discussed, also those who have read it before: so it is fresh, and "
    "nobody has to say that there was no time.",
    reads=True,
)
BREAK = Part("Break", "Away from the screens.", fixed=BREAK_MINUTES)
_MEASURES = Part(
    "Measures",
    "Which measures are still open? Which of them would have changed this story, and at which "
    "point of it? What is done about the same thing in our own systems?",
    share=1,
    fixed=4,
)
_TAKEAWAYS = Part(
    "Takeaways",
    "A round: everybody names one thing to keep. The note taker writes takeaways and follow-up "
    "questions into the session's file.",
    share=1,
    fixed=5,
)
_QUESTIONS = Part(
    "The session's questions",
    "One question after another, the most wanted first; then the prompts, and what came up on the "
    "way.",
    share=3,
    fixed=2,
    per_question=3,
)
PARTS: dict[Format, tuple[Part, ...]] = {
    Format.DISCUSSION: (
        _WELCOME,
        _READ,
        Part(
            "The story",
            "One person tells it along the timeline, in a few sentences; the others complete it.",
            fixed=1,
            per_record=2,
        ),
        Part(
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
        Part(
            "The opening",
            "Read aloud what was known at the beginning, and which services were hurt.",
            per_record=2,
        ),
        Part(
            "The replay",
            "One event at a time, read aloud. {stops}. At each: ask the prompt, let several "
            "answer, and only then go on.",
            share=5,
            fixed=2,
            per_record=2,
            per_stop=2,
        ),
        Part(
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
        Part(
            "Each story in brief",
            "One person for each incident: what happened, in three sentences.",
            per_record=2,
        ),
        Part(
            "The worksheet",
            "In pairs: fill in the table side by side. Then compare it with the facilitator's.",
            share=2,
            fixed=2,
            per_record=2,
        ),
        Part(
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
        Part(
            "Told by those who responded",
            "The story as it was lived, without being interrupted; questions are noted down.",
            share=3,
            per_record=8,
        ),
        Part(
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
BREAK_AFTER = 4
"""Parts before the break: story and turning points are over then, questions begin."""
