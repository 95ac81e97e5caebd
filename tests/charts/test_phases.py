"""Phases of several incidents on one scale."""

import html
import re

import pytest

from making import at, make
from postmortem_kb.charts.phases import (
    Phase,
    PhaseRow,
    describe_phases,
    draw_phases,
    find_phases,
    needs_log_scale,
)

START = "timezone: UTC\nstarted_at: 2024-01-01T10:00\n"


def phases_of(*lines: str) -> list[tuple[str, float, float | None]]:
    incident = make("one", START + "\n".join(lines)).incident
    return [(phase.name, phase.begin, phase.end) for phase in find_phases(incident)]


def row(label: str, *ends: float) -> PhaseRow:
    """A row whose phases end at the given minutes."""
    names = ("detected", "mitigated", "resolved")
    begins = (0.0, *ends)
    parts = zip(names, begins, ends, strict=False)
    return PhaseRow(label, (), tuple(Phase(name, begin, end) for name, begin, end in parts))


def test_each_phase_begins_where_the_one_before_it_ends() -> None:
    assert phases_of(
        "detected_at: 2024-01-01T10:05",
        "mitigated_at: 2024-01-01T10:50",
        "resolved_at: 2024-01-01T11:30",
    ) == [("detected", 0, 5), ("mitigated", 5, 50), ("resolved", 50, 90)]


def test_a_point_that_is_not_stated_ends_no_phase() -> None:
    assert phases_of("resolved_at: 2024-01-01T11:30") == [("resolved", 0, 90)]
    assert phases_of("detected_at: 2024-01-01T10:05") == [("detected", 0, 5)]


@pytest.mark.parametrize("detected", ["2024-01-01T10:00", "2024-01-01T09:50"])
def test_what_was_noticed_at_the_start_or_before_has_no_phase(detected: str) -> None:
    found = phases_of(f"detected_at: {detected}", "resolved_at: 2024-01-01T11:00")
    assert found == [("resolved", 0, 60)]


def test_what_goes_on_has_no_end() -> None:
    found = phases_of("detected_at: 2024-01-01T10:05", "resolved_at: ongoing")
    assert found == [("detected", 0, 5), ("open", 5, None)]


def test_a_stated_length_stands_in_for_an_end() -> None:
    assert phases_of("duration: 2 h", "detected_at: 2024-01-01T10:05") == [
        ("detected", 0, 5),
        ("end", 5, 120),
    ]


def test_nothing_known_is_no_phase() -> None:
    assert phases_of() == []
    assert find_phases(make("two").incident) == ()


def test_a_row_is_told_from_the_start() -> None:
    assert describe_phases(row("A", 5, 60)) == "A: detected after 5 min, mitigated after 1 h"
    assert describe_phases(row("B")) == "B: times not known"


@pytest.mark.parametrize(("longest", "is_log"), [(100, False), (101, True)])
def test_the_scale_is_logarithmic_where_the_short_would_vanish(longest: int, is_log: bool) -> None:
    assert needs_log_scale([row("A", 5), row("B", longest), row("C")]) is is_log


def places_of(drawing: str) -> list[tuple[float, float]]:
    """Left edge and width of each bar, in percent."""
    bars = re.findall(r'<rect x="([\d.]+)%" y="3" width="([\d.]+)%"', drawing)
    return [(float(left), float(width)) for left, width in bars]


def test_on_a_linear_scale_twice_as_long_is_twice_as_wide() -> None:
    (left, width), (other_left, other_width) = places_of(draw_phases([row("A", 30), row("B", 60)]))
    assert left == other_left
    assert other_width == pytest.approx(2 * width)


def test_on_a_log_scale_every_bar_can_be_seen() -> None:
    places = places_of(draw_phases([row("A", 2), row("B", 10_000)]))
    assert places[0][1] > 5
    assert places[1][0] + places[1][1] <= 100


def test_bars_stay_within_the_drawing() -> None:
    incident = make("one", at("2024-01-01", "resolved_at: ongoing")).incident
    rows = [row("A", 1, 2, 3), PhaseRow("B", (), find_phases(incident)), row("C", 3)]
    assert [place for place in places_of(draw_phases(rows)) if sum(place) > 100.01] == []


def test_a_drawing_without_any_length_says_so() -> None:
    assert "times not known" in draw_phases([row("A")])
    assert places_of(draw_phases([row("A")])) == []


def test_the_drawing_has_all_of_it_in_words() -> None:
    drawing = draw_phases([row("A", 5, 60), row("B <b>", 30)])
    words = "A: detected after 5 min, mitigated after 1 h. B <b>: detected after 30 min"
    assert f'role="img" aria-label="{words}"' in html.unescape(drawing)
    assert "<b>B <b>" not in drawing


def test_the_key_names_only_what_is_drawn() -> None:
    drawing = draw_phases([row("A", 5, 60)])
    assert re.findall(r"</span> ([a-z ]+)</li>", drawing) == ["until detected", "until mitigated"]
