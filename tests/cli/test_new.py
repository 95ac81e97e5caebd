"""`postmortem new` as its users call it: in a script, and answering its questions."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from postmortem_kb.cli import interview, main, new
from postmortem_kb.front_matter import split_document
from projects import simple

SERVICES = """\
services:
  checkout: {label: Checkout, aliases: [cart]}
  payment-gateway: {label: Payment gateway}
  payment-database: {label: Payment database}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with three services that is the working directory."""
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "postmortems" / "taxonomy.yml").write_text(SERVICES, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command think that somebody sits in front of it."""
    monkeypatch.setattr(new, "is_terminal", lambda: True)


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=typed, catch_exceptions=False)


def records(project: Path) -> list[str]:
    return sorted(path.name for path in (project / "postmortems").glob("*.md"))


def fields_of(path: str) -> dict[str, object]:
    located = split_document(Path(path).read_text("utf-8")).front_matter
    assert not located.findings
    return dict(located.data)


def test_a_title_is_enough(project: Path) -> None:
    result = run("new", "Checkout was down")
    assert result.exit_code == 0
    assert result.stdout == f"postmortems{os.sep}undated-checkout-was-down.md\n"
    assert result.stderr == (
        f"Next: postmortem check postmortems{os.sep}undated-checkout-was-down.md\n"
        "Then fill in what is known: started_at, resolved_at, services, root_causes, impact, and "
        "each section.\n"
    )
    assert fields_of(result.stdout.strip()) == {
        "title": "Checkout was down",
        "review_status": "draft",
        "timezone": "unknown",
    }


@pytest.mark.parametrize("template", ["house", "short"])
def test_a_new_record_passes_the_strict_check(project: Path, template: str) -> None:
    given = ["--started-at", "2024-06-08T13:15", "--timezone", "UTC", "--service", "cart"]
    assert run("new", "A: 'b' \"c\" #1", *given, "--template", template).exit_code == 0
    checked = run("check", "--strict")
    assert checked.exit_code == 0, checked.stdout
    assert "0 errors, 0 warnings" in checked.stdout
    assert set(checked.stdout.split()) & {"PM411"} == {"PM411"}
    assert "PM412" not in checked.stdout


@pytest.mark.parametrize(("template", "sections"), [("house", 8), ("short", 4)])
def test_a_template_is_chosen(project: Path, template: str, sections: int) -> None:
    text = run("new", "Outage", "--template", template, "--dry-run").stdout
    assert text.count("\n## ") == sections
    assert ("\n# severity: " in text) == (template == "house")


def test_no_hint_of_a_template_is_taken_for_content(project: Path) -> None:
    run("new", "Outage")
    listed = run("list", "--format", "json").stdout
    assert '"action_items_total": 0' in listed
    assert '"summary": null' in listed


def test_all_that_is_given_is_written_as_records_write_it(project: Path) -> None:
    result = run(
        *("new", "Nobody could pay", "--started-at", "~2024-06-08 13:15", "--kind", "near-miss"),
        *("--resolved-at", "ongoing", "--timezone", "europe/berlin", "--severity", "SEV2"),
        *("--service", "cart", "--service", "Payment gateway", "--service", "checkout"),
        *("--root-cause", "disk", "--root-cause", "capacity", "--id", "pay-1"),
    )
    assert result.stdout.strip() == str(Path("postmortems/pay-1.md"))
    assert fields_of(result.stdout.strip()) == {
        "title": "Nobody could pay",
        "kind": "near-miss",
        "review_status": "draft",
        "severity": "sev2",
        "started_at": "~2024-06-08T13:15",
        "resolved_at": "ongoing",
        "timezone": "Europe/Berlin",
        "services": ["checkout", "payment-gateway"],
        "root_causes": ["hardware/disk", "capacity"],
    }


def test_the_site_says_the_zone(project: Path) -> None:
    (project / "mkdocs.yml").write_text("plugins:\n- postmortems:\n    timezone: Asia/Tokyo\n")
    (project / "deep").mkdir()
    os.chdir(project / "deep")
    result = run("new", "Outage", "--started-at", "2024-06-08")
    assert result.stdout.strip() == str(Path("../postmortems/2024-06-08-outage.md"))
    assert fields_of(result.stdout.strip())["timezone"] == "Asia/Tokyo"


def test_empty_options_are_not_given(project: Path) -> None:
    given = ["--started-at", "", "--service", " ", "--severity", "", "--timezone", ""]
    assert run("new", "Outage", *given).exit_code == 0
    assert records(project) == ["undated-outage.md"]


