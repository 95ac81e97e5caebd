"""The words of a sentence that only say when, in front of what it tells."""

import re

from postmortem_kb.extraction.times.clock_text import iterate_mentions

_BRIDGE = re.compile(
    r"(?:(?:(?i:on|at|from|around|about|approximately|to|until|till|between|and|the|of|in|early"
    r"|late|night|morning|evening|afternoon|since|during)"
    r"|[A-Z][a-z]{2,6}day|[A-Z]{2,4}T?)\b|T(?=\d)|[\s,;:|()\[\]–—-])*"
)
_BEHIND = re.compile(r"[\s,;:|)\]–—-]*")
_HEAD = 120


def without_time(text: str) -> str:
    """The text without its times and days in front: `On 3 May at 10:15, mail stopped` is `mail
    stopped`. Unchanged where it does not begin with one, or says nothing else."""
    start = 0
    for mention in iterate_mentions(text[:_HEAD]):
        if mention.start > _skip(text, start):
            break
        start = max(start, mention.end)
    if not start:
        return text
    behind = _BEHIND.match(text, start)
    bare = text[behind.end() if behind else start :]
    return bare if any(map(str.isalpha, bare)) else text


def _skip(text: str, start: int) -> int:
    match = _BRIDGE.match(text, start, _HEAD)
    return match.end() if match else start
