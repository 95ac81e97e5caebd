"""JSON whose texts and objects know where they stand, so that a value has its line."""

import json
import json.scanner
from typing import Any

from postmortem_kb.importers.refusal import ImportRefused


class PlacedText(str):
    """A text of a JSON document; `start` is the offset of its first character."""

    __slots__ = ("start",)
    start: int


class PlacedObject(dict[str, Any]):
    """An object of a JSON document, from `start` up to `end`."""

    start: int = 0
    end: int = 0


class _Decoder(json.JSONDecoder):
    """Reads as `json.loads` does, in its pure Python form, which lets a reader see offsets."""

    def __init__(self) -> None:
        super().__init__()
        decoder: Any = self
        parse_object, parse_string = decoder.parse_object, decoder.parse_string

        def place_string(text: str, start: int, strict: bool) -> tuple[PlacedText, int]:
            value, end = parse_string(text, start, strict)
            placed = PlacedText(value)
            placed.start = start
            return placed, end

        def place_object(where: tuple[str, int], *others: Any) -> tuple[PlacedObject, int]:
            value, end = parse_object(where, *others)
            placed = PlacedObject(value)
            placed.start, placed.end = where[1] - 1, end
            return placed, end

        decoder.parse_string, decoder.parse_object = place_string, place_object
        decoder.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]


def read_placed_json(text: str) -> Any:
    """Read a JSON document; its objects are `PlacedObject`, its texts `PlacedText`.

    Raises:
        ImportRefused: it is no JSON.
    """
    try:
        return _Decoder().decode(text)
    except json.JSONDecodeError as error:
        message = f"the JSON is broken: {error.msg.lower()}, in column {error.colno}"
        raise ImportRefused("broken-json", message, error.lineno) from error
    except RecursionError as error:
        raise ImportRefused("broken-json", "the JSON is nested too deeply", 1) from error
    except ValueError as error:  # a number of thousands of digits
        raise ImportRefused("broken-json", f"the JSON cannot be read: {error}", 1) from error
