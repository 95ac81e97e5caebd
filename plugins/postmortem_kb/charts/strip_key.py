"""The words of a timeline strip: the key of its phases and shapes, and what it cannot draw."""

from collections.abc import Iterator

from postmortem_kb.charts.event_shapes import LABELS, outline
from postmortem_kb.charts.markup import SPACE, join, tag
from postmortem_kb.charts.strip_content import Phase, StripContent, time_followed
from postmortem_kb.escape import Markdown
from postmortem_kb.model import EventKind


def make_keys(content: StripContent, zone: str, *, has_breaks: bool) -> Iterator[Markdown]:
    """What stands below the picture: all that it tells by its lengths, in words.

    `zone` says what the times are in.
    """
    keys = (_phase_key(content), _shape_key(content), _notes(content, zone, has_breaks=has_breaks))
    yield from (key for key in keys if key)


def _phase_key(content: StripContent) -> Markdown:
    rows = []
    first = 1
    for title, phases in content.phases:
        items = [
            tag(
                "li",
                {},
                tag("span", {"class": Markdown(f"pm-swatch pm-band--{phase.name}")}, str(index)),
                SPACE,
                phase.label,
                *([SPACE, tag("b", {}, str(phase.length))] if phase.length else []),
            )
            for index, phase in enumerate(phases, start=first)
        ]
        first += len(phases)
        if title:
            rows.append(tag("p", {"class": "pm-strip-title"}, title))
        rows.append(tag("ul", {"class": "pm-strip-phases"}, *items))
    return join(rows, "\n")


def _shape_key(content: StripContent) -> Markdown:
    kinds = dict.fromkeys(mark.kind for mark in content.marks)
    items = [
        tag(
            "li",
            {},
            tag(
                "svg",
                {
                    "width": 14,
                    "height": 14,
                    "viewBox": "-7 -7 14 14",
                    "aria-hidden": "true",
                    "class": Markdown(f"pm-mark--{kind}"),
                },
                tag("path", {"d": Markdown(outline(kind))}),
            ),
            SPACE,
            "Other" if kind is EventKind.NOTE else LABELS[kind],
        )
        for kind in EventKind
        if kind in kinds
    ]
    return tag("ul", {"class": "pm-strip-shapes"}, *items) if len(items) > 1 else Markdown("")


def _notes(content: StripContent, zone: str, *, has_breaks: bool) -> Markdown:
    sentences = [f"Drawn in proportion, {zone}." if zone else "Drawn in proportion."]
    if has_breaks:
        sentences.append("Long gaps are cut short, between two dotted lines.")
    if content.tracks:
        followed = time_followed(content.tracks)
        about = "at most " if any(track.is_open_before for track in content.tracks) else ""
        sentences.append(f"Hypotheses were followed for {about}{followed}.")
    if any(mark.at.is_rough for mark in content.marks):
        sentences.append("What is only known roughly is drawn hollow or dashed.")
    if missing := content.entries_without_place:
        entries = "1 entry has" if missing == 1 else f"{missing} entries have"
        sentences.append(f"{entries} no time that could be drawn: see the list.")
    told = tag("span", {"class": "pm-strip-zone"}, sentences[0])
    rest = " ".join(sentences[1:])
    return tag("p", {"class": "pm-note pm-strip-note"}, told, SPACE, rest)


def describe_strip(content: StripContent) -> str:
    """The picture in a sentence, for those who do not see it."""
    phases = [phase_words(phase) for _, row in content.phases for phase in row]
    marks = len(content.marks)
    if not marks:
        return f"{'; '.join(phases)}."
    events = "1 event is" if marks == 1 else f"{marks} events are"
    return f"{'; '.join(phases)}. {events} marked, each with a link to its entry of the list."


def phase_words(phase: Phase) -> str:
    """A phase with its length: `Until detected: 10 min`."""
    return f"{phase.label}: {phase.length}" if phase.length else phase.label
