"""Which records a site publishes, and where the links in their bodies lead."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from postmortem_kb.links import Link, find_links, rewrite_links, split_target
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page, PageKind
from postmortem_kb.parser import parse_body
from postmortem_kb.problem import Finding
from postmortem_kb.reader import relative_to
from postmortem_kb.reporting import Report
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.structure import BROKEN_LINK
from postmortem_kb.settings import Settings

# What a path in a link shows as it is; above all not spaces, `(`, `)`, `<`, `>`, `?`, `#` and `%`.
_PLAIN = "/~!$&'+,;=@"


class TargetKind(StrEnum):
    """What a relative link in a record leads to."""

    RECORD = "record"
    DOCUMENT = "document"
    ASSET = "asset"
    LEFT_OUT = "left-out"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads; `path` is that of the page or file below the documentation folder."""

    kind: TargetKind
    path: str = ""
    file: Path | None = None


class LinkResolver:
    """Follows relative links from a record's file, as a git forge does, to what the site has."""

    def __init__(
        self, settings: Settings, published: Iterable[Postmortem], all_paths: Iterable[str]
    ) -> None:
        self._settings = settings
        self._records = relative_to(settings.records_dir, settings.root)
        self._docs = relative_to(settings.docs_dir, settings.root)
        self._pages = {
            postmortem.source.path: f"postmortems/{postmortem.id}.md" for postmortem in published
        }
        self._paths = frozenset(all_paths)

    def resolve(self, source_path: str, target_path: str) -> Target:
        """Find what `target_path`, written in the file at `source_path`, leads to."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source_path), target_path))
        if path in self._pages:
            return Target(TargetKind.RECORD, self._pages[path])
        if path in self._paths:
            return Target(TargetKind.LEFT_OUT)
        file = self._settings.root / path
        for folder, kind in ((self._records, TargetKind.ASSET), (self._docs, TargetKind.DOCUMENT)):
            inside = path.removeprefix(f"{folder}/")
            if inside == path or not _is_file_below(file, self._settings.root / folder):
                continue
            if kind is TargetKind.ASSET:
                if not _is_asset(inside):
                    return Target(TargetKind.MISSING)
                inside = f"postmortems/{inside}"
            return Target(kind, inside, file)
        return Target(TargetKind.MISSING)

    def find_broken(self, postmortem: Postmortem) -> Iterator[tuple[Rule, Finding]]:
        """Yield a finding for each relative link that leads nowhere."""
        for link, target in self._targets(postmortem):
            if target.kind is TargetKind.MISSING:
                place = postmortem.body_place(link.line, link.target)
                message = f"the link {link.target!r} leads to nothing that the site has"
                hint = "give the path from this file to a record, a page or a picture beside it"
                yield BROKEN_LINK, Finding(place, message, hint)

    def publish(self, postmortem: Postmortem) -> tuple[Postmortem, tuple[Page, ...]]:
        """The record with its links led to the site's pages, and the files that it uses."""
        targets = list(self._targets(postmortem))
        if not targets:
            return postmortem, ()
        assets = tuple(
            Page(target.path, target.file, PageKind.ASSET)
            for _, target in targets
            if target.kind is TargetKind.ASSET and target.file is not None
        )
        body = postmortem.body
        text = rewrite_links(body.text, lambda written: self._rewrite(postmortem, written))
        if text == body.text:
            return postmortem, assets
        started = postmortem.incident.started
        parsed, _ = parse_body(
            text, body.line, postmortem.zone, started.stated if started else None
        )
        in_front_matter = postmortem.action_items[: len(postmortem.fields.action_items)]
        action_items = in_front_matter + parsed.action_items
        return replace(postmortem, body=parsed, action_items=action_items), assets

    def _targets(self, postmortem: Postmortem) -> Iterator[tuple[Link, Target]]:
        for link in find_links(postmortem.body.text, postmortem.body.line):
            if parts := split_target(link.target):
                yield link, self.resolve(postmortem.source.path, parts[0])

    def _rewrite(self, postmortem: Postmortem, written: str) -> str | None:
        parts = split_target(written)
        if parts is None:
            return written
        target = self.resolve(postmortem.source.path, parts[0])
        if target.kind in (TargetKind.LEFT_OUT, TargetKind.MISSING):
            return None
        return quote(posixpath.relpath(target.path, "postmortems"), safe=_PLAIN) + parts[1]


def _is_asset(path: str) -> bool:
    """Whether a file beside the records may be published: not a Markdown file, which would become
    a page that nothing checked, and nothing hidden."""
    return not path.lower().endswith(".md") and not re.search(r"(?:^|/)\.", path)


def find_broken_links(
    postmortems: Iterable[Postmortem], settings: Settings, all_paths: Iterable[str]
) -> list[Report]:
    """Relative links that lead nowhere; `all_paths` are the files of all records there are."""
    resolver = LinkResolver(settings, (), all_paths)
    return [
        Report(postmortem.source.path, *broken)
        for postmortem in postmortems
        for broken in resolver.find_broken(postmortem)
    ]


def publish(
    postmortems: Sequence[Postmortem], settings: Settings, all_paths: Iterable[str]
) -> tuple[tuple[Postmortem, ...], tuple[Page, ...]]:
    """The records with their links led to the site's pages, and the files that they use."""
    resolver = LinkResolver(settings, postmortems, all_paths)
    resolved = [resolver.publish(postmortem) for postmortem in postmortems]
    assets = {page.path: page for _, pages in resolved for page in pages}
    return (
        tuple(postmortem for postmortem, _ in resolved),
        tuple(assets[path] for path in sorted(assets)),
    )


def _is_file_below(file: Path, folder: Path) -> bool:
    """Whether a file exists and stays in the folder after all symbolic links are followed."""
    try:
        return file.is_file() and file.resolve().is_relative_to(folder.resolve())
    except OSError:
        return False
