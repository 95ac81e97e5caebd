"""Findings to problems: the one place where levels are set and ignored findings fall away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from postmortem_kb.problem import Finding, Level, Problem
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.suppressions import Suppressions

OFF = "off"
_LONGEST_MESSAGE = 600


@dataclass(frozen=True, slots=True)
class Report:
    """A finding of a rule in the file at `path`, relative to the project's root."""

    path: str
    rule: Rule
    finding: Finding


def make_problems(
    reports: Iterable[Report],
    levels: Mapping[str, str],
    suppressions: Mapping[str, Suppressions] | None = None,
) -> tuple[Problem, ...]:
    """What was found as problems, in order of path and place.

    `levels` are those that the site sets, by rule code; a rule that is `off` says nothing.
    `suppressions` are what each file says that it ignores, with a reason. Errors are never ignored.
    """
    problems: set[Problem] = set()
    for report in reports:
        if problem := _make_problem(report, levels):
            ignored = (suppressions or {}).get(problem.path)
            if problem.level is Level.ERROR or ignored is None or not ignored.covers(problem):
                problems.add(problem)
    for path, ignored in (suppressions or {}).items():
        for rule, finding in ignored.find_misuse():
            if problem := _make_problem(Report(path, rule, finding), levels):
                problems.add(problem)
    return tuple(sorted(problems))


def _make_problem(report: Report, levels: Mapping[str, str]) -> Problem | None:
    rule, finding = report.rule, report.finding
    level = levels.get(rule.code) or finding.level or rule.level
    if level == OFF:
        return None
    return Problem(
        path=report.path,
        line=finding.place.line,
        column=finding.place.column,
        code=rule.code,
        name=rule.name,
        level=Level(level),
        message=_shorten(finding.message),
        hint=_shorten(finding.hint),
        fix=finding.fix,
    )


def _shorten(text: str) -> str:
    """Leave out the middle of a text that quotes more than anybody reads."""
    if len(text) <= _LONGEST_MESSAGE:
        return text
    half = _LONGEST_MESSAGE // 2
    return f"{text[:half]} … {text[-half:]}"
