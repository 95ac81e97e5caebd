"""Which records came back as which others: what records say of each other, as links."""

from collections.abc import Iterator

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.fields import Relation
from postmortem_kb.model import Postmortem


def find_earlier(record: Postmortem, catalogue: Catalogue) -> Iterator[Postmortem]:
    """The published records that one says it is a recurrence of."""
    for entry in record.fields.related:
        if entry.relation is Relation.RECURRENCE_OF:
            earlier = catalogue.find(entry.id)
            if earlier is not None and earlier.id != record.id:
                yield earlier
