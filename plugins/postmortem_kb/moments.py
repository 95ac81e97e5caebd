"""Points in time with the precision that the record states, and what lies between two of them."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from postmortem_kb.durations import Duration
from postmortem_kb.errors import FieldError
from postmortem_kb.timestamp_readings import find_right_reading
from postmortem_kb.zones import Zone, ZoneKind, fixed, format_offset

_TIMESTAMP = re.compile(
    r"^(?P<approximate>~\s*)?"
    r"(?:(?:(?P<year>\d{4})|-)-(?P<month>\d\d)-(?P<day>\d\d)(?:[Tt ](?=\d)|$)|[Tt](?=\d))"
    r"(?:(?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?)?)?"
    r"\s*(?P<offset>[Zz]|[+-]\d\d(?::?[0-5]\d)?)?$",
    re.ASCII,
)
_FRACTION = re.compile(r"[.,](\d+)")
# As nearly all are written.
_PLAIN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
_HINT = (
    "write it like '2024-03-13T14:10' (or '2024-03-13', '2024-03-13T14', '~2024-03-13T14:10', "
    "'T14:10' where the day is not known, '--03-13T14:10' where the year is not known)"
)
NO_YEAR = 1904
"""Stands in for a year that is not known, so that days can still be compared. A leap year."""
_NO_DAY = date(NO_YEAR, 1, 1)


class Precision(StrEnum):
    """The smallest unit that a timestamp states."""

    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A timestamp as written, before its zone is known. `local` stands on a made-up date where
    the day or the year is not stated: see `has_day` and `has_year`."""

    text: str
    local: datetime
    precision: Precision
    has_day: bool = True
    has_year: bool = True
    approximate: bool = False
    offset: timedelta | None = None
    """Only where the timestamp itself states one."""

    def __str__(self) -> str:
        return self.text

    @property
    def canonical(self) -> str:
        """The one spelling of what it says: `~2024-06-08T13:15:05.250+02:00`, cut to its parts."""
        if _PLAIN.fullmatch(self.text):
            return self.text
        text = f"{'~' if self.approximate else ''}{_format_day(self)}"
        if clock := format_clock(self):
            fraction = _FRACTION.search(self.text)
            text += f"T{clock}" + (f".{fraction[1]}" if fraction else "")
        if self.offset is None:
            return text
        return text + ("Z" if self.text[-1] in "Zz" else format_offset(self.offset))


class Openness(StrEnum):
    """What stands in the place of a timestamp that there is not."""

    ONGOING = "ongoing"
    UNKNOWN = "unknown"


def parse_timestamp(text: str) -> Timestamp:
    """Read one timestamp of the front matter.

    Raises:
        FieldError: it is in no spelling that keeps its meaning, or no such day or time exists.
    """
    if _PLAIN.fullmatch(text):
        with suppress(ValueError):  # no such time: said below
            return Timestamp(text, datetime.fromisoformat(text), Precision.MINUTE)
    match = _TIMESTAMP.match(text.strip())
    if not match:
        right = find_right_reading(text)
        hint = f"write {right!r}" if right else _HINT
        raise FieldError(f"found {text!r} where a timestamp was expected", hint, right)
    parts = match.groupdict()
    has_day = parts["day"] is not None
    has_year = parts["year"] is not None
    if not has_day and parts["hour"] is None:
        raise FieldError(f"found {text!r} where a timestamp was expected", _HINT)
    try:
        day = (
            date(int(parts["year"] or NO_YEAR), int(parts["month"]), int(parts["day"]))
            if has_day
            else _NO_DAY
        )
        local = datetime(
            day.year,
            day.month,
            day.day,
            int(parts["hour"] or 0),
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
        )
    except ValueError as error:
        raise FieldError(f"{text!r} is no point in time: {error}", _HINT) from None
    return Timestamp(
        text=text.strip(),
        local=local,
        precision=_precision(parts),
        has_day=has_day,
        has_year=has_year,
        approximate=parts["approximate"] is not None,
        offset=_parse_offset(text, parts["offset"]),
    )


def parse_timestamp_or_unknown(text: str) -> Timestamp | Openness:
    """Read a timestamp or `unknown`."""
    if text.strip().lower() == Openness.ONGOING:
        message = f"found {text!r}, which only 'resolved_at' may be"
        raise FieldError(message, "write a timestamp, 'unknown', or leave the field out")
    return parse_timestamp_or_openness(text)


def parse_timestamp_or_openness(text: str) -> Timestamp | Openness:
    """Read a timestamp, `unknown` or `ongoing`."""
    folded = text.strip().lower()
    return Openness(folded) if folded in set(Openness) else parse_timestamp(text)


def _precision(parts: dict[str, str | None]) -> Precision:
    for unit in (Precision.SECOND, Precision.MINUTE, Precision.HOUR):
        if parts[unit] is not None:
            return unit
    return Precision.DAY


