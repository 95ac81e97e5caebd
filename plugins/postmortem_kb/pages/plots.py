"""The frame of every plot: picture, caption with what it counts, and its numbers as a table."""

from dataclasses import dataclass

from postmortem_kb.charts.markup import join, tag
from postmortem_kb.escape import Markdown

_MOST_ROWS = 400


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a plot; cells are plain text or safe HTML."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot of a page. `caption` states what is counted, out of how many. A picture that is a
    table itself has no `table`."""

    title: str
    anchor: str
    caption: str
    picture: Markdown
    table: Table | None = None

    @property
    def html(self) -> Markdown:
        """All of it below its title, as one block of HTML."""
        parts = [self.picture, tag("p", {"class": "pm-caption"}, self.caption)]
        if self.table is not None:
            parts.append(_render_table(self.table, self.title))
        inner = join([part for part in parts if part], "\n")
        return Markdown(f'<div class="pm-figure-plot" data-search-exclude="true">\n{inner}\n</div>')


def join_plots(plots: tuple[Plot, ...], *, shown: int = 2) -> Markdown:
    """Plots as one block of HTML below a heading: the first few, and the others to be opened."""
    if not plots:
        return Markdown("")
    parts = [_with_title(plot) for plot in plots[:shown]]
    if others := plots[shown:]:
        names = ", ".join(plot.title[:1].lower() + plot.title[1:] for plot in others)
        summary = tag("summary", {}, f"More plots: {names}")
        inner = join([_with_title(plot) for plot in others], "\n")
        parts.append(tag("details", {"class": "pm-more-plots"}, summary, inner))
    return Markdown(f'<div class="pm-plots">\n{join(parts, chr(10))}\n</div>')


def _with_title(plot: Plot) -> Markdown:
    return join([tag("p", {"class": "pm-plot-title"}, plot.title), plot.html], "\n")


def _render_table(table: Table, title: str) -> Markdown:
    shown = table.rows[:_MOST_ROWS]
    head = tag("tr", {}, *(tag("th", {"scope": "col"}, text) for text in table.headings))
    rows = [
        tag(
            "tr",
            {},
            tag("th", {"scope": "row"}, row[0]),
            *(tag("td", {}, cell) for cell in row[1:]),
        )
        for row in shown
    ]
    body = tag(
        "table",
        {"class": "pm-data"},
        tag("thead", {}, head),
        tag("tbody", {}, join(rows, "\n")),
    )
    scroll = tag(
        "div",
        {"class": "pm-scroll", "tabindex": "0", "role": "region", "aria-label": title},
        body,
    )
    left_out = len(table.rows) - len(shown)
    more = [tag("p", {"class": "pm-note"}, f"And {left_out} more.")] if left_out else []
    summary = tag("summary", {}, "Table")
    return tag("details", {"class": "pm-plot-table"}, summary, scroll, *more)
