"""Records with the front matter of other tools."""

from pathlib import Path

import pytest

from importers.reading import facts, numbered, read_one, refusal, texts

ICCO = """
---

uuid: "0b1c"
url: "https://example.com/report"
title: "Cache stampede"
start_time: 2019-06-02T11:45:00-07:00
end_time: 0001-01-01T00:00:00Z
categories:
- postmortem
- config-change
keywords: [cache]
company: "Example"
product: "Photos"

---

A cache was emptied by a [deploy](https://example.com).
"""

CSTATE = """
---
title: API down
date: 2018-05-25 04:13:00
resolved: true
resolvedWhen: 2018-05-25 04:59:59
# Possible severity levels: down, disrupted, notice
severity: disrupted
affected:
  - API
  - Media Proxy
section: issue
---

*Post-mortem*

A node moved.

---

*Resolved* -
All is well. {{< track "2018-05-25 05:54:00" >}}

*Investigating* - We look. {{< track "2018-05-25 04:13:00" >}}
"""


def test_icco_fields_become_facts_and_others_a_list(tmp_path: Path) -> None:
    document = read_one(tmp_path, "a.md", ICCO)
    assert document.format == "icco"
    assert facts(document) == [
        ("sources", "https://example.com/report", 4),
        ("title", "Cache stampede", 5),
        ("started_at", "2019-06-02T11:45:00-07:00", 6),
        ("tags", "postmortem", 9),
        ("tags", "config-change", 10),
        ("tags", "cache", 11),
        ("services", "Photos", 13),
        ("timezone", "-07:00", 6),
    ]
    assert document.facts[2].quote == "start_time: 2019-06-02T11:45:00-07:00"
    assert numbered(document) == [
        (17, "A cache was emptied by a [deploy](https://example.com)."),
        (3, "## Other fields of the source"),
        (3, "- uuid: 0b1c"),
        (12, "- company: Example"),
    ]


def test_icco_without_times_states_none(tmp_path: Path) -> None:
    text = '---\nurl: "https://example.com"\nstart_time: ""\nend_time: ""\nproduct: ""\n---\nX.\n'
    document = read_one(tmp_path, "a.md", text)
    assert document.format == "icco"
    assert facts(document) == [("sources", "https://example.com", 2)]
    assert texts(document) == ["X."]


def test_cstate_updates_become_a_timeline_oldest_first(tmp_path: Path) -> None:
    document = read_one(tmp_path, "a.md", CSTATE)
    assert document.format == "cstate"
    assert facts(document) == [
        ("title", "API down", 2),
        ("started_at", "2018-05-25T04:13:00", 3),
        ("resolved_at", "2018-05-25T04:59:59", 5),
        ("severity", "disrupted", 7),
        ("services", "API", 9),
        ("services", "Media Proxy", 10),
    ]
    assert numbered(document) == [
        (14, "*Post-mortem*"),
        (16, "A node moved."),
        (23, "## Timeline"),
        (23, "- 2018-05-25T04:13:00 *Investigating* - We look."),
        (20, "- 2018-05-25T05:54:00 *Resolved* -"),
        (21, "  All is well."),
        (4, "## Other fields of the source"),
        (4, "- resolved: true"),
        (11, "- section: issue"),
    ]


def test_cstate_says_what_goes_on_and_a_notice_is_no_severity(tmp_path: Path) -> None:
    text = CSTATE.replace("resolved: true", "resolved: false").replace("disrupted\n", "notice\n")
    text = text.replace("resolvedWhen: 2018-05-25 04:59:59\n", "")
    document = read_one(tmp_path, "a.md", text)
    assert ("resolved_at", "ongoing", 4) in facts(document)
    assert "severity" not in {fact.field for fact in document.facts}
    assert "- severity: notice" in texts(document)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a"])
def test_toml_front_matter_is_read_wherever_it_stands(tmp_path: Path, name: str) -> None:
    text = """
        +++
        title = "Outage of 5 May"
        date = 2023-05-06
        draft = false
        tags = ["dns", "cdn"]
        [params]
        author = "A <b> team"
        +++

        Text.
    """
    document = read_one(tmp_path, name, text)
    assert document.format == "front-matter"
    assert facts(document) == [
        ("title", "Outage of 5 May", 2),
        ("tags", "dns", 5),
        ("tags", "cdn", 5),
    ]
    assert [(hint.field, hint.value) for hint in document.hints] == [("published_at", "2023-05-06")]
    assert numbered(document) == [
        (10, "Text."),
        (3, "## Other fields of the source"),
        (3, "- date: 2023-05-06"),
        (4, "- draft: false"),
        (7, "- params.author: A \\<b> team"),
    ]


