"""How long a record takes to read in silence. Records to minutes, for packets and time boxes."""

import re
from collections.abc import Iterable

from postmortem_kb.model import Postmortem

WORDS_PER_MINUTE = 175
"""The lower end of the range that most adults fall in when they read English non-fiction in
silence, 175 to 300; the average is 238. A postmortem is technical, and many read it in a second
language. Source: Brysbaert, How many words do we read per minute? A review and meta-analysis of
reading rate, Journal of Memory and Language 109 (2019), 104047."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def reading_minutes(postmortem: Postmortem) -> int:
    """Whole minutes for all that a record's page tells, at least one."""
    fields = postmortem.fields
    return minutes_to_read(
        (
            postmortem.title,
            fields.summary or "",
            postmortem.body.text,
            *fields.contributing_factors,
            *fields.surprises,
            *fields.lessons,
            *(note.note for note in fields.discrepancies),
            *(item.title for item in fields.action_items),
        )
    )


def minutes_to_read(texts: Iterable[str]) -> int:
    """Whole minutes for texts, plain or Markdown, rounded up and at least one."""
    words = sum(map(count_words, texts))
    return max(1, -(-words // WORDS_PER_MINUTE))


def count_words(text: str) -> int:
    """How many words are to be read: what stands between white space and has a letter or a digit.

    Comments are not read; the text of a link is, its address is not told apart.
    """
    return sum(any(map(str.isalnum, word)) for word in _COMMENT.sub("", text).split())