def test_every_bad_value_is_said_at_once(project: Path) -> None:
    result = run(
        *("new", "Outage", "--started-at", "yesterday", "--timezone", "Marz", "--id", "a b"),
        *("--service", "chekout", "--root-cause", "human error", "--severity", "bad"),
    )
    assert result.exit_code == 2
    lines = result.stderr.split("Error: ")[1].splitlines()
    assert [line.split("; ")[0] for line in lines] == [
        "--started-at: found 'yesterday' where a timestamp was expected",
        "--id: 'a b' cannot be an id: it becomes part of a URL, so only the letters a to z, "
        "digits, and '-', '_' or '.' between them are allowed",
        "--timezone: unknown time zone 'Marz'",
        "--service: 'chekout' is no term of 'services'",
        "--root-cause: 'human error' is what a person did, not what made it possible",
        "--severity: 'bad' is no term of 'severities'",
    ]
    assert "did you mean 'checkout'? otherwise add the term" in lines[3]
    assert lines[5].endswith("(`postmortem severities` lists them)")
    assert records(project) == []


def test_an_end_before_the_start_is_refused(project: Path) -> None:
    result = run("new", "x", "--started-at", "2024-06-08T13:15", "--resolved-at", "2024-06-08T13")
    assert result.exit_code == 0  # some time in that hour may be later
    result = run(
        "new", "y", "--started-at", "2024-06-08T13:15", "--resolved-at", "2024-06-07T13:00"
    )
    assert result.exit_code == 2
    assert "--resolved-at: resolved_at '2024-06-07T13:00' is before started_at" in result.stderr


def test_a_script_has_to_give_a_title(project: Path) -> None:
    for arguments in (["new"], ["new", " \x07 "]):
        result = run(*arguments)
        assert result.exit_code == 2
        assert 'give it a title: postmortem new "Checkout was down"' in result.stderr
    assert records(project) == []


def test_no_question_is_asked_without_a_terminal(project: Path) -> None:
    assert run("new", "Outage", typed="2024-06-08\n").exit_code == 0
    assert records(project) == ["undated-outage.md"]


def test_no_input_asks_nothing_on_a_terminal(project: Path, terminal: None) -> None:
    result = run("new", "Outage", "--no-input", typed="2024-06-08\n")
    assert (result.exit_code, records(project)) == (0, ["undated-outage.md"])


def test_dry_run_writes_nothing(project: Path) -> None:
    result = run("new", "Outage", "--dry-run")
    assert result.stdout.startswith('---\ntitle: "Outage"\nreview_status: draft\n')
    assert records(project) == []


def test_a_file_that_is_there_is_left_alone(project: Path) -> None:
    path = project / "postmortems" / "undated-outage.md"
    path.write_text("mine", "utf-8")
    result = run("new", "Outage")
    assert result.exit_code == 1
    assert "is there already and was left alone; --id undated-outage-2 is free" in result.stderr
    assert path.read_text("utf-8") == "mine"
    assert run("new", "Outage", "--id", "undated-outage-2").exit_code == 0


def test_an_id_of_a_record_in_a_subfolder_is_taken(project: Path) -> None:
    folder = project / "postmortems" / "2024"
    folder.mkdir()
    (folder / "undated-outage.md").write_text(simple(), "utf-8")
    result = run("new", "Outage")
    assert result.exit_code == 1
    assert "another record has the id 'undated-outage'; --id undated-outage-2" in result.stderr
    assert records(project) == []


def test_the_folder_is_made(project: Path) -> None:
    (project / "postmortems" / "taxonomy.yml").unlink()
    (project / "postmortems").rmdir()
    assert run("new", "Outage").exit_code == 0
    assert records(project) == ["undated-outage.md"]


def test_a_folder_that_cannot_be_made_is_one_line(project: Path) -> None:
    (project / "mkdocs.yml").write_text("plugins:\n- postmortems:\n    postmortems_dir: mine\n")
    (project / "mine").write_text("a file", "utf-8")
    result = run("new", "Outage")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "cannot be written" in result.stderr


def test_what_is_missing_is_asked(project: Path, terminal: None) -> None:
    answers = ["", "Nobody could pay", "?", "soon", "2024-06-08T13:15", "Berlin", "Europe/Berlin"]
    answers += ["checkout, payment-gateway", "short"]
    result = run("new", typed="\n".join(answers) + "\n")
    assert result.exit_code == 0
    for said in (
        "Error: found no title; write what happened, in a line",
        "~2024-03-13T14:10   about then",
        "Error: found 'soon' where a timestamp was expected",
        "did you mean 'Europe/Berlin'?",
        "→ checkout, payment-gateway",
    ):
        assert said in result.stdout
    assert records(project) == ["2024-06-08-nobody-could-pay.md"]
    assert fields_of("postmortems/2024-06-08-nobody-could-pay.md") == {
        "title": "Nobody could pay",
        "review_status": "draft",
        "started_at": "2024-06-08T13:15",
        "timezone": "Europe/Berlin",
        "services": ["checkout", "payment-gateway"],
    }


