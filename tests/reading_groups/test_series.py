"""Series of records that are worth reading side by side, found from what they say."""

import sys

import pytest

from building import REPOSITORY
from making import catalogue_of, make
from postmortem_kb.catalogue import Catalogue, build_catalogue
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.picking.series import Series, find_series
from postmortem_kb.reading_groups.picking.series_words import SeriesKind
from records import load_root


def titles(*records: Postmortem) -> list[str]:
    return [series.title for series in find_series(catalogue_of(*records))]


def of_kind(kind: SeriesKind, *records: Postmortem) -> list[Series]:
    return [series for series in find_series(catalogue_of(*records)) if series.kind is kind]


def ids(series: Series) -> list[str]:
    return [record.id for record in series.postmortems]


def suspect(record_id: str, cause: str, suspicion: str, *lines: str) -> Postmortem:
    """A record of a cause, with a hypothesis about something."""
    fields = ["timezone: UTC", f"started_at: {record_id}T10:00", f"root_causes: [{cause}]", *lines]
    return make(record_id, "\n".join(fields), f"## Timeline\n\n- **Hypothesis:** {suspicion}\n")


DAYS = ("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")


def test_the_five_real_incidents_have_the_series_that_the_issue_asks_for() -> None:
    knowledge_base = load_root(REPOSITORY)
    catalogue = build_catalogue(knowledge_base.postmortems, knowledge_base.taxonomy)
    first = find_series(catalogue)[0]
    assert first.title == (
        "Three configuration incidents with a false trail to data store problems"
    )
    assert ids(first) == [
        "2023-06-07-online-payments-gateway-parameter",
        "2023-06-08-nuru-payment-system-outage",
        "2024-08-18-payment-gateway-load-balancer",
    ]


def test_incidents_that_looked_like_something_else_belong_together() -> None:
    records = [
        suspect(DAYS[0], "capacity/overload", "The network drops packets."),
        suspect(DAYS[1], "capacity", "A network failure between the data centres."),
        suspect(DAYS[2], "capacity", "Packet loss in the network."),
    ]
    (series,) = of_kind(SeriesKind.FALSE_TRAIL, *records)
    assert series.title == "Three capacity incidents with a false trail to network problems"
    assert series.why == (
        "The root cause was “Capacity”; by each timeline “Network” was a hypothesis, or was looked "
        "into and ruled out."
    )


def test_what_was_ruled_out_was_suspected() -> None:
    fields = "timezone: UTC\nroot_causes: [capacity]"
    body = "## Timeline\n\n- **Ruled out:** A network failure.\n"
    records = [make(one, fields, body) for one in "abc"]
    assert len(of_kind(SeriesKind.FALSE_TRAIL, *records)) == 1


def test_a_hypothesis_that_was_right_is_no_wrong_turn() -> None:
    records = [suspect(day, "network/dns", "A network failure.") for day in DAYS]
    assert of_kind(SeriesKind.FALSE_TRAIL, *records) == []


def test_what_is_known_of_no_cause_looked_like_nothing_else() -> None:
    records = [suspect(day, "unknown", "A network failure.") for day in DAYS]
    assert of_kind(SeriesKind.FALSE_TRAIL, *records) == []


def test_nothing_is_taken_for_a_cause_that_is_found_in_hindsight() -> None:
    suspicion = "A missing review let it through, and a missing alert hid it."
    records = [suspect(day, "capacity", suspicion) for day in DAYS]
    assert of_kind(SeriesKind.FALSE_TRAIL, *records) == []


def test_two_are_no_series() -> None:
    records = [suspect(day, "capacity", "A network failure.") for day in DAYS[:2]]
    assert titles(*records) == []


def test_one_narrow_cause_in_different_services_is_a_series() -> None:
    records = [
        make(one, f"timezone: UTC\nroot_causes: [hardware/disk]\nservices: [{one}]")
        for one in ("shop", "payments", "search")
    ]
    (series,) = find_series(catalogue_of(*records))
    assert series.title == "Three disk incidents in different services"
    assert series.why == (
        "One root cause, “Disk”, each time in another service: Payments, Search and Shop."
    )


def test_one_narrow_cause_in_one_service_is_a_series_of_that_service() -> None:
    fields = "timezone: UTC\nroot_causes: [hardware/disk]\nservices: [shop]"
    (series,) = find_series(catalogue_of(*(make(one, fields) for one in "abc")))
    assert (series.kind, series.title) == (
        SeriesKind.SAME_SERVICE,
        "Three incidents of one service: Shop",
    )
    assert series.why == "“Shop” was hurt, or was where it broke, each time."


