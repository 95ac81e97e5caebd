"""`postmortem import` as its users run it: in a project, on files and folders."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from postmortem_kb import importing
from postmortem_kb.cli import main
from postmortem_kb.errors import PostmortemKbError

OUTAGE = """\
# Ticket shop could not be reached

## Summary

On 14 March 2024 from 09:10 to 10:40 (CET) the ticket shop could not be reached. About 35% of
visitors got an error. The root cause was a full disk on the session server.

## Timeline

- 09:10 Error rate rises, the monitoring system sends an alert
- 09:25 The load balancer is suspected first, and is healthy
- 09:50 Escalated to the storage team
- 10:40 Old sessions deleted, the shop is back online

## Action items

- Alert when the disk of the session server is 80 % full
- Delete sessions after one day
"""
GUIDE = """\
# How to write a postmortem

A postmortem tells what happened. This guide says how to write one.

## Summary

Describe what happened in two sentences. State the start and the end.

## Timeline

List the events with their times. Explain how the incident was detected.

## Root cause

Explain the cause in detail, without blame. Describe what made it possible.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a site of its own, and documents to import in `old/`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [postmortems]\n")
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "shop.md").write_text(OUTAGE)
    return tmp_path


def run(*arguments: str) -> Result:
    """Run the command, as it would run outside a terminal."""
    return CliRunner().invoke(main, ["import", *arguments])


