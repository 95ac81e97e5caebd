"""Which of the two numbers of `05-02-2022` is the day, by the document's own evidence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from postmortem_kb.extraction.times.clock_text import DateMention


class DayOrder(StrEnum):
    """The order of day and month in numeric dates."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class Calendar:
    """How numeric dates are read; `order` is None where the document leaves it open."""

    order: DayOrder | None

    def resolve(self, mention: DateMention) -> DateMention | None:
        """The mention with day and month in order; None where that is open."""
        if mention.numbers is None:
            return mention
        first, second = mention.numbers
        if self.order is None:
            return None
        day, month = (first, second) if self.order is DayOrder.DAY_FIRST else (second, first)
        return replace(mention, day=day, month=month, numbers=None)


def find_day_order(mentions: Iterable[DateMention], chosen: DayOrder | None = None) -> Calendar:
    """Settle the order of day and month for a whole document.

    A number above 12 settles it, and so does a written-out date that fits only one of the two
    readings; where the evidence goes both ways, it stays open. `chosen` overrides all of that.
    """
    if chosen is not None:
        return Calendar(chosen)
    given = list(mentions)
    named = {day for mention in given if (day := _named(mention)) is not None}
    found: set[DayOrder] = set()
    for mention in given:
        if mention.numbers is not None:
            found |= _by_named(mention, named)
        elif mention.year and (order := _by_size(mention)) is not None:
            found.add(order)
    return Calendar(found.pop() if len(found) == 1 else None)


def _by_size(mention: DateMention) -> DayOrder | None:
    numbers = [part.strip() for part in re.split(r"[-/.,]", mention.text)]
    if len(numbers) != 3 or not all(part.isdigit() for part in numbers) or len(numbers[2]) != 4:
        return None
    first, second = int(numbers[0]), int(numbers[1])
    if first > 12:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if second > 12 else None


def _named(mention: DateMention) -> date | None:
    """A day whose month is written out or whose order is fixed by its form."""
    is_numeric = mention.numbers is not None or _by_size(mention) is not None
    return None if is_numeric else mention.as_date()


def _by_named(mention: DateMention, named: set[date]) -> set[DayOrder]:
    found: set[DayOrder] = set()
    for order in DayOrder:
        resolved = Calendar(order).resolve(mention)
        day = resolved.as_date() if resolved else None
        if day in named or (day is not None and day.replace(year=1904) in named):
            found.add(order)
    return found if len(found) == 1 else set()
