"""The incident's timeline as a picture: a record's incidents and events to HTML with inline SVG.

Without a script it is complete: marks are links to the entries of the list below.
"""

from dataclasses import dataclass, field

from postmortem_kb.charts.event_shapes import LABELS, outline
from postmortem_kb.charts.label_fitting import (
    NARROW,
    WIDE,
    text_width,
    width_class,
)
from postmortem_kb.charts.markup import Value, join, number, percent, tag
from postmortem_kb.charts.scales import TimeScale, make_time_scale
from postmortem_kb.charts.strip_axis import draw_breaks, draw_days, draw_ticks
from postmortem_kb.charts.strip_content import (
    Mark,
    Phase,
    StripContent,
    Track,
    read_strip,
)
from postmortem_kb.charts.strip_days import StripClock
from postmortem_kb.charts.strip_key import describe_strip, make_keys, phase_words
from postmortem_kb.escape import Markdown
from postmortem_kb.model import Event, EventKind, Incident
from postmortem_kb.moments import Moment, format_clock

_LEFT, _RIGHT = 2.5, 97.5
_BAND, _LANE, _TRACK = 26, 17, 27
_MOST_LANES = 6
_LEAST_APART = 4.3
"""Percent between two marks of a lane: their width on a phone."""


def entry_anchor(number: int) -> str:
    """The anchor of an entry of the list, counted from 1."""
    return f"pm-entry-{number}"


def render_strip(
    incidents: tuple[Incident, ...],
    events: tuple[Event, ...],
    *,
    zone: str,
    site_root: str = "",
    page: str = "",
) -> Markdown:
    """The picture, its key and its words; nothing where the record knows less than two moments.

    `zone` says in words what the times are in. With `site_root`, the relative URL of the site's
    root, a script adds the reader's own zone. `page` is the URL of the page that has the list,
    where that is another one.
    """
    content = read_strip(incidents, events)
    if content is None:
        return Markdown("")
    return _Strip(content, zone, site_root, page).render()


