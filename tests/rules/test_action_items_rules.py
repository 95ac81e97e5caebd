from pathlib import Path

import pytest

from postmortem_kb.problem import Level
from records import found_by, load_files, parse, record

RULES = (
    "no-owner",
    "no-type",
    "no-due-date",
    "done-without-date",
    "declined-without-reason",
)


def items(*lines: str) -> str:
    """A record whose first action item stands on line 7."""
    return record("", "\n## Action items\n\n" + "".join(f"- {line}\n" for line in lines))


FULL = "[ ] A (type: detect, owner: storage, due: 2024-07-01)"


@pytest.mark.parametrize(
    ("rule", "lines", "said"),
    [
        ("no-owner", ("[ ] A (type: detect)",), "7:1 the open action item has no owner"),
        ("no-owner", ("A", "B"), "7:1 none of the 2 open action items has an owner"),
        ("no-owner", (FULL, "B"), "8:1 1 of 2 open action items has no owner"),
        ("no-owner", ("A", FULL, "B"), "7:1 2 of 3 open action items have no owner"),
        ("no-owner", ("A (owner: TBD)",), "7:1 the open action item has no owner"),
        ("no-owner", ("[x] A", "B (status: declined)"), None),
        ("no-type", ("[x] A", FULL), "7:1 1 of 2 action items has no type"),
        ("no-type", ("A (type: guess)",), None),
        ("no-type", ("A (status: declined)",), None),
        ("no-due-date", (FULL, "B", "[x] C"), "8:1 1 of 2 open action items has no due date"),
        ("no-due-date", ("A (due: soon)",), None),
        ("done-without-date", ("[x] A", FULL), "7:1 the done action item has no date"),
        ("done-without-date", ("[x] A", "[x] B (done: 2024-07-01)"), "7:1 1 of 2 done action"),
        ("done-without-date", ("[ ] A",), None),
        (
            "declined-without-reason",
            ("A (status: declined)", "B (status: declined, reason: too late)"),
            "7:1 1 of 2 declined action items has no reason",
        ),
        ("declined-without-reason", ("A (status: declined: too late)",), None),
    ],
)
def test_what_an_action_item_lacks_is_said_once(
    rule: str, lines: tuple[str, ...], said: str | None
) -> None:
    found = found_by(rule, items(*lines))
    assert len(found) == (said is not None)
    assert all(line.startswith(said or "") for line in found)


def test_an_item_that_says_everything_has_no_problem() -> None:
    assert parse(items(FULL)).problems == ()


def test_a_record_without_action_items_lacks_nothing() -> None:
    assert parse(record("", "\n## Action items\n\nNone are needed.\n")).problems == ()


def test_rules_about_action_items_are_advice() -> None:
    problems = parse(items("A", "[x] B", "C (status: declined)")).problems
    assert [(found.name, found.level) for found in problems] == [
        (rule, Level.ADVICE) for rule in ("no-owner", "no-type", "no-due-date", *RULES[3:])
    ]


def test_items_of_the_front_matter_are_looked_at_too() -> None:
    text = record("action_items:\n- title: A\n- {title: B, owner: storage}\n")
    assert found_by("no-owner", text) == ["4:1 1 of 2 open action items has no owner"]


def test_a_discrepancy_about_the_items_silences_the_advice() -> None:
    note = "discrepancies:\n- about: action_items\n  note: The source names no owners.\n"
    assert parse(record(note, "\n## Action items\n\n- A\n")).problems == ()


HURT = "impact: {users_percent: 40}"


def preventing(impact: str, *lines: str, status: str = "reviewed", kind: str = "incident") -> bool:
    front_matter = f"review_status: {status}\nkind: {kind}\n{impact}\n"
    body = "\n## Action items\n\n" + "".join(f"- {line}\n" for line in lines)
    found = found_by("no-preventing-item", record(front_matter, body))
    assert [line.partition(" ")[2] for line in found] == [
        "users were affected, and no action item is of type 'prevent' or 'detect'"
    ] * len(found)
    return not found


@pytest.mark.parametrize(
    ("impact", "is_needed"),
    [
        (HURT, True),
        ("impact: {users_percent: ~1}", True),
        ("impact: {type: outage}", True),
        ("impact: {type: outage, users_percent: 0}", True),
        ("impact: {users_percent: 0}", False),
        ("impact: {type: no-user-impact}", False),
        ("impact: {type: internal-only, users_percent: 40}", False),
        ("impact: Nobody could pay.", False),
        ("severity: sev1", False),
    ],
)
def test_after_a_stated_impact_on_users_something_prevents_or_detects(
    impact: str, is_needed: bool
) -> None:
    assert preventing(impact, "A (type: process)", "B (type: mitigate)") is not is_needed
    assert preventing(impact, "A (type: process)", "B (type: prevent)")
    assert preventing(impact, "A (type: detect)")


def test_an_item_without_a_type_may_be_one_that_prevents() -> None:
    assert preventing(HURT, "A (type: process)", "B")


def test_no_items_at_all_prevent_nothing() -> None:
    assert not preventing(HURT, "")


@pytest.mark.parametrize("status", ["draft", "in-review"])
def test_before_the_review_nothing_has_to_prevent(status: str) -> None:
    assert preventing(HURT, "A (type: process)", status=status)


@pytest.mark.parametrize("kind", ["near-miss", "exercise"])
def test_only_incidents_have_to_be_prevented(kind: str) -> None:
    assert preventing(HURT, "A (type: process)", kind=kind)


@pytest.mark.parametrize(
    "item",
    [
        "- [ ] A (type: detect, owner: storage) {}\n",
        "| Action | Owner | Type |\n|---|---|---|\n| A | storage | detect {} |\n",
        "{}\n\n- [ ] A (type: detect, owner: storage)\n",
    ],
)
def test_advice_is_ignored_with_a_reason(tmp_path: Path, item: str) -> None:
    comment = "<!-- postmortem: ignore no-due-date: the ticket has it -->"
    text = record("", "\n## Action items\n\n" + item.format(comment))
    assert load_files(tmp_path, {"postmortems/a.md": text}).problems == ()
