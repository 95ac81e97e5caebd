"""The style sheet and the script that the pages use."""

from importlib.resources import files

from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages.paths import SCRIPT, STYLE


def render_assets() -> list[Page]:
    """Both files, as they are."""
    folder = files("postmortem_kb") / "assets"
    return [
        Page(path, (folder / path.rpartition("/")[2]).read_bytes(), PageKind.ASSET)
        for path in (STYLE, SCRIPT)
    ]
