"""What an import found as JSON, with the fields that other programs rely on."""

from collections.abc import Sequence
from typing import Any

from postmortem_kb.drafting.files import make_slug
from postmortem_kb.extraction.evidence import Evidence
from postmortem_kb.extraction.findings import Findings
from postmortem_kb.importing import ImportResult
from postmortem_kb.reports.json import dump
from postmortem_kb.taxonomy import is_slug

_SINGLE = (
    "title started_at detected_at acknowledged_at mitigated_at resolved_at timezone duration "
    "severity trigger detection mitigation summary"
).split()
_ALWAYS = ("title", "started_at", "resolved_at", "timezone", "duration")


def render_import_json(results: Sequence[ImportResult], records_dir: str) -> str:
    """`{"version": 1, "documents": […]}`, in the order of the sources."""
    documents = [_describe(result, records_dir) for result in results]
    return dump({"version": 1, "documents": documents})


def _describe(result: ImportResult, records_dir: str) -> dict[str, Any]:
    findings = result.findings
    target = f"{records_dir}/{result.target.as_posix()}" if result.target else None
    described: dict[str, Any] = {
        "source": result.source,
        "verdict": result.verdict.value,
        "outcome": result.outcome.value,
        "target": target,
    }
    if result.earlier:
        described["imported_as"] = f"{records_dir}/{result.earlier}"
    described |= _describe_nothing() if findings is None else _describe_findings(findings)
    described["problems"] = [
        {"line": problem.line, "code": problem.code, "message": problem.message}
        for problem in result.problems
    ]
    return described


def _describe_nothing() -> dict[str, Any]:
    """The same fields for a source that could not be read, so that programs need not ask."""
    return {
        "front_matter": dict.fromkeys(_ALWAYS)
        | {"services": [], "root_causes": [], "impact": None, "approximate": []},
        "duration_minutes": None,
        "timeline": [],
        "action_items": [],
        "misleading_paths": [],
        "escalations": [],
        "evidence": [],
    }


def _describe_findings(findings: Findings) -> dict[str, Any]:
    return {
        "front_matter": describe_front_matter(findings),
        "duration_minutes": _number(findings.duration_minutes),
        "timeline": [
            {
                "at": _plain(event.at),
                "until": _plain(event.until),
                "text": event.text or _first_words(event.details),
                "kind": event.kind.value,
                "line": event.line,
            }
            for event in findings.events
        ],
        "action_items": [
            {
                "title": measure.title,
                "type": measure.type.value if measure.type else None,
                "owner": measure.owner,
                "due": measure.due,
                "status": measure.status.value if measure.status else None,
                "ticket": measure.ticket,
                "line": measure.line,
            }
            for measure in findings.measures
        ],
        "misleading_paths": [quotation.text for quotation in findings.misleading_paths],
        "escalations": [quotation.text for quotation in findings.escalations],
        "evidence": [_describe_evidence(item) for item in findings.evidence],
    }


def _first_words(parts: Sequence[Any]) -> str:
    return next((part.words for part in parts if part.is_text), "")


def describe_front_matter(findings: Findings) -> dict[str, Any]:
    """The chosen values; a field that is not stated is null or absent.

    Timestamps are without the `~` of a record: those that are only roughly known are named in
    `approximate`.
    """
    chosen: dict[str, Any] = {}
    approximate: list[str] = []
    for name in _SINGLE:
        item = findings.find(name)
        if item is not None:
            chosen[name] = _plain(item.value)
            if str(item.value).startswith("~"):
                approximate.append(name)
        elif name in _ALWAYS:
            chosen[name] = None
    chosen["services"] = [_service(item.value) for item in findings.find_all("services")]
    cause = findings.find("root_causes")
    chosen["root_causes"] = [cause.value] if cause else []
    impact: dict[str, Any] = {
        part: item.value
        for part in ("summary", "type", "users_percent", "of")
        if (item := findings.find(f"impact.{part}")) is not None
    }
    if "users_percent" in impact:
        text = str(impact["users_percent"])
        impact["users_percent"] = _number(float(text.lstrip("~")))
        impact["approximate"] = text.startswith("~")
    chosen["impact"] = impact or None
    chosen["approximate"] = approximate
    return chosen


def _describe_evidence(item: Evidence) -> dict[str, Any]:
    value = _plain(item.value)
    if item.field == "impact.users_percent":
        value = _number(float(str(value)))
    elif item.field == "services":
        value = _service(value)
    described: dict[str, Any] = {
        "field": item.field,
        "value": value,
        "line": item.line,
        "quote": item.quote,
        "certainty": item.certainty.value,
    }
    return described | ({"rank": item.rank} if item.rank is not None else {})


def _service(name: Any) -> str:
    """A service as an id: that of the taxonomy, or the one that would be added there."""
    return str(name) if is_slug(str(name)) else make_slug(str(name))


def _plain(value: Any) -> Any:
    return value.removeprefix("~") if isinstance(value, str) else value


def _number(value: float | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 2)
