"""The line: `load` reads, parses and validates; `render` makes the pages."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from postmortem_kb.corpus import drop_taken_aliases, find_corpus_problems
from postmortem_kb.front_matter import Located, read_yaml
from postmortem_kb.marker_problems import find_bad_markers
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page
from postmortem_kb.pages import render_pages
from postmortem_kb.parser import ParserOptions, parse_record
from postmortem_kb.problem import Finding, Level, Place, Problem
from postmortem_kb.publishing import find_broken_links, find_pages_in_the_way, publish
from postmortem_kb.reader import explain, find_records, read_source, relative_to
from postmortem_kb.reading_groups.loading import load_sessions
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.reporting import Report, make_problems
from postmortem_kb.rules.declaration import RuleContext
from postmortem_kb.rules.front_matter import BROKEN_FRONT_MATTER, UNREADABLE_FILE
from postmortem_kb.rules.structure import MISSING_FOLDER, NO_RECORDS
from postmortem_kb.rules.vocabulary import BAD_TAXONOMY, UNKNOWN_TERM
from postmortem_kb.settings import Settings
from postmortem_kb.suppressions import MARKER, Suppressions, parse_suppressions
from postmortem_kb.taxonomy import Taxonomy
from postmortem_kb.taxonomy_file import parse_taxonomy
from postmortem_kb.zones import parse_zone

_SHIPPED_TAXONOMY = Path(__file__).parent / "data" / "taxonomy.yml"


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything that is published, and everything that is wrong.

    `postmortems` are those of this edition, their links led to the site's own pages: nothing
    below may reach for other records. `assets` are the files that they use.
    """

    settings: Settings
    taxonomy: Taxonomy
    postmortems: tuple[Postmortem, ...]
    assets: tuple[Page, ...]
    problems: tuple[Problem, ...]
    sessions: tuple[Session, ...] = ()
    """Of reading groups, by their start; all that they read is among `postmortems`."""


def load(
    settings: Settings,
    also: Iterable[Path] = (),
    *,
    today: date | None = None,
    on_record: Callable[[int, int], None] | None = None,
) -> KnowledgeBase:
    """Read, parse and validate all records; what has errors is left out and in `problems`.

    `also` names files outside the folder of the records that are checked with them, but never
    published. `today` is the day that dates in the future are told by; without it none is.
    `on_record` is called after each file with how many are read, of how many.
    """
    taxonomy, reports = _load_taxonomy(settings)
    paths, folder_reports = _find_paths(settings)
    guests = sorted(set(also) - set(paths))
    options = ParserOptions(
        taxonomy=taxonomy,
        site_zone=parse_zone(settings.timezone) if settings.timezone else None,
        context=RuleContext(today, settings.event_margin.delta),
    )
    read = _read_records([*paths, *guests], settings, options, on_record)
    own_paths = frozenset(relative_to(path, settings.root) for path in paths)
    taxonomy_path = relative_to(settings.taxonomy_path, settings.root)
    reports += folder_reports + read.reports
    reports += find_corpus_problems(read.postmortems, settings.visibility, taxonomy_path)
    reports += find_broken_links(read.postmortems, settings, own_paths)
    reports += find_pages_in_the_way(read.postmortems, settings)
    reports += find_bad_markers(read.postmortems, taxonomy, settings)
    problems = make_problems(reports, _choose_levels(settings, reports), read.suppressions)

    left_out = {problem.path for problem in problems if problem.level is Level.ERROR}
    may_be_published = own_paths - left_out
    published = [
        postmortem
        for postmortem in read.postmortems
        if postmortem.source.path in may_be_published
        and postmortem.fields.visibility in settings.visibility
    ]
    published = drop_taken_aliases(published, read.postmortems)
    postmortems, assets = publish(published, settings, own_paths)
    read_together = load_sessions(
        settings,
        taxonomy,
        everyone=read.postmortems,
        published=postmortems,
        own_paths=own_paths,
    )
    return KnowledgeBase(
        settings=settings,
        taxonomy=taxonomy,
        postmortems=postmortems,
        assets=assets + read_together.assets,
        problems=tuple(sorted((*problems, *read_together.problems))),
        sessions=read_together.sessions,
    )


