"""What pydantic says of located YAML, as findings with a place and a mend."""

import re
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from postmortem_kb.errors import FieldError
from postmortem_kb.front_matter import Located, Path, Tree
from postmortem_kb.problem import Edit, Finding
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.front_matter import MISSING_FIELD, UNKNOWN_FIELD, WRONG_TYPE

_Model = TypeVar("_Model", bound=BaseModel)


def without_absent(tree: Any) -> Any:
    """Leave out fields that are named but have no value: they say no more than absent ones."""
    kind = type(tree)
    if kind is dict:
        return {key: without_absent(value) for key, value in tree.items() if value is not None}
    if kind is list:
        return [without_absent(value) for value in tree]
    return tree


def read_fields(
    model: type[_Model], data: dict[str, Tree], located: Located, instead: dict[str, Tree]
) -> tuple[_Model, list[tuple[Rule, Finding]], frozenset[str]]:
    """The fields of a document, everything that the model does not take, and the names of the
    top-level fields that are therefore left out. `instead` has what must not be missing.

    Raises:
        ValidationError: `instead` does not fit.
    """
    given = without_absent(data)
    try:
        return model.model_validate(given), [], frozenset()
    except ValidationError as error:
        details = error.errors(include_url=False)
    findings = [_explain(model, detail, located, ()) for detail in details]
    fitting, wrong = without_misfits(model, data)
    return model.model_validate(instead | fitting), findings, wrong


def find_misfits(
    model: type[BaseModel],
    value: Tree,
    located: Located,
    path: Path = (),
    rule: Rule | None = None,
) -> list[tuple[Rule, Finding]]:
    """Everything in `value`, which stands at `path`, that the model does not take.

    With `rule`, all findings are given under that one.
    """
    try:
        model.model_validate(without_absent(value))
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = [_explain(model, detail, located, path) for detail in details]
        return [(rule or found_rule, finding) for found_rule, finding in found]
    return []


def without_misfits(
    model: type[BaseModel], data: dict[str, Tree]
) -> tuple[dict[str, Tree], frozenset[str]]:
    """The top-level fields that the model takes, and the names of those that it does not.

    A nested field that does not fit is left out by itself, so that the others around it can be
    looked at; where that is not enough, the whole of it goes.
    """
    given = {key: without_absent(value) for key, value in data.items() if value is not None}
    for misfit in _misfit_paths(model, given):
        _leave_out(given, misfit)
    wrong = frozenset(str(path[0]) for path in _misfit_paths(model, given))
    return {key: value for key, value in given.items() if key not in wrong}, wrong


def _misfit_paths(model: type[BaseModel], given: dict[str, Tree]) -> list[Path]:
    try:
        model.model_validate(given)
    except ValidationError as error:
        return [tuple(detail["loc"]) for detail in error.errors(include_url=False)]
    return []


def _leave_out(given: dict[str, Tree], path: Path) -> None:
    """Take out the nested field at a path, if there is one. Entries of lists stay in place."""
    node: Any = given
    for step in path[:-1]:
        inside = isinstance(node, dict) and step in node
        inside = inside or (isinstance(node, list) and isinstance(step, int) and step < len(node))
        if not inside:
            return
        node = node[step]
    if len(path) > 1 and isinstance(node, dict):
        node.pop(path[-1], None)


def _explain(
    model: type[BaseModel], detail: Any, located: Located, base: Path
) -> tuple[Rule, Finding]:
    path: Path = (*base, *detail["loc"])
    place = located.find_place(path)
    about = str(detail["loc"][0]) if detail["loc"] else None
    name, found, kind = format_path(path), detail["input"], detail["type"]
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, FieldError):
        new = cause.replacement
        fix = Edit(place, found, new) if new and isinstance(found, str) else None
        return WRONG_TYPE, Finding(place, f"{name}: {cause.message}", cause.hint, about, fix=fix)
    if kind == "missing":
        message = f"{name} is missing"
        return MISSING_FIELD, Finding(place, message, f"add '{path[-1]}: …'", about)
    if kind == "extra_forbidden":
        return UNKNOWN_FIELD, _explain_unknown(model, detail["loc"], located, path)
    if kind == "enum":
        expected = detail["ctx"]["expected"]
        close = get_close_matches(str(found), re.findall(r"'([^']*)'", expected))
        hint = f"did you mean {close[0]!r}?" if close else "write one of these"
        message = f"{name}: found {describe(found)} where {expected} was expected"
        return WRONG_TYPE, Finding(place, message, hint, about)
    expected, hint = _EXPECTED.get(kind, (detail["msg"].lower(), "see the front matter reference"))
    if kind == "tuple_type" and isinstance(found, str) and not _holds_fields(model, detail["loc"]):
        hint = f"write '{path[-1]}: [{found}]'"
    message = f"{name}: found {describe(found)} where {expected} was expected"
    return WRONG_TYPE, Finding(place, message, hint, about)


_EXPECTED = {
    "tuple_type": ("a list", "write each entry on a line of its own, after '- '"),
    "string_type": ("text", "write one value"),
    "too_short": ("text", "write something, or leave the field out"),
    "string_too_short": ("text", "write something, or leave the field out"),
    "model_type": ("nested fields", "write each field on a line of its own, indented"),
    "model_attributes_type": ("nested fields", "write each field on a line of its own, indented"),
}


def _explain_unknown(
    model: type[BaseModel], loc: tuple[str | int, ...], located: Located, path: Path
) -> Finding:
    known = list(_model_at(model, loc[:-1]).model_fields)
    key = str(loc[-1])
    close = get_close_matches(key.replace("-", "_").lower(), known, n=1, cutoff=0.6)
    if key == "status" and "review_status" in known:
        close = ["review_status"]
    hint = f"did you mean {close[0]!r}?" if close else f"the fields are: {', '.join(known)}"
    place = located.key_places.get(path) or located.find_place(path)
    return Finding(place, f"unknown field {key!r}", hint, key)


def _model_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> Any:
    """The model that stands at a path within a model."""
    current: Any = model
    for step in loc:
        if isinstance(step, str):
            current = _find_model(current.model_fields[step].annotation)
    return current


def _holds_fields(model: type[BaseModel], loc: tuple[str | int, ...]) -> bool:
    """Whether the field at `loc` of a model is made of fields itself."""
    parent = _model_at(model, loc[:-1])
    return _find_model(parent.model_fields[loc[-1]].annotation) is not None


def _find_model(annotation: Any) -> Any:
    """The model inside an annotation such as `tuple[Model, ...]` or `Model | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _find_model(argument):
            return found
    return None


def format_path(path: Path) -> str:
    """`action_items`, `impact.users_percent`, `action_items[2].type` (counted from 1)."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else (f".{step}" if text else str(step))
    return repr(text)


def describe(value: Any) -> str:
    """A YAML value in words."""
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else "nested fields"
