"""The story of a record: its body as written, with timeline and action items in a form of their
own. No line that somebody wrote is lost: what was not read as either stays where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_kb.charts.timeline_strip import render_strip
from postmortem_kb.escape import Markdown
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import ActionItem, Event, Postmortem, Section
from postmortem_kb.pages.action_table import render_action_items
from postmortem_kb.pages.dialect import adapt_markdown
from postmortem_kb.pages.timeline_list import TimelineRenderer, describe_zone_of

# Python-Markdown takes `#1234` at the beginning of a line for a heading, CommonMark does not.
_HASH_WORD = re.compile(r"^ {0,3}(?=#{1,6}[^\s#])", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})")
_MAX_LEVEL = 6


@dataclass(frozen=True, slots=True)
class _Block:
    """A list or table of the source that is shown in another form; lines include both ends."""

    last: int
    events: tuple[Event, ...] = ()
    action_items: tuple[ActionItem, ...] = ()


def render_body(postmortem: Postmortem, site_root: str | None = None) -> Markdown:
    """The body's Markdown for the record's page.

    The timeline has its picture where `site_root` is given, the relative URL of the site's root.

    A heading equal to the record's title is left out, and headings move down a level where that
    keeps the title the only one of the first level.
    """
    body = postmortem.body
    sections = [section for section in body.sections if not _repeats_title(section, postmortem)]
    # What stood below the dropped title keeps its level.
    shift = 1 if any(section.level == 1 for section in sections) else 0
    dropped = [section for section in body.sections if section not in sections]
    blocks = _find_blocks(postmortem)
    timeline = TimelineRenderer(
        body.events, draw_timeline(postmortem, site_root) if site_root is not None else None
    )
    parts: list[str] = []
    for section in body.sections:
        if section.level and section not in dropped:
            level = min(section.level + shift, _MAX_LEVEL)
            parts.append(f"{'#' * level} {' '.join(section.title.split())}")
        parts.extend(_render_text(section, blocks, timeline))
    return Markdown("\n\n".join(part for part in parts if part.strip()))


def draw_timeline(postmortem: Postmortem, site_root: str) -> Markdown:
    """The picture of a record's timeline; nothing where too little is known for one."""
    events = postmortem.body.events
    zone = describe_zone_of(events, postmortem.incident)
    return render_strip(postmortem.incidents, events, zone=zone, site_root=site_root)


def _repeats_title(section: Section, postmortem: Postmortem) -> bool:
    if section.level != 1:
        return False
    heading, title = section.title, postmortem.title
    return _fold(heading) == _fold(title) or plain_text(heading) == plain_text(title)


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _find_blocks(postmortem: Postmortem) -> dict[int, _Block]:
    """The blocks that are shown in another form, by their first line."""
    body = postmortem.body
    blocks: dict[int, _Block] = {}
    for span in body.event_blocks:
        events = tuple(event for event in body.events if span.first <= event.line <= span.last)
        blocks[span.first] = _Block(span.last, events=events)
    for span in body.action_item_blocks:
        items = tuple(item for item in body.action_items if span.first <= item.line <= span.last)
        blocks[span.first] = _Block(span.last, action_items=items)
    return blocks


def _render_text(
    section: Section, blocks: dict[int, _Block], timeline: TimelineRenderer
) -> Iterator[str]:
    lines = section.text.split("\n")
    kept: list[str] = []
    position = 0
    while position < len(lines):
        block = blocks.get(section.text_line + position)
        if block is None:
            kept.append(lines[position])
            position += 1
            continue
        yield keep_text("\n".join(kept))
        kept = []
        if block.events:
            yield timeline.render(block.events)
        if block.action_items:
            yield render_action_items(block.action_items)
        position = block.last - section.text_line + 1
    yield keep_text("\n".join(kept))


def keep_text(text: str) -> str:
    """Source lines without blank ones around them, put so that they read the same on the site."""
    text = text.strip("\n")
    return adapt_markdown(_escape_hash_words(text) if "#" in text else text)


def _escape_hash_words(text: str) -> str:
    fence = ""
    lines: list[str] = []
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if match and not fence:
            fence = match["fence"]
        elif match and match["fence"].startswith(fence) and line.strip() == match["fence"]:
            fence = ""
        elif not fence:
            line = _HASH_WORD.sub(lambda found: f"{found.group()}\\", line)
        lines.append(line)
    return "\n".join(lines)
