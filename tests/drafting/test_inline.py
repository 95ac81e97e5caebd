"""One line of loose Markdown, written so that it shows the same everywhere."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_kb.drafting.inline import WrittenLink, guard_start, write_block, write_inline
from postmortem_kb.markdown_text import plain_text
from records import PROPERTY


class AsItIs:
    """Links stay as they are."""

    def write(self, link: WrittenLink) -> str:
        return f"{'!' if link.is_image else ''}[{link.text}]({link.target})"

    def find_definition(self, label: str) -> str | None:
        return "https://one.example" if label == "1" else None


LINKS = AsItIs()


@pytest.mark.parametrize(
    ("loose", "written"),
    [
        ("plain words", "plain words"),
        ("**bold** and *thin* and __both__", "**bold** and *thin* and __both__"),
        ("** Duration: ** an hour", "**Duration:** an hour"),
        ("**Impact:**Nobody could pay", "**Impact:** Nobody could pay"),
        ("**Impact: nobody could pay", "Impact: nobody could pay"),
        ("nobody could pay**", "nobody could pay"),
        ("5 * 3 is 15", r"5 \* 3 is 15"),
        ("99.9%*", r"99.9%\*"),
        ("***both** and more*", "***both** and more*"),
        ("**bold *and thin***", "**bold *and thin***"),
        ("snake_case_name and _thin_", "snake_case_name and _thin_"),
        ("an _unclosed one", r"an \_unclosed one"),
        ("`a * b` stays", "`a * b` stays"),
        ("`never closed", r"\`never closed"),
        ("the <host> is <https://a.example/x>", "the &lt;host> is <https://a.example/x>"),
        ("a < b and b > a", "a < b and b > a"),
        ("{project=one} and {{ more }}", r"\{project=one} and \{\{ more }}"),
        ("[here](https://a.example/x_(y))", "[here](https://a.example/x_(y))"),
        ("**[here](https://a.example)**", "**[here](https://a.example)**"),
        ("[ 4: 45 am PST ] - it began", "[ 4: 45 am PST ] - it began"),
        ("[here][1] and [1]", "[here](https://one.example) and [1](https://one.example)"),
        ("[it](my page.html)", "[it](my page.html)"),
        ("![a graph](my graph.png)", "![a graph](my%20graph.png)"),
        ("~~gone~~ and ~5 min", "~~gone~~ and ~5 min"),
        ("tab\tand  spaces", "tab and spaces"),
        ("bell\x07 rang", "bell rang"),
        (r"an escaped \* star", r"an escaped \* star"),
    ],
)
def test_a_line(loose: str, written: str) -> None:
    assert write_inline(loose, LINKS) == written


@pytest.mark.parametrize(
    ("line", "guarded"),
    [
        ("# one", r"\# one"),
        ("#123 is the ticket", r"\#123 is the ticket"),
        ("- one", r"\- one"),
        ("1. one", r"1\. one"),
        ("1) one", r"1\) one"),
        ("2024 was the year", "2024 was the year"),
        ("> 90% full", r"\> 90% full"),
        ("| one | two |", r"\| one | two |"),
        ("!!! note", r"\!!! note"),
        ("??? what", "&#63;?? what"),
        (": a definition", "&#58; a definition"),
        ("[1]: https://a.example", r"\[1]: https://a.example"),
        ("[10:15]: something happened", "[10:15]: something happened"),
        ("**bold** at first", "**bold** at first"),
    ],
)
def test_the_beginning_of_a_paragraph(line: str, guarded: str) -> None:
    assert guard_start(line) == guarded


LOOSE = st.text(alphabet=st.sampled_from(list("ab .*_~`[]()<>{}!#|\\-1:é")), max_size=80)


@PROPERTY
@given(LOOSE)
def test_letters_are_never_lost(loose: str) -> None:
    def letters(text: str) -> str:
        return "".join(char for char in text if char in "abé")

    written = write_block(loose, LINKS)
    assert letters(written.replace("&lt;", "").replace("&#", "")) == letters(
        loose.replace("&lt;", "")
    )


@PROPERTY
@given(LOOSE)
def test_a_line_is_one_paragraph(loose: str) -> None:
    written = write_block(loose, LINKS)
    if any(char.isalnum() for char in loose):
        assert plain_text(f"{written}\n\nThe next one.").endswith("The next one.")


@pytest.mark.parametrize(
    "hostile",
    [
        "*",
        "**a",
        "_a ",
        "[",
        "![",
        "[a](",
        "](",
        "`",
        "``a`",
        "<a",
        "<a@",
        "[a][",
        "{}",
        "\\",
        "~~ ",
    ],
)
def test_hostile_lines_stay_quick(hostile: str) -> None:
    text = hostile * (200_000 // len(hostile))
    before = time.perf_counter()
    write_block(text, LINKS)
    assert time.perf_counter() - before < 3
