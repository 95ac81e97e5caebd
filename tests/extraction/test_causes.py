"""The ranked suggestion of root causes."""

from pathlib import Path
from time import perf_counter

import pytest

from postmortem_kb.extraction.evidence import Sentence
from postmortem_kb.extraction.facts.causes import suggest_root_causes
from postmortem_kb.extraction.facts.suggestion import Suggestion
from postmortem_kb.extraction.facts.term_signals import read_term_signals
from postmortem_kb.front_matter import read_yaml
from postmortem_kb.knowledge_base import _SHIPPED_TAXONOMY
from postmortem_kb.model import SectionKind
from postmortem_kb.taxonomy import Taxonomy, TermSet
from postmortem_kb.taxonomy_file import parse_taxonomy

SHIPPED = read_yaml(Path(_SHIPPED_TAXONOMY).read_text("utf-8"))
TAXONOMY = parse_taxonomy(SHIPPED)[0]
CAUSE, TIMELINE = SectionKind.ROOT_CAUSE, SectionKind.TIMELINE


def site_taxonomy(own: str) -> Taxonomy:
    taxonomy, findings = parse_taxonomy(SHIPPED, read_yaml(own))
    assert findings == []
    return taxonomy


def say(text: str, section: SectionKind | None = CAUSE, label: str = "", line: int = 1) -> Sentence:
    return Sentence(text, line, section, label)


def suggest(*sentences: Sentence, taxonomy: Taxonomy = TAXONOMY) -> tuple[Suggestion, ...]:
    return suggest_root_causes(None, sentences, taxonomy)


def terms(*sentences: Sentence, taxonomy: Taxonomy = TAXONOMY) -> list[str]:
    return [suggestion.term for suggestion in suggest(*sentences, taxonomy=taxonomy)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The parking site was down since the certificate had expired.", "time/certificate-expiry"),
        ("The mail relay's SSL certificate was not renewed.", "time/certificate-expiry"),
        ("A memory leak in the thumbnail worker.", "software-bug/resource-leak"),
        ("The new version of the kiosk app contained a bug.", "software-bug"),
        ("The tram API divided by zero on an empty route.", "software-bug/unhandled-input"),
        ("The proxy's load balancer was misconfigured.", "configuration/load-balancer"),
        ("A setting named the wrong port for the ticket printer.", "configuration"),
        ("The pool size of the booking database was too low.", "configuration/limits-and-timeouts"),
        ("Wrong file permissions on the spool folder.", "configuration/permissions"),
        ("A schema migration blocked the seat table.", "deployment/schema-migration"),
        ("The release was built from the wrong branch.", "deployment/wrong-artifact"),
        ("A rush of visitors: a sudden surge in traffic for the derby.", "capacity/overload"),
        ("The map server ran out of memory.", "capacity/resource-exhaustion"),
        ("The disk was full.", "capacity/resource-exhaustion"),
        ("The drive had failed, and the spare was not there.", "hardware/disk"),
        ("A faulty switch in the east hall.", "hardware/network-device"),
        ("A hardware failure on the database server.", "hardware"),
        ("The data centre lost its cooling.", "environment/cooling"),
        ("A power outage in the district.", "environment/power"),
        ("Our SMS provider had an outage.", "dependency"),
        ("The Azure region was down: Azure had an outage.", "dependency/cloud-provider"),
        ("An outdated package held the fault.", "dependency/library"),
        ("The resolver failed: DNS lookups timed out.", "network/dns"),
        ("Packet loss between the two halls.", "network/congestion"),
        ("A slow query held up the seat plan.", "data-store/slow-query"),
        ("The index of the timetable was corrupted.", "data-store/corruption"),
        ("Replication lag left old prices on the second database.", "data-store/replication"),
        ("A DDoS attack on the ticket shop.", "security/denial-of-service"),
        ("An unpatched flaw was exploited.", "security/vulnerability"),
        ("A race condition between two barriers.", "concurrency/race-condition"),
        ("Two jobs ended in a deadlock.", "concurrency/deadlock"),
        ("A leap second stopped the gate clock.", "time/calendar"),
        ("There was no review of the change and it was not tested.", "process/missing-review"),
    ],
)
def test_a_cause_in_its_own_section_is_named_first(text: str, expected: str) -> None:
    first = terms(say(text))[0]
    assert first == expected or first.partition("/")[0] == expected


