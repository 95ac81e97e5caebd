"""What holds of every prompt, whatever it is made from: open questions that blame nobody."""

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from building import REPOSITORY
from postmortem_kb.catalogue import Catalogue, build_catalogue
from postmortem_kb.knowledge_base import load
from postmortem_kb.model import EventKind
from postmortem_kb.phrases import find_phrases
from postmortem_kb.reading_groups.prompts import KINDS, Prompt, PromptFinder, ask_at_cut
from postmortem_kb.reading_groups.prompts.finding import MOST
from postmortem_kb.reading_groups.prompts.registry import AFTER
from postmortem_kb.reading_groups.prompts.story import Others, Story
from postmortem_kb.reading_groups.telling.cuts import Cut
from postmortem_kb.settings import Settings
from records import parse, taxonomy_of
from varied_records import make_taxonomy, make_varied

RULES = REPOSITORY / "tests" / "rules"
COUNT = 60
QUOTED = re.compile(r"“[^“”]*”")
NEVER = re.compile(r"\b(?:who|whom|whose|fault|faults|blame\w*|should have|why did)\b", re.I)
OPENINGS = ("What ", "How ", "Which ", "Where ", "When ")
IDEA = re.compile(
    r"(?:(?:At|On) [^“]+ t|T)he idea is “[^”]+”: what makes it a sensible place to look"
)
"""The one question that its time and its subject come before."""
SECTIONS = ("Where we got lucky", "What went well", "What went wrong", "Lessons learned")


def sentences() -> list[str]:
    """Sentences of every kind, blameful ones too: a record may hold any."""
    files = ("blameful-sentences.txt", "blameless-sentences.txt")
    lines = [line for file in files for line in (RULES / file).read_text("utf-8").splitlines()]
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def story_of(number: int) -> str:
    """A timeline and sections for the record with this number."""
    said = sentences()
    kinds = [kind.value.replace("-", " ").capitalize() for kind in EventKind]
    entries = [
        f"- {8 + hour:02}:{number % 60:02} **{kinds[(hour * 7 + number) % len(kinds)]}:** "
        f"{said[(number * 3 + hour) % len(said)]}"
        for hour in range(number % 9)
    ]
    parts = [
        f"## {title}\n\n- {said[(number + 11 * place) % len(said)]}\n"
        for place, title in enumerate(SECTIONS)
    ]
    return "\n".join(["", "## Timeline", "", *entries, "", *parts])


@cache
def varied() -> Catalogue:
    taxonomy = taxonomy_of(make_taxonomy())
    parsed = [
        parse(text + story_of(number), path=f"postmortems/{name}", taxonomy=taxonomy).postmortem
        for number, (name, text) in enumerate(make_varied(COUNT))
    ]
    records = [record for record in parsed if record is not None]
    assert len(records) == COUNT
    return build_catalogue(records, taxonomy)


@cache
def real() -> Catalogue:
    kb = load(Settings(root=REPOSITORY, docs_dir=REPOSITORY / "docs"))
    assert len(kb.postmortems) >= 5
    return build_catalogue(kb.postmortems, kb.taxonomy)


def all_prompts(catalogue: Catalogue) -> Iterator[Prompt]:
    """Every prompt that there is to make, those that a record has too many of as well."""
    finder, others = PromptFinder(catalogue), Others(catalogue)
    records = catalogue.postmortems
    for record, following in zip(records, [*records[1:], records[0]], strict=True):
        yield from finder.find_comparing([record, following])
        story = Story(record, others)
        for kind in AFTER:
            yield from kind.ask(story)
        for index, event in enumerate(record.body.events):
            yield ask_at_cut(record, Cut(index, event.kind, None), catalogue.taxonomy)


CATALOGUES = pytest.mark.parametrize("catalogue", [real, varied])


@CATALOGUES
def test_every_prompt_is_an_open_question(catalogue: Callable[[], Catalogue]) -> None:
    for prompt in all_prompts(catalogue()):
        assert prompt.question.startswith(OPENINGS) or IDEA.match(prompt.question), prompt
        assert "?" in prompt.question, prompt


@CATALOGUES
def test_no_prompt_asks_for_a_person_or_a_reason(catalogue: Callable[[], Catalogue]) -> None:
    own = {QUOTED.sub("…", prompt.question): prompt for prompt in all_prompts(catalogue())}
    assert [prompt for words, prompt in own.items() if NEVER.search(words)] == []


@CATALOGUES
def test_no_prompt_has_a_blameful_phrase_of_its_own_or_quotes_one(
    catalogue: Callable[[], Catalogue],
) -> None:
    for prompt in all_prompts(catalogue()):
        assert find_phrases(prompt.question) == {}, prompt
        for quoted in QUOTED.findall(prompt.question):
            assert find_phrases(quoted.strip("“”…")) == {}, prompt


@CATALOGUES
def test_no_prompt_leaves_a_gap_where_a_word_belongs(catalogue: Callable[[], Catalogue]) -> None:
    for prompt in all_prompts(catalogue()):
        assert not re.search(r"None|  |“”| [?,;.]|\(\)|\.\.", QUOTED.sub("x", prompt.question)), (
            prompt
        )


@CATALOGUES
def test_a_record_has_few_prompts_and_none_twice(catalogue: Callable[[], Catalogue]) -> None:
    finder = PromptFinder(catalogue())
    for record in catalogue().postmortems:
        found = finder.find(record)
        assert 0 < len(found) <= MOST
        assert len({prompt.basis for prompt in found}) == len(found)
        assert found == finder.find(record)


def test_the_examples_of_the_kinds_keep_to_the_same_rules() -> None:
    for kind in KINDS:
        assert kind.example.startswith(OPENINGS) or IDEA.match(kind.example), kind.key
        assert not NEVER.search(QUOTED.sub("…", kind.example)), kind.key
        assert find_phrases(kind.example) == {}, kind.key
