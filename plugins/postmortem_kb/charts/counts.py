"""Counts of terms as a list with bars: a name that is a link, a bar, a number."""

from collections.abc import Sequence
from dataclasses import dataclass

from postmortem_kb.charts.heatmap import html_link
from postmortem_kb.charts.markup import join, percent, tag
from postmortem_kb.escape import Markdown


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are under a name, and where to see them."""

    label: str
    count: int
    url: str


def draw_counts(counts: Sequence[Count]) -> Markdown:
    """Bars on the scale of the largest, in the given order."""
    most = max((each.count for each in counts), default=1)
    rows = [
        tag(
            "li",
            {},
            tag("span", {"class": "pm-count-name"}, html_link(each.url, each.label)),
            tag(
                "svg",
                {
                    "class": "pm-plot",
                    "width": Markdown("100%"),
                    "height": 14,
                    "aria-hidden": "true",
                },
                tag(
                    "rect",
                    {"width": percent(each.count / most * 100), "height": 14, "class": "pm-bar"},
                ),
            ),
            tag("b", {}, str(each.count)),
        )
        for each in counts
    ]
    return tag("ul", {"class": "pm-count-bars"}, join(rows, "\n"))
