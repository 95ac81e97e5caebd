"""What stands where a record's front matter ought to be, as a finding that says how to mend it."""

import re

from postmortem_kb.problem import Edit, Finding, Place
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.front_matter import METADATA_HEADER, NO_FRONT_MATTER

_DASHES = re.compile(r"---[ \t]*")
# MkDocs also reads MultiMarkdown's `Title: x` lines, and a front matter that ends in `...`.
_HEADER = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):(?=[ \t]|$)")
_DOTS = re.compile(r"^\.\.\.[ \t]*$", re.MULTILINE)
_HINT = (
    "begin the file with a line '---', the fields (at least 'title:'), and another '---' "
    "line; `postmortem import` can work them out from the text"
)


def find_misplaced(text: str) -> tuple[Rule, Finding]:
    """Say what a text without a front matter begins with instead."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if _DASHES.fullmatch(first.strip()):
        line = text[: text.index(first)].count("\n") + 1
        message = "the front matter does not begin on the first line"
        return NO_FRONT_MATTER, Finding(Place(line), message, "move the '---' to line 1")
    if not first:
        return NO_FRONT_MATTER, Finding(Place(1), "the file is empty", _HINT)
    if header := _HEADER.match(text):
        message = f"the file has no front matter: MkDocs takes '{header['key']}: …' out of the page"
        hint = (
            "put a line '---' above the first of these lines and one below the last, and give "
            "them the names of fields; `postmortem import` can work them out from the text"
        )
        return METADATA_HEADER, Finding(Place(1), message, hint)
    return NO_FRONT_MATTER, Finding(Place(1), "the file has no front matter", _HINT)


def find_dots(front_matter: str) -> tuple[Rule, Finding] | None:
    """Find a `...` line that ends the text of a front matter before its `---` does."""
    if "\n..." not in front_matter or not (dots := _DOTS.search(front_matter)):
        return None
    place = Place(front_matter.count("\n", 0, dots.start()) + 1)
    message = "the front matter is closed by '...'"
    return METADATA_HEADER, Finding(place, message, "write '---'", fix=Edit(place, "...", "---"))
