"""Problems as a GitLab code quality report, which a merge request shows beside its lines.

Format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from collections.abc import Sequence

from postmortem_kb.problem import Level, Problem
from postmortem_kb.reports.fingerprints import fingerprint_all
from postmortem_kb.reports.json import dump
from postmortem_kb.reports.sources import SourceLines

_SEVERITIES = {Level.ERROR: "critical", Level.WARNING: "minor", Level.ADVICE: "info"}


def render_gitlab(problems: Sequence[Problem], lines: SourceLines) -> str:
    """Paths have to be relative to the repository."""
    rows = [
        {
            "description": f"{problem.message}; {problem.hint}",
            "check_name": f"{problem.code} {problem.name}",
            "fingerprint": f"{digest}-{count}",
            "severity": _SEVERITIES[problem.level],
            "location": {"path": problem.path, "lines": {"begin": problem.line}},
        }
        for problem, digest, count in fingerprint_all(problems, lines)
    ]
    return dump(rows)
