"""Rules about points in time: what cannot be, and what does not add up."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from postmortem_kb.moments import Moment, elapsed, parse_timestamp
from postmortem_kb.problem import Finding, Level, Place
from postmortem_kb.rules.declaration import Rule, RuleContext
from postmortem_kb.rules.stated_times import (
    find_event_times,
    find_field_times,
    find_incidents,
)

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem

_AFTER_START = ("mitigated_at", "resolved_at")
_ROUNDING, _ROUGHLY = timedelta(minutes=1), timedelta(hours=1)


def _check_end_before_start(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    for incident, base in find_incidents(postmortem):
        for name, end in zip(_AFTER_START, (incident.mitigated, incident.resolved), strict=True):
            if end is None or incident.started is None:
                continue
            span = elapsed(incident.started, end)
            if span.delta < timedelta() if span else _is_day_before(end, incident.started):
                yield Finding(
                    postmortem.find_place(*base, name),
                    f"{name} {end.stated.text!r} is before started_at "
                    f"{incident.started.stated.text!r}",
                    "correct one of the two; look at dates around midnight and at the time zone",
                    about=name,
                )


def _is_day_before(moment: Moment, other: Moment) -> bool:
    return moment.date is not None and other.date is not None and moment.date < other.date


def _check_detected_before_start(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    for incident, base in find_incidents(postmortem):
        noticed = {"detected_at": incident.detected, "acknowledged_at": incident.acknowledged}
        for name, moment in noticed.items():
            span = elapsed(incident.started, moment, end_may_come_first=True)
            how_long = ""
            if span is not None and span.delta < timedelta():
                how_long = f"{-span.minutes:g} min"
            elif span is None and moment and incident.started:
                how_long = "a day or more" if _is_day_before(moment, incident.started) else ""
            if how_long:
                yield Finding(
                    postmortem.find_place(*base, name),
                    f"{name} is {how_long} before the stated start",
                    f"correct one of the two, or say under 'discrepancies' (about: {name}) that "
                    "the sources contradict each other",
                    about=name,
                )


def _check_duration_differs(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    for incident, base in find_incidents(postmortem):
        stated = incident.stated_duration
        computed = elapsed(incident.started, incident.resolved)
        if stated is None or computed is None or computed.delta < timedelta():
            continue
        leeway = _ROUGHLY if computed.approximate else _ROUNDING
        if abs(stated.delta - computed.delta) > leeway and not stated.approximate:
            yield Finding(
                postmortem.find_place(*base, "duration"),
                f"duration says {stated}, but there are {computed} from started_at to resolved_at",
                "correct one of them, or say under 'discrepancies' (about: duration) what the "
                "stated figure counts",
                about="duration",
            )


def _check_detected_after_resolved(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    for incident, base in find_incidents(postmortem):
        detected, resolved = incident.detected, incident.resolved
        if detected is None or resolved is None or not resolved.has_date:
            continue
        span = elapsed(resolved, detected)
        if span.delta > timedelta() if span else _is_day_before(resolved, detected):
            yield Finding(
                postmortem.find_place(*base, "detected_at"),
                f"detected_at {detected.stated.text!r} is after resolved_at "
                f"{resolved.stated.text!r}",
                "correct one of the two, or say under 'discrepancies' (about: detected_at) how it "
                "was noticed only then",
                about="detected_at",
            )


def _check_future_date(postmortem: "Postmortem", context: RuleContext) -> Iterator[Finding]:
    if context.today is None:
        return
    # Somewhere on Earth it is already tomorrow.
    last = context.today + timedelta(days=1)
    fields = [time for time in find_field_times(postmortem) if _is_later(time.moment, last)]
    events = (time for time in find_event_times(postmortem) if _is_later(time.moment, last))
    # The timeline's days follow from the start, and each entry's from the one above it.
    for time in fields or islice(events, 1):
        yield _future(time.label, time.place, time.about)
    for item in postmortem.action_items:
        if item.done is not None and parse_timestamp(item.done).local.date() > last:
            yield _future(f"the action item's {item.done!r}", Place(item.line), "action_items")


def _is_later(moment: Moment, day: date) -> bool:
    return (found := moment.date) is not None and found > day


def _future(label: str, place: Place, about: str) -> Finding:
    return Finding(
        place,
        f"{label} is in the future",
        "correct the year, month or day; only the due date of an action item can lie ahead",
        about,
    )


_HEAD = "---\ntitle: Checkout was down\n"

END_BEFORE_START = Rule(
    code="PM201",
    name="end-before-start",
    level=Level.ERROR,
    why="A negative length would spoil every figure it enters. Most often the date of an incident "
    "across midnight is the wrong one.",
    bad=_HEAD + "timezone: UTC\nstarted_at: 2024-06-08T23:15\nresolved_at: 2024-06-08T00:45\n---\n",
    good=_HEAD
    + "timezone: UTC\nstarted_at: 2024-06-08T23:15\nresolved_at: 2024-06-09T00:45\n---\n",
    check=_check_end_before_start,
)
DETECTED_BEFORE_START = Rule(
    code="PM202",
    name="detected-before-start",
    level=Level.WARNING,
    why="It can be so: an alert fires before anybody is affected, or the start was set later. Then "
    "the record says so under `discrepancies`.",
    bad=_HEAD + "timezone: UTC\nstarted_at: 2024-06-08T13:15\ndetected_at: 2024-06-08T13:13\n---\n",
    good=_HEAD
    + "timezone: UTC\nstarted_at: 2024-06-08T13:15\ndetected_at: 2024-06-08T13:13\n"
    + "discrepancies:\n- about: detected_at\n  note: The alert fired two minutes before.\n---\n",
    check=_check_detected_before_start,
)
DURATION_DIFFERS = Rule(
    code="PM203",
    name="different-duration",
    level=Level.WARNING,
    why="Both figures are shown; the reader has to know which one counts what (support hours, "
    "time until mitigation, …).",
    bad=_HEAD
    + "timezone: UTC\nstarted_at: 2024-06-08T13:00\nresolved_at: 2024-06-08T14:00\n"
    + "duration: 3 h\n---\n",
    good=_HEAD
    + "timezone: UTC\nstarted_at: 2024-06-08T13:00\nresolved_at: 2024-06-08T16:00\n"
    + "duration: 3 h\n---\n",
    check=_check_duration_differs,
)
DETECTED_AFTER_RESOLVED = Rule(
    code="PM210",
    name="detected-after-resolved",
    level=Level.WARNING,
    why="It can be so, for what was found in the logs a week later; most often one of the two days "
    "is wrong, and with it the time to detect.",
    bad=_HEAD
    + "timezone: UTC\ndetected_at: 2024-06-08T14:55\nresolved_at: 2024-06-08T14:45\n---\n",
    good=_HEAD
    + "timezone: UTC\ndetected_at: 2024-06-08T13:55\nresolved_at: 2024-06-08T14:45\n---\n",
    check=_check_detected_after_resolved,
)
FUTURE_DATE = Rule(
    code="PM211",
    name="future-date",
    level=Level.WARNING,
    why="What has happened lies behind us: a mistyped year puts the record on top of every list. "
    "Due dates are not meant. Only where the day is known to the tool; a day's difference is "
    "allowed for time zones.",
    bad=_HEAD + "timezone: UTC\nstarted_at: 9024-06-08T13:15\n---\n",
    good=_HEAD + "timezone: UTC\nstarted_at: 2024-06-08T13:15\n---\n",
    check=_check_future_date,
)
