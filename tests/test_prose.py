"""Hand-written pages keep every word and get the generated list."""

import pytest

from postmortem_kb.prose import extend_page, insert_at_home

GENERATED = """\
---
description: x
---

# Capacity

Means this.

<!-- postmortem: list -->

THE LIST
"""


def test_the_list_follows_the_prose_and_replaces_the_generated_introduction() -> None:
    assert extend_page(GENERATED, "# Ours\n\nOur words.\n") == "# Ours\n\nOur words.\n\nTHE LIST\n"


def test_the_list_stands_at_the_marker() -> None:
    prose = "# Ours\n\nBefore.\n\n<!-- postmortem: list -->\n\nAfter.\n"
    assert extend_page(GENERATED, prose) == "# Ours\n\nBefore.\n\nTHE LIST\n\nAfter.\n"


def test_prose_without_a_title_gets_the_generated_one() -> None:
    assert extend_page(GENERATED, "Our words.\n") == "# Capacity\n\nOur words.\n\nTHE LIST\n"


def test_front_matter_of_the_prose_is_kept_first() -> None:
    prose = "---\nhide: [toc]\n---\n\nOur words.\n"
    assert (
        extend_page(GENERATED, prose)
        == "---\nhide: [toc]\n---\n\n# Capacity\n\nOur words.\n\nTHE LIST\n"
    )


@pytest.mark.parametrize(
    "prose",
    [
        "---\ntitle: Ours\n---\n\nOur words.\n",
        "Ours\n====\n\nOur words.\n",
        "<h1>Ours</h1>\n\nOur words.\n",
    ],
)
def test_a_title_of_any_kind_is_the_title(prose: str) -> None:
    extended = extend_page(GENERATED, prose)
    assert extended == f"{prose.rstrip()}\n\nTHE LIST\n"


def test_a_comment_in_a_code_block_is_no_title() -> None:
    prose = "```sh\n# not a heading\n```\n"
    assert extend_page(GENERATED, prose).startswith("# Capacity\n")


def test_a_home_page_without_the_marker_is_left_alone() -> None:
    assert insert_at_home("# Home\n\n<!-- postmortem: home -->\n\nLATEST\n", "# Ours\n") is None


def test_a_home_page_gets_the_latest_at_its_marker() -> None:
    made = "# Home\n\n<!-- postmortem: home -->\n\nLATEST\n"
    prose = "# Ours\n\n<!-- postmortem: home -->\n\nMore.\n"
    assert insert_at_home(made, prose) == "# Ours\n\nLATEST\n\nMore.\n"
