"""Rules about terms: those of the taxonomy, and what a record has to say in them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postmortem_kb.fields import Kind, ReviewStatus
from postmortem_kb.problem import Finding, Level
from postmortem_kb.rules.declaration import Rule, RuleContext

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem

_ACTOR = (
    r"(?:human|person(?:nel)?|people|individual|employee|staff|operator|user|engineer|developer|"
    r"technician|contractor|intern|administrator|admin|sysadmin|dba|manual|pilot)(?: ?s)?"
)
# In what is given as a root cause, words that can only name what a person did or was.
_PERSON = re.compile(
    rf"\b{_ACTOR} (?:errors?|mistakes?|slips?|blunders?|oversights?|misconduct|negligence)\b"
    r"(?! (?:handling|messages?|pages?|codes?|rates?|budgets?|reports?))"
    r"|\b(?:human|person(?:nel)?|people|employee|staff)(?: ?s)? (?:failures?|faults?|factors?)\b"
    r"|\bfat ?finger\w*|\btypos?\b|\bmistyp\w+"
    r"|\bneglig\w+|\bcareless\w*|\bincompeten\w+|\binattenti\w+|\black of attention\b"
    r"|\bforgetful\w*|\bforgot\b|\bpeb[ck]a[ck]\b|\bby mistake\b|^mistakes?$",
)


def names_person(cause: str) -> bool:
    """Whether what is given as a root cause is what a person did, or was."""
    return _PERSON.search(re.sub(r"[\W_]+", " ", cause.lower()).strip()) is not None


def _check_root_cause(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    status, whole = postmortem.fields.review_status, postmortem.incident
    if status not in (ReviewStatus.REVIEWED, ReviewStatus.CLOSED):
        return
    if all(incident.kind is not Kind.INCIDENT for incident in postmortem.incidents):
        return
    unlisted = (pair for one in (whole, *postmortem.incidents) for pair in one.unlisted)
    is_misspelt = any(field == "root_causes" for field, _ in unlisted)
    if is_misspelt or set(whole.root_causes) - {"unknown"}:
        return
    is_unknown = bool(whole.root_causes)
    yield Finding(
        postmortem.find_place("root_causes" if is_unknown else "review_status"),
        f"the record is {status}, but "
        + ("its only root cause is 'unknown'" if is_unknown else "has no root cause"),
        "name at least one term of 'root_causes'; where it will never be known, say under "
        "'discrepancies' (about: root_causes) how far the search went",
        about="root_causes",
    )


_REVIEWED = """---

## Summary

The queue filled up.

## Impact

Nobody could pay.

## Timeline

- Payments fail.

## Root cause

The queue had no limit.

## Action items

None.
"""

BAD_TAXONOMY = Rule(
    code="PM001",
    name="bad-taxonomy",
    level=Level.ERROR,
    is_fixed=True,
    why="A term that cannot be read is left out, and every record that uses it with it.",
    bad="services:\n  Check Out:\n    label: Checkout\n",
    good="services:\n  checkout:\n    label: Checkout\n",
)
UNKNOWN_TERM = Rule(
    code="PM301",
    name="unknown-term",
    level=Level.ERROR,
    why="Indexes are only worth something when one thing has one name. In a draft an unknown term "
    "is a warning: the taxonomy may still have to grow.",
    bad="---\ntitle: Checkout was down\nroot_causes: [confguration]\n---\n",
    good="---\ntitle: Checkout was down\nroot_causes: [configuration]\n---\n",
)
DEPRECATED_TERM = Rule(
    code="PM302",
    name="deprecated-term",
    level=Level.WARNING,
    why="The record still resolves, but the next author copies what stands there.",
    bad="---\ntitle: Checkout was down\nservices: [an-old-name]\n---\n",
    good="---\ntitle: Checkout was down\nservices: [the-name-today]\n---\n",
)
MISSING_ROOT_CAUSE = Rule(
    code="PM303",
    name="missing-root-cause",
    level=Level.WARNING,
    why="A review ends with what made the incident possible; without it nothing can be learned "
    "from many records together. A record that is not yet reviewed, and a near miss or exercise, "
    "may leave it out.",
    bad="---\ntitle: Checkout was down\nreview_status: reviewed\nroot_causes: [unknown]\n"
    + _REVIEWED,
    good="---\ntitle: Checkout was down\nreview_status: reviewed\nroot_causes: [capacity]\n"
    + _REVIEWED,
    check=_check_root_cause,
)
PERSON_AS_ROOT_CAUSE = Rule(
    code="PM304",
    name="person-as-root-cause",
    level=Level.ERROR,
    why="People err every day; the question is what let an error through, and made it costly. What "
    "somebody did is the trigger `manual-operation`; the root cause is what made it possible, such "
    "as `process/missing-review`, `automation/missing-guard` or `configuration/permissions`. In a "
    "draft it is a warning.",
    bad="---\ntitle: Checkout was down\nroot_causes: [human-error]\n---\n",
    good="---\ntitle: Checkout was down\ntrigger: manual-operation\n"
    "root_causes: [automation/missing-guard]\n---\n",
)
OVERUSED_TERM = Rule(
    code="PM305",
    name="overused-term",
    level=Level.ADVICE,
    why="A root cause, service or trigger that is on more than 40 % of all records (from 20 "
    "records up) no longer tells them apart.",
    bad="`root_causes: [configuration]` on 12 of 20 records",
    good="`configuration/load-balancer`, `configuration/timeout` and others in its place",
)
