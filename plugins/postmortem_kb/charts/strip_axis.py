"""The axis of a timeline strip: a scale and a clock to ticks, days and breaks."""

from datetime import timedelta

from postmortem_kb.charts.label_fitting import fit_labels
from postmortem_kb.charts.markup import Value, join, percent, tag
from postmortem_kb.charts.scales import TimeScale
from postmortem_kb.charts.strip_days import StripClock
from postmortem_kb.durations import Duration
from postmortem_kb.escape import Markdown

_ROUND_STEPS = (1, 5, 10, 30, 60, 120, 240, 480, 1440)


def draw_ticks(scale: TimeScale, clock: StripClock, y: float) -> Markdown:
    """The axis at `y`, with the clock's ticks and the lengths of its breaks."""
    parts = [
        tag(
            "line",
            {
                "x1": percent(part.left),
                "x2": percent(part.right),
                "y1": y,
                "y2": y,
                "class": "pm-axis pm-rough" if part.is_break else "pm-axis",
            },
        )
        for part in scale.stretches
    ]
    texts = clock.ticks
    minute_at = {place: minute for minute, place, _ in texts}
    for _, place, _ in texts:
        spot: dict[str, Value] = {"x1": percent(place), "x2": percent(place)}
        parts.append(tag("line", {**spot, "y1": y, "y2": y + 4, "class": "pm-axis"}))
    gaps = [
        ((part.left + part.right) / 2, f"{Duration(timedelta(minutes=part.end - part.begin))}")
        for part in scale.breaks
    ]
    # Round ones first, so that those that are left out leave the others evenly apart.
    ranked = sorted(texts, key=lambda tick: -_roundness(tick[0] + clock.offset))
    labels = fit_labels([*gaps, *((place, text) for _, place, text in ranked)])
    for label in sorted(labels, key=lambda label: label.place):
        minute = minute_at.get(label.place)
        where: dict[str, Value] = {
            "x": percent(label.place),
            "y": y + 17,
            "text-anchor": label.anchor,
            "class": Markdown(f"pm-tick {label.name}".strip()),
            "data-m": minute,
        }
        parts.append(tag("text", where, label.text))
    return join(parts)


def _roundness(minute: float) -> int:
    """The largest of some steps of the clock, each twice or more the one before, that it is on."""
    return max((step for step in _ROUND_STEPS if round(minute) % step == 0), default=0)


def draw_days(scale: TimeScale, clock: StripClock, bottom: float) -> Markdown:
    """Where a new day begins, with its date above; nothing where all is on one day."""
    if not clock.has_days:
        return Markdown("")
    parts = []
    for minute in clock.midnights:
        x = percent(scale.place(minute))
        line: dict[str, Value] = {"x1": x, "x2": x, "y1": 2, "y2": bottom}
        parts.append(tag("line", {**line, "class": "pm-day-line"}))
    for label in fit_labels(clock.days):
        where: dict[str, Value] = {
            "x": percent(label.place),
            "dx": 3 if label.anchor != "end" else -3,
            "y": 11,
            "text-anchor": "start" if label.anchor != "end" else "end",
            "class": Markdown(f"pm-label {label.name}".strip()),
        }
        parts.append(tag("text", where, label.text))
    return tag("g", {"class": "pm-strip-days"}, *parts)


def draw_breaks(scale: TimeScale, top: float, bottom: float) -> Markdown:
    """Two dotted lines for each gap that is drawn shorter than it is."""
    parts = []
    for gap in scale.breaks:
        for share in (0.35, 0.65):
            x = percent(gap.left + share * (gap.right - gap.left))
            line: dict[str, Value] = {"x1": x, "x2": x, "y1": top, "y2": bottom}
            parts.append(tag("line", {**line, "class": "pm-break"}))
    return join(parts)
