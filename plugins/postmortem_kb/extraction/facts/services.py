"""Where it hurt: services that the taxonomy knows, or that the document names as such."""

import re
from collections.abc import Iterable

from postmortem_kb.extraction.evidence import Certainty, Evidence, Sentence
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.extraction.outline.plain import fold, plain_words
from postmortem_kb.importers.document import Document
from postmortem_kb.model import SectionKind
from postmortem_kb.taxonomy import Taxonomy, TermSet

_LABEL = re.compile(
    r"(?:affected |impacted )?(?:services?|systems?|products?|components?|platform)"
    r"(?: (?:affected|impacted|involved|name))?"
)
_NOUN = (
    r"(?:services?|platform|gateway|web ?site|site|web ?app(?:lication)?|application|app|api"
    r"|system|portal"
    r"|database|server|hub|cluster|store|shop|page|dashboard|pipeline|queue|network|cdn|proxy"
    r"|storage|firewall)"
)
_NO_NAME = (
    r"(?:and|or|of|was|were|is|are|be|been|that|which|who|to|for|in|on|at|by|with|from|a|an|the|its"
    r"|our|has|have|had|not|no|did|led|left|made|took|hit|went|brought|result\w*|caus\w+"
    r"|outages?|incidents?|disruptions?|interruptions?|downtime|failures?|errors?|issues?|problems?"
    r"|crash\w*|affect\w+|impact\w+|disrupt\w+|experienc\w+|when|while|because|after|before|into"
    r"|significantly|potentially|completely|partially|severely|entirely|temporarily|also|monitoring"
    r"|alerting)"
)
_WORD = r"[A-Za-z0-9][\w.&+/'-]*"
_NAMED = re.compile(
    rf"\b(?P<lead>our|the|its|their|an?)\s+(?P<name>(?:(?!{_NO_NAME}\b)"
    rf"{_WORD}\s+){{0,4}}?{_NOUN}(?:\s+{_NOUN})?)\b(?!\s+errors?\b)",
    re.IGNORECASE,
)
_PROPER = re.compile(
    r"\b((?:[A-Z][\w.-]*\s+){1,4}(?:System|Platform|Service|Gateway|API|Portal|Hub|Server"
    r"|Application|App|Website|Database))\b"
)
_HURT = re.compile(
    r"\b(?:down|unavailab\w+|outage|inaccessib\w+|unreachable|unable|offline|degrad\w+|fail\w*"
    r"|disrupt\w+|slow|crash\w*"
    r"|affect\w*|impact\w*|experienc\w+|error|not (?:be )?(?:able|access\w*|work\w*)"
    r"|interrupt\w*|stopped|intermittent\w*|could(?:n.t| not)|can(?:not|.t))\b",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    "our the its their a an "
    "affected main entire whole said same other new old primary secondary critical total partial "
    "global overall single first second complete full current of on in".split()
)
_GENERIC = frozenset(
    "system server page service services application app platform network hub queue cluster store "
    "shop storage proxy pipeline api gateway database cdn portal dashboard internal".split()
)
_SITES = frozenset(("website", "site"))
"""Names enough where a document has one of them."""
_LONGEST = 60


def find_services(
    title: str | None, outline: Outline, document: Document, taxonomy: Taxonomy
) -> tuple[Evidence, ...]:
    """The services that were hurt, best first.

    What the source's own fields or a label states is `stated`; a term of the taxonomy that the
    title, summary or impact names is `derived`; a name read out of the prose is `suggested`.
    """
    stated = [
        Evidence("services", _term(fact.value, taxonomy), fact.line, fact.quote, Certainty.STATED)
        for fact in document.facts
        if fact.field == "services"
    ]
    stated += _labelled(outline, taxonomy)
    if stated:
        return _without_doubles(stated)
    told = _told(title, outline)
    known = _known(told, taxonomy)
    return _without_doubles(known) if known else _named(told, title)


def _told(title: str | None, outline: Outline) -> list[Sentence]:
    wanted = (SectionKind.IMPACT, SectionKind.SUMMARY, None)
    sentences = [s for s in outline.sentences if s.section in wanted]
    sentences.sort(key=lambda sentence: wanted.index(sentence.section))
    head = [Sentence(title, sentences[0].line if sentences else 1)] if title else []
    return [*head, *sentences[:40]]


def _labelled(outline: Outline, taxonomy: Taxonomy) -> list[Evidence]:
    found: list[Evidence] = []
    for section in outline.of_kind(SectionKind.SUMMARY, SectionKind.IMPACT, None):
        for part in section.parts:
            if not part.is_text:
                continue
            label, rest = split_label(part.text)
            names, text = fold(label), plain_words(rest)
            if part.cells and len(part.cells) == 2:
                names, text = fold(part.cells[0]), plain_words(part.cells[1])
            elif not label and part.labels:
                names = part.labels[-1]
            if _LABEL.fullmatch(names) and 0 < len(text) <= _LONGEST and not text.endswith("?"):
                for name in re.split(r",|;|\s/\s|\band\b", text):
                    if name.strip(" .") and len(name) < _LONGEST:
                        term = _term(name.strip(" ."), taxonomy)
                        found.append(
                            Evidence("services", term, part.line, part.words, Certainty.STATED)
                        )
    return found


def _term(name: str, taxonomy: Taxonomy) -> str:
    """The term's id where the taxonomy knows the name, else the name."""
    bare = re.sub(r"(?i)^(?:our|the|its)\s+", "", re.sub(r"\([^()]*\)", "", name)).strip()
    match = taxonomy.find(TermSet.SERVICES, bare)
    return match.term.id if match else bare


def _known(told: Iterable[Sentence], taxonomy: Taxonomy) -> list[Evidence]:
    found: list[Evidence] = []
    names = {
        name.lower().replace("-", " "): term.id
        for term in taxonomy.terms(TermSet.SERVICES)
        for name in (term.id, term.label, *term.aliases)
    }
    if not names:
        return []
    ordered = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})s?\b", re.IGNORECASE)
    for sentence in told:
        words = sentence.text.replace("-", " ")
        if sentence.section is None or _HURT.search(words):
            for match in pattern.finditer(words):
                term = names.get(match.group().lower()) or names[match.group().lower()[:-1]]
                found.append(
                    Evidence("services", term, sentence.line, sentence.text, Certainty.DERIVED)
                )
    return (
        found[:1] + [item for item in found[1:] if item.line == found[0].line][:2] if found else []
    )


def _named(told: list[Sentence], title: str | None) -> tuple[Evidence, ...]:
    for sentence in told:
        if not _HURT.search(sentence.text) and sentence.text != title:
            continue
        for pattern, group in ((_PROPER, 1), (_NAMED, "name")):
            for match in pattern.finditer(sentence.text):
                name = _trim(match[group])
                if name:
                    return (
                        Evidence(
                            "services",
                            name,
                            sentence.line,
                            sentence.text,
                            Certainty.SUGGESTED,
                        ),
                    )
    return ()


def _trim(name: str) -> str:
    """The name without words that say nothing of it; empty where it is no more than a noun that
    every document has."""
    words = name.split()
    while words and words[0].lower() in _EMPTY:
        words.pop(0)
    told = [word for word in words if word.lower() not in _GENERIC and any(map(str.isalpha, word))]
    is_site = words and words[-1].lower() in _SITES
    return " ".join(words) if told or is_site else ""


def _without_doubles(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple({item.value: item for item in reversed([*found])}.values())[::-1]
