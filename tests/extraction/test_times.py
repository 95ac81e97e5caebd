"""Start, end, zone and length: what is stated, and what follows from it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outlining import document_of
from postmortem_kb.extraction.evidence import Certainty
from postmortem_kb.extraction.outline.structure import build_outline
from postmortem_kb.extraction.times.contradictions import find_contradictions
from postmortem_kb.extraction.times.day_order import DayOrder
from postmortem_kb.extraction.times.timeline import write_events
from postmortem_kb.extraction.times.times import Times, find_times
from postmortem_kb.importers.document import Document, Line, StatedFact
from records import PROPERTY

STATED, DERIVED = Certainty.STATED, Certainty.DERIVED


def times_of(text: str, *facts: StatedFact, order: DayOrder | None = None) -> Times:
    document = document_of(f"# Maps went grey\n\n{text}", *facts)
    return find_times(document, build_outline(document.lines), order)


def ends(text: str, *facts: StatedFact) -> tuple[str | None, str | None]:
    times = times_of(text, *facts)
    start = times.start.write(times.zone) if times.start else None
    return start, times.end.write(times.zone) if times.end else None


def codes(text: str) -> list[str]:
    document = document_of(f"# Maps went grey\n\n{text}")
    outline = build_outline(document.lines)
    return [
        problem.code
        for problem in find_contradictions(find_times(document, outline, None), outline)
    ]


D, N = "2023-06-08T", "2023-06-09T"

SPANS = [
    ("**Duration:** June 8, 2023, 1:15 PM - 2:45 PM UTC", f"{D}13:15", f"{D}14:45"),
    ("**Duration:** June 8, 2023, 13:15-14:00", f"{D}13:15", f"{D}14:00"),
    ("**Duration:** June 8, 2023, 1:15 PM to 2:45 PM", f"{D}13:15", f"{D}14:45"),
    ("**Duration:** June 8, 2023, 1:15 PM — 2:45 PM", f"{D}13:15", f"{D}14:45"),
    ("**Duration:** June 8, 2023, 1:15 PM ~ 2:45 PM", f"{D}13:15", f"{D}14:45"),
    ("**Duration:** 10:30 - 11:15 PM on June 8, 2023", f"{D}22:30", f"{D}23:15"),
    ("**Duration:** from 10 PM to 2 AM, June 8, 2023", f"{D}22:00", f"{N}02:00"),
    ("**Duration:** June 8, 2023 22:00 to June 9, 2023 01:00", f"{D}22:00", f"{N}01:00"),
    ("**Duration:** 2023-06-08T22:00Z – 2023-06-09T01:00Z", f"{D}22:00", f"{N}01:00"),
    ("**Duration:** 13:20PM to 14:45PM (8 June 2023)", f"{D}13:20", f"{D}14:45"),
    ("**Duration:** June 8, 2023, 2100hrs - 2230hrs", f"{D}21:00", f"{D}22:30"),
    ("**Duration:** June 8, 2023, 10:00 M — June 9, 2023, 2:00 PM", f"{D}10:00", f"{N}14:00"),
    ("start : 08/06/2023, 3:AM\n\nend : 19/06/2023, 5:PM", f"{D}03:00", "2023-06-19T17:00"),
    ("**Start:** June 8, 2023 10:00\n\n**End:** June 8, 2023 11:00", f"{D}10:00", f"{D}11:00"),
    ("- Start time: 2023-06-08 10:00\n- End time: 11:00", f"{D}10:00", f"{D}11:00"),
    (
        "| Start | June 8, 2023 10:00 |\n|---|---|\n| End | June 8, 2023 11:00 |",
        f"{D}10:00",
        f"{D}11:00",
    ),
    (
        "## Summary\n\nOn June 8, 2023, between 10:00 and 11:00 the site was down.",
        f"{D}10:00",
        f"{D}11:00",
    ),
    (
        "## Summary\n\nThe outage began at 10:00 on June 8, 2023 and lasted until 11:00.",
        f"{D}10:00",
        f"{D}11:00",
    ),
    ("## Duration\n\nJune 8, 2023 10:00 to 11:00", f"{D}10:00", f"{D}11:00"),
    (
        "On June 8, 2023 at 10:00 the tiles failed to load during scheduled maintenance.",
        f"{D}10:00",
        None,
    ),
    ("**Date:** June 8, 2023\n\n**Duration:** 10:00 to 11:00", f"{D}10:00", f"{D}11:00"),
    (
        "On June 8, 2023 at 10:00 the maps went down.\n\n# Background\n\nIt failed at 9:30.",
        f"{D}10:00",
        None,
    ),
    ("**Duration:** 10:00 to 11:00", "T10:00", "T11:00"),
    ("**Duration:** June 8, 10:00 to 11:00", "--06-08T10:00", "--06-08T11:00"),
    ("**Duration:** approximately 10:00 to 11:00 on June 8, 2023", f"~{D}10:00", f"{D}11:00"),
    ("**Date:** June 8, 2023", "2023-06-08", None),
    (
        "**Duration:** February 29, 10:00 to March 1, 2023 01:00",
        "--02-29T10:00",
        "2023-03-01T01:00",
    ),
    ("All was grey.", None, None),
    ("**Duration:** 3h", None, None),
    ("**Due date:** June 8, 2023 10:00", None, None),
    (
        "On June 8, 2023 at 10:00 the tiles failed to load. Nearby maps were fine until 11:00.",
        f"{D}10:00",
        None,
    ),
]


def test_an_end_on_a_day_that_is_open_is_not_put_on_the_day_of_the_start() -> None:
    assert ends("**Duration:** 06/06/2023 10:00 - 08/06/2023 17:00") == ("2023-06-06T10:00", None)
    assert ends("Start: 06/06/2023 10:00\n\nEnd: 08/06/2023 17:00") == ("2023-06-06T10:00", None)


@pytest.mark.parametrize(("text", "start", "end"), SPANS)
def test_start_and_end_are_read_as_stated(text: str, start: str | None, end: str | None) -> None:
    assert ends(text) == (start, end)


def test_the_last_of_two_entries_is_the_end() -> None:
    text = "## Timeline\n\n- 2023-06-08 10:00 Tiles are late\n- 2023-06-08 11:00 Job killed"
    assert ends(text) == (f"{D}10:00", f"{D}11:00")
    told = "## Timeline\n\n- Tiles were late at 10:00 on June 8, 2023.\n- We looked at 10:20."
    assert ends(told) == (f"{D}10:00", None)


LINE = "## Timeline\n\n- 10:00 Alarm\n- 10:10 We look\n- 10:20 We find it\n- 10:30 Service restored"


def test_the_timeline_tells_what_is_not_stated() -> None:
    times = times_of(f"**Date:** June 8, 2023\n\n{LINE}")
    assert times.start is not None
    assert times.end is not None
    assert (times.start.write(), times.start.certainty) == (f"{D}10:00", DERIVED)
    assert (times.end.write(), times.end.certainty) == (f"{D}10:30", DERIVED)
    assert times.minutes == 30


@pytest.mark.parametrize(
    "words",
    [
        "At the time of writing the maps are still grey.",
        "The outage is ongoing.",
        "It is not yet resolved at the time of this report.",
    ],
)
def test_what_is_not_over_has_no_end(words: str) -> None:
    times = times_of(f"**Date:** June 8, 2023\n\n## Summary\n\n{words}\n\n{LINE}")
    assert times.end is None


def test_a_length_in_days_settles_which_event_was_the_end() -> None:
    text = (
        "The outage lasted 2 days.\n\n## Timeline\n\n- June 8, 2023 10:00 Alarm\n"
        "- June 9 11:00 We look\n- June 10 11:30 Tiles arrive"
    )
    times = times_of(text)
    assert times.end is not None
    assert (times.end.write(), times.end.certainty) == ("2023-06-10T11:30", DERIVED)


def test_stated_ends_are_stated() -> None:
    times = times_of("**Duration:** June 8, 2023, 10:00 to 11:00")
    assert times.start is not None
    assert times.end is not None
    assert (times.start.certainty, times.end.certainty) == (STATED, STATED)
    assert (times.start.line, times.start.quote) == (3, "June 8, 2023, 10:00 to 11:00")


def test_an_end_on_the_next_day_is_derived() -> None:
    times = times_of("**Duration:** June 8, 2023, 23:00 to 01:00")
    assert times.end is not None
    assert (times.end.write(), times.end.certainty) == (f"{N}01:00", DERIVED)
    assert times.minutes == 120


def test_ends_in_two_zones_are_compared_in_one() -> None:
    times = times_of("**Duration:** June 8, 2023, 10:00 UTC to 2:00 PM EAT")
    assert times.minutes == 60


def test_a_field_of_the_source_comes_first() -> None:
    fact = StatedFact("started_at", "2023-06-08T09:00Z", 1, "start_time: 2023-06-08T09:00Z")
    times = times_of("**Duration:** June 8, 2023, 10:00 to 11:00 UTC", fact)
    assert times.start is not None
    assert (times.start.write(), times.start.quote) == (f"{D}09:00", fact.quote)


def test_a_year_comes_from_the_same_day_elsewhere() -> None:
    text = "**Duration:** June 8, 10:00 to 11:00\n\nPosted after June 8, 2023."
    times = times_of(text)
    assert times.start is not None
    assert (times.start.write(), times.start.certainty) == (f"{D}10:00", DERIVED)


@pytest.mark.parametrize(
    ("order", "start"),
    [
        (None, "T10:00"),
        (DayOrder.DAY_FIRST, "2022-02-05T10:00"),
        (DayOrder.MONTH_FIRST, "2022-05-02T10:00"),
    ],
)
def test_an_open_date_is_left_open_until_it_is_settled(order: DayOrder | None, start: str) -> None:
    times = times_of("**Duration:** 05-02-2022 10:00 to 11:00", order=order)
    assert times.start is not None
    assert times.start.write() == start


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("**Duration:** June 8, 2023, 10:00 to 11:00 UTC", "UTC"),
        ("**Duration:** June 8, 2023, 10:00 (Pacific Time) to 11:00", "America/Los_Angeles"),
        (f"**Date:** June 8, 2023\n\n{LINE.replace('Timeline', 'Timeline (GMT)')}", "GMT"),
        (f"All times are in EAT.\n\n{LINE}", "EAT"),
        ("Grey from 11:15 PM to 11:45 PM. (We are in Accra, so that is GMT.)", "GMT"),
        ("The log says `Date: Thu, 8 Jun 2023 10:00:00 GMT`.\n\n" + LINE, None),
        (LINE, None),
    ],
)
def test_the_zone_is_found_where_it_stands(text: str, zone: str | None) -> None:
    found = times_of(text).zone
    assert (found.text if found else None) == zone


CONTRADICTIONS = [
    ("**Duration:** June 8, 2023, 10:00 to 11:00", []),
    ("**Start:** June 8, 2023 11:00\n\n**End:** June 8, 2023 10:00", ["end-before-start"]),
    (f"**Duration:** June 8, 2023, 10:05 to 10:30\n\n{LINE}", ["event-before-start"]),
    (f"**Duration:** June 8, 2023, 10:00 to 10:25\n\n{LINE}", ["event-after-end"]),
    (
        "**Duration:** June 8, 2023, 10:00 to 11:00 (2 hours)",
        ["stated-duration"],
    ),
    ("**Duration:** June 8, 2023, 10:00 to 11:00 (about 65 minutes)", []),
    (
        "## Timeline\n\n- June 8, 2023 10:00 a\n- June 8, 2023 06:00 b\n- 11:00 c",
        ["clock-goes-back"],
    ),
    ("**Duration:** 05-02-2022 10:00 to 11:00", ["ambiguous-date"]),
    ("**Duration:** December 8, 2023, 10:00 PDT to 11:00 PDT", ["zone-against-date"]),
    ("**Duration:** June 8, 2023, 10:00 UTC to 2:00 PM EAT", ["several-zones"]),
]


@pytest.mark.parametrize(("text", "expected"), CONTRADICTIONS)
def test_what_does_not_fit_is_reported(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_the_title_may_name_another_day() -> None:
    document = document_of("# Outage of June 7, 2023\n\n**Duration:** June 8, 2023, 10:00 to 11:00")
    outline = build_outline(document.lines)
    (problem,) = find_contradictions(find_times(document, outline, None), outline)
    assert (problem.code, problem.line, problem.about) == ("title-date", 1, "started_at")
    assert problem.message == (
        "the title says 2023-06-07, the text 2023-06-08; the text's day was taken"
    )


TEXTS = st.lists(
    st.lists(
        st.sampled_from(
            "10:00 11:00PM 24:00 00:00 13:15-14:00 - to until from June 8, 2023 February 29 "
            "29/02/2023 05/06/2024 2024-02-29T10:00Z 0001-01-01 31 December 9999 UTC EST +14:00 "
            "outage began ended lasted 99999999999 days hours **Start:** **End:** **Duration:** | "
            "## Timeline # Summary ~ resolved noon midnight all times are".split(" ")
        ),
        max_size=8,
    ).map(" ".join),
    max_size=12,
)
HINTS = st.sampled_from([(), (StatedFact("published_at", "2023-03-01", 1, "date: 2023-03-01"),)])
MORE = settings(PROPERTY, max_examples=300, suppress_health_check=list(HealthCheck))


@given(TEXTS, HINTS)
@MORE
def test_no_text_stops_the_reading_of_times(
    lines: list[str], hints: tuple[StatedFact, ...]
) -> None:
    numbered = tuple(Line(number, line) for number, line in enumerate(lines, 1))
    document = Document("a.md", "0" * 64, "markdown", numbered, hints=hints)
    outline = build_outline(numbered)
    times = find_times(document, outline, None)
    write_events(times.events, times.zone)
    list(find_contradictions(times, outline))
    assert times.minutes is None or times.start is not None
