"""The import as a list of steps: sources to documents, findings, drafts, and new files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from postmortem_kb.drafting.files import (
    FileNotWrittenError,
    FileTakenError,
    find_free,
    write_new_file,
)
from postmortem_kb.drafting.record import DraftedRecord, write_record
from postmortem_kb.errors import PostmortemKbError
from postmortem_kb.extraction.findings import Findings, ImportProblem, Verdict
from postmortem_kb.extraction.reading import read_findings
from postmortem_kb.extraction.times.day_order import DayOrder
from postmortem_kb.front_matter import split_document
from postmortem_kb.importers.discovery import find_sources
from postmortem_kb.importers.document import Document
from postmortem_kb.importers.refusal import ImportRefused
from postmortem_kb.importers.registry import read_documents
from postmortem_kb.taxonomy import Taxonomy
from postmortem_kb.zones import Zone


class Outcome(StrEnum):
    """What became of a document."""

    WRITTEN = "written"
    WOULD_BE_WRITTEN = "would-be-written"
    ALREADY_IMPORTED = "already-imported"
    LEFT_ALONE = "left-alone"
    NAME_TAKEN = "name-taken"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import. `records_dir` is where the records go; `zone` and `order` are what the
    author says about times and numeric dates."""

    records_dir: Path
    taxonomy: Taxonomy
    zone: Zone | None = None
    order: DayOrder | None = None
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A document and what became of it. `target` is relative to the records' folder."""

    source: str
    verdict: Verdict
    outcome: Outcome
    problems: tuple[ImportProblem, ...] = ()
    findings: Findings | None = None
    draft: DraftedRecord | None = None
    target: Path | None = None
    earlier: str | None = None
    """The record that the source was imported into before."""

    @property
    def is_imported(self) -> bool:
        """Whether a record of it is there now, or would be."""
        return self.outcome in (
            Outcome.WRITTEN,
            Outcome.WOULD_BE_WRITTEN,
            Outcome.ALREADY_IMPORTED,
        )


@dataclass(slots=True)
class _Target:
    """The records' folder: what it holds, and what this run adds to it."""

    folder: Path
    imported: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def look(self) -> None:
        for path in sorted(self.folder.rglob("*.md")) if self.folder.is_dir() else []:
            self.ids.add(path.stem.casefold())
            with suppress(OSError):
                text = path.read_text(encoding="utf-8-sig", errors="replace")
                if digest := _find_digest(text):
                    shown = path.relative_to(self.folder).as_posix()
                    self.imported.setdefault(digest, shown)


def _find_digest(text: str) -> str | None:
    """The digest of the source that a record was imported from, if it was."""
    if "imported_from" not in text:
        return None
    source = split_document(text).front_matter.data.get("imported_from")
    return str(source.get("sha256")) if isinstance(source, dict) else None


def import_documents(
    paths: Sequence[Path],
    options: ImportOptions,
    on_document: Callable[[int, int], None] | None = None,
) -> Iterator[ImportResult]:
    """Import files and folders, one after the other; a document that fails stops no other.

    `on_document` is told how many of the files are done.
    """
    target = _Target(options.records_dir)
    target.look()
    sources = list(find_sources(paths))
    for number, path in enumerate(sources, 1):
        for document in _read(path):
            yield _import_one(document, path, options, target)
        if on_document:
            on_document(number, len(sources))


def _read(path: Path) -> Iterable[Document | ImportResult]:
    shown = path.as_posix()
    try:
        return read_documents(path, shown)
    except ImportRefused as error:
        problem = ImportProblem(error.line or 1, error.code, error.message)
        return [ImportResult(shown, Verdict.UNREADABLE, Outcome.FAILED, (problem,))]


def _import_one(
    document: Document | ImportResult, path: Path, options: ImportOptions, target: _Target
) -> ImportResult:
    if isinstance(document, ImportResult):
        return document
    findings = read_findings(document, options.taxonomy, order=options.order, zone=options.zone)
    result = ImportResult(
        document.path,
        findings.verdict,
        Outcome.LEFT_ALONE,
        findings.problems,
        findings,
    )
    if findings.verdict is not Verdict.POSTMORTEM:
        return result
    if earlier := target.imported.get(document.sha256):
        return replace(result, outcome=Outcome.ALREADY_IMPORTED, earlier=earlier)
    try:
        draft = write_record(findings, options.taxonomy, options.records_dir, path)
    except PostmortemKbError as error:
        problem = ImportProblem(1, "not-drafted", str(error))
        # Without a record, what else was seen in the document is of no use to anybody.
        return replace(result, outcome=Outcome.FAILED, problems=(problem,))
    result = replace(
        result,
        draft=draft,
        target=Path(draft.file_name),
        problems=(*findings.problems, *draft.problems),
    )
    return _write(result, draft, document, options, target)


def _write(
    result: ImportResult,
    draft: DraftedRecord,
    document: Document,
    options: ImportOptions,
    target: _Target,
) -> ImportResult:
    path = options.records_dir / draft.file_name
    try:
        if options.is_dry_run:
            free = find_free(path, target.ids)
            if free != path:
                raise FileTakenError(path, free)
        else:
            _write_files(path, draft, target)
    except (FileTakenError, FileNotWrittenError, OSError) as error:
        code = "name-taken" if isinstance(error, FileTakenError) else "not-written"
        outcome = Outcome.NAME_TAKEN if code == "name-taken" else Outcome.FAILED
        problem = ImportProblem(1, code, str(error))
        return replace(result, outcome=outcome, problems=(*result.problems, problem))
    target.ids.add(path.stem.casefold())
    target.imported[document.sha256] = path.name
    done = Outcome.WOULD_BE_WRITTEN if options.is_dry_run else Outcome.WRITTEN
    return replace(result, outcome=done)


def _write_files(path: Path, draft: DraftedRecord, target: _Target) -> None:
    """Write the pictures and then the record, or nothing at all.

    The record comes last: once it is there, its source counts as imported.
    """
    made: list[Path] = []
    try:
        for copied in draft.files:
            picture = path.parent / copied.name
            write_new_file(picture, copied.read())
            made.append(picture)
        write_new_file(path, draft.text, target.ids)
    except BaseException:
        for picture in made:
            with suppress(OSError):
                picture.unlink()
        raise
