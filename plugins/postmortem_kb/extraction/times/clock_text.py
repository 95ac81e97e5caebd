"""Clock times and days in running text, in every spelling that people use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from functools import lru_cache

from postmortem_kb.extraction.times.zone_text import ZONE_PATTERN, read_zone
from postmortem_kb.zones import Zone

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_FULL = {name: number for number, name in enumerate(_MONTHS, 1)}
_MERIDIEM = r"[ap](?:\.\s?m\b\.?|\s?m\b\.?)"
_CLOCK = re.compile(
    r"(?<![\d.:,$€£#/\\])(?<!\dx)(?P<iso>(?<=\dT))?"
    r"(?:"
    r"(?P<hour>[01]?\d|2[0-4])(?P<separator>\s?[:;]\s?|h|\.(?=\d\d(?!\d)))(?P<minute>[0-5]\d)"
    r"(?:\s?:\s?(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?(?![\d%]|:\d[\da-f]|:[\da-f]{2}:|::\w)"
    rf"(?:\s*(?P<half>{_MERIDIEM}|(?<=\d)[AP](?![A-Za-z])|(?-i:[AP])(?=\s?(?:[-–—:|)\],.]|$)))"
    r"|\s?(?P<hrs>hrs?\b|hours?\b|h\b)|\s?(?P<lost>(?-i:M))(?=\s?(?:[-–—(),]|to\b|$)))?"
    rf"|(?P<bare_hour>1[0-2]|0?[1-9])(?:\s?|:)(?P<bare_half>{_MERIDIEM})"
    r"|(?P<compact>(?:[01]\d|2[0-3])[0-5]\d)\s?(?P<compact_mark>hrs?\b|hours\b(?! of)|h\b|Z\b)"
    r"|(?:(?<=at )|(?<=from )|(?<=until )|(?<=since ))(?P<french>[01]?\d|2[0-3])h(?![a-z\d])"
    r"|\b(?P<word>noon|midnight|midday)\b"
    r"|(?:(?<=from )|(?<=between ))(?P<open_hour>1[0-2]|[1-9])"
    rf"(?=\s?(?:-|–|—|to|and)\s?(?:1[0-2]|[1-9])(?::[0-5]\d)?\s?{_MERIDIEM})"
    r")"
    r"(?:\s?\((?P<alternative>\d{1,2}:\d\d)\s?(?:[ap]m)?\s?\))?"
    # `13:15-14:00` is a range; only behind seconds or in an ISO stamp is it an offset.
    r"(?:\s?[\[(,]?\s?(?(iso)|(?(second)|(?!-\d\d:\d)))"
    rf"(?P<zone>{ZONE_PATTERN})(?!:\d)[\])]?)?",
    re.IGNORECASE,
)
_NO_CLOCK_BEFORE = re.compile(r"\b(?:ratio|score|scale|odds|verse)\b(?: of| is| was)?:?\s*$", re.I)
_MINUTES = re.compile(r"\s?min(?:ute)?s?\b", re.I)
_MONTH = r"(?P<month>[A-Za-z]{3,10})\.?"
_DAY_NUMBER = r"(?P<day>[0-3]?\d)\s?(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}[-/.](?P<number>0?[1-9]|1[0-2])[-/.](?P<day>0[1-9]|[12]\d|3[01]"
        rf"|[1-9])(?!\d)",
        rf"(?<![A-Za-z]){_MONTH}\s{{0,3}},?\s{{0,3}}{_DAY_NUMBER}(?![\d:%])(?!\s?[ap]\.?m\b)"
        rf"(?:\s{{0,3}},{{0,2}}\s{{0,3}}(?:of\s)?{_YEAR})?",
        rf"(?<![\d:.]){_DAY_NUMBER}\.?(?:\s|-|/|,|of\s|(?=[A-Za-z])){{1,3}}{_MONTH}"
        rf"(?:[\s,/-]{{0,3}}{_YEAR})?(?![A-Za-z])",
        rf"(?<![\d.:/-])(?P<first>[0-3]?\d)\s?(?P<mark>[-/.,])\s?(?P<second>[0-3]?\d)\s?"
        rf"(?P=mark)\s?{_YEAR}(?!\.\d)",
    )
)
_LONGEST = 20_000
_REMEMBERED = 5000
"""Texts whose times are kept: each step of the reading asks for those of the same lines."""


@dataclass(frozen=True, slots=True)
class ClockMention:
    """A time of day in a text. `hour` is as the meridiem says; `is_twelve` where there is none
    and the hour may be of either half of the day. `shape` groups spellings (`12h`, `24h`)."""

    start: int
    end: int
    clock: time
    has_minute: bool
    is_marked: bool
    """A meridiem, or an hour beyond 12, or a leading zero: which half of the day is certain."""
    zone: Zone | None
    text: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day in a text. `numbers` are the two of a numeric date whose order is open, else None."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    text: str
    numbers: tuple[int, int] | None = None

    def as_date(self, year: int | None = None) -> date | None:
        """The day, in another year where it states none; None where there is no such day."""
        try:
            return date(self.year or year or 1904, self.month, self.day)
        except ValueError:
            return None


def find_clocks(text: str) -> list[ClockMention]:
    """Every time of day in a line of plain text, in order."""
    return list(_find_clocks(text[:_LONGEST]))


@lru_cache(maxsize=_REMEMBERED)
def _find_clocks(text: str) -> tuple[ClockMention, ...]:
    found = (_read_clock(match) for match in _CLOCK.finditer(text))
    return tuple(mention for mention in found if mention is not None)


def _read_clock(match: re.Match[str]) -> ClockMention | None:
    zone = read_zone(match["zone"]) if match["zone"] else None
    end = match.end() if zone else _end_without_zone(match)
    text = match.string[match.start() : end].strip()
    if match["word"]:
        hour = 0 if match["word"].lower() == "midnight" else 12
        return ClockMention(match.start(), end, time(hour), False, True, zone, text)
    if match["compact"]:
        clock = time(int(match["compact"][:2]), int(match["compact"][2:]))
        return ClockMention(match.start(), end, clock, True, True, zone, text)
    if match["french"]:
        return ClockMention(match.start(), end, time(int(match["french"])), False, True, zone, text)
    half = match["half"] or match["bare_half"]
    written = match["hour"] or match["bare_hour"] or match["open_hour"]
    hour = int(written)
    if match["separator"] and not (half or zone) and _is_other_number(match, end):
        return None
    is_marked = bool(half) or hour > 12 or (match["hour"] or "").startswith("0")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    minute = int(match["minute"] or 0)
    hour = 0 if hour == 24 and minute == 0 else hour
    if hour > 23:
        return None
    clock = time(hour, minute, int(match["second"] or 0))
    return ClockMention(match.start(), end, clock, True, is_marked, zone, text)


def _is_other_number(match: re.Match[str], end: int) -> bool:
    """Whether what looks like a clock is a number, a length or a ratio: `15.25`, `1:30 hours`."""
    separator, unit = match["separator"], (match["hrs"] or "").lower()
    if unit and (
        len(match["hour"]) == 1 or unit == "hour" or (unit == "hours" and "." in separator)
    ):
        return True
    if separator != ":" and separator not in "hH" and not unit:
        return True  # `15.25`, `12;45`, and `1: 30` of `Step 1: 30 hosts`
    text = match.string
    if _MINUTES.match(text, end) or (separator in "hH" and text[end : end + 1] in ("m", "M")):
        return True
    return bool(_NO_CLOCK_BEFORE.search(text[max(0, match.start() - 16) : match.start()]))


def _end_without_zone(match: re.Match[str]) -> int:
    names = "minute second half hrs lost bare_half compact_mark french word open_hour alternative"
    end = max(match.end(name) for name in names.split())
    end += 1 if match["french"] else 0
    if match["alternative"]:
        end = match.string.index(")", end) + 1
    return end


def find_dates(text: str) -> list[DateMention]:
    """Every day in a line of plain text, in order; days that no calendar has are left out."""
    return list(_find_dates(text[:_LONGEST]))


@lru_cache(maxsize=_REMEMBERED)
def _find_dates(text: str) -> tuple[DateMention, ...]:
    found: list[DateMention] = []
    taken = bytearray(len(text))
    for pattern in _DATES:
        for match in pattern.finditer(text):
            mention = _read_date(match)
            if mention and not any(taken[mention.start : mention.end]):
                found.append(mention)
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _read_date(match: re.Match[str]) -> DateMention | None:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    numbers = None
    if groups.get("first"):
        first, second = int(groups["first"]), int(groups["second"])
        if not (1 <= min(first, second) <= 12 and 1 <= max(first, second) <= 31):
            return None
        month, day = (first, second) if second > 12 else (second, first)
        numbers = (first, second) if first != second and max(first, second) <= 12 else None
    else:
        named = groups.get("month")
        number = int(groups["number"]) if groups.get("number") else find_month(named or "")
        if number is None or (year is None and named and len(named) == 3 and named.islower()):
            return None
        month, day = number, int(groups["day"])
    mention = DateMention(
        match.start(), match.end(), year, month, day, match.group().strip(), numbers
    )
    return mention if mention.as_date(2000 if year is None else year) else None


@lru_cache(maxsize=500)
def find_month(word: str) -> int | None:
    """A month's number from its name, a usual abbreviation, or a name with a slip in it."""
    folded = word.lower()
    if number := _FULL.get(folded) or _SHORT.get(folded):
        return number
    if len(folded) < 5:
        return None
    close = get_close_matches(folded, _MONTHS, n=1, cutoff=0.8)
    return _FULL[close[0]] if close and close[0][0] == folded[0] else None


