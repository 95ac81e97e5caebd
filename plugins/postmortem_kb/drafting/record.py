"""Findings to a record: the text of its file, its name, and the files that go beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from postmortem_kb.drafting.body import WrittenBody, write_body
from postmortem_kb.drafting.files import drop_small_words, name_record
from postmortem_kb.drafting.front_matter_text import clean_text, render_front_matter
from postmortem_kb.drafting.pictures import (
    DraftedFile,
    LinkKeeper,
    attachments_by_name,
    find_definitions,
)
from postmortem_kb.drafting.stated_fields import NewTerm, StatedFields, collect_fields
from postmortem_kb.errors import PostmortemKbError
from postmortem_kb.extraction.findings import Findings, ImportProblem
from postmortem_kb.extraction.outline.plain import plain_words
from postmortem_kb.extraction.times.clock_text import find_dates
from postmortem_kb.front_matter import split_document
from postmortem_kb.limits import MAX_BYTES, find_heavy_markdown
from postmortem_kb.model import Source
from postmortem_kb.moments import Openness, Timestamp, parse_timestamp_or_openness
from postmortem_kb.parser import ParserOptions, parse_record
from postmortem_kb.problem import Finding, Level
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.sections import parse_blocks
from postmortem_kb.taxonomy import Taxonomy
from postmortem_kb.zones import parse_zone

_LONGEST_TITLE = 200
_MOST_TRIES = 4
_TIMES = "PM2"
"""The rules about times: what they say of a document is a contradiction in it."""
_ANNOUNCED = re.compile(
    r"^(?:post[- ]?mortem|incident)(?: (?:report|analysis|review))?\s*[:–—-]\s*", re.IGNORECASE
)


class RecordRefusedError(PostmortemKbError):
    """The document cannot become one record; its text is one line."""


@dataclass(frozen=True, slots=True)
class DraftedRecord:
    """A record to be written. `record_id` is its file's name without `.md`; nothing is written.

    `files` go into the same folder. `new_services` are terms that the taxonomy lacks.
    """

    text: str
    record_id: str
    files: tuple[DraftedFile, ...] = ()
    new_services: tuple[NewTerm, ...] = ()
    problems: tuple[ImportProblem, ...] = ()

    @property
    def file_name(self) -> str:
        """The name of the record's file."""
        return f"{self.record_id}.md"


def write_record(
    findings: Findings, taxonomy: Taxonomy, folder: Path, source: Path | None = None
) -> DraftedRecord:
    """Draft the record of a document.

    `folder` is where records are; `source` the document's file, beside which its pictures are
    looked for.

    Raises:
        RecordRefusedError: it would be longer or deeper than a record may be.
    """
    title = _find_title(findings)
    fields = collect_fields(findings, taxonomy, title)
    record_id = name_record(_words_for_name(title), _started(fields))
    document = findings.document
    keeper = LinkKeeper(
        source,
        folder,
        record_id,
        definitions=find_definitions(document.lines),
        attachments=attachments_by_name(document.attachments),
    )
    zone = parse_zone(str(fields.values["timezone"]))
    body = write_body(findings, keeper, title, zone, _started(fields))
    text = _render(fields, body)
    _check_limits(text)
    text = _settle(text, record_id, fields, body, findings, ParserOptions(taxonomy))
    return DraftedRecord(
        text,
        record_id,
        tuple(keeper.files.values()),
        tuple(fields.new_services),
        tuple(sorted([*fields.problems, *keeper.problems], key=lambda one: (one.line, one.code))),
    )


def _render(fields: StatedFields, body: WrittenBody) -> str:
    values = {**fields.values, "action_items": list(body.measures)}
    return f"{render_front_matter(values, fields.comments)}\n{body.text}"


def _started(fields: StatedFields) -> Timestamp | None:
    value = fields.values.get("started_at")
    stamp = parse_timestamp_or_openness(str(value)) if value else None
    return None if isinstance(stamp, Openness) else stamp


def _find_title(findings: Findings) -> str:
    """The title, else what stands first: an untitled document needs a name all the same."""
    found = findings.find("title")
    words = clean_text(str(found.value)) if found else ""
    if not words:
        words = next(_first_words(findings), "") or Path(findings.document.path).stem
    if len(words) > _LONGEST_TITLE:
        words = words[:_LONGEST_TITLE].rpartition(" ")[0] + " …"
    return words or "Postmortem"


def _words_for_name(title: str) -> str:
    """The title without what every postmortem says, and without days: the name begins with one."""
    words = _ANNOUNCED.sub("", title)
    for day in reversed(find_dates(words)):
        before = words[: day.start]
        if not any(map(str.isalnum, words[day.end :])):
            before = drop_small_words(before)  # `Network outage on 3 May`
        words = f"{before} {words[day.end :]}"
    return words if re.search(r"[^\W\d_]{3}", words) else title


def _first_words(findings: Findings) -> Iterator[str]:
    for section in findings.outline.sections:
        if words := clean_text(plain_words(section.heading)).strip(" :#"):
            yield words
        for part in section.parts:
            if part.is_text and (words := clean_text(part.words)):
                yield re.split(r"(?<=[.!?])\s", words)[0]


def _check_limits(text: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        message = f"the record would have {size:,} bytes, of at most {MAX_BYTES:,}"
        raise RecordRefusedError(f"{message}; leave logs and data out of the document")
    document = split_document(text)
    blocks = parse_blocks(document.body)
    for _, finding in find_heavy_markdown(document.body, blocks, document.body_line):
        raise RecordRefusedError(f"{finding.message}; {finding.hint}")


def _settle(
    text: str,
    record_id: str,
    fields: StatedFields,
    body: WrittenBody,
    findings: Findings,
    options: ParserOptions,
) -> str:
    """The record without values that are only a reading and cannot be, and with a note about each
    thing that does not add up: what the document says is kept as it says it."""
    for _ in range(_MOST_TRIES):
        found = _check(text, record_id, options)
        wrong = {
            finding.about: finding.message
            for rule, finding in found
            if (finding.level or rule.level) is Level.ERROR and finding.about in fields.comments
        }
        for name, message in wrong.items():
            fields.leave_out(name, f"{message}; {name} was left out", findings)
        notes = [
            (finding.about, finding.message)
            for rule, finding in found
            if rule.code.startswith(_TIMES) and finding.about and finding.about not in wrong
        ]
        is_new = [fields.add_discrepancy(about, message) for about, message in notes]
        if not wrong and not any(is_new):
            break
        text = _render(fields, body)
    return text


def _check(text: str, record_id: str, options: ParserOptions) -> tuple[tuple[Rule, Finding], ...]:
    name = f"{record_id}.md"
    return parse_record(Source(name, Path(name), text), options).findings
