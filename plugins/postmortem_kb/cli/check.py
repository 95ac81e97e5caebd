"""`postmortem check`: what is wrong with the records, and how to mend it."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from postmortem_kb import KnowledgeBase, Level, Problem, Settings, load

_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.ADVICE: "cyan"}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings fail too, as in a strict build.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to write what was found.",
)
@click.pass_obj
def check(
    settings: Callable[[], Settings], paths: tuple[Path, ...], strict: bool, output_format: str
) -> None:
    """Check the postmortems: all of them, or those in PATHS (files or folders).

    The whole knowledge base is always read, so that what concerns several records is seen.

    Exit code: 0 when nothing is wrong (or there are only warnings and no --strict), 1 when there
    are problems, 2 for wrong usage or an unusable configuration.
    """
    wanted = [path.resolve() for path in paths]
    resolved = settings()
    knowledge_base = load(resolved, also=_find_guests(wanted, resolved.records_dir.resolve()))
    problems = _select(knowledge_base, wanted)
    if output_format == "json":
        click.echo(_to_json(problems))
    else:
        _print_text(problems, knowledge_base)
    levels = {problem.level for problem in problems}
    if Level.ERROR in levels or (strict and Level.WARNING in levels):
        sys.exit(1)


def _find_guests(wanted: Sequence[Path], records_dir: Path) -> list[Path]:
    """Files to check that lie outside the folder of the records."""
    guests: list[Path] = []
    for path in wanted:
        if path.is_relative_to(records_dir) or records_dir.is_relative_to(path):
            continue
        guests += sorted(path.rglob("*.md")) if path.is_dir() else [path]
    return guests


def _select(knowledge_base: KnowledgeBase, wanted: Sequence[Path]) -> list[Problem]:
    if not wanted:
        return list(knowledge_base.problems)
    root = knowledge_base.settings.root
    return [
        problem
        for problem in knowledge_base.problems
        if any((root / problem.path).resolve().is_relative_to(path) for path in wanted)
    ]


def _to_json(problems: Sequence[Problem]) -> str:
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
    return json.dumps({"version": 1, "problems": rows}, ensure_ascii=False, indent=2)


def _print_text(problems: Sequence[Problem], knowledge_base: KnowledgeBase) -> None:
    for problem in problems:
        level = click.style(problem.level.value, fg=_COLOURS[problem.level], bold=True)
        place = click.style(f"{problem.path}:{problem.line}:{problem.column}", bold=True)
        click.echo(f"{place}: {level} {problem.code} {problem.name}: {problem.message}")
        click.echo(f"    mend: {problem.hint}")
    counts = Counter(problem.level for problem in problems)
    said = ", ".join(f"{counts[level]} {_plural(level, counts[level])}" for level in Level)
    published = len(knowledge_base.postmortems)
    noun = "postmortem" if published == 1 else "postmortems"
    click.echo(f"{said if problems else 'nothing to mend'}; {published} {noun} can be published")


def _plural(level: Level, count: int) -> str:
    return level.value if count == 1 or level is Level.ADVICE else f"{level.value}s"
