from datetime import timedelta

import pytest

from postmortem_kb.front_matter import read_yaml
from postmortem_kb.taxonomy import Taxonomy, TermSet
from postmortem_kb.taxonomy_file import parse_taxonomy
from records import TAXONOMY

SHIPPED = """
root_causes:
  configuration:
    label: Configuration
    description: A setting was wrong.
    aliases: [config, misconfiguration]
  configuration/load-balancer:
    aliases: [load-balancing]
  hardware: {}
  hardware/disk: {}
  dependency: {}
  dependency/network: {}
  network: {}
severities:
  sev1: {label: Severity 1}
  sev2: {}
services:
duration_buckets:
  short: {limit: 1 h}
  long: {}
  ongoing: {}
  unknown: {}
"""

ROOT = TermSet.ROOT_CAUSES


def lay(own: str) -> tuple[Taxonomy, list[str]]:
    taxonomy, findings = parse_taxonomy(read_yaml(SHIPPED), read_yaml(own))
    return taxonomy, [
        f"{finding.place.line}:{finding.place.column} {finding.message}" for _, finding in findings
    ]


def lay_good(own: str) -> Taxonomy:
    taxonomy, findings = lay(own)
    assert findings == []
    return taxonomy


def found(taxonomy: Taxonomy, text: str, term_set: TermSet = ROOT) -> str | None:
    match = taxonomy.find(term_set, text)
    return match.term.id if match else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("configuration", "configuration"),
        ("Configuration", "configuration"),
        ("config", "configuration"),
        (" MISCONFIGURATION ", "configuration"),
        ("configuration/load-balancer", "configuration/load-balancer"),
        ("load-balancer", "configuration/load-balancer"),
        ("Load balancer", "configuration/load-balancer"),
        ("load_balancing", "configuration/load-balancer"),
        ("disk", "hardware/disk"),
        ("network", "network"),
        ("dependency/network", "dependency/network"),
        ("tape", None),
        ("", None),
    ],
)
def test_a_term_is_found_by_id_alias_label_or_last_part(text: str, expected: str | None) -> None:
    assert found(lay_good(""), text) == expected


def test_a_last_part_that_two_terms_share_finds_neither() -> None:
    assert found(lay_good("root_causes:\n  network/disk: {}\n"), "disk") is None


def test_a_term_of_one_set_is_none_of_another() -> None:
    assert found(lay_good(""), "configuration", TermSet.TRIGGERS) is None


def test_a_child_knows_its_parent() -> None:
    taxonomy = lay_good("")
    assert taxonomy.get(ROOT, "hardware/disk").parent == "hardware"
    assert taxonomy.get(ROOT, "hardware").parent is None


def test_a_label_is_made_of_the_last_part_where_none_is_given() -> None:
    assert lay_good("").get(ROOT, "configuration/load-balancer").label == "Load balancer"


def test_a_site_adds_terms_after_the_shipped_ones() -> None:
    taxonomy = lay_good("severities:\n  sev9: {label: Nine}\n")
    assert [term.id for term in taxonomy.terms(TermSet.SEVERITIES)] == ["sev1", "sev2", "sev9"]


def test_a_site_changes_only_what_it_names_of_a_term() -> None:
    term = lay_good("root_causes:\n  configuration:\n    label: Settings\n").get(
        ROOT, "configuration"
    )
    assert (term.label, term.description, term.aliases) == (
        "Settings",
        "A setting was wrong.",
        ("config", "misconfiguration"),
    )


def test_a_field_without_a_value_changes_nothing() -> None:
    term = lay_good("root_causes:\n  configuration:\n    label:\n    aliases:\n").get(
        ROOT, "configuration"
    )
    assert (term.label, term.aliases) == ("Configuration", ("config", "misconfiguration"))


def test_a_new_term_with_an_empty_field_is_kept() -> None:
    assert found(lay_good("services:\n  checkout:\n    aliases:\n"), "checkout", TermSet.SERVICES)


def test_replace_drops_the_shipped_terms_of_a_set() -> None:
    taxonomy = lay_good("replace: [severities]\nseverities:\n  minor: {}\n")
    assert [term.id for term in taxonomy.terms(TermSet.SEVERITIES)] == ["minor"]
    assert found(taxonomy, "configuration") == "configuration"


