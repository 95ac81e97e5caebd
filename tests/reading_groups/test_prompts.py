"""Prompts after the story: each kind from a record of its own, in exactly these words."""

from datetime import date

import pytest

from making import catalogue_of, make
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.prompts import Prompt, PromptFinder, find_prompts
from postmortem_kb.reading_groups.prompts.finding import MOST
from postmortem_kb.reading_groups.prompts.registry import AFTER
from postmortem_kb.reading_groups.prompts.story import Others, Story

TIMELINE = """
## Timeline

- 09:02 **Detected:** Checkout answers one request in five with an error.
- 09:10 **Hypothesis:** The last release is suspected.
- 09:35 **Ruled out:** The last release is not it: the old version shows the same errors.
- 09:40 **Escalated:** The queue team joins.
- 09:45 **Note:** The queue team looks at its graphs.
- 10:20 **Mitigated:** Errors are back to their usual rate.
"""


def asked(kind: str, *records: Postmortem) -> list[tuple[str, str, int | None]]:
    """All questions of one kind about the first record."""
    story = Story(records[0], Others(catalogue_of(*records)))
    found = next(each for each in AFTER if each.key == kind)
    return [(prompt.question, prompt.basis, prompt.event) for prompt in found.ask(story)]


def record(front_matter: str = "", body: str = "", **options: str) -> Postmortem:
    return make("2024-06-08-checkout", f"timezone: UTC\n{front_matter}", body, **options)


def told(body: str = TIMELINE) -> Postmortem:
    return record("started_at: 2024-06-08T08:40", body)


CASES = {
    "wrong-turn": (
        told(),
        "What made it reasonable at 09:10 to follow this idea: “The last release is suspected”? "
        "Seen by then: “Checkout answers one request in five with an error” at 09:02.",
        "timeline, entry 2: hypothesis, 09:10",
        2,
    ),
    "ruled-out": (
        told(),
        "What was the signal that ruled this out at 09:35, after 25 min: “The last release is "
        "suspected”? How could that signal be made easier to see?",
        "timeline, entry 3: ruled out, 09:35",
        2,
    ),
    "escalation": (
        told(),
        "What led to calling in others at 09:40, 38 min after the first notice: “The queue team "
        "joins”? What could the people joining see that had not been visible before?",
        "timeline, entry 4: escalated, 09:40",
        4,
    ),
    "silence": (
        told(TIMELINE.replace("10:20", "10:40")),
        "What was going on between 09:45 and 10:40? The timeline tells nothing of these 55 min; "
        "its next longest stretch without an entry is 25 min.",
        "timeline, between entries 5 and 6",
        5,
    ),
    "detection-gap": (
        record("started_at: 2024-06-08T08:40\ndetected_at: 2024-06-08T09:02"),
        "What already showed the trouble in the 22 min between its start (08:40) and the first "
        "notice (09:02), and how could that reach somebody on call?",
        "fields started_at and detected_at",
        None,
    ),
    "early-detection": (
        record("started_at: 2024-06-08T09:05\ndetected_at: 2024-06-08T09:02"),
        "What did the first notice see at 09:02, 3 min before the stated start (09:05), and when "
        "were users first affected?",
        "fields started_at and detected_at",
        None,
    ),
    "detection-from-outside": (
        record("detection: customer"),
        "What could customers see that monitoring did not show, and what would have to be watched "
        "to see the same?",
        "field detection: customer",
        None,
    ),
    "mitigation-gap": (
        record("mitigated_at: 2024-06-08T10:20\nresolved_at: 2024-06-08T11:00"),
        "What was still uncertain in the 40 min between mitigation (10:20) and resolution (11:00), "
        "and how was it known that it was over?",
        "fields mitigated_at and resolved_at",
        None,
    ),
    "trigger": (
        record("trigger: configuration-push\nroot_causes: [configuration]"),
        "What other triggers than “Configuration push” could meet the same condition, and what "
        "would be seen of them first?",
        "field trigger: configuration-push",
        None,
    ),
    "mitigation": (
        record("mitigation: rollback"),
        "What had to be in place for the way it ended (“Rollback”) to work, and when was that last "
        "tried without an incident?",
        "field mitigation: rollback",
        None,
    ),
    "luck": (
        record(
            body="## Where we got lucky\n\n- The backup had been made an *hour* earlier. Phew.\n"
        ),
        "What would it take for this not to depend on luck: “The backup had been made an hour "
        "earlier”?",
        "section Where we got lucky, point 1",
        None,
    ),
    "surprise": (
        record("surprises: [The standby served stale prices.]"),
        "What picture of the system made this a surprise: “The standby served stale prices”? "
        "Where else is that picture in use?",
        "field surprises, entry 1",
        None,
    ),
    "contributing-factor": (
        record("contributing_factors: [All workers share one pool of connections]"),
        "What else depends on this condition today: “All workers share one pool of connections”? "
        "How would it show itself next time?",
        "field contributing_factors, entry 1",
        None,
    ),
    "lesson": (
        record("lessons: [A full queue looks like a slow network]"),
        "How would somebody on call tonight come across this lesson: “A full queue looks like a "
        "slow network”?",
        "field lessons, entry 1",
        None,
    ),
    "went-well": (
        record(body="## What went well\n\nThe rollback took four minutes.\n"),
        "What made this possible: “The rollback took four minutes”? How is it kept so?",
        "section What went well, point 1",
        None,
    ),
    "went-wrong": (
        record(body="## What went wrong\n\n- Servers were restarted one by one.\n"),
        "What in the tools, signals and procedures at hand made it go this way: “Servers were "
        "restarted one by one”?",
        "section What went wrong, point 1",
        None,
    ),
    "open-measure": (
        record(body="## Action items\n\n- [ ] Alert on the queue (owner: Queue team)\n"),
        "What does this measure need to be done: “Alert on the queue”? In the record: open, owner: "
        "Queue team, no due date.",
        "action item 1",
        None,
    ),
    "declined-measure": (
        record(
            "action_items:\n  - {title: One pool each, status: declined, reason: Pools go away}\n"
        ),
        "What covers the risk today that this measure was for: “One pool each”? It was declined. "
        "The reason given: “Pools go away”.",
        "action item 1",
        None,
    ),
    "unowned-measures": (
        record(body="## Action items\n\n- [ ] Alert (owner: SRE)\n- [ ] Test it\n- [ ] Limit it\n"),
        "How does a measure find an owner here, and which one would matter most if it happened "
        "again? 2 of 3 open measures stand without one in the record.",
        "owners of the action items",
        None,
    ),
    "discrepancy-of-form": (
        record("discrepancies: [{about: started_at, note: The zone is not stated.}]"),
        "What could settle this, and what does it change in the story: “The zone is not stated”?",
        "field discrepancies, entry 1: started_at",
        None,
    ),
    "discrepancy": (
        record("discrepancies: [{about: detected_at, note: It is 09:02 here and 09:07 there.}]"),
        "What could settle this, and what does it change in the story: “It is 09:02 here and 09:07 "
        "there”?",
        "field discrepancies, entry 1: detected_at",
        None,
    ),
}


