"""A document's title: its own words, or what they say happened where it has none."""

import re
from collections.abc import Iterator

from postmortem_kb.extraction.evidence import Certainty, Evidence
from postmortem_kb.extraction.facts.story import keep_story
from postmortem_kb.extraction.facts.story_title import derive_title
from postmortem_kb.extraction.outline.headings import classify_heading, is_other_heading
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.outline import Outline, OutlineSection, Part, PartKind
from postmortem_kb.extraction.outline.plain import plain_words, without_ornament
from postmortem_kb.extraction.times.clock_text import begins_with_time, is_only_date
from postmortem_kb.importers.document import Document
from postmortem_kb.model import SectionKind

_WORD = re.compile(r"[a-z0-9&]+")
_GENERIC = frozenset(
    """
    a an the my our your this first second third new full final draft some of for on and or in to
    post mortem mortems postmortem postmortems report reports reporting incident incidents issue
    outage outages title name number no task tasks project document doc docs documentation readme
    md html txt file blog article write writeup up analysis review alx holberton school sample
    example template untitled summary page home welcome assignment devops system engineering
    sysadmin debugging problem case study rca root cause medium content contents index
    software linkedin
    """.split()
)
_CODE = re.compile(r"\b0x[0-9a-f]{1,3}\b|[#№]?\s*\b\d{1,3}\b(?!%)", re.IGNORECASE)
_TITLE_LABEL = re.compile(
    r"(?:(?:post-?\s?mortem|incident|issue|report|outage|document|the)\s+){0,3}(?:title|name)"
    r"(?: name)?|incident|issue title|subject|headline",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:by|written by|author|published|posted|date|prepared by|reported by|status|owner|source"
    r"|link|image|photo|credit|note|ps|last updated|updated|created)\b",
    re.IGNORECASE,
)
_ONLY_LINK = re.compile(r"<?(?:https?://|www\.)\S+>?$")
_NAMED = re.compile(r"\bpost-?\s?mortem\b|\bincident report\b|\boutage\b", re.IGNORECASE)
_LONGEST = 150
_MOST_SECTIONS = 6
_LONGEST_LINE = 110
_MOST_WORDS = 18
_MOST_WORDS_ALONE = 8
"""Of a first line with a full stop that stands alone above the first section."""


def find_title(outline: Outline, document: Document) -> Evidence | None:
    """The title in the document's own words (`stated`), else one from its story (`suggested`).

    "Postmortem" or "My first postmortem" is none. None only where there is no story either.
    """
    outline = keep_story(outline)
    for fact in document.facts:
        if fact.field == "title" and not is_generic(fact.value):
            return Evidence("title", fact.value.strip(), fact.line, fact.quote, Certainty.STATED)
    for text, line in _candidates(outline):
        words = _clean(text)
        if words and len(words) <= _LONGEST and not is_generic(words):
            return Evidence("title", words, line, text, Certainty.STATED)
    for hint in document.hints:
        if hint.field == "title" and not is_generic(hint.value):
            title = hint.value.strip()
            return Evidence("title", title, hint.line, hint.quote, Certainty.SUGGESTED)
    return derive_title(outline)


def is_generic(title: str) -> bool:
    """Whether a title says only what kind of document it stands over, or names a file."""
    words = _WORD.findall(_CODE.sub(" ", title.lower().replace("web stack debugging", " ")))
    return all(word in _GENERIC for word in words)


def _clean(text: str) -> str:
    """The title's words; a label in front that only says "title" goes."""
    words = without_ornament(plain_words(text)).strip(" #*_")
    label, rest = split_label(words)
    if label and rest.strip() and _TITLE_LABEL.fullmatch(label) and "title" in label.lower():
        words = without_ornament(rest).strip(" #*_")
    words = re.sub(r"\s*:$", "", words)
    return words.strip("\"'") if words.count('"') == 2 or words.count("'") == 2 else words


def _candidates(outline: Outline) -> Iterator[tuple[str, int]]:
    """Texts that may be the title, the likeliest first."""
    head = _head(outline)
    for section in head:
        yield from _labelled(section)
    yield from ((s.heading, s.line) for s in head if _may_be_title(s))
    for section in head[:1]:
        if not section.heading or _is_bare(section):
            yield from _first_lines(section)
    for section in head[1:3]:
        if _is_bare(section):
            yield from _first_lines(section)
    named = (
        section
        for section in outline.sections[:10]
        if section.kind not in (SectionKind.TIMELINE, SectionKind.ACTION_ITEMS)
        and _NAMED.search(section.title)
        and _may_be_title(section)
    )
    yield from ((section.heading, section.line) for section in named)


def _head(outline: Outline) -> list[OutlineSection]:
    """The sections up to the first one with a known heading and something in it."""
    found: list[OutlineSection] = []
    for section in outline.sections[:_MOST_SECTIONS]:
        is_title = _may_be_title(section)
        found.append(section)
        is_known = classify_heading(section.heading) is not None or is_other_heading(
            section.heading
        )
        if is_known and section.parts and not is_title:
            break
        if is_title and not _is_bare(section) and section.parts:
            break
    return found


def _may_be_title(section: OutlineSection) -> bool:
    words = section.title
    if not words or is_only_date(words) or begins_with_time(words) or _ONLY_LINK.match(words):
        return False
    if words.endswith("?") and section.level > 2:
        return False
    return (
        classify_heading(section.heading) is None
        and not is_other_heading(section.heading)
        and _NO_TITLE.match(words) is None
    )


def _is_bare(section: OutlineSection) -> bool:
    """Whether a heading is no section of its own: a generic title, or none."""
    return not section.heading or is_generic(section.title)


def _labelled(section: OutlineSection) -> Iterator[tuple[str, int]]:
    """`Title: …`, or a heading `Title` with the words below it."""
    if _TITLE_LABEL.fullmatch(section.title) and "title" in section.title.lower():
        yield from ((part.text, part.line) for part in section.parts[:1] if part.is_text)
    parts = [part for part in section.parts[:6] if part.is_text]
    for index, part in enumerate(parts):
        label, rest = split_label(part.text)
        if not _TITLE_LABEL.fullmatch(label):
            continue
        if rest.strip():
            yield rest, part.line
        elif index + 1 < len(parts) and "title" in label.lower():
            yield parts[index + 1].text, parts[index + 1].line


def _first_lines(section: OutlineSection) -> Iterator[tuple[str, int]]:
    """The first line of words, where it reads as a title rather than as a sentence."""
    for part in section.parts[:5]:
        words = _clean(part.text)
        if part.kind is not PartKind.PARAGRAPH or not words or _ONLY_LINK.match(words):
            continue
        if is_generic(words) or _NO_TITLE.match(words):
            continue
        is_alone = not section.heading and len(section.parts) == 1
        is_full_stopped = is_alone and words.count(" ") < _MOST_WORDS_ALONE
        if _reads_as_title(part, words.removesuffix(".") if is_full_stopped else words):
            yield part.text, part.line
        return


def _reads_as_title(part: Part, words: str) -> bool:
    label, rest = split_label(words)
    if label and rest.strip() and (classify_heading(label) or _TITLE_LABEL.fullmatch(label)):
        return False
    return (
        part.line == part.end_line
        and len(words) <= _LONGEST_LINE
        and words.count(" ") < _MOST_WORDS
        and not words.endswith((".", ",", ";"))
        and not begins_with_time(words)
        and not is_only_date(words)
        and not words[:1].islower()
        and not part.text.lstrip().startswith(("[", "![", ">"))
    )
