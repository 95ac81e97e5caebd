from pathlib import Path

import pytest

from postmortem_kb.problem import Level
from postmortem_kb.rules.vocabulary import names_person
from postmortem_kb.taxonomy import TermSet
from records import TAXONOMY, found_by, load_files, parse, record


def without_cause(front_matter: str) -> list[str]:
    return found_by("missing-root-cause", record(front_matter))


@pytest.mark.parametrize(
    ("front_matter", "said"),
    [
        ("review_status: reviewed", "3:16 the record is reviewed, but has no root cause"),
        ("review_status: closed", "3:16 the record is closed, but has no root cause"),
        ("review_status: reviewed\nroot_causes: []", "3:16 the record is reviewed, but has no"),
        (
            "review_status: reviewed\nroot_causes: [unknown]",
            "4:14 the record is reviewed, but its only root cause is 'unknown'",
        ),
        ("review_status: reviewed\nroot_causes: [unknown, capacity]", None),
        ("review_status: reviewed\nroot_causes: [hardware/disk]", None),
        ("review_status: in-review", None),
        ("review_status: draft", None),
        ("", None),
        ("review_status: reviewed\nkind: near-miss", None),
        ("review_status: reviewed\nkind: exercise", None),
        ("review_status: reviewed\nroot_causes: [confguration]", None),
        ("review_status: reviewed\nroot_causes: capacity", None),
        ("review_status: reviewed\nincidents:\n- {id: a, root_causes: [capacity]}", None),
        ("review_status: reviewed\nincidents:\n- {id: a}", "3:16 the record is reviewed, but has"),
        ("review_status: reviewed\nincidents:\n- {id: a, root_causes: [confguration]}", None),
        (
            "review_status: closed\ndiscrepancies:\n- {about: root_causes, note: It is gone.}",
            None,
        ),
    ],
)
def test_a_reviewed_incident_has_a_root_cause(front_matter: str, said: str | None) -> None:
    found = without_cause(front_matter)
    assert len(found) == (said is not None)
    assert all(line.startswith(said or "") for line in found)


@pytest.mark.parametrize(
    "cause",
    [
        "human-error",
        "Human Error",
        "human_factor",
        "operator error",
        "user-mistake",
        "engineer's mistake",
        "admin-error",
        "manual-error",
        "process/human-error",
        "fat-finger",
        "fat-fingered",
        "typo",
        "typo by the operator",
        "negligence",
        "carelessness",
        "staff-failure",
        "mistake",
        "run-by-mistake",
        "PEBKAC",
    ],
)
def test_a_person_is_no_root_cause(cause: str) -> None:
    [problem] = parse(record(f"root_causes: [{cause}]")).problems
    assert (problem.code, problem.level) == ("PM304", Level.ERROR)
    assert problem.message == (
        f"root_causes: {cause!r} is what a person did, not what made it possible"
    )
    assert problem.hint.startswith("record the action as 'trigger: manual-operation'")


@pytest.mark.parametrize(
    "cause",
    [
        "user-error-handling",
        "operator-bug",
        "user-input",
        "fan-failure",
        "person-table-lock",
        "admin-panel-failure",
        "human-readable-dates",
        "fault",
        "typography",
    ],
)
def test_a_thing_is_an_unknown_term_only(cause: str) -> None:
    [problem] = parse(record(f"root_causes: [{cause}]")).problems
    assert problem.code == "PM301"


def test_no_shipped_root_cause_names_a_person() -> None:
    terms = TAXONOMY.terms(TermSet.ROOT_CAUSES)
    names = {name for term in terms for name in (term.id, term.label, *term.aliases)}
    assert len(names) > 40
    assert [name for name in names if names_person(name)] == []


def test_a_person_as_root_cause_is_a_warning_in_a_draft() -> None:
    text = record("review_status: draft\nroot_causes: [human-error]")
    assert [(found.code, found.level) for found in parse(text).problems] == [
        ("PM304", Level.WARNING)
    ]


def test_a_person_as_trigger_is_an_unknown_term() -> None:
    [problem] = parse(record("trigger: human-error")).problems
    assert problem.code == "PM301"


@pytest.mark.parametrize("name", ["person-as-root-cause", "PM304"])
def test_the_level_of_a_person_as_root_cause_is_an_option(tmp_path: Path, name: str) -> None:
    files = {"postmortems/a.md": record("root_causes: [human-error]")}
    knowledge_base = load_files(tmp_path, files, levels={name: "advice"})
    assert [found.level for found in knowledge_base.problems] == [Level.ADVICE]
    assert [one.incident.unlisted for one in knowledge_base.postmortems] == [
        (("root_causes", "human-error"),)
    ]


def overused(root: Path, *causes: str) -> list[str]:
    files = {
        f"postmortems/r{number}.md": record(f"root_causes: [{cause}]")
        for number, cause in enumerate(causes)
    }
    found = load_files(root, files).problems
    assert {problem.name for problem in found} <= {"overused-term"}
    return [f"{problem.path} {problem.level} {problem.message}" for problem in found]


OTHERS = ("network", "dependency", "hardware", "deployment")


@pytest.mark.parametrize(
    ("records", "count", "is_overused"),
    [
        (19, 19, False),
        (19, 8, False),
        (20, 8, False),  # 40 % exactly
        (20, 9, True),
        (21, 8, False),
        (21, 9, True),
        (35, 14, False),  # 40 % exactly
        (35, 15, True),
    ],
)
def test_a_term_on_more_than_40_percent_is_overused_from_20_records_up(
    tmp_path: Path, records: int, count: int, is_overused: bool
) -> None:
    others = [OTHERS[number % len(OTHERS)] for number in range(records - count)]
    said = f"postmortems/taxonomy.yml advice root_causes: 'capacity' is on {count} of {records}"
    assert overused(tmp_path, *["capacity"] * count, *others) == (
        [f"{said} records"] if is_overused else []
    )


def test_unknown_may_be_on_every_record(tmp_path: Path) -> None:
    assert overused(tmp_path, *["unknown"] * 25) == []


def test_a_term_counts_once_for_each_record_and_by_its_canonical_name(tmp_path: Path) -> None:
    own = ["disk, hardware/disk"] * 8 + ["network"] * 4 + ["capacity"] * 4 + ["deployment"] * 4
    assert overused(tmp_path, *own) == []
