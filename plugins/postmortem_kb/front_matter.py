"""Front matter: the YAML between the `---` lines, as text with the place of every value.

Built on python-frontmatter with a handler that lets YAML decide the structure and nothing else:
every scalar stays the text that stands in the file, so no value is bent on its way (`no` is not
false, `12:30` is not 750, `0012` is not 10). The same reader serves `taxonomy.yml`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from postmortem_kb.missing_front_matter import find_dots, find_misplaced
from postmortem_kb.problem import Edit, Finding, Place
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.front_matter import (
    ALIAS_OR_TAG,
    BROKEN_FRONT_MATTER,
    DUPLICATE_KEY,
    SPACE_BEFORE_COLON,
)

# What `yaml.CSafeLoader` reads events with; it would get ready for values too.
_cyaml: Any = getattr(yaml, "cyaml", None)
_Loader: Any = _cyaml.CParser if _cyaml else yaml.SafeLoader
_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
_SPACE_BEFORE_COLON = re.compile(r"[ \t]+:(?=\s|$)")
_SEPARATOR = re.compile("[\x85\u2028\u2029]")
_ABSENT = ("", "~", "null", "Null", "NULL")
_MAX_DEPTH = 20
# Those that YAML 1.1 does not allow, and those that an escape such as "\a" smuggles in.
_NOT_PRINTABLE = yaml.reader.Reader.NON_PRINTABLE

Path: TypeAlias = tuple[str | int, ...]
Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"


@dataclass(slots=True)
class Located:
    """A YAML document as text, lists and mappings, and where each value and key stands.

    `places` is keyed by the path to the value (`("impact", "of")`); `key_places` by the same path
    and says where the key itself stands. `plain` are the values that stand without quotes.
    """

    data: dict[str, Tree] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    key_places: dict[Path, Place] = field(default_factory=dict)
    findings: list[tuple[Rule, Finding]] = field(default_factory=list)
    plain: dict[Path, str] = field(default_factory=dict)

    def find_place(self, path: Path) -> Place:
        """The place of a value, or of the closest thing around it that there is."""
        for length in range(len(path), 0, -1):
            if found := self.places.get(path[:length]):
                return found
        return Place(1)


class StrictYAMLHandler(BaseHandler):
    """A python-frontmatter handler that loads YAML as text; `located` keeps what it read."""

    FM_BOUNDARY = _BOUNDARY
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self) -> None:
        super().__init__()
        self.located = Located()

    def load(self, fm: str) -> dict[str, Any]:
        """Read the text between the boundaries, which begins at the end of the first line."""
        self.located = read_yaml(fm)
        return self.located.data


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A record's text taken apart. `body_line` is the line that the body begins on."""

    front_matter: Located
    body: str
    body_line: int


def split_document(text: str) -> SplitDocument:
    """Part a record's text into front matter and body, with what is wrong with the front matter.

    Without a front matter (then `front_matter` has a finding and no data) all text is the body.
    """
    handler = StrictYAMLHandler()
    if not handler.detect(text):
        return _without_front_matter(text, find_misplaced(text))
    try:
        raw, content = handler.split(text)
    except ValueError:
        message = "the front matter that begins here has no closing '---' line"
        hint = "put a line with only '---' after the last field"
        unclosed = BROKEN_FRONT_MATTER, Finding(Place(1), message, hint)
        return _without_front_matter(text, find_dots(text) or unclosed)
    if dots := find_dots(raw):
        return _without_front_matter(text, dots)
    # The library's own `parse` strips the body, which would lose its line numbers.
    frontmatter.parse(text[: len(text) - len(content)], handler=handler)
    body_line = text.count("\n", 0, len(text) - len(content)) + 1
    return SplitDocument(handler.located, content, body_line)


def _without_front_matter(text: str, finding: tuple[Rule, Finding]) -> SplitDocument:
    return SplitDocument(Located(findings=[finding]), text, 1)


def read_yaml(text: str, first_line: int = 1) -> Located:
    """Read a YAML mapping whose first character stands on line `first_line`.

    All problems are found at once, except that a syntax error hides what comes after it.
    """
    located = Located()
    if not text.isascii() and (separator := _SEPARATOR.search(text)):
        before = text[: separator.start()]
        place = Place(first_line + before.count("\n"), len(before) - before.rfind("\n"))
        message = f"found the character {separator.group()!r}, which ends a line for YAML alone"
        located.findings.append((BROKEN_FRONT_MATTER, Finding(place, message, "leave it out")))
        return located
    try:
        located.data = _TreeBuilder(located, text, first_line).build_document()
    except yaml.YAMLError as error:
        located.findings.append((BROKEN_FRONT_MATTER, _describe(error, text, first_line)))
    except ValueError as error:  # PyYAML without libyaml: an escape beyond Unicode
        finding = Finding(Place(first_line), f"the YAML cannot be read: {error}", "write it out")
        located.findings.append((BROKEN_FRONT_MATTER, finding))
    return located


def _describe(error: yaml.YAMLError, text: str, first_line: int) -> Finding:
    hint = (
        "mend the YAML: quote values with ': ', '#', '[' or quotes in them, indent lists evenly "
        "with spaces"
    )
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        reason = getattr(error, "reason", None) or "it has a character that YAML does not allow"
        found = _NOT_PRINTABLE.search(text)
        before = text[: found.start()] if found else ""
        place = Place(first_line + before.count("\n"), len(before) - before.rfind("\n"))
        return Finding(place, f"the YAML cannot be read: {reason}", hint)
    problem = getattr(error, "problem", None) or "syntax error"
    context = getattr(error, "context", None)
    message = f"the YAML cannot be read: {problem}" + (f" ({context})" if context else "")
    last_line = first_line + text.count("\n")
    line = min(first_line + mark.line, last_line)
    return Finding(Place(line, mark.column + 1), message, hint)


