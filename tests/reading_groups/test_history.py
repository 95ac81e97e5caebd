"""What a group has read and is going to read, by its sessions."""

from datetime import date

import pytest

from meetings import MINUTES, meet
from postmortem_kb.reading_groups.picking.history import (
    History,
    find_history,
    find_similar_group,
    find_similar_names,
    read_histories,
)

TODAY = date(2026, 11, 26)


def test_a_session_with_minutes_was_held_whatever_its_day() -> None:
    session = meet("a", MINUTES, starts_at="2026-12-01T15:00", reads=("one", "two"))
    history = find_history([session], "Payments", today=None)
    assert history.read == {"one": date(2026, 12, 1), "two": date(2026, 12, 1)}
    assert history.planned == frozenset()


def test_a_session_before_today_was_held_without_minutes_too() -> None:
    history = find_history([meet("a", starts_at="2026-11-25T15:00")], "Payments", today=TODAY)
    assert history.read == {"one": date(2026, 11, 25)}


def test_a_session_of_today_is_planned_until_its_minutes_are_written() -> None:
    history = find_history([meet("a", starts_at="2026-11-26T09:00")], "Payments", today=TODAY)
    assert (dict(history.read), history.planned) == ({}, frozenset({"one"}))


def test_without_a_day_only_minutes_tell() -> None:
    history = find_history([meet("a", starts_at="2001-01-01T15:00")], "Payments", today=None)
    assert (dict(history.read), history.planned) == ({}, frozenset({"one"}))


def test_the_last_reading_of_a_record_is_kept() -> None:
    sessions = [
        meet("late", MINUTES, starts_at="2026-10-01T15:00"),
        meet("early", MINUTES, starts_at="2026-02-01T15:00"),
    ]
    assert find_history(sessions, "Payments", today=TODAY).read == {"one": date(2026, 10, 1)}


def test_other_groups_have_histories_of_their_own() -> None:
    sessions = [
        meet("a", MINUTES, group="Payments", reads=("one",)),
        meet("b", MINUTES, group="Storage", reads=("two",)),
    ]
    assert [*find_history(sessions, "Payments", today=TODAY).read] == ["one"]
    histories = read_histories(sessions, today=TODAY)
    assert {key: [*history.read] for key, history in histories.items()} == {
        "payments": ["one"],
        "storage": ["two"],
    }


def test_a_group_is_found_however_its_name_is_written() -> None:
    sessions = [
        meet("b", MINUTES, group="Payments on-call", starts_at="2026-03-01T15:00", reads=("two",)),
        meet("a", MINUTES, group="payments on call", starts_at="2026-02-01T15:00"),
    ]
    history = find_history(sessions, "PAYMENTS ON_CALL", today=TODAY)
    assert history.name == "Payments on-call"
    assert [*history.read] == ["one", "two"]


def test_a_new_group_has_read_nothing() -> None:
    assert find_history([meet("a", MINUTES)], "Storage", today=TODAY) == History(name="Storage")


def test_no_group_has_read_nothing_either() -> None:
    assert find_history([meet("a", MINUTES)], None, today=TODAY) == History()


def test_a_misspelt_group_has_a_similar_one() -> None:
    assert find_similar_group([meet("a", group="Payments on-call")], "Payment oncall") == (
        "Payments on-call"
    )


def test_a_known_group_has_no_similar_one() -> None:
    sessions = [meet("a", group="Payments"), meet("b", group="Payments 2")]
    assert find_similar_group(sessions, "payments") is None


def test_a_group_of_quite_another_name_has_no_similar_one() -> None:
    assert find_similar_group([meet("a", group="Payments")], "Storage") is None


@pytest.mark.parametrize(
    "slip",
    [
        "Payments oncall",
        "Payment on-call",
        "Payments oncal",
        "Payment oncall",
        "Paymennts on-call",
        "Paymenst on-call",
        "Paymonts-on-call",
    ],
)
def test_groups_whose_names_are_a_slip_apart_are_a_pair(slip: str) -> None:
    names = ["Storage", "Payments on-call", slip]
    assert find_similar_names(names) == [("Payments on-call", slip)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Team A", "Team B"),
        ("Storage EU", "Storage US"),
        ("Payments 1", "Payments 2"),
        ("Payments", "Payments 2"),
        ("Payments", "Payments on-call"),
        ("Platform east", "Platform west"),
        ("Readers", "Leaders"),
        ("Payments on-call", "Storage on-call"),
        ("a b", "b a"),
    ],
)
def test_groups_whose_names_differ_on_purpose_are_none(one: str, two: str) -> None:
    assert find_similar_names([one, two]) == []


def test_a_name_that_is_written_in_two_ways_is_of_one_group() -> None:
    names = ["Payments on-call", "payments on call", "Payments oncall"]
    assert find_similar_names(names) == [("Payments on-call", "Payments oncall")]


def test_pairs_stand_in_the_order_of_the_names() -> None:
    names = ["Paymens", "Storage", "Payments", "Storag"]
    assert find_similar_names(names) == [("Paymens", "Payments"), ("Storage", "Storag")]
