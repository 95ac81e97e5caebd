"""Files written and read in one step."""

from pathlib import Path
from textwrap import dedent

import pytest

from postmortem_kb.importers.document import Document
from postmortem_kb.importers.refusal import ImportRefused
from postmortem_kb.importers.registry import read_documents


def read_all(folder: Path, name: str, content: str | bytes) -> list[Document]:
    """Write a file (a text is dedented) and read it under its bare name."""
    path = folder / name
    raw = dedent(content).lstrip("\n").encode() if isinstance(content, str) else content
    path.write_bytes(raw)
    return read_documents(path, name)


def read_one(folder: Path, name: str, content: str | bytes) -> Document:
    (document,) = read_all(folder, name, content)
    return document


def refusal(folder: Path, name: str, content: str | bytes) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read_all(folder, name, content)
    assert "\n" not in str(caught.value)
    return caught.value


def texts(document: Document) -> list[str]:
    """The lines that are not blank."""
    return [line.text for line in document.lines if line.text.strip()]


def numbered(document: Document) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in document.lines if line.text.strip()]


def facts(document: Document) -> list[tuple[str, str, int]]:
    return [(fact.field, fact.value, fact.line) for fact in document.facts]
