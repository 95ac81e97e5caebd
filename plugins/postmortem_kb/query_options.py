"""The words of a query: `--service checkout --longer-than '4 h'`, read once for the command line,
for markers in pages and for links. Text to a `Query`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from postmortem_kb.durations import parse_duration
from postmortem_kb.errors import FieldError
from postmortem_kb.fields import Kind
from postmortem_kb.query import Query, Sort, find_term
from postmortem_kb.taxonomy import Taxonomy, TermSet


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FieldError(f"{text!r} is no day", "write it like 2024-06-08") from None


def _length(text: str) -> Any:
    return parse_duration(text).delta


def _number(text: str) -> int:
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", text):
        raise FieldError(f"{text!r} is no number", "write a whole number of at least 1")
    return int(text)


@dataclass(frozen=True, slots=True)
class QueryOption:
    """One option; `name` is its word without the dashes, and with `_` the field of `Query`.

    A term of `term_set` is looked up in the site's taxonomy; one of `choices` is taken as it is;
    anything else goes through `parse`, which raises FieldError.
    """

    name: str
    metavar: str
    help: str
    term_set: TermSet | None = None
    choices: tuple[str, ...] = ()
    parse: Callable[[str], Any] = str

    def read(self, text: str) -> Any:
        """The value of all but terms, which stay as written.

        Raises:
            FieldError: the text does not fit.
        """
        if self.choices and text not in self.choices:
            close = get_close_matches(text, self.choices, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"one of {', '.join(self.choices)}"
            raise FieldError(f"{text!r} is none of its words", hint)
        return self.parse(text)


QUERY_OPTIONS = (
    QueryOption(
        "root-cause", "TERM", "With this root cause, or one below it.", TermSet.ROOT_CAUSES
    ),
    QueryOption("service", "TERM", "Where this service was hurt, or broke.", TermSet.SERVICES),
    QueryOption("severity", "TERM", "Of this severity.", TermSet.SEVERITIES),
    QueryOption("longer-than", "LENGTH", "Such as '4 h'.", parse=_length),
    QueryOption("shorter-than", "LENGTH", "Such as '90 min'.", parse=_length),
    QueryOption("since", "DATE", "Started on this day or later.", parse=_day),
    QueryOption("until", "DATE", "Started on this day or earlier.", parse=_day),
    QueryOption(
        "kind", "KIND", "Of this kind.", choices=tuple(kind.value for kind in Kind), parse=Kind
    ),
    QueryOption(
        "sort",
        "FIELD",
        "Dates are newest first, lengths longest first.",
        choices=tuple(sort.value for sort in Sort),
        parse=Sort,
    ),
    QueryOption("limit", "N", "At most so many, counted from 1.", parse=_number),
)
"""In the order of the command's help."""
BY_NAME = {option.name: option for option in QUERY_OPTIONS}


class QueryOptionError(Exception):
    """An option that cannot be read: its word, what was found, and how to mend it."""

    def __init__(self, option: str, message: str, hint: str) -> None:
        super().__init__(f"--{option}: {message}; {hint}")
        self.option = option
        self.message = message
        self.hint = hint


def read_query(given: Mapping[str, str], taxonomy: Taxonomy) -> Query:
    """The query of options by their words, without dashes.

    Raises:
        QueryOptionError: an option that does not exist, or a value that does not fit.
    """
    values: dict[str, Any] = {}
    for name, text in given.items():
        option = BY_NAME.get(name)
        if option is None:
            close = get_close_matches(name, BY_NAME, n=1)
            words = ", ".join(f"--{known}" for known in BY_NAME)
            hint = f"did you mean '--{close[0]}'?" if close else f"the options are {words}"
            raise QueryOptionError(name, f"there is no option '--{name}'", hint)
        try:
            value = option.read(text)
            if option.term_set is not None:
                value = find_term(taxonomy, option.term_set, text)
        except FieldError as error:
            raise QueryOptionError(name, error.message, error.hint) from None
        values[name.replace("-", "_")] = value
    return Query(**values)
