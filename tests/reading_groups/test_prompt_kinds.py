"""The declarations of all kinds of prompts: complete, and each of use."""

from collections.abc import Iterator

import pytest

from making import TAXONOMY, catalogue_of, make
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.prompts import KINDS, Occasion, Prompt, ask_at_cut
from postmortem_kb.reading_groups.prompts.declaration import AnyKind
from postmortem_kb.reading_groups.prompts.practices import PRACTICES
from postmortem_kb.reading_groups.prompts.registry import AFTER, COMPARING
from postmortem_kb.reading_groups.prompts.side_by_side import Stories
from postmortem_kb.reading_groups.prompts.story import Others, Story
from postmortem_kb.reading_groups.telling.cuts import Cut

FULL = """
timezone: UTC
started_at: {day}T08:40
detected_at: {day}T{detected}
mitigated_at: {day}T10:30
resolved_at: {day}T{resolved}
services: [shop]
root_causes: [hardware/disk]
trigger: maintenance
detection: {detection}
mitigation: failover
contributing_factors: [All workers share one pool]
lessons: [Disks wear out]
surprises: [The standby was slower]
discrepancies: [{{about: detected_at, note: Two times are given.}},
    {{about: timezone, note: The zone is not stated.}}]
related: [{related}]
"""
BODY = """
## Timeline

- 09:02 **Detected:** Checkout answers with errors.
- 09:10 **Hypothesis:** The database is suspected.
- 09:15 **Note:** A server is restarted.
- 09:20 **Ruled out:** The database is healthy.
- 09:{call} **Escalated:** The storage team joins.
- 10:30 **Mitigated:** Orders go through.
- 10:40 **Resolved:** All is well.

## What went well

- The backup was fresh.

## What went wrong

- The alert came late.

## Where we got lucky

- It was a holiday.

## Action items

| Action | Type | Status |
|---|---|---|
| Watch the disks | detect | open |
| Replace old disks | prevent | open |
| Buy new disks | prevent | declined |
"""


def records() -> tuple[Postmortem, ...]:
    """Two that tell everything, and differ; one that tells next to nothing."""
    return (
        make(
            "2024-06-08-shop",
            FULL.format(
                day="2024-06-08",
                detected="09:02",
                resolved="10:40",
                detection="customer",
                related="",
            ),
            BODY.format(call="30"),
        ),
        make(
            "2024-07-08-shop",
            FULL.format(
                day="2024-07-08",
                detected="08:30",
                resolved="11:40",
                detection="monitoring",
                related="{id: 2024-06-08-shop, relation: recurrence-of}",
            ),
            BODY.format(call="45"),
        ),
        make("2024-08-08-shop", "timezone: UTC\nstarted_at: 2024-08-08T09:00\nservices: [shop]"),
        make(
            "2024-09-08-mail",
            "timezone: UTC\nstarted_at: 2024-09-08T09:00\nroot_causes: [hardware/disk]",
        ),
    )


def all_prompts() -> Iterator[Prompt]:
    told = records()
    others = Others(catalogue_of(*told))
    stories = tuple(Story(record, others) for record in told)
    for story in stories:
        for kind in AFTER:
            yield from kind.ask(story)
        for index, event in enumerate(story.events):
            yield ask_at_cut(story.postmortem, Cut(index, event.kind, None), TAXONOMY)
    yield ask_at_cut(told[0], Cut(2, None, "What now?"), TAXONOMY)
    for comparing in COMPARING:
        yield from comparing.ask(Stories(stories))


def test_every_declared_kind_can_be_made_from_some_record() -> None:
    assert {prompt.kind for prompt in all_prompts()} == {kind.key for kind in KINDS}


def test_keys_and_titles_are_given_once() -> None:
    assert len({kind.key for kind in KINDS}) == len({kind.title for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.key for kind in KINDS])
def test_a_declaration_is_complete(kind: AnyKind) -> None:
    assert kind.title[0].isupper()
    assert not kind.title.endswith(".")
    assert kind.made_from
    assert not kind.made_from.endswith(".")
    assert "?" in kind.example
    assert kind.practices
    assert (kind.weight > 0) is (kind.occasion is not Occasion.AT_CUT)


def test_every_practice_is_followed_by_some_kind_and_listed_once() -> None:
    followed = {practice for kind in KINDS for practice in kind.practices}
    assert followed == set(PRACTICES)
    assert len({practice.name for practice in PRACTICES}) == len(PRACTICES)
    assert all(practice.url.startswith("https://") for practice in PRACTICES)
