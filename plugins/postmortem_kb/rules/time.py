"""Rules about times: what cannot be, and what does not add up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from postmortem_kb.moments import Moment, elapsed
from postmortem_kb.problem import Finding, Level, Place
from postmortem_kb.rules.declaration import Rule, RuleContext
from postmortem_kb.zones import format_offset

if TYPE_CHECKING:
    from postmortem_kb.model import Incident, Postmortem

_AFTER_START = ("acknowledged_at", "mitigated_at", "resolved_at")
_ALL_TIMES = ("started_at", "detected_at", *_AFTER_START)
_ROUNDING = timedelta(minutes=1)


def _moments(incident: "Incident") -> dict[str, Moment]:
    """The incident's moments by their field names."""
    found = {name: getattr(incident, name.removesuffix("_at")) for name in _ALL_TIMES}
    return {name: moment for name, moment in found.items() if moment is not None}


def _incidents(postmortem: "Postmortem") -> Iterator[tuple["Incident", tuple[str | int, ...]]]:
    """Each incident with the path of its fields in the front matter.

    The record as a whole comes first, with what it states itself: not what its incidents add up to.
    """
    fields, whole = postmortem.fields, postmortem.incident
    stated: dict[str, Any] = {
        name.removesuffix("_at"): None for name in _ALL_TIMES if getattr(fields, name) is None
    }
    yield replace(whole, stated_duration=fields.duration, **stated), ()
    if postmortem.fields.incidents:
        for index, incident in enumerate(postmortem.incidents):
            yield incident, ("incidents", index)


def _check_end_before_start(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    for incident, base in _incidents(postmortem):
        for name in _AFTER_START:
            end = _moments(incident).get(name)
            span = elapsed(incident.started, end)
            if end is None or incident.started is None:
                continue
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
    for incident, base in _incidents(postmortem):
        span = elapsed(incident.started, incident.detected, end_may_come_first=True)
        if span is not None and span.delta < timedelta():
            yield Finding(
                postmortem.find_place(*base, "detected_at"),
                f"detected_at is {-span.minutes:g} min before the stated start",
                "correct one of the two, or say under 'discrepancies' (about: detected_at) that "
                "the sources contradict each other",
                about="detected_at",
            )


def _check_duration_differs(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    for incident, base in _incidents(postmortem):
        stated = incident.stated_duration
        computed = elapsed(incident.started, incident.resolved)
        if stated is None or computed is None or computed.delta < timedelta():
            continue
        if abs(stated.delta - computed.delta) > _ROUNDING and not stated.approximate:
            yield Finding(
                postmortem.find_place(*base, "duration"),
                f"duration says {stated}, but there are {computed} from started_at to resolved_at",
                "correct one of them, or say under 'discrepancies' (about: duration) what the "
                "stated figure counts",
                about="duration",
            )


def _check_zone_contradicts_date(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    said: set[str] = set()
    has_zone = ("timezone",) in postmortem.places
    moments = chain.from_iterable(
        ((base, *named) for named in _moments(incident).items())
        for incident, base in _incidents(postmortem)
    )
    for base, name, moment in moments:
        if not moment.has_date or moment.stated.offset is not None:
            continue
        contradiction = moment.zone.find_contradiction(moment.stated.local)
        if contradiction and contradiction not in said:
            said.add(contradiction)
            yield Finding(
                postmortem.find_place(*(("timezone",) if has_zone else (*base, name))),
                contradiction,
                "write the zone that was meant, or say under 'discrepancies' (about: timezone) "
                "that the source names this one",
                about="timezone",
            )


def _check_ambiguous_zone(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    zone = postmortem.fields.timezone
    if zone is None or not zone.other_meanings or zone.offset is None:
        return
    yield Finding(
        postmortem.find_place("timezone"),
        f"{zone.text!r} is read as {format_offset(zone.offset)}, but is also used for "
        f"{' and '.join(zone.other_meanings)}",
        f"write the offset, such as '{format_offset(zone.offset)}', or an IANA name, or say under "
        "'discrepancies' (about: timezone) what is known",
        about="timezone",
    )


def _check_clock_change(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    for incident, base in _incidents(postmortem):
        for name, moment in _moments(incident).items():
            stated = moment.stated
            if stated.offset is not None or not moment.has_date or not moment.has_time:
                continue
            how = moment.zone.find_gap_or_fold(stated.local)
            if how is None:
                continue
            what = "does not exist" if how == "nonexistent" else "happens twice"
            yield Finding(
                postmortem.find_place(*base, name),
                f"{name} {stated.text!r} {what} in {moment.zone.text}: the clocks change then",
                "write the offset behind the time, such as '+02:00'",
                about=name,
            )


def _check_naive_time(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    if postmortem.has_zone:
        return
    for incident, base in _incidents(postmortem):
        for name, moment in _moments(incident).items():
            if moment.has_time and moment.stated.offset is None:
                place = postmortem.find_place(*base, name)
                yield _naive(f"{name} {moment.stated.text!r}", place)
                return
    for event in postmortem.body.events:
        if event.at is not None and event.at.has_time and event.at.offset is None:
            yield _naive(f"the timeline's {event.at.stated.text!r}", Place(event.line))
            return


def _naive(what: str, place: Place) -> Finding:
    return Finding(
        place,
        f"{what} has no time zone: the record has no 'timezone' and the site sets none",
        "add 'timezone:' with an IANA name, an offset, an abbreviation as the source writes it, "
        "or 'unknown' where the zone is not stated",
        about="timezone",
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
NAIVE_TIME = Rule(
    code="PM204",
    name="naive-time",
    level=Level.ERROR,
    why="A time without a zone is hours off for most readers. Where the zone is not known the "
    "record says `timezone: unknown`, and the site says so too.",
    bad=_HEAD + "started_at: 2024-06-08T13:15\n---\n",
    good=_HEAD + "timezone: unknown\nstarted_at: 2024-06-08T13:15\n---\n",
    check=_check_naive_time,
)
ZONE_CONTRADICTS_DATE = Rule(
    code="PM205",
    name="impossible-abbreviation",
    level=Level.WARNING,
    why="`EST` in April may be the standard time that is meant, or the local time called by the "
    "wrong name: an hour apart. The offset of the abbreviation as written is used.",
    bad=_HEAD + "timezone: EST\nstarted_at: 2023-04-15T12:00\n---\n",
    good=_HEAD + "timezone: EDT\nstarted_at: 2023-04-15T12:00\n---\n",
    check=_check_zone_contradicts_date,
)
AMBIGUOUS_ZONE = Rule(
    code="PM206",
    name="ambiguous-abbreviation",
    level=Level.WARNING,
    why="`IST` is Indian, Irish and Israeli time. One reading is used, and the author has to know.",
    bad=_HEAD + "timezone: IST\nstarted_at: 2023-04-15T12:00\n---\n",
    good=_HEAD + 'timezone: "+05:30"\nstarted_at: 2023-04-15T12:00\n---\n',
    check=_check_ambiguous_zone,
)
CLOCK_CHANGE = Rule(
    code="PM207",
    name="clock-change",
    level=Level.WARNING,
    why="When the clocks go forward an hour is skipped, when they go back one happens twice.",
    bad=_HEAD + "timezone: Europe/Berlin\nstarted_at: 2024-10-27T02:30\n---\n",
    good=_HEAD + "timezone: Europe/Berlin\nstarted_at: 2024-10-27T02:30+01:00\n---\n",
    check=_check_clock_change,
)
