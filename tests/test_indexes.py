"""Incidents grouped by facet."""

from making import at, catalogue_of, make
from postmortem_kb.facets import (
    DURATIONS,
    FACETS,
    ROOT_CAUSES,
    SERVICES,
    SEVERITIES,
    TRIGGERS,
    YEARS,
    Facet,
)
from postmortem_kb.indexes import Group, Index, build_indexes
from postmortem_kb.model import Postmortem


def index_of(facet: Facet, *postmortems: Postmortem) -> Index:
    (index,) = build_indexes(catalogue_of(*postmortems), (facet,))
    return index


def ids(group: Group) -> list[str]:
    return [incident.id for incident in group.incidents]


def terms(groups: tuple[Group, ...]) -> list[tuple[str, int]]:
    return [(group.term.id, group.figures.count) for group in groups]


def test_a_record_under_two_children_counts_once_under_their_parent() -> None:
    index = index_of(
        ROOT_CAUSES,
        make("both", at("2024-01-01", "root_causes: [hardware/disk, hardware/memory]")),
        make("one", at("2024-01-02", "root_causes: [hardware]")),
        make("other", at("2024-01-03", "root_causes: [capacity]")),
    )
    assert terms(index.groups) == [("hardware", 2), ("capacity", 1)]
    assert ids(index.groups[0]) == ["one", "both"]
    assert terms(index.groups[0].children) == [("hardware/disk", 1), ("hardware/memory", 1)]
    assert [group.term.id for group in index.walk()] == [
        *("hardware", "hardware/disk", "hardware/memory", "capacity")
    ]


def test_what_is_not_stated_is_in_the_unknown_group_which_comes_last() -> None:
    index = index_of(
        SERVICES,
        make("a"),
        make("b"),
        make("c", at("2024-01-01", "services: [shop]")),
    )
    assert terms(index.groups) == [("shop", 1), ("unknown", 2)]
    assert index.groups[-1].term.label == "Not stated"


def test_an_unknown_term_and_no_term_are_one_group() -> None:
    index = index_of(ROOT_CAUSES, make("a", at("2024-01-01", "root_causes: [unknown]")), make("b"))
    assert terms(index.groups) == [("unknown", 2)]


def test_a_service_that_hurt_and_broke_counts_the_incident_once() -> None:
    index = index_of(
        SERVICES,
        make("a", at("2024-01-01", "services: [shop]", "cause_services: [shop, payments]")),
    )
    assert terms(index.groups) == [("payments", 1), ("shop", 1)]


def test_terms_without_incidents_have_no_group_unless_they_are_a_scale() -> None:
    record = make("a", at("2024-01-01", "services: [shop]", "severity: sev2", hours=2))
    assert [term.id for term in index_of(SERVICES, record).unseen] == ["payments", "search"]
    severities = index_of(SEVERITIES, record)
    assert terms(severities.groups) == [("sev1", 0), ("sev2", 1), ("sev3", 0), ("sev4", 0)]
    assert [group.term.id for group in severities.walk()] == ["sev2"]
    assert terms(index_of(DURATIONS, record).groups) == [
        *(("under-15-min", 0), ("15-min-to-1-h", 0), ("1-to-4-h", 1)),
        *(("4-to-24-h", 0), ("1-to-7-days", 0), ("over-7-days", 0)),
    ]


def test_years_are_newest_first_with_unknown_at_the_end() -> None:
    index = index_of(YEARS, make("a"), make("b", at("2022-01-01")), make("c", at("2024-01-01")))
    assert terms(index.groups) == [("2024", 1), ("2022", 1), ("unknown", 1)]


def test_the_year_is_that_of_the_local_date() -> None:
    index = index_of(YEARS, make("a", "started_at: 2024-01-01T03:00\ntimezone: Asia/Tokyo"))
    assert terms(index.groups) == [("2024", 1)]


def test_companions_are_the_most_common_terms_of_other_facets_with_their_counts() -> None:
    (index,) = build_indexes(
        catalogue_of(
            make("a", at("2024-01-01", "root_causes: [capacity]", "services: [shop, search]")),
            make("b", at("2024-01-02", "root_causes: [capacity]", "services: [shop]")),
            make("c", at("2024-01-03", "root_causes: [capacity, network]", "trigger: expiry")),
        ),
        (ROOT_CAUSES,),
    )
    capacity = index.groups[0]
    found = [(entry.facet.slug, entry.term.id, entry.count) for entry in capacity.companions]
    assert found == [
        ("services", "shop", 2),
        ("services", "search", 1),
        ("triggers", "expiry", 1),
        ("root-causes", "network", 1),
    ]


def test_a_term_is_no_companion_of_its_parent_or_child() -> None:
    (index,) = build_indexes(
        catalogue_of(make("a", at("2024-01-01", "root_causes: [hardware/disk]"))), (ROOT_CAUSES,)
    )
    (hardware,) = index.groups
    assert hardware.companions == ()
    assert hardware.children[0].companions == ()


def test_every_facet_indexes_every_incident() -> None:
    records = [make("a", at("2024-01-01", "services: [shop]")), make("b")]
    for index in build_indexes(catalogue_of(*records)):
        found = {incident.id for group in index.walk() for incident in group.incidents}
        assert (index.facet.slug, found) == (index.facet.slug, {"a", "b"})


def test_every_facet_has_its_own_address_and_known_companions() -> None:
    slugs = [facet.slug for facet in FACETS]
    assert len(set(slugs)) == len(slugs)
    assert {other for facet in FACETS for other in facet.together} <= set(slugs)


def test_a_new_facet_is_one_declaration() -> None:
    own = Facet("first-letters", "First letters", "Letter", "", TRIGGERS.aspects)
    index = index_of(own, make("a", at("2024-01-01", "trigger: expiry")))
    assert terms(index.groups) == [("expiry", 1)]
