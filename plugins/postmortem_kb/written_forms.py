"""How single values of the front matter are written: what an editor can complete and check by.

Each form is a JSON Schema that takes every spelling the value's parser takes. The parsers are
stricter: there is no 30 February.
"""

from collections.abc import Callable
from typing import Any

from pydantic import PlainValidator
from pydantic.json_schema import WithJsonSchema

from postmortem_kb.errors import FieldError

ID_PATTERN = r"^[A-Za-z0-9]+(?:[-_.]+[A-Za-z0-9]+)*$"

_DAY = r"(?:\d{4}|-)-\d\d-\d\d"
_CLOCK = r"\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?"
_STAMP = rf"~?\s*(?:{_DAY}(?:[Tt ]{_CLOCK})?|[Tt]{_CLOCK})\s*(?:[Zz]|[+-]\d\d(?::?[0-5]\d)?)?"
_UNKNOWN = r"[Uu][Nn][Kk][Nn][Oo][Ww][Nn]"
_ONGOING = r"[Oo][Nn][Gg][Oo][Ii][Nn][Gg]"
_STAMPS = ("2024-03-13T14:10", "2024-03-13", "~2024-03-13T14:10", "T14:10", "--03-13T14:10")
# To YAML, an id such as `2024`, a bare offset and most percentages are numbers.
_TEXT_OR_NUMBER = ["string", "number"]


def _when(*words: str, patterns: tuple[str, ...] = ()) -> WithJsonSchema:
    pattern = rf"^\s*(?:{'|'.join((_STAMP, *patterns))})\s*$"
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [*_STAMPS, *words]})


WHEN = _when()
WHEN_OR_UNKNOWN = _when("unknown", patterns=(_UNKNOWN,))
WHEN_OR_OPEN = _when("unknown", "ongoing", patterns=(_UNKNOWN, _ONGOING))
DURATION = WithJsonSchema(
    {
        "type": "string",
        "minLength": 1,
        "examples": ["1h 30m", "90 min", "1:30", "PT1H30M", "2 and a half hours"],
    }
)
ZONE = WithJsonSchema(
    {"type": _TEXT_OR_NUMBER, "examples": ["UTC", "Europe/Berlin", "+02:00", "PDT", "unknown"]}
)
PERCENT = WithJsonSchema(
    {
        "type": _TEXT_OR_NUMBER,
        "minimum": 0,
        "maximum": 100,
        "pattern": r"^\s*(?:[~≈]\s*)?(?:100(?:\.0+)?|0*\d{1,2}(?:\.\d+)?)\s*%?\s*$",
        "examples": [40, "40 %", "~25"],
    }
)
ID = WithJsonSchema({"type": _TEXT_OR_NUMBER, "pattern": ID_PATTERN})


def read_text(parse: Callable[[str], Any]) -> PlainValidator:
    """A validator that reads a value from the text that stands in the file, with `parse`."""

    def parse_text(value: Any) -> Any:
        if not isinstance(value, str):
            raise FieldError(_found(value) + " where one value was expected", "write one value")
        return parse(value)

    return PlainValidator(parse_text)


def _found(value: Any) -> str:
    if value is None:
        return "found nothing"
    return "found " + ("a list" if isinstance(value, list) else "nested fields")
