"""Rules about the sections of the body: those that a reviewed record has, and empty ones."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from postmortem_kb.fields import Kind, ReviewStatus
from postmortem_kb.problem import Finding, Level, Place
from postmortem_kb.rules.declaration import Rule, RuleContext

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem

_NAMES = {
    "summary": "Summary",
    "impact": "Impact",
    "timeline": "Timeline",
    "root-cause": "Root cause",
    "action-items": "Action items",
}
_IN_REVIEW = ("summary", "timeline")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def _check_missing(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    status = postmortem.fields.review_status
    missing = [name for name in _find_wanted(postmortem) if not _has(postmortem, name)]
    if not missing:
        return
    named = " and ".join(repr(_NAMES[name]) for name in missing)
    fields = [name for name in ("summary", "impact", "action_items") if _kind(name) in missing]
    or_field = f", or the front matter field {' and '.join(map(repr, fields))}" if fields else ""
    yield Finding(
        postmortem.find_place("review_status"),
        f"the record is {status}, but has no section {named}",
        f"add a heading for each{or_field}; what is not known is said there",
        about="review_status",
    )


def _kind(field: str) -> str:
    return field.replace("_", "-")


def _find_wanted(postmortem: "Postmortem") -> tuple[str, ...]:
    """The kinds of section that a record of this review status and kind has."""
    status, kind = postmortem.fields.review_status, postmortem.fields.kind
    if status is ReviewStatus.IN_REVIEW:
        return _IN_REVIEW
    if status not in (ReviewStatus.REVIEWED, ReviewStatus.CLOSED):
        return ()
    # A near miss hurt nobody, and an exercise has no cause.
    not_meant = {
        Kind.INCIDENT: (),
        Kind.NEAR_MISS: ("impact",),
        Kind.EXERCISE: ("impact", "root-cause"),
    }[kind]
    return tuple(name for name in _NAMES if name not in not_meant)


def _has(postmortem: "Postmortem", name: str) -> bool:
    if any(section.kind == name for section in postmortem.body.sections):
        return True
    if name == "summary":
        return postmortem.summary is not None
    if name == "impact":
        return any(one.impact for one in (postmortem.incident, *postmortem.incidents))
    return name == "action-items" and bool(postmortem.action_items)


def _check_empty(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    sections = postmortem.body.sections
    for section, after in pairwise((*sections, None)):
        if section is None or section.level == 0 or (after and after.level > section.level):
            continue
        text = section.text
        if not text.strip() or not ("<!--" not in text or _COMMENT.sub("", text).strip()):
            yield Finding(
                Place(section.line),
                f"there is nothing below the heading {section.title!r}",
                "write what belongs there, if only that it is not known, or take the heading out",
                level=Level.ADVICE if postmortem.is_draft else None,
            )


_REVIEWED = "---\ntitle: Checkout was down\nreview_status: in-review\n---\n\n"
_SUMMARY = "## Summary\n\nThe queue filled up.\n"

MISSING_SECTION = Rule(
    code="PM410",
    name="missing-section",
    level=Level.WARNING,
    why="Readers look for the same things in every record. In review it has a summary and a "
    "timeline; once reviewed or closed also impact, root cause and action items (a near miss needs "
    "no impact, an exercise neither impact nor root cause). Summary, impact and action items may "
    "stand in the front matter. A draft, and a record without `review_status`, may lack any.",
    bad=_REVIEWED + _SUMMARY,
    good=_REVIEWED + _SUMMARY + "\n## Timeline\n\n- It is not known when it began.\n",
    check=_check_missing,
)
EMPTY_SECTION = Rule(
    code="PM411",
    name="empty-section",
    level=Level.WARNING,
    why="A heading with nothing below it leaves open whether there is nothing to say or nobody "
    "has said it. In a draft it is advice.",
    bad="---\ntitle: Checkout was down\n---\n\n## Lessons learned\n\n## Root cause\n\n"
    "The queue had no limit.\n",
    good="---\ntitle: Checkout was down\n---\n\n## Lessons learned\n\nLimit every queue.\n\n"
    "## Root cause\n\nThe queue had no limit.\n",
    check=_check_empty,
)
