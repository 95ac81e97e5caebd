from typing import Any

import frontmatter
import pytest
from frontmatter.default_handlers import BaseHandler
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.front_matter import StrictYAMLHandler, Tree, read_yaml, split_document
from records import PROPERTY


def read(text: str) -> Tree:
    document = split_document(f"---\n{text}\n---\n")
    assert document.front_matter.findings == []
    return document.front_matter.data


def found_in(text: str) -> list[str]:
    return [
        f"{finding.place.line}:{finding.place.column} {rule.name}: {finding.message}"
        for rule, finding in split_document(text).front_matter.findings
    ]


def test_the_handler_is_one_of_python_frontmatter() -> None:
    handler = StrictYAMLHandler()
    assert isinstance(handler, BaseHandler)
    metadata, content = frontmatter.parse("---\nanswer: no\n---\n\nBody\n", handler=handler)
    assert (metadata, content) == ({"answer": "no"}, "Body")


def test_a_document_is_read_through_python_frontmatter(monkeypatch: pytest.MonkeyPatch) -> None:
    handlers: list[Any] = []
    parse = frontmatter.parse

    def watch(text: str, *, handler: Any) -> Any:
        handlers.append(handler)
        return parse(text, handler=handler)

    monkeypatch.setattr(frontmatter, "parse", watch)
    assert split_document("---\na: b\n---\n").front_matter.data == {"a": "b"}
    assert [type(handler) for handler in handlers] == [StrictYAMLHandler]


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "on",
        "true",
        "12:30",
        "1:30:00",
        "0012",
        "0x10",
        "1.10",
        "1e3",
        "1_000",
        "~25",
        "2024-06-08",
        "2024-06-08T13:15:00Z",
        ".inf",
        "=",
        "a#b",
        "nullable",
    ],
)
def test_a_value_stays_the_text_that_stands_there(text: str) -> None:
    assert read(f"field: {text}") == {"field": text}


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL", "# a comment"])
def test_no_value_is_absent(text: str) -> None:
    assert read(f"field: {text}") == {"field": None}


@pytest.mark.parametrize("text", ["''", '""'])
def test_a_quoted_nothing_is_an_empty_text(text: str) -> None:
    assert read(f"field: {text}") == {"field": ""}


@pytest.mark.parametrize("text", ["'null'", '"~"'])
def test_a_quoted_null_is_text(text: str) -> None:
    assert read(f"field: {text}") == {"field": text[1:-1]}


def test_a_key_stays_text_too() -> None:
    assert read("no: a\n12: b\nnull: c") == {"no": "a", "12": "b", "null": "c"}


def test_lists_and_mappings_are_taken_as_they_nest() -> None:
    text = "impact:\n  of: users\nroot_causes:\n- a\n- [b, 1]\nflow: {x: [y]}"
    assert read(text) == {
        "impact": {"of": "users"},
        "root_causes": ["a", ["b", "1"]],
        "flow": {"x": ["y"]},
    }


def test_folded_and_literal_blocks_are_read_as_yaml_reads_them() -> None:
    assert read("a: >-\n  one\n  two\nb: |\n  three\n  four") == {
        "a": "one two",
        "b": "three\nfour\n",
    }


def test_every_value_and_key_has_its_place() -> None:
    document = split_document("---\ntitle: é 😀\nimpact:\n  of:   users\nservices: [a, 'b']\n---\n")
    places = {
        path: (place.line, place.column) for path, place in document.front_matter.places.items()
    }
    assert places == {
        (): (2, 1),
        ("title",): (2, 8),
        ("impact",): (4, 3),
        ("impact", "of"): (4, 9),
        ("services",): (5, 11),
        ("services", 0): (5, 12),
        ("services", 1): (5, 15),
    }
    assert document.front_matter.key_places[("impact", "of")].column == 3


