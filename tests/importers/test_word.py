"""Word documents."""

import importlib
import zipfile
from pathlib import Path

import pytest

from importers.reading import numbered, read_one, refusal
from importers.word_documents import PICTURE, PIXEL, paragraph, table, word_document
from postmortem_kb.importers import word


def test_a_document_becomes_markdown_with_the_numbers_of_its_paragraphs(tmp_path: Path) -> None:
    content = word_document(
        paragraph("Login outage", "Title"),
        paragraph("Timeline", "Heading1"),
        paragraph(""),
        paragraph("10:00 errors", level=0),
        paragraph("in one zone", level=1),
        paragraph("Impact:", bold=True),
        table(("Action", "Owner"), ("Alert", "Team")),
        PICTURE,
        paragraph("End &lt;b&gt;."),
    )
    # The name does not matter.
    document = read_one(tmp_path, "outage.bin", content)
    assert document.format == "docx"
    assert numbered(document) == [
        (1, "# Login outage"),
        (2, "# Timeline"),
        (4, "- 10:00 errors"),
        (5, "  - in one zone"),
        (6, "**Impact:**"),
        (7, "| Action | Owner |"),
        (7, "| --- | --- |"),
        (9, "| Alert | Team |"),
        (11, "![a graph](picture-1.png)"),
        (12, "End \\<b>."),
    ]
    assert [(each.name, each.content) for each in document.attachments] == [
        ("picture-1.png", PIXEL)
    ]


def test_without_the_extra_the_message_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", fail)
    refused = refusal(tmp_path, "a.docx", word_document(paragraph("x")))
    assert refused.code == "missing-extra"
    assert str(refused) == (
        "reading .docx needs an extra: pip install 'mkdocs-postmortems[import]'"
    )


@pytest.mark.parametrize(
    "content",
    [
        word_document("<w:p>"),
        word_document('<w:p xmlns:x="y"><x:z/></w:p>')[:-40],
        word_document(paragraph("x")).replace(b"PK\x05\x06", b"PK\x05\x05"),
    ],
)
def test_a_damaged_document_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, "a.docx", content).code == "broken-docx"


def test_an_empty_document_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.docx", word_document(paragraph(" "))).code == "empty"


def test_another_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert refusal(tmp_path, "b.docx", path.read_bytes()).code == "binary"


def test_a_document_that_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("it was unpacked")

    monkeypatch.setattr(word, "_convert", fail)
    large = b" " * (word.MAX_XML + 1)
    assert refusal(tmp_path, "a.docx", word_document(paragraph("x"), big=large)).code == "too-large"
