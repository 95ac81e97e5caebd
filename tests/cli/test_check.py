"""`postmortem check` as its users call it: what is read, and what is said where."""

import io
import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from postmortem_kb.cli import main
from postmortem_kb.cli.console import watch_progress
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.registry import RULES
from projects import record, simple
from terminals import run_on_terminal


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project that is the working directory."""
    (tmp_path / "postmortems").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(project: Path, name: str, text: str) -> Path:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], catch_exceptions=False)


def places(result: Result) -> list[str]:
    return re.findall(r"^(\S+:\d+:\d+): ", result.stdout, re.MULTILINE)


def test_a_problem_is_shown_with_its_line_and_a_caret(project: Path) -> None:
    write(project, "postmortems/a.md", simple(severity="severe"))
    assert run().stdout == (
        "postmortems/a.md:6:11: error PM301 unknown-term: "
        "severity: 'severe' is no term of 'severities'\n"
        "    6 | severity: severe\n"
        "      |           ^\n"
        "    mend: add the term to 'severities' in the taxonomy\n"
        "\n"
        "1 error, 0 warnings, 0 advice; 0 postmortems can be published\n"
    )


def test_a_date_in_the_future_is_told_by_the_day_of_the_check(project: Path) -> None:
    write(
        project,
        "postmortems/a.md",
        simple(started_at="9998-03-13T14:00", resolved_at="9998-03-13T15:00"),
    )
    assert run("--strict").exit_code == 1


class TestPaths:
    """What is checked, and what is not."""

    @pytest.mark.parametrize("name", ["notes.txt", "_draft.md", "README.md", ".hidden.md"])
    def test_a_file_that_is_named_is_taken_whatever_its_name(
        self, project: Path, name: str
    ) -> None:
        write(project, "postmortems/a.md", simple())
        write(project, f"postmortems/{name}", "# no record\n")
        write(project, name, "# no record\n")
        assert places(run()) == []  # neither is a record
        assert places(run(f"postmortems/{name}")) == [f"postmortems/{name}:1:1"]
        assert places(run(name)) == [f"{name}:1:1"]

    def test_a_folder_stands_for_its_markdown_files(self, project: Path) -> None:
        for name in ("a.md", "b.MD", "c.txt", "sub/d.md"):
            write(project, f"inbox/{name}", "# no record\n")
        assert places(run("inbox")) == ["inbox/a.md:1:1", "inbox/b.MD:1:1", "inbox/sub/d.md:1:1"]

    def test_a_folder_without_markdown_is_said(self, project: Path) -> None:
        write(project, "postmortems/a.md", simple())
        write(project, "inbox/c.txt", "text")
        result = run("inbox")
        assert result.exit_code == 0
        assert result.stderr == (
            "postmortem: inbox has no Markdown files (name a file to check it)\n"
        )

    def test_a_folder_of_the_records_shows_what_is_in_it(self, project: Path) -> None:
        write(project, "postmortems/2023/a.md", "# no record\n")
        write(project, "postmortems/2024/b.md", "# no record\n")
        assert places(run("postmortems/2024")) == ["postmortems/2024/b.md:1:1"]

    def test_the_folder_above_the_records_shows_all_of_them(self, project: Path) -> None:
        write(project, "postmortems/a.md", "# no record\n")
        write(project, "docs/index.md", "# no record\n")
        assert places(run(".")) == ["postmortems/a.md:1:1"]

    def test_paths_may_be_written_in_any_way(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(project, "mkdocs.yml", "plugins: [postmortems]\n")
        path = write(project, "postmortems/a.md", "# no record\n")
        monkeypatch.chdir(project / "postmortems")
        for named in ("a.md", "../postmortems/a.md", "./a.md", str(path)):
            assert places(run(named)) == ["postmortems/a.md:1:1"]

    def test_a_record_that_is_a_link_is_found_by_its_own_name(self, project: Path) -> None:
        path = write(project, "elsewhere/a.md", "# no record\n")
        try:
            (project / "postmortems" / "b.md").symlink_to(path)
        except OSError:
            pytest.skip("no symbolic links here")
        write(project, "postmortems/c.md", simple())
        assert [place.split(":")[0] for place in places(run("postmortems/b.md"))] == [
            "postmortems/b.md"
        ]

    def test_a_project_that_is_reached_by_a_link_is_the_same_project(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(project, "inner/mkdocs.yml", "site_name: x\nplugins: [postmortems]\n")
        write(project, "inner/postmortems/a.md", "# no record\n")
        write(project, "inner/notes.txt", "# no record\n")
        try:
            (project / "door").symlink_to(project / "inner")
        except OSError:
            pytest.skip("no symbolic links here")
        monkeypatch.chdir(project)
        result = CliRunner().invoke(
            main, ["-f", "door/mkdocs.yml", "check", "inner/postmortems/a.md", "door/notes.txt"]
        )
        assert places(result) == ["notes.txt:1:1", "postmortems/a.md:1:1"]

    def test_the_taxonomy_is_no_record(self, project: Path) -> None:
        write(project, "postmortems/a.md", simple())
        write(project, "postmortems/taxonomy.yml", "services: [")
        assert [place.split(":")[0] for place in places(run("postmortems/taxonomy.yml"))] == [
            "postmortems/taxonomy.yml"
        ]

    def test_a_missing_folder_of_records_is_no_obstacle(self, project: Path) -> None:
        (project / "postmortems").rmdir()
        write(project, "a.txt", "# no record\n")
        assert places(run("a.txt")) == ["a.txt:1:1"]

    def test_what_is_no_record_is_pointed_to_import(self, project: Path) -> None:
        write(project, "a.txt", "It began at noon.\n")
        result = run("a.txt")
        assert result.exit_code == 1
        assert "postmortem import" in result.stdout

    @pytest.mark.skipif(sys.platform != "linux", reason="such names are only possible on Linux")
    def test_a_name_that_is_no_unicode_is_shown(self, project: Path) -> None:
        name = os.fsdecode(b"\xff.md")
        try:
            write(project, f"postmortems/{name}", "# no record\n")
        except OSError:
            pytest.skip("this file system has no such names")
        assert "postmortems/\\xff.md:1:1: error" in run().stdout
        assert run(f"postmortems/{name}").exit_code == 1
        for output_format in ("json", "github", "gitlab", "sarif"):
            assert run("--format", output_format).exit_code == 1


class TestRules:
    """`--list` and `--explain`."""

    def test_list_shows_every_rule(self, project: Path) -> None:
        lines = run("--list").stdout.splitlines()
        assert lines[0].split() == ["CODE", "NAME", "LEVEL", "WHY"]
        assert [line.split()[:2] for line in lines[1:]] == [
            [rule.code, rule.name] for rule in RULES
        ]

    def test_list_shows_the_levels_of_the_site(self, project: Path) -> None:
        write(
            project,
            "mkdocs.yml",
            "plugins:\n- postmortems:\n    levels: {duplicate-title: warning, PM404: 'off'}\n",
        )
        levels = dict(line.split()[:3][::2] for line in run("--list").stdout.splitlines())
        assert (levels["PM409"], levels["PM404"], levels["PM301"]) == ("warning", "off", "error")

    @pytest.mark.parametrize("name", ["PM404", "pm404", "broken-link"])
    def test_explain_takes_codes_and_names(self, project: Path, name: str) -> None:
        result = run("--explain", name)
        assert result.exit_code == 0
        assert result.stdout.splitlines()[0] == "PM404 broken-link: warning"

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
    def test_explain_says_why_and_shows_both_sides(self, project: Path, rule: Rule) -> None:
        words = " ".join(run("--explain", rule.code).stdout.split())
        for text in (rule.why, rule.bad, rule.good):
            assert " ".join(text.split()) in words

    def test_explain_says_which_level_the_site_sets(self, project: Path) -> None:
        write(project, "mkdocs.yml", "plugins:\n- postmortems:\n    levels: {PM404: error}\n")
        assert run("--explain", "PM404").stdout.splitlines()[0] == (
            "PM404 broken-link: error, set by the option 'levels'; warning otherwise"
        )

    def test_a_rule_that_does_not_exist_is_wrong_usage(self, project: Path) -> None:
        result = run("--explain", "brokn-link")
        assert result.exit_code == 2
        assert "there is no rule 'brokn-link'; did you mean 'broken-link'?" in result.stderr
        assert "--list shows all rules" in run("--explain", "???").stderr


class TestTerminal:
    """Colours, width and progress."""

    def test_a_pipe_gets_no_colours_and_no_progress(self, project: Path) -> None:
        write(project, "postmortems/a.md", record("title: A\nseverity: severe"))
        result = run()
        assert "\x1b" not in result.output
        assert result.stderr == ""

    def test_a_terminal_gets_colours_and_wrapped_lines(self, project: Path) -> None:
        write(project, "postmortems/a.md", record(f"title: A\nseverity: {'severe ' * 20}"))
        shown = on_terminal("check")
        assert "\x1b[1;31merror\x1b[0m" in shown
        plain = re.sub(r"\x1b\[[\d;]*[mK]", "", shown)
        assert max(map(len, plain.splitlines())) <= 80

    @pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_colours_can_be_declined(self, project: Path, variables: dict[str, str]) -> None:
        write(project, "postmortems/a.md", "# no record\n")
        assert "\x1b" not in on_terminal("check", **variables)

    def test_progress_shows_several_thousand_records(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        show = watch_progress()
        assert show is not None
        for done in range(1, 2001):
            show(done, 2000)
        shown = terminal.getvalue().split("\r\x1b[K")
        assert shown[1] == "reading the postmortems: 100 of 2,000"
        assert (len(shown), shown[-1]) == (21, "")

    def test_few_records_show_no_progress(self, project: Path) -> None:
        write(project, "postmortems/a.md", simple())
        assert "reading" not in on_terminal("check")


def on_terminal(*arguments: str, **variables: str) -> str:
    """What a terminal of 80 columns is given."""
    unset = ("NO_COLOR", "COLUMNS", "LINES", "FORCE_COLOR")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    return run_on_terminal(
        arguments, environment={**environment, "TERM": "xterm", **variables}, columns=80
    )


@pytest.mark.samples
def test_documents_without_front_matter_are_pointed_to_import(samples: Path, project: Path) -> None:
    documents = sorted((samples / "corpus" / "documents").glob("*.md"))
    seeds = sorted((samples / "seeds").glob("*.txt"))
    assert documents
    assert seeds
    for named in ([str(documents[0].parent)], [str(seed) for seed in seeds]):
        result = run(*named)
        assert result.exit_code == 1
        assert "no-front-matter" in result.stdout
        assert "postmortem import" in result.stdout
    for output_format in ("json", "github", "gitlab", "sarif"):
        result = run("--format", output_format, str(documents[0].parent), *map(str, seeds))
        assert result.exit_code == 1
        assert all(document.name in result.stdout for document in seeds)
