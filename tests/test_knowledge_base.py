from pathlib import Path

import pytest

from building import read_folder
from postmortem_kb.knowledge_base import load, load_shipped_taxonomy
from postmortem_kb.problem import Level
from postmortem_kb.settings import Settings
from postmortem_kb.taxonomy import TermSet
from records import codes, load_files, load_root, record

REAL = {
    "postmortems/taxonomy.yml": "services:\n  checkout: {aliases: [shop]}\n",
    "postmortems/2024-06-08-outage.md": record(
        "timezone: UTC\nstarted_at: 2024-06-08T13:15\nresolved_at: 2024-06-08T14:45\n"
        "services: [shop]\nroot_causes: [disk]",
        "\n## Timeline\n\n- 13:15 It broke: ![it](a.png)\n",
    ),
    "postmortems/undated-slow.md": record("services: [chekout]"),
    "postmortems/2023/2023-01-01-old.md": record("visibility: restricted"),
    "postmortems/broken.md": "---\ntitle: [\n---\n",
    "postmortems/a.png": b"png",
}


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    knowledge_base = load_root(tmp_path)
    [problem] = knowledge_base.problems
    assert (problem.path, problem.code, problem.level) == ("postmortems", "PM002", Level.ERROR)
    assert knowledge_base.postmortems == ()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    assert codes(load_files(tmp_path, {"postmortems": b""}).problems) == ["PM002"]


@pytest.mark.parametrize("name", ["taxonomy.yml", "README.md", "2024/.keep"])
def test_a_folder_without_records_is_a_warning(tmp_path: Path, name: str) -> None:
    [problem] = load_files(tmp_path, {f"postmortems/{name}": b""}).problems
    assert (problem.path, problem.code, problem.level) == ("postmortems", "PM003", Level.WARNING)


def test_records_may_be_in_another_folder(tmp_path: Path) -> None:
    knowledge_base = load_files(tmp_path, {"in/a/b.md": record()}, postmortems_dir="in/a")
    assert [found.source.path for found in knowledge_base.postmortems] == ["in/a/b.md"]


def test_a_record_with_an_error_is_left_out_and_said(tmp_path: Path) -> None:
    files = {"postmortems/a.md": record("kind: outage"), "postmortems/b.md": record()}
    knowledge_base = load_files(tmp_path, files)
    assert [found.id for found in knowledge_base.postmortems] == ["b"]
    assert codes(knowledge_base.problems) == ["PM108"]


def test_a_draft_with_an_unknown_term_is_published_with_a_warning(tmp_path: Path) -> None:
    text = record("review_status: draft\nservices: [nothing-known]")
    knowledge_base = load_files(tmp_path, {"postmortems/a.md": text})
    assert [found.id for found in knowledge_base.postmortems] == ["a"]
    assert [found.level for found in knowledge_base.problems] == [Level.WARNING]


def test_the_taxonomy_beside_the_records_is_used(tmp_path: Path) -> None:
    files = {
        "postmortems/a.md": record("services: [shop]"),
        "postmortems/taxonomy.yml": "services:\n  checkout: {aliases: [shop]}\n",
    }
    [postmortem] = load_files(tmp_path, files).postmortems
    assert postmortem.incident.services == ("checkout",)


def test_the_taxonomy_may_be_elsewhere(tmp_path: Path) -> None:
    files = {
        "postmortems/a.md": record("services: [checkout]"),
        "postmortems/taxonomy.yml": "services:\n  never-read: {}\n",
        "words.yml": "services:\n  checkout: {}\n",
    }
    knowledge_base = load_files(tmp_path, files, taxonomy="words.yml")
    assert knowledge_base.problems == ()
    assert [term.id for term in knowledge_base.taxonomy.terms(TermSet.SERVICES)] == ["checkout"]


def test_a_taxonomy_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    knowledge_base = load_files(tmp_path, {"postmortems/a.md": record()}, taxonomy="words.yml")
    [problem] = knowledge_base.problems
    assert (problem.path, problem.code) == ("words.yml", "PM001")
    assert len(knowledge_base.postmortems) == 1


@pytest.mark.parametrize(
    ("taxonomy", "code", "place"),
    [
        (b"services: [\n", "PM103", (2, 1)),
        (b"- a\n", "PM103", (1, 1)),
        (b"services:\n  a: {}\n  a: {}\n", "PM104", (3, 3)),
        (b"services:\n  a: &x {}\n  b: *x\n", "PM105", (3, 6)),
        (b"services:\n  A: {}\n", "PM001", (2, 3)),
        (b"services:\n  caf\xe9: {}\n", "PM101", (2, 6)),
    ],
)
def test_a_bad_taxonomy_is_said_and_the_shipped_terms_stay(
    tmp_path: Path, taxonomy: bytes, code: str, place: tuple[int, int]
) -> None:
    text = record("root_causes: [configuration]")
    knowledge_base = load_files(
        tmp_path, {"postmortems/a.md": text, "postmortems/taxonomy.yml": taxonomy}
    )
    [problem] = knowledge_base.problems
    assert (problem.path, problem.code) == ("postmortems/taxonomy.yml", code)
    assert (problem.line, problem.column) == place
    assert len(knowledge_base.postmortems) == 1


