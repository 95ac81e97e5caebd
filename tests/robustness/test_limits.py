"""Each limit holds where it says, and is the one that the documentation states."""

import re

import pytest

from building import REPOSITORY
from postmortem_kb import fields, front_matter, limits
from records import codes, parse

HEAD = "---\ntitle: Checkout was down\n---\n\n"

DOCUMENTED = {
    "Size of a file": limits.MAX_BYTES,
    "Front matter": limits.MAX_FRONT_MATTER,
    "Front matter, values nested in each other": front_matter._MAX_DEPTH,
    "One paragraph, heading or table cell": limits.MAX_PARAGRAPH,
    "Headings": limits.MAX_HEADINGS,
    "Paragraphs, list items, table rows and code blocks": limits.MAX_BLOCKS,
    "Links and images": limits.MAX_LINKS,
    "Lists and block quotes within each other": limits.MAX_DEPTH,
    "Marks of emphasis in one paragraph": limits.MAX_EMPHASES,
    "Lines of one paragraph that begin with a colon": limits.MAX_DEFINITIONS,
    "HTML tags within each other": limits.MAX_TAG_DEPTH,
    f"HTML tags and comments that do not end within {limits.TAG_LENGTH:,} characters": (
        limits.MAX_OPEN_TAGS
    ),
    "Characters from each opening bracket to its end, added up": limits.MAX_BRACKETS,
    "Comments that ignore a rule": limits.MAX_IGNORES,
    "An id, a file name that is one, a term of the taxonomy": fields.MAX_ID,
}


def test_the_documentation_states_every_limit() -> None:
    text = (REPOSITORY / "docs" / "guide" / "limits.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| ([\d,]+)[^|]* \|$", text, re.MULTILINE)
    assert {what: int(number.replace(",", "")) for what, number in rows} == DOCUMENTED


def test_the_table_here_has_every_limit() -> None:
    stated = {value for name, value in vars(limits).items() if name.startswith("MAX_")}
    assert stated <= set(DOCUMENTED.values())


# What is at the limit, what is one beyond it, and the rule that says so.
EDGES = {
    "front matter": (
        f"---\ntitle: {'a' * (limits.MAX_FRONT_MATTER - 12)}\n---\n",
        f"---\ntitle: {'a' * (limits.MAX_FRONT_MATTER - 11)}\n---\n",
        "PM113",
    ),
    "paragraph": (
        f"{HEAD}{'a' * limits.MAX_PARAGRAPH}\n",
        f"{HEAD}{'a' * (limits.MAX_PARAGRAPH + 1)}\n",
        "PM113",
    ),
    "headings": (
        HEAD + "# a\n" * limits.MAX_HEADINGS,
        HEAD + "# a\n" * (limits.MAX_HEADINGS + 1),
        "PM113",
    ),
    "blocks": (
        HEAD + "a\n\n" * limits.MAX_BLOCKS,
        HEAD + "a\n\n" * (limits.MAX_BLOCKS + 1),
        "PM113",
    ),
    "links": (
        HEAD + "[a](https://b.example)\n\n" * limits.MAX_LINKS,
        HEAD + "[a](https://b.example)\n\n" * (limits.MAX_LINKS + 1),
        "PM113",
    ),
    "depth": (
        f"{HEAD}{'> ' * limits.MAX_DEPTH}a\n",
        f"{HEAD}{'> ' * (limits.MAX_DEPTH + 1)}a\n",
        "PM114",
    ),
    "depth of lists": (
        f"{HEAD}{'- ' * limits.MAX_DEPTH}a\n",
        f"{HEAD}{'- ' * (limits.MAX_DEPTH + 1)}a\n",
        "PM114",
    ),
    "emphases": (
        HEAD + "*a* " * (limits.MAX_EMPHASES // 2) + "\n",
        HEAD + "*a* " * (limits.MAX_EMPHASES // 2) + "*a\n",
        "PM114",
    ),
    "definitions": (
        HEAD + "a\n" + ": b\n" * limits.MAX_DEFINITIONS,
        HEAD + "a\n" + ": b\n" * (limits.MAX_DEFINITIONS + 1),
        "PM114",
    ),
    "brackets": (
        HEAD + ("[" * 999 + "\n\n") * 2,
        HEAD + ("[" * 999 + "\n\n") * 3,
        "PM114",
    ),
    "tags": (
        HEAD + "<div>\n\n" * limits.MAX_TAG_DEPTH,
        HEAD + "<div>\n\n" * (limits.MAX_TAG_DEPTH + 1),
        "PM114",
    ),
    "open tags": (
        HEAD + "a <b\n\n" * limits.MAX_OPEN_TAGS,
        HEAD + "a <b\n\n" * (limits.MAX_OPEN_TAGS + 1),
        "PM114",
    ),
}


@pytest.mark.parametrize("name", EDGES)
def test_a_record_at_the_limit_is_read(name: str) -> None:
    parsed = parse(EDGES[name][0])
    assert parsed.postmortem is not None
    assert not {"PM113", "PM114"} & set(codes(parsed.problems))


@pytest.mark.parametrize("name", EDGES)
def test_a_record_beyond_the_limit_is_refused(name: str) -> None:
    _, beyond, code = EDGES[name]
    parsed = parse(beyond)
    assert code in codes(parsed.problems)
    assert parsed.postmortem is None


def test_what_is_in_code_blocks_counts_as_one_block() -> None:
    log = "> " * 50 + "*a* [b] <c>" * 500 + "\n: d\n"
    parsed = parse(f"{HEAD}```\n{log * 10}```\n")
    assert parsed.postmortem is not None


def test_the_place_is_that_of_the_paragraph() -> None:
    [problem] = parse(f"{HEAD}a\n\n{'b' * (limits.MAX_PARAGRAPH + 1)}\n").problems
    assert (problem.line, problem.column) == (7, 1)