@pytest.mark.parametrize("kind", sorted(CASES))
def test_a_kind_of_prompt_is_made_from_the_record(kind: str) -> None:
    postmortem, *expected = CASES[kind]
    assert asked(kind, postmortem) == [tuple(expected)]


def test_an_idea_quotes_only_what_was_known_then() -> None:
    body = TIMELINE.replace("is suspected.", "is suspected. It is a false trail.")
    (question, _, _), *_ = asked("wrong-turn", told(body))
    assert "“The last release is suspected”" in question
    assert "trail" not in question


def test_an_idea_that_was_ruled_out_comes_before_one_that_was_not() -> None:
    body = TIMELINE.replace("- 09:40", "- 09:38 **Hypothesis:** A full queue.\n- 09:40")
    body = body.replace("- 09:10", "- 09:05 **Hypothesis:** A slow network.\n- 09:10")
    found = [(basis[:17], event) for _, basis, event in asked("wrong-turn", told(body))]
    assert found == [
        ("timeline, entry 3", 3),
        ("timeline, entry 2", None),
        ("timeline, entry 5", None),
    ]


def test_what_had_been_seen_is_never_older_than_the_first_notice() -> None:
    body = TIMELINE.replace("- 09:02", "- 08:40 **Note:** A job fills the queue.\n- 09:02")
    (question, _, _), *_ = asked("wrong-turn", told(body))
    assert "fills the queue" not in question


def test_two_days_are_told_apart() -> None:
    postmortem = record("started_at: 2024-06-08T23:50\ndetected_at: 2024-06-09T00:10")
    ((question, _, _),) = asked("detection-gap", postmortem)
    assert "(8 June 2024, 23:50)" in question
    assert "(9 June 2024, 00:10)" in question


def test_even_gaps_in_a_timeline_are_no_silence() -> None:
    body = "## Timeline\n\n- 09:00 One\n- 09:30 Two\n- 10:00 Three\n- 10:30 Four\n"
    assert asked("silence", told(body)) == []


