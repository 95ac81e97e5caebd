"""Labels in front of a text: `**Impact:** …`, `Detection Method: …`."""

import re

from postmortem_kb.extraction.outline.plain import without_ornament

_MARKED = re.compile(
    r"\s*(?P<open>\*\*\*|\*\*|\*|___|__|_)(?P<label>[^*_\n]{1,80}?)"
    r"(?:\s*:\s*(?P=open)\s*:?|(?P=open)\s*:|(?P=open)\s*(?=[–—-]\s)[–—-])\s*"
)
_PLAIN = re.compile(
    r"(?P<label>[A-Z#\"'(\[][^\s:]{0,30}(?: [^\s:.!?]{1,30}){0,6}|TODO"
    r"|(?:start|end|date|duration|impact|root cause|(?:start|end)(?:ed|s| time)?)(?= ?:)"
    r"|[0-9]+ [A-Z][a-z]+) ?:(?!//|\d)\s*"
)
_CLOCK = re.compile(r"\d{1,2} ?[:.h;] ?\d\d|\d ?[ap]\.?m\b", re.IGNORECASE)


def split_label(text: str) -> tuple[str, str]:
    """The label in front of a text, without markup, and the rest; `""` where there is none.

    A clock time in front of a colon is no label.
    """
    bare = without_ornament(text)
    match = _MARKED.match(bare) or _PLAIN.match(bare)
    if match is None or _CLOCK.search(match["label"]) or not any(map(str.isalpha, match["label"])):
        return "", text
    label = without_ornament(match["label"]).strip(" #\"'*_")
    return label, bare[match.end() :]
