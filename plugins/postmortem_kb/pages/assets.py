"""The style sheets and the scripts that the pages use."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from postmortem_kb.data_scripts import FOLDER
from postmortem_kb.page import Page, PageKind

_PARTS = {
    "postmortems.css": (
        "charts.css",
        "reading-groups.css",
        "replay.css",
        "packets.css",
        "what-to-read.css",
    )
}
"""What is added to a file and not published by itself: every page loads one style sheet."""
_PART_NAMES = frozenset(name for names in _PARTS.values() for name in names)


def render_assets() -> list[Page]:
    """Every file of our own, as it is, but for parts of others."""
    return list(_render_folder(files("postmortem_kb") / "assets", FOLDER))


def _render_folder(folder: Traversable, path: str) -> Iterator[Page]:
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.is_dir():
            yield from _render_folder(file, f"{path}/{file.name}")
        elif file.name not in _PART_NAMES:
            parts = [file, *(folder / name for name in _PARTS.get(file.name, ()))]
            content = b"\n".join(part.read_bytes() for part in parts)
            yield Page(f"{path}/{file.name}", content, PageKind.ASSET)
