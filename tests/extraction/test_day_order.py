"""Which number of a numeric date is the day, by the document's own evidence."""

from datetime import date

import pytest

from postmortem_kb.extraction.times.clock_text import DateMention, find_dates
from postmortem_kb.extraction.times.day_order import DayOrder, find_day_order


def mentions(text: str) -> list[DateMention]:
    return find_dates(text)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("05-02-2022", None),
        ("05-02-2022 and 13-02-2022", DayOrder.DAY_FIRST),
        ("05-02-2022 and 02-13-2022", DayOrder.MONTH_FIRST),
        ("05/02/2022, that is February 5, 2022", DayOrder.DAY_FIRST),
        ("05/02/2022, that is May 2", DayOrder.MONTH_FIRST),
        ("05/02/2022, 13/02/2022, 02/13/2022", None),
        ("05/02/2022 and 2022-12-13", None),
        ("05/05/2022", None),
    ],
)
def test_the_document_settles_the_order(text: str, order: DayOrder | None) -> None:
    assert find_day_order(mentions(text)).order is order


def test_a_chosen_order_overrides_the_evidence() -> None:
    calendar = find_day_order(mentions("13/02/2022"), DayOrder.MONTH_FIRST)
    assert calendar.order is DayOrder.MONTH_FIRST


@pytest.mark.parametrize(
    ("order", "day"),
    [
        (DayOrder.DAY_FIRST, date(2022, 2, 5)),
        (DayOrder.MONTH_FIRST, date(2022, 5, 2)),
        (None, None),
    ],
)
def test_an_open_day_is_resolved_only_by_an_order(order: DayOrder | None, day: date | None) -> None:
    (mention,) = mentions("05-02-2022")
    resolved = find_day_order([mention], order).resolve(mention)
    assert (resolved.as_date() if resolved else None) == day


def test_a_settled_day_needs_no_order() -> None:
    (mention,) = mentions("February 5, 2022")
    assert find_day_order([mention]).resolve(mention) == mention
