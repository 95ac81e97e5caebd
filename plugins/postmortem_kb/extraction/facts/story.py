"""A document's story apart from what its source's own fields say."""

from itertools import takewhile

from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.importers.document import OTHER_FIELDS


def keep_story(outline: Outline) -> Outline:
    """The outline up to the list of the source's other fields, which tells no story."""
    story = tuple(takewhile(lambda section: section.title != OTHER_FIELDS, outline.sections))
    return outline if len(story) == len(outline.sections) else Outline(story)
