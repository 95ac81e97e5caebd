"""The formats for programs: what GitHub, GitLab and readers of SARIF and JSON are given."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft4Validator

from making import to_html
from postmortem_kb.cli import main
from postmortem_kb.problem import Level, Problem
from postmortem_kb.reports.github import render_github, render_job_summary
from postmortem_kb.rules.registry import RULES
from projects import record, simple

SCHEMAS = Path(__file__).parent.parent / "schemas"
NAME = "50%, a:b & <i>|`x`.md"
"""A file name in which every format has something to escape."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a folder of a repository, with an error, two warnings and an advice."""
    folder = tmp_path / "kb"
    (tmp_path / ".git").mkdir()
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    write(folder / "mkdocs.yml", "plugins: [postmortems]\n")
    write(folder / "postmortems" / "a.md", simple(severity="severe"))
    write(
        folder / "postmortems" / NAME,
        "---\ntitle: B\nid: b\n---\n\n[x](100%.md)\n\n[x](100%.md)\n\n"
        "<!-- postmortem: ignore PM301: nothing to ignore -->\n\nText.\n",
    )
    monkeypatch.chdir(folder)
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], catch_exceptions=False)


def read(output_format: str, *arguments: str) -> Any:
    return json.loads(run("--format", output_format, *arguments).stdout)


def test_the_project_has_one_of_each_kind(project: Path) -> None:
    found = [(row["code"], row["level"], row["line"]) for row in read("json")["problems"]]
    assert found == [
        ("PM404", "warning", 6),
        ("PM404", "warning", 8),
        ("PM408", "advice", 10),
        ("PM301", "error", 6),
    ]


@pytest.mark.parametrize("output_format", ["json", "github", "gitlab", "sarif"])
def test_exit_codes_are_the_same_for_every_format(project: Path, output_format: str) -> None:
    assert run("--format", output_format).exit_code == 1
    (project / "postmortems" / "a.md").unlink()
    assert run("--format", output_format).exit_code == 0
    assert run("--format", output_format, "--strict").exit_code == 1


class TestJson:
    def test_paths_are_those_of_the_project(self, project: Path) -> None:
        paths = {row["path"] for row in read("json")["problems"]}
        assert paths == {"postmortems/a.md", f"postmortems/{NAME}"}

    def test_nothing_is_left_out(self, project: Path) -> None:
        write(project / "many.md", "# no record\n")
        for index in range(120):
            write(project / "postmortems" / f"{index}.md", "# no record\n")
        for output_format, count in (("json", 124), ("gitlab", 124)):
            rows = read(output_format)
            assert len(rows["problems"] if output_format == "json" else rows) == count
        assert len(read("sarif")["runs"][0]["results"]) == 124


class TestGitHub:
    def test_commands_escape_what_would_end_them(self, project: Path) -> None:
        lines = run("--format", "github").stdout.splitlines()
        escaped = "50%25%2C a%3Ab & <i>|`x`.md"
        assert lines[0] == (
            "::error file=kb/postmortems/a.md,line=6,col=11,title=PM301 unknown-term::"
            "severity: 'severe' is no term of 'severities'%0A"
            "mend: add the term to 'severities' in the taxonomy"
        )
        assert lines[1].startswith(
            f"::warning file=kb/postmortems/{escaped},line=6,col=5,title=PM404 broken-link::"
            "the link '100%25.md' leads"
        )
        assert lines[3].startswith(f"::notice file=kb/postmortems/{escaped},line=10,")
        assert lines[4:] == ["1 error, 2 warnings, 1 advice; 1 postmortem can be published"]

    def test_a_command_is_one_line_whatever_it_says(self) -> None:
        hostile = "a\r\nb::error::%0A,c:"
        found = Problem(hostile, 1, 1, "PM1", "x", Level.ERROR, hostile, hostile)
        (line,) = render_github([found]).splitlines()
        assert line == (
            "::error file=a%0D%0Ab%3A%3Aerror%3A%3A%250A%2Cc%3A,line=1,col=1,title=PM1 x::"
            "a%0D%0Ab::error::%250A,c:%0Amend: a%0D%0Ab::error::%250A,c:"
        )

    def test_the_job_summary_is_added_to_the_file(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        summary = project / "summary.md"
        summary.write_text("# Before\n", encoding="utf-8")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
        run("--format", "github")
        text = summary.read_text(encoding="utf-8")
        assert text.startswith("# Before\n## Postmortem check\n")
        assert text.count("\n| ") == 5

    def test_a_summary_that_cannot_be_written_is_no_crash(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project))
        result = run("--format", "github")
        assert result.exit_code == 1
        assert "cannot be written" in result.stderr

    def test_the_summary_shows_every_text_as_it_is(self) -> None:
        hostile = "a | b <script>x</script> [x](y) `c` @team #1 **d**\n\n# e"
        found = Problem(hostile, 1, 1, "PM1", "x", Level.ERROR, hostile, hostile)
        page = to_html(render_job_summary([found], 0))
        cells = re.findall(r"<td>(.*?)</td>", page)
        assert len(cells) == 5
        assert not re.search(r"<(?!/?(?:h2|p|table|thead|tbody|tr|th|td)\b)", page)

    def test_a_summary_stays_below_the_limit_of_github(self) -> None:
        found = [
            Problem(f"{index}.md", 1, 1, "PM1", "x", Level.ERROR, "m" * 1000, "h")
            for index in range(2000)
        ]
        text = render_job_summary(found, 0)
        assert len(text.encode()) < 1024 * 1024
        assert re.search(r"\n1,\d{3} more are in the log of the step\.\n$", text)

    def test_a_good_check_has_a_summary_too(self) -> None:
        assert render_job_summary([], 3) == (
            "## Postmortem check\n\nnothing to mend; 3 postmortems can be published.\n"
        )


