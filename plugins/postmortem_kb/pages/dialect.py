"""CommonMark to Python-Markdown: what a git forge shows as a list or table stays one on the site.

Python-Markdown wants a blank line before a list or table that follows a paragraph, around every
block of a list item, and four columns for each level of a list; CommonMark wants none of these.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

# Blocks and their lines are all that matters here: inline Markdown is not read.
_BLOCKS = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
_INDENT = 4
_MARKER = re.compile(r" *(?P<marker>[-+*]|\d+[.)])(?P<gap> *)")
_QUOTE = re.compile(r"^ {0,3}> ?")
_MAYBE_BLOCK = re.compile(
    r"^[ \t]*(?:[-+*]|\d+[.)])(?:[ \t]|$)|^[ \t|:]*-+[ \t|:-]*$|^ {0,3}>|^ {0,3}\t|^ {4}|\\$",
    re.MULTILINE,
)
# A backslash at the end of a line, unless it is escaped itself or stands in a code span.
_HARD_BREAK = re.compile(r"(`++).*?(?<!`)\1(?!`)|`+|\\(?P<end>\n)|\\.", re.DOTALL)
_LISTS = ("bullet_list", "ordered_list")
_ON_THEIR_OWN = (*_LISTS, "table")


def adapt_markdown(text: str) -> str:
    """The same Markdown as Python-Markdown has to be told it; what needs no change is returned."""
    if not _MAYBE_BLOCK.search(text):
        return text
    source = text.expandtabs(_INDENT).split("\n")
    document = SyntaxTreeNode(_BLOCKS.parse(text))
    # The markers and indents of containers are taken off the copy while these are read.
    adapted = _adapt_children(document, source.copy(), (0, len(source)))
    return text if adapted == source else "\n".join(adapted)


def _adapt_children(parent: SyntaxTreeNode, lines: list[str], span: tuple[int, int]) -> list[str]:
    """The blocks of a container; `lines` have its own markers and indents no more."""
    adapted: list[str] = []
    position, end = span
    previous: SyntaxTreeNode | None = None
    for block in parent.children:
        first, last = block.map or (position, position)
        # No block: blank lines and the definitions of links.
        adapted += lines[position:first]
        if adapted and adapted[-1].strip() and _needs_blank_line(previous, block):
            adapted.append("")
        if previous and previous.type in _LISTS and block.type in _LISTS:
            # Else they would be one list, where numbers go on or are lost.
            adapted += ["<!-- -->", ""]
        adapted += _adapt_block(block, lines, (first, last))
        position, previous = last, block
    return adapted + lines[position:end]


def _needs_blank_line(previous: SyntaxTreeNode | None, block: SyntaxTreeNode) -> bool:
    is_in_item = block.parent is not None and block.parent.type == "list_item"
    before = previous.type if previous else ""
    if block.type in _LISTS and is_in_item and previous and previous.previous_sibling is None:
        # A list below the first paragraph of an item: a blank line would space them out.
        return before != "paragraph"
    if block.type in _ON_THEIR_OWN or before in (*_ON_THEIR_OWN, "blockquote", "code_block"):
        return True
    return is_in_item and block.type != "html_block"


def _adapt_block(block: SyntaxTreeNode, lines: list[str], span: tuple[int, int]) -> list[str]:
    if block.type in _LISTS:
        return _adapt_list(block, lines)
    if block.type == "blockquote":
        return _adapt_quote(block, lines, span)
    own = lines[slice(*span)]
    if block.parent is not None and block.parent.type == "list_item" and block.type != "code_block":
        own = _outdent(own, _indent_of(own[0]))
    if block.type == "paragraph":
        text = _HARD_BREAK.sub(lambda found: "  \n" if found["end"] else found[0], "\n".join(own))
        return text.split("\n")
    return own


def _adapt_quote(quote: SyntaxTreeNode, lines: list[str], span: tuple[int, int]) -> list[str]:
    written = lines[slice(*span)]
    inner = [_QUOTE.sub("", line) for line in written]
    lines[slice(*span)] = inner
    adapted = _adapt_children(quote, lines, span)
    return written if adapted == inner else [f"> {line}" if line else ">" for line in adapted]


def _adapt_list(parent: SyntaxTreeNode, lines: list[str]) -> list[str]:
    adapted: list[str] = []
    has_blocks = False
    for item in parent.children:
        own = _adapt_item(item, lines)
        if has_blocks and adapted[-1]:
            adapted.append("")
        has_blocks = "\n\n" in "\n".join(own).strip()
        adapted += own
    return adapted


def _adapt_item(item: SyntaxTreeNode, lines: list[str]) -> list[str]:
    first, last = item.map or (0, 0)
    match = _MARKER.match(lines[first])
    if match is None:
        return lines[first:last]
    gap = len(match["gap"])
    column = match.end("marker") + (gap if 1 <= gap <= _INDENT else 1)
    lines[first] = lines[first][column:]
    lines[first + 1 : last] = _outdent(lines[first + 1 : last], column)
    content = _adapt_children(item, lines, (first, last))
    if item.children and item.children[0].type not in ("paragraph", "heading", "html_block"):
        # Only these may begin on the line of the marker.
        content = ["", "", *content[content[0] == "" :]]
    marker = match["marker"].replace(")", ".")
    if marker == "-" and not content[0]:
        # Alone on its line it would make a heading of the line before.
        marker = "*"
    return [
        f"{marker} {content[0]}",
        *(" " * _INDENT + line if line.strip() else "" for line in content[1:]),
    ]


def _outdent(lines: list[str], columns: int) -> list[str]:
    return [line[min(columns, _indent_of(line)) :] for line in lines]


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
