"""A record's lines as a reader sees them: code, comments and link targets blank, all else in its
place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_kb.model import Body
from postmortem_kb.sections import parse_blocks

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_YAML_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_YAML_KEY = re.compile(r"(?P<key>[A-Za-z_]\w*)[ \t]*:(?=\s|$)")
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)[^\n]{0,1000}?(?<!`)\1(?!`)")
_TARGET = re.compile(r"(?<=\]\()[^()\n]*(?=\))")
_NOT_NEWLINE = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class VisibleLine:
    """One line; `field` is the front matter field that it belongs to, None in the body."""

    number: int
    text: str
    field: str | None


def find_visible_lines(text: str, body: Body) -> Iterator[VisibleLine]:
    """Every line of a record's text that is not blank, with all columns as in the file."""
    field = ""
    for number, line in enumerate(text.split("\n")[: body.line - 1], start=1):
        if key := _YAML_KEY.match(line):
            field = key["key"]
        visible = _YAML_COMMENT.sub(_blank, line)
        if visible.strip(" -"):
            yield VisibleLine(number, visible, field)
    code = {
        number
        for token in parse_blocks(body.text)
        if token.type in ("fence", "code_block") and token.map
        for number in range(*token.map)
    }
    lines = _COMMENT.sub(_blank, body.text).split("\n")
    for index, line in enumerate(lines):
        if index not in code and line.strip():
            visible = _TARGET.sub(_blank, _CODE.sub(_blank, line))
            yield VisibleLine(body.line + index, visible, None)


def _blank(match: re.Match[str]) -> str:
    return _NOT_NEWLINE.sub(" ", match.group())
