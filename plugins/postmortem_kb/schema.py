"""The JSON Schema of a record's front matter, made from its fields and a site's terms.

For editors and other programs: `check` knows more (places, zones, what belongs together).
"""

from collections.abc import Iterator
from typing import Any

from postmortem_kb.fields import FrontMatter
from postmortem_kb.incidents import TERM_FIELDS
from postmortem_kb.taxonomy import Taxonomy, TermSet

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DEFINITIONS = "$defs"
_NULL = {"type": "null"}


def make_schema(taxonomy: Taxonomy | None) -> dict[str, Any]:
    """The schema as JSON values (draft 2020-12); without a taxonomy every text is a term.

    A field without a value says as much as an absent one, so `null` is allowed wherever a field
    is not required.
    """
    made = FrontMatter.model_json_schema(ref_template=f"#/{_DEFINITIONS}/{{model}}")
    definitions: dict[str, Any] = made.pop(_DEFINITIONS)
    for model in (made, *definitions.values()):
        _tidy(model)
    _allow_one_sentence(made, definitions)
    if taxonomy is not None:
        _add_terms(made, definitions, taxonomy)
    return {
        "$schema": _DIALECT,
        **made,
        "title": "Front matter of a postmortem",
        _DEFINITIONS: definitions,
    }


def _tidy(model: dict[str, Any]) -> None:
    """Leave out what pydantic says besides: names as titles, and defaults, which would read as
    something that an editor should write."""
    model.pop("title", None)
    required = model.get("required", ())
    for name, field in model.get("properties", {}).items():
        field.pop("title", None)
        field.pop("default", None)
        if name not in required and _NULL not in field.get("anyOf", ()):
            model["properties"][name] = _or_null(field)


def _or_null(field: dict[str, Any]) -> dict[str, Any]:
    described = {"description": field.pop("description")} if "description" in field else {}
    return {"anyOf": [field, _NULL], **described}


def _allow_one_sentence(made: dict[str, Any], definitions: dict[str, Any]) -> None:
    """`impact` may be one sentence: pydantic cannot see that, for it is read before it looks."""
    for model in (made, definitions["IncidentOfSeveral"]):
        model["properties"]["impact"]["anyOf"].insert(0, {"type": "string", "minLength": 1})


def _add_terms(made: dict[str, Any], definitions: dict[str, Any], taxonomy: Taxonomy) -> None:
    used = {*TERM_FIELDS.values(), TermSet.IMPACT_TYPES}
    for term_set in sorted(used):
        if branches := list(_describe_terms(taxonomy, term_set)):
            definitions[term_set.value] = {"anyOf": branches}
    for model in (made, definitions["IncidentOfSeveral"]):
        for name, term_set in TERM_FIELDS.items():
            _refer(model["properties"][name], term_set, definitions)
    _refer(definitions["Impact"]["properties"]["type"], TermSet.IMPACT_TYPES, definitions)


def _refer(field: dict[str, Any], term_set: TermSet, definitions: dict[str, Any]) -> None:
    if term_set.value not in definitions:  # a site may have no services yet
        return
    reference = {"$ref": f"#/{_DEFINITIONS}/{term_set.value}"}
    for branch in field["anyOf"]:
        if branch.get("type") == "array":
            branch["items"] = reference
    field["anyOf"] = [
        reference if branch.get("type") == "string" else branch for branch in field["anyOf"]
    ]


def _describe_terms(taxonomy: Taxonomy, term_set: TermSet) -> Iterator[dict[str, Any]]:
    """The terms first, so that an editor completes those; then what else is read as one."""
    terms = taxonomy.terms(term_set)
    ids = [term.id for term in terms]
    if ids:
        yield {"enum": ids}
    names = {name for term in terms for name in (*term.aliases, term.label)}
    names |= {term_id.rpartition("/")[2] for term_id in ids}
    others = sorted(name for name in names - {*ids} if taxonomy.find(term_set, name))
    if others:
        yield {"enum": others, "description": "Read as one of the terms."}
    old = [term.id for term in taxonomy.sets[term_set].values() if term.deprecated]
    if old:
        yield {"enum": old, "deprecated": True, "description": "No longer used."}
