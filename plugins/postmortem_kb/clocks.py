"""Clock times at the beginning of a text, as the entries of a timeline write them."""

import re
from dataclasses import dataclass
from datetime import date, time

from postmortem_kb.errors import FieldError
from postmortem_kb.moments import NO_YEAR, Precision
from postmortem_kb.zones import Zone, find_zone

_ZONE = r"(?:UTC|GMT)?[+-]\d{1,2}(?::?\d\d)?|Z\b|[A-Z]{2,5}(?![A-Za-z])"
_CLOCK = re.compile(
    r"(?P<approximate>(?:~|≈|about |around |approx(?:\.|imately)? |ca\.? )\s*)?"
    r"(?:(?P<date>(?:\d{4}|-)-\d\d-\d\d)(?:(?:(?P<iso>T)|,? +)(?=~?\d)|(?!\S*\d)))?"
    r"~?(?:(?P<hour>\d{1,2})"
    r"(?::(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?P<fraction>[.,]\d+)?)?|(?(iso)|(?!)))"
    r"(?!:?\d)"
    r"(?:\s*(?P<half>[ap]\.?m\.?)(?![a-z]))?"
    rf"(?:\s?\(?(?P<zone>{_ZONE})\)?(?![A-Za-z0-9]))?)?",
    re.IGNORECASE,
)
_CLOCK_PARTS = ("hour", "minute", "second", "fraction", "half")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as an entry states it; `day` only where it gives one."""

    text: str
    day: date | None
    clock: time | None
    precision: Precision
    approximate: bool
    zone: Zone | None
    has_year: bool = True
    """Whether `day` is of a known year: `--06-08` is not, and stands in a made-up one."""


def read_clock(text: str) -> tuple[Clock | None, str]:
    """Read a time or day at the beginning; the text after it, or all of it where there is none."""
    match = _CLOCK.match(text)
    if not match or (match["hour"] is None and match["date"] is None):
        return None, text
    zone = _accept_zone(match)
    end = match.end() if zone else max(match.end(name) for name in ("date", *_CLOCK_PARTS))
    try:
        day = _read_day(match["date"])
        clock = _clock_time(match)
    except ValueError:
        return None, text
    units = (Precision.SECOND, Precision.MINUTE, Precision.HOUR)
    precision = next((unit for unit in units if match[unit]), Precision.DAY)
    approximate = match["approximate"] is not None or "~" in match.group()
    has_year = not (match["date"] or "").startswith("-")
    found = Clock(text[:end].strip(), day, clock, precision, approximate, zone, has_year)
    return found, text[end:]


def _read_day(text: str | None) -> date | None:
    if text is None:
        return None
    return date.fromisoformat(f"{NO_YEAR}{text[1:]}" if text.startswith("-") else text)


def _accept_zone(match: re.Match[str]) -> Zone | None:
    """The zone behind a clock time, unless it only looks like one.

    `13:15-13:45` is a range: a bare minus is an offset only behind a full timestamp.
    """
    text = match["zone"]
    if text is None or not (text.isupper() or text[0] in "+-"):
        return None
    if text[0] == "-" and not match["iso"]:
        return None
    around = match.group()[max(match.end(name) for name in _CLOCK_PARTS) - match.start() :]
    if around.count("(") != around.count(")"):
        return None
    if text[0] == "+" and len(text) < len("+hhmm") and around[0].isspace():
        return None  # `13:15 +5 servers` counts servers
    try:
        return find_zone(text)
    except FieldError:
        return None


def _clock_time(match: re.Match[str]) -> time | None:
    if match["hour"] is None:
        return None
    hour = int(match["hour"])
    if half := match["half"]:
        is_afternoon = half[0] in "pP"
        if hour == 0 or (hour > 12 and not is_afternoon):
            raise ValueError(hour)
        hour = hour if hour > 12 else hour % 12 + (12 if is_afternoon else 0)
    return time(hour, int(match["minute"] or 0), int(match["second"] or 0))
