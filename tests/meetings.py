"""Reading sessions for the tests of everything behind the loader, made of a few words each."""

from pathlib import Path
from textwrap import dedent
from typing import Any

from postmortem_kb.model import Source
from postmortem_kb.moments import Moment
from postmortem_kb.reading_groups.fields import SessionFields
from postmortem_kb.reading_groups.session import Session, parse_session_body
from postmortem_kb.zones import parse_zone

MINUTES = """
## Takeaways

- Alerts on cause arrive first.
"""


def meet(
    session_id: str,
    body: str = "",
    *,
    group: str = "Payments",
    starts_at: str = "2026-11-26T15:00",
    timezone: str = "Europe/Berlin",
    duration: str = "1 h",
    reads: tuple[str, ...] = ("one",),
    **fields: Any,
) -> Session:
    """A session as it comes from the loader; `reads` are the records that there are."""
    given = SessionFields.model_validate(
        {
            "group": group,
            "starts_at": starts_at,
            "timezone": timezone,
            "duration": duration,
            "postmortems": reads,
            **fields,
        }
    )
    path = f"docs/reading-groups/{session_id}.md"
    return Session(
        id=session_id,
        source=Source(path, Path("/nowhere") / path, ""),
        fields=given,
        starts=Moment(given.starts_at, parse_zone(timezone)),
        body=parse_session_body(dedent(body), 1),
        postmortem_ids=reads,
    )
