"""Time zones as prose names them: `(UTC)`, `Pacific Time`, `Kigali time`, `GMT +1`."""

import re
from functools import lru_cache
from zoneinfo import available_timezones

from postmortem_kb.errors import FieldError
from postmortem_kb.zones import ABBREVIATIONS, UTC_ZONE, Zone, ZoneKind, find_zone

# The everyday names of zones that change their clocks, to the IANA zone that they mean.
_REGIONS = {
    "pacific": "America/Los_Angeles",
    "mountain": "America/Denver",
    "central": "America/Chicago",
    "eastern": "America/New_York",
    "atlantic": "America/Halifax",
    "central european": "Europe/Berlin",
    "eastern european": "Europe/Helsinki",
    "western european": "Europe/Lisbon",
    "uk": "Europe/London",
    "british": "Europe/London",
    "pt": "America/Los_Angeles",
    "mt": "America/Denver",
    "ct": "America/Chicago",
    "et": "America/New_York",
}
_NOUN = r"(?:standard |daylight |summer )?time(?:[ -]?zone)?"
_SHORT = "|".join(
    sorted((*ABBREVIATIONS, "UTC", "GMT", "PT", "ET", "CT", "MT"), key=len, reverse=True)
)
ZONE_PATTERN = (
    r"(?:(?:UTC|GMT)\s?\(?[+\-−]\s?\d{1,2}(?::?[0-5]\d)?\)?"
    r"|(?-i:Z)\b"
    rf"|(?-i:{_SHORT})\b(?:\s?[+\-]\d{{1,2}}(?::?\d\d)?(?!\d))?"
    r"|[+\-−](?:0\d|1[0-4]):?[0-5]\d\b"
    rf"|[A-Z][A-Za-z]{{2,14}}(?:\s[A-Z][A-Za-z]{{2,10}}){{0,3}}\s{_NOUN}"
    r"|(?:utc|gmt)\b(?:\s?[+\-]\d{1,2})?"
    r"|[A-Z][a-z]{2,9}/[A-Z][A-Za-z_]{2,20})"
)
"""What may be a zone behind a time; `read_zone` says whether it is one."""
_IN_TEXT = re.compile(ZONE_PATTERN, re.IGNORECASE)
_SPACED_OFFSET = re.compile(r"\s*([+\-])\s*")


@lru_cache(maxsize=1000)
def read_zone(text: str) -> Zone | None:
    """The zone that some words name, if they name one."""
    cleaned = text.strip(" ()[],.:").replace("(", "").replace("−", "-")
    cleaned = _SPACED_OFFSET.sub(r"\1", cleaned)
    if cleaned.lower() in ("utc", "gmt"):
        cleaned = cleaned.upper()
    if not cleaned:
        return None
    if cleaned == "Z":
        return UTC_ZONE
    try:
        found = find_zone(cleaned)
    except FieldError:
        return None
    if found is not None and found.kind is not ZoneKind.UNKNOWN:
        return found
    head = re.match(r"^([A-Z]{3,4})[+\-]\d", cleaned)
    if head and head[1] in ABBREVIATIONS:
        return find_zone(head[1])
    return _read_name(cleaned.lower())


def _read_name(name: str) -> Zone | None:
    """`pacific standard time`, `west central africa standard timezone`, `kigali time`."""
    words = re.sub(r"[^a-z ]", " ", name).replace("timezone", "time").replace("time zone", "time")
    words = " ".join(words.replace("african", "africa").split())
    is_standard, is_daylight = " standard" in words, " daylight" in words or " summer" in words
    base = re.sub(r"\s?(?:standard|daylight|summer|local)?\s?time$", "", words)
    for short, known in ABBREVIATIONS.items():
        folded = known.name.lower()
        if folded == words or (
            re.sub(r"\s?(?:standard|daylight|summer)?\s?time$", "", folded) == base
            and known.region is None
        ):
            return find_zone(short)
    if base in ("west central africa", "central west africa"):
        return find_zone("WAT")
    if base in ("coordinated universal", "universal"):
        return find_zone("UTC")
    if base in ("greenwich mean", "greenwich"):
        return find_zone("GMT")
    if is_standard or is_daylight:
        mark = "standard" if is_standard else "daylight"
        for short, known in ABBREVIATIONS.items():
            if known.name.lower().startswith(base) and mark in known.name.lower():
                return find_zone(short)
    if base in _REGIONS and (words != base or len(base) == 2):
        return find_zone(_REGIONS[base])
    city = _cities().get(base.replace(" ", "_"))
    return find_zone(city) if city and words.endswith("time") else None


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    names = sorted(name for name in available_timezones() if "/" in name)
    areas = ("Africa", "America", "Asia", "Europe", "Australia", "Pacific", "Atlantic", "Indian")
    return {name.rsplit("/", 1)[1].lower(): name for name in names if name.split("/")[0] in areas}


def find_zones(text: str) -> list[tuple[int, Zone]]:
    """Every zone that a line of plain text names, with its position."""
    found = ((match.start(), read_zone(match.group())) for match in _IN_TEXT.finditer(text[:5000]))
    return [(position, zone) for position, zone in found if zone is not None]