def test_entries_without_a_time_fill_a_silence() -> None:
    body = "## Timeline\n\n- 09:00 One\n- 09:05 Two\n- 09:10 Three\n- Four\n- 12:00 Five\n"
    assert asked("silence", told(body)) == []


def test_waiting_after_mitigation_is_no_silence() -> None:
    body = TIMELINE + "- 12:00 **Resolved:** All is well.\n"
    ((_, basis, _),) = asked("silence", told(body.replace("10:20", "10:40")))
    assert basis == "timeline, between entries 5 and 6"
    assert asked("silence", told(body.replace("10:20", "10:10"))) == []


def test_a_measure_that_is_done_is_not_asked_about() -> None:
    assert asked("open-measure", record(body="## Action items\n\n- [x] Alert on the queue\n")) == []


def test_a_declined_measure_without_a_reason_says_so() -> None:
    items = "action_items:\n  - {title: One pool each, status: declined}\n"
    ((question, _, _),) = asked("declined-measure", record(items))
    assert question.endswith("It was declined. The record gives no reason.")


def test_a_section_that_says_there_is_nothing_yields_no_question() -> None:
    assert asked("luck", record(body="## Where we got lucky\n\n- None.\n- N/A\n<!-- ? -->\n")) == []


def test_a_point_may_begin_with_nothing() -> None:
    ((question, _, _),) = asked("luck", record(body="## Where we got lucky\n\nNothing was lost.\n"))
    assert "“Nothing was lost”" in question


def test_the_points_of_a_table_are_its_first_cells_and_code_is_none() -> None:
    table = "## What went well\n\n| What | How |\n|-|-|\n| The rollback was fast | Practice |\n"
    code = "## What went well\n\n```\nsome code\n```\n"
    ((question, _, _),) = asked("went-well", record(body=table))
    assert "“The rollback was fast”" in question
    assert asked("went-well", record(body=code)) == []


def test_words_that_blame_are_not_repeated() -> None:
    body = "## What went wrong\n\n- The engineer forgot to renew the certificate.\n"
    assert asked("went-wrong", record(body=body)) == []


def test_shouting_is_not_repeated_but_abbreviations_are() -> None:
    body = "## What went wrong\n\n- NOBODY TOOK CARE OF THE DNS\n- The DNS TTL and SOA were old\n"
    ((question, _, _),) = asked("went-wrong", record(body=body))
    assert "“The DNS TTL and SOA were old”" in question


@pytest.mark.parametrize(
    "point",
    ["The tired on-call looked elsewhere", "People were confused by it", "It was a careless push"],
)
def test_what_state_somebody_was_in_is_not_repeated(point: str) -> None:
    assert asked("went-wrong", record(body=f"## What went wrong\n\n- {point}\n")) == []


@pytest.mark.parametrize("start", ["However, it", "But it", "These paths", "It", "As a result it"])
def test_a_sentence_that_leans_on_the_one_before_is_not_quoted(start: str) -> None:
    body = f"## What went well\n\n- {start} came back soon.\n"
    assert asked("went-well", record(body=body)) == []
    body = f"## What went well\n\n- {start} came back soon. The rollback took a minute.\n"
    assert "“The rollback took a minute”" in asked("went-well", record(body=body))[0][0]


def test_what_describes_a_picture_is_not_quoted() -> None:
    body = TIMELINE.replace(
        "Checkout answers one request in five with an error.",
        "Alert. ![Graph: the expired certificate](expired.png)",
    )
    (question, _, _), *_ = asked("wrong-turn", told(body))
    assert question.endswith("? Seen by then: “Alert” at 09:02.")


@pytest.mark.parametrize("way", ["ad-hoc", "unknown"])
def test_a_way_of_ending_that_nothing_was_in_place_for_is_not_asked_about(way: str) -> None:
    assert asked("mitigation", record(f"mitigation: {way}")) == []


def test_what_recovered_by_itself_is_not_asked_to_have_been_in_place() -> None:
    ((question, _, _),) = asked("mitigation", record("mitigation: self-recovered"))
    assert question.startswith("What ended it, as no action is known to have done so")


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ("- [ ] Alert\n- [ ] Test it\n", "Both open measures stand without one"),
        ("- [ ] Alert\n- [ ] Test it\n- [ ] Limit it\n", "All 3 open measures stand without one"),
    ],
)
def test_how_many_measures_have_no_owner_is_said_in_words_that_fit(items: str, said: str) -> None:
    ((question, _, _),) = asked("unowned-measures", record(body=f"## Action items\n\n{items}"))
    assert said in question