@dataclass(slots=True)
class _Strip:
    """One drawing: pieces are put below each other, `_y` is the lowest pixel so far."""

    content: StripContent
    zone: str
    site_root: str
    page: str
    _y: float = 0.0
    _scale: TimeScale = field(init=False)
    _clock: StripClock = field(init=False)

    def __post_init__(self) -> None:
        self._scale = make_time_scale(self.content.minutes, _LEFT, _RIGHT)
        self._clock = StripClock(self.content.origin, self._scale)

    def render(self) -> Markdown:
        parts = [self._bands(), self._tracks(), self._marks()]
        top = 18.0 if self._clock.has_days else 2.0
        bottom = self._y
        foot = top + bottom
        axis = [
            draw_days(self._scale, self._clock, foot),
            draw_ticks(self._scale, self._clock, foot),
        ]
        inner = tag("svg", {"y": top, "class": "pm-strip-rows", "overflow": "visible"}, *parts)
        instant = self.content.origin.instant
        svg = tag(
            "svg",
            {
                "class": "pm-plot",
                "width": Markdown("100%"),
                "height": number(foot + 20),
                "role": "group",
                "aria-label": "The incident in time",
                "data-origin": Markdown(instant.isoformat()) if instant else None,
            },
            tag("desc", {}, describe_strip(self.content)),
            *axis,
            inner,
            draw_breaks(self._scale, top, foot),
        )
        has_breaks = bool(self._scale.breaks)
        html = join([svg, *make_keys(self.content, self.zone, has_breaks=has_breaks)], "\n")
        scripts = ""
        if self.site_root:
            scripts = f' data-scripts="timeline" data-site-root="{self.site_root}"'
        return Markdown(
            f'<div class="pm-strip" data-search-exclude="true"{scripts}>\n{html}\n</div>'
        )

    def _place(self, minute: float) -> float:
        return self._scale.place(minute)

    # Phases

    def _bands(self) -> Markdown:
        parts: list[str] = []
        first = 1
        for title, phases in self.content.phases:
            if title:
                parts.append(tag("text", {"y": self._y + 11, "class": "pm-label"}, title))
                self._y += 16
            for index, phase in enumerate(phases, start=first):
                parts.append(self._band(index, phase))
            first += len(phases)
            self._y += _BAND + 4
        self._y += 4
        return join(parts)

    def _band(self, index: int, phase: Phase) -> Markdown:
        left = self._place(phase.begin)
        right = self._place(phase.end) if phase.end is not None else 100.0
        right = max(right, left + 0.4)
        rough = " pm-rough" if phase.is_rough else ""
        box: dict[str, Value] = {
            "x": percent(left),
            "y": self._y,
            "width": percent(right - left),
            "height": _BAND,
            "class": Markdown(f"pm-band pm-band--{phase.name}{rough}"),
        }
        parts: list[str] = [
            tag("title", {}, phase_words(phase)),
            tag("rect", box),
        ]
        for text, name in _band_texts(index, phase, right - left):
            place: dict[str, Value] = {
                "x": percent((left + right) / 2),
                "y": self._y + 17,
                "class": Markdown(f"pm-band-text {name}".strip()),
            }
            parts.append(tag("text", place, text))
        return tag("g", {}, *parts)

    # Hypotheses, and what was ruled out

    def _tracks(self) -> Markdown:
        parts = []
        for track in self.content.tracks:
            parts.append(self._track(track))
            self._y += _TRACK
        self._y += 4 if parts else 0
        return join(parts)

    def _track(self, track: Track) -> Markdown:
        left = self._place(track.begin)
        right = max(self._place(track.end), left + 0.8)
        middle = self._y + 18
        state = "ruled-out" if track.is_ruled_out else "hypothesis"
        text = f"{'Ruled out after' if track.is_ruled_out else 'Hypothesis,'} {track.length}"
        dashed = " pm-rough" if track.is_open_before else ""
        line: dict[str, Value] = {
            "x1": percent(left),
            "x2": percent(right),
            "y1": middle,
            "y2": middle,
            "class": Markdown(f"pm-track pm-track--{state}{dashed}"),
        }
        place, side = _place_text(text, left, right)
        where: dict[str, Value] = {
            "x": percent(place),
            "y": self._y + 11,
            "text-anchor": side,
            "class": "pm-label",
        }
        parts = [
            tag("title", {}, f"{text}. {track.text}"),
            tag("line", line),
            *([_shape(EventKind.RULED_OUT, right, middle)] if track.is_ruled_out else []),
            tag("text", where, text),
        ]
        return self._link(track.entry, "pm-track-link", *parts)

    # Events

    def _marks(self) -> Markdown:
        lanes = self._choose_lanes()
        deepest = max(lanes, default=-1) + 1
        base = self._y + deepest * _LANE
        parts = [
            self._mark(mark, base - lane * _LANE - 9, base)
            for mark, lane in zip(self.content.marks, lanes, strict=True)
        ]
        self._y = base + 2 if lanes else self._y
        return join(parts)

    def _choose_lanes(self) -> list[int]:
        """A lane for each mark, the lowest in which it touches no other."""
        ends: list[float] = []
        lanes: list[int] = []
        for mark in self.content.marks:
            left = self._place(mark.at.minute)
            right = max(left, self._place(self._end_of(mark)))
            free = [lane for lane, end in enumerate(ends) if left - end >= _LEAST_APART]
            if free:
                lane = free[0]
            elif len(ends) < _MOST_LANES:
                lane = len(ends)
                ends.append(0.0)
            else:
                lane = min(range(len(ends)), key=lambda index: ends[index])
            ends[lane] = max(right, ends[lane] if not free else right)
            lanes.append(lane)
        return lanes

    def _mark(self, mark: Mark, middle: float, base: float) -> Markdown:
        place = self._place(mark.at.minute)
        rough = " pm-rough" if mark.at.is_rough else ""
        stem: dict[str, Value] = {
            "x1": percent(place),
            "x2": percent(place),
            "y1": middle,
            "y2": base + 2,
            "class": "pm-stem",
        }
        text = _mark_words(mark)
        is_lifted = base - middle > _LANE
        parts = [tag("title", {}, text), *([tag("line", stem)] if is_lifted else [])]
        end = self._place(self._end_of(mark))
        if end > place:
            reach: dict[str, Value] = {
                "x1": percent(place),
                "x2": percent(end),
                "y1": middle,
                "y2": middle,
                "class": Markdown(f"pm-reach{' pm-rough' if mark.until is None else ''}"),
            }
            parts.append(tag("line", reach))
        parts.append(_shape(mark.kind, place, middle))
        return self._link(mark.entry, f"pm-mark pm-mark--{mark.kind}{rough}", *parts)

    def _end_of(self, mark: Mark) -> float:
        """How far a mark reaches; a hypothesis has a track of its own for that."""
        if mark.kind is EventKind.HYPOTHESIS and mark.until is not None:
            return mark.at.minute
        return mark.until if mark.until is not None else mark.at.minute + mark.at.spread

    def _link(self, entry: int, name: str, *parts: str) -> Markdown:
        attributes: dict[str, Value] = {
            # Not `href`: Material's instant navigation cannot bear it on a link of SVG.
            "xlink:href": Markdown(f"{self.page}#{entry_anchor(entry)}"),
            "class": Markdown(name),
        }
        return tag("a", attributes, *parts)


def _band_texts(index: int, phase: Phase, share: float) -> list[tuple[str, str]]:
    """The longest text that a band has room for, for narrow and wide plots."""
    length = str(phase.length) if phase.length else ""
    wanted = [f"{index} · {phase.label} {length}".rstrip(), f"{index} · {length}", str(index)]
    wanted = [text for text in dict.fromkeys(wanted) if not text.endswith("· ")]

    def longest(width: float) -> str:
        room = share * width / 100 - 6
        return next((text for text in wanted if text_width(text) <= room), "")

    narrow, wide = longest(NARROW), longest(WIDE)
    if narrow == wide:
        return [(narrow, "")] if narrow else []
    found = [(narrow, width_class(narrow=True, wide=False))] if narrow else []
    return [*found, (wide, width_class(narrow=False, wide=True))]


def _place_text(text: str, left: float, right: float) -> tuple[float, str]:
    """Where a text above a line stands, so that it stays within the plot on a phone too."""
    size = text_width(text) / NARROW * 100
    if left + size <= 100:
        return left, "start"
    return (right, "end") if right >= size else (0.0, "start")


def _mark_words(mark: Mark) -> str:
    return f"{_time_words(mark.moment)} {LABELS[mark.kind]}: {mark.text}"


def _time_words(moment: Moment) -> str:
    clock = format_clock(moment.stated) or moment.stated.local.strftime("%Y-%m-%d")
    return f"about {clock}" if moment.stated.approximate else clock


def _shape(kind: EventKind, place: float, y: float) -> Markdown:
    path = tag("path", {"d": Markdown(outline(kind))})
    return tag("svg", {"x": percent(place), "y": y, "overflow": "visible"}, path)
