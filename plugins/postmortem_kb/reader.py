"""Disk to text: finds the records and reads each as a `Source`. Nothing here writes."""

import os
from collections.abc import Iterator
from pathlib import Path

from postmortem_kb.model import Source
from postmortem_kb.problem import Finding, Place
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.front_matter import UNREADABLE_FILE

MAX_BYTES = 2_000_000
"""The largest record that is read. The longest public postmortems have some 100,000 characters."""


def find_records(folder: Path) -> list[Path]:
    """Every record below a folder, sorted by path; files and folders beginning with `.` or `_`
    and `README.md` are left alone."""
    return sorted(_walk(folder))


def _walk(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith((".", "_")):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path))
            elif entry.name.lower().endswith(".md") and entry.name.lower() != "readme.md":
                yield Path(entry.path)


def read_source(path: Path, root: Path) -> tuple[Source, list[tuple[Rule, Finding]]]:
    """Read one file, with what is wrong with its bytes; then its text is empty.

    A byte-order mark is dropped, and CRLF and CR become `\\n`, so that line numbers agree with
    every editor's.
    """
    relative = relative_to(path, root)
    try:
        if not path.is_file():
            what = "a folder" if path.is_dir() else "no regular file"
            return _unreadable(path, relative, Place(1), f"it is {what}", "move it elsewhere")
        if path.stat().st_size > MAX_BYTES:
            message = f"it is larger than {MAX_BYTES:,} bytes"
            return _unreadable(path, relative, Place(1), message, "move logs and data elsewhere")
        raw = path.read_bytes()
    except OSError as error:
        reason = f"{error.strerror or type(error).__name__}"
        return _unreadable(path, relative, Place(1), reason, "make it a readable file")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # `error.object` and its positions are without the byte-order mark.
        before = _unify_newlines(error.object[: error.start].decode("utf-8"))
        message = f"it is not UTF-8: found the byte 0x{error.object[error.start]:02x}"
        place = _end_of(before)
        return _unreadable(path, relative, place, message, "save the file as UTF-8")
    text = _unify_newlines(text)
    if "\0" in text:
        place = _end_of(text[: text.index("\0")])
        message = "found a NUL character, so it is no text"
        return _unreadable(path, relative, place, message, "save the file as UTF-8 text")
    return Source(relative, path, text), []


def _unify_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _end_of(before: str) -> Place:
    """The place of what comes after a text."""
    return Place(before.count("\n") + 1, len(before) - before.rfind("\n"))


def relative_to(path: Path, root: Path) -> str:
    """A path as problems and pages name it: relative to the project's root where it is below."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


def _unreadable(
    path: Path, relative: str, place: Place, message: str, hint: str
) -> tuple[Source, list[tuple[Rule, Finding]]]:
    finding = Finding(place, f"the file cannot be read: {message}", hint)
    return Source(relative, path, ""), [(UNREADABLE_FILE, finding)]
