"""Front matter as it is written: read back, it says the same."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.drafting.front_matter_text import FIELD_ORDER, clean_text, render_front_matter
from postmortem_kb.durations import parse_duration
from postmortem_kb.fields import FrontMatter, Kind, parse_percent
from postmortem_kb.front_matter import split_document
from postmortem_kb.moments import parse_timestamp
from postmortem_kb.spelling import find_bent_values
from postmortem_kb.zones import parse_zone
from records import PROPERTY

# Letters, and everything that means something to YAML or to some reader of it.
AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("-?:,[]{}#&*!|>'\"%@`~=<.\\/_ \t\n\r0179")),
        st.sampled_from(list("abyYnNoOtTeEx—…“”é支🔥\u200d")),
        st.sampled_from(list("\x00\x07\x85\xa0\u2028\ufeff\ud800\uffff")),
    ),
    max_size=60,
)
WORDS = st.sampled_from(
    "~ null Null yes no on off y 0012 1e3 0x1F 12:30 1:30 2024-06-08 .inf << = --- ... - ?".split()
)
LONG = st.lists(st.one_of(AWKWARD, WORDS), min_size=8, max_size=25).map(" ".join)
TEXT = st.one_of(AWKWARD, WORDS, LONG)
FILLED = TEXT.filter(clean_text)
NAMES = st.sampled_from(FIELD_ORDER)
TREE = st.one_of(
    TEXT,
    st.lists(TEXT, max_size=3),
    st.dictionaries(FILLED.map(clean_text), TEXT, max_size=3),
    st.lists(st.dictionaries(st.sampled_from(["id", "title", "of"]), TEXT, max_size=3), max_size=3),
)


def read(text: str) -> Any:
    """What the strict reader makes of a front matter, which has nothing wrong with it."""
    document = split_document(text + "\nThe body.\n")
    assert [finding.message for _, finding in document.front_matter.findings] == []
    assert document.body.strip() == "The body."
    return document.front_matter.data


def cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value) or None
    if isinstance(value, list):
        return [made for one in value if (made := cleaned(one))] or None
    return {key: made for key, one in value.items() if (made := cleaned(one))} or None


@PROPERTY
@given(st.dictionaries(NAMES, TREE, max_size=6), st.dictionaries(NAMES, TEXT, max_size=6))
def test_what_is_written_is_read_back(fields: dict[str, Any], comments: dict[str, str]) -> None:
    text = render_front_matter(fields, comments)
    assert read(text) == (cleaned(fields) or {})
    text.encode("utf-8")


@PROPERTY
@given(st.dictionaries(NAMES, TREE, min_size=1, max_size=6))
def test_other_yaml_tools_read_the_same_text(fields: dict[str, Any]) -> None:
    text = render_front_matter(fields)
    assert list(find_bent_values(split_document(text).front_matter, [])) == []
    loaded = yaml.load(text.removeprefix("---\n").removesuffix("---\n"), yaml.BaseLoader)
    assert (loaded or {}) == (cleaned(fields) or {})


@PROPERTY
@given(TEXT, st.sampled_from(["severity", "impact.of", "impact", "services.0", "related.0.id"]))
def test_no_comment_changes_what_is_said(comment: str, place: str) -> None:
    fields = {
        "title": "Outage",
        "impact": {"of": "users", "summary": "Slow."},
        "services": ["checkout", "search"],
        "related": [{"relation": "see-also", "id": "one"}],
    }
    assert read(render_front_matter(fields, {place: comment})) == fields


def test_every_field_has_its_place() -> None:
    assert sorted(FIELD_ORDER) == sorted(FrontMatter.model_fields)


def test_fields_stand_in_the_order_of_the_house() -> None:
    fields = {"services": ["a"], "resolved_at": "2024-06-08", "mine": "x", "title": "Outage"}
    assert render_front_matter(fields) == (
        '---\ntitle: "Outage"\nresolved_at: 2024-06-08\nservices:\n  - a\nmine: x\n---\n'
    )


def test_nested_fields_stand_in_order_too() -> None:
    impact = {"of": "users", "users_percent": 40, "summary": "Nobody could pay."}
    assert render_front_matter({"impact": impact}) == (
        "---\nimpact:\n  summary: Nobody could pay.\n  users_percent: 40\n  of: users\n---\n"
    )


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("started_at", "2024-03-13", "2024-03-13"),
        ("started_at", "~2024-03-13T14:10", "~2024-03-13T14:10"),
        ("started_at", "--06-05T13:15", "--06-05T13:15"),
        ("started_at", "T13:15", "T13:15"),
        ("started_at", "unknown", "unknown"),
        ("timezone", "+02:00", '"+02:00"'),
        ("timezone", "Europe/Berlin", "Europe/Berlin"),
        ("timezone", "no", '"no"'),
        ("duration", "1:30", '"1:30"'),
        ("duration", "1h 30m", "1h 30m"),
        ("id", "0012", '"0012"'),
        ("id", "2024-03-13", '"2024-03-13"'),
        ("trigger", "null", '"null"'),
        ("trigger", "a: b", '"a: b"'),
        ("trigger", "a:b", "a:b"),
        ("trigger", "a #b", '"a #b"'),
        ("trigger", "a#b", "a#b"),
        ("trigger", "-b", "-b"),
        ("trigger", "- b", '"- b"'),
        ("trigger", "@home", '"@home"'),
        ("trigger", 'say "no"', 'say "no"'),
        ("trigger", '"no" they said', "'\"no\" they said'"),
        ("trigger", "back\\slash: it's", "'back\\slash: it''s'"),
        ("trigger", "two\nlines", "two lines"),
    ],
)
def test_quotes_stand_where_they_are_needed(name: str, value: str, written: str) -> None:
    assert render_front_matter({name: value}) == f"---\n{name}: {written}\n---\n"


def test_long_text_is_folded() -> None:
    text = "The queue filled up: nothing took from it. " * 5
    rendered = render_front_matter({"summary": text, "lessons": [text]})
    assert rendered.startswith("---\nsummary: >-\n  The queue filled up: nothing took")
    assert "\nlessons:\n  - >-\n    The queue" in rendered
    assert max(len(line) for line in rendered.splitlines()) <= 100
    assert read(rendered) == {"summary": text.strip(), "lessons": [text.strip()]}


def test_a_long_word_and_a_long_title_stay_on_their_line() -> None:
    url, title = "https://status.example/" + "a" * 120, "Outage " * 20
    text = render_front_matter({"title": title, "sources": [{"url": url}]})
    assert text == f'---\ntitle: "{title.strip()}"\nsources:\n  - url: {url}\n---\n'


def test_typed_values_are_spelled_as_their_parsers_read_them() -> None:
    fields = {
        "kind": Kind.NEAR_MISS,
        "started_at": parse_timestamp("2024-03-13 14:10Z"),
        "timezone": parse_zone("UTC+2"),
        "duration": parse_duration("about 90 minutes"),
        "impact": {"users_percent": parse_percent("~33.5 %")},
    }
    assert read(render_front_matter(fields)) == {
        "kind": "near-miss",
        "started_at": "2024-03-13T14:10Z",
        "timezone": "UTC+2",
        "duration": "about 1 h 30 min",
        "impact": {"users_percent": "~33.5"},
    }


@pytest.mark.parametrize(
    ("number", "written"),
    [(25, "25"), (25.0, "25"), (33.3333333, "33.3333333"), (1e-7, "0.0000001")],
)
def test_numbers_are_written_out(number: float, written: str) -> None:
    assert read(render_front_matter({"impact": {"users_percent": number}})) == {
        "impact": {"users_percent": written}
    }


def test_a_whole_model_is_read_back() -> None:
    model = FrontMatter.model_validate(
        {
            "title": "Outage",
            "incidents": [{"started_at": "2024-03-13T14:10", "id": "one", "services": ["a"]}],
            "action_items": [{"title": "Watch: disks", "due": "2024-04-01", "status": "done"}],
            "imported_from": {"path": "in/a: b.md", "sha256": "0" * 64},
        }
    )
    fields = {name: getattr(model, name) for name in model.model_fields_set}
    text = render_front_matter(fields)
    assert FrontMatter.model_validate(read(text)) == model
    assert "  - id: one\n    started_at: 2024-03-13T14:10\n    services:\n      - a\n" in text


def test_what_is_empty_is_left_out() -> None:
    fields = {"title": "x", "summary": " \n", "services": [""], "impact": {"of": None}, "tags": ()}
    assert render_front_matter(fields) == '---\ntitle: "x"\n---\n'


def test_comments_stand_above_their_field() -> None:
    fields = {
        "title": "Outage",
        "root_causes": ["hardware/disk", "capacity"],
        "impact": {"users_percent": 40},
        "action_items": [{"title": "Watch disks"}],
    }
    comments = {
        "root_causes": ["suggested", "two found"],
        "root_causes.1": 'line 7: "the queue: full # of it"',
        "impact.users_percent": "line 9",
        "action_items.0.title": "line 20",
        "severity": "not stated",
    }
    assert render_front_matter(fields, comments) == (
        '---\ntitle: "Outage"\n# not stated\n'
        "# suggested\n# two found\nroot_causes:\n  - hardware/disk\n"
        '  # line 7: "the queue: full # of it"\n  - capacity\n'
        "impact:\n  # line 9\n  users_percent: 40\n"
        "action_items:\n  - # line 20\n    title: Watch disks\n---\n"
    )


def test_a_comment_about_a_nested_field_that_is_not_there_stands_above_what_is() -> None:
    text = render_front_matter({"title": "x", "impact": {"of": "users"}}, {"impact.type": "why"})
    assert text == '---\ntitle: "x"\n# why\nimpact:\n  of: users\n---\n'


def test_long_comments_are_wrapped_and_cut() -> None:
    text = render_front_matter({"title": "x"}, {"title": "word " * 5000})
    assert len(text) < 1200
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "word …\ntitle:" in text


def test_hostile_text_is_written_quickly() -> None:
    text = ": # - \x07" * 70_000
    assert read(render_front_matter({"summary": text}, {"summary": text})) == {
        "summary": clean_text(text)
    }
