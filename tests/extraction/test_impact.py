"""Whom it hurt: the one share that counts, and a severity only where it is written."""

import time

import pytest

from outlining import outline_of
from postmortem_kb.extraction.evidence import Certainty
from postmortem_kb.extraction.facts.impact import find_impact
from postmortem_kb.knowledge_base import load_shipped_taxonomy

TAXONOMY = load_shipped_taxonomy()


def values_of(text: str) -> dict[str, str | float | int]:
    evidence, _ = find_impact(outline_of(text), TAXONOMY)
    return {item.field: item.value for item in evidence}


def share_of(sentence: str, heading: str = "Impact") -> str | float | int | None:
    return values_of(f"## {heading}\n\n{sentence}\n").get("impact.users_percent")


@pytest.mark.parametrize(
    ("sentence", "share"),
    [
        ("Approximately 40% of users were affected.", "~40"),
        ("This hit 75 percent of our customers.", 75),
        ("943 requests failed (18.6% of users).", 18.6),
        ("Logins failed for ~30% of active users.", "~30"),
        ("About 25% of transactions were unsuccessful.", "~25"),
        ("100 percent of the mail server was offline.", 100),
        ("All users were unable to sign in.", None),
        ("Half of the users could not sign in.", None),
        ("Availability fell to 97.2% in that month.", None),
        ("CPU usage reached 98% on both hosts.", None),
        ("Packet loss rose to 38% on the link.", None),
        ("Sales went down by 20% that day.", None),
        ("Latency increased by 60% for everybody.", None),
    ],
)
def test_the_share_of_those_who_were_hurt(sentence: str, share: str | float | None) -> None:
    assert share_of(sentence) == share


def test_an_entry_of_the_timeline_says_whom_without_its_time() -> None:
    text = "## Timeline\n\n- 10:05 Uploads fail for 20% of users.\n- 11:00 Fixed.\n"
    values = values_of(text)
    assert values["impact.users_percent"] == 20
    assert values["impact.summary"] == "Uploads fail for 20% of users."


def test_the_share_of_people_is_preferred_to_that_of_things() -> None:
    text = "The pool was at 90% of its size. 35% of requests failed, so 20% of users saw an error."
    assert share_of(text) == 20


def test_of_two_shares_that_of_the_affected_counts() -> None:
    text = "78% of users had no picture at all, while the remaining 22% had a slow one."
    assert share_of(text) == 78


def test_a_share_in_the_timeline_or_the_measures_is_a_decoy() -> None:
    text = """
        ## Timeline
        - 10:00 Alert: 80% of the disk is used
        - 11:00 Site 100% back online

        ## Action items
        - Alert when 5% of users see an error
    """
    assert values_of(text) == {}


def test_what_the_share_is_of_is_told_in_the_words_of_the_document() -> None:
    values = values_of(
        "## Impact\n\n40% of users attempting a booking in that hour were affected.\n"
    )
    assert values["impact.of"] == "users attempting a booking"


def test_a_loss_of_service_is_a_share_of_what_there_is() -> None:
    values = values_of("## Impact\n\nThere was a 30% reduction in service availability.\n")
    assert (values["impact.users_percent"], values["impact.of"]) == (
        30,
        "reduction in service availability",
    )


def test_the_sentence_that_says_whom_it_hurt_is_the_summary() -> None:
    evidence, _ = find_impact(
        outline_of("- **Impact:** Readers saw an empty page. Nobody lost data.\n"), TAXONOMY
    )
    (summary,) = [item for item in evidence if item.field == "impact.summary"]
    assert summary.value == "Readers saw an empty page."
    assert summary.line == 1


@pytest.mark.parametrize(
    "text",
    [
        "**Severity:** SEV-2\n",
        "- Severity level: sev2\n",
        "| Severity | SEV2 |\n|---|---|\n| Service | mail |\n",
        "## Summary\n\nThis was a SEV-2 incident.\n",
        "## Severity\n\nSEV2\n",
    ],
)
def test_a_written_severity_is_a_term_of_the_taxonomy(text: str) -> None:
    evidence, problems = find_impact(outline_of(text), TAXONOMY)
    (severity,) = [item for item in evidence if item.field == "severity"]
    assert (severity.value, severity.certainty, problems) == ("sev2", Certainty.STATED, ())


def test_a_severity_of_another_scale_is_a_problem_and_no_value() -> None:
    evidence, problems = find_impact(outline_of("Title\n\nSeverity: P1\n"), TAXONOMY)
    assert [item.field for item in evidence] == []
    assert [(problem.line, problem.code) for problem in problems] == [(3, "unknown-severity")]
    assert '"P1"' in problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        "Recognising the severity of the situation, we called everybody.\n",
        "The p95 latency was high and port 8080 was closed.\n",
        "Severity: TBD\n",
        "## Action items\n- Alert with severity 1\n",
    ],
)
def test_a_severity_is_never_guessed(text: str) -> None:
    evidence, problems = find_impact(outline_of(text), TAXONOMY)
    assert "severity" not in [item.field for item in evidence]
    assert problems == ()


def test_a_long_hostile_document_is_read_quickly() -> None:
    text = "## Impact\n\n" + "40% of of our our the the users " * 15_000
    began = time.perf_counter()
    find_impact(outline_of(text), TAXONOMY)
    assert time.perf_counter() - began < 20
