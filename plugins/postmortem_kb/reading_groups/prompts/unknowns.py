"""Prompts from what a record does not say, and from what in it does not agree."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from postmortem_kb.metrics import UNKNOWN, duration
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.prompts.declaration import Occasion, PromptKind, Question
from postmortem_kb.reading_groups.prompts.practices import ETSY, HOWIE, INFINITE_HOWS
from postmortem_kb.reading_groups.prompts.quoting import quote
from postmortem_kb.reading_groups.prompts.story import Story
from postmortem_kb.zones import ZoneKind


@dataclass(frozen=True, slots=True)
class _Gap:
    """Something that a record can leave open."""

    name: str
    question: str
    stated: str
    is_open: Callable[[Postmortem], bool]


def _is_unknown(term: str | None) -> bool:
    return term is None or term == UNKNOWN


_GAPS = (
    _Gap(
        "root_causes",
        "How could it be found out what made this possible?",
        "The record states no root cause.",
        lambda record: all(
            _is_unknown(cause) for one in record.incidents for cause in one.root_causes or (None,)
        ),
    ),
    _Gap(
        "trigger",
        "How could it be found out what set it off at that moment and not on another day?",
        "The record states no trigger.",
        lambda record: all(_is_unknown(one.trigger) for one in record.incidents),
    ),
    _Gap(
        "detection",
        "How could it be found out what noticed it first?",
        "The record does not say how it was detected.",
        lambda record: all(_is_unknown(one.detection) for one in record.incidents),
    ),
    _Gap(
        "started_at",
        "How could the time of the first effect be found, and in which data would it show?",
        "The record states no start.",
        lambda record: all(one.started is None for one in record.incidents),
    ),
    _Gap(
        "resolved_at",
        "How could it be found out when it was over?",
        "The record states no end.",
        lambda record: all(
            one.resolved is None and not one.is_ongoing and duration(one) is None
            for one in record.incidents
        ),
    ),
    _Gap(
        "timezone",
        "How could it be found out what time zone these times are in?",
        "The record leaves it open, so they cannot be set beside those of other systems.",
        lambda record: (
            record.zone.kind is ZoneKind.UNKNOWN
            and any(one.started is not None and one.started.has_time for one in record.incidents)
        ),
    ),
)


_FORM_FIELDS = ("timezone", "title", "id", "date")
_FORM = re.compile(
    r"\b(?:time ?zones?|daylight saving|(?:the|no|which|what) zone (?:is|are|was|of|named|stated)"
    r"|spelling|typos?|front matter|the (?:document|file name|template|page title))\b",
    re.IGNORECASE,
)


def _ask_unknowns(story: Story) -> Iterator[Question]:
    for gap in _GAPS:
        if gap.is_open(story.postmortem):
            yield Question(f"{gap.question} {gap.stated}", f"field {gap.name}: not stated")


def _ask_discrepancies(story: Story, *, of_form: bool) -> Iterator[Question]:
    for number, one in enumerate(story.postmortem.fields.discrepancies, start=1):
        is_of_form = one.about in _FORM_FIELDS or _FORM.search(one.note) is not None
        if is_of_form is of_form and (said := quote(one.note, longest=200)):
            text = f"What could settle this, and what does it change in the story: {said}?"
            yield Question(text, f"field discrepancies, entry {number}: {one.about}")


NOT_STATED = PromptKind(
    key="not-stated",
    title="What the record does not say",
    occasion=Occasion.AFTER,
    made_from="a cause, trigger, detection, start, end or time zone that is not stated",
    example="How could it be found out what set it off at that moment and not on another day? The "
    "record states no trigger.",
    practices=(INFINITE_HOWS, HOWIE),
    find=_ask_unknowns,
    weight=46,
)
DISCREPANCY = PromptKind(
    key="discrepancy",
    title="What does not agree",
    occasion=Occasion.AFTER,
    made_from="each discrepancy that the front matter lists and that is about the incident",
    example="What could settle this, and what does it change in the story: “The alert is given as "
    "09:02 in one place and as 09:07 in another”?",
    practices=(HOWIE, ETSY),
    find=partial(_ask_discrepancies, of_form=False),
    weight=47,
)
DISCREPANCY_OF_FORM = PromptKind(
    key="discrepancy-of-form",
    title="What does not agree in the document",
    occasion=Occasion.AFTER,
    made_from="a discrepancy about time zones or the document itself, and only where a record has "
    "nothing else to ask about",
    example="What could settle this, and what does it change in the story: “The zone of the times "
    "is not stated”?",
    practices=(HOWIE,),
    find=partial(_ask_discrepancies, of_form=True),
    weight=1,
    is_last_resort=True,
)
KINDS = (NOT_STATED, DISCREPANCY, DISCREPANCY_OF_FORM)