def test_times_in_several_zones_are_told_with_their_zones() -> None:
    body = """
    ## Timeline

    - 2024-06-08T15:30-07:00 One
    - 2024-06-08T15:35-07:00 Two
    - 2024-06-08T15:45-07:00 Three
    - 2024-06-09T05:00+00:00 Four
    """
    ((question, _, _),) = asked("silence", told(body))
    assert question.startswith(
        "What was going on between 8 June 2024, 15:45 UTC−07:00 and 9 June 2024, 05:00 UTC? The "
        "timeline tells nothing of these 6 h 15 min;"
    )


def test_a_discrepancy_of_zones_is_asked_about_only_where_nothing_else_is() -> None:
    zone = record(
        "started_at: 2024-06-08T10:00\nresolved_at: 2024-06-08T11:00\n"
        "root_causes: [hardware/disk]\ntrigger: unknown\ndetection: monitoring\n"
        "discrepancies: [{about: timezone, note: The zone is not stated.}]"
    )
    kinds = [prompt.kind for prompt in find_prompts(zone, catalogue_of(zone))]
    assert kinds == ["not-stated"]


def test_a_discrepancy_of_zones_is_better_than_no_question() -> None:
    several = record(
        "discrepancies: [{about: timezone, note: The zone is not stated.}]\n"
        "incidents:\n"
        "- {id: a, started_at: 2024-06-08T10:00, resolved_at: 2024-06-08T11:00,\n"
        "   root_causes: [hardware/disk], trigger: maintenance, detection: monitoring}\n"
        "- {id: b, started_at: 2024-06-09T10:00, resolved_at: 2024-06-09T11:00,\n"
        "   root_causes: [hardware/disk], trigger: maintenance, detection: monitoring}\n"
    )
    kinds = [prompt.kind for prompt in find_prompts(several, catalogue_of(several))]
    assert kinds == ["discrepancy-of-form"]


def test_quotation_marks_within_a_quotation_become_single_ones() -> None:
    postmortem = record("surprises: ['It said \"ok\" and “fine” all day']")
    assert "“It said ‘ok’ and ‘fine’ all day”" in asked("surprise", postmortem)[0][0]


UNSTATED = (
    ("root_causes", "How could it be found out what made this possible?"),
    ("trigger", "How could it be found out what set it off at that moment and not on another day?"),
    ("detection", "How could it be found out what noticed it first?"),
    ("started_at", "How could the time of the first effect be found, and in which data would"),
    ("resolved_at", "How could it be found out when it was over?"),
)


def test_what_the_record_does_not_state_is_asked_for() -> None:
    found = asked("not-stated", record())
    assert [basis for _, basis, _ in found] == [f"field {name}: not stated" for name, _ in UNSTATED]
    for (question, _, _), (_, expected) in zip(found, UNSTATED, strict=True):
        assert question.startswith(expected)


def test_an_unknown_zone_is_asked_for_where_there_are_times() -> None:
    postmortem = make("2024-06-08-x", "timezone: unknown\nstarted_at: 2024-06-08T09:00")
    assert "field timezone: not stated" in [
        basis for _, basis, _ in asked("not-stated", postmortem)
    ]


def on(day: date, record_id: str, *lines: str, body: str = "", title: str = "Outage") -> Postmortem:
    fields = "\n".join([f"started_at: {day}T10:00", "timezone: UTC", *lines])
    return make(f"{day}-{record_id}", fields, body, title=title)


EARLIER = on(
    date(2023, 5, 3),
    "orders",
    "root_causes: [hardware/disk]",
    "services: [shop]",
    body="## Action items\n\n| Action | Type | Status |\n|-|-|-|\n"
    "| Train | process | open |\n| Replace old disks | prevent | open |\n",
    title="Orders stuck on a full disk",
)
LATER = on(
    date(2024, 6, 8),
    "orders",
    "root_causes: [hardware/disk]",
    "services: [shop]",
    title="Orders lost",
)


def test_the_same_cause_again_asks_for_the_measure_of_the_earlier_record() -> None:
    expected = (
        "Which measure was meant to stop this, and where does it stand? “Disk” is a root cause on "
        "3 May 2023 and again on 8 June 2024; the other record is “Orders stuck on a full disk” "
        "(3 May 2023). The earlier record lists “Replace old disks” (open, no owner, no due date)."
    )
    basis = "root cause hardware/disk, also in 2023-05-03-orders"
    assert asked("same-cause", LATER, EARLIER) == [(expected, basis, None)]


