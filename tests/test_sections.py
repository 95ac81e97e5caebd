import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.model import SectionKind
from postmortem_kb.sections import find_section_kind, parse_sections
from records import PROPERTY

KINDS = {
    SectionKind.SUMMARY: ["Summary", "Issue summary", "Overview", "Incident Overview", "TL;DR"],
    SectionKind.IMPACT: ["Impact", "User impact", "Customer impact"],
    SectionKind.TIMELINE: [
        "Timeline",
        "Timeline (UTC)",
        "Timeline of events",
        "Sequence of events",
    ],
    SectionKind.ROOT_CAUSE: [
        "Root cause",
        "Root causes",
        "Root cause(s)",
        "Root Cause:",
        "Root cause & resolution",
    ],
    SectionKind.TRIGGER: ["Trigger", "What triggered it?"],
    SectionKind.DETECTION: ["Detection", "How was it detected?"],
    SectionKind.RESOLUTION: ["Resolution", "Recovery", "Resolution and recovery"],
    SectionKind.WENT_WELL: ["What went well", "What went well?"],
    SectionKind.WENT_WRONG: ["What went wrong", "What didn't go well", "What did not go well"],
    SectionKind.LUCKY: ["Where we got lucky"],
    SectionKind.LESSONS: ["Lessons learned", "Lessons Learnt"],
    SectionKind.ACTION_ITEMS: [
        "Action items",
        "Corrective and preventative measures",
        "Corrective and Preventive Measures",
        "Follow-up",
        "Follow-ups",
        "Action items 🚧",
    ],
}


@pytest.mark.parametrize(
    ("title", "kind"), [(title, kind) for kind, titles in KINDS.items() for title in titles]
)
def test_a_heading_is_recognised_by_its_synonyms(title: str, kind: SectionKind) -> None:
    assert find_section_kind(title) is kind


@pytest.mark.parametrize(
    "title", ["**Summary**", "1. Summary", "`SUMMARY`", "Summary 2024-06-08", "_Summary_:"]
)
def test_markup_numbers_and_dates_in_a_heading_do_not_matter(title: str) -> None:
    assert find_section_kind(title) is SectionKind.SUMMARY


def test_every_kind_has_a_heading() -> None:
    assert set(KINDS) == set(SectionKind)


@pytest.mark.parametrize(
    "title", ["", "Background", "Summary of the weather", "概要", "Not stated"]
)
def test_any_other_heading_has_no_kind(title: str) -> None:
    assert find_section_kind(title) is None


def kinds(text: str) -> list[tuple[str, str | None]]:
    return [(section.title, section.kind) for section in parse_sections(text, 1)]


def test_both_forms_of_headings_are_headings() -> None:
    text = "# One\n\nTwo\n===\n\nThree\n---\n\n#### Four ####\n"
    assert [
        (section.title, section.level, section.line) for section in parse_sections(text, 1)
    ] == [
        ("One", 1, 1),
        ("Two", 1, 3),
        ("Three", 2, 6),
        ("Four", 4, 9),
    ]


def test_a_heading_over_two_lines_is_one_title() -> None:
    [section] = parse_sections("One\ntwo\n===\nText\n", 1)
    assert (section.title, section.text, section.text_line) == ("One two", "Text\n", 4)


@pytest.mark.parametrize(
    "text",
    [
        "```\n# Summary\n```\n",
        "~~~ md\n## Summary\n~~~\n",
        "    # Summary\n",
        "- item\n\n  # Summary\n",
        "> # Summary\n",
        "<!--\n# Summary\n-->\n",
        "#Summary\n",
        "\\# Summary\n",
        "####### Summary\n",
    ],
)
def test_what_only_looks_like_a_heading_parts_nothing(text: str) -> None:
    [section] = parse_sections(text, 1)
    assert (section.level, section.title, section.text) == (0, "", text)


def test_a_thematic_break_parts_nothing() -> None:
    assert kinds("# Summary\n\nText\n\n---\n\nMore\n") == [("Summary", "summary")]


def test_a_section_is_of_the_kind_of_the_heading_above_it() -> None:
    text = "# Timeline\n## First day\n### Morning\n## Impact\n### Money\n# Other\n"
    assert kinds(text) == [
        ("Timeline", "timeline"),
        ("First day", "timeline"),
        ("Morning", "timeline"),
        ("Impact", "impact"),
        ("Money", "impact"),
        ("Other", None),
    ]


@pytest.mark.parametrize("parent", ["Timeline", "Action items"])
@pytest.mark.parametrize("part", ["Detection", "Recovery", "Trigger"])
def test_a_part_of_a_timeline_or_of_action_items_is_no_section_of_its_own(
    parent: str, part: str
) -> None:
    assert {kind for _, kind in kinds(f"## {parent}\n### {part}\n")} == {find_section_kind(parent)}


def test_a_heading_of_the_same_level_ends_a_timeline() -> None:
    assert kinds("## Timeline\n## Recovery\n") == [
        ("Timeline", "timeline"),
        ("Recovery", "resolution"),
    ]


def test_lines_count_from_the_first_one_of_the_file() -> None:
    [intro, summary] = parse_sections("\nIntro\n\n## Summary\n\nText", 10)
    assert (intro.line, intro.text_line) == (10, 10)
    assert (summary.line, summary.text_line, summary.text) == (13, 14, "\nText")


def test_text_before_the_first_heading_has_a_section_without_title() -> None:
    [intro, _] = parse_sections("Intro\n# A\n", 1)
    assert (intro.level, intro.title, intro.text) == (0, "", "Intro")


def test_nothing_before_the_first_heading_is_no_section() -> None:
    assert kinds("\n\n# A\n") == [("A", None)]


def test_an_empty_body_has_no_sections() -> None:
    assert parse_sections("\n\n", 1) == ()


LINES = st.sampled_from(
    [
        *("", "text", "# Summary", "## Timeline", "### x", "===", "---", "```", "- item", "> q"),
        *("    code", "| a |", "|---|", "<!--", "-->", "<div>", "[a]: b", "1. x", "  # y", "\t- z"),
    ]
)


@PROPERTY
@given(st.lists(LINES, min_size=1, max_size=20), st.integers(min_value=1, max_value=50))
def test_every_line_belongs_to_exactly_one_section(lines: list[str], first_line: int) -> None:
    owned: list[tuple[int, str]] = []
    sections = parse_sections("\n".join(lines), first_line)
    ends = [section.line for section in sections[1:]] + [first_line + len(lines)]
    for section, end in zip(sections, ends, strict=False):
        heading = range(section.line, section.text_line)
        owned += [(number, lines[number - first_line]) for number in heading]
        # A text without lines and one of a single empty line are both "".
        text = section.text.split("\n") if section.text_line < end else []
        owned += list(enumerate(text, section.text_line))
    numbered = list(enumerate(lines, first_line))
    blank_start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    assert owned in (numbered, numbered[blank_start:])
