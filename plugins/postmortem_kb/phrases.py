"""The shipped list of blameful phrases, and where they stand in a record's prose."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from postmortem_kb.offsets import place_at
from postmortem_kb.problem import Place
from postmortem_kb.prose_text import find_prose, find_sentences, lower_in_place

_FILE = Path(__file__).parent / "data" / "blameless.yml"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MACRO = re.compile(r"\{([a-z_]+)\}")
# Spaces, but not those within a look-behind, whose length is fixed.
_SPACE = re.compile(r"(\(\?<[!=][^)]*\))| (\??)")
# A pattern that begins with people is tried where they stand only: it would be slow elsewhere.
_OF_PEOPLE = ("{people}", "{actor}", "{colleague}", "{capable}")
_NO_LETTERS = " \t\n.,;:!?()[]–—-*|\x00\"'"
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """Patterns that share a rule, a mend, a reason and a source.

    `rule` is the rule's name; `when` are words of which a sentence has at least one.
    """

    rule: str
    when: frozenset[str]
    patterns: tuple[str, ...]
    instead: str
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that the list draws on."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class PhraseList:
    """The whole list; `entries_by_word` says which entries a word calls for, by their index."""

    entries: tuple[Entry, ...]
    entries_by_word: Mapping[str, tuple[int, ...]]
    words: Mapping[str, str]
    sources: Mapping[str, Reference]
    ordinary: frozenset[str]
    technology: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A blameful phrase: where it begins in the file, and how it reads."""

    entry: Entry
    place: Place
    text: str


@cache
def load_phrases() -> PhraseList:
    """Read the shipped list, once."""
    data = yaml.load(_FILE.read_text("utf-8"), Loader=_Loader)
    entries = tuple(
        Entry(
            rule=entry["rule"],
            when=frozenset(entry["when"]),
            patterns=tuple(entry["patterns"]),
            instead=entry["instead"],
            why=entry["why"],
            source=entry["source"],
        )
        for entry in data["entries"]
    )
    by_word: dict[str, tuple[int, ...]] = {}
    for index, entry in enumerate(entries):
        for word in entry.when:
            by_word[word] = (*by_word.get(word, ()), index)
    return PhraseList(
        entries=entries,
        entries_by_word=by_word,
        words={name: f"(?:{'|'.join(options)})" for name, options in data["words"].items()},
        sources={
            name: Reference(source["title"], source.get("url"))
            for name, source in data["sources"].items()
        },
        ordinary=frozenset(data["not_names"]["ordinary"].split()),
        technology=frozenset(data["not_names"]["technology"].split()),
    )


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Make a regular expression of a pattern of the list; done when it is first needed."""
    words = load_phrases().words
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda match: words[match[1]], pattern)
    pattern = _SPACE.sub(lambda match: match[1] or (" *" if match[2] else " +"), pattern)
    return re.compile(rf"(?<![\w./#@'-])(?:{pattern})(?![\w@]|-\w)", re.IGNORECASE)


@lru_cache(maxsize=2)
def find_phrases(text: str) -> Mapping[str, tuple[Phrase, ...]]:
    """The blameful phrases in a record's text by their rule's name, in order of place.

    A sentence yields at most one phrase of a rule: the first.
    """
    phrases = load_phrases()
    prose = find_prose(text)
    lower = lower_in_place(prose)
    called = phrases.entries_by_word.keys() & set(_WORD.findall(lower))
    if not called:
        return {}
    sentences = list(find_sentences(prose))
    entries_of: dict[int, set[int]] = {}
    for word in called:
        for position in _find_word(lower, word):
            index = bisect_right(sentences, (position, len(prose))) - 1
            entries_of.setdefault(index, set()).update(phrases.entries_by_word[word])
    found: dict[str, list[Phrase]] = {}
    for index in sorted(entries_of):
        start, end = sentences[index]
        entries = [phrases.entries[entry] for entry in sorted(entries_of[index])]
        for offset, words, entry in _find_in_sentence(prose[start:end], entries):
            place = place_at(text, start + offset)
            found.setdefault(entry.rule, []).append(Phrase(entry, place, words))
    return {rule: tuple(of_rule) for rule, of_rule in found.items()}


def _find_word(text: str, word: str) -> Iterator[int]:
    position = text.find(word)
    while position >= 0:
        yield position
        position = text.find(word, position + len(word))


def _find_in_sentence(sentence: str, entries: list[Entry]) -> Iterator[tuple[int, str, Entry]]:
    """The first phrase of each rule in a sentence: its offset, its words, its entry."""
    people: list[int] | None = None
    first: dict[str, tuple[int, str, Entry]] = {}
    for entry in entries:
        for pattern in entry.patterns:
            if pattern.startswith(_OF_PEOPLE):
                if people is None:
                    people = [
                        match.start() for match in compile_pattern("{people}").finditer(sentence)
                    ]
                match = _match_at(compile_pattern(pattern), sentence, people)
            else:
                match = next(filter(_is_meant, compile_pattern(pattern).finditer(sentence)), None)
            if match is None:
                continue
            offset, words = _trim(match)
            if entry.rule not in first or offset < first[entry.rule][0]:
                first[entry.rule] = offset, words, entry
    yield from first.values()


def _match_at(
    pattern: re.Pattern[str], sentence: str, positions: list[int]
) -> re.Match[str] | None:
    """The first match that begins at one of the positions."""
    matches = (pattern.match(sentence, position) for position in positions)
    return next((match for match in matches if match), None)


def _trim(match: re.Match[str]) -> tuple[int, str]:
    """Where a phrase begins and how it reads, without what only led to it."""
    words = match.group()
    start = 0
    if "name" in match.re.groupindex and match.start("name") == match.start():
        ordinary = load_phrases().ordinary
        while (space := words.find(" ", start)) > 0 and words[start:space] in ordinary:
            start = space + 1
    bare = words[start:].lstrip(_NO_LETTERS)
    return match.end() - len(bare), " ".join(bare.split())


def _is_meant(match: re.Match[str]) -> bool:
    """Whether what stands where a name belongs may be a person's."""
    if "name" not in match.re.groupindex:
        return True
    phrases = load_phrases()
    names = [word.strip(".'") for word in match["name"].split()]
    return names[-1] not in phrases.ordinary and phrases.technology.isdisjoint(names)
