"""Line numbers through an HTML conversion: marks before text, and lines from the marked result.

A mark is a line number between two characters of a private plane, put before the first visible
character of every piece of text on a line. Markup moves them along with the text, and the first
one of every resulting line is its number. End tags that HTML lets a writer leave out are put in on
the same way, for `html.parser` does not know them.
"""

import html
import re

from postmortem_kb.importers.document import Line
from postmortem_kb.importers.refusal import ImportRefused

MAX_TAGS = 60_000
"""Tags of a page."""
MAX_DEPTH = 150
"""Tags within each other."""

_OPEN, _CLOSE = "\U0010fffc", "\U0010fffd"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
TAG_BEGINNING = re.compile(f"<(?=(?:{_OPEN}\\d+{_CLOSE})?[A-Za-z/!?])")
"""What a reader of Markdown would take for a tag, marks or not."""

_BLANK = re.compile(r"(?:\s|&nbsp;|&#160;|&#x0*a0;)*", re.IGNORECASE)
# To the end of a tag: quoted values may hold a `>`.
_TAG_END = re.compile(r"=\s?(?:\"[^\"<]*\"|'[^'<]*')|>")
_TAG_NAME = re.compile(r"</?([A-Za-z][\w:.-]*)")
_BLOCKS = frozenset(
    "p div ul ol dl table pre blockquote h1 h2 h3 h4 h5 h6 hr section article figure form".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# What a start tag ends, and what it does not look behind for it.
_ENDED_BY = {
    "li": (("li",), ("ul", "ol", "table", "td", "th")),
    "tr": (("tr",), ("table",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "dt": (("dt", "dd"), ("dl", "table")),
    "dd": (("dt", "dd"), ("dl", "table")),
    **dict.fromkeys(_BLOCKS, (("p",), ("li", "td", "th", "dd", "table", "ac:rich-text-body"))),
}


def mark_lines(text: str, first_line: int = 1) -> str:
    """HTML with a mark before the text of each line; comments, scripts and declarations go.

    Takes time in proportion to the text, however broken it is.

    Raises:
        ImportRefused: it has more tags than `MAX_TAGS`, or more within each other than `MAX_DEPTH`.
    """
    return _Marker(text.replace(_OPEN, "").replace(_CLOSE, "")).mark(first_line)


class _Marker:
    """Goes through a page once; knows the line and the tags that are open."""

    def __init__(self, text: str) -> None:
        self._text = text
        # No tag begins behind it: looking for the end of each would take a square of time.
        self._last_end = text.rfind(">")
        self._line = 1
        self._tags = 0
        self._open: list[str] = []

    def mark(self, first_line: int) -> str:
        text, at = self._text, 0
        self._line = first_line
        out: list[str] = []
        while at < len(text):
            start = text.find("<", at)
            stop = len(text) if start < 0 else start
            if stop > at:
                out.append(_mark_text(text[at:stop], self._line))
                self._line += text.count("\n", at, stop)
            if start < 0:
                break
            at, piece = self._take_markup(start)
            out.append(piece)
            self._line += text.count("\n", start, at)
        return "".join(out)

    def _take_markup(self, start: int) -> tuple[int, str]:
        """The end of what begins with the `<` at `start`, and what stands for it."""
        text = self._text
        if start > self._last_end:
            return start + 1, "&lt;"
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            return (len(text) if end < 0 else end + 3), ""
        if text.startswith("<![CDATA[", start):
            end = text.find("]]>", start)
            end = len(text) if end < 0 else end
            code = html.escape(text[start + 9 : end])
            return min(end + 3, len(text)), _mark_text(code, self._line)
        found = _TAG_NAME.match(text, start)
        if found is None:
            if text.startswith(("<!", "<?"), start):
                return text.index(">", start) + 1, ""
            return start + 1, "&lt;"
        end = _find_tag_end(text, found.end())
        if end < 0:
            return start + 1, "&lt;"
        tag, tag_name = text[start:end], found[1].lower()
        if tag_name in ("script", "style") and text[start + 1] != "/":
            close = re.compile(f"</{tag_name}[^>]{{0,100}}>", re.IGNORECASE).search(text, end)
            stop = close.end() if close else len(text)
            return stop, (text[start:stop] if close and tag_name == "style" else "")
        # A picture is said on its line too.
        is_picture = tag_name in ("img", "ac:image") and tag[1] != "/"
        mark = f"{_OPEN}{self._line}{_CLOSE}" if is_picture else ""
        return end, mark + self._close_implied(tag, tag_name)

    def _close_implied(self, tag: str, tag_name: str) -> str:
        """A tag behind the end tags that it implies; of end tags only those that end something."""
        keep = len(self._open)
        if tag.startswith("</"):
            if tag_name not in self._open:
                return ""
            while self._open[keep - 1] != tag_name:
                keep -= 1
            ended = self._open[keep:]
            del self._open[keep - 1 :]
        else:
            kinds, barriers = _ENDED_BY.get(tag_name, ((), ()))
            for index in range(keep - 1, -1, -1) if kinds else ():
                if self._open[index] in barriers:
                    break
                if self._open[index] in kinds:
                    keep = index
            ended = self._open[keep:]
            del self._open[keep:]
            if tag_name not in _VOID and not tag.endswith("/>"):
                self._open.append(tag_name)
            self._check_limits()
        return "".join(f"</{each}>" for each in reversed(ended)) + tag

    def _check_limits(self) -> None:
        self._tags += 1
        if self._tags > MAX_TAGS:
            message = f"the page has more than {MAX_TAGS:,} HTML tags; save it as text"
            raise ImportRefused("html-too-large", message, self._line)
        if len(self._open) > MAX_DEPTH:
            message = f"more than {MAX_DEPTH} HTML tags stand within each other; save it as text"
            raise ImportRefused("html-too-deep", message, self._line)


def _find_tag_end(text: str, at: int) -> int:
    while found := _TAG_END.search(text, at):
        if found[0] == ">":
            return found.end()
        at = found.end()
    return -1


def _mark_text(text: str, line: int) -> str:
    pieces = text.split("\n")
    for index, piece in enumerate(pieces):
        blank = _BLANK.match(piece)
        before = blank.end() if blank else 0
        if before < len(piece):
            pieces[index] = f"{piece[:before]}{_OPEN}{line + index}{_CLOSE}{piece[before:]}"
    return "\n".join(pieces)


def mark_of(text: str) -> str:
    """The first mark of a text, or nothing: for text that takes its place."""
    found = _MARK.search(text)
    return found[0] if found else ""


def drop_marks(text: str) -> str:
    """A text without its marks."""
    return _MARK.sub("", text)


def take_lines(marked: str, first_line: int = 1) -> list[Line]:
    """Lines with the number of their first mark, or of the line before."""
    lines: list[Line] = []
    number = first_line
    for text in marked.split("\n"):
        if found := _MARK.search(text):
            number = int(found[1])
        lines.append(
            Line(number, drop_marks(text).replace("\u00a0", " ").rstrip("\t ") + _end(text))
        )
    return lines


def _end(text: str) -> str:
    """The two spaces of a line break within a paragraph, which say something."""
    return "  " if text.endswith("  ") and text.strip() else ""
