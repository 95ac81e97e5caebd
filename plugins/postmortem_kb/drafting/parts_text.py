"""Parts of a document to blocks of Markdown: paragraphs, items, tables, code, quotes, comments."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from postmortem_kb.drafting.flow import Flow
from postmortem_kb.drafting.inline import guard_start, write_block, write_inline
from postmortem_kb.drafting.pictures import LinkKeeper, read_definitions
from postmortem_kb.extraction.outline.outline import Part, PartKind, split_sentences

_STRAY_WORDS = frozenset(
    "arduino bash c copy cpp csharp css dart diff go graphql html http ini java javascript js json "
    "kotlin less lua makefile markdown matlab mathematica objectivec perl php plaintext powershell "
    "python r rpc ruby rust scala scss sh shell sql swift text toml typescript vbnet xml "
    "yaml yml".split()
)
_LONGEST = 9_000
_MOST_MARKS = 300
_MARKS = re.compile(r"[*~_]+")
_FENCE = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+)?(?:`{3,}|~{3,})(?P<info>.*)$")
_INFO = re.compile(r"[\w+#.-]+")
_RUNS = re.compile(r"^\s*(`{3,}|~{3,})", re.MULTILINE)
_TASK = re.compile(r"\[[ x]\]$")
_NUMBER = re.compile(r"^\s*\(?(?P<number>\d{1,3})[.)]")
_IGNORE = re.compile(r"<!--\s*postmortem:", re.IGNORECASE)


def write_parts(
    flow: Flow, parts: Sequence[Part], links: LinkKeeper, numbers: dict[int, str]
) -> None:
    """Write parts that are neither events nor measures; `numbers` are those of items by line."""
    for is_row, group in groupby(parts, key=lambda part: part.kind is PartKind.ROW):
        if is_row:
            write_table(flow, list(group), links)
            continue
        for part in group:
            write_part(flow, part, links, numbers)


def write_part(
    flow: Flow,
    part: Part,
    links: LinkKeeper,
    numbers: dict[int, str],
    *,
    depth: int | None = None,
) -> None:
    """Write one part; `depth` is where it stands if not where it stood."""
    links.line = part.line
    level = part.depth if depth is None else depth
    if part.kind is PartKind.RULE:
        flow.end_list()
    elif part.kind is PartKind.CODE:
        flow.add(write_code(part.text, is_nested=part.depth > 0), level)
    elif part.kind is PartKind.COMMENT:
        flow.add(write_comment(part.text), level)
    elif part.kind is PartKind.QUOTE:
        flow.add(write_quote(part.text, links), level)
    elif part.kind is PartKind.ITEM:
        marker = _marker_of(part, numbers)
        first, *rest = write_paragraphs(part.text, links)
        flow.add_item(first, level or 1, marker)
        for text in rest:
            flow.add(text, flow.depth)
    elif part.kind is PartKind.ROW:
        cells = [write_inline(cell, links) for cell in part.cells if cell]
        flow.add(guard_start(" – ".join(cells)), level)
    elif definitions := read_definitions(part.text):
        # Where links lead they now say themselves.
        for label, target in definitions:
            if not links.is_used(label):
                flow.add(f"\\[{label}]: {target}", level)
    else:
        for text in write_paragraphs(part.text, links):
            flow.add(text, level)


def write_paragraphs(text: str, links: LinkKeeper) -> list[str]:
    """A paragraph, or several where it is longer than a record's may be; at least one."""
    if is_stray_word(text):
        return [f"`{text.strip()}`"]
    return [write_block(piece, links) for piece in split_long(text)]


def is_stray_word(text: str) -> bool:
    """Whether a line is the name of a language, left over from a code block that was copied."""
    return text.strip().lower() in _STRAY_WORDS


def split_long(text: str) -> list[str]:
    """Part a text at the ends of its sentences where it is too long for one paragraph."""
    if len(text) <= _LONGEST and len(_MARKS.findall(text)) <= _MOST_MARKS:
        return [text]
    pieces: list[str] = [""]
    for sentence in split_sentences(text):
        for piece in textwrap.wrap(sentence, _LONGEST, break_on_hyphens=False) or [""]:
            joined = f"{pieces[-1]} {piece}".strip()
            if len(joined) > _LONGEST or len(_MARKS.findall(joined)) > _MOST_MARKS:
                pieces.append(piece)
            else:
                pieces[-1] = joined
    return [piece for piece in pieces if piece] or [""]


def _marker_of(part: Part, numbers: dict[int, str]) -> str:
    task = _TASK.search(part.marker)
    marker = f"{numbers.get(part.line, '1')}." if part.marker[:1].isdigit() else "-"
    return f"{marker} {task.group()}" if task else marker


def number_of(line: str) -> str | None:
    """The number that a line of the source begins with."""
    match = _NUMBER.match(line)
    return match["number"] if match else None


def write_code(text: str, *, is_nested: bool) -> str:
    """A code block with a fence that nothing in it closes."""
    first, _, rest = text.partition("\n")
    body, _, _ = rest.rpartition("\n")
    opening = _FENCE.match(first)
    if opening is None:
        body, info = text, ""
    else:
        word = _INFO.match(opening["info"].strip())
        info = word.group() if word else ""
    longest = max((len(run) for run in _RUNS.findall(body)), default=2)
    fence = "`" * max(3, longest + 1)
    body = textwrap.dedent(body) if is_nested else body
    return f"{fence}{info}\n{body}\n{fence}"


def write_comment(text: str) -> str:
    """A comment that ends, and is none of those that tell `check` what to leave out."""
    inner = text.strip().removeprefix("<!--").partition("-->")[0].strip()
    rest = text.partition("-->")[2].strip() if "-->" in text else ""
    comment = (
        f"<!-- {inner} -->" if not _IGNORE.match(f"<!-- {inner}") else f"<!-- source: {inner} -->"
    )
    comment = re.sub(r"\n\s*\n", "\n", comment)
    return f"{comment}\n\n{guard_start(rest)}" if rest else comment


def write_quote(text: str, links: LinkKeeper) -> str:
    """A block quote; its lines stay lines."""
    return "\n".join(f"> {write_inline(line, links)}".rstrip() for line in text.split("\n"))


def write_table(flow: Flow, rows: Sequence[Part], links: LinkKeeper) -> None:
    """Tables: a row that is marked as the header begins a new one."""
    for table in _split_tables(rows):
        width = max(len(row.cells) for row in table)
        lines = [_write_row(row, width, links) for row in table]
        lines.insert(1, "|" + "---|" * width)
        flow.add("\n".join(lines))


def _split_tables(rows: Sequence[Part]) -> Iterator[list[Part]]:
    table: list[Part] = []
    for row in rows:
        # Rows of HTML stand apart; those without headings are one table as long as they fit.
        is_same = table and (
            row.headings == (table[0].cells if table[0].marker == "header" else ())
            and len(row.cells) == len(table[-1].cells)
        )
        if table and (row.marker == "header" or (row.opens and not is_same)):
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _write_row(row: Part, width: int, links: LinkKeeper) -> str:
    links.line = row.line
    cells = [write_inline(cell, links) for cell in row.cells]
    cells += [""] * (width - len(cells))
    return "| " + " | ".join(cells) + " |"
