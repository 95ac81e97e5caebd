"""Quantiles: lengths to median and quartiles, or to nothing where there are too few of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_FOR_QUANTILES = 5
"""Of fewer values than this no quantile is told: it would be one of them, no distribution."""


@dataclass(frozen=True, slots=True)
class Quartiles:
    """In the unit of the values."""

    lower: float
    median: float
    upper: float


def find_quartiles(values: Sequence[float]) -> Quartiles | None:
    """The quartiles, between two values by linear interpolation (Hyndman and Fan, Sample Quantiles
    in Statistical Packages, 1996: definition 7); None of fewer than five."""
    if len(values) < LEAST_FOR_QUANTILES:
        return None
    ordered = sorted(values)
    return Quartiles(*(_quantile(ordered, share) for share in (0.25, 0.5, 0.75)))


def _quantile(ordered: Sequence[float], share: float) -> float:
    position = share * (len(ordered) - 1)
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])
