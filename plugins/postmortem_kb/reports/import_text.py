"""What an import found as text for people: each value with the line that shows it."""

import textwrap
from collections.abc import Iterator
from datetime import timedelta

from postmortem_kb.durations import format_delta
from postmortem_kb.extraction.evidence import Certainty, Evidence
from postmortem_kb.extraction.findings import Findings, Verdict
from postmortem_kb.importing import ImportResult, Outcome
from postmortem_kb.reports.excerpt import printable
from postmortem_kb.reports.summary import count_of
from postmortem_kb.reports.text import PLAIN, TextStyle

_WIDTH = 110
_NARROW = 90
_FIELD, _VALUE, _CERTAINTY, _LINE = 17, 32, 9, 5
_ORDER = (
    "title started_at detected_at acknowledged_at mitigated_at resolved_at timezone duration "
    "duration_minutes severity impact.users_percent impact.summary services root_causes "
    "trigger detection mitigation"
).split()
_EXPECTED = (
    "title started_at resolved_at timezone severity impact.users_percent services root_causes "
    "trigger detection mitigation"
).split()
_COLOURS = {Certainty.STATED: "32", Certainty.DERIVED: "36", Certainty.SUGGESTED: "33"}
_OUTCOMES = {
    Outcome.WRITTEN: "written to {target}",
    Outcome.WOULD_BE_WRITTEN: "would be written to {target}",
    Outcome.ALREADY_IMPORTED: "already imported as {earlier}; nothing was written",
    Outcome.NAME_TAKEN: "not written: there is a file {target} already",
    Outcome.FAILED: "not imported",
    Outcome.LEFT_ALONE: "left alone: not a postmortem",
}
_BAD = (Outcome.NAME_TAKEN, Outcome.FAILED, Outcome.LEFT_ALONE)


def render_import_text(
    result: ImportResult, records_dir: str, taxonomy: str, style: TextStyle = PLAIN
) -> str:
    """One document: what became of it, a table of the values, what was not found, what to look at.

    A document that was not imported takes one line for each reason. `taxonomy` is the path of the
    site's own file of terms.
    """
    lines = [_head(result, records_dir, style)]
    findings = result.findings
    if findings is not None and findings.verdict is Verdict.POSTMORTEM and result.draft:
        lines += ["", *_table(findings, style), "", *_counts(findings)]
        lines += _missing(findings)
    lines += _problems(result, style)
    lines += _new_terms(result, taxonomy)
    return "\n".join(lines) + "\n" + ("\n" if len(lines) > 1 else "")


def render_import_summary(results: list[ImportResult]) -> str:
    """The last line, for several documents: how many of them became what."""
    counts = dict.fromkeys(Outcome, 0)
    for result in results:
        counts[result.outcome] += 1
    names = {
        Outcome.WRITTEN: "written",
        Outcome.WOULD_BE_WRITTEN: "would be written",
        Outcome.ALREADY_IMPORTED: "already imported",
        Outcome.LEFT_ALONE: "left alone, for they are no postmortems",
        Outcome.NAME_TAKEN: "not written, for their names are taken",
        Outcome.FAILED: "not imported",
    }
    shown = [f"{count} {names[outcome]}" for outcome, count in counts.items() if count]
    return f"{count_of(len(results), 'document')}: {'; '.join(shown)}\n"


def _head(result: ImportResult, records_dir: str, style: TextStyle) -> str:
    target = f"{records_dir}/{result.target.as_posix()}" if result.target else ""
    earlier = f"{records_dir}/{result.earlier}" if result.earlier else ""
    said = _OUTCOMES[result.outcome].format(target=target, earlier=earlier)
    colour = "31" if result.outcome in _BAD else "32"
    reasons = [printable(problem.message) for problem in result.problems]
    place = f":{result.problems[0].line}" if not result.draft and reasons else ""
    why = ": " + "; ".join(reasons) if not result.draft and reasons else ""
    return f"{style.paint(printable(result.source), '1')}{place}: {style.paint(said, colour)}{why}"


