"""Prompts from the times of an incident: how it was noticed, and how it was known to be over."""

from collections.abc import Iterator
from datetime import timedelta

from postmortem_kb.durations import format_delta
from postmortem_kb.metrics import UNKNOWN, time_to_detect
from postmortem_kb.moments import elapsed
from postmortem_kb.reading_groups.prompts.declaration import Occasion, PromptKind, Question
from postmortem_kb.reading_groups.prompts.practices import (
    ETSY,
    HOWIE,
    PAGERDUTY_QUESTIONS,
    SRE_EXAMPLE,
    SRE_ON_CALL,
)
from postmortem_kb.reading_groups.prompts.story import AD_HOC, Story
from postmortem_kb.taxonomy import TermSet

_MINUTE = timedelta(minutes=1)
_FROM_OUTSIDE = {
    "customer": "customers",
    "third-party": "somebody outside the organisation",
    "staff": "a colleague in the course of other work",
    "security-report": "a security report",
}


def _ask_detection_gap(story: Story) -> Iterator[Question]:
    gap = time_to_detect(story.incident)
    started, detected = story.incident.started, story.incident.detected
    if gap is None or gap.delta < _MINUTE or started is None or detected is None:
        return
    text = (
        f"What already showed the trouble in the {gap} between its start ({story.time(started)}) "
        f"and the first notice ({story.time(detected)}), and how could that reach somebody on call?"
    )
    yield Question(text, "fields started_at and detected_at")


def _ask_early_detection(story: Story) -> Iterator[Question]:
    gap = time_to_detect(story.incident)
    started, detected = story.incident.started, story.incident.detected
    if gap is None or gap.delta > -_MINUTE or started is None or detected is None:
        return
    early = f"{'about ' if gap.approximate else ''}{format_delta(gap.delta)}"
    text = (
        f"What did the first notice see{story.at(detected)}, {early} before the stated start "
        f"({story.time(started)}), and when were users first affected?"
    )
    yield Question(text, "fields started_at and detected_at")


def _ask_detection_from_outside(story: Story) -> Iterator[Question]:
    source = _FROM_OUTSIDE.get(story.incident.detection or "")
    if source is None:
        return
    text = (
        f"What could {source} see that monitoring did not show, and what would have to be watched "
        "to see the same?"
    )
    yield Question(text, f"field detection: {story.incident.detection}")


def _ask_mitigation_gap(story: Story) -> Iterator[Question]:
    mitigated, resolved = story.incident.mitigated, story.incident.resolved
    gap = elapsed(mitigated, resolved)
    if gap is None or gap.delta < _MINUTE or mitigated is None or resolved is None:
        return
    text = (
        f"What was still uncertain in the {gap} between mitigation ({story.time(mitigated)}) and "
        f"resolution ({story.time(resolved)}), and how was it known that it was over?"
    )
    yield Question(text, "fields mitigated_at and resolved_at")


def _ask_trigger(story: Story) -> Iterator[Question]:
    trigger, causes = story.incident.trigger, story.incident.root_causes
    if trigger in (None, UNKNOWN) or not causes or causes[0] == UNKNOWN:
        return
    assert trigger is not None
    label = story.label(TermSet.TRIGGERS, trigger)
    text = (
        f"What other triggers than “{label}” could meet the same condition, and what would be seen "
        "of them first?"
    )
    yield Question(text, f"field trigger: {trigger}")


def _ask_mitigation(story: Story) -> Iterator[Question]:
    mitigation = story.incident.mitigation
    if mitigation in (None, UNKNOWN, AD_HOC):
        return
    assert mitigation is not None
    label = story.label(TermSet.MITIGATIONS, mitigation)
    text = (
        f"What had to be in place for the way it ended (“{label}”) to work, and when was that last "
        "tried without an incident?"
        if mitigation != "self-recovered"
        else "What ended it, as no action is known to have done so, and what would show that it "
        "stays away?"
    )
    yield Question(text, f"field mitigation: {mitigation}")


DETECTION_GAP = PromptKind(
    key="detection-gap",
    title="The time before the first notice",
    occasion=Occasion.AFTER,
    made_from="the time between start and detection",
    example="What already showed the trouble in the 22 min between its start (08:40) and the first "
    "notice (09:02), and how could that reach somebody on call?",
    practices=(PAGERDUTY_QUESTIONS, SRE_EXAMPLE),
    find=_ask_detection_gap,
    weight=82,
)
EARLY_DETECTION = PromptKind(
    key="early-detection",
    title="A notice before the start",
    occasion=Occasion.AFTER,
    made_from="a detection that is earlier than the stated start",
    example="What did the first notice see at 09:02, 3 min before the stated start (09:05), and "
    "when were users first affected?",
    practices=(ETSY,),
    find=_ask_early_detection,
    weight=82,
)
DETECTION_FROM_OUTSIDE = PromptKind(
    key="detection-from-outside",
    title="Noticed by others than monitoring",
    occasion=Occasion.AFTER,
    made_from="a detection by customers, colleagues or third parties",
    example="What could customers see that monitoring did not show, and what would have to be "
    "watched to see the same?",
    practices=(PAGERDUTY_QUESTIONS,),
    find=_ask_detection_from_outside,
    weight=84,
)
MITIGATION_GAP = PromptKind(
    key="mitigation-gap",
    title="Between mitigation and resolution",
    occasion=Occasion.AFTER,
    made_from="the time between mitigation and resolution",
    example="What was still uncertain in the 40 min between mitigation (10:20) and resolution "
    "(11:00), and how was it known that it was over?",
    practices=(ETSY, HOWIE),
    find=_ask_mitigation_gap,
    weight=56,
)
TRIGGER = PromptKind(
    key="trigger",
    title="Other triggers",
    occasion=Occasion.AFTER,
    made_from="the trigger, where a root cause is known too",
    example="What other triggers than “Configuration push” could meet the same condition, and what "
    "would be seen of them first?",
    practices=(SRE_ON_CALL,),
    find=_ask_trigger,
    weight=54,
)
MITIGATION = PromptKind(
    key="mitigation",
    title="What ended it",
    occasion=Occasion.AFTER,
    made_from="the mitigation",
    example="What had to be in place for the way it ended (“Rollback”) to work, and when was that "
    "last tried without an incident?",
    practices=(HOWIE,),
    find=_ask_mitigation,
    weight=50,
)
KINDS = (
    DETECTION_GAP,
    EARLY_DETECTION,
    DETECTION_FROM_OUTSIDE,
    MITIGATION_GAP,
    TRIGGER,
    MITIGATION,
)
