"""The page of all kinds of prompts: made from their declarations, with the practice they follow."""

from dataclasses import dataclass

from postmortem_kb.escape import Markdown
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages.paths import PROMPTS, READING_GROUPS, external_link, link
from postmortem_kb.pages.templating import head_description, render_template
from postmortem_kb.reading_groups.prompts import KINDS, Occasion, Practice
from postmortem_kb.reading_groups.prompts.declaration import AnyKind
from postmortem_kb.reading_groups.prompts.finding import MOST
from postmortem_kb.reading_groups.prompts.practices import PRACTICES
from postmortem_kb.settings import Settings

_DESCRIPTION = (
    "The questions that a reading group is offered, what in a record each of them is made from, "
    "and the published practice that they follow."
)
_OCCASIONS = {
    Occasion.AT_CUT: (
        "Where a replay stops",
        "Nobody in the group knows yet how it went on. These questions use the timeline up to that "
        "point and nothing later: no cause, no end, no length, no title.",
    ),
    Occasion.AFTER: (
        "After the story",
        "For whoever facilitates, who knows the whole record. The facilitator’s packet offers at "
        f"most {MOST}, the most telling first, and no two that are made from the same thing.",
    ),
    Occasion.COMPARING: (
        "Comparing incidents",
        "For sessions that read two incidents or more side by side.",
    ),
}
"""Each with its heading and what there is to say of all of its kinds."""


@dataclass(frozen=True, slots=True)
class _Kind:
    title: str
    made_from: str
    example: str
    practices: Markdown


@dataclass(frozen=True, slots=True)
class _Part:
    title: str
    text: str
    kinds: list[_Kind]


@dataclass(frozen=True, slots=True)
class _Source:
    title: Markdown
    publisher: str
    says: str


def render_prompt_catalogue(settings: Settings) -> Page:
    """The same page for every site: kinds of prompts are not a site's to set."""
    content = render_template(
        "prompt-catalogue",
        head_description(_DESCRIPTION),
        description=_DESCRIPTION,
        groups=link("reading groups", source=PROMPTS, target=READING_GROUPS),
        parts=[
            _Part(title, text, [_make_kind(kind) for kind in KINDS if kind.occasion is occasion])
            for occasion, (title, text) in _OCCASIONS.items()
        ],
        sources=[_make_source(practice) for practice in PRACTICES],
    )
    return Page(PROMPTS, content, PageKind.INDEX)


def _make_kind(kind: AnyKind) -> _Kind:
    links = [external_link(practice.name, practice.url) for practice in kind.practices]
    return _Kind(kind.title, kind.made_from, kind.example, Markdown(", ".join(links)))


def _make_source(practice: Practice) -> _Source:
    title = external_link(practice.title, practice.url)
    return _Source(title, practice.publisher, practice.says)
