"""How long several incidents lasted together, time that two of them share counted once."""

from collections.abc import Iterable
from datetime import timedelta

from postmortem_kb.durations import Duration
from postmortem_kb.model import Incident
from postmortem_kb.moments import elapsed


def merged_duration(incidents: Iterable[Incident]) -> Duration | None:
    """The time that at least one of them lasted; None where a start or a length is not known.

    A stated length is laid from the incident's start.
    """
    spans: list[tuple[timedelta, timedelta, bool]] = []
    several = list(incidents)
    starts = [incident.started.sort_key for incident in several if incident.started]
    if not several or len(starts) < len(several):
        return None
    for incident, start in zip(several, starts, strict=True):
        length = incident.stated_duration or elapsed(incident.started, incident.resolved)
        if length is None:
            return None
        begin = start - min(starts)
        spans.append((begin, begin + length.delta, length.approximate))
    total, covered = timedelta(), timedelta()
    for begin, end, _ in sorted(spans):
        total += max(end - max(begin, covered), timedelta())
        covered = max(covered, end)
    return Duration(total, approximate=any(approximate for _, _, approximate in spans))
