"""Which event rules out which hypothesis, and how long it was held."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import REPOSITORY
from postmortem_kb.knowledge_base import load
from postmortem_kb.model import Body
from postmortem_kb.reading_groups.telling.hypotheses import (
    find_hypotheses,
    find_hypotheses_until,
)
from postmortem_kb.settings import Settings
from records import PROPERTY
from stories import tell


def found(timeline: str) -> list[tuple[int, int | None, str | None]]:
    return [
        (one.event, one.ruled_out_by, str(one.lasted) if one.lasted else None)
        for one in find_hypotheses(tell(timeline))
    ]


def test_shared_words_tell_which_hypothesis_is_ruled_out() -> None:
    story = """\
- 10:00 **Hypothesis:** The cache is cold.
- 10:10 **Hypothesis:** A route was withdrawn.
- 10:25 **Ruled out:** All caches are warm.
"""
    assert found(story) == [(0, 2, "25 min"), (1, None, None)]


def test_forms_of_a_word_are_one() -> None:
    story = """\
- 10:00 **Hypothesis:** The pool is overloaded.
- 10:10 **Hypothesis:** A route was withdrawn.
- 10:25 **Ruled out:** There is no overload.
"""
    assert found(story) == [(0, 2, "25 min"), (1, None, None)]


def test_one_event_may_rule_out_several() -> None:
    story = """\
- 10:00 **Hypothesis:** The database has failed.
- **Hypothesis:** Changes to the database did it.
- 10:30 **Ruled out:** The database is sound.
"""
    assert found(story) == [(0, 2, "30 min"), (1, 2, None)]


def test_of_two_the_one_that_shares_more_is_meant() -> None:
    story = """\
- 10:00 **Hypothesis:** The database is overloaded.
- 10:05 **Hypothesis:** The proxy is overloaded.
- 10:30 **Ruled out:** The proxy has no overload.
"""
    assert found(story) == [(0, None, None), (1, 2, "25 min")]


@pytest.mark.parametrize(
    "said",
    [
        "Not it.",
        "Its load is as on any other day.",
        "Everything is warm.",
        "It works as it should. The first suspicion is dropped.",
        "The error rate stays the same.",
    ],
)
def test_what_names_nothing_rules_out_the_only_open_one(said: str) -> None:
    story = f"- 10:00 **Hypothesis:** The CDN is slow.\n- 10:30 **Ruled out:** {said}\n"
    assert found(story) == [(0, 1, "30 min")]


@pytest.mark.parametrize(
    "said",
    [
        "A marketing campaign as the reason for the traffic.",
        "A memory leak.",
        "It is not DNS.",
    ],
)
def test_what_names_something_else_does_not_rule_out_the_only_open_one(said: str) -> None:
    story = f"- 10:00 **Hypothesis:** The CDN is slow.\n- 10:30 **Ruled out:** {said}\n"
    assert found(story) == [(0, None, None)]


def test_without_shared_words_none_of_several_is_meant() -> None:
    story = """\
- 10:00 **Hypothesis:** The cache is cold.
- 10:10 **Hypothesis:** A route was withdrawn.
- 10:30 **Ruled out:** It was neither.
"""
    assert found(story) == [(0, None, None), (1, None, None)]


def test_one_that_is_ruled_out_is_open_no_more() -> None:
    story = """\
- 10:00 **Hypothesis:** The cache is cold.
- 10:10 **Ruled out:** The cache is warm.
- 10:20 **Hypothesis:** A route was withdrawn.
- 10:40 **Ruled out:** That was not it.
"""
    assert found(story) == [(0, 1, "10 min"), (2, 3, "20 min")]


def test_an_event_before_it_rules_nothing_out() -> None:
    story = "- 10:00 **Ruled out:** The cache is warm.\n- 10:10 **Hypothesis:** The cache.\n"
    assert found(story) == [(1, None, None)]


def test_the_end_of_its_own_range_tells_how_long_it_was_held() -> None:
    assert found("- 10:00 – 10:45 **Hypothesis:** The cache.\n") == [(0, None, "45 min")]


def test_words_of_every_response_connect_nothing() -> None:
    story = """\
- 10:00 **Hypothesis:** The team suspects the cache.
- 10:10 **Hypothesis:** The team suspects a route.
- 10:30 **Ruled out:** The team finds that the suspicion was wrong.
"""
    assert found(story) == [(0, None, None), (1, None, None)]


def test_the_hypotheses_of_our_own_records() -> None:
    own = load(Settings(root=REPOSITORY, docs_dir=REPOSITORY / "docs"), today=None)
    assert {
        record.id: [(one.event, one.ruled_out_by) for one in find_hypotheses(record)]
        for record in own.postmortems
    } == {
        "2023-04-15-checkout-gateway-integration-crash": [(2, None)],
        "2023-06-07-online-payments-gateway-parameter": [(1, 2)],
        "2023-06-08-nuru-payment-system-outage": [(2, 6), (4, 6), (8, None)],
        "2024-06-08-payment-gateway-disk-failure": [(2, None), (3, None)],
        "2024-08-18-payment-gateway-load-balancer": [],
    }


_STORY = st.lists(
    st.sampled_from(
        [
            "**Hypothesis:** The cache is cold.",
            "**Hypothesis:** A route was withdrawn.",
            "**Ruled out:** The cache is warm.",
            "**Ruled out:** Not it.",
            "**Ruled out:** No route was.",
            "**Note:** A look.",
        ]
    ),
    min_size=1,
    max_size=10,
)


@PROPERTY
@given(_STORY)
def test_at_every_stop_the_same_is_found_as_in_a_story_that_ends_there(events: list[str]) -> None:
    record = tell("".join(f"- 10:{at:02} – 11:{at:02} {text}\n" for at, text in enumerate(events)))
    all_found, told = find_hypotheses(record), record.body.events
    for after in range(len(told)):
        so_far = replace(record, body=Body("", 1, events=told[: after + 1]))
        assert find_hypotheses_until(all_found, told, after) == find_hypotheses(so_far)
