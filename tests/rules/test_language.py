"""Blameless language: what is found, what is left alone, and how often it is wrong."""

from pathlib import Path

import pytest

from building import REPOSITORY
from postmortem_kb.phrases import compile_pattern, find_phrases, load_phrases
from postmortem_kb.problem import Level
from postmortem_kb.rules import language
from postmortem_kb.rules.declaration import Rule
from records import codes, parse, record, said

RULES = [value for value in vars(language).values() if isinstance(value, Rule)]
BY_NAME = {rule.name: rule for rule in RULES}
HERE = Path(__file__).parent
GUIDE = REPOSITORY / "docs" / "guide" / "blameless-language.md"


def rules_in(body: str) -> list[str]:
    """The names of the rules of the family that speak, in order."""
    return sorted(find_phrases(record("", body)))


def sentences(name: str) -> list[str]:
    return (HERE / name).read_text("utf-8").splitlines()


def guide_rows() -> list[tuple[str, str, str, str]]:
    """The rows of the guide's tables: rule, instead of, write, because."""
    rows: list[tuple[str, str, str, str]] = []
    rule = ""
    for line in GUIDE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            rule = line.partition(": ")[2]
        elif line.startswith("| ") and not line.startswith("| Instead of"):
            left, right, why = (cell.strip() for cell in line.strip("|").split("|"))
            rows.append((rule, left, right, why))
    return rows


def test_nearly_all_of_forty_blameful_sentences_are_found() -> None:
    missed = [text for text in sentences("blameful-sentences.txt") if not rules_in(text)]
    assert missed == []


def test_none_of_forty_blameless_sentences_is_called_blameful() -> None:
    wrong = [text for text in sentences("blameless-sentences.txt") if rules_in(text)]
    assert wrong == []


@pytest.mark.samples
def test_sample_documents_give_one_alarm_in_five_at_most(samples: Path) -> None:
    """The bar is one alarm for each document; it was 8 in 51 when this was written."""
    documents = sorted((samples / "corpus" / "documents").glob("*.md"))
    alarms = [
        phrase
        for document in documents
        for found in find_phrases(record("", document.read_text("utf-8", "replace"))).values()
        for phrase in found
    ]
    assert documents
    assert len(alarms) / len(documents) <= 0.2


def test_our_own_records_give_no_alarm() -> None:
    for path in sorted((REPOSITORY / "postmortems").glob("*.md")):
        assert find_phrases(path.read_text("utf-8")) == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_language_is_never_more_than_advice(rule: Rule) -> None:
    assert rule.level is Level.ADVICE


# The same words of a machine and of people: the subject decides.
@pytest.mark.parametrize(
    ("machine", "people"),
    [
        ("The request failed to connect.", "The engineer failed to connect the dots."),
        ("The job should have run at noon.", "The developer should have run it at noon."),
        ("The scheduler never checked it.", "The team never checked it."),
        ("The resolver ignored the answer.", "The operators ignored the answer."),
        ("It was caused by a full disk.", "It was caused by a contractor."),
        ("The pods failed to start.", "We failed to start the pods."),
        ("Redis forgot the key.", "Robin forgot the key."),
        ("Jenkins accidentally ran it twice.", "Robin accidentally ran it twice."),
        ("The operator pod could have up to three replicas.", "The operator could have asked."),
    ],
)
def test_the_subject_decides(machine: str, people: str) -> None:
    assert rules_in(machine) == []
    assert rules_in(people) != []


@pytest.mark.parametrize(
    "text",
    [
        'The status page said "an engineer should have known" until noon.',
        "The reviewer wrote “this was careless” and took it back.",
        "They asked 'whose fault is it' twice.",
        "> The operator failed to escalate.",
        "The job is called `human error`.",
        "```text\nhuman error\n```",
        "See [the talk](https://talks.example/human-error) and https://x.example/human-error.",
        "<!-- careless -->",
        "Users who deleted the cookie could log in.",
        "Nobody could have known that the disk was full.",
        "Add who to call to the runbook.",
        "It was not obvious which of them was first.",
        "The root cause is the team's lack of access to the queue.",
    ],
)
def test_what_is_quoted_or_fair_is_left_alone(text: str) -> None:
    assert rules_in(text) == []


