"""Parts of a timeline to entries."""

import pytest

from outlining import outline_of
from postmortem_kb.extraction.times.entries import find_entries
from postmortem_kb.extraction.times.entry_front import Entry, read_front

HEAD = "# Maps went grey\n\nAll went grey.\n\n## Timeline\n\n"


def clock(entry: Entry) -> str:
    times = [f"{found.clock:%H:%M}" for found in (entry.clock, entry.until) if found]
    return "-".join(times)


def entries(text: str, head: str = HEAD) -> list[tuple[str, str]]:
    return [(clock(entry), entry.text) for entry in find_entries(outline_of(head + text))]


FRONTS = [
    ("10:00 Alarm", "10:00", "Alarm"),
    ("**10:00** Alarm", "10:00", "Alarm"),
    ("**10:00:** Alarm", "10:00", "Alarm"),
    ("**10:00 AM - Alarm** rang", "10:00", "**Alarm** rang"),
    ("[10:00] Alarm", "10:00", "Alarm"),
    ("(10:00 UTC): Alarm", "10:00", "Alarm"),
    ("`10:00` Alarm", "10:00", "Alarm"),
    ("🔥 10:00 – Alarm", "10:00", "Alarm"),
    ("At 10:00, alarm", "10:00", "alarm"),
    ("~10:00 Alarm", "10:00", "Alarm"),
    ("Around 10:00 AM: Alarm", "10:00", "Alarm"),
    ("1:15 PM(13:15): Alarm", "13:15", "Alarm"),
    ("2100hrs - Alarm", "21:00", "Alarm"),
    ("15.25 PST Alarm", "15:25", "Alarm"),
    ("14h30 : Alarm", "14:30", "Alarm"),
    ("4: 45 am Alarm", "04:45", "Alarm"),
    ("6 PM Alarm", "18:00", "Alarm"),
    ("10:00 A valve stuck", "10:00", "A valve stuck"),
    ("June 8, 2023, 10:00 AM – Alarm", "10:00", "Alarm"),
    ("10:00 AM, June 8, 2023: Alarm", "10:00", "Alarm"),
    ("Thursday June 8 10:00 Alarm", "10:00", "Alarm"),
    ("2023-06-08T10:00:00Z Alarm", "10:00", "Alarm"),
    ("2023-06-08 10:00+02:00 | Alarm", "10:00", "Alarm"),
    ("[10:00](a.md) Alarm", "10:00", "(a.md) Alarm"),
    ("10:00 - *Alarm* rang", "10:00", "*Alarm* rang"),
    ("10:00 => Alarm", "10:00", "Alarm"),
    ("10:00... Alarm", "10:00", "Alarm"),
    ("10:00 - 11:00 Alarm", "10:00-11:00", "Alarm"),
    ("10:00-11:00: Alarm", "10:00-11:00", "Alarm"),
    ("10:00 — 11:00 Alarm", "10:00-11:00", "Alarm"),
    ("10:00~11:00 Alarm", "10:00-11:00", "Alarm"),
    ("10:00 to 11:00 Alarm", "10:00-11:00", "Alarm"),
    ("From 10:00 until 11:00, alarm", "10:00-11:00", "alarm"),
    ("June 8 22:00 - June 9 01:00 Alarm", "22:00-01:00", "Alarm"),
    ("**10:00 - 11:00**: Alarm", "10:00-11:00", "Alarm"),
    ("Alarm at 10:00", "", "Alarm at 10:00"),
    ("Port 8080 was closed", "", "Port 8080 was closed"),
    ("", "", ""),
]


@pytest.mark.parametrize(("text", "time", "rest"), FRONTS)
def test_the_time_in_front_is_parted_from_the_text(text: str, time: str, rest: str) -> None:
    entry, left = read_front(text)
    assert (clock(entry), left) == (time, rest)


@pytest.mark.parametrize(
    ("text", "is_approximate"), [("~10:00 a", True), ("around 10:00 a", True), ("10:00 a", False)]
)
def test_an_approximate_time_is_known_as_such(text: str, *, is_approximate: bool) -> None:
    assert read_front(text)[0].is_approximate is is_approximate


def test_the_days_of_a_range_belong_to_their_ends() -> None:
    entry, _ = read_front("June 8 22:00 - June 9 01:00 Alarm")
    assert entry.day is not None
    assert entry.until_day is not None
    assert (entry.day.day, entry.until_day.day) == (8, 9)


