"""Whatever lies where records and the taxonomy ought to lie: said with its path, never a crash."""

import builtins
import errno
import json
import os
import socket
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from postmortem_kb.cli import main
from postmortem_kb.fields import DEVICE_NAMES, MAX_ID
from postmortem_kb.limits import MAX_BYTES
from postmortem_kb.reader import find_records, read_source
from records import codes, load_files, load_root, said

GOOD = "---\ntitle: Checkout was down\n---\n"
UNREADABLE = "PM101 the file cannot be read: "


def records_folder(root: Path) -> Path:
    folder = root / "postmortems"
    folder.mkdir(exist_ok=True)
    return folder


def problems_of(root: Path) -> list[str]:
    """What is said of a project that has one good record besides."""
    load_files(root, {"postmortems/good.md": GOOD})
    knowledge_base = load_root(root)
    assert [postmortem.id for postmortem in knowledge_base.postmortems] == ["good"]
    return [f"{found.path} {found.code} {found.message}" for found in knowledge_base.problems]


def run_check(root: Path) -> Result:
    (root / "mkdocs.yml").write_text("plugins: [postmortems]\n", encoding="utf-8")
    return CliRunner().invoke(main, ["-f", str(root / "mkdocs.yml"), "check"])


def test_a_hundred_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    with (records_folder(tmp_path) / "big.md").open("wb") as file:
        file.truncate(100_000_000)
    assert problems_of(tmp_path) == [
        f"postmortems/big.md {UNREADABLE}it is larger than {MAX_BYTES:,} bytes"
    ]


