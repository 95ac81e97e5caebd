"""Small pieces of HTML for values: times that a browser can read, sortable cells, chips."""

from postmortem_kb.durations import Duration
from postmortem_kb.escape import Markdown, escape
from postmortem_kb.metrics import duration
from postmortem_kb.model import Incident
from postmortem_kb.moments import Moment, Precision
from postmortem_kb.pages import words
from postmortem_kb.taxonomy import Taxonomy, TermSet


def muted(text: str) -> Markdown:
    """What stands in the place of a value that there is not."""
    return Markdown(f'<span class="pm-unknown">{escape(text)}</span>')


NOT_STATED = muted("not stated")


def chip(text: str, name: str) -> Markdown:
    """A small label; `name` is the last part of its CSS class."""
    return Markdown(f'<span class="pm-chip pm-chip--{name}">{escape(text)}</span>')


def time_element(moment: Moment, text: str, *, name: str = "") -> Markdown:
    """A `<time>`; it names an instant only where the record states one to the minute.

    The script shows the reader's own time with those of class `pm-instant`. `name` is one more
    class; each tag costs Markdown time, so that there is one element and no more.
    """
    if moment.instant is not None and moment.stated.precision is not Precision.HOUR:
        names = f"{name} pm-instant".strip()
        about = " data-about" if moment.stated.approximate else ""
        return Markdown(
            f'<time class="{names}" datetime="{moment.iso}"{about}>{escape(text)}</time>'
        )
    if name:
        return Markdown(f'<span class="{name}">{escape(text)}</span>')
    if moment.date is not None:
        return Markdown(f'<time datetime="{moment.date.isoformat()}">{escape(text)}</time>')
    return escape(text)


def when(moment: Moment) -> Markdown:
    """Date, time of day and zone: `8 June 2024, 13:15 PDT (UTC−07:00)`."""
    element = time_element(moment, words.date_and_clock(moment))
    zone = words.zone_of(moment)
    return Markdown(f'{element} <span class="pm-zone">{escape(zone)}</span>') if zone else element


def day_cell(incident: Incident) -> Markdown:
    """The day an incident began, as `2024-06-08`; sortable to the minute where it is known."""
    started = incident.started
    if started is None:
        return muted("unknown")
    if started.date is None:
        return escape(words.date_of(started))
    day = started.date.isoformat()
    is_exact = started.instant is not None and started.stated.precision is not Precision.HOUR
    about = "about " if started.stated.approximate and not started.has_time else ""
    return Markdown(f'{about}<time datetime="{started.iso if is_exact else day}">{day}</time>')


def duration_cell(incident: Incident) -> Markdown:
    """How long an incident lasted, sortable by its minutes."""
    text = words.duration_of(incident)
    length = duration(incident)
    if incident.is_ongoing:
        return Markdown(f'<data value="Infinity">{text}</data>')
    if length is None:
        return muted(text)
    return length_cell(length)


def length_cell(length: Duration | None) -> Markdown:
    """A span of time, sortable by its minutes."""
    if length is None:
        return muted("unknown")
    return Markdown(f'<data value="{length.minutes:.10g}">{length}</data>')


def severity_cell(incident: Incident, taxonomy: Taxonomy) -> Markdown:
    """How bad it was, sortable in the taxonomy's order."""
    if incident.severity is None:
        return NOT_STATED
    ranks = list(taxonomy.sets[TermSet.SEVERITIES])
    label = taxonomy.get(TermSet.SEVERITIES, incident.severity).label
    return Markdown(f'<data value="{ranks.index(incident.severity)}">{escape(label)}</data>')


def latest_cell(day: str | None) -> Markdown:
    """A day such as `2024-06-08`, marked as one so that it is not broken at its hyphens."""
    return Markdown(f'<time datetime="{day}">{day}</time>' if day else "")
