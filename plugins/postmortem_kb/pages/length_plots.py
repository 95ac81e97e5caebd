"""Plots of how long things took: durations, and the times to detect, mitigate and resolve."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.charts.heatmap import html_link
from postmortem_kb.charts.quantiles import LEAST_FOR_QUANTILES, find_quartiles
from postmortem_kb.charts.scales import make_log_scale
from postmortem_kb.charts.strip import MOST_DOTS, Band, Dot, LengthRow, draw_lengths
from postmortem_kb.durations import Duration, format_delta
from postmortem_kb.escape import Markdown
from postmortem_kb.facets import DURATIONS
from postmortem_kb.metrics import (
    DURATION_DEFINITION,
    MEASURES,
    ONGOING,
    UNKNOWN,
    bucket_id,
    describe_measure,
    duration,
)
from postmortem_kb.model import Incident
from postmortem_kb.pages import words
from postmortem_kb.pages.plot_links import PlotLinks
from postmortem_kb.pages.plots import Plot, Table
from postmortem_kb.tallies import count_terms
from postmortem_kb.taxonomy import Term, TermSet

_LengthOf = Callable[[Incident], Duration | None]


def plot_durations(incidents: Sequence[Incident], catalogue: Catalogue, links: PlotLinks) -> Plot:
    """How long the incidents lasted, on a log axis, with the buckets of the duration index."""
    row = _make_row("Duration", incidents, duration, catalogue, links)
    ongoing = sum(incident.is_ongoing for incident in incidents)
    timed = [incident for incident in incidents if duration(incident) is not None]
    total = len(incidents)
    caption = f"{len(timed)} of {words.count(total, 'incident')} with a known duration, "
    caption += f"{DURATION_DEFINITION}."
    if total > len(timed):
        caption += f" {total - len(timed)} without one"
        caption += f", {ongoing} of them ongoing." if ongoing else "."
    caption += _explain(len(timed))
    terms = catalogue.taxonomy.terms(TermSet.DURATION_BUCKETS)
    counts = count_terms(incidents, lambda incident: (bucket_id(incident, catalogue.taxonomy),))
    table = Table(
        ("Duration", "Incidents"),
        tuple(
            (
                html_link(
                    _bucket_url(term_id, links),
                    DURATIONS.find_term(term_id, catalogue.taxonomy).label,
                )
                if counts[term_id]
                else DURATIONS.find_term(term_id, catalogue.taxonomy).label,
                str(counts[term_id]),
            )
            for term_id in dict.fromkeys([*(term.id for term in terms), ONGOING, UNKNOWN])
        ),
    )
    if not timed:
        return Plot("Durations", "durations", caption, Markdown(""), table)
    scale = make_log_scale(dot.minutes for dot in row.dots)
    bands = _make_bands(terms, counts, links)
    return Plot("Durations", "durations", caption, draw_lengths([row], scale, bands), table)


def plot_measures(incidents: Sequence[Incident], catalogue: Catalogue, links: PlotLinks) -> Plot:
    """The times counted from an incident's start, each with how many records state them."""
    title, anchor = "Time to detect, mitigate, resolve", "times"
    rows = [
        _make_row(measure.label, incidents, measure.of, catalogue, links)
        for measure in MEASURES
        if any(measure.of(incident) is not None for incident in incidents)
    ]
    lines = []
    for measure in MEASURES:
        values = [found.minutes for each in incidents if (found := measure.of(each)) is not None]
        quartiles = find_quartiles(values)
        shown = (
            [_minutes(value) for value in (quartiles.lower, quartiles.median, quartiles.upper)]
            if quartiles
            else ["too few"] * 3
        )
        missing = str(len(incidents) - len(values))
        label = f"{measure.label}, {measure.definition}"
        lines.append((label, str(len(values)), missing, *shown))
    table = Table(
        ("Time", "Known", "Not known", "Lower quartile", "Median", "Upper quartile"), tuple(lines)
    )
    caption = f"Of {words.count(len(incidents), 'incident')}; each row says how many state it. "
    caption += "All count from the start, on one axis."
    caption += _explain(max((len(row.dots) for row in rows), default=0))
    if not rows:
        return Plot(title, anchor, "No incident states any of them.", Markdown(""), table)
    scale = make_log_scale(dot.minutes for row in rows for dot in row.dots)
    if any(dot.minutes < 0 for row in rows for dot in row.dots):
        caption += " What was noticed before the stated start stands under 1 min."
    return Plot(title, anchor, caption, draw_lengths(rows, scale), table)


def _explain(number: int) -> str:
    if number == 0:
        return ""
    if number < LEAST_FOR_QUANTILES:
        return " Too few for a distribution: each dot is one incident."
    if number > MOST_DOTS:
        return (
            " The line is the share that took at most so long; below it, the median and the middle "
            "half."
        )
    return " Each dot is one incident; below them, the median and the middle half."


def _make_row(
    label: str,
    incidents: Sequence[Incident],
    length_of: _LengthOf,
    catalogue: Catalogue,
    links: PlotLinks,
) -> LengthRow:
    dots = []
    for incident in incidents:
        length = length_of(incident)
        if length is None:
            continue
        postmortem = catalogue.postmortem_of(incident)
        title = incident.title if postmortem.fields.incidents else postmortem.title
        text = f"{title}: {describe_measure(length)}"
        dots.append(Dot(length.minutes, links.incident(incident, postmortem), text))
    quartiles = find_quartiles([dot.minutes for dot in dots])
    missing = len(incidents) - len(dots)
    notes = [f"n = {len(dots)}" + (f", {missing} not known" if missing else "")]
    if quartiles is not None:
        half = f"Half: {_minutes(quartiles.lower)} to {_minutes(quartiles.upper)}"
        notes = [f"Median: {_minutes(quartiles.median)}", half, *notes]
    return LengthRow(label, tuple(notes), tuple(dots), quartiles)


def _minutes(value: float) -> str:
    """A quantile in words, to the minute: it is not more exact than what it is made of."""
    minutes = round(value)
    if minutes > 2 * 1440:
        minutes = round(minutes / 60) * 60
    sign = "−" if minutes < 0 else ""
    return sign + format_delta(timedelta(minutes=abs(minutes)))


def _bucket_url(term_id: str, links: PlotLinks) -> str:
    return links.explore({"duration": term_id})


def _make_bands(terms: Sequence[Term], counts: Counter[str], links: PlotLinks) -> tuple[Band, ...]:
    buckets = [term for term in terms if term.id not in (ONGOING, UNKNOWN)]
    buckets.sort(key=lambda term: term.limit or timedelta.max)
    bands = []
    begin: float | None = None
    for term in buckets:
        end = term.limit.total_seconds() / 60 if term.limit is not None else None
        if count := counts[term.id]:
            text = f"{term.label}: {words.count(count, 'incident')}"
            bands.append(Band(begin, end, count, _bucket_url(term.id, links), text))
        begin = end
    return tuple(bands)
