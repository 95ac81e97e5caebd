"""HTML to lines of Markdown: markup of many writers made plain, then converted by markdownify."""

import re
import warnings
from dataclasses import dataclass, replace
from typing import Any

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag
from markdownify import MarkdownConverter

from postmortem_kb.importers.confluence import make_confluence_plain
from postmortem_kb.importers.document import Line, StatedFact
from postmortem_kb.importers.foreign_fields import SourceField
from postmortem_kb.importers.html_cleaning import clean
from postmortem_kb.importers.html_lines import TAG_BEGINNING, drop_marks, mark_lines, take_lines
from postmortem_kb.importers.office_lists import nest_flat_lists
from postmortem_kb.importers.pictures import PictureCollector

_DOCUMENT = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_BLOCK = re.compile(
    r"<(?:h[1-6]|p|div|table|ul|ol|section|article|main|meta|style|ac:[a-z-]+|b|center)[\s>/]",
    re.IGNORECASE,
)
# Nobody writes these in HTML, and HTML would swallow the line ends that they need.
_MARKDOWN = re.compile(
    r"^ {0,3}(?:#{1,6}[ \t]|```|~~~|(?:[-*_][ \t]*){3,}$)|\*\*\w|\]\((?:https?:|[./#])",
    re.MULTILINE,
)
_LEADING = re.compile(r"(?:\s+|<!--.{0,2000}?-->|<\?xml[^>]{0,200}>)*", re.DOTALL)
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
_HTML_ENDINGS = (".html", ".htm", ".xhtml", ".xml")
# A text of blocks may have stray words between them; Markdown with some HTML has much of it.
_STRAY_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Page:
    """A converted page."""

    lines: tuple[Line, ...]
    hints: tuple[StatedFact, ...] = ()
    rest: tuple[SourceField, ...] = ()
    """What the page says about itself."""


def is_html(text: str, ending: str = "") -> bool:
    """Whether a text is HTML throughout, and not Markdown with some HTML in it."""
    leading = _LEADING.match(text)
    start = leading.end() if leading else 0
    beginning = text[start : start + 1_000]
    if _DOCUMENT.match(beginning):
        return True
    if ending.lower() in _HTML_ENDINGS:
        return "<" in text and re.search(r"</?[a-z]", text, re.IGNORECASE) is not None
    if not _BLOCK.match(beginning) or _MARKDOWN.search(text) or text.count("</") < 3:
        return False
    soup = _parse(mark_lines(text))
    stray = sum(
        len(drop_marks(str(child)).strip()) for child in soup.children if not isinstance(child, Tag)
    )
    return stray <= _STRAY_SHARE * len(soup.get_text())


def convert_html(text: str, pictures: PictureCollector, first_line: int = 1) -> Page:
    """Convert a page; each line has the number of the source line that its first text is from.

    Raises:
        ImportRefused: it has too many tags, or too deep within each other.
    """
    soup = _parse(mark_lines(text, first_line))
    title = soup.title.get_text() if soup.title else ""
    rest = _take_metadata(soup)
    make_confluence_plain(soup)
    nest_flat_lists(soup)
    clean(soup, pictures)
    marked: str = _Converter(
        heading_style="atx", bullets="-", wrap=True, wrap_width=None, table_infer_header=True
    ).convert_soup(soup)
    lines = _squeeze(take_lines(marked, first_line))
    return Page(tuple(lines), _find_title(title, soup), rest)


def _parse(text: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        # It says that a text without tags looks like a file name or a URL.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(text, "html.parser")


def _take_metadata(soup: BeautifulSoup) -> tuple[SourceField, ...]:
    """Who wrote a page of Confluence and when, which is not of its story."""
    taken = []
    for tag in soup.select("div.page-metadata"):
        said = take_lines(tag.get_text().strip())
        text = " ".join(" ".join(line.text for line in said).split())
        if text:
            taken.append(SourceField("page", text, said[0].number, text))
        tag.decompose()
    return tuple(taken)


def _find_title(marked: str, soup: BeautifulSoup) -> tuple[StatedFact, ...]:
    title = " ".join(drop_marks(marked).split())
    if not title or soup.h1:
        return ()
    lines = take_lines(marked.lstrip())
    return (StatedFact("title", title, lines[0].number, title),)


def _squeeze(lines: list[Line]) -> list[Line]:
    """At most one blank line in a row, and none at the ends. Code keeps its own."""
    kept: list[Line] = []
    in_code = False
    for line in lines:
        in_code ^= line.text.lstrip().startswith("```")
        if not in_code:
            line = replace(line, text=_SPACES.sub(" ", line.text))
        if line.text.strip() or in_code or (kept and kept[-1].text.strip()):
            kept.append(line)
    while kept and not kept[-1].text.strip():
        kept.pop()
    return kept


class _Converter(MarkdownConverter):
    """markdownify with what it does not know: marks, tasks, cells of several lines."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Only what would turn text into a tag or part a table's cell: Markdown that somebody
        wrote in an HTML editor means what it says."""
        text = TAG_BEGINNING.sub(r"\\<", text)
        return text.replace("|", "\\|") if parent_tags & {"td", "th"} else text

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Numbers were given out before: counting siblings for each takes a square of time."""
        text = text.strip()
        if not text:
            return ""
        bullet = f"{el['data-number']}. " if el.has_attr("data-number") else "- "
        first, *others = text.split("\n")
        indent = " " * len(bullet)
        rest = "".join(f"\n{indent}{line}" if line else "\n" for line in others)
        return f"{bullet}{first}{rest}\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """The lines of a cell with `<br>` between them."""
        parts = [part.strip() for part in text.split("\n") if drop_marks(part).strip()]
        span = str(el.get("colspan", ""))
        width = min(int(span), 50) if span.isdigit() and len(span) < 4 else 1
        return f" {'<br>'.join(parts)} |" + " |" * (width - 1)

    convert_th = convert_td

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A line break; in a cell too, where `convert_td` sees it."""
        if parent_tags & {"td", "th"} and not any(re.fullmatch("h[1-6]", t) for t in parent_tags):
            return "\n"
        base: Any = super()
        return str(base.convert_br(el, text, parent_tags))

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A paragraph; one of several in a cell is a line of its own."""
        if parent_tags & {"td", "th"}:
            return f"\n{text.strip()}\n"
        base: Any = super()
        return str(base.convert_p(el, text, parent_tags))

    convert_div = convert_section = convert_article = convert_p

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture, in headings and cells too."""
        source = str(el.get("src") or "")
        alt = " ".join(str(el.get("alt") or "").split())
        if " " in source or ")" in source:
            source = f"<{source}>"
        return f"![{alt}]({source})" if source else alt

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A fenced block; in a cell, code."""
        if parent_tags & {"td", "th"}:
            return "\n" + "\n".join(
                f"`{line.strip()}`" for line in text.split("\n") if line.strip()
            )
        language = str(el.get("data-language") or "")
        body = text.strip("\n").rstrip()
        fence = "```" if "```" not in body else "~~~~"
        return f"\n\n{fence}{language}\n{body}\n{fence}\n\n" if body.strip() else ""