_LEAD = re.compile(
    r"^[\s\[(*_~\"'|-]*(?:at |on |from |around |about |approximately |approx\.? |roughly |circa "
    r"|ca\.? |~ ?|by )*",
    re.I,
)


def begins_with_time(text: str) -> bool:
    """Whether plain text begins with a time of day, perhaps with a day before it."""
    return _position_of_time(text) == 0


def _position_of_time(text: str) -> int | None:
    start = _LEAD.match(text)
    position = start.end() if start else 0
    head = text[:80]
    dates = [mention for mention in find_dates(head) if mention.start <= position + 12]
    if (
        dates
        and dates[0].start <= position + 11
        and not head[position : dates[0].start].strip("abcdefghijklmnopqrstuvwxyzMTWFS, .")
    ):
        position = dates[0].end
        position += len(head[position:]) - len(head[position:].lstrip(" ,-–—:|atT"))
        about = _LEAD.match(head[position:])
        position += about.end() if about else 0
    clocks = find_clocks(head)
    return 0 if any(mention.start == position for mention in clocks) else None


def is_only_date(text: str) -> bool:
    """Whether plain text is a day and nothing else but a weekday, brackets or a colon."""
    dates = find_dates(text[:80]) if len(text) < 60 else []
    if not dates:
        return False
    rest = text[: dates[0].start] + text[dates[0].end :]
    return not re.sub(
        r"(?i)\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\bdate\b"
        r"|\bday \d\b",
        "",
        rest,
    ).strip(" ,.:()[]#*-–—")


def iterate_mentions(text: str) -> Iterator[ClockMention | DateMention]:
    """Days and times of a text in the order in which they stand."""
    found: list[ClockMention | DateMention] = [*find_clocks(text), *find_dates(text)]
    yield from sorted(found, key=lambda mention: mention.start)
