"""Every sentence of every sample document stands in its record, in its order, and once."""

import re
from pathlib import Path

import pytest

from drafted import GIVEN, find_samples
from lossless import (
    OUT_OF_ORDER,
    Statement,
    fields_of,
    find_copied,
    find_lost,
    split_source,
    words_of,
)
from postmortem_kb.drafting.record import DraftedRecord, write_record
from postmortem_kb.extraction.reading import read_findings
from postmortem_kb.importers.registry import read_documents
from records import TAXONOMY

STATUS_PAGE = "resolvedWhen:"
"""The updates of a status page stand from the last to the first, and are put in order."""


SAMPLES = list(find_samples((".md", ".txt")))


def draft(file: Path, folder: Path) -> DraftedRecord:
    """The record of a document, whatever it is taken for."""
    (document,) = read_documents(file, file.name)
    return write_record(read_findings(document, TAXONOMY), TAXONOMY, folder, file)


def body_of(record: DraftedRecord) -> str:
    return re.split(r"^---$\n?", record.text, maxsplit=2, flags=re.MULTILINE)[2]


def title_of(record: DraftedRecord) -> str:
    found = re.search(r"^title: (.*)$", record.text, re.MULTILINE)
    return found[1].strip("'\"") if found else ""


@pytest.mark.skipif(not GIVEN, reason="POSTMORTEM_SAMPLES is not set: no samples of others")
def test_the_samples_of_others_are_there() -> None:
    assert len(SAMPLES) > 50


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_every_sentence_is_there_in_its_order(file: Path, tmp_path: Path) -> None:
    record = draft(file, tmp_path)
    fields, story = split_source(file.read_text("utf-8"))
    lost = find_lost(story, body_of(record), title_of(record))
    if STATUS_PAGE in fields:
        lost = [each for each in lost if not each.startswith(OUT_OF_ORDER)]
    assert lost == []


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_no_sentence_is_there_twice(file: Path, tmp_path: Path) -> None:
    record = draft(file, tmp_path)
    _, story = split_source(file.read_text("utf-8"))
    assert find_copied(story, body_of(record)) == []


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_every_field_of_the_source_is_there(file: Path, tmp_path: Path) -> None:
    fields, _ = split_source(file.read_text("utf-8"))
    said = f" {' '.join(words_of(draft(file, tmp_path).text))} "

    def is_there(field: Statement) -> bool:
        return f" {' '.join(field.words)} " in said

    assert [str(field) for field in fields_of(fields) if not is_there(field)] == []


def test_a_lost_sentence_is_seen() -> None:
    source = (
        "# Outage\n\nPayments failed. Nobody knew why.\n\n## Timeline\n\n- 10:00 AM: It began.\n"
    )
    record = "Outage\n\nPayments failed.\n\n## Timeline\n\n- 10:00 **Started:** It began.\n"
    assert find_lost(source, record) == ["3: nobody knew why"]


def test_a_sentence_in_another_place_is_seen() -> None:
    source = "Payments failed for everyone today.\n\nThe disk of the database was full.\n"
    record = "The disk of the database was full.\n\nPayments failed for everyone today.\n"
    assert find_lost(source, record) == ["out of order 3: the disk of the database was full"]


def test_an_appended_copy_is_seen() -> None:
    source = "The disk of the database was full and so payments failed.\n"
    assert len(find_copied(source, f"{source}\n{source}")) == 1
    assert find_copied(source, source) == []
