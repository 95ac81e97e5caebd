"""A document's story to the body of a record: every sentence of it, in its order, under the
house's headings, with its events and measures as lists that the parser reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postmortem_kb.drafting.action_section import find_heading_measure, write_actions, write_measure
from postmortem_kb.drafting.action_text import as_fields
from postmortem_kb.drafting.flow import Flow
from postmortem_kb.drafting.front_matter_text import Value
from postmortem_kb.drafting.headings_text import (
    HOUSE_NAMES,
    PlannedHeading,
    find_anchors,
    has_day,
    plan_headings,
)
from postmortem_kb.drafting.inline import write_block, write_inline
from postmortem_kb.drafting.parts_text import write_parts
from postmortem_kb.drafting.pictures import LinkKeeper
from postmortem_kb.drafting.timeline_section import write_timeline
from postmortem_kb.drafting.timeline_text import Carried
from postmortem_kb.drafting.writer import Writer, find_numbers, group_events, group_measures
from postmortem_kb.extraction.findings import Findings
from postmortem_kb.extraction.outline.outline import OutlineSection, Part, PartKind
from postmortem_kb.importers.document import OTHER_FIELDS
from postmortem_kb.model import SectionKind
from postmortem_kb.moments import Timestamp
from postmortem_kb.zones import Zone


@dataclass(frozen=True, slots=True)
class WrittenBody:
    """The Markdown below the front matter, and the measures that stand in prose: those the front
    matter holds, for in the body they stay sentences."""

    text: str
    measures: tuple[Mapping[str, Value], ...] = ()


def write_body(
    findings: Findings, links: LinkKeeper, title: str, zone: Zone, started: Timestamp | None
) -> WrittenBody:
    """Write the story.

    `title`, `zone` and `started` are the record's: a heading that says the same as the title is
    left out, and the parser carries the first day of the timeline from `started_at`.
    """
    sections = findings.outline.sections
    found = findings.find("title")
    headings = plan_headings(sections, title, found.line if found else 0, zone)
    links.anchors = find_anchors(sections, headings)
    writer = Writer(
        findings,
        links,
        find_numbers(findings),
        Flow(),
        Carried.from_start(started),
        group_events(findings.events),
        group_measures(findings.measures),
    )
    for section, heading in zip(sections, headings, strict=True):
        _write_section(writer, section, heading, title)
    in_prose = [*writer.in_prose, *(m for left in writer.measures.values() for m in left)]
    in_prose.sort(key=lambda measure: measure.line)
    return WrittenBody(writer.flow.render(), tuple(as_fields(measure) for measure in in_prose))


def _write_section(
    writer: Writer, section: OutlineSection, heading: PlannedHeading, title: str
) -> None:
    flow = writer.flow
    flow.end_list()
    as_measure = find_heading_measure(writer, section)
    if as_measure is not None:
        write_measure(writer, as_measure, section.heading, as_measure.details)
        return
    _write_heading(writer, heading)
    if has_day(heading):
        writer.carried.forget_day()
    if section.title == OTHER_FIELDS:
        write_parts(flow, section.parts, writer.links, writer.numbers)
    elif section.kind is SectionKind.TIMELINE:
        write_timeline(writer, section.parts)
    elif section.kind is SectionKind.ACTION_ITEMS:
        write_actions(writer, section.parts)
    elif any(part in writer.events for part in section.parts):
        level = max(heading.level, 1) + 1
        first = next(i for i, part in enumerate(section.parts) if part in writer.events)
        write_parts(flow, section.parts[:first], writer.links, writer.numbers)
        flow.end_list()
        flow.add(f"{'#' * level} {HOUSE_NAMES[SectionKind.TIMELINE]}")
        write_timeline(writer, section.parts[first:])
    else:
        parts = section.parts if section.heading else _without_title(section.parts, title)
        write_parts(flow, parts, writer.links, writer.numbers)


def _without_title(parts: Sequence[Part], title: str) -> Sequence[Part]:
    """What stands before the first heading, without the line that is the record's title."""
    if parts and parts[0].kind is PartKind.PARAGRAPH:
        words = parts[0].words.strip(" :#")
        if words.casefold() == title.casefold():
            return parts[1:]
    return parts


def _write_heading(writer: Writer, heading: PlannedHeading) -> None:
    flow, links = writer.flow, writer.links
    if heading.text and heading.level:
        flow.add(f"{'#' * heading.level} {write_inline(heading.text, links)}")
    elif heading.text:
        flow.add(write_block(heading.text, links))
    if heading.below:
        flow.add(write_block(heading.below, links))
