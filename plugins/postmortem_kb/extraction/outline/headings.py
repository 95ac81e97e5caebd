"""What a heading of any dialect announces: a known section, some other one, or nothing."""

import re

from postmortem_kb.extraction.outline.plain import fold
from postmortem_kb.model import SectionKind
from postmortem_kb.sections import find_section_kind

# Seen in published postmortems beyond the names that records use; on words as `fold` leaves them.
_PATTERNS: tuple[tuple[SectionKind, str], ...] = (
    (
        SectionKind.TIMELINE,
        r"(?:\w+ ){0,3}time ?line(?: .*)?|(?:\w+ )?chronolog\w+(?: .*)?|sequence of events(?: .*)?"
        r"|(?:incident |event )?log|(?:debugging|troubleshooting|investigation) (?:process"
        r"|steps|log)"
        r"|order of events|course of events|play by play",
    ),
    (
        SectionKind.ROOT_CAUSE,
        r"(?:\w+ ){0,2}root causes?(?: (?!status).*)?|(?:the |primary |main |underlying "
        r"|technical )*"
        r"causes?(?: (?:and|&|of|analysis).*)?|what (?:caused|was the cause).*|rca"
        r"|(?:five )?whys"
        r"|(?:why|how) (?:it|this) happened|why did (?:it|this) happen",
    ),
    (
        SectionKind.ACTION_ITEMS,
        r"(?:\w+ ){0,3}(?:correcti\w+|prevent\w+)(?: .*)?|(?:\w+ ){0,2}action (?:items?|plan"
        r"|points?)"
        r"(?: .*)?|(?:\w+ ){0,2}follow ?ups?(?: (?:actions?|items?|tasks?|work|steps?))?"
        r"|(?:\w+ ){0,2}next steps?|(?:\w+ ){0,2}to ?dos?(?: list)?|(?:\w+ ){0,2}tasks?"
        r"(?: (?:to|for|list|and|moving).*)?|(?:\w+ ){0,3}measures?(?: .{0,30})?"
        r"|(?:\w+ ){0,2}improvements?(?: .{0,30})?|(?:\w+ ){0,2}recommendations?(?: .{0,30})?"
        r"|(?:resulting|proposed|planned|future|remedial|immediate|long term|short term) "
        r"(?:actions?|work|steps?|fix(?:es)?|remediation)|remediation (?:items?|plan|steps)"
        r"|how (?:to|we will|we can|can we|will we) (?:avoid|prevent|improve|fix).*"
        r"|moving forward|going forward|actions",
    ),
    (
        SectionKind.RESOLUTION,
        r"(?:\w+ )?(?:resolution|recovery|solution|mitigation|remediation|restoration|fix)"
        r"(?: (?:and|&|of|steps?|details?|process|explanation).*)?|how (?:it|the issue|this|we) "
        r"(?:was )?(?:resolved|fixed).*|(?:the )?(?:immediate )?(?:fix|response)(?: taken)?",
    ),
    (
        SectionKind.DETECTION,
        r"(?:issue |incident )?detection(?: .{0,20})?|how (?:was|did|were|we).*(?:detect"
        r"|notic)\w*.*",
    ),
    (
        SectionKind.SUMMARY,
        r"(?:\w+ ){0,2}(?:summary|overview)(?: .{0,40})?|abstract|tl ?dr|what happened|introduction"
        r"|(?:incident|issue|problem|outage)(?: (?:description|details?|report|statement))?"
        r"|description|duration(?: .{0,20})?|background|context|in short|summation",
    ),
    (SectionKind.IMPACT, r"(?:\w+ ){0,2}impact(?: .{0,40})?|who was affected|scope"),
    (SectionKind.TRIGGER, r"trigger|what triggered.*"),
    (
        SectionKind.LESSONS,
        r"(?:\w+ )?(?:lessons?|learnings?|takeaways?)(?: .{0,30})?|what we .*learn\w*",
    ),
    (SectionKind.WENT_WELL, r"(?:what|things that) (?:went|worked) (?:well|right).*"),
    (
        SectionKind.WENT_WRONG,
        r"(?:what|things that) (?:went|didnt go|did not go|could have gone) (?:so |too )?"
        r"(?:wrong|poorly|badly|well|better).*",
    ),
    (SectionKind.LUCKY, r"where (?:we|things) got lucky"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_OTHER = re.compile(
    r"conclusions?|concluding .*|closing(?: .*)?|final (?:thoughts|words|notes?)"
    r"|contributing factors?"
    r"|attendees|participants|references?|(?:reference |further )?(?:resources|reading)|appendix.*"
    r"|supporting (?:information|documents?)|glossary|stats|statistics|metrics|authors?"
    r"|word count.*|notes?|acknowledge?ments?|technical details|related.*|see also|links"
    r"|communications?|team|people|responders|thank.*|blameless.*|humou?r.*|important information"
    r"|opportunities|objectives|disclaimer|ps|credits"
)
_MAX_WORDS = 10


def classify_heading(text: str) -> SectionKind | None:
    """The section that a heading's words announce."""
    folded = fold(text).replace("/", " ")  # `Corrective/preventive measures`
    if not folded or folded.count(" ") >= _MAX_WORDS:
        return None
    exact = find_section_kind(re.sub(r"[^a-z ]", "", folded))
    if exact is not None:
        return exact
    return next((kind for kind, pattern in _COMPILED if pattern.fullmatch(folded)), None)


def is_plain_heading(text: str) -> bool:
    """Whether a line without any markup reads as the heading of a known section.

    Stricter than for marked headings: prose may begin with the same words.
    """
    stripped = text.strip()
    if len(stripped) > 70 or stripped[-1:] in ".,;!?" or stripped[:1].islower():
        return False
    return classify_heading(stripped) is not None or is_other_heading(stripped)


def is_other_heading(text: str) -> bool:
    """Whether a heading is a usual one that ends the section before it."""
    return _OTHER.fullmatch(fold(text)) is not None
