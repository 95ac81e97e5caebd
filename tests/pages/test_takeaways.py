"""All takeaways on one page, with what is still asked."""

import re

from making import to_html
from meetings import CATALOGUE, headings, links, meet, text_of
from postmortem_kb.page import PageKind
from postmortem_kb.pages.reading_groups.takeaways import render_takeaways
from postmortem_kb.reading_groups.programme import build_programme
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.settings import Settings


def html_of(*sessions: Session) -> str:
    page = render_takeaways(build_programme(sessions), CATALOGUE, Settings())
    assert (page.path, page.kind) == ("reading-groups/takeaways.md", PageKind.INDEX)
    assert isinstance(page.content, str)
    return to_html(page.content)


def test_takeaways_stand_by_session_latest_first() -> None:
    html = html_of(
        meet("a", "## Takeaways\n\n- Disks fill.\n", title="First", starts_at="2026-10-01T15:00"),
        meet("b", "## Takeaways\n\n- Alerts help.\n- Really.\n", title="Second"),
    )
    assert headings(html)[1:] == [(2, "Second"), (2, "First")]
    assert "3 takeaways from 2 sessions" in html
    assert re.findall(r"<li>(.*?)</li>", html) == ["Alerts help.", "Really.", "Disks fill."]


def test_each_session_says_day_group_and_what_was_read() -> None:
    html = html_of(meet("a", "## Takeaways\n\n- Disks fill.\n", reads=("one", "two")))
    said = "26 November 2026 · Payments · notes Read: A full disk stopped payments, Search was slow"
    assert said in text_of(html)
    assert links(html)["notes"] == "a.md"
    assert links(html)["A full disk stopped payments"] == "../postmortems/one.md"


def test_questions_are_listed_until_they_are_ticked_off() -> None:
    html = html_of(
        meet("a", "## Open questions\n\n- [ ] How many?\n- [x] Who else? Nobody.\n- Since when?\n")
    )
    assert "no takeaways and 2 open questions from 1 session" in html
    assert text_of(html).endswith("Questions still open How many? Since when?")


def test_a_session_that_took_nothing_away_is_left_out() -> None:
    html = html_of(
        meet("a", "## Notes\n\nWe met.\n", title="Talked"),
        meet("b", "## Open questions\n\n- [x] Done.\n", title="Answered"),
    )
    assert "Talked" not in html
    assert "Answered" not in html
    assert "No session has takeaways yet." in html


def test_what_is_nested_below_a_takeaway_stays_below_it() -> None:
    html = html_of(meet("a", "## Takeaways\n\n- Disks fill.\n  - Slowly.\n- `df -h` tells.\n"))
    assert re.sub(r"\s+", "", html.partition("<ul>")[2]).startswith(
        "<li>Disksfill.<ul><li>Slowly.</li></ul></li><li><code>df-h</code>tells.</li></ul>"
    )


def test_a_link_into_the_sessions_own_text_leads_to_the_session() -> None:
    html = html_of(meet("a", "## Takeaways\n\n- See [the notes](#notes).\n"))
    assert links(html)["the notes"] == "a.md#notes"
