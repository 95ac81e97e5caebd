"""Durations: text as people write it, to a span of time, and back to text."""

import re
from dataclasses import dataclass
from datetime import timedelta

from postmortem_kb.errors import FieldError

_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_UNIT = r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)(?![a-z])"
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
_NUMBERS = {word: str(value) for value, word in enumerate(_WORDS)} | {"a": "1", "an": "1"}
_NUMBER = rf"(?:\d+(?:\.\d+)?|\b(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b)"
_FRACTIONS = {"half": 0.5, "quarter": 0.25, "three quarters": 0.75}
_FRACTION = "(?:an? )?(?P<fraction>three quarters|half|quarter)"

_APPROXIMATE = re.compile(r"^(?:~|≈|about|around|approximately|approx\.?|roughly|circa|ca\.?)\s*")
_ISO = re.compile(
    r"^p(?:(?P<w>\d+(?:\.\d+)?)w)?(?:(?P<d>\d+(?:\.\d+)?)d)?"
    r"(?:t(?=\d)(?:(?P<h>\d+(?:\.\d+)?)h)?(?:(?P<m>\d+(?:\.\d+)?)m)?(?:(?P<s>\d+(?:\.\d+)?)s)?)?$"
)
_CLOCK = re.compile(r"^(?P<h>\d+):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?$")
# "half an hour", "2 and a half hours", "an hour and a half": each becomes "<number> <unit>".
_FRACTION_OF_UNIT = re.compile(rf"{_FRACTION}(?: of)? an? (?={_UNIT})")
_FRACTION_BEFORE_UNIT = re.compile(rf"(?P<number>{_NUMBER}) and {_FRACTION} (?={_UNIT})")
_FRACTION_AFTER_UNIT = re.compile(rf"(?P<number>{_NUMBER})[ -]?(?P<unit>{_UNIT}) and {_FRACTION}$")
_PART = re.compile(rf"(?P<number>{_NUMBER})[ -]?(?P<unit>{_UNIT})(?:(?:,? and |, ?| )(?=\S))?")
_HINT = "write it like '1h 30m', '90 min', '1:30' (hours:minutes) or 'PT1H30M'"
_LIMIT = timedelta(days=36525)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time; `approximate` where its source says "about"."""

    delta: timedelta
    approximate: bool = False

    @property
    def minutes(self) -> float:
        """Length in minutes, possibly negative (detection before the stated start)."""
        return self.delta.total_seconds() / 60

    def __str__(self) -> str:
        return ("about " if self.approximate else "") + format_delta(self.delta)


def parse_duration(text: str) -> Duration:
    """Read `1h 30m`, `90 min`, `1:30` (hours:minutes), `PT1H30M`, `2 and a half hours`, `~3 days`.

    Months and years are refused: their length is not fixed.

    Raises:
        FieldError: the text is none of these.
    """
    if len(text) > _LONGEST:
        raise FieldError(f"found {len(text):,} characters where a duration was expected", _HINT)
    folded = " ".join(text.lower().split())
    bare = _APPROXIMATE.sub("", folded)
    readings = (parse(bare) for parse in (_parse_iso, _parse_clock, _parse_words))
    delta = next((reading for reading in readings if reading is not None), None)
    if delta is None:
        raise FieldError(f"found {text!r} where a duration was expected", _HINT)
    if delta > _LIMIT:
        raise FieldError(f"the duration {text!r} is longer than 100 years", _HINT)
    return Duration(delta, approximate=bare != folded)


def _parse_iso(text: str) -> timedelta | None:
    match = _ISO.match(text)
    if not match or not any(match.groupdict().values()):
        return None
    return _total(match.groupdict())


def _parse_clock(text: str) -> timedelta | None:
    match = _CLOCK.match(text)
    return _total(match.groupdict()) if match else None


def _total(amounts: dict[str, str | None]) -> timedelta:
    try:
        return sum(
            (float(number) * _UNITS[unit] for unit, number in amounts.items() if number),
            timedelta(),
        )
    except OverflowError:
        return timedelta.max


def _parse_words(text: str) -> timedelta | None:
    """Read a run of amounts with units, largest unit first, each unit once."""
    text = _FRACTION_OF_UNIT.sub(lambda match: f"{_number(match)} ", text)
    text = _FRACTION_BEFORE_UNIT.sub(lambda match: f"{_number(match)} ", text)
    text = _FRACTION_AFTER_UNIT.sub(lambda match: f"{_number(match)} {match['unit']}", text)
    amounts: dict[str, str | None] = {}
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        unit = match["unit"][0] if match else ""
        if not match or any(_UNITS[unit] >= _UNITS[seen] for seen in amounts):
            return None
        amounts[unit] = _NUMBERS.get(match["number"], match["number"])
        position = match.end()
    return _total(amounts) if amounts else None


def _number(match: re.Match[str]) -> float:
    """Add the fraction of a match to its number, if it has one."""
    number = match.groupdict().get("number") or "0"
    return float(_NUMBERS.get(number, number)) + _FRACTIONS[match["fraction"]]


def format_delta(delta: timedelta) -> str:
    """Write a span, leaving out units that are zero: `1 h 30 min`, `2 d 6 h`, `45 s`, `0 min`."""
    seconds = round(abs(delta.total_seconds()))
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    shown = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(shown) if shown else "0 min"
