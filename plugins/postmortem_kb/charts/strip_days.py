"""The clock of a timeline strip: minutes after its origin to times of day and days in words."""

import math
from dataclasses import dataclass
from datetime import timedelta

from postmortem_kb.charts.scales import TimeScale
from postmortem_kb.moments import Moment

_DAY = 1440
_LEAST_BETWEEN_TICKS = 7.5
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class StripClock:
    """What the clock shows in the zone that the origin is written in."""

    origin: Moment
    scale: TimeScale

    @property
    def offset(self) -> float:
        """Minutes after midnight at minute 0."""
        local = self.origin.stated.local
        return local.hour * 60 + local.minute + local.second / 60

    @property
    def has_days(self) -> bool:
        """Whether days are told apart above the picture: midnight lies in between, and the ticks
        below it are not days themselves."""
        return self._day_of(self.scale.begin) < self._day_of(self.scale.end) and not all(
            self._is_midnight(minute) for minute in self._tick_minutes()
        )

    @property
    def ticks(self) -> tuple[tuple[float, float, str], ...]:
        """The ticks of the axis: minute, place and what the clock, or the calendar, shows."""
        minutes = self._tick_minutes()
        is_daily = len(minutes) > 1 and all(self._is_midnight(minute) for minute in minutes)
        return tuple(
            (
                minute,
                self.scale.place(minute),
                self._day_text(minute, has_year=minute == minutes[0])
                if is_daily
                else self._clock_text(minute),
            )
            for minute in minutes
        )

    def _tick_minutes(self) -> list[float]:
        return list(self.scale.ticks(self.offset, _LEAST_BETWEEN_TICKS))

    def _is_midnight(self, minute: float) -> bool:
        return round(minute + self.offset) % _DAY == 0

    @property
    def midnights(self) -> tuple[float, ...]:
        """The minutes at which a new day begins, those in a break left out."""
        days = range(self._day_of(self.scale.begin) + 1, self._day_of(self.scale.end) + 1)
        if len(days) > 2 * _DAY:
            return ()
        found = (day * _DAY - self.offset for day in days)
        return tuple(
            minute
            for minute in found
            if not any(gap.begin < minute < gap.end for gap in self.scale.breaks)
        )

    @property
    def days(self) -> tuple[tuple[float, str], ...]:
        """Where a day's label stands, with its text; the first has the year where it is known."""
        starts = {self.scale.begin, *self.midnights}
        starts |= {
            gap.end for gap in self.scale.breaks if self._day_of(gap.begin) < self._day_of(gap.end)
        }
        ordered = sorted(starts)
        return tuple(
            (self.scale.place(minute), self._day_text(minute, has_year=minute == ordered[0]))
            for minute in ordered
        )

    def _clock_text(self, minute: float) -> str:
        hours, minutes = divmod(round(minute + self.offset) % _DAY, 60)
        return f"{hours:02}:{minutes:02}"

    def _day_of(self, minute: float) -> int:
        return math.floor((minute + self.offset) / _DAY)

    def _day_text(self, minute: float, *, has_year: bool) -> str:
        stated = self.origin.stated
        if not stated.has_day:
            return f"day {self._day_of(minute) - self._day_of(self.scale.begin) + 1}"
        try:
            day = stated.local.date() + timedelta(days=self._day_of(minute))
        except OverflowError:
            return ""
        text = f"{day.day} {_MONTHS[day.month - 1]}"
        return f"{text} {day.year}" if has_year and stated.has_year else text
