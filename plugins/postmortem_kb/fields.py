"""The fields of a record's front matter: declared, documented and typed in one place.

Pydantic reads each value from the text that stands in the file and reports everything that does
not fit at once, with its path. The reference page and the JSON Schema are made from here.
"""

import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from postmortem_kb.durations import Duration, parse_duration
from postmortem_kb.errors import FieldError
from postmortem_kb.moments import (
    Openness,
    Timestamp,
    parse_timestamp,
    parse_timestamp_or_openness,
    parse_timestamp_or_unknown,
)
from postmortem_kb.written_forms import (
    DURATION,
    ID,
    ID_PATTERN,
    PERCENT,
    WHEN,
    WHEN_OR_OPEN,
    WHEN_OR_UNKNOWN,
    ZONE,
    read_text,
)
from postmortem_kb.zones import Zone, parse_zone

_ID = re.compile(ID_PATTERN)
RESERVED_IDS = frozenset({"index", "readme"})
"""Ids whose page would take the place of the archive's."""
DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
"""Names that Windows keeps for devices, whatever stands behind a dot: no file can have them."""
MAX_ID = 200
"""Characters of an id: a file's name may have 255 bytes, ending included."""


class Kind(StrEnum):
    """What the record tells of; only incidents count in downtime figures."""

    INCIDENT = "incident"
    NEAR_MISS = "near-miss"
    EXERCISE = "exercise"


class ReviewStatus(StrEnum):
    """How far the review of the record has come."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    REVIEWED = "reviewed"
    CLOSED = "closed"


class Visibility(StrEnum):
    """Who may read the record."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


class Relation(StrEnum):
    """How another postmortem is related."""

    RECURRENCE_OF = "recurrence-of"
    SAME_CAUSE = "same-cause"
    SUPERSEDES = "supersedes"
    SEE_ALSO = "see-also"


class ActionType(StrEnum):
    """What an action item is meant to do about the next such incident."""

    PREVENT = "prevent"
    DETECT = "detect"
    MITIGATE = "mitigate"
    PROCESS = "process"


class ActionStatus(StrEnum):
    """Where an action item stands."""

    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    DECLINED = "declined"


class Percent(BaseModel):
    """A share of something, 0 to 100."""

    model_config = ConfigDict(frozen=True)

    value: float
    approximate: bool = False

    def __str__(self) -> str:
        return f"{'about ' if self.approximate else ''}{self.value:g} %"


_PERCENT = re.compile(r"^(?P<approximate>[~≈]\s*)?(?P<number>\d+(?:\.\d+)?)\s*%?$")


def parse_percent(text: str) -> Percent:
    """Read `40`, `40 %`, `~25`.

    Raises:
        FieldError: it is no number from 0 to 100.
    """
    match = _PERCENT.match(text.strip())
    if not match or float(match["number"]) > 100:
        raise FieldError(
            f"found {text!r} where a percentage from 0 to 100 was expected",
            "write a number such as 40, or ~25 where it is only known roughly",
        )
    return Percent(value=float(match["number"]), approximate=match["approximate"] is not None)


def parse_id(text: str) -> str:
    """Check an id: it becomes part of a URL.

    Raises:
        FieldError: it has other characters than ASCII letters, digits, `-`, `_` and `.`.
    """
    if len(text) > MAX_ID:
        raise FieldError(
            f"found an id of {len(text):,} characters: it becomes a file's name, so at most "
            f"{MAX_ID} are allowed",
            "choose a shorter one",
        )
    suggestion = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "an-id"
    if not _ID.fullmatch(text):
        raise FieldError(
            f"{text!r} cannot be an id: it becomes part of a URL, so only the letters a to z, "
            "digits, and '-', '_' or '.' between them are allowed",
            f"write {suggestion!r}, for example",
        )
    if text.lower() in RESERVED_IDS:
        raise FieldError(
            f"{text!r} cannot be an id: its page would take the place of the archive's",
            f"write 'the-{text}', for example",
        )
    if text.lower().partition(".")[0] in DEVICE_NAMES:
        raise FieldError(
            f"{text!r} cannot be an id: Windows keeps that name for a device",
            f"write 'the-{text}', for example",
        )
    return text


def _single_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_single_line), StringConstraints(min_length=1)]
"""One line or paragraph of plain text; line breaks become spaces."""
Id = Annotated[str, read_text(parse_id), ID]
When = Annotated[Timestamp, read_text(parse_timestamp), WHEN]
WhenOrUnknown = Annotated[
    Timestamp | Openness, read_text(parse_timestamp_or_unknown), WHEN_OR_UNKNOWN
]
WhenOrOpen = Annotated[Timestamp | Openness, read_text(parse_timestamp_or_openness), WHEN_OR_OPEN]
Span = Annotated[Duration, read_text(parse_duration), DURATION]
InZone = Annotated[Zone, read_text(parse_zone), ZONE]
Share = Annotated[Percent, read_text(parse_percent), PERCENT]


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Impact(_Fields):
    """What users or the business noticed."""

    summary: Text | None = Field(None, description="What was noticed, in a sentence or two.")
    type: Text | None = Field(None, description="A term of `impact_types`.")
    users_percent: Share | None = Field(
        None, description="How many were affected, 0 to 100; `~25` where it is only about that."
    )
    of: Text | None = Field(
        None, description="What the percentage is of, such as *users attempting checkout*."
    )


def _impact_from_text(value: Any) -> Any:
    return {"summary": value} if isinstance(value, str) else value


