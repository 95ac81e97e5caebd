"""Problems as SARIF 2.1.0, which code scanning services and editors read.

Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from postmortem_kb.fixing import find_span
from postmortem_kb.problem import Edit, Level, Problem
from postmortem_kb.reports.fingerprints import fingerprint_all
from postmortem_kb.reports.json import dump
from postmortem_kb.reports.rule_list import first_sentence, level_of
from postmortem_kb.reports.sources import SourceLines
from postmortem_kb.rules.declaration import Rule

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "note"}
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"


def render_sarif(
    problems: Sequence[Problem],
    lines: SourceLines,
    rules: Sequence[Rule],
    levels: Mapping[str, str],
    version: str,
) -> str:
    """One run of the tool, with all `rules` at the level that the site sets.

    Paths have to be relative to the repository; an absolute one stays so.
    """
    indexes = {rule.code: index for index, rule in enumerate(rules)}
    driver = {
        "name": "postmortem check",
        "semanticVersion": version,
        "rules": [_describe_rule(rule, levels) for rule in rules],
    }
    results = [
        _describe_problem(problem, lines, indexes[problem.code], f"{digest}:{count}")
        for problem, digest, count in fingerprint_all(problems, lines)
    ]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "results": results,
    }
    return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _describe_rule(rule: Rule, levels: Mapping[str, str]) -> dict[str, Any]:
    level = level_of(rule, levels)
    configuration = {"level": _LEVELS[Level(level)]} if level != "off" else {"enabled": False}
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": first_sentence(rule.why)},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": f"{rule.why}\n\nReported:\n\n{rule.bad}\n\nFine:\n\n{rule.good}\n",
            "markdown": f"{rule.why}\n\nReported:\n\n{_fence(rule.bad)}\n\n"
            f"Fine:\n\n{_fence(rule.good)}\n",
        },
        "defaultConfiguration": configuration,
    }


def _fence(example: str) -> str:
    return f"~~~~~~\n{example.rstrip()}\n~~~~~~" if "\n" in example else example


def _describe_problem(
    problem: Problem, lines: SourceLines, rule_index: int, fingerprint: str
) -> dict[str, Any]:
    artifact = _locate(problem.path)
    region = {"startLine": problem.line, "startColumn": problem.column}
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[problem.level],
        "message": {"text": _plain(f"{problem.message}; {problem.hint}")},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        # The one name that GitHub recognises alerts by.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }
    if problem.fix is not None and (change := _describe_fix(problem.fix, lines(problem.path))):
        result["fixes"] = [
            {
                "description": {"text": _plain(problem.hint)},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}],
            }
        ]
    return result


def _describe_fix(fix: Edit, lines: Sequence[str]) -> dict[str, Any] | None:
    number = fix.place.line
    span = find_span(lines[number - 1], fix) if number <= len(lines) else None
    if span is None:
        return None
    region = {"startLine": number, "startColumn": span[0] + 1, "endColumn": span[1] + 1}
    return {"deletedRegion": region, "insertedContent": {"text": fix.new}}


def _locate(path: str) -> dict[str, str]:
    # A file's name need not be Unicode; its bytes can be written all the same.
    uri = quote(path.encode("utf-8", "surrogateescape"))
    if PurePosixPath(path).is_absolute():
        return {"uri": f"file://{uri}"}
    # A first part with a colon would be read as a scheme: `quote` writes it as %3A.
    return {"uri": uri, "uriBaseId": _ROOT}


def _plain(text: str) -> str:
    """Text in which nothing is read as a link: SARIF takes `[words](target)` for one."""
    return re.sub(r"[\[\]]", r"\\\g<0>", text) if "](" in text else text
