"""Lengths on a log axis: a dot for each of a few, the cumulative share of many, with quartiles."""

from collections.abc import Sequence
from dataclasses import dataclass

from postmortem_kb.charts.bars import link_element, plot_row
from postmortem_kb.charts.label_fitting import NARROW, WIDE, text_width, width_class
from postmortem_kb.charts.markup import Value, join, number, percent, tag
from postmortem_kb.charts.quantiles import Quartiles
from postmortem_kb.charts.scales import LogScale
from postmortem_kb.charts.ticks import draw_ticks
from postmortem_kb.escape import Markdown

MOST_DOTS = 250
"""Of more values than this the cumulative share is drawn, since dots would lie on dots."""
_COLUMN = 2.6
"""Percent between two columns of dots: the width of one on a phone."""
_DOT, _DEEPEST = 9.0, 90.0
_CURVE = 90
_CURVE_POINTS = 120


@dataclass(frozen=True, slots=True)
class Dot:
    """One value in minutes, with where it leads to."""

    minutes: float
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class LengthRow:
    """One distribution; `notes` are its figures in words."""

    label: str
    notes: tuple[str, ...]
    dots: tuple[Dot, ...]
    quartiles: Quartiles | None


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the axis in minutes (None: open) with the number of values in it."""

    begin: float | None
    end: float | None
    count: int
    url: str
    words: str


def draw_lengths(
    rows: Sequence[LengthRow], scale: LogScale, bands: Sequence[Band] = ()
) -> Markdown:
    """The rows on one axis, and below it the bands, each a link to what it counts."""
    is_curve = any(len(row.dots) > MOST_DOTS for row in rows)
    drawn = [
        plot_row(row.label, row.notes, *_draw_row(row, scale, is_curve=is_curve)) for row in rows
    ]
    axis = plot_row("", (), join(_draw_axis(scale)), 22)
    parts = [*drawn, axis]
    if bands:
        inner = join([_draw_band(band, scale) for band in bands])
        parts.append(plot_row("", ("Incidents in each bucket",), inner, 26))
    return join(parts, "\n")


def _draw_row(row: LengthRow, scale: LogScale, *, is_curve: bool) -> tuple[Markdown, int]:
    # Of a handful every one can be seen, whatever the other rows are.
    if is_curve and row.quartiles is not None:
        picture, height = _draw_curve(row, scale), float(_CURVE)
    else:
        picture, height = _draw_dots(row, scale)
    parts = [*_draw_grid(scale, height + 14), picture]
    if row.quartiles is not None:
        parts += _draw_quartiles(row.quartiles, scale, height + 8)
    return join(parts), round(height) + 16


def _draw_grid(scale: LogScale, height: float) -> list[str]:
    lines: list[str] = []
    for minutes, _ in scale.ticks:
        x = percent(scale.place(minutes))
        lines.append(tag("line", {"x1": x, "x2": x, "y1": 0, "y2": height, "class": "pm-grid"}))
    return lines


def _draw_dots(row: LengthRow, scale: LogScale) -> tuple[Markdown, float]:
    columns: dict[int, list[tuple[float, Dot]]] = {}
    for dot in sorted(row.dots, key=lambda dot: (dot.minutes, dot.url, dot.words)):
        place = scale.place(dot.minutes)
        columns.setdefault(round(place / _COLUMN), []).append((place, dot))
    deepest = max((len(column) for column in columns.values()), default=1)
    step = min(_DOT, _DEEPEST / deepest)
    height = 12 + (deepest - 1) * step
    parts: list[str] = []
    for column in columns.values():
        middle = sum(place for place, _ in column) / len(column)
        for index, (place, dot) in enumerate(column):
            circle: dict[str, Value] = {
                "cx": percent(place if len(column) == 1 else middle),
                "cy": height - 6 - index * step,
                "r": 4,
                "class": "pm-dot",
            }
            parts.append(link_element(dot.url, dot.words, tag("circle", circle)))
    return join(parts), height


def _draw_curve(row: LengthRow, scale: LogScale) -> Markdown:
    """The share of values that are at most so long: a step at every hundredth or so of them."""
    values = sorted(dot.minutes for dot in row.dots)
    points = ["0,100"]
    last = 100.0
    for index in range(_CURVE_POINTS + 1):
        position = min(len(values) - 1, round(index / _CURVE_POINTS * (len(values) - 1)))
        share = 100 - (position + 1) / len(values) * 100
        x = number(scale.place(values[position]))
        points += [f"{x},{number(last)}", f"{x},{number(share)}"]
        last = share
    points.append(f"100,{number(last)}")
    line = tag("polyline", {"points": Markdown(" ".join(points)), "class": "pm-curve"})
    box: dict[str, Value] = {
        "viewBox": "0 0 100 100",
        "preserveAspectRatio": "none",
        "width": Markdown("100%"),
        "height": _CURVE - 4,
        "y": 2,
    }
    parts = [tag("svg", box, line)]
    for share in (25, 50, 75):
        y = 2 + (100 - share) / 100 * (_CURVE - 4)
        rule: dict[str, Value] = {"x1": Markdown("0"), "x2": Markdown("100%"), "y1": y, "y2": y}
        parts.append(tag("line", {**rule, "class": "pm-grid"}))
        place: dict[str, Value] = {"x": Markdown("100%"), "y": y - 3, "text-anchor": "end"}
        parts.append(tag("text", {**place, "class": "pm-tick"}, f"{share} %"))
    return join(parts)


def _draw_quartiles(quartiles: Quartiles, scale: LogScale, y: float) -> list[str]:
    places = [scale.place(value) for value in (quartiles.lower, quartiles.median, quartiles.upper)]
    ends: dict[str, Value] = {"x1": percent(places[0]), "x2": percent(places[2])}
    x = percent(places[1])
    return [
        tag("line", {**ends, "y1": y, "y2": y, "class": "pm-half"}),
        tag("line", {"x1": x, "x2": x, "y1": y - 6, "y2": y + 6, "class": "pm-median"}),
    ]


def _draw_axis(scale: LogScale) -> list[str]:
    parts: list[str] = [
        tag(
            "line",
            {
                "x1": Markdown("0"),
                "x2": Markdown("100%"),
                "y1": 1,
                "y2": 1,
                "class": "pm-axis",
            },
        )
    ]
    ticks = [(scale.place(minutes), text) for minutes, text in scale.ticks]
    if scale.left > scale.zero:
        ticks.insert(0, (scale.zero, "under 1 min"))
    parts += draw_ticks(ticks)
    return parts


def _draw_band(band: Band, scale: LogScale) -> Markdown:
    left = 0.0 if band.begin is None else min(scale.place(band.begin), 100.0)
    right = 100.0 if band.end is None or band.end > scale.most else scale.place(band.end)
    right = max(right, left + 0.5)
    box: dict[str, Value] = {
        "x": percent(left),
        "y": 3,
        "width": percent(right - left),
        "height": 20,
        "class": "pm-bucket",
    }
    size = text_width(str(band.count)) + 4
    fits = [(right - left) * width / 100 >= size for width in (NARROW, WIDE)]
    text: dict[str, Value] = {
        "x": percent((left + right) / 2),
        "y": 17,
        "text-anchor": "middle",
        "class": Markdown(f"pm-band-text {width_class(narrow=fits[0], wide=fits[1])}".strip()),
    }
    return link_element(band.url, band.words, tag("rect", box), tag("text", text, str(band.count)))
