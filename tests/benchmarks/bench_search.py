"""Measures the search at 100, 1,000 and 10,000 records of 800 words: building the index, and what
queries load and take in a browser.

`python bench_search.py [COUNT…]`. The words are made up, of Zipf-like frequency; sizes are those
that gzip makes, as a host sends them. A query is typed letter by letter, on a page that has
nothing loaded yet: "first" is what its first letter loads, "keystroke" what each other one does.
"""

import gzip
import random
import statistics
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from browsing import LAUNCH_FLAGS, find_chromium, serve_folder  # noqa: E402
from postmortem_kb.search.documents import SearchDocument  # noqa: E402
from postmortem_kb.search.index import index_document  # noqa: E402
from postmortem_kb.search.shards import render_index  # noqa: E402

ASSETS = HERE.parent.parent / "plugins" / "postmortem_kb" / "assets"
SERVICES = "checkout payments search accounts catalogue mail storage reports".split()
CAUSES = "capacity configuration disk software bug dependency network deployment".split()
WORDS_OF_A_RECORD = 800
VOCABULARY = 30_000
ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st t th tr v w z".split()
VOWELS = "a e i o u ai ea ee io oo ou".split()
ENDS = ["", "", "", "n", "r", "l", "s", "t", "ck", "nd", "rm", "st", "ng"]


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def make_vocabulary() -> list[str]:
    """Words that can be spoken, the most frequent first."""
    source = random.Random(1)
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = source.choice((1, 2, 2, 3, 3))
        parts = (source.choice(part) for _ in range(syllables) for part in (ONSETS, VOWELS, ENDS))
        words["".join(parts)] = None
    return list(words)


def make_documents(count: int, words: list[str]) -> list[SearchDocument]:
    """Records as the index sees them; the first ones are the same for every count."""
    weights = [*accumulate(1 / (rank + 2.7) for rank in range(len(words)))]
    documents = []
    for number in range(count):
        source = random.Random(number)
        story = source.choices(words, cum_weights=weights, k=WORDS_OF_A_RECORD)
        service, cause = source.choice(SERVICES), source.choice(CAUSES)
        day = f"{2015 + number % 10}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        title = " ".join([service, *source.choices(words, cum_weights=weights, k=4)])
        names = f"{day} outage {number}\n{service}\n{cause}\nsev{number % 4 + 1}"
        documents.append(SearchDocument(title, names, " ".join(story)))
    return documents


def write_site(folder: Path, documents: list[SearchDocument]) -> None:
    """The index and a page that can search it; prints what it took."""
    started = time.process_time()
    entries = (index_document(document) for document in documents)
    pages = [*render_index("search/records", entries, len(documents))]
    took = time.process_time() - started
    size = 0
    for page in pages:
        assert isinstance(page.content, str)
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.content, encoding="utf-8")
        size += len(page.content)
    scripts = ""
    for name in ("postmortems.js", "search.js"):
        (folder / "assets" / "postmortems" / name).write_bytes((ASSETS / name).read_bytes())
        scripts += f'<script src="assets/postmortems/{name}"></script>'
    (folder / "index.html").write_text(f'<!doctype html><meta charset="utf-8">{scripts}')
    say(f"  index: {took:.1f} s of CPU, {len(pages)} files, {size / 1e6:.1f} MB")


ASK = """async (text) => {
  const start = performance.now();
  const found = await postmortemKb.search.open("./").query(text);
  return [performance.now() - start, found.total];
}"""


class Typist:
    """Types queries into fresh pages, and notes what is loaded."""

    def __init__(self, page: Page, folder: Path, url: str) -> None:
        self._page, self._folder, self._url = page, folder, url
        self._loaded = 0
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        path = self._folder / unquote(urlsplit(url).path).lstrip("/")
        if path.is_file():
            self._loaded += len(gzip.compress(path.read_bytes(), 6))

    def type(self, text: str) -> list[tuple[int, float, int]]:
        """Bytes, milliseconds and hits of each letter."""
        self._page.goto(self._url)
        taken = []
        for end in range(1, len(text) + 1):
            if text[end - 1] in ' "' and end < len(text):
                continue
            self._loaded = 0
            took, hits = self._page.evaluate(ASK, text[:end])
            taken.append((self._loaded, took, hits))
        return taken


def measure(page: Page, folder: Path, url: str, words: list[str]) -> None:
    """Print what queries of several kinds load and take."""
    typist = Typist(page, folder, url)
    source = random.Random(3)
    some = [word for word in words[:4000] if len(word) >= 4]
    frequent = [word for word in words[:60] if len(word) >= 3]
    kinds = {
        "a word": [source.choice(some) for _ in range(12)],
        "a frequent word": source.sample(frequent, 6),
        "two words": [f"{source.choice(SERVICES)} {source.choice(some)}" for _ in range(12)],
        "two frequent": [" ".join(source.sample(frequent, 2)) for _ in range(6)],
        "three words": [" ".join(source.sample(some, 3)) for _ in range(6)],
        "a phrase of two": [f'"{" ".join(source.sample(words[:300], 2))}"' for _ in range(6)],
    }
    say("  KB gzip: first letter, later letter (max), whole query (max) | ms a letter (max)")
    for kind, queries in kinds.items():
        typed = [typist.type(query) for query in queries]
        first = [taken[0][0] / 1000 for taken in typed]
        later = [size / 1000 for taken in typed for size, _, _ in taken[1:]]
        whole = [sum(size for size, _, _ in taken) / 1000 for taken in typed]
        times = [took for taken in typed for _, took, _ in taken]
        say(
            f"  {kind:16} {statistics.median(first):5.1f} "
            f"{statistics.median(later):5.1f} ({max(later):5.1f}) "
            f"{statistics.median(whole):6.1f} ({max(whole):6.1f}) | "
            f"{statistics.median(times):5.1f} ({max(times):5.1f})"
        )


def main(counts: list[int]) -> None:
    """Print the figures for each number of records."""
    words = make_vocabulary()
    engine = len(gzip.compress((ASSETS / "search.js").read_bytes(), 6))
    say(f"the script that searches: {engine / 1000:.1f} KB gzip, not counted below")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as shared:
        own = Path(playwright.chromium.executable_path)
        program = find_chromium(own=own, shared=Path(shared))
        browser = playwright.chromium.launch(executable_path=program, args=LAUNCH_FLAGS)
        for count in counts:
            say(f"{count} records of {WORDS_OF_A_RECORD} words")
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                write_site(folder, make_documents(count, words))
                with serve_folder(folder) as url:
                    page = browser.new_page()
                    measure(page, folder, url, words)
                    page.close()
        browser.close()


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [100, 1_000, 10_000])
