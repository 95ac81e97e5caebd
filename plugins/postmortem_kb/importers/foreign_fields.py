"""Front matter that other tools wrote, YAML or TOML, as a flat list of fields with their lines."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from postmortem_kb.front_matter import Tree, read_yaml
from postmortem_kb.importers.document import Line, Note
from postmortem_kb.importers.refusal import ImportRefused
from postmortem_kb.importers.source import lines_of
from postmortem_kb.limits import MAX_FRONT_MATTER
from postmortem_kb.rules.front_matter import (
    ALIAS_OR_TAG,
    BROKEN_FRONT_MATTER,
    DUPLICATE_KEY,
)

_FENCE = re.compile(r"\s*^(?P<fence>---|\+\+\+)[ \t]*$\n", re.MULTILINE)
_ENDS = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$\n?", re.MULTILINE),
}
# The first line of fields, after comments. A thematic break is followed by something else.
_YAML_FIELD = re.compile(r"(?:[ \t]*(?:#.*)?\n)*[\"']?[A-Za-z_][\w .-]{0,60}[\"']?[ \t]*:(?:\s|$)")
_TOML_KEY = re.compile(r"[ \t]*[\"']?([\w-]+)[\"']?[ \t]*=")
_TOML_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True)
class SourceField:
    """One value. `key` is the path to it (`params.byline`); the items of a list share theirs."""

    key: str
    value: str
    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class ForeignRecord:
    """A text taken apart. `fields` are those with a value, in their order in the file."""

    fields: tuple[SourceField, ...]
    keys: frozenset[str]
    body: str
    body_line: int
    notes: tuple[Note, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the body, with their numbers in the file."""
        return lines_of(self.body, self.body_line)

    def find(self, key: str) -> str | None:
        """The first value under a key."""
        return next((field.value for field in self.fields if field.key == key), None)


# Every importer of records asks about the same text.
@lru_cache(maxsize=2)
def split_foreign_record(text: str) -> ForeignRecord | None:
    """Part a text into front matter and body; None where it begins with no front matter.

    Raises:
        ImportRefused: the front matter is no YAML or TOML.
    """
    opening = _FENCE.match(text)
    if not opening:
        return None
    fence = opening["fence"]
    closing = _ENDS[fence].search(text, opening.end())
    if not closing or (fence == "---" and not _YAML_FIELD.match(text, opening.end())):
        return None
    raw = text[opening.end() : closing.start()]
    first_line = text.count("\n", 0, opening.end()) + 1
    if len(raw) > MAX_FRONT_MATTER:
        message = f"the front matter has {len(raw):,} characters, of at most {MAX_FRONT_MATTER:,}"
        raise ImportRefused("too-large", message, first_line)
    read = _read_toml if fence == "+++" else _read_yaml
    fields, keys, notes = read(raw, first_line)
    body_line = text.count("\n", 0, closing.end()) + 1
    return ForeignRecord(tuple(fields), keys, text[closing.end() :], body_line, tuple(notes))


_Read = tuple[list[SourceField], frozenset[str], list[Note]]


def _read_yaml(raw: str, first_line: int) -> _Read:
    located = read_yaml(raw, first_line)
    lines = raw.split("\n")
    fields: list[SourceField] = []
    notes: list[Note] = []
    for rule, finding in located.findings:
        line = finding.place.line
        if rule is BROKEN_FRONT_MATTER:
            message = f"the front matter is broken: {finding.message}; {finding.hint}"
            raise ImportRefused("broken-front-matter", message, line)
        if rule in (DUPLICATE_KEY, ALIAS_OR_TAG):
            # The reader leaves the value out; its line says it all.
            quote = _line_at(lines, line - first_line)
            key, _, value = quote.strip().lstrip("- ").partition(":")
            if value.strip():
                fields.append(SourceField(key.strip(), value.strip(), line, quote))
            notes.append(Note(line, "front-matter", f"{finding.message}; kept as it stands"))
    for path, value in _leaves(located.data, ()):
        line = located.find_place(path).line
        key = ".".join(str(step) for step in path if not isinstance(step, int))
        fields.append(SourceField(key, value, line, _line_at(lines, line - first_line)))
    fields.sort(key=lambda field: field.line)
    return fields, frozenset(located.data), notes


def _leaves(tree: Tree, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _leaves(value, (*path, index))
    elif tree and tree.strip():
        yield path, tree.strip()


def _read_toml(raw: str, first_line: int) -> _Read:
    try:
        data = tomllib.loads(raw)
    # An integer of thousands of digits is a ValueError too; so is every syntax error.
    except (ValueError, RecursionError) as error:
        found = _TOML_LINE.search(str(error))
        line = first_line - 1 + (int(found[1]) if found else 1)
        reason = str(error).partition(" (at ")[0].lower()
        message = f"the front matter is broken: the TOML cannot be read: {reason}"
        raise ImportRefused("broken-front-matter", message, line) from error
    lines = raw.split("\n")
    places: dict[str, int] = {}
    for number, text in enumerate(lines):
        if found := _TOML_KEY.match(text):
            places.setdefault(found[1], number)
    fields = []
    for path, value in _leaves(_as_text(data), ()):
        names = [str(step) for step in path if not isinstance(step, int)]
        number = next((places[name] for name in reversed(names) if name in places), 0)
        key, quote = ".".join(names), _line_at(lines, number)
        fields.append(SourceField(key, value, first_line + number, quote))
    return fields, frozenset(data), []


def _as_text(value: Any) -> Tree:
    if isinstance(value, dict):
        return {str(key): _as_text(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_text(each) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    # Dates and times come as such; everything else writes itself.
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _line_at(lines: list[str], index: int) -> str:
    return lines[index].strip() if 0 <= index < len(lines) else ""
