"""HTML: pages saved from Confluence, Google Docs, Word or a browser, and Confluence's own."""

from postmortem_kb.importers.document import Document
from postmortem_kb.importers.foreign_facts import list_rest
from postmortem_kb.importers.html_document import convert_html, is_html
from postmortem_kb.importers.pictures import PictureCollector
from postmortem_kb.importers.refusal import ImportRefused
from postmortem_kb.importers.source import ImportSource

name = "html"


def recognises(source: ImportSource) -> bool:
    """By its beginning, by its ending, or because all its text stands in blocks of HTML."""
    return is_html(source.text, source.path.suffix)


def read(source: ImportSource) -> list[Document]:
    """The page as Markdown; pictures within it become attachments."""
    pictures = PictureCollector()
    page = convert_html(source.text, pictures)
    if not any(line.text.strip() for line in page.lines):
        raise ImportRefused("empty", "the page says nothing; expected a document")
    return [
        Document(
            source.shown,
            source.sha256,
            name,
            (*page.lines, *list_rest(page.rest)),
            attachments=tuple(pictures.attachments),
            hints=page.hints,
            notes=source.notes,
        )
    ]
