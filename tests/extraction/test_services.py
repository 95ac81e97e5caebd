"""Services that were hurt: stated, known, or read out of the prose."""

import pytest

from outlining import document_of
from postmortem_kb.extraction.evidence import Certainty
from postmortem_kb.extraction.facts.services import find_services
from postmortem_kb.extraction.outline.structure import build_outline
from postmortem_kb.importers.document import StatedFact
from postmortem_kb.knowledge_base import load_shipped_taxonomy


def services(text: str, *facts: StatedFact) -> list[tuple[object, Certainty]]:
    document = document_of(text, *facts)
    outline = build_outline(document.lines)
    found = find_services(None, outline, document, load_shipped_taxonomy())
    return [(item.value, item.certainty) for item in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("**Affected services:** Map Server, Tile Cache", ["Map Server", "Tile Cache"]),
        ("## Summary\n\n- **Service:** the Map Server (v2)", ["Map Server"]),
        ("| Services affected | Map Server |", ["Map Server"]),
        ("Affected systems: maps and tiles", ["maps", "tiles"]),
    ],
)
def test_a_label_states_them(text: str, names: list[str]) -> None:
    assert services(f"# Grey maps\n\n{text}") == [(name, Certainty.STATED) for name in names]


def test_a_field_of_the_source_comes_first() -> None:
    fact = StatedFact("services", "tiles", 2, "affected: tiles")
    assert services("**Affected services:** maps", fact)[0] == ("tiles", Certainty.STATED)


def test_a_name_in_the_prose_is_only_suggested() -> None:
    found = services("# Grey\n\n## Impact\n\nOur Tile Rendering Service was down for all users.")
    assert found == [("Tile Rendering Service", Certainty.SUGGESTED)]


def test_a_sentence_in_which_nothing_is_hurt_names_none() -> None:
    assert services("# Grey\n\n## Impact\n\nOur map service is loved.") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The outage affected our main web application, for a third of all.", "web application"),
        ("The outage significantly impacted our map server.", "map server"),
        ("The internal website that our buyers use was down.", "internal website"),
        ("Users could not reach the cloud-based storage service.", "cloud-based storage service"),
        ("Our monitoring system told us that the map server was down.", "map server"),
    ],
)
def test_a_name_is_no_clause(text: str, name: str) -> None:
    assert services(f"# Grey maps\n\n## Impact\n\n{text}") == [(name, Certainty.SUGGESTED)]


@pytest.mark.parametrize(
    "text", ["This was a total service outage.", "The system was down.", "A 500 server error."]
)
def test_a_noun_alone_is_no_name(text: str) -> None:
    assert services(f"# Grey maps\n\n## Impact\n\n{text}") == []
