"""The files that a command is asked about, among and beside the records."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from postmortem_kb import Problem, Settings
from postmortem_kb.reader import find_records, relative_to
from postmortem_kb.reading_groups.loading import find_session_files


@dataclass(frozen=True, slots=True)
class Selection:
    """Files and folders, or everything where none is named.

    `files` are all that may be checked, by the path that problems name them by. `guests` are those
    among them that are no records of the site and are checked all the same: those that lie
    elsewhere, and those that are named themselves, whatever their name ends in.
    """

    files: dict[str, Path]
    guests: tuple[Path, ...]
    empty: tuple[Path, ...]
    """Folders named that have no Markdown file in them."""
    wanted_files: frozenset[str]
    wanted_folders: frozenset[str]
    is_everything: bool

    def of(self, problems: Sequence[Problem]) -> list[Problem]:
        """The problems of what was asked about."""
        if self.is_everything:
            return list(problems)
        known: dict[str, bool] = {}
        for problem in problems:
            if problem.path not in known:
                known[problem.path] = self._is_wanted(problem.path)
        return [problem for problem in problems if known[problem.path]]

    def _is_wanted(self, path: str) -> bool:
        if path in self.wanted_files:
            return True
        place = PurePosixPath(path)
        return any(str(folder) in self.wanted_folders for folder in (place, *place.parents))


def select(paths: Sequence[Path], settings: Settings) -> Selection:
    """Sort out what `paths` name."""
    root, folder = settings.root, settings.records_dir.resolve()
    records = find_records(settings.records_dir) if settings.records_dir.is_dir() else []
    # A record may be reached by another way than the project's: over a link above it.
    own = {folder / path.relative_to(settings.records_dir): path for path in records}
    own[_place(settings.taxonomy_path)] = settings.taxonomy_path
    own |= {_place(path): path for path in find_session_files(settings)}
    wanted: dict[Path, None] = {}
    folders: list[Path] = []
    empty: list[Path] = []
    for named in paths:
        path = _place(named)
        if not path.is_dir():
            wanted[path] = None
            continue
        folders.append(path)
        inside = [record for record in own if record.is_relative_to(path)]
        if not inside and not folder.is_relative_to(path):
            inside = find_records(path)
            if not inside:
                empty.append(named)
        wanted |= dict.fromkeys(inside)
    guests = tuple(_below(root, path) for path in wanted if path not in own)
    return Selection(
        files={relative_to(path, root): path for path in (*own.values(), *guests)},
        guests=guests,
        empty=tuple(empty),
        wanted_files=frozenset(
            relative_to(own.get(path) or _below(root, path), root) for path in wanted
        ),
        wanted_folders=frozenset(relative_to(_below(root, path), root) for path in folders),
        is_everything=not paths,
    )


def _below(root: Path, path: Path) -> Path:
    """The same file as the project names it, which may be by way of a link."""
    place = root.resolve()
    return root / path.relative_to(place) if path.is_relative_to(place) else path


def _place(path: Path) -> Path:
    """Where a file or folder is, without following a link that is the file itself: two records may
    be links to one file."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 (resolves `..` and follows no link)
    if absolute.is_symlink() and not absolute.is_dir():
        return absolute.parent.resolve() / absolute.name
    return absolute.resolve()
