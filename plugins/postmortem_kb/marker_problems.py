"""What is wrong with the markers of all pages, hand-written ones and records: for `load`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from postmortem_kb.cut_marks import find_lost_cuts, find_misspelt_cuts
from postmortem_kb.markers import Offer, find_misfits
from postmortem_kb.model import Postmortem
from postmortem_kb.pages.embedded_plots import PLOTS
from postmortem_kb.problem import Finding, Place
from postmortem_kb.reader import read_source, relative_to
from postmortem_kb.reporting import Report
from postmortem_kb.rules.structure import BAD_MARKER
from postmortem_kb.settings import Settings
from postmortem_kb.taxonomy import Taxonomy

_COMMENT = "<!--"


def make_offer(postmortems: Iterable[Postmortem], taxonomy: Taxonomy) -> Offer:
    """What markers can ask for where these postmortems are published."""
    ids = {alias for postmortem in postmortems for alias in postmortem.fields.aliases}
    ids |= {postmortem.id for postmortem in postmortems}
    return Offer(taxonomy, ids, tuple(PLOTS))


def find_bad_markers(
    postmortems: Iterable[Postmortem], taxonomy: Taxonomy, settings: Settings
) -> list[Report]:
    """Markers that cannot be followed, in the records and in the documentation's pages."""
    records = list(postmortems)
    published = [one for one in records if one.fields.visibility in settings.visibility]
    offer = make_offer(published, taxonomy)
    reports = [
        Report(record.source.path, BAD_MARKER, _moved(finding, record.body.line - 1))
        for record in records
        if _COMMENT in record.body.text
        for finding in (*find_misfits(record.body.text, offer), *_find_lost_cuts(record))
    ]
    for path in _find_pages(settings):
        source, _ = read_source(path, settings.root)
        if _COMMENT in source.text:
            found = (*find_misfits(source.text, offer), *find_misspelt_cuts(source.text))
            reports += [Report(source.path, BAD_MARKER, finding) for finding in found]
    return reports


def _find_lost_cuts(record: Postmortem) -> Iterator[Finding]:
    """Marks for a replay that do nothing; `_moved` adds the lines above the body."""
    text, above = record.body.text, record.body.line - 1
    entries = [range(one.line - above, one.end_line - above + 1) for one in record.body.events]
    lines = {line for entry in entries for line in entry}
    yield from find_lost_cuts(text, lines, entries[-1] if entries else ())
    yield from find_misspelt_cuts(text)


def _moved(finding: Finding, lines: int) -> Finding:
    place = Place(finding.place.line + lines, finding.place.column)
    return Finding(place, finding.message, finding.hint)


def _find_pages(settings: Settings) -> Iterator[Path]:
    """The Markdown files of the documentation; hidden ones are no pages, records read already."""
    if not settings.docs_dir.is_dir():
        return
    for path in sorted(settings.docs_dir.rglob("*.md")):
        parts = Path(relative_to(path, settings.docs_dir)).parts
        is_hidden = any(part.startswith(".") for part in parts)
        if path.is_file() and not is_hidden and not path.is_relative_to(settings.records_dir):
            yield path
