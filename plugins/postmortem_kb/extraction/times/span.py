"""When the incident began and ended, from what the document says about it outside its timeline."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from postmortem_kb.extraction.outline.headings import is_other_heading
from postmortem_kb.extraction.outline.labels import split_label
from postmortem_kb.extraction.outline.outline import Outline, OutlineSection, Part
from postmortem_kb.extraction.outline.placed_text import PlacedText
from postmortem_kb.extraction.outline.plain import fold
from postmortem_kb.extraction.times.clock_text import DateMention, find_dates
from postmortem_kb.extraction.times.day_order import Calendar
from postmortem_kb.extraction.times.points import Point, day_point, find_points, settle_half
from postmortem_kb.model import SectionKind

_START = re.compile(
    r"(?:\w+ ){0,2}(?:start|started|starts|began|begin|begins|beginning|onset|from)(?: (?:time"
    r"|date|at|on|of.*))*"
    r"|(?:time|date) (?:of )?(?:incident|outage|occurrence|start)(?: start)?"
)
_END = re.compile(
    r"(?:\w+ ){0,2}(?:end|ended|ends|finish|finished|until|restored|resolved"
    r"|recovered)(?: (?:time|date|at|on|of.*))*"
    r"|(?:time|date) (?:of )?(?:resolution|recovery|end)|(?:\w+ )?(?:resolution"
    r"|recovery) (?:date|time)"
)
_SPAN = re.compile(
    r"(?:total |outage |incident |issue |overall |service )*(?:duration|downtime|window|period"
    r"|time ?frame|times?|date)"
    r"(?: (?:and|&) (?:time|date|duration))?(?: of (?:the )?(?:outage|incident|disruption"
    r"|event))?|when|time travel"
    r"|(?:incident|outage) (?:date|time|window|period)|when did.*|time of (?:the )?(?:incident"
    r"|outage)"
)
_NOT_THE_INCIDENT = re.compile(
    r"(?:date of )?(?:the )?(?:postmortem|post mortem|report|review|meeting"
    r"|publication)(?: date| meeting)?"
    r"|author.*|written.*|published.*|posted.*|created.*|updated.*|last .*|due.*|deadline.*"
    r"|follow.*|version"
    r"|prepared.*|next .*|detected.*|detection.*|released|date created|project.*"
)
_BETWEEN = re.compile(
    r"[\s,;()\[\].:*]{0,20}(?:(?:approximately|about|around)\s{0,4})?"
    r"(?:-+|–|—|−|~|→|->|to|until|till|through|thru|up to|and|(?:and )?(?:it )?(?:was "
    r"|were )?(?:lasted|ran|continued|persisted|went on"
    r"|lasting|came back|back(?: up| online)?|over|open again|solved|resolved|restored|ended"
    r"|ending|ends|finished|finishing|recovered|fixed)(?: up)?(?: until| till| to| at| on| by"
    r"| around)*"
    r"|end(?:[- ]?time)?)"
    r"(?:[\s,;()\[\]:*~]|approximately|about|around|roughly|at|on|the|same day)*",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:until|till|through|up to)\s*(?:about|around|approximately|roughly|at|on|~)?\s*\(?$", re.I
)
_PLANNED = re.compile(r"\b(?:maint\w{3,7}nce|scheduled|planned|window|should have)\b", re.I)
_OCCASION = re.compile(r"\b(?:during|after|following|because of|due to)\b[^,;]{0,40}$", re.I)
_FAILING = re.compile(
    r"\b(?:outage|down\b|offline|unavailab\w+|began|begins?|start(?:s|ed)|occur+ed|experienc\w+"
    r"|fail\w*|crash\w*|errors?"
    r"|disrupt\w*|interrupt\w*|degrad\w*|unreachable|unresponsive|not (?:be )?(?:able"
    r"|access\w+)|unable|incident|issue"
    r"|malfunction\w*|resulted|caused|impact\w*|problem|hit|suffer\w*|happened)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:reported|notified|informed|complain\w*|noticed|will be|meeting)\b", re.I
)
_RESTORED = re.compile(
    r"\b(?:restor\w+|resol(?:ved|ution)|recover\w+|back (?:up|online|to normal)|(?:was|were|is"
    r"|came) (?:back|up)|again available|available again|fixed|ended|returned to normal|resumed"
    r"|operational)\b",
    re.IGNORECASE,
)
_WELL = re.compile(  # in front of `until`: what was well then ended
    r"\b(?:recover(?:ed)?|stable|fine|normal(?:ly)?|healthy|work(?:ed|ing)|available) *$", re.I
)
_LEAD_SECTIONS = (SectionKind.SUMMARY, None, SectionKind.IMPACT, SectionKind.RESOLUTION)
_LED_UP = re.compile(r"(?:background|context)\b")
_HALF_DAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class StatedSpan:
    """Start and end as stated; `days` are the first and last day where only days are stated."""

    start: Point | None = None
    end: Point | None = None
    days: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    said: PlacedText
    names: tuple[str, ...]
    section: OutlineSection

    @property
    def words(self) -> str:
        return self.said.text


def find_stated_span(outline: Outline, calendar: Calendar) -> StatedSpan:
    """The start and end that labels, the summary or the lead state, in this order of trust."""
    texts = list(_texts(outline))
    labelled = [
        text
        for text in texts
        if any(_SPAN.fullmatch(name) or _START.fullmatch(name) for name in text.names)
    ]
    start = _first_labelled(texts, _START, calendar)
    end = _first_labelled(texts, _END, calendar)
    if start is None or end is None:
        found = _first_range(labelled, calendar) or _first_range(_prose(texts), calendar)
        if found is not None and (start is None or end is None):
            start, end = start or found[0], end or found[1]
    if start is None:
        start = _first_single(_prose(texts), calendar, is_end=False)
    if end is None and start is not None:
        end = _first_single(_prose(texts), calendar, is_end=True, after=start)
    days = _first_days([*labelled, *_prose(texts)], calendar)
    return StatedSpan(start, end, days)


def is_of_other_times(label: str) -> bool:
    """Whether a folded label names times that are not the incident's: a due date, a review."""
    return _NOT_THE_INCIDENT.fullmatch(label) is not None and not _SPAN.fullmatch(label)


