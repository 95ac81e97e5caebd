"""Whole numbers as printable text: short for small ones, and plain enough for gzip.

Base 46, the lowest digit first: 46 characters say that another digit follows, 46 that none does.
A quotation mark, a backslash and a space do not occur, so that JSON holds the text as it is.
"""

from collections.abc import Sequence
from operator import sub

_CHARACTERS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\')
BASE = len(_CHARACTERS) // 2
_LAST, _FURTHER = _CHARACTERS[:BASE], _CHARACTERS[BASE:]


def _write(number: int) -> str:
    digits: list[str] = []
    while number >= BASE:
        number, digit = divmod(number, BASE)
        digits.append(_FURTHER[digit])
    return "".join(digits) + _LAST[number]


_SMALL = [_write(number) for number in range(1 << 16)]


def write_numbers(numbers: Sequence[int]) -> str:
    """Numbers from 0, one after the other."""
    try:
        return "".join(map(_SMALL.__getitem__, numbers))
    except IndexError:
        return "".join(map(_write, numbers))


def write_ascending(numbers: list[int]) -> str:
    """Numbers that grow, each as its distance from the one before, less one."""
    steps = map(sub, numbers, [-1, *numbers])
    return write_numbers([step - 1 for step in steps])


def read_numbers(text: str) -> list[int]:
    """The numbers of a text that `write_numbers` wrote."""
    numbers: list[int] = []
    number, weight = 0, 1
    for character in text:
        digit = _CHARACTERS.index(character)
        number += digit % BASE * weight
        weight *= BASE
        if digit < BASE:
            numbers.append(number)
            number, weight = 0, 1
    return numbers
