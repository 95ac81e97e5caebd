"""Word documents (`.docx`): to HTML by mammoth, and on from there as a page.

mammoth is an extra: most people import text. Line numbers are those of the paragraphs.
"""

import importlib
import io
import re
import zipfile
import zlib
from typing import Any
from xml.parsers.expat import ExpatError

from postmortem_kb.importers.document import Document
from postmortem_kb.importers.html_document import convert_html
from postmortem_kb.importers.pictures import PictureCollector
from postmortem_kb.importers.refusal import ImportRefused
from postmortem_kb.importers.source import ImportSource

name = "docx"

MAX_XML = 10_000_000
"""Bytes of one XML part of a document, unpacked."""
MAX_UNPACKED = 60_000_000
"""Bytes of all parts of a document, unpacked."""
MAX_PARTS = 2_000

_MAIN_PART = "word/document.xml"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
r[style-name='Code'] => code
"""
_PARAGRAPH = re.compile(r"<(?:p|h[1-6]|li|pre)(?=[ >])")
# What reading a damaged or hostile document ends in, over zipfile, expat and mammoth.
_BREAKAGES = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


def recognises(source: ImportSource) -> bool:
    """By being an archive; `read` says so where it holds no Word document."""
    return source.is_archive


def read(source: ImportSource) -> list[Document]:
    """The document as Markdown, with its pictures as attachments.

    Raises:
        ImportRefused: it is damaged, too large, no Word document, or mammoth is not installed.
    """
    _check_archive(source.content)
    pictures = PictureCollector()
    html = _convert(source.content, pictures)
    page = convert_html(html, pictures)
    if not any(line.text.strip() for line in page.lines):
        raise ImportRefused("empty", "the document is empty; expected a story")
    return [
        Document(
            source.shown,
            source.sha256,
            name,
            page.lines,
            attachments=tuple(pictures.attachments),
        )
    ]


def _check_archive(content: bytes) -> None:
    """Look at the archive's directory before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except _BREAKAGES as error:
        raise _broken(error) from error
    if not any(part.filename == _MAIN_PART for part in parts):
        message = "the file is an archive without a Word document in it; unpack it, or save it as "
        raise ImportRefused("binary", message + ".docx or HTML")
    largest = max(
        (part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0
    )
    total = sum(part.file_size for part in parts)
    if largest > MAX_XML or total > MAX_UNPACKED or len(parts) > MAX_PARTS:
        message = (
            f"the document unpacks to {total:,} bytes in {len(parts):,} parts, of at most "
            f"{MAX_UNPACKED:,} in all and {MAX_XML:,} of text; save its text as a document of its "
            "own"
        )
        raise ImportRefused("too-large", message)


def _convert(content: bytes, pictures: PictureCollector) -> str:
    try:
        mammoth: Any = importlib.import_module("mammoth")
    except ImportError as error:
        message = "reading .docx needs an extra: pip install 'mkdocs-postmortems[import]'"
        raise ImportRefused("missing-extra", message) from error

    def keep(picture: Any) -> dict[str, str]:
        with picture.open() as opened:
            kind = str(picture.content_type or "image/png").rpartition("/")[2]
            return {"src": pictures.add(kind, opened.read())}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(keep),
            ignore_empty_paragraphs=False,
        )
    except _BREAKAGES as error:
        raise _broken(error) from error
    # One line for each paragraph, so that the page's line numbers are theirs.
    html = str(result.value).replace("\n", " ")
    return _PARAGRAPH.sub(lambda found: f"\n{found[0]}", html).removeprefix("\n")


def _broken(error: Exception) -> ImportRefused:
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    message = f"the document is damaged: {reason}; open it in a word processor and save it again"
    return ImportRefused("broken-docx", message)
