"""Mends what has one right mend: the edits of problems, put into the files that they are about.

Nothing but the edited words changes: byte-order mark, line ends, comments, order and trailing
spaces stay byte for byte.
"""

import codecs
import contextlib
import difflib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from postmortem_kb.problem import Edit

# The line ends that places are counted by; none of those that only Unicode knows.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_CANNOT_STAND_IN_QUOTES = re.compile(r"[\"'\\]")


@dataclass(frozen=True, slots=True)
class MendedText:
    """A text with edits applied; `refused` are the others, each with the reason in words."""

    text: str
    applied: tuple[Edit, ...]
    refused: tuple[tuple[Edit, str], ...]


@dataclass(frozen=True, slots=True)
class FileState:
    """What a file's content is recognised by as long as nobody writes to it."""

    device: int
    inode: int
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Mend:
    """What became of one file's edits. `old` and `new` are its bytes before and after."""

    path: Path
    old: bytes
    new: bytes
    applied: tuple[Edit, ...]
    refused: tuple[tuple[Edit, str], ...]


def find_span(line: str, edit: Edit) -> tuple[int, int] | None:
    """Where an edit's old words stand in their line, as a range of characters; None where they
    are not there. In quotes they may stand too: the quotes are not part of the range."""
    start = edit.place.column - 1
    if start < 0 or start > len(line) or "\n" in edit.new or "\r" in edit.new:
        return None
    if line.startswith(edit.old, start):
        return start, start + len(edit.old)
    quote = line[start : start + 1]
    if quote in ('"', "'") and line.startswith(edit.old + quote, start + 1):
        if _CANNOT_STAND_IN_QUOTES.search(edit.new):
            return None
        return start + 1, start + 1 + len(edit.old)
    return None


def apply_edits(text: str, edits: Iterable[Edit]) -> MendedText:
    """Apply every edit whose old words stand at its place and that overlaps with no other."""
    lines = [match.group() for match in _LINE.finditer(text)]
    spans: dict[int, list[tuple[int, int, Edit]]] = {}
    refused: list[tuple[Edit, str]] = []
    for edit in sorted(set(edits), key=lambda edit: (edit.place, edit.old, edit.new)):
        index = edit.place.line - 1
        is_there = 0 <= index < len(lines)
        span = find_span(lines[index].rstrip("\r\n"), edit) if is_there else None
        if span is None:
            refused.append((edit, f"{edit.old!r} does not stand there, or not so"))
        else:
            spans.setdefault(index, []).append((*span, edit))
    applied: list[Edit] = []
    for index, of_line in sorted(spans.items()):
        kept = [span for span in of_line if not any(_overlap(span, other) for other in of_line)]
        dropped = [edit for *_, edit in of_line if edit not in {edit for *_, edit in kept}]
        refused += [(edit, "another edit is about the same words") for edit in dropped]
        applied += [edit for _, _, edit in kept]
        for start, end, edit in sorted(kept, key=lambda span: span[0], reverse=True):
            lines[index] = lines[index][:start] + edit.new + lines[index][end:]
    return MendedText("".join(lines), tuple(applied), tuple(refused))


def _overlap(one: tuple[int, int, Edit], other: tuple[int, int, Edit]) -> bool:
    if one is other:
        return False
    return one[0] == other[0] or (one[0] < other[1] and other[0] < one[1])


def read_state(path: Path) -> FileState | None:
    """The state of a file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return FileState(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def plan_mend(path: Path, edits: Iterable[Edit], state: FileState | None) -> Mend:
    """Read a file and say what its edits come to; nothing is written.

    `state` is the file's when the edits were found: where it is another now, all are refused.
    """
    edits = tuple(edits)
    try:
        old = path.read_bytes()
    except OSError as error:
        return _refuse(path, b"", edits, f"it cannot be read: {error.strerror}")
    if state is None or read_state(path) != state:
        return _refuse(path, old, edits, "the file was changed meanwhile")
    mark = codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b""
    try:
        text = old.removeprefix(mark).decode("utf-8")
    except UnicodeDecodeError:
        return _refuse(path, old, edits, "the file is not UTF-8")
    mended = apply_edits(text, edits)
    new = mark + mended.text.encode("utf-8")
    return Mend(path, old, new, mended.applied, mended.refused)


def _refuse(path: Path, old: bytes, edits: Iterable[Edit], reason: str) -> Mend:
    return Mend(path, old, old, (), tuple((edit, reason) for edit in edits))


def write_mend(mend: Mend, state: FileState | None, root: Path) -> Mend:
    """Put the new bytes in the file's place, in one step; says what was refused after all.

    The file keeps its mode. Where `path` is a symbolic link, the file that it leads to is written,
    as long as that lies below `root`.
    """
    if mend.new == mend.old:
        return mend
    target = mend.path.resolve()
    if mend.path.is_symlink() and not target.is_relative_to(root.resolve()):
        return _give_up(mend, "it is a link to a file outside the project")
    if not os.access(target, os.W_OK):
        return _give_up(mend, "the file may not be written")
    try:
        is_written = _replace(target, mend.new, state)
    except OSError as error:
        return _give_up(mend, f"it cannot be written: {error.strerror}")
    return mend if is_written else _give_up(mend, "the file was changed meanwhile")


def _give_up(mend: Mend, reason: str) -> Mend:
    return _refuse(
        mend.path, mend.old, (*mend.applied, *(edit for edit, _ in mend.refused)), reason
    )


def _replace(target: Path, content: bytes, state: FileState | None) -> bool:
    before = target.stat()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(before.st_mode & 0o7777)
        if hasattr(os, "chown"):
            # Only root may give a file away; for everybody else the owner is the same anyway.
            with contextlib.suppress(OSError):
                os.chown(temporary, before.st_uid, before.st_gid)
        if read_state(target) != state:
            return False
        temporary.replace(target)
        return True
    finally:
        temporary.unlink(missing_ok=True)


def render_diff(mend: Mend, name: str) -> bytes:
    """What would change, as a patch that `git apply` takes; `name` is the path to show."""
    if mend.new == mend.old:
        return b""
    shown = name.encode("utf-8", "backslashreplace")
    return b"".join(_diff_lines(_split(mend.old), _split(mend.new), b"a/" + shown, b"b/" + shown))


def _diff_lines(old: list[bytes], new: list[bytes], before: bytes, after: bytes) -> Iterator[bytes]:
    lines = difflib.diff_bytes(difflib.unified_diff, old, new, before, after, lineterm=b"\n")
    for line in lines:
        yield line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"


def _split(content: bytes) -> list[bytes]:
    """Lines as git counts them: a carriage return is part of its line."""
    return re.findall(rb"[^\n]*\n|[^\n]+", content)
