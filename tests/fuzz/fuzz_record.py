"""A coverage-guided search for records that break the line: `make fuzz`.

Needs the extra `fuzz` (atheris, which has no build for every platform). What it finds is kept in
`.cache/fuzz`; each finding becomes a case of tests/robustness.
"""

import sys
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit(
        "make fuzz: atheris is not installed, or has no build for this Python and platform; "
        "the property tests in tests/robustness need nothing of it"
    )

REPOSITORY = Path(__file__).resolve().parents[2]
FINDINGS = REPOSITORY / ".cache" / "fuzz"
sys.path.insert(0, str(REPOSITORY / "tests"))

with atheris.instrument_imports(include=["postmortem_kb"]):
    from postmortem_kb import Settings, knowledge_base, load, render
    from postmortem_kb.fields import Visibility
    from postmortem_kb.reports.json import render_json
    from postmortem_kb.rules.registry import RULES
    from robustness.hostile import FILES, FRONT_MATTERS

MAX_LENGTH = 10_000
PROJECT = Path(tempfile.mkdtemp(prefix="fuzz-"))
RECORD = PROJECT / "postmortems" / "2024-06-08-outage.md"
SETTINGS = Settings(root=PROJECT, docs_dir=PROJECT / "docs", visibility=frozenset(Visibility))
TODAY = date(2024, 7, 1)


def check_one(content: bytes) -> None:
    """Check a record that holds these bytes, and render what is published of it."""
    RECORD.write_bytes(content)
    found = load(SETTINGS, today=TODAY)
    render_json(found.problems)
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for problem in found.problems:
        assert 1 <= problem.line <= lines + 1, problem
        assert problem.column >= 1, problem
    assert found.postmortems or any(problem.level == "error" for problem in found.problems)
    render(found)


def write_seeds(folder: Path) -> None:
    """Where the search begins: real records, the rules' examples, and small hostile texts."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [path.read_text("utf-8") for path in (REPOSITORY / "postmortems").glob("*.md")]
    texts += [example for rule in RULES for example in (rule.bad, rule.good)]
    texts += [*FRONT_MATTERS.values(), *FILES.values()]
    for number, text in enumerate(text for text in texts if len(text) <= MAX_LENGTH):
        (folder / f"seed-{number}").write_bytes(text.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    RECORD.parent.mkdir()
    # The vocabulary is the same at every run.
    knowledge_base._read_shipped_taxonomy = cache(knowledge_base._read_shipped_taxonomy)  # type: ignore[attr-defined]
    write_seeds(FINDINGS / "corpus")
    options = [
        f"-max_len={MAX_LENGTH}",
        "-timeout=10",
        "-rss_limit_mb=1500",
        f"-artifact_prefix={FINDINGS}/",
    ]
    atheris.Setup([sys.argv[0], str(FINDINGS / "corpus"), *options, *sys.argv[1:]], check_one)
    atheris.Fuzz()
