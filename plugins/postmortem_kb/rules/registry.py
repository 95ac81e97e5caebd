"""Every rule, by code: what `check --list`, the documentation and the tests go through."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postmortem_kb.problem import Finding, Level
from postmortem_kb.rules import (
    action_items,
    events,
    front_matter,
    language,
    leftovers,
    privacy,
    sections,
    sessions,
    structure,
    time,
    vocabulary,
    zones,
)
from postmortem_kb.rules.declaration import Rule, RuleContext

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem

_FAMILIES = (
    front_matter,
    time,
    zones,
    events,
    vocabulary,
    structure,
    sections,
    leftovers,
    action_items,
    language,
    privacy,
    sessions,
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            value
            for family in _FAMILIES
            for value in vars(family).values()
            if isinstance(value, Rule)
        ),
        key=lambda rule: rule.code,
    )
)
RECORD_RULES: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.check is not None)
TEXT_RULES: tuple[Rule, ...] = tuple(
    rule
    for rule in RECORD_RULES
    if any(rule is value for family in (language, privacy) for value in vars(family).values())
)
"""Those that look at nothing but the words of a file, whatever kind of file it is."""


BY_NAME: dict[str, Rule] = {rule.code: rule for rule in RULES} | {rule.name: rule for rule in RULES}
"""Every rule by its code and by its name."""


def find_problems(postmortem: "Postmortem", context: RuleContext) -> Iterator[tuple[Rule, Finding]]:
    """Apply every rule to a record.

    A discrepancy that the record notes about a field silences what would be said of that field.
    """
    known = {discrepancy.about.split(".")[0] for discrepancy in postmortem.fields.discrepancies}
    for rule in RECORD_RULES:
        assert rule.check is not None
        for finding in rule.check(postmortem, context):
            if finding.about not in known or rule.level is Level.ERROR:
                yield rule, finding
