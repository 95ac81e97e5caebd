"""Sessions from their files: what they read, what is wrong with them, and what is left out."""

from pathlib import Path

import pytest

from postmortem_kb.fields import Visibility
from postmortem_kb.problem import Level
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.packets.time_boxes import least_minutes
from postmortem_kb.rules.declaration import Rule, Subject
from postmortem_kb.rules.registry import RULES
from records import load_files

RECORD = """\
---
title: Checkout was down
summary: Nobody could pay.
timezone: UTC
started_at: 2024-06-08T13:15
resolved_at: 2024-06-08T14:45
root_causes: [hardware/disk]
aliases: [old-name]
---

## Timeline

- 13:15 **Detected:** An alert says that fewer payments succeed.
- 13:20 **Hypothesis:** The gateway is taken to be overloaded.
- 13:40 **Ruled out:** Its load is as on any other day.
- 14:00 **Escalated:** The storage team is called in.
- 14:45 **Resolved:** Payments succeed again.
"""
HEAD = "---\ngroup: Payments on-call\n"
WHEN = "starts_at: 2026-11-26T15:00\ntimezone: Europe/Berlin\n"
LENGTH = "duration: 1 h\n"
READS = "postmortems: 2024-06-08-outage\n"
SESSION = f"{HEAD}{WHEN}{LENGTH}{READS}---\n\n# What alerts tell\n"
PATH = "docs/reading-groups/2026-11-26-alerts.md"


def load_session(root: Path, text: str = SESSION, *, path: str = PATH, **more: str):
    files = {"postmortems/2024-06-08-outage.md": RECORD, path: text}
    return load_files(root, files | more)


def problems_of(root: Path, text: str, *, path: str = PATH) -> list[str]:
    return [str(found) for found in load_session(root, text, path=path).problems]


def test_a_session_reads_what_it_names(tmp_path: Path) -> None:
    base = load_session(tmp_path)
    (session,) = base.sessions
    assert base.problems == ()
    assert session.id == "2026-11-26-alerts"
    assert session.title == "What alerts tell"
    assert session.postmortem_ids == ("2024-06-08-outage",)
    assert session.instant.isoformat() == "2026-11-26T15:00:00+01:00"
    assert session.minutes == 60


