"""The severity that a document writes down: by its label, never by a guess."""

import re

from postmortem_kb.extraction.evidence import Certainty, Evidence
from postmortem_kb.extraction.findings import ImportProblem
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.outline import Outline, Part, PartKind
from postmortem_kb.extraction.outline.plain import fold, plain_words
from postmortem_kb.model import SectionKind
from postmortem_kb.taxonomy import Taxonomy, TermSet

_LABEL = re.compile(
    r"(?:incident )?(?:severity|sev|priority)(?: (?:level|rating|class|classification))?"
)
_VALUE = re.compile(
    r"(?P<code>sev(?:erity)?[-\s]?\d|[ps]-?\d)\b|(?P<word>[a-z][a-z-]{2,14}|\d)(?=$|[\s,.;:()/-])",
    re.IGNORECASE,
)
_IN_PROSE = re.compile(
    r"(?<![\w-])(?P<code>SEV-?\s?[0-5]|Sev-?[0-5]|sev-?[0-5]|severity (?:level )?[0-5]"
    r"|P[0-4](?= (?:incident|outage)))\b"
)
_NO_SECTIONS = (SectionKind.ACTION_ITEMS, SectionKind.LESSONS, SectionKind.WENT_WELL)
_EMPTY = ("tbd", "none", "unknown", "not", "n/a", "the")


def find_severity(
    outline: Outline, taxonomy: Taxonomy
) -> tuple[Evidence | None, ImportProblem | None]:
    """The severity as a term of the taxonomy, or the problem that it has no such term."""
    written = _find_labelled(outline) or _find_in_prose(outline)
    if written is None:
        return None, None
    value, line, quote = written
    for name in (
        value,
        re.sub(r"(?i)^severity (?:level )?(?=\d)", "sev", value),
        value.replace(" ", ""),
    ):
        match = taxonomy.find(TermSet.SEVERITIES, name)
        if match is not None:
            return Evidence("severity", match.term.id, line, quote, Certainty.STATED), None
    message = (
        f'severity "{value}" is not in the taxonomy; add it as an alias of a term under '
        "`severities`, or state a term in the record"
    )
    return None, ImportProblem(line, "unknown-severity", message)


def _find_labelled(outline: Outline) -> tuple[str, int, str] | None:
    for section in outline.sections:
        if section.kind in _NO_SECTIONS:
            continue
        for part in section.parts:
            if part.is_text and (value := _read_label(part)):
                said = part.placed.as_words().sentence_at(part.words.find(value))
                return value, said.line, said.text
    return None


def _read_label(part: Part) -> str | None:
    """The value behind `Severity:` or in the cell beside it or under it."""
    if part.kind is PartKind.ROW:
        pairs = [(part.cells[0], part.cells[1])] if len(part.cells) == 2 else []
        pairs += list(zip(part.headings, part.cells, strict=False))
    else:
        label, rest = split_label(part.text)
        pairs = [(label, rest)]
        if not label and part.labels:
            pairs = [(part.labels[-1], part.text)]
    for label, rest in pairs:
        if _LABEL.fullmatch(fold(label)) and (
            match := _VALUE.match(plain_words(rest).strip(" ([*"))
        ):
            value = match.group()
            return None if value.lower() in _EMPTY else value
    return None


def _find_in_prose(outline: Outline) -> tuple[str, int, str] | None:
    for sentence in outline.sentences:
        if sentence.section not in _NO_SECTIONS and (match := _IN_PROSE.search(sentence.text)):
            return match["code"], sentence.line, sentence.text
    return None
