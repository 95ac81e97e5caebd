"""The timeline strip: what it draws of a record, and what it leaves to the list."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from making import make
from postmortem_kb.charts.strip_content import StripContent, read_strip, time_followed
from postmortem_kb.charts.timeline_strip import render_strip
from postmortem_kb.model import Postmortem
from records import PROPERTY

FIELDS = """\
started_at: 2024-03-13T10:00
detected_at: 2024-03-13T10:10
mitigated_at: 2024-03-13T11:40
resolved_at: 2024-03-13T12:00
timezone: UTC
"""


def record_of(timeline: str, fields: str = FIELDS) -> Postmortem:
    return make("2024-03-13-outage", fields, f"## Timeline\n\n{timeline}\n")


def content_of(timeline: str, fields: str = FIELDS) -> StripContent:
    record = record_of(timeline, fields)
    content = read_strip(record.incidents, record.body.events)
    assert content is not None
    return content


def strip_of(timeline: str, fields: str = FIELDS) -> str:
    record = record_of(timeline, fields)
    return render_strip(record.incidents, record.body.events, zone="times in UTC")


def phases_of(content: StripContent) -> list[tuple[str, str]]:
    return [(phase.label, str(phase.length)) for _, row in content.phases for phase in row]


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_phases_are_named_for_what_ends_them() -> None:
    assert phases_of(content_of("- 10:00 a")) == [
        ("Until detected", "10 min"),
        ("Until mitigated", "1 h 30 min"),
        ("Until resolved", "20 min"),
    ]


def test_a_phase_without_length_is_left_out() -> None:
    fields = "started_at: 2024-03-13T10:00\ndetected_at: 2024-03-13T10:00\n"
    fields += "resolved_at: 2024-03-13T11:00\ntimezone: UTC"
    assert phases_of(content_of("- 10:00 a", fields)) == [("Until resolved", "1 h")]


def test_a_notice_before_the_stated_start_is_a_phase_of_its_own() -> None:
    fields = FIELDS.replace("detected_at: 2024-03-13T10:10", "detected_at: 2024-03-13T09:58")
    assert phases_of(content_of("- 10:00 a", fields))[0] == ("Before the stated start", "2 min")


@pytest.mark.parametrize(
    ("end", "label"),
    [("resolved_at: ongoing", "Ongoing"), ("resolved_at: unknown", "End not stated")],
)
def test_an_incident_without_an_end_stays_open(end: str, label: str) -> None:
    fields = FIELDS.replace("resolved_at: 2024-03-13T12:00", end)
    content = content_of("- 10:00 a", fields)
    assert phases_of(content)[-1] == (label, "None")
    assert content.phases[0][1][-1].end is None


def test_several_incidents_of_one_record_have_a_row_each() -> None:
    fields = """
timezone: UTC
incidents:
  - {id: a, title: First, started_at: 2024-02-01T10:00, resolved_at: 2024-02-01T11:00}
  - {id: b, title: Second, started_at: 2024-02-01T13:00, resolved_at: 2024-02-01T15:00}
