import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.links import find_links, rewrite_links, split_target
from records import PROPERTY


def to_new(target: str) -> str:
    return "new.md" if target.startswith("old") else target


def drop(target: str) -> str | None:
    return None if target.startswith("old") else target


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [it](old.md).", "See [it](new.md)."),
        ("See [it](<old.md>).", "See [it](new.md)."),
        ("See [it](<old one.md>).", "See [it](new.md)."),
        ("See [it](old%20one.md).", "See [it](new.md)."),
        ("See [it](old_(1).md).", "See [it](new.md)."),
        ("See [it](old\\_one.md).", "See [it](new.md)."),
        ("See [it](old&amp;one.md).", "See [it](new.md)."),
        ("See [it](oldé.md).", "See [it](new.md)."),
        ('See [it](old.md "the (old) one").', 'See [it](new.md "the (old) one").'),
        ("See [it]( old.md ).", "See [it]( new.md )."),
        ("![a picture](old.png)", "![a picture](new.md)"),
        ("[![a](old.png)](old.md)", "[![a](new.md)](new.md)"),
        ("[`code`](old.md)", "[`code`](new.md)"),
        ("[**[x]** y](old.md)", "[**[x]** y](new.md)"),
        ("[it][r]\n\n[r]: old.md", "[it][r]\n\n[r]: new.md"),
        ('[r]\n\n  [r]: <old.md> "title"', '[r]\n\n  [r]: new.md "title"'),
        ("- a\n- b [it](old.md)\n  c", "- a\n- b [it](new.md)\n  c"),
        ("| a |\n|---|\n| [it](old.md) |", "| a |\n|---|\n| [it](new.md) |"),
        ("> [it](old.md)", "> [it](new.md)"),
        ("# [it](old.md)", "# [it](new.md)"),
        (
            "[a](old.md) and [b](other.md) and [c](old2.md)",
            "[a](new.md) and [b](other.md) and [c](new.md)",
        ),
        ("\\`[it](old.md)\\`", "\\`[it](new.md)\\`"),
    ],
)
def test_a_target_is_led_elsewhere(text: str, expected: str) -> None:
    assert rewrite_links(text, to_new) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`[it](old.md)`",
        "``[it](old.md) ` ``",
        "```\n[it](old.md)\n```",
        "    [it](old.md)",
        "<!--\n[it](old.md)\n-->",
        "\\[it](old.md)",
        "[it] (old.md)",
        "<https://old.example>",
        "[it](https://example.org/old.md)",
        "a footnote[^1]\n\n[^1]: old.md",
        "old.md",
        "",
    ],
)
def test_what_is_no_link_to_lead_elsewhere_stays(text: str) -> None:
    assert rewrite_links(text, to_new) == text


def test_a_link_stays_while_the_same_in_code_does() -> None:
    assert rewrite_links("`[a](old.md)` and [b](old.md)", to_new) == "`[a](old.md)` and [b](new.md)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [it](old.md).", "See it."),
        ("See ![a picture](old.png).", "See a picture."),
        ('See [*it*](<old one.md> "title").', "See *it*."),
        ("See [a](old.md) and [b](other.md).", "See a and [b](other.md)."),
        ("`[a](old.md)` and [b](old.md)", "`[a](old.md)` and b"),
        ("[it][r]\n\n[r]: old.md", "[it][r]\n\n[r]: #"),
        ("[![a](old.png)](old.md)", "a"),
        ("[it](old.md 'a (b)')", "[it](# 'a (b)')"),
    ],
)
def test_only_the_text_of_a_link_to_nothing_stays(text: str, expected: str) -> None:
    assert rewrite_links(text, drop) == expected


def test_targets_that_change_places_are_each_led_once() -> None:
    swap = {"a.md": "b.md", "b.md": "a.md"}
    assert rewrite_links("[x](a.md) [y](b.md)", swap.get) == "[x](b.md) [y](a.md)"


def test_a_new_target_with_spaces_stands_in_angle_brackets() -> None:
    assert rewrite_links("[it](old.md)", lambda target: "a (b).md") == "[it](<a (b).md>)"


def test_links_and_images_are_found_with_their_lines() -> None:
    text = "Text\n\nSee [it](a.md)\nand ![it](b.png)\n\n- [c](c.md)\n\n[d]\n\n[d]: d.md\n"
    found = [(link.target, link.line, link.is_image) for link in find_links(text, 10)]
    assert found == [
        ("a.md", 12, False),
        ("b.png", 12, True),
        ("c.md", 15, False),
        ("d.md", 17, False),
        ("d.md", 19, False),
    ]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("a.md", ("a.md", "")),
        ("../docs/a.md#part", ("../docs/a.md", "part")),
        ("a%20b.png", ("a b.png", "")),
        ("a.png?raw=true", ("a.png", "")),
        ("https://example.org/a.md", None),
        ("mailto:a@example.org", None),
        ("//example.org/a", None),
        ("/absolute.md", None),
        ("#part", ("", "part")),
        ("#%C3%BCber", ("", "über")),
        ("", None),
        ("http://[broken", None),
    ],
)
def test_a_relative_target_is_a_path_and_a_fragment(
    target: str, expected: tuple[str, str] | None
) -> None:
    assert split_target(target) == expected


PIECES = st.sampled_from(
    [
        *("[a](old.md)", "![b](old.png)", "[c](<old d.md>)", "[e](other.md)", "`[f](old.md)`"),
        *("[g][r]", "text", "**bold**", "`", "``", "\n", "\n\n", "- ", "> ", "# ", "[", "](", ")"),
        *("| x |\n|---|\n| [t](old.md) |\n", "\n\n```\n", "\n\n[r]: old.md\n\n", "old", "    "),
        *("\\", "<br>"),
    ]
)


@PROPERTY
@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_nothing_but_targets_changes(text: str) -> None:
    def without_targets(markdown: str) -> str:
        return re.sub(r"<?old(?: d)?\.(?:md|png)>?|new\.md", "T", markdown)

    new = rewrite_links(text, to_new)
    assert without_targets(new) == without_targets(text)
    assert not [link for link in find_links(new, 1) if link.target.startswith("old")]


@PROPERTY
@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_leading_every_target_to_itself_changes_nothing(text: str) -> None:
    assert rewrite_links(text, lambda target: target) == text
