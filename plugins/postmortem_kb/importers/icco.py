"""Records of icco/postmortems: front matter about a report that stands elsewhere.

Source: https://github.com/icco/postmortems, `data/*.md` and the `Postmortem` structure that
writes them: a time that is not known is empty, or Go's zero time.
"""

from collections.abc import Mapping
from dataclasses import replace

from postmortem_kb.importers.document import Document
from postmortem_kb.importers.foreign_facts import OUR_FIELDS
from postmortem_kb.importers.foreign_fields import split_foreign_record
from postmortem_kb.importers.foreign_records import build_document
from postmortem_kb.importers.source import ImportSource

name = "icco"

_KEYS = frozenset("uuid url start_time end_time categories keywords company product title".split())
_NAMES: Mapping[str, str] = {
    **OUR_FIELDS,
    "start_time": "started_at",
    "end_time": "resolved_at",
    "url": "sources",
    "product": "services",
    "categories": "tags",
    "keywords": "tags",
}


# Its categories that name a kind of cause, as terms of the shipped taxonomy.
_CAUSES: Mapping[str, str] = {
    "automation": "automation",
    "cascading-failure": "architecture",
    "cloud": "dependency",
    "config-change": "configuration",
    "hardware": "hardware",
    "security": "security",
    "time": "time",
}


def recognises(source: ImportSource) -> bool:
    """By `start_time` or `end_time` with at least two more of its fields."""
    record = split_foreign_record(source.text)
    if record is None:
        return False
    return bool(record.keys & {"start_time", "end_time"}) and len(record.keys & _KEYS) >= 3


def read(source: ImportSource) -> list[Document]:
    """The body as it stands, the fields as facts, and the causes that categories name as hints."""
    document = build_document(name, source, _NAMES)
    causes = [
        replace(fact, field="root_causes", value=_CAUSES[fact.value.lower()])
        for fact in document.facts
        if fact.field == "tags" and fact.value.lower() in _CAUSES
    ]
    return [replace(document, hints=(*document.hints, *causes))]
