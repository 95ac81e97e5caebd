"""A rendered page to its sections: what is searched of the pages that are not records."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

EXCLUDED = "data-search-exclude"
"""The attribute, known from Material, of what a search leaves out."""

_HEADINGS = frozenset({"h1", "h2", "h3"})
_UNSEEN = frozenset({"script", "style", "svg", "template", "noscript"})
_UNSEEN_CLASSES = frozenset({"headerlink", "pm-kicker"})
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Long lists of records, which would only be read to be left out.
_EXCLUDED_TABLE = re.compile(
    rf"(<div\b[^<>]*\b{EXCLUDED}\b[^<>]*>\s*)<table\b.*?</table>", re.DOTALL
)


@dataclass(slots=True)
class Section:
    """The text of a page from one heading to the next; `anchor` is None above the first one.

    `code` is what stands in blocks of code.
    """

    anchor: str | None
    title: str
    text: str
    code: str = ""


@dataclass(slots=True)
class _Open:
    anchor: str | None
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)

    def close(self) -> Section:
        return Section(self.anchor, _join(self.title), _join(self.text), _join(self.code))


def _join(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())


def find_sections(html: str) -> list[Section]:
    """The sections of a page's content with a heading of the first three levels each."""
    parser = _Parser()
    parser.feed(_EXCLUDED_TABLE.sub(r"\1", html))
    parser.close()
    sections = [section.close() for section in parser.sections]
    return [section for section in sections if section.title or section.text or section.code]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections = [_Open(None)]
        self._in_heading = self._in_code = False
        self._skipped: list[str] = []
        """The open elements of what is left out, the outermost first."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._write(" ")
            return
        given = dict(attrs)
        is_unseen = not _UNSEEN_CLASSES.isdisjoint((given.get("class") or "").split())
        if self._skipped or tag in _UNSEEN or EXCLUDED in given or is_unseen:
            self._skipped.append(tag)
            return
        if tag in _HEADINGS:
            is_first = tag == "h1" and self.sections[-1].anchor is None
            if not is_first or self.sections[-1].title:
                self.sections.append(_Open(given.get("id")))
            self._in_heading = True
        elif tag == "pre":
            self._in_code = True
        elif tag not in _WITHIN_WORDS:
            self._write(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            # Elements may be left open, such as `<p>`: close up to the one that is meant.
            if tag in self._skipped:
                while self._skipped.pop() != tag:
                    pass
            return
        if tag in _HEADINGS:
            self._in_heading = False
        elif tag == "pre":
            self._in_code = False
        elif tag not in _WITHIN_WORDS:
            self._write(" ")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._write(data)

    def _write(self, text: str) -> None:
        section = self.sections[-1]
        if self._in_heading:
            section.title.append(text)
        else:
            (section.code if self._in_code else section.text).append(text)


_WITHIN_WORDS = frozenset("a abbr b code em i mark s small span strong sub sup u wbr".split())
