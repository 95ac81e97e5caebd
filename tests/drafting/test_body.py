"""The body of a record: all that a document says, in the form that the parser reads."""

from dataclasses import replace
from pathlib import Path

import pytest

from drafted import body_of, event, measure, part_at, read, with_events, with_measures
from postmortem_kb.extraction.findings import FoundEvent, FoundMeasure
from postmortem_kb.extraction.outline.outline import Part, PartKind
from postmortem_kb.fields import ActionStatus, ActionType
from postmortem_kb.model import EventKind
from postmortem_kb.zones import parse_zone


def dedent(text: str) -> str:
    return "\n".join(line.removeprefix("    ") for line in text.strip("\n").split("\n")).rstrip()


def test_plain_headings_become_those_of_the_house() -> None:
    body = body_of(
        "**Issue Summary:**\n\nIt broke.\n\n##Incident Timeline:\n\nIt began.\n\n"
        "Corrective and Preventative Measures\n\nNothing yet.\n"
    )
    assert [line for line in body.split("\n") if line.startswith("#")] == [
        "## Summary",
        "## Timeline",
        "## Action items",
    ]


def test_a_heading_that_says_more_keeps_its_words() -> None:
    body = body_of(
        "## Root Cause and Resolution:\n\nA disk.\n\n## 🎉 Lessons we learned\n\nMany.\n"
    )
    assert "## Root Cause and Resolution\n" in body
    assert "## 🎉 Lessons we learned\n" in body


def test_a_heading_that_the_parser_does_not_know_stands_below_the_house_s() -> None:
    text = "# Checkout was down\n\n## Debugging process\n\n10:00 It began.\n"
    findings = read(text)
    findings = with_events(findings, event(findings, 5, "T10:00", "It began."))
    assert body_of(findings) == "## Timeline\n\n**Debugging process**\n\n- 10:00 It began."


def test_the_title_is_not_said_twice() -> None:
    assert body_of("# Checkout was down\n\nIt broke.\n") == "It broke."


def test_what_the_title_leaves_out_stays_at_the_top() -> None:
    text = "# Postmortem: Checkout was down (2024-06-08)\n\nIt broke.\n"
    assert body_of(text) == "Postmortem: Checkout was down (2024-06-08)\n\nIt broke."


def test_an_untitled_line_at_the_top_stays_a_line() -> None:
    assert (
        body_of("POSTMORTEM\n\n## Summary\n\nIt broke.\n")
        == "POSTMORTEM\n\n## Summary\n\nIt broke."
    )


def test_sections_stay_within_each_other() -> None:
    body = body_of(
        "# T\n\n## Summary\n\nOne.\n\n### Impact\n\nTwo.\n\n## Notes\n\n### Deeper\n\nThree.\n"
    )
    assert [line for line in body.split("\n") if line.startswith("#")] == [
        "## Summary",
        "### Impact",
        "## Notes",
        "### Deeper",
    ]


def test_headings_below_one_without_text_belong_to_it() -> None:
    body = body_of(
        "Issue Summary:\n\nDuration:\nAn hour.\n\nImpact:\nAll users.\n\nTimeline:\n\nIt began.\n\n"
        "Root Cause and Resolution:\n\nRoot Cause:\nA disk.\n\nResolution:\nAnother.\n\n"
        "Conclusion\n\nBye.\n"
    )
    assert [line for line in body.split("\n") if line.startswith("#")] == [
        "## Summary",
        "### Duration",
        "### Impact",
        "## Timeline",
        "## Root Cause and Resolution",
        "### Root cause",
        "### Resolution",
        "## Conclusion",
    ]


def test_a_second_heading_of_measures_stands_below_the_first() -> None:
    text = "**Preventive Measures:**\n\n- Do one.\n\n**Tasks to do:**\n\n- Do two.\n"
    findings = read(text)
    findings = with_measures(findings, measure(findings, 3), measure(findings, 7))
    assert body_of(findings) == dedent("""
    ## Action items

    - [ ] Do one.

    ### Tasks to do

    - [ ] Do two.
    """)


