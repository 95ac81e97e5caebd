"""What an entry of a timeline marks."""

import pytest

from postmortem_kb.extraction.times.event_kinds import find_event_kind
from postmortem_kb.model import EventKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("**Detection:** by an alert", EventKind.DETECTED),
        ("Misleading paths: the network", EventKind.HYPOTHESIS),
        ("Escalation: the storage team", EventKind.ESCALATED),
        ("Resolved: all is well", EventKind.RESOLVED),
        ("Ruled out: the network", EventKind.RULED_OUT),
        ("The incident was escalated to the storage team", EventKind.ESCALATED),
        ("Review the escalation policy", EventKind.NOTE),
        ("The network was ruled out", EventKind.RULED_OUT),
        ("We suspected the network", EventKind.HYPOTHESIS),
        ("All services are fully restored", EventKind.RESOLVED),
        ("Rolled back the release", EventKind.MITIGATED),
        ("Monitoring raised an alert", EventKind.DETECTED),
        ("Customers complained", EventKind.DETECTED),
        ("The on-call engineer began to investigate", EventKind.ACKNOWLEDGED),
        ("The outage begins", EventKind.STARTED),
        ("Lunch", EventKind.NOTE),
        ("", EventKind.NOTE),
    ],
)
def test_words_and_labels_tell_the_kind(text: str, kind: EventKind) -> None:
    assert find_event_kind(text) is kind


def test_a_label_above_comes_before_the_words() -> None:
    kind = find_event_kind("The network was resolved by name", ("timeline", "misleading paths"))
    assert kind is EventKind.HYPOTHESIS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The monitor reported that the shop was functioning normally, all resolved", "resolved"),
        ("Checks found that the database was functioning properly", "ruled-out"),
        ("The maps were grey, even though the server and disk were functioning correctly", "note"),
        ("The network was ruled out, and the outage was not resolved", "ruled-out"),
        ("The red herring was left and the incident was resolved", "resolved"),
    ],
)
def test_what_works_is_over_or_ruled_out(text: str, kind: str) -> None:
    assert find_event_kind(text).value == kind
