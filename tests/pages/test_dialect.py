"""CommonMark lists and tables as Python-Markdown wants them."""

from textwrap import dedent

import pytest
from markdown import markdown

from postmortem_kb.pages.dialect import adapt_markdown


@pytest.mark.parametrize(
    ("written", "adapted"),
    [
        ("Text:\n- a\n- b", "Text:\n\n- a\n- b"),
        ("Text:\n1. a", "Text:\n\n1. a"),
        ("1) a\n2) b", "1. a\n2. b"),
        ("- a\n  - b\n    - c", "- a\n    - b\n        - c"),
        ("1. a\n   - b", "1. a\n    - b"),
        ("- a\n\n  more\n", "- a\n\n    more\n"),
        ("- a\nlazy", "- a\n    lazy"),
        ("- a\n\n  ```\n  x\n    y\n  ```", "- a\n\n    ```\n    x\n      y\n    ```"),
        ("Text\n| a | b |\n|---|---|\n| 1 | 2 |", "Text\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
    ],
)
def test_lists_and_tables_are_put_as_python_markdown_wants_them(written: str, adapted: str) -> None:
    assert adapt_markdown(written) == adapted


@pytest.mark.parametrize(
    "text",
    [
        "Just text - with a dash.",
        "A line\nthat goes - on",
        "```\nText:\n- no list\n```",
        "    - code\n    - code",
        "!!! note\n    Text:\n\n    - inside",
        "> - quoted",
        "Heading\n-------",
        "- a\n- b\n\n---",
        "2020 was\n1999. no list",
    ],
)
def test_everything_else_is_left_as_it_is(text: str) -> None:
    assert adapt_markdown(text) == text


def test_what_was_written_for_python_markdown_reads_as_before() -> None:
    text = dedent(
        """
        Text:

        - a

            more of a

            - b

                more of b

        1. c

            ```
            code
                indented
            ```
        """
    )
    extensions = ["pymdownx.superfences"]
    assert adapt_markdown(text) != text
    assert markdown(adapt_markdown(text), extensions=extensions) == markdown(
        text, extensions=extensions
    )
