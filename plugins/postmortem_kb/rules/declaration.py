"""What a rule is: one declaration feeds checker, `check --list`, documentation and tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from postmortem_kb.problem import Finding, Level

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem


@dataclass(frozen=True, slots=True)
class RuleContext:
    """What rules may know besides the record: options, and the day, which no rule reads itself."""

    today: date | None = None
    event_margin: timedelta = timedelta(days=1)


NO_CONTEXT = RuleContext()

Check: TypeAlias = "Callable[[Postmortem, RuleContext], Iterator[Finding]]"


class Subject(StrEnum):
    """What a rule is about, and what its examples are."""

    RECORD = "record"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that `check` looks for.

    `name` reads as "allow <name>". `why` is Markdown. `bad` and `good` are whole files, or parts
    of one, that break and keep the rule. A rule without `check` is applied where the line notices
    it: by the reader, the parser, or among all records. The level of a rule that `is_fixed` cannot
    be changed: without it there would be no record to publish.
    """

    code: str
    name: str
    level: Level
    why: str
    bad: str
    good: str
    check: "Check | None" = None
    is_fixed: bool = False
    subject: Subject = Subject.RECORD
