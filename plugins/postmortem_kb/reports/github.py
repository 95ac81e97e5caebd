"""Problems as GitHub shows them: annotations beside the lines, and the summary of a job.

Format: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands;
the escaping is that of actions/toolkit, packages/core/src/command.ts.
"""

from collections.abc import Iterator, Sequence

from postmortem_kb.escape import escape
from postmortem_kb.problem import Level, Problem
from postmortem_kb.reports.summary import count_levels, describe_published

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "notice"}
_LIMIT = 900_000
"""GitHub takes no summary above 1 MiB."""


def render_github(problems: Sequence[Problem]) -> str:
    """One workflow command for each problem, those that weigh most first: of each kind GitHub
    shows ten in one step. Paths have to be relative to the repository."""
    return "".join(f"{_command(problem)}\n" for problem in _by_level(problems))


def _command(problem: Problem) -> str:
    properties = {
        "file": problem.path,
        "line": str(problem.line),
        "col": str(problem.column),
        "title": f"{problem.code} {problem.name}",
    }
    listed = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    text = _escape_data(f"{problem.message}\nmend: {problem.hint}")
    return f"::{_COMMANDS[problem.level]} {listed}::{text}"


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def render_job_summary(problems: Sequence[Problem], published: int) -> str:
    """Markdown for the file that `GITHUB_STEP_SUMMARY` names: a table of all problems."""
    head = f"## Postmortem check\n\n{count_levels(problems)}; {describe_published(published)}.\n"
    if not problems:
        return head
    head += "\n| Level | Place | Rule | Found | Mend |\n|---|---|---|---|---|\n"
    rows, size = [], len(head)
    for row in map(_row, _by_level(problems)):
        size += len(row.encode("utf-8", "backslashreplace"))
        if size > _LIMIT:
            break
        rows.append(row)
    left_out = len(problems) - len(rows)
    tail = f"\n{left_out:,} more are in the log of the step.\n" if left_out else ""
    return head + "".join(rows) + tail


def _row(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}:{problem.column}"
    rule = f"{problem.code} {problem.name}"
    cells = (problem.level.value, place, rule, problem.message, problem.hint)
    return f"| {' | '.join(map(escape, cells))} |\n"


def _by_level(problems: Sequence[Problem]) -> Iterator[Problem]:
    for level in Level:
        yield from (problem for problem in problems if problem.level is level)
