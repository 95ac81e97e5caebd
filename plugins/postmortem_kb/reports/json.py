"""Problems as JSON, with the fields that other programs rely on."""

import json
from collections.abc import Sequence
from typing import Any

from postmortem_kb.problem import Problem


def render_json(problems: Sequence[Problem]) -> str:
    """`{"version": 1, "problems": […]}`, in order of path and place."""
    rows = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "code": problem.code,
            "name": problem.name,
            "level": problem.level.value,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return dump({"version": 1, "problems": rows})


def dump(value: Any) -> str:
    """JSON as every format here writes it, to be encoded with `backslashreplace`: what is no
    Unicode, from a file's name, is then an escape of JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
