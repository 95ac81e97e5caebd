"""Values to front matter: YAML in the house's order of fields that `front_matter.py` reads back
as the same values, each with a comment above it where one is given."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import yaml
from pydantic import BaseModel

from postmortem_kb.durations import Duration
from postmortem_kb.fields import (
    ActionItemFields,
    Discrepancy,
    Impact,
    ImportedFrom,
    IncidentOfSeveral,
    Percent,
    Related,
    SourceLink,
)
from postmortem_kb.moments import Timestamp
from postmortem_kb.spelling import TYPED, find_reading
from postmortem_kb.zones import Zone

Value: TypeAlias = (
    "str | int | float | Percent | Timestamp | Duration | Zone | BaseModel "
    "| Sequence[Value] | Mapping[str, Value] | None"
)
"""Anything that a field can hold; None, empty text, lists and mappings are left out."""
Comments: TypeAlias = Mapping[str, str | Sequence[str]]
_Tree: TypeAlias = "str | list[_Tree] | dict[str, _Tree]"

FIELD_ORDER = (
    *("title", "id", "aliases", "summary", "kind", "review_status", "visibility", "severity"),
    *("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at"),
    *("timezone", "duration", "services", "cause_services", "root_causes", "trigger"),
    *("detection", "mitigation", "contributing_factors", "impact", "incidents"),
    *("discrepancies", "lessons", "surprises", "action_items", "authors", "roles", "related"),
    *("sources", "imported_from", "tags"),
)
"""Every field of a record, in the order in which records have them."""
_WIDTH = 100
_LONGEST_COMMENT = 1_000
_INSIDE: dict[str, tuple[str, ...]] = {
    name: tuple(model.model_fields)
    for name, model in (
        ("impact", Impact),
        ("discrepancies", Discrepancy),
        ("related", Related),
        ("imported_from", ImportedFrom),
        ("sources", SourceLink),
        ("action_items", ActionItemFields),
    )
} | {"incidents": ("id", *(name for name in IncidentOfSeveral.model_fields if name != "id"))}
# What YAML does not allow, and a byte-order mark, which some readers drop.
_NOT_PRINTABLE = re.compile(f"{yaml.reader.Reader.NON_PRINTABLE.pattern}|\ufeff")
_NULLS = ("~", "null", "Null", "NULL")
# Beginnings that mean something to YAML, and what ends a plain value in the middle of a line.
_NOT_PLAIN = re.compile(r"^[\[\]{},#&*!|>'\"%@`]|^[-?:](?:\s|$)|:(?:\s|$)|\s#")
_PLAIN_NAME = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_TITLE = ("title",)
"""What records write in quotes always, on one line: a colon may be added without a thought."""


def render_front_matter(
    fields: Mapping[str, Value],
    comments: Comments | None = None,
    order: Sequence[str] = FIELD_ORDER,
) -> str:
    """The front matter with its `---` lines, in an order of names; others come last.

    `comments` are by the field that they stand above: `severity`, `impact.of`, `services.0` (the
    first entry). Where the field has no value, its comment stands where the field would. Line
    breaks and other white space become single spaces, as in what the reader makes of any text;
    characters that YAML does not allow are left out.
    """
    tree = {name: made for name, value in fields.items() if (made := _clean(value)) is not None}
    notes = _place_comments(tree, comments or {})
    lines = ["---"]
    for name in _sort(dict.fromkeys((*tree, *(path[0] for path in notes))), order):
        lines += notes.get((name,), ())
        if name in tree:
            lines += _render_pair(name, tree[name], (name,), notes, "")
    return "\n".join([*lines, "---"]) + "\n"


def clean_text(text: str) -> str:
    """One line of what YAML can hold: single spaces, and no control characters."""
    return " ".join(_NOT_PRINTABLE.sub("", " ".join(text.split())).split())


def _clean(value: Value) -> "_Tree | None":
    """Text, lists and mappings of what is not empty; None where nothing is left."""
    if isinstance(value, BaseModel) and not isinstance(value, Percent):
        value = {name: getattr(value, name) for name in value.model_fields_set}
    if isinstance(value, Mapping):
        pairs = {key: made for key, one in value.items() if (made := _clean(one)) is not None}
        return pairs or None
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [made for one in value if (made := _clean(one)) is not None] or None
    return clean_text(_spell(value)) or None


def _spell(value: object) -> str:
    """One value as its field's parser reads it."""
    if value is None:
        return ""
    if isinstance(value, Percent):
        return ("~" if value.approximate else "") + _spell(value.value)
    if isinstance(value, Timestamp):
        return value.canonical
    if isinstance(value, Zone):
        return value.text
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value)


