"""A short title for a document without one: which service, and what happened to it."""

import re
from collections.abc import Iterator

from postmortem_kb.extraction.evidence import Certainty, Evidence, Sentence
from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.extraction.times.clock_text import find_clocks
from postmortem_kb.extraction.times.lengths import LENGTH
from postmortem_kb.extraction.times.time_lead import without_time
from postmortem_kb.model import SectionKind

_TROUBLE = (
    r"(?:outages?|downtime|failures?|crash(?:es)?|errors?|disruptions?|degradation|slowdowns?"
    r"|interruptions?|unavailability|latency|timeouts?|breach|data loss|incident|delays?)"
)
_VERBS = (
    r"was|were|is|are|had|has|have|been|be|led|caused|causing|raising|raised|returned|received|got"
    r"|resulted|resulting|due|because|that|which|and|or|to|on|in|from|at|during|for|by|when|with|as"
    r"|while|of|the|a|an|our|this|these|their|its|no|any|some|experienc\w*|suffer\w*|went|show\w*"
    r"|report\w*|detect\w*|identif\w*|into|after|before|not|could|would|will|about|over|more|such"
)
_NAME = rf"(?P<name>[\w/'&.-]+(?: (?!(?:{_VERBS})\b)[\w/'&.-]+){{0,4}})"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:our|the|my)\s+{_NAME}\s+(?:has |had |have )?(?:experienced|suffered|encountered"
        rf"|faced|underwent)"
        rf" (?:an? |the |some )?(?P<trouble>(?:[\w-]+ ){{0,3}}?{_TROUBLE})\b",
        rf"\b(?P<trouble>(?:(?!(?:{_VERBS})\b)[\w-]+ ){{0,3}}{_TROUBLE}) (?:(?:of|in|on|with|at"
        rf"|for|affecting) (?:our |the |my |its )?|to (?:our |the |my ))"
        rf"(?!(?:{_VERBS})\b){_NAME}",
        r"\b(?:affected|affecting|impacted|impacting|disrupted|disrupting) (?:our |the |my )?"
        rf"(?!(?:{_VERBS})\b){_NAME}",
        rf"\b(?:our|the|my)\s+{_NAME}\s+(?P<trouble>(?:was|were|went|became|is|are) (?:\w+ )?"
        r"(?:down|offline|unavailable|unreachable|inaccessible|unresponsive|slow))\b",
        rf"\b(?P<trouble>(?:HTTP )?[45]\d\d(?: [\w-]+){{0,3}}? errors?)\b(?:[^.;]{{0,30}}\b(?:on"
        rf"|from|to|for) (?:our |the |my )?{_NAME})?",
        rf"\b(?P<name>(?:(?!(?:{_VERBS})\b)[\w/-]+ ){{1,4}})(?P<trouble>{_TROUBLE})\b",
    )
)
_NO_NAME = re.compile(
    r"(?:users?|customers?|some|all|many|most|our|the|this|that|it|these|those|outage|incident"
    r"|issue|problem|about|approximately|around|nearly|over|\d.*|root cause|cause|duration|time"
    r"|everyone|team|which)\b",
    re.IGNORECASE,
)
_SECTIONS = (
    SectionKind.SUMMARY,
    SectionKind.IMPACT,
    None,
    SectionKind.ROOT_CAUSE,
    SectionKind.TIMELINE,
)
_HARM = re.compile(
    r"\b(?:not|n't|cannot|stopped|down|fail\w*|lost|broke\w*|unable|slow\w*|empty|wrong"
    r"|stood still|crash\w*"
    r"|errors?|outages?|offline|refused|hung|missing|malfunction\w*|can't)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|we|i|this|that|they|there|these|in this|here|you)\b", re.IGNORECASE)
_LONGEST = 80


def derive_title(outline: Outline) -> Evidence | None:
    """A title made of the document's words, as a suggestion; None where nothing is told."""
    for pattern in _PATTERNS:
        for sentence in _sentences(outline):
            if sentence.section is not SectionKind.TIMELINE and (
                title := _read(pattern, sentence.text)
            ):
                return _evidence(title, sentence)
    best = _choose(outline)
    return _evidence(_shorten(without_time(best.text)), best) if best is not None else None


def _choose(outline: Outline) -> Sentence | None:
    """The sentence that says best what happened: of the summary, else of the first that has one."""
    told = [sentence for sentence in _sentences(outline) if _is_plain(sentence.text)]
    for kinds in (_SECTIONS[:2], *((kind,) for kind in _SECTIONS[2:])):
        here = [sentence for sentence in told if sentence.section in kinds]
        harm = [sentence for sentence in here if _HARM.search(sentence.text)]
        named = [sentence for sentence in harm if not _PRONOUN.match(sentence.text)]
        if best := next(iter(named or harm or here), None):
            return best
    return None


def _is_plain(text: str) -> bool:
    """Whether a text is words of a story rather than values behind labels."""
    return (
        text.count(" ") >= 3
        and len(find_clocks(text)) < 3
        and LENGTH.match(text) is None
        and not re.search(r"[A-Za-z]:\s?[\dA-Z]", text)
    )


def _evidence(title: str, sentence: Sentence) -> Evidence:
    return Evidence("title", title, sentence.line, sentence.text, Certainty.SUGGESTED)


def _sentences(outline: Outline) -> Iterator[Sentence]:
    """The sentences of the story, those of the summary first."""
    for kind in _SECTIONS:
        told = [
            s for s in outline.sentences if s.section is kind and not s.text.endswith(("?", ":"))
        ]
        yield from told[:12]


def _read(pattern: re.Pattern[str], text: str) -> str | None:
    for match in pattern.finditer(text[:600]):
        groups = match.groupdict()
        name = (groups.get("name") or "").strip(" .,'")
        trouble = (groups.get("trouble") or "outage").strip()
        trouble = re.sub(
            r"^(?:(?:the|an?|this|was|were|is|are|went|became)\s+)+", "", trouble, flags=re.I
        )
        if name and (_NO_NAME.match(name) or re.search(r"\d{4}|\d[:.]\d\d", name)):
            continue
        if not name and not trouble[:1].isdigit() and not trouble.lower().startswith("http"):
            continue
        title = f"{name} {trouble}".strip()
        if name.lower() in trouble.lower():
            title = trouble
        return _shorten(title)
    return None


def _shorten(text: str) -> str:
    """At most 80 characters, cut between words."""
    text = text.strip().rstrip(".,;:")
    text = text[:1].upper() + text[1:]
    if len(text) <= _LONGEST:
        return text
    head = re.split(r"[,;:]\s", text[: _LONGEST + 1])[0]
    if len(head) > _LONGEST or not _HARM.search(head):
        head = text[: _LONGEST - 1].rsplit(" ", 1)[0].rstrip(".,;: ")
        return f"{head}…"
    return head
