import pytest

from postmortem_kb.action_items import parse_action_items
from postmortem_kb.fields import ActionStatus, ActionType
from postmortem_kb.model import ActionItem
from postmortem_kb.sections import parse_sections
from records import parse_good


def read(body: str) -> tuple[list[ActionItem], list[str]]:
    items, _, findings = parse_action_items(parse_sections(f"## Action items\n\n{body}", 1))
    return list(items), [
        f"{finding.place.line}:{finding.place.column} {finding.message}; {finding.hint}"
        for _, finding in findings
    ]


def read_one(body: str) -> ActionItem:
    items, findings = read(body)
    assert findings == []
    [item] = items
    return item


def test_a_table_row_is_an_item() -> None:
    item = read_one(
        "| Action | Type | Owner | Due | Status | Ticket |\n|---|---|---|---|---|---|\n"
        "| Alert on **disks** | detect | @storage | 2024-07-01 | in-progress | [OPS-12](x) |\n"
    )
    assert item == ActionItem(
        title="Alert on **disks**",
        line=5,
        end_line=5,
        type=ActionType.DETECT,
        owner="@storage",
        due="2024-07-01",
        status=ActionStatus.IN_PROGRESS,
        ticket="[OPS-12](x)",
    )


def test_a_task_is_an_item() -> None:
    item = read_one(
        "- [ ] Alert on disk health (type: detect, owner: @storage-team, due: 2024-07-01,\n"
        "  ticket: OPS-12)\n"
    )
    assert item == ActionItem(
        title="Alert on disk health",
        line=3,
        end_line=4,
        type=ActionType.DETECT,
        owner="@storage-team",
        due="2024-07-01",
        status=ActionStatus.OPEN,
        ticket="OPS-12",
    )


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("[ ] Do it", ActionStatus.OPEN),
        ("[x] Do it", ActionStatus.DONE),
        ("[X] Do it", ActionStatus.DONE),
        ("Do it", None),
        ("[ ] Do it (status: in-progress)", ActionStatus.IN_PROGRESS),
        ("Do it (status: done)", ActionStatus.DONE),
    ],
)
def test_a_check_box_is_a_status_unless_another_is_stated(
    text: str, status: ActionStatus | None
) -> None:
    item = read_one(f"- {text}\n")
    assert (item.title, item.status) == ("Do it", status)


@pytest.mark.parametrize(
    ("status", "is_open"),
    [(None, True), ("open", True), ("in-progress", True), ("done", False), ("declined", False)],
)
def test_an_item_is_open_until_it_is_done_or_declined(status: str | None, is_open: bool) -> None:
    item = read_one(f"- Do it (status: {status})\n" if status else "- Do it\n")
    assert item.is_open is is_open


@pytest.mark.parametrize(
    "title",
    [
        "Do it (as soon as possible)",
        "Do it (note: with care)",
        "Do it (owner: x) soon",
        "Do it (title: that)",
        "Do it (type: detect, see: below)",
        "See (https://example.org)",
        "Call f(x)",
        "[x]",
    ],
)
def test_other_words_in_parentheses_stay_in_the_title(title: str) -> None:
    item = read_one(f"- {title}\n")
    assert (item.title, item.owner, item.type) == (title, None, None)


@pytest.mark.parametrize(
    ("pairs", "owner", "ticket"),
    [
        ("owner: a, b and c", "a, b and c", None),
        ("owner:a,ticket:B-1", "a", "B-1"),
        ("owner: a (night shift), ticket: B-1", "a (night shift)", "B-1"),
        ("ticket: https://example.org/a,b", None, "https://example.org/a,b"),
        ("owner: tbd, ticket:", None, None),
    ],
)
def test_pairs_are_parted_at_commas_before_a_name(
    pairs: str, owner: str | None, ticket: str | None
) -> None:
    item = read_one(f"- Do it ({pairs})\n")
    assert (item.title, item.owner, item.ticket) == ("Do it", owner, ticket)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("declined: too dear", "too dear"),
        ("Declined (too dear)", "too dear"),
        ("rejected – too dear", "too dear"),
        ("won't do: too dear", "too dear"),
        ("declined", None),
        ("rejected", None),
    ],
)
def test_declining_may_give_a_reason(status: str, reason: str | None) -> None:
    item = read_one(f"| Action | Status |\n|---|---|\n| Do it | {status} |\n")
    assert (item.status, item.reason) == (ActionStatus.DECLINED, reason)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prevent", ActionType.PREVENT),
        ("Preventative", ActionType.PREVENT),
        ("**detect**", ActionType.DETECT),
        ("mitigation", ActionType.MITIGATE),
        ("process", ActionType.PROCESS),
    ],
)
def test_types_have_synonyms(text: str, expected: ActionType) -> None:
    assert read_one(f"| Action | Type |\n|---|---|\n| Do it | {text} |\n").type is expected