def test_replaced_buckets_keep_ongoing_and_unknown() -> None:
    taxonomy = lay_good("replace: duration_buckets\nduration_buckets:\n  any: {limit: 2 days}\n")
    terms = taxonomy.terms(TermSet.DURATION_BUCKETS)
    assert [term.id for term in terms] == ["ongoing", "unknown", "any"]
    assert terms[-1].limit == timedelta(days=2)


@pytest.mark.parametrize(
    ("value", "place", "what"),
    [
        ("[severity]", "1:11", "'severity'"),
        ("[severities, [a]]", "1:23", "a list"),
        ("{a: b}", "1:10", "nested fields"),
        ("[~]", "1:11", "nothing"),
    ],
)
def test_replace_takes_only_sets(value: str, place: str, what: str) -> None:
    assert lay(f"replace: {value}")[1] == [
        f"{place} 'replace': found {what} where a set of terms was expected"
    ]


def test_a_renamed_term_keeps_its_old_name() -> None:
    taxonomy = lay_good("services:\n  shop:\n    aliases: [store, The Shop]\n")
    assert found(taxonomy, "store", TermSet.SERVICES) == "shop"
    assert taxonomy.old_names(TermSet.SERVICES) == {"store": "shop"}


def test_a_deprecated_term_leads_to_the_one_to_use() -> None:
    taxonomy = lay_good(
        "services:\n  shop: {}\n  store:\n    deprecated: shop\n    aliases: [kiosk]\n"
    )
    match = taxonomy.find(TermSet.SERVICES, "kiosk")
    assert match is not None
    assert (match.term.id, match.replaces and match.replaces.id) == ("shop", "store")
    assert [term.id for term in taxonomy.terms(TermSet.SERVICES)] == ["shop"]
    assert taxonomy.old_names(TermSet.SERVICES) == {"store": "shop", "kiosk": "shop"}


@pytest.mark.parametrize("alias", ["index", "years", "readme", "a/index"])
def test_an_old_name_never_takes_the_place_of_a_page(alias: str) -> None:
    taxonomy = lay_good(f"services:\n  shop:\n    aliases: [{alias}]\n")
    assert taxonomy.old_names(TermSet.SERVICES) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("confguration", "configuration"),
        ("misconfigurations", "configuration"),
        ("load-balancr", "configuration/load-balancer"),
        ("something else", None),
    ],
)
def test_a_misspelt_term_is_guessed(text: str, expected: str | None) -> None:
    assert lay_good("").suggest(ROOT, text) == expected


def test_a_guess_is_never_a_deprecated_term() -> None:
    taxonomy = lay_good("services:\n  shop: {}\n  storefront: {deprecated: shop}\n")
    assert taxonomy.suggest(TermSet.SERVICES, "storefrnt") == "shop"


def test_a_child_may_name_its_parent_instead() -> None:
    taxonomy = lay_good("root_causes:\n  tape:\n    parent: hardware\n    label: Tape\n")
    assert taxonomy.get(ROOT, "hardware/tape").label == "Tape"


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("service:\n  a: {}", "1:1 there is no set of terms 'service'"),
        ("services: [a]", "1:11 found a list in 'services'"),
        ("services: a", "1:11 found one value in 'services'"),
        (
            "services:\n  Check Out: {}",
            "2:3 'Check Out' cannot be a term: it becomes part of a URL, so only lower-case "
            "letters, digits and single '-' are allowed",
        ),
        (
            'services:\n  "a\\n": {}',
            "2:3 'a\\n' cannot be a term: it becomes part of a URL, so only lower-case letters, "
            "digits and single '-' are allowed",
        ),
        ("services:\n  a/b: {}", "2:3 'a/b' is nested 2 levels deep; services has 1"),
        (
            "root_causes:\n  network/b/c: {}",
            "2:3 'network/b/c' is nested 3 levels deep; root_causes has 2",
        ),
        ("root_causes:\n  network/years: {}", "2:3 'years' is taken by a page of the site"),
        ("services:\n  index: {}", "2:3 'index' is taken by a page of the site"),
        (
            "services:\n  a: text",
            "2:6 'services.a': found 'text' where nested fields was expected",
        ),
        ("services:\n  a:\n    ownr: x", "3:5 unknown field 'ownr'"),
        (
            "duration_buckets:\n  a:\n    limit: x",
            "3:12 'duration_buckets.a.limit': found 'x' where a duration was expected",
        ),
        ("root_causes:\n  tape/reel: {}", "2:3 'tape/reel' stands below 'tape', which is no term"),
        (
            "root_causes:\n  reel:\n    parent: tape",
            "2:3 'tape/reel' stands below 'tape', which is no term",
        ),
        (
            "services:\n  a:\n    deprecated: b",
            "3:17 'a' is to be replaced by 'b', which is no term",
        ),
        (
            "services:\n  a:\n    deprecated: a",
            "3:17 'a' is to be replaced by 'a', which is no term",
        ),
        (
            "services:\n  a:\n    aliases: [x]\n  b:\n    aliases: [X]",
            "5:14 the alias 'X' of 'b' already stands for 'a'",
        ),
        (
            "services:\n  a: {}\n  b:\n    aliases: [a]",
            "4:14 the alias 'a' of 'b' already stands for 'a'",
        ),
        ("services:\n  a: {}\n  a: {}", "3:3 'a' is already given on line 2"),
    ],
)
def test_what_is_wrong_is_one_finding_in_its_place(own: str, expected: str) -> None:
    assert lay(own)[1] == [expected]


