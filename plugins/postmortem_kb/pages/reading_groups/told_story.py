"""A record as the facilitator gets it: the whole story, stretch by stretch between the cuts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown, escape
from postmortem_kb.facets import DETECTIONS, MITIGATIONS, ROOT_CAUSES, SERVICES, TRIGGERS
from postmortem_kb.markdown_text import first_paragraph, plain_text
from postmortem_kb.model import ActionItem, Event, Postmortem, SectionKind
from postmortem_kb.pages import words
from postmortem_kb.pages.paths import link, postmortem_path
from postmortem_kb.pages.reading_groups.event_list import Entry, EventLister, label_kind
from postmortem_kb.pages.reading_groups.idea_list import IdeaList, list_ideas
from postmortem_kb.reading_groups.packets.comparison import label_terms
from postmortem_kb.reading_groups.packets.reading_time import reading_minutes
from postmortem_kb.reading_groups.prompts import Prompt, PromptFinder, ask_at_cut
from postmortem_kb.reading_groups.prompts.quoting import has_several_offsets, say_time
from postmortem_kb.reading_groups.telling.beginning import find_beginning
from postmortem_kb.reading_groups.telling.cuts import Cut, find_cuts
from postmortem_kb.reading_groups.telling.hypotheses import find_hypotheses


@dataclass(frozen=True, slots=True)
class _Stop:
    """A cut: where it is, what to ask, and the hypotheses there. `seen` is what had been seen by
    then, where a hypothesis is asked about, and empty elsewhere."""

    title: str
    seen: str
    prompts: tuple[Prompt, ...]
    ideas: IdeaList


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The events up to a cut, or to the end of the story."""

    heading: str
    entries: tuple[Entry, ...]
    stop: _Stop | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    """One question that the end answers: terms of the taxonomy, and the record's own words."""

    label: str
    terms: str
    story: str


@dataclass(frozen=True, slots=True)
class _Measure:
    """One that is still open; `title` is HTML."""

    title: Markdown
    type: str
    state: str


@dataclass(frozen=True, slots=True)
class ToldStory:
    """All that the facilitator is told of one record."""

    name: str
    record: Markdown
    reading: str
    summary: str
    impact: str
    stretches: tuple[_Stretch, ...]
    outcomes: tuple[_Outcome, ...]
    factors: tuple[str, ...]
    prompts: tuple[Prompt, ...]
    caption: str
    measures: tuple[_Measure, ...]


def tell_story(
    name: str,
    postmortem: Postmortem,
    catalogue: Catalogue,
    finder: PromptFinder,
    path: str,
    root: str,
) -> ToldStory:
    """One record for the packet at `path`, called `name` there; `root` is the relative URL of the
    site's root."""
    lister = EventLister(postmortem, postmortem.body.events, root)
    cuts = find_cuts(postmortem)
    hypotheses = find_hypotheses(postmortem)
    asked = [ask_at_cut(postmortem, cut, catalogue.taxonomy, hypotheses) for cut in cuts]
    found = finder.find(postmortem)
    # What a cut asks about a hypothesis is not asked again in hindsight.
    at_cuts = {prompt.about for prompt in asked if prompt.about is not None}
    seen: dict[int | None, str] = {
        prompt.about: prompt.seen for prompt in found if prompt.about in at_cuts
    }
    prompts = [prompt for prompt in found if prompt.about not in at_cuts]
    events = postmortem.body.events
    titles = _name_cuts(events, cuts)
    stops = [
        _Stop(title, seen.get(prompt.about, ""), (prompt, *others), ideas)
        for title, prompt, others, ideas in zip(
            titles,
            asked,
            _part_prompts(prompts, cuts),
            list_ideas(events, hypotheses, cuts),
            strict=True,
        )
    ]
    told = len(find_beginning(postmortem, catalogue.taxonomy))
    last_cut = cuts[-1].after if cuts else -1
    return ToldStory(
        name=name,
        record=link("The postmortem", source=path, target=postmortem_path(postmortem.id)),
        reading=f"{reading_minutes(postmortem)} min to read",
        summary=postmortem.summary or "",
        impact=_describe_impact(postmortem),
        stretches=tuple(_find_stretches(events, cuts, stops, told, lister)),
        outcomes=tuple(_find_outcomes(postmortem, catalogue)),
        factors=postmortem.fields.contributing_factors,
        prompts=tuple(one for one in prompts if one.event is None or one.event > last_cut),
        caption=lister.caption,
        measures=tuple(_find_open_measures(postmortem, lister)),
    )