"""
    rows = content_of("- 2024-02-01 10:00 a", fields).phases
    assert [(title, len(phases)) for title, phases in rows] == [("First", 1), ("Second", 1)]


def test_events_are_marked_with_their_number_in_the_list() -> None:
    content = content_of("- 10:00 one\n- without a time\n- 11:00 **Detected:** three\n")
    assert [(mark.entry, mark.kind, mark.at.minute) for mark in content.marks] == [
        (1, "note", 0),
        (3, "detected", 60),
    ]
    assert content.entries_without_place == 1


def test_marks_link_to_their_entries_and_say_them() -> None:
    html = strip_of("- 10:00 one\n- 11:00 **Detected:** the *alert*\n")
    assert re.findall('xlink:href="(.*?)"', html) == ["#pm-entry-1", "#pm-entry-2"]
    assert "11:00 Detected: the alert" in words_of(html)


def test_an_hour_and_an_approximate_time_are_rough() -> None:
    content = content_of("- 10:00 a\n- 2024-03-13T11 b\n- ~11:30 c\n")
    assert [mark.at.is_rough for mark in content.marks] == [False, True, True]
    assert "only known roughly" in strip_of("- ~11:30 c")


def test_a_day_without_a_time_spreads_over_the_day() -> None:
    content = content_of("- 10:00 a\n- 2024-03-15 b\n")
    assert content.marks[1].at.spread == 1440


def test_the_zone_of_an_event_counts() -> None:
    content = content_of("- 10:00 a\n- 2024-03-13T12:30+02:00 b\n")
    assert content.marks[1].at.minute == 30


def test_a_clock_that_jumps_back_is_on_the_next_day() -> None:
    content = content_of("- 23:00 a\n- 01:00 b\n", FIELDS)
    assert content.marks[1].at.minute - content.marks[0].at.minute == 120


def test_times_without_a_day_are_drawn() -> None:
    fields = "started_at: T23:30\nresolved_at: T01:00\ntimezone: unknown"
    assert phases_of(content_of("- 23:30 a", fields)) == [("Until resolved", "1 h 30 min")]


def test_days_only_are_drawn_as_days() -> None:
    fields = "started_at: 2024-01-05\nresolved_at: 2024-01-09\ntimezone: UTC"
    content = content_of("- 2024-01-05 a\n- 2024-01-09 b", fields)
    assert phases_of(content) == [("Until resolved", "about 4 d")]


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        ("- 10:00 – 10:30 **Hypothesis:** a", [("30 min", False)]),
        ("- 10:00 **Hypothesis:** a\n- 10:40 **Ruled out:** a", [("40 min", True)]),
        (
            "- 10:00 x\n- **Hypothesis:** a\n- 10:40 **Ruled out:** a",
            [("at most 40 min", True)],
        ),
        ("- 10:00 **Hypothesis:** a\n- 10:40 y", []),
        ("- 10:00 **Hypothesis:** a\n- **Ruled out:** a\n- 11:00 **Ruled out:** b", []),
        ("- 10:10 – 10:25 **Ruled out:** the cache", [("15 min", True)]),
    ],
)
def test_a_hypothesis_lasts_until_it_was_ruled_out(
    timeline: str, expected: list[tuple[str, bool]]
) -> None:
    tracks = content_of(timeline).tracks
    assert [(track.length, track.is_ruled_out) for track in tracks] == expected


def test_tracks_that_overlap_count_once() -> None:
    content = content_of(
        "- 10:00 – 10:30 **Hypothesis:** a\n- 10:20 – 10:50 **Hypothesis:** b\n"
        "- 11:00 – 11:10 **Hypothesis:** c\n"
    )
    assert str(time_followed(content.tracks)) == "1 h"


def test_days_are_told_apart_where_midnight_lies_between() -> None:
    html = strip_of("- 22:00 a\n- 01:00 b\n", FIELDS.replace("T12:00", "T23:00"))
    assert "13 Mar 2024" in html
    assert "14 Mar" in html
    assert "pm-strip-days" not in strip_of("- 10:00 a")


def test_a_record_that_knows_one_moment_has_no_picture() -> None:
    assert strip_of("- no time", "started_at: 2024-01-05T10:00\ntimezone: UTC") == ""
    assert strip_of("- no time", "timezone: UTC") == ""


def test_the_script_knows_the_instant_only_where_the_zone_is_known() -> None:
    assert 'data-origin="2024-03-13T10:00:00+00:00"' in strip_of("- 10:00 a")
    assert "data-origin" not in strip_of("- 10:00 a", FIELDS.replace("UTC", "unknown"))


def test_hostile_text_stays_text() -> None:
    html = strip_of('- 10:00 **Detected:** <script>alert(1)</script> "x" {{ y }}')
    assert "<script" not in html
    assert "{{" not in html


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=60))
def test_any_timeline_is_drawn_within_the_picture(times: list[tuple[int, int]]) -> None:
    timeline = "\n".join(f"- {hour:02}:{minute:02} **Hypothesis:** x" for hour, minute in times)
    html = strip_of(timeline)
    places = [float(place) for place in re.findall(r'x\d?="(-?[\d.]+)%"', html)]
    assert places
    assert all(0 <= place <= 100 for place in places)
    assert html == strip_of(timeline)


def test_a_record_without_a_list_has_its_phases() -> None:
    record = make("2024-03-13-outage", FIELDS)
    html = render_strip(record.incidents, record.body.events, zone="times in UTC")
    assert "Until mitigated: 1 h 30 min" in words_of(html)
    assert "xlink:href" not in html


def test_a_mistyped_year_does_not_make_an_endless_picture() -> None:
    html = strip_of("- 0204-03-13 10:00 a\n- 9999-03-13 11:00 b\n")
    assert len(html) < 20_000
