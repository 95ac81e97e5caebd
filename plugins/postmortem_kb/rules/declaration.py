"""What a rule is: one declaration feeds checker, `check --list`, documentation and tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from postmortem_kb.problem import Finding, Level

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem

Check: TypeAlias = "Callable[[Postmortem], Iterator[Finding]]"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that `check` looks for.

    `name` reads as "allow <name>". `why` is Markdown. `bad` and `good` are whole records, or parts
    of one, that break and keep the rule. A rule without `check` is applied by the reader or parser
    itself, which cannot go on without noticing.
    """

    code: str
    name: str
    level: Level
    why: str
    bad: str
    good: str
    check: "Check | None" = None
