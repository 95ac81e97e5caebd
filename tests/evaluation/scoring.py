"""Compares what a document states with what was found, field by field.

Each field of the report is declared in `FIELDS`. Nothing here knows how values are worked out.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from evaluation.answers import Answer
from evaluation.labels import Label
from evaluation.zone_names import same_zone

TOP = 3
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_WRITTEN_DATE = re.compile(
    rf"\b(?:on )?(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})"
    r",? \d{4}\b"
)
_POSTMORTEM = re.compile(r"\bpost[ -]?mortem\b")


class Outcome(StrEnum):
    """What came of one field of one document."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    SILENT = "silent"
    """Not stated and not found, as it should be."""
    INVENTED = "invented"
    """Found where it is not stated."""


@dataclass(frozen=True, slots=True)
class Unscored:
    """The label says nothing that could be right or wrong."""


@dataclass(frozen=True, slots=True)
class Result:
    """One field of one document; `unsure` where a careful reader could label it otherwise."""

    id: str
    field: str
    outcome: Outcome
    unsure: bool
    expected: Any
    found: Any

    @property
    def is_stated(self) -> bool:
        """Whether the document states the field."""
        return self.outcome not in (Outcome.SILENT, Outcome.INVENTED)

    @property
    def is_miss(self) -> bool:
        """Whether there is anything to look at."""
        return self.outcome not in (Outcome.RIGHT, Outcome.SILENT)


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is labelled, found and compared.

    `expected` and `found` return None for what is not there. `unsure` names the field whose
    uncertainty this one shares.
    """

    name: str
    expected: Callable[[Label], Any]
    found: Callable[[Answer], Any]
    matches: Callable[[Any, Any], bool]
    unsure: str | None = None


def score(labels: Iterable[Label], answers: Mapping[Path, Answer]) -> list[Result]:
    """Every field of every document; of those that are no postmortems only the verdict."""
    results = []
    for label in labels:
        answer = answers.get(label.file, Answer({}))
        expected = "postmortem" if label.is_postmortem else "not-a-postmortem"
        outcome = Outcome.RIGHT if answer.verdict == expected else Outcome.WRONG
        results.append(Result(label.id, "verdict", outcome, False, expected, answer.verdict))
        if label.is_postmortem:
            results += [found for field in FIELDS if (found := _compare(field, label, answer))]
    return results


def _compare(field: Field, label: Label, answer: Answer) -> Result | None:
    expected, found = field.expected(label), field.found(answer)
    if isinstance(expected, Unscored):
        return None
    if expected is None:
        outcome = Outcome.SILENT if found is None else Outcome.INVENTED
    elif found is None:
        outcome = Outcome.MISSED
    else:
        outcome = Outcome.RIGHT if field.matches(expected, found) else Outcome.WRONG
    unsure = (field.unsure or field.name) in label.uncertain
    return Result(label.id, field.name, outcome, unsure, expected, found)


@dataclass(frozen=True, slots=True)
class Title:
    """A labelled title; any is right where the document's own says nothing."""

    text: str
    any_is_right: bool

    def __str__(self) -> str:
        return f"any, for {self.text!r}" if self.any_is_right else self.text


def normalise_title(title: str) -> str:
    """Its words; `postmortem:` in front, a date and "report" beside it are optional."""
    title = _WRITTEN_DATE.sub(" ", _ISO_DATE.sub(" ", title.lower()))
    words = re.findall(r"[^\W_]+", title)
    text = _POSTMORTEM.sub("postmortem", " ".join(words))
    return re.sub(r"^postmortem(?: report)?(?: title name)?\b", "", text).strip() or text


def _expected_title(label: Label) -> Title | Unscored | None:
    title = label.text("title")
    if label.facts.get("title_is_generic"):
        return Title(title or "Postmortem", True)
    # A title for a document without one is no invention.
    return Unscored() if title is None else Title(title, False)


def _same_title(expected: Title, found: str) -> bool:
    return expected.any_is_right or normalise_title(expected.text) == normalise_title(found)


