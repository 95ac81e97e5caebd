"""Headings of a document to headings of a record: the house's words where they say the same, the
author's where they say more, at a level that keeps every section what it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown.extensions.toc import slugify

from postmortem_kb.extraction.outline.outline import OutlineSection
from postmortem_kb.extraction.outline.plain import fold, plain_words
from postmortem_kb.importers.document import OTHER_FIELDS
from postmortem_kb.model import Section, SectionKind
from postmortem_kb.sections import find_section_kind
from postmortem_kb.timeline import parse_timeline
from postmortem_kb.zones import Zone

_NAMES = {
    SectionKind.SUMMARY: ("Summary", "summary|issue summary|incident summary|overview"),
    SectionKind.IMPACT: ("Impact", "impact"),
    SectionKind.TIMELINE: ("Timeline", "timeline|incident timeline|timeline of events"),
    SectionKind.ROOT_CAUSE: ("Root cause", "root cause|root causes"),
    SectionKind.TRIGGER: ("Trigger", "trigger"),
    SectionKind.DETECTION: ("Detection", "detection|issue detection|incident detection"),
    SectionKind.RESOLUTION: ("Resolution", "resolution"),
    SectionKind.WENT_WELL: ("What went well", "what went well|things that went well"),
    SectionKind.WENT_WRONG: ("What went wrong", "what went wrong|things that went wrong"),
    SectionKind.LUCKY: ("Where we got lucky", "where we got lucky"),
    SectionKind.LESSONS: ("Lessons learned", "lessons learned|lessons learnt"),
    SectionKind.ACTION_ITEMS: (
        "Action items",
        "action items|corrective and preventative measures|corrective and preventive measures"
        "|corrective and preventative actions|corrective and preventive actions"
        "|corrective measures|preventative measures|preventive measures|corrective actions"
        "|preventative actions|preventive actions|follow up actions|follow up items",
    ),
}
HOUSE_NAMES = {kind: name for kind, (name, _) in _NAMES.items()}
"""The headings that records have."""
SYNONYMS = {kind: frozenset(names.split("|")) for kind, (_, names) in _NAMES.items()}
"""Headings, as `fold` leaves them, that say no more than the house's."""

_READ_AS_LISTS = (SectionKind.TIMELINE, SectionKind.ACTION_ITEMS)
# What stands below a heading without any text of its own, though it is marked the same way.
_INSIDE: dict[SectionKind | None, tuple[SectionKind, ...]] = {
    SectionKind.SUMMARY: (SectionKind.SUMMARY, SectionKind.IMPACT, SectionKind.ROOT_CAUSE),
    SectionKind.ROOT_CAUSE: (SectionKind.ROOT_CAUSE, SectionKind.RESOLUTION),
}
_PARTS = (SectionKind.TRIGGER, SectionKind.DETECTION, SectionKind.RESOLUTION)
_WHOLE_EMPHASIS = re.compile(r"^(\*{1,3}|_{1,3})(?P<text>[^*_]+)\1\s*:?$")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SAYS_MORE = re.compile(r"\([^()]*\)|\d{4}-\d\d-\d\d")
_PROBE = "- 2024-01-15 12:00 An entry.\n"
_TOP, _DEEPEST = 2, 5


@dataclass(frozen=True, slots=True)
class PlannedHeading:
    """What is written for a section's heading.

    `level` 0 is no heading: `text` is then a line of its own (or nothing). `below` is what of the
    author's words stands as a line below the heading.
    """

    level: int
    text: str
    below: str = ""


@dataclass(slots=True)
class _Open:
    rank: int
    level: int
    kind: SectionKind | None
    is_empty: bool = False

    def ends_before(self, section: OutlineSection) -> bool:
        """Whether a heading of another section ends this one."""
        is_inside = section.parts and section.kind in _INSIDE.get(self.kind, ())
        if self.is_empty and is_inside and self.rank == section.level:
            return False
        return self.rank >= section.level or self.kind in _READ_AS_LISTS


def plan_headings(
    sections: Sequence[OutlineSection], title: str, title_line: int, zone: Zone
) -> tuple[PlannedHeading, ...]:
    """The headings of a record's body, one for each section of the outline.

    `zone` is what the record's times are in: no heading may say otherwise.
    """
    planned: list[PlannedHeading] = []
    opened: list[_Open] = []
    last_kind: SectionKind | None = None
    known = [index for index, section in enumerate(sections) if section.kind is not None]
    first_known = known[0] if known else len(sections)
    for index, section in enumerate(sections):
        if not section.heading:
            planned.append(PlannedHeading(0, ""))
            continue
        if index < first_known and _is_title_line(sections, index, title, title_line):
            text = "" if _same(section.title, title) else clean_heading(section.heading)
            planned.append(PlannedHeading(0, text))
            continue
        if section.title == OTHER_FIELDS:
            planned.append(PlannedHeading(_TOP, section.title))
            continue
        heading = _plan(section, opened, last_kind)
        if section.kind is SectionKind.TIMELINE and not _keeps_zone(heading.text, zone):
            name = HOUSE_NAMES[SectionKind.TIMELINE]
            heading = PlannedHeading(heading.level, name, below=f"**{plain_words(heading.text)}**")
        planned.append(heading)
        last_kind = section.kind
    return tuple(planned)


