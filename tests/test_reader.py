import os
from pathlib import Path

import pytest

from postmortem_kb.reader import MAX_BYTES, find_records, read_source


def write(root: Path, name: str, content: bytes = b"") -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def problem_of(root: Path, content: bytes) -> str:
    source, findings = read_source(write(root, "a.md", content), root)
    assert source.text == ""
    [(rule, finding)] = findings
    return f"{finding.place.line}:{finding.place.column} {rule.name}: {finding.message}"


def test_records_are_found_in_subfolders_in_order_of_path(tmp_path: Path) -> None:
    for name in ("b.md", "2024/c.md", "a.md", "2024/deep/A.MD"):
        write(tmp_path, name)
    assert [path.relative_to(tmp_path).as_posix() for path in find_records(tmp_path)] == [
        "2024/c.md",
        "2024/deep/A.MD",
        "a.md",
        "b.md",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "2024/readme.MD",
        "_template.md",
        ".hidden.md",
        "_drafts/a.md",
        ".git/a.md",
        "taxonomy.yml",
        "picture.png",
        "a.md.orig",
        "a.markdown",
    ],
)
def test_other_files_are_left_alone(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    assert find_records(tmp_path) == []


def test_a_folder_is_no_record_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path, "folder.md/a.md")
    assert find_records(tmp_path) == [tmp_path / "folder.md" / "a.md"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert find_records(tmp_path) == [tmp_path / "a.md"]


@pytest.mark.parametrize(
    "content",
    [b"a\nb\nc\n", b"a\r\nb\r\nc\r\n", b"a\rb\rc\r", b"\xef\xbb\xbfa\nb\nc\n", b"a\r\nb\nc\r"],
)
def test_line_ends_and_byte_order_mark_make_no_difference(tmp_path: Path, content: bytes) -> None:
    source, findings = read_source(write(tmp_path, "in/a.md", content), tmp_path)
    assert (source.path, source.text, findings) == ("in/a.md", "a\nb\nc\n", [])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "café".encode("latin-1"),
            "1:4 unreadable-file: the file cannot be read: it is not UTF-8: found the byte 0xe9",
        ),
        (
            b"\xef\xbb\xbf\xc3\xa9\r\n\xc3\xa9a\xff",
            "2:3 unreadable-file: the file cannot be read: it is not UTF-8: found the byte 0xff",
        ),
        (
            "title".encode("utf-16"),
            "1:1 unreadable-file: the file cannot be read: it looks like UTF-16",
        ),
        (
            b"a\n\xc3\xa9\0",
            "2:2 unreadable-file: the file cannot be read: found a NUL character, so it is no text",
        ),
        (
            b"a" * (MAX_BYTES + 1),
            "1:1 unreadable-file: the file cannot be read: it is larger than 500,000 bytes",
        ),
    ],
)
def test_what_is_no_text_says_why_and_where(tmp_path: Path, content: bytes, expected: str) -> None:
    assert problem_of(tmp_path, content) == expected


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    [(_, finding)] = read_source(tmp_path, tmp_path)[1]
    assert finding.message == "the file cannot be read: it is a folder"


def test_a_broken_link_cannot_be_read(tmp_path: Path) -> None:
    link = tmp_path / "a.md"
    link.symlink_to(tmp_path / "nowhere.md")
    [(_, finding)] = read_source(link, tmp_path)[1]
    assert finding.message == "the file cannot be read: it is a link to a file that is not there"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    [(_, finding)] = read_source(tmp_path / "a.md", tmp_path)[1]
    assert finding.message == "the file cannot be read: it is no regular file"


def test_a_file_outside_the_project_is_named_by_its_whole_path(tmp_path: Path) -> None:
    file = write(tmp_path, "elsewhere/a.md", b"x")
    assert read_source(file, tmp_path / "project")[0].path == file.as_posix()
