"""`postmortem session new` as its users call it: in a script, and answering its questions."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from postmortem_kb.cli import main, session
from postmortem_kb.knowledge_base import load
from postmortem_kb.project import load_settings

RECORD = """\
---
title: {title}
summary: Nobody could pay.
timezone: UTC
started_at: {day}T13:15
resolved_at: {day}T14:45
root_causes: [{cause}]
services: [checkout]
---

## Timeline

- 13:15 **Detected:** An alert says that fewer payments succeed.
- 13:20 **Hypothesis:** The gateway is taken to be overloaded.
- 13:40 **Ruled out:** Its load is as on any other day.
- 14:00 **Escalated:** The storage team is called in.
- 14:45 **Resolved:** Payments succeed again.
"""
FOLDER = Path("docs", "reading-groups")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two records that is the working directory."""
    records = tmp_path / "postmortems"
    records.mkdir()
    for day, title, cause in (
        ("2024-06-08", "A disk failed", "hardware/disk"),
        ("2024-07-09", "A flag was wrong", "configuration"),
    ):
        text = RECORD.format(day=day, title=title, cause=cause)
        (records / f"{day}-outage.md").write_text(text, "utf-8")
    (records / "taxonomy.yml").write_text("services:\n  checkout: {label: Checkout}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=typed, catch_exceptions=False)


def plan(*more: str, read: str = "2024-06-08-outage") -> Result:
    given = ["--group", "Payments on-call", "--starts-at", "2026-11-26T15:00"]
    return run("session", "new", *given, "--timezone", "Europe/Berlin", "--postmortem", read, *more)


def test_a_session_is_a_new_file_that_passes_the_strict_check(project: Path) -> None:
    result = plan("What alerts tell", "--question", "What did the alert not say?")
    assert result.exit_code == 0
    path = FOLDER / "2026-11-26-what-alerts-tell.md"
    assert result.stdout == f"{path}\n"
    assert result.stderr == (
        f"Next: postmortem check {path}\n"
        "Then commit it: the site has its page, its packets and its calendar entry.\n"
    )
    assert path.read_text("utf-8") == (
        "---\n"
        "group: Payments on-call\n"
        "starts_at: 2026-11-26T15:00\n"
        "timezone: Europe/Berlin\n"
        "duration: 1 h\n"
        "postmortems: 2024-06-08-outage\n"
        "format: discussion\n"
        "questions:\n"
        "  - What did the alert not say?\n"
        "---\n"
        "\n"
        "# What alerts tell\n"
        "\n"
        "Please read it before we meet, and bring what surprised you.\n"
        "\n"
        "## Notes\n"
        "\n"
        "<!-- What was said that is not in the record: systems and conditions rather than people. "
        "-->\n"
        "\n"
        "## Takeaways\n"
        "\n"
        "<!-- One line each: they are shown with the records, and found by the search. -->\n"
        "\n"
        "-\n"
        "\n"
        "## Follow-up questions\n"
        "\n"
        "-\n"
    )
    checked = run("check", "--strict", str(path))
    assert checked.exit_code == 0, checked.stdout


def test_a_new_session_has_no_minutes_yet(project: Path) -> None:
    plan("What alerts tell")
    (planned,) = load(load_settings(None, project)).sessions
    assert not planned.body.has_minutes
    assert planned.body.takeaways == planned.body.follow_ups == ()


def test_a_file_that_is_there_is_left_alone(project: Path) -> None:
    plan("What alerts tell")
    path = FOLDER / "2026-11-26-what-alerts-tell.md"
    path.write_text("mine", "utf-8")
    result = plan("What alerts tell")
    assert result.exit_code == 1
    assert result.stderr.endswith(
        f"Error: {path} is there already and was left alone; --id 2026-11-26-what-alerts-tell-2 is "
        "free\n"
    )
    assert path.read_text("utf-8") == "mine"
    assert plan("What alerts tell", "--id", "2026-11-26-what-alerts-tell-2").exit_code == 0


def test_a_replay_gives_nothing_away_in_its_title_or_name(project: Path) -> None:
    result = plan("--format", "replay")
    assert result.stdout == f"{FOLDER / '2026-11-26-payments-on-call.md'}\n"
    text = Path(result.stdout.strip()).read_text("utf-8")
    assert "# Replay: Incident of 8 June 2024: Checkout\n" in text
    assert "disk" not in text


def test_several_records_are_compared(project: Path) -> None:
    text = plan("--postmortem", "2024-07-09-outage", "--dry-run").stdout
    assert "postmortems:\n  - 2024-06-08-outage\n  - 2024-07-09-outage\n" in text
    assert "format: comparison\n" in text
    assert "# Side by side: A disk failed; A flag was wrong\n" in text
    assert not FOLDER.exists()


def test_a_query_is_written_down_as_what_it_finds(project: Path) -> None:
    text = plan("--dry-run", read="--root-cause configuration").stdout
    assert "postmortems: 2024-07-09-outage\n" in text


def test_the_next_session_is_held_like_the_last_one(project: Path) -> None:
    plan("One", "--duration", "45 min", "--location", "Room 2")
    result = run(
        *("session", "new", "Two", "--group", "payments on-call", "--dry-run"),
        *("--starts-at", "2026-12-10T15:00", "--postmortem", "2024-07-09-outage"),
    )
    assert result.stdout.startswith(
        "---\ngroup: Payments on-call\nstarts_at: 2026-12-10T15:00\ntimezone: Europe/Berlin\n"
        "duration: 45 min\npostmortems: 2024-07-09-outage\nformat: discussion\nlocation: Room 2\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["--group", "A"],
            "Error: give it --starts-at, --postmortem\n`postmortem pick` suggests what to read, "
            "and `postmortem list` lists all\n",
            id="missing",
        ),
        pytest.param(
            ["--group", "A", "--starts-at", "2026-11-26", "--postmortem", "2024-06-08-outge"],
            "Error: --starts-at: found '2026-11-26', which is no time to the minute on a known "
            "day; write day and time like 2026-11-26T15:00\n--postmortem: there is no postmortem "
            "'2024-06-08-outge'; did you mean '2024-06-08-outage'?\n",
            id="no time, and unknown record",
        ),
        pytest.param(
            ["--group", "A", "--starts-at", "2026-11-26T15:00", "--postmortem", "2024-06-08-outge"],
            "--postmortem: there is no postmortem '2024-06-08-outge'; did you mean "
            "'2024-06-08-outage'?\n",
            id="no zone, and unknown record",
        ),
    ],
)
def test_what_does_not_fit_is_said_by_option(
    project: Path, arguments: list[str], message: str
) -> None:
    result = run("session", "new", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not FOLDER.exists()


def test_a_zone_that_nobody_gave_is_asked_for(project: Path) -> None:
    result = run(
        *("session", "new", "--group", "A", "--starts-at", "2026-11-26T15:00"),
        *("--postmortem", "2024-06-08-outage"),
    )
    assert result.exit_code == 2
    assert "nothing says what time zone 'starts_at' is in; add '--timezone Europe/Berlin'" in (
        result.stderr
    )


def test_a_length_that_is_too_short_is_warned_of(project: Path) -> None:
    result = plan("--duration", "10 min")
    assert result.exit_code == 0
    assert result.stderr.startswith("warning: --duration: 10 min is less than the ")


@pytest.mark.parametrize("name", ["alerts", "2026-02-30-alerts", "2026-11-26", "2026-11-26-a b"])
def test_a_name_without_a_day_is_refused(project: Path, name: str) -> None:
    result = plan("--id", name)
    assert result.exit_code == 2
    assert "Invalid value for --id" in result.stderr


def test_it_asks_for_what_is_missing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "is_terminal", lambda: True)
    answers = [
        *("", "Payments on-call", "?", "2026-11-26", "2026-03-29T02:30", "Nowhere"),
        *("Europe/Berlin", "UTC", "9", "2, 1", "walk", "", "Alerts"),
    ]
    result = run("session", "new", typed="".join(f"{answer}\n" for answer in answers))
    assert result.exit_code == 0, result.output
    assert "found no name; write what the group is called" in result.output
    assert "Day and time to the minute" in result.output
    assert "which is no time to the minute on a known day" in result.output
    assert "unknown time zone 'Nowhere'" in result.output
    assert "does not exist in Europe/Berlin" in result.output
    assert "there is no postmortem '9'" in result.output
    assert "found 'walk'; write one of discussion, replay, comparison, author-talk" in result.output
    assert "  1  2024-06-08-outage\n" in result.output
    text = (project / FOLDER / "2026-03-29-alerts.md").read_text("utf-8")
    assert (
        "postmortems:\n  - 2024-07-09-outage\n  - 2024-06-08-outage\nformat: comparison\n" in text
    )


def test_a_dry_run_says_what_the_real_one_would(project: Path) -> None:
    assert plan("--dry-run", "--id", "hello").exit_code == 2
    result = plan("--dry-run", "--duration", "10 min")
    assert result.stdout.startswith("---\n")
    assert result.stderr.startswith("warning: --duration: 10 min is less than the ")
