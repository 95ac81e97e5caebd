"""Result cards: what a list of hits shows of each record, in shards. Catalogue to data files.

A script loads only the shards that it shows something of, so that the size of what a search
fetches does not grow with the number of records.
"""

from collections.abc import Iterator
from typing import Any

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.data_scripts import round_minutes, script_path, write_script
from postmortem_kb.metrics import ONGOING, duration
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages.words import shorten
from postmortem_kb.settings import Settings

SHARD_SIZE = 20
"""Records in a shard; `loadCards` in `postmortems.js` counts with the same number. Small, since the
best hits of a large knowledge base stand in as many shards as there are hits."""
_SUMMARY_LENGTH = 300


def render_cards(catalogue: Catalogue, settings: Settings) -> Iterator[Page]:
    """The shards: record number n, its position in the catalogue, is in shard n // SHARD_SIZE."""
    records = catalogue.postmortems
    for start in range(0, len(records), SHARD_SIZE):
        name = f"cards/{start // SHARD_SIZE}"
        shard = [describe_card(record, settings) for record in records[start : start + SHARD_SIZE]]
        yield Page(script_path(name), write_script(name, shard), PageKind.DATA)


def describe_card(postmortem: Postmortem, settings: Settings) -> list[Any]:
    """URL from the site's root, title, summary, day and length in minutes, as plain text.

    The day is null where it is not known. The length is null where it is not known or where the
    record tells of several incidents, and `"ongoing"` while it lasts.
    """
    incident = postmortem.incident
    length = None if postmortem.fields.incidents else duration(incident)
    suffix = "/" if settings.use_directory_urls else ".html"
    return [
        f"postmortems/{postmortem.id}{suffix}",
        postmortem.title,
        shorten(" ".join((postmortem.summary or "").split()), _SUMMARY_LENGTH),
        incident.day,
        ONGOING if incident.is_ongoing else round_minutes(length.minutes) if length else None,
    ]
