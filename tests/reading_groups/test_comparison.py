"""Facts of several incidents side by side."""

from making import TAXONOMY, make
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.packets.comparison import compare

FULL = make(
    "full",
    """
    started_at: 2024-01-01T10:00
    detected_at: 2024-01-01T10:05
    mitigated_at: 2024-01-01T10:50
    resolved_at: 2024-01-01T11:30
    timezone: UTC
    severity: sev2
    services: [shop]
    cause_services: [payments, search]
    root_causes: [hardware/disk, configuration]
    trigger: maintenance
    detection: customer
    mitigation: failover
    impact: {users_percent: ~40, of: users}
    """,
    """
    ## Timeline

    - 10:05 **Detected:** A call
    - 10:10 **Hypothesis:** The network
    - 10:20 **Ruled out:** The network is sound
    - 10:30 **Escalated:** The storage team
    - 10:40 **Escalated:** The supplier
    - 11:30 **Resolved:** Done

    ## Action items

    - [ ] Watch disks
    - [x] Spare disks
    """,
)
BARE = make("bare")
OUTCOME = {
    "Share affected",
    "Detected by",
    "Time to detect",
    "Wrong turns",
    "Others called in",
    "Where it broke",
    "Root causes",
    "Trigger",
    "What ended it",
    "Time to mitigate",
    "Time to resolve",
    "Duration",
    "Measures",
}


def facts_of(postmortem: Postmortem) -> dict[str, str | None]:
    return {row.label: row.values[0] for row in compare([postmortem], TAXONOMY)}


def test_every_fact_is_told_in_words() -> None:
    assert facts_of(FULL) == {
        "Day": "2024-01-01",
        "Severity": "SEV2",
        "Where it hurt": "Shop",
        "Share affected": "about 40 % of users",
        "Detected by": "Customer",
        "Time to detect": "5 min",
        "Wrong turns": "1 hypothesis, 1 of them ruled out",
        "Others called in": "2, the first after 30 min",
        "Where it broke": "Payments, Search",
        "Root causes": "Hardware › Disk, Configuration",
        "Trigger": "Maintenance",
        "What ended it": "Failover",
        "Time to mitigate": "50 min",
        "Time to resolve": "1 h 30 min",
        "Duration": "1 h 30 min",
        "Measures": "2, 1 still open",
    }


def test_what_is_not_told_stays_unknown() -> None:
    assert set(facts_of(BARE).values()) == {None}


def test_unknown_terms_are_no_facts() -> None:
    record = make(
        "one", "timezone: UTC\nroot_causes: [unknown]\ntrigger: unknown\ndetection: unknown"
    )
    assert set(facts_of(record).values()) == {None}


def test_a_timeline_that_tells_of_none_says_so() -> None:
    facts = facts_of(make("one", body="## Timeline\n\n- 10:00 An alert\n- 11:00 The end\n"))
    assert (facts["Wrong turns"], facts["Others called in"]) == ("none told", "none told")


def test_what_was_ruled_out_without_a_hypothesis_counts_too() -> None:
    story = "## Timeline\n\n- 10:00 An alert\n- 10:30 **Ruled out:** The network\n- 11:00 The end\n"
    assert (
        facts_of(make("one", body=story))["Wrong turns"] == "ruled out at 1 point of the timeline"
    )


def test_a_record_of_several_incidents_tells_the_times_of_each() -> None:
    record = make(
        "one",
        """
        timezone: UTC
        incidents:
          - {id: a, title: First, started_at: 2024-01-01T10:00, resolved_at: 2024-01-01T11:00}
          - {id: b, title: Second, started_at: 2024-01-02T10:00, resolved_at: ongoing}
        """,
    )
    facts = facts_of(record)
    assert facts["Duration"] == "First: 1 h; Second: ongoing"
    assert facts["Time to resolve"] == "First: 1 h"


def test_records_stand_in_the_order_given() -> None:
    rows = {row.label: row.values for row in compare([BARE, FULL], TAXONOMY)}
    assert rows["Trigger"] == (None, "Maintenance")


def test_what_tells_how_a_story_goes_on_is_marked() -> None:
    assert {row.label for row in compare([FULL], TAXONOMY) if row.is_outcome} == OUTCOME
