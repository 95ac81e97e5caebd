"""How long a record takes to read."""

import pytest

from making import make
from postmortem_kb.reading_groups.packets.reading_time import (
    WORDS_PER_MINUTE,
    count_words,
    minutes_to_read,
    reading_minutes,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("Payments failed.", 2),
        ("| Action | Type |\n|---|---|\n| Add an alert | detect |", 6),
        ("- 12:00 **Detected:** An alert", 4),
        ("See [the log](https://log.example/1).", 3),
        ("Two <!-- a remark that nobody\nreads --> words", 2),
        ("One <!-- never closed", 1),
    ],
)
def test_words_are_what_has_letters_or_digits(text: str, number: int) -> None:
    assert count_words(text) == number


@pytest.mark.parametrize(
    ("words", "minutes"),
    [(1, 1), (WORDS_PER_MINUTE, 1), (WORDS_PER_MINUTE + 1, 2), (10 * WORDS_PER_MINUTE, 10)],
)
def test_minutes_are_whole_and_rounded_up(words: int, minutes: int) -> None:
    assert minutes_to_read(["word " * words]) == minutes


def test_nothing_to_read_takes_a_minute_too() -> None:
    assert minutes_to_read([]) == 1


def test_a_record_is_its_text_and_the_prose_of_its_front_matter() -> None:
    words = " ".join(["word"] * 100)
    # A title of one word, and a body, a summary, a lesson and a factor of a hundred each.
    record = make(
        "one",
        f"timezone: UTC\nsummary: {words}\nlessons: [{words}]\ncontributing_factors: [{words}]",
        words,
    )
    assert reading_minutes(record) == 3  # 401 words