def test_a_series_of_a_service_prefers_different_causes() -> None:
    causes = ("capacity", "capacity", "capacity", "capacity", "capacity", "network", "hardware")
    records = [
        make(f"r{number}", f"timezone: UTC\nservices: [shop]\nroot_causes: [{cause}]")
        for number, cause in enumerate(causes)
    ]
    (series,) = of_kind(SeriesKind.SAME_SERVICE, *records)
    assert ids(series) == ["r0", "r1", "r2", "r3", "r5", "r6"]
    assert series.total == 7


def test_what_customers_noticed_first_is_a_series() -> None:
    fields = "timezone: UTC\ndetection: customer"
    assert titles(*(make(one, fields) for one in "abc")) == [
        "Three incidents that customers noticed first"
    ]


def test_what_was_mitigated_long_before_it_was_resolved_is_a_series() -> None:
    def last(record_id: str, mitigated: str) -> Postmortem:
        return make(
            record_id,
            "timezone: UTC\nstarted_at: 2024-06-08T10:00\nresolved_at: 2024-06-08T14:00\n"
            f"mitigated_at: 2024-06-08T{mitigated}",
        )

    early = [last(one, "10:30") for one in "abc"]
    (series,) = find_series(catalogue_of(*early, last("late", "13:30")))
    assert series.title == "Three incidents that were mitigated long before they were resolved"
    assert ids(series) == ["a", "b", "c"]


def test_two_of_which_one_is_a_recurrence_are_a_series() -> None:
    first = make("first", title="The cache was cold")
    again = make("second", "timezone: UTC\nrelated: [{id: first, relation: recurrence-of}]")
    (series,) = find_series(catalogue_of(again, first))
    assert series.title == "It came back: The cache was cold"
    assert series.why == (
        "The later record says that it is a recurrence of the earlier one. Which measure was "
        "meant to prevent it?"
    )
    assert ids(series) == ["first", "second"]


def test_recurrences_of_recurrences_are_one_series() -> None:
    records = [make("r0")]
    records += [
        make(
            f"r{number}",
            f"timezone: UTC\nrelated: [{{id: r{number - 1}, relation: recurrence-of}}]",
        )
        for number in range(1, 4)
    ]
    (series,) = find_series(catalogue_of(*records))
    assert ids(series) == ["r0", "r1", "r2", "r3"]


def test_records_that_name_each_other_in_a_circle_are_one_series() -> None:
    records = [
        make(one, f"timezone: UTC\nrelated: [{{id: {other}, relation: recurrence-of}}]")
        for one, other in (("a", "b"), ("b", "a"))
    ]
    assert [ids(series) for series in find_series(catalogue_of(*records))] == [["a", "b"]]


@pytest.mark.parametrize("line", ["kind: exercise", "kind: near-miss", "review_status: draft"])
def test_only_incidents_whose_story_stands_are_in_a_series(line: str) -> None:
    fields = f"timezone: UTC\ndetection: customer\n{line}"
    assert titles(*(make(one, fields) for one in "abc")) == []


def test_the_same_records_are_no_two_series() -> None:
    fields = "timezone: UTC\ndetection: customer\nservices: [shop]"
    assert titles(*(make(one, fields) for one in "abc")) == [
        "Three incidents that customers noticed first"
    ]


def test_a_series_has_the_most_instructive_records_the_oldest_first() -> None:
    records = [
        make(
            f"r{number}",
            f"timezone: UTC\ndetection: customer\nstarted_at: {2030 - number}-01-01\n"
            f"lessons: [{', '.join('abc'[: number % 4])}]",
        )
        for number in range(9)
    ]
    (series,) = find_series(catalogue_of(*records))
    assert (ids(series), series.total) == (["r7", "r6", "r5", "r3", "r2", "r1"], 9)


def grow(number: int) -> Catalogue:
    causes = ("capacity", "hardware/disk", "network/dns", "dependency", "automation/missing-guard")
    return catalogue_of(
        *(
            make(
                f"x{one:05}",
                f"timezone: UTC\nroot_causes: [{causes[one % 5]}]\ndetection: customer\n"
                f"services: [{('shop', 'payments', 'search')[one % 3]}]"
                + (f"\nrelated: [{{id: x{one - 1:05}, relation: recurrence-of}}]" if one else ""),
                "## Timeline\n\n- **Hypothesis:** A disk failure, or the database is down.\n",
            )
            for one in range(number)
        )
    )


def test_however_many_records_there_are_series_are_few_and_short() -> None:
    found = find_series(grow(400))
    assert len(found) <= 12
    assert all(2 <= len(series.postmortems) <= 6 for series in found)


def test_the_cost_grows_with_the_records_and_no_faster() -> None:
    def cost(number: int) -> int:
        catalogue = grow(number)
        find_series(catalogue)
        calls = 0

        def note(*_: object) -> None:
            nonlocal calls
            calls += 1

        sys.setprofile(note)
        try:
            find_series(catalogue)
        finally:
            sys.setprofile(None)
        return calls

    assert cost(800) < 2.2 * cost(400)
