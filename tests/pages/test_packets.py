"""A session's packets: what participants may know, and all that the facilitator needs."""

import html
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from building import REPOSITORY
from making import TAXONOMY, catalogue_of, make, to_html
from meetings import meet
from postmortem_kb.catalogue import Catalogue, build_catalogue
from postmortem_kb.facets import MITIGATIONS, ROOT_CAUSES, SERVICES, TRIGGERS
from postmortem_kb.knowledge_base import load
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.model import EventKind, Postmortem, SectionKind
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import words
from postmortem_kb.pages.reading_groups import idea_list, told_story
from postmortem_kb.pages.reading_groups.packets import render_packets
from postmortem_kb.reading_groups.prompts import PromptFinder, known, quoting
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.reading_groups.telling.beginning import find_beginning
from postmortem_kb.settings import Settings
from records import parse, taxonomy_of
from varied_records import make_taxonomy, make_varied

OWN = load(Settings(root=REPOSITORY, docs_dir=REPOSITORY / "docs"), today=None)
OWN_CATALOGUE = build_catalogue(OWN.postmortems, OWN.taxonomy)
FACTS = """
timezone: UTC
started_at: 2024-01-01T12:00
resolved_at: 2024-01-01T13:07
services: [shop]
cause_services: [search]
root_causes: [hardware/disk]
trigger: maintenance
detection: monitoring
mitigation: failover
"""
STORY = """
## Timeline

- 12:00 **Detected:** Orders fail, [an alert](https://wiki.example/disk-is-dead) says
- 12:05 **Hypothesis:** The network is down
- 12:10 **Note:** Cables are looked at
- 12:20 **Ruled out:** The network is up
- 12:30 **Escalated:** The storage team
- 12:40 **Mitigated:** Spindles are exchanged
- 13:07 **Resolved:** The storage is whole

## Root cause

The spindles had worn out.

## Action items

- [ ] Watch spindles
- [x] Order spindles
"""
RECORD = make("disk-story", FACTS, STORY, title="Orders failed when spindles wore out")
BARE = make("bare", "timezone: UTC\nservices: [payments]", title="Payments were slow")


def packets_of(session: Session, catalogue: Catalogue) -> dict[str, Page]:
    pages = render_packets(session, catalogue, PromptFinder(catalogue), Settings())
    return {page.path.rpartition("/")[2].removesuffix(".md"): page for page in pages}


def render(edition: str, *records: Postmortem, **fields: Any) -> str:
    """The Markdown of one edition, for a session on these records."""
    session = meet("one", reads=tuple(record.id for record in records), **fields)
    content = packets_of(session, catalogue_of(*records))[edition].content
    assert isinstance(content, str)
    return content


def text_of(content: str) -> str:
    """What is on the page, between tags as in them, on one line."""
    return " ".join(html.unescape(to_html(content)).split())


def find_secrets(record: Postmortem, catalogue: Catalogue) -> Iterator[str]:
    """What the participants' edition may not say of a record."""
    taxonomy, incident = catalogue.taxonomy, record.incident
    yield from (record.title, record.id)
    for facet in (ROOT_CAUSES, TRIGGERS, MITIGATIONS):
        for one in (incident, *record.incidents):
            terms = facet.terms_of(one, taxonomy)
            known = (term for term in terms if term != UNKNOWN)
            yield from (facet.find_term(term, taxonomy).label for term in known)
    for section in record.body.sections:
        if section.kind in (SectionKind.ROOT_CAUSE, SectionKind.RESOLUTION, SectionKind.TRIGGER):
            yield from re.split(r"(?<=[.;:,]) ", plain_text(section.text))
    told = len(find_beginning(record, taxonomy))
    for event in record.body.events[told:]:
        yield plain_text(event.text)
        if event.at is not None and told:
            first = record.body.events[told - 1].at
            if first is None or words.clock(first) != words.clock(event.at):
                yield words.clock(event.at)
    for end in (incident.mitigated, incident.resolved):
        if end is not None and end.has_time:
            yield words.clock(end)
    if (length := words.duration_of(incident)) not in ("unknown", "0 min"):
        yield f" {length}"


