"""The terms that a shell, or a question on a terminal, completes with the Tab key."""

from collections.abc import Callable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from postmortem_kb.errors import PostmortemKbError
from postmortem_kb.knowledge_base import load_taxonomy
from postmortem_kb.project import load_settings
from postmortem_kb.taxonomy import Term, TermSet, fold

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def complete_terms(term_set: TermSet) -> Completer:
    """What a click option takes as `shell_complete`: the terms of the site that is found."""

    def complete(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
        read = context.obj or (lambda: load_settings(None, Path.cwd()))
        try:
            terms = load_taxonomy(read()).terms(term_set)
        except PostmortemKbError:
            return []  # the command itself says what is wrong
        return [CompletionItem(term.id, help=term.label) for term in find_beginning(terms, begun)]

    return complete


def find_beginning(terms: tuple[Term, ...], begun: str) -> list[Term]:
    """The terms whose id begins so; where none does, those with a part that does: `dis` finds
    `hardware/disk`."""
    folded = fold(begun)
    return [term for term in terms if term.id.startswith(folded)] or [
        term for term in terms if any(part.startswith(folded) for part in term.id.split("/"))
    ]
