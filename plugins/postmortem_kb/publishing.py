"""Which records a site publishes, and where the links in their bodies lead."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from postmortem_kb.anchors import find_anchors
from postmortem_kb.facets import FACETS
from postmortem_kb.links import Link, find_links, is_readable, rewrite_links, split_target
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page, PageKind
from postmortem_kb.parser import parse_body
from postmortem_kb.problem import Finding, Place
from postmortem_kb.reader import relative_to
from postmortem_kb.reporting import Report
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.structure import BROKEN_LINK, PAGE_IN_THE_WAY
from postmortem_kb.settings import Settings

# What pages of the site that nobody wrote lie in.
_GENERATED = frozenset(
    "postmortems reading-groups explore trends action-items coverage.md".split()
) | {facet.slug for facet in FACETS}
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
        self._records_by_path = {postmortem.source.path: postmortem for postmortem in published}
        self._anchors: dict[str, dict[str, str]] = {}
        self._paths = frozenset(all_paths)

    def resolve(self, source_path: str, target_path: str) -> Target:
        """Find what `target_path`, written in the file at `source_path`, leads to."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source_path), target_path))
        if not target_path:
            path = source_path
        if record := self._records_by_path.get(path):
            return Target(TargetKind.RECORD, f"postmortems/{record.id}.md")
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
        """Yield a finding for each link that leads nowhere."""
        for link in find_links(postmortem.body.text, postmortem.body.line):
            if found := self._explain(postmortem, link.target):
                place = postmortem.body_place(link.line, link.target)
                yield BROKEN_LINK, Finding(place, *found)

    def _explain(self, postmortem: Postmortem, written: str) -> tuple[str, str] | None:
        """What is wrong with a link, and its mend; None where it leads somewhere."""
        hint = "give the path from this file to a record, a page or a picture beside it"
        if not is_readable(written):
            return f"the link {written!r} is no URL", "correct it, or take it out"
        parts = split_target(written)
        if parts is None:
            if written.startswith("/") and not written.startswith("//"):
                return f"the link {written!r} begins at the root of a host", hint
            return None
        path, fragment = parts
        target = self.resolve(postmortem.source.path, path)
        if target.kind is TargetKind.MISSING:
            return f"the link {written!r} leads to nothing that the site has", hint
        if fragment and self._find_anchor(postmortem, path, fragment) is None:
            message = f"the link {written!r} leads to a heading that is not there"
            return message, "write the heading in lower case, with '-' for spaces"
        return None

    def _find_anchor(self, postmortem: Postmortem, path: str, fragment: str) -> str | None:
        """The id of a place in a record; a place in any other file is believed."""
        source = postmortem.source.path
        full = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        record = self._records_by_path.get(full) if path else postmortem
        if record is None:
            return fragment
        if record.source.path not in self._anchors:
            self._anchors[record.source.path] = find_anchors(record)
        return self._anchors[record.source.path].get(fragment)

    def publish(self, postmortem: Postmortem) -> tuple[Postmortem, tuple[Page, ...]]:
        """The record with its links led to the site's pages, and the files that it uses."""
        body = postmortem.body
        links = find_links(body.text, body.line)
        if not links:
            return postmortem, ()
        assets = self._find_assets(postmortem.source.path, links)
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

    def lead(self, source_path: str, text: str, line: int) -> tuple[str, tuple[Page, ...]]:
        """The text of a page of the documentation with its links to records led to their pages,
        and the files of the records' folder that it uses. Other links are the generator's."""
        links = find_links(text, line)
        if not links:
            return text, ()
        folder = posixpath.dirname(posixpath.relpath(source_path, self._docs))

        def rewrite(written: str) -> str | None:
            parts = split_target(written) if is_readable(written) else None
            target = self.resolve(source_path, parts[0]) if parts and parts[0] else None
            if parts is None or target is None:
                return written
            if target.kind is TargetKind.LEFT_OUT:
                return None
            if target.kind not in (TargetKind.RECORD, TargetKind.ASSET):
                return written
            place = f"#{quote(parts[1], safe=_PLAIN)}" if parts[1] else ""
            return quote(posixpath.relpath(target.path, folder), safe=_PLAIN) + place

        return rewrite_links(text, rewrite), self._find_assets(source_path, links)

    def find_broken_in(
        self, source_path: str, text: str, line: int
    ) -> Iterator[tuple[Rule, Finding]]:
        """Yield a finding for each link of a page of the documentation that leads nowhere.

        What pages are made in the folders of generated ones only the generator knows: it checks.
        """
        for link in find_links(text, line):
            parts = split_target(link.target) if is_readable(link.target) else None
            if parts is None or not parts[0]:
                continue
            if self.resolve(source_path, parts[0]).kind is not TargetKind.MISSING:
                continue
            path = posixpath.normpath(posixpath.join(posixpath.dirname(source_path), parts[0]))
            place = path.removeprefix(f"{self._docs}/")
            is_made = path.endswith(".md") and place.partition("/")[0] in _GENERATED
            if is_made and place != path:
                continue
            message = f"the link {link.target!r} leads to nothing that the site has"
            hint = "give the path from this file to a page or file, or to a record: "
            hint += "'../../postmortems/ID.md'"
            yield BROKEN_LINK, Finding(Place(link.line), message, hint)

    def _find_assets(self, source_path: str, links: Iterable[Link]) -> tuple[Page, ...]:
        paths = [parts[0] for link in links if (parts := split_target(link.target))]
        targets = [self.resolve(source_path, path) for path in paths]
        return tuple(
            Page(target.path, target.file, PageKind.ASSET)
            for target in targets
            if target.kind is TargetKind.ASSET and target.file is not None
        )

    def _rewrite(self, postmortem: Postmortem, written: str) -> str | None:
        if not is_readable(written):
            return None
        parts = split_target(written)
        if parts is None:
            return written
        path, fragment = parts
        anchor = self._find_anchor(postmortem, path, fragment) if fragment else None
        place = f"#{quote(anchor, safe=_PLAIN)}" if anchor else ""
        if not path:
            return place or None
        target = self.resolve(postmortem.source.path, path)
        if target.kind in (TargetKind.LEFT_OUT, TargetKind.MISSING):
            return None
        return quote(posixpath.relpath(target.path, "postmortems"), safe=_PLAIN) + place


