"""Disk to text: finds the records and reads each as a `Source`. Nothing here writes."""

import os
import stat
from collections.abc import Callable
from io import RawIOBase
from pathlib import Path

from postmortem_kb.limits import MAX_BYTES
from postmortem_kb.model import Source
from postmortem_kb.problem import Finding, Place
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.front_matter import UNREADABLE_FILE

_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# How much of a file without a byte-order mark is looked at for UTF-16.
_BEGINNING = 200

OnUnreadable = Callable[[Path, OSError], None]


def find_records(folder: Path, on_unreadable: OnUnreadable | None = None) -> list[Path]:
    """Every record below a folder, sorted by path; files and folders beginning with `.` or `_`
    and `README.md` are left alone, and links to folders are not followed.

    `on_unreadable` is called with each folder that cannot be looked into.
    """
    found: list[Path] = []
    folders = [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as scanned:
                entries = [entry for entry in scanned if not entry.name.startswith((".", "_"))]
        except OSError as error:
            if on_unreadable is not None:
                on_unreadable(Path(error.filename), error)
            continue
        for entry in entries:
            name = entry.name.lower()
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            elif name.endswith(".md") and name != "readme.md":
                found.append(Path(entry.path))
    return sorted(found)


def read_source(path: Path, root: Path) -> tuple[Source, list[tuple[Rule, Finding]]]:
    """Read one file, with what is wrong with its bytes; then its text is empty.

    A byte-order mark is dropped, and CRLF and CR become `\\n`, so that line numbers agree with
    every editor's.
    """
    relative = relative_to(path, root)
    try:
        is_plain = stat.S_ISREG(os.lstat(path).st_mode)
        if not is_plain and (unfit := _find_unfit(path, root)):
            return _unreadable(path, relative, Place(1), *unfit)
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - takes half the time
            raw = _read_at_most(file, MAX_BYTES + 1)
    except OSError as error:
        return _unreadable(path, relative, Place(1), explain(error), "make it a readable file")
    if len(raw) > MAX_BYTES:
        message = f"it is larger than {MAX_BYTES:,} bytes"
        return _unreadable(path, relative, Place(1), message, "move logs and data elsewhere")
    if wide := _find_wide_encoding(raw):
        message = f"it looks like {wide}"
        return _unreadable(path, relative, Place(1), message, "save the file as UTF-8")
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


def _read_at_most(file: RawIOBase, size: int) -> bytes:
    raw = file.read(size) or b""
    # The system may hand over less than was asked for.
    while 0 < len(raw) < size and (more := file.read(size - len(raw))):
        raw += more
    return raw


def _find_unfit(path: Path, root: Path) -> tuple[str, str] | None:
    """What is wrong with a file before it is opened, and the mend: opening a pipe would wait.

    Raises:
        OSError: the file cannot be looked at.
    """
    if path.is_symlink():
        if not path.exists():
            return "it is a link to a file that is not there", "mend the link, or remove it"
        target = path.resolve()
        if not any(target.is_relative_to(home.resolve()) for home in (root, path.parent)):
            return "it is a link to a file outside the project", "copy the file to this place"
    if path.is_file():
        return None
    return f"it is {'a folder' if path.is_dir() else 'no regular file'}", "move it elsewhere"


def _find_wide_encoding(raw: bytes) -> str | None:
    """The encoding of a text in which every ASCII letter comes with NUL bytes, if it is one."""
    if raw.startswith(_UTF_32):
        return "UTF-32"
    if raw.startswith(_UTF_16):
        return "UTF-16"
    beginning = raw[:_BEGINNING]
    half = len(beginning) // 2
    few, many = sorted((beginning[0::2].count(0), beginning[1::2].count(0)))
    return "UTF-16" if many > half / 2 and few < half / 10 else None


def _unify_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _end_of(before: str) -> Place:
    """The place of what comes after a text."""
    return Place(before.count("\n") + 1, len(before) - before.rfind("\n"))


def relative_to(path: Path, root: Path) -> str:
    """A path as problems and pages name it: relative to the project's root where it is below.

    Bytes of a file name that are no UTF-8 are written as `\\xff`, for no output could hold them.
    """
    named, above = path.as_posix(), f"{root.as_posix()}/"
    if named.startswith(above):
        named = named.removeprefix(above)
    elif path.is_relative_to(root):
        named = path.relative_to(root).as_posix()
    return os.fsencode(named).decode("utf-8", "backslashreplace")


def explain(error: OSError) -> str:
    """Why the system would not do it: `permission denied`."""
    return (error.strerror or type(error).__name__).lower()


def _unreadable(
    path: Path, relative: str, place: Place, message: str, hint: str
) -> tuple[Source, list[tuple[Rule, Finding]]]:
    finding = Finding(place, f"the file cannot be read: {message}", hint)
    return Source(relative, path, ""), [(UNREADABLE_FILE, finding)]
