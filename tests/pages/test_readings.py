"""What a record's page says of the groups that read it."""

from making import TAXONOMY, at, make, to_html
from meetings import MINUTES, headings, links, meet, text_of
from postmortem_kb.pages.postmortem import Surroundings, render_postmortem
from postmortem_kb.pages.reading_groups.readings import find_readings
from postmortem_kb.reading_groups.programme import build_programme
from postmortem_kb.reading_groups.session import Session


def html_of(*sessions: Session, has_replay: bool = False) -> str:
    record = make("one", at("2024-06-08"), title="Disk full")
    readings = tuple(find_readings("one", build_programme(sessions)))
    page = render_postmortem(
        record, TAXONOMY, Surroundings(readings=readings), has_replay=has_replay
    )
    assert isinstance(page.content, str)
    return to_html(page.content)


def section(html: str) -> str:
    return html.partition("Read together</h2>")[2].partition("<h2")[0]


def test_a_session_that_was_held_links_to_its_notes() -> None:
    html = section(html_of(meet("a", "## Notes\n\nWe met.\n", title="Disks")))
    assert text_of(html) == "Read on 26 November 2026 by Payments: notes of “Disks”"
    assert links(html) == {"notes of “Disks”": "../reading-groups/a.md"}


def test_a_session_without_minutes_is_on_the_programme() -> None:
    html = section(html_of(meet("a", title="Disks")))
    assert text_of(html) == "On the programme of Payments, 26 November 2026: Disks"
    assert links(html) == {"Disks": "../reading-groups/a.md"}


def test_a_replay_to_come_is_not_called_by_its_title() -> None:
    session = meet("a", title="Disks and flags", format="replay", reads=("one", "two"))
    html = section(html_of(session))
    assert text_of(html) == "On the programme of Payments, 26 November 2026: replay of 2 incidents"
    held = section(html_of(meet("a", MINUTES, title="Disks", format="replay")))
    assert list(links(held)) == ["notes of “Disks”"]


def test_takeaways_stand_below_their_session() -> None:
    html = section(html_of(meet("a", "## Takeaways\n\n- Disks fill.\n- Alerts help.\n")))
    assert "<li>Disks fill.</li>\n<li>Alerts help.</li>" in html


def test_links_of_takeaways_lead_to_the_same_pages_from_here() -> None:
    body = """
    ## Takeaways

    - [Another](../postmortems/two.md#timeline) and [a picture](disk%20full.png),
      [notes](#notes), [outside](https://example.org/a?b=c#d)
    """
    assert links(section(html_of(meet("a", body, title="Disks")))) == {
        "notes of “Disks”": "../reading-groups/a.md",
        "Another": "two.md#timeline",
        "a picture": "../reading-groups/disk%20full.png",
        "notes": "../reading-groups/a.md#notes",
        "outside": "https://example.org/a?b=c#d",
    }


def test_the_latest_session_stands_first() -> None:
    html = section(
        html_of(
            meet("a", title="First", starts_at="2026-10-01T15:00"),
            meet("b", title="Second", starts_at="2026-11-01T15:00"),
            meet("c", title="Other", reads=("two",)),
        )
    )
    assert list(links(html)) == ["Second", "First"]


def test_a_record_that_nobody_read_has_no_such_section() -> None:
    assert (2, "Read together") not in headings(html_of())


def test_a_record_with_a_replay_links_to_it() -> None:
    assert links(html_of(has_replay=True))["Replay this incident step by step"] == "one/replay.md"
    assert "Replay this incident" not in html_of()


def test_whatever_a_group_is_called_shows_as_it_is() -> None:
    html = section(html_of(meet("a", group="<b>A | B</b>", title="[x](y)")))
    assert text_of(html) == "On the programme of <b>A | B</b>, 26 November 2026: [x](y)"
