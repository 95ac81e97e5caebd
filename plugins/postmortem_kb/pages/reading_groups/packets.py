"""A session's packets, one printable page for each edition. Session and records to pages."""

from collections.abc import Iterator

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.page import Page
from postmortem_kb.pages.reading_groups.facilitator_packet import render_facilitator_packet
from postmortem_kb.pages.reading_groups.participant_packet import render_participant_packet
from postmortem_kb.reading_groups.prompts import PromptFinder
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.settings import Settings


def render_packets(
    session: Session, catalogue: Catalogue, finder: PromptFinder, settings: Settings
) -> Iterator[Page]:
    """The participants' page, which does not tell how the stories go on, and the facilitator's,
    with the prompts of `finder`.

    Neither is found by the site's search, nor listed in a navigation: what their excerpts would
    show is what a group wants to find out by itself.
    """
    postmortems = tuple(catalogue.by_id[one] for one in session.postmortem_ids)
    yield render_participant_packet(session, postmortems, catalogue, settings)
    yield render_facilitator_packet(session, postmortems, catalogue, finder, settings)
