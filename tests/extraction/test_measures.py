"""Things to do: one for each, whatever the shape of the list."""

import time

import pytest

from outlining import outline_of
from postmortem_kb.extraction.facts.measures import find_measures
from postmortem_kb.fields import ActionStatus, ActionType


def titles_of(text: str) -> list[str]:
    return [measure.title for measure in find_measures(outline_of(text))]


def test_the_leaf_items_below_group_labels_are_the_measures() -> None:
    text = """
        ## Corrective and Preventative Measures

        Every action item should have a ticket of its own.

        - **Improvements/Fixes**:
          - Watch the disk space of the print servers.
          - Rotate the logs daily.

        1. **Specific Tasks (TODO list):**
           - Write a runbook for a full disk.
    """
    assert titles_of(text) == [
        "Watch the disk space of the print servers.",
        "Rotate the logs daily.",
        "Write a runbook for a full disk.",
    ]


def test_a_label_and_its_text_are_one_measure() -> None:
    text = """
        ## Action items
        1. **Load tests:** Run them weekly. They have to hold twice the usual load.
        2. Documentation: Describe the order of restarts.
    """
    assert titles_of(text) == [
        "**Load tests:** Run them weekly. They have to hold twice the usual load.",
        "Documentation: Describe the order of restarts.",
    ]


def test_a_sentence_with_nested_details_is_one_measure() -> None:
    text = """
        ## Action items
        - Add an alert for the length of the mail queue.
          - threshold: 500
          - the dashboard shows it already
        - Test the backup.
    """
    measures = find_measures(outline_of(text))
    assert [measure.title for measure in measures] == [
        "Add an alert for the length of the mail queue.",
        "Test the backup.",
    ]
    assert [part.text for part in measures[0].details] == [
        "threshold: 500",
        "the dashboard shows it already",
    ]


def test_unmarked_lines_are_one_measure_each_and_lead_ins_and_stray_words_none() -> None:
    text = """
        Corrective and Preventative Measures:

        To prevent this from happening again we will take the following measures:

        css

        Review the import job.
        Add a limit to the size of an upload.
        Better alerts for the search index
    """
    assert titles_of(text) == [
        "Review the import job.",
        "Add a limit to the size of an upload.",
        "Better alerts for the search index",
    ]


@pytest.mark.parametrize(
    "closing",
    [
        "By implementing these measures, we will prevent such outages in the future.",
        "In conclusion, the map service will be more reliable.",
        "This postmortem shows that we should test more.",
        "We thank all members for being patient and will keep them informed.",
        "[picture]: https://pictures.example/cat.png",
        "https://blog.example/postmortem",
        "(Word count: 512)",
        "Follow us for more.",
        "Author: the map team",
    ],
)
def test_what_closes_a_document_is_no_measure(closing: str) -> None:
    text = f"## Measures\n\n- Add alerts for tiles.\n- Test the cache.\n\n{closing}"
    assert titles_of(text) == ["Add alerts for tiles.", "Test the cache."]


def test_another_text_behind_a_rule_is_left_alone() -> None:
    text = """
        ## Measures
        - Add alerts for tiles.

        ---

        Ideas for the talk

        1. Add a picture of the team.
        2. Keep it short.
    """
    assert titles_of(text) == ["Add alerts for tiles."]


def test_comma_lists_stay_one_measure() -> None:
    text = "## Tasks\n- Train the team, audit the keys, lock the doors.\n"
    assert titles_of(text) == ["Train the team, audit the keys, lock the doors."]


def test_each_sentence_of_prose_that_proposes_something_is_a_measure() -> None:
    text = """
        ## Prevention

        Looking back, several things stand out. We will add a second resolver. The health check
        should ask it for a name. This makes a silent failure visible.
    """
    assert titles_of(text) == [
        "We will add a second resolver.",
        "The health check should ask it for a name.",
    ]


def test_a_story_without_sections_tells_its_plans_at_the_end() -> None:
    text = """
        Postmortem: Mail stood still

        On 3 May 2023 mail was not delivered from 10:00 to 11:00 UTC.

        The queue was stuck behind one large message. It was deleted at 11:00.

        Going forward, we plan to limit the size of messages. The queue will be watched by an
        alert. By taking these steps we aim to be more reliable.
    """
    assert titles_of(text) == [
        "Going forward, we plan to limit the size of messages.",
        "The queue will be watched by an alert.",
    ]


