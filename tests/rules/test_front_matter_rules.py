import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.fixing import apply_edits
from postmortem_kb.spelling import find_reading
from records import PROPERTY, found_by, parse, record


def mended(text: str, rule: str) -> str:
    """A record's text after the edits of one rule."""
    edits = [found.fix for found in parse(text).problems if found.name == rule and found.fix]
    fixed = apply_edits(text, edits)
    assert fixed.refused == ()
    return fixed.text


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("no", "false"),
        ("No", "false"),
        ("OFF", "false"),
        ("n", "false"),
        ("y", "true"),
        ("yes", "true"),
        ("True", "true"),
        ("12:30", "the number 750"),
        ("1:30", "the number 90"),
        ("01:30", "the number 90"),
        ("1:30:15", "the number 5415"),
        ("+10:00", "the number 600"),
        ("0012", "the number 10"),
        ("0089", "the number 89"),
        ("+2", "the number 2"),
        ("1_000", "the number 1000"),
        ("1.10", "the number 1.1"),
        ("10.0", "the number 10"),
        ("1e3", "the number 1000"),
        (".5", "the number 0.5"),
        ("0x1F", "the number 31"),
        ("0o17", "the number 15"),
        ("0b101", "the number 5"),
        ("2024-06-08", "a date"),
        ("2024-06-08T13:15:00Z", "a date"),
        (".inf", "no text"),
        ("=", "no text"),
        ("12345678901234567890", "a rounded number"),
        ("1" * 5000, "a rounded number"),
    ],
)
def test_text_that_other_tools_bend_is_known(text: str, reading: str) -> None:
    assert find_reading(text) == reading


@pytest.mark.parametrize(
    "text",
    [
        "40",
        "0",
        "1.5",
        "-3",
        "1.2.3",
        "v1.10",
        "nope",
        "None",
        "sev1",
        "90 min",
        "PT1H30M",
        "a:b",
        "2024-06-08T13:15",
        "13:15 UTC",
        "+",
        "1,000",
        "٤٠",
    ],
)
def test_text_that_every_tool_reads_as_it_stands_is_left_alone(text: str) -> None:
    assert find_reading(text) is None


@PROPERTY
@given(st.text("0123456789+-_.:eExobnyYNtruefalsinTZ ", min_size=1, max_size=12))
def test_no_text_that_pyyaml_bends_is_missed(text: str) -> None:
    try:
        read = yaml.safe_load(f"[{text}]")
    except (yaml.YAMLError, ValueError):
        return
    [value] = read if len(read) == 1 else [None]
    if value is not None and not isinstance(value, str | dict) and str(value) != text.strip():
        assert find_reading(text.strip()) is not None


@pytest.mark.parametrize(
    ("front_matter", "said"),
    [
        (
            "duration: 1:30",
            "3:11 'duration': '1:30' without quotes is the number 90 to other YAML tools",
        ),
        (
            "tags: [2024, no]",
            "3:14 'tags[2]': 'no' without quotes is false to other YAML tools",
        ),
        (
            "id: 0012",
            "3:5 'id': '0012' without quotes is the number 10 to other YAML tools",
        ),
        (
            "timezone: +10:00",
            "3:11 'timezone': '+10:00' without quotes is the number 600 to other YAML tools",
        ),
        (
            "impact:\n  of: on",
            "4:7 'impact.of': 'on' without quotes is true to other YAML tools",
        ),
        (
            "lessons:\n- 2024-06-08",
            "4:3 'lessons[1]': '2024-06-08' without quotes is a date to other YAML tools",
        ),
    ],
)
def test_bent_text_is_found_where_it_stands(front_matter: str, said: str) -> None:
    assert found_by("bent-value", record(front_matter)) == [said]


@pytest.mark.parametrize(
    "front_matter",
    [
        'duration: "1:30"',
        "tags: ['no', 2024]",
        "summary: |\n  no",
        "timezone: UTC\nstarted_at: 2024-06-08",
        "impact: {users_percent: 1.10}",
        "action_items:\n- {title: Do it, due: 2024-07-01, owner: storage, type: detect}",
        "resolved_at: ongoing\ntimezone: Europe/Berlin",
    ],
)
def test_quoted_text_times_and_percentages_are_not_bent(front_matter: str) -> None:
    assert found_by("bent-value", record(front_matter)) == []


