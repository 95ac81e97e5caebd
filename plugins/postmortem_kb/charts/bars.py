"""Bars over time: counts to rows of small bars on one scale, each a link to what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from postmortem_kb.charts.label_fitting import fit_labels
from postmortem_kb.charts.markup import SPACE, Value, join, percent, tag
from postmortem_kb.escape import Markdown

_HEIGHT = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """One count; `url` leads to what is counted and `words` say it."""

    count: int
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """The bars of one group, one for each column; None where there is nothing."""

    label: str
    note: str
    bars: tuple[Bar | None, ...]


def link_element(url: str, words: str, *parts: str) -> Markdown:
    """A link around a mark. Not `href`: Material's instant navigation stumbles over one in SVG."""
    return tag(
        "a",
        {"xlink:href": Markdown(url.replace("&", "&amp;"))},
        tag("title", {}, words),
        *parts,
    )


def draw_bars(rows: Sequence[BarRow], ticks: Sequence[tuple[int, str]], columns: int) -> Markdown:
    """Rows below each other, all on the scale of the largest bar; `ticks` name columns."""
    most = max((bar.count for row in rows for bar in row.bars if bar), default=0)
    width = 100 / max(columns, 1)
    drawn = [
        plot_row(row.label, [row.note], _draw_row(row, most, width), _HEIGHT + 6) for row in rows
    ]
    labels = fit_labels(((column * width, text) for column, text in ticks), begins_there=True)
    axis: list[str] = []
    for column, _ in ticks:
        x = percent(column * width)
        axis.append(tag("line", {"x1": x, "x2": x, "y1": 0, "y2": 5, "class": "pm-axis"}))
    for label in labels:
        place: dict[str, Value] = {
            "x": percent(label.place),
            "y": 17,
            "text-anchor": label.anchor,
            "class": Markdown(f"pm-tick {label.name}".strip()),
        }
        axis.append(tag("text", place, label.text))
    return join([*drawn, plot_row("", (), join(axis), 20)], "\n")


def plot_row(label: str, notes: Sequence[str], inner: Markdown, height: int) -> Markdown:
    """A row: its name and figures as text beside (on a phone above) a drawing as wide as there is
    room."""
    svg = tag("svg", {"class": "pm-plot", "width": Markdown("100%"), "height": height}, inner)
    name = [tag("b", {}, label)] if label else []
    small = [piece for note in notes for piece in (SPACE, tag("small", {}, note))]
    return tag(
        "div",
        {"class": "pm-plot-row"},
        tag("div", {"class": "pm-plot-name"}, *name, *small),
        tag("div", {"class": "pm-plot-area"}, svg),
    )


def _draw_row(row: BarRow, most: int, width: float) -> Markdown:
    parts: list[str] = [
        tag(
            "line",
            {
                "x1": Markdown("0"),
                "x2": Markdown("100%"),
                "y1": _HEIGHT + 4,
                "y2": _HEIGHT + 4,
                "class": "pm-axis",
            },
        )
    ]
    gap = min(width * 0.15, 0.4)
    for column, bar in enumerate(row.bars):
        if bar is None:
            continue
        height = max(2.0, bar.count / most * _HEIGHT)
        box: dict[str, Value] = {
            "x": percent(column * width + gap),
            "y": _HEIGHT + 4 - height,
            "width": percent(min(width - 2 * gap, 8.0)),
            "height": height,
            "class": "pm-bar",
        }
        parts.append(link_element(bar.url, bar.words, tag("rect", box)))
    return join(parts)
