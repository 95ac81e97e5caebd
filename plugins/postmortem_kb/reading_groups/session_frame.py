"""What every session has: a name with a day, and a start that is one point in time."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from postmortem_kb.errors import FieldError
from postmortem_kb.fields import parse_id
from postmortem_kb.front_matter import Located
from postmortem_kb.model import Source
from postmortem_kb.problem import Finding, Place
from postmortem_kb.reading_groups.fields import SessionFields
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.rules.front_matter import MISSING_FIELD
from postmortem_kb.rules.sessions import BAD_SESSION_NAME, BAD_SESSION_TIME, DOUBLED_SESSION_TIME
from postmortem_kb.zones import Zone, ZoneKind

FOLDER = "reading-groups"
"""Below the folder of the documentation."""
_NAME = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)-[a-z0-9].*")


def check_name(source: Source) -> Iterator[tuple[Rule, Finding]]:
    session_id, folder = Path(source.path).stem, Path(source.path).parent
    if folder.name != FOLDER:
        message = f"a session in the folder {folder.name!r}: the site has none for it"
        hint = f"move the file to the folder '{FOLDER}' itself"
        yield BAD_SESSION_NAME, Finding(Place(1), message, hint)
    match = _NAME.fullmatch(session_id)
    hint = "name it like '2026-11-26-what-alerts-tell.md': the day, then words in lower case"
    try:
        if match is None:
            message = "the file says when a session starts, but its name has no day and words"
            yield BAD_SESSION_NAME, Finding(Place(1), f"{message}: found {session_id!r}", hint)
            return
        parse_id(session_id)
        date.fromisoformat(match["day"])
    except FieldError as error:
        yield BAD_SESSION_NAME, Finding(Place(1), f"the file's name: {error.message}", hint)
    except ValueError:
        message = f"there is no day {match['day'] if match else ''} in the calendar"
        yield BAD_SESSION_NAME, Finding(Place(1), f"the file's name: {message}", hint)


def check_start(
    fields: SessionFields, zone: Zone | None, located: Located
) -> Iterator[tuple[Rule, Finding]]:
    """Whether the start is one point in time."""
    starts = fields.starts_at
    place = located.find_place(("starts_at",))
    if starts.offset is not None:
        return
    if zone is None:
        message = "nothing says what time zone 'starts_at' is in"
        hint = "add 'timezone: Europe/Berlin', for example, or set the plugin's option 'timezone'"
        yield MISSING_FIELD, Finding(place, message, hint, "timezone")
        return
    if zone.kind is ZoneKind.UNKNOWN:
        message = "the site's time zone is unknown, and people have to know when to come"
        hint = "add 'timezone: Europe/Berlin', for example"
        yield BAD_SESSION_TIME, Finding(place, message, hint)
        return
    found = zone.find_gap_or_fold(starts.local)
    if found == "nonexistent":
        message = f"{str(starts)!r} does not exist in {zone.text}: the clocks go forward over it"
        yield BAD_SESSION_TIME, Finding(place, f"starts_at: {message}", "choose another time")
    elif found == "doubled":
        message = f"{str(starts)!r} comes twice in {zone.text}: the clocks go back over it"
        hint = "add the offset that is meant, such as '+01:00', or choose another time"
        yield DOUBLED_SESSION_TIME, Finding(place, f"starts_at: {message}", hint)
