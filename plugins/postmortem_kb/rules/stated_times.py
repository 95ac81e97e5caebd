"""The times that a record states, with where each stands: what the rules about time go through."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from postmortem_kb.moments import Moment
from postmortem_kb.problem import Place

if TYPE_CHECKING:
    from postmortem_kb.model import Incident, Postmortem

TIMES = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
"""The fields of an incident that hold a time."""


@dataclass(frozen=True, slots=True)
class StatedTime:
    """One time of the record: that of the front matter's field `about`, or of the `timeline`."""

    moment: Moment
    place: Place
    about: str

    @property
    def label(self) -> str:
        """What a message calls it."""
        name = "the timeline's" if self.about == "timeline" else self.about
        return f"{name} {self.moment.stated.text!r}"


def find_moments(incident: "Incident") -> dict[str, Moment]:
    """The incident's moments by their field names."""
    found = {name: getattr(incident, name.removesuffix("_at")) for name in TIMES}
    return {name: moment for name, moment in found.items() if moment is not None}


def find_incidents(
    postmortem: "Postmortem",
) -> Iterator[tuple["Incident", tuple[str | int, ...]]]:
    """Each incident with the path of its fields in the front matter.

    The record as a whole comes first, with what it states itself: not what its incidents add up to.
    """
    fields, whole = postmortem.fields, postmortem.incident
    if not fields.incidents:
        yield whole, ()
        return
    stated: dict[str, Any] = {
        name.removesuffix("_at"): None for name in TIMES if getattr(fields, name) is None
    }
    yield replace(whole, stated_duration=fields.duration, **stated), ()
    for index, incident in enumerate(postmortem.incidents):
        yield incident, ("incidents", index)


def find_field_times(postmortem: "Postmortem") -> Iterator[StatedTime]:
    """The times of the front matter, those of action items aside."""
    return iter(_find_field_times(postmortem))


# The rules ask for the times of one record after the other.
@lru_cache(maxsize=1)
def _find_field_times(postmortem: "Postmortem") -> tuple[StatedTime, ...]:
    return tuple(
        StatedTime(moment, postmortem.find_place(*base, name), name)
        for incident, base in find_incidents(postmortem)
        for name, moment in find_moments(incident).items()
    )


def find_event_times(postmortem: "Postmortem") -> Iterator[StatedTime]:
    """The times of the timeline, in its order: where entries begin."""
    for event in postmortem.body.events:
        if (moment := event.at) is not None:
            yield StatedTime(moment, Place(event.line), "timeline")