def _texts(outline: Outline) -> Iterator[_Text]:
    for section in outline.sections:
        is_other = section.kind is None and is_other_heading(section.heading)
        if section.kind not in _LEAD_SECTIONS or is_other:
            continue
        names_above = (section.label,) if section.heading else ()
        for part in section.parts:
            if part.is_text:
                yield from _part_texts(part, section, names_above)


def _part_texts(part: Part, section: OutlineSection, above: tuple[str, ...]) -> Iterator[_Text]:
    label, rest = split_label(part.text)
    names = (fold(label),) if label else (*part.labels[-1:], *above)
    said = part.placed.end_with(rest) if label else part.placed
    if part.cells and len(part.cells) > 1:
        names, said = (fold(part.cells[0]),), PlacedText(" ".join(part.cells[1:]), part.line)
    own = names if names != above else ()
    if any(is_of_other_times(name) for name in own):
        return
    yield _Text(said.as_words(), names, section)


def _prose(texts: list[_Text]) -> list[_Text]:
    """The summary first, then the lead and what led up to it, then the rest."""
    return sorted(texts, key=lambda text: _LEAD_SECTIONS.index(_rank_of(text.section)))


def _rank_of(section: OutlineSection) -> SectionKind | None:
    return None if _LED_UP.match(section.label) else section.kind


def _first_labelled(
    texts: list[_Text], pattern: re.Pattern[str], calendar: Calendar
) -> Point | None:
    for text in texts:
        if not any(pattern.fullmatch(name) for name in text.names):
            continue
        points, days = find_points(text.words, calendar)
        if points:
            return _placed(points[0], text.said)
        if days and len(text.words) < 60:
            return _placed(day_point(days[0]), text.said)
    return None


def _placed(point: Point, said: PlacedText) -> Point:
    """The point with the line that it stands on, and its sentence."""
    quote = said.sentence_at(point.start).text
    return replace(point, line=said.line_at(point.start), quote=quote)


def _first_range(texts: list[_Text], calendar: Calendar) -> tuple[Point, Point] | None:
    for text in texts:
        is_short = len(text.words) < 160  # `Start: … . End: … .`
        for sentence in [text.said] if is_short else text.said.sentences():
            found = _read_range(sentence.text, calendar)
            if found is not None:
                return _placed(found[0], sentence), _placed(found[1], sentence)
    return None


def _read_range(sentence: str, calendar: Calendar) -> tuple[Point, Point] | None:
    points, days = find_points(sentence, calendar)
    for index, start in enumerate(points):
        if _PLANNED.search(sentence[max(0, start.start - 60) : start.start]):
            continue
        for end in points[index + 1 :]:
            between = _without_days(sentence, start.end, end.start)
            is_range = _BETWEEN.fullmatch(between) is not None
            is_until = _says_until(between) and _FAILING.search(sentence)
            is_over = _RESTORED.search(between[-30:]) and _FAILING.search(sentence[: start.start])
            if is_range or is_until or is_over:
                is_mark = between.strip() == "~"  # a range's, not the end's
                end = replace(end, is_approximate=end.is_approximate and not is_mark)
                return _settle(start, end, days)
            break
    return None


