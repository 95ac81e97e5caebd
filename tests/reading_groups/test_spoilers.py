"""What is told before the story, and what of an event could not be known then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import REPOSITORY
from making import TAXONOMY, make
from postmortem_kb.knowledge_base import load
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.telling.sentences import split_sentences
from postmortem_kb.reading_groups.telling.spoilers import (
    find_opening,
    name_neutrally,
    split_hindsight,
)
from postmortem_kb.settings import Settings
from postmortem_kb.taxonomy import TermSet
from records import PROPERTY, parse, taxonomy_of
from varied_records import make_taxonomy, make_varied

OWN = load(Settings(root=REPOSITORY, docs_dir=REPOSITORY / "docs"), today=None)
START = "started_at: 2024-06-08T13:15\ntimezone: UTC"


def name(front_matter: str) -> str:
    return name_neutrally(make("a", front_matter, title="The disk died"), TAXONOMY)


def opening(front_matter: str, body: str = "", title: str = "It broke") -> list[str]:
    """What an opening says beyond day and place."""
    return list(find_opening(make("a", front_matter, body, title=title), TAXONOMY))[1:]


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        (f"{START}\nservices: [shop]", "Incident of 8 June 2024: Shop"),
        (f"{START}\nservices: [shop, search]", "Incident of 8 June 2024: Shop and Search"),
        (f"{START}\nkind: near-miss", "Near miss of 8 June 2024"),
        (f"{START}\nkind: exercise", "Exercise of 8 June 2024"),
        (
            "started_at: --06-08T10:00\ntimezone: UTC",
            "Incident of 8 June, year not known",
        ),
        ("started_at: T10:00\ntimezone: UTC\nservices: [shop]", "Incident, day not known: Shop"),
        ("timezone: UTC", "Incident, day not known"),
    ],
)
def test_a_record_is_named_by_kind_day_and_place(front_matter: str, expected: str) -> None:
    assert name(front_matter) == expected


def test_a_service_that_was_only_the_cause_is_not_named() -> None:
    assert name(f"{START}\nservices: [shop]\ncause_services: [search]") == (
        "Incident of 8 June 2024: Shop"
    )


def test_the_only_service_that_was_hurt_is_named_even_if_it_was_the_cause() -> None:
    assert name(f"{START}\nservices: [shop]\ncause_services: [shop]").endswith(": Shop")


def test_of_several_services_that_were_hurt_one_that_was_the_cause_is_not_named() -> None:
    fields = f"{START}\nservices: [shop, search]\ncause_services: [search]"
    assert name(fields) == "Incident of 8 June 2024: Shop"
    assert find_opening(
        make("a", f"{fields}\nimpact: The search was not available."), TAXONOMY
    ) == ("This is an incident of 8 June 2024. What was affected: Shop.",)


def test_where_all_services_that_were_hurt_were_the_cause_none_stands_out() -> None:
    fields = f"{START}\nservices: [shop, search]\ncause_services: [search, shop]"
    assert name(fields) == "Incident of 8 June 2024: Shop and Search"


@pytest.mark.parametrize(
    "sentence",
    [
        "One node had stopped, therefore the other took twice the load.",
        "A stuck deploy held every worker.",
        "The shop was slow, hence visitors left.",
        "A rollout made the shop slow.",
        "The shop was overloaded, so that payments failed.",
        "A worker kept the payments waiting.",
    ],
)
def test_a_sentence_that_says_why_is_not_told(sentence: str) -> None:
    fields = f"{START}\nservices: [shop]\nroot_causes: [hardware/disk]\nimpact: {sentence}"
    assert opening(fields) == []


def test_of_a_sentence_the_part_that_gives_nothing_away_is_told() -> None:
    fields = f"{START}\nroot_causes: [hardware/disk]\nimpact: A stuck deploy; visitors saw errors."
    assert opening(fields) == ["Visitors saw errors."]


def test_without_a_known_cause_only_symptoms_and_services_are_told() -> None:
    impact = "Visitors of the shop saw errors. A marmot sat on the shop's cable."
    fields = f"{START}\nservices: [shop]\nimpact: {impact}"
    assert opening(fields) == ["Visitors of the shop saw errors."]
    assert len(opening(f"{fields}\nroot_causes: [hardware/disk]")) == 2
    assert len(opening(f"{fields}\nroot_causes: [unknown]")) == 1


EXPECTED = {
    "2023-04-15-checkout-gateway-integration-crash": [
        "This is an incident of 15 April 2023. What was affected: Web application checkout.",
        "Users could not reach the checkout and some saw slow pages; carts were abandoned and "
        "sales were lost.",
        "They could not enter the checkout, and some of them met pages that loaded slowly.",
    ],
    "2023-06-07-online-payments-gateway-parameter": [
        "This is an incident of 7 June 2023. What was affected: Online payments.",
        "Online payment was down and customers could not complete transactions.",
        "About a quarter of users were affected.",
        "The share of users affected is given as approximately 25 %.",
    ],
    "2023-06-08-nuru-payment-system-outage": [
        "This is an incident of 8 June 2023. What was affected: Nuru payment system.",
        "The Nuru payment system was completely out and no user could make a payment.",
    ],
    "2024-06-08-payment-gateway-disk-failure": [
        "This is an incident of 8 June 2024. What was affected: Payment gateway.",
        "Nobody could complete a purchase on the website while the payment gateway was out.",
        "The outage was critical: no transaction could be completed on the website.",
    ],
    "2024-08-18-payment-gateway-load-balancer": [
        "This is an incident of 18 August 2024. What was affected: Payment gateway.",
        "The payment gateway was intermittently down; transactions failed or were delayed.",
    ],
}


@pytest.mark.parametrize("record", OWN.postmortems, ids=lambda record: str(record.id))
def test_the_opening_of_our_own_records(record: Postmortem) -> None:
    assert list(find_opening(record, OWN.taxonomy)) == EXPECTED[record.id]


def test_with_nothing_else_only_day_and_place_are_said() -> None:
    record = make("a", f"{START}\nservices: [shop]")
    assert find_opening(record, TAXONOMY) == (
        "This is an incident of 8 June 2024. What was affected: Shop.",
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The disks of the shop were full.",
        "Shop users saw hardware alarms.",
        "The shop was down for an hour and a half.",
        "The shop was down until 14:45.",
        "The shop was restored.",
        "The shop was down because of a change.",
        "The shop failed after a release.",
        "Visitors were locked out once the certificate had expired.",
        "The shop failed, which turned out to be the doing of a cache.",
        "The shop sent people to the spare server.",
    ],
)
def test_a_sentence_that_gives_something_away_is_not_told(sentence: str) -> None:
    fields = f"""{START}
