"""The ticks of an axis along the top of its drawing, with the labels that fit."""

from collections.abc import Iterator, Sequence

from postmortem_kb.charts.label_fitting import fit_labels
from postmortem_kb.charts.markup import Value, percent, tag
from postmortem_kb.escape import Markdown


def draw_ticks(ticks: Sequence[tuple[float, str]]) -> Iterator[Markdown]:
    """A mark at each place, in percent of the width, and the texts below that do not run into
    each other."""
    for place, _ in ticks:
        x = percent(place)
        yield tag("line", {"x1": x, "x2": x, "y1": 1, "y2": 6, "class": "pm-axis"})
    for label in fit_labels(ticks):
        where: dict[str, Value] = {
            "x": percent(label.place),
            "y": 18,
            "text-anchor": label.anchor,
            "class": Markdown(f"pm-tick {label.name}".strip()),
        }
        yield tag("text", where, label.text)
