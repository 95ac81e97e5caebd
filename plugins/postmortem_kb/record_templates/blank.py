"""A new record: the fields that are known, hints about the others, and an empty body to fill."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib.resources import files

from postmortem_kb.drafting.front_matter_text import Value, render_front_matter
from postmortem_kb.fields import ReviewStatus
from postmortem_kb.taxonomy import Taxonomy, TermSet


class Template(StrEnum):
    """What a new record's body begins with."""

    HOUSE = "house"
    """Every usual section, with what belongs there."""
    SHORT = "short"
    """Summary, timeline, root cause and action items."""


_SEVERITY = "severity"
_HINTS = {
    _SEVERITY: "severity: where somebody decided one",
    "started_at": "started_at: when users or systems were first affected, as far as it is known: "
    "2024-03-13T14:10, 2024-03-13T14 (in that hour), 2024-03-13 (on that day), "
    "~2024-03-13T14:10 (about then)",
    "detected_at": "detected_at, acknowledged_at, mitigated_at: the same, each where it is known",
    "resolved_at": "resolved_at: when it was over, or 'ongoing' while it lasts",
    "services": "services: where it hurt; cause_services: where it broke (listed by "
    "`postmortem services`)",
    "root_causes": "root_causes: what made it possible, the most important first (listed by "
    "`postmortem root-causes`)",
    "trigger": "trigger: what set it off; detection: how it was noticed; mitigation: what ended "
    "the harm (listed by `postmortem triggers`, `detections`, `mitigations`)",
    "impact": "impact: what people noticed, in a sentence",
}
OPEN_FIELDS = ("started_at", "resolved_at", "services", "root_causes", "impact")
"""What a reader looks for first in a record's front matter."""


def render_blank(fields: Mapping[str, Value], template: Template, taxonomy: Taxonomy) -> str:
    """A draft's text: `fields` as they are, and for the house template a comment about each of the
    others that a record usually has."""
    given = {**fields, "review_status": ReviewStatus.DRAFT}
    hints = dict(_iter_hints(given, taxonomy)) if template is Template.HOUSE else {}
    body = files("postmortem_kb.record_templates").joinpath(f"{template}.md").read_text("utf-8")
    return f"{render_front_matter(given, hints)}\n{body}"


def _iter_hints(given: Mapping[str, Value], taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    scale = ", ".join(term.id for term in taxonomy.terms(TermSet.SEVERITIES))
    for name, hint in _HINTS.items():
        if not given.get(name):
            yield name, f"{hint}: {scale}" if name == _SEVERITY and scale else hint
