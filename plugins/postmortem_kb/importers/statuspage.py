"""Incidents of Statuspage as JSON: from the public API, the management API or a webhook.

Source: Statuspage API, `GET /api/v2/incidents.json` and `GET /pages/{page_id}/incidents`. One
incident, a list, `{"incidents": [...]}` and `{"incident": {...}}` are read.
"""

import bisect
import hashlib
import re
from dataclasses import dataclass
from typing import Any

from postmortem_kb.importers.document import Document, Line, StatedFact
from postmortem_kb.importers.foreign_facts import list_rest, read_moment, state_zone
from postmortem_kb.importers.foreign_fields import SourceField
from postmortem_kb.importers.placed_json import PlacedObject, PlacedText, read_placed_json
from postmortem_kb.importers.refusal import ImportRefused
from postmortem_kb.importers.source import ImportSource

name = "statuspage"

_SEVERITIES = ("critical", "major", "minor")
_HEADING = re.compile(r"^#{1,6}[ \t]*\S", re.MULTILINE)
_SAID = frozenset(
    "name status impact impact_override created_at started_at resolved_at monitoring_at "
    "shortlink components incident_updates postmortem_body postmortem_published_at".split()
)
_LISTED = (
    ("status", "Status"),
    ("impact", "Impact"),
    ("impact_override", "Impact, as set by hand"),
    ("created_at", "Reported on the status page"),
    ("monitoring_at", "Monitoring since"),
)


@dataclass(frozen=True, slots=True)
class _Text:
    """The source's text, and where its lines begin."""

    text: str
    starts: list[int]

    def line_of(self, offset: int) -> int:
        return bisect.bisect_right(self.starts, offset)

    def quote(self, line: int) -> str:
        end = self.text.find("\n", self.starts[line - 1])
        return self.text[self.starts[line - 1] : end if end >= 0 else None].strip()[:300]


def recognises(source: ImportSource) -> bool:
    """By being JSON: no other JSON can be imported, which `read` says."""
    text = source.text.lstrip()
    if source.path.suffix.lower() == ".json":
        return bool(text)
    if not text.startswith(("{", "[")):
        return False
    # `[Draft] Outage` is no JSON, nor is `{{< note >}}`.
    return re.match(r"\{\s*(?:\"|\})|\[\s*\{\s*\"", text) is not None


def read(source: ImportSource) -> list[Document]:
    """A document for each incident, in the order of the file.

    Raises:
        ImportRefused: it is broken JSON, or no incident of Statuspage.
    """
    incidents = _find_incidents(read_placed_json(source.text))
    if not incidents:
        message = (
            "the file is JSON, but no incident of Statuspage; expected an object with 'name' and "
            "'incident_updates', a list of them, or {\"incidents\": [...]}"
        )
        raise ImportRefused("unknown-json", message)
    starts = [0, *(match.end() for match in re.finditer("\n", source.text))]
    text = _Text(source.text, starts)
    return [_read_incident(source, text, each, alone=len(incidents) == 1) for each in incidents]


def _find_incidents(tree: Any) -> list[PlacedObject]:
    if isinstance(tree, list):
        return [each for each in tree if _is_incident(each)]
    if not isinstance(tree, PlacedObject):
        return []
    if _is_incident(tree):
        return [tree]
    inner = tree.get("incidents", tree.get("incident"))
    return _find_incidents(inner) if inner is not None else []


def _is_incident(tree: Any) -> bool:
    if not isinstance(tree, PlacedObject) or not isinstance(tree.get("name"), str):
        return False
    return isinstance(tree.get("incident_updates"), list) or {"status", "impact"} <= set(tree)


def _read_incident(
    source: ImportSource, text: _Text, incident: PlacedObject, *, alone: bool
) -> Document:
    updates, body, published = _part_updates(incident)
    own = text.text[incident.start : incident.end]
    path, digest = source.shown, source.sha256
    if not alone:
        identifier = incident.get("id")
        path += f"#{identifier if isinstance(identifier, str) else text.line_of(incident.start)}"
        digest = hashlib.sha256(own.encode("utf-8", "surrogatepass")).hexdigest()
    lines = [Line(text.line_of(incident["name"].start), f"# {_one_line(incident['name'])}")]
    lines += _list_fields(text, incident, published)
    lines += _list_services(text, incident)
    lines += _list_updates(text, updates)
    lines += _add_body(text, body)
    rest = [
        SourceField(key, value, text.line_of(value.start), "")
        for key, value in incident.items()
        if key not in _SAID and isinstance(value, PlacedText) and value.strip()
    ]
    lines += list_rest(rest)
    facts, hints = _state_facts(text, incident, published)
    return Document(
        path,
        digest,
        name,
        tuple(lines),
        tuple(facts),
        hints=tuple(hints),
        notes=source.notes,
    )


