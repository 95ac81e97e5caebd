"""A session's page: all that its file says, the invitation before and the minutes after."""

import re
from html import unescape

import pytest

from making import at, catalogue_of, make, to_html
from meetings import CATALOGUE, MINUTES, TIMELINE, headings, links, meet, text_of
from postmortem_kb.page import PageKind
from postmortem_kb.pages.reading_groups.session_page import render_session
from postmortem_kb.reading_groups.programme import build_programme
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.settings import Settings


def page_of(session: Session, *others: Session) -> str:
    programme = build_programme([session, *others])
    page = render_session(session, programme, CATALOGUE, Settings())
    assert isinstance(page.content, str)
    return page.content


def html_of(session: Session, *others: Session) -> str:
    return to_html(page_of(session, *others))


def facts(html: str) -> dict[str, str]:
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", html, re.DOTALL)
    return {label: text_of(value) for label, value in found}


def test_the_page_stands_in_the_place_of_its_file() -> None:
    session = meet("2026-11-26-disks")
    page = render_session(session, build_programme([session]), CATALOGUE, Settings())
    assert page.path == "reading-groups/2026-11-26-disks.md"
    assert page.kind is PageKind.SESSION
    assert page.source == "docs/reading-groups/2026-11-26-disks.md"


def test_every_fact_is_shown() -> None:
    session = meet(
        "a",
        duration="1 h 30 min",
        format="comparison",
        location="https://meet.example/rg",
        facilitator="@lead",
        note_taker="on-call engineer",
    )
    assert facts(html_of(session)) == {
        "When": "Thursday, 26 November 2026, 15:00 Europe/Berlin (UTC+01:00)",
        "How long": "1 h 30 min",
        "Group": "Payments",
        "How": "Comparison",
        "Where": "https://meet.example/rg",
        "Facilitator": "@lead",
        "Note taker": "on-call engineer",
    }
    assert links(html_of(session))["https://meet.example/rg"] == "https://meet.example/rg"


def test_what_is_not_stated_takes_no_place() -> None:
    assert list(facts(html_of(meet("a")))) == ["When", "How long", "Group", "How"]


def test_a_room_is_no_link() -> None:
    html = html_of(meet("a", location="Room 4 <b>"))
    assert facts(html)["Where"] == "Room 4 <b>"
    assert "<b>" not in html


def test_a_browser_can_read_the_start() -> None:
    assert 'class="pm-instant" datetime="2026-11-26T15:00+01:00"' in page_of(meet("a"))


def test_what_is_read_is_linked_with_its_day_and_reading_time() -> None:
    html = html_of(meet("a", reads=("one", "two")))
    assert links(html)["A full disk stopped payments"] == "../postmortems/one.md"
    assert links(html)["Search was slow"] == "../postmortems/two.md"
    assert "8 June 2024, 1 min to read" in text_of(html)


def test_packets_and_the_calendar_are_a_click_away() -> None:
    found = links(html_of(meet("a", group="Payments on-call")))
    assert found["For participants"] == "a/participant.md"
    assert found["For the facilitator"] == "a/facilitator.md"
    assert found["Download"] == "payments-on-call.ics"


def test_a_replay_to_come_gives_neither_title_nor_end_away() -> None:
    page = page_of(meet("a", title="Replay", format="replay"))
    html = to_html(page)
    assert links(html)["Incident of 8 June 2024: Payments"] == "../postmortems/one/replay.md"
    assert "Nothing to read before." in text_of(html)
    assert "disk" not in page
    assert "min to read" not in page
    assert "postmortems/one.md" not in page


def test_a_replay_to_come_of_a_record_without_a_replay_names_it_neutrally() -> None:
    html = html_of(meet("a", title="Replay", format="replay", reads=("two",)))
    assert "Incident of 9 July 2024" in text_of(html)
    assert "Search was slow" not in html
    assert "postmortems/two" not in html


def test_a_replay_that_was_held_links_to_the_record() -> None:
    html = html_of(meet("a", MINUTES, format="replay"))
    assert links(html)["A full disk stopped payments"] == "../postmortems/one.md"
    assert "Nothing to read before" not in html


def test_a_replays_own_words_give_nothing_away_either() -> None:
    questions = ["What did the *dashboards* show?", "How full may a disk be?"]
    page = page_of(
        meet("b", "# Full disks\n\nBring a laptop.\n", format="replay", questions=questions),
        meet("a", title="Before: a disk", format="replay", starts_at="2026-10-01T15:00"),
        meet("c", title="After: a disk", format="replay", starts_at="2026-12-01T15:00"),
    )
    html = to_html(page)
    assert headings(html) == [
        (1, "Payments, 26 November 2026"),
        (2, "What is read"),
        (2, "Questions"),
    ]
    assert text_of(html.partition("Questions</h2>")[2]).startswith(
        "What did the *dashboards* show? 1 more question comes after the story."
    )
    assert "Payments, 1 October 2026" in links(html)
    assert "Payments, 1 December 2026" in links(html)
    assert "disk" not in page.lower()


def test_where_no_question_may_be_shown_their_number_is() -> None:
    html = html_of(meet("a", title="Replay", format="replay", questions=["How full is a disk?"]))
    assert text_of(html).endswith("Questions 1 question comes after the story.")


def test_a_replay_to_come_is_started_by_a_button() -> None:
    html = html_of(meet("a", "# Replay\n\nBring a laptop.\n", format="replay"))
    button = (
        '<a class="md-button md-button--primary" href="../postmortems/one/replay.md">'
        "Start the replay</a>"
    )
    assert html.index(button) < html.index("Bring a laptop.") < html.index("<dl")


