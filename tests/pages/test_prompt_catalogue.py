"""The page of all kinds of prompts: everything on it comes from the declarations."""

from pathlib import Path

import pytest

from making import to_html
from postmortem_kb.escape import escape
from postmortem_kb.page import PageKind
from postmortem_kb.pages.reading_groups.prompt_catalogue import render_prompt_catalogue
from postmortem_kb.prose import LIST_MARKER, extend_page
from postmortem_kb.reading_groups.prompts import KINDS
from postmortem_kb.reading_groups.prompts.declaration import AnyKind
from postmortem_kb.reading_groups.prompts.practices import PRACTICES
from postmortem_kb.settings import Settings


def page() -> str:
    root = Path("/nowhere")
    made = render_prompt_catalogue(Settings(root=root, docs_dir=root / "docs"))
    assert made.path == "reading-groups/prompts.md"
    assert made.kind is PageKind.INDEX
    assert isinstance(made.content, str)
    return made.content


@pytest.mark.parametrize("kind", KINDS, ids=[kind.key for kind in KINDS])
def test_a_kind_is_there_with_its_example_and_practice(kind: AnyKind) -> None:
    part = page().split(f"### {escape(kind.title)}\n")[1].split("\n### ")[0]
    assert f"> {escape(kind.example)}\n" in part
    assert all(practice.url in part for practice in kind.practices)


def test_there_is_a_part_for_each_moment() -> None:
    headings = [line for line in page().splitlines() if line.startswith("## ")]
    assert headings == [
        "## Where a replay stops",
        "## After the story",
        "## Comparing incidents",
        "## Sources",
    ]


def test_every_source_says_what_it_is() -> None:
    sources = page().split("## Sources")[1]
    for practice in PRACTICES:
        assert (
            f"[{escape(practice.title)}]({practice.url}) ({escape(practice.publisher)})" in sources
        )
        assert escape(practice.says) in sources


def test_the_examples_read_as_they_are_declared() -> None:
    html = to_html(page())
    assert html.count("<blockquote>") == len(KINDS)
    assert html.count("<h3") == len(KINDS)
    assert "and what about “A queue is full”&#63; So far: 33 min" in html


def test_it_may_be_extended_by_hand() -> None:
    assert LIST_MARKER in page()
    extended = extend_page(page(), "# Our prompts\n\nWe like these.\n")
    assert extended.startswith("# Our prompts\n\nWe like these.\n\nA prompt is a question")
