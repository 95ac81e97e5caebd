from pathlib import Path

import pytest

from postmortem_kb.problem import Level
from records import load_files, record


def load_records(root: Path, **records: str) -> tuple[list[str], list[str]]:
    """Load `postmortems/<name>.md`; the ids that are published, and what is said."""
    files = {f"postmortems/{name}.md": text for name, text in records.items()}
    knowledge_base = load_files(root, files)
    problems = [
        f"{found.path}:{found.line}:{found.column} {found.code} {found.message}"
        for found in knowledge_base.problems
    ]
    return [postmortem.id for postmortem in knowledge_base.postmortems], problems


def test_of_two_records_with_one_id_the_first_by_path_is_kept(tmp_path: Path) -> None:
    published, problems = load_records(tmp_path, a=record("id: outage"), b=record("id: outage"))
    assert published == ["outage"]
    assert problems == [
        "postmortems/b.md:3:5 PM401 the id 'outage' is already that of postmortems/a.md"
    ]


def test_ids_that_differ_only_in_case_are_one(tmp_path: Path) -> None:
    published, problems = load_records(tmp_path, a=record("id: Outage"), outage=record())
    assert published == ["Outage"]
    assert problems == [
        "postmortems/outage.md:1:1 PM401 the id 'outage' is the same URL as 'Outage', that of "
        "postmortems/a.md"
    ]


def test_one_file_name_in_two_folders_is_one_id(tmp_path: Path) -> None:
    files = {"postmortems/2023/a.md": record(), "postmortems/2024/a.md": record()}
    knowledge_base = load_files(tmp_path, files)
    assert [found.source.path for found in knowledge_base.postmortems] == ["postmortems/2023/a.md"]
    assert [found.level for found in knowledge_base.problems] == [Level.ERROR]


@pytest.mark.parametrize("alias", ["b", "B", "old-b"])
def test_an_alias_that_is_taken_is_a_warning(tmp_path: Path, alias: str) -> None:
    published, problems = load_records(
        tmp_path, a=record("aliases: [old-b]"), b=record(), c=record(f"aliases: [mine, {alias}]")
    )
    owner = "a" if alias == "old-b" else "b"
    assert published == ["a", "b", "c"]
    assert problems == [
        f"postmortems/c.md:3:17 PM402 the alias {alias!r} already leads to postmortems/{owner}.md"
    ]


def test_a_relation_to_no_record_is_a_warning(tmp_path: Path) -> None:
    published, problems = load_records(
        tmp_path, a=record("related:\n- id: b\n- {id: c, relation: same-cause}"), b=record()
    )
    assert published == ["a", "b"]
    assert problems == ["postmortems/a.md:5:8 PM403 related[2].id: there is no postmortem 'c'"]


@pytest.mark.parametrize(
    "other",
    [
        record("aliases: [the-other]"),
        record("id: the-other\nvisibility: public"),
        record("id: the-other\nkind: outage"),
    ],
)
def test_a_relation_by_alias_or_to_a_record_with_errors_leads_somewhere(
    tmp_path: Path, other: str
) -> None:
    _, problems = load_records(tmp_path, a=record("related:\n- id: the-other"), b=other)
    assert [problem for problem in problems if "PM403" in problem] == []


def test_a_restricted_record_is_left_out_with_a_warning(tmp_path: Path) -> None:
    published, problems = load_records(tmp_path, a=record("visibility: restricted"), b=record())
    assert published == ["b"]
    assert problems == [
        "postmortems/a.md:3:13 PM405 the record is restricted and is left out of the site"
    ]


@pytest.mark.parametrize(
    ("visibility", "published", "warned"),
    [
        (["public"], ["a"], True),
        (["public", "internal"], ["a", "b"], True),
        (["public", "internal", "restricted"], ["a", "b", "c"], False),
        (["restricted"], ["c"], False),
        ([], [], True),
    ],
)
def test_the_visibility_option_chooses_the_records(
    tmp_path: Path, visibility: list[str], published: list[str], warned: bool
) -> None:
    files = {
        "postmortems/a.md": record("visibility: public"),
        "postmortems/b.md": record(),
        "postmortems/c.md": record("visibility: restricted"),
    }
    knowledge_base = load_files(tmp_path, files, visibility=visibility)
    assert [found.id for found in knowledge_base.postmortems] == published
    assert [found.code for found in knowledge_base.problems] == ["PM405"] * warned
