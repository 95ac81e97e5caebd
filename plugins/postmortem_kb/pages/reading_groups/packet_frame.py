"""What both editions of a packet have around the records: head, facts of the session, limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postmortem_kb.escape import Markdown, escape
from postmortem_kb.model import Postmortem
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.facts import Fact
from postmortem_kb.pages.paths import external_link, is_web_address, link, packet_path, session_path
from postmortem_kb.pages.reading_groups.session_words import (
    FORMAT_LABELS,
    FORMAT_MEANINGS,
    say_length,
    show_when,
)
from postmortem_kb.pages.templating import FrontMatter, head_description
from postmortem_kb.reading_groups.session import Session

MOST_RECORDS = 10
"""Records that a packet tells; of what a session has beyond these it says so."""
_LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True, slots=True)
class Frame:
    """The beginning of a packet. By its `edition` the style sheet knows what stands at the foot of
    every sheet of paper. `left_out` says how many records it does not tell, or nothing."""

    edition: str
    title: str
    session: Markdown
    facts: tuple[Fact, ...]
    left_out: str
    front_matter: FrontMatter


def make_frame(
    session: Session, postmortems: Sequence[Postmortem], edition: str, session_name: str
) -> Frame:
    """The frame of one edition; nothing in it tells of a record, unless `session_name` does."""
    path = packet_path(session.id, edition)
    number = len(postmortems)
    left_out = f"This packet tells the first {MOST_RECORDS} of {number} postmortems."
    description = (
        f"Packet for the {edition}s of a reading session: "
        f"{session.fields.group}, {words.day(session.day)}."
    )
    front_matter: FrontMatter = {"search": {"exclude": True}, "hide": ["toc", "navigation"]}
    return Frame(
        edition=edition,
        title=f"{edition.capitalize()} packet",
        session=link(session_name, source=path, target=session_path(session.id)),
        facts=tuple(_find_facts(session)),
        left_out=left_out if number > MOST_RECORDS else "",
        front_matter=front_matter | head_description(description),
    )


def letter_records(names: Sequence[str]) -> tuple[str, ...]:
    """Names with a letter before each, `A: …`, where there are several to be told apart."""
    if len(names) < 2:
        return tuple(names)
    return tuple(f"{_LETTERS[index]}: {name}" for index, name in enumerate(names))


def find_letters(number: int) -> tuple[str, ...]:
    """`A`, `B`, … for records side by side; at most `MOST_RECORDS`."""
    return tuple(_LETTERS[:number])


def _find_facts(session: Session) -> Iterator[Fact]:
    fields = session.fields
    yield Fact("Group", escape(fields.group))
    yield Fact("When", show_when(session))
    yield Fact("How long", escape(say_length(session)))
    yield Fact("Format", escape(FORMAT_LABELS[fields.format]), FORMAT_MEANINGS[fields.format])
    for label, value in (("Facilitator", fields.facilitator), ("Note taker", fields.note_taker)):
        yield Fact(label, escape(value) if value else cells.NOT_STATED)
    if fields.location:
        is_link = is_web_address(fields.location)
        # On paper the address stands behind the link's text.
        place = external_link("by link", fields.location) if is_link else escape(fields.location)
        yield Fact("Where", place, is_wide=is_link)
