"""The script that searches finds what reading every document would, in the same order."""

import random
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from unicodedata import category

import pytest
from playwright.sync_api import Page

from building import REPOSITORY
from plain_scan import PlainScan
from postmortem_kb.search import shards
from postmortem_kb.search.documents import SearchDocument
from postmortem_kb.search.index import index_document
from postmortem_kb.search.words import find_stems

Visit = Callable[..., Page]

ASSETS = REPOSITORY / "plugins" / "postmortem_kb" / "assets"
WORDS = (
    "the of disk disks diskless queue queues query queries crash crashes cache caches is a to was "
    "Überlast café CAFÉ naïve straße 503 v2 out memory payment payments gateway gateways log login "
    "logs in índice 日本 東京 status bus processes process x y timeout time times server serve ſ"
).split()


def make_documents(count: int) -> list[SearchDocument]:
    """Words of all kinds and many rare ones, frequent to rare like those of a language."""
    source = random.Random(5)
    letters = "abcdeiklmnoprstuy"
    rare = ["".join(source.choices(letters, k=source.randint(3, 9))) for _ in range(3000)]
    words = [*WORDS, *rare]
    weights = [*accumulate(1 / (rank + 3) for rank in range(len(words)))]

    def text(length: int) -> str:
        return " ".join(source.choices(words, cum_weights=weights, k=length))

    return [
        SearchDocument(text(5), f"2024-0{n % 9 + 1}-02 case-{n}\n{text(3)}", text(n % 200))
        for n in range(count)
    ]


def make_queries(documents: list[SearchDocument], count: int) -> list[str]:
    """Words, beginnings and phrases, most of which are somewhere."""
    source = random.Random(8)
    queries = []
    for _ in range(count):
        words = f"{source.choice(documents).story} {source.choice(documents).title}".split()
        at = source.randrange(len(words))
        parts = [
            source.choice(words),
            source.choice(words)[: source.randint(1, 4)],
            f'"{" ".join(words[at : at + source.randint(1, 4)])}"',
            source.choice(WORDS),
            source.choice(words) + source.choice(["", " ", "s", "ie", "-"]),
        ]
        queries.append(" ".join(source.sample(parts, source.randint(1, 3))))
    return queries


def write_site(folder: Path, documents: list[SearchDocument]) -> str:
    """A page that can search the documents, from the disk; its URL."""
    entries = (index_document(each) for each in documents)
    for page in shards.render_index("search/records", entries, len(documents)):
        assert isinstance(page.content, str)
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.content, encoding="utf-8")
    scripts = ""
    for name in ("postmortems.js", "search.js"):
        (folder / "assets" / "postmortems" / name).write_bytes((ASSETS / name).read_bytes())
        scripts += f'<script src="assets/postmortems/{name}"></script>'
    page_file = folder / "index.html"
    page_file.write_text(f'<!doctype html><meta charset="utf-8">{scripts}', encoding="utf-8")
    return page_file.as_uri()


ASK = """queries => Promise.all(queries.map(async (text) => {
  const found = await postmortemKb.search.open("./").query(text);
  return found.records.map(({ number, score }) => [number, score]);
}))"""


@pytest.mark.parametrize("most_places", [36_000, 200])
def test_it_finds_what_a_plain_scan_finds(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_places: int
) -> None:
    monkeypatch.setattr(shards, "SHARD_SIZE", 3000)
    monkeypatch.setattr(shards, "MOST_PLACES", most_places)
    documents = make_documents(150)
    page = visit(write_site(tmp_path, documents))
    postings = shards.merge_entries(index_document(each) for each in documents)
    common = frozenset(
        word for word, posting in postings.items() if len(posting.places) > most_places
    )
    scan = PlainScan(documents, common)
    odd = ["", " ", '"', '""', "the", "in the", "disk of", "querie", "d", '"disk', "日本"]
    queries = [*odd, *make_queries(documents, 150)]
    answers = page.evaluate(ASK, queries)
    found = [[(number, score) for number, score in answer] for answer in answers]
    wanted = [scan.query(query) for query in queries]
    assert [pair for pair in zip(queries, found, wanted, strict=True) if pair[1] != pair[2]] == []
    assert sum(map(bool, wanted)) > 100


def test_both_languages_mean_the_same_by_a_word(visit: Visit, tmp_path: Path) -> None:
    page = visit(write_site(tmp_path, make_documents(2)))
    known = [
        character
        for character in map(chr, [*range(0x3400), *range(0x3400, 0x20000, 7)])
        if category(character) not in ("Cn", "Cs", "Co")
    ]
    texts = [f"a{character}b {character}" for character in known]
    texts += ["classes", "queries", "flies", "shoes", "axes", "Ties", "x" * 99, "ΑΣ ΣΑ", "e\u0301"]
    split = page.evaluate(
        "texts => texts.map((text) => {"
        "  const { splitWords, stem } = postmortemKb.search;"
        "  return splitWords(text).map(stem);"
        "})",
        texts,
    )
    wanted = [find_stems(text) for text in texts]
    assert [trio for trio in zip(texts, split, wanted, strict=True) if trio[1] != trio[2]] == []
