"""A record's page says what the record says, and no more."""

import re
from html import unescape

import pytest

from making import TAXONOMY, at, make, to_html
from postmortem_kb.model import Postmortem
from postmortem_kb.page import PageKind
from postmortem_kb.pages.postmortem import Neighbour, Surroundings, render_postmortem
from records import taxonomy_of

HOSTILE = 'a | b <script>alert(1)</script> [x](y) "q"'
NOTHING_ELSE = Surroundings()


def page_of(postmortem: Postmortem, surroundings: Surroundings = NOTHING_ELSE) -> str:
    page = render_postmortem(postmortem, TAXONOMY, surroundings)
    assert isinstance(page.content, str)
    return page.content


def facts(page: str) -> dict[str, str]:
    """The first fact box as readers see it; small print follows the value after a slash."""
    box = to_html(page).partition("<dl")[2].partition("</dl>")[0]
    found = {}
    for fact in re.findall(r"<dt>(.*?)</dt>(.*?)</div>", box, re.DOTALL):
        values = re.findall(r"<dd[^>]*>(.*?)</dd>", fact[1], re.DOTALL)
        found[unescape(fact[0])] = " / ".join(text(value) for value in values)
    return found


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_the_page_stands_at_the_records_id_and_names_its_file() -> None:
    page = render_postmortem(make("2024-03-13-outage", at("2024-03-13")), TAXONOMY, NOTHING_ELSE)
    assert page.path == "postmortems/2024-03-13-outage.md"
    assert page.kind is PageKind.POSTMORTEM
    assert page.source == "postmortems/2024-03-13-outage.md"


def test_every_fact_is_shown_with_its_definition() -> None:
    record = make(
        "one",
        """
        started_at: 2024-08-18T10:15
        detected_at: 2024-08-18T10:15
        acknowledged_at: 2024-08-18T10:17
        mitigated_at: ~2024-08-18T11:10
        resolved_at: 2024-08-18T11:45
        timezone: PDT
        severity: sev2
        services: [shop]
        cause_services: [payments, search]
        root_causes: [configuration/load-balancer, capacity]
        trigger: configuration-push
        detection: monitoring
        mitigation: rollback
        impact: {summary: Orders failed., type: outage, users_percent: ~40, of: users trying to pay}
        """,
    )
    assert facts(page_of(record)) == {
        "Started": "18 August 2024, 10:15 PDT (UTC−07:00)",
        "Detected": "18 August 2024, 10:15 PDT (UTC−07:00)",
        "Acknowledged": "18 August 2024, 10:17 PDT (UTC−07:00)",
        "Mitigated": "18 August 2024, about 11:10 PDT (UTC−07:00)",
        "Ended": "18 August 2024, 11:45 PDT (UTC−07:00)",
        "Duration": "1 h 30 min / from the start to the end, unless the record states it otherwise",
        "Severity": "SEV2",
        "Where it hurt": "Shop",
        "Where it broke": "Payments, Search",
        "Root cause": "Configuration › Load balancer, Capacity",
        "Trigger": "Configuration push",
        "Detection": "Monitoring",
        "Mitigation": "Rollback",
        "Impact": "Outage. Orders failed.",
        "Share affected": "about 40 % of users trying to pay",
        "Time to detect": "0 min / from the start until anyone or anything noticed",
        "Time to acknowledge": "2 min / from the start until somebody began to work on it",
        "Time to mitigate": "about 55 min / from the start until users were no longer affected",
        "Time to resolve": "1 h 30 min / from the start to the end",
    }


def test_what_is_not_stated_is_said_to_be_not_stated() -> None:
    assert facts(page_of(make("one"))) == {
        "Started": "not stated",
        "Ended": "not stated",
        "Duration": "unknown / from the start to the end, unless the record states it otherwise",
        **dict.fromkeys(
            [
                *("Severity", "Where it hurt", "Where it broke", "Root cause", "Trigger"),
                *("Detection", "Mitigation", "Impact"),
            ],
            "not stated",
        ),
    }


