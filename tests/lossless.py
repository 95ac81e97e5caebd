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
    r"(?:[ECMPAW][SD]?T|UTC|GMT|EAT|CAT|WAT|BST|CEST|CET|IST|SAST|WIB|Z"
    r"|(?:(?:east|west|central|african?|eastern|western|pacific|mountain|local|standard|daylight)"
    r" ){1,4}time(?:zone)?)"
)
_CLOCK = re.compile(
    r"(?:\b(?:at|on|from|around|about|approximately|roughly|by|between|until|till)\s+)*~?"
    r"(?<![\d.$])(?:(?:\d{4}|-)-\d\d-\d\d[t ])?"
    r"(?:[0-2]?\d\s?[:;h.]\s?[0-5]\d(?!\d)(?:\s?:\s?[0-5]\d)?"
    r"(?:\s*[ap]\.?\s?m\b\.?|\s*[ap]\b(?=\s*[:-])|\s?(?:hrs?|hours|h)\b)?"
    r"|[0-2]?\d\s?[ap]\.?m\b\.?|(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs?|hours|h|z)\b|[0-2]?\dh\b)"
    r"(?:\s?\(\s?\d{1,2}:\d\d\s?\)|\s?\((?:[a-z]+ ){1,4}time\))?"
    rf"(?:[\s(\[,]{{0,3}}(?:{_ZONES}(?![a-z])(?:\s?[+-]\s?\d{{1,2}}(?::?\d\d)?)?"
    r"|\+\d\d:?\d\d)[)\]]?)?",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|octob?(?:er|re)?|oct|nov(?:ember)?|dec(?:ember)?)\b"
)
_DATE = re.compile(
    r"(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?(?:"
    rf"\b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s*(?:of\s+)?\d{{4}})?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s/-]+{_MONTH}\.?(?:[\s,/-]+\d{{4}})?"
    r"|(?:\d{4}|-)-\d\d-\d\d|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\b\d{4}/\d\d?/\d\d?)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[*_~`#|\\>]+")
_BULLET = re.compile(
    r"^\s*(?:>\s?)*(?:#{1,6}\s*(?:\d{1,2}\.\s)?|[-*+•‣◦▪●○∙·►▶→➤➢=–—]\s*(?=\S)|\(?\d{1,3}\\?[.)]\)?(?:\s+|(?=[A-Z*]|\d{1,2}:\d\d))|[a-z]\)\s+)?"
    r"(?:\[[ xX]?\]\s*)?"
)
_NO_TEXT = re.compile(r"^\s*(?:[-–—=_*~.:|`+ ]+|(?:`{3,}|~{3,}).*)$")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*", re.UNICODE)
_QUOTES = str.maketrans("’‘‛“”„", "'''\"\"\"")
# A line that ends before the time that it speaks of.
_HANGING = re.compile(r"\s(?:at|on|from|around|about|by|between|until|till)\s*$", re.IGNORECASE)
# Where a link led that could not stay one.
_LED_TO = re.compile(r"\(`[^`\n]*`\)")
OUT_OF_ORDER = "out of order "
_FEW, _MANY = 3, 9
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
    "deadline assignee done open action item no number kind who".split()
)


@dataclass(frozen=True)
class Statement:
    """Words of the document in lower case, with the line they begin on."""

    words: tuple[str, ...]
    line: int

    def __str__(self) -> str:
        return f"{self.line}: {' '.join(self.words)}"


def split_source(text: str) -> tuple[str, str]:
    """A source's front matter and its story."""
    text = text.removeprefix("\ufeff")
    match = re.match(r"(?:---|\+\+\+)[ \t]*\n(.*?)\n(?:---|\+\+\+)[ \t]*\n", text, re.DOTALL)
    is_fields = match is not None and re.search(r"^\w+\s*[:=]", match[1], re.MULTILINE)
    return (match[1], text[match.end() :]) if match and is_fields else ("", text)


def fields_of(front_matter: str) -> list[Statement]:
    """The values of a source's front matter that are words."""
    found: list[Statement] = []
    for number, line in enumerate(front_matter.split("\n"), 1):
        value = re.sub(r"^\s*(?:-\s+)?(?:[\w-]+\s*[:=]\s*)?", "", line).split(" #")[0]
        if not line.lstrip().startswith("#"):
            pieces = (words_of(piece) for piece in re.split(r"[\[\],{}]", value))
            found += [Statement(tuple(words), number) for words in pieces if len(words) > 1]
    return found


