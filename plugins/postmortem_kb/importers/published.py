"""Records with the front matter of a site generator: Hugo, Jekyll, Docusaurus and their kin.

Their `date` is the day of publishing, which is not the incident's.
"""

from collections.abc import Mapping

from postmortem_kb.importers.document import Document
from postmortem_kb.importers.foreign_facts import OUR_FIELDS, PUBLISHED_AT
from postmortem_kb.importers.foreign_fields import split_foreign_record
from postmortem_kb.importers.foreign_records import build_document
from postmortem_kb.importers.source import ImportSource

name = "front-matter"

_NAMES: Mapping[str, str] = {
    **OUR_FIELDS,
    "description": "summary",
    "tags": "tags",
    "keywords": "tags",
    "categories": "tags",
    "time_zone": "timezone",
    **dict.fromkeys(
        ("date", "pubDate", "pubdate", "publishDate", "published", "published_at", "publishedAt"),
        PUBLISHED_AT,
    ),
}


def recognises(source: ImportSource) -> bool:
    """By front matter of any kind."""
    return split_foreign_record(source.text) is not None


def read(source: ImportSource) -> list[Document]:
    """The body as it stands, and the fields as facts and hints."""
    return [build_document(name, source, _NAMES)]
