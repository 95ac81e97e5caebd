"""Markers that ask for a list, count, plot or timeline in a page, read from its Markdown.

`<!-- postmortem: list --service checkout --limit 5 -->`: text to values, with what is wrong.
"""

import re
import shlex
import textwrap
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from postmortem_kb.links import is_in_container
from postmortem_kb.problem import Finding, Place
from postmortem_kb.query import Query
from postmortem_kb.query_options import QueryOptionError, read_query
from postmortem_kb.sections import parse_blocks
from postmortem_kb.taxonomy import Taxonomy

OPENING = "<!-- postmortem:"
_MARKER = re.compile(r"<!-- postmortem:(?P<words>(?:(?!-->|<!--)[\s\S])*)-->")
_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)[^\n]{0,1000}?(?<!`)\1(?!`)")
# Whoever ignores a finding, says where a page's own list goes or where a story is cut, asks for
# nothing of this. `cut_marks` tells of a cut that is not spelt so.
_OTHERS = ("ignore", "home", "cut", "cuts")
_HINT = "write for example '<!-- postmortem: list --service checkout --limit 5 -->'"


class Embed(StrEnum):
    """What a marker asks for."""

    LIST = "list"
    COUNT = "count"
    PLOT = "plot"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker outside of code: `words` is what it says, `start` and `end` its place in the text.

    `indent` is the white space before one that stands alone on its line; None within a sentence.
    """

    words: str
    start: int
    end: int
    line: int
    column: int
    indent: str | None


@dataclass(frozen=True, slots=True)
class Request:
    """A marker that was understood; `name` is the plot's, or the id of the timeline's record.

    `given` are the options of the query as written, terms by their ids: what `/explore/` takes.
    """

    embed: Embed
    query: Query
    given: Mapping[str, str]
    name: str = ""


class MarkerError(Exception):
    """A marker that cannot be followed: what was found, and how to mend it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message}; {hint}")
        self.message = message
        self.hint = hint


def find_markers(text: str) -> tuple[Marker, ...]:
    """Every marker of a page's Markdown that is not inside code, in order."""
    if OPENING not in text:
        return ()
    lines = text.split("\n")
    code = set(_find_code(lines))
    spans = [match.span() for match in _SPAN.finditer(text)]
    found = []
    position = before = 0
    for match in _MARKER.finditer(text):
        before += text.count("\n", position, match.start())
        position, line_start = match.start(), text.rfind("\n", 0, match.start())
        line_end = text.find("\n", match.end())
        words = " ".join(match["words"].split())
        is_in_span = any(start < match.start() < end for start, end in spans)
        if before in code or is_in_span or _find_name(words) in _OTHERS:
            continue
        indent = text[line_start + 1 : match.start()]
        rest = text[match.end() : line_end if line_end >= 0 else len(text)]
        found.append(
            Marker(
                words=words,
                start=match.start(),
                end=match.end(),
                line=before + 1,
                column=match.start() - line_start,
                indent=indent if not (indent + rest).strip() else None,
            )
        )
    return tuple(found)


def _find_name(words: str) -> str:
    name = words.partition(" ")[0].partition(":")[0]
    return name.lower() if name.lower() in ("cut", "cuts") else name


def _find_code(lines: list[str], offset: int = 0) -> Iterator[int]:
    """The numbers, from 0, of the lines inside code blocks; an admonition's text is none."""
    for token in parse_blocks("\n".join(lines)):
        if token.map is None or token.type not in ("fence", "code_block"):
            continue
        first, end = token.map
        if token.type == "code_block" and is_in_container(lines, first):
            inside = textwrap.dedent("\n".join(lines[first:end])).split("\n")
            yield from _find_code(inside, offset + first)
        else:
            yield from range(offset + first, offset + end)


@dataclass(frozen=True, slots=True)
class Offer:
    """What markers can ask for on a site: `ids` are those of its postmortems, `plots` names."""

    taxonomy: Taxonomy
    ids: Container[str]
    plots: Sequence[str]


def read_marker(marker: Marker, offer: Offer) -> Request:
    """What a marker asks for.

    Raises:
        MarkerError: it asks for what there is not, or an option does not fit.
    """
    try:
        first, *rest = shlex.split(marker.words)
    except ValueError:
        if not marker.words:
            raise MarkerError("the marker asks for nothing", _HINT) from None
        raise MarkerError("a quote in the marker has no end", "add the other quote") from None
    embed = _read_embed(first)
    name = ""
    if embed in (Embed.PLOT, Embed.TIMELINE):
        if not rest or rest[0].startswith("--"):
            what = "the name of a plot" if embed is Embed.PLOT else "the id of a postmortem"
            raise MarkerError(f"'{embed}' without {what}", f"write '{embed} …'")
        name, *rest = rest
        _check_name(embed, name, offer)
    if embed is not Embed.COUNT and marker.indent is None:
        hint = "put the marker on a line of its own; only a count can stand in a sentence"
        raise MarkerError(f"a {embed} cannot stand inside a line", hint)
    if embed in (Embed.PLOT, Embed.TIMELINE) and marker.indent:
        raise MarkerError(f"a {embed} cannot be indented", "begin the marker's line with it")
    given = _read_options(rest)
    refused = {Embed.TIMELINE: given, Embed.LIST: ()}.get(embed, ("sort", "limit"))
    if misfit := next((option for option in given if option in refused), None):
        raise MarkerError(f"a {embed} takes no '--{misfit}'", "leave it out")
    try:
        query = read_query(given, offer.taxonomy)
    except QueryOptionError as error:
        option = f"--{error.option}"
        message = error.message if option in error.message else f"{option}: {error.message}"
        raise MarkerError(message, error.hint) from None
    terms = {"root-cause": query.root_cause, "service": query.service, "severity": query.severity}
    given |= {option: term for option, term in terms.items() if term is not None}
    return Request(embed, query, given, name)


def _read_embed(word: str) -> Embed:
    known = {embed.value: embed for embed in Embed}
    if word in known:
        return known[word]
    close = get_close_matches(word, known, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"the words are {', '.join(known)}"
    raise MarkerError(f"a marker cannot ask for {word!r}", hint)


def _check_name(embed: Embed, name: str, offer: Offer) -> None:
    if embed is Embed.TIMELINE and name not in offer.ids:
        message = f"this site has no postmortem {name!r}"
        raise MarkerError(message, "write the id that its URL ends with")
    if embed is Embed.PLOT and name not in offer.plots:
        close = get_close_matches(name, offer.plots, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"they are {', '.join(offer.plots)}"
        raise MarkerError(f"there is no plot {name!r}", hint)


def find_misfits(text: str, offer: Offer) -> Iterator[Finding]:
    """What is wrong with the markers of a page's Markdown, with places in that text."""
    for marker in find_markers(text):
        try:
            read_marker(marker, offer)
        except MarkerError as error:
            yield make_finding(marker, error)


def make_finding(marker: Marker, error: MarkerError) -> Finding:
    """The marker's problem, at its beginning."""
    return Finding(Place(marker.line, marker.column), error.message, error.hint)


def _read_options(words: list[str]) -> dict[str, str]:
    """`--name value` and `--name=value` by name."""
    given: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if not word.startswith("--"):
            raise MarkerError(f"{word!r} belongs to no option", "put it in quotes, or out")
        name, has_value, value = word[2:].partition("=")
        found = value if has_value else next(rest, None)
        if found is None or (not has_value and found.startswith("--")):
            raise MarkerError(f"'--{name}' has no value", f"write '--{name} …'")
        if name in given:
            raise MarkerError(f"'--{name}' stands there twice", "leave one out")
        given[name] = found
    return given