def test_what_ends_a_timeline_does_not_stand_below_it() -> None:
    body = body_of("## Timeline\n\nIt began.\n\n**Conclusion**\n\nAll is well.\n")
    assert "\n## Conclusion\n" in body


EVENTS = """# T

## Timeline

- 1:15 PM - 1:45 PM: They look at the gateway.
- Escalation: The network team is called.
- 2:00 PM: The disk is replaced.
    - It was the third one.

      It had been loud.
- 1:10 AM: All is well.
"""


def test_events_become_one_list() -> None:
    findings = read(EVENTS)
    findings = with_events(
        findings,
        event(
            findings,
            5,
            "2024-06-08T13:15",
            "They look at the gateway.",
            EventKind.HYPOTHESIS,
            until="2024-06-08T13:45",
        ),
        event(findings, 6, None, "Escalation: The network team is called.", EventKind.ESCALATED),
        event(findings, 7, "2024-06-08T14:00", "The disk is replaced.", details=(8, 10)),
        event(findings, 11, "2024-06-10T01:10", "All is well.", EventKind.RESOLVED),
    )
    assert body_of(findings, title="T", started="2024-06-08T13:15") == dedent("""
    ## Timeline

    - 13:15 – 13:45 **Hypothesis:** They look at the gateway.
    - **Escalation:** The network team is called.
    - 14:00 The disk is replaced.
        - It was the third one.

            It had been loud.

    - 2024-06-10 01:10 **Resolved:** All is well.
    """)


@pytest.mark.parametrize(
    ("at", "until", "started", "written"),
    [
        ("2024-06-08T13:15", None, "2024-06-08T13:00", "13:15"),
        ("2024-06-08T13:15:30", None, "2024-06-08T13:00", "13:15:30"),
        ("~2024-06-08T13:15", None, "2024-06-08T13:00", "~13:15"),
        ("2024-06-08T13:15", None, None, "2024-06-08 13:15"),
        ("2024-06-09T13:15", None, "2024-06-08T13:00", "2024-06-09 13:15"),
        ("2024-06-08T23:50", None, "2024-06-08T00:10", "2024-06-08 23:50"),
        ("T13:15", None, None, "13:15"),
        ("T13:15", "T14:00", "T13:00", "13:15 – 14:00"),
        ("--06-08T13:15", None, "--06-08T13:00", "13:15"),
        ("--06-09T13:15", None, "--06-08T13:00", "--06-09 13:15"),
        ("2024-06-08", None, "2024-06-08T13:00", "2024-06-08"),
        ("2024-06-08T13:15+02:00", None, "2024-06-08T13:00", "13:15 UTC+02:00"),
        ("2024-06-08T13:15-05:00", None, "2024-06-08T13:00", "13:15 UTC-05:00"),
        ("2024-06-08T13:15Z", None, "2024-06-08T13:00", "13:15 UTC"),
        ("2024-06-08T23:15", "2024-06-09T01:00", "2024-06-08T23:00", "23:15 – 01:00"),
        ("2024-06-08T23:15", "2024-06-10T01:00", "2024-06-08T23:00", "23:15 – 2024-06-10 01:00"),
        ("2024-06-08T23:15", "2024-06-09T23:45", "2024-06-08T23:00", "23:15 – 2024-06-09 23:45"),
    ],
)
def test_times_are_as_short_as_they_can_be(
    at: str, until: str | None, started: str | None, written: str
) -> None:
    findings = read("## Timeline\n\n- It happened.\n")
    findings = with_events(findings, event(findings, 3, at, "It happened.", until=until))
    assert body_of(findings, started=started) == f"## Timeline\n\n- {written} It happened."


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("It fails.", EventKind.NOTE, "10:00 It fails."),
        ("UTC is used.", EventKind.NOTE, "10:00: UTC is used."),
        ("to 14:00 it fails.", EventKind.NOTE, "10:00: to 14:00 it fails."),
        ("PM was told.", EventKind.NOTE, "10:00: PM was told."),
        (
            "**Resolved:** so they thought.",
            EventKind.NOTE,
            "10:00 **Note:** **Resolved:** so they thought.",
        ),
        ("Resolution: it works.", EventKind.RESOLVED, "10:00 **Resolution:** it works."),
        ("**Detection**: an alert.", EventKind.DETECTED, "10:00 **Detection:** an alert."),
        (
            "Detection Method: an alert.",
            EventKind.DETECTED,
            "10:00 **Detected:** Detection Method: an alert.",
        ),
        ("Escalation", EventKind.ESCALATED, "10:00 **Escalation:**"),
        ("🔥 It burns.", EventKind.STARTED, "10:00 **Started:** 🔥 It burns."),
        ("# of errors rises", EventKind.NOTE, r"10:00 \# of errors rises"),
    ],
)
def test_an_entry_reads_as_what_was_found(text: str, kind: EventKind, written: str) -> None:
    findings = read(f"## Timeline\n\n- 10:00 {text}\n")
    findings = with_events(findings, event(findings, 3, "T10:00", text, kind))
    assert body_of(findings) == f"## Timeline\n\n- {written}"


