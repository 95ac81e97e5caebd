"""Loose Markdown to plain words."""

import pytest

from postmortem_kb.extraction.outline.plain import fold, plain_words, without_ornament


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Impact:** _all_ `users`", "Impact: all users"),
        ("a ![graph](g.png) b", "a b"),
        ("see [the log](http://a.example/b_(c)) now", "see the log now"),
        ("snake_case stays", "snake_case stays"),
        ("**never closed", "never closed"),
        ("it’s “so” − x", 'it\'s "so" - x'),
        ("a <!-- hidden --> b", "a b"),
        ("a   b\tc", "a b c"),
        ("~~gone~~ \\*kept\\*", "gone kept"),
        ("", ""),
    ],
)
def test_markup_is_taken_off(text: str, words: str) -> None:
    assert plain_words(text) == words


@pytest.mark.parametrize(
    ("text", "bare"),
    [("🔥 Impact 🔥", "Impact"), ("✅", ""), ("a 🔥 b", "a 🔥 b"), ("", "")],
)
def test_ornament_is_taken_off_both_ends(text: str, bare: str) -> None:
    assert without_ornament(text) == bare


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("**Root Cause(s):**", "root cause"),
        ("1. Timeline (UTC)", "timeline"),
        ("III. Impact", "impact"),
        ("What's next?", "whats next"),
        ("Corrective & Preventative", "corrective & preventative"),
    ],
)
def test_words_are_folded_for_comparison(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_time_and_a_word_stay_two() -> None:
    assert plain_words("**07:50 AM**Escalated") == "07:50 AM Escalated"
    assert plain_words("**07:50**Escalated") == "07:50 Escalated"
    assert plain_words("un**believ**able") == "unbelievable"
