"""Phases side by side: how long several incidents took until each point, as bars on one scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from postmortem_kb.charts.bars import plot_row
from postmortem_kb.charts.label_fitting import NARROW, WIDE, text_width, width_class
from postmortem_kb.charts.markup import SPACE, Value, join, percent, tag
from postmortem_kb.charts.scales import LogScale, Stretch, TimeScale, make_log_scale
from postmortem_kb.charts.ticks import draw_ticks
from postmortem_kb.durations import format_delta
from postmortem_kb.escape import Markdown
from postmortem_kb.metrics import duration, time_to_detect, time_to_mitigate, time_to_resolve
from postmortem_kb.model import Incident

LOG_FROM = 20.0
"""How many times as long as the shortest the longest is, before a linear scale hides the short."""
_LEFT, _RIGHT = 3.0, 97.0
_BAR, _HEIGHT = 18.0, 24
_LEAST_TICK_GAP = 14.0
_POINTS = (
    ("detected", "until detected", time_to_detect),
    ("mitigated", "until mitigated", time_to_mitigate),
    ("resolved", "until resolved", time_to_resolve),
)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch in minutes from the start; `end` is None while it lasts.

    `name` is the point that it ends at: `detected`, `mitigated`, `resolved`, or `end` where only
    a length is stated.
    """

    name: str
    begin: float
    end: float | None


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One incident; `notes` stand in small print below its label."""

    label: str
    notes: tuple[str, ...]
    phases: tuple[Phase, ...]


_LABELS = {name: label for name, label, _ in _POINTS} | {
    "end": "stated length",
    "open": "still going on",
}
_NUMBERS = {name: str(index) for index, name in enumerate(_LABELS, start=1)}


def find_phases(incident: Incident) -> tuple[Phase, ...]:
    """What is known of the phases, in order of time; nothing where no length is known.

    A point at or before the stated start, or before a point that comes earlier in every incident,
    ends no phase of its own.
    """
    phases: list[Phase] = []
    reached = 0.0
    for name, _, figure_of in _POINTS:
        figure = figure_of(incident)
        if figure is not None and figure.minutes > reached:
            phases.append(Phase(name, reached, figure.minutes))
            reached = figure.minutes
    if incident.is_ongoing:
        return (*phases, Phase("open", reached, None))
    length = duration(incident)
    has_end = time_to_resolve(incident) is not None
    if not has_end and length is not None and length.minutes > reached:
        phases.append(Phase("end", reached, length.minutes))
    return tuple(phases)


def needs_log_scale(rows: Sequence[PhaseRow]) -> bool:
    """Whether the lengths differ so much that the short ones could not be seen beside the long."""
    lengths = [row.phases[-1].end or row.phases[-1].begin for row in rows if row.phases]
    known = [length for length in lengths if length > 0]
    return bool(known) and max(known) > LOG_FROM * min(known)


def describe_phases(row: PhaseRow) -> str:
    """A row in words, all from the start: `A: detected after 5 min, mitigated after 1 h`."""
    parts = [_describe_end(phase) for phase in row.phases]
    return f"{row.label}: {', '.join(parts) or 'times not known'}"


def _describe_end(phase: Phase) -> str:
    if phase.end is None:
        return _LABELS[phase.name]
    after = format_delta(timedelta(minutes=phase.end))
    return f"{after} long" if phase.name == "end" else f"{phase.name} after {after}"


def draw_phases(rows: Sequence[PhaseRow]) -> Markdown:
    """The rows below each other on one scale from their starts, its axis, and a key.

    For who does not see it, the picture is one image with all of it in words.
    """
    scale = _make_scale(rows)
    ticks = [*_find_ticks(scale)]
    drawn = [
        plot_row(row.label, row.notes, join([*_draw_grid(ticks), *_draw_row(row, scale)]), _HEIGHT)
        for row in rows
    ]
    axis = plot_row("", (), join([*_draw_axis(ticks)]), 22)
    words = ". ".join(map(describe_phases, rows))
    picture = tag("div", {"role": "img", "aria-label": words}, join([*drawn, axis], "\n"))
    return join([picture, _draw_key(rows)], "\n")


def _make_scale(rows: Sequence[PhaseRow]) -> TimeScale | LogScale:
    ends = [phase.end or phase.begin for row in rows for phase in row.phases]
    if needs_log_scale(rows):
        return make_log_scale([0.0, *(end for end in ends if end > 0)])
    most = max(ends, default=0.0) or 60.0
    return TimeScale((Stretch(0.0, most, _LEFT, _RIGHT),))


def _find_ticks(scale: TimeScale | LogScale) -> Iterator[tuple[float, str]]:
    if isinstance(scale, LogScale):
        yield scale.zero, "start"
        yield from ((scale.place(minutes), text) for minutes, text in scale.ticks)
        return
    for minutes in scale.ticks(0.0, _LEAST_TICK_GAP):
        text = format_delta(timedelta(minutes=minutes)) if minutes else "start"
        yield scale.place(minutes), text


def _draw_grid(ticks: Sequence[tuple[float, str]]) -> Iterator[Markdown]:
    for place, _ in ticks:
        x = percent(place)
        yield tag("line", {"x1": x, "x2": x, "y1": 0, "y2": _HEIGHT, "class": "pm-grid"})


def _draw_row(row: PhaseRow, scale: TimeScale | LogScale) -> Iterator[Markdown]:
    if not row.phases:
        place: dict[str, Value] = {"x": percent(_LEFT), "y": 16, "class": "pm-tick"}
        yield tag("text", place, "times not known")
    for phase in row.phases:
        left = scale.place(phase.begin)
        right = scale.place(phase.end) if phase.end is not None else 100.0
        width = max(right - left, 0.4)
        box: dict[str, Value] = {
            "x": percent(left),
            "y": 3,
            "width": percent(width),
            "height": _BAR,
            "class": Markdown(f"pm-phase pm-phase--{phase.name}"),
        }
        yield tag("rect", box)
        size = text_width(_NUMBERS[phase.name]) + 4
        shown = width_class(narrow=width * NARROW / 100 >= size, wide=width * WIDE / 100 >= size)
        text: dict[str, Value] = {
            "x": percent(left + width / 2),
            "y": 16,
            "text-anchor": "middle",
            "class": Markdown(f"pm-phase-number {shown}".strip()),
        }
        yield tag("text", text, _NUMBERS[phase.name])


def _draw_axis(ticks: Sequence[tuple[float, str]]) -> Iterator[Markdown]:
    ends: dict[str, Value] = {"x1": Markdown("0"), "x2": Markdown("100%"), "y1": 1, "y2": 1}
    yield tag("line", {**ends, "class": "pm-axis"})
    yield from draw_ticks(ticks)


def _draw_key(rows: Sequence[PhaseRow]) -> Markdown:
    used = {phase.name for row in rows for phase in row.phases}
    entries = [
        tag(
            "li",
            {},
            tag("span", {"class": Markdown(f"pm-swatch pm-phase--{name}")}, _NUMBERS[name]),
            SPACE,
            label,
        )
        for name, label in _LABELS.items()
        if name in used
    ]
    return tag("ul", {"class": "pm-phase-key"}, *entries) if entries else Markdown("")
