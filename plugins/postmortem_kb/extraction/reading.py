"""A document to findings: the steps of the import, one after the other."""

from collections.abc import Iterator, Sequence

from postmortem_kb.durations import format_delta
from postmortem_kb.extraction.evidence import Certainty, Evidence
from postmortem_kb.extraction.facts.causes import suggest_root_causes
from postmortem_kb.extraction.facts.impact import find_impact
from postmortem_kb.extraction.facts.incident_terms import (
    suggest_detection,
    suggest_mitigation,
    suggest_trigger,
)
from postmortem_kb.extraction.facts.measures import find_measures
from postmortem_kb.extraction.facts.services import find_services
from postmortem_kb.extraction.facts.suggestion import Suggestion
from postmortem_kb.extraction.facts.title_day import without_own_day
from postmortem_kb.extraction.facts.titles import find_title
from postmortem_kb.extraction.facts.turns import find_escalations, find_misleading_paths
from postmortem_kb.extraction.facts.verdict import find_incidents, judge
from postmortem_kb.extraction.findings import Findings, FoundEvent, ImportProblem, Verdict
from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.extraction.outline.plain import plain_words
from postmortem_kb.extraction.outline.structure import build_outline
from postmortem_kb.extraction.times.contradictions import find_contradictions
from postmortem_kb.extraction.times.day_order import DayOrder
from postmortem_kb.extraction.times.points import Point
from postmortem_kb.extraction.times.timeline import write_events
from postmortem_kb.extraction.times.times import Times, find_times
from postmortem_kb.importers.document import Document
from postmortem_kb.model import EventKind
from postmortem_kb.taxonomy import Taxonomy, TermSet
from postmortem_kb.zones import Zone


def read_findings(
    document: Document,
    taxonomy: Taxonomy,
    *,
    order: DayOrder | None = None,
    zone: Zone | None = None,
) -> Findings:
    """Work out what a document states.

    `order` settles numeric dates, and `zone` is what its times are in, where an author says so;
    neither is ever taken from the site.
    """
    outline = build_outline(document.lines)
    times = find_times(document, outline, order)
    events = write_events(times.events, zone or times.zone)
    verdict, reason = judge(outline, events, document.facts)
    is_record = any(fact.field == "started_at" for fact in document.facts)
    if verdict is not Verdict.POSTMORTEM and not is_record:
        problem = ImportProblem(1, "not-a-postmortem", reason)
        return Findings(document, outline, verdict, problems=(problem,))
    title = without_own_day(find_title(outline, document), times)
    name = str(title.value) if title else None
    impact, doubts = find_impact(outline, taxonomy)
    severity, unknown_severity = _severity_fact(document, taxonomy)
    evidence = [
        *([title] if title else []),
        *_time_evidence(times, zone),
        *_phase_evidence(events),
        *severity,
        *(item for item in impact if not (severity and item.field == "severity")),
        *find_services(name, outline, document, taxonomy),
        *_cause_evidence(name, outline, document, taxonomy),
        *_term_evidence(outline, taxonomy),
        *_source_evidence(document),
    ]
    problems = [
        *(ImportProblem(note.line, note.code, note.message) for note in document.notes),
        *find_contradictions(times, outline),
        *doubts,
        *unknown_severity,
        *_several(outline),
    ]
    return Findings(
        document,
        outline,
        Verdict.POSTMORTEM,
        evidence=tuple(evidence),
        events=events,
        measures=find_measures(outline),
        misleading_paths=find_misleading_paths(outline, events),
        escalations=find_escalations(outline, events),
        duration_minutes=_minutes(times),
        problems=tuple(sorted(problems, key=lambda problem: (problem.line, problem.code))),
    )


def _minutes(times: Times) -> float | None:
    """The stated length, or what lies between the ends."""
    if times.length is not None:
        return times.length.duration.minutes
    minutes = times.minutes
    return minutes if minutes is not None and minutes >= 0 else None


def _time_evidence(times: Times, zone: Zone | None) -> Iterator[Evidence]:
    start, end = times.start, times.end
    is_backwards = times.minutes is not None and times.minutes < 0
    if start is not None:
        yield _at("started_at", start, times.zone)
    if end is not None and not is_backwards:
        yield _at("resolved_at", end, times.zone)
    if zone is not None:
        yield Evidence("timezone", zone.text, 1, f"--timezone {zone.text}", Certainty.STATED)
    elif times.zone is not None and times.zone_point is not None:
        at = times.zone_point
        yield Evidence("timezone", times.zone.text, at.line, at.quote, Certainty.STATED)
    length = times.length
    if length is not None:
        minutes = times.minutes
        is_same = minutes is not None and abs(minutes - length.duration.minutes) < 0.5
        text = ("~" if length.duration.approximate else "") + format_delta(length.duration.delta)
        name = "duration_minutes" if is_same else "duration"
        value = _whole(length.duration.minutes) if is_same else text
        yield Evidence(name, value, length.line, length.quote, Certainty.STATED)
    elif start is not None and end is not None and times.minutes is not None and not is_backwards:
        minutes = _whole(times.minutes)
        yield Evidence("duration_minutes", minutes, end.line, end.quote, Certainty.DERIVED)


