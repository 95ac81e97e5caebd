"""What a single line looks like: heading, list item, table row, rule, or text."""

import re
from dataclasses import dataclass

from postmortem_kb.extraction.outline.headings import (
    classify_heading,
    is_other_heading,
    is_plain_heading,
)
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.plain import plain_words, without_ornament
from postmortem_kb.extraction.times.clock_text import begins_with_time, is_only_date

_ATX = re.compile(r"^\s{0,8}(?P<marks>#{1,6})(?P<space>[ \t]*)(?P<text>.*?)[ \t]*#*$")
_RULE = re.compile(r"^\s*(?:(?:[-–—=_*~.][ \t]*){3,})$")
_ITEM = re.compile(
    r"^(?P<indent>[ \t]*)(?:"
    r"(?P<bullet>[-*+•‣◦▪●○∙·►▶→➤➢✓✔✅❌=–—])(?:[ \t]+|(?<=[•‣◦▪●○∙►–—])(?=\S)"
    r"|(?<=-)(?=\d{1,2}[:.]\d\d|\[))"
    r"|(?P<number>\d{1,3}[.)]|\(\d{1,2}\)|[a-z]\))(?:[ \t]+|(?=[A-Z*]|\d{1,2}:\d\d))"
    r")(?P<text>.*)$"
)
_TASK = re.compile(r"\[(?P<mark>[ xX✓✔]?)\][ \t]+")
_ROW = re.compile(r"^\s*\|.*\|\s*$|^\s*\|.*\S.*$")
_DELIMITER = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*)?$")
_MONTH_AFTER = re.compile(r"(?i)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
_WHOLE_EMPHASIS = re.compile(r"^(?P<open>\*{1,3}|_{1,3})(?P<text>[^*_]+?)\s*(?P=open)\s*:?\s*$")
_OPEN_EMPHASIS = re.compile(r"^(?:\*\*|__)(?P<text>[^*_]+)$")
_LINK_FIRST = re.compile(r"\[[^\[\]]{1,100}\]\(")
_MAX_HEADING_WORDS = 14


@dataclass(frozen=True, slots=True)
class Shape:
    """A line's kind (`heading`, `label`, `item`, `row`, `delimiter`, `rule`, `quote`, `text`) and
    what is left of it. `rank` orders headings: 1 to 6 as written with `#`, 7 bold, 8 plain."""

    kind: str
    text: str
    indent: int = 0
    marker: str = ""
    rank: int = 0


def read_shape(line: str, *, in_timeline: bool) -> Shape:
    """Tell what a line is. Within a timeline, a heading that begins with a time is an entry."""
    text = line.expandtabs(4)
    indent = len(text) - len(text.lstrip(" "))
    bare = text.strip()
    if _DELIMITER.match(bare):
        return Shape("delimiter", bare, indent)
    if _RULE.match(bare):
        return Shape("rule", bare, indent)
    if bare.startswith(">"):
        return Shape("quote", bare.lstrip("> "), indent)
    if bare.count("|") > 1 and _ROW.match(bare):
        return Shape("row", bare, indent)
    if (heading := _read_atx(bare, indent, in_timeline=in_timeline)) is not None:
        return heading
    if (item := _read_item(text, indent)) is not None:
        return item
    return _read_line(bare, indent, in_timeline=in_timeline)


def _read_atx(bare: str, indent: int, *, in_timeline: bool) -> Shape | None:
    match = _ATX.match(bare)
    if match is None or not match["text"]:
        return None
    text, rank = match["text"], len(match["marks"])
    words = plain_words(text)
    if not match["space"] and not (words[:1].isupper() or words[:1].isdigit() or text[0] in "*_<"):
        return None
    if not match["space"] and rank == 1 and words[:1].isdigit():
        return None  # `#123` is a ticket
    if in_timeline and (begins_with_time(words) or is_only_date(words)):
        return Shape("item", text, indent, "#")
    if words.count(" ") >= _MAX_HEADING_WORDS and (words[-1] in ".;" or len(words) > 150):
        return Shape("text", text, indent)
    if not match["space"] and words.endswith(":") and classify_heading(words) is None:
        return Shape("label", text, indent, rank=8)
    is_label = not match["space"] and words.endswith(":")
    return Shape("heading", text, indent, rank=8 if is_label else rank)


def _read_item(text: str, indent: int) -> Shape | None:
    match = _ITEM.match(text)
    if match is None:
        return None
    rest = match["text"].strip()
    if match["number"] and _MONTH_AFTER.match(rest) and match["number"].endswith("."):
        return None  # `3. February 2020`
    marker = match["bullet"] or "1."
    if task := _TASK.match(rest):
        marker = f"{marker} [{'x' if task['mark'].strip() else ' '}]"
        rest = rest[task.end() :]
    return Shape("item", rest, indent, marker)


def _read_line(bare: str, indent: int, *, in_timeline: bool) -> Shape:
    emphasis = _WHOLE_EMPHASIS.match(bare) or _OPEN_EMPHASIS.match(bare)
    words = without_ornament(plain_words(bare))
    if in_timeline and emphasis and begins_with_time(words) and len(words) < 40:
        return Shape("item", bare, indent, "#")
    if not words or begins_with_time(words):
        return Shape("text", bare, indent)
    if split_label(words)[0] and split_label(words)[1].strip():
        return Shape("text", bare, indent)
    is_short = words.count(" ") < 9 and words[-1] not in ".,;!" and len(words) < 90
    if emphasis and is_short and (classify_heading(words) or is_other_heading(words)):
        return Shape("heading", words, indent, rank=7)
    if is_plain_heading(words) and not _LINK_FIRST.match(bare):
        return Shape("heading", words, indent, rank=8)
    if is_short and words[-1] == ":" and words[0].isupper() and " following" not in words:
        return Shape("label", bare, indent, rank=8)
    if emphasis and is_short and emphasis.lastgroup and bare.startswith(("**", "__")):
        return Shape("label", bare, indent, rank=7)
    return Shape("text", bare, indent)


def split_cells(row: str) -> tuple[str, ...]:
    """A table row's cells; `\\|` is no border."""
    inner = row.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", inner))
