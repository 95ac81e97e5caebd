"""Days that a document names by themselves: in its title, its lead, its front matter."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

from postmortem_kb.errors import FieldError
from postmortem_kb.extraction.evidence import Certainty
from postmortem_kb.extraction.outline.headings import is_other_heading
from postmortem_kb.extraction.outline.outline import Outline
from postmortem_kb.extraction.outline.plain import plain_words
from postmortem_kb.extraction.times.clock_text import DateMention, find_dates
from postmortem_kb.extraction.times.day_order import Calendar
from postmortem_kb.extraction.times.points import Point, day_point
from postmortem_kb.importers.document import Document
from postmortem_kb.model import SectionKind
from postmortem_kb.moments import parse_timestamp


def find_all_dates(outline: Outline) -> list[DateMention]:
    found: list[DateMention] = []
    for section in outline.sections:
        found += find_dates(plain_words(section.heading))
        for part in section.parts:
            if part.is_text:
                found += find_dates(part.words)
    return found


def find_title_day(outline: Outline, calendar: Calendar) -> Point | None:
    """A day in the title: the first headings and lines before the story begins."""
    for section in outline.sections[:3]:
        texts = [(section.heading, section.line)]
        texts += [
            (p.text, p.line) for p in section.parts[:1] if not section.heading and len(p.text) < 120
        ]
        for text, line in texts:
            words = plain_words(text)
            if section.kind is not None and section.heading == text:
                continue
            for mention in find_dates(words):
                day = calendar.resolve(mention)
                if day is not None:
                    return replace(day_point(day), line=line, quote=words)
    return None


def find_only_day(outline: Outline, calendar: Calendar) -> Point | None:
    """The one full date that the summary or the lead names, whatever it says there about it."""
    found: dict[date, Point] = {}
    for section in outline.of_kind(SectionKind.SUMMARY, None):
        if section.kind is None and is_other_heading(section.heading):
            continue
        for part in section.parts:
            for said in part.placed.as_words().sentences() if part.is_text else ():
                for mention in find_dates(said.text):
                    day = calendar.resolve(mention)
                    if day is not None and day.year and not _is_of_the_report(said.text):
                        line = said.line_at(mention.start)
                        point = replace(day_point(day), line=line, quote=said.text)
                        found.setdefault(day.as_date() or date.min, point)
    if len(found) != 1:
        return None
    return replace(next(iter(found.values())), certainty=Certainty.DERIVED)


def _is_of_the_report(words: str) -> bool:
    """Whether a line speaks of the document rather than of the incident."""
    return (
        re.search(
            r"(?i)\b(?:postmortem|report|written|published|author|updated|meeting|due date"
            r"|deadline|created|posted)\b",
            words,
        )
        is not None
    )


def with_year(start: Point, outline: Outline, calendar: Calendar) -> Point:
    """The year of the same day where the document names it elsewhere."""
    if start.day is None or start.has_year:
        return start
    for mention in find_all_dates(outline):
        day = calendar.resolve(mention)
        if day and day.year and (day.month, day.day) == (start.day.month, start.day.day):
            full = day.as_date()
            return start.on(full) if full else start
    return start


def with_published_year(point: Point | None, document: Document) -> Point | None:
    """The last such day before the page was published, where its front matter says when."""
    if point is None or point.day is None or point.has_year:
        return point
    for hint in document.hints:
        if hint.field != "published_at":
            continue
        with suppress(FieldError, ValueError):
            published = parse_timestamp(hint.value).local.date()
            same = point.in_year(published.year)
            is_later = same.day is not None and same.day > published
            return point.in_year(published.year - 1) if is_later else same
    return point
