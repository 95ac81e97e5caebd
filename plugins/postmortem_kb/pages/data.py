"""`postmortems.json`: the records for other programs. Fields may be added, never renamed."""

import json
from collections.abc import Iterator
from typing import Any

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.durations import Duration
from postmortem_kb.fields import Impact
from postmortem_kb.metrics import (
    MEASURES,
    ONGOING,
    bucket_id,
    computed_duration,
    duration,
)
from postmortem_kb.model import Incident, Postmortem
from postmortem_kb.moments import Moment
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages.paths import DATA
from postmortem_kb.settings import Settings
from postmortem_kb.taxonomy import Taxonomy

_MOMENTS = ("started", "detected", "acknowledged", "mitigated", "resolved")
_NO_FIGURES = dict.fromkeys(
    ["computed_duration_minutes", *(f"{measure.name}_minutes" for measure in MEASURES)]
)


def render_data(catalogue: Catalogue, settings: Settings) -> Page:
    """All records in the order of the archive."""
    records = [
        describe_postmortem(record, catalogue.taxonomy, settings)
        for record in catalogue.postmortems
    ]
    document = {"version": 1, "postmortems": records}
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return Page(DATA, f"{text}\n", PageKind.DATA)


def describe_postmortem(
    postmortem: Postmortem, taxonomy: Taxonomy, settings: Settings
) -> dict[str, Any]:
    """One record as JSON; `url` is relative to the site's root.

    Timestamps are ISO 8601 cut to their precision, with an offset where it is known. `approximate`
    names the fields that the record only knows roughly.
    """
    described = {
        "id": postmortem.id,
        "url": f"postmortems/{postmortem.id}{'/' if settings.use_directory_urls else '.html'}",
        "title": postmortem.title,
        "summary": postmortem.summary,
        **_describe_incident(postmortem.incident, taxonomy),
        # What lies between the first start and the last end of several is no figure.
        **(_NO_FIGURES if postmortem.fields.incidents else {}),
        "timezone": postmortem.zone.text,
        "action_items_open": sum(item.is_open for item in postmortem.action_items),
        "action_items_total": len(postmortem.action_items),
        "visibility": postmortem.fields.visibility.value,
        "review_status": postmortem.fields.review_status,
        "tags": list(postmortem.fields.tags),
        "source_path": postmortem.source.path,
    }
    if postmortem.fields.incidents:
        described["incidents"] = [
            {
                "id": incident.id,
                "title": incident.title,
                **_describe_incident(incident, taxonomy),
            }
            for incident in postmortem.incidents
        ]
    return described


def _describe_incident(incident: Incident, taxonomy: Taxonomy) -> dict[str, Any]:
    length, computed = duration(incident), computed_duration(incident)
    return {
        "kind": incident.kind.value,
        "severity": incident.severity,
        **{f"{name}_at": _describe_moment(getattr(incident, name)) for name in _MOMENTS},
        **({"resolved_at": ONGOING} if incident.is_ongoing else {}),
        "approximate": list(_find_approximate(incident, length)),
        "duration_minutes": _minutes(length),
        "computed_duration_minutes": _minutes(computed),
        "duration_bucket": bucket_id(incident, taxonomy),
        "root_causes": list(incident.root_causes),
        "services": list(incident.services),
        "cause_services": list(incident.cause_services),
        "trigger": incident.trigger,
        "detection": incident.detection,
        "mitigation": incident.mitigation,
        **{f"{measure.name}_minutes": _minutes(measure.of(incident)) for measure in MEASURES},
        "impact": _describe_impact(incident.impact),
    }


def _describe_moment(moment: Moment | None) -> str | None:
    return moment.iso if moment else None


def _find_approximate(incident: Incident, length: Duration | None) -> Iterator[str]:
    for name in _MOMENTS:
        moment: Moment | None = getattr(incident, name)
        if moment is not None and moment.stated.approximate:
            yield f"{name}_at"
    if length is not None and length.approximate:
        yield "duration"


def _minutes(length: Duration | None) -> int | float | None:
    """Minutes to three decimals, a whole number as one."""
    if length is None:
        return None
    minutes = round(length.minutes, 3)
    return int(minutes) if minutes == int(minutes) else minutes


def _describe_impact(stated: Impact | None) -> dict[str, Any]:
    """Always an object, with null for what is not stated."""
    impact = stated or Impact.model_validate({})
    percent = impact.users_percent
    value = percent.value if percent else None
    return {
        "summary": impact.summary,
        "type": impact.type,
        "users_percent": int(value) if value is not None and value == int(value) else value,
        "approximate": percent.approximate if percent else False,
        "of": impact.of,
    }
