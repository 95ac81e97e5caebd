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
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.packets.time_boxes import least_minutes
from postmortem_kb.reading_groups.picking.history import History
from postmortem_kb.reading_groups.picking.picking import Pick, pick, pick_for
from postmortem_kb.reading_groups.picking.teaching import rank_by_teaching
from postmortem_kb.reading_groups.session import Session
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
    fits = "fits 30 minutes: a discussion needs at least 18"
    assert [(ids((one,)), list(one.reasons)) for one in suggest(minutes=30, limit=6)] == [
        (
            ["r53"],
            [
                "not read by Payments on-call yet",
                "new to the group: root cause Missing review",
                "new to the group: service Accounts",
                "four years ago this month: it began on 2022-06-10",
                "to talk about: 3 timed events",
                fits,
            ],
        ),
        (
            ["r41"],
            [
                "not read by Payments on-call yet",
                "new to the group: root cause Network",
                "new to the group: service Payments",
                "five years ago this month: it began on 2021-06-10",
                "to talk about: 1 timed event",
                fits,
            ],
        ),
        (
            ["r47"],
            [
                "not read by Payments on-call yet",
                "new to the group: root cause Deployment",
                "new to the group: service Ads",
                "to talk about: 2 timed events, 1 hypothesis",
                fits,
            ],
        ),
        (
            ["r59"],
            [
                "not read by Payments on-call yet",
                "new to the group: root cause Missing guard",
                "new to the group: service Billing",
                "to talk about: 4 timed events",
                fits,
            ],
        ),
        (
            ["r05"],
            [
                "not read by Payments on-call yet",
                "new to the group: service Media",
                "eight years ago this month: it began on 2018-06-10",
                fits,
            ],
        ),
        (
            ["r17"],
            [
                "not read by Payments on-call yet",
                "seven years ago this month: it began on 2019-06-10",
                "to talk about: 2 timed events, 1 hypothesis",
                fits,
            ],
        ),
    ]


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


def test_what_is_planned_is_not_read_again_either() -> None:
    planned = {"r36", "r38"}
    found = ids(suggest(limit=60))
    assert len(found) == 58
    assert planned.isdisjoint(found)


def test_what_other_groups_read_does_not_count() -> None:
    others = [meeting(number, group="Storage guild") for number in range(20)]
    assert suggest(sessions=others) == suggest(sessions=())


def test_without_a_group_the_list_itself_is_new() -> None:
    first, second, *_ = suggest(group=None, today=None)
    assert (ids((first,)), first.reasons) == (
        ["r02"],
        (
            "new in this list: root cause Capacity",
            "new in this list: service Search",
            "to talk about: 2 timed events, 1 hypothesis",
        ),
    )
    assert second.postmortems[0].incident.root_causes != ("capacity",)


def test_a_narrower_cause_is_a_kind_of_one_that_was_read() -> None:
    record = make("new", "timezone: UTC\nroot_causes: [hardware/disk]", taxonomy=TAXONOMY)
    known = make("known", "timezone: UTC\nroot_causes: [hardware]", taxonomy=TAXONOMY)
    sessions = [meet("s", MINUTES, reads=("known",), group=GROUP)]
    (first, _) = suggest(catalogue_of(record, known), sessions=sessions)
    assert first.reasons == (
        "not read by Payments on-call yet",
        "new to the group: Disk, a kind of the root cause Hardware",
    )


def test_five_of_one_cause_do_not_stand_first() -> None:
    alike = [outage(number) for number in (0, 1, 2, 3, 4, 6)]
    found = ids(suggest(catalogue_of(*alike), sessions=(), today=None))
    assert found[1] == "r06"


def test_what_needs_a_longer_session_is_left_out() -> None:
    long = make("long", body="word " * 2000, taxonomy=TAXONOMY)
    short = make("short", body="word " * 20, taxonomy=TAXONOMY)
    catalogue = catalogue_of(long, short)
    assert ids(suggest(catalogue, minutes=18)) == ["short"]
    assert ids(suggest(catalogue, minutes=least_minutes(Format.DISCUSSION, (long,)))) == [
        "long",
        "short",
    ]
    assert suggest(catalogue, minutes=5) == ()


def test_an_anniversary_is_only_told_of_a_known_day_of_an_earlier_year() -> None:
    days = {"a": "2025-06-30", "b": "2026-06-01", "c": "2025-07-01", "d": "T10:00", "e": "--06-01"}
    records = [
        make(one, f"timezone: UTC\nstarted_at: {day}", taxonomy=TAXONOMY)
        for one, day in days.items()
    ]
    told = {
        one.postmortems[0].id: reason
        for one in suggest(catalogue_of(*records))
        for reason in one.reasons
        if "ago" in reason
    }
    assert told == {"a": "one year ago this month: it began on 2025-06-30"}


