"""Anniversaries: the incidents of a calendar month, from whichever year. Days to values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.picking.teaching import Assessment

_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True, slots=True)
class MonthOfIncidents:
    """The most instructive records whose incident began in a month, 1 to 12, the oldest first;
    `total` is how many there are."""

    number: int
    postmortems: tuple[Postmortem, ...]
    total: int


def find_months(ranked: Sequence[Assessment], *, most: int) -> tuple[MonthOfIncidents, ...]:
    """All twelve months, each with at most `most` of the records that stand first in `ranked`."""
    months: dict[int, list[Postmortem]] = {number: [] for number in range(1, 13)}
    for one in ranked:
        if (day := day_of(one.postmortem)) is not None:
            months[day.month].append(one.postmortem)
    return tuple(
        MonthOfIncidents(number, tuple(sorted(records[:most], key=_oldest_first)), len(records))
        for number, records in months.items()
    )


def find_anniversary(postmortem: Postmortem, today: date) -> str | None:
    """`two years ago this month`, for an incident of an earlier year whose date is known."""
    day = day_of(postmortem)
    if day is None or day.month != today.month or day.year >= today.year:
        return None
    years = today.year - day.year
    return f"{spell_number(years)} year{'s' if years != 1 else ''} ago this month"


def day_of(postmortem: Postmortem) -> date | None:
    """The local day on which the incident began, where it is known."""
    started = postmortem.incident.started
    return started.date if started is not None else None


def spell_number(number: int) -> str:
    """`two`; in figures from thirteen on."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else str(number)


def _oldest_first(postmortem: Postmortem) -> tuple[date, str]:
    return day_of(postmortem) or date.max, postmortem.id
