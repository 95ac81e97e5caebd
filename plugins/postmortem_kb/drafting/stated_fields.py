"""Findings to front matter: each value in the form that its field holds, with a comment above it
that shows where it comes from unless the document itself says it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from postmortem_kb.drafting.files import make_slug
from postmortem_kb.drafting.front_matter_text import Value
from postmortem_kb.durations import parse_duration
from postmortem_kb.errors import FieldError
from postmortem_kb.extraction.evidence import Certainty, Evidence
from postmortem_kb.extraction.findings import Findings, ImportProblem
from postmortem_kb.fields import ReviewStatus, parse_percent
from postmortem_kb.moments import parse_timestamp_or_openness
from postmortem_kb.taxonomy import Taxonomy, TermSet, is_slug
from postmortem_kb.zones import parse_zone

_MOMENTS = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
_TERMS = {
    "severity": TermSet.SEVERITIES,
    "trigger": TermSet.TRIGGERS,
    "detection": TermSet.DETECTIONS,
    "mitigation": TermSet.MITIGATIONS,
}
_LISTS = ("contributing_factors", "tags", "authors")
_READERS: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(_MOMENTS, parse_timestamp_or_openness),
    "timezone": parse_zone,
    "duration": parse_duration,
    "impact.users_percent": parse_percent,
}
UNKNOWN = "unknown"
_LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class NewTerm:
    """A service that the taxonomy does not have yet."""

    id: str
    label: str


@dataclass(slots=True)
class StatedFields:
    """What goes into the front matter."""

    values: dict[str, Value] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)
    new_services: list[NewTerm] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    discrepancies: dict[str, list[str]] = field(default_factory=dict)
    """Notes by the field that they are about."""

    def leave_out(self, name: str, message: str, findings: Findings) -> None:
        """Take a value out again, and say so."""
        self.values.pop(name, None)
        self.comments.pop(name, None)
        found = findings.find(name)
        self.problems.append(ImportProblem(found.line if found else 1, "value-left-out", message))

    def add_discrepancy(self, about: str, note: str) -> bool:
        """Note a contradiction, unless there is a note about that field already."""
        if about in self.discrepancies:
            return False
        self.discrepancies[about] = [f"{note}; kept as the document says it"]
        self._set_discrepancies()
        return True

    def take_over(self, problems: Iterable[ImportProblem]) -> None:
        """Note the contradictions that were found in the document."""
        for problem in problems:
            if problem.about:
                self.discrepancies.setdefault(problem.about, []).append(problem.message)
        self._set_discrepancies()

    def _set_discrepancies(self) -> None:
        self.values["discrepancies"] = [
            {"about": about, "note": note}
            for about, notes in self.discrepancies.items()
            for note in notes
        ]


def collect_fields(findings: Findings, taxonomy: Taxonomy, title: str) -> StatedFields:
    """All values of a record but its action items. What is not stated stays out."""
    out = StatedFields()
    out.values["title"] = title
    _comment(out, "title", findings.find("title"))
    out.values["review_status"] = ReviewStatus.DRAFT.value
    for name in (*_MOMENTS, "timezone", "duration"):
        _add(out, name, findings.find(name))
    out.values.setdefault("timezone", UNKNOWN)
    for name, term_set in _TERMS.items():
        _add_term(out, name, findings.find(name), taxonomy, term_set)
    _add_causes(out, findings.find_all("root_causes"), taxonomy)
    for name in ("services", "cause_services"):
        _add_services(out, name, findings.find_all(name), taxonomy)
    for name in _LISTS:
        out.values[name] = [str(one.value) for one in findings.find_all(name)]
    _add(out, "summary", findings.find("summary"))
    out.values["sources"] = [
        {"url": str(one.value)} for one in findings.find_all("sources") if "://" in str(one.value)
    ]
    _add_impact(out, findings)
    out.take_over(findings.problems)
    document = findings.document
    out.values["imported_from"] = {"path": document.path, "sha256": document.sha256}
    return out


def _add(out: StatedFields, name: str, found: Evidence | None) -> None:
    """One value, unless it is in no form that its field holds."""
    if found is None or not _is_readable(out, name, found):
        return
    out.values[name] = str(found.value)
    _comment(out, name, found)


def _is_readable(out: StatedFields, name: str, found: Evidence) -> bool:
    reader = _READERS.get(name)
    try:
        if reader is not None:
            reader(str(found.value))
    except FieldError as error:
        message = f"{name}: {error.message}; it was left out"
        out.problems.append(ImportProblem(found.line, "unreadable-value", message))
        return False
    return True


def _comment(out: StatedFields, name: str, found: Evidence | None, more: str = "") -> None:
    if found is not None and found.certainty is not Certainty.STATED:
        out.comments[name] = [f"{show_evidence(found)}{more}"]


def show_evidence(found: Evidence) -> str:
    """Where a value comes from: `suggested, line 37: "…"`."""
    quote = " ".join(found.quote.split())
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rpartition(" ")[0] + " …"
    return f'{found.certainty.value}, line {found.line}: "{quote}"'


def _add_term(
    out: StatedFields, name: str, found: Evidence | None, taxonomy: Taxonomy, term_set: TermSet
) -> None:
    if found is None:
        return
    match = taxonomy.find(term_set, str(found.value))
    out.values[name] = match.term.id if match else str(found.value)
    _comment(out, name, found)


def _add_causes(out: StatedFields, found: tuple[Evidence, ...], taxonomy: Taxonomy) -> None:
    """The cause with the first rank; the others are named above it."""
    ranked = sorted(found, key=lambda one: one.rank or 1)
    chosen = [one for one in ranked if (one.rank or 1) == 1]
    values: list[str] = []
    for one in chosen:
        match = taxonomy.find(TermSet.ROOT_CAUSES, str(one.value))
        values.append(match.term.id if match else str(one.value))
    out.values["root_causes"] = values
    others = [f"{one.value} (line {one.line})" for one in ranked if (one.rank or 1) > 1]
    if chosen:
        _comment(out, "root_causes", chosen[0], f"; else {', '.join(others)}" if others else "")


def _add_services(
    out: StatedFields, name: str, found: tuple[Evidence, ...], taxonomy: Taxonomy
) -> None:
    """Services as ids of the taxonomy; one that it does not have gets an id to add there."""
    comments: list[str] = []
    values: list[str] = []
    for one in found:
        text = str(one.value)
        match = taxonomy.find(TermSet.SERVICES, text)
        service = match.term.id if match else make_slug(text)
        if service in values:
            continue
        values.append(service)
        if match is None and service not in {term.id for term in out.new_services}:
            out.new_services.append(NewTerm(service, _label(text)))
        if one.certainty is not Certainty.STATED:
            comments.append(show_evidence(one))
    out.values[name] = values
    if comments:
        out.comments[name] = comments


def _label(text: str) -> str:
    """A service's name for readers, where the document's is only known as an id."""
    words = text.replace("-", " ") if is_slug(text) else text
    return words[:1].upper() + words[1:]


def _add_impact(out: StatedFields, findings: Findings) -> None:
    impact: dict[str, Value] = {}
    for name in ("summary", "type", "users_percent", "of"):
        path = f"impact.{name}"
        found = findings.find(path)
        if found is not None and _is_readable(out, path, found):
            impact[name] = found.value if isinstance(found.value, float) else str(found.value)
            _comment(out, path, found)
    if "users_percent" not in impact:
        impact.pop("of", None)
        out.comments.pop("impact.of", None)
    out.values["impact"] = impact
