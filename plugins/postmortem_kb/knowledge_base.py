"""The line: `load` reads, parses and validates; `render` makes the pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from postmortem_kb.corpus import find_relation_problems, select_published, without_duplicates
from postmortem_kb.front_matter import Located, read_yaml
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page
from postmortem_kb.pages import render_pages
from postmortem_kb.parser import make_problems, parse_record
from postmortem_kb.problem import Finding, Place, Problem
from postmortem_kb.publishing import LinkResolver
from postmortem_kb.reader import find_records, read_source, relative_to
from postmortem_kb.rules.structure import MISSING_FOLDER, NO_RECORDS
from postmortem_kb.rules.vocabulary import BAD_TAXONOMY
from postmortem_kb.settings import Settings
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


def load(settings: Settings, also: Iterable[Path] = ()) -> KnowledgeBase:
    """Read, parse and validate all records; what has errors is left out and in `problems`.

    `also` names files outside the folder of the records that are checked with them, but never
    published.
    """
    taxonomy, problems = _load_taxonomy(settings)
    paths, folder_problems = _find_paths(settings)
    problems += folder_problems
    site_zone = parse_zone(settings.timezone) if settings.timezone else None

    parsed: list[Postmortem] = []
    unpublished: set[str] = set()
    guests = sorted(set(also) - set(paths))
    for path in (*paths, *guests):
        source, findings = read_source(path, settings.root)
        record = parse_record(source, taxonomy, site_zone, findings)
        problems += record.problems
        if record.has_error or path in guests:
            unpublished.add(source.path)
        if record.postmortem is not None:
            parsed.append(record.postmortem)

    distinct, duplicates = without_duplicates(parsed)
    valid = tuple(record for record in distinct if record.source.path not in unpublished)
    published, left_out = select_published(valid, settings.visibility)
    problems += duplicates + find_relation_problems(distinct) + left_out

    all_paths = [relative_to(path, settings.root) for path in paths]
    resolver = LinkResolver(settings, published, all_paths)
    for postmortem in parsed:
        problems += make_problems(postmortem.source.path, resolver.find_broken(postmortem))
    resolved = [resolver.publish(postmortem) for postmortem in published]
    assets = {page.path: page for _, pages in resolved for page in pages}
    return KnowledgeBase(
        settings=settings,
        taxonomy=taxonomy,
        postmortems=tuple(postmortem for postmortem, _ in resolved),
        assets=tuple(assets[path] for path in sorted(assets)),
        problems=tuple(sorted(set(problems))),
    )


def render(knowledge_base: KnowledgeBase) -> list[Page]:
    """Make every page and data file of the site, in order of path."""
    pages = render_pages(
        knowledge_base.postmortems, knowledge_base.taxonomy, knowledge_base.settings
    )
    return sorted([*pages, *knowledge_base.assets], key=lambda page: page.path)


def load_shipped_taxonomy() -> Taxonomy:
    """The vocabulary that comes with the package, without any site's own."""
    return parse_taxonomy(_read_shipped_taxonomy())[0]


def _load_taxonomy(settings: Settings) -> tuple[Taxonomy, list[Problem]]:
    shipped = _read_shipped_taxonomy()
    path = settings.taxonomy_path
    relative = relative_to(path, settings.root)
    if not path.is_file():
        taxonomy, _ = parse_taxonomy(shipped)
        if settings.taxonomy is None:
            return taxonomy, []
        finding = Finding(Place(1), "there is no such taxonomy file", "correct 'taxonomy'")
        return taxonomy, list(make_problems(relative, [(BAD_TAXONOMY, finding)]))
    source, findings = read_source(path, settings.root)
    taxonomy, taxonomy_findings = parse_taxonomy(shipped, read_yaml(source.text))
    return taxonomy, list(make_problems(relative, [*findings, *taxonomy_findings]))


def _read_shipped_taxonomy() -> Located:
    return read_yaml(_SHIPPED_TAXONOMY.read_text("utf-8"))


def _find_paths(settings: Settings) -> tuple[list[Path], list[Problem]]:
    folder = settings.records_dir
    relative = relative_to(folder, settings.root)
    if not folder.is_dir():
        message = "there is no such folder, so there are no postmortems"
        hint = "make the folder, or correct the plugin's option 'postmortems_dir'"
        finding = Finding(Place(1), message, hint)
        return [], list(make_problems(relative, [(MISSING_FOLDER, finding)]))
    paths = find_records(folder)
    if not paths:
        message = "the folder has no postmortems in it"
        hint = "add one, named like '2024-06-08-checkout-was-down.md'"
        return [], list(make_problems(relative, [(NO_RECORDS, Finding(Place(1), message, hint))]))
    return paths, []
