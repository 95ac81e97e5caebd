"""A record's text to its prose: what people said in their own words, every character in its place.

What is not prose (code, quotations, targets of links, URLs, comments, fields that hold no
sentences) becomes blank, so that a place in the prose is the same place in the file.
"""

import re
from collections.abc import Iterator

NEVER = "\x00"
"""Stands where a quotation, a piece of code or a URL begins: no phrase reaches across it."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_PROSE_FIELDS = frozenset(
    "title summary impact contributing_factors lessons surprises discrepancies incidents "
    "action_items questions".split()
)
_TOP_KEY = re.compile(r"([A-Za-z_]\w*):(?=\s|$)")
_KEYS = re.compile(r"\s*(?:-\s+)*(?:[a-z_]+:(?=\s|$))?[ \t]*[>|]?[-+]?[ \t]*")
_YAML_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_YAML_QUOTED = re.compile(
    r"^(?P<open>\s*)(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^']|'')*)')(?=\s*$)",
    re.DOTALL,
)
_FENCE = re.compile(r"\s*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})")
_NEW_BLOCK = re.compile(r"\s*(?:[-*+•–=](?:\s|$)|\d+[.)]\s|#|\||$)")
_STARTS = frozenset("-*+•–=#|0123456789")
_FENCE_STARTS = frozenset("`~-*+0123456789")
_RULE = re.compile(r"(?:-{3,}|={3,}|\*{3,}|_{3,})\s*")
_NOT_NEWLINE = re.compile(r"[^\n]")
_LIST_ITEM = re.compile(r"\s*(?:[-*+•–]|\d+[.)])\s")

# Every branch begins with one plain character, which is what makes the search fast.
_NOT_PROSE = re.compile(
    r"""
    (?P<ticks>`(?<!``)`{0,9})(?!`)[^\n]{0,400}?(?<!`)(?P=ticks)(?!`)  # code
    | "(?<!\w")(?=\S)[^"\n]{1,400}(?<=\S)"(?!\w)              # quotations
    | '(?<!\w')(?=\S)(?:[^'\n]|(?<=\w)'(?=\w)){1,400}(?<=\S)'(?!\w)
    | “[^“”\n]{1,600}”
    | ‘(?:[^‘’\n]|(?<=\w)’(?=\w)){1,400}’(?!\w)
    | «[^«»\n]{1,600}»
    | <(?:code|pre|kbd|samp|q)\b[^<>\n]{0,200}>[^\n]{0,600}?</\w+>
    | :(?<=\w:)//[^\s<>)\]"”]+                                # URLs, without their scheme
    | w(?<!\ww)ww\.[^\s<>)\]"”]+
    """,
    re.VERBOSE,
)
_MARKUP = re.compile(
    r"<[/!a-zA-Z][^<>\n]{0,300}>"  # tags
    r"|\](?:\([^()\n]{0,500}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)|\[[^\]\n]{0,200}\]|:\s*\S+)"
    r"|\*+"
    r"|_(?<!\w_)_*|_+(?!\w)"
)


def find_prose(text: str) -> str:
    """Blank whatever is not the prose of a record.

    The result is as long as `text`. A newline in it parts two blocks (paragraphs, list items,
    cells, values of fields); within a block, lines are joined by a space.
    """
    match = _FRONT_MATTER.match(text)
    head = _prose_of_fields(match.group()) if match else ""
    body = _without_comments(text[len(head) :])
    prose = head + _inline(_prose_blocks(body))
    return prose.replace("’", "'")


def _prose_of_fields(text: str) -> str:
    """The front matter with what people wrote in sentences; the rest is blank."""
    blocks: list[str] = []
    lines: list[str] = []
    is_prose = False
    for line in text.split("\n"):
        if key := _TOP_KEY.match(line):
            is_prose = key[1] in _PROSE_FIELDS
        elif line.startswith("---"):
            is_prose = False
        prefix = _KEYS.match(line)
        blank = prefix.end() if prefix else 0
        starts = bool(key) or not is_prose or line[:blank].strip(" ") != ""
        if starts and lines:
            blocks.append(_prose_of_value(" ".join(lines)))
            lines = []
        lines.append(" " * blank + line[blank:] if is_prose else " " * len(line))
    blocks.append(_prose_of_value(" ".join(lines)))
    return "\n".join(blocks)


def _prose_of_value(value: str) -> str:
    """A field's value without the quotes and comments that are YAML's own."""
    if "#" in value:
        value = _YAML_COMMENT.sub(_blank, value)
    if quoted := _YAML_QUOTED.match(value):
        inner = quoted["double"]
        if inner is not None:
            inner = inner.replace('\\"', ' "')
        else:
            inner = quoted["single"].replace("''", " ’")
        end = quoted.end()
        value = f"{quoted['open']} {inner} {value[end:]}"
    return _inline(value) if value.strip() else value


def _without_comments(text: str) -> str:
    """Blank HTML comments; an unclosed one reaches to the end.

    Not with spaces: what follows on the last line would look like indented code.
    """
    parts: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4)
        end = len(text) if end < 0 else end + 3
        parts += text[position:start], _NOT_NEWLINE.sub(NEVER, text[start:end])
        position = end
    return "".join([*parts, text[position:]]) if parts else text


def _prose_blocks(body: str) -> str:
    """Blank code blocks and quoted blocks, and join the lines of each other block."""
    parts: list[str] = []
    fence = ""
    after_blank, in_list, in_code, after_heading = True, False, False, False
    for line in body.split("\n"):
        stripped = line.lstrip()
        first = stripped[:1]
        is_new = not first or after_heading or (first in _STARTS and _opens(line))
        is_blank = after_heading = False
        if fence:
            is_blank = True
            if stripped.startswith(fence) and not stripped.rstrip().strip(fence[0]):
                fence = ""
        elif first and first in _FENCE_STARTS and (opening := _FENCE.match(line)):
            is_blank, fence = True, opening[1]
        elif first == ">":
            is_blank = True
        elif first:
            is_indented = line.startswith(("    ", "\t"))
            in_code = is_blank = is_indented and not in_list and (after_blank or in_code)
            if is_new and not in_code and _LIST_ITEM.match(line):
                in_list = True
            elif after_blank and line[0] not in " \t":
                in_list = False
            after_heading = first == "#" or _RULE.fullmatch(stripped) is not None
            is_new = is_new or after_heading
            if first == "|" or " | " in line:
                line = line.replace("|", "\n")
        after_blank = not first
        parts.append(
            ("\n" if is_new or is_blank else " ") + (" " * len(line) if is_blank else line)
        )
    return "".join(parts)[1:]  # nothing stands before the first line


def _opens(line: str) -> bool:
    return _NEW_BLOCK.match(line) is not None


def _inline(text: str) -> str:
    """Blank what stands within blocks: code, quotations, URLs, and the marks of Markdown."""
    return _MARKUP.sub(_blank, _NOT_PROSE.sub(_barrier, text))


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


def _barrier(match: re.Match[str]) -> str:
    return NEVER + " " * (match.end() - match.start() - 1)


_SENTENCE = re.compile(r"[^\s.!?][^\n.!?]*(?:[.!?](?![\s)\"'\x00]|$)[^\n.!?]*)*[.!?]*")
_LONGEST = 1000


def find_sentences(prose: str) -> Iterator[tuple[int, int]]:
    """The start and end of each sentence, at most 1,000 characters long."""
    for match in _SENTENCE.finditer(prose):
        start, end = match.span()
        while end - start > _LONGEST:
            yield start, start + _LONGEST
            start += _LONGEST
        yield start, end


def lower_in_place(text: str) -> str:
    """The text in lower case, every character in its place: of "İ" only the first is taken."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(char.lower()[0] for char in text)