def test_a_file_as_large_as_may_be_is_read(tmp_path: Path) -> None:
    text = GOOD + "\n" + "word word\n\n" * 4_000
    text += "\n```\n" + "x" * (MAX_BYTES - len(text) - 10) + "\n```\n"
    assert len(text) == MAX_BYTES
    assert load_files(tmp_path, {"postmortems/a.md": text}).problems == ()


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_wide_encodings_are_named(tmp_path: Path, encoding: str, named: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("---\ntitle: Größe 😀\n---\n".encode(encoding))
    [(_, finding)] = read_source(path, tmp_path)[1]
    assert finding.message == f"the file cannot be read: it looks like {named}"
    assert finding.hint == "save the file as UTF-8"


@pytest.mark.parametrize("text", ["", "a", "é", "ÿþ", "\ufeff", "a\0b\0\0\0c"])
def test_short_texts_do_not_look_wide(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(text.encode())
    assert not any("UTF-16" in finding.message for _, finding in read_source(path, tmp_path)[1])


def test_a_folder_named_like_a_record_is_looked_into(tmp_path: Path) -> None:
    (records_folder(tmp_path) / "x.md").mkdir()
    assert problems_of(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(records_folder(tmp_path) / "x.md")
    assert problems_of(tmp_path) == [f"postmortems/x.md {UNREADABLE}it is no regular file"]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets in folders")
def test_a_socket_is_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(records_folder(tmp_path))  # the name of a socket has few characters
    with socket.socket(socket.AF_UNIX) as found:
        found.bind("x.md")
        assert problems_of(tmp_path) == [f"postmortems/x.md {UNREADABLE}it is no regular file"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices in folders")
def test_an_endless_device_is_not_read(tmp_path: Path) -> None:
    (records_folder(tmp_path) / "x.md").symlink_to("/dev/zero")
    assert problems_of(tmp_path) == [
        f"postmortems/x.md {UNREADABLE}it is a link to a file outside the project"
    ]


def test_a_broken_link_is_said(tmp_path: Path) -> None:
    (records_folder(tmp_path) / "x.md").symlink_to("nowhere.md")
    assert problems_of(tmp_path) == [
        f"postmortems/x.md {UNREADABLE}it is a link to a file that is not there"
    ]


def test_links_in_a_circle_are_said(tmp_path: Path) -> None:
    folder = records_folder(tmp_path)
    (folder / "x.md").symlink_to("y.md")
    (folder / "y.md").symlink_to("x.md")
    assert [line.split()[:2] for line in problems_of(tmp_path)] == [
        ["postmortems/x.md", "PM101"],
        ["postmortems/y.md", "PM101"],
    ]


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(GOOD, encoding="utf-8")
    project = tmp_path / "project"
    project.mkdir()
    (records_folder(project) / "x.md").symlink_to(outside)
    assert problems_of(project) == [
        f"postmortems/x.md {UNREADABLE}it is a link to a file outside the project"
    ]


def test_a_link_within_the_project_is_read(tmp_path: Path) -> None:
    load_files(tmp_path, {"elsewhere/x.md": "---\ntitle: Linked\n---\n"})
    (records_folder(tmp_path) / "x.md").symlink_to("../elsewhere/x.md")
    assert [found.title for found in load_root(tmp_path).postmortems] == ["Linked"]


def test_the_folder_of_the_records_may_be_a_link(tmp_path: Path) -> None:
    load_files(tmp_path / "shared", {"records/x.md": GOOD})
    project = tmp_path / "project"
    project.mkdir()
    (project / "postmortems").symlink_to("../shared/records")
    knowledge_base = load_root(project)
    assert [found.id for found in knowledge_base.postmortems] == ["x"]
    assert knowledge_base.problems == ()


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    folder = records_folder(tmp_path)
    (folder / "loop").symlink_to(folder)
    (folder / "up").symlink_to(tmp_path.parent)
    assert problems_of(tmp_path) == []


def test_folders_within_folders_are_looked_into_however_deep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    depth = 1_200
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    try:
        Path("a.md").write_text(GOOD, encoding="utf-8")
        assert [path.name for path in find_records(tmp_path)] == ["a.md"]
    finally:
        # Deeper than some tools that clean up can go.
        Path("a.md").unlink(missing_ok=True)
        for _ in range(depth):
            os.chdir("..")
            Path("d").rmdir()


def test_an_unreadable_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Simulated: whoever runs tests as root can read everything.
    opened = builtins.open

    def refuse(path: Any, *arguments: Any, **options: Any) -> object:
        if Path(path).name == "x.md":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    load_files(tmp_path, {"postmortems/x.md": GOOD, "postmortems/good.md": GOOD})
    with monkeypatch.context() as patched:
        patched.setattr(builtins, "open", refuse)
        problems = load_root(tmp_path).problems
    assert said(problems) == [f"1:1 {UNREADABLE}permission denied"]


def test_an_unreadable_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "secret":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    load_files(tmp_path, {"postmortems/secret/x.md": GOOD})
    monkeypatch.setattr(os, "scandir", refuse)
    assert problems_of(tmp_path) == [
        "postmortems/secret PM101 the folder cannot be read: permission denied"
    ]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root can read everything"
)
def test_permissions_are_respected(tmp_path: Path) -> None:
    path = records_folder(tmp_path) / "x.md"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    assert problems_of(tmp_path) == [f"postmortems/x.md {UNREADABLE}permission denied"]


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "postmortems").write_text(GOOD, encoding="utf-8")
    result = run_check(tmp_path)
    assert result.exit_code == 1
    assert "PM002 missing-folder: it is no folder, so there are no postmortems" in result.output


@pytest.mark.parametrize(
    ("name", "hint"),
    [("2024-outage-😀.md", "2024-outage"), ("تعطل.md", "an-id"), ("\u202emd.txt.md", "md-txt")],
)
def test_a_name_that_no_url_should_hold_is_told_another(
    tmp_path: Path, name: str, hint: str
) -> None:
    load_files(tmp_path, {f"postmortems/{name}": GOOD})
    [problem] = load_root(tmp_path).problems
    assert problem.code == "PM108"
    assert problem.path == f"postmortems/{name}"
    assert f"{hint!r}" in problem.hint


@pytest.mark.parametrize("name", ["2024-outage-😀.md", "تعطل.md", "é" * 100 + ".md"])
def test_such_a_name_is_fine_where_the_record_has_an_id(tmp_path: Path, name: str) -> None:
    text = GOOD.replace("---\n", "---\nid: outage\n", 1)
    knowledge_base = load_files(tmp_path, {f"postmortems/{name}": text})
    assert [found.id for found in knowledge_base.postmortems] == ["outage"]
    assert knowledge_base.problems == ()


def test_a_name_as_long_as_a_file_system_allows_is_too_long_for_a_page(tmp_path: Path) -> None:
    name = "a" * (255 - len(".md"))
    load_files(tmp_path, {f"postmortems/{name}.md": GOOD})
    [problem] = load_root(tmp_path).problems
    assert problem.message == (
        "the file name gives the id: found an id of 252 characters: it becomes a file's name, "
        f"so at most {MAX_ID} are allowed"
    )


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_names_are_two_spellings_of_no_id(
    tmp_path: Path, form: str
) -> None:
    name = unicodedata.normalize(form, "2024-06-08-café")
    load_files(tmp_path, {f"postmortems/{name}.md": GOOD})
    assert codes(load_root(tmp_path).problems) == ["PM108"]


def test_names_that_differ_only_in_case_would_be_one_page(tmp_path: Path) -> None:
    load_files(tmp_path, {"postmortems/Outage.md": GOOD, "postmortems/sub/outage.md": GOOD})
    [problem] = load_root(tmp_path).problems
    assert (problem.code, problem.path) == ("PM401", "postmortems/sub/outage.md")


@pytest.mark.parametrize("name", ["index", "Index", *sorted(DEVICE_NAMES), "CON", "nul.2024"])
def test_reserved_names_are_told_another(tmp_path: Path, name: str) -> None:
    load_files(tmp_path, {f"postmortems/{name}.md": GOOD})
    [problem] = load_root(tmp_path).problems
    assert problem.code == "PM108"
    assert f"write 'the-{name}'" in problem.hint


@pytest.mark.parametrize("name", ["concert", "2024-con", "null", "com10", "auxiliary"])
def test_names_that_only_begin_like_those_are_fine(tmp_path: Path, name: str) -> None:
    assert load_files(tmp_path, {f"postmortems/{name}.md": GOOD}).problems == ()


def test_a_name_that_is_no_text_is_still_named(tmp_path: Path) -> None:
    folder = records_folder(tmp_path)
    try:
        with open(os.fsencode(folder) + b"/a\xff.md", "wb") as file:  # noqa: PTH123
            file.write(GOOD.encode())
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    result = run_check(tmp_path)
    assert result.exit_code == 1
    assert "postmortems/a\\xff.md:1:1" in result.output
    output = CliRunner().invoke(
        main, ["-f", str(tmp_path / "mkdocs.yml"), "check", "--format", "json"]
    )
    assert json.loads(output.stdout)["problems"][0]["path"] == "postmortems/a\\xff.md"


def taxonomy_problems(root: Path) -> list[str]:
    load_files(root, {"postmortems/good.md": GOOD})
    knowledge_base = load_root(root)
    assert [found.id for found in knowledge_base.postmortems] == ["good"]
    assert {found.path for found in knowledge_base.problems} == {"postmortems/taxonomy.yml"}
    return [f"{found.code} {found.message}" for found in knowledge_base.problems]


def test_a_folder_is_no_taxonomy(tmp_path: Path) -> None:
    (records_folder(tmp_path) / "taxonomy.yml").mkdir()
    assert taxonomy_problems(tmp_path) == [f"{UNREADABLE}it is a folder"]


def test_a_broken_link_is_no_taxonomy(tmp_path: Path) -> None:
    (records_folder(tmp_path) / "taxonomy.yml").symlink_to("nowhere")
    assert taxonomy_problems(tmp_path) == [f"{UNREADABLE}it is a link to a file that is not there"]


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02" * 1_000,
        b"\xff" * 1_000,
        b"x" * (MAX_BYTES + 1),
        "services: {}".encode("utf-16"),
        b"[" * 100_000,
        b"- " * 100_000,
        b"services: " + b"{a: " * 10_000,
        b"services:\n  " + b"a" * 300 + b": {}\n",
        b"a: &a [*a]\n",
        b"services: &a {x: {label: *a}}\n",
        b"root_causes: {a/b/c: {}, '': {}, '/': {}, 'a/': {}}\n",
        b"services:\n" + b"".join(b"  A%d: {}\n" % number for number in range(20_000)),
        b"just text",
        b"services: {a: {deprecated: a}}\n",
        b"root_causes: {a: {parent: a}}\n",
        b"duration_buckets: {a: {limit: " + b"9" * 5_000 + b"h}}\n",
    ],
    ids=range(16),
)
def test_a_taxonomy_that_cannot_be_used_is_said(tmp_path: Path, content: bytes) -> None:
    (records_folder(tmp_path) / "taxonomy.yml").write_bytes(content)
    assert taxonomy_problems(tmp_path)


def test_an_empty_taxonomy_is_none(tmp_path: Path) -> None:
    assert (
        load_files(tmp_path, {"postmortems/taxonomy.yml": "", "postmortems/a.md": GOOD}).problems
        == ()
    )
