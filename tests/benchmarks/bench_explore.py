"""Measures the page that explores at 100, 1,000 and 10,000 records of 800 words: load, first
query, keystrokes and clicks in Chromium, and what they load.

`python bench_explore.py [COUNT…]`. Sizes are those that gzip makes, as a host sends them. The page
stands in a plain HTML shell (see `explore_site.py`): a theme's own weight and time are not in this.
Times are medians in milliseconds, from the event until the new results are drawn.
"""

import gzip
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from browsing import LAUNCH_FLAGS, find_chromium, serve_folder  # noqa: E402
from explore_site import write_explore_site  # noqa: E402

WORDS_OF_A_RECORD = 800
QUERIES = ("migration disk", "checkout certificate", "cache was cold", "queue grew", "retries load")
CLICKS = (
    ("service", "checkout"),
    ("severity", "sev2"),
    ("root-cause", "hardware"),
    ("duration", "1-to-4-h"),
    ("hour", "night"),
    ("mitigation", "rollback"),
)

# Does something, and resolves to the milliseconds until its results are drawn.
TIMED = """async ([what, name, value]) => {
  const root = document.querySelector(".pm-explore");
  const before = root.dataset.shown;
  const begin = performance.now();
  if (what === "type") {
    const box = root.querySelector("input[name=text]");
    box.value = value;
    box.dispatchEvent(new Event("input"));
  } else {
    root.querySelector(`input[type=checkbox][name="${name}"][value="${value}"]`).click();
  }
  while (root.dataset.shown === before) await new Promise((go) => setTimeout(go, 1));
  return performance.now() - begin;
}"""


class Loads:
    """The files that a page asks for, as bytes after gzip."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._folder = folder
        self._paths: list[str] = []
        page.on("request", lambda request: self._paths.append(unquote(urlsplit(request.url).path)))

    def take(self) -> int:
        """What was asked for since the last time."""
        paths, self._paths = self._paths, []
        files = [self._folder / path.strip("/") for path in paths]
        return sum(len(gzip.compress(file.read_bytes())) for file in files if file.is_file())


def measure(page: Page, url: str, loads: Loads) -> dict[str, str]:
    """Everything that is printed of one size."""
    begin = time.perf_counter()
    page.goto(f"{url}explore/")
    page.locator("[data-shown]").wait_for(state="attached")
    loaded = time.perf_counter() - begin
    first_bytes = loads.take()
    clicks = []
    for name, value in CLICKS * 3:
        clicks.append(page.evaluate(TIMED, ["click", name, value]))
        clicks.append(page.evaluate(TIMED, ["click", name, value]))
    click_bytes = loads.take() / len(clicks)
    firsts, keys, sizes = [], [], []
    for query in QUERIES:
        page.goto(f"{url}explore/")
        page.locator("[data-shown]").wait_for(state="attached")
        loads.take()
        for length in range(1, len(query) + 1):
            taken = page.evaluate(TIMED, ["type", "text", query[:length]])
            (keys if length > 1 else firsts).append(taken)
        sizes.append(loads.take())
    return {
        "load": f"{loaded * 1000:.0f} ms, {first_bytes / 1000:.0f} kB",
        "click": f"{describe(clicks)}, {click_bytes / 1000:.1f} kB of cards",
        "first letter": describe(firsts),
        "keystroke": describe(keys),
        "a query, all of its letters": f"{statistics.median(sizes) / 1000:.0f} kB with its cards",
    }


def describe(times: list[float]) -> str:
    """The median and the worst."""
    return f"{statistics.median(times):.0f} ms (at most {max(times):.0f})"


def main(counts: list[int]) -> None:
    """Generate, measure, print."""
    show = sys.stdout.write
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as temporary:
        own = Path(playwright.chromium.executable_path)
        program = find_chromium(own=own, shared=Path(temporary))
        browser = playwright.chromium.launch(executable_path=program, args=LAUNCH_FLAGS)
        for count in counts:
            folder = Path(temporary) / str(count)
            begin = time.perf_counter()
            write_explore_site(folder, count, words=WORDS_OF_A_RECORD)
            built = time.perf_counter() - begin
            facets = folder / "site/assets/postmortems/facets.js"
            size = len(gzip.compress(facets.read_bytes())) / 1000
            show(f"{count:,} records; read and written in {built:.0f} s; facets {size:.0f} kB\n")
            with serve_folder(folder / "site") as url:
                page = browser.new_page()
                measured = measure(page, url, Loads(page, folder / "site"))
                page.close()
            for name, figure in measured.items():
                show(f"  {name:28} {figure}\n")
            sys.stdout.flush()
        browser.close()


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [100, 1_000, 10_000])
