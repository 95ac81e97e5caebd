"""What a record says that it ignores, and for what reason.

`<!-- postmortem: ignore PM601: the words are quoted from the status page -->` in the body, and the
same behind `#` in the front matter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from postmortem_kb.limits import MAX_IGNORES
from postmortem_kb.problem import Finding, Place, Problem
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.registry import BY_NAME
from postmortem_kb.rules.structure import IGNORED_WITHOUT_REASON, UNUSED_IGNORE

MARKER = "postmortem: ignore"
_COMMENT = re.compile(
    r"(?P<open><!--|#)\s*postmortem: ignore\b\s*(?P<rule>[\w-]*)\s*(?P<colon>:?)\s*"
    r"(?P<reason>.*?)(?:-->|$)"
)
_HINT = "write '<!-- postmortem: ignore PM601: the reason -->', with a rule's code or name"


@dataclass(slots=True)
class Suppression:
    """One comment: a rule that is ignored on the lines `first` to `last`."""

    rule: Rule
    place: Place
    first: int
    last: int
    is_used: bool = False


@dataclass(slots=True)
class Suppressions:
    """All that one file ignores. `covers` notes what it was asked for and said yes to."""

    found: list[Suppression] = field(default_factory=list)
    misfits: list[tuple[Rule, Finding]] = field(default_factory=list)

    def covers(self, problem: Problem) -> bool:
        """Whether a comment of the file ignores a problem."""
        covering = [
            one
            for one in self.found
            if one.rule.code == problem.code and one.first <= problem.line <= one.last
        ]
        for one in covering:
            one.is_used = True
        return bool(covering)

    def find_misuse(self) -> Iterator[tuple[Rule, Finding]]:
        """Comments that ignore nothing: no reason, no such rule, or nothing to ignore."""
        yield from self.misfits
        for one in self.found:
            if not one.is_used:
                message = f"nothing here breaks {one.rule.code} ({one.rule.name})"
                hint = "take the comment out; errors cannot be ignored"
                yield UNUSED_IGNORE, Finding(one.place, message, hint)


def parse_suppressions(text: str) -> Suppressions:
    """Read the comments of a file.

    A comment at the end of a line concerns that line; one that stands alone concerns everything
    from there to the end of the next paragraph, list or field.
    """
    suppressions = Suppressions()
    if MARKER not in text:
        return suppressions
    lines = text.split("\n")
    ends = _find_block_ends(lines)
    count = 0
    for index, line in enumerate(lines):
        for match in _COMMENT.finditer(line):
            place = Place(index + 1, match.start() + 1)
            count += 1
            if count > MAX_IGNORES:
                message = f"the file has more than {MAX_IGNORES} comments that ignore a rule"
                hint = "mend what they ignore; this one and those below it count for nothing"
                suppressions.misfits.append((IGNORED_WITHOUT_REASON, Finding(place, message, hint)))
                return suppressions
            rule = BY_NAME.get(match["rule"])
            if rule is None:
                close = get_close_matches(match["rule"], BY_NAME, n=1)
                hint = f"did you mean {close[0]!r}?" if close else _HINT
                finding = Finding(place, f"there is no rule {match['rule']!r} to ignore", hint)
                suppressions.misfits.append((IGNORED_WITHOUT_REASON, finding))
            elif not match["reason"].strip():
                message = f"{match['rule']} is to be ignored, but the comment says no reason"
                finding = Finding(place, message, _HINT)
                suppressions.misfits.append((IGNORED_WITHOUT_REASON, finding))
            else:
                stands_alone = line.strip() == match.group().strip()
                last = ends[index] if stands_alone else index + 1
                suppressions.found.append(Suppression(rule, place, index + 1, last))
    return suppressions


def _find_block_ends(lines: list[str]) -> list[int]:
    """For each line, the number of the last line of the block that follows it, blank lines before
    that block aside."""
    ends = [len(lines)] * len(lines)
    end_of_run = len(lines)
    for index in range(len(lines) - 2, -1, -1):
        is_blank, is_next_blank = not lines[index].strip(), not lines[index + 1].strip()
        ends[index] = ends[index + 1] if is_next_blank else end_of_run
        if is_next_blank and not is_blank:
            end_of_run = index + 1
    return ends
