"""What a word is to the search."""

import pytest

from postmortem_kb.search.words import LONGEST, find_stems, fold, split_words, stem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Disk failed", ["disk", "failed"]),
        ("hardware/disk, web-frontend; a_b", ["hardware", "disk", "web", "frontend", "a", "b"]),
        ("2024-06-08T13:15", ["2024", "06", "08t13", "15"]),
        ("Überlast im Café, naïve STRAẞE", ["uberlast", "im", "cafe", "naive", "strasse"]),
        ("don’t – stop…", ["don", "t", "stop"]),
        ("ﬁle ½ №5 ①", ["file", "1", "2", "no5", "1"]),
        ("ΣΊΣΥΦΟΣ", ["σισυφοσ"]),
        ("日本のsite", ["日", "本", "の", "site"]),
        ("", []),
        ("—…!", []),
    ],
)
def test_a_text_is_its_folded_words(text: str, words: list[str]) -> None:
    assert split_words(text) == words


def test_accents_that_stand_apart_count_as_little() -> None:
    assert fold("Cafe\u0301") == fold("CAFÉ") == "cafe"


def test_an_endless_word_is_cut() -> None:
    assert split_words("x" * 100) == ["x" * LONGEST]


@pytest.mark.parametrize(
    ("words", "stems"),
    [
        ("disk disks", "disk"),
        ("query queries", "query"),
        ("cache caches", "cach"),
        ("crash crashes", "crash"),
        ("process processes", "process"),
        ("outage outages", "outage"),
        ("employee employees", "employee"),
    ],
)
def test_one_and_many_fall_together(words: str, stems: str) -> None:
    assert set(find_stems(words)) == {stems}


@pytest.mark.parametrize("word", ["dns", "status", "class", "s", "is", "v2s", "日s", "axe"])
def test_what_is_no_plural_stays(word: str) -> None:
    assert stem(word) == word
