"""Scales: numbers to places in percent of a plot's width, and the ticks of their axes."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_BREAK_FROM = 180.0
_BREAK_SHARE = 0.4
_BREAK_LEAST = 7
_BREAK_WIDTH = 12.0
_MOST_BREAKS = 3
TIME_STEPS = (
    *(1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 43200),
    *(525600 * 10**power for power in range(5)),
)
"""Minutes between the ticks of a time axis, up to ten thousand years: years can be mistyped."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a time axis that has one rate; `is_break` where it is drawn shorter than it is."""

    begin: float
    end: float
    left: float
    right: float
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Minutes to percent, piece by piece: proportional, except in the breaks."""

    stretches: tuple[Stretch, ...]

    @property
    def begin(self) -> float:
        """The first minute."""
        return self.stretches[0].begin

    @property
    def end(self) -> float:
        """The last minute."""
        return self.stretches[-1].end

    @property
    def breaks(self) -> tuple[Stretch, ...]:
        """The long gaps that are drawn short."""
        return tuple(stretch for stretch in self.stretches if stretch.is_break)

    def place(self, minute: float) -> float:
        """Where a minute stands; what lies outside stands at the edge."""
        minute = min(max(minute, self.begin), self.end)
        part = next(part for part in self.stretches if minute <= part.end)
        share = (minute - part.begin) / (part.end - part.begin)
        return part.left + share * (part.right - part.left)

    def ticks(self, offset: float, least_gap: float) -> Iterator[float]:
        """Minutes on whole steps of the clock, at least `least_gap` percent apart.

        `offset` is what the clock shows at minute 0, in minutes after midnight.
        """
        rate = max(
            (part.right - part.left) / (part.end - part.begin)
            for part in self.stretches
            if not part.is_break
        )
        step = next((step for step in TIME_STEPS if step * rate >= least_gap), TIME_STEPS[-1])
        for part in self.stretches:
            if part.is_break:
                continue
            first = math.ceil((part.begin + offset) / step)
            last = math.floor((part.end + offset) / step)
            yield from (index * step - offset for index in range(first, last + 1))


def make_time_scale(minutes: Iterable[float], left: float, right: float) -> TimeScale:
    """A scale over all given minutes.

    Gaps of hours that take more than two fifths of what is left are broken, where there are so many
    other points that these would be crowded together.
    """
    known = sorted(set(minutes))
    if len(known) < 2:
        middle = known[0] if known else 0.0
        known = [middle - 30, middle + 30]
    gaps = sorted(pairwise(known), key=lambda gap: (gap[0] - gap[1], gap[0]))
    rest = known[-1] - known[0]
    broken: set[tuple[float, float]] = set()
    for gap in gaps[:_MOST_BREAKS] if len(known) >= _BREAK_LEAST else []:
        length = gap[1] - gap[0]
        if length < _BREAK_FROM or length < _BREAK_SHARE * rest or length >= rest:
            break
        broken.add(gap)
        rest -= length
    rate = (right - left - _BREAK_WIDTH * len(broken)) / rest
    stretches: list[Stretch] = []
    place, begin = left, known[0]
    for gap in pairwise(known):
        if gap not in broken:
            continue
        if gap[0] > begin:
            there = place + (gap[0] - begin) * rate
            stretches.append(Stretch(begin, gap[0], place, there))
            place = there
        stretches.append(Stretch(*gap, place, place + _BREAK_WIDTH, is_break=True))
        place, begin = place + _BREAK_WIDTH, gap[1]
    if known[-1] > begin:
        stretches.append(Stretch(begin, known[-1], place, right))
    return TimeScale(tuple(stretches))


LOG_TICKS = (
    (1, "1 min"),
    (5, "5 min"),
    (15, "15 min"),
    (60, "1 h"),
    (240, "4 h"),
    (1440, "1 d"),
    (10080, "7 d"),
    (43200, "30 d"),
    (525600, "1 y"),
    (5256000, "10 y"),
    (52560000, "100 y"),
)
"""The ticks of an axis of lengths: the limits of the usual buckets, with their text."""


@dataclass(frozen=True, slots=True)
class LogScale:
    """Minutes to percent by their logarithm; what is below `least` has a place of its own."""

    least: float
    most: float
    left: float
    right: float
    zero: float

    def place(self, minutes: float) -> float:
        """Where a length stands; 0 and less, which have no logarithm, at `zero`."""
        if minutes < self.least:
            return self.zero
        share = math.log(minutes / self.least) / math.log(self.most / self.least)
        return self.left + share * (self.right - self.left)

    @property
    def ticks(self) -> tuple[tuple[int, str], ...]:
        """The ticks within the scale."""
        return tuple(tick for tick in LOG_TICKS if self.least <= tick[0] <= self.most)


def make_log_scale(lengths: Iterable[float]) -> LogScale:
    """A scale from the tick below the shortest length, at least a minute, to that above the
    longest."""
    known = [*lengths]
    longer = [length for length in known if length >= LOG_TICKS[0][0]]
    has_zero = len(longer) < len(known)
    low, high = (min(longer), max(longer)) if longer else (1, 60)
    least = max((tick for tick, _ in LOG_TICKS if tick <= low), default=LOG_TICKS[0][0])
    most = min((tick for tick, _ in LOG_TICKS if tick > high), default=high)
    return LogScale(least, most, 12.0 if has_zero else 3.0, 97.0, 3.0)
