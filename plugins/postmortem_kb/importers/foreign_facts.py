"""Fields of other tools to facts in our words; what has no word of ours is kept as a list."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from postmortem_kb.errors import FieldError
from postmortem_kb.importers.document import OTHER_FIELDS, Line, StatedFact
from postmortem_kb.importers.foreign_fields import SourceField
from postmortem_kb.moments import parse_timestamp

OUR_FIELDS: Mapping[str, str] = {
    name: name
    for name in (
        "title summary severity services cause_services root_causes trigger detection mitigation "
        "started_at detected_at acknowledged_at mitigated_at resolved_at timezone duration impact"
    ).split()
}
"""A tool that uses one of our names means what we mean."""

PUBLISHED_AT = "published_at"

_MOMENTS = frozenset(
    "started_at detected_at acknowledged_at mitigated_at resolved_at published_at".split()
)
_TERMS = frozenset("cause_services root_causes trigger detection mitigation".split())
_TERM = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")
_NOT_MEANT = frozenset(
    "none no false unknown tbd n/a na - ? maintenance notice informational".split()
)
_FRACTION = re.compile(r"(:\d\d)[.,]\d+")
_GO_ZERO = "0001-01-01"
_OFFSET = re.compile(r"[T ]\d\d.*(?P<offset>[Zz]|[+-]\d\d:?\d\d)$")


@dataclass(slots=True)
class ReadFields:
    """`rest` are the fields that neither a fact nor an empty value accounts for."""

    facts: list[StatedFact] = field(default_factory=list)
    hints: list[StatedFact] = field(default_factory=list)
    rest: list[SourceField] = field(default_factory=list)


def read_fields(fields: Iterable[SourceField], names: Mapping[str, str]) -> ReadFields:
    """Sort fields by what `names` calls them: ours to facts, `published_at` to hints as well as
    to the rest, and everything else to the rest.
    """
    read = ReadFields()
    seen: set[str] = set()
    for each in fields:
        ours = names.get(each.key)
        if ours is None:
            read.rest.append(each)
            continue
        if ours in _MOMENTS:
            if not each.value.startswith(_GO_ZERO):
                _add_moment(read, ours, each, seen)
            continue
        if _is_fact(ours, each.value):
            read.facts.append(StatedFact(ours, each.value, each.line, each.quote))
        else:
            read.rest.append(each)
    return read


def _add_moment(read: ReadFields, ours: str, each: SourceField, seen: set[str]) -> None:
    moment = read_moment(each.value)
    fact = StatedFact(ours, moment or each.value, each.line, each.quote)
    if ours == PUBLISHED_AT or moment is None or ours in seen:
        read.hints.append(fact)
        read.rest.append(each)
        return
    seen.add(ours)
    read.facts.append(fact)


def _is_fact(ours: str, value: str) -> bool:
    if ours == "severity":
        return value.lower() not in _NOT_MEANT
    return ours not in _TERMS or bool(_TERM.fullmatch(value))


def read_moment(value: str) -> str | None:
    """A timestamp in our spelling, without fractions of a second; None where it is in another."""
    with suppress(FieldError):
        return _FRACTION.sub(r"\1", parse_timestamp(value).canonical)
    return None


def state_zone(facts: list[StatedFact]) -> None:
    """Add the zone that the offset of the start (or else of the end) states."""
    if any(fact.field == "timezone" for fact in facts):
        return
    for fact in facts:
        if fact.field in ("started_at", "resolved_at") and (found := _OFFSET.search(fact.value)):
            zone = "UTC" if found["offset"] in ("Z", "z", "+00:00") else found["offset"]
            facts.append(StatedFact("timezone", zone, fact.line, fact.quote))
            return


def list_rest(rest: Iterable[SourceField]) -> list[Line]:
    """The lines of the last section: a list of fields that have no place in a record."""
    items = [
        Line(each.line, f"- {each.key}: {_escape_tags(' '.join(each.value.split()))}")
        for each in rest
    ]
    if not items:
        return []
    first = items[0].number
    return [Line(first, ""), Line(first, f"## {OTHER_FIELDS}"), Line(first, ""), *items]


def _escape_tags(text: str) -> str:
    return re.sub(r"<(?=[A-Za-z/!?])", r"\\<", text)
