"""The shapes of a timeline's marks: each kind of event has one of its own, whatever its colour."""

from postmortem_kb.model import EventKind

LABELS = {kind: kind.value.replace("-", " ").capitalize() for kind in EventKind}
_OUTLINES = {
    EventKind.STARTED: "M-4-6 6 0-4 6Z",
    EventKind.DETECTED: "M0-6.5 6.5 0 0 6.5-6.5 0Z",
    EventKind.ACKNOWLEDGED: "M0-5.5a5.5 5.5 0 1 0 .01 0ZM0-2a2 2 0 1 1-.01 0Z",
    EventKind.ESCALATED: "M0-6 6 5H-6Z",
    EventKind.HYPOTHESIS: "M0-5.5a5.5 5.5 0 1 0 .01 0ZM0-3.3a3.3 3.3 0 1 1-.01 0Z",
    EventKind.RULED_OUT: "M-5.5-3.5-3.5-5.5 0-2 3.5-5.5 5.5-3.5 2 0 5.5 3.5 3.5 5.5 0 2-3.5 5.5"
    "-5.5 3.5-2 0Z",
    EventKind.MITIGATED: "M-5.5-5.5h11v11h-11ZM-3.5-3.5v3.5h7v-3.5Z",
    EventKind.RESOLVED: "M-5.5-5.5h11v11h-11Z",
    EventKind.RECOVERED: "M-6 .5-4-1.5-1.5 1 4-4.5 6-2.5-1.5 5Z",
    EventKind.NOTE: "M0-3.5a3.5 3.5 0 1 0 .01 0Z",
}


def outline(kind: EventKind) -> str:
    """The path of a mark, about 12 px wide around 0,0."""
    return _OUTLINES[kind]
