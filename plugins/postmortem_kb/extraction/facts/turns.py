"""Wrong turns and escalations that a document tells of: sentences to quotations."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from postmortem_kb.extraction.evidence import Sentence
from postmortem_kb.extraction.facts.story import keep_story
from postmortem_kb.extraction.findings import FoundEvent, Quotation
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.outline import Outline, OutlineSection
from postmortem_kb.extraction.outline.plain import fold, plain_words
from postmortem_kb.extraction.times.clock_text import begins_with_time
from postmortem_kb.extraction.times.time_lead import without_time
from postmortem_kb.model import EventKind, SectionKind

_WRONG_LABEL = re.compile(
    r"\b(?:mislead\w*|misdirect\w*|red herrings?|false (?:leads?|starts?|trails?)|dead ends?"
    r"|wrong turns?|wrong paths?|rabbit holes?|ruled out|failed attempts?"
    r"|incorrect (?:assumptions?|paths?))\b"
)
_WRONG = re.compile(
    r"\b(?:misle(?:d|ading|adingly)|red herrings?|false (?:lead|trail|start)s?|dead[- ]ends?"
    r"|(?:incorrect|wrong|false|mistaken|erroneous) (?:hypothes[ie]s|theor(?:y|ies)|suspicions?"
    r"|diagnos[ie]s)"
    r"|wrong (?:turn|path|direction|track|trail|lead|tree|place)s?|rabbit[- ]holes?|wild[- ]goose"
    r"|led (?:us|them|the team) astray"
    r"|misdiagnos\w+|sidetracked|threw us off|chasing"
    r"|(?:incorrectly|erroneously|mistakenly|wrongly|falsely) (?:\w+ )?"
    r"(?:assum|suspect|focus|attribut|believ|thought|blam|point|identif|conclud|investigat)\w*"
    r"|(?:assum|suspect|focus|attribut|believ|thought|blam)\w* (?:incorrectly|erroneously"
    r"|mistakenly|wrongly)"
    r"|(?:hypothes[ie]s|theor(?:y|ies)|suspicions?|assumptions?) (?:\w+ )?(?:discarded|dismissed"
    r"|rejected|refuted|disprove[dn]|ruled out)"
    r"|ruled (?:this |that |it |these |them )?out|was discarded|were discarded|was dismissed"
    r"|turned out (?:to be |it was |that )?(?:innocent|unrelated|fine|healthy|normal|wrong"
    r"|incorrect|not|false|a false|the .{3,40} was (?:just )?fine)"
    r"|(?:proved|proven|turned out) (?:to be )?(?:wrong|false|incorrect|unfounded|unrelated"
    r"|fruitless|unsuccessful))\b",
    re.IGNORECASE,
)
_GUESS = (
    r"(?:suspect\w*|assum\w*|thought|believ\w*|focus\w*|hypothes\w*|suspicion\w*|pointed"
    r"|attribut\w*|blam\w*|explored"
    r"|investigat\w*|looked)"
)
_EARLY = re.compile(
    rf"\b(?:initial\w*|at first|first|early|originally|firstly)\b[^.;]{{0,60}}\b{_GUESS}\b"
    rf"|\b{_GUESS}\b[^.;]{{0,40}}\b(?:initially|at first|originally)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\b(?:but|however|yet|though|only to|instead|turns? out|turned out|overlook\w*|delay\w*"
    r"|not the"
    r"|wasn't|were fine|was fine|no (?:abnormalit|anomal|issue|problem|sign|evidence)\w*"
    r"|unrelated|innocent)\b",
    re.IGNORECASE,
)
_TURNS_OUT = re.compile(
    r"^turns out\b.{0,60}\b(?:fine|innocent|not|unrelated|normal|wrong)\b", re.I
)
_POINTS_BACK = re.compile(r"(?:this|that|it|turns|which|these|both)\b", re.IGNORECASE)
_ESCALATION_LABEL = re.compile(r"\b(?:escalat\w*)\b")
_ESCALATED = re.compile(
    r"(?:\b|(?<=[AP]M))escalat(?:ed|ing|es|e|ion)\b"
    r"|\b(?:called|brought|pulled|looped|roped|dragged) (?:in|on)\b(?:[^.;]{0,40}\b"
    r"(?:team|engineers?|sres?|specialists?|experts?|dbas?|admins?|developers?|lead|support"
    r"|vendor|ops|operations))\b"
    r"|\bhanded (?:over|off) to\b[^.;]{0,40}\b(?:team|engineers?|specialists?|experts?)\b"
    r"|\bpaged (?:in )?(?:the |our |an? )?[^.;]{0,30}\b(?:team|lead|engineer|manager|dba|sre)s?\b",
    re.IGNORECASE,
)
_NOT_ESCALATED = re.compile(
    r"\b(?:privileges?|permission) escalat\w*|escalat\w* (?:of )?privileges?"
    r"|\b(?:no|without|not|never|nobody|any|avoid\w*) (?:\w+ ){0,3}escalat\w*"
    r"|escalat\w* (?:was|were|is) (?:not|never|n't)|escalat\w* (?:not|un)\s?(?:needed|necessary"
    r"|required)"
    r"|escalat\w* (?:in)?to (?:a|an|full|complete|total|becom\w+|more)\b(?! \w+ (?:team|engineer))"
    r"|escalat\w* (?:quickly|rapidly|fast)\b|escalation (?:polic|process|procedure|path|matri"
    r"|plan|protocol)\w*"
    r"|(?:traffic|load|errors?|usage|costs?|tension\w*|complaints) escalat\w*"
    r"|de-escalat\w*|escalator",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\W{0,8}(?:none|no|nil|n/?a|not (?:applicable|needed|required|necessary|escalated)|nothing|tbd"
    r"|-)\b.{0,60}",
    re.I,
)
_QUESTION = re.compile(
    r"(?:was|were|did|is|are|when|why|who|how|whom|which|what)\b.*\?\s*$"
    r"|(?:which|what (?:were|was|are)|list|describe|include|explain)\b",
    re.IGNORECASE,
)
_MOST_IN_PART = 50
_MOST_LABEL_WORDS = 7
_LONGEST_NAME = 4
_LONGEST_JUDGEMENT = 2
_Told: TypeAlias = tuple[int, Quotation]
"""A quotation, and the line on which the paragraph or item begins that it stands in."""
_LATER = (SectionKind.ACTION_ITEMS, SectionKind.LESSONS, SectionKind.WENT_WELL, SectionKind.LUCKY)


def find_misleading_paths(
    outline: Outline, events: Sequence[FoundEvent] = ()
) -> tuple[Quotation, ...]:
    """What was pursued and led nowhere, in the document's words, in order."""
    outline = keep_story(outline)
    told = _under_label(outline, _WRONG_LABEL)
    sentences = [s for s in outline.sentences if s.section not in _LATER]
    neighbours = zip([None, *sentences], sentences, [*sentences[1:], None], strict=False)
    for before, sentence, after in neighbours:
        if _tells_wrong_turn(sentence, after):
            told.append((sentence.part, _quote(sentence, before)))
    told += _events_of(events, EventKind.RULED_OUT)
    return _tidy(told)


