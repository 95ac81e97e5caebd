"""How words fit documents, and how the index is cut into files."""

import json
import random

import pytest

from postmortem_kb.search import shards
from postmortem_kb.search.documents import SearchDocument
from postmortem_kb.search.index import index_document, merge_entries, pack_places
from postmortem_kb.search.numerals import read_numbers, write_ascending, write_numbers
from postmortem_kb.search.shards import render_index


def level(document: SearchDocument, word: str) -> int:
    return ord(index_document(document)[word][0]) - ord("a") + 1


def test_a_word_of_the_title_fits_best_then_a_name_then_the_story() -> None:
    story = "word " * 50
    in_title = level(SearchDocument("disk", "", story), "disk")
    in_names = level(SearchDocument("", "disk", story), "disk")
    in_story = level(SearchDocument("", "", f"{story} disk"), "disk")
    assert in_title > in_names > in_story


def test_more_of_a_word_fits_better_but_ever_less_so() -> None:
    levels = [level(SearchDocument("", "", "word " * 800 + "disk " * n), "disk") for n in (1, 2, 9)]
    assert levels == sorted(set(levels))
    assert level(SearchDocument("disk " * 99, "", ""), "disk") == 15


def test_a_word_of_a_long_story_counts_for_less() -> None:
    short, long = ("disk " + "word " * length for length in (100, 3000))
    assert level(SearchDocument("", "", short), "disk") > level(
        SearchDocument("", "", long), "disk"
    )


def test_places_are_counted_through_all_fields_with_a_gap_between() -> None:
    entries = index_document(SearchDocument("a b", "c", "d a"))
    places = {word: read_numbers(fit[1]) for word, fit in entries.items()}
    assert places == {"a": [0, 2 * 6 + 1], "b": [3], "c": [7], "d": [11]}


def test_postings_are_in_the_order_of_the_documents() -> None:
    texts = ["disk", "queue", "disk queue disk"]
    postings = merge_entries(index_document(SearchDocument("", "", text)) for text in texts)
    assert postings["disk"].documents == [0, 2]
    assert postings["queue"].documents == [1, 2]
    assert postings["disk"].places == pack_places([2]) + pack_places([2, 4])


@pytest.mark.parametrize("most", [2, 45, 46, 2000, 100_000, 10_000_000])
def test_numbers_are_read_as_they_were_written(most: int) -> None:
    numbers = [random.Random(most).randrange(most) for _ in range(50)] + [most]
    text = write_numbers(numbers)
    assert read_numbers(text) == numbers
    assert text.isascii()
    assert not {" ", '"', "\\"} & {*text}


def test_numbers_that_grow_are_written_as_steps() -> None:
    assert read_numbers(write_ascending([0, 1, 5, 100])) == [0, 0, 3, 94]


def documents(count: int) -> list[SearchDocument]:
    source = random.Random(count)
    letters = "abcdeilnorst"
    words = ["".join(source.choices(letters, k=source.randint(2, 6))) for _ in range(500)]
    return [
        SearchDocument(f"case {number}", "", " ".join(source.choices(words, k=60)))
        for number in range(count)
    ]


def files_of(found: list[SearchDocument]) -> dict[str, str]:
    pages = render_index("search/records", map(index_document, found), len(found))
    return {page.path: str(page.content) for page in pages}


def value_in(script: str) -> object:
    return json.loads(script.removesuffix(");\n").partition(",")[2])


def test_the_same_records_make_the_same_files() -> None:
    assert files_of(documents(40)) == files_of(documents(40))


def test_no_shard_is_much_greater_than_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_SIZE", 2000)
    files = files_of(documents(200))
    sizes = [len(text) for path, text in files.items() if "/w" in path]
    assert len(sizes) > 10
    assert max(sizes) < 2200


def test_the_words_of_all_shards_are_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_SIZE", 2000)
    files = files_of(documents(100))
    count = sum("/w" in path for path in files)
    words = []
    for number in range(count):
        columns = value_in(files[f"assets/postmortems/search/records/w{number}.js"])
        assert isinstance(columns, list)
        words += columns[0].split(" ")
    assert words == sorted(set(words))


def test_a_word_that_is_everywhere_has_no_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MOST_PLACES", 60)
    files = files_of([SearchDocument("", "", "the disk the"), *documents(1)] * 40)
    words, *_ = value_in(files["assets/postmortems/search/records/w0.js"])  # type: ignore[misc]
    places = str(value_in(files["assets/postmortems/search/records/o0.js"])).split(" ")
    found = dict(zip(words.split(" "), places, strict=True))
    assert found["the"] == ""
    assert found["disk"] != ""


def test_no_records_make_an_index_that_says_so() -> None:
    files = files_of([])
    assert [*files] == ["assets/postmortems/search/records.js"]
    assert value_in(files["assets/postmortems/search/records.js"]) == {
        "count": 0,
        "w": "",
        "p": shards.SHARD_SIZE,
    }