def test_the_place_of_what_is_missing_is_that_of_what_is_around_it() -> None:
    located = split_document("---\nimpact:\n  of: users\n---\n").front_matter
    assert located.find_place(("impact", "type")) == located.places[("impact",)]
    assert located.find_place(("title",)).line == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\nb: 2\na: 3\n---\n", ["4:1 duplicate-key: 'a' is already given on line 2"]),
        (
            "---\na:\n  x: 1\n  x: 2\n---\n",
            ["4:3 duplicate-key: 'x' is already given on line 3"],
        ),
        (
            "---\na: &n [1, 2]\nb: [*n, *n]\n*n : c\n---\n",
            [
                "3:5 alias-or-tag: found the YAML alias '*n'",
                "3:9 alias-or-tag: found the YAML alias '*n'",
                "4:1 alias-or-tag: found the YAML alias '*n'",
            ],
        ),
        ("---\na: *nowhere\n---\n", ["2:4 alias-or-tag: found the YAML alias '*nowhere'"]),
        ("---\na: &a\n- *a\n---\n", ["3:3 alias-or-tag: found the YAML alias '*a'"]),
        (
            "---\na: !!int 5\n---\n",
            ["2:4 alias-or-tag: found the YAML tag 'tag:yaml.org,2002:int'"],
        ),
        (
            "---\na: !!python/name:os.system x\n---\n",
            ["2:4 alias-or-tag: found the YAML tag 'tag:yaml.org,2002:python/name:os.system'"],
        ),
        ("---\na: !own {b: c}\n---\n", ["2:4 alias-or-tag: found the YAML tag '!own'"]),
        (
            "---\n!!str a: b\n---\n",
            ["2:1 alias-or-tag: found the YAML tag 'tag:yaml.org,2002:str'"],
        ),
        ("---\na:\n  <<: {b: c}\n---\n", ["3:3 alias-or-tag: found a YAML merge key '<<'"]),
        (
            "---\n? [a]\n: b\nc: d\nc: e\n---\n",
            [
                "2:3 broken-front-matter: a list or mapping stands as a name",
                "5:1 duplicate-key: 'c' is already given on line 4",
            ],
        ),
        (
            "---\n- a\n---\n",
            ["2:1 broken-front-matter: expected 'name: value' fields, found something else"],
        ),
        (
            "---\njust text\n---\n",
            ["2:1 broken-front-matter: expected 'name: value' fields, found something else"],
        ),
        (
            '---\na: "x\\0y"\n---\n',
            ["2:4 broken-front-matter: found the control character '\\x00'"],
        ),
    ],
)
def test_what_is_not_allowed_is_found_in_its_place(text: str, expected: list[str]) -> None:
    assert found_in(text) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("---\ntitle: Checkout: down\n---\n", "2:16"),
        ("---\na: b\n\tc: d\n---\n", "3:1"),
        ("---\na: b\nc: [d\n---\n", "4:1"),
        ("---\né: \x07\n---\n", "2:4"),
        ("---\na: @b\n---\n", "2:4"),
        ("---\na: b\n c: d\n---\n", "3:3"),
        (f"---\na: {'[' * 100_000}\n---\n", "2:23"),
        (f"---\na: {'{a: ' * 500}\n---\n", "2:80"),
    ],
)
def test_broken_yaml_is_one_problem_in_its_place(text: str, place: str) -> None:
    assert [line.split(": ")[0] for line in found_in(text)] == [f"{place} broken-front-matter"]


def test_a_second_yaml_document_is_found() -> None:
    [(_, finding)] = read_yaml("a: b\n---\nc: d\n").findings
    assert (finding.place.line, finding.message) == (
        2,
        "found the end of the YAML ('---' or '...') with more fields after it",
    )


def test_an_alias_bomb_is_refused_without_unfolding() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 12)
    ]
    assert len(found_in("---\n" + "\n".join(lines) + "\n---\n")) == 99


def test_problems_before_a_syntax_error_are_said_too() -> None:
    assert [line.split(":")[0] for line in found_in("---\na: 1\na: 2\nb: [\n---\n")] == ["3", "5"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1 no-front-matter: the file is empty"),
        ("\n\n", "1:1 no-front-matter: the file is empty"),
        ("# Title\n", "1:1 no-front-matter: the file has no front matter"),
        ("Title\n---\n", "1:1 no-front-matter: the file has no front matter"),
        (
            " ---\na: b\n---\n",
            "1:1 no-front-matter: the front matter does not begin on the first line",
        ),
        (
            "\n\n---\na: b\n---\n",
            "3:1 no-front-matter: the front matter does not begin on the first line",
        ),
        ("----\na: b\n----\n", "1:1 no-front-matter: the file has no front matter"),
        (
            "---",
            "1:1 broken-front-matter: the front matter that begins here has no closing '---' line",
        ),
        (
            "---\na: b\n\n# Title\n",
            "1:1 broken-front-matter: the front matter that begins here has no closing '---' line",
        ),
    ],
)
def test_a_file_without_front_matter_says_what_is_there(text: str, expected: str) -> None:
    document = split_document(text)
    assert found_in(text) == [expected]
    assert (document.front_matter.data, document.body) == ({}, text)


def test_an_empty_front_matter_has_no_fields() -> None:
    document = split_document("---\n---\nBody\n")
    assert (document.front_matter.data, document.front_matter.findings) == ({}, [])


def test_blanks_after_the_dashes_do_not_matter() -> None:
    document = split_document("---  \na: b\n---\t\nBody\n")
    assert (document.front_matter.data, document.body) == ({"a": "b"}, "\nBody\n")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Text\n",
        "\n\nText\n\n",
        "Text\n\n---\n\nMore\n",
        "```\n---\na: b\n---\n```\n",
        "Title\n---\n",
    ],
)
def test_the_body_is_everything_after_the_closing_line(body: str) -> None:
    document = split_document(f"---\na: b\n---\n{body}")
    assert (document.front_matter.data, document.body) == ({"a": "b"}, f"\n{body}")


def test_the_body_begins_on_the_line_of_the_closing_dashes() -> None:
    assert split_document("---\na: b\nc: d\n---\nText\n").body_line == 4


def test_line_numbers_begin_where_the_caller_says() -> None:
    assert read_yaml("a: b", first_line=7).places[("a",)].line == 7


@PROPERTY
@given(st.text(alphabet="ab:-&*!?[]{}#|>'\"%@`~<\n \té\x07", max_size=60))
def test_any_text_gives_fields_or_findings_within_the_file(text: str) -> None:
    whole = f"---\n{text}\n---\n"
    document = split_document(whole)
    places = [finding.place for _, finding in document.front_matter.findings]
    assert all(1 <= place.line <= whole.count("\n") + 1 and place.column >= 1 for place in places)


@PROPERTY
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])))
def test_a_quoted_value_is_read_back_whatever_it_says(text: str) -> None:
    folded = " ".join(text.split())
    quoted = folded.replace("'", "''")
    located = read_yaml(f"field: '{quoted}'")
    if not located.findings:
        assert located.data == {"field": folded}
