"""The pages of an index: the list of its terms, and one page for each of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown
from postmortem_kb.facets import YEARS, Facet
from postmortem_kb.indexes import Companion, Group, Index
from postmortem_kb.metrics import DOWNTIME_DEFINITION, UNKNOWN, Figures, summarise
from postmortem_kb.model import Incident
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.explore import chosen_by, explore_link
from postmortem_kb.pages.paths import EXPLORE, external_link, index_path, link, part_path, term_path
from postmortem_kb.pages.plots import join_plots
from postmortem_kb.pages.rows import Row, make_rows
from postmortem_kb.pages.templating import (
    FrontMatter,
    head_description,
    head_title,
    render_template,
)
from postmortem_kb.pages.term_plots import find_term_plots
from postmortem_kb.settings import Settings

_HEAD: FrontMatter = {"hide": ["toc"]}
_FILTER_ALL = "Filter all of them"
_FILTER_THESE = "Filter these further"


@dataclass(frozen=True, slots=True)
class _TermRow:
    label: Markdown
    description: str
    count: int
    downtime: Markdown
    latest: Markdown
    children: tuple["_TermRow", ...] = ()


@dataclass(frozen=True, slots=True)
class _Companions:
    """What a term occurs together with in one other facet."""

    title: str
    terms: tuple[tuple[Markdown, str], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    label: Markdown
    figures: str
    downtime: Markdown


@dataclass(frozen=True, slots=True)
class _List:
    """A list of incidents, whole or split into parts."""

    title: str
    description: str
    rows: tuple[Row, ...] = ()
    parts: tuple[_Part, ...] = ()


def render_index(index: Index) -> Page:
    """The page that lists the terms of a facet with their counts."""
    facet = index.facet
    path = index_path(facet.slug)
    content = render_template(
        "index",
        head_description(facet.description) | _HEAD,
        title=facet.title,
        label=facet.label,
        description=facet.description,
        count=index.figures.count,
        counts=words.counts(index.figures),
        rows=tuple(_term_row(group, path) for group in index.groups),
        unseen=words.join_and(term.label for term in index.unseen if term.parent is None),
        explore=link(_FILTER_ALL, source=path, target=EXPLORE),
        downtime_definition=DOWNTIME_DEFINITION,
    )
    return Page(path, content, PageKind.INDEX)


def _term_row(group: Group, path: str) -> _TermRow:
    target = term_path(group.facet.slug, group.term.id)
    return _TermRow(
        label=link(group.term.label, source=path, target=target)
        if group.figures.count
        else cells.muted(group.term.label),
        description=group.term.description or "",
        count=group.figures.count,
        downtime=cells.length_cell(group.figures.downtime) if group.figures.count else Markdown(""),
        latest=cells.latest_cell(group.figures.latest),
        children=tuple(_term_row(child, path) for child in group.children),
    )


def render_term(group: Group, catalogue: Catalogue, settings: Settings) -> list[Page]:
    """The page of a term, followed by its parts where it has too many rows for one page."""
    facet, term = group.facet, group.term
    path = term_path(facet.slug, term.id)
    parts = _split(group, settings.rows_per_page)
    content = render_template(
        "term",
        head_title(term.label) | head_description(term.description or "") | _HEAD,
        title=term.label,
        kicker=_kicker(group, catalogue, path),
        description=term.description or "",
        aliases=words.join_and(term.aliases),
        owner=term.owner or "",
        tier=term.tier or "",
        links=[external_link(title, url) for title, url in term.links],
        sentence=_describe(group.figures),
        children=tuple(_term_row(child, path) for child in group.children),
        companions=tuple(_companions(group, path)),
        count=group.figures.count,
        plots=join_plots(find_term_plots(group, catalogue, settings, path)),
        lists=tuple(_lists(group, parts, catalogue, path)),
        explore=explore_link(_FILTER_THESE, path, chosen_by(facet.slug, term.id)),
        up=link(f"All {facet.title.lower()}", source=path, target=index_path(facet.slug)),
    )
    page = Page(path, content, PageKind.INDEX)
    return [page, *(_render_part(group, part, parts[part], catalogue) for part in parts)]


def _describe(figures: Figures) -> str:
    """The counts in a sentence: `3 incidents, 2023-04-15 to 2024-08-18. Total downtime: …`."""
    days = words.span_of_days(figures)
    text = f"{words.counts(figures)}{f', {days}' if days else ''}."
    if figures.incidents:
        text += f" Total downtime: {words.downtime(figures)}."
    return words.sentence(text)


def _kicker(group: Group, catalogue: Catalogue, path: str) -> Markdown:
    facet = group.facet
    parts = [link(facet.title, source=path, target=index_path(facet.slug))]
    if parent := group.term.parent:
        label = facet.find_term(parent, catalogue.taxonomy).label
        parts.append(link(label, source=path, target=term_path(facet.slug, parent)))
    return Markdown(" › ".join(parts))


def _companions(group: Group, path: str) -> Iterator[_Companions]:
    by_facet: dict[str, list[Companion]] = {}
    for companion in group.companions:
        by_facet.setdefault(companion.facet.slug, []).append(companion)
    for companions in by_facet.values():
        facet = companions[0].facet
        terms = [
            (
                link(entry.term.label, source=path, target=term_path(facet.slug, entry.term.id)),
                f"{entry.count} of {group.figures.count}",
            )
            for entry in companions
        ]
        other = "Other " if facet.slug == group.facet.slug else ""
        yield _Companions(words.sentence(f"{other}{facet.title.lower()}"), tuple(terms))


def _split(group: Group, rows_per_page: int) -> dict[str, tuple[Incident, ...]]:
    """The parts of a group that is too long for one page: by year, a year by month."""
    if len(group.incidents) <= rows_per_page:
        return {}
    part_of, _ = _unit(group.facet)
    parts: dict[str, list[Incident]] = {}
    for incident in group.incidents:
        parts.setdefault(part_of(incident), []).append(incident)
    if len(parts) < 2 and group.term.id == UNKNOWN:
        return {}
    return {part: tuple(parts[part]) for part in sorted(parts, key=_newest_part_first)}


def _newest_part_first(part: str) -> tuple[bool, tuple[int, ...]]:
    if part == UNKNOWN:
        return (True, ())
    return (False, tuple(-int(number) for number in part.split("-")))


def _unit(facet: Facet) -> tuple[Callable[[Incident], str], str]:
    return (_month_of, "months") if facet.slug == YEARS.slug else (_year_of, "years")


def _year_of(incident: Incident) -> str:
    return incident.day[:4] if incident.day else UNKNOWN


def _month_of(incident: Incident) -> str:
    return incident.day[:7] if incident.day else UNKNOWN


def _part_label(part: str) -> str:
    if part == UNKNOWN:
        return "Date unknown"
    return words.month(part) if "-" in part else part


def _lists(
    group: Group, parts: dict[str, tuple[Incident, ...]], catalogue: Catalogue, path: str
) -> Iterator[_List]:
    """The incidents of a page: one list, or one for each aspect of a facet that has several."""
    if parts:
        yield _List("", "", parts=tuple(_part_rows(group, parts, path)))
    else:
        yield from _aspect_lists(group, group.incidents, catalogue, path)


def _aspect_lists(
    group: Group, incidents: tuple[Incident, ...], catalogue: Catalogue, path: str
) -> Iterator[_List]:
    aspects = group.facet.aspects
    if len(aspects) == 1 or group.term.id == UNKNOWN:
        yield _List("", "", make_rows(incidents, catalogue, path))
        return
    for aspect in aspects:
        found = [
            incident
            for incident in incidents
            if group.term.id in aspect.terms_of(incident, catalogue.taxonomy)
        ]
        yield _List(aspect.title, aspect.description, make_rows(found, catalogue, path))


def _part_rows(group: Group, parts: dict[str, tuple[Incident, ...]], path: str) -> Iterator[_Part]:
    _, unit = _unit(group.facet)
    for part, incidents in parts.items():
        figures = summarise(incidents)
        target = part_path(group.facet.slug, group.term.id, unit, part)
        yield _Part(
            link(_part_label(part), source=path, target=target),
            words.counts(figures),
            cells.length_cell(figures.downtime),
        )


def _render_part(
    group: Group, part: str, incidents: tuple[Incident, ...], catalogue: Catalogue
) -> Page:
    facet, term = group.facet, group.term
    _, unit = _unit(facet)
    path = part_path(facet.slug, term.id, unit, part)
    whole = link(term.label, source=path, target=term_path(facet.slug, term.id))
    label = _part_label(part)
    title = label if facet.slug == YEARS.slug else f"{term.label}: {label}"
    content = render_template(
        "term-part",
        head_title(title) | _HEAD,
        title=title,
        kicker=Markdown(f"{_kicker(group, catalogue, path)} › {whole}"),
        sentence=_describe(summarise(incidents)),
        explore=explore_link(_FILTER_THESE, path, chosen_by(facet.slug, term.id, part)),
        lists=tuple(_aspect_lists(group, incidents, catalogue, path)),
    )
    return Page(path, content, PageKind.INDEX)