def _place_comments(tree: dict[str, _Tree], comments: Comments) -> dict[tuple[str, ...], list[str]]:
    """The lines of comments by the path of what they stand above, which is there, or could be."""
    placed: dict[tuple[str, ...], list[str]] = {}
    for name, texts in comments.items():
        path = tuple(name.split("."))
        while len(path) > 1 and not _is_there(tree, path):
            path = path[:-1]
        indent = "  " * (len(path) - 1)
        for text in (texts,) if isinstance(texts, str) else texts:
            placed.setdefault(path, []).extend(_wrap(_shorten(clean_text(text)), f"{indent}# "))
    return placed


def _is_there(tree: _Tree, path: tuple[str, ...]) -> bool:
    for step in path:
        if isinstance(tree, dict) and step in tree:
            tree = tree[step]
        elif isinstance(tree, list) and step.isdecimal() and int(step) < len(tree):
            tree = tree[int(step)]
        else:
            return False
    return True


def _shorten(text: str) -> str:
    if len(text) <= _LONGEST_COMMENT:
        return text
    return text[:_LONGEST_COMMENT].rpartition(" ")[0] + " …"


def _render_pair(
    name: str,
    value: _Tree,
    path: tuple[str, ...],
    notes: Mapping[tuple[str, ...], list[str]],
    indent: str,
) -> Iterator[str]:
    key = name if _PLAIN_NAME.fullmatch(name) and find_reading(name) is None else _quote(name)
    if path == _TITLE and isinstance(value, str):
        yield f"title: {_quote(value)}"
        return
    if isinstance(value, str):
        yield from _render_scalar(f"{indent}{key}: ", value, name, indent)
        return
    yield f"{indent}{key}:"
    if isinstance(value, dict):
        yield from _render_mapping(value, path, notes, f"{indent}  ")
    else:
        yield from _render_list(value, name, path, notes, f"{indent}  ")


def _render_mapping(
    pairs: Mapping[str, _Tree],
    path: tuple[str, ...],
    notes: Mapping[tuple[str, ...], list[str]],
    indent: str,
) -> Iterator[str]:
    order = _INSIDE.get(next((step for step in reversed(path) if not step.isdecimal()), ""), ())
    for name in _sort(pairs, order):
        yield from notes.get((*path, name), ())
        yield from _render_pair(name, pairs[name], (*path, name), notes, indent)


def _render_list(
    entries: Sequence[_Tree],
    name: str,
    path: tuple[str, ...],
    notes: Mapping[tuple[str, ...], list[str]],
    indent: str,
) -> Iterator[str]:
    for number, entry in enumerate(entries):
        own = (*path, str(number))
        yield from notes.get(own, ())
        if isinstance(entry, str):
            yield from _render_scalar(f"{indent}- ", entry, name, indent)
            continue
        inside = f"{indent}  "
        if isinstance(entry, dict):
            lines = list(_render_mapping(entry, own, notes, inside))
        else:
            lines = list(_render_list(entry, name, own, notes, inside))
        # A comment may stand behind the dash too: `- # …`.
        yield f"{indent}- {lines[0].removeprefix(inside)}"
        yield from lines[1:]


def _render_scalar(start: str, text: str, name: str, indent: str) -> Iterator[str]:
    if len(start) + len(text) > _WIDTH and " " in text:
        yield f"{start}>-"
        yield from _wrap(text, f"{indent}  ")
    else:
        yield start + (_quote(text) if _needs_quotes(text, name) else text)


def _needs_quotes(text: str, name: str) -> bool:
    if text in _NULLS or _NOT_PLAIN.search(text):
        return True
    return name not in TYPED and find_reading(text) is not None


def _quote(text: str) -> str:
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _wrap(text: str, start: str) -> Iterator[str]:
    """Lines that begin with `start` and are no longer than they must; parted at single spaces."""
    line = start
    for word in text.split(" "):
        if line != start and len(line) + 1 + len(word) > _WIDTH:
            yield line
            line = start
        line += word if line == start else f" {word}"
    if line != start:
        yield line


def _sort(names: Mapping[str, object], order: Sequence[str]) -> list[str]:
    ranks = {name: rank for rank, name in enumerate(order)}
    return sorted(names, key=lambda name: ranks.get(name, len(ranks)))
