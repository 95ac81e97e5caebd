"""The facilitator's edition of a packet: the whole of every story, and how to run the session."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages.paths import link, packet_path, replay_path, site_root
from postmortem_kb.pages.reading_groups.comparison_part import draw_comparison, make_worksheet
from postmortem_kb.pages.reading_groups.packet_frame import (
    MOST_RECORDS,
    letter_records,
    make_frame,
)
from postmortem_kb.pages.reading_groups.replay_page import has_replay
from postmortem_kb.pages.reading_groups.told_story import tell_story
from postmortem_kb.pages.templating import render_template
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.packets.time_boxes import least_minutes, plan_time_boxes
from postmortem_kb.reading_groups.prompts import PromptFinder
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.settings import Settings

EDITION = "facilitator"


@dataclass(frozen=True, slots=True)
class _Box:
    """A row of the plan: when it begins, by the clock and from the start."""

    begins: str
    title: str
    minutes: int
    what: str


def render_facilitator_packet(
    session: Session,
    postmortems: Sequence[Postmortem],
    catalogue: Catalogue,
    finder: PromptFinder,
    settings: Settings,
) -> Page:
    """The facilitator's page of a session."""
    path = packet_path(session.id, EDITION)
    root = site_root(path, use_directory_urls=settings.use_directory_urls)
    told = postmortems[:MOST_RECORDS]
    names = letter_records([postmortem.title for postmortem in told])
    frame = make_frame(session, postmortems, EDITION, session.title)
    is_compared = len(told) > 1
    content = render_template(
        "facilitator-packet",
        frame.front_matter,
        frame=frame,
        facts=frame.facts,
        boxes=tuple(_plan(session, postmortems)),
        total=session.minutes,
        shortage=_find_shortage(session, postmortems),
        is_replay=session.fields.format is Format.REPLAY,
        replays=tuple(_find_replays(told, path)),
        stories=[
            tell_story(name, postmortem, catalogue, finder, path, root)
            for name, postmortem in zip(names, told, strict=True)
        ],
        worksheets=make_worksheet(told, catalogue.taxonomy, hides_outcome=False)
        if is_compared
        else (),
        picture=draw_comparison(told) if is_compared else None,
        comparing=finder.find_comparing(told),
        questions=session.fields.questions,
        file=session.source.path,
    )
    return Page(path, content, PageKind.INDEX, session.source.path)


def _plan(session: Session, postmortems: Sequence[Postmortem]) -> Iterator[_Box]:
    offset = 0
    for box in plan_time_boxes(session, postmortems):
        yield _Box(_say_begin(session, offset), box.title, box.minutes, box.what)
        offset += box.minutes


def _say_begin(session: Session, offset: int) -> str:
    """`15:20`; only the minutes from the start, `+0:20`, where the clocks change meanwhile."""
    start = session.starts
    now = start.stated.local + timedelta(minutes=offset)
    end = start.stated.local + session.length
    if start.zone.offset_at(end) == start.zone.offset_at(start.stated.local):
        return f"{now:%H:%M}"
    hours, minutes = divmod(offset, 60)
    return f"+{hours}:{minutes:02}"


def _find_shortage(session: Session, postmortems: Sequence[Postmortem]) -> str:
    """What is said of a session that is too short; nothing where it is not."""
    fields = session.fields
    least = least_minutes(fields.format, postmortems, questions=len(fields.questions))
    if session.minutes >= least:
        return ""
    return (
        f"The session is {least - session.minutes} min short: these time boxes need {least} min "
        "and are cut in proportion. Read fewer postmortems, or meet for longer."
    )


def _find_replays(postmortems: Sequence[Postmortem], path: str) -> Iterator[Markdown]:
    for postmortem in postmortems:
        if has_replay(postmortem):
            yield link(postmortem.title, source=path, target=replay_path(postmortem.id))
