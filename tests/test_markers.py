"""Markers in pages: where they are found, what they ask for, and what is said of bad ones."""

import re
from pathlib import Path

import pytest

from building import REPOSITORY
from making import TAXONOMY
from postmortem_kb import load
from postmortem_kb.fields import Kind
from postmortem_kb.marker_problems import make_offer
from postmortem_kb.markers import Embed, Offer, find_markers, find_misfits, read_marker
from postmortem_kb.pages.embedded_plots import PLOTS
from postmortem_kb.project import load_settings
from postmortem_kb.query import Query, Sort
from postmortem_kb.query_options import QUERY_OPTIONS
from records import load_files, said

OFFER = Offer(TAXONOMY, {"2024-06-08-outage"}, ("months", "durations"))
RECORD = "---\ntitle: Outage\ntimezone: UTC\n---\n\nWords.\n"


def words_of(text: str) -> list[str]:
    return [marker.words for marker in find_markers(text)]


def misfits(text: str) -> list[tuple[int, int, str, str]]:
    return [(*found.place, found.message, found.hint) for found in find_misfits(text, OFFER)]


def test_markers_are_found_with_their_place_and_indent() -> None:
    text = "# Page\n\n<!-- postmortem: list -->\n\nSo <!-- postmortem: count --> of them.\n"
    first, second = find_markers(text)
    assert (first.words, first.line, first.column, first.indent) == ("list", 3, 1, "")
    assert (second.words, second.line, second.column, second.indent) == ("count", 5, 4, None)
    assert text[first.start : first.end] == "<!-- postmortem: list -->"


def test_a_marker_may_go_over_several_lines() -> None:
    assert words_of("<!-- postmortem: list\n  --service shop\n  --limit 5 -->\n") == [
        "list --service shop --limit 5"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```\n<!-- postmortem: list -->\n```\n",
        "~~~ md\n<!-- postmortem: list -->\n~~~\n",
        "Words.\n\n    <!-- postmortem: list -->\n",
        "- item\n\n    ```\n    <!-- postmortem: list -->\n    ```\n",
        "!!! note\n\n    ```\n    <!-- postmortem: list -->\n    ```\n",
        "Write `<!-- postmortem: list -->` there.\n",
        "Write ``<!-- postmortem: list -->`` there.\n",
        "<!-- postmortem: ignore PM404: the page is written next week -->\n",
        "<!-- postmortem: home -->\n",
        "<!-- postmortem: list without an end\n",
        "<!-- other: list -->\n",
    ],
)
def test_what_is_in_code_or_means_something_else_is_left_alone(text: str) -> None:
    assert words_of(text) == []


@pytest.mark.parametrize("opening", ["- item\n\n    ", "!!! note\n\n    ", '=== "Tab"\n\n    '])
def test_a_marker_may_stand_inside_a_list_or_an_admonition(opening: str) -> None:
    (marker,) = find_markers(f"{opening}<!-- postmortem: list -->\n")
    assert marker.indent == "    "


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("list", Query()),
        ("list --service web-shop --limit 5", Query(service="shop", limit=5)),
        ("list --service=shop --sort duration", Query(service="shop", sort=Sort.DURATION)),
        ("count --kind near-miss", Query(kind=Kind.NEAR_MISS)),
        ("list --root-cause unknown --severity 'sev1'", Query("unknown", severity="sev1")),
    ],
)
def test_the_options_are_those_of_the_list_command(words: str, query: Query) -> None:
    (marker,) = find_markers(f"<!-- postmortem: {words} -->\n")
    assert read_marker(marker, OFFER).query == query


def test_a_length_may_have_a_space_in_quotes() -> None:
    (marker,) = find_markers("<!-- postmortem: list --longer-than '4 h' -->\n")
    longer_than = read_marker(marker, OFFER).query.longer_than
    assert longer_than is not None
    assert longer_than.total_seconds() == 4 * 3600


