"""HTML of many writers to HTML of one kind: bold is `<strong>`, a link is what it leads to."""

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from postmortem_kb.importers.html_lines import drop_marks
from postmortem_kb.importers.html_tables import clean_definitions, clean_tables
from postmortem_kb.importers.pictures import PictureCollector

_DROPPED = (
    "script style noscript template svg nav button head select textarea object xml math".split()
)
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_CLASS = re.compile(r"\.([\w-]+)(?:\s|$)")
_BOLD = re.compile(r"font-weight:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_NORMAL = re.compile(r"font-weight:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style:\s*(?:italic|oblique)", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration:[^;]{0,40}line-through", re.IGNORECASE)
_HEADINGS = re.compile("^h[1-6]$")
_TITLE_CLASSES = frozenset(["title", "MsoTitle"])


def clean(soup: BeautifulSoup, pictures: PictureCollector) -> None:
    """Make the page plain, in place."""
    styles = _read_styles(soup)
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    _promote_titles(soup)
    _apply_styles(soup, styles)
    _clean_headings(soup)
    for link in soup.find_all("a"):
        _clean_link(link)
    for frame in soup.find_all(["iframe", "embed"]):
        _link_to_source(frame)
    _mark_tasks(soup)
    for image in soup.find_all("img"):
        if str(image.get("src", "")).startswith("data:"):
            name = pictures.take_out(str(image["src"]))
            image["src"] = name if not name.startswith("data:") else ""
    _join_neighbours(soup)
    _strip_after_breaks(soup)
    clean_tables(soup)
    clean_definitions(soup)
    _number_items(soup)


def _read_styles(soup: BeautifulSoup) -> dict[str, str]:
    """The style of each class that the page declares: Google Docs says what is bold this way."""
    styles: dict[str, str] = {}
    for sheet in soup.find_all("style"):
        for selectors, style in _RULE.findall(sheet.get_text()):
            for selector in selectors.split(","):
                if found := _CLASS.fullmatch(selector.strip().removeprefix("span")):
                    styles[found[1]] = styles.get(found[1], "") + ";" + style
    return styles


def _promote_titles(soup: BeautifulSoup) -> None:
    for paragraph in soup.find_all("p"):
        classes = paragraph.get("class")
        if isinstance(classes, list) and _TITLE_CLASSES & set(classes):
            paragraph.name = "h1"


def _apply_styles(soup: BeautifulSoup, styles: dict[str, str]) -> None:
    for tag in soup.find_all(["b", "strong"]):
        # Google Docs wraps all that is copied in a bold tag that is not bold.
        if _NORMAL.search(str(tag.get("style", ""))):
            tag.unwrap()
        else:
            tag.name = "strong"
    for tag in soup.find_all(["span", "font"]):
        classes = tag.get("class")
        named = classes if isinstance(classes, list) else []
        style = ";".join([*(styles.get(each, "") for each in named), str(tag.get("style", ""))])
        if not style.strip(";") or not drop_marks(tag.get_text()).strip():
            continue
        if tag.find(["p", "div", "ul", "ol", "table", _HEADINGS]):
            continue
        wanted = [
            new
            for pattern, new in ((_BOLD, "strong"), (_ITALIC, "em"), (_STRUCK, "del"))
            if pattern.search(style)
        ]
        if wanted:
            tag.name, tag.attrs = wanted[0], {}
            for inner in wanted[1:]:
                _wrap_contents(soup, tag, inner)
    for strong in soup.find_all("strong"):
        if strong.find_parent("strong") is not None:
            strong.unwrap()


def _wrap_contents(soup: BeautifulSoup, tag: Tag, name: str) -> None:
    inner = soup.new_tag(name)
    for child in list(tag.contents):
        inner.append(child.extract())
    tag.append(inner)


def _clean_headings(soup: BeautifulSoup) -> None:
    for heading in soup.find_all(_HEADINGS):
        for bold in heading.find_all(["strong", "b"]):
            bold.unwrap()
        if not drop_marks(heading.get_text()).strip() and not heading.find("img"):
            heading.decompose()


def _clean_link(link: Tag) -> None:
    target = unwrap_link(str(link.get("href") or "").strip())
    text = drop_marks(link.get_text()).strip()
    # A place within the page is gone with its ids; the others are no links to follow.
    leads_nowhere = not target or target.startswith(("#", "javascript:", "data:", "about:"))
    if leads_nowhere or text in (target, target.removeprefix("mailto:")):
        link.unwrap()
    elif not text and not link.find("img"):
        link.decompose()
    else:
        link.attrs = {"href": target.replace(" ", "%20").replace(")", "%29").replace("(", "%28")}


def unwrap_link(href: str) -> str:
    """What a link of Google Docs leads to, behind the page that counts its readers."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return href
    if parts.netloc == "www.google.com" and parts.path == "/url":
        query = parse_qs(parts.query)
        return (query.get("q") or query.get("url") or [href])[0]
    return href


def _link_to_source(frame: Tag) -> None:
    source = str(frame.get("src") or "")
    frame.name, frame.attrs = "a", {"href": source}
    frame.string = source
    frame.unwrap()


def _mark_tasks(soup: BeautifulSoup) -> None:
    for item in soup.select("ul.inline-task-list > li"):
        classes = item.get("class")
        item.insert(0, "[x] " if isinstance(classes, list) and "checked" in classes else "[ ] ")
    for box in soup.find_all("input"):
        is_box = str(box.get("type", "")).lower() == "checkbox"
        box.replace_with(("[x] " if box.has_attr("checked") else "[ ] ") if is_box else "")
    for image in soup.select("li > img[alt=checked], li > img[alt=unchecked]"):
        image.replace_with("[x] " if image["alt"] == "checked" else "[ ] ")


def _join_neighbours(soup: BeautifulSoup) -> None:
    """Two bold runs without anything between them are one."""
    for name in ("strong", "em", "del"):
        for tag in soup.find_all(name):
            following = tag.next_sibling
            while isinstance(following, Tag) and following.name == name:
                for child in list(following.contents):
                    tag.append(child.extract())
                following.extract()
                following = tag.next_sibling


def _strip_after_breaks(soup: BeautifulSoup) -> None:
    for line_break in soup.find_all("br"):
        following = line_break.next_sibling
        if isinstance(following, NavigableString) and following[:1].isspace():
            following.replace_with(NavigableString(following.lstrip()))


def _number_items(soup: BeautifulSoup) -> None:
    for listing in soup.find_all("ol"):
        start = str(listing.get("start") or "")
        items = listing.find_all("li", recursive=False)
        if any(_starts_with_box(item) for item in items):
            continue
        for number, item in enumerate(items, int(start) if start.isdigit() else 1):
            item["data-number"] = str(number)


def _starts_with_box(item: Tag) -> bool:
    first = next(iter(item.contents), None)
    return not isinstance(first, Tag) and str(first).startswith(("[x] ", "[ ] "))
