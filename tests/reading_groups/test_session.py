"""A session's text taken apart: what was held, what was taken away, what is still asked."""

import re
from textwrap import dedent

import pytest

from meetings import MINUTES, meet
from postmortem_kb.reading_groups.session import (
    MinutesKind,
    SessionBody,
    find_minutes_kind,
    find_near_heading,
    make_group_key,
    parse_session_body,
)
from postmortem_kb.record_templates.session import render_session_file


def parse(text: str) -> SessionBody:
    return parse_session_body(dedent(text), 1)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Notes", MinutesKind.NOTES),
        ("MINUTES", MinutesKind.NOTES),
        ("Takeaways", MinutesKind.TAKEAWAYS),
        ("Take-aways:", MinutesKind.TAKEAWAYS),
        ("What we learned", MinutesKind.TAKEAWAYS),
        ("💡 Key takeaways", MinutesKind.TAKEAWAYS),
        ("Follow-up questions", MinutesKind.FOLLOW_UPS),
        ("Open questions", MinutesKind.FOLLOW_UPS),
        ("Questions", None),
        # What a group is going to do, as likely as what it did.
        ("Discussion", None),
        ("Agenda", None),
    ],
)
def test_sections_of_the_minutes_are_known_by_their_headings(
    heading: str, kind: MinutesKind | None
) -> None:
    assert find_minutes_kind(heading) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "## Notes\n\n## Takeaways\n\n## Follow-up questions\n",
        "## Takeaways\n\n-\n-  \n* \n",
        "## Takeaways\n\n1.\n2. \n",
        "## Follow-up questions\n\n- [ ]\n",
        "## Notes\n\n<!-- roles, not names -->\n",
        "## Notes\n\n<!-- never closed",
        "Bring a laptop.\n\n## Agenda\n\nWe read, then we talk.\n",
    ],
)
def test_a_text_to_be_filled_in_is_no_minutes(text: str) -> None:
    body = parse(text)
    assert not body.has_minutes
    assert body.takeaways == body.follow_ups == ()


@pytest.mark.parametrize(
    "text",
    [
        "## Notes\n\nWe met.\n",
        "## Takeaways\n\n- Disks fill.\n",
        "## Follow-up questions\n\n- [ ] How many disks are there?\n",
        "## Notes\n\n### First half\n\nWe read.\n",
    ],
)
def test_one_section_that_says_something_is_enough(text: str) -> None:
    assert parse(text).has_minutes


def test_takeaways_are_the_items_of_the_list_without_empty_ones_and_comments() -> None:
    body = parse(
        """
        ## Takeaways

        <!-- one line each -->
        We agreed on three:

        - Disks fill.
        -
        - Alerts on cause
          arrive first.
        - Spares need a place.  <!-- where? -->
        """
    )
    assert body.takeaways == (
        "Disks fill.",
        "Alerts on cause\narrive first.",
        "Spares need a place.",
    )


def test_what_is_nested_below_an_item_belongs_to_it() -> None:
    body = parse("## Takeaways\n\n- Disks fill.\n    - Slowly.\n    - Then at once.\n- Next.\n")
    assert body.takeaways == ("Disks fill.\n- Slowly.\n- Then at once.", "Next.")


def test_numbered_items_count_too() -> None:
    assert parse("## Takeaways\n\n1. One.\n2. Two.\n").takeaways == ("One.", "Two.")


def test_without_a_list_each_paragraph_is_a_takeaway() -> None:
    body = parse("## Takeaways\n\nDisks\nfill.\n\n<!-- more? -->\n\nAlerts help.\n")
    assert body.takeaways == ("Disks\nfill.", "Alerts help.")


def test_each_row_of_a_table_is_a_takeaway() -> None:
    body = parse("## Takeaways\n\n| About | What |\n|---|---|\n| Disks | They fill |\n| | |\n")
    assert body.takeaways == ("Disks: They fill",)


def test_takeaways_below_smaller_headings_are_takeaways() -> None:
    body = parse("## Takeaways\n\n### On disks\n\n- They fill.\n\n## Agenda\n\n- Not this.\n")
    assert body.takeaways == ("They fill.",)