def test_an_ornament_before_the_time_stays() -> None:
    findings = read("## Timeline\n\n- 🚨 10:00: It burns.\n")
    findings = with_events(findings, event(findings, 3, "T10:00", "It burns."))
    assert body_of(findings).endswith("- 10:00 🚨 It burns.")


def test_an_entry_without_words_takes_those_below_it() -> None:
    findings = read("## Timeline\n\n### 10:00\n\nIt burns.\n\nBadly.\n")
    findings = with_events(findings, event(findings, 3, "T10:00", "", details=(5, 7)))
    assert body_of(findings) == "## Timeline\n\n- 10:00 It burns.\n\n    Badly."


def test_several_events_of_one_line() -> None:
    findings = read("## Timeline\n\n10:00 It began. 11:00 It ended.\n")
    first = event(findings, 3, "T10:00", "It began.")
    findings = with_events(findings, first, replace(first, at="T11:00", text="It ended."))
    assert body_of(findings) == "## Timeline\n\n- 10:00 It began.\n- 11:00 It ended."


def test_what_is_no_event_stays_where_it_stands() -> None:
    text = (
        "## Timeline\n\nAll times are local.\n\nvbnet\n\n- 10:00 It began.\n- Not said.\n\nDone.\n"
    )
    findings = read(text)
    findings = with_events(findings, event(findings, 7, "T10:00", "It began."))
    assert body_of(findings) == dedent("""
    ## Timeline

    All times are local.

    `vbnet`

    - 10:00 It began.

    Not said.

    Done.
    """)


def test_a_table_of_events_becomes_a_list() -> None:
    text = (
        "## Timeline\n\n| Time (UTC) | Event | Who |\n|---|---|---|\n| 10:00 | It began. | Ops |\n"
    )
    findings = read(text)
    row = part_at(findings, 5)
    found = FoundEvent("T10:00", None, "It began. – Ops", EventKind.NOTE, 5, row)
    body = body_of(with_events(findings, found))
    assert body == "## Timeline\n\nTime (UTC) – Event – Who\n\n- 10:00 It began. – Ops"


def test_events_outside_a_timeline_get_a_heading_of_one() -> None:
    text = "## Summary\n\nIt broke.\n\n- 10:00 It began.\n- 11:00 It ended.\n\n## Impact\n\nNone.\n"
    findings = read(text)
    findings = with_events(
        findings,
        event(findings, 5, "T10:00", "It began."),
        event(findings, 6, "T11:00", "It ended."),
    )
    assert body_of(findings) == dedent("""
    ## Summary

    It broke.

    ### Timeline

    - 10:00 It began.
    - 11:00 It ended.

    ## Impact

    None.
    """)


