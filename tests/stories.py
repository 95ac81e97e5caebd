"""Made-up stories for the tests of replays."""

from making import make
from postmortem_kb.model import Postmortem

CODES = {
    "S": "Started",
    "D": "Detected",
    "A": "Acknowledged",
    "E": "Escalated",
    "H": "Hypothesis",
    "X": "Ruled out",
    "M": "Mitigated",
    "R": "Resolved",
    "N": "Note",
}


def tell(timeline: str, front_matter: str = "", rest: str = "") -> Postmortem:
    """A record of an incident that began at 10:00 UTC, with this timeline."""
    fields = f"started_at: 2024-06-08T10:00\ntimezone: UTC\n{front_matter}"
    return make("2024-06-08-story", fields, f"## Timeline\n\n{timeline}\n{rest}")


def tell_kinds(kinds: str) -> Postmortem:
    """A record whose events have these kinds, a minute between each: `DHXR`."""
    return tell(
        "".join(
            f"- 10:{minute:02} **{CODES[kind]}:** It is {kind}{minute}.\n"
            for minute, kind in enumerate(kinds)
        )
    )
