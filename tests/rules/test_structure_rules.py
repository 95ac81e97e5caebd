from pathlib import Path

import pytest

from postmortem_kb.problem import Level
from records import found_by, load_files, parse, record

ALL = (
    "## Summary\n\nIt was down.\n\n## Impact\n\nNobody could pay.\n\n## Timeline\n\n- It began.\n\n"
    "## Root cause\n\nA queue.\n\n## Action items\n\nNone.\n"
)


def missing(front_matter: str, body: str) -> list[str]:
    return found_by("missing-section", record(front_matter, body))


@pytest.mark.parametrize(
    ("status", "sections"),
    [
        ("draft", None),
        ("in-review", "'Summary' and 'Timeline'"),
        ("reviewed", "'Summary' and 'Impact' and 'Timeline' and 'Root cause' and 'Action items'"),
        ("closed", "'Summary' and 'Impact' and 'Timeline' and 'Root cause' and 'Action items'"),
    ],
)
def test_the_sections_depend_on_the_review_status(status: str, sections: str | None) -> None:
    said = [f"3:16 the record is {status}, but has no section {sections}"] if sections else []
    assert missing(f"review_status: {status}", "\nIt was down.\n") == said
    assert missing(f"review_status: {status}", ALL) == []


def test_a_record_without_review_status_may_lack_any_section() -> None:
    assert missing("", "") == []


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ("Summary", "summary: It was down."),
        ("Impact", "impact: Nobody could pay."),
        ("Impact", "incidents: [{id: a, impact: {users_percent: 40}}]"),
        ("Action items", "action_items: [{title: Limit the queue}]"),
    ],
)
def test_a_field_stands_for_its_section(section: str, field: str) -> None:
    body = ALL.replace(f"## {section}", "## Other things")
    front_matter = "review_status: reviewed\nroot_causes: [capacity]"
    assert len(missing(front_matter, body)) == 1
    assert missing(f"{front_matter}\n{field}", body) == []


@pytest.mark.parametrize(
    ("kind", "sections"),
    [
        ("near-miss", "'Summary' and 'Timeline' and 'Root cause' and 'Action items'"),
        ("exercise", "'Summary' and 'Timeline' and 'Action items'"),
    ],
)
def test_what_hurt_nobody_needs_no_impact(kind: str, sections: str) -> None:
    assert missing(f"review_status: reviewed\nkind: {kind}", "") == [
        f"3:16 the record is reviewed, but has no section {sections}"
    ]


def test_headings_are_recognised_by_their_synonyms() -> None:
    body = (
        "# Issue summary\n\nIt was down.\n\n### Timeline (UTC)\n\n- It began.\n\n"
        "## Who was affected?\n\nAll.\n\n## RCA\n\nA queue.\n\n## Next steps\n\nNone.\n"
    )
    assert missing("review_status: closed\nroot_causes: [capacity]", body) == []


def test_a_missing_section_is_ignored_with_a_reason(tmp_path: Path) -> None:
    comment = "# postmortem: ignore missing-section: the source has no timeline"
    text = record(f"review_status: in-review {comment}", "\n## Summary\n\nIt was down.\n")
    assert load_files(tmp_path, {"postmortems/a.md": text}).problems == ()


def empty(body: str, front_matter: str = "") -> list[str]:
    return found_by("empty-section", record(front_matter, body))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("## A\n\n## B\n\ntext\n", ["4:1 there is nothing below the heading 'A'"]),
        ("## A\n\ntext\n\n## B\n", ["8:1 there is nothing below the heading 'B'"]),
        ("## A\n### B\ntext\n", []),
        ("## A\n### B\n## C\ntext\n", ["5:1 there is nothing below the heading 'B'"]),
        ("### A\n## B\ntext\n", ["4:1 there is nothing below the heading 'A'"]),
        ("# A\n", ["4:1 there is nothing below the heading 'A'"]),
        (
            "## A\n\n<!-- what\nelse? -->\n\n## B\ntext\n",
            ["4:1 there is nothing below the heading 'A'"],
        ),
        ("## A\n\n<!-- what? -->text\n", []),
        ("## A\n\n```\n```\n", []),
        ("text\n", []),
        ("", []),
    ],
)
def test_a_heading_with_nothing_below_it(body: str, said: list[str]) -> None:
    assert empty(body) == said


def test_in_a_draft_an_empty_section_and_left_over_text_are_advice() -> None:
    problems = parse(record("review_status: draft", "## A\n\n## B\n\nTODO\n")).problems
    assert [(found.code, found.level) for found in problems] == [
        ("PM411", Level.ADVICE),
        ("PM412", Level.ADVICE),
    ]


