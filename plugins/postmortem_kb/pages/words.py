"""Values in the words of the site: dates, clocks, zones, durations, counts, all as plain text."""

from collections.abc import Iterable
from datetime import date

from postmortem_kb.fields import Kind
from postmortem_kb.metrics import Figures, duration
from postmortem_kb.model import Incident
from postmortem_kb.moments import Moment, Precision, format_clock
from postmortem_kb.zones import Zone, ZoneKind, format_offset

UNKNOWN_ZONE_TEXT = "time zone unknown"
KIND_LABELS = {
    Kind.INCIDENT: "Incident",
    Kind.NEAR_MISS: "Near miss",
    Kind.EXERCISE: "Exercise",
}
# Not strftime's: those depend on the machine's language.
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_PLURALS = {"near miss": "near misses"}


def count(number: int, noun: str) -> str:
    """`1 incident`, `2 incidents`, `no incidents`."""
    plural = _PLURALS.get(noun, f"{noun}s")
    return f"1 {noun}" if number == 1 else f"{number or 'no'} {plural}"


def counts(figures: Figures) -> str:
    """How many there are, each kind by its name: `3 incidents, 1 near miss and 1 exercise`."""
    parts = [(figures.incidents, "incident")]
    parts += [(figures.near_misses, "near miss"), (figures.exercises, "exercise")]
    return join_and(count(number, noun) for number, noun in parts if number) or "no incidents"


def join_and(parts: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`; nothing of nothing."""
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def downtime(figures: Figures) -> str:
    """The total downtime and what it is made of: `5 h 30 min (3 of 4 with a known duration)`."""
    known = f"{figures.timed} of {figures.incidents} with a known duration"
    return f"{figures.downtime or 'unknown'} ({known})"


def span_of_days(figures: Figures) -> str | None:
    """`2023-04-15 to 2024-08-18`, or the one day there is."""
    if figures.earliest is None or figures.latest is None:
        return None
    if figures.earliest == figures.latest:
        return figures.earliest
    return f"{figures.earliest} to {figures.latest}"


def day(value: date) -> str:
    """`8 June 2024`."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def month(text: str) -> str:
    """`June 2024` for `2024-06`."""
    year, _, number = text.partition("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


def month_name(number: int) -> str:
    """`June` for 6."""
    return _MONTHS[number - 1]


def clock(moment: Moment) -> str:
    """`13:15`, `about 13:15`, `14 h` where no minute is stated; nothing without a time of day."""
    stated = moment.stated
    text = format_clock(stated)
    if stated.precision is Precision.HOUR:
        text = f"{text} h"
    return f"about {text}" if text and stated.approximate else text


def date_of(moment: Moment) -> str:
    """The day, with what is not known of it said: `8 June 2024`, `5 June, year not known`."""
    stated = moment.stated
    if not stated.has_day:
        return "day not known"
    if not stated.has_year:
        return f"{stated.local.day} {_MONTHS[stated.local.month - 1]}, year not known"
    text = day(stated.local.date())
    return f"about {text}" if stated.approximate and not moment.has_time else text


def date_and_clock(moment: Moment) -> str:
    """`8 June 2024, 13:15`, as far as it is known."""
    parts = [date_of(moment), clock(moment)]
    if not moment.stated.has_day:
        parts.reverse()
    return ", ".join(part for part in parts if part)


def zone_of(moment: Moment) -> str:
    """What a time of day is in: `UTC`, `PDT (UTC−07:00)`; nothing without a time of day."""
    if not moment.has_time:
        return ""
    if moment.stated.offset is not None:
        return _utc(moment)
    return describe_zone(moment.zone, moment)


def describe_zone(zone: Zone, moment: Moment | None) -> str:
    """A zone by its name and, where there is one, its offset at a moment."""
    if zone.kind is ZoneKind.UNKNOWN:
        return UNKNOWN_ZONE_TEXT
    offset = _utc(moment) if moment else ""
    if zone.kind is ZoneKind.OFFSET or not offset:
        return offset or zone.text
    return f"{zone.text} ({offset})"


def _utc(moment: Moment) -> str:
    if moment.offset is None:
        return ""
    text = format_offset(moment.offset)
    return "UTC" if text == "+00:00" else f"UTC{text.replace('-', '−')}"


def duration_of(incident: Incident) -> str:
    """`1 h 30 min`, `ongoing` or `unknown`."""
    if incident.is_ongoing:
        return "ongoing"
    length = duration(incident)
    return str(length) if length else "unknown"


def sentence(text: str) -> str:
    """The text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def shorten(text: str, length: int) -> str:
    """The beginning of a text, cut between words, with an ellipsis where something is left out."""
    if len(text) <= length:
        return text
    return f"{text[: length - 1].rsplit(' ', 1)[0].rstrip(',;:.')}…"
