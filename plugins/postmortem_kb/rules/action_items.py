"""Rules about action items: what each has to say so that somebody carries it out.

They are advice, one finding for each record and rule, at the first item that it concerns.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from postmortem_kb.fields import ActionStatus, ActionType, Impact, Kind, ReviewStatus
from postmortem_kb.problem import Finding, Level, Place
from postmortem_kb.rules.declaration import Rule, RuleContext

if TYPE_CHECKING:
    from postmortem_kb.model import ActionItem, Postmortem

_PREVENTING = (ActionType.PREVENT, ActionType.DETECT)
_NO_IMPACT = "no-user-impact"


def _check_owner(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    items = [item for item in postmortem.action_items if item.is_open]
    hint = "name the team or role that sees to it, in the column 'Owner' or as '(owner: …)'"
    yield from _find_lacking(items, lambda item: not item.owner, "open", "an owner", hint)


def _check_type(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    hint = (
        "write 'prevent', 'detect', 'mitigate' or 'process' in the column 'Type' or as '(type: …)'"
    )
    items = [item for item in postmortem.action_items if item.status is not ActionStatus.DECLINED]
    # What stands there and was not understood is a finding of its own.
    yield from _find_lacking(
        items, lambda item: not item.type and not _has_other(item, "Type"), "", "a type", hint
    )


def _check_due_date(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    items = [item for item in postmortem.action_items if item.is_open]
    hint = "write the day by which it is to be done, in the column 'Due' or as '(due: 2024-07-01)'"
    yield from _find_lacking(
        items,
        lambda item: not item.due and not _has_other(item, "Due"),
        "open",
        "a due date",
        hint,
    )


def _check_done_date(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    items = [item for item in postmortem.action_items if item.status is ActionStatus.DONE]
    hint = "write the day on which it was done, in a column 'Done' or as '(done: 2024-07-01)'"
    yield from _find_lacking(
        items, lambda item: not item.done and not _has_other(item, "Done"), "done", "a date", hint
    )


def _check_reason(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    items = [item for item in postmortem.action_items if item.status is ActionStatus.DECLINED]
    hint = "say what led to it, as 'declined: the disks are replaced next month' or in 'Reason'"
    yield from _find_lacking(items, lambda item: not item.reason, "declined", "a reason", hint)


def _has_other(item: "ActionItem", name: str) -> bool:
    return any(heading == name for heading, _ in item.others)


def _find_lacking(
    items: "Sequence[ActionItem]",
    lacks: "Callable[[ActionItem], bool]",
    which: str,
    what: str,
    hint: str,
) -> Iterator[Finding]:
    """Say of how many of the items something is missing, at the first of them."""
    lacking = [item for item in items if lacks(item)]
    if not lacking:
        return
    noun = f"{which} action item".strip()
    nothing = "no " + what.partition(" ")[2]
    if len(items) == 1:
        message = f"the {noun} has {nothing}"
    elif len(lacking) == len(items):
        message = f"none of the {len(items)} {noun}s has {what}"
    else:
        verb = "has" if len(lacking) == 1 else "have"
        message = f"{len(lacking)} of {len(items)} {noun}s {verb} {nothing}"
    yield Finding(Place(lacking[0].line), message, hint, "action_items")


def _check_preventing(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    if postmortem.fields.review_status not in (ReviewStatus.REVIEWED, ReviewStatus.CLOSED):
        return
    incidents = [one for one in postmortem.incidents if one.kind is Kind.INCIDENT]
    if not any(_hurt_users(incident.impact) for incident in incidents):
        return
    items = postmortem.action_items
    # An item without a type may be one; that it has none is said by another rule.
    if any(item.type is None or item.type in _PREVENTING for item in items):
        return
    sections = postmortem.body.sections
    lines = [section.line for section in sections if section.kind == "action-items"]
    line = items[0].line if items else next(iter(lines), None)
    if line is not None:
        yield Finding(
            Place(line),
            "users were affected, and no action item is of type 'prevent' or 'detect'",
            "add what would keep it from happening again, or would notice it sooner",
            "action_items",
        )


def _hurt_users(impact: Impact | None) -> bool:
    if impact is None or impact.type == _NO_IMPACT:
        return False
    return impact.type is not None or (
        impact.users_percent is not None and impact.users_percent.value > 0
    )


_HEAD = "---\ntitle: Checkout was down\n---\n\n## Action items\n\n"
_TYPED = "(type: detect, owner: storage team, due: 2024-07-01)\n"
_TOLD = """---
title: Checkout was down
review_status: reviewed
root_causes: [capacity]
impact: {users_percent: 40}
---

