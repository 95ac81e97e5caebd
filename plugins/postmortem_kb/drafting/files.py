"""A draft to a file: names new records, and writes each as a file that was not there before."""

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from postmortem_kb.errors import PostmortemKbError
from postmortem_kb.fields import DEVICE_NAMES, RESERVED_IDS
from postmortem_kb.moments import Timestamp

UNDATED = "undated"
MAX_SLUG = 60
"""Characters of a slug: what a person still takes in at a glance in a list of files."""
_MOST_COPIES = 10_000
# Letters that Unicode does not take apart into one of ASCII and a mark.
_LETTERS = str.maketrans(
    dict(zip("œæßøđðþłıħŋŧ", "oe ae ss o d d th l i h n t".split(), strict=True))
    | {"&": " and ", "%": " percent ", "+": " plus "}
    | dict.fromkeys("'’‘`´", "")
)
_SMALL = frozenset("a an and at by for from in of on or since the to until with".split())
_BETWEEN = re.compile(r"[^a-z0-9]+")
_LONGEST_TITLE = 1_000


class FileTakenError(PostmortemKbError):
    """A file of that name is there already; nothing was written. `free` is the next free one."""

    def __init__(self, path: Path, free: Path) -> None:
        super().__init__(f"{path} is there already and was left alone; {free.name} is free")
        self.path = path
        self.free = free


class FileNotWrittenError(PostmortemKbError):
    """The system would not make the file; nothing of it is left."""


def make_slug(title: str, *, limit: int = MAX_SLUG) -> str:
    """Lower-case ASCII words joined by hyphens, at most `limit` characters, cut at a word.

    A title with no letter or digit that ASCII has becomes `postmortem-` and six digits that are
    its own, so that two such titles get two names and the same title the same one.
    """
    folded = unicodedata.normalize("NFKD", title[:_LONGEST_TITLE].lower().translate(_LETTERS))
    words = _BETWEEN.sub(" ", folded.encode("ascii", "ignore").decode()).split()
    if not words:
        return _name_by_hash(title)
    slug = words[0][:limit]
    for word in words[1:]:
        if len(slug) + 1 + len(word) > limit:
            slug = "-".join(drop_small_words(slug.replace("-", " ")).split())
            break
        slug += f"-{word}"
    return f"the-{slug}" if slug in RESERVED_IDS | DEVICE_NAMES else slug


def drop_small_words(text: str) -> str:
    """The text without the words at its end that lead on to something: `on`, `of the`."""
    words = text.split()
    while len(words) > 1 and words[-1].lower().strip(",;:–—-([") in (*_SMALL, ""):
        words.pop()
    return " ".join(words)


def _name_by_hash(title: str) -> str:
    folded = unicodedata.normalize("NFC", " ".join(title.split()))
    if not folded:
        return "postmortem"
    digest = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()
    return f"postmortem-{digest[:6]}"


def name_record(title: str, started: Timestamp | None = None) -> str:
    """The id of a new record: `2024-06-08-checkout-down`, or `undated-…` where no day is known.

    A day with which the title itself begins is not said twice.
    """
    slug = make_slug(title)
    if started is None or not (started.has_day and started.has_year):
        return f"{UNDATED}-{slug}"
    day = started.local.date().isoformat()
    rest = slug.removeprefix(day).strip("-")
    return f"{day}-{rest or make_slug('')}"


def find_free(path: Path, taken: Collection[str] = ()) -> Path:
    """`path` itself, or the first of `…-2`, `…-3` that no file has.

    `taken` are ids, in lower case, that other records have, wherever they lie: two records with
    one id cannot both be published.
    """
    names: set[str] = set()
    with suppress(OSError):
        # Some file systems make no difference between `Outage.md` and `outage.md`.
        names = {name.casefold() for name in os.listdir(path.parent)}  # noqa: PTH208
    for number in range(1, _MOST_COPIES):
        stem = path.stem if number == 1 else f"{path.stem}-{number}"
        is_free = f"{stem}{path.suffix}".casefold() not in names
        if is_free and stem.casefold() not in taken:
            return path.with_name(f"{stem}{path.suffix}")
    raise FileNotWrittenError(f"{path} and {_MOST_COPIES:,} more of that name are there already")


def write_new_file(path: Path, content: str | bytes, taken: Collection[str] = ()) -> None:
    """Write a file that is not there yet, all of it or nothing; folders above it are made.

    The content is written beside it under a hidden name first, so that neither a crash nor a full
    disk leaves half a record, and a file that somebody else makes meanwhile is never replaced.

    Raises:
        FileTakenError: the file is there, or its name without the ending is one of `taken`.
        FileNotWrittenError: the system would not do it.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    if path.stem.casefold() in taken:
        raise FileTakenError(path, find_free(path, taken))
    temporary = path.with_name(f".{path.name[:50]}-{secrets.token_hex(8)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_through(temporary, raw)
            _put_in_place(temporary, path, raw)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    except FileExistsError as error:
        if not os.path.lexists(path):  # a folder above it is a file
            raise FileNotWrittenError(_explain(path, error)) from None
        raise FileTakenError(path, find_free(path, taken)) from None
    except OSError as error:
        raise FileNotWrittenError(_explain(path, error)) from None


def _write_through(path: Path, raw: bytes) -> None:
    with path.open("xb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(temporary: Path, path: Path, raw: bytes) -> None:
    """Give the file its name in one step, which fails where there is one of that name.

    Raises:
        FileExistsError: there is.
    """
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError, AttributeError):
        # A file system that has no links: then not in one step, but still never over a file.
        _write_alone(path, raw)


def _write_alone(path: Path, raw: bytes) -> None:
    with path.open("xb") as file:
        try:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise


def _explain(path: Path, error: OSError) -> str:
    reason = (error.strerror or type(error).__name__).lower()
    return f"{path} cannot be written: {reason}"
