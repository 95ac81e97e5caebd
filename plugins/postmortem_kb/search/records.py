"""The index of the records: catalogue to data files, in the catalogue's own numbering."""

from collections.abc import Iterator

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page
from postmortem_kb.reading_groups.programme import NO_SESSIONS, Programme
from postmortem_kb.search.documents import make_document
from postmortem_kb.search.index import index_document
from postmortem_kb.search.shards import render_index

RECORDS = "search/records"
"""The name of the index: scripts load it and its shards from there."""


def render_record_index(catalogue: Catalogue, programme: Programme = NO_SESSIONS) -> Iterator[Page]:
    """The files of the index of all records; each is found by what its readers took away, too."""
    records = catalogue.postmortems
    entries = (
        index_document(make_document(record, catalogue.taxonomy, _find_minutes(record, programme)))
        for record in records
    )
    return render_index(RECORDS, entries, len(records))


def _find_minutes(postmortem: Postmortem, programme: Programme) -> Iterator[str]:
    for session in programme.find_readings(postmortem.id):
        yield from session.body.takeaways
        yield from session.body.follow_ups
