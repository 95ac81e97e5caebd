"""Rules about time zones: what times are in, and where that is in doubt."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from postmortem_kb.moments import Moment
from postmortem_kb.problem import Finding, Level, Place
from postmortem_kb.rules.declaration import Rule, RuleContext
from postmortem_kb.rules.stated_times import StatedTime, find_event_times, find_field_times
from postmortem_kb.zones import Zone, ZoneKind, format_offset

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem


_DISCREPANCY = "or say under 'discrepancies' (about: timezone)"


def _find_times(postmortem: "Postmortem") -> Iterator[StatedTime]:
    yield from find_field_times(postmortem)
    yield from find_event_times(postmortem)


def _find_zone_place(time: StatedTime, postmortem: "Postmortem") -> Place:
    """Where the zone of a time is named: in the front matter, else by the time itself."""
    is_named = ("timezone",) in postmortem.places and time.moment.zone == postmortem.zone
    return postmortem.find_place("timezone") if is_named else time.place


def _check_zone_contradicts_date(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    said: set[str] = set()
    for time in _find_times(postmortem):
        moment = time.moment
        if moment.zone.kind is not ZoneKind.ABBREVIATION or moment.zone.text in said:
            continue
        if not moment.has_date or moment.stated.offset is not None:
            continue
        if contradiction := moment.zone.find_contradiction(moment.stated.local):
            said.add(moment.zone.text)
            yield Finding(
                _find_zone_place(time, postmortem),
                contradiction,
                f"write the zone that was meant, {_DISCREPANCY} that the source names this one",
                about="timezone",
            )


def _check_ambiguous_zone(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    zones: dict[str, tuple[Zone, Place]] = {}
    if own := postmortem.fields.timezone:
        zones[own.text] = own, postmortem.find_place("timezone")
    for time in find_event_times(postmortem):
        if time.moment.zone is not postmortem.zone:
            zones.setdefault(time.moment.zone.text, (time.moment.zone, time.place))
    for zone, place in zones.values():
        if zone.other_meanings and zone.offset is not None:
            offset = format_offset(zone.offset)
            yield Finding(
                place,
                f"{zone.text!r} is read as {offset}, but is also used for "
                f"{' and '.join(zone.other_meanings)}",
                f"write the offset, such as '{offset}', or an IANA name, {_DISCREPANCY} what is "
                "known",
                about="timezone",
            )


def _check_clock_change(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    findings = [*_find_clock_changes(find_field_times(postmortem))]
    # Times of one such night are many: the first one of the timeline is enough.
    yield from findings or [*_find_clock_changes(find_event_times(postmortem))][:1]


def _find_clock_changes(times: Iterator[StatedTime]) -> Iterator[Finding]:
    for time in times:
        stated, zone = time.moment.stated, time.moment.zone
        if zone.iana is None or stated.offset is not None:
            continue
        if not time.moment.has_date or not time.moment.has_time:
            continue
        local = stated.local
        if time.moment.offset == zone.offset_at(local.replace(fold=1)):
            continue
        if how := zone.find_gap_or_fold(local):
            what = "does not exist" if how == "nonexistent" else "happens twice"
            yield Finding(
                time.place,
                f"{time.label} {what} in {zone.text}: the clocks change then",
                "write the offset behind the time, such as '+02:00'",
                about=time.about,
            )


def _check_naive_time(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    if postmortem.has_zone:
        return
    for time in _find_times(postmortem):
        if time.moment.has_time and time.moment.offset is None:
            yield Finding(
                time.place,
                f"{time.label} has no time zone: the record has no 'timezone' and the site sets "
                "none",
                "add 'timezone:' with an IANA name, an offset, an abbreviation as the source "
                "writes it, or 'unknown' where the zone is not stated",
                about="timezone",
            )
            return


def _check_several_zones(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    zones: dict[timedelta | str | None, tuple[str, StatedTime]] = {}
    for time in _find_times(postmortem):
        moment = time.moment
        if not moment.has_time:
            continue
        if _is_in(postmortem.zone, moment):
            zones.setdefault("the record's", (postmortem.zone.text, time))
        else:
            offset = moment.stated.offset
            name = moment.zone.text if offset is None else format_offset(offset)
            zones.setdefault(moment.offset, (name, time))
    if len(zones) > 1:
        names = ", ".join(repr(name) for name, _ in zones.values())
        second = [*zones.values()][1][1]
        yield Finding(
            second.place,
            f"times of this record are written in several zones: {names}",
            f"write all of them in one zone, {_DISCREPANCY} what the sources use",
            about="timezone",
        )


def _is_in(zone: Zone, moment: Moment) -> bool:
    """Whether a moment's offset is that of the zone then; either of two when the clocks change."""
    if moment.stated.offset is None and moment.zone is zone:
        return True
    local = moment.stated.local
    return moment.offset in (zone.offset_at(local), zone.offset_at(local.replace(fold=1)))


_HEAD = "---\ntitle: Checkout was down\n"

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
SEVERAL_ZONES = Rule(
    code="PM212",
    name="several-zones",
    level=Level.ADVICE,
    why="The times are compared correctly, but a reader who adds them up in their head is hours "
    "off.",
    bad=_HEAD
    + "timezone: UTC\nstarted_at: 2024-06-08T13:15\nresolved_at: 2024-06-08T16:45+02:00\n---\n",
    good=_HEAD
    + "timezone: UTC\nstarted_at: 2024-06-08T13:15\nresolved_at: 2024-06-08T14:45\n---\n",
    check=_check_several_zones,
)