def test_a_term_that_none_of_the_children_fits_stands_by_itself() -> None:
    assert terms(say("The gates were misconfigured."))[0] == "configuration"


def test_a_misconfigured_load_balancer_is_no_network_fault() -> None:
    found = terms(say("A load balancer misconfiguration sent network traffic to one hall."))
    assert found[0] == "configuration/load-balancer"


def test_a_bug_that_a_deployment_brought_is_a_bug_first_and_a_deployment_second() -> None:
    found = terms(say("This morning's deployment introduced a bug in the fare table."))
    assert found[:2] == ["software-bug", "deployment"]


def test_what_followed_from_the_cause_stands_behind_it() -> None:
    text = "A software bug in the turnstile code caused network errors and a database crash."
    assert terms(say(text))[0] == "software-bug"


def test_what_stands_behind_due_to_counts_more_than_what_stands_before_it() -> None:
    text = "The database outage was due to an expired licence."
    assert terms(say(text))[0] == "time/credential-expiry"


def test_what_was_suspected_first_counts_for_nothing() -> None:
    found = terms(
        say("Initially suspected a network failure.", TIMELINE),
        say("The cause was a corrupted index.", TIMELINE),
    )
    assert found[0] == "data-store/corruption"
    assert "network" not in found


@pytest.mark.parametrize(
    "text",
    [
        "We assumed a DNS failure.",
        "We assumed that the outage was caused by a DNS failure.",
        "We assumed that the root cause was a DNS failure.",
        "A DNS failure was ruled out.",
        "DNS was functioning normally.",
        "Not a DNS failure.",
        "No DNS failure was seen.",
        "We thought of DNS, and the DNS servers were fine.",
    ],
)
def test_a_ruled_out_cause_is_none(text: str) -> None:
    assert not any(term.startswith("network") for term in terms(say(text, TIMELINE)))


@pytest.mark.parametrize(
    "text",
    [
        "The load balancer was not working properly.",
        "The load balancer stopped functioning normally after a failure.",
        "The load balancer failure was not fully understood, and it was not healthy.",
    ],
)
def test_what_was_not_sound_is_not_ruled_out(text: str) -> None:
    assert terms(say(f"{text[:-1]}: load balancer failure."))[0] == "configuration/load-balancer"


def test_a_hedge_makes_little_of_a_cause() -> None:
    found = terms(say("A possible DNS failure.", TIMELINE), say("A full disk.", TIMELINE))
    assert found[0] == "capacity/resource-exhaustion"
    assert terms(say("Possibly a DNS failure."))[0] == "network/dns"


def test_a_colon_after_the_word_announces_the_cause() -> None:
    found = terms(say("A database outage; underlying cause: an expired token.", None))
    assert found[0] == "time/credential-expiry"


def test_a_label_of_wrong_turns_is_believed() -> None:
    doubted = say("Database failure, then a hardware fault.", TIMELINE, "misleading paths")
    assert suggest(doubted) == ()


def test_a_comma_ends_an_assumption_where_the_cause_is_named() -> None:
    text = "We first suspected the database, the root cause was an expired certificate."
    assert terms(say(text, TIMELINE))[0] == "time/certificate-expiry"


def test_what_was_found_after_a_wrong_turn_counts() -> None:
    text = "We suspected the database, but it turned out to be an expired certificate."
    assert terms(say(text, TIMELINE))[0] == "time/certificate-expiry"


def test_a_doubt_leaves_what_else_speaks_for_a_term_as_it_is() -> None:
    claim = say("A DNS outage stopped the gates.", None)
    doubted = suggest(claim, say("A DNS outage was suspected: DNS was ruled out.", TIMELINE))
    assert doubted == suggest(claim)


