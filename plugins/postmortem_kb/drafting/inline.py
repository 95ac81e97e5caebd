"""One line of loose Markdown to Markdown that shows the same everywhere: emphasis is closed,
what only looks like markup is escaped, and links lead where they may."""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from postmortem_kb.drafting.emphasis import Piece, settle_emphasis
from postmortem_kb.extraction.outline.plain import plain_words


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """A link or picture as the source has it; `title` has its quotes."""

    text: str
    target: str
    title: str
    is_image: bool


class LinkWriter(Protocol):
    """Decides what becomes of a link."""

    def write(self, link: WrittenLink) -> str:
        """The Markdown in its place."""
        ...

    def find_definition(self, label: str) -> str | None:
        """The target of `[label]: target`, where the document has one."""
        ...


_TOKEN = re.compile(
    r"(?P<escaped>\\[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    r"|(?P<automatic><(?:https?://[^<>\s]*|mailto:[^<>\s]*|[\w.+-]+@[\w-]+\.[\w.-]+)>)"
    r"|(?P<bracket>!?\[)"
    r"|(?P<url>(?<![\w(<])https?://[^\s<>*\[\]`]+)"
    r"|(?P<run>\*+|_+|~~)"
    r"|(?P<less><(?=[A-Za-z/!?]))"
    r"|(?P<brace>\{)",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"(?:\s+(?P<title>\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)
_LOOSE_TARGET = re.compile(r"\((?P<target>[^()\n]{1,300})\)")
_REFERENCE = re.compile(r"\[(?P<label>[^\[\]\n]{0,100})\]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DEEPEST = 6
# What Markdown, or an extension of the site's, would take the beginning of a paragraph for.
_STARTS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(r"(?:#{1,6}|[-+*](?=\s|$)|>|\||~{3,}|!{3})"), lambda found: f"\\{found}"),
    (re.compile(r"\d{1,9}[.)](?=\s|$)"), lambda found: f"{found[:-1]}\\{found[-1]}"),
    (re.compile(r"(?::(?=\s)|\?{3}|={3})"), lambda found: f"&#{ord(found[0])};{found[1:]}"),
    (re.compile(r"\[[^\[\]\n]{1,200}\]:(?=\s*\S+\s*(?:[\"'(].*)?$)"), lambda found: f"\\{found}"),
)


def write_inline(text: str, links: LinkWriter) -> str:
    """One line of Markdown to be put behind other text on a line."""
    return _write(_CONTROL.sub("", " ".join(text.split())), links, depth=0)


def write_block(text: str, links: LinkWriter) -> str:
    """The same, to be the beginning of a paragraph, item or heading."""
    return guard_start(write_inline(text, links))


def guard_start(text: str) -> str:
    """Keep the beginning of a written line from making a list, heading or quote of it."""
    for pattern, escape in _STARTS:
        if match := pattern.match(text):
            return escape(match.group()) + text[match.end() :]
    return text


def _write(text: str, links: LinkWriter, *, depth: int) -> str:
    """Take a text apart from left to right; its brackets are those of links, or words."""
    ticks = _find_ticks(text)
    closings = _find_closings(text)
    has_braces = "}" in text
    pieces: list[Piece] = []
    position = 0
    while match := _TOKEN.search(text, position):
        pieces.append(Piece(text[position : match.start()]))
        kind, found, position = match.lastgroup or "", match.group(), match.end()
        if kind == "ticks":
            end = ticks.get(match.start())
            if end is None:
                pieces.append(Piece("".join(f"\\{char}" for char in found)))
            else:
                pieces.append(Piece(text[match.start() : end]))
                position = end
        elif kind == "bracket":
            closing = closings.get(match.end() - 1)
            link = _read_link(text, match, closing, links) if closing is not None else None
            if link is None or depth > _DEEPEST:
                pieces.append(Piece(found))
            else:
                written, position = link
                inner = _write(written.text, links, depth=depth + 1)
                written = WrittenLink(inner, written.target, written.title, written.is_image)
                pieces.append(Piece(links.write(written)))
        elif kind == "run":
            pieces.append(Piece(found, is_run=True))
        elif kind == "less":
            pieces.append(Piece("&lt;"))
        elif kind == "brace":
            pieces.append(Piece("\\{" if has_braces else found))
        else:
            pieces.append(Piece(found))
    pieces.append(Piece(text[position:]))
    return settle_emphasis(pieces)


def _find_ticks(text: str) -> dict[int, int]:
    """Where each code span begins and ends."""
    runs = [(match.start(), match.end()) for match in re.finditer("`+", text)]
    by_length: dict[int, deque[int]] = {}
    for index, (start, end) in enumerate(runs):
        by_length.setdefault(end - start, deque()).append(index)
    found: dict[int, int] = {}
    index = 0
    while index < len(runs):
        start, end = runs[index]
        same = by_length[end - start]
        while same and same[0] <= index:
            same.popleft()
        is_escaped = start > 0 and text[start - 1] == "\\"
        if same and not is_escaped:
            found[start] = runs[same[0]][1]
            index = same[0]
        index += 1
    return found


def _find_closings(text: str) -> dict[int, int]:
    """The closing bracket of each opening one."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for match in re.finditer(r"\\.|[\[\]]", text):
        if match.group() == "[":
            opened.append(match.start())
        elif match.group() == "]" and opened:
            found[opened.pop()] = match.start()
    return found


def _read_link(
    text: str, opening: re.Match[str], closing: int | None, links: LinkWriter
) -> tuple[WrittenLink, int] | None:
    """The link that begins at a bracket, and where it ends."""
    if closing is None:
        return None
    is_image = opening.group().startswith("!")
    inner, after = text[opening.end() : closing], closing + 1
    if match := _TARGET.match(text, after):
        target = match["angle"] if match["angle"] is not None else match["bare"]
        return WrittenLink(inner, target, match["title"] or "", is_image), match.end()
    loose = _LOOSE_TARGET.match(text, after)
    if loose and (is_image or re.match(r"https?://|[./#]", loose["target"])):
        target = loose["target"].strip().replace(" ", "%20")
        return WrittenLink(inner, target, "", is_image), loose.end()
    reference = _REFERENCE.match(text, after)
    label = (reference["label"] if reference else "") or plain_words(inner)
    defined = links.find_definition(label)
    if defined is None:
        return None
    return WrittenLink(inner, defined, "", is_image), reference.end() if reference else after
