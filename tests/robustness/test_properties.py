"""Whatever stands in a record, `check` answers: no traceback, a place for every problem, and
neither too long nor too much memory."""

import json
import os
import re
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import markdown
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import postmortem_kb
from building import REPOSITORY
from postmortem_kb import PageKind, Settings, load, render
from postmortem_kb.cli import main
from postmortem_kb.fields import FrontMatter
from records import PROPERTY

MAX_SECONDS, MAX_MEGABYTES = 10, 500
PARTS = [
    ("bodies", 0, 3),
    ("bodies", 1, 3),
    ("bodies", 2, 3),
    ("traps", 0, 1),
    ("front matters", 0, 1),
    ("files", 0, 1),
]

MORE = settings(PROPERTY, max_examples=60, suppress_health_check=list(HealthCheck))

REAL = [
    path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "postmortems").glob("*.md"))
]

PIECES = st.sampled_from(
    "\n --- ... : # - * [ ] ( ) { } & ! | > ' \" % @ ` < \\ ~ = _ "
    "\t \r \x85 \u2028 \ufeff \u200f é 😀 "
    "<<: *a &a !!int !x null ~ [a](b.md) ![](a.png) <!-- --> <!--postmortem:ignorePM404:x-->"
    " ## #Timeline - | 10:00 25:99 T13 2024-13-45 0000-00-00 9999-12-31T23:59 ongoing unknown ~25 "
    "EST IST +14:00 1h PT1H -1h 1:30 ٣ ² sev1 sev9 checkout - [ ]".split(" ")
)

VALUES = st.one_of(
    st.text(max_size=20),
    PIECES,
    st.sampled_from(
        ["[]", "{}", "[a, [b]]", "{a: {b: c}}", "|\n  text", "\n  - a\n  - b: c", "&a *a"]
    ),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat(timespec="minutes")),
    st.floats().map(str),
    st.integers().map(str),
)

FRONT_MATTERS = st.lists(
    st.tuples(st.sampled_from([*FrontMatter.model_fields, "titel", "<<", "? a", ""]), VALUES),
    max_size=8,
).map(lambda fields: "".join(f"{name}: {value}\n" for name, value in fields))

HEADINGS = st.sampled_from(["", "## Timeline", "## Action items", "## Summary", "# Impact (UTC)"])
LINES = st.one_of(
    st.lists(PIECES, max_size=8).map(" ".join),
    st.text(max_size=40),
    st.sampled_from(["- 10:00 – 09:00 **Detected:** x", "| Time | What |\n|-|-|\n| 10:00 | x |"]),
    st.sampled_from(
        ["- [x] a (type: detect, due: 2024-99-99)", "| Action | Due |\n|-|-|\n| a | b |"]
    ),
)
BODIES = st.lists(st.one_of(HEADINGS, LINES), max_size=15).map("\n".join)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A record of this repository with some of it taken out, doubled or written over."""
    text = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        between = draw(st.one_of(PIECES, st.just(""), st.just(text[start:end] * 2), st.text()))
        text = text[:start] + between + text[end:]
    return text.encode("utf-8", "surrogatepass")


def check_answers(content: bytes) -> None:
    """Check a record that holds these bytes, and make its pages where that is allowed."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = root / "postmortems" / "2024-06-08-outage.md"
        path.parent.mkdir()
        path.write_bytes(content)
        (root / "mkdocs.yml").write_text("plugins: [postmortems]\n")
        arguments = ["-f", str(root / "mkdocs.yml"), "check"]
        as_text = CliRunner().invoke(main, arguments, catch_exceptions=False)
        as_json = CliRunner().invoke(main, [*arguments, "--format", "json"], catch_exceptions=False)
        problems = json.loads(as_json.stdout)["problems"]
        has_errors = any(problem["level"] == "error" for problem in problems)
        assert as_text.exit_code == as_json.exit_code == (1 if has_errors else 0)
        lines = len(re.split(rb"\r\n|\r|\n", content))
        for problem in problems:
            assert (root / problem["path"]).exists()
            assert 1 <= problem["line"] <= lines + 1
            assert problem["column"] >= 1
            assert problem["message"]
            assert problem["hint"]
        knowledge_base = load(Settings(root=root, docs_dir=root / "docs"))
        assert has_errors or len(knowledge_base.postmortems) == 1
        for page in render(knowledge_base):
            if page.kind is PageKind.POSTMORTEM and isinstance(page.content, str):
                markdown.markdown(page.content, extensions=["attr_list", "md_in_html", "tables"])


