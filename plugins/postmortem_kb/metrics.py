"""Figures: how long incidents lasted and how soon people noticed, each with its definition.

Values to values, between the catalogue and the indexes. A figure that cannot be told is None and
never 0.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from postmortem_kb.durations import Duration, format_delta
from postmortem_kb.fields import Kind
from postmortem_kb.model import Incident
from postmortem_kb.moments import Moment, elapsed
from postmortem_kb.overlaps import merged_duration
from postmortem_kb.taxonomy import Taxonomy, TermSet

ONGOING = "ongoing"
UNKNOWN = "unknown"
DURATION_DEFINITION = "from the start to the end, unless the record states it otherwise"
DOWNTIME_DEFINITION = (
    "the sum of the durations that are known, of incidents only: near misses and exercises are "
    "left out"
)
_HALF_A_DAY = timedelta(hours=12)
_TOLERANCE = timedelta(minutes=1)


def computed_duration(incident: Incident) -> Duration | None:
    """What lies between start and end, where both are known to the hour at least."""
    return elapsed(incident.started, incident.resolved)


def duration(incident: Incident) -> Duration | None:
    """The stated duration, else the computed one."""
    return incident.stated_duration or computed_duration(incident)


def durations_differ(incident: Incident) -> bool:
    """Whether the stated duration is more than a minute away from the computed one."""
    computed = computed_duration(incident)
    if incident.stated_duration is None or computed is None:
        return False
    return abs(incident.stated_duration.delta - computed.delta) > _TOLERANCE


def time_to_detect(incident: Incident) -> Duration | None:
    """From the start to the first notice; negative where the notice comes before the start."""
    return _signed(incident.started, incident.detected)


def time_to_acknowledge(incident: Incident) -> Duration | None:
    """From the start until somebody began to work on it; negative as for detection."""
    return _signed(incident.started, incident.acknowledged)


def time_to_mitigate(incident: Incident) -> Duration | None:
    """From the start until users were no longer affected."""
    return elapsed(incident.started, incident.mitigated)


def time_to_resolve(incident: Incident) -> Duration | None:
    """From the start to the end, by the timestamps alone."""
    return elapsed(incident.started, incident.resolved)


def _signed(start: Moment | None, end: Moment | None) -> Duration | None:
    """Like `elapsed`, but where no day is known, an end up to half a day earlier is earlier."""
    found = elapsed(start, end, end_may_come_first=True)
    if found is not None and start is not None and not start.stated.has_day:
        return found if found.delta > -_HALF_A_DAY else elapsed(start, end)
    return found


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the times that are counted from an incident's start.

    `formula` names the fields of the front matter; `definition` is the same in words.
    """

    name: str
    label: str
    definition: str
    formula: str
    of: Callable[[Incident], Duration | None]


MEASURES = (
    Measure(
        "time_to_detect",
        "Time to detect",
        "from the start until anyone or anything noticed",
        "detected_at − started_at",
        time_to_detect,
    ),
    Measure(
        "time_to_acknowledge",
        "Time to acknowledge",
        "from the start until somebody began to work on it",
        "acknowledged_at − started_at",
        time_to_acknowledge,
    ),
    Measure(
        "time_to_mitigate",
        "Time to mitigate",
        "from the start until users were no longer affected",
        "mitigated_at − started_at",
        time_to_mitigate,
    ),
    Measure(
        "time_to_resolve",
        "Time to resolve",
        "from the start to the end",
        "resolved_at − started_at",
        time_to_resolve,
    ),
)
"""In the order in which they are shown."""


def describe_measure(figure: Duration) -> str:
    """A figure in words; a negative one as `2 min before the stated start`."""
    if figure.delta < timedelta():
        about = "about " if figure.approximate else ""
        return f"{about}{format_delta(figure.delta)} before the stated start"
    return str(figure)


def bucket_id(incident: Incident, taxonomy: Taxonomy) -> str:
    """The duration bucket: a term's id, `ongoing` or `unknown`. A limit is in the upper bucket."""
    if incident.is_ongoing:
        return ONGOING
    length = duration(incident)
    if length is None:
        return UNKNOWN
    terms = [
        term
        for term in taxonomy.terms(TermSet.DURATION_BUCKETS)
        if term.id not in (ONGOING, UNKNOWN)
    ]
    limited = sorted(
        ((term.limit, term.id) for term in terms if term.limit is not None),
        key=lambda pair: pair[0],
    )
    for limit, term_id in limited:
        if length.delta < limit:
            return term_id
    unlimited = [term.id for term in terms if term.limit is None]
    return unlimited[0] if unlimited else UNKNOWN


@dataclass(frozen=True, slots=True)
class Figures:
    """What several incidents come to.

    `downtime` is the sum over the `timed` ones of `incidents`; None where none is timed.
    """

    incidents: int
    near_misses: int
    exercises: int
    timed: int
    downtime: Duration | None
    earliest: str | None
    """The first and last known days, as `2024-06-08`."""
    latest: str | None

    @property
    def count(self) -> int:
        """How many there are of every kind."""
        return self.incidents + self.near_misses + self.exercises


def summarise(incidents: Iterable[Incident]) -> Figures:
    """Count incidents and add up how long they lasted."""
    counts = dict.fromkeys(Kind, 0)
    timed: dict[str, list[Incident]] = {}
    days: list[str] = []
    for incident in incidents:
        counts[incident.kind] += 1
        if incident.kind is Kind.INCIDENT and duration(incident) is not None:
            timed.setdefault(incident.postmortem_id, []).append(incident)
        if incident.day is not None:
            days.append(incident.day)
    lengths = [_length_of(told_together) for told_together in timed.values()]
    downtime = Duration(
        sum((length.delta for length in lengths), timedelta()),
        approximate=any(length.approximate for length in lengths),
    )
    return Figures(
        incidents=counts[Kind.INCIDENT],
        near_misses=counts[Kind.NEAR_MISS],
        exercises=counts[Kind.EXERCISE],
        timed=sum(len(told_together) for told_together in timed.values()),
        downtime=downtime if lengths else None,
        earliest=min(days, default=None),
        latest=max(days, default=None),
    )


def _length_of(told_together: list[Incident]) -> Duration:
    """How long incidents of one record lasted, overlaps counted once where that can be told."""
    merged = merged_duration(told_together) if len(told_together) > 1 else None
    if merged is not None:
        return merged
    lengths = [length for incident in told_together if (length := duration(incident)) is not None]
    return Duration(
        sum((length.delta for length in lengths), timedelta()),
        approximate=any(length.approximate for length in lengths),
    )
