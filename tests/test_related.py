"""The closest other records, and why."""

from making import at, catalogue_of, make
from postmortem_kb.model import Postmortem
from postmortem_kb.pages.postmortem import describe_reason
from postmortem_kb.related import RelatedFinder


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
        ("cause", "same root cause: Capacity"),
        ("service", "same service: Shop"),
    ]


def test_a_rare_term_weighs_more_than_a_common_one() -> None:
    common = [make(f"common-{n}", at(f"2024-02-0{n}", "services: [shop]")) for n in range(1, 7)]
    found = related(
        make("one", at("2024-01-05", "services: [shop, search]")),
        make("rare", at("2020-01-01", "services: [search]")),
        *common,
    )
    assert found[0] == ("rare", "same service: Search")
    assert len(found) == 5


def test_a_shared_child_is_the_reason_and_not_its_parent_too() -> None:
    assert related(
        make("one", at("2024-01-01", "root_causes: [hardware/disk]")),
        make("child", at("2024-01-02", "root_causes: [hardware/disk]")),
        make("sibling", at("2024-01-03", "root_causes: [hardware/memory]")),
    ) == [
        ("child", "same root cause: Disk"),
        ("sibling", "same root cause: Hardware"),
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
        ("near", "same service: Shop"),
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
    assert all(reason == "same service: Shop" for _, reason in found)