class TestGitLab:
    def test_a_row_has_what_gitlab_asks_for(self, project: Path) -> None:
        row = read("gitlab")[-1]
        assert re.fullmatch(r"[0-9a-f]{32}-1", row.pop("fingerprint"))
        assert row == {
            "description": "severity: 'severe' is no term of 'severities'; "
            "add the term to 'severities' in the taxonomy",
            "check_name": "PM301 unknown-term",
            "severity": "critical",
            "location": {"path": "kb/postmortems/a.md", "lines": {"begin": 6}},
        }

    def test_levels_are_severities(self, project: Path) -> None:
        assert [row["severity"] for row in read("gitlab")] == ["minor", "minor", "info", "critical"]

    def test_fingerprints_are_unique(self, project: Path) -> None:
        counts = Counter(row["fingerprint"] for row in read("gitlab"))
        assert set(counts.values()) == {1}

    def test_fingerprints_stay_when_lines_move(self, project: Path) -> None:
        before = {row["fingerprint"] for row in read("gitlab")}
        path = project / "postmortems" / NAME
        write(path, path.read_text(encoding="utf-8").replace("\n\n[x]", "\n\nNew.\n\n[x]", 1))
        assert {row["fingerprint"] for row in read("gitlab")} == before

    def test_nothing_to_mend_is_an_empty_report(self, project: Path) -> None:
        assert read("gitlab", "mkdocs.yml")[:0] == []
        for path in (project / "postmortems").iterdir():
            path.unlink()
        write(project / "postmortems" / "good.md", simple())
        assert read("gitlab") == []


class TestSarif:
    @pytest.fixture
    def log(self, project: Path) -> Any:
        return read("sarif")

    def test_it_is_valid(self, log: Any) -> None:
        schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
        Draft4Validator.check_schema(schema)
        errors = [error.message for error in Draft4Validator(schema).iter_errors(log)]
        assert errors == []

    def test_an_invalid_one_would_be_noticed(self, log: Any) -> None:
        schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
        log["runs"][0]["results"][0]["level"] = "advice"
        assert not Draft4Validator(schema).is_valid(log)

    def test_every_rule_is_described(self, log: Any) -> None:
        rules = log["runs"][0]["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
        for rule in rules:
            assert rule["shortDescription"]["text"].endswith(".")
            assert rule["help"]["markdown"]

    def test_rules_have_the_levels_of_the_site(self, project: Path) -> None:
        write(
            project / "mkdocs.yml",
            "plugins:\n- postmortems:\n    levels: {PM404: 'off', PM409: error}\n",
        )
        (run_of_tool,) = read("sarif")["runs"]
        rules = {rule["id"]: rule for rule in run_of_tool["tool"]["driver"]["rules"]}
        assert rules["PM404"]["defaultConfiguration"] == {"enabled": False}
        assert rules["PM409"]["defaultConfiguration"] == {"level": "error"}
        assert rules["PM408"]["defaultConfiguration"] == {"level": "note"}
        assert {result["ruleId"] for result in run_of_tool["results"]} == {"PM301", "PM408"}

    def test_results_name_rule_level_place_and_fingerprint(self, log: Any) -> None:
        (run_of_tool,) = log["runs"]
        assert run_of_tool["columnKind"] == "unicodeCodePoints"
        results = run_of_tool["results"]
        rules = run_of_tool["tool"]["driver"]["rules"]
        assert [rules[result["ruleIndex"]]["id"] for result in results] == [
            result["ruleId"] for result in results
        ]
        assert [result["level"] for result in results] == ["warning", "warning", "note", "error"]
        places = [result["locations"][0]["physicalLocation"] for result in results]
        assert places[-1] == {
            "artifactLocation": {"uri": "kb/postmortems/a.md", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 6, "startColumn": 11},
        }
        uri = places[0]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", uri)
        assert unquote(uri) == f"kb/postmortems/{NAME}"
        prints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]
        assert len(set(prints)) == len(prints)

    def test_a_file_outside_the_repository_has_an_absolute_uri(
        self, project: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        other = tmp_path_factory.mktemp("elsewhere") / "a b.txt"
        write(other, "# no record\n")
        (result,) = read("sarif", str(other))["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {
            "uri": other.resolve().as_uri()
        }

    def test_a_fix_is_offered(self, project: Path) -> None:
        write(
            project / "postmortems" / "taxonomy.yml",
            "services:\n  new: {}\n  old: {deprecated: new}\n",
        )
        write(project / "postmortems" / "a.md", record('title: A\nservices: ["old"]'))
        results = read("sarif", "postmortems/a.md")["runs"][0]["results"]
        (fix,) = next(result["fixes"] for result in results if "fixes" in result)
        assert fix["artifactChanges"][0]["replacements"] == [
            {
                "deletedRegion": {"startLine": 3, "startColumn": 13, "endColumn": 16},
                "insertedContent": {"text": "new"},
            }
        ]

    def test_a_message_is_never_read_as_a_link(self, project: Path) -> None:
        write(project / "postmortems" / "a.md", record("title: A\nseverity: '[x](1)'"))
        results = read("sarif", "postmortems/a.md")["runs"][0]["results"]
        message = next(row["message"]["text"] for row in results if row["ruleId"] == "PM301")
        assert r"\[x\](1)" in message

    def test_it_says_nothing_of_this_machine(self, project: Path) -> None:
        assert str(project) not in run("--format", "sarif").stdout
