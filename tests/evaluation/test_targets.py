"""What the import must reach: on labelled real documents where they are at hand, on ours always."""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from evaluation.answers import ask
from evaluation.labels import load_labels
from evaluation.scoring import Outcome, Result, score

OURS = Path(__file__).parents[1] / "samples" / "imports" / "labels.yaml"

# Per field: the part of the documents that state it which must be right, where the label is sure.
OF_THE_KIND = {
    "title": 0.93,
    "date": 0.95,
    "start": 0.95,
    "end": 0.94,
    "duration": 0.93,
    "percent": 0.95,
    "timed entries": 0.92,
    "action items": 0.80,
    "root cause": 0.75,
    "root cause, top 3": 0.90,
}
PROFESSIONAL = {"date": 7, "start": 6, "end": 4, "duration": 5, "timed entries": 6}
NEVER_INVENTED = ("severity", "percent")


def measure(labels_files: Sequence[Path]) -> list[Result]:
    """Run the real command on the documents of some label files."""
    labels = [label for path in labels_files for label in load_labels(path)]
    return score(labels, ask([label.file for label in labels]))


def of_field(results: Iterable[Result], field: str, *, sure: bool = True) -> list[Result]:
    """The results of one field, without those whose label could be another."""
    return [one for one in results if one.field == field and not (sure and one.unsure)]


def invented(results: Iterable[Result], field: str) -> list[str]:
    """The documents in which a value was found that they do not state."""
    found = of_field(results, field)
    return [one.id for one in found if one.outcome is Outcome.INVENTED]


def share_right(results: Iterable[Result], field: str) -> float:
    """How many of the documents that state a field are right."""
    stated = [one for one in of_field(results, field) if one.is_stated]
    return sum(one.outcome is Outcome.RIGHT for one in stated) / len(stated)


@pytest.fixture(scope="module")
def corpus(request: pytest.FixtureRequest) -> list[Result]:
    """What the import makes of the labelled samples."""
    samples: Path = request.getfixturevalue("samples")
    return measure([samples / "corpus" / "labels.yaml", samples / "seeds" / "labels.yaml"])


@pytest.fixture(scope="module")
def ours() -> list[Result]:
    """What the import makes of our own documents."""
    return measure([OURS])


def group(results: Iterable[Result], *names: str) -> list[Result]:
    """The results of the documents of some groups."""
    return [one for one in results if one.id.partition("/")[0] in names]


@pytest.mark.samples
@pytest.mark.parametrize("field", OF_THE_KIND)
def test_documents_of_the_seeds_kind(corpus: list[Result], field: str) -> None:
    assert share_right(group(corpus, "genre", "seeds"), field) >= OF_THE_KIND[field]


@pytest.mark.samples
@pytest.mark.parametrize("field", PROFESSIONAL)
def test_professional_documents(corpus: list[Result], field: str) -> None:
    found = of_field(group(corpus, "pro"), field, sure=False)
    assert sum(one.outcome is Outcome.RIGHT for one in found) >= PROFESSIONAL[field]


@pytest.mark.samples
def test_verdicts(corpus: list[Result]) -> None:
    wrong = [one.id for one in of_field(corpus, "verdict") if one.outcome is not Outcome.RIGHT]
    assert wrong == []


@pytest.mark.samples
def test_zones_but_one(corpus: list[Result]) -> None:
    stated = [one for one in of_field(corpus, "zone") if one.is_stated]
    assert sum(one.outcome is not Outcome.RIGHT for one in stated) <= 1


@pytest.mark.samples
@pytest.mark.parametrize("field", ["misleading path", "escalation"])
def test_what_is_told_explicitly_is_found(corpus: list[Result], field: str) -> None:
    found = of_field(corpus, field)
    explicit = [one for one in found if one.is_stated]
    assert sum(one.outcome is not Outcome.RIGHT for one in explicit) <= 1
    none = [one for one in found if not one.is_stated]
    assert sum(one.outcome is Outcome.SILENT for one in none) >= 0.85 * len(none)


@pytest.mark.samples
@pytest.mark.parametrize("field", NEVER_INVENTED)
def test_what_is_never_invented(corpus: list[Result], field: str) -> None:
    assert invented(corpus, field) == []


@pytest.mark.samples
@pytest.mark.parametrize("field", ["date", "start", "end", "zone", "duration"])
def test_what_is_invented_once_at_most(corpus: list[Result], field: str) -> None:
    assert len(invented(corpus, field)) <= 1


@pytest.mark.parametrize("field", OF_THE_KIND)
def test_our_own_documents(ours: list[Result], field: str) -> None:
    assert share_right(group(ours, "genre"), field) >= OF_THE_KIND[field]