def _is_title_line(
    sections: Sequence[OutlineSection], index: int, title: str, title_line: int
) -> bool:
    """Whether a heading stands over the whole document."""
    section = sections[index]
    has_text = any(part.is_text for part in section.parts)
    is_first = all(not other.heading for other in sections[:index])
    is_title = section.line == title_line or _same(section.title, title)
    is_above = not has_text and any(other.kind is not None for other in sections)
    return is_first or is_title or is_above


def _same(heading: str, title: str) -> bool:
    return fold(heading) == fold(title) and plain_words(heading).lower() == title.lower()


def _keeps_zone(text: str, zone: Zone) -> bool:
    """Whether times below a heading are read in the record's zone."""
    if "(" not in text:
        return True
    section = Section(SectionKind.TIMELINE, text, _TOP, 1, _PROBE, 2)
    events, _ = parse_timeline((section,), zone, None)
    return all(event.at is None or event.at.zone == zone for event in events)


def _plan(
    section: OutlineSection, opened: list[_Open], last_kind: SectionKind | None
) -> PlannedHeading:
    kind, text = section.kind, clean_heading(section.heading)
    if section.is_child:
        return _plan_child(section, opened, text)
    rank = section.level
    if kind in _READ_AS_LISTS:
        is_more = bool(opened) and last_kind is kind
        level = _TOP + 1 if is_more else _TOP
        if not is_more:
            opened.clear()
            opened.append(_Open(rank, level, kind))
        return _name(level, text, kind, is_more=is_more)
    while opened and (opened[-1].ends_before(section) or opened[0].kind in _READ_AS_LISTS):
        opened.pop()
    level = min(opened[-1].level + 1, _DEEPEST) if opened else _TOP
    above = opened[-1].kind if opened else None
    opened.append(_Open(rank, level, kind, is_empty=not section.parts))
    if kind is None:
        return PlannedHeading(level, text)
    return _name(level, text, kind, is_more=above is kind is SectionKind.SUMMARY)


def _plan_child(section: OutlineSection, opened: list[_Open], text: str) -> PlannedHeading:
    rank = section.level
    while len(opened) > 1 and opened[-1].rank >= rank:
        opened.pop()
    above = opened[-1] if opened else _Open(0, _TOP, section.kind)
    level = min(above.level + 1, _DEEPEST)
    own = find_section_kind(text)
    if section.kind in _READ_AS_LISTS and own not in (None, section.kind, *_PARTS):
        # As a heading it would end the list of events or measures.
        return PlannedHeading(0, f"**{plain_words(text)}:**")
    opened.append(_Open(rank, level, section.kind))
    return PlannedHeading(level, text)


def _name(level: int, text: str, kind: SectionKind, *, is_more: bool) -> PlannedHeading:
    """The heading of a known section, so that the parser takes it for the same."""
    house = HOUSE_NAMES[kind]
    if not is_more and fold(text) in SYNONYMS[kind] and not _SAYS_MORE.search(text):
        return PlannedHeading(level, house)
    own = find_section_kind(text)
    if kind in _READ_AS_LISTS and own is not kind and not (is_more and own is None):
        return PlannedHeading(level, house, below=f"**{plain_words(text)}**")
    return PlannedHeading(level, text)


def clean_heading(heading: str) -> str:
    """A heading without its colon, and without emphasis that is all around it."""
    text = heading.strip().rstrip(":").strip()
    if match := _WHOLE_EMPHASIS.match(text):
        text = match["text"].strip().rstrip(":").strip()
    return text


def has_day(heading: PlannedHeading) -> bool:
    """Whether the parser reads a day in a heading of the timeline."""
    return heading.level > 0 and _ISO_DATE.search(heading.text) is not None


def find_anchors(
    sections: Sequence[OutlineSection], planned: Sequence[PlannedHeading]
) -> dict[str, str]:
    """Where links to the document's headings lead: the old name of each to the new one."""
    found: dict[str, str] = {}
    for section, heading in zip(sections, planned, strict=True):
        if heading.level:
            new = slugify(plain_words(heading.text), "-")
            for old in (slugify(section.title, "-"), _forge(section.title), new):
                if new not in found.values() or found.get(old) != new:
                    found.setdefault(old, new)
    return found


def _forge(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
