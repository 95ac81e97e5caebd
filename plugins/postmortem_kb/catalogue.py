"""The catalogue: every record that is published, in order. After validation, before the indexes.

It is the only way from here on to ask for "all records".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from postmortem_kb.model import Incident, Postmortem
from postmortem_kb.moments import Moment
from postmortem_kb.taxonomy import Taxonomy

_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Records and incidents, newest first; those without a known date come last, by id.

    An incident is what counts: a record that tells of several has each of them in `incidents`.
    """

    postmortems: tuple[Postmortem, ...]
    incidents: tuple[Incident, ...]
    by_id: dict[str, Postmortem]
    positions: dict[str, int]
    """Where each record stands in `postmortems`."""
    aliases: dict[str, str]
    """Earlier ids of records, with the id of today."""
    taxonomy: Taxonomy

    def postmortem_of(self, incident: Incident) -> Postmortem:
        """The record that tells of an incident."""
        return self.by_id[incident.postmortem_id]

    def find(self, postmortem_id: str) -> Postmortem | None:
        """A record by its id or an earlier one."""
        return self.by_id.get(self.aliases.get(postmortem_id, postmortem_id))

    def neighbours(self, postmortem_id: str) -> tuple[Postmortem | None, Postmortem | None]:
        """The records just before and just after in time: the older one first.

        A record without a known date is nobody's neighbour.
        """
        position = self.positions[postmortem_id]
        if _first_known(self.postmortems[position]) is None:
            return None, None
        newer = self.postmortems[position - 1] if position else None
        older = next(iter(self.postmortems[position + 1 : position + 2]), None)
        return (older if older and _first_known(older) else None), newer


def build_catalogue(postmortems: Iterable[Postmortem], taxonomy: Taxonomy) -> Catalogue:
    """Put records in order. Their ids must differ."""
    ordered = tuple(sorted(postmortems, key=lambda record: _newest_first(record.incident, record)))
    incidents = sorted(
        ((incident, record) for record in ordered for incident in record.incidents),
        key=lambda pair: _newest_first(*pair),
    )
    by_id = {record.id: record for record in ordered}
    aliases: dict[str, str] = {}
    for record_id in sorted(by_id):
        for alias in by_id[record_id].fields.aliases:
            if alias not in by_id:
                aliases.setdefault(alias, record_id)
    return Catalogue(
        postmortems=ordered,
        incidents=tuple(incident for incident, _ in incidents),
        by_id=by_id,
        positions={record.id: position for position, record in enumerate(ordered)},
        aliases=aliases,
        taxonomy=taxonomy,
    )


def _newest_first(incident: Incident, record: Postmortem) -> tuple[bool, float, str, str]:
    """Order by the start, else by that of the record's first incident with a known date."""
    known = _first_known(record, incident)
    if known is None:
        return (True, 0.0, record.id, incident.id)
    # A difference of naive datetimes: `timestamp()` would ask the machine's time zone.
    return (False, -(known.sort_key - _EPOCH).total_seconds(), record.id, incident.id)


def _first_known(record: Postmortem, incident: Incident | None = None) -> Moment | None:
    """The start of the incident, else of the first of the record's that has a known date."""
    incidents = (incident or record.incident, *record.incidents)
    starts = (each.started for each in incidents)
    return next((start for start in starts if start is not None and start.has_date), None)
