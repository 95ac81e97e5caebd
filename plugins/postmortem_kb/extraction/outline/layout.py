"""Undo formatting that hides structure: HTML, odd spaces, stray fences; a line stays a line."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from postmortem_kb.importers.document import Line

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff\u00ad]")
# As converters write them: `\\- item`, `1\\. item`; what could become emphasis or a link stays.
_ESCAPED = re.compile(r"\\([-.!~()+>&:=])")
_FENCE = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+)?(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--)")
_CODE_SPAN = re.compile(r"(`+)(?!`)(?:[^`]|(?!\1(?!`))`)*?\1(?!`)")
_LONGEST_SPAN = 2000
_BLOCKS = frozenset(
    "p div section article center header footer ul ol dl blockquote table thead tbody tfoot "
    "details figure figcaption main aside nav hr pre address form".split()
)
_BOLD, _ITALIC = frozenset({"b", "strong", "summary", "dt", "th"}), frozenset({"i", "em", "cite"})
_SILENT = frozenset({"script", "style", "head", "template"})
_NAMES = "|".join(
    "a abbr b big body br button center cite code col colgroup dd del details div dl dt em embed "
    "figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input "
    "ins kbd label li main mark meta nav ol p picture pre q s samp script section small source "
    "span strike strong style sub summary sup table tbody td template tfoot th thead tr tt u ul "
    "var video address article aside blockquote".split()
)
# Anything else in angle brackets is what somebody wrote: `<host>`, `<https://example.org>`.
# So is the target of a link: `](<img/a graph.png>)`.
_NO_TAG = re.compile(rf"(?<=\]\()<|<(?!/?(?:{_NAMES})(?:[\s/][^<>]*)?>|!--)", re.IGNORECASE)
_ANGLE = "\ue0ff"


@dataclass(frozen=True, slots=True)
class CleanLine:
    """A line without HTML and odd spaces; `is_code` where it stands in a code block.

    `fence` is the fence's mark and info on the lines that open and close the block.
    """

    number: int
    text: str
    is_code: bool = False
    fence: str = ""


def clean_lines(lines: Iterable[Line]) -> list[CleanLine]:
    """Undo what hides the structure; the numbers of the lines stay those of the source.

    A fence that is never closed is not one: what follows it is read as text.
    """
    given = list(lines)
    fences = _find_fences(given)
    out: list[CleanLine] = []
    tags = _Tags()
    for index, line in enumerate(given):
        state = fences.get(index, "")
        if state == "inside":
            out.append(CleanLine(line.number, line.text, is_code=True))
        elif state:
            out.append(CleanLine(line.number, "", is_code=True, fence=state))
        else:
            text = clean_spaces(line.text)
            if _FENCE.match(text):
                text = text.strip("`~ ")  # never closed, so its info string is all there is
            for number, piece in tags.feed_line(text, line.number):
                out.append(CleanLine(number, piece))
    return out


def clean_spaces(text: str) -> str:
    """One kind of space, no invisible characters, no needless escapes."""
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    return _INVISIBLE.sub("", _SPACES.sub(" ", text)).rstrip()


def _find_fences(lines: list[Line]) -> dict[int, str]:
    """The lines of closed code fences: `inside`, or the fence itself."""
    found: dict[int, str] = {}
    opened: tuple[int, str] | None = None
    for index, line in enumerate(lines):
        match = _FENCE.match(line.text)
        if match is None:
            continue
        mark, info = match["mark"], match["info"].strip()
        if opened is None:
            opened = (index, mark)
        elif mark[0] == opened[1][0] and len(mark) >= len(opened[1]) and not info:
            found |= dict.fromkeys(range(opened[0] + 1, index), "inside")
            found[opened[0]] = lines[opened[0]].text.strip()
            found[index] = mark
            opened = None
    return found


class _Tags(HTMLParser):
    """HTML in Markdown to Markdown, line by line; a tag may be open over several lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._out: list[str] = []
        self._silent = ""
        self._comment = False
        self._link: list[str] = []
        self._lists: list[str] = []
        self._is_row = False

    def feed_line(self, text: str, number: int) -> Iterator[tuple[int, str]]:
        """Yield the line, or the several lines that its tags make of it."""
        if self._comment:
            before, ends, text = text.partition("-->")
            self._comment = not ends
            yield number, f"{before}{ends}"
            text = text.strip()
            if not ends or not text:
                return
        if not self._silent and not _TAG.search(text):
            yield number, _unescape(text)
            return
        self._out = []
        self._is_row = text.lstrip().startswith("|")
        for piece, is_code in _split_code(text):
            if is_code:
                self._out.append(piece)
            else:
                self._feed_text(piece)
        joined = "".join(self._out).replace(_ANGLE, "<")
        kept = [piece.rstrip() for piece in joined.split("\n") if piece.strip()]
        if not kept:
            yield number, ""
            return
        if joined.startswith("\n"):
            yield number, ""
        is_indented = text[:1].isspace()
        for index, piece in enumerate(kept):
            yield number, piece if is_indented and index == 0 else piece.strip()
        if joined.endswith("\n"):
            yield number, ""

    def _feed_text(self, text: str) -> None:
        start = text.find("<!--")
        if start >= 0 and "-->" not in text[start:]:
            self._parse(text[:start])
            self._out.append("\n" + text[start:])
            self._comment = True
            return
        self._parse(text)

    def _parse(self, text: str) -> None:
        # A `<` that opens no tag would swallow the rest of the line.
        self.feed(_NO_TAG.sub(_ANGLE, text))
        self.close()
        self.reset()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(_unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.handle_data(_unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        if data.strip():
            self._out.append(f"\n<!--{data}-->\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("img", "br", "hr", "input", "li", "p"):
            self.handle_endtag(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._silent:
            return
        if tag in _SILENT:
            self._silent = tag
        elif re.fullmatch("h[1-6]", tag):
            self._out.append("\n" + "#" * int(tag[1]) + " ")
        elif tag == "br":
            self._out.append(" " if self._is_row else "\n")
        elif tag == "li":
            self._out.append("\n" + ("1. " if self._lists[-1:] == ["ol"] else "- "))
        elif tag in ("img", "iframe", "video", "embed", "source"):
            self._out.append(_picture(tag, given))
        elif tag == "a":
            self._link.append(given.get("href", ""))
            self._out.append("[" if given.get("href") else "")
        elif tag == "tr":
            self._out.append("\n|")
        elif tag in ("td", "th"):
            self._out.append(" ")
        elif tag in _BOLD:
            self._out.append("**" if tag in ("b", "strong") else "\n**")
        elif tag in _ITALIC:
            self._out.append("*")
        elif tag in ("code", "kbd", "samp", "tt"):
            self._out.append("`")
        elif tag in _BLOCKS or tag == "dd":
            self._lists += [tag] if tag in ("ul", "ol") else []
            self._out.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
        elif tag == "a" and self._link:
            target = self._link.pop()
            self._out.append(f"]({target})" if target else "")
        elif tag in ("td", "th"):
            self._out.append(" |")
        elif tag in _BOLD:
            self._out.append("**" if tag in ("b", "strong") else "**\n")
        elif tag in _ITALIC:
            self._out.append("*")
        elif tag in ("code", "kbd", "samp", "tt"):
            self._out.append("`")
        elif tag in _BLOCKS or re.fullmatch("h[1-6]|li|dd|tr", tag):
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            self._out.append("\n")


def _picture(tag: str, given: dict[str, str]) -> str:
    source = given.get("src", "")
    if not source:
        return given.get("alt", "")
    if tag == "img":
        return f"![{given.get('alt') or given.get('title') or ''}]({source.replace(' ', '%20')})"
    return f"[{given.get('title') or 'embedded page'}]({source})"


def _split_code(text: str) -> Iterator[tuple[str, bool]]:
    """Part a line into code spans and the rest."""
    if len(text) > _LONGEST_SPAN or "`" not in text:
        yield text, False
        return
    position = 0
    for match in _CODE_SPAN.finditer(text):
        yield text[position : match.start()], False
        yield match.group(), True
        position = match.end()
    yield text[position:], False


def _unescape(text: str) -> str:
    """Entities to characters, but for those that would become markup."""
    if "&" not in text:
        return text
    return re.sub(
        r"&(?!lt;|gt;|amp;|#60;|#62;)(?:[a-zA-Z]{2,31}|#\d{1,7}|#x[\da-fA-F]{1,6});",
        lambda match: clean_spaces(html.unescape(match.group())) or " ",
        text,
    )
