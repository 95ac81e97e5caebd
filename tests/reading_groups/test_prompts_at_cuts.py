"""Prompts at a cut: their words, and that nothing that comes later has any part in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from making import TAXONOMY, make
from postmortem_kb.model import EventKind, Postmortem
from postmortem_kb.reading_groups.prompts import Prompt, ask_at_cut
from postmortem_kb.reading_groups.telling.cuts import CUT_KINDS, Cut
from records import PROPERTY

EVENTS = (
    "- 09:02 **Detected:** Checkout answers one request in five with an error.",
    "- 09:10 **Hypothesis:** The team meets. The last release is suspected. It is a false trail.",
    "- 09:20 **Note:** The old version is put back on one server.",
    "- 09:35 **Ruled out:** The last release shows no more errors than the old version.",
    "- 09:38 **Hypothesis:** A queue may be full.",
    "- 09:40 **Escalated:** The queue team joins.",
    "- 10:20 **Mitigated:** Errors are back to their usual rate.",
    "- 11:00 **Resolved:** The queue is mended.",
)


def tell(*lines: str, fields: str = "", rest: str = "", title: str = "Outage") -> Postmortem:
    body = "\n".join(["## Timeline", "", *lines, "", rest])
    front_matter = f"timezone: UTC\nstarted_at: 2024-06-08T08:40\n{fields}"
    return make("2024-06-08-checkout", front_matter, body, title=title)


def ask(postmortem: Postmortem, after: int, question: str | None = None) -> Prompt:
    kind = postmortem.body.events[after].kind
    reason = kind if kind in CUT_KINDS else None
    return ask_at_cut(postmortem, Cut(after, reason, question), TAXONOMY)


@pytest.mark.parametrize(
    ("after", "kind", "question"),
    [
        (
            0,
            "next-after-detection",
            "What would you look at first at 09:02, knowing “Checkout answers one request in five "
            "with an error”, and what might it show?",
        ),
        (
            1,
            "next-after-hypothesis",
            "At 09:10 the idea is “The last release is suspected”: what makes it a sensible place "
            "to look? What speaks against it, and what would you check to tell? So far: 8 min "
            "since the first notice; 1 idea followed, none ruled out.",
        ),
        (
            2,
            "next-step",
            "What would you look at next at 09:20, and what do you expect to see there? So far: "
            "18 min since the first notice; 1 idea followed, none ruled out.",
        ),
        (
            3,
            "next-after-ruling-out",
            "Where would you look next at 09:35, after “The last release shows no more errors than "
            "the old version”? So far: 33 min since the first notice; 1 idea followed, 1 ruled "
            "out.",
        ),
        (
            5,
            "next-after-escalation",
            "What would you tell the people joining at 09:40, in two sentences, and what would you "
            "ask them to look at? So far: 38 min since the first notice; 2 ideas followed, 1 ruled "
            "out; others called in once.",
        ),
        (
            6,
            "next-after-mitigation",
            "How would you make sure at 10:20 that it lasts: “Errors are back to their usual "
            "rate”? What would you still want to find out? So far: 1 h 18 min since the first "
            "notice; 2 ideas followed, 1 ruled out; others called in once.",
        ),
    ],
)
def test_each_reason_has_words_of_its_own(after: int, kind: str, question: str) -> None:
    found = ask(tell(*EVENTS), after)
    assert (found.kind, found.question, found.event) == (kind, question, after)


def test_what_is_ruled_out_leaves_the_other_ideas_open() -> None:
    events = (*EVENTS[:2], EVENTS[4].replace("09:38", "09:12"), EVENTS[3])
    assert "and what about “A queue may be full”?" in ask(tell(*events), 3).question


def test_the_basis_says_how_far_the_story_was_told() -> None:
    assert ask(tell(*EVENTS), 3).basis == "timeline up to entry 4 (09:35), nothing later"


def test_a_question_set_by_hand_is_asked_as_it_stands() -> None:
    found = ask(tell(*EVENTS), 2, "What does the graph leave out?")
    assert found == Prompt(
        "set-by-hand", "What does the graph leave out?", "set in the record, entry 3", 2
    )


def test_an_entry_that_holds_nothing_but_hindsight_is_not_quoted() -> None:
    events = (EVENTS[0], "- 09:10 **Hypothesis:** A red herring: the release.")
    assert ask(tell(*events), 1).question == (
        "What makes this a sensible idea at 09:10? What speaks against it, and what would you "
        "check to tell? So far: 8 min since the first notice; 1 idea followed, none ruled out."
    )


def test_an_entry_without_a_time_is_asked_about_without_one() -> None:
    found = ask(tell(EVENTS[0], "- **Hypothesis:** A queue may be full."), 1)
    assert found.question.startswith("The idea is “A queue may be full”: what makes it a")
    assert found.basis == "timeline up to entry 2, nothing later"


def test_a_later_day_is_named_only_once_the_story_has_come_there() -> None:
    events = (*EVENTS[:2], "- 2024-06-09 00:30 **Escalated:** The queue team joins.")
    assert ask(tell(*events), 1).question.startswith("At 09:10 the idea is ")
    assert "at 9 June 2024, 00:30," in ask(tell(*events), 2).question


def test_times_in_several_zones_are_told_with_their_zones() -> None:
    events = (
        "- 2024-06-08T15:45-07:00 **Detected:** Checkout answers with errors.",
        "- 2024-06-08T23:00+00:00 **Escalated:** The queue team joins.",
    )
    first, second = (ask(tell(*events), after) for after in (0, 1))
    assert first.question.startswith("What would you look at first at 15:45, knowing")
    assert second.question.startswith("What would you tell the people joining at 23:00 UTC, in")
    assert second.basis == "timeline up to entry 2 (23:00 UTC), nothing later"


def test_what_only_begins_is_not_asked_to_last() -> None:
    event = "- 10:20 **Mitigated:** The rollback of the release begins."
    assert ask(tell(EVENTS[0], event), 1).question == (
        "What would show you at 10:20 that this works: “The rollback of the release begins”? "
        "What would you do if it did not? So far: 1 h 18 min since the first notice."
    )


def test_the_question_about_an_idea_says_which_event_it_is_about() -> None:
    assert [ask(tell(*EVENTS), after).about for after in (0, 1, 2)] == [None, 1, None]


LATER = st.lists(
    st.tuples(
        st.sampled_from([kind.value.replace("-", " ").capitalize() for kind in EventKind]),
        st.sampled_from(["The last release", "A queue", "The disk", "Nobody", "It"]),
        st.sampled_from(["is ruled out", "is full", "turns out to be the cause", "is suspected"]),
    ),
    max_size=5,
)
OUTCOME = st.fixed_dictionaries(
    {},
    optional={
        "root_causes": st.sampled_from(["[hardware/disk]", "[configuration]"]),
        "trigger": st.sampled_from(["expiry", "maintenance"]),
        "mitigation": st.sampled_from(["failover", "rollback"]),
        "detection": st.sampled_from(["customer", "monitoring"]),
        "services": st.just("[shop]"),
        "cause_services": st.just("[payments]"),
        "detected_at": st.just("2024-06-08T08:55"),
        "mitigated_at": st.just("2024-06-08T12:20"),
        "resolved_at": st.sampled_from(["2024-06-08T12:30", "2024-06-09T02:00", "ongoing"]),
        "duration": st.just("5 h"),
        "severity": st.just("sev1"),
        "summary": st.just("The disk was full."),
        "contributing_factors": st.just("[The disk was old]"),
        "lessons": st.just("[Disks wear out]"),
        "action_items": st.just("[{title: Replace disks}]"),
    },
)


@PROPERTY
@given(
    after=st.integers(0, 6),
    later=LATER,
    outcome=OUTCOME,
    title=st.sampled_from(["Outage", "A disk was full"]),
    rest=st.sampled_from(["", "## Root cause\n\nThe disk was full.", "## Lessons\n\n- Disks."]),
)
def test_whatever_comes_later_the_prompt_stays_the_same(
    after: int,
    later: list[tuple[str, str, str]],
    outcome: dict[str, str],
    title: str,
    rest: str,
) -> None:
    entries = [f"- 12:{n:02} **{kind}:** {it} {does}." for n, (kind, it, does) in enumerate(later)]
    fields = "\n".join(f"{name}: {value}" for name, value in outcome.items())
    told = tell(*EVENTS[: after + 1], *entries, fields=fields, rest=rest, title=title)
    assert ask(told, after) == ask(tell(*EVENTS), after)
