"""Runs `check` and the whole line over hostile records, each in a process of its own whose time
and memory are measured.

`python bounded.py GROUP PART OF` writes JSON, by the name of the record, for one part of a group.
"""

import json
import os
import resource
import sys
import tempfile
import time
import traceback
from datetime import date
from pathlib import Path

import markdown
from click.testing import CliRunner

from postmortem_kb import PageKind, Settings, load, render
from postmortem_kb.cli import main
from robustness.hostile import GROUPS

# Beyond the 10 seconds that are asked for, so that a slow one can still be named.
HARD_SECONDS = 30
CONVERT = "HOSTILE_BYTES" in os.environ
"""Whether the pages become HTML too: only where the records are small, for Python-Markdown is not
made for such texts."""
EXTENSIONS = [
    *("meta", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *("pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite"),
    *("pymdownx.superfences", "pymdownx.tasklist", "pymdownx.tilde"),
]


def run(text: str) -> dict[str, object]:
    """What came of one record; seconds are those of the processor."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        path = Path("postmortems") / "2024-06-08-outage.md"
        path.parent.mkdir()
        path.write_bytes(text.encode())
        begin = time.process_time()
        result = CliRunner().invoke(main, ["check"])
        checked = time.process_time()
        raised = result.exception
        if raised is not None and not isinstance(raised, SystemExit):
            raise raised
        knowledge_base = load(
            Settings(root=Path(folder), docs_dir=Path(folder) / "docs"), today=date(2024, 7, 1)
        )
        pages = render(knowledge_base)
        rendered = time.process_time()
        for page in pages:
            if CONVERT and page.kind is PageKind.POSTMORTEM and isinstance(page.content, str):
                markdown.markdown(page.content, extensions=EXTENSIONS)
        lines = text.count("\n") + 1
        # The number that Linux gives is in kilobytes, that of macOS in bytes.
        unit = 1024 if sys.platform == "darwin" else 1
        return {
            "exit_code": result.exit_code,
            "check_seconds": round(checked - begin, 2),
            "build_seconds": round(rendered - checked, 2),
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit // 1024,
            "published": len(knowledge_base.postmortems),
            "misplaced": [
                str(problem)
                for problem in knowledge_base.problems
                if problem.column < 1
                or not 1 <= problem.line <= lines + 1
                or not (Path(folder) / problem.path).exists()
            ],
        }


def run_apart(text: str) -> dict[str, object]:
    """The same in a child process, which no limit survives."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (HARD_SECONDS, HARD_SECONDS))
        try:
            answer = run(text)
        except BaseException:  # noqa: BLE001 - whatever it was, the report is to show it
            answer = {"traceback": traceback.format_exc()}
        with os.fdopen(writer, "w") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answered = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answered) if answered else {"killed": f"after {HARD_SECONDS} s"}


if __name__ == "__main__":
    group, part, of = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    wanted = list(GROUPS[group].items())[part::of]
    answers = {name: run_apart(text) for name, text in wanted}
    json.dump(answers, sys.stdout)
