"""All pages of reading groups: sessions and catalogue to pages."""

from collections.abc import Iterator

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.page import Page
from postmortem_kb.pages.reading_groups.packets import render_packets
from postmortem_kb.pages.reading_groups.prompt_catalogue import render_prompt_catalogue
from postmortem_kb.pages.reading_groups.schedule import render_schedule
from postmortem_kb.pages.reading_groups.session_page import render_session
from postmortem_kb.pages.reading_groups.takeaways import render_takeaways
from postmortem_kb.pages.reading_groups.what_to_read import render_what_to_read
from postmortem_kb.reading_groups.calendars import render_calendars
from postmortem_kb.reading_groups.programme import Programme
from postmortem_kb.reading_groups.prompts import PromptFinder
from postmortem_kb.settings import Settings


def render_group_pages(
    programme: Programme, catalogue: Catalogue, settings: Settings
) -> Iterator[Page]:
    """The schedule, each session with its packets and calendars, and what groups learn and ask."""
    yield render_schedule(programme, catalogue, settings)
    finder = PromptFinder(catalogue)
    for session in programme.sessions:
        yield render_session(session, programme, catalogue, settings)
        yield from render_packets(session, catalogue, finder, settings)
    yield from render_calendars(programme, catalogue, settings)
    yield render_takeaways(programme, catalogue, settings)
    yield render_what_to_read(catalogue, programme.sessions, settings)
    yield render_prompt_catalogue(settings)
