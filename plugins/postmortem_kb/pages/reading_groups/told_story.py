"""A record as the facilitator gets it: the whole story, stretch by stretch between the cuts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.escape import Markdown, escape
from postmortem_kb.facets import DETECTIONS, MITIGATIONS, ROOT_CAUSES, SERVICES, TRIGGERS
from postmortem_kb.markdown_text import first_paragraph, plain_text
from postmortem_kb.model import ActionItem, Event, Postmortem, SectionKind
from postmortem_kb.moments import elapsed
from postmortem_kb.pages import words
from postmortem_kb.pages.paths import link, postmortem_path
from postmortem_kb.pages.reading_groups.event_list import Entry, EventLister, label_kind
from postmortem_kb.reading_groups.packets.comparison import label_terms
from postmortem_kb.reading_groups.packets.reading_time import reading_minutes
from postmortem_kb.reading_groups.prompts import Prompt, PromptFinder, ask_at_cut
from postmortem_kb.reading_groups.telling.beginning import ENDS, find_beginning
from postmortem_kb.reading_groups.telling.cuts import Cut, find_cuts
from postmortem_kb.reading_groups.telling.hindsight import split_hindsight
from postmortem_kb.reading_groups.telling.hypotheses import Hypothesis, find_hypotheses

_QUOTE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class _Idea:
    """A hypothesis, and what became of it."""

    text: str
    fate: str


@dataclass(frozen=True, slots=True)
class _Stop:
    """A cut: where it is, what to ask, which hypotheses stood there, and which had been dropped
    since the cut before."""

    title: str
    prompts: tuple[Prompt, ...]
    standing: tuple[_Idea, ...]
    dropped: tuple[_Idea, ...]


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
    prompts = finder.find(postmortem)
    last_cut = cuts[-1].after if cuts else -1
    return ToldStory(
        name=name,
        record=link("The postmortem", source=path, target=postmortem_path(postmortem.id)),
        reading=f"{reading_minutes(postmortem)} min to read",
        summary=postmortem.summary or "",
        impact=_describe_impact(postmortem),
        stretches=tuple(_find_stretches(postmortem, cuts, prompts, catalogue, lister)),
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


def _find_stretches(
    postmortem: Postmortem,
    cuts: Sequence[Cut],
    prompts: Sequence[Prompt],
    catalogue: Catalogue,
    lister: EventLister,
) -> Iterator[_Stretch]:
    events = postmortem.body.events
    hypotheses = find_hypotheses(postmortem)
    told = len(find_beginning(postmortem, catalogue.taxonomy))
    begin = 0
    for number, cut in enumerate(cuts, start=1):
        end = cut.after + 1
        others = (
            one for one in prompts if one.event is not None and begin <= one.event <= cut.after
        )
        stop = _Stop(
            title=f"Cut {number} of {len(cuts)}{_say_where(events[cut.after])}",
            prompts=(ask_at_cut(postmortem, cut, catalogue.taxonomy), *others),
            standing=tuple(
                _describe(one, events)
                for one in hypotheses
                if one.event <= cut.after and not _is_dropped(one, cut.after, events)
            ),
            dropped=tuple(
                _describe(one, events)
                for one in hypotheses
                if _is_dropped(one, cut.after, events) and not _is_dropped(one, begin - 1, events)
            ),
        )
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


def _say_where(event: Event) -> str:
    """Behind which event a cut is, as ` after Detected, 13:13`."""
    label = label_kind(event.kind).lower()
    when = words.clock(event.at) if event.at is not None else ""
    where = ", ".join(part for part in (label, when) if part)
    return f", after: {where}" if where else ""


def _is_dropped(hypothesis: Hypothesis, after: int, events: tuple[Event, ...]) -> bool:
    """Whether nobody followed it any more after an event: it had been ruled out, its own stretch
    of time was over, or the harm was."""
    if hypothesis.event > after:
        return False
    if hypothesis.ruled_out_by is not None:
        return hypothesis.ruled_out_by <= after
    if any(event.kind in ENDS for event in events[hypothesis.event : after + 1]):
        return True
    gone = elapsed(events[hypothesis.event].until, events[after].at, end_may_come_first=True)
    return gone is not None and gone.delta >= timedelta()


def _describe(hypothesis: Hypothesis, events: tuple[Event, ...]) -> _Idea:
    event = events[hypothesis.event]
    lasted = hypothesis.lasted
    if hypothesis.ruled_out_by is not None:
        by = events[hypothesis.ruled_out_by]
        when = f" at {words.clock(by.at)}" if by.at is not None and by.at.has_time else ""
        after = f", after {lasted}" if lasted is not None else ", after a time that is not told"
        fate = f"Ruled out{when}{after}: “{_quote(by)}”"
    else:
        pursued = f"Pursued for {lasted}. " if lasted is not None else ""
        fate = f"{pursued}Nothing in the timeline rules it out."
    return _Idea(_quote(event), fate)


def _quote(event: Event) -> str:
    text = split_hindsight(event.text)[0] or event.text
    return words.shorten(plain_text(text), _QUOTE_LENGTH)


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
