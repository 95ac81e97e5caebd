"""The commands as their users call them: output and exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from postmortem_kb.cli import main
from projects import record, simple


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project that is the working directory."""
    (tmp_path / "postmortems").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def write(project: Path, name: str, text: str) -> Path:
    path = project / "postmortems" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_check_is_content_with_good_records(project: Path) -> None:
    write(project, "one.md", simple())
    result = run("check", "--strict")
    assert result.exit_code == 0
    assert result.stdout == "nothing to mend; 1 postmortem can be published\n"


def test_check_shows_every_problem_with_place_and_mend(project: Path) -> None:
    write(project, "one.md", record("titel: Checkout was down\nseverity: severe"))
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout == (
        "postmortems/one.md:1:1: error PM107 missing-field: 'title' is missing\n"
        "    1 | ---\n"
        "      | ^\n"
        "    mend: add 'title: …'\n"
        "\n"
        "postmortems/one.md:2:1: error PM106 unknown-field: unknown field 'titel'\n"
        "    2 | titel: Checkout was down\n"
        "      | ^\n"
        "    mend: did you mean 'title'?\n"
        "\n"
        "postmortems/one.md:3:11: error PM301 unknown-term: "
        "severity: 'severe' is no term of 'severities'\n"
        "    3 | severity: severe\n"
        "      |           ^\n"
        "    mend: add the term to 'severities' in the taxonomy\n"
        "\n"
        "3 errors, 0 warnings, 0 advice; 0 postmortems can be published\n"
    )


def test_warnings_fail_only_when_strict(project: Path) -> None:
    write(project, "one.md", simple(timezone="IST"))
    assert run("check").exit_code == 0
    assert run("check", "--strict").exit_code == 1


def test_check_writes_json(project: Path) -> None:
    write(project, "one.md", record("severity: sev1"))
    result = run("check", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "version": 1,
        "problems": [
            {
                "path": "postmortems/one.md",
                "line": 1,
                "column": 1,
                "code": "PM107",
                "name": "missing-field",
                "level": "error",
                "message": "'title' is missing",
                "hint": "add 'title: …'",
            }
        ],
    }


def test_check_of_one_file_speaks_of_that_file_only(project: Path) -> None:
    good = write(project, "good.md", simple())
    write(project, "bad.md", "no front matter")
    assert run("check", str(good)).exit_code == 0
    assert run("check", "postmortems").exit_code == 1


def test_check_of_one_file_still_knows_the_others(project: Path) -> None:
    write(project, "a.md", simple(id="same"))
    second = write(project, "b.md", simple(id="same"))
    result = run("check", str(second))
    assert result.exit_code == 1
    assert "that of postmortems/a.md" in result.stdout


def test_check_looks_at_files_elsewhere_too(project: Path) -> None:
    write(project, "one.md", simple())
    (project / "other.md").write_text("# No front matter\n", encoding="utf-8")
    result = run("check", "other.md")
    assert result.exit_code == 1
    assert "other.md:1:1: error PM102" in result.stdout
    assert "postmortem import" in result.stdout


@pytest.mark.parametrize("command", ["check", "list"])
def test_a_missing_folder_is_no_crash(project: Path, command: str) -> None:
    (project / "postmortems").rmdir()
    result = run(command)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == (1 if command == "check" else 0)


def test_a_bad_configuration_is_exit_code_2(project: Path) -> None:
    (project / "mkdocs.yml").write_text("plugins:\n- postmortems:\n    timezone: Mars\n")
    result = run("check")
    assert result.exit_code == 2
    assert "unknown time zone 'Mars'" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "no-such-file.md"],
        ["check", "--format", "xml"],
        ["list", "--longer-than", "soon"],
        ["list", "--root-cause", "confguration"],
        ["list", "--since", "yesterday"],
        ["generate"],
        ["no-such-command"],
    ],
)
def test_wrong_usage_is_exit_code_2(project: Path, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_list_shows_a_table(project: Path) -> None:
    write(project, "one.md", simple(severity="sev1", root_causes="[disk]"))
    write(project, "two.md", record("title: Long ago"))
    assert run("list").stdout == (
        "DATE        LENGTH      SEVERITY    ROOT CAUSE     TITLE\n"
        "2024-03-13  1 h 30 min  sev1        hardware/disk  Checkout was down\n"
        "unknown     unknown     not stated  unknown        Long ago\n"
    )


def test_list_gives_ids_for_scripts(project: Path) -> None:
    write(project, "one.md", simple())
    write(project, "two.md", record("title: Long ago"))
    assert run("list", "--format", "ids").stdout == "one\ntwo\n"
    assert run("list", "--format", "ids", "--longer-than", "90 min").stdout == ""


def test_list_gives_the_same_json_as_the_site(project: Path) -> None:
    write(project, "one.md", simple())
    data = json.loads(run("list", "--format", "json").stdout)
    assert data["version"] == 1
    (entry,) = data["postmortems"]
    assert (entry["id"], entry["url"], entry["duration_minutes"]) == ("one", "postmortems/one/", 90)
    assert entry["started_at"] == "2024-03-13T14:00+00:00"


def test_list_says_what_it_leaves_out(project: Path) -> None:
    write(project, "one.md", simple())
    write(project, "two.md", "no front matter")
    write(project, "three.md", record("titel: x"))
    result = run("list", "--format", "ids")
    assert result.stdout == "one\n"
    assert result.stderr == "errors in 2 files: run `postmortem check` to see them\n"


def test_generate_into_a_file_is_exit_code_2(project: Path) -> None:
    write(project, "one.md", simple())
    (project / "out").mkdir()
    (project / "out" / "postmortems").write_text("in the way", encoding="utf-8")
    result = run("generate", "--out", "out")
    assert result.exit_code == 2
    assert "out has files that were not generated" in result.stderr
    assert sorted(path.name for path in (project / "out").iterdir()) == ["postmortems"]


@pytest.mark.parametrize("before", [True, False])
def test_the_configuration_is_named_before_or_after_the_command(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    write(project, "one.md", simple())
    config = project / "mkdocs.yml"
    config.write_text("site_name: x\n", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    option = ["-f", str(config)]
    arguments = ["list", "--format", "ids"]
    result = run(*option, *arguments) if before else run(*arguments, *option)
    assert (result.exit_code, result.stdout) == (0, "one\n")
