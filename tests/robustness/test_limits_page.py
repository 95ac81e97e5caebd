"""The page about limits states the numbers that the code has."""

import re

from building import REPOSITORY
from postmortem_kb import limits

STATED = {
    "Size of a file": limits.MAX_BYTES,
    "Front matter": limits.MAX_FRONT_MATTER,
    "One paragraph, heading or table cell": limits.MAX_PARAGRAPH,
    "Headings": limits.MAX_HEADINGS,
    "Paragraphs, list items, table rows and code blocks": limits.MAX_BLOCKS,
    "Links and images": limits.MAX_LINKS,
    "Lists and block quotes within each other": limits.MAX_DEPTH,
    "Marks of emphasis in one paragraph": limits.MAX_EMPHASES,
    "Lines of one paragraph that begin with a colon": limits.MAX_DEFINITIONS,
    "HTML tags within each other": limits.MAX_TAG_DEPTH,
    "HTML tags and comments that do not end": limits.MAX_OPEN_TAGS,
    "Comments that ignore a rule": limits.MAX_IGNORES,
}


def test_the_numbers_are_those_of_the_code() -> None:
    page = (REPOSITORY / "docs" / "guide" / "limits.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+?) \| ([\d,]+)", page, flags=re.MULTILINE)
    found = {what: int(number.replace(",", "")) for what, number in rows}
    assert {what: found.get(what) for what in STATED} == STATED