def test_a_bad_id_is_mended_by_a_slug_and_a_label() -> None:
    _, findings = parse_taxonomy(read_yaml(SHIPPED), read_yaml("services:\n  Café Menü: {}\n"))
    assert findings[0][1].hint == (
        "write 'caf-men' and put the name as people read it under 'label'"
    )


def test_a_child_of_no_term_is_left_out() -> None:
    assert found(lay("root_causes:\n  tape/reel: {}")[0], "tape/reel") is None


def test_a_term_replaced_by_no_term_is_an_ordinary_one() -> None:
    taxonomy = lay("services:\n  a:\n    deprecated: b")[0]
    match = taxonomy.find(TermSet.SERVICES, "a")
    assert match is not None
    assert (match.term.id, match.replaces) == ("a", None)


def test_an_alias_of_two_terms_stays_with_the_first() -> None:
    taxonomy = lay("services:\n  a:\n    aliases: [x]\n  b:\n    aliases: [x]")[0]
    assert found(taxonomy, "x", TermSet.SERVICES) == "a"


@pytest.mark.parametrize(
    "own",
    ["root_causes:\n  config: {}", "root_causes:\n  hardware:\n    aliases: [config]"],
)
def test_a_sites_own_name_wins_over_a_shipped_alias(own: str) -> None:
    assert found(lay_good(own), "config") != "configuration"
    assert found(lay_good(own), "misconfiguration") == "configuration"


def test_a_term_with_a_slip_keeps_what_fits() -> None:
    taxonomy, findings = lay("services:\n  a: {x: y, label: An A}\n  b: {}\n")
    assert len(findings) == 1
    assert [term.label for term in taxonomy.terms(TermSet.SERVICES)] == ["An A", "B"]


@pytest.mark.parametrize(
    ("term_set", "terms"),
    [
        (
            TermSet.ROOT_CAUSES,
            "software-bug configuration deployment capacity dependency network data-store hardware "
            "environment security time concurrency architecture automation process observability "
            "unknown",
        ),
        (
            TermSet.TRIGGERS,
            "binary-push configuration-push user-behavior processing-pipeline "
            "service-provider-change performance-decay capacity-management hardware-failure "
            "feature-flag manual-operation maintenance expiry attack external-event unknown",
        ),
        (
            TermSet.DETECTIONS,
            "monitoring customer staff third-party security-report unknown",
        ),
        (
            TermSet.MITIGATIONS,
            "rollback configuration-fix infrastructure-change failover code-fix external-fix "
            "ad-hoc self-recovered unknown",
        ),
        (TermSet.SEVERITIES, "sev1 sev2 sev3 sev4"),
        (
            TermSet.DURATION_BUCKETS,
            "under-15-min 15-min-to-1-h 1-to-4-h 4-to-24-h 1-to-7-days over-7-days ongoing unknown",
        ),
    ],
)
def test_the_shipped_taxonomy_has_the_documented_terms(term_set: TermSet, terms: str) -> None:
    found_terms = [term.id for term in TAXONOMY.terms(term_set) if term.parent is None]
    assert found_terms == terms.split()


def test_nothing_shipped_blames_a_person() -> None:
    assert TAXONOMY.find(ROOT, "human-error") is None


def test_every_shipped_term_is_described() -> None:
    nameless = [
        term.id
        for term_set in TermSet
        for term in TAXONOMY.terms(term_set)
        if term_set is not TermSet.SERVICES and not term.description
    ]
    assert nameless == []