@pytest.mark.parametrize("cell", ["", "-", "–", "n/a", "TBD", "?"])
def test_an_empty_cell_states_nothing(cell: str) -> None:
    item = read_one(
        f"| Action | Type | Due | Effort |\n|---|---|---|---|\n| Do it | {cell} |{cell}|{cell}|\n"
    )
    assert (item.type, item.due, item.others) == (None, None, ())


def test_an_empty_row_is_no_item() -> None:
    assert read("| Action | Type |\n|---|---|\n| | |\n") == ([], [])


def test_a_column_that_no_field_is_meant_for_is_kept() -> None:
    item = read_one(
        "| Task | Effort | Assignee | Team |\n|---|---|---|---|\n| Do it | *2 days* | a | b |\n"
    )
    assert (item.title, item.owner) == ("Do it", "a")
    assert item.others == (("Effort", "*2 days*"), ("Team", "b"))


def test_a_table_without_a_known_title_has_it_in_the_first_other_column() -> None:
    item = read_one("| Owner | Promise |\n|---|---|\n| a | Do it |\n")
    assert (item.title, item.owner, item.others) == ("Do it", "a", ())


def test_what_is_not_understood_is_kept_and_said() -> None:
    items, findings = read(
        "| Action | Type | Status | Due |\n|---|---|---|---|\n| Do it | magic | maybe | soon |\n"
    )
    assert [(item.type, item.status, item.due) for item in items] == [(None, None, None)]
    assert items[0].others == (("Type", "magic"), ("Status", "maybe"), ("Due", "soon"))
    assert findings == [
        "5:1 action item: found 'magic' where prevent or detect or mitigate or process was "
        "expected; correct the type, or leave it out",
        "5:1 action item: found 'maybe' where open or in-progress or done or declined was "
        "expected; correct the status, or leave it out",
        "5:1 action item: found 'soon' where a day such as 2024-07-01 was expected; "
        "correct the due, or leave it out",
    ]


def test_what_is_nested_is_details() -> None:
    item = read_one("- [ ] Do it\n  - first this\n  - then that\n")
    assert (item.title, item.details, item.line, item.end_line) == (
        "Do it",
        "- first this\n- then that",
        3,
        5,
    )


def test_items_of_the_front_matter_come_first() -> None:
    postmortem = parse_good(
        "action_items:\n- title: First\n  type: detect\n  due: 2024-07-01\n- title: Second\n"
        "  status: declined\n  reason: too dear",
        "\n## Action items\n\n- Third\n",
    )
    assert [(item.title, item.type, item.due, item.status) for item in postmortem.action_items] == [
        ("First", ActionType.DETECT, "2024-07-01", ActionStatus.OPEN),
        ("Second", None, None, ActionStatus.DECLINED),
        ("Third", None, None, None),
    ]
    assert [item.line for item in postmortem.action_items] == [4, 7, 14]
    assert postmortem.action_items[1].reason == "too dear"


def test_only_action_item_sections_have_items() -> None:
    assert parse_good(body="\n## Impact\n\n- [ ] not this\n").action_items == ()


def test_subsections_by_type_belong_to_the_action_items() -> None:
    postmortem = parse_good(
        body="\n## Action items\n\n### Detection\n\n- a\n\n### Recovery\n\n- b\n"
    )
    assert [item.title for item in postmortem.action_items] == ["a", "b"]
