"""Takes the pictures in docs/assets/screenshots anew: `make screenshots`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from browsing import LAUNCH_FLAGS, find_chromium, serve_folder
from building import REPOSITORY, build

FOLDER = REPOSITORY / "docs" / "assets" / "screenshots"
DISK = "postmortems/2024-06-08-payment-gateway-disk-failure/"
PICTURES = (
    ("home.png", "", "light", 1280, 860),
    ("postmortem.png", DISK, "light", 1280, 860),
    ("root-cause-dark.png", "root-causes/configuration/", "dark", 1280, 860),
    ("explore.png", "explore/?root-cause=configuration", "light", 1280, 860),
    ("trends-dark.png", "trends/", "dark", 1280, 860),
    ("action-items.png", "action-items/", "light", 1280, 860),
    ("timeline.png", DISK + "#timeline", "light", 1280, 860),
    ("replay.png", DISK + "replay/#step-3", "light", 1280, 860),
    ("what-to-read-dark.png", "reading-groups/what-to-read/", "dark", 1280, 860),
    ("postmortem-phone.png", DISK, "dark", 390, 844),
)
"""File, page, colours, width and height."""


def take_screenshots(folder: Path) -> None:
    """Build the site and take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        result = build(REPOSITORY, Path(work) / "site", strict=True)
        if result.returncode:
            sys.exit(result.log)
        own = Path(playwright.chromium.executable_path)
        program = find_chromium(own=own, shared=Path(work))
        browser = playwright.chromium.launch(executable_path=program, args=LAUNCH_FLAGS)
        with serve_folder(result.site_dir) as url:
            for name, page_path, scheme, width, height in PICTURES:
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                    timezone_id="Europe/Berlin",
                )
                page.goto(url + page_path, wait_until="networkidle")
                page.screenshot(path=folder / name)
                page.close()
        browser.close()


if __name__ == "__main__":
    take_screenshots(FOLDER)
