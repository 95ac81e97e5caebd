"""Where a story stops so that a group can think."""

import pytest

from postmortem_kb.model import EventKind
from postmortem_kb.reading_groups.telling.cuts import MOST_CUTS, Cut, find_cuts
from stories import tell, tell_kinds


def after(kinds: str) -> list[int]:
    return [cut.after for cut in find_cuts(tell_kinds(kinds))]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("DAHNR", [0, 2]),
        ("NANR", []),
        ("DAHHENMR", [0, 2, 4, 6]),
        ("DHXER", [1, 2]),
        ("DEEER", [1, 3]),
        ("DNNNM", [0]),
        ("H", []),
    ],
)
def test_a_story_stops_where_something_is_decided(kinds: str, expected: list[int]) -> None:
    assert after(kinds) == expected


def test_nothing_follows_the_last_event_so_that_no_story_stops_there() -> None:
    assert after("NNX") == []


def test_the_first_hypothesis_and_all_that_is_ruled_out_are_kept_side_by_side() -> None:
    assert after("NHXXXN") == [1, 2, 3, 4]


def test_a_long_story_does_not_stop_at_every_turn() -> None:
    kinds = "DN" + "HN" * 20 + "R"
    assert len(after(kinds)) == MOST_CUTS
    assert after(kinds)[0] == 2


def test_more_stops_only_where_more_is_ruled_out() -> None:
    kinds = "DN" + "HX" * 9 + "R"
    assert after(kinds) == [2, *range(3, 20, 2)]


def test_a_cut_knows_what_it_follows() -> None:
    assert find_cuts(tell_kinds("DNNR")) == (Cut(0, EventKind.DETECTED, None),)


def test_cuts_set_by_hand_are_the_only_ones() -> None:
    story = """\
- 10:00 **Detected:** An alert.
- 10:05 **Note:** A graph. <!-- postmortem: cut: What does it show? -->
- 10:10 **Hypothesis:** The cache. <!-- postmortem: cut -->
- 10:20 **Ruled out:** The cache.
- 10:30 **Resolved:** It is over. <!-- postmortem: cut -->
"""
    assert find_cuts(tell(story)) == (
        Cut(1, None, "What does it show?"),
        Cut(2, EventKind.HYPOTHESIS, None),
    )
