"""The order of records, what counts, and neighbours."""

from making import at, catalogue_of, make

SEVERAL = """
timezone: UTC
incidents:
  - {id: late, started_at: 2024-05-03T10:00, resolved_at: 2024-05-03T16:00}
  - {id: early, started_at: 2024-05-01T10:00, resolved_at: 2024-05-01T11:00}
"""


def test_newest_comes_first_and_an_unknown_date_last_by_id() -> None:
    catalogue = catalogue_of(
        make("z-undated", "timezone: unknown\nstarted_at: T13:15"),
        make("old", at("2023-01-01")),
        make("a-undated"),
        make("new", at("2024-01-01")),
    )
    assert [record.id for record in catalogue.postmortems] == [
        "new",
        "old",
        "a-undated",
        "z-undated",
    ]


def test_the_order_does_not_depend_on_the_order_of_the_input() -> None:
    records = [make(name, at("2024-01-01")) for name in ("b", "a", "c")]
    first, second = catalogue_of(*records), catalogue_of(*reversed(records))
    assert [record.id for record in first.postmortems] == ["a", "b", "c"]
    assert first.postmortems == second.postmortems


def test_instants_are_compared_across_zones() -> None:
    earlier = make("a", "started_at: 2024-01-01T12:00\ntimezone: Asia/Tokyo")
    later = make("b", "started_at: 2024-01-01T04:00\ntimezone: UTC")
    assert [record.id for record in catalogue_of(earlier, later).postmortems] == ["b", "a"]


def test_each_of_several_incidents_counts() -> None:
    catalogue = catalogue_of(make("week", SEVERAL), make("between", at("2024-05-02")))
    assert [incident.id for incident in catalogue.incidents] == ["late", "between", "early"]
    assert [record.id for record in catalogue.postmortems] == ["between", "week"]
    assert catalogue.postmortem_of(catalogue.incidents[0]).id == "week"


def test_neighbours_are_the_older_and_the_newer_record() -> None:
    catalogue = catalogue_of(
        *(make(name, at(f"{name}-01-01")) for name in ("2022", "2023", "2024"))
    )
    older, newer = catalogue.neighbours("2023")
    assert (older and older.id, newer and newer.id) == ("2022", "2024")
    assert catalogue.neighbours("2022")[0] is None
    assert catalogue.neighbours("2024")[1] is None


def test_a_record_without_a_known_date_is_nobodys_neighbour() -> None:
    catalogue = catalogue_of(make("2024", at("2024-01-01")), make("a"), make("b"))
    assert catalogue.neighbours("2024") == (None, None)
    assert catalogue.neighbours("a") == (None, None)


def test_an_earlier_id_finds_its_record_unless_another_has_it_now() -> None:
    renamed = make("new", at("2024-01-01", "aliases: [old, taken]"))
    catalogue = catalogue_of(renamed, make("taken"))
    assert catalogue.find("old") is renamed
    assert catalogue.find("taken") is catalogue.by_id["taken"]
    assert catalogue.find("nowhere") is None