@pytest.mark.parametrize(
    ("words", "embed", "name"),
    [
        ("plot months --service shop", Embed.PLOT, "months"),
        ("timeline 2024-06-08-outage", Embed.TIMELINE, "2024-06-08-outage"),
    ],
)
def test_plots_and_timelines_are_named(words: str, embed: Embed, name: str) -> None:
    (marker,) = find_markers(f"<!-- postmortem: {words} -->\n")
    request = read_marker(marker, OFFER)
    assert (request.embed, request.name) == (embed, name)


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ("lists", "a marker cannot ask for 'lists'", "did you mean 'list'?"),
        (
            "picture",
            "a marker cannot ask for 'picture'",
            "the words are list, count, plot, timeline",
        ),
        ("list --sevrity sev1", "there is no option '--sevrity'", "did you mean '--severity'?"),
        (
            "list --severity sev9",
            "--severity: 'sev9' is no term of 'severities'",
            "did you mean 'sev4'?",
        ),
        (
            "list --service shup",
            "--service: 'shup' is no term of 'services'",
            "did you mean 'shop'?",
        ),
        ("list --since lately", "--since: 'lately' is no day", "write it like 2024-06-08"),
        ("list --limit 0", "--limit: '0' is no number", "write a whole number of at least 1"),
        (
            "list --kind near",
            "--kind: 'near' is none of its words",
            "did you mean 'near-miss'?",
        ),
        ("list --limit", "'--limit' has no value", "write '--limit …'"),
        ("list --service --limit 5", "'--service' has no value", "write '--service …'"),
        ("list shop", "'shop' belongs to no option", "put it in quotes, or out"),
        ("list --limit 5 --limit 6", "'--limit' stands there twice", "leave one out"),
        ("list --service 'shop", "a quote in the marker has no end", "add the other quote"),
        ("count --limit 5", "a count takes no '--limit'", "leave it out"),
        ("plot", "'plot' without the name of a plot", "write 'plot …'"),
        ("plot moths", "there is no plot 'moths'", "did you mean 'months'?"),
        ("timeline", "'timeline' without the id of a postmortem", "write 'timeline …'"),
        (
            "timeline gone",
            "this site has no postmortem 'gone'",
            "write the id that its URL ends with",
        ),
        (
            "timeline 2024-06-08-outage --service shop",
            "a timeline takes no '--service'",
            "leave it out",
        ),
    ],
)
def test_a_bad_marker_is_told_with_its_mend(words: str, message: str, hint: str) -> None:
    found = misfits(f"# Page\n\n<!-- postmortem: {words} -->\n")
    assert len(found) == 1
    line, column, what, mend = found[0]
    assert (line, column, what) == (3, 1, message)
    assert mend == hint


def test_an_empty_marker_and_a_list_within_a_sentence_are_told() -> None:
    assert [message for *_, message, _ in misfits("<!-- postmortem: -->\n")] == [
        "the marker asks for nothing"
    ]
    assert [message for *_, message, _ in misfits("See <!-- postmortem: list --> here.\n")] == [
        "a list cannot stand inside a line"
    ]
    assert [
        message for *_, message, _ in misfits("- a\n\n    <!-- postmortem: plot months -->\n")
    ] == ["a plot cannot be indented"]


@pytest.mark.parametrize("words", ["-", "--", "''", "list ''", "list --=x", "\\", "list \\", "0"])
def test_odd_words_are_told_and_never_a_traceback(words: str) -> None:
    assert len(misfits(f"<!-- postmortem: {words} -->\n")) == 1


def test_check_and_build_tell_of_markers_in_pages_and_records(tmp_path: Path) -> None:
    knowledge_base = load_files(
        tmp_path,
        {
            "postmortems/2024-06-08-outage.md": f"{RECORD}\n<!-- postmortem: list --limit x -->\n",
            "docs/team/handbook.md": "# Team\n\n<!-- postmortem: timeline gone -->\n",
            "docs/.hidden/x.md": "<!-- postmortem: nonsense -->\n",
        },
    )
    assert [(found.path, *said([found])) for found in knowledge_base.problems] == [
        ("docs/team/handbook.md", "3:1 PM421 this site has no postmortem 'gone'"),
        ("postmortems/2024-06-08-outage.md", "8:1 PM421 --limit: 'x' is no number"),
    ]


def test_a_record_that_is_not_published_has_no_timeline_to_show(tmp_path: Path) -> None:
    hidden = RECORD.replace("timezone", "visibility: restricted\ntimezone")
    knowledge_base = load_files(
        tmp_path,
        {
            "postmortems/2024-06-08-outage.md": hidden,
            "docs/page.md": "<!-- postmortem: timeline 2024-06-08-outage -->\n",
        },
    )
    assert "1:1 PM421 this site has no postmortem '2024-06-08-outage'" in said(
        knowledge_base.problems
    )


GUIDE = (REPOSITORY / "docs/guide/embedding.md").read_text(encoding="utf-8")


def test_the_guides_examples_work_on_this_sites_records() -> None:
    settings = load_settings(REPOSITORY / "mkdocs.yml", REPOSITORY)
    knowledge_base = load(settings)
    offer = make_offer(knowledge_base.postmortems, knowledge_base.taxonomy)
    examples = re.findall(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)
    markers = [marker for example in examples for marker in find_markers(example)]
    assert {read_marker(marker, offer).embed for marker in markers} == set(Embed)


@pytest.mark.parametrize(
    "word", [*Embed, *PLOTS, *(f"--{option.name} {option.metavar}" for option in QUERY_OPTIONS)]
)
def test_the_guide_names_everything_that_a_marker_can_ask_for(word: str) -> None:
    assert re.search(rf"`{word}[ `]", GUIDE)
