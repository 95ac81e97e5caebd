import pytest

from postmortem_kb.blocks import Entry, find_blocks
from postmortem_kb.model import Span


def entries(text: str, first_line: int = 1) -> list[tuple[str, str, int, int]]:
    return [
        (entry.text, entry.details, entry.lines.first, entry.lines.last)
        for block in find_blocks(text, first_line)
        for entry in block.entries
    ]


@pytest.mark.parametrize("marker", ["-", "*", "+", "1.", "12)"])
def test_every_kind_of_list_is_read(marker: str) -> None:
    assert entries(f"{marker} one\n{marker} two\n") == [("one", "", 1, 1), ("two", "", 2, 2)]


def test_a_hard_wrapped_item_is_one_entry() -> None:
    assert entries("- one\n  and more\nand lazily more\n- two\n") == [
        ("one\nand more\nand lazily more", "", 1, 3),
        ("two", "", 4, 4),
    ]


def test_what_is_nested_below_an_item_is_its_details() -> None:
    text = (
        "- one\n\n  Second paragraph.\n\n  - nested\n    - deeper\n\n  ```\n  code\n  ```\n- two\n"
    )
    assert entries(text) == [
        ("one", "Second paragraph.\n\n- nested\n  - deeper\n\n```\ncode\n```", 1, 10),
        ("two", "", 11, 11),
    ]


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("- ```\n  code\n  ```\n", "```\ncode\n```"),
        ("12. ```\n    code\n    ```\n", "```\ncode\n```"),
        ("- > quoted\n", "> quoted"),
        ("- - nested\n", "- nested"),
    ],
)
def test_an_item_without_a_paragraph_is_all_details(text: str, details: str) -> None:
    assert [(entry[0], entry[1]) for entry in entries(text)] == [("", details)]


def test_an_empty_item_is_no_entry() -> None:
    assert entries("- one\n-\n- two\n") == [("one", "", 1, 1), ("two", "", 3, 3)]


def test_a_table_has_headings_and_a_line_for_each_row() -> None:
    [block] = find_blocks("Text\n\n| A | B |\n|---|---|\n| 1 | a \\| b |\n| 2 |\n", 10)
    assert block.headings == ("A", "B")
    assert block.lines == Span(12, 15)
    assert block.entries == (
        Entry(Span(14, 14), cells=("1", "a | b")),
        Entry(Span(15, 15), cells=("2", "")),
    )


def test_a_block_does_not_include_the_blank_lines_after_it() -> None:
    [block] = find_blocks("- one\n\n- two\n\n\nText\n", 1)
    assert block.lines == Span(1, 3)


@pytest.mark.parametrize(
    "text", ["", "Text\n", "> - quoted\n", "```\n- code\n```\n", "    - code\n"]
)
def test_lists_below_the_top_level_are_not_read(text: str) -> None:
    assert list(find_blocks(text, 1)) == []


def test_several_blocks_come_in_order() -> None:
    text = "- a\n\ntext\n\n1. b\n\n| C |\n|---|\n| c |\n"
    assert [block.lines.first for block in find_blocks(text, 1)] == [1, 5, 7]