@pytest.mark.parametrize(
    "field",
    [
        "summary: >-\n  All was well, but\n  the cause was human error\n",
        'impact:\n  summary: "human error"\n',
        "impact: human error\n",
        "contributing_factors:\n- human error\n",
        "lessons: [human error]\n",
        "surprises:\n- 'human error'\n",
        "discrepancies:\n- about: duration\n  note: human error\n",
        "action_items:\n- title: prevent human error\n",
    ],
)
def test_the_prose_of_the_front_matter_is_read(field: str) -> None:
    assert [phrase.text for phrase in find_phrases(record(field))["human-error"]] == ["human error"]


def test_the_title_is_read() -> None:
    assert codes(parse(record(title="Human error")).problems) == ["PM602"]


def test_a_finding_has_the_place_of_the_phrase_and_a_suggestion() -> None:
    text = record(
        "summary: >-\n  It was\n  a careless change\n",
        "\n## Timeline\n\n- 14:10 **Note:** The\n  *engineer* should\n  have asked.\n",
    )
    problems = parse(text).problems
    assert [line for line in said(problems) if " PM6" in line] == [
        "5:5 PM604 'careless' judges rather than tells",
        "11:4 PM603 'engineer should have asked' tells what did not happen",
    ]
    assert all(problem.hint for problem in problems)


def test_a_table_of_action_items_is_read() -> None:
    body = "\n## Action items\n\n| Action | Owner |\n|---|---|\n| Prevent human error | ops |\n"
    assert [phrase.place.column for phrase in find_phrases(record("", body))["human-error"]] == [11]


def test_a_rule_speaks_once_in_a_sentence_and_again_in_the_next() -> None:
    body = "Careless, sloppy and reckless. It was also negligent.\n"
    found = find_phrases(record("", body))
    assert [phrase.text for phrase in found["judgement"]] == ["Careless", "negligent"]


def test_a_word_before_the_name_is_not_called_a_name() -> None:
    found = find_phrases(record("", "Unfortunately Robin Ó Súilleabháin forgot it.\n"))
    assert [phrase.text for phrase in found["name-beside-failure"]] == [
        "Robin Ó Súilleabháin forgot"
    ]


def test_every_entry_names_a_rule_a_reason_a_mend_and_a_source() -> None:
    phrases = load_phrases()
    for entry in phrases.entries:
        assert entry.rule in BY_NAME
        assert entry.why.endswith(".")
        assert entry.instead
        assert entry.source in phrases.sources
    assert {entry.source for entry in phrases.entries} == set(phrases.sources)
    assert {entry.rule for entry in phrases.entries} == set(BY_NAME)


@pytest.mark.parametrize(
    "pattern",
    [pattern for entry in load_phrases().entries for pattern in entry.patterns],
)
def test_every_pattern_is_a_regular_expression_that_needs_a_word(pattern: str) -> None:
    assert compile_pattern(pattern).search("") is None


def test_words_that_call_for_an_entry_are_plain() -> None:
    assert [
        word
        for entry in load_phrases().entries
        for word in entry.when
        if not (word.isascii() and word.isalpha() and word.islower())
    ] == []


def test_the_guide_shows_every_entry_with_its_reason() -> None:
    shown = {(rule, why) for rule, _, _, why in guide_rows()}
    assert shown == {(entry.rule, entry.why) for entry in load_phrases().entries}


@pytest.mark.parametrize(("rule", "instead_of", "write", "why"), guide_rows())
def test_the_guide_is_right(rule: str, instead_of: str, write: str, why: str) -> None:
    entries = [phrase.entry for phrase in find_phrases(record("", instead_of)).get(rule, ())]
    assert [entry.why for entry in entries] == [why]
    assert rules_in(write) == []


def test_the_guide_names_the_rules_and_the_sources() -> None:
    text = GUIDE.read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("## PM")] == [
        f"## {rule.code}: {rule.name}" for rule in sorted(RULES, key=lambda rule: rule.code)
    ]
    for source in load_phrases().sources.values():
        assert f"[{source.title}]({source.url})" in text or f"- {source.title}\n" in text
