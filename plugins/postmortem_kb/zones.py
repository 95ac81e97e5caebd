"""Time zones as records name them: IANA names, UTC offsets, abbreviations, or unknown.

An abbreviation's offset comes from `ABBREVIATIONS` and from nowhere else: neither the operating
system nor the IANA database decides what `EST` means.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from postmortem_kb.errors import FieldError


class ZoneKind(StrEnum):
    """How a zone is named."""

    IANA = "iana"
    OFFSET = "offset"
    ABBREVIATION = "abbreviation"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """What a zone abbreviation is read as.

    `region` is an IANA zone that uses it for part of the year, where there is one: on a date when
    that zone is on its other time, the abbreviation contradicts the date. `also` lists other
    meanings in common use.
    """

    minutes: int
    name: str
    region: str | None = None
    also: tuple[str, ...] = ()


# Offsets: the backward-compatible names and comments of the IANA time zone database (europe,
# northamerica, asia, africa, australasia files), and RFC 5322 section 4.3 for EST to PDT.
ABBREVIATIONS: dict[str, Abbreviation] = {
    "EST": Abbreviation(-300, "Eastern Standard Time", "America/New_York"),
    "EDT": Abbreviation(-240, "Eastern Daylight Time", "America/New_York"),
    "CST": Abbreviation(
        -360, "Central Standard Time", "America/Chicago", ("China +08:00", "Cuba -05:00")
    ),
    "CDT": Abbreviation(-300, "Central Daylight Time", "America/Chicago", ("Cuba -04:00",)),
    "MST": Abbreviation(-420, "Mountain Standard Time", "America/Denver"),
    "MDT": Abbreviation(-360, "Mountain Daylight Time", "America/Denver"),
    "PST": Abbreviation(-480, "Pacific Standard Time", "America/Los_Angeles"),
    "PDT": Abbreviation(-420, "Pacific Daylight Time", "America/Los_Angeles"),
    "AKST": Abbreviation(-540, "Alaska Standard Time", "America/Anchorage"),
    "AKDT": Abbreviation(-480, "Alaska Daylight Time", "America/Anchorage"),
    "HST": Abbreviation(-600, "Hawaii Standard Time", "Pacific/Honolulu"),
    "NST": Abbreviation(-210, "Newfoundland Standard Time", "America/St_Johns"),
    "NDT": Abbreviation(-150, "Newfoundland Daylight Time", "America/St_Johns"),
    "AST": Abbreviation(
        -240, "Atlantic Standard Time", "America/Halifax", ("Arabia Standard Time +03:00",)
    ),
    "ADT": Abbreviation(-180, "Atlantic Daylight Time", "America/Halifax"),
    "BRT": Abbreviation(-180, "Brasilia Time"),
    "ART": Abbreviation(-180, "Argentina Time"),
    "COT": Abbreviation(-300, "Colombia Time"),
    "PET": Abbreviation(-300, "Peru Time"),
    "WET": Abbreviation(0, "Western European Time", "Europe/Lisbon"),
    "WEST": Abbreviation(60, "Western European Summer Time", "Europe/Lisbon"),
    "BST": Abbreviation(
        60, "British Summer Time", "Europe/London", ("Bangladesh Standard Time +06:00",)
    ),
    "CET": Abbreviation(60, "Central European Time", "Europe/Berlin"),
    "CEST": Abbreviation(120, "Central European Summer Time", "Europe/Berlin"),
    "EET": Abbreviation(120, "Eastern European Time", "Europe/Helsinki"),
    "EEST": Abbreviation(180, "Eastern European Summer Time", "Europe/Helsinki"),
    "MSK": Abbreviation(180, "Moscow Time"),
    "TRT": Abbreviation(180, "Turkey Time"),
    "WAT": Abbreviation(60, "West Africa Time"),
    "CAT": Abbreviation(120, "Central Africa Time"),
    "SAST": Abbreviation(120, "South Africa Standard Time"),
    "EAT": Abbreviation(180, "East Africa Time"),
    "GST": Abbreviation(240, "Gulf Standard Time", None, ("South Georgia -02:00",)),
    "PKT": Abbreviation(300, "Pakistan Standard Time"),
    "IST": Abbreviation(
        330, "India Standard Time", None, ("Irish Standard Time +01:00", "Israel +02:00")
    ),
    "NPT": Abbreviation(345, "Nepal Time"),
    "WIB": Abbreviation(420, "Western Indonesia Time"),
    "ICT": Abbreviation(420, "Indochina Time"),
    "SGT": Abbreviation(480, "Singapore Time"),
    "HKT": Abbreviation(480, "Hong Kong Time"),
    "PHT": Abbreviation(480, "Philippine Time"),
    "AWST": Abbreviation(480, "Australian Western Standard Time"),
    "JST": Abbreviation(540, "Japan Standard Time"),
    "KST": Abbreviation(540, "Korea Standard Time"),
    "ACST": Abbreviation(570, "Australian Central Standard Time", "Australia/Adelaide"),
    "ACDT": Abbreviation(630, "Australian Central Daylight Time", "Australia/Adelaide"),
    "AEST": Abbreviation(600, "Australian Eastern Standard Time", "Australia/Sydney"),
    "AEDT": Abbreviation(660, "Australian Eastern Daylight Time", "Australia/Sydney"),
    "NZST": Abbreviation(720, "New Zealand Standard Time", "Pacific/Auckland"),
    "NZDT": Abbreviation(780, "New Zealand Daylight Time", "Pacific/Auckland"),
}

_OFFSET = re.compile(
    r"^(?:(?:UTC|GMT)\s*)?(?P<sign>[+\-−])(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?$", re.I
)
_ZERO = re.compile(r"^(?:UTC|GMT|Z|Etc/UTC|Etc/GMT)$", re.I)
_LONGEST = 50  # the longest name of the IANA database has 32 characters
_HINT = (
    "write an IANA name such as 'Europe/Berlin', an offset such as '+02:00', an abbreviation "
    "such as 'PDT', or 'unknown' where the zone is not stated"
)


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone as written, and what it says about a local time."""

    text: str
    kind: ZoneKind
    offset: timedelta | None = None
    """For kinds with one fixed offset from UTC."""
    iana: ZoneInfo | None = None

    def offset_at(self, local: datetime) -> timedelta | None:
        """The offset from UTC at a naive local time; None where the zone is unknown.

        A local time that a clock change doubles is read as the first of the two.
        """
        if self.iana is not None:
            return local.replace(tzinfo=self.iana).utcoffset()
        return self.offset

    def find_gap_or_fold(self, local: datetime) -> str | None:
        """Say whether a clock change skips (`nonexistent`) or doubles (`doubled`) a local time."""
        if self.iana is None:
            return None
        aware = local.replace(tzinfo=self.iana)
        if aware.utcoffset() == aware.replace(fold=1).utcoffset():
            return None
        back = aware.astimezone(UTC).astimezone(self.iana).replace(tzinfo=None)
        return "nonexistent" if back != local else "doubled"

    def find_contradiction(self, local: datetime) -> str | None:
        """Say how an abbreviation contradicts the date it is used on, if it does."""
        known = ABBREVIATIONS.get(self.text) if self.kind is ZoneKind.ABBREVIATION else None
        if known is None or known.region is None or self.offset is None:
            return None
        there = local.replace(tzinfo=ZoneInfo(known.region))
        actual = there.utcoffset()
        if actual is None or actual == self.offset:
            return None
        return (
            f"{self.text} is {known.name}, {format_offset(self.offset)}, but on "
            f"{local:%Y-%m-%d} {known.region} is on {there.tzname()}, {format_offset(actual)}"
        )

    @property
    def other_meanings(self) -> tuple[str, ...]:
        """What else an abbreviation is commonly used for."""
        known = ABBREVIATIONS.get(self.text) if self.kind is ZoneKind.ABBREVIATION else None
        return known.also if known else ()


