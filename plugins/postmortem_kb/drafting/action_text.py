"""Measures to a record's task list: `- [ ] … (type: detect, owner: …, due: …, ticket: …)`."""

import re
from collections.abc import Iterator, Sequence

from postmortem_kb.action_items import parse_action_items
from postmortem_kb.drafting.front_matter_text import Value
from postmortem_kb.extraction.findings import FoundMeasure
from postmortem_kb.extraction.outline.outline import Part, PartKind, split_sentences
from postmortem_kb.extraction.outline.plain import plain_words
from postmortem_kb.fields import ActionStatus
from postmortem_kb.model import ActionItem, Section, SectionKind

_BRACKET = re.compile(r"\s*[(\[](?P<inner>[^()\[\]]{3,200})[)\]]\.?\s*$")
_WORD = re.compile(r"[^\W_]+")
_FIELD_WORDS = frozenset(
    "owner owners assignee assigned to due date deadline status ticket tracking type team".split()
)
_PAIR_LIKE = re.compile(r",(?=\s*[A-Za-z]+:(?!//))")


def write_trailer(measure: FoundMeasure) -> str:
    """The fields behind a measure's words; empty where there are none."""
    status = measure.status
    is_marked = status in (None, ActionStatus.OPEN, ActionStatus.DONE)
    pairs = (
        ("type", measure.type.value if measure.type else None),
        ("owner", measure.owner),
        ("due", measure.due),
        ("status", None if is_marked or status is None else status.value),
        ("ticket", measure.ticket),
    )
    given = [f"{name}: {_bare(value)}" for name, value in pairs if value and _bare(value)]
    return f"({', '.join(given)})" if given else ""


def _bare(value: str) -> str:
    """A value that ends neither its pair nor the brackets."""
    text = " ".join(value.split())
    if text.count("(") != text.count(")") or re.search(r"\([^()]*\(|^[^(]*\)", text):
        text = re.sub("[()]", "", text)
    return _PAIR_LIKE.sub(";", text)


def write_item(title: str, measure: FoundMeasure) -> tuple[str, str]:
    """Marker and text of one item; `title` is written Markdown."""
    marker = "- [x]" if measure.status is ActionStatus.DONE else "- [ ]"
    trailer = write_trailer(measure)
    text = f"{_without_bracket(title, trailer)} {trailer}".strip()
    read = read_item(f"{marker} {text}")
    if not trailer and read is not None and _says_more(read, measure):
        head, _, tail = text.rpartition("(")
        text = f"{head}&#40;{tail}"
    return marker, text


def _without_bracket(title: str, trailer: str) -> str:
    """The title without a bracket at its end that says nothing beyond the trailer."""
    match = _BRACKET.search(title)
    if match is None or not trailer:
        return title
    said = {word.lower() for word in _WORD.findall(trailer)} | _FIELD_WORDS
    words = {word.lower() for word in _WORD.findall(match["inner"])}
    return title[: match.start()] if words <= said else title


def _says_more(read: ActionItem, measure: FoundMeasure) -> bool:
    return any((read.type, read.owner, read.due, read.ticket, read.others)) or (
        read.status is not None and (measure.status or ActionStatus.OPEN) is not read.status
    )


def read_item(line: str) -> ActionItem | None:
    """What the parser makes of one line of the list."""
    section = Section(SectionKind.ACTION_ITEMS, "Action items", 2, 1, f"{line}\n", 2)
    items, _, _ = parse_action_items((section,))
    return items[0] if len(items) == 1 else None


def split_item(measure: FoundMeasure) -> tuple[str, tuple[Part, ...]]:
    """The words of a measure's own part, and the details that are not already in them.

    A mere label takes the words of the line below it: that is what is to be done.
    """
    text, details = measure.source.text.strip(), measure.details
    first = next((part for part in details if part.is_text), None)
    if first is not None and text.rstrip("*_ ").endswith(":") and first.kind is not PartKind.QUOTE:
        title = plain_words(measure.title)
        joined = plain_words(f"{text} {first.text}")
        if title != plain_words(text) and joined.endswith(title[-40:]):
            index = details.index(first)
            return f"{text} {first.text}", (*details[:index], *details[index + 1 :])
    return text, details


def split_prose(
    part: Part, measures: Sequence[FoundMeasure]
) -> list[tuple[str, FoundMeasure | None]] | None:
    """A paragraph as the sentences that are measures, and the text between them.

    None where the measures are not found in it.
    """
    left = list(measures)
    pieces: list[tuple[str, FoundMeasure | None]] = []
    for sentence in split_sentences(part.text):
        if left and plain_words(sentence) == plain_words(left[0].title):
            pieces.append((sentence, left.pop(0)))
        elif pieces and pieces[-1][1] is None:
            pieces[-1] = (f"{pieces[-1][0]} {sentence}", None)
        else:
            pieces.append((sentence, None))
    return None if left else pieces


def cells_beside(measure: FoundMeasure) -> Iterator[tuple[str, str]]:
    """The cells of a table row that its item does not say, with their headings."""
    trailer = write_trailer(measure).lower()
    row = measure.source
    for index, cell in enumerate(row.cells):
        heading = row.headings[index] if index < len(row.headings) else ""
        is_title = plain_words(cell) == plain_words(measure.title) or cell == measure.title
        is_said = f": {cell.lower()}" in trailer and cell
        is_status = measure.status is not None and cell.lower() == measure.status.value
        if cell.strip(" -–—") and not is_title and not is_said and not is_status:
            yield plain_words(heading).strip(" :"), cell


def as_fields(measure: FoundMeasure) -> dict[str, Value]:
    """A measure for the front matter: one that stands in prose, which stays as it is."""
    return {
        "title": plain_words(measure.title),
        "type": measure.type.value if measure.type else None,
        "owner": measure.owner,
        "due": measure.due,
        "status": measure.status.value if measure.status else None,
        "ticket": measure.ticket,
    }