def _table(findings: Findings, style: TextStyle) -> Iterator[str]:
    width = style.width or _WIDTH
    names = f"  {'field':<{_FIELD}}{'value':<{_VALUE}}  {'certainty':<{_CERTAINTY}}  "
    said = "what it says" if width >= _NARROW else ""
    yield style.paint(f"{names}{'line':>{_LINE}}  {said}".rstrip(), "2")
    for item in _ordered(findings):
        yield from _row(item, findings, width, style)


def _ordered(findings: Findings) -> Iterator[Evidence]:
    chosen = [
        item for item in findings.evidence if item.rank in (None, 1) and item.field != "impact.of"
    ]
    for field in dict.fromkeys([*_ORDER, *(item.field for item in chosen)]):
        yield from (item for item in chosen if item.field == field)


def _row(item: Evidence, findings: Findings, width: int, style: TextStyle) -> Iterator[str]:
    field, value = _shown(item, findings)
    certainty = style.paint(f"{item.certainty.value:<{_CERTAINTY}}", _COLOURS[item.certainty])
    quote = " ".join(printable(item.quote).split())
    first, *rest = textwrap.wrap(value, _VALUE, max_lines=2, placeholder=" …") or [""]
    left = f"  {field:<{_FIELD}}{first:<{_VALUE}}  {certainty}  {item.line:>{_LINE}}"
    room = width - (2 + _FIELD + _VALUE + 2 + _CERTAINTY + 2 + _LINE + 2)
    if width >= _NARROW:
        yield f"{left}  {_cut(quote, room)}"
    else:
        yield left
    for more in rest:
        yield f"  {'':<{_FIELD}}{more}"
    if width < _NARROW:
        yield f"    {style.paint(_cut(quote, width - 4), '2')}"
    others = [str(one.value) for one in findings.find_all(item.field) if one.rank and one.rank > 1]
    if item.rank == 1 and others:
        yield f"  {'':<{_FIELD}}{style.paint('or ' + ', '.join(others[:3]), '2')}"


def _shown(item: Evidence, findings: Findings) -> tuple[str, str]:
    """A field's name and value as people read them."""
    value = printable(str(item.value))
    if item.field == "duration_minutes":
        return "duration", format_delta(timedelta(minutes=float(item.value)))
    if item.field == "impact.users_percent":
        of = findings.find("impact.of")
        return "impact", f"{value} %" + (f" of {printable(str(of.value))}" if of else "")
    return item.field.removesuffix(".summary"), value


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(room - 2, 10)].rstrip() + " …"


def _counts(findings: Findings) -> Iterator[str]:
    timed = sum(1 for event in findings.events if event.at)
    parts = [
        f"{count_of(len(findings.events), 'event')}, {timed} of them with a time",
        count_of(len(findings.measures), "action item"),
        count_of(len(findings.misleading_paths), "wrong turn"),
        count_of(len(findings.escalations), "escalation"),
    ]
    yield "  " + "; ".join(parts)


def _missing(findings: Findings) -> Iterator[str]:
    missing = [name for name in _EXPECTED if findings.find(name) is None]
    if missing:
        names = ", ".join(name.removeprefix("impact.") for name in missing)
        yield f"  not found, and left out: {names}"


def _problems(result: ImportResult, style: TextStyle) -> Iterator[str]:
    if not result.problems or result.draft is None:
        return
    yield "  look at:"
    for problem in result.problems:
        text = f"line {problem.line}: {printable(problem.message)} [{problem.code}]"
        yield from textwrap.wrap(
            text,
            (style.width or _WIDTH) - 4,
            initial_indent="    ",
            subsequent_indent="      ",
            break_on_hyphens=False,
        )


def _new_terms(result: ImportResult, taxonomy: str) -> Iterator[str]:
    terms = result.draft.new_services if result.draft else ()
    if not terms:
        return
    yield "  to add what the taxonomy does not have, put these lines below `services:` in"
    yield f"  {taxonomy}:"
    for term in terms:
        yield f"    {term.id}:"
        yield f'      label: "{term.label}"'
