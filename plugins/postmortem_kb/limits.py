"""What a record may not exceed: checked before anything costly is done with its text.

Markdown parsers have no limits of their own: some need hours for a megabyte of `[`, and some break
off the whole build with a recursion error over a thousand nested emphases. The numbers are many
times what the longest published postmortems have, and are stated in docs/guide/limits.md.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from postmortem_kb.problem import Finding, Place
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.front_matter import TOO_DEEP, TOO_LONG

MAX_BYTES = 500_000
"""The largest file that is read."""
MAX_FRONT_MATTER = 100_000
"""Characters of the front matter."""
MAX_PARAGRAPH = 10_000
"""Characters of one paragraph, heading or table cell."""
MAX_HEADINGS = 1_000
"""Headings of one record."""
MAX_BLOCKS = 10_000
"""Paragraphs, list items, table rows, code blocks and rules of one record."""
MAX_LINKS = 5_000
"""Links and images of one record."""
MAX_DEPTH = 8
"""Lists and block quotes within each other."""
MAX_EMPHASES = 400
"""Marks of emphasis (runs of `*`, `_` or `~`) in one paragraph."""
MAX_DEFINITIONS = 100
"""Lines of one paragraph that begin with a colon."""
MAX_BRACKETS = 1_000_000
"""Characters of a record between an opening bracket and its end, counted for each bracket."""
MAX_TAG_DEPTH = 100
"""HTML tags within each other."""
MAX_OPEN_TAGS = 100
"""HTML tags and comments that do not end within `TAG_LENGTH` characters."""
TAG_LENGTH = 1_000
MAX_IGNORES = 200
"""Comments of one record that ignore a rule."""

_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
_BRACKET = re.compile(r"\\.|\]\(|[\[\]()]", re.DOTALL)
_EMPHASIS = re.compile(r"[*~]+|(?<!\w)_+|_+(?!\w)")
_TAG = re.compile(r"<(?P<end>/?)(?!(?:br|hr|img|input|wbr|col)\b)[a-z]", re.IGNORECASE)
_OPEN_TAG = re.compile(rf"<[A-Za-z/!?](?![^>]{{0,{TAG_LENGTH}}}>)")
_BLOCKS = ("paragraph_open", "list_item_open", "tr_open", "hr", "fence", "code_block")
_CONTAINERS = ("bullet_list", "ordered_list", "blockquote")


@dataclass(frozen=True, slots=True)
class _Limit:
    most: int
    rule: Rule
    message: str
    hint: str


_PARAGRAPH = _Limit(
    MAX_PARAGRAPH,
    TOO_LONG,
    "a paragraph of more than {most:,} characters",
    "part it with blank lines; put logs between ``` lines, and pictures into files",
)
_HEADINGS = _Limit(
    MAX_HEADINGS,
    TOO_LONG,
    "the record has more than {most:,} headings",
    "part it into several records",
)
_BLOCK_COUNT = _Limit(
    MAX_BLOCKS,
    TOO_LONG,
    "the record has more than {most:,} paragraphs, list items, table rows and code blocks",
    "keep what the story needs, and put the rest into a file",
)
_LINKS = _Limit(
    MAX_LINKS,
    TOO_LONG,
    "the record has more than {most:,} links",
    "keep those that the story needs",
)
_DEPTH = _Limit(
    MAX_DEPTH,
    TOO_DEEP,
    "lists or quotes stand within each other more than {most} deep",
    "write them one below the other",
)
_BRACKETS = _Limit(
    MAX_BRACKETS,
    TOO_DEEP,
    "too many brackets stand open or within each other",
    "close them, or put them between ` marks",
)
_EMPHASES = _Limit(
    MAX_EMPHASES,
    TOO_DEEP,
    "a paragraph has more than {most} marks of emphasis",
    "part it with blank lines, or put what is code between ` marks",
)
_DEFINITIONS = _Limit(
    MAX_DEFINITIONS,
    TOO_DEEP,
    "more than {most} lines of a paragraph begin with ':'",
    "part it with blank lines",
)
_TAG_DEPTH = _Limit(
    MAX_TAG_DEPTH,
    TOO_DEEP,
    "more than {most} HTML tags stand within each other",
    "close them, or write '&lt;' where no tag is meant",
)
_OPEN_TAGS = _Limit(
    MAX_OPEN_TAGS,
    TOO_DEEP,
    "more than {most} HTML tags begin without an end",
    "write '&lt;' where no tag is meant",
)


def find_long_front_matter(text: str) -> Iterator[tuple[Rule, Finding]]:
    """Say that the front matter is too long to be read."""
    if not text.startswith("---"):
        return
    closing = _BOUNDARY.search(text, len("---"))
    length = closing.start() if closing else 0
    if length > MAX_FRONT_MATTER:
        message = f"the front matter has {length:,} characters, of at most {MAX_FRONT_MATTER:,}"
        yield TOO_LONG, Finding(Place(2), message, "tell the story in the body, below the '---'")


def find_heavy_markdown(
    body: str, tokens: Sequence[Token], first_line: int
) -> list[tuple[Rule, Finding]]:
    """Each limit that is exceeded, at the first place where it is.

    `tokens` are the blocks of `body`, which begins on line `first_line`.
    """
    found: dict[str, tuple[Rule, Finding]] = {}
    for limit, amount, line in _measure(body, tokens):
        if amount > limit.most and limit.message not in found:
            message = limit.message.format(most=limit.most)
            finding = Finding(Place(first_line + line), message, limit.hint)
            found[limit.message] = limit.rule, finding
    return list(found.values())


def _measure(body: str, tokens: Sequence[Token]) -> Iterator[tuple[_Limit, int, int]]:
    """Yield limits, how much of each is taken so far, and the line of the body."""
    headings = blocks = depth = brackets = tags = 0
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type.startswith(_CONTAINERS):
            depth += token.nesting
            yield _DEPTH, depth, line
        elif token.type in _BLOCKS:
            blocks += 1
            yield _BLOCK_COUNT, blocks, line
        elif token.type == "heading_open":
            headings += 1
            yield _HEADINGS, headings, line
        elif token.type in ("inline", "html_block"):
            text = token.content
            if "<" in text:
                tags += sum(-1 if tag["end"] else 1 for tag in _TAG.finditer(text))
                yield _TAG_DEPTH, tags, line
            if token.type == "html_block":
                continue
            yield _PARAGRAPH, len(text), line
            if "[" in text:
                brackets += _measure_brackets(text)
                yield _BRACKETS, brackets, line
            # Short texts cannot hold as many as these.
            if len(text) > MAX_DEFINITIONS:
                yield _DEFINITIONS, text.count("\n:"), line
            if len(text) > MAX_EMPHASES:
                yield _EMPHASES, sum(1 for _ in _EMPHASIS.finditer(text)), line
    yield _LINKS, body.count("](") + body.count("]:"), 0
    if body.count("<") > MAX_OPEN_TAGS:
        for count, tag in enumerate(_OPEN_TAG.finditer(body), start=1):
            if count > MAX_OPEN_TAGS:
                yield _OPEN_TAGS, count, body.count("\n", 0, tag.start())
                return


def _measure_brackets(text: str) -> int:
    """How many characters a parser passes that looks for the end of every bracket."""
    opened: list[tuple[str, int]] = []
    passed = 0
    for match in _BRACKET.finditer(text):
        found = match.group()
        if found[0] in "])" and opened and (opened[-1][0] == "[") == (found[0] == "]"):
            passed += match.start() - opened.pop()[1]
        if found in ("[", "(", "]("):
            opened.append((found[-1], match.start()))
    return passed + sum(len(text) - start for _, start in opened)
