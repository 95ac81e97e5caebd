"""One project built in the ways that change what a script finds: URLs, and how pages are loaded."""

from collections.abc import Callable, Mapping
from pathlib import Path

from building import build, write_project
from projects import CONFIG

SITE_URL = "https://kb.example.com/"
WAYS = {
    "directories": CONFIG,
    "files": f"use_directory_urls: false\n{CONFIG}",
    # Instant navigation is only on where the site knows its address.
    "instant": f"site_url: {SITE_URL}\n"
    + CONFIG.replace("  font: false\n", "  font: false\n  features: [navigation.instant]\n"),
}


def build_in_ways(make_folder: Callable[[str], Path], files: Mapping[str, str]) -> dict[str, Path]:
    """The folder of the site, built strictly, for each of `WAYS`; `make_folder` gives an empty one
    for a name."""
    found = {}
    for name, config in WAYS.items():
        folder = make_folder(name)
        project = write_project(folder / "project", files, config=config)
        result = build(project, folder / "site", strict=True)
        assert result.returncode == 0, result.log
        found[name] = result.site_dir
    return found