def test_our_own_documents_are_told_from_what_is_none(ours: list[Result]) -> None:
    wrong = [one.id for one in of_field(ours, "verdict") if one.outcome is not Outcome.RIGHT]
    assert wrong == []


# What the five seeds state, with the line that says so.
SEEDS: dict[str, dict[str, tuple[Any, int]]] = {
    "000": {
        "started_at": ("2024-06-08T13:15", 10),
        "resolved_at": ("2024-06-08T14:45", 10),
        "duration_minutes": (90, 10),
        "impact.users_percent": (100, 11),
        "root_causes": ("hardware/disk", 28),
    },
    "001": {
        "started_at": ("2023-06-07T10:00", 5),
        "resolved_at": ("2023-06-07T14:00", 5),
        "timezone": ("UTC", 5),
        "duration_minutes": (240, 5),
        "impact.users_percent": (25, 6),
        "root_causes": ("configuration", 22),
    },
    "002": {
        "started_at": ("2023-04-15T12:00", 3),
        "resolved_at": ("2023-04-15T13:30", 3),
        "timezone": ("EST", 3),
        "duration_minutes": (90, 3),
        "impact.users_percent": (40, 3),
        "root_causes": ("software-bug", 18),
    },
    "003": {
        "started_at": ("2023-06-08T15:00", 7),
        "resolved_at": ("2023-06-08T19:00", 7),
        "timezone": ("UTC", 7),
        "duration_minutes": (240, 7),
        "impact.users_percent": (100, 9),
        "root_causes": ("configuration", 29),
    },
    "004": {
        "started_at": ("2024-08-18T10:15", 4),
        "resolved_at": ("2024-08-18T11:45", 4),
        "timezone": ("PDT", 4),
        "duration_minutes": (90, 4),
        "impact.users_percent": (40, 5),
        "root_causes": ("configuration/load-balancer", 6),
    },
}
ENTRIES = {"000": 9, "001": 1, "002": 7, "003": 4, "004": 8}
MEASURES = {"000": 4, "001": 7, "002": 5, "003": 10, "004": 6}


def postmortem(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ours in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "postmortem_kb.cli", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def seeds(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """What the import says of each seed, by the beginning of its name."""
    samples: Path = request.getfixturevalue("samples")
    folder = tmp_path_factory.mktemp("seeds")
    paths = sorted((samples / "seeds").glob("*.txt"))
    done = postmortem(folder, "import", "--dry-run", "--format", "json", *map(str, paths))
    documents = json.loads(done.stdout)["documents"]
    return {Path(one["source"]).name[:3]: one for one in documents}


@pytest.mark.samples
@pytest.mark.parametrize("seed", SEEDS)
def test_the_figures_of_a_seed_with_their_lines(
    seeds: dict[str, dict[str, Any]], seed: str
) -> None:
    evidence = seeds[seed]["evidence"]
    for field, (value, line) in SEEDS[seed].items():
        found = next(item for item in evidence if item["field"] == field)
        top = str(found["value"]).partition("/")[0]
        is_same = found["value"] == value or (field == "root_causes" and top == value)
        assert is_same, (field, found)
        assert found["line"] == line, (field, found)
        if field != "root_causes":
            assert found["certainty"] in ("stated", "derived")


@pytest.mark.samples
@pytest.mark.parametrize("seed", SEEDS)
def test_the_entries_and_measures_of_a_seed(seeds: dict[str, dict[str, Any]], seed: str) -> None:
    document = seeds[seed]
    assert sum(event["at"] is not None for event in document["timeline"]) == ENTRIES[seed]
    assert len(document["action_items"]) == MEASURES[seed]


@pytest.mark.samples
def test_the_seeds_contradictions_are_told(seeds: dict[str, dict[str, Any]]) -> None:
    codes = {name: [one["code"] for one in seed["problems"]] for name, seed in seeds.items()}
    assert "event-before-start" in codes["000"]
    assert seeds["000"]["front_matter"]["timezone"] is None
    assert "zone-against-date" in codes["002"]


@pytest.mark.samples
def test_every_record_that_is_written_passes_check(samples: Path, tmp_path: Path) -> None:
    folders = [str(samples / "seeds"), str(samples / "corpus" / "documents"), str(OURS.parent)]
    done = postmortem(tmp_path, "import", *folders)
    assert "Traceback" not in done.stderr
    assert len(list((tmp_path / "postmortems").glob("*.md"))) >= 95
    checked = postmortem(tmp_path, "check")
    assert checked.returncode == 0, checked.stdout[-3000:]