def test_the_zone_of_the_site_is_used(tmp_path: Path) -> None:
    text = record("started_at: 2024-06-08T13:15")
    [postmortem] = load_files(tmp_path, {"postmortems/a.md": text}, timezone="PDT").postmortems
    assert postmortem.incident.started is not None
    assert postmortem.incident.started.iso == "2024-06-08T13:15-07:00"


def test_problems_of_all_files_come_in_order(tmp_path: Path) -> None:
    found = [(problem.path, problem.line) for problem in load_files(tmp_path, REAL).problems]
    assert found == [
        ("postmortems/2023/2023-01-01-old.md", 3),
        ("postmortems/broken.md", 3),
        ("postmortems/undated-slow.md", 3),
    ]


def test_two_loads_are_equal(tmp_path: Path) -> None:
    assert load_files(tmp_path, REAL) == load_root(tmp_path)


def test_the_order_in_which_files_were_made_makes_no_difference(tmp_path: Path) -> None:
    one = load_files(tmp_path / "one", REAL)
    other = load_files(tmp_path / "other", dict(reversed(REAL.items())))
    assert one.problems == other.problems
    assert [found.id for found in one.postmortems] == [found.id for found in other.postmortems]
    assert [page.path for page in one.assets] == [page.path for page in other.assets]


def test_loading_writes_nothing(tmp_path: Path) -> None:
    load_files(tmp_path, REAL)
    before = read_folder(tmp_path)
    load_root(tmp_path)
    assert read_folder(tmp_path) == before


def test_a_file_elsewhere_is_checked_and_never_published(tmp_path: Path) -> None:
    load_files(
        tmp_path, {"postmortems/a.md": record(), "drafts/b.md": record("severity: huge", "![x](p)")}
    )
    knowledge_base = load(
        Settings(root=tmp_path, docs_dir=tmp_path / "docs", levels={"duplicate-title": "off"}),
        also=[tmp_path / "drafts" / "b.md"],
    )
    assert [found.id for found in knowledge_base.postmortems] == ["a"]
    assert [(found.path, found.code) for found in knowledge_base.problems] == [
        ("drafts/b.md", "PM301"),
        ("drafts/b.md", "PM404"),
    ]


def test_a_file_elsewhere_never_takes_the_id_of_a_record(tmp_path: Path) -> None:
    load_files(tmp_path, {"postmortems/a.md": record(), "drafts/a.md": record()})
    knowledge_base = load(
        Settings(root=tmp_path, docs_dir=tmp_path / "docs", levels={"duplicate-title": "off"}),
        also=[tmp_path / "drafts" / "a.md"],
    )
    assert [found.source.path for found in knowledge_base.postmortems] == ["postmortems/a.md"]
    assert [(found.path, found.code) for found in knowledge_base.problems] == [
        ("drafts/a.md", "PM401")
    ]


def test_the_shipped_taxonomy_knows_no_service() -> None:
    assert load_shipped_taxonomy().terms(TermSet.SERVICES) == ()


def test_a_record_that_is_checked_by_name_is_still_published(tmp_path: Path) -> None:
    load_files(tmp_path, {"postmortems/a.md": record()})
    knowledge_base = load(
        Settings(root=tmp_path, docs_dir=tmp_path / "docs", levels={"duplicate-title": "off"}),
        also=[tmp_path / "postmortems" / "a.md"],
    )
    assert [found.id for found in knowledge_base.postmortems] == ["a"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_places_do_not_depend_on_line_ends(tmp_path: Path, end: str, mark: bytes) -> None:
    text = record("timezone: UTC\nkind: outage", "\n\nSee [x](nowhere.md).\n")
    content = mark + text.replace("\n", end).encode()
    problems = load_files(tmp_path, {"postmortems/a.md": content}).problems
    assert [(found.line, found.column, found.code) for found in problems] == [
        (4, 7, "PM108"),
        (8, 9, "PM404"),
    ]


def test_a_taxonomy_that_cannot_be_read_takes_no_record_from_the_site(tmp_path: Path) -> None:
    knowledge_base = load_files(
        tmp_path,
        {
            "postmortems/a.md": record("services: [shop]"),
            "postmortems/taxonomy.yml": "services:\n\tshop: {}\n",
        },
    )
    assert [found.id for found in knowledge_base.postmortems] == ["a"]
    assert {(found.code, found.level.value) for found in knowledge_base.problems} == {
        ("PM103", "error"),
        ("PM301", "warning"),
    }


def test_an_alias_never_takes_the_url_of_a_record_that_is_left_out(tmp_path: Path) -> None:
    knowledge_base = load_files(
        tmp_path,
        {
            "postmortems/a.md": record("kind: bogus"),
            "postmortems/b.md": record("aliases: [a, old-b]"),
        },
    )
    (published,) = knowledge_base.postmortems
    assert published.fields.aliases == ("old-b",)
