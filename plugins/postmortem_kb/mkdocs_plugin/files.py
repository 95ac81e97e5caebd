"""Hands the core's pages to MkDocs as generated files."""

import posixpath
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_relative_url

from postmortem_kb import Page, PageKind, Settings
from postmortem_kb.prose import extend_page, insert_at_home
from postmortem_kb.reading_groups.loading import find_session_files
from postmortem_kb.redirects import render_redirect

log = get_plugin_logger("postmortems")


def remove_raw_records(files: Files, settings: Settings) -> None:
    """Take out what lies in the folder of the records, where that is inside the docs folder, and
    the files of reading sessions.

    Only what the core makes of them is published.
    """
    sessions = set(find_session_files(settings))
    for file in list(files):
        source = Path(file.abs_src_path) if file.abs_src_path is not None else None
        if source and (source.is_relative_to(settings.records_dir) or source in sessions):
            files.remove(file)


def add_pages(pages: list[Page], files: Files, config: MkDocsConfig, settings: Settings) -> None:
    """Add each page, extending a hand-written one at the same path."""
    docs = posixpath.relpath(settings.docs_dir.as_posix(), settings.root.as_posix())
    for page in pages:
        if page.kind is not PageKind.REDIRECT:
            _add_page(page, files, config, docs)
    for page in pages:
        if page.kind is PageKind.REDIRECT:
            _add_redirect(page, files, config)


def _add_page(page: Page, files: Files, config: MkDocsConfig, docs: str) -> None:
    existing = files.get_file_from_path(page.path)
    if existing is None:
        twin = _find_twin(page, files)
        if twin is not None:
            log.warning(
                "'%s' stands in the place of the generated page '%s', which is left out; "
                "give it that path to have it extended",
                twin.src_uri,
                page.path,
            )
            return
        file = _generate(page, page.content, config)
        if page.source is not None:
            # A path relative to the docs folder: MkDocs puts `edit_uri` before it.
            file.edit_uri = posixpath.relpath(page.source, docs)
        files.append(file)
        return
    content = _combine(page, existing)
    if content is None:
        return
    file = _generate(page, content, config)
    file.edit_uri = existing.edit_uri
    file.inclusion = existing.inclusion
    files.remove(existing)
    files.append(file)


def _combine(page: Page, existing: File) -> str | None:
    """What becomes of a hand-written page at a generated page's path; None: it stays as it is."""
    if page.kind is PageKind.INDEX and isinstance(page.content, str):
        return extend_page(page.content, existing.content_string)
    if page.kind is PageKind.HOME and isinstance(page.content, str):
        return insert_at_home(page.content, existing.content_string)
    log.warning(
        "'%s' stands in the place of a generated page, which is left out; rename it, or the record",
        existing.src_uri,
    )
    return None


def _find_twin(page: Page, files: Files) -> File | None:
    """The other file that would be written to the same URL: `x/index.md` for `x.md`, or back."""
    stem = page.path.removesuffix(".md")
    if stem == page.path:
        return None
    folder, name = posixpath.split(stem)
    twins = [f"{folder}.md", f"{folder}/README.md"] if name == "index" else [f"{stem}/index.md"]
    return next((file for twin in twins if (file := files.get_file_from_path(twin))), None)


def _generate(page: Page, content: str | bytes | Path, config: MkDocsConfig) -> File:
    inclusion = InclusionLevel.INCLUDED if _is_listed(page) else InclusionLevel.NOT_IN_NAV
    if isinstance(content, Path):
        path = str(content)
        return File.generated(config, page.path, abs_src_path=path, inclusion=inclusion)
    return File.generated(config, page.path, content=content, inclusion=inclusion)


def _is_listed(page: Page) -> bool:
    """Whether a navigation made by MkDocs shows the page: records and terms never, since every
    page would then carry a link to every other."""
    return page.kind is not PageKind.POSTMORTEM and posixpath.basename(page.path) == "index.md"


def _add_redirect(page: Page, files: Files, config: MkDocsConfig) -> None:
    if not isinstance(page.content, str) or files.get_file_from_path(page.path) is not None:
        return
    target = files.get_file_from_path(page.content)
    old = File(page.path, None, config.site_dir, config.use_directory_urls)
    if target is None or files.get_file_from_path(old.dest_uri) is not None:
        return
    html = render_redirect(get_relative_url(target.url, old.url))
    files.append(
        File.generated(config, old.dest_uri, content=html, inclusion=InclusionLevel.NOT_IN_NAV)
    )
