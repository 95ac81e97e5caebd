"""Counts of pairs as a shaded table: its own text equivalent, since each cell says its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from postmortem_kb.charts.markup import Value, join, tag
from postmortem_kb.escape import Markdown

_SHADES = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a row or column, with where it leads to, if anywhere."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One count; it is a link where there is a `url`."""

    count: int
    url: str
    words: str


def draw_heatmap(
    corner: str,
    columns: Sequence[Heading],
    rows: Sequence[tuple[Heading, Sequence[Cell | None]]],
    *,
    name: str = "",
) -> Markdown:
    """A table shaded in five steps, the darkest at the largest count. `name` is a further class."""
    most = max((cell.count for _, cells in rows for cell in cells if cell), default=1)
    head = tag(
        "tr",
        {},
        tag("th", {"scope": "col"}, corner),
        *(_heading(column, "col") for column in columns),
    )
    body = [
        tag("tr", {}, _heading(heading, "row"), *(_cell(cell, most) for cell in cells))
        for heading, cells in rows
    ]
    table = tag(
        "table",
        {"class": Markdown(f"pm-heat {name}".strip())},
        tag("thead", {}, head),
        tag("tbody", {}, join(body, "\n")),
    )
    box: dict[str, Value] = {"class": "pm-scroll", "tabindex": "0", "role": "region"}
    return tag("div", {**box, "aria-label": corner}, table)


def html_link(url: str, *parts: str) -> Markdown:
    """A link of HTML around text."""
    return tag("a", {"href": Markdown(url.replace("&", "&amp;"))}, *parts)


def _heading(heading: Heading, scope: str) -> Markdown:
    text = html_link(heading.url, heading.text) if heading.url else heading.text
    return tag("th", {"scope": scope}, tag("span", {}, text))


def _cell(cell: Cell | None, most: int) -> Markdown:
    if cell is None or not cell.count:
        return Markdown("<td></td>")
    shade = -(-cell.count * _SHADES // most)
    attributes: dict[str, Value] = {"class": Markdown(f"pm-shade-{shade}"), "title": cell.words}
    count = str(cell.count)
    return tag("td", attributes, html_link(cell.url, count) if cell.url else count)