@pytest.mark.parametrize(
    "front_matter", ["tags: no", "kind: no", "started-at: 2024-06-08", "colour: {a: no}"]
)
def test_what_is_wrong_anyway_is_not_also_bent(front_matter: str) -> None:
    problems = parse(record(front_matter)).problems
    assert len(problems) == 1
    assert problems[0].name != "bent-value"


def test_bent_text_is_mended_by_quotes() -> None:
    text = record("duration: 1:30 # hours\ntags: [no, 1.10, ok]")
    quoted = record('duration: "1:30" # hours\ntags: ["no", "1.10", ok]')
    assert mended(text, "bent-value") == quoted
    assert parse(quoted).problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Title: Checkout was down\nDate: today\n\nIt began.\n",
            "1:1 the file has no front matter: MkDocs takes 'Title: …' out of the page",
        ),
        ("---\ntitle: A\n...\n\nIt began.\n", "3:1 the front matter is closed by '...'"),
        ("---\ntitle: A\n...  \n\nA\n\n---\n\nB\n", "3:1 the front matter is closed by '...'"),
        ("---\ntitle: A\n...\n---\n", "3:1 the front matter is closed by '...'"),
    ],
)
def test_what_mkdocs_takes_for_metadata_is_refused(text: str, said: str) -> None:
    assert [*parse(text).problems] == [*parse(text).problems][:1]
    assert found_by("metadata-header", text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "# Title: x\n",
        "Issue summary: it began.\n",
        "https://status.example\n",
        "\nTitle: x\n",
        "---\ntitle: A\n---\n\nWait\n...\n",
    ],
)
def test_other_beginnings_are_no_metadata(text: str) -> None:
    assert found_by("metadata-header", text) == []


def test_dots_are_mended_to_dashes() -> None:
    text = "---\ntitle: Checkout was down\n...\n\nIt began.\n"
    assert mended(text, "metadata-header") == text.replace("...", "---")


@pytest.mark.parametrize(
    ("front_matter", "said"),
    [
        ("severity : sev1", ["3:9 found a space between 'severity' and its colon"]),
        ("severity\t  : sev1", ["3:9 found a space between 'severity' and its colon"]),
        (
            "impact :\n  of : users",
            [
                "3:7 found a space between 'impact' and its colon",
                "4:5 found a space between 'of' and its colon",
            ],
        ),
        ("impact: {of : users}", ["3:12 found a space between 'of' and its colon"]),
        ("summary: |\n  severity : sev1", []),
        ("summary: 'severity : sev1'", []),
        ("severity: sev1", []),
    ],
)
def test_a_space_before_a_colon_is_found_in_keys_only(front_matter: str, said: list[str]) -> None:
    assert found_by("space-before-colon", record(front_matter)) == said


def test_a_space_before_a_colon_is_taken_out() -> None:
    text = record("severity  : sev1\nimpact: {of : 'a : b'}")
    assert mended(text, "space-before-colon") == record("severity: sev1\nimpact: {of: 'a : b'}")


@pytest.mark.parametrize(
    ("stated", "canonical"),
    [
        ("2024-06-08 13:15", "2024-06-08T13:15"),
        ("2024-06-08t13:15", "2024-06-08T13:15"),
        ("2024-06-08T13:15z", "2024-06-08T13:15Z"),
        ("2024-06-08T13:15:05,250", "2024-06-08T13:15:05.250"),
        ("2024-06-08T13:15 +02:00", "2024-06-08T13:15+02:00"),
        ("2024-06-08T13:15+0200", "2024-06-08T13:15+02:00"),
        ("2024-06-08T13+02", "2024-06-08T13+02:00"),
        ("~ 2024-06-08", "~2024-06-08"),
        ("t13:15", "T13:15"),
        ("--06-08 13:15", "--06-08T13:15"),
    ],
)
def test_a_loose_timestamp_is_mended_to_the_one_spelling(stated: str, canonical: str) -> None:
    text = record(f"timezone: UTC\nstarted_at: '{stated}' # about noon")
    assert found_by("loose-timestamp", text) == [
        f"4:13 'started_at': {stated!r} is {canonical!r} in another spelling"
    ]
    fixed = mended(text, "loose-timestamp")
    assert fixed == record(f"timezone: UTC\nstarted_at: '{canonical}' # about noon")
    assert found_by("loose-timestamp", fixed) == []


