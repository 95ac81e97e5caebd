"""Lines among the entries of a timeline that mark no event: they stay where they stand as text."""

import re

from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.outline import Part, PartKind
from postmortem_kb.extraction.outline.plain import fold, plain_words, without_ornament
from postmortem_kb.extraction.times.clock_text import find_dates
from postmortem_kb.extraction.times.entry_front import Entry
from postmortem_kb.extraction.times.zone_text import find_zones

_ALL_TIMES = re.compile(
    r"\W{0,6}(?:note\W{1,4})?(?:(?:all|the|these|following|below|listed) ){0,3}"
    r"(?:time ?stamps?|time ?zone|times?|clocks?|dates?|events?|entries)\b",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\b(?:YYYY|[Hh]{2}:[Mm]{2})\b")
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\W*", re.IGNORECASE)
_LETTER = re.compile(
    r"(?:hi|hello|dear|good (?:morning|day|evening))(?:[^.!?:,]{0,40},|(?: \w{1,20})?[.!]?)"
    r"|(?:(?:kind|best|warm) )?regards\W{0,3}|cheers\W{0,3}|(?:yours )?sincerely\W{0,3}"
    r"|(?:many )?thanks?(?: you)?(?: all| everyone)?\W{0,3}",
    re.IGNORECASE,
)
_COLUMNS = frozenset(
    "time times date dates day when clock timestamp start end from to until at event events what "
    "happened description action actions details entry entries comment comments status and".split()
)
_LONGEST_NOTE, _MOST_LABEL_WORDS = 100, 8


def marks_no_event(entry: Entry, after: Part | None) -> bool:
    """Whether an entry without a time is a label, a heading of columns, a note on the times, a gap
    to fill, a greeting or a stray word; `after` is the part below it."""
    words = without_ornament(plain_words(entry.text)).strip()
    if not any(map(str.isalpha, words)) or _TEMPLATE.search(words):
        return True
    if words.islower() and words.isalpha():
        return True  # the language of a code block
    if _WEEKDAY.fullmatch(words) or _LETTER.fullmatch(words):
        return True
    return _is_column_heading(words) or _is_note_on_times(words) or _is_label(entry, words, after)


def _is_column_heading(words: str) -> bool:
    """`Time (EAT)`, `Date  Time  What happened`."""
    bare = words
    for position, zone in reversed(find_zones(words)):
        bare = bare[:position] + bare[position:].replace(zone.text, " ", 1)
    names = fold(bare).split()
    return len(names) > 0 and _COLUMNS.issuperset(names)


def _is_note_on_times(words: str) -> bool:
    """`All times in CET`, `2024-06-08 (all times UTC)`."""
    if len(words) > _LONGEST_NOTE:
        return False
    for day in reversed(find_dates(words)):
        words = words[: day.start] + words[day.end :]
    return _ALL_TIMES.match(words) is not None and len(find_zones(words)) > 0


def _is_label(entry: Entry, words: str, after: Part | None) -> bool:
    """A name with nothing behind it: what it announces stands below, as entries of its own."""
    if entry.source.kind is PartKind.ROW:
        return False
    label, rest = split_label(entry.text)
    if label and not rest.strip(" *_`"):
        return True
    if words.count(" ") >= _MOST_LABEL_WORDS:
        return False
    if words.endswith((":", "?")):
        return True
    is_above = after is not None and after.kind is PartKind.PARAGRAPH and after.depth > 0
    return is_above and entry.source.kind is PartKind.ITEM and words[-1] not in ".!"
