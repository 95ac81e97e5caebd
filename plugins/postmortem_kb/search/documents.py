"""What is searched of a record: its title, what names it, and its story, as plain text.

A pure function of the record, the taxonomy and what reading groups wrote down about the record.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from postmortem_kb.facets import FACETS, Facet
from postmortem_kb.indexes import with_parents
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.model import Incident, Postmortem
from postmortem_kb.taxonomy import Taxonomy, TermSet

# What is written in a record's Markdown and not shown.
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|</?[a-zA-Z][^<>\n]{0,300}>"
    r"|(?<=\])\((?:[^()\s]|\([^()\s]*\))*(?=[)\s])"  # the target of a link
    r"|^ {0,3}\[[^\]\n]+\]:\s*\S+",
    re.DOTALL | re.MULTILINE,
)
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing to be found. `names` are words that stand for it: terms, labels, ids, tags."""

    title: str
    names: str
    story: str


def make_document(
    postmortem: Postmortem, taxonomy: Taxonomy, minutes: Iterable[str] = ()
) -> SearchDocument:
    """What is searched of a record; `minutes` (Markdown) are what reading groups say of it."""
    return SearchDocument(
        title=postmortem.title,
        names="\n".join(_find_names(postmortem, taxonomy)),
        story="\n".join(
            [
                *_find_statements(postmortem),
                _plain(postmortem.body.text),
                *map(_plain, minutes),
            ]
        ),
    )


def _find_names(postmortem: Postmortem, taxonomy: Taxonomy) -> Iterator[str]:
    fields = postmortem.fields
    yield postmortem.id
    yield from fields.aliases
    yield from fields.tags
    names: dict[str, None] = {}
    for incident in (postmortem.incident, *postmortem.incidents):
        names |= dict.fromkeys(_names_of(incident, taxonomy))
    yield from names


def _names_of(incident: Incident, taxonomy: Taxonomy) -> Iterator[str]:
    """The day in words and the terms, each by its id, its label and its other names."""
    yield incident.kind.value
    if incident.day is not None:
        yield f"{incident.day} {_MONTHS[int(incident.day[5:7]) - 1]}"
    for facet in FACETS:
        if facet.term_set not in (None, TermSet.DURATION_BUCKETS):
            for term in with_parents(facet.terms_of(incident, taxonomy)):
                if term != UNKNOWN:
                    yield _names_of_term(facet, term, taxonomy)
    yield from (text for _, text in incident.unlisted)


def _names_of_term(facet: Facet, term_id: str, taxonomy: Taxonomy) -> str:
    term = facet.find_term(term_id, taxonomy)
    return "\n".join((term.id.rpartition("/")[2], term.label, *term.aliases))


def _find_statements(postmortem: Postmortem) -> Iterator[str]:
    """What the front matter says in sentences."""
    fields = postmortem.fields
    yield fields.summary or ""
    others = postmortem.incidents if fields.incidents else ()
    for incident in (postmortem.incident, *others):
        if incident.impact is not None:
            yield incident.impact.summary or ""
            yield incident.impact.of or ""
    yield from (incident.title for incident in others)
    yield from fields.contributing_factors
    yield from fields.lessons
    yield from fields.surprises
    yield from (entry.note for entry in fields.discrepancies)
    yield from (*fields.authors, *fields.roles)
    yield from (source.title or "" for source in fields.sources)
    for item in postmortem.action_items[: len(fields.action_items)]:
        yield " ".join((item.title, item.details, item.owner or "", item.ticket or ""))


def _plain(markdown: str) -> str:
    """A text without what is not shown of it; marks of Markdown part words like any other."""
    bare = _UNSEEN.sub(" ", markdown)
    return unescape(bare) if "&" in bare else bare
