"""The page that tells a record step by step, and gives nothing of a later step away.

Without script each event stands within the details of the one before; `assets/replay.js` takes
them out of the page and shows one at a time.
"""

from dataclasses import dataclass

from postmortem_kb.durations import Duration, format_delta
from postmortem_kb.escape import Markdown, escape_html
from postmortem_kb.model import EventKind, Postmortem
from postmortem_kb.moments import Moment
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.paths import link, postmortem_path, replay_path
from postmortem_kb.pages.plot_links import PlotLinks
from postmortem_kb.pages.reading_groups.replay_html import EventRenderer, protect
from postmortem_kb.pages.templating import head_description, render_template
from postmortem_kb.reading_groups.telling.replay import (
    Replay,
    Step,
    Telling,
    can_replay,
    make_replay,
)
from postmortem_kb.settings import Settings
from postmortem_kb.taxonomy import Taxonomy

RECORD_LABEL = "The whole postmortem (tells how it ended)"
_SUMMARY_LENGTH = 160
_KIND_LABELS = {kind: kind.value.replace("-", " ").capitalize() for kind in EventKind}
_WITHHELD = "What happened here is told later."
_TRY_WITHHELD = "What was tried is told later."
_TRIES = (EventKind.HYPOTHESIS, EventKind.RULED_OUT)


@dataclass(frozen=True, slots=True)
class _Note:
    """Something told later: `about` names the event, `text` is HTML."""

    about: str
    text: Markdown


@dataclass(frozen=True, slots=True)
class _Prompt:
    question: str
    basis: str


@dataclass(frozen=True, slots=True)
class _StepView:
    """One event as the page shows it; the strings of `data` are for the script's board."""

    number: int
    kind: EventKind
    kind_label: str
    clock: Markdown
    zone: str
    day: str
    elapsed: str
    elapsed_words: str
    text: Markdown
    details: Markdown
    rules_out: tuple[Markdown, ...]
    told_now: tuple[_Note, ...]
    prompt: _Prompt | None
    data: tuple[tuple[str, Markdown], ...]


def has_replay(postmortem: Postmortem) -> bool:
    """Whether a record has such a page: one incident, and a timeline worth stepping through."""
    return can_replay(postmortem)


def render_replay(postmortem: Postmortem, taxonomy: Taxonomy, settings: Settings) -> Page | None:
    """The replay of one record; None where it has none.

    Only its URL, which has the record's id, may hint at how the story ends. The record's title and
    tags are not on it before the end, and no search index has it.
    """
    if not has_replay(postmortem):
        return None
    path = replay_path(postmortem.id)
    record = postmortem_path(postmortem.id)
    links = PlotLinks(path, settings.use_directory_urls, {})
    replay = make_replay(postmortem, taxonomy)
    views = _ViewMaker(replay, EventRenderer(postmortem.body.text, links.site_root))
    content = render_template(
        "replay",
        {"title": escape_html(f"Replay: {replay.name}")}
        | head_description(f"Told step by step, as the responders lived it. {replay.opening[0]}")
        | {"hide": ["navigation", "toc"], "search": {"exclude": True}},
        heading=replay.name,
        record_link=link(RECORD_LABEL, source=path, target=record),
        site_root=_url(links.site_root),
        count=len(replay.steps),
        opening=[_inert(sentence) for sentence in replay.opening],
        steps=[views.make(step) for step in replay.steps],
        told_at_end=[views.note(telling) for telling in replay.told_at_end],
        refuted=" ".join(str(index + 1) for index in replay.refuted_at_end),
        length=words.duration_of(postmortem.incident),
        record_url=_url(links.page(record)),
        title=_inert(postmortem.title),
    )
    return Page(path, content, PageKind.POSTMORTEM)


def _url(url: str) -> Markdown:
    return Markdown(escape_html(url))


def _inert(text: str) -> Markdown:
    return Markdown(protect(" ".join(text.split())))


