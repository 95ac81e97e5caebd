"""Edits change the words that they are about and nothing else, and files are replaced safely."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.fixing import (
    MendedText,
    apply_edits,
    find_span,
    plan_mend,
    read_state,
    render_diff,
    write_mend,
)
from postmortem_kb.problem import Edit, Place
from records import PROPERTY


def edit(line: int, column: int, old: str, new: str) -> Edit:
    return Edit(Place(line, column), old, new)


def refusals(mended: MendedText) -> list[tuple[str, str]]:
    return [(refused.new, reason) for refused, reason in mended.refused]


@pytest.mark.parametrize(
    ("text", "made", "expected"),
    [
        ("a: old\n", edit(1, 4, "old", "new"), "a: new\n"),
        ("a: old", edit(1, 4, "old", "new"), "a: new"),
        ('a: "old" # old\n', edit(1, 4, "old", "new"), 'a: "new" # old\n'),
        ("a: 'old'\n", edit(1, 4, "old", "new"), "a: 'new'\n"),
        ("a: no\n", edit(1, 4, "no", '"no"'), 'a: "no"\n'),
        ("x\r\na: old \t\r\n\r\n", edit(2, 4, "old", "new"), "x\r\na: new \t\r\n\r\n"),
        ("x\ra: old\r", edit(2, 4, "old", "new"), "x\ra: new\r"),
        ("ü\u2028\x85: old\n", edit(1, 6, "old", "größer"), "ü\u2028\x85: größer\n"),
        ("決済: old\n", edit(1, 5, "old", "new"), "決済: new\n"),
        ("a : b\n", edit(1, 2, " ", ""), "a: b\n"),
        ("a:b\n", edit(1, 3, "", " "), "a: b\n"),
    ],
)
def test_an_edit_changes_its_words_only(text: str, made: Edit, expected: str) -> None:
    assert apply_edits(text, [made]) == MendedText(expected, (made,), ())


def test_edits_of_one_line_do_not_shift_each_other() -> None:
    made = [edit(1, 2, "bc", "x"), edit(1, 4, "d", "yyyy"), edit(1, 1, "a", "")]
    assert apply_edits("abcde\n", made).text == "xyyyye\n"


def test_the_same_edit_twice_is_made_once() -> None:
    made = edit(1, 1, "a", "aa")
    assert apply_edits("a\n", [made, made]) == MendedText("aa\n", (made,), ())


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a: other\n", edit(1, 4, "old", "new")),
        ("a: old\n", edit(1, 5, "old", "new")),
        ("a: old\n", edit(9, 1, "old", "new")),
        ("a: old\n", edit(0, 1, "a", "b")),
        ("a: old\n", edit(1, 0, "a", "b")),
        ("a: old\n", edit(1, 4, "old", "two\nlines")),
        ("a: old\n", edit(1, 4, "old\n", "new")),
        ("a: 'old'\n", edit(1, 4, "old", "it's")),
        ('a: "old"\n', edit(1, 4, "old", '"new"')),
        ('a: "old"\n', edit(1, 4, "old", "\\n")),
        ("a: \"old'\n", edit(1, 4, "old", "new")),
        ('a: "older"\n', edit(1, 4, "old", "new")),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(text: str, made: Edit) -> None:
    mended = apply_edits(text, [made])
    assert (mended.text, mended.applied) == (text, ())
    assert refusals(mended) == [(made.new, f"{made.old!r} does not stand there, or not so")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (edit(1, 1, "abc", "x"), edit(1, 2, "b", "y")),
        (edit(1, 1, "ab", "x"), edit(1, 2, "bc", "y")),
        (edit(1, 1, "a", "x"), edit(1, 1, "a", "y")),
        (edit(1, 1, "", "x"), edit(1, 1, "", "y")),
    ],
)
def test_edits_of_the_same_words_are_both_refused(one: Edit, other: Edit) -> None:
    third = edit(1, 4, "d", "z")
    mended = apply_edits("abcd\n", [other, third, one])
    assert (mended.text, mended.applied) == ("abcz\n", (third,))
    reason = "another edit is about the same words"
    assert sorted(refusals(mended)) == [("x", reason), ("y", reason)]


WORDS = st.text("ab\"' \t:#\u2028\x85\ufeffé決😀", max_size=6)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[list[list[str]], list[list[str]], list[Edit]]:
    """Lines as pieces, the same with every other piece replaced, and the edits that do that."""
    before: list[list[str]] = []
    after: list[list[str]] = []
    edits: list[Edit] = []
    # One kind for all lines: a line that ends with CR before an empty one with LF would be CRLF.
    end = draw(ENDS)
    for number in range(1, draw(st.integers(1, 4)) + 1):
        old, new, column = [], [], 1
        for _ in range(draw(st.integers(0, 3))):
            kept, replaced, by = draw(WORDS), draw(WORDS.filter(bool)), draw(WORDS)
            edits.append(edit(number, column + len(kept), replaced, by))
            column += len(kept) + len(replaced)
            old += [kept, replaced]
            new += [kept, by]
        before.append([*old, end])
        after.append([*new, end])
    return before, after, edits


@PROPERTY
@given(texts_with_edits(), st.booleans())
def test_nothing_outside_the_edits_changes(
    drawn: tuple[list[list[str]], list[list[str]], list[Edit]], has_final_newline: bool
) -> None:
    before, after, edits = drawn
    if not has_final_newline:
        before[-1][-1] = after[-1][-1] = ""
    text = "".join("".join(line) for line in before)
    mended = apply_edits(text, edits)
    assert mended.text == "".join("".join(line) for line in after)
    assert sorted(mended.applied, key=str) == sorted(set(edits), key=str)


@PROPERTY
@given(
    st.text("ab\"'\r\n\u2028é", max_size=30),
    st.lists(
        st.builds(
            edit, st.integers(-1, 5), st.integers(-1, 9), st.text("ab'\n", max_size=3), WORDS
        ),
        max_size=6,
    ),
)
def test_any_edit_is_made_or_refused(text: str, edits: list[Edit]) -> None:
    mended = apply_edits(text, edits)
    assert {*mended.applied} | {one for one, _ in mended.refused} == {*edits}
    assert len(mended.applied) + len(mended.refused) == len({*edits})
    grown = sum(len(one.new) - len(one.old) for one in mended.applied)
    assert len(mended.text) == len(text) + grown


def test_an_edit_on_a_line_that_is_not_there_is_refused() -> None:
    mended = apply_edits("one\n", [edit(0, 1, "", "x"), edit(9, 1, "", "y")])
    assert mended.text == "one\n"
    assert len(mended.refused) == 2


@PROPERTY
@given(st.text(max_size=20), st.integers(-3, 30), st.text(max_size=3))
def test_a_span_holds_the_old_words(line: str, column: int, old: str) -> None:
    span = find_span(line, edit(1, column, old, "new"))
    assert span is None or line[span[0] : span[1]] == old


def mend(path: Path, *edits: Edit, root: Path | None = None) -> tuple[bytes, list[str]]:
    state = read_state(path)
    done = write_mend(plan_mend(path, edits, state), state, root or path.parent)
    return path.read_bytes(), [reason for _, reason in done.refused]


RENAME = edit(1, 4, "old", "new")


def test_the_bytes_around_an_edit_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfa: old  # \xc3\xbc\r\n\t\rlast \xf0\x9f\x98\x80 ")
    assert mend(path, RENAME) == (
        b"\xef\xbb\xbfa: new  # \xc3\xbc\r\n\t\rlast \xf0\x9f\x98\x80 ",
        [],
    )
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("a: old\n")
    path.chmod(0o640)
    assert mend(path, RENAME) == (b"a: new\n", [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def link(path: Path, target: Path) -> Path:
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("no symbolic links here")
    return path


def test_a_link_stays_a_link_and_its_file_is_mended(tmp_path: Path) -> None:
    file = tmp_path / "b.md"
    file.write_text("a: old\n")
    path = link(tmp_path / "a.md", file)
    assert mend(path, RENAME) == (b"a: new\n", [])
    assert path.is_symlink()
    assert not file.is_symlink()


def test_a_link_out_of_the_project_is_left_alone(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    file = tmp_path / "b.md"
    file.write_text("a: old\n")
    path = link(project / "a.md", file)
    assert mend(path, RENAME) == (b"a: old\n", ["it is a link to a file outside the project"])


@pytest.mark.parametrize("new_text", ["a: old!\n", "a: odd\n"])
def test_a_file_that_was_changed_after_the_check_is_left_alone(
    tmp_path: Path, new_text: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text("a: old\n")
    state = read_state(path)
    path.write_text(new_text)
    os.utime(path, ns=(1, 1))
    planned = plan_mend(path, [RENAME], state)
    assert planned.refused == ((RENAME, "the file was changed meanwhile"),)
    assert write_mend(planned, state, tmp_path).applied == ()
    assert path.read_text() == new_text


def test_a_file_that_is_changed_just_before_it_is_written_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("a: old\n")
    state = read_state(path)
    planned = plan_mend(path, [RENAME], state)
    path.write_text("somebody else's\n")
    done = write_mend(planned, state, tmp_path)
    assert (done.applied, done.refused) == ((), ((RENAME, "the file was changed meanwhile"),))
    assert path.read_text() == "somebody else's\n"
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]


def test_a_file_that_is_gone_is_no_crash(tmp_path: Path) -> None:
    planned = plan_mend(tmp_path / "a.md", [RENAME], None)
    assert planned.refused == ((RENAME, "it cannot be read: No such file or directory"),)


def test_a_file_that_is_no_text_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a: old \xff\n")
    assert mend(path, RENAME) == (b"a: old \xff\n", ["the file is not UTF-8"])


def test_a_patch_shows_line_ends_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a: old\r\nlast")
    planned = plan_mend(path, [RENAME, edit(2, 1, "last", "end")], read_state(path))
    assert render_diff(planned, "a.md") == (
        b"--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n-a: old\r\n-last\n"
        b"\\ No newline at end of file\n+a: new\r\n+end\n\\ No newline at end of file\n"
    )
