"""`--fix` mends, `--diff` shows: what changes in the files, and what is said about it."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.cli import main
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.registry import RULES
from records import PROPERTY

TAXONOMY = """\
services:
  today: {}
  shop: {}
  earlier: {deprecated: today}
"""
RULE_TAXONOMY = """\
services:
  checkout: {}
  the-name-today: {}
  an-old-name: {deprecated: the-name-today}
"""
"""What the examples of the rules take for granted, besides the shipped terms."""
RECORD = b"""\
\xef\xbb\xbf---\r
title:   Checkout was down  \r
services: [earlier, "earlier",  'earlier' , shop]   # not earlier\r
# earlier
trigger: unknown\t\r
---\r
\r
The earlier one. \xc3\xbc"""
MENDED = RECORD.replace(b"[earlier, \"earlier\",  'earlier' ,", b"[today, \"today\",  'today' ,")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one record that uses a deprecated term, and its folder as the current one."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, RECORD)
    return tmp_path


def write(project: Path, content: bytes) -> Path:
    folder = project / "postmortems"
    folder.mkdir(exist_ok=True)
    (folder / "taxonomy.yml").write_text(TAXONOMY)
    (folder / "a.md").write_bytes(content)
    return folder / "a.md"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], catch_exceptions=False)


def test_fix_changes_the_words_in_question_only(project: Path) -> None:
    run("--fix")
    assert (project / "postmortems" / "a.md").read_bytes() == MENDED


def test_fix_says_what_it_changed_and_then_what_is_left(project: Path) -> None:
    result = run("--fix", "--strict")
    lines = result.stdout.splitlines()
    mended = [line for line in lines if line.endswith(": mended: 'earlier' became 'today'")]
    assert len(mended) == 3
    assert mended[0].startswith("postmortems/a.md:3:12: ")
    assert lines[3] == ""
    assert "deprecated-term" not in "".join(lines[3:])
    assert lines[-1].endswith("1 postmortem can be published")


def test_fix_decides_by_what_is_left(project: Path) -> None:
    assert run("--strict").exit_code == 1
    assert run("--strict", "--fix").exit_code == 0
    write(project, RECORD.replace(b"shop", b"nothing"))
    assert run("--fix").exit_code == 1


def test_fix_twice_changes_nothing_the_second_time(project: Path) -> None:
    run("--fix")
    before = (project / "postmortems" / "a.md").stat()
    result = run("--fix")
    after = (project / "postmortems" / "a.md").stat()
    assert "mended" not in result.output
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_fix_leaves_files_alone_that_were_not_asked_about(project: Path) -> None:
    other = project / "postmortems" / "b.md"
    other.write_bytes(RECORD.replace(b"Checkout", b"Search"))
    run("--fix", "postmortems/a.md")
    assert b"[earlier" in other.read_bytes()
    assert b"[today" in (project / "postmortems" / "a.md").read_bytes()


def test_fix_mends_a_file_elsewhere_that_is_named(project: Path) -> None:
    other = project / "draft.txt"
    other.write_bytes(RECORD)
    run("--fix", "draft.txt")
    assert other.read_bytes() == MENDED


def test_fix_beside_json_writes_what_it_did_to_standard_error(project: Path) -> None:
    result = run("--fix", "--format", "json")
    assert result.stdout.startswith('{\n  "version": 1')
    assert result.stderr.count("mended") == 3


@pytest.mark.parametrize("arguments", [["--diff"], ["--diff", "--fix"]])
def test_diff_writes_nothing(project: Path, arguments: list[str]) -> None:
    result = run(*arguments)
    assert (project / "postmortems" / "a.md").read_bytes() == RECORD
    assert result.stderr == "3 edits in 1 file; nothing was written, --fix applies them\n"
    assert run(*arguments, "--strict").exit_code == 1


def test_diff_without_edits_says_so(project: Path) -> None:
    write(project, MENDED)
    result = run("--diff")
    assert (result.stdout, result.stderr) == ("", "--fix has nothing to mend\n")


def test_diff_is_for_people_and_git_only(project: Path) -> None:
    assert run("--diff", "--format", "json").exit_code == 2


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_applies_the_diff(project: Path) -> None:
    patch = run("--diff").stdout_bytes
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        input=patch,
        cwd=project,
        env={**environment, "GIT_CEILING_DIRECTORIES": str(project.parent)},
        check=True,
    )
    assert (project / "postmortems" / "a.md").read_bytes() == MENDED


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.bad.startswith("---\n")], ids=lambda rule: rule.name
)
def test_what_rules_offer_to_mend_is_mended_by_one_run(project: Path, rule: Rule) -> None:
    path = write(project, rule.bad.encode())
    (project / "postmortems" / "taxonomy.yml").write_text(RULE_TAXONOMY)
    result = run("--fix")
    mended = path.read_bytes()
    assert (mended != rule.bad.encode()) == ("mended: " in result.stdout)
    assert "left alone" not in result.stderr
    assert run("--diff").stderr == "--fix has nothing to mend\n"
    if mended != rule.bad.encode():
        assert f" {rule.code} " not in result.stdout


TERMS = st.sampled_from(["earlier", '"earlier"', "'earlier'", "shop", "EARLIER", "nothing"])
NOISE = st.text("ab #é\t", max_size=8)


@st.composite
def records(draw: st.DrawFn) -> bytes:
    """A record with terms in every style, comments, and any line ends."""
    terms = draw(st.lists(TERMS, min_size=1, max_size=4))
    if draw(st.booleans()):
        services = [f"services: [{', '.join(terms)}] # {draw(NOISE)}"]
    else:
        services = ["services:", *(f"  -  {term}  # {draw(NOISE)}" for term in terms)]
    lines = ["---", "title: A", f"# {draw(NOISE)}", *services, "---", draw(NOISE), "earlier"]
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = end.join(lines) + draw(st.sampled_from(["", end]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


@PROPERTY
@given(records())
def test_fix_keeps_all_other_bytes_and_comes_to_rest(content: bytes) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        path = write(Path(folder), content)
        run("--fix")
        once = path.read_bytes()
        run("--fix")
        assert path.read_bytes() == once
        back = once.replace(b"today", b"earlier")
        assert back.lower() == content.lower()