def left_over(body: str, front_matter: str = "") -> list[str]:
    found = found_by("template-text", record(front_matter, body))
    assert all(line.endswith(", left over from a template") for line in found)
    return [line.removesuffix(", left over from a template") for line in found]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- HH:mm **Detected:** somebody notices", "4:3 found 'HH:mm'"),
        ("- [HH:MM] - Detection", "4:4 found 'HH:MM'"),
        ("Date: YYYY-MM-DDTHH:mm", "4:7 found 'YYYY-MM-DDTHH:mm'"),
        ("| DD/MM/YYYY | it began |", "4:3 found 'DD/MM/YYYY'"),
        ("TODO", "4:1 found 'TODO'"),
        ("The queue (TODO: which?) filled up.", "4:12 found 'TODO'"),
        ("It cost XXX euro.", "4:9 found 'XXX'"),
        ("TBD", "4:1 found 'TBD'"),
        ("- **Impact:** tbd.", "4:15 found 'tbd'"),
        ("- [ ] To be determined", "4:7 found 'To be determined'"),
        ("*TBA*", "4:1 found '*TBA*'"),
        ("<describe the impact>", "4:1 found '<describe the impact>'"),
        ("See <link to the ticket>.", "4:5 found '<link to the ticket>'"),
        ("[Insert the number of users] were affected.", "4:1 found '[Insert the number of users]'"),
        ("Title: [short descriptive title]", "4:8 found '[short descriptive title]'"),
        ("[Status]", "4:1 found '[Status]'"),
    ],
)
def test_text_left_over_from_a_template_is_found(line: str, said: str) -> None:
    assert left_over(f"{line}\n") == [said]


@pytest.mark.parametrize(
    "body",
    [
        "We keep a TODO list.",
        "**Specific tasks (TODO List):** two",
        "`TODO` stands in the code, and `` HH:mm `x` `` too.",
        "```\n# TODO\nYYYY-MM-DD\n```",
        "    TODO: indented code",
        "- a\n\n  ~~~\n  TODO\n  ~~~",
        "<!-- TODO\n<describe the impact>\n-->",
        "See [the to-do](https://tickets.example/TODO).",
        "Cards ending in XXXX, and 10.XXX.0.1.",
        "What is TBD stays so, and setback follows football.",
        "It is to be decided by the team.",
        "Times are local (HH:MM).",
        "| Time (HH:MM) | Event |\n|---|---|\n| 13:15 | It began. |",
        "Press <kbd>Enter</kbd> or <time datetime='2024'>today</time>.",
        "[add retries](https://tickets.example/1) and [Insert rows][1]\n\n[1]: https://x.example",
        "[status](https://status.example)",
        "A methodology in todo.example",
    ],
)
def test_text_that_only_looks_left_over_is_left_alone(body: str) -> None:
    assert left_over(f"{body}\n") == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "## Lessons learned\n\nWhat went well?\n\nWhat went wrong?\n",
            "6:1 found 'What went well?'",
        ),
        ("## Impact\n\n- *What happened?*\n- Duration:\n", "6:4 found 'What happened?'"),
        ("## Detection\n\nHow was the incident detected?\n", "6:1 found 'How was the incident det"),
        ("What happened?\n", "4:1 found 'What happened?'"),
        ("## Summary\n\nWhat happened?\n\nThe queue filled up.\n", None),
        ("## Summary\n\n**What happened?** The queue filled up.\n", None),
        ("## What happened?\n\nThe queue filled up.\n", None),
        ("## Open questions\n\n- Which disks come from the same batch?\n", None),
    ],
)
def test_questions_without_answers_are_left_over(body: str, said: str | None) -> None:
    found = left_over(body)
    assert len(found) == (said is not None)
    assert all(line.startswith(said or "") for line in found)


@pytest.mark.parametrize(
    ("front_matter", "said"),
    [
        ("summary: TODO", ["3:10 found 'TODO'"]),
        ("summary: TBD", ["3:10 found 'TBD'"]),
        ("lessons:\n- <describe what was learned>", ["4:3 found '<describe what was learned>'"]),
        ("severity: sev1 # TODO: is it?", []),
        ("# started_at: YYYY-MM-DD", []),
        ("started_at: YYYY-MM-DDTHH:mm", []),  # a wrong type already
    ],
)
def test_the_front_matter_is_looked_at_too(front_matter: str, said: list[str]) -> None:
    assert left_over("", front_matter) == said


def test_an_owner_to_be_decided_is_left_to_the_rule_about_owners() -> None:
    body = "## Action items\n\n| Action | Owner |\n|---|---|\n| Limit it | TBD |\n"
    assert left_over(body) == []
    assert found_by("no-owner", record("", body)) == ["8:1 the open action item has no owner"]
    assert left_over(body.replace("Action items", "Notes")) == ["8:14 found 'TBD'"]


@pytest.mark.parametrize(
    ("body", "columns"),
    [
        ("![](graph.png)", [1]),
        ("See ![ ](a.png) and ![](b.png).", [5, 21]),
        ("![][graph]\n\n[graph]: https://status.example/graph.png", [1]),
        ('<img src="https://status.example/graph.png">', [1]),
        ("![Failed payments](https://status.example/graph.png)", []),
        ('<img src="https://status.example/a.png" alt="">', []),
        ("`![](graph.png)`", []),
        ("```\n![](graph.png)\n```", []),
        ("<!-- ![](graph.png) -->", []),
    ],
)
def test_an_image_has_text(body: str, columns: list[int]) -> None:
    found = found_by("image-without-text", record("", f"{body}\n"))
    assert found == [f"4:{column} the image has no text" for column in columns]


def test_a_warning_about_structure_is_ignored_with_a_reason(tmp_path: Path) -> None:
    body = (
        "## Lessons\n\n<!-- postmortem: ignore template-text: the name of the service -->\n"
        "The service XXX was down.\n"
    )
    assert load_files(tmp_path, {"postmortems/a.md": record("", body)}).problems == ()
