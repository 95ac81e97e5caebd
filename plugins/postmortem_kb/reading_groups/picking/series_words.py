"""What connects the records of a series, in words: a title that whoever facilitates can choose by,
and why the records belong together."""

from collections.abc import Sequence
from enum import StrEnum

from postmortem_kb.facets import ROOT_CAUSES, SERVICES
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.picking.anniversaries import spell_number
from postmortem_kb.reading_groups.picking.subjects import find_families, find_services
from postmortem_kb.taxonomy import Taxonomy


class SeriesKind(StrEnum):
    """What connects the records of a series; those that teach most together come first."""

    FALSE_TRAIL = "false-trail"
    CAME_BACK = "came-back"
    SAME_CAUSE = "same-cause"
    MITIGATED_EARLY = "mitigated-early"
    NOTICED_OUTSIDE = "noticed-outside"
    SAME_SERVICE = "same-service"


NOTICED_BY = {"customer": "customers", "third-party": "somebody outside"}
"""Terms of `detections` for which a series is made, and whom each means."""


def tell_series(
    kind: SeriesKind, key: tuple[str, ...], records: Sequence[Postmortem], taxonomy: Taxonomy
) -> tuple[str, str]:
    """Title and reason of a series, in plain text; `key` holds the terms that the records share."""
    number = spell_number(len(records))
    incidents = f"{number.capitalize()} incidents"
    match kind:
        case SeriesKind.FALSE_TRAIL:
            cause, suspected = (ROOT_CAUSES.find_term(term, taxonomy).label for term in key)
            return (
                f"{number.capitalize()} {_within(cause)} incidents with a false trail to "
                f"{_within(suspected)} problems",
                f"The root cause was “{cause}”; by each timeline “{suspected}” was a hypothesis, "
                f"or was looked into and ruled out.",
            )
        case SeriesKind.CAME_BACK:
            said = (
                "The later record says that it is a recurrence of the earlier one"
                if len(records) == 2
                else f"The {number} records say that they are recurrences of one another"
            )
            title = f"It came back: {records[0].title}"
            return title, f"{said}. Which measure was meant to prevent it?"
        case SeriesKind.SAME_CAUSE:
            label = ROOT_CAUSES.find_term(key[0], taxonomy).label
            services = _list_services(records, taxonomy)
            return (
                f"{number.capitalize()} {_within(label)} incidents in different services",
                f"One root cause, “{label}”, each time in another service: {services}.",
            )
        case SeriesKind.MITIGATED_EARLY:
            return (
                f"{incidents} that were mitigated long before they were resolved",
                "At least half of the time, and an hour or more, went by after users were no "
                "longer affected.",
            )
        case SeriesKind.NOTICED_OUTSIDE:
            label = NOTICED_BY[key[0]]
            return (
                f"{incidents} that {label} noticed first",
                f"Each time it was {label}, and not monitoring, that noticed first.",
            )
        case SeriesKind.SAME_SERVICE:
            service = SERVICES.find_term(key[0], taxonomy).label
            families = [family for record in records for family in find_families(record)[:1]]
            differ = len(set(families)) == len(records)
            return (
                f"{incidents} of one service: {service}",
                f"“{service}” was hurt, or was where it broke, each time"
                f"{', with a different root cause' if differ else ''}.",
            )


def _list_services(records: Sequence[Postmortem], taxonomy: Taxonomy) -> str:
    *first, last = [
        SERVICES.find_term(service, taxonomy).label
        for record in records
        for service in find_services(record)[:1]
    ]
    return f"{', '.join(first)} and {last}" if first else last


def _within(label: str) -> str:
    """A label in the middle of a sentence: `data store`, but `DNS`."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"
