"""Wrong turns and escalations that a document tells of: sentences to quotations."""

import re
from collections.abc import Iterable, Iterator, Sequence

from postmortem_kb.extraction.evidence import Sentence
from postmortem_kb.extraction.findings import FoundEvent, Quotation
from postmortem_kb.extraction.labels import split_label
from postmortem_kb.extraction.outline import Outline, OutlineSection, split_sentences
from postmortem_kb.extraction.plain import fold, plain_words
from postmortem_kb.extraction.story import keep_story
from postmortem_kb.model import EventKind, SectionKind

_WRONG_LABEL = re.compile(
    r"\b(?:mislead\w*|misdirect\w*|red herrings?|false (?:leads?|starts?|trails?)|dead ends?"
    r"|wrong turns?|wrong paths?|rabbit holes?|ruled out|failed attempts?|incorrect (?:assumptions?|paths?))\b"
)
_WRONG = re.compile(
    r"\b(?:misle(?:d|ading|adingly)|red herrings?|false (?:lead|trail|start)s?|dead[- ]ends?"
    r"|wrong (?:turn|path|direction|track|trail|lead|tree|place)s?|rabbit[- ]holes?|wild[- ]goose|led (?:us|them|the team) astray"
    r"|misdiagnos\w+|sidetracked|threw us off|chasing"
    r"|(?:incorrectly|erroneously|mistakenly|wrongly|falsely) (?:\w+ )?"
    r"(?:assum|suspect|focus|attribut|believ|thought|blam|point|identif|conclud|investigat)\w*"
    r"|(?:assum|suspect|focus|attribut|believ|thought|blam)\w* (?:incorrectly|erroneously|mistakenly|wrongly)"
    r"|ruled (?:this |that |it |these |them )?out|was discarded|were discarded|was dismissed"
    r"|turned out (?:to be |it was |that )?(?:innocent|unrelated|fine|healthy|normal|wrong|incorrect|not|false|a false|the .{3,40} was (?:just )?fine)"
    r"|(?:proved|proven|turned out) (?:to be )?(?:wrong|false|incorrect|unfounded|unrelated|fruitless|unsuccessful))\b",
    re.IGNORECASE,
)
_GUESS = (
    r"(?:suspect\w*|assum\w*|thought|believ\w*|focus\w*|hypothes\w*|suspicion\w*|pointed|attribut\w*|blam\w*|explored"
    r"|investigat\w*|looked)"
)
_EARLY = re.compile(
    rf"\b(?:initial\w*|at first|first|early|originally|firstly)\b[^.;]{{0,60}}\b{_GUESS}\b"
    rf"|\b{_GUESS}\b[^.;]{{0,40}}\b(?:initially|at first|originally)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\b(?:but|however|yet|though|only to|instead|turns? out|turned out|overlook\w*|delay\w*|not the"
    r"|wasn't|were fine|was fine|no (?:abnormalit|anomal|issue|problem|sign|evidence)\w*|unrelated|innocent)\b",
    re.IGNORECASE,
)
_TURNS_OUT = re.compile(
    r"^turns out\b.{0,60}\b(?:fine|innocent|not|unrelated|normal|wrong)\b", re.I
)
_ESCALATION_LABEL = re.compile(r"\b(?:escalat\w*)\b")
_ESCALATED = re.compile(
    r"(?:\b|(?<=[AP]M))escalat(?:ed|ing|es|e|ion)\b"
    r"|\b(?:called|brought|pulled|looped|roped|dragged) (?:in|on)\b(?:[^.;]{0,40}\b"
    r"(?:team|engineers?|sres?|specialists?|experts?|dbas?|admins?|developers?|lead|support|vendor|ops|operations))\b"
    r"|\bhanded (?:over|off) to\b[^.;]{0,40}\b(?:team|engineers?|specialists?|experts?)\b"
    r"|\bpaged (?:in )?(?:the |our |an? )?[^.;]{0,30}\b(?:team|lead|engineer|manager|dba|sre)s?\b",
    re.IGNORECASE,
)
_NOT_ESCALATED = re.compile(
    r"\b(?:privileges?|permission) escalat\w*|escalat\w* (?:of )?privileges?"
    r"|\b(?:no|without|not|never|nobody|any|avoid\w*) (?:\w+ ){0,3}escalat\w*"
    r"|escalat\w* (?:was|were|is) (?:not|never|n't)|escalat\w* (?:not|un)\s?(?:needed|necessary|required)"
    r"|escalat\w* (?:in)?to (?:a|an|full|complete|total|becom\w+|more)\b(?! \w+ (?:team|engineer))"
    r"|escalat\w* (?:quickly|rapidly|fast)\b|escalation (?:polic|process|procedure|path|matri|plan|protocol)\w*"
    r"|(?:traffic|load|errors?|usage|costs?|tension\w*|complaints) escalat\w*"
    r"|de-escalat\w*|escalator",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\W*(?:none|no|nil|n/?a|not (?:applicable|needed|required|necessary|escalated)|nothing|tbd|-)\b.{0,60}",
    re.I,
)
_QUESTION = re.compile(
    r"(?:was|were|did|is|are|when|why|who|how|whom|which|what)\b.*\?\s*$"
    r"|(?:which|what (?:were|was|are)|list|describe|include|explain)\b",
    re.IGNORECASE,
)
_LATER = (SectionKind.ACTION_ITEMS, SectionKind.LESSONS, SectionKind.WENT_WELL, SectionKind.LUCKY)


