"""The files that are given away are valid, say what the guide shows, and do what they promise."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from building import REPOSITORY
from postmortem_kb.cli import main
from projects import record, simple
from terminals import run_on_terminal

EXAMPLES = REPOSITORY / "docs" / "examples"
GUIDE = (REPOSITORY / "docs" / "guide" / "checking.md").read_text(encoding="utf-8")
HOOKS = REPOSITORY / ".pre-commit-hooks.yaml"


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
    )


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("github-check.yml", "vendor.github-workflows"),
        ("github-sarif.yml", "vendor.github-workflows"),
        ("gitlab-ci.yml", "vendor.gitlab-ci"),
    ],
)
def test_an_example_matches_its_schema(name: str, schema: str) -> None:
    done = run("check_jsonschema", "--builtin-schema", schema, str(EXAMPLES / name))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_the_guide_shows_an_example_as_it_is(path: Path) -> None:
    blocks = re.findall(r"^```\w+ title=\"[^\"]+\"\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert path.read_text(encoding="utf-8") in blocks


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_an_example_calls_the_command_as_it_is(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "postmortems" / "a.md").write_text(simple(), encoding="utf-8")
    for command in re.findall(r"postmortem (check[^|>\n\"]*)", path.read_text(encoding="utf-8")):
        assert CliRunner().invoke(main, shlex.split(command)).exit_code == 0


def test_the_guide_shows_what_the_command_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = re.search(r"^\$ postmortem check\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert shown
    monkeypatch.chdir(tmp_path)
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "postmortems" / "2024-03-13-checkout-slow.md").write_text(
        record("title: Checkout was slow\nseverity: severe\nservices: [basket]"), encoding="utf-8"
    )
    (tmp_path / "postmortems" / "taxonomy.yml").write_text(
        "services:\n  checkout: {}\n  basket: {deprecated: checkout}\n", encoding="utf-8"
    )
    assert CliRunner().invoke(main, ["check"]).stdout == shown[1]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_editor_understands_every_problem(tmp_path: Path) -> None:
    folder = tmp_path / "postmortems"
    folder.mkdir()
    (folder / "a file.md").write_text(
        record(f"title: A\nid: a\nseverity: {'severe ' * 30}\ntimezone: IST\n"), encoding="utf-8"
    )
    (folder / "b.md").write_text("# no record\n", encoding="utf-8")
    (folder / "c.md").write_text(
        record("title: C", "<!-- postmortem: ignore PM404: it was mended -->"), encoding="utf-8"
    )
    (task,) = json.loads((EXAMPLES / "vscode-tasks.json").read_text(encoding="utf-8"))["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    shown = on_terminal(task["command"], tmp_path, task["options"]["env"])
    names = ("file", "line", "column", "severity", "code", "message")
    read = [
        tuple(match[pattern[name]] for name in names)
        for line in shown.splitlines()
        if (match := re.search(pattern["regexp"], line))
    ]
    found = json.loads(run("postmortem_kb.cli", "check", "--format", "json", cwd=tmp_path).stdout)
    keys = ("path", "line", "column", "level", "code", "message")
    assert read == [tuple(str(row[key]) for key in keys) for row in found["problems"]]
    assert {row[3] for row in read} >= {"error", "warning", "advice"}


def on_terminal(command: str, folder: Path, variables: dict[str, str]) -> str:
    """What an editor's terminal is given by a task."""
    program, *arguments = shlex.split(command)
    assert program == "postmortem"
    return run_on_terminal(
        arguments, environment={**os.environ, "TERM": "xterm", **variables}, cwd=folder
    )


def test_the_hooks_are_valid() -> None:
    done = run("pre_commit", "validate-manifest", str(HOOKS))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hook_of_the_guide_exists() -> None:
    path = EXAMPLES / "pre-commit-config.yml"
    done = run("pre_commit", "validate-config", str(path))
    assert done.returncode == 0, done.stdout + done.stderr
    (repository,) = yaml.safe_load(path.read_text(encoding="utf-8"))["repos"]
    known = {hook["id"] for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}
    assert {hook["id"] for hook in repository["hooks"]} <= known


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_hook_checks_changed_records_and_knows_the_others(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "postmortems").mkdir(parents=True)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }

    def call(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=project,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    # The hook as it is, except that what it needs is installed already.
    hooks = [
        {**hook, "language": "system", "entry": f"{sys.executable} -m postmortem_kb.cli check"}
        for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
        if hook["entry"] == "postmortem check"
    ]
    assert len(hooks) == 1
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (project / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")
    records = {"a.md": simple(id="same"), "b.md": simple(id="same"), "c.md": "# no record\n"}
    for name, text in records.items():
        (project / "postmortems" / name).write_text(text, encoding="utf-8")
    (project / "notes.md").write_text("# no record\n", encoding="utf-8")
    assert call("git", "init", "--quiet").returncode == 0
    assert call("git", "add", "postmortems/b.md", "notes.md").returncode == 0

    done = call(sys.executable, "-m", "pre_commit", "run", "postmortem-check")
    assert done.returncode == 1
    assert "postmortems/b.md" in done.stdout
    assert "that of postmortems/a.md" in done.stdout
    assert "c.md" not in done.stdout
    assert "notes.md" not in done.stdout