def words_of(text: str) -> list[str]:
    """The words of a text: markup, white space, clock and calendar are no words."""
    text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    text = re.sub(r"\{\{[<%].*?[>%]\}\}", " ", text)  # a shortcode of Hugo's
    text = re.sub(r"\bdata:image/[^\s)]+", "", text)
    # A link's words, and its target as words too; local pictures are renamed.
    for _ in range(3):
        text = _LINK.sub(_read_link, text)
    text = re.sub(r"<(https?://[^<>\s]*)>", r" \1 ", text)
    text = _KNOWN_TAG.sub(" ", text)
    text = text.replace("\u00a0", " ").translate(_QUOTES)
    text = re.sub("[\u200b-\u200f\ufe0e\ufe0f\ufeff\u00ad\u2028\u2029]", "", text)
    text = _MARKUP.sub(" ", text.replace("**", " "))
    text = re.sub(r"(?<=-\d\d)T(?=\d\d:)", " ", text)  # of a stamp
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
            if "//" not in text:
                continue  # a file, which may be called otherwise beside the record
        for cell in text.split("|") if text.count("|") > 1 else [text]:
            for sentence in re.split(
                r"(?<=[.!?])(?<![ap]\.m\.)[*_\"')]*\s+(?=[A-Z0-9*_\"'(\[])", cell
            ):
                words = words_of(_HANGING.sub("", sentence))
                if words and not _is_column(words, line):
                    found.append(Statement(tuple(words), number))
    return found


def _is_column(words: list[str], line: str) -> bool:
    """Whether a table's cell only names a column, or says what the item's check box says."""
    if line.count("|") < 2:
        return False
    return set(words) <= _COLUMNS or (len(words) < 3 and words[0] in ("time", "when"))


def find_lost(source: str, record: str, title: str = "") -> list[str]:
    """What the document says and the body of the record does not, or not in its place.

    Each statement has to come after the one before it; the title may say what the head says.
    """
    haystack, places = _index(record)
    title_words = " ".join(words_of(title))
    lost: list[str] = []
    position = 0
    for statement in statements_of(source):
        at = _find(statement.words, haystack, places, position)
        house = _house_words(statement)
        if house and (instead := _find(house, haystack, places, position)) is not None:
            at = instead if at is None else min(at, instead)
        if at is None and (rest := _without_label(statement)):
            at = _find(rest, haystack, places, position)
        if at is not None:
            # A few words may stand anywhere: where they do says little.
            position = at if len(statement.words) > _FEW else position
        elif " ".join(statement.words) not in title_words:
            before = _find(statement.words, haystack, places, 0)
            if before is None:
                lost.append(str(statement))
            elif len(statement.words) > _FEW:
                lost.append(f"{OUT_OF_ORDER}{statement}")
    return lost


def find_copied(source: str, record: str) -> list[str]:
    """Long statements that stand in the record more often than in the document."""
    haystack, places = _index(record)
    copied: list[str] = []
    said = statements_of(source)
    for statement in said:
        if len(statement.words) < _MANY:
            continue
        times, at = 0, -1
        while (found := _find(statement.words, haystack, places, at + 1)) is not None:
            times, at = times + 1, found + len(statement.words) - 1
        if times > sum(_holds(other.words, statement.words) for other in said):
            copied.append(str(statement))
    return copied


def _holds(words: tuple[str, ...], inner: tuple[str, ...]) -> bool:
    return f" {' '.join(inner)} " in f" {' '.join(words)} "


def _index(record: str) -> tuple[list[str], dict[str, list[int]]]:
    text = re.sub(r"^(\s*(?:[-*+]|\d+\.)\s+)(?:\[[ x]\]\s+)?", r"\1", record, flags=re.MULTILINE)
    text = re.sub(r"^\s*\d+\\?\.\s+", "", _LED_TO.sub(" ", text), flags=re.MULTILINE)
    words = words_of(text)
    places: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        places.setdefault(word, []).append(index)
    return words, places


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


def _without_label(statement: Statement) -> tuple[str, ...]:
    """The words behind a label that has become a heading."""
    said = " ".join(statement.words)
    names = (name for group in _SYNONYMS for name in group if said.startswith(f"{name} "))
    return tuple(said.removeprefix(next(names, said)).split())


def _house_words(statement: Statement) -> tuple[str, ...]:
    """The statement with the house's heading for one that says no more."""
    said = " ".join(statement.words)
    for group in _SYNONYMS:
        for name in group[1:]:
            if said == name or said.startswith(f"{name} "):
                return tuple(f"{group[0]}{said.removeprefix(name)}".split())
    return ()