def test_measures_say_little() -> None:
    found = terms(
        say("The gates stopped because of a software bug.", SectionKind.SUMMARY),
        say("Renew the expired certificate.", SectionKind.ACTION_ITEMS),
        say("Review every misconfigured firewall.", SectionKind.ACTION_ITEMS),
        say("Replace the failed disk.", SectionKind.ACTION_ITEMS),
    )
    assert found[0] == "software-bug"


def test_how_it_was_mended_says_less_than_what_it_was() -> None:
    found = terms(
        say("The root cause was a failing disk."),
        say("The database configuration was adjusted.", label="resolution"),
        say("The database configuration was tested again.", label="resolution"),
    )
    assert found[0] == "hardware/disk"


def test_a_label_that_names_the_cause_makes_up_for_the_section() -> None:
    found = terms(
        say("A failing disk.", SectionKind.SUMMARY, "root cause"),
        say("The gates waited for the network.", SectionKind.SUMMARY, "impact"),
    )
    assert found[0] == "hardware/disk"


def test_the_evidence_is_the_sentence_that_says_it_best() -> None:
    told = say("The root cause was a misconfigured gate.", line=9)
    weak = say("Gate configuration was looked at.", TIMELINE, line=4)
    assert (
        suggest(weak, told, say("Check the configuration.", SectionKind.ACTION_ITEMS))[0].sentence
        == told
    )


def test_the_commonest_fill_the_list_far_below_what_is_named() -> None:
    found = suggest(say("The gates were misconfigured."))
    assert [suggestion.term for suggestion in found] == [
        "configuration",
        "software-bug",
        "deployment",
    ]
    assert found[1].score < found[0].score / 5
    assert found[1].sentence == found[0].sentence


@pytest.mark.parametrize(
    "sentence",
    [
        say("The barrier kept its arm up whenever a red lorry came."),
        say("The root cause was the arm, which stayed up for each red lorry.", TIMELINE),
        say("The barrier kept its arm up for red lorries.", None, "what was behind it"),
    ],
)
def test_a_cause_told_in_unknown_words_is_one_of_the_commonest(sentence: Sentence) -> None:
    found = suggest(sentence)
    assert [suggestion.term for suggestion in found] == [
        "configuration",
        "software-bug",
        "deployment",
    ]
    assert {suggestion.sentence for suggestion in found} == {sentence}


@pytest.mark.parametrize(
    "text",
    [
        "TBD",
        "To be determined by the barrier team.",
        "The investigation is still ongoing.",
        "Describe what made the gates stop.",
        "None of it.",
    ],
)
def test_a_place_for_a_cause_that_is_not_filled_in_names_none(text: str) -> None:
    assert suggest(say(text)) == ()


def test_a_label_that_tells_what_was_caused_is_no_label_of_a_cause() -> None:
    text = "The gates of both halls stayed shut for an hour."
    assert suggest(say(text, None, "upgrade caused a short outage")) == ()


def test_the_words_of_a_web_address_say_nothing() -> None:
    assert suggest(say("See https://example.org/config/bug/dns-outage.", TIMELINE)) == ()


def test_nothing_is_suggested_where_nothing_speaks_for_a_cause() -> None:
    assert suggest(say("All was well again at noon.", TIMELINE)) == ()


def test_a_title_is_a_hint() -> None:
    found = suggest_root_causes("Expired certificate at the gates", [], TAXONOMY)
    assert found[0].term == "time/certificate-expiry"


@pytest.mark.parametrize(
    "text",
    [
        "The root cause is still unknown.",
        "The exact cause could not be determined.",
        "We do not know why the gates closed.",
        "It is not clear what happened.",
    ],
)
def test_a_document_that_says_that_it_does_not_know_is_believed(text: str) -> None:
    found = terms(say("Disk failures were seen.", TIMELINE), say(text))
    assert found[0] == "unknown"


def test_what_was_unknown_at_first_and_found_later_is_known() -> None:
    found = terms(
        say("The root cause is still unknown.", TIMELINE),
        say("The root cause was an expired certificate."),
    )
    assert found[0] == "time/certificate-expiry"