def _whole(minutes: float) -> float:
    """Minutes as people write them: 375, and not 375.0."""
    return int(minutes) if minutes == int(minutes) else round(minutes, 2)


def _at(field: str, point: Point, zone: Zone | None) -> Evidence:
    return Evidence(field, point.write(zone), point.line, point.quote, point.certainty)


def _phase_evidence(events: tuple[FoundEvent, ...]) -> Iterator[Evidence]:
    """Detected, acknowledged and mitigated, where an event of the timeline marks them.

    Nothing is acknowledged before it is detected, or mitigated after it is resolved.
    """
    timed = [event for event in events if event.at]
    detected = _find_kind(timed, EventKind.DETECTED)
    after = timed.index(detected) if detected else 0
    acknowledged = _find_kind(timed[after:], EventKind.ACKNOWLEDGED)
    resolved = _find_kind(timed, EventKind.RESOLVED)
    before = timed.index(resolved) if resolved else len(timed)
    mitigated = _find_kind(timed[after:before][::-1], EventKind.MITIGATED)
    for field, event in (
        ("detected_at", detected),
        ("acknowledged_at", acknowledged),
        ("mitigated_at", mitigated),
    ):
        if event is not None:
            words = [event.source.words, *(part.words for part in event.details if part.is_text)]
            quote = words[0] if event.text else " ".join(words[:2])
            if sum(other.source is event.source for other in events) > 1:
                quote = plain_words(event.text)  # one of several that one paragraph tells of
            yield Evidence(field, event.at or "", event.line, quote, Certainty.SUGGESTED)


def _find_kind(events: Sequence[FoundEvent], kind: EventKind) -> FoundEvent | None:
    return next((event for event in events if event.kind is kind), None)


def _cause_evidence(
    title: str | None, outline: Outline, document: Document, taxonomy: Taxonomy
) -> Iterator[Evidence]:
    """Candidates for the root cause: what the source's own fields name, then what is read."""
    named = [
        (hint.value, hint.line, hint.quote)
        for hint in document.hints
        if hint.field == "root_causes" and taxonomy.find(TermSet.ROOT_CAUSES, hint.value)
    ]
    read = [
        (found.term, found.sentence.line, found.sentence.text)
        for found in suggest_root_causes(title, outline.sentences, taxonomy)
    ]
    terms = {named_term for named_term, _, _ in named}
    kept = [*named, *(found for found in read if found[0].partition("/")[0] not in terms)]
    for rank, (term, line, quote) in enumerate(kept, 1):
        yield Evidence("root_causes", term, line, quote, Certainty.SUGGESTED, rank)


def _term_evidence(outline: Outline, taxonomy: Taxonomy) -> Iterator[Evidence]:
    sentences = outline.sentences
    for field, suggestion in (
        ("trigger", suggest_trigger(sentences, taxonomy)),
        ("detection", suggest_detection(sentences, taxonomy)),
        ("mitigation", suggest_mitigation(sentences, taxonomy)),
    ):
        if suggestion is not None:
            yield _suggested(field, suggestion)


def _suggested(field: str, found: Suggestion) -> Evidence:
    sentence = found.sentence
    return Evidence(field, found.term, sentence.line, sentence.text, Certainty.SUGGESTED)


def _severity_fact(
    document: Document, taxonomy: Taxonomy
) -> tuple[list[Evidence], list[ImportProblem]]:
    """The severity of the source's own fields: only if the taxonomy has such a term."""
    for fact in document.facts:
        if fact.field == "severity":
            match = taxonomy.find(TermSet.SEVERITIES, fact.value)
            if match is not None:
                stated = (fact.line, fact.quote, Certainty.STATED)
                return [Evidence("severity", match.term.id, *stated)], []
            message = (
                f"the severity {fact.value!r} is not in the taxonomy; add it as an alias of a term "
                "under `severities`, or state a term in the record"
            )
            return [], [ImportProblem(fact.line, "unknown-severity", message)]
    return [], []


def _source_evidence(document: Document) -> Iterator[Evidence]:
    """What the source's own fields say beside times, title and services."""
    for fact in document.facts:
        if fact.field in ("tags", "sources", "summary"):
            yield Evidence(fact.field, fact.value, fact.line, fact.quote, Certainty.STATED)


def _several(outline: Outline) -> Iterator[ImportProblem]:
    found = find_incidents(outline)
    if len(found) > 1:
        lines = ", ".join(str(section.line) for section in found)
        message = (
            f"the document tells of {len(found)} incidents (lines {lines}); split it into one "
            "document each, or fill in `incidents` by hand"
        )
        yield ImportProblem(found[1].line, "several-incidents", message)
