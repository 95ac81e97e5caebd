"""Words of a record inside a question: quotations, times and days. Values to plain text."""

import re
from collections.abc import Iterable, Iterator

from postmortem_kb.blocks import find_blocks
from postmortem_kb.markdown_text import plain_text
from postmortem_kb.model import Event, EventKind, Postmortem, SectionKind
from postmortem_kb.moments import Moment
from postmortem_kb.pages import words
from postmortem_kb.phrases import find_phrases
from postmortem_kb.reading_groups.telling.hindsight import split_hindsight
from postmortem_kb.reading_groups.telling.sentences import split_sentences
from postmortem_kb.sections import BLOCKS

LONGEST = 140
"""Characters of a quotation; what is longer is cut between words."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SUSPICION = re.compile(
    r"\b(?:suspect|suspic|assum|hypothes|believ|thought|theor|taken to|likel|might|may be|could be"
    r"|possib|perhaps|seems?|guess|idea)",
    re.IGNORECASE,
)
_DOUBLE_QUOTES = re.compile(r'"([^"]*)"')
_NOTHING = re.compile(
    r"(?:none|nothing|n/?a|not (?:applicable|stated|known)|unknown|tbd|todo)"
    r"(?:,? (?:yet|so far|known|stated|recorded|in particular|special|to (?:add|note|report)))*"
    r"[.!:]?"
)


def quote(text: str, *, longest: int = LONGEST) -> str | None:
    """Plain text between quotation marks; None where it says nothing, or blames somebody.

    A question does not repeat blame, not even in another's words.
    """
    bare = " ".join(text.split()).rstrip(" .,;:")
    if not says_something(bare) or find_phrases(bare):
        return None
    inner = _DOUBLE_QUOTES.sub(r"‘\1’", bare).replace("“", "‘").replace("”", "’")
    return f"“{words.shorten(inner, longest)}”"


def quote_markdown(text: str, *, longest: int = LONGEST) -> str | None:
    """The first sentence of a piece of Markdown, as `quote` gives it."""
    return quote(first_sentence(plain_text(_COMMENT.sub("", text))), longest=longest)


def quote_event(event: Event, *, longest: int = LONGEST) -> str | None:
    """What was known of an event when it happened, as `quote` gives it: of a hypothesis the
    sentence that says what is suspected, of another event the first one."""
    told = plain_text(_COMMENT.sub("", split_hindsight(event.text)[0]))
    sentences = split_sentences(told) if event.kind is EventKind.HYPOTHESIS else ()
    idea = next((sentence for sentence in sentences if _SUSPICION.search(sentence)), None)
    return quote(idea or first_sentence(told), longest=longest)


def first_sentence(text: str) -> str:
    """The first sentence of plain text that holds two words or more, with those before it."""
    said = ""
    for sentence in split_sentences(text):
        said += sentence
        if len(said.split()) > 1:
            break
    return said.strip()


def says_something(text: str) -> bool:
    """Whether there is more in a text than punctuation, or than that there is nothing to say."""
    return any(map(str.isalnum, text)) and not _NOTHING.fullmatch(text.lower())


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


def say_time(moment: Moment, *, with_day: bool = False) -> str:
    """`13:15`, or `8 June 2024, 13:15`; only the day where no time of it is known."""
    return (words.date_and_clock if with_day or not moment.has_time else words.clock)(moment)


def say_at(moment: Moment | None, *, with_day: bool = False) -> str:
    """` at 13:15`, ` on 8 June 2024`, or nothing: to stand behind a word."""
    if moment is None:
        return ""
    if not moment.has_time:
        return f" on {words.date_of(moment)}" if moment.stated.has_day else ""
    return f" at {say_time(moment, with_day=with_day)}"


def has_several_days(moments: Iterable[Moment | None]) -> bool:
    """Whether a clock time alone would not tell which day is meant."""
    days = {moment.stated.local.date() for moment in moments if moment is not None}
    return len(days) > 1
