"""The words of a packet: those that it shows, and none that would tell the outcome."""

from making import make
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.packets.glossary import Shown, find_definitions, find_hurt
from postmortem_kb.reading_groups.telling.beginning import find_beginning
from postmortem_kb.reading_groups.telling.spoilers import find_opening
from records import taxonomy_of

TAXONOMY = taxonomy_of(
    """
services:
  shop: {label: Shop, description: Sells things.}
  ledger: {label: Ledger, description: Keeps the books.}
  cache: {label: Cache, description: Remembers what was asked.}
  nameless: {label: Queue}
"""
)
FACTS = """
timezone: UTC
started_at: 2024-01-01T12:00
severity: sev2
services: [shop]
cause_services: [cache]
root_causes: [configuration]
trigger: configuration-push
detection: monitoring
mitigation: rollback
"""
STORY = """
## Timeline

- 12:00 **Detected:** The shop cannot reach the ledger, nor the queue
- 12:05 **Hypothesis:** The ledger is down
- 12:20 **Ruled out:** The ledger answers
- 12:30 **Escalated:** Those who run the cache
- 12:40 **Mitigated:** A rollback of its settings
- 13:00 **Resolved:** Closed
"""


def terms_of(*records: Postmortem) -> list[tuple[str, str]]:
    shown = [
        Shown(record, find_opening(record, TAXONOMY), find_beginning(record, TAXONOMY))
        for record in records
    ]
    return [(found.term, found.sort) for found in find_definitions(shown, TAXONOMY)]


def test_what_the_beginning_names_is_defined_and_what_comes_later_is_not() -> None:
    assert terms_of(make("one", FACTS, STORY, taxonomy=TAXONOMY)) == [
        ("Ledger", "service"),
        ("SEV2", "severity"),
        ("Monitoring", "detection"),
        ("Detected", "label in the timeline"),
        ("Hypothesis", "label in the timeline"),
    ]


def test_how_it_was_noticed_is_not_told_before_it_was() -> None:
    entries = "- 12:00 **Escalated:** A call\n- 12:05 **Detected:** An alert\n- 13:00 End\n"
    story = f"## Timeline\n\n{entries}"
    record = make("one", FACTS, story, taxonomy=TAXONOMY)
    assert terms_of(record) == [("SEV2", "severity"), ("Escalated", "label in the timeline")]


def test_each_term_stands_once_for_several_records() -> None:
    record = make("one", FACTS, STORY, taxonomy=TAXONOMY)
    assert terms_of(record, record) == terms_of(record)


def test_a_record_without_a_timeline_needs_no_labels() -> None:
    assert terms_of(make("one", FACTS, taxonomy=TAXONOMY)) == [("SEV2", "severity")]


def test_a_part_of_a_word_is_no_name() -> None:
    story = "## Timeline\n\n- 12:00 **Detected:** Ledgers and cached pages are gone\n- 13:00 End\n"
    record = make("one", "timezone: UTC", story, taxonomy=TAXONOMY)
    assert terms_of(record) == [("Detected", "label in the timeline")]


def test_the_services_that_were_hurt_are_those_of_all_incidents() -> None:
    record = make(
        "one",
        """
        timezone: UTC
        incidents:
          - {id: a, title: First, services: [shop]}
          - {id: b, title: Second, services: [ledger, shop]}
        """,
        taxonomy=TAXONOMY,
    )
    assert find_hurt(record) == ("shop", "ledger")
