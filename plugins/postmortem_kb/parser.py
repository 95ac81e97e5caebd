"""Text to a postmortem: one record's front matter and body, and every problem in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from postmortem_kb.action_items import from_front_matter, parse_action_items
from postmortem_kb.errors import FieldError
from postmortem_kb.fields import FrontMatter, parse_id
from postmortem_kb.front_matter import Located, SplitDocument, split_document
from postmortem_kb.incidents import IncidentBuilder
from postmortem_kb.limits import find_heavy_markdown, find_long_front_matter
from postmortem_kb.markdown_text import first_paragraph
from postmortem_kb.model import Body, Postmortem, Section, SectionKind, Source
from postmortem_kb.moments import Timestamp
from postmortem_kb.problem import Finding, Place
from postmortem_kb.rules.declaration import NO_CONTEXT, Rule, RuleContext
from postmortem_kb.rules.front_matter import (
    BROKEN_FRONT_MATTER,
    METADATA_HEADER,
    NO_FRONT_MATTER,
    WRONG_TYPE,
)
from postmortem_kb.rules.registry import find_problems
from postmortem_kb.sections import parse_blocks, parse_sections
from postmortem_kb.spelling import find_bent_values, find_loose_timestamps
from postmortem_kb.taxonomy import Taxonomy
from postmortem_kb.timeline import parse_timeline
from postmortem_kb.validation import read_fields
from postmortem_kb.zones import UNKNOWN_ZONE, Zone

Findings = list[tuple[Rule, Finding]]
_NOTHING_TO_READ = (BROKEN_FRONT_MATTER, METADATA_HEADER, NO_FRONT_MATTER)


@dataclass(frozen=True, slots=True)
class ParsedRecord:
    """What came of one file: a postmortem unless it cannot be told what it says, and what is wrong.

    A record with errors is looked at with the others, so that all is said at once, and then left
    out.
    """

    postmortem: Postmortem | None
    findings: tuple[tuple[Rule, Finding], ...]


@dataclass(frozen=True, slots=True)
class ParserOptions:
    """What records are read with."""

    taxonomy: Taxonomy
    site_zone: Zone | None = None
    context: RuleContext = NO_CONTEXT


def parse_record(
    source: Source, options: ParserOptions, findings: Iterable[tuple[Rule, Finding]] = ()
) -> ParsedRecord:
    """Read a record; `findings` are what the reader already found about the file."""
    found: Findings = list(findings)
    postmortem = None if found else _parse(source, options, found)
    return ParsedRecord(postmortem, tuple(found))


def open_document(text: str, found: Findings) -> SplitDocument | None:
    """Part front matter and body, adding to `found` what is wrong with either; None where there is
    nothing that could be read."""
    if too_long := list(find_long_front_matter(text)):
        found += too_long
        return None
    document = split_document(text)
    found += document.front_matter.findings
    if any(rule in _NOTHING_TO_READ for rule, _ in document.front_matter.findings):
        return None
    blocks = parse_blocks(document.body)
    if too_heavy := list(find_heavy_markdown(document.body, blocks, document.body_line)):
        found += too_heavy
        return None
    return document


def _parse(source: Source, options: ParserOptions, found: Findings) -> Postmortem | None:
    document = open_document(source.text, found)
    if document is None:
        return None
    located = document.front_matter
    record_id, id_findings = _find_id(source, located)
    # What fits is looked at all the same, so that everything is said at once.
    fields, misfits, wrong = read_fields(
        FrontMatter, located.data, located, instead={"title": record_id}
    )
    found += misfits + id_findings
    found += find_bent_values(located, [finding for _, finding in found])
    zone = fields.timezone or options.site_zone or UNKNOWN_ZONE
    found += find_loose_timestamps(fields, located)
    builder = IncidentBuilder(record_id, fields, zone, options.taxonomy, located)
    incident, incidents = builder.build()
    found += builder.findings + _find_bad_discrepancies(fields, located)
    started = incident.started.stated if incident.started else None
    body, body_findings = parse_body(document.body, document.body_line, zone, started)
    found += body_findings
    postmortem = Postmortem(
        id=record_id,
        source=source,
        fields=fields,
        zone=zone,
        has_zone="timezone" in wrong or bool(fields.timezone or options.site_zone),
        incident=incident,
        incidents=incidents,
        summary=fields.summary or _find_summary(body.sections),
        body=body,
        action_items=tuple(
            from_front_matter(item, located.find_place(("action_items", index)))
            for index, item in enumerate(fields.action_items)
        )
        + body.action_items,
        places=located.places,
    )
    if not wrong & {"discrepancies", "incidents"}:
        # Of a field that could not be read there is nothing more to say.
        found += (
            problem
            for problem in find_problems(postmortem, options.context)
            if problem[1].about not in wrong
        )
    return None if id_findings or "id" in wrong else postmortem


def parse_body(
    text: str, first_line: int, zone: Zone, started: Timestamp | None
) -> tuple[Body, Findings]:
    """Take a body apart; `started` gives the day of the timeline's first entry."""
    sections = parse_sections(text, first_line)
    events, event_blocks = parse_timeline(sections, zone, started)
    action_items, action_item_blocks, findings = parse_action_items(sections)
    body = Body(
        text=text,
        line=first_line,
        sections=sections,
        events=events,
        action_items=action_items,
        event_blocks=event_blocks,
        action_item_blocks=action_item_blocks,
    )
    return body, findings


def _find_id(source: Source, located: Located) -> tuple[str, Findings]:
    """The id that the record gives, else its file's name; a bad one of its own is a misfit."""
    given = located.data.get("id")
    if given is not None:
        return str(given), []
    stem = PurePosixPath(source.path).stem
    try:
        return parse_id(stem), []
    except FieldError as error:
        message = f"the file name gives the id: {error.message}"
        hint = f"rename the file, or give the record an 'id:'; {error.hint}"
        return stem, [(WRONG_TYPE, Finding(Place(1), message, hint, "id"))]


def _find_bad_discrepancies(fields: FrontMatter, located: Located) -> Findings:
    known = {*FrontMatter.model_fields, "timeline"}
    return [
        (
            WRONG_TYPE,
            Finding(
                located.find_place(("discrepancies", index, "about")),
                f"discrepancies[{index + 1}].about: {discrepancy.about!r} is no field",
                "name the front matter field that it concerns, or 'timeline'",
                "discrepancies",
            ),
        )
        for index, discrepancy in enumerate(fields.discrepancies)
        if discrepancy.about.split(".")[0] not in known
    ]


def _find_summary(sections: tuple[Section, ...]) -> str | None:
    for section in sections:
        if section.kind is SectionKind.SUMMARY and (text := first_paragraph(section.text)):
            return text
    return None
