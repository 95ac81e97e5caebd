"""What the records are to each other: ids, aliases, relations, and which of them are published."""

from collections.abc import Iterable

from postmortem_kb.fields import Visibility
from postmortem_kb.model import Postmortem
from postmortem_kb.parser import make_problems
from postmortem_kb.problem import Finding, Place, Problem
from postmortem_kb.rules.structure import (
    DUPLICATE_ID,
    RESTRICTED_RECORD,
    TAKEN_ALIAS,
    UNKNOWN_POSTMORTEM,
)


def without_duplicates(
    postmortems: Iterable[Postmortem],
) -> tuple[tuple[Postmortem, ...], list[Problem]]:
    """Keep the first record of each id, ids that differ only in case counted as one."""
    kept: dict[str, Postmortem] = {}
    problems: list[Problem] = []
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
        problems += make_problems(postmortem.source.path, [(DUPLICATE_ID, finding)])
    return tuple(kept.values()), problems


def find_relation_problems(postmortems: tuple[Postmortem, ...]) -> list[Problem]:
    """Aliases that are taken, and relations that lead to no record."""
    owners = {postmortem.id.casefold(): postmortem for postmortem in postmortems}
    problems: list[Problem] = []
    for postmortem in postmortems:
        findings = []
        for index, alias in enumerate(postmortem.fields.aliases):
            owner = owners.setdefault(alias.casefold(), postmortem)
            if owner is not postmortem:
                message = f"the alias {alias!r} already leads to {owner.source.path}"
                place = postmortem.find_place("aliases", index)
                hint = "keep it in one of the two records"
                findings.append((TAKEN_ALIAS, Finding(place, message, hint, "aliases")))
        problems += make_problems(postmortem.source.path, findings)
    for postmortem in postmortems:
        findings = [
            (
                UNKNOWN_POSTMORTEM,
                Finding(
                    postmortem.find_place("related", index, "id"),
                    f"related[{index + 1}].id: there is no postmortem {related.id!r}",
                    "write the id of a record: its file name without '.md', or its 'id:'",
                    "related",
                ),
            )
            for index, related in enumerate(postmortem.fields.related)
            if related.id.casefold() not in owners
        ]
        problems += make_problems(postmortem.source.path, findings)
    return problems


def select_published(
    postmortems: tuple[Postmortem, ...], visibility: frozenset[Visibility]
) -> tuple[tuple[Postmortem, ...], list[Problem]]:
    """The records of this edition; a restricted one that is left out is worth a warning."""
    published = tuple(
        postmortem for postmortem in postmortems if postmortem.fields.visibility in visibility
    )
    problems: list[Problem] = []
    for postmortem in postmortems:
        is_restricted = postmortem.fields.visibility is Visibility.RESTRICTED
        if is_restricted and Visibility.RESTRICTED not in visibility:
            finding = Finding(
                postmortem.find_place("visibility"),
                "the record is restricted and is left out of the site",
                "keep it in another repository, or name 'restricted' in the plugin's option "
                "'visibility'",
                "visibility",
            )
            problems += make_problems(postmortem.source.path, [(RESTRICTED_RECORD, finding)])
    return published, problems
