"""Labels that do not run into each other: texts and their places to where each of them is shown."""

from collections.abc import Iterable
from dataclasses import dataclass

NARROW, WIDE = 310.0, 470.0
"""Pixels of a plot on a phone and beside a navigation: what is decided here holds for both."""
CHARACTER = 6.6
"""Pixels of an average character at the plots' 12 px."""
_GAP = 6.0


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place in percent; `name` is the class that shows it at the widths it fits at."""

    text: str
    place: float
    anchor: str
    name: str


def text_width(text: str) -> float:
    """About how many pixels a text takes."""
    return len(text) * CHARACTER


def width_class(*, narrow: bool, wide: bool) -> str:
    """The class of what is shown at some widths only."""
    return "" if narrow and wide else "pm-wide" if wide else "pm-narrow" if narrow else "pm-never"


def fit_labels(texts: Iterable[tuple[float, str]], *, begins_there: bool = False) -> list[Label]:
    """The labels that fit beside each other, those before others first; the rest is left out.

    `begins_there` where a label stands right of its place, and not around it.
    """
    side = _begin_or_end if begins_there else anchor
    wanted = [(place, text, side(place)) for place, text in texts]
    narrow = _choose(wanted, NARROW)
    wide = _choose(wanted, WIDE, narrow)
    return [
        Label(text, place, shown, width_class(narrow=index in narrow, wide=True))
        for index, (place, text, shown) in enumerate(wanted)
        if index in wide
    ]


def anchor(place: float) -> str:
    """The side of a label that stands at its place, so that it stays within the plot."""
    return "start" if place < 5 else "end" if place > 95 else "middle"


def _begin_or_end(place: float) -> str:
    return "start" if place < 90 else "end"


def _choose(
    wanted: list[tuple[float, str, str]], width: float, kept: frozenset[int] = frozenset()
) -> frozenset[int]:
    chosen: dict[int, tuple[float, float]] = {}
    order = [index for index in range(len(wanted)) if index in kept]
    order += [index for index in range(len(wanted)) if index not in kept]
    for index in order:
        place, text, side = wanted[index]
        size = text_width(text)
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[side]
        left = place * width / 100 - shift * size
        right = left + size
        if index in kept or all(
            right + _GAP <= other[0] or left - _GAP >= other[1] for other in chosen.values()
        ):
            chosen[index] = (left, right)
    return frozenset(chosen)
