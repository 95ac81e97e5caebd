"""Words of a record inside a question: quotations, times and days. Values to plain text."""

import re
from collections.abc import Iterable, Iterator

from postmortem_kb.blocks import find_blocks
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import Event, EventKind, Postmortem, SectionKind
from postmortem_kb.moments import Moment
from postmortem_kb.pages import words
from postmortem_kb.reading_groups.prompts.quotable import find_sentences, is_quotable
from postmortem_kb.reading_groups.telling.known_then import split_event
from postmortem_kb.sections import BLOCKS
from postmortem_kb.zones import format_offset

LONGEST = 140
"""Characters of a quotation; what is longer is cut between words."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SUSPICION = re.compile(
    r"\b(?:suspect|suspic|assum|hypothes|believ|thought|theor|taken to|likel|might|may be|could be"
    r"|possib|perhaps|seems?|guess|idea)",
    re.IGNORECASE,
)
_DOUBLE_QUOTES = re.compile(r'"([^"]*)"')
_PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?")


def quote(text: str, *, longest: int = LONGEST) -> str | None:
    """Plain text between quotation marks; None where it says nothing, shouts, or blames somebody.

    A question does not repeat blame, not even in another's words.
    """
    bare = " ".join(text.split()).rstrip(" .,;:")
    if not is_quotable(bare):
        return None
    inner = _DOUBLE_QUOTES.sub(r"‘\1’", bare).replace("“", "‘").replace("”", "’")
    return f"“{words.shorten(inner, longest)}”"


def quote_markdown(text: str, *, longest: int = LONGEST) -> str | None:
    """The first sentence of a piece of Markdown that stands alone, as `quote` gives it; None where
    none does."""
    return quote(next(find_sentences(_strip(text)), ""), longest=longest)


def quote_event(event: Event, *, longest: int = LONGEST) -> str | None:
    """What was known of an event when it happened, as `quote` gives it: of a hypothesis the
    sentence that says what is suspected, of another event the first one that stands alone."""
    sentences = [*find_sentences(_strip(split_event(event).text))]
    if event.kind is EventKind.HYPOTHESIS:
        sentences.sort(key=lambda sentence: _SUSPICION.search(sentence) is None)
    return quote(next(iter(sentences), ""), longest=longest)


def _strip(markdown: str) -> str:
    """What a piece of Markdown says: no comments, and nothing that describes a picture."""
    return plain_text(_PICTURE.sub("", _COMMENT.sub("", markdown)))


def find_points(postmortem: Postmortem, kind: SectionKind) -> Iterator[str]:
    """What the sections of a kind say, point by point, as Markdown: the entries of their lists,
    the first cells of their tables, else their paragraphs."""
    for section in postmortem.body.sections:
        if section.kind is not kind:
            continue
        text = _COMMENT.sub("", section.text)
        entries = [entry for block in find_blocks(text, 1) for entry in block.entries]
        if entries:
            yield from (next(filter(None, entry.cells), "") or entry.text for entry in entries)
        else:
            yield from _find_paragraphs(text)


def _find_paragraphs(text: str) -> Iterator[str]:
    """The top-level paragraphs of a piece of Markdown: no code, no quotations, no HTML."""
    lines = text.split("\n")
    for token in BLOCKS.parse(text):
        if token.type == "paragraph_open" and token.level == 0 and token.map:
            yield "\n".join(lines[slice(*token.map)])


def say_time(moment: Moment, *, with_day: bool = False, with_zone: bool = False) -> str:
    """`13:15`, or `8 June 2024, 13:15 UTC`; only the day where no time of it is known."""
    text = (words.date_and_clock if with_day or not moment.has_time else words.clock)(moment)
    if not with_zone or not moment.has_time:
        return text
    if moment.offset is None:
        return f"{text}, {words.zone_of(moment)}"
    offset = format_offset(moment.offset)
    return f"{text} UTC{'' if offset == '+00:00' else offset.replace('-', '−')}"


def say_at(moment: Moment | None, *, with_day: bool = False, with_zone: bool = False) -> str:
    """` at 13:15`, ` on 8 June 2024`, or nothing: to stand behind a word."""
    if moment is None:
        return ""
    if not moment.has_time:
        return f" on {words.date_of(moment)}" if moment.stated.has_day else ""
    return f" at {say_time(moment, with_day=with_day, with_zone=with_zone)}"


def has_several_days(moments: Iterable[Moment | None]) -> bool:
    """Whether a clock time alone would not tell which day is meant."""
    days = {moment.stated.local.date() for moment in moments if moment is not None}
    return len(days) > 1


def has_several_offsets(moments: Iterable[Moment | None]) -> bool:
    """Whether clock times alone would not tell how long it was from one to another."""
    timed = (moment for moment in moments if moment is not None and moment.has_time)
    return len({moment.offset for moment in timed}) > 1