@pytest.mark.parametrize(
    "written",
    [
        "2024-06-08-outage",
        "[2024-06-08-outage]",
        "old-name",
        "--root-cause hardware",
        "--longer-than '1 h' --limit=1",
        "[2024-06-08-outage, --root-cause hardware/disk]",
    ],
)
def test_ids_aliases_and_queries_lead_to_the_record_once(tmp_path: Path, written: str) -> None:
    base = load_session(tmp_path, f'{HEAD}{WHEN}{LENGTH}postmortems: "{written}"\n---\n')
    if written.startswith("["):
        base = load_session(tmp_path, f"{HEAD}{WHEN}{LENGTH}postmortems: {written}\n---\n")
    assert [str(found) for found in base.problems] == []
    assert base.sessions[0].postmortem_ids == ("2024-06-08-outage",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{HEAD}{WHEN}{LENGTH}postmortems: 2024-06-08-outge\n---\n",
            f"{PATH}:6:14: error PM802 (session-without-postmortem): postmortems: there is no "
            "postmortem '2024-06-08-outge'; did you mean '2024-06-08-outage'?",
            id="unknown id",
        ),
        pytest.param(
            f"{HEAD}{WHEN}{LENGTH}postmortems:\n- 2024-06-08-outage\n- no-such\n---\n",
            f"{PATH}:8:3: error PM802 (session-without-postmortem): postmortems: there is no "
            "postmortem 'no-such'; write the id of a record, its file name without '.md'; "
            "`postmortem list` shows them",
            id="unknown id among several",
        ),
        pytest.param(
            f"{HEAD}{WHEN}{LENGTH}postmortems: --sevice checkout\n---\n",
            f"{PATH}:6:14: error PM802 (session-without-postmortem): postmortems: --sevice: there "
            "is no option '--sevice'; did you mean '--service'?",
            id="unknown option",
        ),
        pytest.param(
            f"{HEAD}{WHEN}{LENGTH}postmortems: --longer-than 4d\n---\n",
            f"{PATH}:6:14: error PM802 (session-without-postmortem): postmortems: nothing matches "
            "'--longer-than 4d'; try the options with `postmortem list`",
            id="query that finds nothing",
        ),
        pytest.param(
            f"{HEAD}{WHEN}{LENGTH}postmortems: []\n---\n",
            f"{PATH}:6:14: error PM802 (session-without-postmortem): 'postmortems' names nothing "
            "to read; write the id of a record, its file name without '.md'; `postmortem list` "
            "shows them",
            id="empty list",
        ),
        pytest.param(
            f"{HEAD}starts_at: 2026-13-26T15:00\ntimezone: UTC\n{LENGTH}{READS}---\n",
            f"{PATH}:3:12: error PM108 (wrong-type): 'starts_at': '2026-13-26T15:00' is no point "
            "in time: month must be in 1..12; write day and time like 2026-11-26T15:00",
            id="bad date",
        ),
        pytest.param(
            f"{HEAD}starts_at: 2026-11-26\ntimezone: UTC\n{LENGTH}{READS}---\n",
            f"{PATH}:3:12: error PM108 (wrong-type): 'starts_at': found '2026-11-26', which is no "
            "time to the minute on a known day; write day and time like 2026-11-26T15:00",
            id="no time of day",
        ),
        pytest.param(
            f"{HEAD}starts_at: 9999-12-31T23:30\ntimezone: UTC\n{LENGTH}{READS}---\n",
            f"{PATH}:3:12: error PM108 (wrong-type): 'starts_at': found '9999-12-31T23:30', a year "
            "that calendars do not reach; correct the year",
            id="year",
        ),
        pytest.param(
            f"{HEAD}{WHEN}duration: 0 min\n{READS}---\n",
            f"{PATH}:5:11: error PM108 (wrong-type): 'duration': found '0 min', and a session "
            "lasts 1 min to 24 h; write it like '45 min' or '1 h'",
            id="no length",
        ),
        pytest.param(
            f"{HEAD}starts_at: 2026-11-26T15:00\ntimezone: unknown\n{LENGTH}{READS}---\n",
            f"{PATH}:4:11: error PM108 (wrong-type): 'timezone': found 'unknown', and people have "
            "to know when to come; write an IANA name such as 'Europe/Berlin', an offset such as "
            "'+02:00', or 'UTC'",
            id="unknown zone",
        ),
        pytest.param(
            f"{HEAD}{WHEN}{LENGTH}postmortems: 2024-06-08-outage, old-name\n---\n",
            f"{PATH}:6:14: error PM802 (session-without-postmortem): postmortems: there is no "
            "postmortem '2024-06-08-outage, old-name'; write '[2024-06-08-outage, old-name]'",
            id="two ids without brackets",
        ),
        pytest.param(
            f"{HEAD}starts_at: 2026-03-29T02:30\ntimezone: Europe/Berlin\n{LENGTH}{READS}---\n",
            f"{PATH}:3:12: error PM803 (session-time): starts_at: '2026-03-29T02:30' does not "
            "exist in Europe/Berlin: the clocks go forward over it; choose another time",
            id="clocks go forward",
        ),
        pytest.param(
            f"{HEAD}starts_at: 2026-11-26T15:00\n{LENGTH}{READS}---\n",
            f"{PATH}:3:12: error PM107 (missing-field): nothing says what time zone 'starts_at' is "
            "in; add 'timezone: Europe/Berlin', for example, or set the plugin's option 'timezone'",
            id="no zone",
        ),
        pytest.param(
            f"{HEAD}{WHEN}{LENGTH}{READS}format: comparison\n---\n",
            f"{PATH}:7:9: warning PM808 (session-format): format: a comparison of one incident; "
            "name another one under 'postmortems', or write 'format: discussion'",
            id="comparison of one",
        ),
        pytest.param(
            f"{HEAD}{WHEN}{LENGTH}postmortems: --limit 1\n---\n\n## Notes\n\nMuch was said.\n",
            f"{PATH}:6:14: advice PM809 (session-query-in-minutes): the session has minutes, and "
            "still reads what a query finds today; write the ids that it read: "
            "[2024-06-08-outage]",
            id="query in minutes",
        ),
        pytest.param(
            "# Just a heading\n",
            f"{PATH}:1:1: error PM102 (no-front-matter): the file has no front matter; begin the "
            "file with a line '---', the fields group, starts_at, duration and postmortems, and "
            "another '---' line; `postmortem session new` writes them",
            id="no front matter",
        ),
    ],
)
def test_what_is_wrong_is_said_with_place_and_mend(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert problems_of(tmp_path, text) == [expected]


def test_a_session_that_is_too_short_for_its_time_boxes_is_told_how_long_it_has_to_be(
    tmp_path: Path,
) -> None:
    base = load_session(tmp_path, f"{HEAD}{WHEN}duration: 10 min\n{READS}---\n")
    (found,) = base.problems
    least = least_minutes(Format.DISCUSSION, base.postmortems)
    assert least > 10
    assert str(found) == (
        f"{PATH}:5:11: warning PM805 (session-too-short): duration: 10 min is less than the "
        f"{least} min that its time boxes need; write 'duration: {least} min' or more, or choose "
        "another format"
    )
    text = f"{HEAD}{WHEN}duration: {least} min\n{READS}---\n"
    assert problems_of(tmp_path, text) == []


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = (
        "---\nstarts_at: tomorrow\nduration: long\npostmortems: no-such\nformat: walk\n"
        "facilitater: sre\n---\n"
    )
    base = load_session(tmp_path, text)
    assert base.sessions == ()
    found = [(one.line, one.column, one.message.split(":")[0]) for one in base.problems]
    assert found == [
        (1, 1, "'group' is missing"),
        (2, 12, "'starts_at'"),
        (3, 11, "'duration'"),
        (4, 14, "postmortems"),
        (5, 9, "'format'"),
        (6, 1, "unknown field 'facilitater'"),
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2026-02-30-alerts", "the file's name: there is no day 2026-02-30 in the calendar"),
        ("2026-11-26", "its name has no day and words: found '2026-11-26'"),
        ("alerts", "its name has no day and words: found 'alerts'"),
        ("2026-11-26-what alerts", "the file's name: '2026-11-26-what alerts' cannot be an id"),
    ],
)
def test_a_session_is_named_by_its_day(tmp_path: Path, name: str, message: str) -> None:
    base = load_session(tmp_path, path=f"docs/reading-groups/{name}.md")
    assert [(one.code, one.level) for one in base.problems] == [("PM801", Level.ERROR)]
    assert message in base.problems[0].message
    assert base.sessions == ()


