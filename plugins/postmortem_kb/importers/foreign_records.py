"""A record with other tools' front matter to a document: facts, body, and the other fields."""

from collections.abc import Callable, Mapping, Sequence

from postmortem_kb.importers.document import Document, Line
from postmortem_kb.importers.foreign_facts import list_rest, read_fields, state_zone
from postmortem_kb.importers.foreign_fields import split_foreign_record
from postmortem_kb.importers.html_document import convert_html, is_html
from postmortem_kb.importers.pictures import PictureCollector
from postmortem_kb.importers.refusal import ImportRefused
from postmortem_kb.importers.source import ImportSource

ArrangeBody = Callable[[Sequence[Line]], list[Line]]


def build_document(
    format_name: str,
    source: ImportSource,
    names: Mapping[str, str],
    arrange: ArrangeBody | None = None,
) -> Document:
    """Read a source that has front matter; `names` says what its keys are called here.

    Raises:
        ImportRefused: the front matter is broken.
    """
    record = split_foreign_record(source.text)
    if record is None:
        raise ImportRefused("broken-front-matter", "the file has no front matter", 1)
    pictures = PictureCollector()
    read = read_fields(record.fields, names)
    state_zone(read.facts)
    if is_html(record.body, source.path.suffix):
        page = convert_html(record.body, pictures, first_line=record.body_line)
        body = list(page.lines)
        read.rest.extend(page.rest)
    else:
        body = [Line(line.number, pictures.take_out(line.text)) for line in record.lines]
    if arrange is not None:
        body = arrange(body)
    return Document(
        source.shown,
        source.sha256,
        format_name,
        (*body, *list_rest(read.rest)),
        tuple(read.facts),
        tuple(pictures.attachments),
        tuple(read.hints),
        (*source.notes, *record.notes),
    )