def _quote(sentence: Sentence, before: Sentence | None) -> Quotation:
    """`Misleading path.`, `That was a wrong turn.`: with the sentence that tells the path."""
    text = without_time(sentence.text)
    is_judgement = text.count(" ") < _LONGEST_JUDGEMENT or _POINTS_BACK.match(text)
    if is_judgement and before is not None and before.part == sentence.part:
        return Quotation(f"{without_time(before.text)} {text}", before.line)
    return Quotation(text, sentence.line)


def _tells_wrong_turn(sentence: Sentence, after: Sentence | None) -> bool:
    text = without_time(sentence.text)
    if _QUESTION.match(text) or text.endswith("?") or _names(text, _WRONG_LABEL):
        return False
    if _WRONG.search(text) or _TURNS_OUT.search(text):
        return True
    match = _EARLY.search(text)
    if match is None:
        return False
    following = after.text if after is not None and after.part - sentence.part <= 1 else ""
    starts = re.match(r"(?:but|however|yet|unfortunately)\b", following, re.I)
    return _TURNED.search(text[match.start() :]) is not None or starts is not None


def find_escalations(outline: Outline, events: Sequence[FoundEvent] = ()) -> tuple[Quotation, ...]:
    """Who was called in, in the document's words, in order."""
    outline = keep_story(outline)
    told = _under_label(outline, _ESCALATION_LABEL)
    for before, sentence in zip((None, *outline.sentences), outline.sentences, strict=False):
        if sentence.section in _LATER or not _tells_escalation(without_time(sentence.text)):
            continue
        quote = _quote(sentence, before)
        if " " in quote.text:  # else a name without a tale
            told.append((sentence.part, quote))
    told += _events_of(events, EventKind.ESCALATED)
    return _tidy(told)


