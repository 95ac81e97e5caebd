"""What of one event was known when it happened: an event to what is told of it then and later."""

import re
from dataclasses import dataclass
from datetime import date

from postmortem_kb.model import Event, EventKind
from postmortem_kb.reading_groups.telling.hindsight import (
    Test,
    is_hindsight,
    is_result,
    split_passage,
)

_LATE_COLUMN = re.compile(
    r"\b(?:causes?|caused|reasons?|why|durations?|length|lasted|took|ends?|ended|until|downtime"
    r"|resol\w+|outcomes?|results?|fix\w*|remed\w+|recover\w+|restor\w+|mitigat\w+|impacts?"
    r"|mt{1,2}[a-z]|tt[a-z]|time to|lessons?|learn\w*|follow(?:ed|ing|s)?|actions? items?|hindsight"
    r"|total)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`\n]*`")
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])[:h](?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
    r"(?:\s?(?P<half>[ap])\.?m\b)?",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_DAY_MINUTES = 24 * 60
_OVER_MIDNIGHT = 6 * 60
"""Minutes after midnight, at most, that a time is taken for one of the next day."""


@dataclass(frozen=True, slots=True)
class Known:
    """Markdown of an event: `text` and `details` were known then, `late` was not.

    `late_columns` are the cells of a timeline's table that say how it went on. Any may be empty.
    """

    text: str
    details: str
    late: str
    late_columns: str


def split_event(event: Event, is_withheld: Test | None = None) -> Known:
    """Part an event into what was known then and what tells more. Nothing is lost.

    Withheld is what `is_withheld` is true of (`find_test` where None is given), every sentence with
    a later time than the event's own, and every column of a table whose heading is about causes,
    ends, lengths or lessons.
    """
    test = is_withheld or find_test(event)
    text, columns = _without_late_columns(event)

    def is_late(piece: str) -> bool:
        return test(piece) or tells_later_time(piece, event)

    told, late = split_passage(text, is_late)
    details, late_details = split_passage(event.details, is_late)
    return Known(told, details, _join(late, late_details), columns)


def find_test(event: Event) -> Test:
    """What of an event is hindsight; of a hypothesis also what came of it."""
    if event.kind is not EventKind.HYPOTHESIS:
        return is_hindsight
    return lambda text: is_hindsight(text) or is_result(text)


def tells_later_time(text: str, event: Event) -> bool:
    """Whether a sentence names a time after the event. The end of the event's own range is none,
    but for a hypothesis: how long that was held is not known while it is."""
    if event.at is None:
        return False
    bare = _CODE.sub(" ", text)
    own = event.at.stated.local
    if event.at.stated.has_day and (days := _find_days(bare)):
        last = event.until.stated.local.date() if event.until else own.date()
        return any(day > last for day in days)
    if not event.at.has_time:
        return False
    start = own.hour * 60 + own.minute
    length = 0
    if event.until is not None and event.kind is not EventKind.HYPOTHESIS:
        end = event.until.stated.local
        length = (end.hour * 60 + end.minute - start) % _DAY_MINUTES
    return any(_is_later(_read(match), start, length) for match in _CLOCK.finditer(bare))


def _find_days(text: str) -> list[date]:
    days: list[date] = []
    for found in _DAY.findall(text):
        try:
            days.append(date.fromisoformat(found))
        except ValueError:
            continue
    return days


def _read(match: re.Match[str]) -> int:
    """Minutes since midnight."""
    hour = int(match["hour"])
    if half := match["half"]:
        hour = hour % 12 + (12 if half in "pP" else 0)
    return hour * 60 + int(match["minute"])


def _is_later(clock: int, start: int, length: int) -> bool:
    """Whether a clock time without a day comes after an event; all in minutes."""
    ahead = (clock - start) % _DAY_MINUTES
    is_same_day = clock > start and ahead < _DAY_MINUTES - _OVER_MIDNIGHT
    return ahead > length and (is_same_day or ahead <= _OVER_MIDNIGHT)


def _without_late_columns(event: Event) -> tuple[str, str]:
    text, limit = event.text, len(event.text)
    late: list[str] = []
    for heading, passage in reversed(event.columns):
        start = text.rfind(passage, 0, limit)
        if start < 0:
            continue
        limit = start
        if _LATE_COLUMN.search(heading):
            before = text[:start].rstrip().removesuffix("–").rstrip()
            after = text[start + len(passage) :].lstrip()
            text = " ".join(
                part for part in (before, after if before else after.lstrip("– ")) if part
            )
            late.insert(0, passage)
    return text, _join(*late)


def _join(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
