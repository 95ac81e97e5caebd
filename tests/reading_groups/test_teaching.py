"""How much a record gives a group to talk about, and the points behind it."""

from making import catalogue_of, make
from postmortem_kb.reading_groups.picking.teaching import assess, rank_by_teaching

STORY = """
## Timeline

- 10:00 **Detected:** An alert.
- 10:05 **Hypothesis:** The database is slow.
- 10:20 **Ruled out:** It is not.
- **Note:** Nobody knows when.

## Lessons learned

- Alerts on causes.
- Alerts on users.

## What went wrong

The first half hour.

## Where we got lucky

- It was night.

## Action items

- [ ] Write an alert
- [x] Restart it
"""


def test_every_point_is_told_with_its_number() -> None:
    record = make(
        "a",
        "timezone: UTC\nstarted_at: 2024-06-08T10:00\nsurprises: [It was the disk]\n"
        "contributing_factors: [A full queue, An old client]",
        STORY,
    )
    assert assess(record).points == (
        "3 timed events",
        "1 hypothesis",
        "1 false trail",
        "2 lessons",
        "1 surprise",
        "1 point on what went well or wrong",
        "1 piece of luck",
        "2 contributing factors",
        "1 open measure",
    )


def test_a_record_that_tells_nothing_is_worth_nothing() -> None:
    assert (assess(make("a")).value, assess(make("a")).points) == (0, ())


def test_a_section_of_hints_says_nothing() -> None:
    body = "## Lessons learned\n\n<!-- - What did you learn? -->\n"
    assert assess(make("a", body=body)).points == ()


def test_more_of_the_same_counts_to_a_limit_only() -> None:
    def value(events: int) -> float:
        lines = "".join(f"- 10:{minute:02} Something.\n" for minute in range(events))
        fields = "timezone: UTC\nstarted_at: 2024-06-08T10:00"
        return assess(make("a", fields, f"## Timeline\n\n{lines}")).value

    assert value(2) < value(9)
    assert value(20) == value(40)


def test_drafts_come_last_and_ties_stand_by_id() -> None:
    catalogue = catalogue_of(
        make("draft", "timezone: UTC\nreview_status: draft\nlessons: [One, Two]"),
        make("b"),
        make("a"),
        make("best", "timezone: UTC\nlessons: [One]"),
    )
    ranked = [one.postmortem.id for one in rank_by_teaching(catalogue)]
    assert ranked == ["best", "a", "b", "draft"]