def test_a_publishing_date_is_no_start(tmp_path: Path) -> None:
    text = (
        "---\nlayout: post\ntitle: 'Outage: DNS'\ndate: 2019-01-02 10:00:00 -0700\n"
        "description: It broke.\nauthors:\n  - name: Kim\n    url: x\n---\nText.\n"
    )
    document = read_one(tmp_path, "2019-01-02-x.markdown", text)
    assert facts(document) == [("title", "Outage: DNS", 3), ("summary", "It broke.", 5)]
    assert [(hint.field, hint.value) for hint in document.hints] == [
        ("published_at", "2019-01-02T10:00:00-07:00")
    ]
    assert texts(document)[2:] == [
        "- layout: post",
        "- date: 2019-01-02 10:00:00 -0700",
        "- authors.name: Kim",
        "- authors.url: x",
    ]


def test_our_own_names_are_facts_and_a_moment_in_words_is_a_hint(tmp_path: Path) -> None:
    text = (
        "---\ntitle: X\nseverity: SEV-2\nstarted_at: last Monday\nresolved_at: 2024-01-02T03:04\n"
        "trigger: somebody fell over a cable\ndetection: monitoring\n---\n"
    )
    document = read_one(tmp_path, "a.md", text)
    assert facts(document) == [
        ("title", "X", 2),
        ("severity", "SEV-2", 3),
        ("resolved_at", "2024-01-02T03:04", 5),
        ("detection", "monitoring", 7),
    ]
    assert [(hint.field, hint.value) for hint in document.hints] == [("started_at", "last Monday")]
    assert texts(document)[1:] == [
        "- started_at: last Monday",
        "- trigger: somebody fell over a cable",
    ]


@pytest.mark.parametrize("severity", ["none", "N/A", "unknown", "TBD"])
def test_a_severity_that_says_none_is_not_stated(tmp_path: Path, severity: str) -> None:
    document = read_one(tmp_path, "a.md", f"---\ntitle: X\nseverity: {severity}\n---\nY\n")
    assert [fact.field for fact in document.facts] == ["title"]


def test_a_field_that_is_given_twice_is_kept_twice(tmp_path: Path) -> None:
    document = read_one(tmp_path, "a.md", "---\ntitle: X\nteam: a\nteam: b\n---\nY\n")
    assert texts(document)[2:] == ["- team: a", "- team: b"]
    assert [note.line for note in document.notes] == [4]


def test_a_body_of_html_is_read_as_html(tmp_path: Path) -> None:
    text = "---\ntitle: X\n---\n<h2>Impact</h2>\n<p>None <b>at</b> all.</p>\n<p>Z</p>\n"
    assert numbered(read_one(tmp_path, "a.html", text)) == [
        (4, "## Impact"),
        (5, "None **at** all."),
        (6, "Z"),
    ]


@pytest.mark.parametrize("text", ["---\nNo field here\n---\nx\n", "---\ntitle: unclosed\n"])
def test_a_line_of_dashes_is_not_always_front_matter(tmp_path: Path, text: str) -> None:
    document = read_one(tmp_path, "a.md", text)
    assert document.format == "markdown"
    assert len(document.lines) == text.count("\n")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("---\nkind: x\ntitle: a: b\n---\nx\n", 3, "the front matter is broken: the YAML cannot"),
        ('+++\nkind = "x"\ntitle = \n+++\nx\n', 3, "the front matter is broken: the TOML cannot"),
        ("+++\nx = [" + "[" * 5_000 + "\n+++\nx\n", 2, "the front matter is broken: the TOML"),
    ],
)
def test_broken_front_matter_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    refused = refusal(tmp_path, "a.md", text)
    assert (refused.code, refused.line) == ("broken-front-matter", line)
    assert str(refused).startswith(said)


def test_endless_front_matter_is_refused(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "a.md", "---\na: b\n" + "# x\n" * 30_000 + "---\nx\n")
    assert refused.code == "too-large"