def test_each_of_several_replays_has_a_button_with_its_name() -> None:
    catalogue = catalogue_of(
        make("one", at("2024-06-08"), TIMELINE), make("three", at("2024-08-10"), TIMELINE)
    )
    session = meet("a", title="Replay", format="replay", reads=("one", "three"))
    page = render_session(session, build_programme([session]), catalogue, Settings())
    assert isinstance(page.content, str)
    buttons = re.findall(r'<a class="md-button[^"]*" href="(.*?)">(.*?)</a>', to_html(page.content))
    assert [(target, text_of(label)) for target, label in buttons] == [
        ("../postmortems/one/replay.md", "Start the replay: Incident of 8 June 2024"),
        ("../postmortems/three/replay.md", "Start the replay: Incident of 10 August 2024"),
    ]


@pytest.mark.parametrize(
    ("body", "kind", "reads"),
    [(MINUTES, "replay", "one"), ("", "discussion", "one"), ("", "replay", "two")],
)
def test_there_is_no_button_where_no_replay_is_to_come(body: str, kind: str, reads: str) -> None:
    html = html_of(meet("a", body, title="Replay", format=kind, reads=(reads,)))
    assert "Start the replay" not in html


def test_a_script_can_tell_when_a_session_without_minutes_is_over() -> None:
    html = html_of(meet("a", duration="45 min"))
    assert 'data-start="2026-11-26T15:00+01:00"' in html
    assert 'data-minutes="45"' in html
    assert "data-start" not in html_of(meet("a", MINUTES))


def test_questions_are_listed_as_written() -> None:
    html = html_of(meet("a", questions=["What did the *dashboards* show?", "# no heading"]))
    assert (2, "Questions") in headings(html)
    assert "<li>What did the *dashboards* show?</li>" in unescape(html)
    assert "<li># no heading</li>" in unescape(html)


def test_the_heading_that_repeats_the_title_is_left_out() -> None:
    html = html_of(meet("a", "# What *disks* tell\n\nBring one alert.\n"))
    assert headings(html) == [(1, "What disks tell"), (2, "What is read")]
    assert "Bring one alert." in html


def test_what_stands_before_the_minutes_invites_above_the_facts() -> None:
    html = html_of(meet("a", "# Disks\n\nBring one alert.\n\n## Notes\n\nWe met.\n"))
    assert html.index("Bring one alert.") < html.index("<dl") < html.index("We met.")


def test_a_heading_other_than_the_title_moves_below_it() -> None:
    html = html_of(meet("a", "# Agenda\n\nRead.\n\n## Then\n\nTalk.\n", title="Disks"))
    assert headings(html) == [
        (1, "Disks"),
        (2, "What is read"),
        (2, "Agenda"),
        (3, "Then"),
    ]


@pytest.mark.parametrize("empty", ["", "-", "<!-- what was said -->", "- [ ]"])
def test_sections_of_the_minutes_that_are_empty_are_left_out(empty: str) -> None:
    html = html_of(meet("a", f"## Agenda\n\n{empty}\n\n## Notes\n\n{empty}\n\n## Takeaways\n"))
    assert headings(html)[2:] == [(2, "Agenda")]


def test_a_section_is_not_empty_where_one_below_it_says_something() -> None:
    html = html_of(meet("a", "## Notes\n\n### On disks\n\nThey fill.\n\n## Takeaways\n"))
    assert headings(html)[2:] == [(2, "Notes"), (3, "On disks")]


def test_nothing_that_was_written_is_lost() -> None:
    body = """
    Introduction, *marked* too

    # Disks

    Below the title.

    ## Agenda
    1. Read
    2. Talk

    ## Notes

    | What | Taken for |
    |---|---|
    | slow | load |

    ```
    no heading
    ```

    #1234 is a ticket.

    ## Takeaways
    Before the list:
    - Disks fill.
      - Slowly.

    ## Follow-up questions
    - [x] How many? Eleven.

    ## Something else

    Kept too.
    """
    said = text_of(html_of(meet("a", body)))
    for words in (
        "Introduction, marked too Below the title.",
        "Agenda Read Talk",
        "slow load",
        "no heading",
        "#1234 is a ticket.",
        "Before the list: Disks fill. Slowly.",
        "How many? Eleven.",
        "Something else Kept too.",
    ):
        assert words in said


def test_the_sessions_of_the_group_before_and_after_are_linked() -> None:
    html = html_of(
        meet("b", title="Now"),
        meet("a", title="Before", starts_at="2026-10-01T15:00"),
        meet("c", title="After", starts_at="2026-12-01T15:00"),
        meet("d", title="Elsewhere", group="Storage", starts_at="2026-11-30T15:00"),
    )
    found = links(html)
    assert (found["Before"], found["After"]) == ("a.md", "c.md")
    assert "Elsewhere" not in html


def test_whatever_a_title_holds_shows_as_it_is() -> None:
    title = 'a | b <script>alert(1)</script> [x](y) "q"'
    html = html_of(meet("a", title=title, group=title, facilitator=title))
    assert headings(html)[0] == (1, title)
    assert "<script" not in html


def test_the_description_says_what_it_is_and_no_more() -> None:
    assert (
        'description: "Reading session of Payments on 26 November 2026: replay of 2 incidents."'
        in page_of(meet("a", format="replay", title="x", reads=("one", "two")))
    )
