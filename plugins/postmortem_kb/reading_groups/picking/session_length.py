"""How long a session on one record has to be, before there is a session: a record to minutes."""

from functools import cache
from pathlib import Path

from postmortem_kb.model import Postmortem, Source
from postmortem_kb.moments import Moment
from postmortem_kb.reading_groups.fields import SessionFields
from postmortem_kb.reading_groups.packets.time_boxes import least_minutes
from postmortem_kb.reading_groups.session import Session, parse_session_body
from postmortem_kb.zones import parse_zone


def least_discussion(postmortem: Postmortem) -> int:
    """How many minutes a discussion of a record takes at the least, reading in silence included."""
    return least_minutes(_any_discussion(), (postmortem,))


@cache
def _any_discussion() -> Session:
    """A discussion without questions of its own, to ask how long it takes."""
    given = {"group": "any", "starts_at": "2000-01-01T00:00", "duration": "1 h"}
    fields = SessionFields.model_validate({**given, "postmortems": "any"})
    return Session(
        id="any",
        source=Source("any.md", Path("any.md"), ""),
        fields=fields,
        starts=Moment(fields.starts_at, parse_zone("UTC")),
        body=parse_session_body("", 1),
    )
