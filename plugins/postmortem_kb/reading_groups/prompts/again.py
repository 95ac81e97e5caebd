"""Prompts from other records: the same cause, a stated recurrence, the same service."""

from collections.abc import Iterator

from postmortem_kb.fields import ActionType
from postmortem_kb.model import Postmortem
from postmortem_kb.pages import words
from postmortem_kb.reading_groups.prompts.declaration import Occasion, PromptKind, Question
from postmortem_kb.reading_groups.prompts.measures import describe_status
from postmortem_kb.reading_groups.prompts.practices import (
    PAGERDUTY_QUESTIONS,
    SRE_CULTURE,
    SRE_WORKBOOK,
)
from postmortem_kb.reading_groups.prompts.quoting import quote_markdown
from postmortem_kb.reading_groups.prompts.story import Story, find_day, name_record
from postmortem_kb.taxonomy import TermSet

_MEANT_TO_STOP = (ActionType.PREVENT, ActionType.DETECT)
_MOST_SERVICES = 2


def _in_order(story: Story, other: Postmortem) -> tuple[Postmortem, Postmortem]:
    """The earlier of the two first. Records without a day stay in the order of the story."""
    records = (other, story.postmortem)
    starts = [record.incident.started for record in records]
    if starts[0] is None or starts[1] is None or not all(one and one.has_date for one in starts):
        return records
    return records if starts[0].sort_key <= starts[1].sort_key else (records[1], records[0])


def _describe_measures(record: Postmortem) -> str:
    """What the record lists against its coming back: how many, and the first of them."""
    measures = [item for item in record.action_items if item.type in _MEANT_TO_STOP]
    if not measures:
        return "The earlier record lists no measure to prevent or detect it."
    first, number = measures[0], len(measures)
    said = quote_markdown(first.title, longest=110)
    if said is None:
        listed = words.count(number, "measure")
        return f"The earlier record lists {listed} to prevent or detect it."
    more = "" if number == 1 else f", the first of {number}"
    return f"The earlier record lists {said}{more} ({describe_status(first)})."


def _find_same_causes(story: Story) -> dict[str, tuple[str, Postmortem]]:
    """For each root cause of the record, the narrow ones first, the nearest other record: by its
    id. What the records themselves call a recurrence is asked about as one."""
    causes = [cause for one in story.postmortem.incidents for cause in one.root_causes]
    said = {other.id for other in story.others.find_recurrences(story.postmortem)}
    found: dict[str, tuple[str, Postmortem]] = {}
    for cause in sorted(dict.fromkeys(causes), key=lambda term: -term.count("/")):
        other = story.others.find_nearest(story.postmortem, TermSet.ROOT_CAUSES, cause)
        if other is not None and other.id not in said:
            found.setdefault(other.id, (cause, other))
    return found


def _ask_same_cause(story: Story) -> Iterator[Question]:
    for cause, other in _find_same_causes(story).values():
        earlier, later = _in_order(story, other)
        label = story.label(TermSet.ROOT_CAUSES, cause)
        text = (
            f"Which measure was meant to stop this, and where does it stand? “{label}” is a root "
            f"cause on {find_day(earlier)} and again on {find_day(later)}; the other record is "
            f"{name_record(other)}. {_describe_measures(earlier)}"
        )
        yield Question(text, f"root cause {cause}, also in {other.id}")


def _ask_recurrence(story: Story) -> Iterator[Question]:
    for other in story.others.find_recurrences(story.postmortem):
        earlier, later = _in_order(story, other)
        text = (
            f"What was in place by {find_day(later) or 'the second time'} against its coming back, "
            f"and what let it through? The records call it a recurrence; the other one is "
            f"{name_record(other)}. {_describe_measures(earlier)}"
        )
        yield Question(text, f"related records: recurrence with {other.id}")


def _ask_same_service(story: Story) -> Iterator[Question]:
    """The nearest other record of a service, unless it has been asked about for its cause."""
    incident = story.incident
    services = incident.services or tuple(
        term for one in story.postmortem.incidents for term in one.services
    )
    asked = {other.id for other in story.others.find_recurrences(story.postmortem)}
    asked.update(_find_same_causes(story))
    for service in services[:_MOST_SERVICES]:
        other = story.others.find_nearest(story.postmortem, TermSet.SERVICES, service)
        if other is None or other.id in asked:
            continue
        asked.add(other.id)
        earlier, later = _in_order(story, other)
        label = story.label(TermSet.SERVICES, service)
        text = (
            f"What had changed at “{label}” between {find_day(earlier)} and {find_day(later)}, and "
            f"what had stayed as it was? The other record is {name_record(other)}."
        )
        yield Question(text, f"service {service}, also in {other.id}")


RECURRENCE = PromptKind(
    key="recurrence",
    title="It came back",
    occasion=Occasion.AFTER,
    made_from="a relation recurrence-of, from either end, and the earlier record’s measures",
    example="What was in place by 8 June 2024 against its coming back, and what let it through? "
    "The records call it a recurrence; the other one is “Orders stuck in a full queue” (3 May "
    "2023). The earlier record lists “Alert on the depth of the queue” (done on 2023-06-01).",
    practices=(SRE_WORKBOOK, PAGERDUTY_QUESTIONS),
    find=_ask_recurrence,
    weight=98,
)
SAME_CAUSE = PromptKind(
    key="same-cause",
    title="The same cause again",
    occasion=Occasion.AFTER,
    made_from="the nearest other record with the very same root cause, and the earlier one’s "
    "measures",
    example="Which measure was meant to stop this, and where does it stand? “Queue overflow” is a "
    "root cause on 3 May 2023 and again on 8 June 2024; the other record is “Orders stuck in a "
    "full queue” (3 May 2023). The earlier record lists “Alert on the depth of the queue” (open, "
    "no owner, no due date).",
    practices=(PAGERDUTY_QUESTIONS, SRE_WORKBOOK, SRE_CULTURE),
    find=_ask_same_cause,
    weight=92,
)
SAME_SERVICE = PromptKind(
    key="same-service",
    title="The same service again",
    occasion=Occasion.AFTER,
    made_from="the nearest other record of a service that was hurt",
    example="What had changed at “Checkout” between 3 May 2023 and 8 June 2024, and what had "
    "stayed as it was? The other record is “Checkout was slow” (3 May 2023).",
    practices=(PAGERDUTY_QUESTIONS,),
    find=_ask_same_service,
    weight=48,
)
KINDS = (RECURRENCE, SAME_CAUSE, SAME_SERVICE)
