"""`taxonomy.yml`: the shipped terms with the site's own over them, and what is wrong with them."""

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from postmortem_kb.fields import MAX_ID, Span, Text
from postmortem_kb.front_matter import Located, Path
from postmortem_kb.problem import Finding
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.vocabulary import BAD_TAXONOMY
from postmortem_kb.taxonomy import TAKEN, Taxonomy, Term, TermSet, fold, is_slug
from postmortem_kb.validation import describe, find_misfits, without_misfits


class _Link(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Text = Field(description="Where it leads.")
    title: Text | None = Field(None, description="What it is called.")


class TermFields(BaseModel):
    """What `taxonomy.yml` may say of a term."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    label: Text | None = Field(None, description="How it is written on the site; default: its id.")
    description: Text | None = Field(None, description="What it means, in a sentence or two.")
    aliases: tuple[Text, ...] = Field(
        (), description="Other names, earlier ones among them: old records and URLs still resolve."
    )
    parent: Text | None = Field(
        None, description="The term above it (root causes have two levels)."
    )
    deprecated: Text | None = Field(None, description="The term to use in its place.")
    owner: Text | None = Field(None, description="Services: the team that looks after it.")
    tier: Text | None = Field(None, description="Services: how much depends on it.")
    links: tuple[_Link, ...] = Field((), description="Services: dashboards, runbooks.")
    limit: Span | None = Field(
        None, description="Duration buckets: the upper limit, which belongs to the next bucket."
    )


_RawSets: TypeAlias = dict[TermSet, dict[str, dict[str, Any]]]


def parse_taxonomy(
    shipped: Located, own: Located | None = None
) -> tuple[Taxonomy, list[tuple[Rule, Finding]]]:
    """Lay a site's own terms over the shipped ones, and say what is wrong with them.

    A term that a site names again keeps the shipped fields that the site does not give. The
    site's `replace: [severities]` drops the shipped terms of those sets.
    """
    findings: list[tuple[Rule, Finding]] = []
    sets: _RawSets = {name: {} for name in TermSet}
    _lay_over(sets, shipped, findings)
    if own is not None:
        findings += own.findings
        for name in _replaced_sets(own, findings):
            sets[name] = {
                key: value for key, value in sets[name].items() if key in _FIXED_TERMS.get(name, ())
            }
        own_sets: _RawSets = {name: {} for name in TermSet}
        _lay_over(own_sets, own, findings)
        for name, terms in own_sets.items():
            _give_way(sets[name], terms)
            for term_id, given in terms.items():
                sets[name].setdefault(term_id, {}).update(given)
    made = {name: _make_terms(terms) for name, terms in sets.items()}
    for name, terms_made in made.items():
        findings += _mend_contradictions(name, terms_made, own or shipped)
    return Taxonomy(made), findings


def _give_way(shipped: dict[str, dict[str, Any]], own: dict[str, dict[str, Any]]) -> None:
    """Take from the shipped terms the aliases that the site uses as names of its own."""
    names = {fold(alias) for given in own.values() for alias in given.get("aliases", ())}
    names.update(own)
    for term_id, given in shipped.items():
        kept = [alias for alias in given.get("aliases", ()) if fold(alias) not in names]
        shipped[term_id] = {**given, "aliases": kept}


_FIXED_TERMS = {TermSet.DURATION_BUCKETS: ("ongoing", "unknown")}


def _replaced_sets(own: Located, findings: list[tuple[Rule, Finding]]) -> list[TermSet]:
    names = own.data.get("replace") or []
    wanted = names if isinstance(names, list) else [names]
    found: list[TermSet] = []
    for index, name in enumerate(wanted):
        if isinstance(name, str) and name in set(TermSet):
            found.append(TermSet(name))
            continue
        message = f"'replace': found {describe(name)} where a set of terms was expected"
        findings.append(_finding(own, ("replace", index), message, f"the sets are {_set_names()}"))
    return found


def _set_names() -> str:
    return ", ".join(TermSet)


def _lay_over(
    sets: _RawSets,
    located: Located,
    findings: list[tuple[Rule, Finding]],
) -> None:
    for set_name, entries in located.data.items():
        if set_name == "replace":
            continue
        if set_name not in set(TermSet):
            close = get_close_matches(set_name, [name.value for name in TermSet], n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"the sets are {_set_names()}"
            message = f"there is no set of terms {set_name!r}"
            findings.append(_finding(located, (set_name,), message, hint, key=True))
            continue
        if entries is None:
            continue
        if not isinstance(entries, dict):
            message = (
                f"found {'a list' if isinstance(entries, list) else 'one value'} in {set_name!r}"
            )
            hint = "write each term as 'term-id:' with its label and description indented below"
            findings.append(_finding(located, (set_name,), message, hint))
            continue
        for key, value in entries.items():
            given = {} if value is None else value
            misfits = find_misfits(TermFields, given, located, (set_name, key), BAD_TAXONOMY)
            term_id = _term_id(key, given if isinstance(given, dict) else {})
            problem = _find_bad_id(TermSet(set_name), key, term_id)
            if problem:
                misfits.append(_finding(located, (set_name, key), *problem, key=True))
            findings += misfits
            if problem is None and isinstance(given, dict):
                # What fits is kept: a slip in one field must not take the term from its records.
                fitting, _ = without_misfits(TermFields, given)
                sets[TermSet(set_name)].setdefault(term_id, {}).update(fitting)


def _term_id(key: str, given: dict[str, Any]) -> str:
    parent = given.get("parent")
    return f"{parent}/{key}" if isinstance(parent, str) and "/" not in key else key


def _find_bad_id(set_name: TermSet, key: str, term_id: str) -> tuple[str, str] | None:
    parts = term_id.split("/")
    levels = 2 if set_name is TermSet.ROOT_CAUSES else 1
    if len(term_id) > MAX_ID:
        return (
            f"found a term of {len(term_id):,} characters: it becomes a folder's name, so at most "
            f"{MAX_ID} are allowed",
            "choose a shorter one and put the name as people read it under 'label'",
        )
    if not all(is_slug(part) for part in parts):
        slugs = (re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts)
        suggestion = "/".join(slug or "a-name" for slug in slugs)
        return (
            f"{key!r} cannot be a term: it becomes part of a URL, so only lower-case letters, "
            "digits and single '-' are allowed",
            f"write {suggestion!r} and put the name as people read it under 'label'",
        )
    if len(parts) > levels:
        return (
            f"{key!r} is nested {len(parts)} levels deep; {set_name} has {levels}",
            "leave out the levels in between",
        )
    if parts[-1] in TAKEN:
        return (f"{parts[-1]!r} is taken by a page of the site", "choose another name")
    return None


def _make_terms(entries: dict[str, dict[str, Any]]) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for term_id, given in entries.items():
        try:
            fields = TermFields.model_validate(given)
        except ValidationError:  # already among the findings of its file
            continue
        last_part = term_id.rpartition("/")[2]
        label = fields.label or last_part.replace("-", " ").capitalize()
        terms[term_id] = Term(
            id=term_id,
            label=label,
            description=fields.description,
            aliases=tuple(alias for alias in fields.aliases if fold(alias) != term_id),
            deprecated=fields.deprecated,
            owner=fields.owner,
            tier=fields.tier,
            links=tuple((link.title or link.url, link.url) for link in fields.links),
            limit=fields.limit.delta if fields.limit else None,
        )
    return terms


def _mend_contradictions(
    term_set: TermSet, terms: dict[str, Term], located: Located
) -> list[tuple[Rule, Finding]]:
    """Say what would send readers in circles, and take it out of the terms."""
    findings: list[tuple[Rule, Finding]] = []
    names: dict[str, str] = {}
    for term in list(terms.values()):
        path = _path_of(term_set, term.id, located)
        if term.parent is not None and term.parent not in terms:
            message = f"{term.id!r} stands below {term.parent!r}, which is no term"
            hint = f"add {term.parent!r} to {term_set}"
            findings.append(_finding(located, path, message, hint, key=True))
            del terms[term.id]
            continue
        target = terms.get(term.deprecated) if term.deprecated else None
        if term.deprecated and (target is None or target.deprecated):
            message = f"{term.id!r} is to be replaced by {term.deprecated!r}, which is no term"
            hint = "name a term that exists and is not deprecated itself"
            findings.append(_finding(located, (*path, "deprecated"), message, hint))
            terms[term.id] = replace(term, deprecated=None)
        kept: list[str] = []
        for alias in term.aliases:
            name = fold(alias)
            other = name if name in terms else names.setdefault(name, term.id)
            if other == term.id:
                kept.append(alias)
                continue
            message = f"the alias {alias!r} of {term.id!r} already stands for {other!r}"
            hint = "keep it for one of the two"
            findings.append(_finding(located, (*path, "aliases"), message, hint))
        terms[term.id] = replace(terms[term.id], aliases=tuple(kept))
    return findings


def _path_of(term_set: TermSet, term_id: str, located: Located) -> tuple[str, ...]:
    """Where a term stands in its file: a child may be named by its last part and a `parent`."""
    path = (term_set.value, term_id)
    return path if path in located.places else (term_set.value, term_id.rpartition("/")[2])


def _finding(
    located: Located, path: Path, message: str, hint: str, *, key: bool = False
) -> tuple[Rule, Finding]:
    place = located.key_places.get(path) if key else None
    return BAD_TAXONOMY, Finding(place or located.find_place(path), message, hint)
