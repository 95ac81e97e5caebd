"""What every importer offers: whether a source is of its format, and how to read it."""

from typing import Protocol

from postmortem_kb.importers.document import Document
from postmortem_kb.importers.source import ImportSource


class Importer(Protocol):
    """One format. Every module of this package that has these three is one."""

    name: str
    """What documents of the format say in `format`."""

    def recognises(self, source: ImportSource) -> bool:
        """Whether a source is of this format, by its content and then by its name's ending.

        Raises:
            ImportRefused: it is of this format, and broken.
        """
        ...

    def read(self, source: ImportSource) -> list[Document]:
        """One document for each incident that the source tells of, in its order.

        Raises:
            ImportRefused: the source is broken, or says nothing.
        """
        ...
