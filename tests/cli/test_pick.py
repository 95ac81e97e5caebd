"""`postmortem pick` as its users call it: output, exit codes, what is said beside."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from postmortem_kb.cli import main
from projects import record, simple

SESSION = """\
---
group: Payments on-call
starts_at: {day}T15:00
timezone: UTC
duration: 1 h
postmortems: [{reads}]
---

# A session
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three postmortems; one group has read one of them and is going to read another."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("postmortem_kb.cli.pick.read_today", lambda: date(2026, 3, 20))
    write(
        tmp_path,
        {
            "postmortems/one.md": simple("One", root_causes="[capacity]"),
            "postmortems/two.md": simple("Two", root_causes="[network]"),
            "postmortems/three.md": simple("Three", root_causes="[capacity]"),
            "docs/reading-groups/2026-03-05-a.md": SESSION.format(day="2026-03-05", reads="one"),
            "docs/reading-groups/2026-04-02-b.md": SESSION.format(day="2026-04-02", reads="three"),
        },
    )
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["pick", *arguments], catch_exceptions=False)


@pytest.mark.usefixtures("project")
def test_it_suggests_with_reasons_and_ends_with_the_command_that_plans_a_session() -> None:
    result = run("--group", "Payments on-call", "--minutes", "30", "--limit", "1")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "What to read next, for Payments on-call. Titles may tell the outcome.\n"
        "\n"
        "1. Two\n"
        "   two\n"
        "   a session of at least 18 min\n"
        "   - not read by Payments on-call yet\n"
        "   - new to the group: root cause Network\n"
        "   - two years ago this month: it began on 2024-03-13\n"
        "   - fits 30 minutes: a discussion needs at least 18\n"
        "\n"
        "To plan a session on the first of these:\n"
        "  postmortem session new --group 'Payments on-call' --postmortem two\n"
        "\n"
        "It also needs --starts-at YYYY-MM-DDTHH:MM, which it asks for on a terminal.\n"
        "With --format replay the group goes through it one event at a time, before it\n"
        "knows the end.\n"
    )


@pytest.mark.usefixtures("project")
def test_json_names_records_by_their_ids() -> None:
    result = run("--group", "Payments on-call", "--limit", "1", "--format", "json")
    assert json.loads(result.stdout) == {
        "version": 1,
        "suggestions": [
            {
                "postmortems": ["two"],
                "minutes": 18,
                "reasons": [
                    "not read by Payments on-call yet",
                    "new to the group: root cause Network",
                    "two years ago this month: it began on 2024-03-13",
                ],
            }
        ],
        "series": [],
    }


def test_json_has_the_series(project: Path) -> None:
    files = {
        f"postmortems/{name}.md": simple(name, detection="customer") for name in ("a", "b", "c")
    }
    write(project, files)
    (series,) = json.loads(run("--format", "json").stdout)["series"]
    assert series == {
        "kind": "noticed-outside",
        "title": "Three incidents that customers noticed first",
        "reason": "Each time it was customers, and not monitoring, that noticed first.",
        "postmortems": ["a", "b", "c"],
        "total": 3,
    }


@pytest.mark.usefixtures("project")
def test_without_a_group_it_says_which_there_are() -> None:
    result = run()
    assert "for a group that is new." in result.stdout
    assert "postmortem session new --group NAME --postmortem" in result.stdout
    assert result.stderr == (
        "as for a group that has read nothing; --group can be 'Payments on-call'\n"
    )


@pytest.mark.usefixtures("project")
def test_a_misspelt_group_is_a_new_one_and_the_known_one_is_named() -> None:
    result = run("--group", "Payment oncall")
    assert result.exit_code == 0
    assert "   - not read by Payment oncall yet\n" in result.stdout
    assert result.stderr == (
        "'Payment oncall' has no sessions yet: taken for a new group; "
        "did you mean 'Payments on-call'?\n"
    )


@pytest.mark.usefixtures("project")
def test_a_group_that_is_really_new_needs_no_word_about_it() -> None:
    assert run("--group", "Storage guild").stderr == ""


@pytest.mark.usefixtures("project")
def test_where_nothing_fits_it_says_what_would() -> None:
    result = run("--group", "Payments on-call", "--minutes", "5")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "nothing fits 5 minutes: the shortest session takes 18\n"


@pytest.mark.usefixtures("project")
def test_one_minute_is_told_as_one() -> None:
    result = run("--group", "Payments on-call", "--minutes", "1")
    assert result.stderr == "nothing fits 1 minute: the shortest session takes 18\n"


def test_where_nothing_fits_series_are_left_out(project: Path) -> None:
    names = ("a", "b", "c")
    write(project, {f"postmortems/{one}.md": simple(one, detection="customer") for one in names})
    assert "Series: Three incidents that customers noticed first\n" in run().stdout
    too_short = ("--group", "Payments on-call", "--minutes", "5")
    assert (run(*too_short).exit_code, run(*too_short).stdout) == (0, "")
    assert json.loads(run(*too_short, "--format", "json").stdout) == {
        "version": 1,
        "suggestions": [],
        "series": [],
    }


def test_where_everything_is_planned_it_says_so(project: Path) -> None:
    plan = SESSION.format(day="2026-05-07", reads="one, two")
    write(project, {"docs/reading-groups/2026-05-07-c.md": plan})
    result = run("--group", "Payments on-call")
    assert result.stderr == "Payments on-call has planned a session on every postmortem\n"


def test_without_postmortems_it_says_so(project: Path) -> None:
    for path in (project / "postmortems").glob("*.md"):
        path.unlink()
    assert run().stderr.endswith("there are no postmortems yet\n")


@pytest.mark.usefixtures("project")
def test_the_same_seed_writes_the_same() -> None:
    assert run("--seed", "4").stdout == run("--seed", "4").stdout


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "arguments", [("--minutes", "0"), ("--limit", "0"), ("--limit", "51"), ("--seed", "x")]
)
def test_a_number_out_of_range_is_wrong_usage(arguments: tuple[str, str]) -> None:
    assert run(*arguments).exit_code == 2


def test_no_line_is_wider_than_a_terminal(project: Path) -> None:
    services = {f"service-{number}": "label: A service with quite a long name" for number in "123"}
    taxonomy = "services:\n" + "".join(f"  {one}: {{{text}}}\n" for one, text in services.items())
    long = simple("A title " * 15, services=f"[{', '.join(services)}]", root_causes="[capacity]")
    write(project, {"postmortems/taxonomy.yml": taxonomy, "postmortems/long.md": long})
    lines = run("--group", "Storage guild").stdout.splitlines()
    assert [line for line in lines if len(line) > 80 and "session new" not in line] == []


def test_a_title_cannot_steer_the_terminal(project: Path) -> None:
    write(project, {"postmortems/one.md": record('title: "\\e[31mOne"\ntimezone: UTC')})
    assert "\x1b" not in run("--limit", "9").stdout


def test_records_with_errors_are_left_out_and_told_of(project: Path) -> None:
    write(project, {"postmortems/two.md": record("title: Two\nseverity: severe\ntimezone: UTC")})
    result = run("--group", "Payments on-call")
    assert "1. Two\n" not in result.stdout
    assert "PM301" in result.stderr
