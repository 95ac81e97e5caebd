"""What an entry of a timeline marks, from its label or its words."""

import re

from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.plain import fold, plain_words
from postmortem_kb.model import EventKind

_LABELS: tuple[tuple[EventKind, str], ...] = (
    (
        EventKind.HYPOTHESIS,
        r"mislead\w*.*|(?:initial )?(?:hypothes\w+|assumptions?)(?: .*)?|wrong turn.*",
    ),
    (EventKind.ESCALATED, r"escalat\w*(?: .*)?"),
    (EventKind.DETECTED, r"(?:issue |incident )?detect\w*(?: .*)?|first alert"),
    (EventKind.RESOLVED, r"(?:issue |incident )?(?:resolution|resolved)(?: .*)?"),
    (EventKind.MITIGATED, r"mitigat\w*(?: .*)?"),
    (EventKind.RECOVERED, r"recover\w*(?: .*)?"),
    (EventKind.ACKNOWLEDGED, r"acknowledg\w*(?: .*)?"),
    (EventKind.STARTED, r"(?:start|started|onset|outage begins?|incident start\w*)(?: time)?"),
    (EventKind.RULED_OUT, r"ruled out"),
)
_WORDS: tuple[tuple[EventKind, str], ...] = (
    (
        EventKind.ESCALATED,
        r"\bescalat(?:ed|es|ion|ing)\b(?! polic| process| procedure)|\bpaged? (?:in|out to)\b"
        r"|\b(?:called|brought|pulled|looped) in (?:the|a|an)\b",
    ),
    (
        EventKind.RULED_OUT,
        r"\brul(?:ed|es|ing) out\b|\b(?:was|were) discarded\b"
        r"|\b(?:determin|confirm|found|verif|show|reveal)\w*\b[^.;]{0,60}\b(?:was|were) "
        r"functioning (?:properly|normally|correctly)"
        r"|\bno (?:abnormalit|anomal|evidence|issues? found|improvement)|\bdid not (?:help"
        r"|resolve|improve)"
        r"|\bturned out to be (?:false|innocent|unrelated|a red herring)|\bred herring\b"
        r"|\bnot the (?:root )?cause\b",
    ),
    (
        EventKind.HYPOTHESIS,
        r"\b(?:initial(?:ly)? )?(?:assum(?:ed|ption|ing)|suspect(?:ed|ing|s)?|hypothes\w+"
        r"|mislead\w*|misled)\b"
        r"|\binitial (?:investigation|findings?) (?:focus|point|indicat)|\bthought (?:the|that"
        r"|it)\b"
        r"|\binvestigation (?:initially )?(?:focus|concentrat)",
    ),
    (
        EventKind.RESOLVED,
        r"\b(?:fully|completely|officially)[\w ]{0,20}(?:resolved|restored|recovered|operational)\b"
        r"|\b(?:issue|incident|outage|problem)\b[\w ,]{0,40}\b(?:resolved|closed|over)\b"
        r"|\ball (?:systems|services)\b.{0,40}\b(?:operational|normal|restored|online)\b"
        r"|\bresolved\b|\bincident (?:declared )?closed\b|\b(?:full"
        r"|complete) (?:service )?(?:restoration|recovery)\b"
        r"|\bback online\b|\bservices? (?:was |were |is )?(?:fully )?restored\b",
    ),
    (
        EventKind.MITIGATED,
        r"\b(?:roll(?:ed|ing)? ?back|revert(?:ed)?|fail(?:ed)? ?over|mitigat(?:ed|ion)|hot ?fix|"
        r"fix (?:was |is )?(?:deployed|implemented|applied|pushed)|deployed (?:a|the) fix|"
        r"service (?:partially )?recover)",
    ),
    (
        EventKind.DETECTED,
        r"\b(?:issue|incident|outage|problem|anomaly)\b[\w ,]{0,30}\b(?:detected|discovered"
        r"|identified|noticed)\b"
        r"|\b(?:first|initially) (?:detected|noticed|identified|report)"
        r"|\balert(?:s|ed|ing)?\b.{0,25}\b(?:trigger|fir|sent|sound|received|reported|raised|start)"
        r"|\b(?:trigger|fir|rais|send|receiv)\w*\b.{0,25}\balerts?\b|\bmonitoring\b.{0,40}\balert"
        r"|\b(?:users?|customers?|clients?)\b.{0,25}\b(?:report|complain)|\bcomplain(?:s|ed|t)\b",
    ),
    (
        EventKind.ACKNOWLEDGED,
        r"\backnowledg(?:ed|es)\b|\bon-?call\b.{0,40}\b(?:investigat|confirm|began|respond|engaged)"
        r"|\b(?:team|engineers?)\b.{0,30}\b(?:was |were )?(?:alerted|notified)\b"
        r"|\b(?:began|started|begins?|starts?) (?:an? |the )?investigat",
    ),
    (
        EventKind.STARTED,
        r"\b(?:outage|incident|problem|issue|disruption) (?:begins?|began|start(?:s|ed)?|occur)",
    ),
)
_COMPILED_LABELS = tuple((kind, re.compile(pattern)) for kind, pattern in _LABELS)
_COMPILED_WORDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _WORDS)
_NOT_RESOLVED = re.compile(r"\b(?:not|never|still)\b[\w ]{0,12}\bresolved\b", re.IGNORECASE)
_LONGEST = 600


def find_event_kind(text: str, labels: tuple[str, ...] = ()) -> EventKind:
    """What an entry marks: by its own label, a label that it stands under, or its words.

    The words only suggest it: the kinds are for the author to confirm.
    """
    label, _ = split_label(text)
    for name in (fold(label), *reversed(labels)):
        for kind, pattern in _COMPILED_LABELS:
            if name and pattern.fullmatch(name):
                return kind
    words = plain_words(text)[:_LONGEST]
    found = (kind for kind, pattern in _COMPILED_WORDS if pattern.search(words))
    kind = next(found, EventKind.NOTE)
    if kind is EventKind.RULED_OUT and EventKind.RESOLVED in found:
        return kind if _NOT_RESOLVED.search(words) else EventKind.RESOLVED
    return kind
