import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.model import Event, EventKind
from postmortem_kb.moments import parse_timestamp
from postmortem_kb.sections import parse_sections
from postmortem_kb.timeline import parse_timeline
from postmortem_kb.zones import parse_zone
from records import PROPERTY


def read(text: str, *, zone: str = "UTC", started: str | None = "2024-06-08T13:15") -> list[Event]:
    sections = parse_sections(text, 1)
    stated = parse_timestamp(started) if started else None
    return list(parse_timeline(sections, parse_zone(zone), stated)[0])


def read_items(*items: str, **options: str | None) -> list[Event]:
    return read("## Timeline\n\n" + "".join(f"- {item}\n" for item in items), **options)


def read_one(item: str, **options: str | None) -> Event:
    [event] = read_items(item, **options)
    return event


def times(events: list[Event]) -> list[str | None]:
    return [event.at.iso if event.at else None for event in events]


@pytest.mark.parametrize(
    ("item", "iso", "text"),
    [
        ("13:15 It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("13:15: It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("13:15 - It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("13:15 – It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("13:15, it broke.", "2024-06-08T13:15+00:00", "it broke."),
        ("9:05 It broke.", "2024-06-08T09:05+00:00", "It broke."),
        ("13:15:30 It broke.", "2024-06-08T13:15:30+00:00", "It broke."),
        ("13:15:30.250 It broke.", "2024-06-08T13:15:30+00:00", "It broke."),
        ("1:15 PM It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("1:15pm It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("13:15 PM It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("12:05 a.m. It broke.", "2024-06-08T00:05+00:00", "It broke."),
        ("12:05 PM It broke.", "2024-06-08T12:05+00:00", "It broke."),
        ("2024-06-09 13:15 It broke.", "2024-06-09T13:15+00:00", "It broke."),
        ("2024-06-09T13:15 It broke.", "2024-06-09T13:15+00:00", "It broke."),
        ("2024-06-09T13 It broke.", "2024-06-09T13+00:00", "It broke."),
        ("2024-06-09 It broke.", "2024-06-09", "It broke."),
        ("2024-06-09: 3 servers broke.", "2024-06-09", "3 servers broke."),
        ("2024-06-09 3 servers broke.", "2024-06-09", "3 servers broke."),
        ("**13:15** It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("**13:15:** It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("__13:15__ It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("*13:15* It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("`13:15` It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("[13:15] It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("*13:15 It broke.*", "2024-06-08T13:15+00:00", "*It broke.*"),
        ("13:15 (18:15) It broke.", "2024-06-08T13:15+00:00", "(18:15) It broke."),
        ("13:15", "2024-06-08T13:15+00:00", ""),
    ],
)
def test_an_entry_begins_with_its_time(item: str, iso: str, text: str) -> None:
    event = read_one(item)
    assert (times([event]), event.until, event.text) == ([iso], None, text)


@pytest.mark.parametrize(
    "item",
    [
        "It broke at 13:15.",
        "Later: it broke.",
        "24:10 is no time",
        "13:75 is no time",
        "13:155 requests failed",
        "10:20:30:40:50:60 is a card's address",
        "1315 requests failed",
        "3 servers broke",
        "13 PM is none",
        "25:00 as well",
        "2024-02-30 never was",
        "13:15 a.m. is a contradiction",
        "0:15 PM as well",
        "- nested only",
    ],
)
def test_an_entry_without_a_time_is_kept_as_it_is(item: str) -> None:
    event = read_one(item)
    assert (event.at, event.kind, event.text + event.details) == (None, EventKind.NOTE, item)


@pytest.mark.parametrize(
    "prefix", ["~", "≈ ", "about ", "around ", "ca. ", "approximately ", "approx. "]
)
def test_a_time_may_be_approximate(prefix: str) -> None:
    event = read_one(f"{prefix}13:20 It broke.")
    assert event.at is not None
    assert (event.at.iso, event.at.stated.approximate) == ("2024-06-08T13:20+00:00", True)


@pytest.mark.parametrize(
    ("item", "at", "until"),
    [
        ("13:15 – 13:45 Looking", "13:15", "13:45"),
        ("13:15–13:45 Looking", "13:15", "13:45"),
        ("13:15-13:45 Looking", "13:15", "13:45"),
        ("13:15 — 13:45: Looking", "13:15", "13:45"),
        ("13:15 to 13:45 Looking", "13:15", "13:45"),
        ("13:15 until 13:45 Looking", "13:15", "13:45"),
        ("~13:15 – ~13:45 Looking", "13:15", "13:45"),
        ("13:15 – about 13:45 Looking", "13:15", "13:45"),
        ("1:15 PM – 1:45 PM Looking", "13:15", "13:45"),
        ("**13:15 – 13:45** Looking", "13:15", "13:45"),
        ("**13:15** – **13:45** Looking", "13:15", "13:45"),
        ("`13:15`–`13:45` Looking", "13:15", "13:45"),
        ("[13:15] - [13:45] Looking", "13:15", "13:45"),
        ("13:15 UTC – 13:45 UTC Looking", "13:15", "13:45"),
    ],
)
def test_an_entry_may_begin_with_a_range(item: str, at: str, until: str) -> None:
    event = read_one(item)
    assert event.at is not None
    assert event.until is not None
    assert (event.at.iso, event.until.iso, event.text) == (
        f"2024-06-08T{at}+00:00",
        f"2024-06-08T{until}+00:00",
        "Looking",
    )


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("13:15 – 3 servers broke", "3 servers broke"),
        ("13:15 to be sure, it broke", "to be sure, it broke"),
        ("13:15 – about the gateway", "about the gateway"),
        ("**13:15** – **Somebody** looks", "**Somebody** looks"),
    ],
)
def test_a_time_and_a_dash_make_no_range(item: str, text: str) -> None:
    event = read_one(item)
    assert (event.until, event.text) == (None, text)


def test_a_range_over_midnight_ends_on_the_next_day() -> None:
    event = read_one("23:50 – 00:10 Looking")
    assert event.until is not None
    assert event.until.iso == "2024-06-09T00:10+00:00"


def test_a_range_may_state_both_days() -> None:
    event = read_one("2024-06-08 22:00 – 2024-06-10 02:00 Looking")
    assert event.until is not None
    assert event.until.iso == "2024-06-10T02:00+00:00"


def test_the_next_entry_may_begin_before_a_range_has_ended() -> None:
    events = read_items(
        "13:15 – 18:00 Looking", "14:00 Called", "23:50 – 00:10 Moved", "23:55 Seen"
    )
    assert [event.at.date.day for event in events if event.at and event.at.date] == [8, 8, 8, 8]


def test_the_day_is_carried_forward_over_midnight() -> None:
    events = read_items("22:00 a", "23:59 b", "00:01 c", "09:00 d", "08:30 e", "01:00 f")
    assert [event.at.date.day for event in events if event.at and event.at.date] == [
        *[8, 8, 9, 9, 9, 10]
    ]


def test_a_stated_day_is_carried_forward() -> None:
    events = read_items("13:15 a", "2024-06-12 09:00 b", "10:00 c", "2024-06-01 d", "11:00 e")
    assert times(events) == [
        "2024-06-08T13:15+00:00",
        "2024-06-12T09:00+00:00",
        "2024-06-12T10:00+00:00",
        "2024-06-01",
        "2024-06-01T11:00+00:00",
    ]


@pytest.mark.parametrize(
    ("started", "first", "day"),
    [
        ("2024-06-08T00:05", "23:50", 7),
        ("2024-06-08T23:50", "00:10", 9),
        ("2024-06-08T13:15", "08:00", 8),
        ("2024-06-08T08:00", "21:00", 8),
        ("2024-06-08", "23:50", 8),
    ],
)
def test_the_first_entry_may_be_on_the_other_side_of_midnight(
    started: str, first: str, day: int
) -> None:
    event = read_one(f"{first} Something", started=started)
    assert event.at is not None
    assert event.at.date is not None
    assert event.at.date.day == day


def test_without_a_day_anywhere_times_have_none() -> None:
    assert times(read_items("13:15 a", "14:00 b", started=None)) == ["T13:15+00:00", "T14:00+00:00"]


def test_a_day_without_a_year_is_carried_forward_as_such() -> None:
    events = read_items("13:15 a", "00:10 b", zone="unknown", started="--06-05T13:00")
    assert times(events) == ["--06-05T13:15", "--06-06T00:10"]


def test_a_day_may_be_stated_without_a_year() -> None:
    events = read_items(
        "13:15 It broke.", "--06-10 09:00 It works.", "10:00 So it does.", started=None
    )
    assert times(events) == ["T13:15+00:00", "--06-10T09:00+00:00", "--06-10T10:00+00:00"]
    assert read_one("--13-10 09:00 It works.").at is None


def test_a_heading_may_state_the_day() -> None:
    text = (
        "## Timeline\n\n### 2024-06-08\n\n- 23:00 a\n\n"
        "### Sunday, 2024-06-09\n\n- 22:00 b\n- 23:00 c\n"
    )
    assert times(read(text, started=None)) == [
        "2024-06-08T23:00+00:00",
        "2024-06-09T22:00+00:00",
        "2024-06-09T23:00+00:00",
    ]


@pytest.mark.parametrize(
    ("item", "iso", "text"),
    [
        ("13:15 PDT It broke.", "2024-06-08T13:15-07:00", "It broke."),
        ("13:15 (PDT) It broke.", "2024-06-08T13:15-07:00", "It broke."),
        ("13:15Z It broke.", "2024-06-08T13:15+00:00", "It broke."),
        ("13:15 UTC+2 It broke.", "2024-06-08T13:15+02:00", "It broke."),
        ("13:15+02:00 It broke.", "2024-06-08T13:15+02:00", "It broke."),
        ("13:15 +0200 It broke.", "2024-06-08T13:15+02:00", "It broke."),
        ("2024-06-08T13:15-05:00 It broke.", "2024-06-08T13:15-05:00", "It broke."),
        ("13:15 IT calls.", "2024-06-08T13:15", "IT calls."),
        ("13:15 (IT) calls.", "2024-06-08T13:15", "(IT) calls."),
        ("13:15 (EST by the alert) It broke.", "2024-06-08T13:15", "(EST by the alert) It broke."),
        ("13:15 eat", "2024-06-08T13:15", "eat"),
        ("13:15 ESTIMATE", "2024-06-08T13:15", "ESTIMATE"),
        ("13:15 +5 servers", "2024-06-08T13:15", "+5 servers"),
    ],
)
def test_an_entry_may_name_its_zone(item: str, iso: str, text: str) -> None:
    event = read_one(item, zone="unknown")
    assert (times([event]), event.text) == ([iso], text)


@pytest.mark.parametrize(
    "title", ["Timeline (PDT)", "Timeline (all times PDT)", "Timeline (times in PDT)"]
)
def test_a_heading_may_name_the_zone(title: str) -> None:
    assert times(read(f"## {title}\n\n- 13:15 a\n", zone="UTC")) == ["2024-06-08T13:15-07:00"]


def test_a_jump_back_is_measured_between_instants() -> None:
    events = read_items("13:15 UTC a", "09:20 EDT b", "13:30 UTC c")
    assert times(events) == [
        "2024-06-08T13:15+00:00",
        "2024-06-08T09:20-04:00",
        "2024-06-08T13:30+00:00",
    ]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Started", EventKind.STARTED),
        ("Detected", EventKind.DETECTED),
        ("Acknowledged", EventKind.ACKNOWLEDGED),
        ("Escalated", EventKind.ESCALATED),
        ("Hypothesis", EventKind.HYPOTHESIS),
        ("Ruled out", EventKind.RULED_OUT),
        ("Ruled-out", EventKind.RULED_OUT),
        ("Mitigated", EventKind.MITIGATED),
        ("Resolved", EventKind.RESOLVED),
        ("Recovered", EventKind.RECOVERED),
        ("Note", EventKind.NOTE),
        ("DETECTED", EventKind.DETECTED),
    ],
)
@pytest.mark.parametrize("form", ["**{}:** It is so.", "**{}**: It is so.", "__{}__ – It is so."])
def test_a_bold_label_names_the_kind(label: str, kind: EventKind, form: str) -> None:
    event = read_one("13:15 " + form.format(label))
    assert (event.kind, event.text) == (kind, "It is so.")


def test_a_time_and_a_label_may_be_bold_together() -> None:
    event = read_one("**13:15 Detected:** It is so.")
    assert (event.at is not None, event.kind, event.text) == (True, EventKind.DETECTED, "It is so.")


def test_a_label_needs_no_time() -> None:
    event = read_one("**Escalated:** It is so.")
    assert (event.at, event.kind, event.text) == (None, EventKind.ESCALATED, "It is so.")


@pytest.mark.parametrize(
    "text", ["**Somebody** looks.", "Detected: it is so.", "**Detected late** by us."]
)
def test_any_other_beginning_stays_in_the_text(text: str) -> None:
    event = read_one(f"13:15 {text}")
    assert (event.kind, event.text) == (EventKind.NOTE, text)


def test_what_is_nested_is_kept_as_details_with_its_lines() -> None:
    [event] = read("## Timeline\n\n- 13:15 It\n  broke.\n    - why\n    - how\n")
    assert (event.text, event.details) == ("It\nbroke.", "- why\n- how")
    assert (event.line, event.end_line) == (3, 6)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "| Time | Event |\n|---|---|\n| 13:15 | It broke. |\n| | Later |\n",
            [("2024-06-08T13:15+00:00", None, "note", "It broke."), (None, None, "note", "Later")],
        ),
        (
            "| Time (PDT) | Event |\n|---|---|\n| 13:15 | It broke. |\n",
            [("2024-06-08T13:15-07:00", None, "note", "It broke.")],
        ),
        (
            "| Date | Time | Type | What happened |\n|---|---|---|---|\n"
            "| 2024-06-09 | 13:15 | Detected | It broke. |\n| | 14:00 | Odd | Seen. |\n",
            [
                ("2024-06-09T13:15+00:00", None, "detected", "It broke."),
                ("2024-06-09T14:00+00:00", None, "note", "**Odd:** Seen."),
            ],
        ),
        (
            "| Start | End | Event |\n|---|---|---|\n| 13:15 | 13:45 | Looked. |\n"
            "| 14:00 | ongoing | Waits. |\n",
            [
                ("2024-06-08T13:15+00:00", "2024-06-08T13:45+00:00", "note", "Looked."),
                ("2024-06-08T14:00+00:00", None, "note", "ongoing: Waits."),
            ],
        ),
        (
            "| When | Who | Event |\n|---|---|---|\n| **13:15** | on-call | Looked. |\n",
            [("2024-06-08T13:15+00:00", None, "note", "Looked. (**Who:** on-call)")],
        ),
        (
            "| Time | | |\n|---|---|---|\n| 13:15 | one | two |\n",
            [("2024-06-08T13:15+00:00", None, "note", "one – two")],
        ),
        (
            "| Time | Event | | |\n|---|---|---|---|\n| 13:15 | one | two | three |\n",
            [("2024-06-08T13:15+00:00", None, "note", "one (two) (three)")],
        ),
        (
            "| Clock | Event |\n|---|---|\n| 13:15 | IST team is called. |\n",
            [("2024-06-08T13:15+00:00", None, "note", "IST team is called.")],
        ),
        (
            "| Moment | Said |\n|---|---|\n| 13:15 | **Ruled out:** the network |\n",
            [("2024-06-08T13:15+00:00", None, "ruled-out", "the network")],
        ),
    ],
)
def test_a_table_is_a_timeline_too(
    table: str, expected: list[tuple[str | None, str | None, str, str]]
) -> None:
    events = read(f"## Timeline\n\n{table}")
    assert [
        (
            event.at.iso if event.at else None,
            event.until.iso if event.until else None,
            str(event.kind),
            event.text,
        )
        for event in events
    ] == expected


