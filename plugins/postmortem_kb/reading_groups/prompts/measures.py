"""Prompts from a record's measures: open, declined, without an owner."""

from collections.abc import Iterator

from postmortem_kb.fields import ActionStatus, ActionType
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import ActionItem
from postmortem_kb.reading_groups.prompts.declaration import Occasion, PromptKind, Question
from postmortem_kb.reading_groups.prompts.practices import SRE_CULTURE, SRE_WORKBOOK
from postmortem_kb.reading_groups.prompts.quoting import quote, quote_markdown
from postmortem_kb.reading_groups.prompts.story import Story

_FIRST = (ActionType.PREVENT, ActionType.DETECT, ActionType.MITIGATE, ActionType.PROCESS)


def describe_status(item: ActionItem) -> str:
    """Where a measure stands, by the record: `open, no owner, due 2024-07-01`."""
    status = item.status.value.replace("-", " ") if item.status else "no status stated"
    if not item.is_open:
        return f"{status} on {item.done}" if item.done else status
    owner = f"owner: {plain_text(item.owner)}" if item.owner else "no owner"
    due = f"due {plain_text(item.due)}" if item.due else "no due date"
    return f"{status}, {owner}, {due}"


def _number(story: Story) -> Iterator[tuple[int, ActionItem, str]]:
    """The items that can be quoted, those that prevent first, each with its number."""
    items = list(enumerate(story.postmortem.action_items, start=1))
    for number, item in sorted(items, key=lambda pair: _rank(pair[1])):
        if said := quote_markdown(item.title):
            yield number, item, said


def _rank(item: ActionItem) -> int:
    return _FIRST.index(item.type) if item.type else len(_FIRST)


def _ask_open(story: Story) -> Iterator[Question]:
    for number, item, said in _number(story):
        if item.is_open:
            text = f"What does this measure need to be done: {said}? In the record: "
            yield Question(f"{text}{describe_status(item)}.", f"action item {number}")


def _ask_declined(story: Story) -> Iterator[Question]:
    for number, item, said in _number(story):
        if item.status is not ActionStatus.DECLINED:
            continue
        reason = quote(plain_text(item.reason)) if item.reason else None
        why = f"The reason given: {reason}." if reason else "The record gives no reason."
        text = f"What covers the risk today that this measure was for: {said}? It was declined. "
        yield Question(f"{text}{why}", f"action item {number}")


def _ask_unowned(story: Story) -> Iterator[Question]:
    still = [item for item in story.postmortem.action_items if item.is_open]
    unowned = [item for item in still if not item.owner]
    if len(unowned) < 2:
        return
    text = (
        "How does a measure find an owner here, and which one would matter most if it happened "
        f"again? {_say_how_many(len(unowned), len(still))} stand without one in the record."
    )
    yield Question(text, "owners of the action items")


def _say_how_many(number: int, of: int) -> str:
    """How many of the open measures, two or more."""
    if number < of:
        return f"{number} of {of} open measures"
    return "Both open measures" if of == 2 else f"All {of} open measures"


OPEN_MEASURE = PromptKind(
    key="open-measure",
    title="A measure that is still open",
    occasion=Occasion.AFTER,
    made_from="each open action item with its owner and due day, as the record states them",
    example="What does this measure need to be done: “Alert on the depth of the queue”? In the "
    "record: open, owner: Queue team, no due date.",
    practices=(SRE_WORKBOOK,),
    find=_ask_open,
    weight=66,
    most=2,
)
DECLINED_MEASURE = PromptKind(
    key="declined-measure",
    title="A measure that was declined",
    occasion=Occasion.AFTER,
    made_from="each declined action item with its reason",
    example="What covers the risk today that this measure was for: “Give each worker its own "
    "pool”? It was declined. The reason given: “The next version does without pools”.",
    practices=(SRE_WORKBOOK, SRE_CULTURE),
    find=_ask_declined,
    weight=76,
)
UNOWNED_MEASURES = PromptKind(
    key="unowned-measures",
    title="Measures without an owner",
    occasion=Occasion.AFTER,
    made_from="the open action items without an owner, where there are two or more",
    example="How does a measure find an owner here, and which one would matter most if it happened "
    "again? 3 of 5 open measures stand without one in the record.",
    practices=(SRE_WORKBOOK,),
    find=_ask_unowned,
    weight=52,
)
KINDS = (OPEN_MEASURE, DECLINED_MEASURE, UNOWNED_MEASURES)
