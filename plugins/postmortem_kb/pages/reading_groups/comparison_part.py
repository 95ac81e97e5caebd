"""The comparison in a packet: facts side by side, phases on one scale. Records to tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postmortem_kb.charts.phases import PhaseRow, draw_phases, find_phases, needs_log_scale
from postmortem_kb.escape import Markdown, escape
from postmortem_kb.model import Postmortem
from postmortem_kb.pages import cells, words
from postmortem_kb.pages.reading_groups.packet_frame import find_letters
from postmortem_kb.reading_groups.packets.comparison import FactRow, compare
from postmortem_kb.reading_groups.telling.spoilers import name_neutrally
from postmortem_kb.taxonomy import Taxonomy

MOST_COLUMNS = 4
"""Records side by side on a sheet of paper; more of them make a further table."""
_BLANK = Markdown('<span class="pm-blank"></span>')


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A table of facts. `name` tells it from other tables; a cell is Markdown."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Markdown, ...]], ...]


def make_worksheet(
    postmortems: Sequence[Postmortem], taxonomy: Taxonomy, *, hides_outcome: bool
) -> tuple[Worksheet, ...]:
    """Tables of at most `MOST_COLUMNS` records, of which there is at least one.

    With `hides_outcome` by neutral names, and with empty cells, to be filled in, for all that tells
    how a story goes on.
    """
    names = [
        name_neutrally(record, taxonomy) if hides_outcome else record.title
        for record in postmortems
    ]
    headings = [
        f"{letter}: {name}" for letter, name in zip(find_letters(len(names)), names, strict=True)
    ]
    facts = compare(postmortems, taxonomy)
    return tuple(_make_tables(headings, facts, hides_outcome=hides_outcome))


def _make_tables(
    headings: Sequence[str], facts: Sequence[FactRow], *, hides_outcome: bool
) -> Iterator[Worksheet]:
    # As many in each as can be: five are three and two, not four and one.
    tables = -(-len(headings) // MOST_COLUMNS)
    columns = -(-len(headings) // tables)
    for start in range(0, len(headings), columns):
        part = slice(start, start + columns)
        rows = tuple(
            (row.label, tuple(_cell(row, value, hides_outcome) for value in row.values[part]))
            for row in facts
        )
        yield Worksheet(_name_part(headings[part]), tuple(headings[part]), rows)


def _name_part(headings: Sequence[str]) -> str:
    letters = [heading[0] for heading in headings]
    return f"Incidents {letters[0]} to {letters[-1]}"


def _cell(row: FactRow, value: str | None, hides_outcome: bool) -> Markdown:
    if hides_outcome and row.is_outcome:
        return _BLANK
    return escape(value) if value is not None else cells.NOT_STATED


@dataclass(frozen=True, slots=True)
class PhasePicture:
    """The chart of phases, as HTML, and what it has to be read with."""

    html: Markdown
    caption: str


def draw_comparison(postmortems: Sequence[Postmortem]) -> PhasePicture:
    """The phases of all records on one scale; a record of several incidents has a row for each."""
    rows = [*_find_rows(postmortems)]
    unknown = sum(not row.phases for row in rows)
    if needs_log_scale(rows):
        scale = (
            "The scale is logarithmic, since the longest took more than 20 times as long as the "
            "shortest: compare the numbers, not the lengths of the bars."
        )
    else:
        scale = "The scale is linear: a bar twice as long is a time twice as long."
    parts = [f"All bars begin at the start of their incident. {scale}"]
    parts.append("The same times are in the table.")
    if unknown:
        parts.append(f"Of {words.count(unknown, 'incident')} no times are known.")
    return PhasePicture(draw_phases(rows), " ".join(parts))


def _find_rows(postmortems: Sequence[Postmortem]) -> Iterator[PhaseRow]:
    letters = find_letters(len(postmortems))
    for letter, postmortem in zip(letters, postmortems, strict=True):
        is_one = not postmortem.fields.incidents
        for incident in postmortem.incidents:
            label = letter if is_one else f"{letter}: {incident.title}"
            notes = (words.duration_of(incident),)
            yield PhaseRow(label, notes, find_phases(incident))
