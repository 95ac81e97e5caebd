"""Every sample document, line by line."""

from pathlib import Path

import pytest

from postmortem_kb.importers.discovery import find_sources
from postmortem_kb.importers.registry import read_document

pytestmark = pytest.mark.samples


def test_the_lines_of_text_are_the_lines_of_the_file(samples: Path) -> None:
    paths = find_sources([samples / "seeds", samples / "corpus" / "documents"])
    assert paths
    for path in paths:
        document = read_document(path, path.name)
        text = path.read_text(encoding="utf-8-sig").removesuffix("\n")
        own = dict(enumerate(text.split("\n"), 1))
        if document.format in ("markdown", "text"):
            assert {line.number: line.text for line in document.lines} == own, path.name
            assert len(document.lines) == len(own), path.name
        # Other formats change lines, and still say which one each is of.
        assert {line.number for line in document.lines} <= set(own), path.name