@dataclass(frozen=True, slots=True)
class Clock:
    """A labelled time; the day is compared where it is known and not in doubt."""

    date: str | None
    time: str

    def __str__(self) -> str:
        return f"{self.date} {self.time}" if self.date else self.time


def _expected_clock(name: str) -> Callable[[Label], Clock | None]:
    def expected(label: Label) -> Clock | None:
        text = label.text(name)
        if text is None:
            return None
        date, _, time = text.rpartition(" ")
        return Clock(None if "date" in label.uncertain or not date else date, time.zfill(5)[:5])

    return expected


def _found_clock(name: str) -> Callable[[Answer], Clock | None]:
    def found(answer: Answer) -> Clock | None:
        time = answer.clock(name)
        return None if time is None else Clock(answer.date(name), time)

    return found


def _same_clock(expected: Clock, found: Clock) -> bool:
    return expected.time == found.time and expected.date in (None, found.date)


@dataclass(frozen=True, slots=True)
class Causes:
    """The root causes that are accepted, as parents; the first is the label."""

    terms: tuple[str, ...]

    def __str__(self) -> str:
        return " or ".join(self.terms)


def _expected_causes(label: Label) -> Causes | None:
    first = label.text("root_cause")
    if first is None:
        return None
    return Causes((first, *(label.facts.get("root_cause_also_accepted") or ())))


def _within(places: int) -> Callable[[Causes, list[str]], bool]:
    def matches(expected: Causes, found: list[str]) -> bool:
        return any(term.partition("/")[0] in expected.terms for term in found[:places])

    return matches


def _explicit(name: str) -> Callable[[Label], str | Unscored | None]:
    """Only what is said outright, and what is not there at all, can be right or wrong."""

    def expected(label: Label) -> str | Unscored | None:
        said = label.text(name)
        if said == "none":
            return None
        return said if said == "explicit" else Unscored()

    return expected


def _equal(expected: object, found: object) -> bool:
    return expected == found


def _count(name: str) -> Callable[[Label], int | None]:
    def expected(label: Label) -> int | None:
        number = label.number(name)
        return None if number is None else int(number)

    return expected


FIELDS = (
    Field("title", _expected_title, lambda answer: answer.value("title"), _same_title),
    Field(
        "date",
        lambda label: label.text("date"),
        lambda answer: answer.date("started_at"),
        _equal,
    ),
    Field("start", _expected_clock("started"), _found_clock("started_at"), _same_clock),
    Field("end", _expected_clock("ended"), _found_clock("resolved_at"), _same_clock),
    Field(
        "zone",
        lambda label: label.text("timezone"),
        lambda answer: answer.value("timezone"),
        same_zone,
    ),
    Field("duration", _count("duration_minutes"), lambda answer: answer.duration, _equal),
    Field(
        "percent",
        lambda label: label.number("users_percent"),
        lambda answer: answer.percent,
        _equal,
    ),
    Field(
        "severity",
        lambda label: label.text("severity"),
        lambda answer: answer.value("severity"),
        lambda expected, found: expected.lower().replace("-", "") == found.lower().replace("-", ""),
    ),
    Field(
        "timed entries",
        _count("timeline_entries_with_a_time"),
        lambda answer: answer.timed_entries,
        _equal,
    ),
    Field(
        "action items",
        _count("action_items"),
        lambda answer: len(answer.listed("action_items")),
        _equal,
    ),
    Field(
        "misleading path",
        _explicit("misleading_path"),
        lambda answer: answer.listed("misleading_paths") or None,
        lambda expected, found: True,
    ),
    Field(
        "escalation",
        _explicit("escalation"),
        lambda answer: answer.listed("escalations") or None,
        lambda expected, found: True,
    ),
    Field("root cause", _expected_causes, lambda answer: answer.root_causes or None, _within(1)),
    Field(
        f"root cause, top {TOP}",
        _expected_causes,
        lambda answer: answer.root_causes or None,
        _within(TOP),
        "root cause",
    ),
)
