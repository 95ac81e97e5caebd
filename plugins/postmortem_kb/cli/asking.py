"""Questions on a terminal: one answer each, with help for `?`, and terms that Tab completes."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from typing import TypeVar

import click

from postmortem_kb.cli.completion import find_beginning
from postmortem_kb.errors import FieldError
from postmortem_kb.taxonomy import Taxonomy, Term, TermSet, fold

_T = TypeVar("_T")
_HELP = "?"
_KEEP = "+"
_MOST_MATCHES = 9


def is_terminal() -> bool:
    """Whether somebody is there to answer, and sees the questions."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str, parse: Callable[[str], _T], help_text: str, default: str = "") -> _T:
    """Ask until `parse` takes the answer; Enter is `default`, and `?` shows the help."""

    def read(answer: str) -> _T:
        if answer.strip() == _HELP:
            click.echo(f"\n{help_text}\n")
            raise _AgainError
        try:
            return parse(answer.strip())
        except FieldError as error:
            raise click.UsageError(f"{error.message}; {error.hint}") from None

    while True:
        try:
            answer: _T = click.prompt(
                question, default=default, show_default=bool(default), value_proc=read
            )
        except _AgainError:
            continue
        return answer


class _AgainError(Exception):
    """The same question once more, with no complaint."""


def ask_terms(question: str, taxonomy: Taxonomy, term_set: TermSet) -> list[str]:
    """Ask for any number of terms, by commas, names or the numbers of those shown.

    What is close to no term may be kept as it is: the taxonomy can learn it later.
    """
    terms = taxonomy.terms(term_set)
    chosen: dict[str, None] = {}
    shown: list[Term] = []
    with _tab_completes(terms):
        wanted = _prompt(f"{question} (commas between several, Tab completes, ? lists them)")
        while wanted:
            unclear: list[str] = []
            for name in _split(wanted):
                if name == _HELP:
                    shown = list(terms)
                    unclear.append(name)
                elif name.startswith(_KEEP) and name.strip(_KEEP + " "):
                    chosen[name.strip(_KEEP + " ")] = None
                elif name.isdecimal() and 0 < int(name) <= len(shown):
                    chosen[shown[int(name) - 1].id] = None
                elif match := taxonomy.find(term_set, name):
                    chosen[match.term.id] = None
                else:
                    unclear.append(name)
            if not unclear:
                break
            shown = _show(unclear, shown, terms, taxonomy, term_set)
            names = [name for name in unclear if name != _HELP]
            keep = f", {_KEEP}{names[0]} to keep it as it is" if names else ""
            wanted = _prompt(f"Numbers or names{keep}, Enter for none")
    if chosen:
        click.echo(f"  → {', '.join(chosen)}")
    return list(chosen)


def _prompt(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False)
    return answer.strip()


def _split(answer: str) -> Iterator[str]:
    for part in answer.split(","):
        words = part.split()
        # `1 3` are two numbers, `payment gateway` is one name.
        yield from words if all(word.isdecimal() for word in words) else [" ".join(words)]


def _show(
    unclear: Iterable[str],
    shown: list[Term],
    terms: tuple[Term, ...],
    taxonomy: Taxonomy,
    term_set: TermSet,
) -> list[Term]:
    """Print numbered terms: all of them where `?` was asked, else those close to a name."""
    for name in unclear:
        if name == _HELP:
            shown = list(terms)
            continue
        shown = find_near(name, terms, taxonomy, term_set)
        said = "; close to it:" if shown else ", and none is close to it"
        click.echo(f"{name!r} is no term of {term_set.value!r}{said}")
    if not terms:
        click.echo(f"the taxonomy has no {term_set.value!r} yet")
    width = max((len(term.id) for term in shown), default=0)
    for number, term in enumerate(shown, start=1):
        click.echo(f"  {number:2}  {term.id.ljust(width)}  {term.label}")
    return shown


def find_near(
    name: str, terms: tuple[Term, ...], taxonomy: Taxonomy, term_set: TermSet
) -> list[Term]:
    """The terms that a name may stand for: those that have it in them, then those spelled alike."""
    folded = fold(name)
    names = {fold(known): term for term in terms for known in (term.id, term.label, *term.aliases)}
    close = get_close_matches(folded, names, n=_MOST_MATCHES, cutoff=0.6)
    near = [term for known, term in names.items() if folded and folded in known]
    near += [names[known] for known in close]
    if suggestion := taxonomy.suggest(term_set, name):
        near.append(taxonomy.get(term_set, suggestion))
    return list({term.id: term for term in near}.values())[:_MOST_MATCHES]


@contextmanager
def _tab_completes(terms: tuple[Term, ...]) -> Iterator[None]:
    """Let the Tab key complete terms, where the system's line editor can."""
    try:
        import readline
    except ImportError:  # Windows has none
        yield
        return

    def complete(begun: str, number: int) -> str | None:
        found = [term.id for term in find_beginning(terms, begun)]
        return found[number] if number < len(found) else None

    before = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(complete)
    # A term may have a hyphen or a slash in it.
    readline.set_completer_delims(", \t")
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    try:
        yield
    finally:
        with suppress(ValueError):
            readline.set_completer(before[0])
        readline.set_completer_delims(before[1])