def test_enter_leaves_everything_open(project: Path, terminal: None) -> None:
    result = run("new", "Outage", typed="\n\n\n")
    assert result.exit_code == 0
    assert "Time zone" not in result.stdout
    assert fields_of("postmortems/undated-outage.md").keys() == {
        *("title", "review_status", "timezone")
    }


def test_what_is_given_is_not_asked(project: Path, terminal: None) -> None:
    given = ["--started-at", "2024-06-08T13:15Z", "--service", "cart", "--template", "short"]
    result = run("new", "Outage", *given, typed="")
    assert result.exit_code == 0
    assert records(project) == ["2024-06-08-outage.md"]


@pytest.mark.parametrize(
    ("answers", "services"),
    [
        (["chekout", "1"], ["checkout"]),
        (["payment", "1 2"], ["payment-gateway", "payment-database"]),
        (["?", "3, cart"], ["payment-database", "checkout"]),
        (["checkout, nonsense", ""], ["checkout"]),
        (["order desk", "+order desk"], ["order desk"]),
        (["7", "payment gateway"], ["payment-gateway"]),
    ],
)
def test_services_are_found_by_name_and_number(
    project: Path, terminal: None, answers: list[str], services: list[str]
) -> None:
    given = ["--started-at", "2024-06-08", "--template", "short"]
    result = run("new", "Outage", *given, typed="\n".join(answers) + "\n")
    assert result.exit_code == 0
    assert fields_of("postmortems/2024-06-08-outage.md")["services"] == services


def test_a_service_that_is_kept_comes_with_the_lines_to_add(project: Path, terminal: None) -> None:
    given = ["--started-at", "2024-06-08", "--template", "short"]
    result = run("new", "Outage", *given, typed="+Order: desk\n")
    assert result.stderr.endswith('  services:\n    order-desk: {label: "Order: desk"}\n')
    path = project / "postmortems" / "taxonomy.yml"
    path.write_text("\n".join(line[2:] for line in result.stderr.splitlines()[-2:]) + "\n")
    assert run("check", "--strict").exit_code == 0


@pytest.mark.parametrize(("answer", "files"), [("y", 2), ("n", 1)])
def test_a_taken_name_is_asked_about(
    project: Path, terminal: None, answer: str, files: int
) -> None:
    given = ["Outage", "--started-at", "2024-06-08", "--service", "cart", "--template", "short"]
    assert run("new", *given).exit_code == 0
    result = run("new", *given, typed=f"{answer}\n")
    assert "2024-06-08-outage.md is there already and was left alone." in result.stdout
    assert len(records(project)) == files


def test_an_end_of_the_answers_writes_nothing(project: Path, terminal: None) -> None:
    result = run("new", typed="Outage\n")
    assert (result.exit_code, records(project)) == (1, [])


def test_the_help_shows_what_the_time_parser_takes() -> None:
    for line in interview.TIME_HELP.splitlines():
        if line.startswith("  "):
            interview.parse_start(line.split()[0])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("postmortem new --service pay", ["payment-gateway", "payment-database"]),
        ("postmortem new --root-cause disk", ["hardware/disk"]),
        ("postmortem list --severity sev", ["sev1", "sev2", "sev3", "sev4"]),
    ],
)
def test_a_shell_completes_terms(project: Path, words: str, found: list[str]) -> None:
    count = len(words.split())
    environment = {
        "_POSTMORTEM_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(count - 1),
    }
    result = CliRunner().invoke(main, [], prog_name="postmortem", env=environment)
    assert [line.removeprefix("plain,") for line in result.stdout.split()] == found


def test_a_broken_configuration_completes_nothing(project: Path) -> None:
    (project / "mkdocs.yml").write_text("plugins:\n- postmortems:\n    timezone: Mars\n")
    environment = {
        "_POSTMORTEM_COMPLETE": "bash_complete",
        "COMP_WORDS": "postmortem new --service pay",
        "COMP_CWORD": "3",
    }
    result = CliRunner().invoke(main, [], prog_name="postmortem", env=environment)
    assert (result.output.strip(), result.exception) == ("", None)
