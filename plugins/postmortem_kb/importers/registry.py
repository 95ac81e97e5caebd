"""All importers in the order in which they are asked, and the one door to them."""

from pathlib import Path

from postmortem_kb.importers import (
    cstate,
    html,
    icco,
    markdown,
    plain_text,
    published,
    statuspage,
    word,
)
from postmortem_kb.importers.document import Document
from postmortem_kb.importers.protocol import Importer
from postmortem_kb.importers.refusal import ImportRefused
from postmortem_kb.importers.source import open_source

IMPORTERS: tuple[Importer, ...] = (
    word,
    statuspage,
    icco,
    cstate,
    published,
    html,
    markdown,
    plain_text,
)
"""The first that recognises a source reads it."""


def read_documents(path: Path, shown: str) -> list[Document]:
    """Read a file: one document, or one for each incident where the format can hold several.

    `shown` is the path as messages and records name it.

    Raises:
        ImportRefused: the file cannot be read; its message is one line.
    """
    source = open_source(path, shown)
    for importer in IMPORTERS:
        if importer.recognises(source):
            return importer.read(source)
    raise ImportRefused("unknown-format", "the file is in no format that can be imported")


def read_document(path: Path, shown: str) -> Document:
    """Read a file that tells of one incident.

    Raises:
        ImportRefused: the file cannot be read, or tells of several.
    """
    documents = read_documents(path, shown)
    if len(documents) > 1:
        message = f"the file holds {len(documents)} incidents; expected one"
        raise ImportRefused("several-incidents", message)
    return documents[0]
