"""Prompts from the same fact of several records: notices, calls for help, ends, measures."""

from collections.abc import Iterator

from postmortem_kb.metrics import (
    UNKNOWN,
    describe_measure,
    duration,
    time_to_detect,
    time_to_mitigate,
)
from postmortem_kb.model import EventKind
from postmortem_kb.moments import elapsed
from postmortem_kb.reading_groups.prompts.declaration import Occasion, PromptKind, Question
from postmortem_kb.reading_groups.prompts.practices import (
    ETSY,
    HOWIE,
    INFINITE_HOWS,
    PAGERDUTY_QUESTIONS,
    SRE_WORKBOOK,
)
from postmortem_kb.reading_groups.prompts.quoting import quote_markdown
from postmortem_kb.reading_groups.prompts.side_by_side import FactOf, Stories
from postmortem_kb.reading_groups.prompts.story import AD_HOC, Story
from postmortem_kb.taxonomy import TermSet


def _notice(story: Story) -> str | None:
    if story.tells_of_several:
        return None
    how = story.incident.detection
    parts = [story.label(TermSet.DETECTIONS, how).lower()] if how and how != UNKNOWN else []
    waited = time_to_detect(story.incident)
    if waited is not None and waited.minutes:
        late = describe_measure(waited)
        parts.append(late if waited.minutes < 0 else f"{late} after the start")
    elif waited is not None:
        parts.append("at the stated start")
    return ", ".join(parts) or None


def _ask_notices(basis: Stories) -> Iterator[Question]:
    text = "How did each come to be noticed when it was, and what could one learn from another?"
    yield from _ask_different(basis, _notice, text, "detection of each record")


def _ask_different(basis: Stories, fact_of: FactOf, text: str, said: str) -> Iterator[Question]:
    """A question about a fact that two records or more tell, and not all alike."""
    told = basis.tell(fact_of)
    if told is not None and basis.differ(fact_of):
        yield Question(f"{text} {told}.", said)


def _call(story: Story) -> str | None:
    notice = next((event.at for event in story.events if event.kind is EventKind.DETECTED), None)
    calls = (event.at for event in story.events if event.kind is EventKind.ESCALATED)
    waited = elapsed(notice or story.incident.detected, next(calls, None))
    return f"{waited} after the first notice" if waited is not None else None


def _ask_calls(basis: Stories) -> Iterator[Question]:
    text = "What led to calling in others at that point in each of them?"
    yield from _ask_different(basis, _call, text, "first escalation of each timeline")


def _end(story: Story) -> str | None:
    how = story.incident.mitigation
    if story.tells_of_several or not how or how in (UNKNOWN, AD_HOC):
        return None
    took = time_to_mitigate(story.incident)
    label = story.label(TermSet.MITIGATIONS, how).lower()
    return f"{label}, {took} after the start" if took is not None else label


def _ask_ends(basis: Stories) -> Iterator[Question]:
    if told := basis.tell(_end):
        text = "What ended each of them, and where could the way of one serve another? "
        yield Question(f"{text}{told}.", "mitigation of each record")


def _length(story: Story) -> str | None:
    length = duration(story.incident)
    return str(length) if length is not None and not story.tells_of_several else None


def _ask_lengths(basis: Stories) -> Iterator[Question]:
    text = "What in the course of each accounts for the difference in length?"
    yield from _ask_different(basis, _length, text, "duration of each record")


def _measure(story: Story) -> str | None:
    said = (quote_markdown(item.title, longest=110) for item in story.postmortem.action_items)
    found = [each for each in said if each]
    if not found:
        return None
    return found[0] if len(found) == 1 else f"{found[0]} and {len(found) - 1} more"


def _ask_measures(basis: Stories) -> Iterator[Question]:
    if told := basis.tell(_measure):
        text = "Which measure of one record would be of use to another, and is it there? "
        yield Question(f"{text}{told}.", "action items of each record")


NOTICES = PromptKind(
    key="notices",
    title="First notices, compared",
    occasion=Occasion.COMPARING,
    made_from="how each was detected, and how long after its start",
    example="How did each come to be noticed when it was, and what could one learn from another? "
    "Checkout, 3 May 2023: customer, 25 min after the start; Search, 8 June 2024: monitoring, "
    "2 min after the start.",
    practices=(PAGERDUTY_QUESTIONS, HOWIE),
    find=_ask_notices,
    weight=85,
)
CALLS = PromptKind(
    key="calls",
    title="Calling in others, compared",
    occasion=Occasion.COMPARING,
    made_from="the time from the first notice to the first escalation of each timeline",
    example="What led to calling in others at that point in each of them? Checkout, 3 May 2023: "
    "38 min after the first notice; Search, 8 June 2024: 5 min after the first notice.",
    practices=(ETSY, HOWIE),
    find=_ask_calls,
    weight=80,
)
ENDS = PromptKind(
    key="ends",
    title="What ended them, compared",
    occasion=Occasion.COMPARING,
    made_from="the mitigation of each record and the time until then",
    example="What ended each of them, and where could the way of one serve another? "
    "Checkout, 3 May 2023: rollback, 1 h 20 min after the start; Search, 8 June 2024: failover.",
    practices=(HOWIE,),
    find=_ask_ends,
    weight=75,
)
LENGTHS = PromptKind(
    key="lengths",
    title="Lengths, compared",
    occasion=Occasion.COMPARING,
    made_from="durations that differ",
    example="What in the course of each accounts for the difference in length? Checkout, 3 May "
    "2023: 2 h; Search, 8 June 2024: 45 min.",
    practices=(INFINITE_HOWS, HOWIE),
    find=_ask_lengths,
    weight=70,
)
MEASURES = PromptKind(
    key="measures",
    title="Measures, compared",
    occasion=Occasion.COMPARING,
    made_from="the first measure of each record and how many there are",
    example="Which measure of one record would be of use to another, and is it there? "
    "Checkout, 3 May 2023: “Alert on the depth of the queue” and 2 more; Search, 8 June 2024: "
    "“Limit the number of retries”.",
    practices=(SRE_WORKBOOK,),
    find=_ask_measures,
    weight=65,
)
KINDS = (NOTICES, CALLS, ENDS, LENGTHS, MEASURES)
