"""The report for people: readable at 80 columns, useful with thousands of problems."""

import re
from collections.abc import Sequence

from postmortem_kb.problem import Edit, Level, Place, Problem
from postmortem_kb.reports.text import TextStyle, render_text


def problem(
    path: str = "postmortems/a.md",
    line: int = 1,
    *,
    code: str = "PM301",
    message: str = "'x' is no term",
    level: Level = Level.ERROR,
    fix: Edit | None = None,
) -> Problem:
    return Problem(path, line, 1, code, "some-rule", level, message, "write 'y'", fix)


def no_lines(path: str) -> Sequence[str]:
    return ()


def test_nothing_to_mend_is_one_line() -> None:
    assert render_text([], no_lines, 2) == "nothing to mend; 2 postmortems can be published\n"


def test_a_problem_is_shown_with_its_line_a_caret_and_the_mend() -> None:
    found = Problem("a.md", 2, 4, "PM301", "some-rule", Level.WARNING, "'x'", "write 'y'")
    assert render_text([found], lambda _: ["---", "a: x"], 1) == (
        "a.md:2:4: warning PM301 some-rule: 'x'\n"
        "    2 | a: x\n"
        "      |    ^\n"
        "    mend: write 'y'\n"
        "\n"
        "0 errors, 1 warning, 0 advice; 1 postmortem can be published\n"
    )


def test_a_problem_without_a_line_has_no_excerpt() -> None:
    text = render_text([problem(line=7)], lambda _: ["only one"], 0)
    assert text.splitlines()[1] == "    mend: write 'y'"


def test_what_fix_would_mend_is_said() -> None:
    fix = Edit(Place(1), "x", "y")
    assert render_text([problem(fix=fix)], no_lines, 0).splitlines()[-1] == (
        "1 error, 0 warnings, 0 advice; 0 postmortems can be published; "
        "--fix mends 1 problem, --diff shows how"
    )


def test_lines_are_wrapped_to_a_terminal() -> None:
    found = problem("postmortems/a long name.md", message="word " * 40 + "end")
    lines = render_text([found], lambda _: ["x" * 300], 0, TextStyle(80)).splitlines()
    assert max(map(len, lines)) < 80
    assert lines[0].startswith("postmortems/a long name.md:1:1: error PM301 some-rule: word")
    assert lines[1].startswith("    word")


def test_a_first_line_is_never_wrapped_elsewhere() -> None:
    text = render_text([problem(message="word " * 40 + "end")], no_lines, 0)
    assert text.splitlines()[0].endswith("word end")


def test_colours_change_no_letter() -> None:
    found = [problem(message="error at postmortems/a.md:1:1: error"), problem(line=2)]
    plain = render_text(found, lambda _: ["one", "two"], 0, TextStyle(80))
    painted = render_text(found, lambda _: ["one", "two"], 0, TextStyle(80, has_colours=True))
    assert "\x1b[1;31merror\x1b[0m" in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == plain


def test_a_message_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in render_text([problem("a\x1b[2J.md", message="\x1b]0;x\x07")], no_lines, 0)


def test_many_problems_of_one_rule_are_counted() -> None:
    found = [problem(f"{index:03}.md") for index in range(200)]
    found += [problem("z.md", code="PM302", level=Level.ADVICE)]
    lines = render_text(found, no_lines, 0).splitlines()
    assert sum(line.startswith("0") and "PM301" in line for line in lines) == 50
    assert sum(line == "    mend: write 'y'" for line in lines) == 12
    assert lines[-6:] == [
        "PM301 some-rule    200 in 200 files, 150 not shown",
        "    mend: write 'y'",
        "PM302 some-rule      1 in 1 file",
        "(all of them: --format json)",
        "",
        "200 errors, 0 warnings, 1 advice; 0 postmortems can be published",
    ]


def test_some_problems_of_one_rule_are_all_named() -> None:
    found = [problem(f"{index:03}.md") for index in range(30)]
    text = render_text(found, no_lines, 0)
    assert all(f"{index:03}.md:1:1: error" in text for index in range(30))
    assert "not shown" not in text


def test_a_line_with_a_secret_is_not_repeated() -> None:
    found = [problem(line=1), problem(line=2), problem(line=2, code="PM702")]
    text = render_text(found, lambda _: ["one", "hunter2"], 0)
    assert "    1 | one\n" in text
    assert "hunter2" not in text
