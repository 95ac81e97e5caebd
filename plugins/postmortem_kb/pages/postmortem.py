"""A record's page: facts, story, and the ways from it to others.

A pure function of the record, the taxonomy and the few facts about other records that it shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_kb.escape import Markdown, escape
from postmortem_kb.facets import FACETS, ROOT_CAUSES, SERVICES, SEVERITIES, TRIGGERS, YEARS, Facet
from postmortem_kb.fields import FrontMatter, Kind, ReviewStatus, SourceLink, Visibility
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.model import Incident, Postmortem
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.action_table import render_action_items
from postmortem_kb.pages.body import draw_timeline, render_body
from postmortem_kb.pages.facts import Fact, FactMaker
from postmortem_kb.pages.paths import (
    ARCHIVE,
    external_link,
    incident_anchor,
    link,
    postmortem_path,
    replay_path,
    site_root,
    term_path,
)
from postmortem_kb.pages.reading_groups.readings import Reading
from postmortem_kb.pages.templating import (
    head_description,
    head_tags,
    head_title,
    render_template,
)
from postmortem_kb.related import RelatedPostmortem
from postmortem_kb.taxonomy import Taxonomy

_DESCRIPTION_LENGTH = 300
_REPLAY_LABEL = "Replay this incident step by step"
_REVIEW_LABELS = {status: status.value.replace("-", " ") for status in ReviewStatus}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What a page says of another record."""

    id: str
    title: str
    day: str | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that a record's page shows of other records, and of the groups that read it."""

    older: Neighbour | None = None
    newer: Neighbour | None = None
    related: tuple[Neighbour, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class _Banner:
    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class _IncidentSection:
    title: str
    anchor: str
    facts: tuple[Fact, ...]


def make_neighbour(postmortem: Postmortem, reason: str = "") -> Neighbour:
    """What other pages need to know of a record."""
    return Neighbour(postmortem.id, postmortem.title, postmortem.incident.day, reason)


def describe_reason(related: RelatedPostmortem, taxonomy: Taxonomy) -> str:
    """Why a record is shown beside another: `shares root cause Disk and service Checkout; also
    delayed by late detection; words in common: raid, spare`."""
    parts = [related.said] if related.said else []
    shares: list[str] = []
    for facet in FACETS:
        terms = [shared.term_id for shared in related.shared if shared.facet.slug == facet.slug]
        labels = [facet.find_term(term_id, taxonomy).label for term_id in terms]
        if labels:
            shares.append(f"{facet.label.lower()} {', '.join(labels)}")
    if shares:
        parts.append(f"shares {words.join_and(shares)}")
    if related.delays:
        parts.append(f"also delayed by {words.join_and(related.delays)}")
    if related.words:
        parts.append(f"words in common: {', '.join(related.words)}")
    return "; ".join(parts)


def render_postmortem(
    postmortem: Postmortem,
    taxonomy: Taxonomy,
    surroundings: Surroundings,
    *,
    use_directory_urls: bool = True,
    has_replay: bool = False,
) -> Page:
    """The page of one record; `has_replay` where the site has a page that replays it."""
    path = postmortem_path(postmortem.id)
    fields = postmortem.fields
    facts = FactMaker(taxonomy, path)
    root = site_root(path, use_directory_urls=use_directory_urls)
    in_front_matter = postmortem.action_items[: len(fields.action_items)]
    content = render_template(
        "postmortem",
        head_title(postmortem.title)
        | head_description(words.shorten(postmortem.summary or "", _DESCRIPTION_LENGTH))
        | head_tags(_find_tags(postmortem, taxonomy))
        | {"search": {"boost": 2}},
        title=postmortem.title,
        kicker=_kicker(postmortem, path),
        banners=tuple(_find_banners(postmortem)),
        # A summary taken from the body stands there anyway.
        lead=fields.summary or "",
        replay=link(_REPLAY_LABEL, source=path, target=replay_path(postmortem.id))
        if has_replay
        else Markdown(""),
        facts=facts.make(
            postmortem.incident,
            only_stated=bool(fields.incidents),
            is_sum=bool(fields.incidents),
        ),
        incidents=tuple(_incident_sections(postmortem, facts)),
        discrepancies=[(_label_of(entry.about), entry.note) for entry in fields.discrepancies],
        contributing_factors=fields.contributing_factors,
        # A record without a list of events still has its phases.
        picture=Markdown("") if postmortem.body.events else draw_timeline(postmortem, root),
        body=render_body(postmortem, root),
        surprises=fields.surprises,
        lessons=fields.lessons,
        action_items=Markdown(render_action_items(in_front_matter, is_plain=True))
        if in_front_matter
        else Markdown(""),
        sources=[_source_link(entry) for entry in fields.sources],
        readings=surroundings.readings,
        related=[(_link_to(entry, path), entry.reason) for entry in surroundings.related],
        older=_link_to(surroundings.older, path),
        newer=_link_to(surroundings.newer, path),
        record=tuple(_record_facts(postmortem)),
    )
    return Page(path, content, PageKind.POSTMORTEM, postmortem.source.path)


def _kicker(postmortem: Postmortem, path: str) -> Markdown:
    day = postmortem.incident.day
    year = day[:4] if day else UNKNOWN
    label = year if day else "date unknown"
    archive = link("Postmortems", source=path, target=ARCHIVE)
    return Markdown(f"{archive} › {link(label, source=path, target=term_path(YEARS.slug, year))}")


def _find_tags(postmortem: Postmortem, taxonomy: Taxonomy) -> list[str]:
    """The labels of the most telling terms, then the record's own tags."""
    labels: list[str] = []
    for facet in (ROOT_CAUSES, SERVICES, SEVERITIES, TRIGGERS):
        terms: dict[str, None] = {}
        for incident in (postmortem.incident, *postmortem.incidents):
            terms |= dict.fromkeys(facet.terms_of(incident, taxonomy))
        labels += _labels(facet, terms, taxonomy)
    return [*labels, *postmortem.fields.tags]


def _labels(facet: Facet, terms: dict[str, None], taxonomy: Taxonomy) -> list[str]:
    return [facet.find_term(term, taxonomy).label for term in terms if term != UNKNOWN]


def _find_banners(postmortem: Postmortem) -> Iterator[_Banner]:
    if postmortem.is_draft:
        text = "Not finished: facts may be missing or still change."
        yield _Banner("draft", "Draft", text)
    if postmortem.fields.visibility is Visibility.RESTRICTED:
        yield _Banner("restricted", "Restricted", "Not to be passed on outside this site.")
    if postmortem.incident.is_ongoing:
        yield _Banner("ongoing", "Ongoing", "Not over when this record was last changed.")
    if postmortem.incident.kind is Kind.NEAR_MISS:
        text = "It nearly went wrong. It does not count as downtime."
        yield _Banner("near-miss", "Near miss", text)
    if postmortem.incident.kind is Kind.EXERCISE:
        text = "Nothing was really broken. It does not count as downtime."
        yield _Banner("exercise", "Exercise", text)


def _incident_sections(postmortem: Postmortem, facts: FactMaker) -> Iterator[_IncidentSection]:
    if not postmortem.fields.incidents:
        return
    for incident in postmortem.incidents:
        yield _IncidentSection(
            _incident_title(incident),
            incident_anchor(incident.id),
            facts.make(incident, only_stated=True),
        )


def _incident_title(incident: Incident) -> str:
    if incident.kind is Kind.INCIDENT:
        return incident.title
    return f"{incident.title} ({words.KIND_LABELS[incident.kind].lower()})"


def _label_of(field: str) -> str:
    """What a front matter field is called in a sentence: `detected at`, `timezone`."""
    name = field.split(".")[0]
    known = name in FrontMatter.model_fields or name == "timeline"
    return words.sentence(name.replace("_", " ")) if known else field


def _source_link(source: SourceLink) -> Markdown:
    text = external_link(source.title or source.url, source.url)
    if source.archive_url is None:
        return text
    return Markdown(f"{text} ({external_link('archived copy', source.archive_url)})")


def _link_to(neighbour: Neighbour | None, path: str) -> Markdown:
    if neighbour is None:
        return Markdown("")
    label = link(neighbour.title, source=path, target=postmortem_path(neighbour.id))
    if neighbour.day is None:
        return label
    return Markdown(f'{label} <span class="pm-day-small">{neighbour.day}</span>')


def _record_facts(postmortem: Postmortem) -> Iterator[Fact]:
    fields = postmortem.fields
    yield Fact("Id", Markdown(f"<code>{escape(postmortem.id)}</code>"))
    status = fields.review_status
    yield Fact("Review", escape(_REVIEW_LABELS[status]) if status else cells.NOT_STATED)
    if fields.authors:
        yield Fact("Written by", escape(words.join_and(fields.authors)))
    if fields.roles:
        yield Fact("Took part", escape(words.join_and(fields.roles)))
    yield Fact("Visibility", escape(fields.visibility.value))
    yield Fact("File", Markdown(f"<code>{escape(postmortem.source.path)}</code>"))
    if fields.imported_from is not None:
        path = escape(fields.imported_from.path)
        yield Fact("Imported from", Markdown(f"<code>{path}</code>"))
