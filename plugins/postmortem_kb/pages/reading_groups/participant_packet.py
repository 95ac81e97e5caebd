"""The participants' edition of a packet: what may be known before the story, and its beginning.

What comes from the records never tells how a story goes on: no title or id, no cause, no end, no
length, no event after the first cut, and no link but the one to the session. The session's own
title and questions are the group's: where it is not to know the end, `choose_words` keeps them from
telling it; in any other format they are shown as written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages.paths import packet_path, site_root
from postmortem_kb.pages.reading_groups.comparison_part import Worksheet, make_worksheet
from postmortem_kb.pages.reading_groups.event_list import Entry, EventLister
from postmortem_kb.pages.reading_groups.packet_frame import (
    MOST_RECORDS,
    letter_records,
    make_frame,
)
from postmortem_kb.pages.templating import render_template
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.packets.glossary import (
    Shown,
    find_definitions,
    find_detection,
    find_hurt,
    find_severity,
)
from postmortem_kb.reading_groups.packets.reading_time import minutes_to_read, reading_minutes
from postmortem_kb.reading_groups.prompts import ask_at_cut
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.reading_groups.telling.beginning import find_beginning
from postmortem_kb.reading_groups.telling.cuts import Cut, find_cuts
from postmortem_kb.reading_groups.telling.own_words import choose_words
from postmortem_kb.reading_groups.telling.spoilers import find_opening, name_neutrally
from postmortem_kb.settings import Settings
from postmortem_kb.taxonomy import Taxonomy, TermSet

EDITION = "participant"
_BEGINNING = "What is told of an incident here is what was known at its beginning."
_READ_BEFORE = (
    f"{_BEGINNING} Read this first and write down what you would look at next; then read the whole "
    "postmortem, which the session's page leads to."
)
_LEADS = {
    Format.DISCUSSION: _READ_BEFORE,
    Format.REPLAY: "What was known at the beginning, and no more. Read it before the session or at "
    "its start; how the story goes on, you find out together.",
    Format.COMPARISON: _READ_BEFORE,
    Format.AUTHOR_TALK: f"{_BEGINNING} Read it before the session and write down what you would "
    "ask those who were there; they tell the rest.",
}
"""Only a replay's title and questions are kept from telling more than its beginning."""


@dataclass(frozen=True, slots=True)
class _Service:
    label: str
    description: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    """One record as far as it may be told."""

    name: str
    reading: str
    opening: tuple[str, ...]
    facts: str
    services: tuple[_Service, ...]
    caption: str
    entries: tuple[Entry, ...]
    prompt: str


def render_participant_packet(
    session: Session, postmortems: Sequence[Postmortem], catalogue: Catalogue, settings: Settings
) -> Page:
    """The participants' page of a session."""
    path = packet_path(session.id, EDITION)
    root = site_root(path, use_directory_urls=settings.use_directory_urls)
    told = postmortems[:MOST_RECORDS]
    taxonomy = catalogue.taxonomy
    shown = [_find_shown(postmortem, taxonomy) for postmortem in told]
    names = letter_records([name_neutrally(postmortem, taxonomy) for postmortem in told])
    own = choose_words(session, postmortems, taxonomy)
    definitions = find_definitions(shown, taxonomy)
    frame = make_frame(session, postmortems, EDITION, own.title)
    content = render_template(
        "participant-packet",
        frame.front_matter,
        frame=frame,
        facts=frame.facts,
        lead=_LEADS[session.fields.format],
        records=[
            _make_record(name, part, taxonomy, root)
            for name, part in zip(names, shown, strict=True)
        ],
        worksheets=_make_worksheets(session, told, taxonomy),
        questions=own.questions,
        withheld=own.note,
        definitions=definitions,
    )
    return Page(path, content, PageKind.INDEX, session.source.path)


def _find_shown(postmortem: Postmortem, taxonomy: Taxonomy) -> Shown:
    return Shown(
        postmortem, find_opening(postmortem, taxonomy), find_beginning(postmortem, taxonomy)
    )


def _make_record(name: str, shown: Shown, taxonomy: Taxonomy, root: str) -> _Record:
    postmortem, events = shown.postmortem, tuple(shown.events)
    lister = EventLister(postmortem, events, root)
    texts = (*shown.opening, *(f"{event.text}\n{event.details}" for event in events))
    return _Record(
        name=name,
        reading=f"To read: about {minutes_to_read(texts)} min here, "
        f"{reading_minutes(postmortem)} min for the whole postmortem.",
        opening=tuple(shown.opening),
        facts=" ".join(_say_facts(shown, taxonomy)),
        services=tuple(_find_services(postmortem, taxonomy)),
        caption=lister.caption,
        entries=lister.list(events),
        prompt=_find_prompt(postmortem, len(events) - 1, taxonomy) if events else "",
    )


def _say_facts(shown: Shown, taxonomy: Taxonomy) -> Iterator[str]:
    if (severity := find_severity(shown.postmortem, taxonomy)) is not None:
        yield f"Severity: {severity.label}."
    if (detection := find_detection(shown, taxonomy)) is not None:
        yield f"First noticed by: {detection.label}."


def _find_prompt(postmortem: Postmortem, last: int, taxonomy: Taxonomy) -> str:
    """The prompt where the packet stops, after the event with the index `last`: the record's own
    where that is a cut."""
    cuts = (cut for cut in find_cuts(postmortem) if cut.after == last)
    cut = next(cuts, Cut(last, None, None))
    return ask_at_cut(postmortem, cut, taxonomy).question


def _find_services(postmortem: Postmortem, taxonomy: Taxonomy) -> Iterator[_Service]:
    for term_id in find_hurt(postmortem):
        term = taxonomy.get(TermSet.SERVICES, term_id)
        named = (("Owner", term.owner), ("Tier", term.tier))
        notes = tuple(f"{label}: {value}" for label, value in named if value)
        yield _Service(term.label, " ".join((term.description or "").split()), notes)


def _make_worksheets(
    session: Session, postmortems: Sequence[Postmortem], taxonomy: Taxonomy
) -> tuple[Worksheet, ...]:
    is_compared = session.fields.format is Format.COMPARISON and len(postmortems) > 1
    return make_worksheet(postmortems, taxonomy, hides_outcome=True) if is_compared else ()