def _choose_levels(settings: Settings, reports: list[Report]) -> Mapping[str, str]:
    """The site's levels. Where the taxonomy cannot be read, no record is left out for its terms."""
    if any(
        report.rule is BROKEN_FRONT_MATTER and _is_taxonomy(report, settings) for report in reports
    ):
        return {UNKNOWN_TERM.code: Level.WARNING, **settings.levels}
    return settings.levels


def _is_taxonomy(report: Report, settings: Settings) -> bool:
    return report.path == relative_to(settings.taxonomy_path, settings.root)


@dataclass(slots=True)
class _ReadRecords:
    postmortems: list[Postmortem] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    suppressions: dict[str, Suppressions] = field(default_factory=dict)


def _read_records(
    paths: list[Path],
    settings: Settings,
    options: ParserOptions,
    on_record: Callable[[int, int], None] | None,
) -> _ReadRecords:
    """Read and parse every file by itself."""
    read = _ReadRecords()
    for count, path in enumerate(paths, start=1):
        source, findings = read_source(path, settings.root)
        record = parse_record(source, options, findings)
        read.reports += [Report(source.path, *finding) for finding in record.findings]
        if MARKER in source.text:
            read.suppressions[source.path] = parse_suppressions(source.text)
        if record.postmortem is not None:
            read.postmortems.append(record.postmortem)
        if on_record is not None:
            on_record(count, len(paths))
    return read


def render(knowledge_base: KnowledgeBase) -> list[Page]:
    """Make every page and data file of the site, in order of path."""
    pages = render_pages(
        knowledge_base.postmortems,
        knowledge_base.taxonomy,
        knowledge_base.settings,
        knowledge_base.sessions,
    )
    # A picture may be used by a record and by a session on it.
    assets = {page.path: page for page in knowledge_base.assets}
    return sorted([*pages, *assets.values()], key=lambda page: page.path)


def load_taxonomy(settings: Settings) -> Taxonomy:
    """The vocabulary of a site, without its records; what is wrong with it is left to `load`."""
    return _load_taxonomy(settings)[0]


def load_shipped_taxonomy() -> Taxonomy:
    """The vocabulary that comes with the package, without any site's own."""
    return parse_taxonomy(_read_shipped_taxonomy())[0]


def _load_taxonomy(settings: Settings) -> tuple[Taxonomy, list[Report]]:
    shipped = _read_shipped_taxonomy()
    path = settings.taxonomy_path
    relative = relative_to(path, settings.root)
    if not path.exists() and not path.is_symlink():
        taxonomy, _ = parse_taxonomy(shipped)
        if settings.taxonomy is None:
            return taxonomy, []
        finding = Finding(Place(1), "there is no such taxonomy file", "correct 'taxonomy'")
        return taxonomy, [Report(relative, BAD_TAXONOMY, finding)]
    source, findings = read_source(path, settings.root)
    taxonomy, taxonomy_findings = parse_taxonomy(shipped, read_yaml(source.text))
    return taxonomy, [Report(relative, *found) for found in (*findings, *taxonomy_findings)]


def _read_shipped_taxonomy() -> Located:
    return read_yaml(_SHIPPED_TAXONOMY.read_text("utf-8"))


def _find_paths(settings: Settings) -> tuple[list[Path], list[Report]]:
    folder = settings.records_dir
    relative = relative_to(folder, settings.root)
    if not folder.is_dir():
        message = "it is no folder" if folder.exists() else "there is no such folder"
        message += ", so there are no postmortems"
        hint = "make the folder, or correct the plugin's option 'postmortems_dir'"
        finding = Finding(Place(1), message, hint)
        return [], [Report(relative, MISSING_FOLDER, finding)]
    reports: list[Report] = []

    def report(unreadable: Path, error: OSError) -> None:
        message = f"the folder cannot be read: {explain(error)}"
        finding = Finding(Place(1), message, "make it readable, or move it elsewhere")
        reports.append(Report(relative_to(unreadable, settings.root), UNREADABLE_FILE, finding))

    paths = find_records(folder, report)
    if not paths and not reports:
        message = "the folder has no postmortems in it"
        hint = "add one, named like '2024-06-08-checkout-was-down.md'"
        return [], [Report(relative, NO_RECORDS, Finding(Place(1), message, hint))]
    return paths, reports