def _events_of(events: Sequence[FoundEvent], kind: EventKind) -> Iterator[_Told]:
    return (
        (event.source.line, Quotation(plain_words(event.text), event.line))
        for event in events
        if event.kind is kind
    )


def _tells_escalation(text: str) -> bool:
    if _QUESTION.match(text):
        return False
    return _ESCALATED.search(_NOT_ESCALATED.sub(" ", text)) is not None


def _under_label(outline: Outline, label: re.Pattern[str]) -> list[_Told]:
    """What stands behind or under a label or heading of these words."""
    found: list[_Told] = []
    for section in outline.sections:
        if section.kind in _LATER:
            continue
        found += _labelled_in(section, label, is_all=_is_label((section.label,), label))
    return found


def _labelled_in(
    section: OutlineSection, label: re.Pattern[str], *, is_all: bool
) -> Iterator[_Told]:
    is_open = False
    parts = [part for part in section.parts if part.is_text]
    for part, after in zip(parts, [*parts[1:], None], strict=False):
        words = part.words
        bare = without_time(words)
        is_entry = bare != words
        if is_open and (is_entry or words.endswith(":")):
            is_open = False  # the next entry
        own, rest = split_label(bare)
        inside = (is_all and not part.labels) or _is_label(part.labels[-1:], label)
        if _is_label((fold(own),), label):
            text = rest
        elif is_entry and _names(bare, label) and after and not begins_with_time(after.words):
            is_open = True  # an entry of a time and a name: what follows tells it
            continue
        elif inside or is_open:
            text = bare
        else:
            continue
        yield from (
            (part.line, Quotation(said.text, said.line))
            for said in part.placed.as_words().end_with(text).sentences()
            if not _NOTHING.fullmatch(said.text)
            and len(said.text) > 3
            and not said.text.endswith(":")
        )


def _names(words: str, label: re.Pattern[str]) -> bool:
    is_short = words.count(" ") < _LONGEST_NAME and not words.endswith((".", "!"))
    return is_short and _is_label((fold(words),), label)


def _is_label(names: Iterable[str], label: re.Pattern[str]) -> bool:
    return any(label.search(name) and name.count(" ") < _MOST_LABEL_WORDS for name in names)


def _tidy(told: Iterable[_Told]) -> tuple[Quotation, ...]:
    """In order, each part's words once: a piece of a quotation that is there is left out."""
    parts: dict[int, list[Quotation]] = {}
    for part, item in told:
        kept = parts.setdefault(part, [])
        if len(kept) < _MOST_IN_PART and not any(item.text in other.text for other in kept):
            kept[:] = [*(other for other in kept if other.text not in item.text), item]
    return tuple(item for part in sorted(parts) for item in parts[part])
