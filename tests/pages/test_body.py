"""The story stays as it was written; timeline and action items get a form of their own."""

import re
from html import unescape

from making import at, make, to_html
from postmortem_kb.pages.body import render_body

DAY = at("2024-03-13")


def body_of(text: str, front_matter: str = DAY, title: str = "Outage") -> str:
    return render_body(make("one", front_matter, text, title=title))


def shown(markdown: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", to_html(markdown))).split())


def test_sections_stay_in_order_and_as_written() -> None:
    text = """
    Before any heading.

    ## Impact

    *Some* [text](a.md).

    ## Our own heading {: #own }

    1. one
    2. two
    """
    assert body_of(text) == (
        "Before any heading.\n\n## Impact\n\n*Some* [text](a.md).\n\n"
        "## Our own heading {: #own }\n\n1. one\n2. two"
    )


def test_a_first_heading_equal_to_the_title_is_left_out() -> None:
    assert body_of("# *Outage*\n\n## Impact\n\nx\n", title="'*Outage*'") == "## Impact\n\nx"


def test_other_headings_of_the_first_level_move_all_down() -> None:
    assert body_of("# Story\n\n## Part\n\n###### Deep\n") == "## Story\n\n### Part\n\n###### Deep"


def test_a_hash_that_is_no_heading_does_not_become_one() -> None:
    text = "See\n#1234 and\n\n```\n#!/bin/sh\n```\n"
    rendered = body_of(text)
    assert "\\#1234" in rendered
    assert "\n#!/bin/sh" in rendered


def test_events_show_time_kind_and_text() -> None:
    html = to_html(
        body_of(
            """
            ## Timeline

            - 13:15 – 13:45 **Ruled out:** the *cache*
            - 14:00 **Note:** plain
            - no time at all
            """
        )
    )
    items = [" ".join(item.split()) for item in re.findall(r"<li>(.*?)</li>", html, re.DOTALL)]
    assert items == [
        '<time class="pm-when pm-instant" datetime="2024-03-13T13:15+00:00">13:15 – 13:45</time> '
        '<span class="pm-kind pm-kind--ruled-out">Ruled out</span> the <em>cache</em>',
        '<time class="pm-when pm-instant" datetime="2024-03-13T14:00+00:00">14:00</time> plain',
        '<span class="pm-when"></span> no time at all',
    ]
    assert "Times in UTC." in html


def test_a_new_day_is_announced_once() -> None:
    html = to_html(body_of("## Timeline\n\n- 23:10 a\n- 23:50 – 00:20 b\n- 00:30 c\n- 01:00 d\n"))
    assert re.findall('pm-day">(.*?)<', html) == ["13 March 2024", "14 March 2024"]
    assert "23:50 – 14 March 2024, 00:20" in unescape(html)


def test_one_day_needs_no_announcement() -> None:
    assert "pm-day" not in body_of("## Timeline\n\n- 13:10 a\n- 13:50 b\n")


def test_times_in_different_zones_each_name_theirs() -> None:
    rendered = shown(body_of("## Timeline\n\n- 13:10 PDT a\n- 20:50 UTC b\n"))
    assert "13:10 PDT (UTC−07:00)" in rendered
    assert "20:50 UTC" in rendered
    assert "Times in" not in rendered


def test_an_unknown_zone_is_said_and_no_instant_claimed() -> None:
    rendered = body_of(
        "## Timeline\n\n- 13:10 a\n", "started_at: 2024-03-13T13:00\ntimezone: unknown"
    )
    assert "the time zone is unknown" in shown(rendered)
    assert "datetime=" not in rendered


def test_prose_around_and_between_events_is_kept_in_its_place() -> None:
    rendered = shown(
        body_of(
            """
            ## Timeline

            All by the office clock.

            - 13:10 first

            Then nothing for an hour.

            | Time | Event | Who |
            |---|---|---|
            | 14:10 | second | ops |

            That was all.
            """
        )
    )
    assert rendered == (
        "Timeline All by the office clock. Times in UTC. 13:10 first Then nothing for an hour. "
        "14:10 second ( Who: ops) That was all."
    )


def test_what_is_nested_below_an_event_stays_below_it() -> None:
    html = to_html(
        body_of("## Timeline\n\n- 13:10 first\n\n  More of it.\n\n  - nested\n- 13:20 second\n")
    )
    first = html.partition("first")[2].partition("second")[0]
    assert "<p>More of it.</p>" in first
    assert "<li>nested</li>" in first


def test_an_action_item_table_shows_states_and_only_columns_that_say_something() -> None:
    html = to_html(
        body_of(
            """
            ## Action items

            | Action | Type | Owner | Due | Status | Ticket |
            |---|---|---|---|---|---|
            | Watch `a\\|b` disks | detect | | 2024-07-01 | done | |
            | Add a *spare* | | | | declined: too dear | |
            """
        )
    )
    assert re.findall("<th>(.*?)</th>", html) == ["Action", "Type", "Due", "Status"]
    assert re.findall("<td>(.*?)</td>", html) == [
        "Watch <code>a|b</code> disks",
        "detect",
        "2024-07-01",
        '<span class="pm-chip pm-chip--done">Done</span>',
        "Add a <em>spare</em>",
        "",
        "",
        '<span class="pm-chip pm-chip--declined">Declined</span> too dear',
    ]


def test_columns_of_an_action_item_table_that_no_field_is_meant_for_are_kept() -> None:
    rendered = shown(
        body_of(
            "## Actions\n\n| Action | Status | Priority |\n|---|---|---|\n| Do it | open | P1 |\n"
        )
    )
    assert rendered == "Actions Action Status Priority Do it Open P1"


def test_a_task_list_becomes_a_table_and_keeps_its_prose() -> None:
    html = to_html(
        body_of(
            """
            ## Follow-up

            Agreed in the review:

            - [ ] Alert on disk | health (type: detect, owner: @storage, ticket: https://t.example/OPS-1)
            - [x] Done already

            See the board.
            """
        )
    )
    assert re.findall("<td>(.*?)</td>", html) == [
        "Alert on disk | health",
        "detect",
        "@storage",
        '<span class="pm-chip pm-chip--open">Open</span>',
        '<a href="https://t.example/OPS-1">OPS-1</a>',
        "Done already",
        "",
        "",
        '<span class="pm-chip pm-chip--done">Done</span>',
        "",
    ]
    assert "Agreed in the review:" in html
    assert "See the board." in html


def test_action_items_with_more_below_them_stay_a_list() -> None:
    html = to_html(
        body_of("## Action items\n\n- [ ] Alert (owner: @ops)\n\n  Because of this.\n- [x] Other\n")
    )
    assert "<table>" not in html
    assert "<p>Because of this.</p>" in html
    assert "Owner: @ops" in html


def test_lists_that_a_git_forge_shows_are_lists_here() -> None:
    html = to_html(body_of("## Impact\n\nWho noticed:\n- shop\n  - web\n- search\n"))
    assert html.count("<ul>") == 2
    assert "<li>web</li>" in html
