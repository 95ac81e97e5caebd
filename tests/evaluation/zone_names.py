"""Whether two names of a time zone mean the same: `PT` and `America/Los_Angeles`, `WAT` and +01:00.

Compared by the offsets that a name can stand for, and by its words where that is not known.
"""

import re
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from postmortem_kb.zones import ABBREVIATIONS

_OFFSET = re.compile(r"(?:\b(?:UTC|GMT)\s*)?([+\-−])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
# Names in words; each stands for its whole year.
_REGIONS = {
    "pacific": "America/Los_Angeles",
    "mountain": "America/Denver",
    "eastern": "America/New_York",
    "central european": "Europe/Berlin",
    "central africa": "Africa/Maputo",
    "west africa": "Africa/Lagos",
    "west central africa": "Africa/Lagos",
    "east africa": "Africa/Nairobi",
    "central": "America/Chicago",
    "india": "Asia/Kolkata",
}
_SHORT = {
    "PT": "America/Los_Angeles",
    "MT": "America/Denver",
    "ET": "America/New_York",
    "CT": "America/Chicago",
}


def same_zone(one: str, other: str) -> bool:
    """Whether they have an offset in common or, where one has none, the same words."""
    offsets, others = find_offsets(one), find_offsets(other)
    if offsets and others:
        return bool(offsets & others)
    return _words(one) == _words(other)


def find_offsets(name: str) -> frozenset[int]:
    """The minutes east of UTC that a name can stand for in a year; empty where it says nothing."""
    name = name.strip()
    # The IANA database has regions called CET and EST, which is not what a document means.
    if name not in ABBREVIATIONS and name in available_timezones():
        return _offsets_of_region(name)
    if found := _OFFSET.search(name):
        sign = 1 if found[1] == "+" else -1
        return frozenset({sign * (int(found[2]) * 60 + int(found[3] or 0))})
    for word in re.findall(r"\b[A-Z]{1,5}\b", name):
        if word in ("UTC", "GMT", "Z"):
            return frozenset({0})
        if word in _SHORT:
            return _offsets_of_region(_SHORT[word])
        if word in ABBREVIATIONS:
            return frozenset({ABBREVIATIONS[word].minutes})
    return _offsets_in_words(" ".join(_words(name)))


def _offsets_in_words(words: str) -> frozenset[int]:
    for abbreviation in ABBREVIATIONS.values():
        if abbreviation.name.lower() == words:
            return frozenset({abbreviation.minutes})
    for region in sorted(_REGIONS, key=len, reverse=True):
        if words.startswith(region):
            return _offsets_of_region(_REGIONS[region])
    for key in sorted(available_timezones()):
        city = key.rpartition("/")[2].replace("_", " ").lower()
        if re.search(rf"\b{re.escape(city)}\b", words):
            return _offsets_of_region(key)
    return frozenset()


@cache
def _offsets_of_region(key: str) -> frozenset[int]:
    zone = ZoneInfo(key)
    found = set()
    for month in (1, 7):
        offset = datetime(2023, month, 1, tzinfo=zone).utcoffset()
        assert offset is not None
        found.add(round(offset.total_seconds() / 60))
    return frozenset(found)


def _words(name: str) -> list[str]:
    return [word for word in re.findall(r"\w+", name.lower()) if word not in ("the", "standard")]