def answer(*arguments: str) -> dict[str, Any]:
    """The first document of the JSON answer."""
    result = run("--format", "json", *arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    value = json.loads(result.stdout)
    assert value["version"] == 1
    document: dict[str, Any] = value["documents"][0]
    return document


def test_a_document_becomes_a_draft_that_passes_check(project: Path) -> None:
    result = run("old/shop.md")
    assert result.exit_code == 0, result.output
    records = list((project / "postmortems").iterdir())
    assert [record.name for record in records] == ["2024-03-14-ticket-shop-could-not-be-reached.md"]
    text = records[0].read_text(encoding="utf-8")
    assert "review_status: draft" in text
    assert "started_at: 2024-03-14T09:10" in text
    assert "timezone: CET" in text
    checked = CliRunner().invoke(main, ["check"])
    assert checked.exit_code == 0, checked.output


def test_a_suggestion_carries_the_line_it_comes_from(project: Path) -> None:
    run("old/shop.md")
    text = next((project / "postmortems").iterdir()).read_text(encoding="utf-8")
    comment = text[: text.index("root_causes:")].rstrip("\n").split("\n# suggested")[-1]
    assert "line 5" in comment.replace("\n# ", " ")
    assert "full disk" in comment.replace("\n# ", " ")


def test_a_dry_run_says_what_it_would_do_and_does_nothing(project: Path) -> None:
    result = run("--dry-run", "old")
    assert result.exit_code == 0
    assert "would be written to postmortems/2024-03-14-ticket-shop" in result.output
    assert list((project / "postmortems").iterdir()) == []


def test_the_table_shows_value_certainty_line_and_words(project: Path) -> None:
    result = run("--dry-run", "old/shop.md")
    row = next(line for line in result.output.splitlines() if "started_at" in line)
    assert row.split()[:4] == ["started_at", "2024-03-14T09:10", "stated", "5"]
    assert "On 14 March 2024 from 09:10" in row
    assert "4 events, 4 of them with a time; 2 action items" in result.output
    missing = next(line for line in result.output.splitlines() if "not found" in line)
    assert "severity" in missing


def test_the_same_source_is_imported_once(project: Path) -> None:
    assert run("old/shop.md").exit_code == 0
    record = next((project / "postmortems").iterdir())
    before = record.read_bytes()
    again = run("old/shop.md")
    assert again.exit_code == 0
    assert f"already imported as postmortems/{record.name}" in again.output
    assert record.read_bytes() == before
    assert len(list((project / "postmortems").iterdir())) == 1


def test_a_copy_under_another_name_is_the_same_source(project: Path) -> None:
    (project / "old" / "copy.md").write_text(OUTAGE)
    result = run("old")
    assert result.exit_code == 0
    assert "1 written; 1 already imported" in result.output


def test_a_file_that_is_there_is_left_alone_and_a_free_name_given(project: Path) -> None:
    taken = project / "postmortems" / "2024-03-14-ticket-shop-could-not-be-reached.md"
    taken.write_text("somebody's own words\n")
    result = run("old/shop.md")
    assert result.exit_code == 1
    assert taken.read_text() == "somebody's own words\n"
    assert "2024-03-14-ticket-shop-could-not-be-reached-2.md is free" in " ".join(
        result.output.split()
    )
    assert len(list((project / "postmortems").iterdir())) == 1


def test_an_earlier_record_is_named_with_its_folder(project: Path) -> None:
    run("old/shop.md")
    (record,) = (project / "postmortems").iterdir()
    (project / "postmortems" / "2024").mkdir()
    record.rename(project / "postmortems" / "2024" / record.name)
    assert f"already imported as postmortems/2024/{record.name}" in run("old/shop.md").output
    assert answer("old/shop.md")["imported_as"] == f"postmortems/2024/{record.name}"


def test_a_record_comes_with_its_pictures_or_not_at_all(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "old" / "errors.png").write_bytes(b"\x89PNG errors")
    shown = OUTAGE.replace("## Timeline", "![Errors](errors.png)\n\n## Timeline")
    (project / "old" / "shop.md").write_text(shown)
    write = importing.write_new_file

    def stop_at_the_record(path: Path, *given: Any) -> None:
        if path.suffix == ".md":
            raise KeyboardInterrupt
        write(path, *given)

    monkeypatch.setattr(importing, "write_new_file", stop_at_the_record)
    assert run("old/shop.md").exit_code == 1
    assert list((project / "postmortems").iterdir()) == []
    monkeypatch.undo()
    monkeypatch.chdir(project)
    assert run("old/shop.md").exit_code == 0
    assert sorted(path.suffix for path in (project / "postmortems").iterdir()) == [".md", ".png"]


def test_records_go_into_a_folder_of_choice(project: Path) -> None:
    assert run("--to", "drafts", "old/shop.md").exit_code == 0
    assert [path.suffix for path in (project / "drafts").iterdir()] == [".md"]
    assert list((project / "postmortems").iterdir()) == []


def test_what_is_no_postmortem_is_left_alone(project: Path) -> None:
    (project / "old" / "guide.md").write_text(GUIDE)
    result = run("old")
    assert result.exit_code == 1
    line = next(line for line in result.output.splitlines() if "guide.md" in line)
    assert "left alone: not a postmortem" in line
    assert len(list((project / "postmortems").iterdir())) == 1


def test_bad_input_takes_one_line_each_and_stops_nothing(project: Path) -> None:
    old = project / "old"
    (old / "binary.md").write_bytes(b"\x00\x01\x02" * 100)
    (old / "empty.md").write_text(" \n\n")
    (old / "huge.txt").write_text("a" * 3_000_000)
    result = run("old", "old/not-there.md")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    for name in ("binary.md", "empty.md", "huge.txt", "not-there.md"):
        said = [line for line in lines if name in line]
        assert len(said) == 1, name
        assert "not imported: " in said[0]
    assert "Traceback" not in result.output
    assert len(list((project / "postmortems").iterdir())) == 1


def test_a_record_that_cannot_be_drafted_has_one_reason(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise PostmortemKbError("the record would have too many bytes")

    monkeypatch.setattr(importing, "write_record", refuse)
    (project / "old" / "shop.md").write_text(OUTAGE.replace("(CET)", "(CET), for 2 hours,"))
    said = run("old/shop.md")
    assert said.exit_code == 1
    assert said.output == "old/shop.md:1: not imported: the record would have too many bytes\n"


def test_whether_a_file_can_be_read_is_found_out_by_reading_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file = Path.open

    def refuse(path: Path, *given: Any, **named: Any) -> Any:
        if path.name == "locked.md":
            raise PermissionError(13, "Permission denied")
        return open_file(path, *given, **named)

    (project / "old" / "locked.md").write_text(OUTAGE)
    monkeypatch.setattr("os.access", lambda path, mode, **named: "locked" not in str(path))
    monkeypatch.setattr(Path, "open", refuse)
    result = run("old/locked.md", "old/shop.md")
    assert result.exit_code == 1, result.output
    assert "locked.md:1: not imported: the file cannot be read: permission denied" in result.output
    assert "1 written; 1 not imported" in result.output


def test_a_folder_without_documents_is_an_error(project: Path) -> None:
    (project / "empty").mkdir()
    result = run("empty")
    assert result.exit_code == 1
    assert "nothing to import" in result.output


def test_json_has_the_fields_of_the_contract(project: Path) -> None:
    document = answer("--dry-run", "old/shop.md")
    assert document["source"] == "old/shop.md"
    assert document["verdict"] == "postmortem"
    assert document["target"] == "postmortems/2024-03-14-ticket-shop-could-not-be-reached.md"
    front_matter = document["front_matter"]
    assert front_matter["title"] == "Ticket shop could not be reached"
    assert front_matter["started_at"] == "2024-03-14T09:10"
    assert front_matter["resolved_at"] == "2024-03-14T10:40"
    assert front_matter["timezone"] == "CET"
    assert front_matter["duration"] is None
    assert front_matter["impact"]["users_percent"] == 35
    assert front_matter["impact"]["approximate"] is True
    assert document["duration_minutes"] == 90
    assert [event["at"] for event in document["timeline"]] == [
        "2024-03-14T09:10",
        "2024-03-14T09:25",
        "2024-03-14T09:50",
        "2024-03-14T10:40",
    ]
    assert document["timeline"][2]["kind"] == "escalated"
    assert len(document["action_items"]) == 2
    assert document["escalations"]
    ranks = [item["rank"] for item in document["evidence"] if item["field"] == "root_causes"]
    assert ranks == list(range(1, len(ranks) + 1))
    assert {item["certainty"] for item in document["evidence"]} <= {
        "stated",
        "derived",
        "suggested",
    }


def test_what_could_not_be_read_has_the_same_fields(project: Path) -> None:
    (project / "old" / "empty.md").write_text("")
    read, unread = answer("--dry-run", "old/shop.md"), answer("--dry-run", "old/empty.md")
    assert unread["verdict"] == "unreadable"
    assert set(unread) == set(read)
    assert unread["front_matter"]["title"] is None
    assert unread["timeline"] == unread["evidence"] == []


def test_what_is_not_stated_is_null(project: Path) -> None:
    text = OUTAGE.replace("On 14 March 2024 from 09:10 to 10:40 (CET) the", "The")
    (project / "old" / "shop.md").write_text(text)
    document = answer("--dry-run", "old/shop.md")
    assert document["front_matter"]["timezone"] is None
    assert document["timeline"][0]["at"] == "T09:10"
    assert document["target"].startswith("postmortems/undated-")
    assert "severity" not in document["front_matter"]


def test_a_day_whose_order_is_open_is_settled_by_an_option(project: Path) -> None:
    (project / "old" / "shop.md").write_text(OUTAGE.replace("14 March 2024", "05-02-2024"))
    document = answer("--dry-run", "old/shop.md")
    assert document["front_matter"]["started_at"] == "T09:10"
    assert "ambiguous-date" in [problem["code"] for problem in document["problems"]]
    day_first = answer("--dry-run", "--day-first", "old/shop.md")
    assert day_first["front_matter"]["started_at"] == "2024-02-05T09:10"
    month_first = answer("--dry-run", "--month-first", "old/shop.md")
    assert month_first["front_matter"]["started_at"] == "2024-05-02T09:10"


def test_a_zone_that_the_author_knows_is_taken(project: Path) -> None:
    (project / "old" / "shop.md").write_text(OUTAGE.replace(" (CET)", ""))
    document = answer("--dry-run", "--timezone", "Europe/Berlin", "old/shop.md")
    assert document["front_matter"]["timezone"] == "Europe/Berlin"


def test_the_zone_of_the_site_is_never_taken(project: Path) -> None:
    config = "site_name: x\nplugins:\n  - postmortems:\n      timezone: Europe/Berlin\n"
    (project / "mkdocs.yml").write_text(config)
    (project / "old" / "shop.md").write_text(OUTAGE.replace(" (CET)", ""))
    run("old/shop.md")
    text = next((project / "postmortems").iterdir()).read_text(encoding="utf-8")
    assert "timezone: unknown" in text


def test_an_option_that_does_not_fit_ends_with_code_2(project: Path) -> None:
    result = run("--timezone", "Mars/Olympus", "old/shop.md")
    assert result.exit_code == 2
    assert "unknown time zone" in result.output
    both = run("--day-first", "--month-first", "old/shop.md")
    assert both.exit_code == 2
    assert "exclude each other" in both.output


def test_an_unknown_service_comes_with_the_lines_to_add(project: Path) -> None:
    result = run("--dry-run", "old/shop.md")
    lines = [line.strip() for line in result.output.splitlines()]
    at = lines.index("ticket-shop:")
    assert lines[at + 1] == 'label: "Ticket shop"'
    assert "postmortems/taxonomy.yml:" in lines
    elsewhere = run("--dry-run", "--to", "drafts", "old/shop.md")
    assert "  postmortems/taxonomy.yml:\n" in elsewhere.output
