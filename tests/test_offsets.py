"""Offsets and places."""

from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.offsets import place_at
from postmortem_kb.problem import Place
from records import PROPERTY


@PROPERTY
@given(st.text("a\n", min_size=1), st.data())
def test_a_place_leads_back_to_its_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text) - 1))
    place = place_at(text, offset)
    lines = text.split("\n")
    assert sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1 == offset


def test_lines_and_columns_count_from_one() -> None:
    assert [place_at("ab\nc", offset) for offset in range(4)] == [
        Place(1, 1),
        Place(1, 2),
        Place(1, 3),
        Place(2, 1),
    ]
