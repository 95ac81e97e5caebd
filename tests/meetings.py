"""Reading sessions for the tests of everything behind the loader, made of a few words each."""

import re
from html import unescape
from pathlib import Path
from textwrap import dedent
from typing import Any

from making import at, catalogue_of, make
from postmortem_kb.model import Source
from postmortem_kb.moments import Moment
from postmortem_kb.reading_groups.fields import SessionFields
from postmortem_kb.reading_groups.session import Session, parse_session_body
from postmortem_kb.zones import parse_zone

TIMELINE = """
## Timeline

- 10:00 **Detected:** errors on payment
- 10:10 **Hypothesis:** the gateway is overloaded
- 10:30 **Ruled out:** load is normal
- 10:40 **Mitigated:** the disk was exchanged
- 11:00 **Resolved:** all is well
"""
CATALOGUE = catalogue_of(
    make(
        "one",
        at("2024-06-08", "services: [payments]", hours=1),
        TIMELINE,
        title="A full disk stopped payments",
    ),
    make("two", at("2024-07-09"), title="Search was slow"),
)
"""What the sessions below read; only the first can be replayed."""
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


def text_of(html: str) -> str:
    """What HTML says, without its tags."""
    within_words = re.sub(r"</?(?:a|code|em|time)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", within_words)).split())


def headings(html: str) -> list[tuple[int, str]]:
    """Every heading with its level."""
    found = re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>", html, re.DOTALL)
    return [(int(level), text_of(title)) for level, title in found]


def links(html: str) -> dict[str, str]:
    """Where the links lead, by their texts."""
    found = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {text_of(label): target for target, label in found}
