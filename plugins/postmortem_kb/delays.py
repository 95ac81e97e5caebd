"""What made an incident last: read from times and events that the record states. Facts to words."""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum

from postmortem_kb.metrics import duration, time_to_detect
from postmortem_kb.model import EventKind, Postmortem
from postmortem_kb.moments import elapsed

_SHORTEST = timedelta(minutes=10)


class Delay(StrEnum):
    """Where the time went, in words that follow "delayed by"."""

    LATE_DETECTION = "late detection"
    """Half of the duration or more went by before anybody noticed."""
    LATE_ESCALATION = "late escalation"
    """Half of the duration or more went by before others were called in."""
    WRONG_TRACK = "a wrong track"
    """The timeline tells of a hypothesis, or of what was ruled out."""


def find_delays(postmortem: Postmortem) -> Iterator[Delay]:
    """The delays of a record that tells of one incident; each once."""
    incident, events = postmortem.incident, postmortem.body.events
    if postmortem.fields.incidents:
        return
    length = duration(incident)
    half = max(length.delta / 2, _SHORTEST) if length else None
    noticed = time_to_detect(incident)
    if half and noticed and noticed.delta >= half:
        yield Delay.LATE_DETECTION
    escalations = (event.at for event in events if event.kind is EventKind.ESCALATED)
    called = elapsed(incident.started, next(escalations, None))
    if half and called and called.delta >= half:
        yield Delay.LATE_ESCALATION
    if any(event.kind in (EventKind.HYPOTHESIS, EventKind.RULED_OUT) for event in events):
        yield Delay.WRONG_TRACK