services: [shop]
root_causes: [hardware/disk]
trigger: expiry
mitigation: failover
impact: {{summary: "{sentence}"}}"""
    body = "## Root cause\n\nA certificate of the storage.\n\n## Resolution\n\nA spare took over.\n"
    assert opening(fields, body) == []


def test_a_word_of_a_later_event_gives_it_away() -> None:
    fields = f"{START}\nimpact: The search engine answered slowly."
    body = "## Timeline\n\n- 13:15 **Detected:** Slow.\n- 13:20 An engine was replaced.\n"
    assert opening(fields, body) == []


def test_what_only_a_left_out_sentence_explains_is_left_out() -> None:
    fields = f"{START}\nroot_causes: [hardware/disk]\nsummary: A disk failed. It hurt all visitors."
    assert opening(fields) == []


def test_a_sentence_that_says_it_again_is_left_out() -> None:
    fields = (
        f"{START}\nimpact: Visitors saw empty baskets.\nsummary: The visitors saw empty baskets."
    )
    assert opening(fields) == ["Visitors saw empty baskets."]


_WORDS = [
    f"{first}{second}" for first in "brel dorn fask gilp".split() for second in "ax ix ox".split()
]
_SENTENCE = st.lists(st.sampled_from(_WORDS), min_size=2, max_size=4).map(
    lambda words: " ".join(words).capitalize() + "."
)


@PROPERTY
@given(
    impact=st.lists(_SENTENCE, min_size=1, max_size=4),
    cause=_SENTENCE,
    resolution=_SENTENCE,
    events=st.lists(_SENTENCE, max_size=3),
    title=_SENTENCE,
)
def test_no_word_of_what_came_later_is_told(
    impact: list[str], cause: str, resolution: str, events: list[str], title: str
) -> None:
    timeline = "".join(f"- 13:2{number} {text}\n" for number, text in enumerate(events))
    body = (
        f"## Impact\n\n{' '.join(impact)}\n\n## Timeline\n\n- 13:15 **Detected:** So.\n{timeline}\n"
        f"## Root cause\n\n{cause}\n\n## Resolution\n\n{resolution}\n"
    )
    told = " ".join(opening(START, body, title=title)).lower()
    later = " ".join([cause, resolution, title, *events]).lower().replace(".", "").split()
    assert [word for word in later if word in told] == []


def test_no_opening_of_varied_records_says_why() -> None:
    taxonomy = taxonomy_of(make_taxonomy())
    for name, text in make_varied(200):
        parsed = parse(text, path=f"postmortems/{name}", taxonomy=taxonomy).postmortem
        assert parsed is not None
        reason = text.partition(" because ")[2].partition(".")[0]
        sentences = find_opening(parsed, taxonomy)
        assert reason not in " ".join(sentences)
        causes = {*parsed.incident.cause_services} - {*parsed.incident.services}
        labels = [taxonomy.get(TermSet.SERVICES, cause).label for cause in causes]
        assert [label for label in labels if label in sentences[0]] == []
        assert len(sentences) > 1 or not parsed.incident.root_causes


@pytest.mark.parametrize(
    ("text", "then", "more"),
    [
        ("The cache is cold.", "The cache is cold.", ""),
        (
            "The cache is examined. This is a false trail.",
            "The cache is examined.",
            "This is a false trail.",
        ),
        (
            "An error, which turned out to be unrelated, is examined. It is loud.",
            "It is loud.",
            "An error, which turned out to be unrelated, is examined.",
        ),
        (
            "The module is debugged. It has nothing\nto do with the outage.",
            "The module is debugged.",
            "It has nothing\nto do with the outage.",
        ),
        ("In hindsight, the graph said it.", "", "In hindsight, the graph said it."),
        (
            "It later emerged that a disk had failed.",
            "",
            "It later emerged that a disk had failed.",
        ),
        (
            "Looking there delays the finding of the cause.",
            "",
            "Looking there delays the finding of the cause.",
        ),
        ("Ten minutes later the alert clears.", "Ten minutes later the alert clears.", ""),
        ("It turns out that a disk is full.", "It turns out that a disk is full.", ""),
        ("The real cause is found: a disk.", "The real cause is found: a disk.", ""),
        (
            "Nobody looked at it until 14:15. An alert fires.",
            "An alert fires.",
            "Nobody looked at it until 14:15.",
        ),
    ],
)
def test_hindsight_is_parted_by_sentence(text: str, then: str, more: str) -> None:
    assert split_hindsight(text) == (then, more)


def test_hindsight_is_parted_by_list_item() -> None:
    text = "- The log is read.\n- It is a red herring. So they say.\n- Next."
    assert split_hindsight(text) == (
        "- The log is read.\n- Next.",
        "- It is a red herring. So they say.",
    )


def test_code_is_no_hindsight() -> None:
    text = "Read:\n\n```\nin hindsight\n```"
    assert split_hindsight(text) == (text, "")


@PROPERTY
@given(
    st.lists(
        st.sampled_from(
            [
                "A log.",
                "It is a red herring.",
                "In hindsight, so.",
                "**Bold. And bolder.**",
                "See `a. B`.",
                "\n\n",
                "\n\n- one\n- a dead end\n",
                "\n\n> quoted\n\n",
                "\n\n```\ncode. In vain.\n```\n",
            ]
        ),
        max_size=8,
    )
)
def test_no_word_is_lost_between_the_parts(parts: list[str]) -> None:
    text = " ".join(parts)
    then, more = split_hindsight(text)
    assert sorted(f"{then} {more}".split()) == sorted(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One. ", "Two! ", "Three?"]),
        ("See e.g. Redis. Then.", ["See e.g. Redis. ", "Then."]),
        ("Version 1.2 is out. Next.", ["Version 1.2 is out. ", "Next."]),
        ("Run `a. B` now. Next.", ["Run `a. B` now. ", "Next."]),
        ("It **fails. Often** so. Next.", ["It **fails. Often** so. ", "Next."]),
        ("(One. Two.) Three.", ["(One. Two.) ", "Three."]),
        ("It stops. nginx does.", ["It stops. nginx does."]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert list(split_sentences(text)) == expected