def test_other_pages_in_the_folder_are_no_sessions(tmp_path: Path) -> None:
    files = {
        "docs/reading-groups/index.md": "# Ours\n",
        "docs/reading-groups/how-we-meet.md": "---\ntitle: How we meet\n---\n\nstarts_at: noon\n",
        "docs/reading-groups/_draft.md": SESSION,
    }
    base = load_session(tmp_path, **files)
    assert [one.id for one in base.sessions] == ["2026-11-26-alerts"]
    assert base.problems == ()


def test_a_session_in_a_folder_below_is_told_where_to_go(tmp_path: Path) -> None:
    path = "docs/reading-groups/2026/2026-11-26-alerts.md"
    base = load_session(tmp_path, path=path)
    assert [str(one) for one in base.problems] == [
        f"{path}:1:1: error PM801 (session-file-name): a session in the folder '2026': the site "
        "has none for it; move the file to the folder 'reading-groups' itself"
    ]


def test_a_replay_of_several_incidents_in_one_record_is_reported(tmp_path: Path) -> None:
    record = RECORD.replace("aliases:", "incidents: [{id: one}, {id: two}]\naliases:")
    text = f"{HEAD}{WHEN}{LENGTH}{READS}format: replay\n---\n"
    base = load_session(tmp_path, text, **{"postmortems/2024-06-08-outage.md": record})
    (found,) = (one for one in base.problems if one.path == PATH)
    assert (found.line, found.code) == (7, "PM808")
    assert "there is no replay of '2024-06-08-outage': it tells of" in found.message


def test_sessions_come_in_order_of_their_start(tmp_path: Path) -> None:
    later = SESSION.replace("T15:00", "T16:30").replace("Payments", "Search")
    earlier = later.replace("Europe/Berlin", "Asia/Kolkata")  # 11:00 UTC
    base = load_session(
        tmp_path,
        **{
            "docs/reading-groups/2026-11-26-a.md": later,
            "docs/reading-groups/2026-11-26-z.md": earlier,
        },
    )
    assert [one.id for one in base.sessions] == [
        "2026-11-26-z",
        "2026-11-26-alerts",
        "2026-11-26-a",
    ]


def test_two_sessions_of_one_group_at_the_same_time_are_reported(tmp_path: Path) -> None:
    again = SESSION.replace("15:00", "15:30").replace("Payments on-call", "payments  On-Call")
    other = SESSION.replace("Payments", "Search")
    base = load_session(
        tmp_path,
        **{
            "docs/reading-groups/2026-11-26-again.md": again,
            "docs/reading-groups/2026-11-26-other.md": other,
        },
    )
    assert [str(one) for one in base.problems] == [
        "docs/reading-groups/2026-11-26-again.md:3:12: warning PM807 (session-overlap): payments "
        f"On-Call already meets then: see {PATH}; correct 'starts_at', or the 'duration' of the "
        "one before"
    ]


def test_a_group_that_is_written_in_two_ways_is_asked_about(tmp_path: Path) -> None:
    later = SESSION.replace("11-26T", "12-03T")
    base = load_session(
        tmp_path,
        **{
            "docs/reading-groups/2026-12-03-a.md": later.replace("on-call", "oncall"),
            "docs/reading-groups/2026-12-03-b.md": later.replace("Payments", "Search"),
        },
    )
    assert [str(one) for one in base.problems] == [
        "docs/reading-groups/2026-12-03-a.md:2:8: advice PM810 (similar-group): group: 'Payments "
        "oncall' is close to 'Payments on-call', and another group; write 'Payments on-call', if "
        "it is the same"
    ]


