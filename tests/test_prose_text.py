"""What of a record is prose, and that every character of it keeps its place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.prose_text import NEVER, find_prose, find_sentences
from records import PROPERTY, record

PIECES = st.sampled_from(
    [
        *"\n\n\n -*#|>`~'\"“”‘’<>[]():_.!?x\tİ",
        "---\n",
        "title: ",
        "lessons:\n- ",
        "```\n",
        "<!--",
        "-->",
        "https://a.example/b",
        "](c)",
        "    ",
        "word ",
    ]
)


def words_of(text: str) -> list[str]:
    return find_prose(text).replace(NEVER, " ").split()


def sentences_of(body: str) -> list[str]:
    prose = find_prose(record("", body))
    found = [" ".join(prose[start:end].split()) for start, end in find_sentences(prose)]
    return found[1:]  # the title comes first


@PROPERTY
@given(st.lists(PIECES, max_size=60).map("".join), st.booleans())
def test_every_character_keeps_its_place(text: str, is_record: bool) -> None:
    text = f"---\n{text}" if is_record else text
    prose = find_prose(text)
    assert len(prose) == len(text)
    assert all(
        now in (was, " ", "\n", NEVER) or (was, now) == ("’", "'")
        for was, now in zip(text, prose, strict=True)
    )


@PROPERTY
@given(st.lists(PIECES, max_size=60).map("".join))
def test_sentences_are_in_order_and_apart(text: str) -> None:
    spans = list(find_sentences(text))
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize(
    "body",
    [
        "a `code` b\n",
        "a ``co`de`` b\n",
        "a <kbd>code</kbd> b\n",
        'a "said so" b\n',
        "a “said so” b\n",
        "a 'didn't say' b\n",
        "a ‘didn’t say’ b\n",
        "a «said so» b\n",
        "a <!-- comment\n\nstill --> b\n",
        "a **b**\n",
        "a\n\n> quoted\n> more\n\nb\n",
        "a\n\n```python\ncode\n\ncode\n```\n\nb\n",
        "- a\n\n  ~~~~\n  code\n  ~~~\n  ~~~~\n- b\n",
        "a\n\n    code\n\n    code\n\nb\n",
    ],
)
def test_code_quotations_and_comments_are_no_prose(body: str) -> None:
    words = [word for word in words_of(record("", body)) if word.isalnum()]
    assert words == ["Checkout", "was", "down", "a", "b"]


def test_a_link_keeps_its_words_and_loses_its_target() -> None:
    body = "see [the words](https://x.example/a(b) 'c') and https://y.example/z, www.z.example/q\n"
    words = words_of(record("", body))
    assert [word for word in words if word.isalpha()][-4:] == ["see", "words", "and", "https"]
    assert not any("example" in word for word in words)


def test_what_is_indented_below_a_list_item_is_prose() -> None:
    assert words_of(record("", "- a\n\n    b\n"))[-1] == "b"


def test_apostrophes_begin_no_quotation() -> None:
    body = "the engineers' plan and the users' wish\n"
    assert words_of(record("", body))[-7:] == body.split()[-7:]


def test_only_fields_that_hold_sentences_are_prose() -> None:
    fields = (
        "summary: >-\n  one\n  two\nservices: [three]\nimpact:\n  summary: four # five\n"
        'lessons:\n- \'six\'\n- "seven \\"eight\\" nine"\ntags:\n- ten\n'
    )
    words = [word for word in words_of(record(fields, "", title="zero")) if word.isalnum()]
    assert words == ["zero", "one", "two", "four", "six", "seven", "nine"]


def test_quotes_around_a_value_are_yaml_and_those_within_are_speech() -> None:
    words = words_of(record("lessons:\n- \"he said 'no way' again\"\n", ""))
    assert words[-3:] == ["he", "said", "again"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One two.\nThree four! Five?\n", ["One two.", "Three four!", "Five?"]),
        ("It took 1.5\nhours at 10.0.0.1 today\n", ["It took 1.5 hours at 10.0.0.1 today"]),
        ("# Head\nText\n", ["# Head", "Text"]),
        ("Head\n====\nText\n", ["Head", "====", "Text"]),
        ("- one\n- two\n  more\n", ["- one", "- two more"]),
        ("| a | b |\n|---|---|\n| c | d |\n", ["a", "b", "---", "---", "c", "d"]),
    ],
)
def test_a_sentence_ends_with_its_mark_or_its_block(body: str, expected: list[str]) -> None:
    assert sentences_of(body) == expected


def test_a_sentence_has_an_end_after_a_thousand_characters() -> None:
    assert [end - start for start, end in find_sentences("a" * 2500)] == [1000, 1000, 500]
