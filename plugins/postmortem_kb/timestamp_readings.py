"""Other spellings of a timestamp, where they can mean one thing only, to the one of all records."""

import re
from collections.abc import Iterator
from datetime import datetime

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DATES = tuple(
    re.compile(_WEEKDAY + pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})(?P<separator>[-/.])(?P<month>\d{1,2})(?P=separator)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]*{_MONTH}[,\s-]*(?P<year>\d{{4}})",
        rf"{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[,\s]+(?P<year>\d{{4}})",
        r"(?P<one>\d{1,2})(?P<separator>[-/.])(?P<other>\d{1,2})(?P=separator)(?P<year>\d{4})",
    )
)
_TIME = re.compile(
    r"(?:(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"|(?P<hour2>\d\d)(?P<minute2>[0-5]\d)(?P<second2>[0-5]\d)?(?!\d|\s*[ap]m))"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s*(?P<zone>UTC|GMT|Z|[+-]\d\d(?::?[0-5]\d)?))?$",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN = re.compile(r"(?:\s*T\s*(?=\d)|[\s,]+(?:at\s+)?)", re.IGNORECASE | re.ASCII)
_APPROXIMATE = re.compile(r"(?:~|≈|about|around|approximately|circa|ca\.?)\s*", re.IGNORECASE)


def find_right_reading(text: str) -> str | None:
    """What a text says as `2024-06-08T13:15`, with `~` and an offset where it has them.

    None where it is no date, or could be several: `06/08/2024` is June or August.
    """
    bare = _APPROXIMATE.sub("", text.strip(), count=1) if _APPROXIMATE.match(text.strip()) else text
    approximate = "~" if bare != text else ""
    readings = {f"{approximate}{reading}" for reading in _read(bare.strip())}
    return readings.pop() if len(readings) == 1 else None


def _read(text: str) -> Iterator[str]:
    for pattern in _DATES:
        if not (date := pattern.match(text)):
            continue
        rest = text[date.end() :]
        if not rest:
            yield from (f"{day:%Y-%m-%d}" for day in _days(date.groupdict()))
        elif (between := _BETWEEN.match(rest)) and (time := _TIME.match(rest, between.end())):
            clock = _clock(time.groupdict())
            yield from (f"{day:%Y-%m-%d}T{clock}" for day in _days(date.groupdict()) if clock)


def _days(parts: dict[str, str | None]) -> Iterator[datetime]:
    """The days that a date may be: two where day and month may stand in either order."""
    year = parts["year"] or ""
    if name := parts.get("name"):
        orders = [(str(_MONTHS.index(name.lower()) + 1), parts["day"])]
    elif one := parts.get("one"):
        orders = [(one, parts["other"]), (parts["other"] or "", one)]
    else:
        orders = [(parts["month"] or "", parts["day"])]
    for month, day in orders:
        try:
            yield datetime(int(year), int(month), int(day or ""))
        except ValueError:
            continue


def _clock(parts: dict[str, str | None]) -> str | None:
    hour = int(parts["hour"] or parts["hour2"] or 0)
    if half := parts["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "pP" else 0)
    if hour > 23:
        return None
    second = parts["second"] or parts["second2"]
    clock = f"{hour:02}:{parts['minute'] or parts['minute2']}" + (f":{second}" if second else "")
    zone = (parts["zone"] or "").upper()
    if zone in ("UTC", "GMT", "Z"):
        return f"{clock}Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    if int(digits) > 1400:
        return None
    return f"{clock}{zone[0]}{digits[:2]}:{digits[2:]}" if zone else clock