class _ViewMaker:
    def __init__(self, replay: Replay, renderer: EventRenderer) -> None:
        self._steps = replay.steps
        self._renderer = renderer

    def make(self, step: Step) -> _StepView:
        event = step.event
        is_withheld = not step.text and not step.details
        text = self._renderer.render_text(step.text) if step.text else Markdown("")
        return _StepView(
            number=step.index + 1,
            kind=event.kind,
            kind_label=_KIND_LABELS[event.kind] if event.kind is not EventKind.NOTE else "",
            clock=self._clock(step),
            zone=words.zone_of(event.at) if event.at else "",
            day=words.date_of(event.at) if event.at and event.at.stated.has_day else "",
            elapsed=_count(step.elapsed) if step.elapsed else "",
            elapsed_words=_count_in_words(step.elapsed) if step.elapsed else "",
            text=_inert(_say_withheld(event.kind)) if is_withheld else text,
            details=self._renderer.render_blocks(step.details),
            rules_out=tuple(
                _inert(self._say_ruled_out(found.event, found.lasted)) for found in step.rules_out
            ),
            told_now=tuple(self.note(telling) for telling in step.told_now),
            prompt=_Prompt(step.prompt.question, step.prompt.basis) if step.prompt else None,
            data=tuple(
                (name, _inert(value)) for name, value in self._find_data(step).items() if value
            ),
        )

    def note(self, telling: Telling) -> _Note:
        """What is told now of an earlier event."""
        parts = [self._renderer.render_text(telling.text)] if telling.text else []
        if telling.until is not None:
            parts.append(_inert(f"It went on until {_describe_end(telling.until)}."))
        return _Note(self._name(telling.about), Markdown(" ".join(parts)))

    def _clock(self, step: Step) -> Markdown:
        if step.event.at is None or not words.clock(step.event.at):
            after = f", after {words.clock(step.after)}" if step.after else ""
            return cells.muted(f"time not stated{after}")
        text = words.clock(step.event.at)
        if step.until is not None:
            text = f"{text} – {_describe_end(step.until)}"
        return cells.time_element(step.event.at, text)

    def _name(self, index: int) -> str:
        """An earlier event in a few words: `event 3 (hypothesis, 13:15)`."""
        event = self._steps[index].event
        parts = [_KIND_LABELS[event.kind].lower(), words.clock(event.at) if event.at else ""]
        return f"event {index + 1} ({', '.join(part for part in parts if part)})"

    def _say_ruled_out(self, index: int, lasted: Duration | None) -> str:
        pursued = f", held for {lasted}" if lasted is not None else ""
        return f"This rules out {self._name(index)}{pursued}."

    def _find_data(self, step: Step) -> dict[str, str]:
        """What the board of the script says from this step on."""
        event = step.event
        clock = words.clock(event.at) if event.at else ""
        summary = words.shorten(step.summary, _SUMMARY_LENGTH)
        named = summary or f"Event {step.index + 1}: {_say_withheld(event.kind)}"
        lengths = [str(found.lasted or "") for found in step.rules_out]
        return {
            "clock": clock,
            "detected": (clock or "time not stated") if event.kind is EventKind.DETECTED else "",
            "suspects": named if event.kind is EventKind.HYPOTHESIS else "",
            "calls": named if event.kind is EventKind.ESCALATED else "",
            "excludes": named if event.kind is EventKind.RULED_OUT else "",
            "rules-out": " ".join(str(found.event + 1) for found in step.rules_out),
            "lasted": "|".join(lengths) if any(lengths) else "",
            "over": "|".join(
                f"{telling.about + 1} {_describe_end(telling.until)}"
                for telling in step.told_now
                if telling.until is not None
            ),
        }


def _say_withheld(kind: EventKind) -> str:
    return _TRY_WITHHELD if kind in _TRIES else _WITHHELD


def _count(elapsed: Duration) -> str:
    """`T+0:30`: hours and minutes since the start, `T−0:02` before it."""
    minutes = round(abs(elapsed.minutes))
    sign = "−" if elapsed.minutes < 0 and minutes else "+"
    about = "about " if elapsed.approximate else ""
    return f"{about}T{sign}{minutes // 60}:{minutes % 60:02}"


def _count_in_words(elapsed: Duration) -> str:
    if not round(elapsed.minutes):
        return "at the stated start"
    about = "about " if elapsed.approximate else ""
    side = "before" if elapsed.minutes < 0 else "after"
    return f"{about}{format_delta(elapsed.delta)} {side} the stated start"


def _describe_end(end: Moment) -> str:
    return words.clock(end) or words.date_of(end)