def test_a_zone_in_the_heading_stays_if_it_is_the_record_s() -> None:
    findings = read("## Timeline (UTC)\n\n- 10:00 It began.\n")
    findings = with_events(findings, event(findings, 3, "T10:00", "It began."))
    assert body_of(findings, zone=parse_zone("UTC")).startswith("## Timeline (UTC)\n\n- 10:00")
    assert body_of(findings).startswith("## Timeline\n\n**Timeline (UTC)**\n\n- 10:00")


def test_a_label_that_would_end_the_timeline_is_no_heading() -> None:
    text = "## Timeline\n\n**10:00** It began.\n\n### Misleading paths\n\nThe cache.\n"
    assert "**Misleading paths:**" in body_of(text)


def test_measures_become_tasks() -> None:
    text = """## Action items

- Watch the disk (owner: @ops, due: 5 July)
- [x] Write a runbook
- **Review:** Look at the queue.
"""
    findings = read(text)
    findings = with_measures(
        findings,
        measure(
            findings,
            3,
            "Watch the disk",
            type=ActionType.DETECT,
            due="2024-07-05",
            ticket="OPS-12",
        ),
        measure(findings, 4, status=ActionStatus.DONE, type=ActionType.PROCESS),
        measure(findings, 5, status=ActionStatus.IN_PROGRESS),
    )
    assert body_of(findings) == dedent("""
    ## Action items

    - [ ] Watch the disk (owner: @ops, due: 5 July) (type: detect, due: 2024-07-05, ticket: OPS-12)
    - [x] Write a runbook (type: process)
    - [ ] **Review:** Look at the queue. (status: in-progress)
    """)


def test_a_bracket_that_says_what_the_fields_say_is_left_out() -> None:
    findings = read("## Action items\n\n- Watch the disk (owner: Ada, ticket: OPS-12).\n")
    found = measure(findings, 3, "Watch the disk", owner="Ada", ticket="OPS-12")
    body = body_of(with_measures(findings, found))
    assert body.endswith("- [ ] Watch the disk (owner: Ada, ticket: OPS-12)")


def test_a_bracket_that_the_parser_would_misread_stays_words() -> None:
    findings = read("## Action items\n\n- Watch the disk (due: soon)\n")
    body = body_of(with_measures(findings, measure(findings, 3)))
    assert body.endswith("- [ ] Watch the disk &#40;due: soon)")


@pytest.mark.parametrize(
    ("owner", "written"),
    [
        ("Ada (network)", "owner: Ada (network)"),
        ("Ada (network", "owner: Ada network"),
        ("Ada, due: soon", "owner: Ada; due: soon"),
    ],
)
def test_an_owner_does_not_end_its_field(owner: str, written: str) -> None:
    findings = read("## Action items\n\n- Watch the disk.\n")
    body = body_of(with_measures(findings, measure(findings, 3, owner=owner, ticket="X-1")))
    assert body.endswith(f"- [ ] Watch the disk. ({written}, ticket: X-1)")


def test_labels_of_groups_stay_and_what_is_done_is_no_task() -> None:
    text = """## Action items

- **Improvements:**
  - Watch the disk.
- We already said sorry.

By doing so we will be better.
"""
    findings = read(text)
    body = body_of(with_measures(findings, measure(findings, 4)))
    assert body == dedent("""
    ## Action items

    **Improvements:**

    - [ ] Watch the disk.

    We already said sorry.

    By doing so we will be better.
    """)


def test_a_label_takes_the_words_below_it() -> None:
    findings = read("## Action items\n\n1. Monitoring:\n   Watch the disk.\n")
    source = part_at(findings, 3)
    if part_at(findings, 4) is source:
        pytest.skip("both are one part")
    found = FoundMeasure("Monitoring: Watch the disk.", 3, source, (part_at(findings, 4),))
    body = body_of(with_measures(findings, found))
    assert body == "## Action items\n\n- [ ] Monitoring: Watch the disk."


