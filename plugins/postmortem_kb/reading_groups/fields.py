"""The fields of a reading session's front matter: declared, documented and typed in one place."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from postmortem_kb.fields import InZone, Span, Text, Visibility, When


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


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class SessionFields(BaseModel):
    """Everything that may stand in the front matter of a reading session."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    group: Text = Field(description="The reading group. Sessions of one name have one calendar.")
    starts_at: When = Field(
        description="When it begins, to the minute: `2026-11-26T15:00`, in `timezone`."
    )
    timezone: InZone | None = Field(
        None,
        description="An IANA name such as `Europe/Berlin`, an offset or an abbreviation. Absent: "
        "the site's `timezone` option, else an error.",
    )
    duration: Span = Field(description="How long it takes: `45 min`, `1 h`.")
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
    questions: tuple[Text, ...] = Field((), description="What the group wants to talk about.")
    visibility: Visibility = Field(
        Visibility.INTERNAL, description="Who may read it; see the option `visibility`."
    )