def test_what_a_person_did_leads_to_the_work_and_the_tool_that_let_it_happen() -> None:
    found = terms(say("An operator accidentally deleted the seat table."))
    assert found[:2] == ["process", "automation/missing-guard"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A comma was lost between two rows of the fare file, which is edited by hand.",
            "configuration",
        ),
        ("The parser expected a full stop where the new till wrote a comma.", "software-bug"),
        ("The clean-up job matched every hall by prefix and deleted their plans.", "automation"),
        ("The ticket printer's limit of 20 connections was reached.", "capacity"),
        ("Our carrier took the line down for maintenance on their side.", "dependency"),
        ("An excavator cut the fibre to the east hall.", "environment"),
        ("Both gates waited for a lock that the other held.", "concurrency"),
        ("The gates opened an hour late since the clocks went back to winter time.", "time"),
        ("The migration dropped a column that the old kiosk still read.", "deployment"),
        ("The gates wrote one file per visitor and never deleted any.", "capacity"),
        ("No one had told the night shift, and nobody reviewed the plan.", "process"),
        ("The server block pointed to the old address of the kiosk.", "configuration"),
        ("Everything depends on a single gate server.", "architecture"),
        ("The health check only showed green while the queue stood still.", "observability"),
    ],
)
def test_common_stories_are_known(text: str, expected: str) -> None:
    assert terms(say(text))[0].partition("/")[0] == expected


def test_a_term_of_the_site_is_found_by_its_label_and_aliases() -> None:
    taxonomy = site_taxonomy(
        "root_causes:\n"
        "  turnstile-jam: {label: Jammed turnstile, aliases: [stuck barrier]}\n"
        "  hardware/gate-motor: {label: Gate motor}\n"
    )
    assert terms(say("It was a stuck barrier."), taxonomy=taxonomy)[0] == "turnstile-jam"
    assert terms(say("It was the jammed turnstile."), taxonomy=taxonomy)[0] == "turnstile-jam"
    assert terms(say("Two gate motors wore out."), taxonomy=taxonomy)[0] == "hardware/gate-motor"


def test_signals_for_terms_that_a_site_does_not_have_are_left_out() -> None:
    taxonomy = site_taxonomy(
        "replace: [root_causes]\n"
        "root_causes:\n"
        "  set-up: {label: Set-up, aliases: [configuration]}\n"
        "  power: {label: Power}\n"
    )
    assert terms(say("A software bug and a misconfigured gate."), taxonomy=taxonomy) == ["set-up"]
    assert terms(say("The power was gone."), taxonomy=taxonomy) == ["power", "set-up"]


def test_a_child_that_a_site_does_not_have_speaks_for_its_parent() -> None:
    taxonomy = site_taxonomy("replace: [root_causes]\nroot_causes:\n  hardware: {}\n")
    assert terms(say("A failing disk."), taxonomy=taxonomy) == ["hardware"]


def test_a_deprecated_term_leads_to_the_one_to_use() -> None:
    taxonomy = site_taxonomy(
        "root_causes:\n  plant: {label: Plant}\n  hardware: {deprecated: plant}\n"
    )
    assert terms(say("A hardware failure."), taxonomy=taxonomy)[0] == "plant"
    found = terms(say("A hardware failure: a disk had failed, and a switch."), taxonomy=taxonomy)
    assert "hardware" not in found


def test_the_same_sentences_give_the_same_list() -> None:
    sentences = [say("Network and database and disk failures."), say("A bug.", TIMELINE)]
    assert suggest(*sentences) == suggest(*sentences)


def test_half_a_megabyte_is_read_in_seconds() -> None:
    text = "not no error of the in database not able due to network led to " * 20
    started = perf_counter()
    suggest(*[say(text, None, line=line) for line in range(400)], say("not error " * 50_000))
    assert perf_counter() - started < 20


def test_documents_read_with_equal_terms_share_their_signals() -> None:
    again = parse_taxonomy(SHIPPED)[0]
    shared = read_term_signals(TAXONOMY, TermSet.ROOT_CAUSES)
    assert read_term_signals(again, TermSet.ROOT_CAUSES) is shared
    own = site_taxonomy("root_causes:\n  turnstile-jam: {label: Jammed turnstile}\n")
    assert read_term_signals(own, TermSet.ROOT_CAUSES) is not shared
