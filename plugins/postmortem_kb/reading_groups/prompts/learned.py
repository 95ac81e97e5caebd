"""Prompts from what a record says was learned: luck, conditions, surprises, lessons, what helped
and what made it hard."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from postmortem_kb.model import SectionKind
from postmortem_kb.reading_groups.prompts.declaration import Occasion, PromptKind, Question
from postmortem_kb.reading_groups.prompts.practices import (
    DEKKER,
    HOWIE,
    INFINITE_HOWS,
    PAGERDUTY_QUESTIONS,
    PAGERDUTY_RETROSPECTIVES,
    SRE_CULTURE,
    SRE_EXAMPLE,
    SRE_WORKBOOK,
)
from postmortem_kb.reading_groups.prompts.quoting import find_points, quote, quote_markdown
from postmortem_kb.reading_groups.prompts.story import Story

_Quotes = Callable[[Story], Iterator[tuple[str, str]]]
"""What is quoted, each with the name of where it stands."""


def _of_section(kind: SectionKind, name: str) -> _Quotes:
    def find(story: Story) -> Iterator[tuple[str, str]]:
        points = (quote_markdown(point) for point in find_points(story.postmortem, kind))
        return _number(points, f"section {name}, point")

    return find


def _of_field(name: str) -> _Quotes:
    def find(story: Story) -> Iterator[tuple[str, str]]:
        values: tuple[str, ...] = getattr(story.postmortem.fields, name)
        return _number((quote(value) for value in values), f"field {name}, entry")

    return find


def _number(quotes: Iterable[str | None], name: str) -> Iterator[tuple[str, str]]:
    for number, found in enumerate(quotes, start=1):
        if found:
            yield found, f"{name} {number}"


def _ask(before: str, after: str, places: tuple[_Quotes, ...], story: Story) -> Iterator[Question]:
    """The same words around everything that stands in one of the places."""
    for place in places:
        for found, basis in place(story):
            yield Question(f"{before}{found}{after}", basis)


def _asks(before: str, after: str, *places: _Quotes) -> Callable[[Story], Iterator[Question]]:
    return partial(_ask, before, after, places)


LUCK = PromptKind(
    key="luck",
    title="Where luck helped",
    occasion=Occasion.AFTER,
    made_from="each point of the section Where we got lucky",
    example="What would it take for this not to depend on luck: “The backup had been made an hour "
    "earlier”?",
    practices=(SRE_EXAMPLE,),
    find=_asks(
        "What would it take for this not to depend on luck: ",
        "?",
        _of_section(SectionKind.LUCKY, "Where we got lucky"),
    ),
    weight=90,
)
SURPRISE = PromptKind(
    key="surprise",
    title="A surprise",
    occasion=Occasion.AFTER,
    made_from="each of the surprises that the front matter lists",
    example="What picture of the system made this a surprise: “The standby served stale prices”? "
    "Where else is that picture in use?",
    practices=(HOWIE, DEKKER),
    find=_asks(
        "What picture of the system made this a surprise: ",
        "? Where else is that picture in use?",
        _of_field("surprises"),
    ),
    weight=88,
)
CONTRIBUTING_FACTOR = PromptKind(
    key="contributing-factor",
    title="A contributing factor",
    occasion=Occasion.AFTER,
    made_from="each contributing factor that the front matter lists",
    example="What else depends on this condition today: “All workers share one pool of "
    "connections”? How would it show itself next time?",
    practices=(INFINITE_HOWS, SRE_CULTURE),
    find=_asks(
        "What else depends on this condition today: ",
        "? How would it show itself next time?",
        _of_field("contributing_factors"),
    ),
    weight=78,
)
LESSON = PromptKind(
    key="lesson",
    title="A lesson",
    occasion=Occasion.AFTER,
    made_from="each lesson of the front matter or of the section Lessons learned",
    example="How would somebody on call tonight come across this lesson: “A full queue looks like "
    "a slow network”?",
    practices=(HOWIE, SRE_CULTURE),
    find=_asks(
        "How would somebody on call tonight come across this lesson: ",
        "?",
        _of_field("lessons"),
        _of_section(SectionKind.LESSONS, "Lessons learned"),
    ),
    weight=64,
)
WENT_WELL = PromptKind(
    key="went-well",
    title="What went well",
    occasion=Occasion.AFTER,
    made_from="each point of the section What went well",
    example="What made this possible: “The rollback took four minutes”? How is it kept so?",
    practices=(SRE_EXAMPLE, PAGERDUTY_RETROSPECTIVES),
    find=_asks(
        "What made this possible: ",
        "? How is it kept so?",
        _of_section(SectionKind.WENT_WELL, "What went well"),
    ),
    weight=60,
)
WENT_WRONG = PromptKind(
    key="went-wrong",
    title="What made it hard",
    occasion=Occasion.AFTER,
    made_from="each point of the section What went wrong",
    example="What in the tools, signals and procedures at hand made it go this way: “For half an "
    "hour the release was rolled back server by server”?",
    practices=(PAGERDUTY_QUESTIONS, SRE_WORKBOOK),
    find=_asks(
        "What in the tools, signals and procedures at hand made it go this way: ",
        "?",
        _of_section(SectionKind.WENT_WRONG, "What went wrong"),
    ),
    weight=58,
)
KINDS = (LUCK, SURPRISE, CONTRIBUTING_FACTOR, LESSON, WENT_WELL, WENT_WRONG)