class Discrepancy(_Fields):
    """A contradiction in what is known, that the record states openly."""

    about: Text = Field(description="The front matter field that it concerns.")
    note: Text = Field(description="What contradicts what.")


class Related(_Fields):
    """Another postmortem that belongs with this one."""

    id: Id = Field(description="The other record's id.")
    relation: Relation = Field(Relation.SEE_ALSO, description="How it is related.")


class ImportedFrom(_Fields):
    """The document that an import made the record from."""

    path: Text = Field(description="Where the document was.")
    sha256: Text = Field(description="The hash of its bytes.")


class SourceLink(_Fields):
    """A document that the record draws on."""

    url: Text = Field(description="Where it is.")
    title: Text | None = Field(None, description="What it is called.")
    archive_url: Text | None = Field(None, description="A lasting copy.")


class ActionItemFields(_Fields):
    """A measure that follows from the incident."""

    title: Text = Field(description="What will be done.")
    type: ActionType | None = Field(None, description="What it is meant to do.")
    owner: Text | None = Field(None, description="The team or role that does it.")
    due: When | None = Field(None, description="The day it is due.")
    status: ActionStatus = Field(ActionStatus.OPEN, description="Where it stands.")
    done: When | None = Field(None, description="The day it was finished.")
    reason: Text | None = Field(None, description="What led to declining it.")
    ticket: Text | None = Field(None, description="A ticket's number or URL.")


class IncidentFields(_Fields):
    """What every incident has; a record that tells of several gives these for each of them."""

    title: Text | None = Field(None, description="What the postmortem is called.")
    kind: Kind = Field(Kind.INCIDENT, description="Only incidents count in downtime figures.")
    severity: Text | None = Field(
        None, description="A term of `severities`. Absent means not stated: it is never guessed."
    )
    started_at: WhenOrUnknown | None = Field(
        None, description="When users or systems were first affected."
    )
    detected_at: WhenOrUnknown | None = Field(None, description="When anyone or anything noticed.")
    acknowledged_at: WhenOrUnknown | None = Field(
        None, description="When somebody began to work on it."
    )
    mitigated_at: WhenOrUnknown | None = Field(
        None, description="When users were no longer affected, although the cause remained."
    )
    resolved_at: WhenOrOpen | None = Field(
        None, description="When it was over; `ongoing` while it lasts."
    )
    duration: Span | None = Field(
        None,
        description="Only where it is stated without both ends, or differs from what lies between "
        "them. `1h 30m`, `90 min`, `1:30` (hours:minutes), `PT1H30M`, `2 and a half hours`.",
    )
    services: tuple[Text, ...] = Field((), description="Where it hurt: terms of `services`.")
    cause_services: tuple[Text, ...] = Field((), description="Where it broke: terms of `services`.")
    root_causes: tuple[Text, ...] = Field(
        (), description="Terms of `root_causes`, the most important first. `unknown` is a term."
    )
    trigger: Text | None = Field(None, description="What set it off: a term of `triggers`.")
    detection: Text | None = Field(None, description="How it was noticed: a term of `detections`.")
    mitigation: Text | None = Field(None, description="What ended it: a term of `mitigations`.")
    impact: Annotated[Impact | None, BeforeValidator(_impact_from_text)] = Field(
        None, description="What was noticed: one sentence, or the fields below."
    )


class IncidentOfSeveral(IncidentFields):
    """One of several incidents told in one document."""

    id: Id = Field(description="Names this incident within the record.")


class FrontMatter(IncidentFields):
    """Everything that may stand in the front matter of a record."""

    title: Text = Field(description="What the postmortem is called.")
    id: Id | None = Field(
        None,
        description="The stable id and last part of the URL; default: the file name without `.md`.",
    )
    aliases: tuple[Id, ...] = Field((), description="Earlier ids: their URLs lead here.")
    summary: Text | None = Field(
        None, description="One paragraph; default: the first one of the Summary section."
    )
    review_status: ReviewStatus | None = Field(
        None, description="How far its review has come. (Not `status`: Material owns that name.)"
    )
    visibility: Visibility = Field(
        Visibility.INTERNAL, description="Who may read it; see the option `visibility`."
    )
    timezone: InZone | None = Field(
        None,
        description="What times without an offset are in: an IANA name, an offset, an abbreviation "
        "as written, or `unknown`. Absent: the site's `timezone` option, else an error.",
    )
    contributing_factors: tuple[Text, ...] = Field(
        (), description="What else had to be so for it to happen."
    )
    discrepancies: tuple[Discrepancy, ...] = Field(
        (),
        description="Contradictions that the record knows of; shown on its page, and the "
        "rule about that field is then silent.",
    )
    imported_from: ImportedFrom | None = Field(None, description="Written by an import.")
    authors: tuple[Text, ...] = Field((), description="Teams or roles that wrote it.")
    roles: tuple[Text, ...] = Field((), description="Roles that took part in the response.")
    related: tuple[Related, ...] = Field((), description="Other postmortems that belong with it.")
    incidents: tuple[IncidentOfSeveral, ...] = Field(
        (), description="Several incidents told in one document; each is counted once."
    )
    sources: tuple[SourceLink, ...] = Field((), description="Documents that it draws on.")
    tags: tuple[Text, ...] = Field((), description="Free words, left to the theme.")
    lessons: tuple[Text, ...] = Field((), description="What was learned.")
    surprises: tuple[Text, ...] = Field((), description="What nobody expected.")
    action_items: tuple[ActionItemFields, ...] = Field(
        (), description="Allowed here instead of in the body."
    )