@pytest.mark.parametrize(("number", "said"), [(1, "1 measure"), (2, "2 measures")])
def test_measures_that_cannot_be_quoted_are_counted(number: int, said: str) -> None:
    rows = "| Retrain the careless engineer | prevent | open |\n" * number
    body = f"## Action items\n\n| Action | Type | Status |\n|-|-|-|\n{rows}"
    earlier = on(date(2023, 5, 3), "orders", "root_causes: [hardware/disk]", body=body)
    ((question, _, _),) = asked("same-cause", LATER, earlier)
    assert question.endswith(f"The earlier record lists {said} to prevent or detect it.")


def test_the_earlier_record_is_told_that_it_came_again() -> None:
    ((question, basis, _),) = asked("same-cause", EARLIER, LATER)
    assert "on 3 May 2023 and again on 8 June 2024; the other record is “Orders lost”" in question
    assert basis == "root cause hardware/disk, also in 2024-06-08-orders"


def test_a_wider_cause_is_not_the_same() -> None:
    wider = on(date(2023, 7, 1), "mail", "root_causes: [hardware]")
    assert asked("same-cause", LATER, wider) == []


def test_of_several_earlier_records_the_nearest_is_named() -> None:
    between = on(date(2024, 1, 1), "mail", "root_causes: [hardware/disk]", title="Mail was slow")
    ((question, _, _),) = asked("same-cause", LATER, EARLIER, between)
    assert "the other record is “Mail was slow” (1 January 2024)" in question


def test_a_stated_recurrence_is_asked_about_from_both_ends_and_not_twice() -> None:
    again = on(
        date(2024, 6, 8),
        "orders",
        "root_causes: [hardware/disk]",
        "related: [{id: 2023-05-03-orders, relation: recurrence-of}]",
    )
    expected = (
        "What was in place by 8 June 2024 against its coming back, and what let it through? The "
        "records call it a recurrence; the other one is "
    )
    ((later, _, _),) = asked("recurrence", again, EARLIER)
    ((earlier, _, _),) = asked("recurrence", EARLIER, again)
    assert later.startswith(f"{expected}“Orders stuck on a full disk” (3 May 2023).")
    assert earlier.startswith(f"{expected}“Outage” (8 June 2024).")
    assert asked("same-cause", again, EARLIER) == []


def test_the_same_service_again_names_the_other_record() -> None:
    expected = (
        "What had changed at “Shop” between 3 May 2023 and 8 June 2024, and what had stayed as it "
        "was? The other record is “Orders stuck on a full disk” (3 May 2023)."
    )
    other_cause = on(date(2024, 6, 8), "orders", "root_causes: [network]", "services: [shop]")
    assert asked("same-service", other_cause, EARLIER)[0][0] == expected


def test_a_record_named_for_its_cause_is_not_named_again_for_its_service() -> None:
    assert asked("same-service", LATER, EARLIER) == []


def full() -> Postmortem:
    points = "\n".join(f"- Point {number} is here.\n" for number in range(9))
    items = "\n".join(f"- [ ] Measure {number}" for number in range(9))
    body = f"{TIMELINE}\n## Where we got lucky\n\n{points}\n## Action items\n\n{items}\n"
    return record("started_at: 2024-06-08T08:40\nsurprises: [One, Two, Three, Four, Five]", body)


def test_there_are_at_most_twelve_and_none_twice_from_the_same() -> None:
    found = find_prompts(full(), catalogue_of(full()))
    assert len(found) == MOST == 12
    assert len({prompt.basis for prompt in found}) == MOST


def test_the_most_telling_come_first_and_no_kind_crowds_out_the_others() -> None:
    kinds = [prompt.kind for prompt in find_prompts(full(), catalogue_of(full()))]
    assert kinds[:5] == ["wrong-turn", "luck", "surprise", "ruled-out", "escalation"]
    assert max(kinds.count(kind) for kind in kinds) == 3


def test_prompts_are_the_same_in_every_order_of_the_records() -> None:
    records = [LATER, EARLIER, full()]
    forwards, backwards = catalogue_of(*records), catalogue_of(*reversed(records))
    found = [PromptFinder(forwards).find(each) for each in records]
    assert [find_prompts(each, backwards) for each in records] == found


def test_a_record_that_is_not_in_the_catalogue_has_prompts_of_its_own() -> None:
    found = find_prompts(told(), catalogue_of(EARLIER))
    assert isinstance(found[0], Prompt)
    assert found[0].kind == "wrong-turn"
