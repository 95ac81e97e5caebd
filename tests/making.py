"""Postmortems for the tests of everything behind the parser, made of a few lines each."""

import re
from textwrap import dedent

import markdown

from postmortem_kb.catalogue import Catalogue, build_catalogue
from postmortem_kb.model import Postmortem
from postmortem_kb.taxonomy import Taxonomy
from records import parse, record, taxonomy_of

TAXONOMY = taxonomy_of(
    """
services:
  shop: {label: Shop, description: Sells things., owner: Web team, aliases: [web-shop]}
  payments: {label: Payments}
  search: {label: Search}
"""
)


def make(
    record_id: str,
    front_matter: str = "timezone: UTC",
    body: str = "",
    *,
    title: str = "Outage",
    taxonomy: Taxonomy = TAXONOMY,
) -> Postmortem:
    """A record by its id; warnings about it do not matter here."""
    parsed = parse(
        record(dedent(front_matter).strip("\n"), dedent(body), title=title),
        path=f"postmortems/{record_id}.md",
        taxonomy=taxonomy,
    )
    assert parsed.postmortem is not None, parsed.problems
    return parsed.postmortem


def at(day: str, *lines: str, hours: int | None = None) -> str:
    """Front matter of an incident that began at 10:00 UTC on `day` and lasted `hours`."""
    fields = [f"started_at: {day}T10:00", "timezone: UTC", *lines]
    if hours is not None:
        fields.append(f"resolved_at: {day}T{10 + hours}:00")
    return "\n".join(fields)


def catalogue_of(*postmortems: Postmortem, taxonomy: Taxonomy = TAXONOMY) -> Catalogue:
    """A catalogue of the given records."""
    return build_catalogue(postmortems, taxonomy)


def to_html(page: str) -> str:
    """A generated page as Python-Markdown renders it, with the extensions that pages need."""
    text = re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL)
    return markdown.markdown(text, extensions=["attr_list", "md_in_html", "tables", "toc"])