@MORE
@given(st.binary(max_size=300))
@example(b"---\ntitle: \xff\n---\n")
def test_bytes_are_answered(content: bytes) -> None:
    check_answers(content)


@MORE
@given(FRONT_MATTERS, BODIES)
def test_front_matters_and_bodies_are_answered(front_matter: str, body: str) -> None:
    text = f"---\ntitle: Checkout was down\n{front_matter}---\n{body}"
    check_answers(text.encode("utf-8", "surrogatepass"))


@MORE
@given(BODIES)
def test_bodies_are_answered(body: str) -> None:
    text = f"---\ntitle: Checkout was down\ntimezone: UTC\n---\n\n{body}\n"
    check_answers(text.encode("utf-8", "surrogatepass"))


@MORE
@given(mutated())
def test_mutated_records_are_answered(content: bytes) -> None:
    check_answers(content)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_is_answered(encoding: str, newline: str) -> None:
    check_answers(REAL[0].replace("\n", newline).encode(encoding))


def measure(group: str, part: int, of: int, **variables: str) -> dict[str, dict[str, object]]:
    """What `bounded.py` measures: seconds of the processor and megabytes, each for itself."""
    path = os.pathsep.join(str(entry) for entry in (REPOSITORY / "tests", *sys.path) if entry)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("bounded.py")), group, str(part), str(of)],
        env={**os.environ, "PYTHONPATH": path, **variables},
        stdout=subprocess.PIPE,
        check=True,
        timeout=280,
    )
    answers: dict[str, dict[str, object]] = json.loads(done.stdout)
    assert answers
    return answers


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no child processes to measure in")


@needs_fork
@pytest.mark.parametrize(("group", "part", "of"), PARTS)
def test_the_worst_records_stay_within_time_and_memory(group: str, part: int, of: int) -> None:
    bad = {
        name: answer
        for name, answer in measure(group, part, of).items()
        if "exit_code" not in answer
        or answer["exit_code"] not in (0, 1)
        or answer["misplaced"]
        or max(answer["check_seconds"], answer["build_seconds"]) > MAX_SECONDS
        or answer["megabytes"] > MAX_MEGABYTES
    }
    assert bad == {}


@needs_fork
def test_what_is_published_of_the_worst_becomes_html() -> None:
    answers = measure("bodies", 0, 1, HOSTILE_BYTES="12000")
    assert {name: answer for name, answer in answers.items() if "exit_code" not in answer} == {}
    assert sum(bool(answer["published"]) for answer in answers.values()) > 20


def find_patterns() -> dict[str, re.Pattern[str]]:
    """Every regular expression that a module of the package keeps."""
    found: dict[str, re.Pattern[str]] = {}
    for module in walk_packages(postmortem_kb.__path__, "postmortem_kb."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(import_module(module.name)).items():
            values = value.values() if isinstance(value, dict) else [value]
            values = values if not isinstance(value, (list, tuple)) else value
            for index, one in enumerate(values):
                if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                    found[f"{module.name}.{name}.{index}"] = one
    return found


REPEATED = [
    *" \t-:*_`[]()<>|#~!.,/@=+'\"\\&?%a1Té\u00a0",
    *(
        "a ",
        "1 ",
        "- ",
        "1.",
        "a.",
        "a:",
        "a-",
        "a_",
        "a@",
        "a, ",
        "](",
        "[a",
        "(a",
        "1:",
        "00:",
        "--",
    ),
    *(
        "** ",
        "<!",
        "<a",
        "a=",
        "http://",
        "who ",
        "Ann ",
        "1h ",
        "and a half ",
        "TODO ",
        "\n",
        "a\n",
    ),
]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", sorted(find_patterns()))
def test_no_regular_expression_runs_away(name: str) -> None:
    pattern = find_patterns()[name]
    for unit in REPEATED:
        text = unit * (1_500 // len(unit))
        for whole in (text, f"a{text}\x00", f"{pattern.pattern[:3]}{text}\x00", f"<!--{text}x"):
            sum(1 for _ in pattern.finditer(whole))
            pattern.match(whole)