@pytest.mark.parametrize(
    ("started", "zone", "shown"),
    [
        ("2024-03-13T14:10", "unknown", "13 March 2024, 14:10 time zone unknown"),
        ("2024-03-13T14:10", "UTC", "13 March 2024, 14:10 UTC"),
        ("2024-07-13T14:10", "Europe/Berlin", "13 July 2024, 14:10 Europe/Berlin (UTC+02:00)"),
        ("2024-03-13T14:10-05:00", "UTC", "13 March 2024, 14:10 UTC−05:00"),
        ("2024-03-13T14", "UTC", "13 March 2024, 14 h UTC"),
        ("2024-03-13", "UTC", "13 March 2024"),
        ("~2024-03-13", "UTC", "about 13 March 2024"),
        ("~2024-03-13T14:10", "UTC", "13 March 2024, about 14:10 UTC"),
        ("T13:15", "unknown", "13:15, day not known time zone unknown"),
        ("--06-05T13:15", "UTC", "5 June, year not known, 13:15 UTC"),
    ],
)
def test_a_time_is_shown_as_precisely_as_it_is_known(started: str, zone: str, shown: str) -> None:
    record = make("one", f"started_at: {started}\ntimezone: {zone}")
    assert facts(page_of(record))["Started"] == shown


@pytest.mark.parametrize(
    ("started", "zone", "element"),
    [
        ("2024-03-13T14:10", "PDT", '<time class="pm-instant" datetime="2024-03-13T14:10-07:00">'),
        (
            "~2024-03-13T14:10",
            "UTC",
            '<time class="pm-instant" datetime="2024-03-13T14:10+00:00" data-about>',
        ),
        ("2024-03-13T14:10", "unknown", '<time datetime="2024-03-13">'),
        ("2024-03-13T14", "UTC", '<time datetime="2024-03-13">'),
    ],
)
def test_only_a_known_instant_is_marked_as_one(started: str, zone: str, element: str) -> None:
    page = page_of(make("one", f"started_at: {started}\ntimezone: {zone}"))
    assert re.findall(r"<time[^>]*>", page)[0] == element


def test_no_time_element_claims_a_day_that_is_not_known() -> None:
    assert "<time" not in page_of(make("one", "started_at: T13:15\ntimezone: UTC"))


def test_a_stated_duration_that_differs_is_shown_with_the_computed_one() -> None:
    record = make(
        "one",
        at("2024-03-13", "resolved_at: 2024-03-13T11:40", "duration: 90 min"),
    )
    assert facts(page_of(record))["Duration"] == "1 h 30 min stated, 1 h 40 min from start to end"


def test_an_ongoing_incident_keeps_what_is_stated_of_its_length() -> None:
    record = make("one", at("2024-03-13", "resolved_at: ongoing", "duration: ~2 h"))
    shown = facts(page_of(record))
    assert (shown["Ended"], shown["Duration"]) == ("Ongoing", "ongoing, about 2 h stated")


def test_terms_link_to_their_pages_relative_to_the_record() -> None:
    page = page_of(make("one", at("2024-03-13", "root_causes: [hardware/disk]", hours=2)))
    assert "[Hardware](../root-causes/hardware.md)" in page
    assert "[Disk](../root-causes/hardware/disk.md)" in page
    assert "[2 h](../durations/1-to-4-h.md)" in page
    assert "[2024](../years/2024.md)" in page


def test_a_term_that_no_taxonomy_holds_is_shown_as_such() -> None:
    page = page_of(make("one", at("2024-03-13", "review_status: draft", "services: [shop, <b>]")))
    assert facts(page)["Where it hurt"] == "Shop, <b> (not in the taxonomy)"


@pytest.mark.parametrize(
    ("line", "banner"),
    [
        ("review_status: draft", "Draft."),
        ("visibility: restricted", "Restricted."),
        ("resolved_at: ongoing", "Ongoing."),
        ("kind: near-miss", "Near miss."),
        ("kind: exercise", "Exercise."),
    ],
)
def test_what_is_special_about_a_record_stands_above_it(line: str, banner: str) -> None:
    html = to_html(page_of(make("one", at("2024-03-13", line))))
    assert re.findall(r'class="pm-banner [^>]*><strong>(.*?)</strong>', html) == [banner]


def test_discrepancies_are_shown_openly() -> None:
    record = make(
        "one", at("2024-03-13", "discrepancies: [{about: detected_at, note: Two | clocks differ}]")
    )
    html = to_html(page_of(record))
    assert "What does not add up" in html
    assert text(html.partition("What does not add up")[2].partition("</div>")[0]) == (
        "Detected at: Two | clocks differ"
    )


def test_a_given_summary_leads_and_one_from_the_body_is_not_repeated() -> None:
    body = "\n## Summary\n\nFrom the body.\n"
    given = page_of(make("one", at("2024-03-13", "summary: Given."), body))
    taken = page_of(make("one", at("2024-03-13"), body))
    assert '<p class="pm-lead">Given.</p>' in given
    assert "pm-lead" not in taken
    assert 'description: "From the body."' in taken