def _mark(event: yaml.Event) -> Any:
    return event.start_mark


class _TreeBuilder:
    """Turns YAML events into text, lists and mappings, noting places and what is not allowed.

    Events are taken as they come: neither an alias nor endless nesting is ever unfolded.
    """

    def __init__(self, located: Located, text: str, first_line: int) -> None:
        self._located = located
        self._first_line = first_line
        # What `yaml.parse` does, without asking before each event whether there is one.
        self._next: Callable[[], Any] = _Loader(text).get_event
        has_space = " :" in text or "\t:" in text
        self._lines = text.split("\n") if has_space else None

    def build_document(self) -> dict[str, Tree]:
        """Read the one mapping that the text holds; nothing at all is an empty one.

        Raises:
            yaml.YAMLError: the text is no YAML, or is nested too deeply.
        """
        self._next()  # the stream's start
        if isinstance(self._next(), yaml.StreamEndEvent):
            return {}
        root = self._next()
        tree = self._build(root, ())
        if tree is not None and not isinstance(tree, dict):
            hint = "write one 'name: value' pair on each line"
            message = "expected 'name: value' fields, found something else"
            self._find(BROKEN_FRONT_MATTER, self._place(root), message, hint)
        self._next()  # the document's end
        second = self._next()
        if not isinstance(second, yaml.StreamEndEvent):
            message = "found the end of the YAML ('---' or '...') with more fields after it"
            self._find(BROKEN_FRONT_MATTER, self._place(second), message, "keep them in one block")
        return tree if isinstance(tree, dict) else {}

    def _build(self, event: yaml.Event, path: Path) -> Tree:
        mark = _mark(event)
        place = Place(self._first_line + mark.line, mark.column + 1)
        self._located.places[path] = place
        # Most are: asked first, for every value of every record comes by here.
        if type(event) is yaml.ScalarEvent:
            return self._build_scalar(event, place, path)
        self._check_properties(event, place)
        if isinstance(event, yaml.AliasEvent):
            return None
        if len(path) >= _MAX_DEPTH:
            raise yaml.MarkedYAMLError(
                problem=f"it is nested more than {_MAX_DEPTH} levels deep",
                problem_mark=_mark(event),
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._build_list(path)
        return self._build_mapping(path)

    def _build_list(self, path: Path) -> list[Tree]:
        items: list[Tree] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            items.append(self._build(event, (*path, len(items))))
        return items

    def _build_scalar(self, event: yaml.ScalarEvent, place: Place, path: Path) -> str | None:
        text = str(event.value)
        if event.tag:
            self._check_properties(event, place)
        if not text.isprintable() and (control := _NOT_PRINTABLE.search(text)):
            message = f"found the control character {control[0]!r}"
            self._find(BROKEN_FRONT_MATTER, place, message, "leave it out")
        if event.style:
            return text
        self._located.plain[path] = text
        return None if text in _ABSENT else text

    def _build_mapping(self, path: Path) -> dict[str, Tree]:
        pairs: dict[str, Tree] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            mark = _mark(event)
            place = Place(self._first_line + mark.line, mark.column + 1)
            if type(event) is not yaml.ScalarEvent:
                self._check_properties(event, place)
                if not isinstance(event, yaml.AliasEvent):
                    hint = "write the name as plain text"
                    message = "a list or mapping stands as a name"
                    self._find(BROKEN_FRONT_MATTER, place, message, hint)
                    self._skip(event)
                self._skip(self._next())
                continue
            if event.tag:
                self._check_properties(event, place)
            key = str(event.value)
            own_path = (*path, key)
            if key in pairs:
                first = self._located.key_places[own_path].line
                message = f"{key!r} is already given on line {first}"
                self._find(DUPLICATE_KEY, place, message, "keep one of the two")
                self._skip(self._next())
                continue
            if key == "<<":
                self._find(ALIAS_OR_TAG, place, "found a YAML merge key '<<'", "write it out")
                self._skip(self._next())
                continue
            if self._lines is not None:
                self._check_colon(event, key, self._lines)
            self._located.key_places[own_path] = place
            pairs[key] = self._build(self._next(), own_path)
        return pairs

    def _skip(self, event: yaml.Event) -> None:
        """Pass over a value whose first event is `event`."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return
            event = self._next()

    def _check_properties(self, event: yaml.Event, place: Place) -> None:
        if isinstance(event, yaml.AliasEvent):
            message = f"found the YAML alias '*{event.anchor}'"
            self._find(ALIAS_OR_TAG, place, message, "write the value out")
        elif tag := getattr(event, "tag", None):
            message = f"found the YAML tag {tag!r}"
            self._find(ALIAS_OR_TAG, place, message, "write the value as plain text")

    def _check_colon(self, key: yaml.ScalarEvent, name: str, lines: list[str]) -> None:
        mark: Any = key.end_mark
        line, column = mark.line, mark.column
        if space := _SPACE_BEFORE_COLON.match(lines[line], column):
            place = Place(self._first_line + line, column + 1)
            message = f"found a space between {name!r} and its colon"
            fix = Edit(place, space.group(), ":")
            finding = Finding(place, message, f"write '{name}:'", fix=fix)
            self._located.findings.append((SPACE_BEFORE_COLON, finding))

    def _place(self, event: yaml.Event) -> Place:
        mark = _mark(event)
        return Place(self._first_line + mark.line, mark.column + 1)

    def _find(self, rule: Rule, place: Place, message: str, hint: str) -> None:
        self._located.findings.append((rule, Finding(place, message, hint)))
