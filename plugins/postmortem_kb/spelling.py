"""Front matter values that say what they should, in a spelling that other tools read differently
or that is not the one of all records."""

import re
from collections.abc import Iterable, Iterator

from postmortem_kb.fields import ActionItemFields, FrontMatter, IncidentFields
from postmortem_kb.front_matter import Located, Path
from postmortem_kb.moments import Timestamp
from postmortem_kb.problem import Edit, Finding
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.front_matter import BENT_VALUE, LOOSE_TIMESTAMP
from postmortem_kb.validation import format_path

_TIMES = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
_ITEM_TIMES = ("due", "done")
# Times and percentages have spellings of their own, which no reader takes for text.
TYPED = frozenset({*_TIMES, *_ITEM_TIMES, "users_percent", "starts_at"})
"""Fields that hold times and percentages, at any depth."""
# What YAML 1.1 (https://yaml.org/type/) or the core schema of YAML 1.2 takes for something other
# than text. Psych, which Jekyll reads with, takes sexagesimals with a leading zero too.
_SPECIAL = re.compile(
    r"""
    (?P<truth>y|n|yes|no|on|off|true|false)
    |(?P<date>\d{4}-\d\d-\d\d
        |\d{4}-\d\d?-\d\d?(?:[Tt]|[ ]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ ]*(?:Z|[-+]\d\d?(?::\d\d)?))?)
    |(?P<sexagesimal>[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?)
    |(?P<octal>[-+]?0o?[0-7_]*[0-7])
    |(?P<hexadecimal>[-+]?0x[\da-f_]*[\da-f])
    |(?P<binary>[-+]?0b[01_]*[01])
    |(?P<integer>[-+]?\d[\d_]*)
    |(?P<decimal>[-+]?(?:\.\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:e[-+]?\d+)?)
    |(?P<other>[-+]?\.(?:inf|nan)|=|<<)
    """,
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_FIRST = frozenset("0123456789+-.=<yYnNoOtTfF")
_BASES = {"octal": 8, "hexadecimal": 16, "binary": 2}
# The digits that a double holds for certain; beyond the other length nobody wants to read a number.
_EXACT, _LONGEST = 15, 40


def find_bent_values(
    located: Located, misfits: Iterable[Finding]
) -> Iterator[tuple[Rule, Finding]]:
    """Text without quotes that other tools read as something else; not where there are misfits."""
    wrong = {misfit.place for misfit in misfits}
    for path, text in located.plain.items():
        if text[:1] not in _FIRST or path[-1] in TYPED or (reading := find_reading(text)) is None:
            continue
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        place = located.places[path]
        keys = {located.key_places.get(path[:length]) for length in range(1, len(path) + 1)}
        if name in TYPED or wrong & {place, *keys}:
            continue
        message = f"{format_path(path)}: {text!r} without quotes is {reading} to other YAML tools"
        fix = Edit(place, text, f'"{text}"')
        yield BENT_VALUE, Finding(place, message, f"write '\"{text}\"'", str(path[0]), fix=fix)


def find_reading(text: str) -> str | None:
    """What some YAML tool takes an unquoted text for; None where all tools read that very text."""
    match = _SPECIAL.fullmatch(text)
    if match is None:
        return None
    kind = str(match.lastgroup)
    digits = text.replace("_", "").lower()
    if kind == "truth":
        return "true" if digits in ("y", "yes", "on", "true") else "false"
    if kind in ("date", "other"):
        return "a date" if kind == "date" else "no text"
    if len(text) > (_EXACT if kind == "integer" else _LONGEST):
        return "a rounded number"
    if kind in _BASES:
        number = str(int(digits.replace("o", ""), _BASES[kind]))
    elif kind == "sexagesimal":
        number = _format(_from_sixties(digits))
    else:
        number = str(int(digits)) if kind == "integer" else _format(float(digits))
    return None if number == text else f"the number {number}"


def _from_sixties(text: str) -> float:
    total = 0.0
    for part in text.lstrip("+-").split(":"):
        total = total * 60 + float(part)
    return -total if text.startswith("-") else total


def _format(number: float) -> str:
    return repr(number).removesuffix(".0")


def find_loose_timestamps(fields: FrontMatter, located: Located) -> Iterator[tuple[Rule, Finding]]:
    """Timestamps that are understood, but not written as records write them."""
    for path, stated in _find_timestamps(fields):
        if stated.text == stated.canonical:
            continue
        message = (
            f"{format_path(path)}: {stated.text!r} is {stated.canonical!r} in another spelling"
        )
        place, hint = located.find_place(path), f"write {stated.canonical!r}"
        fix = Edit(place, stated.text, stated.canonical)
        yield LOOSE_TIMESTAMP, Finding(place, message, hint, str(path[0]), fix=fix)


def _find_timestamps(fields: FrontMatter) -> Iterator[tuple[Path, Timestamp]]:
    groups: list[tuple[Path, IncidentFields | ActionItemFields, tuple[str, ...]]] = [
        ((), fields, _TIMES),
        *((("incidents", index), one, _TIMES) for index, one in enumerate(fields.incidents)),
        *(
            (("action_items", index), one, _ITEM_TIMES)
            for index, one in enumerate(fields.action_items)
        ),
    ]
    for path, values, names in groups:
        for name in names:
            if isinstance(value := getattr(values, name), Timestamp):
                yield (*path, name), value