def test_a_smaller_heading_of_another_kind_is_its_own() -> None:
    body = parse("## Notes\n\nWe met.\n\n### Open questions\n\n- How many disks are there?\n")
    assert (body.takeaways, body.follow_ups) == ((), ("How many disks are there?",))


@pytest.mark.parametrize(
    ("stated", "body", "title"),
    [
        ("Stated", "# Heading\n", "Stated"),
        (None, "# Disks *and* `df`\n", "Disks and df"),
        (None, "## Notes\n", "Payments, 2026-11-26"),
    ],
)
def test_a_session_is_called_by_its_title_its_heading_or_group_and_day(
    stated: str | None, body: str, title: str
) -> None:
    assert meet("a", body, title=stated).title == title


@pytest.mark.parametrize(
    ("kind", "body", "hides"),
    [
        ("replay", "", True),
        ("replay", "## Takeaways\n\n-\n", True),
        ("replay", MINUTES, False),
        ("discussion", "", False),
        ("comparison", "", False),
        ("author-talk", "", False),
    ],
)
def test_only_a_replay_to_come_hides_how_it_ends(kind: str, body: str, hides: bool) -> None:
    assert meet("a", body, format=kind).hides_outcome is hides


@pytest.mark.parametrize(
    ("group", "key"),
    [
        ("Payments on-call", "payments-on-call"),
        ("  Zürich & Köln / SRE  ", "zürich-köln-sre"),
        ("支払い", "支払い"),
        ("../..", "group"),
        ("C", "c"),
        ("C++", "c-HASH"),
        ("Ops + Dev", "ops-dev-HASH"),
        ("🦄", "group-HASH"),
        ("payments " * 10, "payments-payments-payments-payments-payments-paymen-HASH"),
    ],
)
def test_a_groups_key_can_stand_in_a_url(group: str, key: str) -> None:
    assert re.sub(r"-[0-9a-f]{8}$", "-HASH", make_group_key(group)) == key


def test_groups_with_different_names_have_different_keys() -> None:
    names = [
        "C",
        "C++",
        "C#",
        "C*",
        "🦄",
        "🐙",
        "Team 🦄",
        "Team",
        *("x" * 70 + end for end in "yz"),
    ]
    assert len({make_group_key(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "names",
    [
        [
            "Payments on-call",
            "payments  On-Call",
            "Payments, on call",
            "payments_on/call",
            "PAYMENTS (on.call)",
        ],
        ["C++ on-call", "c++, On Call"],
        ["Team 🦄", "team  🦄"],
        ["Zürich", "Zu\u0308rich"],
    ],
)
def test_one_group_written_in_several_ways_has_one_key(names: list[str]) -> None:
    assert len({make_group_key(name) for name in names}) == 1


def test_a_groups_key_is_the_same_on_every_machine() -> None:
    assert make_group_key("C++") == "c-cedb1bac"


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Takeawys", "Takeaways"),
        ("Takeaway", "Takeaways"),
        ("Note", "Notes"),
        ("minute:", "Minutes"),
        ("Follow up question", "Follow-up questions"),
        ("Followup questions", "Follow-up questions"),
        ("Open question", "Open questions"),
        ("Lesson learned", "Lessons learned"),
        # Known, and no need to be anything else.
        ("Take-aways", None),
        ("Notes", None),
        # A group may have sections of its own.
        ("Notices", None),
        ("Agenda", None),
        ("Questions", None),
        ("Discussion", None),
        ("支払い", None),
        ("", None),
    ],
)
def test_a_heading_that_is_nearly_one_of_the_minutes_is_taken_for_it(
    heading: str, meant: str | None
) -> None:
    assert find_near_heading(heading) == meant


@pytest.mark.parametrize(
    ("kind", "before_notes"),
    [
        ("replay", "# Disks\n\n"),
        (
            "discussion",
            "# Disks\n\nPlease read it before we meet, and bring what surprised you.\n\n",
        ),
    ],
)
def test_the_file_of_a_new_replay_says_nothing_that_is_untrue_after_it(
    kind: str, before_notes: str
) -> None:
    text = render_session_file({"group": "Payments", "format": kind}, "Disks")
    assert text.partition("---\n\n")[2].partition("## Notes")[0] == before_notes
