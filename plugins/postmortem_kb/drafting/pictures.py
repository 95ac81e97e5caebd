"""Links and pictures of a document: led to where they can be reached from the record, pictures
beside the source copied to beside the record, everything else kept as text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from postmortem_kb.drafting.files import find_free, make_slug
from postmortem_kb.drafting.inline import WrittenLink
from postmortem_kb.extraction.findings import ImportProblem
from postmortem_kb.importers.document import Attachment, Line
from postmortem_kb.links import is_readable

MAX_PICTURE_BYTES = 25_000_000
"""The largest picture that is copied."""

_PICTURES = frozenset(".png .jpg .jpeg .gif .webp .svg .bmp .avif .ico .tif .tiff".split())
_SCHEMES = frozenset("http https mailto ftp tel".split())
_PARENTHESES = re.compile(r"[\s()<>]")
_DEFINITION = re.compile(
    r"\s*\[(?P<label>[^\[\]\n]{1,100})\]:\s*<?(?P<target>[^\s<>]+)>?"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?(?=\s*(?:\[|$))"
)
_LINK_LIKE = re.compile(r"https?://|www\.|mailto:|\.{0,2}/|#|[\w./-]+\.\w{2,5}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DraftedFile:
    """A file to be written beside the record: the bytes, or the file that they are copied from."""

    name: str
    content: bytes | Path

    def read(self) -> bytes:
        """The bytes.

        Raises:
            OSError: the file cannot be read any more.
        """
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()


@dataclass(slots=True)
class LinkKeeper:
    """Writes the links of one document into its record.

    `source` is the document's file, `folder` that of the record, `record_id` what the names of
    copied pictures begin with. `anchors` are the places in the record by the names that the
    source knew them by.
    """

    source: Path | None
    folder: Path
    record_id: str
    definitions: Mapping[str, str] = field(default_factory=dict)
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)
    line: int = 1
    """Of the part that is being written: problems name it."""
    files: dict[str, DraftedFile] = field(default_factory=dict)
    """By the target that the source gives them."""
    problems: list[ImportProblem] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """Labels of definitions that a link asked for."""

    def find_definition(self, label: str) -> str | None:
        """The target of `[label]: target`, where the document has one."""
        folded = fold_label(label)
        self.used.add(folded)
        return self.definitions.get(folded)

    def is_used(self, label: str) -> bool:
        """Whether a link that was written already has the target of a definition."""
        return fold_label(label) in self.used

    def write(self, link: WrittenLink) -> str:
        """The Markdown in the place of a link or picture."""
        target = link.target.strip()
        if target in self.attachments:
            return self._write_picture(link, self._keep(target, self.attachments[target]))
        if target.startswith("//"):
            target = f"https:{target}"
        if not target or not is_readable(target):
            return _as_text(link, target)
        scheme = urlsplit(target).scheme.lower()
        if scheme in _SCHEMES:
            return _write_remote(link, target)
        if scheme:
            return self._refuse(link, target)
        if target.startswith("#"):
            return self._write_anchor(link, target)
        return self._write_local(link, target)

    def _refuse(self, link: WrittenLink, target: str) -> str:
        scheme = target.partition(":")[0]
        if len(target) <= 200:
            return _as_text(link, target)
        self._tell("link-left-out", f"a link of the kind {scheme!r} was left out; expected a URL")
        return link.text or "picture"

    def _write_anchor(self, link: WrittenLink, target: str) -> str:
        anchor = self.anchors.get(unquote(target[1:]).lower())
        return f"[{link.text}](#{quote(anchor)})" if anchor and link.text else link.text

    def _write_local(self, link: WrittenLink, target: str) -> str:
        path = unquote(target.partition("#")[0].partition("?")[0])
        is_picture = link.is_image or Path(path).suffix.lower() in _PICTURES
        if is_picture and not target.startswith("/"):
            file = self._find_picture(path)
            if file is not None:
                return self._write_picture(link, self._keep(target, file))
        if link.is_image:
            message = f"the picture {target!r} is not beside the document, so its text stands there"
            self._tell("picture-missing", message)
            return _as_text(link, target)
        if not target.startswith("/") and _is_file(self.folder / path):
            return f"[{link.text}]({_write_target(target)}{_title(link)})"
        return _as_text(link, target)

    def _find_picture(self, path: str) -> Path | None:
        """A picture that belongs to the document: in its folder, or in one beside that."""
        if self.source is None or Path(path).suffix.lower() not in _PICTURES:
            return None
        file = self.source.parent / path
        try:
            around = self.source.resolve().parent.parent
            is_near = file.resolve().is_relative_to(around)
            is_good = file.is_file() and file.stat().st_size <= MAX_PICTURE_BYTES
        except (OSError, ValueError):
            return None
        return file if is_near and is_good else None

    def _keep(self, target: str, content: bytes | Path) -> str:
        """Take a file along; the name that it gets beside the record."""
        if target not in self.files:
            name = Path(unquote(target.partition("?")[0].partition("#")[0]))
            stem, suffix = make_slug(name.stem, limit=60), name.suffix.lower()
            taken = {Path(file.name).stem.casefold() for file in self.files.values()}
            free = find_free(self.folder / f"{self.record_id}-{stem}{suffix}", taken)
            self.files[target] = DraftedFile(free.name, content)
        return self.files[target].name

    def _write_picture(self, link: WrittenLink, name: str) -> str:
        text = link.text or "picture"
        mark = "!" if link.is_image else ""
        return f"{mark}[{text}]({quote(name)}{_title(link)})"

    def _tell(self, code: str, message: str) -> None:
        self.problems.append(ImportProblem(self.line, code, message))


def _write_remote(link: WrittenLink, target: str) -> str:
    """A remote picture is a link: the site makes no request to others."""
    written = _write_target(target)
    if "](" in link.text:
        # A linked picture: a link cannot stand within another.
        picture = "" if link.is_image else f" ([link]({written}))"
        return f"{link.text}{picture}"
    text = link.text or ("picture" if link.is_image else "link")
    return f"[{text}]({written}{_title(link)})"


def _write_target(target: str) -> str:
    return f"<{target}>" if _PARENTHESES.search(target) and ">" not in target else target


def _title(link: WrittenLink) -> str:
    return f" {link.title}" if link.title else ""


def _as_text(link: WrittenLink, target: str) -> str:
    """The text, and where it led, so that it can be looked for."""
    shown = f"`{target}`" if target and "`" not in target else target
    text = link.text or ("picture" if link.is_image else "")
    if not shown or target == text:
        return text or target
    return f"{text} ({shown})".strip()


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):
        return False


def fold_label(label: str) -> str:
    """A reference's label as it is compared."""
    return " ".join(label.split()).casefold()


def find_definitions(lines: Iterable[Line]) -> dict[str, str]:
    """The targets of links that stand apart from their text: `[1]: https://…`."""
    found: dict[str, str] = {}
    for line in lines:
        if line.text.lstrip().startswith("["):
            for label, target in read_definitions(line.text):
                found.setdefault(fold_label(label), target)
    return found


def read_definitions(text: str) -> list[tuple[str, str]]:
    """The definitions that a text consists of; none where it says anything else."""
    found: list[tuple[str, str]] = []
    position = 0
    while match := _DEFINITION.match(text, position):
        if not _LINK_LIKE.match(match["target"]):
            return []
        found.append((match["label"], match["target"]))
        position = match.end()
    return found if not text[position:].strip() else []


def attachments_by_name(attachments: Iterable[Attachment]) -> dict[str, bytes]:
    """Embedded pictures by the name that the lines call them."""
    return {attachment.name: attachment.content for attachment in attachments}
