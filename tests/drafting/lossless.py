"""Whether everything that a document says is in its record: straight from the raw file, without
the code that the import takes documents apart with."""

import html
import re
from dataclasses import dataclass

_TAG = re.compile(r"</?(?:[a-zA-Z][\w-]*)(?:\s[^<>]*)?/?>")
_KNOWN_TAG = re.compile(
    r"</?(?:a|b|big|blockquote|body|br|center|code|dd|details|div|dl|dt|em|figure|font|footer|h[1-6]"
    r"|head|header|hr|html|i|img|iframe|li|main|meta|nav|ol|p|pre|section|small|span|strike|strong"
    r"|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|video)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?[^()]*\)")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
_ZONES = (
    r"(?:[ECMPAW][SD]?T|UTC|GMT|EAT|CAT|WAT|BST|CEST|CET|IST|SAST|WIB|Z|(?:[a-z]+ ){1,4}time(?:zone)?)"
)
_CLOCK = re.compile(
    r"(?:\b(?:at|on|from|around|about|approximately|roughly|by|between|until|till)\s+)*~?"
    r"(?<![\d.$])(?:(?:\d{4}|-)-\d\d-\d\d[t ])?"
    r"(?:[0-2]?\d\s?[:;h.]\s?[0-5]\d(?!\d)(?:\s?:\s?[0-5]\d)?"
    r"(?:\s*[ap]\.?\s?m\b\.?|\s*[ap]\b(?=\s*[:-])|\s?(?:hrs?|hours|h)\b)?"
    r"|[0-2]?\d\s?[ap]\.?m\b\.?|(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs?|hours|h|z)\b|[0-2]?\dh\b)"
    r"(?:\s?\(\s?\d{1,2}:\d\d\s?\))?"
    rf"(?:[\s(\[,]{{0,3}}(?:{_ZONES}(?![a-z])(?:\s?[+-]\s?\d{{1,2}}(?::?\d\d)?)?"
    r"|\+\d\d:?\d\d)[)\]]?)?",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    r"(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?(?:"
    rf"\b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s*(?:of\s+)?\d{{4}})?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s/-]+{_MONTH}\.?(?:[\s,/-]+\d{{4}})?"
    r"|(?:\d{4}|-)-\d\d-\d\d|\b\d{1,2}[/.]\d{1,2}[/.]\d{4})",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[*_~`#|\\>]+")
_BULLET = re.compile(
    r"^\s*(?:>\s?)*(?:[-*+•‣◦▪●○∙·►▶→➤➢=–—]\s*(?=\S)|\(?\d{1,3}[.)]\)?(?:\s+|(?=[A-Z*]))|[a-z]\)\s+)?"
    r"(?:\[[ xX]?\]\s*)?"
)
_NO_TEXT = re.compile(r"^\s*(?:[-–—=_*~.:|`+ ]+|(?:`{3,}|~{3,}).*)$")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*", re.UNICODE)
_QUOTES = str.maketrans("’‘‛“”„", "'''\"\"\"")
_NEAR = 400
_LABELS = {
    "started", "detected", "acknowledged", "escalated", "hypothesis", "ruled out", "mitigated",
    "resolved", "recovered", "note",
}  # fmt: skip
# Headings that a record may say with the house's words instead.
_SYNONYMS = (
    ("summary", "issue summary", "incident summary", "overview"),
    ("timeline", "incident timeline", "timeline of events"),
    ("root cause", "root causes"),
    ("detection", "issue detection", "incident detection"),
    ("what went well", "things that went well"),
    ("what went wrong", "things that went wrong"),
    ("lessons learned", "lessons learnt"),
    (
        "action items", "corrective and preventative measures", "corrective preventative measures",
        "corrective and preventive measures", "corrective preventive measures",
        "corrective and preventative actions", "corrective and preventive actions",
        "corrective measures", "preventative measures", "preventive measures",
        "corrective actions", "preventative actions", "preventive actions", "follow up actions",
        "follow up items",
    ),
)  # fmt: skip
_COLUMNS = frozenset(
    "time date when day clock timestamp start end event events what description action details "
    "entry comment type owner due status ticket priority task item from to until at what happened "
    "deadline assignee done action item no number".split()
)


@dataclass(frozen=True)
class Statement:
    """Words of the document in lower case, with the line they begin on."""

    words: tuple[str, ...]
    line: int

    def __str__(self) -> str:
        return f"{self.line}: {' '.join(self.words)}"


def words_of(text: str) -> list[str]:
    """The words of a text: markup, white space, clock and calendar are no words."""
    text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    text = re.sub(r"\bdata:image/[^\s)]+", "", text)
    # A link's words, and its target as words too; local pictures are renamed.
    for _ in range(3):
        text = _LINK.sub(_read_link, text)
    text = re.sub(r"<(https?://[^<>\s]*)>", r" \1 ", text)
    text = _KNOWN_TAG.sub(" ", text)
    text = text.replace("\u00a0", " ").translate(_QUOTES)
    text = re.sub("[\u200b-\u200f\ufe0e\ufe0f\ufeff\u00ad\u2028\u2029]", "", text)
    text = _MARKUP.sub(" ", text.replace("**", " "))
    text = _DATE.sub(" ", text)
    text = _CLOCK.sub(" ", text)
    text = _DATE.sub(" ", text)
    return [word.lower() for word in _WORD.findall(text)]


def _read_link(match: re.Match[str]) -> str:
    target = match[2]
    is_remote = re.match(r"(?:https?:)?//|mailto:", target)
    text = match[1].strip()
    if text in ("picture", "link"):
        text = ""
    return f" {text} {target if is_remote else ''} "


def statements_of(source: str, first_line: int = 1) -> list[Statement]:
    """A document's sentences, line by line; a sentence that runs over lines is several."""
    found: list[Statement] = []
    for number, line in enumerate(source.replace("\r\n", "\n").split("\n"), first_line):
        if _NO_TEXT.match(line):
            continue
        if re.fullmatch(r"[|\s:-]+", line):
            continue
        text = re.sub(r"<!--|-->", " ", _BULLET.sub("", line, count=1))
        if re.match(r"\s*\[[^\]]+\]:\s*\S+\s*$", text):
            text = text.partition("]:")[2]
        for cell in text.split("|") if text.count("|") > 1 else [text]:
            for sentence in re.split(r"(?<=[.!?])[*_\"')]*\s+(?=[A-Z0-9*_\"'(\[])", cell):
                words = words_of(sentence)
                if words and not _is_column(words, line):
                    found.append(Statement(tuple(words), number))
    return found


def _is_column(words: list[str], line: str) -> bool:
    return line.count("|") > 1 and (" ".join(words) in _COLUMNS or set(words) <= _COLUMNS)


def find_lost(source: str, record: str, title: str) -> list[str]:
    """What the document says and the record does not, or not in its place.

    Each statement has to come after the one before it; those of the head may be the title.
    """
    text = re.sub(r"^(\s*(?:[-*+]|\d+\.)\s+)(?:\[[ x]\]\s+)?", r"\1", record, flags=re.MULTILINE)
    text = re.sub(r"^\s*\d+\\?\.\s+", "", text, flags=re.MULTILINE)
    haystack = words_of(text)
    places: dict[str, list[int]] = {}
    for index, word in enumerate(haystack):
        places.setdefault(word, []).append(index)
    lost: list[str] = []
    position = 0
    for statement in statements_of(source):
        at = _find(statement.words, haystack, places, position)
        if at is not None and (len(statement.words) > 3 or at - position < _NEAR):
            position = at
        elif at is None and not _is_replaced(statement, haystack, places, position, title):
            before = _find(statement.words, haystack, places, 0)
            if before is None:
                lost.append(str(statement))
            elif len(statement.words) > 3:
                lost.append(f"out of order {statement}")
    return lost


def _find(
    words: tuple[str, ...], haystack: list[str], places: dict[str, list[int]], start: int
) -> int | None:
    """Where the words stand next to each other; labels of events may stand between two."""
    for index in places.get(words[0], ()):
        if index < start:
            continue
        at, matched = index, 0
        while matched < len(words) and at < len(haystack):
            if haystack[at] == words[matched]:
                matched += 1
            elif haystack[at] not in _LABELS or at - index - matched > 2:
                break
            at += 1
        if matched == len(words):
            return index
    return None


def _is_replaced(
    statement: Statement,
    haystack: list[str],
    places: dict[str, list[int]],
    position: int,
    title: str,
) -> bool:
    words = tuple(words_of(title))
    if len(statement.words) <= len(words) and " ".join(statement.words) in " ".join(words):
        return True
    said = " ".join(statement.words)
    for group in _SYNONYMS:
        if said in group:
            house = tuple(group[0].split())
            return _find(house, haystack, places, position) is not None
    return False
