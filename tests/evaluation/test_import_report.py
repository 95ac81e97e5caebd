"""The report on imports counts rightly, shown on answers that are made up."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from building import REPOSITORY
from evaluation import answers as asking
from evaluation import import_report
from evaluation.answers import Answer, ask, read_answers, split_timestamp
from evaluation.import_report import render_report
from evaluation.labels import Label, load_labels
from evaluation.scoring import Outcome, normalise_title, score
from evaluation.zone_names import same_zone

FILE = Path("/documents/one.md")
STATED: dict[str, Any] = {
    "title": "Postmortem: Loan desk down (2024-06-08)",
    "date": "2024-06-08",
    "started": "2024-06-08 13:15",
    "ended": "2024-06-08 14:45",
    "timezone": "Pacific Time",
    "duration_minutes": 90,
    "users_percent": 25,
    "root_cause": "hardware",
    "root_cause_also_accepted": ["data-store"],
    "timeline_entries_with_a_time": 2,
    "action_items": 1,
    "misleading_path": "explicit",
    "escalation": "none",
}
FOUND: dict[str, Any] = {
    "source": "one.md",
    "verdict": "postmortem",
    "front_matter": {
        "title": "Loan desk down",
        "started_at": "2024-06-08T13:15",
        "resolved_at": "2024-06-08T14:45",
        "timezone": "America/Los_Angeles",
        "impact": {"users_percent": "~25", "of": "users"},
    },
    "duration_minutes": 90,
    "timeline": [
        {"at": "2024-06-08T13:15", "text": "it begins"},
        {"at": None, "text": "we look"},
        {"at": "2024-06-08", "text": "we still look"},
        {"at": "T14:45", "text": "it ends"},
    ],
    "action_items": [{"title": "Renew the disk"}],
    "misleading_paths": ["the network"],
    "escalations": [],
    "evidence": [
        {"field": "root_causes", "value": "network", "rank": 2},
        {"field": "root_causes", "value": "hardware/disk", "rank": 1},
    ],
}


NAMES = set(
    "id file kind is_postmortem title title_is_generic date started ended timezone "
    "duration_minutes duration_source severity users_percent services root_cause "
    "root_cause_also_accepted timeline_entries_with_a_time timeline_entries action_items "
    "misleading_path escalation contradictions uncertain notes".split()
)


def outcomes(facts: dict[str, Any], answer: dict[str, Any]) -> dict[str, Outcome]:
    label = Label("genre/1", FILE, {**STATED, **facts})
    return {each.field: each.outcome for each in score([label], {FILE: Answer(answer)})}


def found_with(**front_matter: Any) -> dict[str, Any]:
    return {**FOUND, "front_matter": {**FOUND["front_matter"], **front_matter}}


def test_what_is_found_as_stated_is_right_and_what_is_neither_is_silent() -> None:
    found = outcomes({}, FOUND)
    silent = {"severity", "escalation"}
    assert {name for name, outcome in found.items() if outcome is Outcome.SILENT} == silent
    assert {found[name] for name in found.keys() - silent} == {Outcome.RIGHT}


def test_nothing_found_is_missed() -> None:
    found = outcomes({}, {"verdict": "not-a-postmortem"})
    assert found.pop("verdict") is Outcome.WRONG
    counts = {found.pop("timed entries"), found.pop("action items")}
    assert counts == {Outcome.WRONG}
    assert set(found.values()) == {Outcome.MISSED, Outcome.SILENT}


@pytest.mark.parametrize(
    ("front_matter", "field", "outcome"),
    [
        ({"title": "Loan counter down"}, "title", Outcome.WRONG),
        ({"started_at": "T13:15"}, "date", Outcome.MISSED),
        ({"started_at": "--06-08T13:15"}, "date", Outcome.MISSED),
        ({"started_at": "T13:15"}, "start", Outcome.WRONG),
        ({"started_at": "2024-06-08"}, "start", Outcome.MISSED),
        ({"started_at": "~2024-06-08T13:15:20+02:00"}, "start", Outcome.RIGHT),
        ({"resolved_at": "ongoing"}, "end", Outcome.MISSED),
        ({"resolved_at": "2024-06-09T14:45"}, "end", Outcome.WRONG),
        ({"timezone": "unknown"}, "zone", Outcome.MISSED),
        ({"timezone": "EDT"}, "zone", Outcome.WRONG),
        ({"severity": "sev1"}, "severity", Outcome.INVENTED),
        ({"impact": "nobody could borrow"}, "percent", Outcome.MISSED),
        ({"impact": {"users_percent": 75}}, "percent", Outcome.WRONG),
    ],
)
def test_a_value_of_the_front_matter(
    front_matter: dict[str, Any], field: str, outcome: Outcome
) -> None:
    assert outcomes({}, found_with(**front_matter))[field] is outcome


@pytest.mark.parametrize(
    ("facts", "field", "outcome"),
    [
        ({"title": None}, "date", Outcome.RIGHT),
        ({"date": None, "started": "13:15"}, "date", Outcome.INVENTED),
        ({"date": None, "started": "13:15"}, "start", Outcome.RIGHT),
        ({"date": "2024-08-06", "started": "2024-08-06 13:15"}, "start", Outcome.WRONG),
        (
            {"date": "2024-08-06", "started": "2024-08-06 13:15", "uncertain": ["date"]},
            "start",
            Outcome.RIGHT,
        ),
        ({"ended": None}, "end", Outcome.INVENTED),
        ({"timezone": None}, "zone", Outcome.INVENTED),
        ({"duration_minutes": None}, "duration", Outcome.INVENTED),
        ({"duration_minutes": 91}, "duration", Outcome.WRONG),
        ({"users_percent": None}, "percent", Outcome.INVENTED),
        ({"title": "Postmortem", "title_is_generic": True}, "title", Outcome.RIGHT),
        ({"title": None, "title_is_generic": True}, "title", Outcome.RIGHT),
        ({"timeline_entries_with_a_time": 3}, "timed entries", Outcome.WRONG),
        ({"action_items": 2}, "action items", Outcome.WRONG),
        ({"misleading_path": "none"}, "misleading path", Outcome.INVENTED),
        ({"escalation": "explicit"}, "escalation", Outcome.MISSED),
        ({"root_cause": "network"}, "root cause", Outcome.WRONG),
        ({"root_cause": "network"}, "root cause, top 3", Outcome.RIGHT),
        ({"root_cause_also_accepted": ["hardware"]}, "root cause", Outcome.RIGHT),
    ],
)
def test_a_label(facts: dict[str, Any], field: str, outcome: Outcome) -> None:
    assert outcomes(facts, FOUND)[field] is outcome


def test_a_title_for_an_untitled_document_is_not_scored() -> None:
    assert "title" not in outcomes({"title": None}, FOUND)


def test_what_is_only_implied_is_not_scored() -> None:
    assert "misleading path" not in outcomes({"misleading_path": "implied"}, FOUND)


def test_the_chosen_causes_count_where_none_is_ranked() -> None:
    answer = {**found_with(root_causes=["data-store"]), "evidence": []}
    assert outcomes({}, answer)["root cause"] is Outcome.RIGHT


def test_of_a_document_that_is_no_postmortem_only_the_verdict_is_scored() -> None:
    assert outcomes({"is_postmortem": False}, FOUND) == {"verdict": Outcome.WRONG}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Postmortem: Loan Desk Down", "loan desk down"),
        ("**Post-Mortem Report** – Loan desk down!", "Loan desk: down"),
        ("Loan desk down - June 8, 2024", "Loan desk down"),
        ("Loan desk down on 8th June 2024", "2024-06-08 Loan desk down"),
        ("Postmortem", "POSTMORTEM:"),
    ],
)
def test_titles_that_count_as_the_same(one: str, other: str) -> None:
    assert normalise_title(one) == normalise_title(other)


def test_titles_that_do_not_count_as_the_same() -> None:
    assert normalise_title("Postmortem") != normalise_title("Loan desk down")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pacific Time", "PT"),
        ("PST", "America/Los_Angeles"),
        ("Eastern time", "EDT"),
        ("GMT+1 / West Central Africa Standard", "WAT"),
        ("WAT", "+01:00"),
        ("GMT", "UTC"),
        ("UTC+2", "CAT"),
        ("EAT", "Africa/Nairobi"),
        ("Nairobi time", "EAT"),
        ("East Africa Time", "EAT"),
        ("Central European Summer Time", "CEST"),
        ("station time", "Station Time"),
    ],
)
def test_zones_that_are_the_same(one: str, other: str) -> None:
    assert same_zone(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("PST", "PDT"), ("CET", "CEST"), ("UTC", "EAT"), ("GMT+1", "GMT-1")]
)
def test_zones_that_are_not_the_same(one: str, other: str) -> None:
    assert not same_zone(one, other)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2024-06-08T13:15", ("2024-06-08", "13:15")),
        ("~2024-06-08T13", ("2024-06-08", "13:00")),
        ("2024-06-08", ("2024-06-08", None)),
        ("--06-08T13:15", (None, "13:15")),
        ("T13:15", (None, "13:15")),
        ("ongoing", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_timestamp_has_two_parts(text: str | None, parts: tuple[str | None, str | None]) -> None:
    assert split_timestamp(text) == parts


def test_an_answer_is_found_by_its_source(tmp_path: Path) -> None:
    files = [tmp_path / "a" / "one.md", tmp_path / "b" / "one.md", tmp_path / "b" / "two.md"]
    documents = [{"source": "a/one.md"}, {"source": str(files[1])}, {"source": "in/b/two.md"}]
    assert set(read_answers(documents, files, tmp_path)) == {
        tmp_path / "a" / "one.md",
        tmp_path / "b" / "one.md",
        tmp_path / "b" / "two.md",
    }


def test_the_command_is_asked_in_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "one.md"
    script = "import json, os, sys; "
    script += "print(json.dumps({'documents': [{'source': p, 'title': str(os.listdir())} "
    script += "for p in sys.argv[1:]]})); sys.exit(1)"
    monkeypatch.setattr(asking, "_COMMAND", (sys.executable, "-c", script))
    assert ask([file])[file].document == {"source": str(file), "title": "[]"}


def test_an_answer_that_is_no_json_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import sys; sys.exit('the import broke')"
    monkeypatch.setattr(asking, "_COMMAND", (sys.executable, "-c", script))
    with pytest.raises(
        RuntimeError, match="ended with 1 and no readable answer:\nthe import broke"
    ):
        ask([FILE])


LABELS = """
- id: genre/1
  file: documents/one.md
  started: 10:15
  ended: 09:05
  date: 2024-06-08
  users_percent: 18.6
  is_postmortem: true
  uncertain: [impact_pct]