@pytest.mark.parametrize(
    "stated",
    [
        "2024-06-08T13:15",
        "2024-06-08",
        "~2024-06-08T13",
        "2024-06-08T13:15:05.25-03:30",
        "2024-06-08T13:15Z",
        "T13:15",
        "--06-08T13:15",
        "unknown",
        "ongoing",
    ],
)
def test_the_one_spelling_is_left_alone(stated: str) -> None:
    assert found_by("loose-timestamp", record(f"timezone: UTC\nresolved_at: {stated}")) == []


def test_timestamps_of_incidents_and_action_items_are_looked_at_too() -> None:
    front_matter = (
        "timezone: UTC\nincidents:\n- id: one\n  started_at: 2024-06-08 13:15\n"
        "action_items:\n- title: Do it\n  due: 2024-07-01 12:00\n"
    )
    assert found_by("loose-timestamp", record(front_matter)) == [
        "6:15 'incidents[1].started_at': '2024-06-08 13:15' is '2024-06-08T13:15' in another "
        "spelling",
        "9:8 'action_items[1].due': '2024-07-01 12:00' is '2024-07-01T12:00' in another spelling",
    ]


@pytest.mark.parametrize(
    ("stated", "right"),
    [
        ("2024/06/08 13:15", "2024-06-08T13:15"),
        ("2024-6-8T9:05", "2024-06-08T09:05"),
        ("2024.06.08", "2024-06-08"),
        ("20240608T131500Z", "2024-06-08T13:15:00Z"),
        ("2024-06-08T1315", "2024-06-08T13:15"),
        ("2024-06-08 1:15 PM", "2024-06-08T13:15"),
        ("2024-06-08 12:15 a.m.", "2024-06-08T00:15"),
        ("2024-06-08 13:15 UTC", "2024-06-08T13:15Z"),
        ("2024-06-08 9:15 +0200", "2024-06-08T09:15+02:00"),
        ("8 June 2024", "2024-06-08"),
        ("Sat, 8th of June, 2024 at 13:15", "2024-06-08T13:15"),
        ("June 8, 2024 1:15 pm", "2024-06-08T13:15"),
        ("13/06/2024 13:15", "2024-06-13T13:15"),
        ("06/13/2024", "2024-06-13"),
        ("08.08.2024", "2024-08-08"),
        ("about 2024/06/08", "~2024-06-08"),
    ],
)
def test_a_refused_timestamp_with_one_right_reading_is_mended(stated: str, right: str) -> None:
    text = record(f"timezone: UTC\nstarted_at: '{stated}'")
    [problem] = parse(text).problems
    assert (problem.name, problem.hint) == ("wrong-type", f"write {right!r}")
    assert mended(text, "wrong-type") == record(f"timezone: UTC\nstarted_at: '{right}'")


@pytest.mark.parametrize(
    "stated",
    [
        "06/08/2024",
        "6.8.2024 13:15",
        "08/06/24",
        "2024-13-45",
        "13:15",
        "1:15 PM",
        "2024-06",
        "2024-06-08 13:15 PST",
        "2024/02/30",
        "2024/06/08 25:00",
        "2024/06/08 13:15 PM",
        "2024/06/08 9:00 +99:00",
        "June 2024",
        "yesterday",
        "2024/06/08 13:15 or so",
    ],
)
def test_what_could_mean_several_things_or_nothing_is_left_to_the_author(stated: str) -> None:
    [problem] = parse(record(f"timezone: UTC\nstarted_at: {stated!r}")).problems
    assert (problem.name, problem.fix) == ("wrong-type", None)
