"""Trigger, detection and mitigation, suggested where the document says so."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from postmortem_kb.extraction.evidence import Sentence
from postmortem_kb.extraction.facts.incident_terms import (
    suggest_detection,
    suggest_mitigation,
    suggest_trigger,
)
from postmortem_kb.extraction.facts.phrase_matching import parse_phrase, tokenize
from postmortem_kb.extraction.facts.suggestion import Suggestion
from postmortem_kb.front_matter import read_yaml
from postmortem_kb.knowledge_base import _SHIPPED_TAXONOMY
from postmortem_kb.model import SectionKind
from postmortem_kb.taxonomy import Taxonomy, TermSet
from postmortem_kb.taxonomy_file import parse_taxonomy

SHIPPED = read_yaml(Path(_SHIPPED_TAXONOMY).read_text("utf-8"))
TAXONOMY = parse_taxonomy(SHIPPED)[0]
SIGNALS: dict[str, Any] = yaml.safe_load(
    (Path(_SHIPPED_TAXONOMY).parent / "signals.yml").read_text("utf-8")
)
CAUSE, TIMELINE = SectionKind.ROOT_CAUSE, SectionKind.TIMELINE
RESOLUTION, SUMMARY = SectionKind.RESOLUTION, SectionKind.SUMMARY

Suggest = Callable[[Sequence[Sentence], Taxonomy], Suggestion | None]


def say(text: str, section: SectionKind | None, label: str = "", line: int = 1) -> Sentence:
    return Sentence(text, line, section, label)


def term(suggest: Suggest, *sentences: Sentence, taxonomy: Taxonomy = TAXONOMY) -> str | None:
    found = suggest(sentences, taxonomy)
    return found.term if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This morning's deployment introduced a bug in the fare table.", "binary-push"),
        ("It began after the release of version 7.", "binary-push"),
        (
            "A wrong parameter was introduced during a recent configuration change.",
            "configuration-push",
        ),
        ("The gates closed due to a sudden surge in traffic.", "user-behavior"),
        ("The outage was caused by an expired certificate.", "expiry"),
        ("The outage was caused by a DDoS attack.", "attack"),
        ("The outage was caused by a power cut in the district.", "external-event"),
        ("It was triggered by a manual change of the routes.", "manual-operation"),
        ("The failure was triggered by planned maintenance.", "maintenance"),
        ("It was triggered by a disk failure.", "hardware-failure"),
        ("It was triggered by a feature flag.", "feature-flag"),
    ],
)
def test_what_set_it_off_is_the_trigger(text: str, expected: str) -> None:
    assert term(suggest_trigger, say(text, CAUSE)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The root cause was a misconfigured gate.",
        "A software bug made the gates close under high traffic.",
        "The update would not have been noticed.",
        "We suspected the recent deployment.",
        "Automated tests during deployment will be added.",
    ],
)
def test_a_cause_alone_is_no_trigger(text: str) -> None:
    assert term(suggest_trigger, say(text, CAUSE)) is None


def test_a_section_or_label_of_the_trigger_needs_no_further_word() -> None:
    assert term(suggest_trigger, say("Marathon campaign.", SectionKind.TRIGGER)) == "user-behavior"
    assert term(suggest_trigger, say("Disk failure.", SUMMARY, "trigger")) == "hardware-failure"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:12: An alert fired for the gates.", "monitoring"),
        ("09:12: The issue was detected by the monitoring system.", "monitoring"),
        ("09:12: Several customers complained that the gates were shut.", "customer"),
        ("09:12: A support ticket reported shut gates.", "customer"),
        ("09:12: An engineer noticed that the gates were shut.", "staff"),
        ("09:12: Our hosting provider notified us of errors.", "third-party"),
        ("09:12: A security researcher reported the hole.", "security-report"),
    ],
)
def test_how_it_was_noticed(text: str, expected: str) -> None:
    assert term(suggest_detection, say(text, TIMELINE)) == expected


def test_the_first_to_notice_counts() -> None:
    sentences = [
        say("09:12: A customer reported shut gates.", TIMELINE),
        say("09:20: An alert fired for the gates.", TIMELINE),
    ]
    assert term(suggest_detection, *sentences) == "customer"
    assert term(suggest_detection, *reversed(sentences)) == "monitoring"


def test_of_two_in_one_sentence_the_first_counts() -> None:
    text = "Users reported shut gates, and monitoring showed errors."
    assert term(suggest_detection, say(text, TIMELINE)) == "customer"


def test_a_label_of_detection_counts_more_than_an_earlier_event() -> None:
    found = suggest_detection(
        [
            say("An engineer noticed errors.", TIMELINE, line=3),
            say("Customer complaints.", TIMELINE, "detection method", line=8),
        ],
        TAXONOMY,
    )
    assert found is not None
    assert (found.term, found.sentence.line) == ("customer", 8)


@pytest.mark.parametrize(
    "sentence",
    [
        say("09:12: The issue was detected.", TIMELINE),
        say("Add alerts that notify the team.", SectionKind.ACTION_ITEMS),
        say("Alerts will be sent when a gate is reported shut.", SUMMARY),
        say("No alert fired when it was first reported.", SUMMARY),
    ],
)
def test_how_it_was_noticed_is_not_guessed(sentence: Sentence) -> None:
    assert term(suggest_detection, sentence) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The release was rolled back.", "rollback"),
        ("We redeployed the previous version.", "rollback"),
        ("The gate settings were corrected.", "configuration-fix"),
        ("The wrong parameter was reverted to its previous value.", "configuration-fix"),
        ("The certificate was renewed.", "configuration-fix"),
        ("Two servers were added.", "infrastructure-change"),
        ("The failed drive was replaced.", "infrastructure-change"),
        ("Traffic was redirected to the other hall.", "failover"),
        ("The database failed over to the standby server.", "failover"),
        ("A hotfix was released.", "code-fix"),
        ("The team fixed the bug and deployed the patch.", "code-fix"),
        ("The provider fixed the fault on their side.", "external-fix"),
        ("The gate service was restarted.", "ad-hoc"),
        ("Old logs were deleted.", "ad-hoc"),
        ("It resolved itself.", "self-recovered"),
        ("The service recovered without any intervention.", "self-recovered"),
    ],
)
def test_what_ended_it(text: str, expected: str) -> None:
    assert term(suggest_mitigation, say(text, RESOLUTION)) == expected


def test_what_was_tried_in_vain_ended_nothing() -> None:
    assert term(suggest_mitigation, say("A restart did not help.", TIMELINE)) is None


def test_what_is_only_planned_ended_nothing() -> None:
    assert term(suggest_mitigation, say("The release should be rolled back.", RESOLUTION)) is None
    planned = say("Roll back the release.", SectionKind.ACTION_ITEMS)
    assert term(suggest_mitigation, planned) is None


def test_a_later_event_says_more_of_the_end() -> None:
    found = term(
        suggest_mitigation,
        say("10:00: The gate service was restarted.", TIMELINE),
        say("10:30: Somebody looked at the gates.", TIMELINE),
        say("11:00: The release was rolled back.", TIMELINE),
    )
    assert found == "rollback"


@pytest.mark.parametrize("suggest", [suggest_trigger, suggest_detection, suggest_mitigation])
def test_nothing_said_is_nothing_suggested(suggest: Suggest) -> None:
    assert suggest([], TAXONOMY) is None
    assert term(suggest, say("All was quiet in the east hall.", SUMMARY)) is None


def test_a_site_may_have_its_own_ways_to_notice() -> None:
    own = read_yaml("replace: [detections]\ndetections:\n  patrol: {aliases: [night round]}\n")
    taxonomy = parse_taxonomy(SHIPPED, own)[0]
    sentence = say("It was noticed on the night round by an alert guard.", TIMELINE)
    assert term(suggest_detection, sentence, taxonomy=taxonomy) == "patrol"


@pytest.mark.parametrize("term_set", SIGNALS["sets"])
def test_every_signal_is_for_a_term_of_the_shipped_taxonomy(term_set: str) -> None:
    known = {term.id for term in TAXONOMY.terms(TermSet(term_set))}
    signals = SIGNALS["sets"][term_set]
    near = {other for given in signals.values() for other in given.get("near", ())}
    assert (signals.keys() | near) - known == set()
    assert known - signals.keys() <= {"unknown"}


def test_every_phrase_can_be_found_in_some_words() -> None:
    """A phrase that names a mark, a capital or an unknown macro would never be found."""
    lists = list(SIGNALS["cues"].values())
    for terms in SIGNALS["sets"].values():
        for given in terms.values():
            lists += [phrases for key, phrases in given.items() if key != "near"]
    for phrase in (phrase for phrases in lists for phrase in phrases):
        words = phrase
        for name, options in SIGNALS["words"].items():
            words = words.replace("{" + name + "}", options)
        first_readings = [part.split("|")[0].rstrip("*") for part in words.split() if part != ".."]
        tokens = tokenize(" ".join(first_readings))
        assert parse_phrase(phrase, SIGNALS["words"]).match(tokens, 0) == len(tokens), phrase
        for option in (option for part in words.split() for option in part.split("|")):
            assert option == ".." or tokenize(option.rstrip("*")) == [option.rstrip("*")], phrase
