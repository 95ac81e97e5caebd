"""`postmortem services`, `postmortem root-causes` and the other sets: the terms there are."""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from postmortem_kb import KnowledgeBase, Settings, load
from postmortem_kb.cli.console import find_width, watch_progress, write_data, write_text
from postmortem_kb.cli.listing import tell_of_errors
from postmortem_kb.facets import FACETS, Facet
from postmortem_kb.reader import relative_to
from postmortem_kb.reports.excerpt import printable
from postmortem_kb.taxonomy import Taxonomy, Term, TermSet

Rows = list[tuple[str, ...]]
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def make_commands() -> Iterator[click.Command]:
    """A command for each set of terms that incidents are indexed by, named as its index is."""
    for facet in FACETS:
        if facet.term_set not in (None, TermSet.DURATION_BUCKETS):
            yield _make_command(facet, facet.term_set)


def _make_command(facet: Facet, term_set: TermSet) -> click.Command:
    def show(settings: Callable[[], Settings], /, word: str | None, output_format: str) -> None:
        knowledge_base = load(settings(), on_record=watch_progress())
        tell_of_errors(knowledge_base)
        terms = _find_terms(knowledge_base.taxonomy, term_set, word)
        used = _count_records(knowledge_base, facet)
        if output_format == "ids":
            write_data("".join(f"{term.id}\n" for term in terms))
        elif output_format == "json":
            found = [_describe(term, used[term.id]) for term in terms]
            made = {"version": 1, "set": term_set.value, "terms": found}
            write_data(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
        elif terms:
            rows = _make_rows(terms, used, with_owner=term_set is TermSet.SERVICES)
            write_text(_lay_out(rows, find_width(sys.stdout)))
        else:
            click.echo(_say_none(knowledge_base, term_set, word), err=True)

    name = term_set.value.replace("_", " ")
    show.__doc__ = f"""List the {name} there are, and how many records use each.

    {facet.description}

    With WORD, only those with a word that begins so in their id, label, description or an alias.
    """
    command = click.command(facet.slug, short_help=f"List the {name} there are.")(
        click.pass_obj(show)
    )
    command.params += [
        click.Argument(["word"], required=False),
        click.Option(
            ["--format", "output_format"],
            type=click.Choice(["table", "json", "ids"]),
            default="table",
            show_default=True,
            help="How to write them.",
        ),
    ]
    return command


def _find_terms(taxonomy: Taxonomy, term_set: TermSet, word: str | None) -> tuple[Term, ...]:
    terms = taxonomy.terms(term_set)
    if word is None:
        return terms
    wanted = _words(word)
    return tuple(term for term in terms if any(wanted in _words(text) for text in _texts(term)))


def _texts(term: Term) -> tuple[str, ...]:
    return (term.id, term.label, term.description or "", *term.aliases)


def _words(text: str) -> str:
    """A text as it is searched: `disk` is found where a word begins so, not in the middle."""
    return "-" + _BETWEEN_WORDS.sub("-", text.casefold()).strip("-")


def _count_records(knowledge_base: KnowledgeBase, facet: Facet) -> Counter[str]:
    """How many records use each term, or one below it: as many as `postmortem list` finds."""
    used: Counter[str] = Counter()
    for postmortem in knowledge_base.postmortems:
        found: set[str] = set()
        for incident in postmortem.incidents:
            for term_id in facet.terms_of(incident, knowledge_base.taxonomy):
                found |= {term_id, term_id.partition("/")[0]}
        used.update(found)
    return used


def _describe(term: Term, records: int) -> dict[str, Any]:
    return {
        "term": term.id,
        "label": term.label,
        "description": term.description,
        "parent": term.parent,
        "aliases": list(term.aliases),
        "owner": term.owner,
        "tier": term.tier,
        "links": [{"title": title, "url": url} for title, url in term.links],
        "records": records,
    }


def _make_rows(terms: Iterable[Term], used: Counter[str], *, with_owner: bool) -> Rows:
    """A head and a row for each term; those below another are indented."""
    rows: Rows = [
        ("TERM", "LABEL", "RECORDS", *(("OWNER", "TIER") if with_owner else ()), "ALIASES")
    ]
    for term in terms:
        own = (term.owner or "", term.tier or "") if with_owner else ()
        indent = "  " * term.id.count("/")
        records = str(used[term.id] or "-").rjust(len("RECORDS"))
        rows.append((f"{indent}{term.id}", term.label, records, *own, ", ".join(term.aliases)))
    return rows


def _lay_out(rows: Rows, width: int | None) -> str:
    """Columns, without those that are empty; on a terminal, lines end where it does."""
    columns = [column for column in range(len(rows[0])) if any(row[column] for row in rows[1:])]
    widths = {column: max(len(row[column]) for row in rows) for column in columns}
    lines = []
    for row in rows:
        cells = [printable(row[column]).ljust(widths[column]) for column in columns]
        line = "  ".join(cells).rstrip()
        lines.append(line if width is None or len(line) <= width else f"{line[: width - 1]}…")
    return "\n".join(lines) + "\n"


def _say_none(knowledge_base: KnowledgeBase, term_set: TermSet, word: str | None) -> str:
    if word is None:
        site = knowledge_base.settings
        file = relative_to(site.taxonomy_path, site.root)
        return f"the taxonomy has no {term_set.value!r}: add them to {file}"
    close = knowledge_base.taxonomy.suggest(term_set, word)
    hint = f"; did you mean {close!r}?" if close else ""
    return f"no term of {term_set.value!r} has {word!r} in it{hint}"
