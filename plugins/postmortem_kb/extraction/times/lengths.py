"""How long a document says that the incident lasted."""

import re
from dataclasses import dataclass

from postmortem_kb.durations import Duration, parse_duration
from postmortem_kb.errors import FieldError
from postmortem_kb.extraction.outline.headings import is_other_heading
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.extraction.outline.placed_text import PlacedText
from postmortem_kb.extraction.outline.plain import fold
from postmortem_kb.model import SectionKind

_WORD = (
    r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|\d+(?:\.\d+)?)"
)
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|m(?=\b))"
_HALF = r"(?: and (?:a |an )?(?:half|quarter))"
LENGTH = re.compile(
    rf"(?P<about>(?:approximately|approx\.?|about|around|roughly|~|≈|nearly|almost|just under"
    rf"|under|over"
    rf"|more than|less than|at least|up to)\s*)?"
    rf"(?P<length>\b{_WORD}{_HALF}?[ -]?{_UNIT}(?:\b|(?=\d+ ?m)){_HALF}?"
    rf"(?:,? (?:and )?\d+[ -]?(?:minutes?|mins?|seconds?|secs?|hours?|hrs?|m\b|s\b)| ?\d+ ?(?:m"
    rf"|min|mins|s)\b)*"
    rf"|\bhalf an hour\b)",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"(?:total |outage |incident |overall |issue )*(?:duration|downtime|length|outage time"
    r"|total time)(?: .*)?"
    r"|(?:time|mean time) to (?:recover\w*|resol\w*|restor\w*|mitigat\w*|repair)|ttr|mttr"
    r"|resolution time"
    r"|incident time|time travel|how long.*"
)
_BEFORE = re.compile(
    r"(?:last(?:ed|ing|s)|persist(?:ed|ing)(?: for)?|for a total(?: duration)? of|total(?:ing"
    r"| of|ling)|duration(?: of| was|:)?"
    r"|(?:stay|remain)ed (?:\w+ ){0,4}for|continued for|went on for|spann(?:ed|ing)|(?:down"
    r"|offline|unavailable|unreachable|inaccessible|unresponsive)"
    r"(?: \w+){0,3} for|outage (?:of|for)|downtime (?:of|was)|disruption (?:of|for)"
    r"|affected (?:\w+ ){1,5}for"
    r"|experienced (?:\w+ ){1,8}for|total duration:?|(?:recover|heal)\w*(?: \w+){0,2} (?:in"
    r"|within)|interrupt\w*(?: \w+){0,3} for"
    r"|(?:outage|incident|issue|disruption) (?:was |took |ran )?for|an?(?= \w+[ -](?:minute"
    r"|hour)))\s*\(?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[ -](?:long )?(?:\w+ ){0,2}(?:outage|downtime|incident|disruption|failure|interruption"
    r"|degradation|unavailability)"
    r"|^ of (?:total |complete |partial )?(?:downtime|outage|disruption|unavailability|service)",
    re.IGNORECASE,
)
_WRONG_BEFORE = re.compile(
    r"(?:within|every|after|another|next|last|past|previous|in the|than|window of)\s*$", re.I
)
_WRONG_AFTER = re.compile(
    r"^\s*(?:later|ago|after|before|earlier|prior|window|old|of (?:data|logs|retention)|per\b"
    r"|interval)",
    re.I,
)
_CLOCK = re.compile(r"\d{4} ?h(?:ou)?rs?", re.I)
_AROUND = 160
_SPELLED = {"thirty": "30", "forty": "40"}
_SECTIONS = (SectionKind.SUMMARY, SectionKind.IMPACT, SectionKind.RESOLUTION)


@dataclass(frozen=True, slots=True)
class StatedLength:
    """A length in the document's own words. `is_field` where it is the value of a label."""

    duration: Duration
    text: str
    line: int
    quote: str
    is_field: bool


def find_stated_length(outline: Outline) -> StatedLength | None:
    """The stated duration: from a label first, then from what the summary says."""
    found: list[StatedLength] = []
    for section in outline.sections:
        if section.kind in (SectionKind.TIMELINE, SectionKind.ACTION_ITEMS, SectionKind.LESSONS):
            continue
        is_field_section = bool(_LABELS.fullmatch(section.label))
        if section.kind is None and is_other_heading(section.heading) and section.label != "stats":
            continue
        for part in section.parts:
            if not part.is_text:
                continue
            label, rest = split_label(part.text)
            names = [fold(label)] if label else list(part.labels[-1:])
            cells = [fold(cell) for cell in part.cells]
            is_field = is_field_section or any(_LABELS.fullmatch(name) for name in (*names, *cells))
            if section.kind in (*_SECTIONS, None) or is_field:
                found += _read(
                    (part.placed.end_with(rest) if label else part.placed).as_words(),
                    is_field=is_field,
                    may_be_prose=section.kind is not SectionKind.RESOLUTION,
                )
    found.sort(key=lambda length: not length.is_field)
    return found[0] if found else None


def _read(words: PlacedText, *, is_field: bool, may_be_prose: bool) -> list[StatedLength]:
    found: list[StatedLength] = []
    for said in words.sentences():
        sentence = said.text
        for match in LENGTH.finditer(sentence):
            if _CLOCK.fullmatch(match["length"]):
                continue
            before = sentence[max(0, match.start() - _AROUND) : match.start()]
            after = sentence[match.end() : match.end() + _AROUND]
            if _WRONG_BEFORE.search(before) and not re.search(
                r"(?i)(?:recover|heal)\w*(?: \w+){0,2} (?:in|within)\s*$", before
            ):
                continue
            if _WRONG_AFTER.match(after):
                continue
            if not is_field and not (
                may_be_prose and (_BEFORE.search(before) or _AFTER.match(after))
            ):
                continue
            length = _parse(match["length"], approximate=match["about"] is not None)
            if length is not None:
                line = said.line_at(match.start("length"))
                found.append(StatedLength(length, match.group().strip(), line, sentence, is_field))
    return found


def _parse(text: str, *, approximate: bool) -> Duration | None:
    folded = re.sub(r"(\d)-(?=[a-z])", r"\1 ", text.lower())
    folded = re.sub(r" and (half|quarter)", r" and a \1", folded.replace("and an ", "and a "))
    for word, number in _SPELLED.items():
        folded = re.sub(rf"\b{word}\b", number, folded)
    try:
        found = parse_duration(folded)
    except FieldError:
        return None
    return Duration(found.delta, approximate) if found.minutes > 0 else None