- {file: 000_abc.txt, title: null}
"""


def test_clocks_without_quotes_are_text(tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_text(LABELS, encoding="utf-8")
    first, seed = load_labels(tmp_path / "labels.yaml")
    names = ("started", "ended", "date")
    assert [first.text(name) for name in names] == ["10:15", "09:05", "2024-06-08"]
    assert (first.number("users_percent"), first.uncertain) == (18.6, frozenset({"percent"}))
    assert first.file == tmp_path / "documents" / "one.md"
    assert (seed.id, seed.group, seed.text("title")) == ("seeds/000", "seeds", None)


def test_the_report_counts_what_is_unsure_apart() -> None:
    facts = {**STATED, "escalation": "implied", "misleading_path": "implied"}
    labels = [
        Label("genre/1", FILE, facts),
        Label("genre/2", Path("/documents/two.md"), {**facts, "uncertain": ["impact_pct"]}),
        Label("seeds/000", Path("/documents/three.md"), {**facts, "users_percent": None}),
        Label("negative/1", Path("/documents/four.md"), {"is_postmortem": False}),
    ]
    answers = {label.file: Answer(FOUND) for label in labels}
    answers[labels[1].file] = Answer(found_with(impact={"users_percent": 40}))
    report = render_report(labels, score(labels, answers))
    groups = [part.partition("\n")[0] for part in report.split("\n\n")][:4]
    assert groups == [
        "genre: 2 documents",
        "seeds: 1 documents",
        "negative: 1 documents",
        "genre + seeds: 3 documents",
    ]
    rows = [line for line in report.splitlines() if line.startswith("percent ")]
    assert rows == [
        "percent                 1     1 100 %        1     0  50 %        0        0",
        "percent                 0     0              0     0              1        1",
        "percent                 1     1 100 %        1     0  50 %        1        1",
    ]
    assert "  ? genre/2: wrong; expected 25.0, found 40.0\n" in report
    assert "    seeds/000: invented; expected nothing, found 25.0\n" in report
    assert "    negative/1: wrong; expected not-a-postmortem, found postmortem\n" in report


def test_a_label_without_its_document_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "labels.yaml").write_text("- {id: genre/1, file: none.md}\n", encoding="utf-8")
    assert import_report.main([str(tmp_path / "labels.yaml")]) == 2
    assert "no such document" in capsys.readouterr().err


def test_the_report_is_printed_for_what_the_command_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "one.md"
    document.write_text("# Loan desk down\n", encoding="utf-8")
    (tmp_path / "labels.yaml").write_text(json.dumps([{"id": "genre/1", "file": "one.md"}]))
    monkeypatch.setattr(import_report, "ask", lambda files: {files[0]: Answer(FOUND)})
    assert import_report.main([str(tmp_path / "labels.yaml")]) == 0
    assert capsys.readouterr().out.startswith("genre: 1 documents\n")


def test_every_sample_has_its_label() -> None:
    folder = REPOSITORY / "tests" / "samples" / "imports"
    labels = load_labels(folder / "labels.yaml")
    files = {path.resolve() for path in (folder / "documents").iterdir()}
    assert {label.file for label in labels} == files
    assert len({label.id for label in labels}) == len(labels)
    assert sum(label.is_postmortem for label in labels) >= 40
    assert {name for label in labels for name in label.facts} <= NAMES
    # An unknown name among the uncertain ones would be a KeyError.
    assert any(label.uncertain for label in labels)
