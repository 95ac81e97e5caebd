"""The pages as files in a folder, for generators that run no MkDocs plugin."""

import hashlib
import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from postmortem_kb.errors import OutputFolderError
from postmortem_kb.markers import OPENING
from postmortem_kb.page import Page, PageKind
from postmortem_kb.prose import extend_page, insert_at_home
from postmortem_kb.reading_groups.loading import find_session_files
from postmortem_kb.redirects import render_redirect
from postmortem_kb.settings import Settings

MANIFEST = ".postmortem-generated.json"
"""Lists what an earlier run wrote, with hashes: only that is ever replaced or removed."""


class Embeds(Protocol):
    """What makes that which the markers of pages ask for: see `pages.embeds`."""

    def fill(self, text: str, path: str, *, has_own_list: bool = False) -> tuple[str, object]:
        """The page's Markdown with its markers replaced, and what is wrong with them."""
        ...


@dataclass(frozen=True, slots=True)
class WrittenSource:
    """What came of it; `stale` are pages of an earlier run that belong to nothing any more, but
    were changed by somebody and so not removed."""

    files: int
    stale: tuple[str, ...]


def write_site_source(
    pages: list[Page], settings: Settings, out: Path, embeds: Embeds | None = None
) -> WrittenSource:
    """Write the hand-written documentation and all pages into `out`.

    `embeds` makes what their markers ask for; without it the markers stay. A file that was not
    written by an earlier run, or was changed since, is left alone.

    Raises:
        OutputFolderError: such a file is in the way (nothing is written then), or `out` lies
            inside the documentation or the records.
    """
    _refuse_source_folders(out, settings)
    contents = dict(_read_docs(settings, out))
    for page in pages:
        _add(page, contents, use_directory_urls=settings.use_directory_urls)
    if embeds is not None:
        _fill(contents, pages, embeds)
    written = _read_manifest(out)
    in_the_way = [
        path
        for path in sorted(contents)
        if _is_blocked(out, path)
        or ((out / path).exists() and not _is_ours(out / path, written.get(path)))
    ]
    if in_the_way:
        listed = ", ".join(in_the_way[:5]) + (", …" if len(in_the_way) > 5 else "")
        raise OutputFolderError(
            f"{out} has files that were not generated, or were changed since: {listed}; "
            "name an empty folder"
        )
    try:
        _write(contents, out)
    except OSError as error:
        raise OutputFolderError(f"{out} cannot be written to: {error.strerror}") from None
    for path in written.keys() - contents.keys():
        if _is_ours(out / path, written[path]):
            (out / path).unlink()
    hashes = {path: _hash(content) for path, content in sorted(contents.items())}
    kept = {path: digest for path, digest in written.items() if (out / path).exists()}
    manifest = {"version": 1, "files": kept | hashes}
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    return WrittenSource(len(contents), tuple(sorted(kept.keys() - contents.keys())))


def _write(contents: Mapping[str, bytes], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for path, content in sorted(contents.items()):
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _is_blocked(out: Path, path: str) -> bool:
    """Whether a file stands where a folder of the path has to be."""
    return any((out / parent).is_file() for parent in Path(path).parents)


def _refuse_source_folders(out: Path, settings: Settings) -> None:
    target = out.resolve()
    for folder in (settings.docs_dir, settings.records_dir):
        if target.is_relative_to(folder.resolve()) or folder.resolve().is_relative_to(target):
            raise OutputFolderError(f"{out} is, holds or lies in {folder}; name another folder")


def _read_docs(settings: Settings, out: Path) -> Mapping[str, bytes]:
    """The hand-written files, without records and reading sessions, of which there are pages, and
    without hidden ones."""
    found: dict[str, bytes] = {}
    if not settings.docs_dir.is_dir():
        return found
    sessions = set(find_session_files(settings))
    for path in sorted(settings.docs_dir.rglob("*")):
        relative = path.relative_to(settings.docs_dir)
        is_hidden = any(part.startswith(".") for part in relative.parts)
        is_read = path.is_relative_to(settings.records_dir) or path in sessions
        if path.is_file() and not is_hidden and not is_read:
            found[relative.as_posix()] = path.read_bytes()
    return found


def _add(page: Page, contents: dict[str, bytes], *, use_directory_urls: bool) -> None:
    if page.kind is PageKind.REDIRECT:
        if isinstance(page.content, str):
            old = output_path(page.path, use_directory_urls=use_directory_urls)
            new = output_path(page.content, use_directory_urls=use_directory_urls)
            url = posixpath.relpath(new, posixpath.dirname(old) or ".")
            if use_directory_urls:
                url = posixpath.dirname(url) + "/"
            contents.setdefault(old, render_redirect(url).encode())
        return
    prose = contents.get(page.path)
    content = page.content
    if prose is not None:
        combined = None
        if isinstance(content, str) and page.kind is PageKind.INDEX:
            combined = extend_page(content, prose.decode("utf-8"))
        elif isinstance(content, str) and page.kind is PageKind.HOME:
            combined = insert_at_home(content, prose.decode("utf-8"))
        if combined is None:
            return
        content = combined
    if isinstance(content, Path):
        contents[page.path] = content.read_bytes()
    else:
        contents[page.path] = content if isinstance(content, bytes) else content.encode()


def _fill(contents: dict[str, bytes], pages: list[Page], embeds: Embeds) -> None:
    """Make what the markers of the pages ask for; what is wrong with them, `load` has told."""
    with_own_list = {page.path for page in pages if page.kind is PageKind.INDEX}
    for path, content in contents.items():
        if path.endswith(".md") and OPENING.encode() in content:
            text = content.decode("utf-8", "surrogateescape")
            filled, _ = embeds.fill(text, path, has_own_list=path in with_own_list)
            contents[path] = filled.encode("utf-8", "surrogateescape")


def output_path(path: str, *, use_directory_urls: bool) -> str:
    """The HTML file that generators write for a Markdown page."""
    stem = path.removesuffix(".md")
    if not use_directory_urls or posixpath.basename(stem) == "index":
        return f"{stem}.html"
    return f"{stem}/index.html"


def _read_manifest(out: Path) -> dict[str, str]:
    try:
        manifest = json.loads((out / MANIFEST).read_text("utf-8"))
        return {str(path): str(digest) for path, digest in manifest["files"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise OutputFolderError(f"{out / MANIFEST} cannot be read; name an empty folder") from None


def _is_ours(path: Path, digest: str | None) -> bool:
    return digest is not None and path.is_file() and _hash(path.read_bytes()) == digest


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