@pytest.mark.parametrize(
    "text",
    [
        "- 10:00 Alarm\n- 10:05 Calm",
        "* **10:00** Alarm\n* **10:05** Calm",
        "10:00 Alarm\n10:05 Calm",
        "10:00 Alarm\n\n10:05 Calm",
        "10:00 - Alarm 10:05 - Calm",
        "- 10:00: Alarm 10:05: Calm",
        "1.10:00 Alarm\n2.10:05 Calm",
        "### 10:00 Alarm\n\n### 10:05 Calm",
        "**10:00**\nAlarm\n\n**10:05**\nCalm",
        "| Time | What |\n|---|---|\n| 10:00 | Alarm |\n| 10:05 | Calm |",
        "| What | Time (UTC) |\n|---|---|\n| Alarm | 10:00 |\n| Calm | 10:05 |",
        "| Date | Time | What |\n|---|---|---|\n| June 8 | 10:00 | Alarm |\n|  | 10:05 | Calm |",
        "<ul><li>10:00 Alarm</li><li>10:05 Calm</li></ul>",
        "<p>10:00 Alarm<br>10:05 Calm</p>",
        "    - 10:00 Alarm\n    - 10:05 Calm",
        "```\n- 10:00 Alarm\n- 10:05 Calm",
    ],
)
def test_entries_are_found_in_every_form(text: str) -> None:
    found = [(time, words or "in details") for time, words in entries(text)]
    assert [time for time, _ in found] == ["10:00", "10:05"]
    if "**10:00**\n" not in text:
        assert [words for _, words in found] == ["Alarm", "Calm"]


def test_what_stands_below_an_entry_belongs_to_it() -> None:
    outline = outline_of(HEAD + "- 10:00 Alarm\n  - rang twice\n  - was heard\n- 10:05 Calm")
    found = [(entry.text, [part.text for part in entry.details]) for entry in find_entries(outline)]
    assert found == [("Alarm", ["rang twice", "was heard"]), ("Calm", [])]


def test_a_table_may_state_an_end() -> None:
    table = "| Start | End | What |\n|---|---|---|\n| 10:00 | 10:05 | Alarm |"
    assert entries(table) == [("10:00-10:05", "Alarm")]


def test_a_line_that_is_a_day_is_no_event() -> None:
    found = find_entries(outline_of(HEAD + "**June 8, 2023**\n\n- 10:00 Alarm"))
    assert [(entry.is_day_only, clock(entry)) for entry in found] == [(True, ""), (False, "10:00")]


def test_a_time_may_stand_in_the_sentence_of_an_item() -> None:
    (entry,) = find_entries(outline_of(HEAD + "- The alarm rang at 10:00 and woke us"))
    assert (clock(entry), entry.text) == ("10:00", "The alarm rang at 10:00 and woke us")
    assert entry.is_in_text


def test_a_time_in_a_sentence_begins_with_the_day_in_front_of_it() -> None:
    text = "The first complaint reached us on 3 February 2023 at 10:00"
    assert entries(text) == [("10:00", text)]


def test_labels_without_any_clock_are_entries_too() -> None:
    assert entries("- Detection: a page\n- Escalation: the network team") == [
        ("", "Detection: a page"),
        ("", "Escalation: the network team"),
    ]


def test_the_heading_names_the_zone_of_its_entries() -> None:
    outline = outline_of("# Maps\n\n## Timeline (all times UTC)\n\n- 10:00 a\n- 10:05 b\n- 10:10 c")
    assert {entry.zone.text for entry in find_entries(outline) if entry.zone} == {"UTC"}


def test_a_timeline_needs_no_name() -> None:
    text = "# Maps\n\n## The long night\n\n- 10:00 a\n- 10:05 b\n- 10:10 c"
    assert [time for time, _ in entries(text, "")] == ["10:00", "10:05", "10:10"]


def test_a_story_without_a_timeline_is_read_by_its_sentences() -> None:
    text = (
        "# Maps\n\n## What happened\n\nA disk was full. At 10:00 the alarm rang. We looked.\n"
        "At 10:05 it was calm."
    )
    assert entries(text, "") == [
        ("10:00", "A disk was full. At 10:00 the alarm rang. We looked."),
        ("10:05", "At 10:05 it was calm."),
    ]


def test_measures_are_no_entries() -> None:
    text = "# Maps\n\n## Action items\n\n- 10:00 call\n- 11:00 call\n- 12:00 call"
    assert entries(text, "") == []