def test_a_long_session_is_told_of_each_that_begins_before_it_ends(tmp_path: Path) -> None:
    base = load_session(
        tmp_path,
        SESSION.replace("1 h", "5 h"),
        **{
            f"docs/reading-groups/2026-11-26-{name}.md": SESSION.replace("15:00", start)
            for name, start in (("b", "16:00"), ("c", "18:00"), ("d", "20:30"))
        },
    )
    assert [(one.path[-4:], one.code) for one in base.problems] == [
        ("b.md", "PM807"),
        ("c.md", "PM807"),
    ]


@pytest.mark.parametrize(
    ("visibility", "codes"),
    [("restricted", ["PM806", "PM405"]), ("public", [])],
)
def test_a_session_on_a_record_that_is_not_published_is_left_out(
    tmp_path: Path, visibility: str, codes: list[str]
) -> None:
    record = RECORD.replace("title:", f"visibility: {visibility}\ntitle:")
    base = load_session(tmp_path, **{"postmortems/2024-06-08-outage.md": record})
    assert [one.code for one in base.problems] == codes
    assert [one.id for one in base.sessions] == ["2026-11-26-alerts"] * (not codes)


def test_a_session_on_a_record_with_errors_is_left_out_and_says_so(tmp_path: Path) -> None:
    record = RECORD.replace("13:15\nresolved", "15:15\nresolved")
    base = load_session(tmp_path, **{"postmortems/2024-06-08-outage.md": record})
    assert base.sessions == ()
    assert "PM806" in [one.code for one in base.problems]


def test_sessions_are_internal_unless_they_say_otherwise(tmp_path: Path) -> None:
    files = {
        "postmortems/2024-06-08-outage.md": RECORD.replace("title:", "visibility: public\ntitle:"),
        PATH: SESSION,
        "docs/reading-groups/2026-12-03-open.md": SESSION.replace("11-26T", "12-03T").replace(
            "group:", "visibility: public\ngroup:"
        ),
    }
    base = load_files(tmp_path, files, visibility=frozenset({Visibility.PUBLIC}))
    assert [one.id for one in base.sessions] == ["2026-12-03-open"]
    assert base.problems == ()


def test_a_query_finds_nothing_that_is_not_published(tmp_path: Path) -> None:
    text = f"{HEAD}{WHEN}{LENGTH}postmortems: --root-cause hardware\n---\n"
    secret = RECORD.replace("title:", "visibility: restricted\ntitle:").replace("old-name", "x")
    base = load_session(tmp_path, text, **{"postmortems/2024-06-09-secret.md": secret})
    assert base.sessions[0].postmortem_ids == ("2024-06-08-outage",)


def test_links_to_records_lead_to_their_pages(tmp_path: Path) -> None:
    text = (
        f"{SESSION}\nSee [it](../../postmortems/2024-06-08-outage.md#timeline), "
        "[the trends](../trends/index.md) and [none](../../postmortems/no-such.md).\n\n"
        "![A graph](nope.png) and [a page](../guide/nope.md)\n"
    )
    base = load_session(tmp_path, text)
    assert [str(one) for one in base.problems] == [
        f"{PATH}:{line}:1: warning PM404 (broken-link): the link {target!r} leads to nothing that "
        "the site has; give the path from this file to a page or file, or to a record: "
        "'../../postmortems/ID.md'"
        for line, target in (
            (11, "../../postmortems/no-such.md"),
            (13, "../guide/nope.md"),
            (13, "nope.png"),
        )
    ]
    body = base.sessions[0].body.text
    assert "[it](../postmortems/2024-06-08-outage.md#timeline)" in body
    assert "[the trends](../trends/index.md)" in body


def test_language_and_secrets_are_looked_at_in_minutes_too(tmp_path: Path) -> None:
    text = SESSION + "\n## Notes\n\nThe engineer should have paged somebody sooner.\n"
    assert [one.code for one in load_session(tmp_path, text).problems] == ["PM603"]


def test_a_finding_can_be_ignored_with_a_reason(tmp_path: Path) -> None:
    text = (
        f"{HEAD}{WHEN}duration: 10 min  # postmortem: ignore PM805: a lightning round\n{READS}---\n"
    )
    assert problems_of(tmp_path, text) == []


SESSION_RULES = [
    rule for rule in RULES if rule.subject is Subject.SESSION and rule.bad.startswith("---\n")
]


@pytest.mark.parametrize("rule", SESSION_RULES, ids=lambda rule: rule.name)
def test_the_examples_of_a_rule_break_and_keep_it(tmp_path: Path, rule: Rule) -> None:
    broken = load_session(tmp_path / "bad", rule.bad)
    assert [(one.code, one.level) for one in broken.problems] == [(rule.code, rule.level)]
    assert load_session(tmp_path / "good", rule.good).problems == ()
