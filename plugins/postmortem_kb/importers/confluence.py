"""Confluence's storage format and page exports to plain HTML.

Sources: Confluence Storage Format (Atlassian's documentation of `ac:` and `ri:` elements), and the
pages that "Export space as HTML" writes.
"""

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

from postmortem_kb.importers.html_lines import drop_marks, mark_of

_MACROS = re.compile(r"^ac:(?:structured-)?macro$")
_MACHINERY = ("#breadcrumb-section", "#breadcrumbs", "#footer", ".expand-control-icon", ".hidden")
_LANGUAGE = re.compile(r"brush:\s*([\w+#-]+)")


def make_confluence_plain(soup: BeautifulSoup) -> None:
    """Turn what is Confluence's own into ordinary HTML, in place; other pages stay as they are."""
    _simplify_export(soup)
    if soup.find(re.compile("^(?:ac|ri):")) is None:
        return
    # Those with others inside come last, and find these done.
    for macro in reversed(soup.find_all(_MACROS)):
        _replace_macro(soup, macro)
    for task in soup.find_all("ac:task"):
        _replace_task(soup, task)
    for listing in soup.find_all("ac:task-list"):
        listing.name = "ul"
    for link in soup.find_all("ac:link"):
        _replace_link(link)
    for image in soup.find_all("ac:image"):
        _replace_image(image)
    for emoticon in soup.find_all(["ac:emoticon", "ac:emoji"]):
        emoticon.replace_with(str(emoticon.get("ac:emoji-fallback") or ""))
    _drop(soup.find_all(["ac:placeholder", "ac:parameter", "ac:task-id", "ac:task-uuid"]))


def _simplify_export(soup: BeautifulSoup) -> None:
    for time in soup.find_all("time"):
        if time.get("datetime") and not drop_marks(time.get_text()).strip():
            time.replace_with(mark_of(time.get_text()) + str(time["datetime"]))
    heading = soup.select_one("#title-heading")
    if heading is None:
        return
    # Written as "Space : Title".
    _, colon, title = heading.get_text().partition(" : ")
    if colon:
        heading.string = mark_of(heading.get_text()) + title
    for selector in _MACHINERY:
        _drop(soup.select(selector))
    for code in soup.select("pre[data-syntaxhighlighter-params]"):
        if found := _LANGUAGE.search(str(code["data-syntaxhighlighter-params"])):
            code["data-language"] = found[1]


def _drop(tags: Iterable[Tag]) -> None:
    for tag in tags:
        tag.decompose()


def _parameter(macro: Tag, name: str) -> str:
    for parameter in macro.find_all("ac:parameter", recursive=False):
        if parameter.get("ac:name") == name:
            return mark_of(parameter.get_text()) + drop_marks(parameter.get_text()).strip()
    return ""


def _replace_macro(soup: BeautifulSoup, macro: Tag) -> None:
    kind = str(macro.get("ac:name", ""))
    title = _parameter(macro, "title")
    code = macro.find("ac:plain-text-body", recursive=False)
    body = macro.find("ac:rich-text-body", recursive=False)
    if isinstance(code, Tag):
        code.name = "pre"
        language = drop_marks(_parameter(macro, "language")) if kind == "code" else ""
        code["data-language"] = language
        _put_before(soup, macro, title)
        macro.replace_with(code.extract())
    elif isinstance(body, Tag):
        body.name = "div"
        _put_before(soup, macro, title)
        macro.replace_with(body.extract())
    else:
        # A status label says its title, a ticket its key, a table of contents nothing.
        said = title if kind != "toc" else ""
        macro.replace_with(said or _parameter(macro, "key"))


def _put_before(soup: BeautifulSoup, macro: Tag, title: str) -> None:
    if title:
        paragraph = soup.new_tag("p")
        strong = soup.new_tag("strong")
        strong.string = title
        paragraph.append(strong)
        macro.insert_before(paragraph)


def _replace_task(soup: BeautifulSoup, task: Tag) -> None:
    status = task.find("ac:task-status", recursive=False)
    done = isinstance(status, Tag) and drop_marks(status.get_text()).strip() == "complete"
    if isinstance(status, Tag):
        status.decompose()
    task.name = "li"
    task.insert(0, "[x] " if done else "[ ] ")
    for identifier in task.find_all(["ac:task-id", "ac:task-uuid"], recursive=False):
        identifier.decompose()
    body = task.find("ac:task-body", recursive=False)
    if isinstance(body, Tag):
        body.unwrap()


def _replace_link(link: Tag) -> None:
    text = drop_marks(link.get_text()).strip()
    if text:
        link.unwrap()
        return
    target = link.find(re.compile("^ri:"))
    said = ""
    if isinstance(target, Tag):
        for attribute in ("ri:content-title", "ri:filename", "ri:username"):
            said = said or str(target.get(attribute) or "")
    link.replace_with(said)


def _replace_image(image: Tag) -> None:
    target = image.find(re.compile("^ri:"))
    source = ""
    if isinstance(target, Tag):
        source = str(target.get("ri:value") or target.get("ri:filename") or "")
    alt = str(image.get("ac:alt") or image.get("ac:title") or "")
    image.name, image.attrs = "img", {"src": source, "alt": alt}
    image.clear()
