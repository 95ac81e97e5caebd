"""The fields of a reading session's front matter: declared, documented and typed in one place."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from postmortem_kb.fields import InZone, Span, Text, Visibility, When


class Format(StrEnum):
    """How a group goes through what it reads."""

    DISCUSSION = "discussion"
    """Everybody has read it; the group talks about it."""
    REPLAY = "replay"
    """Nobody has: the group goes through it event by event, without knowing how it ends."""
    COMPARISON = "comparison"
    """Two or more incidents side by side."""
    AUTHOR_TALK = "author-talk"
    """Those who responded tell it, and the group asks."""


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