def _parse_offset(text: str, offset: str | None) -> timedelta | None:
    if offset is None:
        return None
    if offset in "Zz":
        return timedelta()
    digits = offset[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if size > timedelta(hours=14):
        raise FieldError(f"the UTC offset in {text!r} is larger than any in use", _HINT)
    return -size if offset[0] == "-" else size


@dataclass(frozen=True, slots=True)
class Moment:
    """A timestamp with its zone applied.

    `offset` is the one it was written in, None where the zone is unknown: then the time stays
    naive and is shown so.
    """

    stated: Timestamp
    zone: Zone
    offset: timedelta | None = field(init=False)

    def __post_init__(self) -> None:
        offset = self.stated.offset
        # An IANA zone needs the date to know its offset; a fixed one does not.
        if offset is None and (self.has_date or self.zone.kind is not ZoneKind.IANA):
            offset = self.zone.offset_at(self.stated.local)
        object.__setattr__(self, "offset", offset)

    @property
    def has_date(self) -> bool:
        """Whether day and year are both known."""
        return self.stated.has_day and self.stated.has_year

    @property
    def has_time(self) -> bool:
        """Whether at least the hour is known."""
        return self.stated.precision is not Precision.DAY

    @property
    def date(self) -> date | None:
        """The local day, where day and year are known."""
        return self.stated.local.date() if self.has_date else None

    @property
    def instant(self) -> datetime | None:
        """An aware datetime, where date, time and zone are all known."""
        if not self.has_date or not self.has_time or self.offset is None:
            return None
        return self.stated.local.replace(tzinfo=fixed(self.offset))

    @property
    def sort_key(self) -> datetime:
        """For ordering moments of different records: UTC, or the local time where unknown."""
        try:
            return self.stated.local - (self.offset or timedelta())
        except OverflowError:
            return self.stated.local

    @property
    def iso(self) -> str:
        """ISO 8601 cut to the stated precision, with an offset where it is known.

        What is not known is left out as in the front matter: `T13:15`, `--06-05T13:15`.
        """
        text = _format_day(self.stated)
        if clock := format_clock(self.stated):
            text += f"T{clock}"
            if self.offset is not None:
                text += format_offset(self.offset)
        return text


def _format_day(stated: Timestamp) -> str:
    """`2024-06-08`, `--06-08` where the year is not known, nothing where the day is not."""
    year = f"{stated.local.year:04}" if stated.has_year else "-"
    return f"{year}-{stated.local:%m-%d}" if stated.has_day else ""


def format_clock(stated: Timestamp) -> str:
    """The time of day cut to the stated precision: `14`, `14:10`, `14:10:05`, or nothing."""
    formats = {Precision.HOUR: "%H", Precision.MINUTE: "%H:%M", Precision.SECOND: "%H:%M:%S"}
    return stated.local.strftime(formats[stated.precision]) if stated.precision in formats else ""


def elapsed(
    start: Moment | None, end: Moment | None, *, end_may_come_first: bool = False
) -> Duration | None:
    """The time from one moment to another, negative where the end comes first.

    None where it cannot be told: a moment is missing or has no time of day, only one of them has
    a zone, or only one of them has a date. Where neither has a day, an end with a smaller clock
    time is read as that of the next day; where neither has a year, an end more than half a year
    earlier as that of the next year. With `end_may_come_first` an end up to half a day earlier
    stays so. It is approximate where either moment is, or states no more than the hour.

    None too where the end only seems to come first: it is known to the hour (14 may be 14:59), or
    happens twice because the clocks go back.
    """
    if start is None or end is None or not (start.has_time and end.has_time):
        return None
    first, last = start.stated, end.stated
    if (first.has_day, first.has_year) != (last.has_day, last.has_year):
        return None
    if (start.offset is None) != (end.offset is None):
        return None
    delta = last.local - first.local
    if start.offset is not None and end.offset is not None:
        delta += start.offset - end.offset
    if delta < timedelta() and not start.has_date:
        delta = _over_the_turn(delta, start, end_may_come_first=end_may_come_first)
    if delta < timedelta() and not end_may_come_first and _may_be_later(end, -delta):
        return None
    return Duration(
        delta,
        approximate=first.approximate
        or last.approximate
        or Precision.HOUR in (first.precision, last.precision),
    )


def _may_be_later(moment: Moment, by: timedelta) -> bool:
    """Whether a moment may be later than it is read by less than an hour."""
    if by >= timedelta(hours=1):
        return False
    stated = moment.stated
    is_doubled = (
        stated.offset is None
        and moment.has_date
        and moment.zone.find_gap_or_fold(stated.local) == "doubled"
    )
    return stated.precision is Precision.HOUR or is_doubled


def _over_the_turn(delta: timedelta, start: Moment, *, end_may_come_first: bool) -> timedelta:
    """A negative difference of clock times, or of days of a year that is not known."""
    period = timedelta(days=366 if start.stated.has_day else 1)
    nearest = start.stated.has_day or end_may_come_first
    return delta if nearest and -delta <= period / 2 else delta + period