def test_several_incidents_have_a_section_each() -> None:
    record = make(
        "one",
        """
        timezone: UTC
        incidents:
          - {id: first, title: The <first>, started_at: 2024-05-01T10:00, duration: 1 h}
          - {id: second, kind: near-miss, started_at: 2024-05-03T10:00, duration: 6 h}
        """,
    )
    page = page_of(record)
    headings = re.findall(r'<h2 id="(.*?)">(.*?)</h2>', to_html(page))
    assert [(name, unescape(title)) for name, title in headings[:2]] == [
        ("incident-first", "The <first>"),
        ("incident-second", "second (near miss)"),
    ]
    assert facts(page)["Duration"] == "1 h / of all incidents together, overlaps counted once"
    assert "Time to resolve" not in facts(page)


def test_others_are_shown_by_the_facts_that_were_passed_in() -> None:
    surroundings = Surroundings(
        older=Neighbour("old", "Old [one]", "2023-01-01"),
        newer=Neighbour("new", "New", None),
        related=(Neighbour("kin", "Kin", "2022-01-01", "same service: Shop"),),
    )
    html = to_html(page_of(make("one"), surroundings))
    links = [
        (url, unescape(label)) for url, label in re.findall(r'href="(\w+\.md)">(.*?)</a>', html)
    ]
    assert links == [
        ("index.md", "Postmortems"),
        ("kin.md", "Kin"),
        ("old.md", "Old [one]"),
        ("new.md", "New"),
    ]
    assert "same service: Shop" in html


def test_a_record_without_neighbours_has_no_empty_navigation() -> None:
    page = page_of(make("one"))
    assert "pm-neighbours" not in page
    assert "Related postmortems" not in page


def test_hostile_values_show_as_text_everywhere() -> None:
    quoted = "'" + HOSTILE + "'"
    taxonomy = taxonomy_of(f"services:\n  shop: {{label: {quoted}}}\n")
    record = make(
        "one",
        f"""
        summary: {quoted}
        timezone: UTC
        services: [shop]
        contributing_factors: [{quoted}]
        discrepancies: [{{about: services, note: {quoted}}}]
        impact: {{summary: {quoted}, users_percent: 5, of: {quoted}}}
        lessons: [{quoted}]
        surprises: [{quoted}]
        authors: [{quoted}]
        roles: [{quoted}]
        sources: [{{url: https://example.org/, title: {quoted}}}]
        action_items: [{{title: {quoted}, owner: {quoted}, ticket: {quoted}}}]
        """,
        title=quoted,
        taxonomy=taxonomy,
    )
    page = render_postmortem(
        record, taxonomy, Surroundings(related=(Neighbour("x", HOSTILE, None, HOSTILE),))
    ).content
    assert isinstance(page, str)
    html = to_html(page)
    assert "<script" not in html
    # title, lead, service, impact, share, discrepancy, factor, surprise, lesson, three of the
    # action item, source, related with reason, two of the footer
    assert unescape(html).count(HOSTILE) == 17


def test_the_head_is_safe_for_a_theme_that_escapes_nothing() -> None:
    record = make(
        "one", "timezone: UTC\nsummary: 'say \"<b>\"'\ntags: ['<i>', R&D]", title="'</title>&lt;'"
    )
    head = page_of(record).partition("---\n")[2].partition("---\n")[0]
    assert head == (
        'title: "&lt;/title&gt;&amp;lt;"\n'
        'description: "say &quot;&lt;b&gt;&quot;"\n'
        'tags: ["&lt;i&gt;", "R&D"]\n'
        "search: {boost: 2}\n"
    )


def test_tags_are_the_labels_of_the_most_telling_terms_and_the_records_own() -> None:
    record = make(
        "one",
        at(
            "2024-03-13",
            *("root_causes: [hardware/disk, unknown]", "services: [shop]", "severity: sev1"),
            *("trigger: expiry", "tags: [Shop, quarterly]"),
        ),
    )
    assert 'tags: ["Disk", "Shop", "SEV1", "Expiry", "quarterly"]\n' in page_of(record)


def test_a_source_that_is_no_web_address_is_no_link() -> None:
    record = make(
        "one",
        "timezone: UTC\nsources: [{url: 'javascript:alert(1)'}, "
        "{url: 'https://example.org/a (b)', title: B, archive_url: 'https://archive.example/'}]",
    )
    html = to_html(page_of(record)).partition("Sources")[2].partition("</ul>")[0]
    assert re.findall('href="(.*?)"', html) == [
        "https://example.org/a%20%28b%29",
        "https://archive.example/",
    ]
    assert "javascript:alert(1)" in unescape(html)
