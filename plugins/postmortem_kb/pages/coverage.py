"""The coverage page: which records lack what, for those who can fill it in."""

from collections.abc import Callable
from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown
from postmortem_kb.metrics import UNKNOWN, duration
from postmortem_kb.model import Incident, Postmortem
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import words
from postmortem_kb.pages.paths import COVERAGE, link, postmortem_path
from postmortem_kb.pages.templating import head_description, render_template
from postmortem_kb.settings import Settings
from postmortem_kb.zones import ZoneKind

_DESCRIPTION = (
    "What the records do not say. Nothing of this is guessed: it stays open until somebody who "
    "knows fills it in."
)


@dataclass(frozen=True, slots=True)
class _Point:
    """Something that a record can have; `applies` says whether it can be asked of it at all."""

    label: str
    is_there: Callable[[Postmortem], bool]
    applies: Callable[[Postmortem], bool] = lambda _: True


def _of_all(is_there: Callable[[Incident], bool]) -> Callable[[Postmortem], bool]:
    return lambda postmortem: all(is_there(incident) for incident in postmortem.incidents)


def _is_known(term: str | None) -> bool:
    return term is not None and term != UNKNOWN


_POINTS = (
    _Point("start", _of_all(lambda incident: incident.started is not None)),
    _Point("date", _of_all(lambda incident: incident.day is not None)),
    _Point("end", _of_all(lambda incident: incident.resolved is not None or incident.is_ongoing)),
    _Point(
        "duration",
        _of_all(lambda incident: duration(incident) is not None or incident.is_ongoing),
    ),
    _Point("time zone", lambda postmortem: postmortem.zone.kind is not ZoneKind.UNKNOWN),
    _Point("severity", _of_all(lambda incident: incident.severity is not None)),
    _Point("services", _of_all(lambda incident: bool(incident.services))),
    _Point("cause services", _of_all(lambda incident: bool(incident.cause_services))),
    _Point(
        "root cause",
        _of_all(lambda incident: any(_is_known(cause) for cause in incident.root_causes)),
    ),
    _Point("trigger", _of_all(lambda incident: _is_known(incident.trigger))),
    _Point("time of detection", _of_all(lambda incident: incident.detected is not None)),
    _Point("detection", _of_all(lambda incident: _is_known(incident.detection))),
    _Point("mitigation", _of_all(lambda incident: _is_known(incident.mitigation))),
    _Point("impact", _of_all(lambda incident: incident.impact is not None)),
    _Point("timeline", lambda postmortem: bool(postmortem.body.events)),
    _Point("action items", lambda postmortem: bool(postmortem.action_items)),
    _Point(
        "owner of every action item",
        lambda postmortem: all(item.owner for item in postmortem.action_items),
        lambda postmortem: bool(postmortem.action_items),
    ),
    _Point(
        "due date of every action item",
        lambda postmortem: all(item.due for item in postmortem.action_items),
        lambda postmortem: bool(postmortem.action_items),
    ),
    _Point("review status", lambda postmortem: postmortem.fields.review_status is not None),
)


@dataclass(frozen=True, slots=True)
class _PointRow:
    label: str
    share: str
    percent: int


@dataclass(frozen=True, slots=True)
class _RecordRow:
    title: Markdown
    number: int
    missing: str


def render_coverage(catalogue: Catalogue, settings: Settings) -> Page:
    """The coverage page; of very many records it lists those that lack most."""
    gaps: list[tuple[Postmortem, list[str]]] = []
    for postmortem in catalogue.postmortems:
        missing = [
            point.label
            for point in _POINTS
            if point.applies(postmortem) and not point.is_there(postmortem)
        ]
        if missing:
            gaps.append((postmortem, missing))
    gaps.sort(key=lambda gap: -len(gap[1]))
    shown = gaps[: settings.rows_per_page]
    content = render_template(
        "coverage",
        head_description(_DESCRIPTION) | {"hide": ["toc"]},
        description=_DESCRIPTION,
        points=[_make_row(point, catalogue) for point in _POINTS],
        records=[_make_record_row(postmortem, missing) for postmortem, missing in shown],
        left_out=words.count(len(gaps) - len(shown), "more record") if gaps != shown else "",
        count=len(catalogue.postmortems),
    )
    return Page(COVERAGE, content, PageKind.INDEX)


def _make_row(point: _Point, catalogue: Catalogue) -> _PointRow:
    asked = [postmortem for postmortem in catalogue.postmortems if point.applies(postmortem)]
    there = sum(point.is_there(postmortem) for postmortem in asked)
    percent = round(100 * there / len(asked)) if asked else 0
    return _PointRow(words.sentence(point.label), f"{there} of {len(asked)}", percent)


def _make_record_row(postmortem: Postmortem, missing: list[str]) -> _RecordRow:
    return _RecordRow(
        title=link(postmortem.title, source=COVERAGE, target=postmortem_path(postmortem.id)),
        number=len(missing),
        missing=", ".join(missing),
    )
