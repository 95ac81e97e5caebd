"""`postmortem check`: what is wrong with the records, and how to mend it."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path

import click

from postmortem_kb import KnowledgeBase, Level, Problem, Settings, load
from postmortem_kb.cli.console import (
    find_width,
    has_colours,
    watch_progress,
    write_data,
    write_text,
)
from postmortem_kb.cli.mending import Mender
from postmortem_kb.cli.selection import Selection, select
from postmortem_kb.project import read_today
from postmortem_kb.reader import read_source, relative_to
from postmortem_kb.reports.github import render_github, render_job_summary
from postmortem_kb.reports.gitlab import render_gitlab
from postmortem_kb.reports.json import render_json
from postmortem_kb.reports.rule_list import render_explanation, render_rule_list
from postmortem_kb.reports.sarif import render_sarif
from postmortem_kb.reports.sources import SourceLines
from postmortem_kb.reports.summary import count_levels, describe_published
from postmortem_kb.reports.text import TextStyle, render_text
from postmortem_kb.rules.registry import BY_NAME, RULES

FORMATS = ("text", "json", "github", "gitlab", "sarif")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings fail too, as in a strict build.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="text",
    help="How to write what was found.",
)
@click.option("--list", "list_rules", is_flag=True, help="List the rules instead.")
@click.option("--explain", metavar="RULE", help="Explain one rule, by code or name, instead.")
@click.option("--fix", is_flag=True, help="Mend what has one right mend, and say what was mended.")
@click.option(
    "--diff", is_flag=True, help="Show as a patch what --fix would change, and write nothing."
)
@click.pass_obj
def check(
    settings: Callable[[], Settings],
    paths: tuple[Path, ...],
    *,
    strict: bool,
    output_format: str,
    list_rules: bool,
    explain: str | None,
    fix: bool,
    diff: bool,
) -> None:
    """Check the postmortems: all of them, or those in PATHS (files or folders).

    The whole knowledge base is always read, so that what concerns several records is seen. A
    folder stands for the Markdown files in it; a file is taken whatever its name ends in.

    Exit code: 0 when nothing is wrong (or there are only warnings and no --strict), 1 when there
    are problems, 2 for wrong usage or an unusable configuration. After --fix, what remains counts.
    """
    if diff and output_format != "text":
        raise click.UsageError("--diff writes a patch: leave --format out")
    if explain is not None:
        _explain(explain, settings().levels)
        return
    if list_rules:
        write_text(render_rule_list(RULES, settings().levels, find_width(sys.stdout)))
        return
    site = settings()
    selection = select(paths, site)
    for folder in selection.empty:
        click.echo(
            f"postmortem: {folder} has no Markdown files (name a file to check it)", err=True
        )
    mender = Mender(site.root, selection.files) if fix or diff else None
    knowledge_base, problems = _load(site, selection)
    if mender is not None:
        if diff:
            mender.show(problems)
        elif mender.mend(problems, to_stderr=output_format != "text"):
            knowledge_base, problems = _load(site, selection)
    if not diff:
        _report(problems, knowledge_base, output_format)
    levels = {problem.level for problem in problems}
    if Level.ERROR in levels or (strict and Level.WARNING in levels):
        sys.exit(1)


def _explain(name: str, levels: Mapping[str, str]) -> None:
    names = {known.casefold(): rule for known, rule in BY_NAME.items()}
    rule = names.get(name.casefold())
    if rule is None:
        close = get_close_matches(name.casefold(), names, n=1)
        hint = f"did you mean {names[close[0]].name!r}?" if close else "--list shows all rules"
        raise click.BadParameter(f"there is no rule {name!r}; {hint}", param_hint="--explain")
    write_text(render_explanation(rule, levels))


def _load(site: Settings, selection: Selection) -> tuple[KnowledgeBase, list[Problem]]:
    knowledge_base = load(
        site, also=selection.guests, today=read_today(), on_record=watch_progress()
    )
    return knowledge_base, selection.of(knowledge_base.problems)


def _report(problems: Sequence[Problem], knowledge_base: KnowledgeBase, output_format: str) -> None:
    site, published = knowledge_base.settings, len(knowledge_base.postmortems)
    if output_format == "text":
        style = TextStyle(find_width(sys.stdout), has_colours(sys.stdout))
        write_text(render_text(problems, _read_lines(site.root), published, style))
        return
    if output_format == "json":
        write_data(render_json(problems))
        return
    # These go by the paths of the repository, which the project may be a folder of.
    repository = _find_repository(site.root)
    problems = [
        replace(problem, path=relative_to(site.root / problem.path, repository))
        for problem in problems
    ]
    lines = _read_lines(repository)
    if output_format == "gitlab":
        write_data(render_gitlab(problems, lines))
    elif output_format == "sarif":
        write_data(render_sarif(problems, lines, RULES, site.levels, version("mkdocs-postmortems")))
    else:
        write_data(render_github(problems))
        write_data(f"{count_levels(problems)}; {describe_published(published)}\n")
        _append_job_summary(render_job_summary(problems, published))


def _append_job_summary(text: str) -> None:
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if not file:
        return
    try:
        with Path(file).open("ab") as summary:
            summary.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        click.echo(f"postmortem: {file} cannot be written: {error.strerror}", err=True)


def _find_repository(root: Path) -> Path:
    """The closest folder above, or the root itself, that git keeps."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)


def _read_lines(root: Path) -> SourceLines:
    """The lines of files by their path relative to `root`, each read once."""
    known: dict[str, list[str]] = {}

    def lines(path: str) -> Sequence[str]:
        if path not in known:
            known[path] = read_source(root / path, root)[0].text.split("\n")
        return known[path]

    return lines
