"""All pages of a site, from the records that it publishes: catalogue, indexes, pages."""

from collections.abc import Iterable, Sequence

from postmortem_kb.catalogue import Catalogue, build_catalogue
from postmortem_kb.indexes import build_indexes
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page
from postmortem_kb.pages.action_items import render_action_items
from postmortem_kb.pages.archive import render_archive
from postmortem_kb.pages.assets import render_assets
from postmortem_kb.pages.cards import render_cards
from postmortem_kb.pages.coverage import render_coverage
from postmortem_kb.pages.data import render_data
from postmortem_kb.pages.explore import render_explore
from postmortem_kb.pages.home import render_home
from postmortem_kb.pages.index_pages import render_index, render_term
from postmortem_kb.pages.postmortem import (
    Surroundings,
    describe_reason,
    make_neighbour,
    render_postmortem,
)
from postmortem_kb.pages.reading_groups.group_pages import render_group_pages
from postmortem_kb.pages.reading_groups.readings import find_readings
from postmortem_kb.pages.reading_groups.replay_page import render_replay
from postmortem_kb.pages.redirects import render_redirects
from postmortem_kb.pages.trends import render_trends
from postmortem_kb.reading_groups.programme import NO_SESSIONS, Programme, build_programme
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.related import RelatedFinder
from postmortem_kb.search.records import render_record_index
from postmortem_kb.settings import Settings
from postmortem_kb.taxonomy import Taxonomy


def render_pages(
    postmortems: Iterable[Postmortem],
    taxonomy: Taxonomy,
    settings: Settings,
    sessions: Sequence[Session] = (),
) -> list[Page]:
    """Every page of the site, each path once."""
    catalogue = build_catalogue(postmortems, taxonomy)
    indexes = build_indexes(catalogue)
    finder = RelatedFinder(catalogue)
    programme = build_programme(sessions)
    pages = [render_home(catalogue, indexes, settings), render_archive(catalogue, settings)]
    for postmortem in catalogue.postmortems:
        surroundings = find_surroundings(postmortem, catalogue, finder, programme)
        replay = render_replay(postmortem, taxonomy, settings)
        pages.append(
            render_postmortem(
                postmortem,
                taxonomy,
                surroundings,
                use_directory_urls=settings.use_directory_urls,
                has_replay=replay is not None,
            )
        )
        if replay is not None:
            pages.append(replay)
    for index in indexes:
        pages.append(render_index(index))
        for group in index.walk():
            pages += render_term(group, catalogue, settings)
    pages += render_action_items(catalogue, settings)
    pages.append(render_trends(catalogue, settings))
    pages.append(render_coverage(catalogue, settings))
    pages.append(render_data(catalogue, settings))
    pages += render_explore(catalogue, indexes)
    pages += render_cards(catalogue, settings)
    pages += render_record_index(catalogue, programme)
    pages += render_group_pages(programme, catalogue, settings)
    pages += render_redirects(catalogue, [page.path for page in pages])
    return pages + render_assets()


def find_surroundings(
    postmortem: Postmortem,
    catalogue: Catalogue,
    finder: RelatedFinder,
    programme: Programme = NO_SESSIONS,
) -> Surroundings:
    """What a record's page shows of others, and of the groups that read it."""
    older, newer = catalogue.neighbours(postmortem.id)
    return Surroundings(
        older=make_neighbour(older) if older else None,
        newer=make_neighbour(newer) if newer else None,
        related=tuple(
            make_neighbour(found.postmortem, describe_reason(found, catalogue.taxonomy))
            for found in finder.find(postmortem)
        ),
        readings=tuple(find_readings(postmortem.id, programme)),
    )