UNKNOWN_ZONE = Zone("unknown", ZoneKind.UNKNOWN)
UTC_ZONE = Zone("UTC", ZoneKind.OFFSET, timedelta())


def format_offset(offset: timedelta) -> str:
    """Write an offset from UTC as `+02:00`."""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def fixed(offset: timedelta) -> timezone:
    """A `tzinfo` with one offset: between such times lies elapsed time, over DST too."""
    return timezone(offset)


@cache
def _iana_names() -> dict[str, str]:
    return {name.lower(): name for name in sorted(available_timezones())}


def parse_zone(text: str) -> Zone:
    """Read a zone name.

    Raises:
        FieldError: it is no IANA name, offset, listed abbreviation or `unknown`.
    """
    zone = find_zone(text)
    if zone is None:
        raise FieldError(f"unknown time zone {text!r}", _suggest(text.strip()))
    return zone


@lru_cache(maxsize=1000)
def find_zone(text: str) -> Zone | None:
    """Read a zone name; None where it is no IANA name, listed abbreviation or `unknown`.

    Raises:
        FieldError: it is an offset that there is not.
    """
    stripped = text.strip()
    if len(stripped) > _LONGEST:
        return None
    if stripped.lower() == "unknown":
        return UNKNOWN_ZONE
    if _ZERO.match(stripped):
        return Zone(stripped, ZoneKind.OFFSET, timedelta())
    if match := _OFFSET.match(stripped):
        offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        if offset > timedelta(hours=14):
            raise FieldError(f"the UTC offset {text!r} is larger than any in use", _HINT)
        return Zone(stripped, ZoneKind.OFFSET, offset if match["sign"] == "+" else -offset)
    if known := ABBREVIATIONS.get(stripped.upper()):
        return Zone(stripped.upper(), ZoneKind.ABBREVIATION, timedelta(minutes=known.minutes))
    name = _iana_names().get(stripped.lower())
    return Zone(name, ZoneKind.IANA, iana=ZoneInfo(name)) if name and "/" in name else None


def _suggest(text: str) -> str:
    if len(text) > _LONGEST:
        return _HINT
    names = [*_iana_names(), *(name.lower() for name in ABBREVIATIONS)]
    city = text.lower().replace(" ", "_")
    close = [name for name in names if name.endswith(f"/{city}")] or get_close_matches(
        city, names, n=1, cutoff=0.75
    )
    if not close:
        return _HINT
    best = _iana_names().get(close[0], close[0].upper())
    return f"did you mean {best!r}? otherwise {_HINT}"
