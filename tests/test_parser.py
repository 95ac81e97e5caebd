import pytest

from postmortem_kb.model import EventKind, SectionKind
from postmortem_kb.problem import Level
from postmortem_kb.zones import parse_zone
from records import codes, parse, parse_good, record, said

TIMES = "started_at: 2024-06-08T13:15\nresolved_at: 2024-06-08T14:45"


def test_the_id_is_the_name_of_the_file() -> None:
    assert parse_good(path="postmortems/2024/2024-06-08-outage.md").id == "2024-06-08-outage"


def test_a_record_may_have_an_id_of_its_own() -> None:
    assert parse_good("id: outage-7").id == "outage-7"


def test_a_file_name_that_makes_no_id_is_an_error() -> None:
    parsed = parse(record(), path="postmortems/an outage.md")
    [problem] = parsed.problems
    assert (problem.line, problem.code, parsed.postmortem) == (1, "PM108", None)
    assert problem.hint == (
        "rename the file, or give the record an 'id:'; write 'an-outage', for example"
    )


def test_an_id_of_its_own_mends_a_bad_file_name() -> None:
    assert parse_good("id: outage", path="postmortems/an outage.md").id == "outage"


def test_a_record_with_an_error_is_still_looked_at() -> None:
    parsed = parse(record("kind: outage\nservices: [checkout]"))
    assert parsed.has_error
    assert parsed.postmortem is not None
    assert parsed.postmortem.incident.services == ("checkout",)


@pytest.mark.parametrize("text", ["", "# Title\n", "---\na: [\n---\n", "---\n- a\n---\n"])
def test_nothing_is_known_of_a_record_without_readable_front_matter(text: str) -> None:
    parsed = parse(text)
    assert (parsed.postmortem, parsed.has_error, len(parsed.problems)) == (None, True, 1)


def test_a_warning_is_no_error() -> None:
    parsed = parse(record(f"timezone: EST\n{TIMES}"))
    assert {found.level for found in parsed.problems} == {Level.WARNING}
    assert not parsed.has_error


def test_the_summary_is_the_first_paragraph_of_its_section() -> None:
    body = (
        "\n# Title\n\nNot this.\n\n## Issue summary\n\n- nor this\n\n"
        "The *disk* `sda`\nbroke &amp; failed.\n\nMore.\n"
    )
    assert parse_good(body=body).summary == "The disk sda broke & failed."


def test_a_stated_summary_wins() -> None:
    assert parse_good("summary: This", "\n## Summary\n\nThat\n").summary == "This"


def test_a_record_without_a_summary_has_none() -> None:
    assert parse_good(body="\nText\n").summary is None


def test_lines_of_the_body_are_those_of_the_file() -> None:
    text = record("timezone: UTC", "\n## Timeline\n\n- 13:15 **Started:** It broke.\n")
    postmortem = parse(text).postmortem
    assert postmortem is not None
    [event] = postmortem.body.events
    assert text.split("\n")[event.line - 1] == "- 13:15 **Started:** It broke."
    assert (event.kind, event.end_line) == (EventKind.STARTED, event.line)
    section = next(found for found in postmortem.body.sections if found.kind)
    assert (section.kind, text.split("\n")[section.line - 1]) == (
        SectionKind.TIMELINE,
        "## Timeline",
    )


def test_the_start_gives_the_day_of_the_timeline() -> None:
    postmortem = parse_good(f"timezone: UTC\n{TIMES}", "\n## Timeline\n\n- 13:20 Seen\n")
    [event] = postmortem.body.events
    assert event.at is not None
    assert event.at.iso == "2024-06-08T13:20+00:00"


def test_times_without_a_zone_are_an_error() -> None:
    assert said(parse(record(TIMES)).problems) == [
        "3:13 PM204 started_at '2024-06-08T13:15' has no time zone: the record has no 'timezone' "
        "and the site sets none"
    ]


def test_a_time_of_the_timeline_without_a_zone_is_an_error_on_its_line() -> None:
    assert said(parse(record(body="\n## Timeline\n\n- Later\n- 13:15 Seen\n")).problems) == [
        "8:1 PM204 the timeline's '13:15' has no time zone: the record has no 'timezone' and the "
        "site sets none"
    ]


@pytest.mark.parametrize(
    "front_matter",
    [
        "timezone: unknown\nstarted_at: 2024-06-08T13:15",
        "started_at: 2024-06-08T13:15Z",
        "started_at: 2024-06-08",
        "started_at: unknown",
    ],
)
def test_no_zone_is_needed_where_it_would_say_nothing(front_matter: str) -> None:
    assert parse_good(front_matter).fields.started_at is not None


def test_the_zone_of_the_site_stands_in() -> None:
    postmortem = parse_good(TIMES, site_zone=parse_zone("Europe/Berlin"))
    assert postmortem.incident.started is not None
    assert postmortem.incident.started.iso == "2024-06-08T13:15+02:00"


def test_a_zone_of_its_own_comes_first() -> None:
    postmortem = parse_good(f"timezone: UTC\n{TIMES}", site_zone=parse_zone("Europe/Berlin"))
    assert postmortem.zone.text == "UTC"