def test_details_of_a_measure_stand_below_it() -> None:
    text = "## Action items\n\n- Watch the disk.\n    - Owner: Ada\n\n  It is loud.\n"
    findings = read(text)
    found = measure(findings, 3, details=(4, 6), owner="Ada")
    body = body_of(with_measures(findings, found))
    assert body == dedent("""
    ## Action items

    - [ ] Watch the disk. (owner: Ada)
        - Owner: Ada

        It is loud.
    """)


def test_sentences_that_are_measures_leave_the_paragraph() -> None:
    text = (
        "## Action items\n\nWe were slow. We will watch the disk. Sorry again. We will test it.\n"
    )
    findings = read(text)
    part = part_at(findings, 3)
    found = [
        FoundMeasure(title, 3, part) for title in ("We will watch the disk.", "We will test it.")
    ]
    assert body_of(with_measures(findings, *found)) == dedent("""
    ## Action items

    We were slow.

    - [ ] We will watch the disk.

    Sorry again.

    - [ ] We will test it.
    """)


def test_a_table_of_measures_becomes_tasks() -> None:
    text = """## Action items

| Task | Owner | Effort |
|---|---|---|
| Watch the disk | Ada | [two](https://days.example) days |
"""
    findings = read(text)
    found = FoundMeasure("Watch the disk", 5, part_at(findings, 5), owner="Ada")
    assert body_of(with_measures(findings, found)) == dedent("""
    ## Action items

    - [ ] Watch the disk (owner: Ada)
        - Effort: [two](https://days.example) days
    """)


def test_a_heading_that_is_a_measure_becomes_a_task() -> None:
    text = "## Action items\n\n### 1) Watch the disk\n\nIt is loud.\n"
    findings = read(text)
    section = findings.outline.sections[-1]
    source = Part(PartKind.ITEM, section.heading, section.line, section.line, depth=1, marker="#")
    found = FoundMeasure("Watch the disk", section.line, source, section.parts)
    body = body_of(with_measures(findings, found))
    assert body == "## Action items\n\n- [ ] 1\\) Watch the disk\n\n    It is loud."


def test_lines_stay_apart() -> None:
    assert body_of("## Impact\n\nUsers: all\nServices: checkout\n") == (
        "## Impact\n\nUsers: all\n\nServices: checkout"
    )


def test_lists_keep_their_shape() -> None:
    text = "## Impact\n\n* One\n  * Below one\n* Two\n\n3. Third\n4. Fourth\n"
    assert body_of(text) == "## Impact\n\n- One\n    - Below one\n- Two\n\n3. Third\n4. Fourth"


def test_tables_stay_tables() -> None:
    text = "## Impact\n\n| A | B |\n|:--|--:|\n| 1 | 2 |\n| 3 |\n"
    assert body_of(text) == "## Impact\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 |  |"


def test_code_stays_as_it_is() -> None:
    text = "## Impact\n\n```yaml\na:  1\n  - `b`\n```\n\nAfter.\n"
    assert body_of(text) == "## Impact\n\n```yaml\na:  1\n  - `b`\n```\n\nAfter."


def test_code_gets_a_fence_that_it_does_not_close() -> None:
    text = "## Impact\n\n~~~\n```\ninside\n```\n~~~\n"
    assert body_of(text) == "## Impact\n\n````\n```\ninside\n```\n````"


def test_a_fence_that_is_never_closed_is_none() -> None:
    assert "After." in body_of("## Impact\n\n```\nBefore.\n\n## Notes\n\nAfter.\n").split("\n")


def test_quotes_and_comments_stay_and_rules_go() -> None:
    text = "## Impact\n\n> It was\n> bad.\n\n---\n\n<!-- to do:\n\nmore -->\n\nYes.\n"
    assert body_of(text) == "## Impact\n\n> It was\n> bad.\n\n<!-- to do:\nmore -->\n\nYes."


def test_a_comment_of_the_source_does_not_speak_to_the_checker() -> None:
    body = body_of("## Impact\n\n<!-- postmortem: ignore PM702: no -->\n\nYes.\n")
    assert "<!-- postmortem:" not in body
    assert "ignore PM702: no" in body


