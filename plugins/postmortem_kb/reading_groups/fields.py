"""The fields of a reading session's front matter: declared, documented and typed in one place."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from postmortem_kb.durations import Duration, parse_duration
from postmortem_kb.errors import FieldError
from postmortem_kb.fields import Text, Visibility
from postmortem_kb.moments import Precision, Timestamp, parse_timestamp
from postmortem_kb.written_forms import DURATION, WHEN, ZONE, read_text
from postmortem_kb.zones import Zone, ZoneKind, parse_zone

_FIRST_YEAR, _LAST_YEAR = 1970, 2999
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=24)
_LENGTH_HINT = "write it like '45 min' or '1 h'"
_START_HINT = "write day and time like 2026-11-26T15:00"
_ZONE_HINT = "write an IANA name such as 'Europe/Berlin', an offset such as '+02:00', or 'UTC'"


class Format(StrEnum):
    """How a group goes through what it reads."""

    DISCUSSION = "discussion"
    REPLAY = "replay"
    COMPARISON = "comparison"
    AUTHOR_TALK = "author-talk"


FORMATS = {
    Format.DISCUSSION: "Everybody has read it, or reads it at the start; the group talks about it.",
    Format.REPLAY: "The group goes through it event by event, and nobody knows how it ends. Until "
    "the session has minutes, its page and its packet for participants give nothing away.",
    Format.COMPARISON: "Two or more incidents side by side.",
    Format.AUTHOR_TALK: "Those who responded tell it, and the group asks.",
}
"""What each of them means."""


def parse_start(text: str) -> Timestamp:
    """Read when a session starts.

    Raises:
        FieldError: it is no timestamp, or one that no calendar could hold.
    """
    try:
        starts = parse_timestamp(text)
    except FieldError as error:
        hint = error.hint if error.replacement else _START_HINT
        raise FieldError(error.message, hint, error.replacement) from None
    is_exact = starts.precision in (Precision.MINUTE, Precision.SECOND)
    if not (is_exact and starts.has_day and starts.has_year):
        message = f"found {text!r}, which is no time to the minute on a known day"
        raise FieldError(message, _START_HINT)
    if starts.approximate:
        exact = starts.canonical.lstrip("~")
        raise FieldError(f"found {text!r}, and a calendar knows no 'about'", f"write {exact!r}")
    if not _FIRST_YEAR <= starts.local.year <= _LAST_YEAR:
        raise FieldError(f"found {text!r}, a year that calendars do not reach", "correct the year")
    return starts


def parse_session_length(text: str) -> Duration:
    """Read how long a session takes.

    Raises:
        FieldError: it is no duration, or none that a meeting can have.
    """
    length = parse_duration(text)
    if not _SHORTEST <= length.delta <= _LONGEST:
        raise FieldError(f"found {text!r}, and a session lasts 1 min to 24 h", _LENGTH_HINT)
    return length


def parse_session_zone(text: str) -> Zone:
    """Read what zone the start is in.

    Raises:
        FieldError: it is none, or `unknown`.
    """
    try:
        zone = parse_zone(text)
    except FieldError as error:
        meant, asked, _ = error.hint.partition("? ")
        hint = f"{meant}? otherwise {_ZONE_HINT}" if asked else _ZONE_HINT
        raise FieldError(error.message, hint) from None
    if zone.kind is ZoneKind.UNKNOWN:
        raise FieldError("found 'unknown', and people have to know when to come", _ZONE_HINT)
    return zone


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class SessionFields(BaseModel):
    """Everything that may stand in the front matter of a reading session."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    group: Text = Field(description="The reading group. Sessions of one name have one calendar.")
    starts_at: Annotated[Timestamp, read_text(parse_start), WHEN] = Field(
        description="When it begins, to the minute: `2026-11-26T15:00`, in `timezone`."
    )
    timezone: Annotated[Zone, read_text(parse_session_zone), ZONE] | None = Field(
        None,
        description="An IANA name such as `Europe/Berlin`, an offset or an abbreviation. Absent: "
        "the site's `timezone` option, else an error.",
    )
    duration: Annotated[Duration, read_text(parse_session_length), DURATION] = Field(
        description="How long it takes: `45 min`, `1 h`."
    )
    postmortems: Annotated[tuple[Text, ...], BeforeValidator(_listed)] = Field(
        description="What is read: one or several ids of records, or the options of "
        "`postmortem list`, such as `--service checkout --limit 2`."
    )
    format: Format = Field(Format.DISCUSSION, description="How the group goes through it.")
    title: Text | None = Field(
        None, description="What the session is called; default: the heading of its text."
    )
    facilitator: Text | None = Field(None, description="Who leads it: a role or a handle.")
    note_taker: Text | None = Field(None, description="Who writes it down: a role or a handle.")
    location: Text | None = Field(None, description="Where it is: the link of a call, or a room.")
    questions: Annotated[tuple[Text, ...], BeforeValidator(_listed)] = Field(
        (),
        description="What the group wants to talk about.",
    )
    visibility: Visibility = Field(
        Visibility.INTERNAL, description="Who may read it; see the option `visibility`."
    )
