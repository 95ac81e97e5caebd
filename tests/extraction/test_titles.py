"""A document's title: its own words, or what they say happened."""

import pytest

from outlining import document_of
from postmortem_kb.extraction.evidence import Certainty, Evidence
from postmortem_kb.extraction.facts.titles import find_title, is_generic
from postmortem_kb.extraction.outline.structure import build_outline
from postmortem_kb.importers.document import StatedFact


def find(text: str, *facts: StatedFact) -> Evidence | None:
    document = document_of(text, *facts)
    return find_title(build_outline(document.lines), document)


STORY = "\n\n## Summary\n\nOn 3 May 2024 our map server experienced an outage of two hours.\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("# Postmortem: Maps went grey", "Postmortem: Maps went grey"),
        ("##0x19. Postmortem\n\n## Postmortem: Maps went grey", "Postmortem: Maps went grey"),
        ("# Incident report\n\n**Maps went grey**", "Maps went grey"),
        ("Maps went grey!!!", "Maps went grey!!!"),
        ("Maps went grey.", "Maps went grey."),
        ("https://blog.example/maps\n\nMaps went grey", "Maps went grey"),
        ("Postmortem Title Name: Maps went grey", "Maps went grey"),
        ("**Title:** Maps went grey", "Maps went grey"),
        ("#Title:\nPostmortem: Maps went grey", "Postmortem: Maps went grey"),
        ("# 2024-05-03 Maps went grey", "2024-05-03 Maps went grey"),
        ("![a map](map.png)\n\n# Maps went grey", "Maps went grey"),
        ("<h1>Maps went grey</h1>", "Maps went grey"),
    ],
)
def test_a_title_is_kept_in_the_words_of_the_document(head: str, title: str) -> None:
    found = find(head + STORY)
    assert found is not None
    assert (found.value, found.certainty) == (title, Certainty.STATED)


def test_a_title_of_the_front_matter_comes_first() -> None:
    fact = StatedFact("title", "Grey maps", 2, "title: Grey maps")
    found = find("# Postmortem of May" + STORY, fact)
    assert found is not None
    assert (found.value, found.line) == ("Grey maps", 2)


@pytest.mark.parametrize(
    "head",
    [
        "# Postmortem",
        "0x19. Postmortem",
        "# My first postmortem",
        "Incident Report",
        "# README",
        "",
    ],
)
def test_a_generic_title_is_improved_from_the_story(head: str) -> None:
    found = find(head + STORY)
    assert found is not None
    assert (found.value, found.certainty) == ("Map server outage", Certainty.SUGGESTED)


def test_a_title_from_the_story_leaves_the_time_out_and_stays_short() -> None:
    text = (
        "# Postmortem\n\n## Issue summary\n\nOn 4 May 2023 from 10:00 to 12:00 UTC our photo lab "
        "printed the pictures of one customer for another, and nobody had noticed it for two hours."
    )
    found = find(text)
    assert found is not None
    assert str(found.value).startswith("Our photo lab printed the pictures of one customer")
    assert len(str(found.value)) <= 80


def test_a_stated_length_is_no_title() -> None:
    found = find("# Postmortem\n\n## Summary\n\n- Downtime: 35 minutes from 8:20 pm to 8:55 pm.\n")
    assert found is None or not str(found.value).startswith("35")


def test_a_document_without_words_has_no_title() -> None:
    assert find("![picture](a.png)\n") is None


@pytest.mark.parametrize("title", ["Post-mortem #3", "0x19-postmortem", "The incident report"])
def test_generic_titles(title: str) -> None:
    assert is_generic(title)


@pytest.mark.parametrize("title", ["Postmortem: Web stack outage", "Login outage", "Error 503"])
def test_titles_that_say_something(title: str) -> None:
    assert not is_generic(title)