def is_said(secret: str, page: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", page, re.IGNORECASE) is not None


@pytest.mark.parametrize("record_id", sorted(OWN_CATALOGUE.by_id))
def test_participants_are_not_told_how_a_real_record_ends(record_id: str) -> None:
    # As long as none of the records, so that its length may be looked for.
    session = meet("one", reads=(record_id,), duration="47 min", starts_at="2026-11-26T08:01")
    page = text_of(str(packets_of(session, OWN_CATALOGUE)["participant"].content))
    secrets = find_secrets(OWN_CATALOGUE.by_id[record_id], OWN_CATALOGUE)
    assert [secret for secret in secrets if secret and is_said(secret, page)] == []


def varied_catalogue(number: int) -> Catalogue:
    """Records that differ in everything, with timelines of made-up words."""
    taxonomy = taxonomy_of(make_taxonomy())
    records = []
    for index, (name, text) in enumerate(make_varied(number)):
        source = random.Random(index)
        kinds = [kind.value.replace("-", " ").capitalize() for kind in EventKind]
        entries = [
            f"- {10 + at // 60}:{at % 60:02} **{source.choice(kinds)}:** Secret{index}x{at} seen"
            for at in sorted(source.sample(range(600), source.randrange(12)))
        ]
        story = f"{text}\n## Timeline\n\n" + "\n".join(entries) + "\n"
        parsed = parse(story, path=f"postmortems/{name}", taxonomy=taxonomy)
        assert parsed.postmortem is not None
        records.append(parsed.postmortem)
    return build_catalogue(records, taxonomy)


def test_participants_are_not_told_how_varied_records_end() -> None:
    catalogue = varied_catalogue(60)
    leaks = []
    for record in catalogue.postmortems:
        session = meet("one", reads=(record.id,), duration="47 min", starts_at="2026-11-26T08:01")
        page = text_of(str(packets_of(session, catalogue)["participant"].content))
        told = len(find_beginning(record, catalogue.taxonomy))
        later = [plain_text(event.text) for event in record.body.events[told:]]
        ends = [event.kind for event in record.body.events[:told]]
        leaks += [secret for secret in (record.title, record.id, *later) if is_said(secret, page)]
        leaks += [kind for kind in ends if kind in (EventKind.MITIGATED, EventKind.RESOLVED)]
    assert leaks == []


def test_every_varied_record_makes_a_whole_page() -> None:
    catalogue = varied_catalogue(60)
    tags = ("section", "div", "ul", "dl", "table", "p", "li", "span")
    for record in catalogue.postmortems:
        session = meet("one", reads=(record.id, catalogue.postmortems[0].id))
        for page in packets_of(session, catalogue).values():
            made = to_html(str(page.content))
            torn = [
                tag
                for tag in tags
                if len(re.findall(rf"<{tag}[ >]", made)) != made.count(f"</{tag}>")
            ]
            assert torn == []
            assert "&lt;/" not in made


def test_a_link_of_the_story_keeps_its_words_and_loses_its_address() -> None:
    page = render("participant", RECORD)
    assert "an alert" in text_of(page)
    assert "disk-is-dead" not in html.unescape(page)


STRANGE = """
## Timeline

- 2024-01-01 23:50 **Detected:** See [the log](log.md) ![graph](graph.png) </div> | x

    ```
    </section>
    ```

- 2024-01-02 00:10 **Ruled out:** [The cache][c]
- 00:20 **Note:** </section>
- 00:30 **Resolved:** Over

## Action items

- [ ] Mend [it](other.md) | or [that](../x.md) (owner: [team](team.md))

[c]: cache.md
"""


def test_links_of_a_record_do_not_lead_astray_from_its_packets() -> None:
    record = make("strange", FACTS, STRANGE)
    for edition in ("participant", "facilitator"):
        page = to_html(render(edition, record))
        links = set(re.findall(r'href="([^"]+)"', page)) - {"../one.md"}
        assert links == ({"../../postmortems/strange.md"} if edition == "facilitator" else set())
        assert 'src="../../../postmortems/graph.png"' in page
        assert page.count("<section") == page.count("</section>")
    assert "<td>Mend it &#124; or that</td>" in re.sub(r">\s+", ">", page)
    assert "<td>team, no due date</td>" in page


def test_a_story_over_several_days_names_each_of_them_once() -> None:
    page = to_html(render("facilitator", make("strange", FACTS, STRANGE)))
    assert re.findall('class="pm-day">([^<]+)', page) == ["1 January 2024", "2 January 2024"]
    assert "pm-day" not in to_html(render("facilitator", RECORD))


def test_an_entry_that_is_all_hindsight_is_told_later() -> None:
    story = "\n".join(
        (
            "## Timeline",
            "",
            "- 12:00 **Detected:** It turned out that nobody knew of it.",
            "- 12:10 Next",
            "- 12:20 End",
        )
    )
    record = make("one", FACTS, story)
    assert "What this entry says is told later." in render("participant", record)
    assert "What this entry says is told later." not in render("facilitator", record)


def test_the_only_link_of_the_participants_is_to_their_session() -> None:
    page = to_html(render("participant", RECORD, BARE))
    assert re.findall(r'href="([^"]+)"', page) == ["../one.md"]


def test_participants_see_the_opening_the_services_and_the_beginning() -> None:
    page = text_of(render("participant", RECORD))
    assert "<h2 id=" in page
    for said in (
        "Incident of 1 January 2024: Shop</h2>",
        'Sells things. <span class="pm-glossary-note">Owner: Web team.</span>',
        "To read: about 1 min here, 1 min for the whole postmortem.",
        "Detected</span> Orders fail, an alert says</li>",
        "Hypothesis</span> The network is down</li>",
        "Here the story stops.",
    ):
        assert said in page
    assert "Cables" not in page


@pytest.mark.parametrize(
    ("format", "way"),
    [
        ("discussion", "then read the whole postmortem"),
        ("comparison", "then read the whole postmortem"),
        ("replay", "how the story goes on, you find out together"),
        ("author-talk", "write down what you would ask those who were there; they tell the rest"),
    ],
)
def test_participants_are_told_how_to_use_it(format: str, way: str) -> None:
    assert way in text_of(render("participant", RECORD, BARE, format=format))


def test_severity_and_detection_are_told_as_far_as_they_were_known() -> None:
    facts = FACTS + "severity: sev2\n"
    assert "Severity: SEV2. First noticed by: Monitoring." in text_of(
        render("participant", make("one", facts, STORY))
    )
    assert "First noticed by" not in render("participant", make("one", facts))
    assert "Severity" not in render("participant", RECORD)


def test_a_record_without_a_timeline_says_that_it_has_none() -> None:
    assert "This postmortem has no timeline" in render("participant", BARE)
    assert "This postmortem has no timeline" in render("facilitator", BARE)


def test_a_question_that_gives_a_replay_away_waits_for_the_facilitator() -> None:
    questions = ["What did the alert say?", "How do spindles wear out?"]
    participants = text_of(render("participant", RECORD, questions=questions, format="replay"))
    assert questions[0] in participants
    assert questions[1] not in participants
    assert "1 more question comes after the story." in participants
    facilitators = text_of(render("facilitator", RECORD, questions=questions))
    assert all(question in facilitators for question in questions)


def test_the_group_that_reads_everything_sees_all_its_questions() -> None:
    questions = ["What did the alert say?", "How do spindles wear out?"]
    participants = text_of(render("participant", RECORD, questions=questions))
    assert all(question in participants for question in questions)


def test_a_title_of_the_session_that_gives_a_replay_away_is_not_told() -> None:
    title = "Worn out spindles"
    participants = text_of(render("participant", RECORD, title=title, format="replay"))
    assert title not in participants
    assert "Payments, 26 November 2026" in participants
    assert title in text_of(render("facilitator", RECORD, title=title))
    assert title in text_of(render("participant", RECORD, title=title))


def test_a_session_that_was_held_may_be_named_after_its_story() -> None:
    title = "Worn out spindles"
    session = meet("one", "## Takeaways\n\n- Watch them.\n", reads=("disk-story",), title=title)
    page = packets_of(session, catalogue_of(RECORD))["participant"]
    assert title in text_of(str(page.content))


@pytest.mark.parametrize("format", ["discussion", "comparison", "author-talk"])
def test_only_a_replay_promises_to_tell_no_more_than_the_beginning(format: str) -> None:
    assert "and no more" not in text_of(render("participant", RECORD, BARE, format=format))
    assert "and no more" in text_of(render("participant", RECORD, BARE, format="replay"))


def test_neither_edition_is_searched_or_listed() -> None:
    session = meet("one", reads=("disk-story",))
    for edition, page in packets_of(session, catalogue_of(RECORD)).items():
        assert page.path == f"reading-groups/one/{edition}.md"
        assert page.kind is PageKind.INDEX
        assert page.source == "docs/reading-groups/one.md"
        assert "search: {exclude: True}\n" in str(page.content)
        assert 'hide: ["toc", "navigation"]\n' in str(page.content)
        assert (
            f'description: "Packet for the {edition}s of a reading session: Payments, '
            '26 November 2026."\n'
        ) in str(page.content)


def test_the_time_boxes_add_up_on_the_page() -> None:
    page = to_html(render("facilitator", RECORD, duration="50 min"))
    rows = re.findall(r"<td>(\d\d):(\d\d)</td>\s*<td>(\d+)</td>", page)
    begins = [int(hours) * 60 + int(minutes) for hours, minutes, _ in rows]
    lengths = [int(length) for *_, length in rows]
    assert begins[0] == 15 * 60
    assert [later - sooner for sooner, later in pairwise(begins)] == lengths[:-1]
    assert sum(lengths) == 50
    assert re.search(r"<td>50</td>\s*<td>in all</td>", page)


def test_the_clock_is_not_told_where_it_changes_meanwhile() -> None:
    # In Berlin the clocks go back at 03:00.
    page = text_of(render("facilitator", RECORD, starts_at="2026-10-25T01:30", duration="2 h"))
    assert "<td>+0:00</td>" in page
    assert "01:30</td>" not in page


def test_a_session_that_is_too_short_says_by_how_much() -> None:
    page = text_of(render("facilitator", RECORD, duration="10 min"))
    assert re.search(r"The session is \d+ min short", page)
    assert "min short" not in render("facilitator", RECORD, duration="90 min")


def test_the_facilitator_has_the_whole_story_with_its_cuts() -> None:
    page = text_of(render("facilitator", RECORD))
    position = 0
    for said in (
        "What participants have before them",
        "The network is down",
        "Cut 1 of 3, after: hypothesis, 12:05",
        "Held to be possible here:",
        '“The network is down” <span class="pm-fate">Ruled out at 12:20, after 15 min: '
        "“The network is up”</span>",
        "What happened next",
        "Cables are looked at",
        "Cut 2 of 3, after: ruled out, 12:20",
        "Dropped on the way here:",
        "Spindles are exchanged",
        "Cut 3 of 3",
        "The storage is whole",
        "<strong>Hardware › Disk.</strong> The spindles had worn out.",
        "<strong>Maintenance.</strong>",
        "<strong>Monitoring.</strong>",
        "<strong>Failover.</strong>",
        "Measures still open",
        "Watch spindles",
    ):
        position = page.index(said, position)
    assert "Order spindles" not in page
    assert "<code>docs/reading-groups/one.md</code>" in page


def test_a_hypothesis_is_asked_about_once_and_with_what_had_been_seen() -> None:
    page = text_of(render("facilitator", RECORD))
    assert page.count("what makes it a sensible place to look?") == 1
    assert "none ruled out. Seen by then: “Orders fail, an alert says” at 12:00. <span" in page
    assert "What made it reasonable" not in page


def test_a_hypothesis_that_no_cut_asks_about_is_asked_about_later() -> None:
    story = STORY.replace("Detected:**", "Detected:** <!-- postmortem: cut: What now? -->")
    page = text_of(render("facilitator", make("disk-story", FACTS, story)))
    assert "What made it reasonable at 12:05 to follow this idea: “The network is down”?" in page
    assert "what makes it a sensible place to look?" not in page


def test_times_of_several_zones_are_told_with_their_zones_at_cuts() -> None:
    story = """
    ## Timeline

    - 2024-01-01T15:45-07:00 **Hypothesis:** The network is down
    - 2024-01-01T23:00+00:00 **Ruled out:** The network is up
    - 2024-01-01T23:30+00:00 **Resolved:** All is well
    """
    page = text_of(render("facilitator", make("zones", FACTS, story)))
    assert "Cut 1 of 2, after: hypothesis, 15:45 UTC−07:00" in page
    assert "Cut 2 of 2, after: ruled out, 23:00 UTC" in page
    assert "Ruled out at 23:00 UTC, after 15 min: “The network is up”" in page


def many_ideas(number: int) -> Postmortem:
    """As many hypotheses, each with a cut of its own, and none ruled out."""
    entries = [
        f"- {at // 60:02}:{at % 60:02} **Hypothesis:** Idea{at} <!-- postmortem: cut -->"
        for at in range(number)
    ]
    return make("ideas", FACTS, "\n".join(("## Timeline", "", *entries, "- 20:00 End", "")))


def test_of_many_hypotheses_a_cut_lists_the_latest() -> None:
    page = text_of(render("facilitator", many_ideas(9)))
    last = page[page.index("Cut 9 of 9") :]
    assert re.findall(r"<li>“(Idea\d)”", last) == [f"Idea{number}" for number in range(3, 9)]
    assert "<li>and 3 from before</li>" in last


def test_every_entry_is_read_as_often_however_many_cuts_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def count(number: int) -> dict[str, int]:
        calls: Counter[str] = Counter()
        with monkeypatch.context() as patch:
            for module, name in (
                (idea_list, "split_event"),
                (quoting, "split_event"),
                (known, "find_hypotheses"),
                (told_story, "find_hypotheses"),
            ):
                original = getattr(module, name)

                def counted(*args: Any, name: str = name, original: Any = original) -> Any:
                    calls[name] += 1
                    return original(*args)

                patch.setattr(module, name, counted)
            render("facilitator", many_ideas(number))
        return dict(calls)

    few, many, more = count(20), count(40), count(60)
    # Once for each edition.
    assert few["find_hypotheses"] == many["find_hypotheses"] == 2
    steps = (many["split_event"] - few["split_event"], more["split_event"] - many["split_event"])
    assert steps[0] == steps[1]


def test_the_replay_is_opened_from_where_nothing_is_told() -> None:
    page = text_of(render("facilitator", RECORD, format="replay"))
    assert "1. Open" not in page
    for said in (
        "Open the replay from the session's page",
        "Not from the postmortem's page: that one tells the end.",
        "The address carries the id of the record, which may name the cause",
        "Use the full screen (f)",
        "the number of the step",
    ):
        assert said in page


def test_a_replay_is_explained_and_linked() -> None:
    page = to_html(render("facilitator", RECORD, format="replay"))
    assert 'href="../../postmortems/disk-story/replay.md"' in page
    assert "How to run the replay" not in render("facilitator", RECORD)


def test_a_replay_of_what_has_no_timeline_is_read_aloud() -> None:
    page = render("facilitator", BARE, format="replay")
    assert "None of these postmortems has a timeline that can be stepped through." in page


def test_a_comparison_has_a_worksheet_and_its_answers() -> None:
    participants = render("participant", RECORD, BARE, format="comparison")
    facilitators = render("facilitator", RECORD, BARE, format="comparison")
    blank = '<td><span class="pm-blank"></span></td>'
    assert f'<tr><th scope="row">Trigger</th>{blank}{blank}</tr>' in participants
    assert '<th scope="col">A: Incident of 1 January 2024: Shop</th>' in participants
    assert '<tr><th scope="row">Trigger</th><td>Maintenance</td>' in facilitators
    assert '<svg class="pm-plot"' in facilitators
    assert "pm-blank" not in facilitators
    assert "pm-plot" not in participants


def test_other_formats_have_the_comparison_for_the_facilitator_only() -> None:
    assert "pm-compared" not in render("participant", RECORD, BARE)
    assert "pm-compared" in render("facilitator", RECORD, BARE)
    assert "pm-compared" not in render("facilitator", RECORD)


def test_many_records_are_compared_a_few_at_a_time() -> None:
    records = [make(f"r{n}", title=f"Outage {n}") for n in range(9)]
    page = render("facilitator", *records, format="comparison")
    assert re.findall(r'aria-label="(Incidents [^"]+)"', page) == [
        "Incidents A to C",
        "Incidents D to F",
        "Incidents G to I",
    ]


def test_a_packet_tells_ten_records_and_says_that_there_are_more() -> None:
    records = [make(f"r{n:02}", title=f"Outage number {n}") for n in range(30)]
    for edition in ("participant", "facilitator"):
        page = render(edition, *records)
        assert "This packet tells the first 10 of 30 postmortems." in text_of(page)
        assert len(re.findall("^## [A-J]: ", page, re.MULTILINE)) == 10


def test_records_of_one_day_and_service_are_told_apart() -> None:
    page = render("participant", RECORD, make("other", FACTS, STORY))
    assert re.findall("^## .*Shop$", page, re.MULTILINE) == [
        "## A: Incident of 1 January 2024: Shop",
        "## B: Incident of 1 January 2024: Shop",
    ]


def test_what_a_session_says_cannot_break_the_page() -> None:
    sneaky = "</section><script>alert(1)</script>| `x`"
    for edition in ("participant", "facilitator"):
        page = to_html(
            render(edition, RECORD, questions=[sneaky], facilitator=sneaky, title=sneaky)
        )
        assert "<script>" not in page
        assert page.count("<section") == page.count("</section>")


def test_the_same_session_gives_the_same_pages() -> None:
    session = meet("one", reads=("disk-story", "bare"), format="comparison")
    catalogue = catalogue_of(RECORD, BARE)
    assert packets_of(session, catalogue) == packets_of(session, catalogue)


def test_a_service_without_a_description_says_so() -> None:
    assert SERVICES.find_term("payments", TAXONOMY).description is None
    assert "No description in the taxonomy." in render("participant", BARE)
