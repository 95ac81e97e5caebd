"""What a group could read next: the reasons, the order, and what is left out."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from making import make
from meetings import MINUTES, meet
from postmortem_kb.catalogue import Catalogue, build_catalogue
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.history import History
from postmortem_kb.reading_groups.picking import Pick, pick, pick_for
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.reading_groups.session_length import least_discussion
from postmortem_kb.reading_groups.teaching import rank_by_teaching
from records import taxonomy_of

SERVICES = "checkout payments search accounts mail media maps ads reports billing".split()
TAXONOMY = taxonomy_of(
    "services:\n" + "".join(f"  {name}: {{label: {name.capitalize()}}}\n" for name in SERVICES)
)
CAUSES = (
    "capacity capacity/overload configuration configuration/load-balancer hardware hardware/disk "
    "software-bug dependency network deployment process/missing-review automation/missing-guard"
).split()
GROUP = "Payments on-call"
TODAY = date(2026, 6, 15)


def outage(number: int) -> Postmortem:
    """One of sixty: five of each cause, one after the other, and six of each service; of the five
    the last one has the most events, and the one in the middle a hypothesis."""
    month, year = number % 12 + 1, 2018 + number // 12
    events = "".join(f"- 10:{minute:02} It goes on.\n" for minute in range(number % 5))
    guess = "- **Hypothesis:** It is the weather.\n" if number % 5 == 2 else ""
    return make(
        f"r{number:02}",
        f"timezone: UTC\nstarted_at: {year}-{month:02}-10T10:00\n"
        f"root_causes: [{CAUSES[number // 5]}]\nservices: [{SERVICES[number % 10]}]",
        f"## Timeline\n\n{events}{guess}" if events or guess else "",
        title=f"Outage {number}",
        taxonomy=TAXONOMY,
    )


def meeting(number: int, *, group: str = GROUP) -> Session:
    """One of twenty, two weeks apart from 10 October 2025 on; the last two are to come."""
    day = date(2025, 10, 10) + timedelta(weeks=2 * number)
    minutes = MINUTES if day < TODAY else ""
    starts = f"{day.isoformat()}T15:00"
    return meet(f"s{number}", minutes, group=group, starts_at=starts, reads=(f"r{2 * number:02}",))


RECORDS = tuple(outage(number) for number in range(60))
CATALOGUE = build_catalogue(RECORDS, TAXONOMY)
SESSIONS = tuple(meeting(number) for number in range(20))


def catalogue_of(*records: Postmortem) -> Catalogue:
    return build_catalogue(records, TAXONOMY)


def suggest(catalogue: Catalogue = CATALOGUE, **options: Any) -> tuple[Pick, ...]:
    given: dict[str, Any] = {"group": GROUP, "minutes": None, "today": TODAY, "seed": None}
    sessions = options.pop("sessions", SESSIONS)
    return pick(catalogue, sessions, **{**given, **options})


def ids(picks: tuple[Pick, ...]) -> list[str]:
    return [record.id for one in picks for record in one.postmortems]


def test_the_twenty_meetings_are_partly_held() -> None:
    assert [session.day for session in SESSIONS if not session.body.has_minutes] == [
        date(2026, 6, 19),
        date(2026, 7, 3),
    ]


def test_each_suggestion_has_its_reasons() -> None:
    found = {one.postmortems[0].id: list(one.reasons) for one in suggest(minutes=30)}
    assert found == {
        "r41": [
            "not read by Payments on-call yet",
            "new to the group: root cause Network",
            "new to the group: service Payments",
            "five years ago this month: it began on 2021-06-10",
            "to talk about: 1 timed event",
            "fits 30 minutes: a discussion needs at least 18",
        ],
    }


def test_causes_that_the_group_has_not_read_come_first() -> None:
    causes = [one.postmortems[0].incident.root_causes[0] for one in suggest(limit=4)]
    assert sorted(causes) == [
        "automation/missing-guard",
        "deployment",
        "network",
        "process/missing-review",
    ]


def test_nothing_is_suggested_that_was_read_or_is_planned() -> None:
    read = {f"r{number:02}" for number in range(0, 40, 2)}
    found = ids(suggest(limit=40))
    assert len(found) == 40
    assert read.isdisjoint(found)
