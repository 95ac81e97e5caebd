"""Whether a document is the story of an incident, and of how many: an outline to a verdict."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from postmortem_kb.extraction.evidence import Sentence
from postmortem_kb.extraction.facts.story import keep_story
from postmortem_kb.extraction.findings import FoundEvent, Verdict
from postmortem_kb.extraction.outline.headings import classify_heading
from postmortem_kb.extraction.outline.outline import Outline, OutlineSection, PartKind
from postmortem_kb.extraction.times.clock_text import begins_with_time, find_clocks, find_dates
from postmortem_kb.importers.document import StatedFact
from postmortem_kb.model import SectionKind

_TOLD = re.compile(
    r"\b(?:was|were|wasn't|weren't|had|did|didn't|went|began|broke|found|became|came|took|lost"
    r"|saw|got"
    r"|ran|sent|led|fell|grew|gave|told|knew|felt|kept|left|held|stood|wrote|made|brought|bought"
    r"|thought|caught|hung|froze|woke|rose|drove|could not|couldn't|cut|turned out|set off"
    r"|(?!(?:need|used|based|relat|requir|recommend|learn|propos|call|nam|involv|detail|expect"
    r"|advanc|shar|dedicat|includ|own|need|list|defin|intend|suppos|interest|schedul|automat"
    r"|concern|distribut|embedd|plann|limit|provid|mention|describ|follow|affect)(?:d|ed)\b)"
    r"[a-z]{3,}ed)\b|\bhas been\b|\b(?:affected|followed) (?:the|our|all|by|\d)",
    re.IGNORECASE,
)
_TOLD_NOW = re.compile(
    r"\b(?!(?:is|this|as|has|us|its|alerts|errors|logs)\b)[a-z]{3,}s\b", re.IGNORECASE
)
_TROUBLE = re.compile(
    r"\b(?:outages?|incidents?|down(?:time)?|failures?|fail(?:s|ed|ing)?|errors?|disrupt\w*"
    r"|degrad\w*|unavailab\w*|unresponsive|crash\w*|offline|interrupt\w*|unable|broke(?:n)?"
    r"|slow\w*|latency"
    r"|timeouts?|timed out|breach|leak\w*|lost|inaccessible|exhausted|corrupt\w*|bugs?"
    r"|misconfigur\w*|500|502|503|504"
    r"|alerts?|issues?|problems?|attack\w*|restored|rollback|rolled back)\b",
    re.IGNORECASE,
)
_ASPECTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:caus\w+|root|because|due to|reasons?|culprit|turned out|led to|resulted|since|after"
        r"|misconfig\w*|trigger\w*)\b",
        r"\b(?:restor\w+|resolv\w+|recover\w*|fix\w*|back|again|solved|rolled|revert\w*"
        r"|replaced|corrected|repaired|ended|restarted|normal\w*)\b",
        r"\b(?:outages?|down\w*|unable|unavailab\w*|could(?: not|n't)|can(?:not|'t)|fail\w*"
        r"|errors?|stopped"
        r"|lost|broke\w*|slow\w*|crash\w*|interrupt\w*|disrupt\w*|hang|hung|paused|empty|wrong)\b",
    )
)
"""Cause, end and harm: a story without sections tells of two of them at least."""
_TELLS_HOW = re.compile(
    r"\b(?:should|must (?:contain|include|be)|you(?:r|'ll)?|describe|explain|provide|outline|list"
    r"|include|ensure"
    r"|a (?:good |blameless )?post-?\s?mortems? (?:is|are|should|must|helps?)"
    r"|post-?\s?mortems (?:are|help|provide|should)"
    r"|any software system|most of you|stick to this|between \d+ (?:to|and) \d+ words|what are the"
    r"|when was the issue|how was the issue|what was the (?:impact|root cause)|make people want"
    r"|will write a summary|e\.g|for example|fill in|replace this|delete this|in this (?:guide"
    r"|project|article|module|lesson|repo\w*|folder|directory|document, you))\b"
    r"|\?\s*\)?$",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"(?:write|state|summari[sz]e|give|note|record|identify|specify|mention|insert|use|keep|try"
    r"|be|start by"
    r"|lay out|reflect|add|detail|tell|link|attach|assign|what|who|when|which|how|why|was there)\b",
    re.IGNORECASE,
)
_GUIDE = re.compile(
    r"\b(?:how to|guides?|guidelines?|writing (?:an?|good|effective|better)|best practi[cs]es"
    r"|handbook"
    r"|policy|playbook|runbook|checklist|tips|tutorial|cheat ?sheet|introduction to|what is an?"
    r"|why write"
    r"|template|meeting|minutes|agenda|stand-?up|retrospective notes|weekly|newsletter|changelog"
    r"|release notes|installation|getting started|usage|contributing guide|license|curriculum"
    r"|syllabus"
    r"|learning objectives|table of contents|index of|list of|resources|prerequisites|exercise"
    r"|assignment|quiz)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"\[[^\]\[]{2,60}\](?![(\[:])|<[a-z][^<>]{2,60}>|\{\{?[^{}]{2,60}\}\}?|\bYYYY\b|\bHH:MM\b"
    r"|\bhh:mm\b|\bTBD\b|\bXX:XX\b|_{4,}"
    r"|\bDD[-/]MM\b|\bMM[-/]DD\b|\blorem ipsum\b|\.\.\.\s*$|\b(?:date|time|name|description"
    r"|insert|describe|briefly|fill) here\b",
    re.IGNORECASE,
)
_STORY_KINDS = (
    SectionKind.SUMMARY,
    SectionKind.IMPACT,
    SectionKind.TIMELINE,
    SectionKind.ROOT_CAUSE,
    SectionKind.TRIGGER,
    SectionKind.DETECTION,
    SectionKind.RESOLUTION,
    SectionKind.WENT_WRONG,
    SectionKind.WENT_WELL,
)
_TIME_FIELDS = ("started_at", "resolved_at", "duration")
_FEWEST_WORDS = 60
_FEWEST_TOLD = 3


@dataclass(frozen=True, slots=True)
class _Signs:
    """What speaks for a story and against it."""

    words: int
    told: int
    tells_how: int
    gaps: int
    kinds: int
    times: int
    links: int
    lines: int
    has_trouble: bool
    guide: str | None
    aspects: int


def judge(
    outline: Outline,
    events: Sequence[FoundEvent] = (),
    facts: Sequence[StatedFact] = (),
) -> tuple[Verdict, str]:
    """Whether a document tells of an incident, and why not if it does not.

    A guide, an exercise, a template with its gaps, an index, a stub and a fragment without times
    or sections are none; a story with some of these around it is one. The reason is empty for a
    postmortem.
    """
    reason = _find_reason(_read_signs(keep_story(outline), events, facts))
    return (Verdict.NOT_A_POSTMORTEM, reason) if reason else (Verdict.POSTMORTEM, "")


def _find_reason(signs: _Signs) -> str:
    is_story = signs.kinds >= 2 or signs.times >= 2
    is_whole = signs.kinds >= 3 and signs.times >= 3 and signs.told >= _FEWEST_TOLD
    if signs.links > signs.lines * 0.5 and signs.told < 6 and not is_whole:
        return "it is mostly links: an index page"
    if signs.gaps >= 3 and signs.gaps > signs.told:
        return f"{signs.gaps} of its lines are gaps to fill in: a template"
    if signs.words < _FEWEST_WORDS and not (is_story and signs.told >= _FEWEST_TOLD):
        return f"it has only {signs.words} words of text: a stub"
    is_solid = signs.kinds >= 2 and signs.times >= 3 and signs.told >= 5
    if signs.tells_how > signs.told * (2 if is_solid else 1):
        return "it says how to write a postmortem, and tells of no incident"
    if signs.told < _FEWEST_TOLD or not (is_story or signs.has_trouble):
        return "it tells of no outage or failure that happened"
    if signs.guide and not (signs.kinds >= 2 and signs.times >= 2 and signs.told > signs.tells_how):
        return f'its headings are those of another kind of document: "{signs.guide}"'
    if not is_story or (signs.kinds < 2 and signs.aspects < 2):
        return "it is a fragment: no times, or neither sections nor a cause, a harm and an end"
    return ""


def _read_signs(
    outline: Outline, events: Sequence[FoundEvent], facts: Sequence[StatedFact]
) -> _Signs:
    sentences = outline.sentences
    how = [sentence for sentence in sentences if _is_how(sentence)]
    told = [s for s in sentences if _is_told(s)]
    texts = [part for section in outline.sections for part in section.parts if part.is_text]
    links = [part for part in texts if _is_link(part.text)]
    gaps = [
        part for part in texts if _PLACEHOLDER.search(part.text) and not find_clocks(part.words)
    ]
    guides = [s.title for s in outline.sections if _GUIDE.search(s.title) and s.kind is None]
    stated = sum(fact.field in _TIME_FIELDS for fact in facts)
    clocks = sum(len(find_clocks(s.text)) for s in told)
    return _Signs(
        words=sum(s.text.count(" ") + 1 for s in sentences),
        told=len(told),
        tells_how=len(how),
        gaps=len(gaps),
        kinds=len({s.section for s in told if s.section in _STORY_KINDS}),
        times=clocks + max(_count_entries(outline), sum(e.at is not None for e in events)) + stated,
        links=len(links),
        lines=max(len(texts), 1),
        has_trouble=any(_TROUBLE.search(s.text) for s in told),
        guide=guides[0] if guides else None,
        aspects=sum(any(pattern.search(s.text) for s in told) for pattern in _ASPECTS),
    )


def _is_how(sentence: Sentence) -> bool:
    """Whether a sentence tells the reader what to write; measures are orders too."""
    if sentence.section is SectionKind.ACTION_ITEMS:
        return False
    text = sentence.text
    return _TELLS_HOW.search(text) is not None or _ORDERS.match(text) is not None


def _is_told(sentence: Sentence) -> bool:
    """Whether a sentence tells what happened rather than what ought to."""
    text = sentence.text
    if sentence.section is SectionKind.ACTION_ITEMS or _is_how(sentence) or text.endswith("?"):
        return False
    if _TOLD.search(text):
        return True
    return bool(find_clocks(text[:60])) and _TOLD_NOW.search(text) is not None


def _count_entries(outline: Outline) -> int:
    """The parts of the timeline that begin with a time or a day."""
    parts = (part for section in outline.of_kind(SectionKind.TIMELINE) for part in section.parts)
    return sum(
        begins_with_time(part.words) or bool(find_dates(part.words[:30]))
        for part in parts
        if part.is_text and not _PLACEHOLDER.search(part.text)
    )


def _is_link(text: str) -> bool:
    bare = re.sub(r"!?\[[^\[\]]{0,300}\]\([^()]{0,500}\)|<?https?://\S+>?", "", text)
    return bare != text and sum(map(str.isalpha, bare)) < 25


def find_incidents(outline: Outline) -> tuple[OutlineSection, ...]:
    """The sections where the incidents of a document begin: one, or several told side by side.

    Several are told where the sections of a postmortem come again after they were complete:
    a second timeline with a second summary or root cause before or behind it.
    """
    starts: list[OutlineSection] = []
    seen: set[SectionKind] = set()
    title: OutlineSection | None = None
    for section in outline.sections:
        own = classify_heading(section.heading) if section.heading else None
        if section.is_child and own is not section.kind:
            continue
        if section.kind is None:
            title = section
            continue
        if not _has_text(section):
            continue
        if not starts:
            starts.append(title or section)
        elif _comes_again(section, title, seen):
            starts.append(title or section)
            seen = set()
        seen.add(section.kind)
        title = None
    return tuple(starts)


def _comes_again(
    section: OutlineSection, title: OutlineSection | None, seen: set[SectionKind]
) -> bool:
    is_complete = {SectionKind.TIMELINE, SectionKind.ROOT_CAUSE} <= seen
    begins = section.kind in (SectionKind.SUMMARY, SectionKind.TIMELINE, SectionKind.IMPACT)
    is_titled = title is not None and title.level <= section.level
    return is_complete and begins and section.kind in seen and is_titled


def _has_text(section: OutlineSection) -> bool:
    return any(part.is_text or part.kind is PartKind.CODE for part in section.parts)