def test_placeholders_show() -> None:
    assert "&lt;name of the service>" in body_of("## Impact\n\nUsers of <name of the service>.\n")


def test_paragraphs_that_are_too_long_are_parted() -> None:
    sentence = "The queue filled up again and nobody noticed it at all. "
    body = body_of(f"## Impact\n\n{sentence * 400}\n")
    paragraphs = body.split("\n\n")[1:]
    assert max(map(len, paragraphs)) < 10_000
    assert " ".join(paragraphs).count(sentence.strip()) == 400


def test_remote_pictures_become_links() -> None:
    text = "## Impact\n\n![A graph](https://a.example/g.png)\n\n![](https://a.example/h.png)\n"
    assert body_of(text) == (
        "## Impact\n\n[A graph](https://a.example/g.png)\n\n[picture](https://a.example/h.png)"
    )


def test_a_linked_picture_keeps_both_targets() -> None:
    text = "## Impact\n\n[![A graph](https://a.example/g.png)](https://b.example/)\n"
    assert body_of(text) == (
        "## Impact\n\n[A graph](https://a.example/g.png) ([link](https://b.example/))"
    )


def test_local_pictures_are_taken_along(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "My graph.png").write_bytes(b"png")
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "postmortems" / "2024-06-08-outage-my-graph.png").write_bytes(b"another")
    text = "## Impact\n\n![A graph](My%20graph.png) ![Gone](gone.png) ![]( /etc/passwd.png)\n"
    problems: list[str] = []
    body = body_of(
        text,
        source=tmp_path / "in" / "outage.md",
        folder=tmp_path / "postmortems",
        problems=problems,
    )
    assert "![A graph](2024-06-08-outage-my-graph-2.png)" in body
    assert "Gone (`gone.png`)" in body
    assert [problem.partition(":")[0] for problem in problems] == ["3 picture-missing"] * 2


def test_a_target_in_angle_brackets_is_no_tag(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "a graph.png").write_bytes(b"png")
    text = "## Impact\n\n![A graph](<img/a graph.png>) and <b>more</b>\n"
    body = body_of(text, source=tmp_path / "outage.md", folder=tmp_path / "postmortems")
    assert "![A graph](2024-06-08-outage-a-graph.png) and **more**" in body


def test_pictures_far_from_the_document_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"png")
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    body = body_of(
        "## Impact\n\n![x](../../../secret.png)\n", source=deep / "in.md", folder=tmp_path / "p"
    )
    assert "`../../../secret.png`" in body


def test_links_to_files_that_are_not_there_become_text(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# There\n")
    text = "## Impact\n\n[here](there.md), [gone](gone.md), [root](/x), [js](javascript:x)\n"
    assert body_of(text, folder=tmp_path) == (
        "## Impact\n\n[here](there.md), gone (`gone.md`), root (`/x`), js (`javascript:x`)"
    )


def test_anchors_lead_to_the_headings_as_they_are_now() -> None:
    text = (
        "See [summary](#issue-summary), [it](#corrective-and-preventative-measures) and "
        "[gone](#gone).\n\n## Issue Summary\n\nOne.\n\n"
        "## Corrective and Preventative Measures\n\nTwo.\n"
    )
    first = body_of(text).split("\n")[0]
    assert first == "See [summary](#summary), [it](#action-items) and gone."


def test_references_become_links() -> None:
    text = "## Impact\n\nSee [the page][1] and [that].\n\n[1]: https://a.example\n[that]: https://b.example\n"
    assert (
        body_of(text)
        == "## Impact\n\nSee [the page](https://a.example) and [that](https://b.example)."
    )


def test_an_unused_reference_shows() -> None:
    assert body_of("## Impact\n\nYes.\n\n[1]: https://a.example\n") == (
        "## Impact\n\nYes.\n\n\\[1]: https://a.example"
    )


def test_emphasis_never_leaks() -> None:
    body = body_of("## Impact\n\n**All users\n\nwere hit** hard.\n\n- **One\n- two\n")
    assert "**" not in body