def _is_asset(path: str) -> bool:
    """Whether a file beside the records may be published: not a Markdown file, which would become
    a page that nothing checked, and nothing hidden."""
    return not path.lower().endswith(".md") and not re.search(r"(?:^|/)\.", path)


def find_broken_links(
    postmortems: Iterable[Postmortem], settings: Settings, all_paths: Iterable[str]
) -> list[Report]:
    """Relative links that lead nowhere; `all_paths` are the files of all records there are."""
    postmortems = list(postmortems)
    resolver = LinkResolver(settings, postmortems, all_paths)
    return [
        Report(postmortem.source.path, *broken)
        for postmortem in postmortems
        for broken in resolver.find_broken(postmortem)
    ]


def find_pages_in_the_way(postmortems: Iterable[Postmortem], settings: Settings) -> list[Report]:
    """Hand-written pages of the documentation that stand where a record's page would be."""
    reports: list[Report] = []
    for postmortem in postmortems:
        for name in (f"{postmortem.id}.md", f"{postmortem.id}/index.md"):
            page = settings.docs_dir / "postmortems" / name
            if page.is_file() and not page.is_relative_to(settings.records_dir):
                finding = Finding(
                    Place(1),
                    f"{relative_to(page, settings.root)} stands where this record's page would be",
                    "move the page, or give the record another id",
                )
                reports.append(Report(postmortem.source.path, PAGE_IN_THE_WAY, finding))
    return reports


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
