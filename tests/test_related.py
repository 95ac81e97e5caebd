"""The closest other records, and why."""

from random import Random

from making import at, catalogue_of, make
from postmortem_kb.delays import Delay, find_delays
from postmortem_kb.model import Postmortem
from postmortem_kb.pages.postmortem import describe_reason
from postmortem_kb.related import RelatedFinder
from postmortem_kb.similarity import NEAREST, WORDS_KEPT


def related(*postmortems: Postmortem, to: str = "one") -> list[tuple[str, str]]:
    """Ids and reasons of what is shown beside a record."""
    catalogue = catalogue_of(*postmortems)
    found = RelatedFinder(catalogue).find(catalogue.by_id[to])
    return [(entry.postmortem.id, describe_reason(entry, catalogue.taxonomy)) for entry in found]


def test_a_shared_root_cause_weighs_more_than_a_shared_service() -> None:
    assert related(
        make("one", at("2024-01-05", "root_causes: [capacity]", "services: [shop]")),
        make("service", at("2024-01-04", "services: [shop]")),
        make("cause", at("2024-01-01", "root_causes: [capacity]")),
        make("nothing", at("2024-01-02", "services: [search]")),
    ) == [
        ("cause", "shares root cause Capacity"),
        ("service", "shares service Shop"),
    ]


def test_a_rare_term_weighs_more_than_a_common_one() -> None:
    common = [make(f"common-{n}", at(f"2024-02-0{n}", "services: [shop]")) for n in range(1, 7)]
    found = related(
        make("one", at("2024-01-05", "services: [shop, search]")),
        make("rare", at("2020-01-01", "services: [search]")),
        *common,
    )
    assert found[0] == ("rare", "shares service Search")
    assert len(found) == 5


def test_a_shared_child_is_the_reason_and_not_its_parent_too() -> None:
    assert related(
        make("one", at("2024-01-01", "root_causes: [hardware/disk]")),
        make("child", at("2024-01-02", "root_causes: [hardware/disk]")),
        make("sibling", at("2024-01-03", "root_causes: [hardware/memory]")),
    ) == [
        ("child", "shares root cause Disk"),
        ("sibling", "shares root cause Hardware"),
    ]


def test_unknown_terms_and_detection_alone_connect_nothing() -> None:
    assert (
        related(
            make("one", at("2024-01-01", "root_causes: [unknown]", "detection: monitoring")),
            make("two", at("2024-01-02", "root_causes: [unknown]", "detection: monitoring")),
            make("three"),
        )
        == []
    )


def test_of_equally_close_records_the_nearest_in_time_comes_first() -> None:
    records = [
        make(name, at(day, "services: [shop]"))
        for name, day in {
            "far": "2020-01-01",
            "one": "2024-01-01",
            "near": "2023-12-01",
        }.items()
    ]
    assert [name for name, _ in related(*records)] == ["near", "far"]


def test_what_a_record_says_comes_first_and_shows_on_both_pages() -> None:
    records = [
        make(
            "one",
            at("2024-01-03", "services: [shop]", "related: [{id: old, relation: recurrence-of}]"),
        ),
        make("first", at("2022-01-01", "aliases: [old]")),
        make("near", at("2024-01-02", "services: [shop]")),
    ]
    assert related(*records) == [
        ("first", "this is a recurrence of it"),
        ("near", "shares service Shop"),
    ]
    assert related(*records, to="first") == [("one", "it came back there")]


def test_a_related_record_that_is_not_published_is_left_out() -> None:
    assert related(make("one", at("2024-01-01", "related: [{id: gone}]"))) == []


def test_of_a_very_common_term_only_the_nearest_in_time_are_compared() -> None:
    records = [
        make(f"r{n:03}", at(f"2024-01-{n % 28 + 1:02}", "services: [shop]")) for n in range(90)
    ]
    found = related(*records, to="r000")
    assert len(found) == 5
    assert all(reason == "shares service Shop" for _, reason in found)


RAID = "The RAID controller dropped two disks. Rebuilding the RAID took the spare controller."


def test_rare_words_that_two_stories_share_are_a_reason_and_common_ones_none() -> None:
    filler = [
        make(f"r{n}", body=f"Everything stopped. Word{'abcdef'[n]} happened.") for n in range(6)
    ]
    assert related(
        make("one", body=f"Everything stopped. {RAID}"),
        make("two", body=f"Everything stopped. {RAID}"),
        *filler,
    ) == [("two", "words in common: controller, raid")]


def test_the_words_of_shared_terms_are_not_said_twice() -> None:
    text = "The search queue. The search queue. Its backlog grew and the backlog stayed."
    filler = [make(f"r{n}", at("2020-01-01")) for n in range(6)]
    found = related(
        make("one", at("2024-01-01", "services: [search]"), text),
        make("two", at("2024-01-02", "services: [search]"), text),
        *filler,
    )
    assert found == [("two", "shares service Search; words in common: backlog, queue")]


def late(day: str) -> str:
    return at(day, "services: [shop]", f"detected_at: {day}T11:30", hours=2)


def test_what_slowed_both_down_is_said_beside_another_reason() -> None:
    filler = [make(f"r{n}", at(f"2020-01-0{n + 1}", hours=1)) for n in range(4)]
    assert related(
        make("one", late("2024-01-01")),
        make("two", late("2024-01-02")),
        make("alone", at("2024-01-03", "detected_at: 2024-01-03T11:30", hours=2)),
        *filler,
    ) == [("two", "shares service Shop; also delayed by late detection")]


def test_a_delay_that_most_records_have_tells_nothing() -> None:
    records = [make(name, late(f"2024-01-0{n}")) for n, name in enumerate(("one", "b", "c"), 1)]
    assert {reason for _, reason in related(*records)} == {"shares service Shop"}


def test_a_wrong_track_and_a_late_escalation_are_delays() -> None:
    body = """
    ## Timeline

    - 10:00 **Started:** It begins.
    - 10:20 **Ruled out:** The network.
    - 11:30 **Escalated:** Others are called.
    """
    record = make("one", at("2024-01-01", hours=2), body)
    assert list(find_delays(record)) == [Delay.LATE_ESCALATION, Delay.WRONG_TRACK]


def test_the_work_for_a_record_does_not_grow_with_their_number() -> None:
    def steps_each(number: int) -> float:
        source = Random(number)
        words = ["".join(source.choices("bcdfgklmnprstvz", k=6)) for _ in range(200)]
        records = [
            make(
                f"r{n:04}",
                at(f"20{n % 20 + 10}-01-01", f"services: [{source.choice(('shop', 'search'))}]"),
                " ".join(source.choices(words, k=60)),
            )
            for n in range(number)
        ]
        catalogue = catalogue_of(*records)
        finder = RelatedFinder(catalogue)
        for record in catalogue.postmortems:
            finder.find(record)
        return finder.steps / number

    limit = WORDS_KEPT * NEAREST + 40  # the rest is for the one service that each has
    assert [number for number in (100, 400, 1200) if steps_each(number) > limit] == []


def test_the_same_records_in_another_order_have_the_same_relations() -> None:
    records = [
        make(f"r{n}", at("2024-01-01", "services: [shop]"), f"{RAID} Number {n}.") for n in range(8)
    ]
    assert related(*records, to="r3") == related(*reversed(records), to="r3")
