"""Links and images of a record's body: where they are, and the same body with other targets."""

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import unescapeAll

from postmortem_kb.sections import MARKDOWN

_INLINE = re.compile(
    r"(?P<before>\]\(\s*)(?P<target><[^<>\n]*>|[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)"
)
_REFERENCE = re.compile(r"(?P<before>^ {0,3}\[[^\]\n]+\]:\s*)(?P<target><[^<>\n]*>|\S+)")
_AUTOMATIC = re.compile(r"<(?P<target>https?://[^<>\s]*)>", re.IGNORECASE)
_CODE = re.compile(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)")
_WHOLE_LINK = re.compile(
    r"!?\[(?P<text>[^\[\]]*)\]\(\s*(?P<target><[^<>\n]*>|[^\s()<>]+)[^()\n]*\)"
)


# A block of these extensions of Python-Markdown has its text indented below it.
_CONTAINER = re.compile(r"\s*(?:!!!|\?\?\?\+?|===)\s")


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image, as written; `line` is the first line of its paragraph."""

    target: str
    line: int
    is_image: bool


def find_links(text: str, first_line: int) -> tuple[Link, ...]:
    """Every Markdown link and image that is not inside code, in order."""
    lines = text.split("\n")
    return tuple(
        Link(_find_written(target, lines[first:end]), first_line + first, is_image)
        for first, end, links in _find_blocks(text)
        for target, is_image in links
    )


def _find_written(target: str, lines: list[str]) -> str:
    """A target as it stands in the text, from the form that the parser makes of it."""
    for line in lines:
        for pattern in (_INLINE, _REFERENCE, _AUTOMATIC):
            for match in pattern.finditer(line):
                written = unescapeAll(match["target"].removeprefix("<").removesuffix(">"))
                if target in (written, normalizeLink(written)):
                    return written
    return target


def rewrite_links(text: str, rewrite: Callable[[str], str | None]) -> str:
    """The same Markdown with other targets.

    `rewrite` gets each target as written: it returns the new one, the same one, or None where
    nothing is left to link to; then only the link's text stays.
    """
    lines = text.split("\n")
    for first, end, links in _find_blocks(text):
        targets = {target for target, _ in links}
        as_written = {target: _find_written(target, lines[first:end]) for target in targets}
        if all(rewrite(written) in (written, target) for target, written in as_written.items()):
            continue

        def replace(match: re.Match[str], targets: set[str] = targets) -> str:
            written = unescapeAll(match["target"].removeprefix("<").removesuffix(">"))
            code = _CODE.finditer(match.string)
            if any(span.start() < match.start() < span.end() for span in code):
                return match.group()
            if normalizeLink(written) not in targets and written not in targets:
                return match.group()
            new = rewrite(written)
            if match.re is _AUTOMATIC:
                return written if new is None else match.group()
            if "text" in match.re.groupindex:
                return match["text"] if new is None else match.group()
            new = "#" if new is None else new
            return match["before"] + (f"<{new}>" if re.search(r"[\s()<>]", new) else new)

        for index in range(first, end):
            for pattern in (_WHOLE_LINK, _INLINE, _REFERENCE, _AUTOMATIC):
                lines[index] = _replace_each(pattern, lines[index], replace)
    return "\n".join(lines)


def _replace_each(
    pattern: re.Pattern[str], line: str, replace: Callable[[re.Match[str]], str]
) -> str:
    """Like `pattern.sub`, but a match that stays as it is may overlap with the next one."""
    position = 0
    while match := pattern.search(line, position):
        new = replace(match)
        line = line[: match.start()] + new + line[match.end() :]
        if new == match.group():
            position = match.start() + 1
        elif pattern is _WHOLE_LINK:
            position = 0  # an image that became its text may stand within another link
        else:
            position = match.start() + len(new)
    return line


def _find_blocks(text: str) -> Iterator[tuple[int, int, list[tuple[str, bool]]]]:
    """Yield the lines of each paragraph-like block with its links, then reference definitions."""
    if not any(mark in text for mark in ("](", "]:", "://")):
        return
    env: dict[str, Any] = {}
    lines = text.split("\n")
    for token in MARKDOWN.parse(text, env):
        if token.type == "code_block" and token.map and is_in_container(lines, token.map[0]):
            first, end = token.map
            inside = textwrap.dedent("\n".join(lines[first:end]))
            for start, stop, links in _find_blocks(inside):
                yield first + start, first + stop, links
        if token.type != "inline" or token.map is None or not token.children:
            continue
        links = [
            (str(child.attrs["src" if child.type == "image" else "href"]), child.type == "image")
            for child in token.children
            if child.type in ("image", "link_open")
        ]
        if links:
            yield token.map[0], token.map[1], links
    for label, reference in env.get("references", {}).items():
        if label.startswith("^"):
            continue  # a footnote, which CommonMark does not know
        first, end = reference["map"]
        yield first, end, [(str(reference["href"]), False)]


def is_in_container(lines: list[str], first: int) -> bool:
    """Whether the indented lines from `first` on are no code, but the text of an admonition."""
    above = next((line for line in reversed(lines[:first]) if line.strip()), "")
    return _CONTAINER.match(above) is not None or (
        above.startswith("    ") and is_in_container(lines, _line_of(lines, above, first))
    )


def _line_of(lines: list[str], line: str, before: int) -> int:
    return max(index for index in range(before) if lines[index] is line)


def is_readable(target: str) -> bool:
    """Whether a target is a URL or path at all: site generators stop at `http://[`."""
    try:
        urlsplit(target)
    except ValueError:
        return False
    return True


def split_target(target: str) -> tuple[str, str] | None:
    """A relative target's path and fragment, decoded; None where it leads elsewhere.

    The path is empty where the target is a place in the same file.
    """
    if not is_readable(target):
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None
    if not parts.path and not parts.fragment:
        return None
    return unquote(parts.path), unquote(parts.fragment)