def test_only_timeline_sections_have_events() -> None:
    assert read("## Impact\n\n- 13:15 It broke.\n") == []


def test_the_lines_of_every_block_are_said() -> None:
    text = (
        "## Timeline\n\nIntro\n\n- 13:15 a\n- 13:16 b\n\nMore\n\n"
        "| Time | X |\n|---|---|\n| 14:00 | c |\n"
    )
    _, spans = parse_timeline(parse_sections(text, 1), parse_zone("UTC"), None)
    assert [(span.first, span.last) for span in spans] == [(5, 6), (10, 12)]


WORDS = st.sampled_from(
    "13:15 1:15 9:61 23:59:59 2024-06-09 2024-06-09T13:15 – - to until : , . ( ) (UTC) UTC EST IT "
    "+5 +02:00 -05:00 ~ ~14:00 about PM a.m. **Detected:** **bold** **13:15** `14:00` [15:00] *x* "
    "gateway 3 servers 10:20:30:40 Z".split()
)


@PROPERTY
@given(st.lists(WORDS, min_size=1, max_size=7))
def test_no_word_of_an_item_is_lost(words: list[str]) -> None:
    item = " ".join(words)
    event = read_one(f"x {item}"[2:] if not item.startswith(("-", "+")) else f"x{item}")
    kept = [event.text, event.details, event.kind.value]
    kept += [moment.stated.text for moment in (event.at, event.until) if moment is not None]
    kept += [moment.zone.text for moment in (event.at, event.until) if moment is not None]
    for word in re.findall(r"\w+", item):
        assert word.lower() in " ".join(kept).lower()


def test_other_columns_stand_in_the_text_and_are_known_by_their_headings() -> None:
    table = (
        "| Time | Event | Who | Fix |\n|---|---|---|---|\n| 13:15 | It broke. | Ops | A restart |\n"
    )
    (event,) = read(f"## Timeline\n\n{table}")
    assert event.text == "It broke. (**Who:** Ops) (**Fix:** A restart)"
    assert event.columns == (("Who", "(**Who:** Ops)"), ("Fix", "(**Fix:** A restart)"))
