"""A session's page: the invitation before, the minutes after. Session to Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown, escape
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import Postmortem, Section
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import words
from postmortem_kb.pages.body import keep_text
from postmortem_kb.pages.facts import Fact
from postmortem_kb.pages.paths import (
    READING_GROUPS,
    external_link,
    group_calendar_path,
    is_web_address,
    link,
    packet_path,
    replay_path,
    session_path,
    site_root,
)
from postmortem_kb.pages.reading_groups.replay_page import has_replay
from postmortem_kb.pages.reading_groups.session_words import (
    FORMAT_LABELS,
    FORMAT_MEANINGS,
    find_own_words,
    find_records,
    link_records,
    name_record,
    say_length,
    show_when,
)
from postmortem_kb.pages.templating import head_description, head_title, render_template
from postmortem_kb.reading_groups.packets.reading_time import reading_minutes
from postmortem_kb.reading_groups.programme import Programme
from postmortem_kb.reading_groups.session import (
    Session,
    find_minutes_kind,
    says_something,
)
from postmortem_kb.settings import Settings

_MAX_LEVEL = 6


@dataclass(frozen=True, slots=True)
class _Reading:
    name: Markdown
    note: str


def render_session(
    session: Session, programme: Programme, catalogue: Catalogue, settings: Settings
) -> Page:
    """The page of one session, in the place of its file."""
    path = session_path(session.id)
    own = find_own_words(session, catalogue)
    before, after = programme.neighbours(session)
    introduction, story = _part_body(session)
    content = render_template(
        "session",
        head_title(own.title) | head_description(_describe(session)),
        title=own.title,
        root=site_root(path, use_directory_urls=settings.use_directory_urls),
        start=session.starts.iso,
        minutes=session.minutes,
        home=link("Reading groups", source=path, target=READING_GROUPS),
        group=session.fields.group,
        facts=tuple(_find_facts(session)),
        hides_outcome=session.hides_outcome,
        was_held=session.body.has_minutes,
        replays=tuple(_find_replays(session, catalogue, path)) if session.hides_outcome else (),
        readings=_find_readings(session, catalogue, path),
        packets=tuple(
            link(label, source=path, target=packet_path(session.id, edition))
            for label, edition in (
                ("For participants", "participant"),
                ("For the facilitator", "facilitator"),
            )
        ),
        calendar=link("Download", source=path, target=group_calendar_path(session.group_key)),
        questions=own.questions,
        withheld=own.note,
        introduction=_render_sections(introduction, session),
        body=_render_sections(story, session),
        before=_link_neighbour(before, catalogue, path),
        after=_link_neighbour(after, catalogue, path),
    )
    return Page(path, content, PageKind.SESSION, session.source.path)


def _describe(session: Session) -> str:
    format_label = FORMAT_LABELS[session.fields.format].lower()
    number = words.count(len(session.postmortem_ids), "incident")
    day = words.day(session.day)
    return f"Reading session of {session.fields.group} on {day}: {format_label} of {number}."


def _find_facts(session: Session) -> Iterator[Fact]:
    fields = session.fields
    yield Fact("When", show_when(session), is_wide=True)
    yield Fact("How long", escape(say_length(session)))
    yield Fact("Group", escape(fields.group))
    yield Fact("How", escape(FORMAT_LABELS[fields.format]), FORMAT_MEANINGS[fields.format])
    if fields.location:
        yield Fact("Where", _show_location(fields.location))
    if fields.facilitator:
        yield Fact("Facilitator", escape(fields.facilitator))
    if fields.note_taker:
        yield Fact("Note taker", escape(fields.note_taker))


def _show_location(location: str) -> Markdown:
    return external_link(location, location) if is_web_address(location) else escape(location)


def _find_readings(session: Session, catalogue: Catalogue, path: str) -> tuple[_Reading, ...]:
    records = find_records(session, catalogue)
    names = link_records(session, catalogue, path)
    return tuple(
        _Reading(name, "" if session.hides_outcome else _describe_reading(record))
        for record, name in zip(records, names, strict=True)
    )


def _find_replays(session: Session, catalogue: Catalogue, path: str) -> Iterator[Markdown]:
    """A link to each replay; with the name of the incident where there are several."""
    records = [one for one in find_records(session, catalogue) if has_replay(one)]
    for record in records:
        name = name_record(session, record, catalogue.taxonomy)
        label = f"Start the replay: {name}" if len(records) > 1 else "Start the replay"
        yield link(label, source=path, target=replay_path(record.id))


def _describe_reading(postmortem: Postmortem) -> str:
    started = postmortem.incident.started
    parts = [words.date_of(started)] if started is not None else []
    return ", ".join([*parts, f"{reading_minutes(postmortem)} min to read"])


def _part_body(session: Session) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """What stands before the first heading but the title, and the rest; without the sections of
    the minutes that wait to be filled in."""
    shown = tuple(_find_shown(session.body.sections))
    opening = tuple(
        takewhile(lambda section: not section.level or _repeats_title(section, session), shown)
    )
    return opening, shown[len(opening) :]


def _render_sections(sections: tuple[Section, ...], session: Session) -> Markdown:
    """Sections as written, their headings below that of the page; one that says the same as it is
    left out."""
    own = [section for section in sections if not _repeats_title(section, session)]
    # The title stays the only heading of the first level.
    is_shifted = any(section.level == 1 for section in own)
    parts: list[str] = []
    for section in sections:
        if section.level and section in own:
            level = min(section.level + is_shifted, _MAX_LEVEL)
            parts.append(f"{'#' * level} {section.title}")
        parts.append(keep_text(section.text))
    return Markdown("\n\n".join(part for part in parts if part.strip()))


def _find_shown(sections: tuple[Section, ...]) -> Iterator[Section]:
    """All but the empty sections of the minutes; one is not empty where one below it says more."""
    for index, section in enumerate(sections):
        if find_minutes_kind(section.title) is None or _says_something(sections, index):
            yield section


def _says_something(sections: tuple[Section, ...], index: int) -> bool:
    if says_something(sections[index].text):
        return True
    below = iter(sections[index + 1 :])
    for section in below:
        if section.level <= sections[index].level:
            return False
        if says_something(section.title) or says_something(section.text):
            return True
    return False


def _repeats_title(section: Section, session: Session) -> bool:
    return section.level == 1 and plain_text(section.title) == plain_text(session.title)


def _link_neighbour(session: Session | None, catalogue: Catalogue, path: str) -> Markdown:
    if session is None:
        return Markdown("")
    title = find_own_words(session, catalogue).title
    label = link(title, source=path, target=session_path(session.id))
    if session.day.isoformat() in title:
        return label
    return Markdown(f'{label} <span class="pm-day-small">{session.day.isoformat()}</span>')
