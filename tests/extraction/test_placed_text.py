"""Hard-wrapped text: every value with the line on which it stands."""

import time

import pytest

from outlining import document_of, outline_of
from postmortem_kb.extraction.facts.turns import find_misleading_paths
from postmortem_kb.extraction.findings import Findings
from postmortem_kb.extraction.outline.placed_text import PlacedText, sentence_spans
from postmortem_kb.extraction.reading import read_findings
from postmortem_kb.extraction.times.entries import find_entries
from postmortem_kb.knowledge_base import load_shipped_taxonomy

TEXT = """\
# Maps went grey

## Summary

Our map server was down for every reader in the
north after a new release. It had gone out on a
Friday and nobody saw it. The outage began on 3 May
2024 at 10:15 UTC and was over
at 11:45 UTC when the
team went back to the old release. In all it
lasted 90
minutes. At first we suspected the
database, but it was fine. We called in
the database team.

## Root cause

Some words come first that say nothing. A [link over
two lines](https://example.org/a) is no more. The new **release
number two** set the wrong limit for connections.
"""


def read(text: str) -> Findings:
    return read_findings(document_of(text), load_shipped_taxonomy())


@pytest.mark.parametrize(
    ("field", "line", "quote"),
    [
        ("started_at", 8, "The outage began on 3 May 2024 at 10:15 UTC"),
        ("resolved_at", 9, "The outage began on 3 May 2024 at 10:15 UTC"),
        ("duration_minutes", 11, "In all it lasted 90 minutes."),
        ("root_causes", 19, "The new release number two set the wrong limit for connections."),
    ],
)
def test_a_value_names_its_line_and_its_sentence(field: str, line: int, quote: str) -> None:
    found = read(TEXT).find(field)
    assert found is not None
    assert found.line == line
    assert found.quote.startswith(quote)
    assert found.quote.count(".") <= 1


def test_a_sentence_names_the_line_on_which_it_begins() -> None:
    assert [(one.text[:8], one.line) for one in outline_of(TEXT).sentences] == [
        ("Our map ", 5),
        ("It had g", 6),
        ("The outa", 7),
        ("In all i", 10),
        ("At first", 12),
        ("We calle", 13),
        ("Some wor", 18),
        ("A link o", 18),
        ("The new ", 19),
    ]


def test_a_wrong_turn_names_its_line() -> None:
    found = find_misleading_paths(outline_of(TEXT))
    assert [(one.line, one.text) for one in found] == [
        (12, "At first we suspected the database, but it was fine.")
    ]


def test_events_of_prose_name_the_line_of_their_time() -> None:
    text = "# Maps\n\nThe maps were grey and the\nreaders told us at 10:15 UTC that day. At\n"
    found = find_entries(outline_of(f"{text}11:00 UTC the server crashed and we\nstarted it.\n"))
    assert [entry.line for entry in found] == [4, 5]


def test_a_line_that_is_said_twice_has_two_places() -> None:
    text = PlacedText("a b\na b\na b", 3, ((4, 4), (8, 5)))
    words = text.as_words()
    assert words.text == "a b a b a b"
    assert [words.line_at(position) for position in (0, 2, 4, 6, 8, 10)] == [3, 3, 4, 4, 5, 5]


def test_a_piece_keeps_its_lines() -> None:
    text = PlacedText("Label: one two three", 7, ((7, 8), (15, 9)))
    rest = text.end_with("one two three")
    assert (rest.line, rest.line_at(4), rest.line_at(8)) == (8, 8, 9)
    assert text.end_with("").text == ""


def test_a_very_long_sentence_is_parted_between_words() -> None:
    words = "reconnection " * 400
    pieces = [words[start:end] for start, end in sentence_spans(words)]
    assert len(pieces) > 1
    assert " ".join(pieces) == words.strip()
    assert {word for piece in pieces for word in piece.split()} == {"reconnection"}


def test_no_sentence_is_parted_behind_an_abbreviation() -> None:
    words = "It began at 10 a.m. and so on. Then it was over."
    assert [words[a:b] for a, b in sentence_spans(words)] == [
        "It began at 10 a.m. and so on.",
        "Then it was over.",
    ]


def test_a_very_long_paragraph_is_placed_quickly() -> None:
    text = "\n".join(f"word {number} and **some** more words of it" for number in range(8_000))
    started = time.monotonic()
    sentences = outline_of(f"# Maps\n\n{text}\n").sentences
    assert time.monotonic() - started < 15
    assert sentences[-1].line > 7_900
