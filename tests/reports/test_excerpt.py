"""The caret stands under the character that it means, whatever stands before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.reports.excerpt import cut_line, printable, width_of
from records import PROPERTY


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("severity: x", 11, ("severity: x", 10)),
        ("severity: x", 99, ("severity: x", 11)),
        ("", 1, ("", 0)),
        ("\tx", 2, ("    x", 4)),
        ("ab\tx", 4, ("ab  x", 4)),
        ("決済 x", 4, ("決済 x", 5)),
        ("e\u0301 x", 4, ("e\u0301 x", 2)),
        ("a\x1b[31mx", 7, ("a\ufffd[31mx", 6)),
        ("a\u202ex", 3, ("a\ufffdx", 2)),
        ("a\xa0x", 3, ("a x", 2)),
    ],
)
def test_the_caret_stands_under_its_character(
    line: str, column: int, expected: tuple[str, int]
) -> None:
    assert cut_line(line, column, 40) == expected


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "".join(chr(ord("a") + index % 26) for index in range(200))
    shown, before = cut_line(line, 101, 20)
    assert shown == "…klmnopqrstuvwxyzab…"
    assert shown[before] == line[100]


def test_the_end_of_a_long_line_fills_the_width() -> None:
    shown, before = cut_line("0123456789" * 10, 100, 20)
    assert shown == "…234567890123456789"
    assert shown[before] == "9"


def test_the_beginning_of_a_long_line_is_not_cut() -> None:
    assert cut_line("0123456789" * 10, 3, 20) == ("012345678901234567…", 2)


def test_a_line_of_a_million_characters_is_cut_at_once() -> None:
    shown, before = cut_line("x" * 1_000_000 + "y" + "x" * 1_000_000, 1_000_001, 60)
    assert shown[before] == "y"
    assert len(shown) <= 60


@PROPERTY
@given(
    st.text("ab \t決é\u0301😀\u200d\x00\ud800", max_size=120),
    st.integers(1, 130),
    st.integers(12, 40),
)
def test_what_is_shown_fits_and_holds_the_caret(line: str, column: int, width: int) -> None:
    shown, before = cut_line(line, column, width)
    assert sum(map(width_of, shown)) <= width
    assert 0 <= before <= width
    assert shown.replace("\u200d", "").isprintable()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain – 決済 😀", "plain – 決済 😀"),
        ("a\x1b[31m\n", "a\\x1b[31m\\n"),
        ("a\u202eb", "a\\u202eb"),
        ("\udcff", "\\udcff"),
        ("👩\u200d🚒", "👩\u200d🚒"),
        ("a\xa0b", "a\xa0b"),
    ],
)
def test_no_text_steers_the_terminal(text: str, expected: str) -> None:
    assert printable(text) == expected
