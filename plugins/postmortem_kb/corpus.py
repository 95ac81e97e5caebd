"""What the records are to each other: ids, aliases, relations, titles and how often terms occur."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from postmortem_kb.fields import Visibility
from postmortem_kb.model import Postmortem
from postmortem_kb.problem import Finding, Place
from postmortem_kb.reporting import Report
from postmortem_kb.rules.structure import (
    DUPLICATE_ID,
    DUPLICATE_TITLE,
    RESTRICTED_RECORD,
    TAKEN_ALIAS,
    UNKNOWN_POSTMORTEM,
)
from postmortem_kb.rules.vocabulary import OVERUSED_TERM

_OFTEN_PERCENT = 40
_ENOUGH_RECORDS = 20
_WATCHED = ("root_causes", "services", "trigger")


def find_corpus_problems(
    postmortems: Sequence[Postmortem], visibility: frozenset[Visibility], taxonomy_path: str
) -> list[Report]:
    """Everything that only shows when all records are looked at together.

    What concerns the vocabulary as a whole is reported at `taxonomy_path`.
    """
    return [
        *_find_duplicate_ids(postmortems),
        *_find_taken_aliases(postmortems),
        *_find_unknown_relations(postmortems),
        *_find_duplicate_titles(postmortems),
        *_find_restricted(postmortems, visibility),
        *_find_overused_terms(postmortems, taxonomy_path),
    ]


def _find_duplicate_ids(postmortems: Sequence[Postmortem]) -> Iterator[Report]:
    """The first record of each id keeps it; ids that differ only in case count as one."""
    kept: dict[str, Postmortem] = {}
    for postmortem in postmortems:
        first = kept.setdefault(postmortem.id.casefold(), postmortem)
        if first is postmortem:
            continue
        same = first.id == postmortem.id
        finding = Finding(
            postmortem.find_place("id") if "id" in postmortem.fields.model_fields_set else Place(1),
            f"the id {postmortem.id!r} is "
            + ("already" if same else f"the same URL as {first.id!r},")
            + f" that of {first.source.path}",
            "give one of the two another 'id:' or file name (and keep the old one as an alias)",
            "id",
        )
        yield Report(postmortem.source.path, DUPLICATE_ID, finding)


def drop_taken_aliases(
    published: Sequence[Postmortem], everyone: Sequence[Postmortem]
) -> list[Postmortem]:
    """The published records without the aliases that belong to others, published or not."""
    taken = {(found.source.path, alias) for found, _, alias, _ in _taken_aliases(everyone)}
    kept: list[Postmortem] = []
    for postmortem in published:
        path = postmortem.source.path
        own = tuple(alias for alias in postmortem.fields.aliases if (path, alias) not in taken)
        if own != postmortem.fields.aliases:
            fields = postmortem.fields.model_copy(update={"aliases": own})
            postmortem = replace(postmortem, fields=fields)
        kept.append(postmortem)
    return kept


def _taken_aliases(
    postmortems: Sequence[Postmortem],
) -> Iterator[tuple[Postmortem, int, str, Postmortem]]:
    """Yield a record with the position of an alias, the alias, and the record it belongs to."""
    owners: dict[str, Postmortem] = {}
    for postmortem in postmortems:
        owners.setdefault(postmortem.id.casefold(), postmortem)
    for postmortem in postmortems:
        for index, alias in enumerate(postmortem.fields.aliases):
            owner = owners.setdefault(alias.casefold(), postmortem)
            if owner is not postmortem:
                yield postmortem, index, alias, owner


def _find_taken_aliases(postmortems: Sequence[Postmortem]) -> Iterator[Report]:
    for postmortem, index, alias, owner in _taken_aliases(postmortems):
        finding = Finding(
            postmortem.find_place("aliases", index),
            f"the alias {alias!r} already leads to {owner.source.path}",
            "keep it in one of the two records",
            "aliases",
        )
        yield Report(postmortem.source.path, TAKEN_ALIAS, finding)


def _find_unknown_relations(postmortems: Sequence[Postmortem]) -> Iterator[Report]:
    known = {
        name.casefold()
        for postmortem in postmortems
        for name in (postmortem.id, *postmortem.fields.aliases)
    }
    for postmortem in postmortems:
        for index, related in enumerate(postmortem.fields.related):
            if related.id.casefold() not in known:
                finding = Finding(
                    postmortem.find_place("related", index, "id"),
                    f"related[{index + 1}].id: there is no postmortem {related.id!r}",
                    "write the id of a record: its file name without '.md', or its 'id:'",
                    "related",
                )
                yield Report(postmortem.source.path, UNKNOWN_POSTMORTEM, finding)


def _find_duplicate_titles(postmortems: Sequence[Postmortem]) -> Iterator[Report]:
    first: dict[str, Postmortem] = {}
    for postmortem in postmortems:
        if "title" not in postmortem.fields.model_fields_set:
            continue
        other = first.setdefault(postmortem.title.casefold(), postmortem)
        if other is not postmortem:
            finding = Finding(
                postmortem.find_place("title"),
                f"the title {postmortem.title!r} is also that of {other.source.path}",
                "say in the title what was particular about this one",
                "title",
            )
            yield Report(postmortem.source.path, DUPLICATE_TITLE, finding)


def _find_restricted(
    postmortems: Sequence[Postmortem], visibility: frozenset[Visibility]
) -> Iterator[Report]:
    if Visibility.RESTRICTED in visibility:
        return
    for postmortem in postmortems:
        if postmortem.fields.visibility is Visibility.RESTRICTED:
            finding = Finding(
                postmortem.find_place("visibility"),
                "the record is restricted and is left out of the site",
                "keep it in another repository, or name 'restricted' in the plugin's option "
                "'visibility'",
                "visibility",
            )
            yield Report(postmortem.source.path, RESTRICTED_RECORD, finding)


def _find_overused_terms(postmortems: Sequence[Postmortem], taxonomy_path: str) -> Iterator[Report]:
    """Terms that are on so many records that their index no longer tells them apart."""
    if len(postmortems) < _ENOUGH_RECORDS:
        return
    for field in _WATCHED:
        counts: Counter[str] = Counter()
        for postmortem in postmortems:
            value = getattr(postmortem.incident, field)
            counts.update({value} if isinstance(value, str) else set(value or ()))
        for term, count in sorted(counts.items()):
            if term != "unknown" and 100 * count > _OFTEN_PERCENT * len(postmortems):
                finding = Finding(
                    Place(1),
                    f"{field}: {term!r} is on {count} of {len(postmortems)} records",
                    "add narrower terms, so that its index can answer questions again",
                )
                yield Report(taxonomy_path, OVERUSED_TERM, finding)