## Summary

The queue filled up.

## Timeline

- Payments fail.

## Root cause

The queue had no limit.

## Action items

"""

UNREADABLE_ACTION_FIELD = Rule(
    code="PM501",
    name="unreadable-action-field",
    level=Level.WARNING,
    why="An item whose type, status or day is not understood is missing from every count of open "
    "and finished work.",
    bad=_HEAD + "- [ ] Alert on disk health (type: guess, owner: storage team, due: 2024-07-01)\n",
    good=_HEAD + f"- [ ] Alert on disk health {_TYPED}",
)
ACTION_WITHOUT_OWNER = Rule(
    code="PM502",
    name="no-owner",
    level=Level.ADVICE,
    why="What nobody owns is done by nobody. A team or role is enough. Items that are done or "
    "declined are not meant.",
    bad=_HEAD + "- [ ] Alert on disk health (type: detect, due: 2024-07-01)\n",
    good=_HEAD + f"- [ ] Alert on disk health {_TYPED}",
    check=_check_owner,
)
ACTION_WITHOUT_TYPE = Rule(
    code="PM503",
    name="no-type",
    level=Level.ADVICE,
    why="The type says what the item does about the next such incident: keeps it from happening "
    "(prevent), notices it sooner (detect), ends it sooner or makes it smaller (mitigate), or "
    "changes how people work (process).",
    bad=_HEAD + "- [ ] Alert on disk health (owner: storage team, due: 2024-07-01)\n",
    good=_HEAD + f"- [ ] Alert on disk health {_TYPED}",
    check=_check_type,
)
ACTION_WITHOUT_DUE_DATE = Rule(
    code="PM504",
    name="no-due-date",
    level=Level.ADVICE,
    why="Without a day nobody can tell that an item is late. Items that are done or declined are "
    "not meant.",
    bad=_HEAD + "- [ ] Alert on disk health (type: detect, owner: storage team)\n",
    good=_HEAD + f"- [ ] Alert on disk health {_TYPED}",
    check=_check_due_date,
)
DONE_WITHOUT_DATE = Rule(
    code="PM505",
    name="done-without-date",
    level=Level.ADVICE,
    why="How long measures take, and which of them came before the next such incident, can only "
    "be told from the day on which they were done.",
    bad=_HEAD + "- [x] Alert on disk health (type: detect)\n",
    good=_HEAD + "- [x] Alert on disk health (type: detect, done: 2024-06-20)\n",
    check=_check_done_date,
)
DECLINED_WITHOUT_REASON = Rule(
    code="PM506",
    name="declined-without-reason",
    level=Level.ADVICE,
    why="The next review of such an incident will propose the same, and needs to know what spoke "
    "against it.",
    bad=_HEAD + "- Replace the disks (type: prevent, status: declined)\n",
    good=_HEAD
    + "- Replace the disks (type: prevent, status: declined, reason: the server is retired)\n",
    check=_check_reason,
)
NO_PREVENTING_ITEM = Rule(
    code="PM507",
    name="no-preventing-item",
    level=Level.ADVICE,
    why="After an incident that users noticed, something is done so that it does not come back, or "
    "is noticed sooner. Only for records that are reviewed or closed and state an impact on users.",
    bad=_TOLD + "- Train the engineers (type: process, owner: support, due: 2024-07-01)\n",
    good=_TOLD + f"- Alert on the length of the queue {_TYPED}",
    check=_check_preventing,
)