def test_without_a_day_there_is_no_anniversary() -> None:
    reasons = [reason for one in suggest(today=None, limit=40) for reason in one.reasons]
    assert not [reason for reason in reasons if "ago" in reason]


def test_a_recurrence_of_what_the_group_read_says_so() -> None:
    first = make("first", title="The first", taxonomy=TAXONOMY)
    again = make(
        "again",
        "timezone: UTC\nrelated: [{id: first, relation: recurrence-of}]",
        title="Once more",
        taxonomy=TAXONOMY,
    )
    catalogue = catalogue_of(first, again)

    def reasons(read: str) -> tuple[str, ...]:
        held = meet("s", MINUTES, group=GROUP, starts_at="2026-02-03T15:00", reads=(read,))
        return suggest(catalogue, sessions=[held], limit=1)[0].reasons

    assert "a recurrence of “The first”, read on 2026-02-03" in reasons("first")
    assert "it came back as “Once more”, read on 2026-02-03" in reasons("again")


def test_where_all_is_read_the_one_read_longest_ago_comes_first() -> None:
    records = [make(one, taxonomy=TAXONOMY) for one in ("a", "b", "c")]
    sessions = [
        meet("s1", MINUTES, group=GROUP, starts_at="2026-03-01T15:00", reads=("a",)),
        meet("s2", MINUTES, group=GROUP, starts_at="2026-01-01T15:00", reads=("b", "c")),
        meet("s3", MINUTES, group=GROUP, starts_at="2026-04-01T15:00", reads=("c",)),
    ]
    found = suggest(catalogue_of(*records), sessions=sessions)
    assert [(ids((one,)), one.reasons) for one in found] == [
        (["b"], ("last read on 2026-01-01, the longest ago",)),
        (["a"], ("last read on 2026-03-01",)),
        (["c"], ("last read on 2026-04-01",)),
    ]


def test_a_draft_comes_after_every_other_record_that_is_not_read() -> None:
    draft = make(
        "draft",
        "timezone: UTC\nreview_status: draft\nroot_causes: [network]\nlessons: [One]",
        taxonomy=TAXONOMY,
    )
    plain = make("plain", taxonomy=TAXONOMY)
    last = suggest(catalogue_of(draft, plain), sessions=())[-1]
    assert ids((last,)) == ["draft"]
    assert last.reasons[-1] == "still a draft: what it says may change"


def test_near_misses_and_exercises_may_be_read_too() -> None:
    records = [
        make(kind, f"timezone: UTC\nkind: {kind}", taxonomy=TAXONOMY)
        for kind in ("exercise", "near-miss")
    ]
    assert ids(suggest(catalogue_of(*records), sessions=())) == ["exercise", "near-miss"]


def test_ties_stand_by_id() -> None:
    records = [make(one, taxonomy=TAXONOMY) for one in ("b", "c", "a")]
    assert ids(suggest(catalogue_of(*records), sessions=())) == ["a", "b", "c"]


def test_the_same_seed_draws_the_same() -> None:
    assert suggest(seed=7) == suggest(seed=7)


def test_different_seeds_draw_differently() -> None:
    assert len({ids(suggest(seed=seed, limit=1))[0] for seed in range(30)}) > 5


def test_a_draw_is_among_the_good_ones() -> None:
    best = {f"r{number}" for number in range(40, 60)}
    assert {ids(suggest(seed=seed, limit=1))[0] for seed in range(100)} <= best


def test_a_better_one_is_drawn_more_often() -> None:
    drawn = [ids(suggest(seed=seed, limit=1))[0] for seed in range(400)]
    assert drawn.count("r53") > drawn.count("r40")


def test_a_seed_changes_nothing_of_what_is_left_out() -> None:
    read = {f"r{number:02}" for number in range(0, 40, 2)}
    assert read.isdisjoint(ids(suggest(seed=7, limit=40)))


def test_an_empty_catalogue_has_no_suggestion() -> None:
    assert suggest(catalogue_of()) == ()


def count_calls(call: Callable[[], object]) -> int:
    """How many functions are called, Python's own ones too."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("history", [History(), History("A", {"x0001": TODAY}, frozenset())])
def test_the_cost_grows_with_the_records_and_no_faster(history: History) -> None:
    def cost(number: int) -> int:
        records = [
            make(f"x{one:04}", f"timezone: UTC\nroot_causes: [{CAUSES[one % 12]}]")
            for one in range(number)
        ]
        catalogue = catalogue_of(*records)
        least_minutes(Format.DISCUSSION, (records[0],))
        return count_calls(lambda: pick_for(history, rank_by_teaching(catalogue), catalogue))

    assert cost(800) < 2.2 * cost(400)
