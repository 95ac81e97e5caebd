"""Disk to text: one file that somebody names for the import, with its limits and encodings."""

import codecs
import hashlib
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from postmortem_kb.importers.document import Line, Note
from postmortem_kb.importers.refusal import ImportRefused
from postmortem_kb.reader import explain

MAX_TEXT_BYTES = 2_000_000
"""The largest text that is read."""
MAX_ARCHIVE_BYTES = 25_000_000
"""The largest `.docx` that is read: pictures make it large, not words."""

_ZIP = b"PK\x03\x04"
_KNOWN_FORMATS = (
    (b"%PDF-", "a PDF", "save it as text, HTML or .docx"),
    (b"{\\rtf", "rich text (RTF)", "save it as .docx or HTML"),
    (b"\xd0\xcf\x11\xe0", "a Word document of the old kind (.doc)", "save it as .docx"),
    (b"\x89PNG", "a picture", "name the document that it belongs to"),
    (b"\xff\xd8\xff", "a picture", "name the document that it belongs to"),
    (b"GIF8", "a picture", "name the document that it belongs to"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w.:-]{2,40})", re.IGNORECASE)
# What no text holds; a form feed between pages is one.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")


@dataclass(frozen=True, slots=True)
class ImportSource:
    """A file to import. `text` has `\\n` for every line end, and is empty for an archive.

    `shown` is the path as messages and records name it.
    """

    path: Path
    shown: str
    content: bytes
    text: str
    notes: tuple[Note, ...] = ()

    @property
    def is_archive(self) -> bool:
        """Whether the file is a zip archive, as a `.docx` is."""
        return self.content.startswith(_ZIP)

    @property
    def sha256(self) -> str:
        """The digest of the file's bytes."""
        return hashlib.sha256(self.content).hexdigest()


def open_source(path: Path, shown: str) -> ImportSource:
    """Read one file.

    Raises:
        ImportRefused: it is no readable text or archive within the limits.
    """
    content = _read_bytes(path)
    if content.startswith(_ZIP):
        return ImportSource(path, shown, content, "")
    for beginning, what, mend in _KNOWN_FORMATS:
        if content.startswith(beginning):
            raise ImportRefused("binary", f"the file is {what}, not text; {mend}")
    text, notes = decode(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ImportRefused("empty", "the file is empty; expected a document")
    return ImportSource(path, shown, content, text, notes)


def _read_bytes(path: Path) -> bytes:
    try:
        # Looked at before it is opened: opening a pipe would wait, and reading much would take.
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ImportRefused("folder", "it is a folder; expected a file")
        if not stat.S_ISREG(status.st_mode):
            raise ImportRefused("unreadable", "it is no regular file; expected a document")
        _check_size(status.st_size, MAX_ARCHIVE_BYTES)
        with path.open("rb") as file:
            beginning = file.read(len(_ZIP))
            if beginning != _ZIP:
                _check_size(status.st_size, MAX_TEXT_BYTES)
            content = beginning + file.read(MAX_ARCHIVE_BYTES)
    except OSError as error:
        reason = explain(error)
        raise ImportRefused("unreadable", f"the file cannot be read: {reason}") from error
    except ValueError as error:  # a NUL character in the name
        raise ImportRefused("unreadable", f"the file cannot be read: {error}") from error
    _check_size(len(content), MAX_ARCHIVE_BYTES if beginning == _ZIP else MAX_TEXT_BYTES)
    return content


def _check_size(size: int, most: int) -> None:
    if size > most:
        message = f"the file has {size:,} bytes, of at most {most:,}; leave logs and data out of it"
        raise ImportRefused("too-large", message)


def decode(content: bytes) -> tuple[str, tuple[Note, ...]]:
    """Bytes as text, without a byte-order mark, and what was not certain about it.

    Raises:
        ImportRefused: they are no text in any encoding that is looked for.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with suppress(UnicodeDecodeError):
            text = content.decode("utf-16")
            if "\0" not in text:
                return text, ()
    if b"\0" in content:
        message = "found NUL bytes, so the file is no text; save the document as UTF-8 text"
        raise ImportRefused("binary", message)
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig"), ()
    declared = _CHARSET.search(content[:4_000])
    name = declared[1].decode("ascii") if declared else ""
    for encoding in filter(None, (name, "cp1252")):
        with suppress(UnicodeDecodeError, LookupError):
            text = content.decode(encoding)
            if not _CONTROLS.search(text):
                message = f"the file is not UTF-8 and was read as {encoding}; look at its accents"
                return text, (Note(1, "encoding", message),)
    message = "the file is text in no encoding that was expected; save it as UTF-8"
    raise ImportRefused("binary", message)


def lines_of(text: str, first: int = 1) -> tuple[Line, ...]:
    """The lines of a text whose first line has the number `first`; none after the last `\\n`."""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return tuple(Line(number, line) for number, line in enumerate(lines, first))
