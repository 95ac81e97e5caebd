"""Which headings part the section above them, and which end it."""

from postmortem_kb.extraction.outline.headings import is_other_heading
from postmortem_kb.extraction.outline.open_section import OpenSection
from postmortem_kb.model import SectionKind

DIVIDED = (SectionKind.TIMELINE, SectionKind.ACTION_ITEMS)
"""Sections whose entries may stand under headings and labels of their own."""
_PHASES = (SectionKind.DETECTION, SectionKind.RESOLUTION, SectionKind.TRIGGER)


def is_part_of(
    head: OpenSection, heading: str, rank: int, kind: SectionKind | None, *, in_labels: bool
) -> bool:
    """Whether a heading parts the section of `head` rather than ending it.

    `in_labels` tells that everything below `head` so far is divided by labels, not by lists.
    """
    is_weaker = rank > head.rank
    if head.kind is SectionKind.TIMELINE:
        if kind is SectionKind.TIMELINE:
            return is_weaker
        is_phase = kind in _PHASES or "mislead" in heading.lower()
        if kind is not None and not is_phase:
            return False
        by_labels = in_labels and rank >= head.rank
        return (is_weaker or by_labels) and not is_other_heading(heading)
    if head.kind is SectionKind.ACTION_ITEMS and kind in (*_PHASES, SectionKind.ACTION_ITEMS):
        return is_weaker
    return kind is None and is_weaker and not is_other_heading(heading)
