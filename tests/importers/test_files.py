"""Which files are read, and what is said of those that cannot be."""

import os
from pathlib import Path

import pytest

from importers.reading import read_one, refusal
from postmortem_kb.importers.discovery import find_sources
from postmortem_kb.importers.refusal import ImportRefused
from postmortem_kb.importers.registry import read_document, read_documents


def refused(path: Path) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read_documents(path, path.name)
    return caught.value


def test_a_huge_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr(Path, "open", fail)
    assert refused(path).code == "too-large"


def test_a_folder_a_pipe_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path).code == "folder"
    assert refused(tmp_path / "pipe").code == "unreadable"
    missing = refused(tmp_path / "missing.md")
    assert (missing.code, str(missing)) == (
        "unreadable",
        "the file cannot be read: no such file or directory",
    )


def test_a_file_without_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    assert str(refused(path)) == "the file cannot be read: permission denied"


def test_one_document_is_asked_for_where_there_are_several(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    one = '{"name": "x", "incident_updates": []}'
    path.write_text(f"[{one}, {one}]")
    with pytest.raises(ImportRefused, match="the file holds 2 incidents; expected one"):
        read_document(path, "a.json")
    path.write_text(one)
    assert read_document(path, "in/a.json").path == "in/a.json"


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    assert read_one(tmp_path, "a.md", b"# A\r\n").sha256 == (
        "ec054cdfbe2628ecb67e5d3e6e2dc4b72d60b3b041eb05d67c44c8333bf21481"
    )


def test_an_archive_that_holds_no_document_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.docx", b"PK\x03\x04 and no more").code == "broken-docx"


def test_folders_are_walked_in_order_and_attachments_left_alone(tmp_path: Path) -> None:
    for name in (
        "b.md", "a.txt", "README", "page.HTML", "word.docx", "~$word.docx", "incidents.json",
        "package.json", "taxonomy.yml", "shot.png", ".hidden.md", "sub/c.md", "sub/.git/d.md",
        "node_modules/e.md", "script.py",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in find_sources([tmp_path])]
    assert found == [
        "README", "a.txt", "b.md", "incidents.json", "page.HTML", "sub/c.md", "word.docx",
    ]  # fmt: skip


def test_a_named_file_is_always_taken_and_only_once(tmp_path: Path) -> None:
    named = [tmp_path / ".hidden.png", tmp_path / "missing", tmp_path / "a.md"]
    named[0].write_text("x")
    named[2].write_text("x")
    assert find_sources([*named, tmp_path, named[0]]) == named
