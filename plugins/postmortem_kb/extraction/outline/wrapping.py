"""Whether a line of text is the rest of the one above it, or something of its own."""

import re
from collections.abc import Sequence
from itertools import pairwise

from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.layout import CleanLine
from postmortem_kb.extraction.outline.outline import Part, PartKind
from postmortem_kb.extraction.outline.plain import plain_words
from postmortem_kb.extraction.times.clock_text import begins_with_time

_ENDS = re.compile(r"[.!?:;…][\"')\]*_`]*$")
_RUNS_ON = re.compile(
    r"(?i)\b(?:at|from|to|until|till|by|and|around|about|approximately|between|the|on),?$"
)
_LONG_LINE = 60


def is_hard_wrapped(lines: Sequence[CleanLine]) -> bool:
    """Whether sentences run on over the ends of a document's lines."""
    pairs = [
        (line.text.strip(), after.text.strip())
        for line, after in pairwise(lines)
        if line.text.strip() and after.text.strip() and not line.is_code and not after.is_code
    ]
    running = [(text, after) for text, after in pairs if after[0].isalnum() or after[0] in "(`'\"*"]
    if len(running) < 3:
        return False
    goes_on = [after for text, after in running if not _ENDS.search(text) and after[0].islower()]
    return len(goes_on) >= max(2, len(running) * 0.25)


def is_continuation(above: Part, before: str, text: str, *, is_wrapped: bool) -> bool:
    """Whether a line of text is the rest of the part right above it, which ends with `before`."""
    if above.kind not in (PartKind.PARAGRAPH, PartKind.ITEM, PartKind.QUOTE):
        return False
    if above.kind is PartKind.QUOTE:
        return True  # as in Markdown
    words = plain_words(text)
    if not words or text.startswith("!["):
        return False
    if _RUNS_ON.search(before):
        return True
    ends = _ENDS.search(before) is not None
    if begins_with_time(words):
        # `…, at 10:15 the disk` goes on with a sentence, unless such lines are a list of their own.
        is_entry = words[0].isdigit() or begins_with_time(plain_words(above.text))
        return not (ends or is_entry) and (is_wrapped or before.endswith(","))
    if split_label(text)[0]:
        return False
    if (above.kind is PartKind.ITEM and above.marker == "#") or before.endswith(":"):
        return False
    if not ends and (words[0].islower() or words[0] in "(&"):
        return True
    last_line = len(before) if above.line == above.end_line else _LONG_LINE
    return is_wrapped and last_line >= _LONG_LINE