def _without_days(sentence: str, start: int, end: int) -> str:
    """The words between two clocks without the days among them."""
    text = sentence[start:end]
    for day in sorted(find_dates(text), key=lambda day: -day.start):
        text = text[: day.start] + " " + text[day.end :]
    text = re.sub(
        r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:on|of|the following day"
        r"|the next day|the)\b",
        " ",
        text,
    )
    return " ".join(re.sub(r"\sT$", " ", text).split()) or " "


def _settle(start: Point, end: Point, days: list[DateMention]) -> tuple[Point, Point]:
    """Give both ends of a range their day and half of the day."""
    if not start.is_marked and end.is_marked and end.clock and end.clock.hour >= 12 and start.clock:
        # `10:30 - 11:15 PM`: both in the second half, unless that puts the end first.
        shifted = replace(start, is_marked=False)
        late = settle_half(shifted, replace(end, clock=end.clock.replace(hour=12, minute=0)))
        if late.clock and late.clock <= end.clock:
            start = late
    elif start.is_marked:
        end = settle_half(end, start)
    if start.day is None and end.day is not None:
        start = start.on(end.day, has_year=end.has_year, derived=False)
        if _goes_back(start, end):
            # The day stands behind the end, yet it may be the start's: `10 PM to 2 AM on May 10`.
            end = end.on(_next_day(end.day), has_year=end.has_year)
    elif end.day is None and start.day is not None and not end.is_day_open:
        end = end.on(start.day, has_year=start.has_year, derived=False)
        if _goes_back(start, end):
            end = end.on(_next_day(start.day), has_year=start.has_year)
    elif _goes_back(start, end) and start.day == end.day and len(days) < 2:
        end = end.on(_next_day(end.day), has_year=end.has_year)
    if start.day and end.day and start.has_year != end.has_year:
        year = start.day.year if start.has_year else end.day.year
        start = start if start.has_year else start.in_year(year)
        end = end if end.has_year else end.in_year(year)
    return start, end


def _goes_back(start: Point, end: Point) -> bool:
    return bool(start.local and end.local and end.local < start.local)


def _next_day(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


def _first_single(
    texts: list[_Text], calendar: Calendar, *, is_end: bool, after: Point | None = None
) -> Point | None:
    """A sentence that says when it began, or when it was over."""
    for text in texts:
        is_summary = text.section.kind is SectionKind.SUMMARY
        for number, said in enumerate(text.said.sentences()):
            sentence = said.text
            points, _ = find_points(sentence, calendar)
            points = [point for point in points if after is None or point.clock != after.clock]
            if not points or _is_planned(sentence, points[0]):
                continue
            if is_end:
                is_until = _says_until(sentence[: points[-1].start])
                if not (is_until or (is_summary and _RESTORED.search(sentence))):
                    continue
                return _follow(_placed(points[-1], said), after)
            if _REPORTED.search(sentence) or _UNTIL.search(sentence[: points[0].start]):
                continue
            if _FAILING.search(sentence) or (is_summary and number == 0):
                return _placed(points[0], said)
    return None


def _says_until(before: str) -> bool:
    """Whether the words before a time make it the end of the trouble."""
    until = _UNTIL.search(before)
    return until is not None and _WELL.search(before[: until.start()]) is None


def _is_planned(sentence: str, point: Point) -> bool:
    """Whether a time may be that of planned work: not in `failing at 17:00 during maintenance`."""
    planned = _PLANNED.search(sentence)
    if planned is None:
        return False
    before = sentence[: planned.start()]
    is_occasion = _OCCASION.search(before) is not None and point.end <= len(before)
    return not (is_occasion and _FAILING.search(before))


def _follow(end: Point, start: Point | None) -> Point:
    """The end on its start's day, or the one after."""
    if start is None or end.day is not None or start.day is None:
        return end
    end = end.on(start.day, has_year=start.has_year)
    return end.on(_next_day(end.day), has_year=start.has_year) if _goes_back(start, end) else end


def _first_days(texts: list[_Text], calendar: Calendar) -> tuple[Point, ...]:
    """The first and last day of the incident, where a text states only days."""
    for text in texts:
        for said in text.said.sentences():
            sentence = said.text
            points, days = find_points(sentence, calendar)
            named = any(_SPAN.fullmatch(name) or _START.fullmatch(name) for name in text.names)
            if not days or (not named and (points or not _FAILING.search(sentence))):
                continue
            if not named and (_REPORTED.search(sentence) or _PLANNED.search(sentence)):
                continue
            found = [day_point(days[0])]
            if len(days) > 1 and _BETWEEN.fullmatch(sentence[days[0].end : days[1].start] or " "):
                found.append(day_point(days[1]))
            return tuple(_placed(point, said) for point in found)
    return ()
