"""Whom an incident hurt: a share with what it is of, a sentence, a severity where one is"
" written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from postmortem_kb.extraction.evidence import Certainty, Evidence, Sentence
from postmortem_kb.extraction.facts.severity import find_severity
from postmortem_kb.extraction.facts.story import keep_story
from postmortem_kb.extraction.findings import ImportProblem
from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.extraction.times.time_lead import without_time
from postmortem_kb.model import SectionKind
from postmortem_kb.taxonomy import Taxonomy

_PERCENT = re.compile(
    r"(?<![\d.,$€£=+/-])(?P<before>[~≈<>]\s?|(?:about|approximately|approx\.?|around|nearly|roughly"
    r"|almost|some|over|more than|up to|at least|close to|an estimated|estimated|circa|under"
    r"|less than)\s+"
    r"(?:an? )?(?:estimated )?)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3})?)\s?(?:%|(?:percent|per cent|percentage)\b)"
    r"(?!\s?(?:CPU|RAM|memory|disk|uptime|availability|coverage|capacity|usage|utili))",
    re.IGNORECASE,
)
_PEOPLE = (
    r"(?:users?|customers?|visitors?|clients?|people|subscribers?|members?|shoppers?|students?"
    r"|accounts?|merchants?|consumers?|employees|staff|readers?|players?|viewers?|tenants?"
    r"|sellers?|riders?|farmers?|guests?|pupils?|teachers?|parents?|residents?|citizens?|learners?"
    r"|developers?|partners?|businesses|households?|applicants?|donors?|owners?|vendors?"
    r"|user ?base|customer base|passengers?|buyers?|drivers?|patients?|callers?|participants?)"
)
_DOINGS = (
    r"(?:requests?|transactions?|payments?|orders?|log-?ins?|sign-?ins?|attempts?|sessions?|calls?"
    r"|checkouts?|purchases?|queries|messages?|emails?|traffic|jobs?|uploads?|bookings?|websites?"
    r"|sites?|services?|servers?|infrastructure|devices?|nodes?|pages?|systems?|functionality"
    r"|operations|regions?|connections?|launches)"
)
_OF = re.compile(
    r"\s*(?:\)|,)?\s*(?P<link>of\s+)?(?P<of>(?:(?:all|our|the|its|their|active|of|total|online"
    r"|registered)\s+)*"
    r"[^.,;:()!?%–—]{0,90})",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"\s*\b(?:were|was|are|is|had|have|has|experienc\w*|fac(?:ed|ing)|could|couldn't|cannot|can't"
    r"|who"
    r"|that|which|unable|during|when|while|as|receiv\w*|encounter\w*|fail\w*|reported?|report\w*"
    r"|suffer\w*|by|from|and|with|due|because|would|may|might|did|didn't|lost|los(?:e|ing)|saw"
    r"|seeing"
    r"|got|getting|affected|impacted|being|went|(?<!attempting )(?<!trying )to|resulted|returned"
    r"|across|between|until|at"
    r"|on average|in the|within|for|after|before|based|located)\b.*",
    re.IGNORECASE,
)
_NOT_WHOM = re.compile(
    r"\b(?:availability|uptime|sla|slo|cpu|memory|ram|disk|usage|utili[sz]ation|threshold|capacity"
    r"|coverage|progress|discount|traffic increase|baseline|budget|back online|restored|battery"
    r"|storage|load average|load\b|confiden\w*|accuracy|operational|fully|rollout|rolled out"
    r"|canary|completed?"
    r"|recovered|success rate|launch success|back to|error budget|hit rate|revenue|sales"
    r"|interest)\b",
    re.IGNORECASE,
)
_HURT = re.compile(
    r"\b(?:affect\w*|impact\w*|unable|fail\w*|could ?n[o']t|down|errors?|offline|unavailab\w*"
    r"|experienc\w*|outage|disrupt\w*|lost|timeouts?|slow\w*|inaccessib\w*|without|denied|blocked"
    r"|unsuccessful|crash\w*|degrad\w*)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\s{0,3}(?:\w{1,30}\s{1,3}){0,2}?(?:reduction|degradation|decrease|drop|increase|decline|spike|loss|slower"
    r"|faster|rise|growth|more|less|higher|lower)\b",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"\s{0,3}(?P<of>(?:\w{1,30}\s{1,3})?(?:reduction|degradation|decrease|drop|decline|loss)"
    r" (?:in|of) (?!(?:our |the )?(?:sales|revenue|profit|income|conversion|cost|stock|cpu|memory))"
    r"(?:[\w-]{1,40} ){0,3}[\w-]{1,40})",
    re.IGNORECASE,
)
"""A loss of what there is; taken where no share of people is named."""
_NEAR_PEOPLE = re.compile(
    rf"\s{{0,3}}(?:\w{{1,30}}[- ]){{0,5}}?(?<![-\w]){_PEOPLE}\b", re.IGNORECASE
)
_NEAR_DOINGS = re.compile(rf"\s{{0,3}}(?:[\w/'-]{{1,30}} ){{0,6}}?{_DOINGS}\b", re.IGNORECASE)
_NEAR_MANY = re.compile(
    r"\s*of (?:the|our|all|its|these) (?:[\w-]+ ){0,2}?[a-z]{3,}s\b", re.IGNORECASE
)
_OTHER_MEASURE = re.compile(
    r"\b(?:packet loss|loss|increase|spike|rose|grew|climbed|jumped|rate|latency|level)\b\W*"
    r"(?:(?:of|at|to|by|was|reached|from|is|about|nearly|over)\W*){0,3}$",
    re.IGNORECASE,
)
_DETERMINERS = re.compile(r"^(?:(?:of|all|our|the|its|their|my) ){1,3}", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?:[\w/'-]+ ){{0,4}}?(?:{_PEOPLE}|{_DOINGS})\b(?: (?:{_PEOPLE}|{_DOINGS})\b){{0,3}}"
    r"(?: (?:\w+ing|in|on|of|with)\b.{0,60})?",
    re.IGNORECASE,
)
_ANY_PEOPLE = re.compile(rf"\b{_PEOPLE}\b", re.IGNORECASE)
_PLACES: dict[SectionKind | None, float] = {
    SectionKind.IMPACT: 3,
    SectionKind.SUMMARY: 2.5,
    None: 1,
    SectionKind.ROOT_CAUSE: 0,
    SectionKind.DETECTION: 0,
    SectionKind.TIMELINE: -0.5,
    SectionKind.RESOLUTION: -1,
    SectionKind.WENT_WRONG: -1,
}
_ENOUGH = 3.5
_MOST_IN_SENTENCE = 12
_PARTS_OF_PLENTY = ("affect", "impact", "user experience", "who was")


@dataclass(frozen=True, slots=True)
class _Share:
    number: float
    is_approximate: bool
    of: str | None
    score: float
    sentence: Sentence


def find_impact(
    outline: Outline, taxonomy: Taxonomy
) -> tuple[tuple[Evidence, ...], tuple[ImportProblem, ...]]:
    """Evidence for `impact.users_percent` (`"~25"` where the document says about), `impact.of`,
    `impact.summary` and `severity`, and what could not be taken over.

    A share is that of people who were hurt, else of what there is. "All users" is no number.
    """
    outline = keep_story(outline)
    found: list[Evidence] = []
    share = _find_share(outline)
    if share is not None:
        number = int(share.number) if share.number == int(share.number) else share.number
        value = f"~{number}" if share.is_approximate else number
        found.append(_evidence("impact.users_percent", value, share.sentence))
        if share.of:
            found.append(_evidence("impact.of", share.of, share.sentence))
    summary = _find_summary(outline, share)
    if summary is not None:
        certainty = (
            Certainty.STATED if summary.section is SectionKind.IMPACT else Certainty.SUGGESTED
        )
        # What the front of an entry says is when, not whom it hurt.
        is_entry = summary.section is SectionKind.TIMELINE
        text = without_time(summary.text) if is_entry else summary.text
        found.append(_evidence("impact.summary", text, summary, certainty))
    severity, problem = find_severity(outline, taxonomy)
    found += [severity] if severity else []
    return tuple(found), (problem,) if problem else ()


def _evidence(
    field: str, value: str | float, sentence: Sentence, certainty: Certainty = Certainty.STATED
) -> Evidence:
    return Evidence(field, value, sentence.line, sentence.text, certainty)


def _find_share(outline: Outline) -> _Share | None:
    shares = [share for sentence in outline.sentences for share in _read_shares(sentence)]
    best = max(shares, key=lambda share: share.score, default=None)  # the first of equal ones
    return best if best is not None and best.score >= _ENOUGH else None


def _read_shares(sentence: Sentence) -> Iterator[_Share]:
    place = _place_of(sentence)
    if place is None:
        return
    text = sentence.text
    for match in islice(_PERCENT.finditer(text), _MOST_IN_SENTENCE):
        number = float(match["number"])
        if not 0 < number <= 100:
            continue
        after = text[match.end() :]
        score = place + _weigh(text, match.start(), after)
        of = _read_of(after)
        yield _Share(number, match["before"] is not None, of, score, sentence)


def _place_of(sentence: Sentence) -> float | None:
    if any(word in sentence.label for word in _PARTS_OF_PLENTY):
        return _PLACES[SectionKind.IMPACT]
    return _PLACES.get(sentence.section)


def _weigh(text: str, start: int, after: str) -> float:
    """How much the words around a percentage speak for its being the share that was hurt."""
    before = text[max(start - 60, 0) : start]
    clause = re.split(r"[;.!]|, (?:but|while|and)\b", after, maxsplit=1)[0]
    score = 0.0
    if _HARM.match(after):
        return 1.0
    if _CHANGE.match(after):
        score -= 2
    elif _NEAR_PEOPLE.match(after):
        score += 4
    elif _NEAR_DOINGS.match(after):
        score += 2
    elif _NEAR_MANY.match(after):
        score += 1.5
    elif _OTHER_MEASURE.search(before):
        score -= 1
    elif _ANY_PEOPLE.search(clause[:60]):
        score += 1.5
    elif re.search(rf"\b{_PEOPLE}\b[^.;%]{{0,40}}$", before, re.IGNORECASE):
        score += 2
    if _HURT.search(text):
        score += 1
    if re.match(r"\s*of\b", after):
        score += 0.5
    if _NOT_WHOM.search(before[-35:]) or _NOT_WHOM.search(clause[:45]):
        score -= 2.5
    if re.search(
        r"\b(?:remaining|other|rest|only affected|not affected|unaffected)\W*$", before, re.I
    ):
        score -= 1.5
    if re.search(r"\b(?:was|were|remained?) (?:not affected|unaffected|fine|working)\b", clause):
        score -= 2
    return score


_DANGLING = re.compile(
    r"(?: (?:in|on|at|to|for|of|by|with|during|from|the|an?|that)){1,4} *$", re.IGNORECASE
)


def _read_of(after: str) -> str | None:
    """What a percentage is of, as the document says it: `users attempting checkout`."""
    if harm := _HARM.match(after):
        kind, link, what = re.split(r"\b(in|of)\b", harm["of"], maxsplit=1)
        return f"{kind}{link}{_STOPS.sub('', what)}".strip()
    match = _OF.match(after)
    if match is None or not (match["link"] or _NEAR_PEOPLE.match(after)):
        return None
    words = _STOPS.sub("", match["of"]).strip()
    words = _DETERMINERS.sub("", words)
    named = _NAMED.match(words)
    return _DANGLING.sub("", named.group()).strip() if named else None


def _find_summary(outline: Outline, share: _Share | None) -> Sentence | None:
    """The sentence that says whom it hurt: under Impact, with the share, or of the summary."""
    impact = [s for s in outline.sentences if s.section is SectionKind.IMPACT and " " in s.text]
    if impact:
        return next((s for s in impact if "service" not in s.label), impact[0])
    if share is not None:
        return share.sentence
    return next(
        (
            s
            for s in outline.sentences
            if s.section in (SectionKind.SUMMARY, None)
            and _ANY_PEOPLE.search(s.text)
            and _HURT.search(s.text)
        ),
        None,
    )
