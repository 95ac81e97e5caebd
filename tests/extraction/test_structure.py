"""Lines to sections and parts, whatever the formatting hides."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from outlining import outline_of
from postmortem_kb.extraction.outline.outline import Outline, PartKind
from postmortem_kb.extraction.outline.structure import build_outline
from postmortem_kb.importers.document import Line
from postmortem_kb.model import SectionKind
from records import PROPERTY


def headings(text: str) -> list[tuple[str, SectionKind | None]]:
    return [(section.title, section.kind) for section in outline_of(text).sections]


def parts(text: str) -> list[tuple[str, str]]:
    return [
        (part.kind.value, part.text)
        for section in outline_of(text).sections
        for part in section.parts
    ]


@pytest.mark.parametrize(
    "line",
    [
        "## Timeline",
        "##Timeline",
        "  ## Timeline",
        "    ## Timeline",
        "## **Timeline:**",
        "## 3. Timeline",
        "**Timeline**",
        "**Timeline:**",
        "__Timeline__",
        "**Timeline",
        "Timeline",
        "Timeline:",
        "🕐 Timeline",
        "<h2>Timeline</h2>",
        "<h2><span>Timeline</span></h2>",
        "<p><strong>Timeline</strong></p>",
        "Timeline\n--------",
        "Timeline\n========",
        "# Timeline #",
        "\u00a0Timeline\u00a0",
        "- **Timeline:**",
        "1. Timeline:",
    ],
)
def test_a_heading_is_found_in_every_dialect(line: str) -> None:
    found = headings(f"# Maps went grey\n\nAll went grey.\n\n{line}\n\n- 10:00 An alarm rang")
    assert (found[0], found[1][1]) == (("Maps went grey", None), SectionKind.TIMELINE)
    assert "imeline" in found[1][0]


def test_a_heading_may_carry_its_text() -> None:
    (section,) = outline_of("### Duration: 10:00 to 11:00 on Monday").sections
    assert (section.kind, section.title) == (SectionKind.SUMMARY, "Duration")
    assert [part.words for part in section.parts] == ["Duration: 10:00 to 11:00 on Monday"]


@pytest.mark.parametrize("heading", ["### Detection", "### 10 May", "### The long night"])
def test_a_weaker_heading_parts_a_timeline(heading: str) -> None:
    sections = outline_of(f"## Timeline\n\n- 10:00 a\n\n{heading}\n\n- 11:00 b").sections
    assert [(section.kind, section.is_child) for section in sections][-1] == (
        (SectionKind.TIMELINE, True)
        if "10" not in heading
        else (SectionKind.TIMELINE, sections[-1].is_child)
    )


def test_a_heading_of_another_section_ends_it() -> None:
    assert headings("## Timeline\n\n- 10:00 a\n\n### Impact\n\nAll.") == [
        ("Timeline", SectionKind.TIMELINE),
        ("Impact", SectionKind.IMPACT),
    ]


def test_headings_with_a_time_are_entries_of_a_timeline() -> None:
    assert parts("## Timeline\n\n### 10:00 Alarm\n\nIt rang.\n\n### 10:05 Calm") == [
        ("item", "10:00 Alarm"),
        ("paragraph", "It rang."),
        ("item", "10:05 Calm"),
    ]


def test_the_text_of_a_label_line_may_begin_a_section() -> None:
    (section,) = outline_of("Timeline: 10:00 the alarm rang").sections
    assert (section.title, section.kind) == ("Timeline", SectionKind.TIMELINE)
    assert [part.text for part in section.parts] == ["10:00 the alarm rang"]


@pytest.mark.parametrize("bullet", ["-", "*", "+", "–", "•", "=", "1.", "1)", "(1)", "- [ ]"])
def test_an_item_is_found_behind_every_bullet(bullet: str) -> None:
    assert parts(f"{bullet} Page the team\n{bullet} Fix it") == [
        ("item", "Page the team"),
        ("item", "Fix it"),
    ]


def test_a_number_glued_to_a_time_is_a_bullet() -> None:
    assert parts("## Timeline\n\n1.10:00 Alarm\n2.10:05 Calm") == [
        ("item", "10:00 Alarm"),
        ("item", "10:05 Calm"),
    ]


def test_items_know_their_depth_and_what_they_stand_under() -> None:
    text = "- Prevent:\n  - Add a disk\n    - a big one\n- Detect:\n  - Add an alert"
    found = [(part.depth, part.labels, part.text) for part in outline_of(text).sections[0].parts]
    assert found == [
        (1, (), "Prevent:"),
        (2, ("prevent",), "Add a disk"),
        (3, ("prevent",), "a big one"),
        (1, (), "Detect:"),
        (2, ("detect",), "Add an alert"),
    ]


def test_bullets_of_another_shape_are_below_a_label() -> None:
    found = outline_of("* Prevent:\n- Add a disk\n- Add two\n* Detect:\n- Alert").sections[0]
    assert [part.depth for part in found.parts] == [1, 2, 2, 1, 2]


def test_a_line_that_is_only_a_link_is_no_heading() -> None:
    text = "## Action items\n\n1. Watch the disk\n   [Issue](https://tickets.example/1)\n2. Sweep"
    assert headings(text) == [("Action items", SectionKind.ACTION_ITEMS)]


def test_a_hard_wrapped_item_is_one() -> None:
    text = "- 10:00 the alarm rang in the\nroom of the night shift\n- 10:05 calm"
    assert parts(f"## Timeline\n\n{text}") == [
        ("item", "10:00 the alarm rang in the room of the night shift"),
        ("item", "10:05 calm"),
    ]


def test_a_wrapped_paragraph_is_one() -> None:
    assert parts("The pump stopped because\nits valve was\nclosed.") == [
        ("paragraph", "The pump stopped because its valve was closed.")
    ]


def test_lines_that_begin_with_a_time_are_not_joined() -> None:
    assert parts("10:00 alarm\n10:05 calm") == [
        ("paragraph", "10:00 alarm"),
        ("paragraph", "10:05 calm"),
    ]


def test_an_indented_section_is_no_code() -> None:
    text = "    ## Impact\n    All users.\n\n    - one\n    - two"
    assert parts(text) == [("paragraph", "All users."), ("item", "one"), ("item", "two")]


def test_an_unclosed_fence_hides_nothing() -> None:
    found = outline_of("# Grey maps\n\n```\n## Impact\n\nAll users.").sections
    assert [section.kind for section in found] == [None, SectionKind.IMPACT]


def test_closed_code_is_kept_whole() -> None:
    assert parts("```sh\n# no heading\n- no item\n```") == [
        ("code", "```sh\n# no heading\n- no item\n```")
    ]


def test_a_table_has_cells_and_headings() -> None:
    (section,) = outline_of("| Time | What |\n|---|---|\n| 10:00 | a \\| b |").sections
    assert [(part.marker, part.cells, part.headings) for part in section.parts] == [
        ("header", ("Time", "What"), ()),
        ("", ("10:00", "a \\| b"), ("Time", "What")),
    ]


def test_quotes_rules_and_comments_are_told_apart() -> None:
    assert parts("> a\n> b\n\n---\n\n<!-- c\nd -->") == [
        ("quote", "a\nb"),
        ("rule", "---"),
        ("comment", "<!-- c\nd -->"),
    ]


def test_label_lines_part_a_timeline_without_clocks() -> None:
    text = "Timeline:\nDetection:\nA page.\nMisleading paths:\nThe network.\nImpact:\nAll users."
    found = [(section.title, section.kind) for section in outline_of(text).sections]
    assert found == [
        ("Timeline", SectionKind.TIMELINE),
        ("Detection", SectionKind.TIMELINE),
        ("Misleading paths", SectionKind.TIMELINE),
        ("Impact", SectionKind.IMPACT),
    ]


def test_sentences_know_their_section_and_label() -> None:
    outline = outline_of("## Impact\n\n**Users:** all of them. For e.g. an hour at 9 p.m. today.")
    assert [(s.text, s.line, s.section, s.label) for s in outline.sentences] == [
        ("all of them.", 3, SectionKind.IMPACT, "users"),
        ("For e.g. an hour at 9 p.m. today.", 3, SectionKind.IMPACT, "users"),
    ]


# ---- whatever a document says


WORDS = st.sampled_from(
    "Timeline Impact: 10:00 10:00AM - * + 1. # ## ### **a** **b:** _c_ `d` ``` ~~~ | |---|---| "
    "> <b> </b> <li> <!-- --> <p> --- === [x](y) ![x](y) June 8, 2024 05/06/2024 outage lasted "
    "5 hours from to until UTC Root cause Detection: Action items [ ] • – & é 🔥 \u00a0 \u200b "
    "\\- ( ) : ; . ? ! the At".split(" ")
)
LINES = st.lists(
    st.one_of(
        st.lists(WORDS, max_size=6).map(" ".join),
        st.tuples(st.sampled_from(["", " ", "  ", "    ", "\t"]), st.text(max_size=12)).map(
            "".join
        ),
    ),
    max_size=25,
)
MORE = settings(PROPERTY, max_examples=300, suppress_health_check=list(HealthCheck))
TOKEN = re.compile(r"[a-z]{2,}|w\d+")


def said(outline: Outline) -> list[str]:
    """All words of an outline in order."""
    found: list[str] = []
    for section in outline.sections:
        found += TOKEN.findall(section.heading.lower())
        for part in section.parts:
            found += TOKEN.findall(part.text.lower())
    return found


@given(LINES)
@example(["<!-- a", "```", "b", "```", "-->", "c"])
@example(["- ```", "a", "```"])
@MORE
def test_no_text_stops_the_outline(lines: list[str]) -> None:
    outline = build_outline(Line(number, line) for number, line in enumerate(lines, 1))
    for section in outline.sections:
        assert section.heading or section.parts
        for part in section.parts:
            assert 1 <= part.line <= part.end_line <= len(lines)
    assert all(sentence.text for sentence in outline.sentences)


SHAPES = st.sampled_from(
    [
        "{}",
        "- {}",
        "  - {}",
        "    {}",
        "1. {}",
        "# {}",
        "##{}",
        "**{}**",
        "**{}:** {}",
        "{}:",
        "{}: {}",
        "Timeline: {}",
        "Timeline",
        "## Action items",
        "- 10:00 {}",
        "10:00 - {}. 10:05 - {}",
        "> {}",
        "| {} | {} |",
        "|---|---|",
        "---",
        "===",
        "",
        "```",
        "<p>{}</p>",
        "<li>{}<li>{}",
        "<b>{}",
        "{}<br>{}",
        "<!-- {} -->",
        "### 10:00 {}",
        "[{}](a.md)",
        "- [ ] {}",
        "\u2022{}",
        "{},",
        "{} at",
        "{}.",
    ]
)


@given(st.lists(SHAPES, max_size=30))
@MORE
def test_every_word_is_in_one_place_and_in_order(shapes: list[str]) -> None:
    number = 0
    lines: list[Line] = []
    for index, shape in enumerate(shapes, 1):
        words = []
        for _ in range(shape.count("{}")):
            number += 1
            words.append(f"W{number}")
        lines.append(Line(index, shape.format(*words)))
    found = [word for word in said(build_outline(lines)) if re.fullmatch(r"w\d+", word)]
    assert found == [f"w{index}" for index in range(1, number + 1)]


def test_kinds_of_parts_are_all_told() -> None:
    text = "a\n\n- b\n\n| c | d |\n\n```\ne\n```\n\n> f\n\n---\n\n<!-- g -->"
    found = {part.kind for section in outline_of(text).sections for part in section.parts}
    assert found == set(PartKind)


def test_a_ragged_list_has_one_depth() -> None:
    text = "# Maps\n\n  - Add disks\n\n- Watch them\n\n  - Test them\n    - Monthly\n"
    assert [part.depth for section in outline_of(text).sections for part in section.parts] == [
        1,
        1,
        1,
        2,
    ]


def test_an_item_below_a_label_stays_below_it() -> None:
    text = "# Maps\n\n  - Add disks\n- Watch them:\n  - Test them\n"
    assert [part.depth for section in outline_of(text).sections for part in section.parts] == [
        1,
        1,
        2,
    ]


def test_a_wrapped_line_may_begin_with_a_time() -> None:
    text = "# Maps\n\nAfter the release,\napproximately 06:05 UTC, the maps went\ngrey.\n"
    assert len(outline_of(text).sections[0].parts) == 1
