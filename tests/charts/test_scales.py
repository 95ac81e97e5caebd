"""Scales, quantiles and labels: where things stand in a plot."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.charts.label_fitting import NARROW, WIDE, fit_labels, text_width
from postmortem_kb.charts.quantiles import Quartiles, find_quartiles
from postmortem_kb.charts.scales import make_log_scale, make_time_scale
from records import PROPERTY

MINUTES = st.floats(-1e7, 1e7, allow_nan=False, allow_infinity=False).map(round)


def test_a_time_scale_is_proportional() -> None:
    scale = make_time_scale([0, 30, 60, 120], 0, 100)
    assert [scale.place(minute) for minute in (0, 30, 60, 120)] == [0, 25, 50, 100]


def test_what_lies_outside_stands_at_the_edge() -> None:
    scale = make_time_scale([0, 60], 10, 90)
    assert (scale.place(-5), scale.place(500)) == (10, 90)


def test_a_long_gap_beside_a_crowd_is_broken() -> None:
    crowd = [0, 5, 10, 15, 20, 30]
    scale = make_time_scale([*crowd, 5000], 0, 100)
    assert [(part.begin, part.end) for part in scale.breaks] == [(30, 5000)]
    assert scale.place(30) == pytest.approx(88)
    assert scale.place(15) == pytest.approx(44)


def test_few_points_stay_in_proportion_however_far_apart() -> None:
    assert make_time_scale([0, 5, 5000], 0, 100).breaks == ()


@PROPERTY
@given(st.lists(MINUTES, min_size=1, max_size=40))
def test_a_time_scale_keeps_the_order_and_the_bounds(minutes: list[float]) -> None:
    scale = make_time_scale(minutes, 2, 98)
    places = [scale.place(minute) for minute in sorted(minutes)]
    assert all(before <= after + 1e-6 for before, after in pairwise(places))
    assert all(2 - 1e-6 <= place <= 98 + 1e-6 for place in places)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0, [0, 60, 120]), (30, [30, 90]), (13 * 60 + 15, [45, 105])],
)
def test_ticks_are_on_whole_hours_of_the_clock(offset: float, expected: list[float]) -> None:
    scale = make_time_scale([0, 120], 0, 100)
    assert list(scale.ticks(offset, 40)) == expected


def test_there_are_no_ticks_in_a_break() -> None:
    scale = make_time_scale([0, 5, 10, 15, 20, 30, 5000, 5020], 0, 100)
    assert all(tick <= 30 or tick >= 5000 for tick in scale.ticks(0, 5))


def test_a_log_scale_gives_each_factor_the_same_length() -> None:
    scale = make_log_scale([2, 200])
    assert scale.place(40) - scale.place(20) == pytest.approx(scale.place(80) - scale.place(40))
    assert scale.ticks[0] == (1, "1 min")


@pytest.mark.parametrize("minutes", [0, -2, 0.5])
def test_what_has_no_place_on_a_log_scale_stands_apart(minutes: float) -> None:
    scale = make_log_scale([minutes, 60])
    assert scale.place(minutes) == scale.zero < scale.left


def test_a_log_scale_of_nothing_is_one() -> None:
    assert make_log_scale([]).ticks


def test_quartiles_lie_between_the_values() -> None:
    assert find_quartiles([1, 2, 3, 4, 5]) == Quartiles(2, 3, 4)
    assert find_quartiles([10, 20, 30, 40, 50, 60]) == Quartiles(22.5, 35, 47.5)


def test_of_fewer_than_five_values_there_are_no_quartiles() -> None:
    assert find_quartiles([1, 2, 3, 4]) is None


@PROPERTY
@given(st.lists(st.tuples(st.floats(0, 100), st.text("0123456789:", min_size=1, max_size=9))))
def test_labels_never_touch_each_other(texts: list[tuple[float, str]]) -> None:
    labels = fit_labels(texts)
    for width, hidden in ((NARROW, "pm-wide"), (WIDE, "pm-narrow")):
        spans = []
        for label in labels:
            if label.name == hidden:
                continue
            size = text_width(label.text)
            shift = {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
            left = label.place * width / 100 - shift * size
            spans.append((left, left + size))
        spans.sort()
        assert all(one[1] < other[0] for one, other in pairwise(spans))