@pytest.mark.parametrize(
    ("front_matter", "code"),
    [
        ("timezone: EST\nstarted_at: 2023-04-15T12:00", "PM205"),
        ("timezone: IST", "PM206"),
        ("timezone: UTC\nstarted_at: 2024-06-08T13:15\ndetected_at: 2024-06-08T13:13", "PM202"),
        (f"timezone: UTC\n{TIMES}\nduration: 3 h", "PM203"),
        ("timezone: Europe/Berlin\nstarted_at: 2024-03-31T02:30", "PM207"),
        ("timezone: Europe/Berlin\ndetected_at: 2024-10-27T02:30", "PM207"),
        ("timezone: UTC\nstarted_at: 2024-06-08T13:15\nresolved_at: 2024-06-08T13:14", "PM201"),
        ("started_at: 2024-06-08\nmitigated_at: 2024-06-07", "PM201"),
        ("timezone: UTC\nstarted_at: 2024-06-08T13:15\nacknowledged_at: 2024-06-07", "PM202"),
    ],
)
def test_a_rule_about_times_speaks(front_matter: str, code: str) -> None:
    assert codes(parse(record(front_matter)).problems) == [code]


def test_an_end_before_the_start_is_not_said_to_differ_from_the_duration_too() -> None:
    front_matter = (
        "timezone: UTC\nstarted_at: 2024-06-08T13:15\nresolved_at: 2024-06-08T12:15\nduration: 1 h"
    )
    assert codes(parse(record(front_matter)).problems) == ["PM201"]


@pytest.mark.parametrize(
    ("front_matter", "about"),
    [
        ("timezone: EST\nstarted_at: 2023-04-15T12:00", "timezone"),
        ("timezone: IST", "timezone"),
        (
            "timezone: UTC\nstarted_at: 2024-06-08T13:15\ndetected_at: 2024-06-08T13:13",
            "detected_at",
        ),
        (f"timezone: UTC\n{TIMES}\nduration: 3 h", "duration"),
    ],
)
def test_a_discrepancy_about_a_field_silences_the_rule_about_it(
    front_matter: str, about: str
) -> None:
    noted = f"{front_matter}\ndiscrepancies:\n- about: {about}\n  note: The sources differ."
    assert codes(parse(record(noted)).problems) == []


def test_a_discrepancy_about_another_field_silences_nothing() -> None:
    front_matter = (
        "timezone: IST\ndiscrepancies:\n- about: impact.users_percent\n  note: They differ."
    )
    assert codes(parse(record(front_matter)).problems) == ["PM206"]


def test_an_error_is_never_silenced() -> None:
    front_matter = (
        "timezone: UTC\nstarted_at: 2024-06-08T13:15\nresolved_at: 2024-06-08T12:15\n"
        "discrepancies:\n- about: resolved_at\n  note: It was over before."
    )
    assert codes(parse(record(front_matter)).problems) == ["PM201"]


@pytest.mark.parametrize("duration", ["90 min", "91 min", "1 h 29 min", "~3 h"])
def test_a_duration_that_agrees_or_is_approximate_is_no_contradiction(duration: str) -> None:
    assert codes(parse(record(f"timezone: UTC\n{TIMES}\nduration: {duration}")).problems) == []


def test_the_detection_before_the_start_is_said_in_minutes() -> None:
    front_matter = "timezone: UTC\nstarted_at: 2024-06-08T13:15\ndetected_at: 2024-06-08T13:13"
    assert said(parse(record(front_matter)).problems) == [
        "5:14 PM202 detected_at is 2 min before the stated start"
    ]


def test_the_impossible_zone_of_one_of_several_is_found_in_its_place() -> None:
    parsed = parse(
        record("incidents:\n- id: a\n  started_at: 2023-04-15T12:00"), site_zone=parse_zone("EST")
    )
    assert [(found.line, found.column, found.code) for found in parsed.problems] == [
        (5, 15, "PM205")
    ]


def test_a_slip_in_one_entry_of_a_list_does_not_hide_the_others() -> None:
    front_matter = """\
timezone: UTC
incidents:
  - {id: a, started_at: 2024-01-01T10:00, resolved_at: 2024-01-01T09:00, services: [zzz]}
  - {id: b, severity: bogus, kind: zap}
related:
  - {id: nope, relation: cousin}
"""
    assert said(parse(record(front_matter)).problems) == [
        "5:56 PM201 resolved_at '2024-01-01T09:00' is before started_at '2024-01-01T10:00'",
        "5:85 PM301 services: 'zzz' is no term of 'services'",
        "6:23 PM301 severity: 'bogus' is no term of 'severities'",
        "6:36 PM108 'incidents[2].kind': found 'zap' where 'incident', 'near-miss' or 'exercise' "
        "was expected",
        "8:26 PM108 'related[1].relation': found 'cousin' where 'recurrence-of', 'same-cause', "
        "'supersedes' or 'see-also' was expected",
    ]


def test_a_paragraph_of_links_and_pictures_is_no_summary() -> None:
    pictures = "[a picture](https://example.com/a.png)\n\n![A plot](https://example.com/b.png)"
    body = f"\n## Summary\n\n{pictures}\n\nIt [broke](https://example.com/c).\n"
    assert parse_good(body=body).summary == "It broke."
