"""Records for the tests of the core: parsed from text, or loaded from a folder of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import settings

from postmortem_kb.front_matter import read_yaml
from postmortem_kb.knowledge_base import KnowledgeBase, load
from postmortem_kb.model import Postmortem, Source
from postmortem_kb.parser import ParserOptions, parse_record
from postmortem_kb.problem import Level, Problem
from postmortem_kb.reporting import Report, make_problems
from postmortem_kb.rules.declaration import NO_CONTEXT, RuleContext
from postmortem_kb.settings import Settings
from postmortem_kb.taxonomy import Taxonomy
from postmortem_kb.taxonomy_file import parse_taxonomy
from postmortem_kb.zones import Zone

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=100)
"""For tests of properties: the same examples at every run, and no clock."""

SERVICES = """
services:
  checkout:
    label: Checkout
  payment-gateway:
    label: Payment gateway
    aliases: [gateway]
"""


def taxonomy_of(own: str = SERVICES) -> Taxonomy:
    """The shipped taxonomy with the text `own` of a site's over it."""
    import postmortem_kb

    shipped = Path(postmortem_kb.__file__).parent / "data" / "taxonomy.yml"
    taxonomy, findings = parse_taxonomy(read_yaml(shipped.read_text("utf-8")), read_yaml(own))
    assert not findings
    return taxonomy


TAXONOMY = taxonomy_of()


@dataclass(frozen=True)
class Parsed:
    """What came of a record's text."""

    postmortem: Postmortem | None
    problems: tuple[Problem, ...]

    @property
    def has_error(self) -> bool:
        """Whether the record would be left out."""
        return any(found.level is Level.ERROR for found in self.problems)


def record(front_matter: str = "", body: str = "", *, title: str = "Checkout was down") -> str:
    """A record's text; the body begins on line 4 plus the lines of `front_matter`."""
    fields = (
        front_matter if front_matter.endswith("\n") or not front_matter else f"{front_matter}\n"
    )
    return f"---\ntitle: {title}\n{fields}---\n{body}"


def parse(
    text: str,
    *,
    path: str = "postmortems/2024-06-08-outage.md",
    site_zone: Zone | None = None,
    taxonomy: Taxonomy = TAXONOMY,
    context: RuleContext = NO_CONTEXT,
) -> Parsed:
    """Parse a record's whole text."""
    source = Source(path, Path("/nowhere") / path, text)
    options = ParserOptions(taxonomy, site_zone, context)
    record = parse_record(source, options)
    reports = [Report(path, *finding) for finding in record.findings]
    return Parsed(record.postmortem, make_problems(reports, {}))


def parse_good(front_matter: str = "", body: str = "", **options: Any) -> Postmortem:
    """Parse a record that has no problems; advice is none."""
    parsed = parse(record(front_matter, body), **options)
    assert said(found for found in parsed.problems if found.level is not Level.ADVICE) == []
    assert parsed.postmortem is not None
    return parsed.postmortem


def found_by(rule: str, text: str, **options: Any) -> list[str]:
    """What one rule, by name, says of a record's whole text, as `line:column message`."""
    return [
        f"{found.line}:{found.column} {found.message}"
        for found in parse(text, **options).problems
        if found.name == rule
    ]


def load_files(root: Path, files: Mapping[str, str | bytes], **options: Any) -> KnowledgeBase:
    """Write files (by their path below `root`) and load the knowledge base there."""
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_root(root, **options)


def load_root(root: Path, *, today: date | None = None, **options: Any) -> KnowledgeBase:
    """Load the knowledge base whose project is the folder `root`; titles may be the same."""
    options.setdefault("levels", {"duplicate-title": "off"})
    return load(Settings(root=root, docs_dir=root / "docs", **options), today=today)


def said(problems: Iterable[Problem]) -> list[str]:
    """Problems as `line:column CODE message`, in order."""
    return [f"{found.line}:{found.column} {found.code} {found.message}" for found in problems]


def codes(problems: Iterable[Problem]) -> list[str]:
    """The rule codes of problems, in order."""
    return [found.code for found in problems]
