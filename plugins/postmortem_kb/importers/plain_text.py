"""Plain text: its lines as they are. Every text that no other importer knows is one."""

from postmortem_kb.importers.document import Document
from postmortem_kb.importers.markdown import read_as
from postmortem_kb.importers.source import ImportSource

name = "text"


def recognises(source: ImportSource) -> bool:
    """Any text."""
    return bool(source.text)


def read(source: ImportSource) -> list[Document]:
    """Every line as it stands."""
    return [read_as(name, source)]
