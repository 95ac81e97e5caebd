"""Issues of cState: a start and an end in the front matter, updates with their times in the body.

Source: https://github.com/cstate/cstate, `exampleSite/content/issues`: each update is a paragraph
that ends in `{{< track "2018-05-25 05:54:00" >}}`, the newest first.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from postmortem_kb.importers.document import Document, Line, StatedFact
from postmortem_kb.importers.foreign_facts import OUR_FIELDS, PUBLISHED_AT, read_moment
from postmortem_kb.importers.foreign_fields import ForeignRecord, split_foreign_record
from postmortem_kb.importers.foreign_records import build_document
from postmortem_kb.importers.source import ImportSource

name = "cstate"

_NAMES: Mapping[str, str] = {
    **OUR_FIELDS,
    "date": "started_at",
    "resolvedWhen": "resolved_at",
    "affected": "services",
    "pubDate": PUBLISHED_AT,
}
_TRACK = re.compile(r"[ \t]*\{\{[<%][ \t]*track[ \t]+\"?(?P<at>[^\"<>{}]{4,40}?)\"?[ \t]*[>%]\}\}")


def recognises(source: ImportSource) -> bool:
    """By its section, or by the fields about the end of an issue."""
    record = split_foreign_record(source.text)
    return record is not None and _is_issue(record)


def _is_issue(record: ForeignRecord) -> bool:
    if "resolvedWhen" in record.keys or (record.find("section") == "issue"):
        return "resolved" in record.keys or "resolvedWhen" in record.keys
    return {"resolved", "affected", "severity"} <= record.keys


def read(source: ImportSource) -> list[Document]:
    """The updates as a timeline, oldest first, after what else the body says."""
    document = build_document(name, source, _NAMES, _arrange)
    record = split_foreign_record(source.text)
    if record is None or any(fact.field == "resolved_at" for fact in document.facts):
        return [document]
    ongoing = tuple(
        StatedFact("resolved_at", "ongoing", each.line, each.quote)
        for each in record.fields
        if each.key == "resolved" and each.value == "false"
    )
    return [replace(document, facts=document.facts + ongoing)]


def _arrange(body: Sequence[Line]) -> list[Line]:
    story: list[Line] = []
    updates: list[tuple[str, list[Line]]] = []
    for paragraph in _paragraphs(body):
        text = "\n".join(line.text for line in paragraph)
        found = _TRACK.search(text)
        moment = read_moment(found["at"].strip()) if found else None
        if moment is None:
            story.extend(paragraph)
            continue
        kept = [Line(line.number, _TRACK.sub("", line.text)) for line in paragraph]
        updates.append((moment, [line for line in kept if line.text.strip()]))
    if not updates:
        return list(body)
    while story and story[-1].text.strip() in ("", "---"):
        story.pop()
    # An update that has the same time as another was written below it, so came before it.
    updates.reverse()
    updates.sort(key=lambda update: update[0])
    first = updates[0][1][0].number if updates[0][1] else body[0].number
    timeline = [Line(first, ""), Line(first, "## Timeline"), Line(first, "")]
    for moment, lines in updates:
        lines = lines or [Line(first, "")]
        timeline.append(Line(lines[0].number, f"- {moment} {lines[0].text.strip()}"))
        timeline.extend(Line(line.number, f"  {line.text.strip()}") for line in lines[1:])
    return [*story, *timeline]


def _paragraphs(body: Sequence[Line]) -> list[list[Line]]:
    """The lines in runs: blank ones together, others together."""
    runs: list[list[Line]] = []
    for line in body:
        if runs and bool(runs[-1][-1].text.strip()) == bool(line.text.strip()):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs
