"""Front matter to incidents: times in their zone, terms of the taxonomy in their canonical form."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from postmortem_kb.durations import Duration
from postmortem_kb.fields import FrontMatter, IncidentFields, Kind
from postmortem_kb.front_matter import Located, Path
from postmortem_kb.model import Incident
from postmortem_kb.moments import Moment, Openness, Timestamp
from postmortem_kb.overlaps import merged_duration
from postmortem_kb.problem import Edit, Finding, Level
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.vocabulary import (
    DEPRECATED_TERM,
    PERSON_AS_ROOT_CAUSE,
    UNKNOWN_TERM,
    names_person,
)
from postmortem_kb.taxonomy import Taxonomy, TermSet
from postmortem_kb.zones import Zone

_LISTS = {
    "services": TermSet.SERVICES,
    "cause_services": TermSet.SERVICES,
    "root_causes": TermSet.ROOT_CAUSES,
}
_SINGLES = {
    "severity": TermSet.SEVERITIES,
    "trigger": TermSet.TRIGGERS,
    "detection": TermSet.DETECTIONS,
    "mitigation": TermSet.MITIGATIONS,
}
TERM_FIELDS = _LISTS | _SINGLES
"""The front matter fields that hold terms, and the set that each takes them from."""
_PERSON_HINT = (
    "record the action as 'trigger: manual-operation', and name as root cause what made it "
    "possible, such as 'process/missing-review' or 'automation/missing-guard'"
)
_MOMENTS = ("started", "detected", "acknowledged", "mitigated", "resolved")

Findings = list[tuple[Rule, Finding]]


class IncidentBuilder:
    """Builds the incidents of one record, gathering what it finds about their terms."""

    def __init__(
        self, record_id: str, fields: FrontMatter, zone: Zone, taxonomy: Taxonomy, located: Located
    ) -> None:
        self._record_id = record_id
        self._fields = fields
        self._zone = zone
        self._taxonomy = taxonomy
        self._located = located
        self.findings: Findings = []

    def build(self) -> tuple[Incident, tuple[Incident, ...]]:
        """The record as a whole, and the incidents that count."""
        whole = self._build(self._fields, self._record_id, self._fields.title, ())
        if not self._fields.incidents:
            return whole, (whole,)
        several = tuple(
            self._inherit(
                self._build(fields, fields.id, fields.title or fields.id, ("incidents", index)),
                fields,
                whole,
            )
            for index, fields in enumerate(self._fields.incidents)
        )
        return _summarise(whole, several), several

    def _build(self, fields: IncidentFields, incident_id: str, title: str, path: Path) -> Incident:
        unlisted: list[tuple[str, str]] = []
        lists = {
            name: tuple(dict.fromkeys(self._find_all(fields, name, term_set, path, unlisted)))
            for name, term_set in _LISTS.items()
        }
        singles = {
            name: next(self._find_all(fields, name, term_set, path, unlisted), None)
            for name, term_set in _SINGLES.items()
        }
        impact = fields.impact
        if impact is not None and impact.type is not None:
            term = self._find(
                TermSet.IMPACT_TYPES, impact.type, (*path, "impact", "type"), unlisted
            )
            impact = impact.model_copy(update={"type": term or impact.type})
        stated: dict[str, Any] = {**self._moments(fields), **lists, **singles}
        return Incident(
            postmortem_id=self._record_id,
            id=incident_id,
            title=title,
            kind=fields.kind,
            is_ongoing=fields.resolved_at is Openness.ONGOING,
            stated_duration=fields.duration,
            impact=impact,
            unlisted=tuple(unlisted),
            **stated,
        )

    def _moments(self, fields: IncidentFields) -> dict[str, Moment | None]:
        values = {name: getattr(fields, f"{name}_at") for name in _MOMENTS}
        return {
            name: Moment(value, self._zone) if isinstance(value, Timestamp) else None
            for name, value in values.items()
        }

    def _find_all(
        self,
        fields: IncidentFields,
        name: str,
        term_set: TermSet,
        path: Path,
        unlisted: list[tuple[str, str]],
    ) -> Iterator[str]:
        value = getattr(fields, name)
        if not value:
            return
        if isinstance(value, str):
            value = (value,)
            paths: list[Path] = [(*path, name)]
        else:
            paths = [(*path, name, index) for index in range(len(value))]
        for text, place in zip(value, paths, strict=True):
            if term_id := self._find(term_set, text, place, unlisted):
                yield term_id

    def _find(
        self, term_set: TermSet, text: str, path: Path, unlisted: list[tuple[str, str]]
    ) -> str | None:
        match = self._taxonomy.find(term_set, text)
        if match is not None and match.replaces is None:
            return match.term.id
        place = self._located.find_place(path)
        about = "impact.type" if "impact" in path else _last_name(path)
        if match is None:
            is_draft = self._fields.review_status == "draft"
            level = Level.WARNING if is_draft else None
            unlisted.append((about, text))
            if term_set is TermSet.ROOT_CAUSES and names_person(text):
                message = f"{about}: {text!r} is what a person did, not what made it possible"
                finding = Finding(place, message, _PERSON_HINT, about, level)
                self.findings.append((PERSON_AS_ROOT_CAUSE, finding))
                return None
            suggestion = self._taxonomy.suggest(term_set, text)
            hint = f"did you mean {suggestion!r}? otherwise " if suggestion else ""
            hint += f"add the term to {term_set.value!r} in the taxonomy"
            message = f"{about}: {text!r} is no term of {term_set.value!r}"
            self.findings.append((UNKNOWN_TERM, Finding(place, message, hint, about, level)))
            return None
        message = f"{about}: {text!r} is deprecated"
        hint = f"write {match.term.id!r}"
        fix = Edit(place, text, match.term.id)
        finding = Finding(place, message, hint, about, fix=fix)
        self.findings.append((DEPRECATED_TERM, finding))
        return match.term.id

    @staticmethod
    def _inherit(incident: Incident, fields: IncidentFields, whole: Incident) -> Incident:
        """Terms, kind and severity that an incident of several does not give are the record's."""
        given = fields.model_fields_set
        inherited = {
            name: getattr(whole, name) for name in (*TERM_FIELDS, "kind") if name not in given
        }
        return replace(incident, **inherited)


def _summarise(whole: Incident, several: tuple[Incident, ...]) -> Incident:
    """The record as a whole: what it states itself, else what its incidents add up to."""
    started = whole.started or _outermost(several, "started", last=False)
    resolved = whole.resolved or _outermost(several, "resolved", last=True)
    merged: dict[str, Any] = {
        name: tuple(
            dict.fromkeys(term for part in (whole, *several) for term in getattr(part, name))
        )
        for name in _LISTS
    }
    return replace(
        whole,
        started=started,
        resolved=resolved,
        is_ongoing=whole.is_ongoing or any(incident.is_ongoing for incident in several),
        stated_duration=whole.stated_duration or _total(several),
        **merged,
    )


def _outermost(several: tuple[Incident, ...], name: str, *, last: bool) -> Moment | None:
    found: list[Moment | None] = [getattr(incident, name) for incident in several]
    moments = [moment for moment in found if moment is not None]
    if len(moments) < len(several):
        return None
    return (max if last else min)(moments, key=lambda moment: moment.sort_key)


def _last_name(path: Path) -> str:
    return next(step for step in reversed(path) if isinstance(step, str))


def _total(several: tuple[Incident, ...]) -> Duration | None:
    """The time that any of them lasted, overlaps counted once; None where one is not known."""
    counted = [incident for incident in several if incident.kind is Kind.INCIDENT]
    return merged_duration(counted or several)
