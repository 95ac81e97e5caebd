"""The body's headings: where each section begins, and what it is about."""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from postmortem_kb.model import Section, SectionKind

# Headings seen in published postmortems and templates, as `_fold` leaves them.
_HEADINGS: dict[SectionKind, str] = {
    SectionKind.SUMMARY: "summary|issue summary|incident summary|executive summary|overview|"
    "incident overview|abstract|tl dr|tldr|what happened",
    SectionKind.IMPACT: "impact|user impact|customer impact|business impact|impact of the incident|"
    "impact and duration|who was affected|effects",
    SectionKind.TIMELINE: "timeline|incident timeline|timeline of events|sequence of events|"
    "chronology|events|log|timeline and response",
    SectionKind.ROOT_CAUSE: "root cause|root causes|root cause analysis|cause|causes|rca|"
    "root cause and resolution|cause and resolution|what caused it|underlying cause",
    SectionKind.TRIGGER: "trigger|triggers|what triggered it|triggering event",
    SectionKind.DETECTION: "detection|how was it detected|how it was detected|how it was noticed|"
    "discovery",
    SectionKind.RESOLUTION: "resolution|recovery|resolution and recovery|mitigation|"
    "mitigation and resolution|fix|the fix|remediation|how it was resolved|response and recovery",
    SectionKind.WENT_WELL: "what went well|what worked well|went well|what worked",
    SectionKind.WENT_WRONG: "what went wrong|what went poorly|what did not go well|"
    "what didn t go well|went wrong|what could have gone better|wrong turns|misleading paths",
    SectionKind.LUCKY: "where we got lucky|got lucky|luck|where luck helped",
    SectionKind.LESSONS: "lessons learned|lessons learnt|lessons|what we learned|learnings|"
    "takeaways|key takeaways",
    SectionKind.ACTION_ITEMS: "action items|actions|follow up|follow ups|follow up actions|"
    "follow up items|next steps|corrective and preventative measures|"
    "corrective and preventive measures|corrective actions|corrective measures|"
    "preventative measures|preventive measures|preventative actions|preventive actions|tasks|"
    "measures|remediation items|improvements",
}
_KINDS = {heading: kind for kind, text in _HEADINGS.items() for heading in text.split("|")}

_PARTS = (SectionKind.TRIGGER, SectionKind.DETECTION, SectionKind.RESOLUTION)

_PARENTHESES = re.compile(r"\([^()]*\)|\d{4}-\d\d-\d\d")
_NO_LETTERS = re.compile(r"[^a-z]+")

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""Takes Markdown apart; pages are rendered by the site generator, not by this."""
BLOCKS = MarkdownIt("commonmark").enable("table").disable("inline")
"""Finds headings, lists and tables with their lines, and leaves the text in them as it stands."""


@lru_cache(maxsize=1)
def parse_blocks(text: str) -> tuple[Token, ...]:
    """The tokens of `BLOCKS`, which are not to be changed: the limits and the sections of a body
    are found in the same ones."""
    return tuple(BLOCKS.parse(text))


def _fold(title: str) -> str:
    """A heading's words: lower case, without markup, numbering, emoji or punctuation."""
    words = _PARENTHESES.sub(" ", title.lower()).replace("&", " and ")
    return _NO_LETTERS.sub(" ", words).strip()


def find_section_kind(title: str) -> SectionKind | None:
    """What a heading (as Markdown) announces, if it is one of the known ones."""
    return _KINDS.get(_fold(title))


def _choose_kind(own: SectionKind | None, inherited: SectionKind | None) -> SectionKind | None:
    """A heading's own kind, unless it only names a part of the section above it.

    `Detection` below `Timeline` is a phase, and below `Action items` a type of item.
    """
    is_divided = inherited in (SectionKind.TIMELINE, SectionKind.ACTION_ITEMS)
    return inherited if is_divided and own in _PARTS else own or inherited


def parse_sections(text: str, first_line: int) -> tuple[Section, ...]:
    """Part Markdown at its headings; every line belongs to one section, in order.

    `first_line` is the number of the text's first line in its file.
    """
    tokens = parse_blocks(text)
    lines = text.split("\n")
    starts: list[tuple[int, int, int, str]] = [(0, 0, 0, "")]  # first, after heading, level, title
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            title = " ".join(tokens[index + 1].content.split())
            starts.append((token.map[0], token.map[1], int(token.tag[1]), title))
    ends = [start[0] for start in starts[1:]] + [len(lines)]
    sections: list[Section] = []
    parents: list[tuple[int, SectionKind | None]] = []
    for (first, after, level, title), end in zip(starts, ends, strict=True):
        while parents and parents[-1][0] >= level:
            parents.pop()
        inherited = parents[-1][1] if parents else None
        kind = _choose_kind(find_section_kind(title), inherited)
        if level:
            parents.append((level, kind))
        body = "\n".join(lines[after:end])
        if level or body.strip():
            sections.append(
                Section(kind, title, level, first_line + first, body, first_line + after)
            )
    return tuple(sections)