def _describe_impact(postmortem: Postmortem) -> str:
    impact = postmortem.incident.impact
    if impact is None:
        return ""
    share = ""
    if impact.users_percent is not None:
        of = f" of {impact.of}" if impact.of else ""
        share = words.sentence(f"{impact.users_percent}{of}.")
    return " ".join(part for part in (impact.summary, share) if part)


def _name_cuts(events: tuple[Event, ...], cuts: Sequence[Cut]) -> Iterator[str]:
    """`Cut 1 of 3, after: detected, 13:13`, with the zone where offsets differ."""
    has_offsets = has_several_offsets(event.at for event in events)
    for number, cut in enumerate(cuts, start=1):
        event = events[cut.after]
        is_timed = event.at is not None and event.at.has_time
        when = say_time(event.at, with_zone=has_offsets) if is_timed and event.at else ""
        where = ", ".join(part for part in (label_kind(event.kind).lower(), when) if part)
        yield f"Cut {number} of {len(cuts)}{f', after: {where}' if where else ''}"


def _part_prompts(prompts: Sequence[Prompt], cuts: Sequence[Cut]) -> Iterator[tuple[Prompt, ...]]:
    """What is best asked on the way to each of the cuts."""
    begin = 0
    for cut in cuts:
        yield tuple(
            one for one in prompts if one.event is not None and begin <= one.event <= cut.after
        )
        begin = cut.after + 1


def _find_stretches(
    events: tuple[Event, ...],
    cuts: Sequence[Cut],
    stops: Sequence[_Stop],
    told: int,
    lister: EventLister,
) -> Iterator[_Stretch]:
    """The stretches of a story of which participants have the first `told` events."""
    begin = 0
    for cut, stop in zip(cuts, stops, strict=True):
        end = cut.after + 1
        yield _Stretch(_name_stretch(told, begin, end), lister.list(events[begin:end]), stop)
        begin = end
    if begin < len(events):
        heading = _name_stretch(told, begin, len(events))
        yield _Stretch(heading, lister.list(events[begin:]), None)


def _name_stretch(told: int, begin: int, end: int) -> str:
    if begin:
        return "What happened next"
    if told == end:
        return "What participants have before them"
    return "From the beginning"


def _find_outcomes(postmortem: Postmortem, catalogue: Catalogue) -> Iterator[_Outcome]:
    for label, kind, facet in (
        ("Root cause", SectionKind.ROOT_CAUSE, ROOT_CAUSES),
        ("Trigger", SectionKind.TRIGGER, TRIGGERS),
        ("Detection", SectionKind.DETECTION, DETECTIONS),
        ("What ended it", SectionKind.RESOLUTION, MITIGATIONS),
    ):
        terms = words.join_and(label_terms(facet, postmortem, catalogue.taxonomy))
        yield _Outcome(label, terms or "Not stated", _find_story(postmortem, kind))
    broke = label_terms(SERVICES, postmortem, catalogue.taxonomy, aspect=1)
    yield _Outcome("Where it broke", words.join_and(broke) or "Not stated", "")


def _find_story(postmortem: Postmortem, kind: SectionKind) -> str:
    """The first paragraph that the record has about it."""
    texts = (section.text for section in postmortem.body.sections if section.kind is kind)
    return next((found for text in texts if (found := first_paragraph(text))), "")


def _find_open_measures(postmortem: Postmortem, lister: EventLister) -> Iterator[_Measure]:
    # Those of the front matter come first, and are plain text.
    plain = len(postmortem.fields.action_items)
    for index, item in enumerate(postmortem.action_items):
        if item.is_open:
            yield _Measure(
                title=escape(item.title) if index < plain else lister.render(item.title),
                type=item.type or "",
                state=_describe_state(item),
            )


def _describe_state(item: ActionItem) -> str:
    """Who has it, by when and where, as far as it is stated."""
    parts = [plain_text(item.owner or "") or "no owner"]
    parts.append(f"due {item.due}" if item.due else "no due date")
    parts.append(plain_text(item.ticket or ""))
    return ", ".join(part for part in parts if part)
