"""Lists of Google Docs and Word, which stand flat in their HTML, to lists within each other.

Google Docs writes every level as a list of its own whose class ends in the level
(`lst-kix_abc-1`); Word writes paragraphs whose style names the level (`mso-list:l0 level2 lfo1`) or
only their indent, and the bullet as text.
"""

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from postmortem_kb.importers.html_lines import drop_marks

_GOOGLE = re.compile(r"^lst-kix_\w+-(\d)$|^lst-kix_list_\d+-(\d)$")
_WORD_LEVEL = re.compile(r"mso-list:[^;]{0,40}?level(\d)", re.IGNORECASE)
_WORD_INDENT = re.compile(r"margin-left:\s*([\d.]+)(in|pt|cm)", re.IGNORECASE)
_IGNORED = re.compile(r"mso-list:\s*ignore|font:\s*7(?:\.0)?pt", re.IGNORECASE)
_WORD_BULLET = re.compile(r"[·•o§ü\-–*▪‣\uf0b7\uf0a7]|(?P<number>\w{1,3})[.)]")
_POINTS_PER_LEVEL = 36.0
_POINTS = {"in": 72.0, "pt": 1.0, "cm": 28.35}


def nest_flat_lists(soup: BeautifulSoup) -> None:
    """Put flat lists within each other, in place."""
    for first in soup.find_all(["ul", "ol"], class_=_GOOGLE):
        if first.parent is not None:
            _nest(soup, _run(first, _google_level), _google_level)
    paragraphs = soup.find_all("p", class_=re.compile("^MsoListParagraph"))
    for first in paragraphs:
        if first.name == "p" and first.parent is not None:
            run = _run(first, _word_level)
            for paragraph in run:
                _make_item(soup, paragraph)
            _nest(soup, [each.parent for each in run if each.parent], _made_level)


def _classes(tag: Tag) -> list[str]:
    found = tag.get("class")
    return list(found) if isinstance(found, list) else [str(found or "")]


def _google_level(tag: Tag) -> int | None:
    if tag.name not in ("ul", "ol"):
        return None
    for each in _classes(tag):
        if found := _GOOGLE.match(each):
            return int(found[1] or found[2])
    return None


def _word_level(tag: Tag) -> int | None:
    if tag.name != "p" or not any(each.startswith("MsoListParagraph") for each in _classes(tag)):
        return None
    style = str(tag.get("style", ""))
    if found := _WORD_LEVEL.search(style):
        return int(found[1]) - 1
    if found := _WORD_INDENT.search(style):
        points = float(found[1].strip(".") or 0) * _POINTS[found[2].lower()]
        return max(0, min(8, round(points / _POINTS_PER_LEVEL) - 1))
    return 0


def _made_level(tag: Tag) -> int:
    return int(str(tag["data-level"]))


def _run(first: Tag, level_of: Callable[[Tag], int | None]) -> list[Tag]:
    """The tags from `first` on that follow each other with only white space between them."""
    run = [first]
    sibling = first.next_sibling
    while sibling is not None:
        if isinstance(sibling, Tag):
            if level_of(sibling) is None:
                break
            run.append(sibling)
        elif drop_marks(str(sibling)).strip():
            break
        sibling = sibling.next_sibling
    return run


def _make_item(soup: BeautifulSoup, paragraph: Tag) -> None:
    """A paragraph with a painted bullet to a list of one item."""
    level = _word_level(paragraph) or 0
    painted = [
        span for span in paragraph.find_all("span") if _IGNORED.search(str(span.get("style", "")))
    ]
    bullet = ""
    for span in painted:
        if span.parent is not None:
            bullet += drop_marks(span.get_text())
            span.extract()
    numbered = _WORD_BULLET.match(bullet.strip()) if bullet.strip() else _take_bullet(paragraph)
    is_numbered = bool(numbered and numbered["number"])
    listing = soup.new_tag("ol" if is_numbered else "ul", attrs={"data-level": str(level)})
    if numbered and numbered["number"] and numbered["number"].isdigit():
        listing["start"] = numbered["number"]
    paragraph.name = "li"
    paragraph.attrs = {}
    paragraph.wrap(listing)


def _take_bullet(paragraph: Tag) -> re.Match[str] | None:
    """Take the bullet off the first text of a paragraph that does not set it apart."""
    for text in paragraph.find_all(string=True):
        plain = drop_marks(str(text)).replace("\u00a0", " ").strip()
        if not plain:
            continue
        found = _WORD_BULLET.match(plain)
        if found and (found.end() == len(plain) or plain[found.end()] == " "):
            marked = str(text)
            at = marked.index(found[0])
            text.replace_with(NavigableString(marked[:at] + marked[at + len(found[0]) :].lstrip()))
            return found
        return None
    return None


def _nest(soup: BeautifulSoup, run: list[Tag], level_of: Callable[[Tag], int | None]) -> None:
    """Put each list of a run into the last item of the list that it is a level below of, and
    join lists of one level."""
    open_lists: list[tuple[int, Tag]] = []
    for listing in run:
        level = level_of(listing) or 0
        while open_lists and open_lists[-1][0] > level:
            open_lists.pop()
        if not open_lists:
            open_lists.append((level, listing))
            continue
        above_level, above = open_lists[-1]
        items = listing.find_all("li", recursive=False)
        if above_level == level:
            if above.name == listing.name:
                for item in items:
                    above.append(item.extract())
                listing.decompose()
                continue
            above.insert_after(listing.extract())
            open_lists[-1] = (level, listing)
            continue
        last = above.find_all("li", recursive=False)[-1:]
        if last:
            last[0].append(listing.extract())
            open_lists.append((level, listing))