def test_labelled_lines_belong_to_the_measure_above_them() -> None:
    text = """
        ## Action items
        - Add a check for expiring keys.
          Owner: @keys
          Tracking: `KEY-12`. Due: 22 July 2026.

        Tasks:

            Backup review:
                Task: Restore a backup once a month.
                Deadline: August 3, 2026.
                Status: in progress
    """
    first, second = find_measures(outline_of(text))
    assert (first.owner, first.ticket, first.due) == ("@keys", "KEY-12", "2026-07-22")
    assert second.title == "Restore a backup once a month."
    assert (second.due, second.status) == ("2026-08-03", ActionStatus.IN_PROGRESS)


def test_a_due_day_with_an_open_order_of_day_and_month_is_not_guessed() -> None:
    (measure,) = find_measures(outline_of("## Tasks\n- Add alerts (due: 03/04/2024)\n"))
    assert measure.due is None


def test_a_table_of_actions_is_read_by_its_columns() -> None:
    text = """
        ## Action items

        | # | Action | Owner | Due | Status | Ticket |
        |---|---|---|---|---|---|
        | 1 | Alert on a full pool | db | 2024-05-01 | Done | DB-4 |
        | 2 | Describe the failover | - | TBD | Open | |
    """
    first, second = find_measures(outline_of(text))
    assert (first.title, first.owner, first.due) == ("Alert on a full pool", "db", "2024-05-01")
    assert (first.status, first.ticket) == (ActionStatus.DONE, "DB-4")
    assert (second.owner, second.due, second.status) == (None, None, ActionStatus.OPEN)


def test_numbered_headings_are_measures_with_their_text_as_details() -> None:
    text = """
        # Resulting actions

        #### 1) Clean-up of archives `@kim`

        Archives older than five days are removed.

        #### 2) Alert on disk space

        At 80 percent.
    """
    measures = find_measures(outline_of(text))
    assert [measure.title for measure in measures] == [
        "Clean-up of archives @kim",
        "Alert on disk space",
    ]
    assert [part.text for part in measures[0].details] == [
        "Archives older than five days are removed."
    ]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("- [x] Mail everybody when the site is down", ActionStatus.DONE),
        ("- [ ] Mail everybody when the site is down", ActionStatus.OPEN),
        ("- Mail everybody when the site is down (DONE)", ActionStatus.DONE),
        ("- Added an alert for the queue", ActionStatus.DONE),
        ("- The script was changed to check the link.", ActionStatus.DONE),
        ("- The script will be changed to check the link.", None),
        ("- Improved monitoring of the queue", None),
        ("- Improved Monitoring: Watch the queue", None),
    ],
)
def test_what_is_done_carries_the_status(line: str, status: ActionStatus | None) -> None:
    (measure,) = find_measures(outline_of(f"## Action items\n{line}\n"))
    assert measure.status is status


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Add alerts and dashboards for the queue", ActionType.DETECT),
        ("Train the team and write a runbook", ActionType.PROCESS),
        ("Test the failover to the standby", ActionType.MITIGATE),
        ("Validate the input and fix the parser", ActionType.PREVENT),
        ("Say sorry to everybody", None),
    ],
)
def test_a_type_is_suggested_by_its_words(text: str, expected: ActionType | None) -> None:
    (measure,) = find_measures(outline_of(f"## Action items\n- {text}\n"))
    assert measure.type is expected


def test_an_empty_section_has_no_measures() -> None:
    assert find_measures(outline_of("## Action items\n\n- TBD\n- [Action]\n- Owner:\n")) == ()


def test_a_long_hostile_document_is_read_quickly() -> None:
    text = "## Action items\n" + "- Add (a, " * 20_000 + "\n" + "  " * 500 + "- x\n" * 20_000
    began = time.perf_counter()
    find_measures(outline_of(text))
    assert time.perf_counter() - began < 20


def test_the_columns_of_a_table_win_over_its_words() -> None:
    text = (
        "# Maps\n\n## Action items\n\n| What | Kind | Who | Ticket |\n|---|---|---|---|\n"
        "| Monitor the disks | prevent | the map team | none, **DONE** |\n"
        "| Document the restart | mitigate | Ann | MAP-7 **OPEN** |\n"
    )
    found = [(m.type, m.owner, m.ticket, m.status) for m in find_measures(outline_of(text))]
    assert found == [
        (ActionType.PREVENT, "the map team", None, ActionStatus.DONE),
        (ActionType.MITIGATE, "Ann", "MAP-7", ActionStatus.OPEN),
    ]
