"""Markdown and plain text, with the encodings and line ends that they come in."""

from pathlib import Path

import pytest

from importers.reading import numbered, read_one, refusal, texts
from postmortem_kb.importers.source import MAX_TEXT_BYTES


def test_markdown_keeps_every_line_as_it_stands(tmp_path: Path) -> None:
    text = "##Heading\n\n  - 10:00 *up*  \n    code\n\n\tx <b>y</b>\n"
    document = read_one(tmp_path, "a.md", text.encode())
    assert document.format == "markdown"
    assert [line.text for line in document.lines] == text.split("\n")[:-1]
    assert [line.number for line in document.lines] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.txt", "# Outage\n\nIt broke.\n", "markdown"),
        ("notes", "Outage\n\n**Impact:** none\n", "markdown"),
        ("a.txt", "Outage\n\nImpact: none\n", "text"),
        ("a.md", "Outage\n\nImpact: none\n", "markdown"),
        ("a.txt", "[Draft] Outage\n\nIt broke.\n", "text"),
        ("a.txt", "{{< note >}}\n\nIt broke.\n", "text"),
    ],
)
def test_text_is_told_apart_by_content_and_then_by_name(
    tmp_path: Path, name: str, text: str, expected: str
) -> None:
    assert read_one(tmp_path, name, text).format == expected


@pytest.mark.parametrize(
    "content",
    [
        b"one\r\ntwo\r\nthree",
        b"one\rtwo\rthree\r",
        "one\ntwo\nthree\n".encode("utf-8-sig"),
        "one\ntwo\nthree\n".encode("utf-16"),
        b"\xfe\xff" + "one\r\ntwo\r\nthree".encode("utf-16-be"),
    ],
    ids=["crlf", "cr", "utf-8 with mark", "utf-16", "utf-16 big-endian"],
)
def test_line_ends_and_byte_order_marks_go(tmp_path: Path, content: bytes) -> None:
    document = read_one(tmp_path, "a.txt", content)
    assert numbered(document) == [(1, "one"), (2, "two"), (3, "three")]
    assert document.notes == ()


def test_other_encodings_are_read_with_a_note(tmp_path: Path) -> None:
    document = read_one(tmp_path, "a.txt", "Café – outage".encode("cp1252"))
    assert texts(document) == ["Café – outage"]
    assert [(note.line, note.code) for note in document.notes] == [(1, "encoding")]


def test_a_page_says_its_own_encoding(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>błąd</p></body></html>'
    assert texts(read_one(tmp_path, "a.html", page.encode("iso-8859-2"))) == ["błąd"]


def test_pictures_within_markdown_become_attachments(tmp_path: Path) -> None:
    text = "![a][image1]\n\n[image1]: <data:image/png;base64,aGVsbG8=>\n"
    document = read_one(tmp_path, "a.md", text.encode())
    assert texts(document) == ["![a][image1]", "[image1]: <picture-1.png>"]
    assert [(each.name, each.content) for each in document.attachments] == [
        ("picture-1.png", b"hello")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"text\0text", "binary"),
        (b"\x81\x8d\x02", "binary"),
        (b"\xff\xfe\0\0", "binary"),
        (b"%PDF-1.7 text", "binary"),
        (b"{\\rtf1 text}", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(tmp_path, "a.md", content).code == code


def test_a_text_at_the_limit_is_read_and_one_above_is_not(tmp_path: Path) -> None:
    line = b"x" * 99 + b"\n"
    whole = line * (MAX_TEXT_BYTES // 100)
    assert len(read_one(tmp_path, "a.txt", whole).lines) == MAX_TEXT_BYTES // 100
    refused = refusal(tmp_path, "a.txt", whole + b"x")
    assert refused.code == "too-large"
    assert str(refused) == (
        "the file has 2,000,001 bytes, of at most 2,000,000; leave logs and data out of it"
    )
