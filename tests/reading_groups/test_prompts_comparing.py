"""Prompts about several records side by side: each kind, in exactly these words."""

import pytest

from making import catalogue_of, make
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.prompts import find_comparing_prompts


def tell(day: str, fields: str = "", body: str = "") -> Postmortem:
    front_matter = f"timezone: UTC\nstarted_at: {day}T10:00\n{fields}"
    return make(f"{day}-outage", front_matter, body)


SHOP = tell(
    "2024-06-08",
    "services: [shop]\nroot_causes: [configuration/load-balancer]\ndetection: customer\n"
    "detected_at: 2024-06-08T10:25\nmitigated_at: 2024-06-08T11:20\n"
    "resolved_at: 2024-06-08T12:00\nmitigation: rollback\n"
    "contributing_factors: [All workers share one pool of connections]\n",
    "## Timeline\n\n- 10:25 **Detected:** Errors.\n- 10:30 **Hypothesis:** The database is slow.\n"
    "- 10:40 **Escalated:** The database team joins.\n\n## Action items\n\n"
    "- [ ] Alert on the queue\n- [ ] Limit retries\n",
)
SEARCH = tell(
    "2023-05-03",
    "services: [search]\nroot_causes: [configuration]\ndetection: monitoring\n"
    "detected_at: 2023-05-03T10:00\nresolved_at: 2023-05-03T10:45\nmitigation: failover\n"
    "contributing_factors: [Every worker takes from the same pool of connections]\n",
    "## Timeline\n\n- 10:00 **Detected:** An alert.\n- **Hypothesis:** Perhaps a full database?\n"
    "- 10:05 **Escalated:** The storage team joins.\n\n## Action items\n\n- [ ] Test failover\n",
)


def ask(*records: Postmortem) -> dict[str, str]:
    found = find_comparing_prompts(records, catalogue_of(*records))
    assert all(prompt.event is None for prompt in found)
    return {prompt.kind: prompt.question for prompt in found}


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        (
            "first-ideas",
            "What in the signals led to “database” first in both of them? Shop, 8 June 2024: “The "
            "database is slow”; Search, 3 May 2023: “Perhaps a full database?”.",
        ),
        (
            "shared-cause",
            "What do both incidents have in common beside the name of a cause, "
            "“Configuration”, and which one measure would reach them?",
        ),
        (
            "shared-factor",
            "What keeps this condition in place, and what else rests on it? In both records: "
            "“All workers share one pool of connections” and “Every worker takes from the same "
            "pool of connections”.",
        ),
        (
            "notices",
            "How did each come to be noticed when it was, and what could one learn from another? "
            "Shop, 8 June 2024: customer, 25 min after the start; Search, 3 May 2023: monitoring, "
            "at the stated start.",
        ),
        (
            "calls",
            "What led to calling in others at that point in each of them? Shop, 8 June 2024: "
            "15 min after the first notice; Search, 3 May 2023: 5 min after the first notice.",
        ),
        (
            "ends",
            "What ended each of them, and where could the way of one serve another? Shop, 8 June "
            "2024: rollback, 1 h 20 min after the start; Search, 3 May 2023: failover.",
        ),
        (
            "lengths",
            "What in the course of each accounts for the difference in length? Shop, 8 June 2024: "
            "2 h; Search, 3 May 2023: 45 min.",
        ),
        (
            "measures",
            "Which measure of one record would be of use to another, and is it there? Shop, 8 June "
            "2024: “Alert on the queue” and 1 more; Search, 3 May 2023: “Test failover”.",
        ),
    ],
)
def test_a_kind_of_prompt_compares_the_records(kind: str, question: str) -> None:
    assert ask(SHOP, SEARCH)[kind] == question


def test_one_record_is_not_compared() -> None:
    assert ask(SHOP) == {}


def test_what_is_the_same_in_all_of_them_is_no_difference() -> None:
    again = tell("2024-07-01", "services: [shop]\nresolved_at: 2024-07-01T12:00")
    assert "lengths" not in ask(SHOP, again)


def test_ideas_that_share_no_place_are_set_side_by_side_all_the_same() -> None:
    other = tell("2024-07-01", "", "## Timeline\n\n- 10:00 **Hypothesis:** The network is slow.\n")
    assert ask(SHOP, other)["first-ideas"].startswith(
        "What in the signals led to each of these first ideas? Shop, 8 June 2024: “The database is"
    )


def test_a_place_that_only_some_looked_at_is_counted() -> None:
    other = tell("2024-07-01", "", "## Timeline\n\n- 10:00 **Hypothesis:** The network is slow.\n")
    assert "“database” first in two of them?" in ask(SHOP, other, SEARCH)["first-ideas"]


def test_records_that_their_service_and_day_do_not_tell_apart_have_their_titles() -> None:
    twin = make(
        "twin", "timezone: UTC\nstarted_at: 2024-06-08T14:00\nservices: [shop]", title="Two"
    )
    found = ask(SHOP, make("bare", "timezone: UTC\nduration: 5 h", title="Bare"))["lengths"]
    assert found.endswith("Shop, 8 June 2024: 2 h; “Bare”: 5 h.")
    named = ask(SHOP, twin, tell("2024-06-09", "services: [shop]\nduration: 1 h"))["lengths"]
    assert "“Outage” (8 June 2024): 2 h; Shop, 9 June 2024: 1 h." in named


def test_an_end_made_up_on_the_spot_serves_no_other_incident() -> None:
    shop = tell("2024-06-08", "services: [shop]\nmitigation: rollback")
    search = tell("2023-05-03", "services: [search]\nmitigation: ad-hoc")
    assert "ends" not in ask(shop, search)
