"""The places within a record's page that links can lead to."""

import re
from collections import Counter
from collections.abc import Iterator

from markdown.extensions.toc import slugify, unique

from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import Postmortem

_EXPLICIT = re.compile(
    r"\{:?[^{}\n]*#(?P<attr>[\w-]+)[^{}\n]*\}|\b(?:id|name)=\"(?P<html>[^\"]+)\""
)
_ATTRIBUTES = re.compile(r"\s*\{:?[^{}\n]*\}\s*$")
_NOT_IN_FORGE_SLUG = re.compile(r"[^\w\- ]")


def find_anchors(postmortem: Postmortem) -> dict[str, str]:
    """What a link's fragment may be, with the id that the site gives that place.

    Headings are known by the id that Python-Markdown makes, and by the one that git forges make of
    them (`#what-went-wrong-1` for the second of that name).
    """
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    forge_counts: Counter[str] = Counter()
    for title in _headings(postmortem):
        text = plain_text(_ATTRIBUTES.sub("", title))
        site_id = unique(slugify(text, "-"), taken)
        forge = _NOT_IN_FORGE_SLUG.sub("", text.lower()).replace(" ", "-")
        count = forge_counts[forge]
        forge_counts[forge] += 1
        anchors.setdefault(site_id, site_id)
        anchors.setdefault(f"{forge}-{count}" if count else forge, site_id)
    for match in _EXPLICIT.finditer(postmortem.body.text):
        explicit = match["attr"] or match["html"]
        anchors[explicit] = explicit
    for incident in postmortem.incidents:
        anchors.setdefault(f"incident-{incident.id}", f"incident-{incident.id}")
    return anchors


def _headings(postmortem: Postmortem) -> Iterator[str]:
    yield postmortem.title
    for section in postmortem.body.sections:
        if section.level and section.title:
            yield section.title