def _part_updates(
    incident: PlacedObject,
) -> tuple[list[PlacedObject], PlacedText | None, PlacedText | None]:
    """The updates, oldest first, the postmortem, which the public API sends as an update, and
    when it was published."""
    found = incident.get("incident_updates")
    updates = [each for each in found if isinstance(each, PlacedObject)] if found else []
    body = incident.get("postmortem_body")
    published = incident.get("postmortem_published_at")
    kept = []
    for update in updates:
        said = update.get("body")
        if update.get("status") == "postmortem" and isinstance(said, PlacedText):
            body = body if isinstance(body, PlacedText) and body.strip() else said
            if body.strip() == said.strip():
                published = published or update.get("display_at") or update.get("created_at")
                continue
        kept.append(update)
    # The newest comes first in every answer, so of two with one time the later one is older.
    kept.reverse()
    kept.sort(key=_moment_of)
    return (
        kept,
        body if isinstance(body, PlacedText) and body.strip() else None,
        published if isinstance(published, PlacedText) else None,
    )


def _moment_of(update: PlacedObject) -> str:
    for key in ("display_at", "created_at"):
        value = update.get(key)
        if isinstance(value, str) and (moment := read_moment(value)):
            return moment
    return ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _list_fields(text: _Text, incident: PlacedObject, published: PlacedText | None) -> list[Line]:
    items = []
    said_fields = [(label, incident.get(key)) for key, label in _LISTED]
    for label, value in (*said_fields, ("Postmortem published", published)):
        if isinstance(value, PlacedText) and value.strip():
            said = read_moment(value) or _one_line(value)
            items.append(Line(text.line_of(value.start), f"- {label}: {said}"))
    return [Line(items[0].number, ""), *items] if items else []


def _list_services(text: _Text, incident: PlacedObject) -> list[Line]:
    names = _component_names(incident)
    if not names:
        return []
    first = text.line_of(names[0].start)
    items = [Line(text.line_of(each.start), f"- {_one_line(each)}") for each in names]
    return [Line(first, ""), Line(first, "## Affected services"), Line(first, ""), *items]


def _component_names(incident: PlacedObject) -> list[PlacedText]:
    components = incident.get("components")
    return [
        each["name"]
        for each in (components if isinstance(components, list) else ())
        if isinstance(each, PlacedObject) and isinstance(each.get("name"), PlacedText)
    ]


def _list_updates(text: _Text, updates: list[PlacedObject]) -> list[Line]:
    entries: list[Line] = []
    for update in updates:
        body, status = update.get("body"), update.get("status")
        place = body if isinstance(body, PlacedText) else status
        number = text.line_of(place.start if isinstance(place, PlacedText) else update.start)
        said = [part.strip() for part in str(body or "").splitlines() if part.strip()] or [""]
        label = str(status or "update").replace("_", " ").capitalize()
        first = f"- {_moment_of(update)} **{label}:** {said[0]}"
        entries.append(Line(number, " ".join(first.split())))
        entries += [Line(number, f"  {part}") for part in said[1:]]
    if not entries:
        return []
    first_number = entries[0].number
    head = [Line(first_number, text) for text in ("", "## Timeline", "")]
    return [*head, *entries]


def _add_body(text: _Text, body: PlacedText | None) -> list[Line]:
    if body is None:
        return []
    number = text.line_of(body.start)
    lines = [line.rstrip() for line in body.strip().splitlines()]
    # Sections of its own stand by themselves; other text must not run on from the timeline.
    head = [""] if _HEADING.match(body.lstrip()) else ["", "## Postmortem", ""]
    return [Line(number, line) for line in (*head, *lines)]


def _state_facts(
    text: _Text, incident: PlacedObject, published: PlacedText | None
) -> tuple[list[StatedFact], list[StatedFact]]:
    facts: list[StatedFact] = []
    hints: list[StatedFact] = []

    def state(to: list[StatedFact], field: str, value: Any, said: str | None) -> None:
        if isinstance(value, PlacedText) and said:
            line = text.line_of(value.start)
            to.append(StatedFact(field, said, line, text.quote(line)))

    title = incident["name"]
    state(facts, "title", title, _one_line(title))
    for key in ("started_at", "resolved_at"):
        value = incident.get(key)
        state(facts, key, value, read_moment(value) if isinstance(value, str) else None)
    for key in ("impact_override", "impact"):
        value = incident.get(key)
        if isinstance(value, str) and value.strip() and value in _SEVERITIES:
            state(facts, "severity", value, value)
        # What was set by hand holds, be it that there was no impact.
        if isinstance(value, str) and value.strip():
            break
    for component in _component_names(incident):
        state(facts, "services", component, _one_line(component))
    link = incident.get("shortlink")
    state(facts, "sources", link, str(link))
    moment = read_moment(published) if published is not None else None
    state(hints, "published_at", published, moment)
    state_zone(facts)
    return facts, hints