def find_misleading_paths(
    outline: Outline, events: Sequence[FoundEvent] = ()
) -> tuple[Quotation, ...]:
    """What was pursued and led nowhere, in the document's words, in order."""
    outline = keep_story(outline)
    told = _under_label(outline, _WRONG_LABEL)
    sentences = [s for s in outline.sentences if s.section not in _LATER]
    for index, sentence in enumerate(sentences):
        after = sentences[index + 1] if index + 1 < len(sentences) else None
        if _tells_wrong_turn(sentence, after):
            told.append(Quotation(sentence.text, sentence.line))
    kinds = (EventKind.RULED_OUT,)
    told += [Quotation(plain_words(e.text), e.line) for e in events if e.kind in kinds]
    return _tidy(told)


def _tells_wrong_turn(sentence: Sentence, after: Sentence | None) -> bool:
    text = sentence.text
    if _QUESTION.match(text):
        return False
    if _WRONG.search(text) or _TURNS_OUT.search(text):
        return True
    match = _EARLY.search(text)
    if match is None:
        return False
    following = after.text if after is not None and after.line - sentence.line <= 1 else ""
    starts = re.match(r"(?:but|however|yet|unfortunately)\b", following, re.I)
    return _TURNED.search(text[match.start() :]) is not None or starts is not None


def find_escalations(outline: Outline, events: Sequence[FoundEvent] = ()) -> tuple[Quotation, ...]:
    """Who was called in, in the document's words, in order."""
    outline = keep_story(outline)
    told = _under_label(outline, _ESCALATION_LABEL)
    for sentence in outline.sentences:
        if sentence.section not in _LATER and _tells_escalation(sentence.text):
            told.append(Quotation(sentence.text, sentence.line))
    kinds = (EventKind.ESCALATED,)
    told += [Quotation(plain_words(e.text), e.line) for e in events if e.kind in kinds]
    return _tidy(told)


def _tells_escalation(text: str) -> bool:
    if _QUESTION.match(text):
        return False
    bare = _NOT_ESCALATED.sub(" ", text)
    return _ESCALATED.search(bare) is not None


def _under_label(outline: Outline, label: re.Pattern[str]) -> list[Quotation]:
    """What stands behind or under a label or heading of these words."""
    found: list[Quotation] = []
    for section in outline.sections:
        if section.kind in _LATER:
            continue
        under_heading = label.search(section.label) is not None and section.label.count(" ") < 7
        found += _labelled_in(section, label, is_all=under_heading)
    return found


def _labelled_in(
    section: OutlineSection, label: re.Pattern[str], *, is_all: bool
) -> Iterator[Quotation]:
    for part in section.parts:
        if not part.is_text:
            continue
        words = part.words
        own, rest = _split(words)
        inside = is_all or any(label.search(name) and name.count(" ") < 7 for name in part.labels)
        if label.search(fold(own)) and own.count(" ") < 7:
            text = rest
        elif inside and not own:
            text = words
        elif inside:
            text = words
        else:
            continue
        yield from (
            Quotation(piece, part.line)
            for piece in split_sentences(text)
            if not _NOTHING.fullmatch(piece) and len(piece) > 3 and not piece.endswith(":")
        )


def _split(words: str) -> tuple[str, str]:
    # `10:30 AM - Misleading path: …` has its label behind the time.
    bare = re.sub(
        r"^[\W\d]*(?:\d{1,2}[:.h]\d\d|\d{1,2}\s?[ap]m)[^A-Za-z]*(?:[AaPp]\.?[Mm]\b)?[^A-Za-z]*(?:\(?[A-Z]{2,4}\)?)?[\s:–—-]*",
        "",
        words,
    )
    return split_label(bare)


def _tidy(quotations: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """In order, each line's words once: a part of a quotation that is there is left out."""
    kept: list[Quotation] = []
    for item in quotations:
        same = [other for other in kept if other.line == item.line]
        if any(item.text in other.text for other in same):
            continue
        kept = [o for o in kept if not (o.line == item.line and o.text in item.text)]
        kept.append(item)
    return tuple(sorted(kept, key=lambda item: item.line))
