"""The rules themselves as text: all of them in a table, or one of them explained."""

import re
import textwrap
from collections.abc import Mapping, Sequence

from postmortem_kb.rules.declaration import Rule


def level_of(rule: Rule, levels: Mapping[str, str]) -> str:
    """The level of a rule as the site sets it: `error`, `warning`, `advice` or `off`."""
    return levels.get(rule.code, rule.level.value)


def render_rule_list(rules: Sequence[Rule], levels: Mapping[str, str], width: int | None) -> str:
    """A table of code, name, level and the first sentence of why; cut at `width` columns."""
    names = max(len(rule.name) for rule in rules)
    rows = [("CODE", "NAME", "LEVEL", "WHY")]
    rows += [
        (rule.code, rule.name, level_of(rule, levels), first_sentence(rule.why)) for rule in rules
    ]
    lines = [f"{code:5}  {name:{names}}  {level:7}  {why}" for code, name, level, why in rows]
    return "".join(f"{_cut(line, width)}\n" for line in lines)


def _cut(line: str, width: int | None) -> str:
    return line if width is None or len(line) <= width else f"{line[: width - 1].rstrip()}…"


def first_sentence(text: str) -> str:
    """The first sentence of a text, with its full stop."""
    return re.split(r"(?<=[.!?]) (?=[A-Z`])", " ".join(text.split()), maxsplit=1)[0]


def render_explanation(rule: Rule, levels: Mapping[str, str], width: int = 80) -> str:
    """What a rule is about: its level, why it is there, and an example of each side."""
    level = level_of(rule, levels)
    if level != rule.level:
        level += f", set by the option 'levels'; {rule.level} otherwise"
    elif rule.is_fixed:
        level += ", which cannot be changed"
    # A hyphen in `--strict` or a term is no place to break a line at.
    why = "\n\n".join(
        textwrap.fill(part, width, break_on_hyphens=False, break_long_words=False)
        for part in rule.why.split("\n\n")
    )
    examples = "\n".join(
        f"{title}:\n\n{textwrap.indent(example.rstrip(), '    ')}\n"
        for title, example in (("Reported", rule.bad), ("Fine", rule.good))
    )
    return f"{rule.code} {rule.name}: {level}\n\n{why}\n\n{examples}"
