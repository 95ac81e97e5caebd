"""Result cards: what a list of hits shows, in shards that are found by a record's number."""

import json
from pathlib import Path

from making import at, catalogue_of, make
from postmortem_kb.model import Postmortem
from postmortem_kb.pages.cards import SHARD_SIZE, describe_card, render_cards
from postmortem_kb.settings import Settings

SETTINGS = Settings(root=Path("/nowhere"), docs_dir=Path("/nowhere/docs"))


def test_a_card_has_the_url_title_summary_day_and_length() -> None:
    record = make(
        "2024-01-02-outage", at("2024-01-02", "summary: It was   down.", hours=2), title="<Oh>"
    )
    assert describe_card(record, SETTINGS) == [
        "postmortems/2024-01-02-outage/",
        "<Oh>",
        "It was down.",
        "2024-01-02",
        120,
    ]


def test_without_directory_urls_the_url_is_that_of_the_file() -> None:
    settings = Settings(
        root=Path("/nowhere"), docs_dir=Path("/nowhere/docs"), use_directory_urls=False
    )
    assert describe_card(make("outage"), settings)[0] == "postmortems/outage.html"


def test_what_is_not_known_is_null() -> None:
    assert describe_card(make("outage"), SETTINGS)[2:] == ["", None, None]


def test_an_incident_that_goes_on_says_so() -> None:
    record = make("outage", at("2024-01-02", "resolved_at: ongoing"))
    assert describe_card(record, SETTINGS)[4] == "ongoing"


def test_several_incidents_have_no_one_length() -> None:
    record = make(
        "outage",
        """
        timezone: UTC
        incidents:
          - {id: one, started_at: 2024-01-02T10:00, resolved_at: 2024-01-02T11:00}
          - {id: two, started_at: 2024-01-03T10:00, resolved_at: 2024-01-03T11:00}
        """,
    )
    assert describe_card(record, SETTINGS)[3:] == ["2024-01-02", None]


def test_a_long_summary_is_cut_between_words() -> None:
    record = make("outage", f"timezone: UTC\nsummary: {'word ' * 100}")
    summary = describe_card(record, SETTINGS)[2]
    assert len(summary) <= 300
    assert summary.endswith("word…")


def numbered(number: int) -> Postmortem:
    return make(f"outage-{number:03}", at("2024-01-02"))


def test_a_record_stands_in_the_shard_of_its_number() -> None:
    catalogue = catalogue_of(*(numbered(number) for number in range(SHARD_SIZE + 3)))
    first, second = render_cards(catalogue, SETTINGS)
    assert (first.path, second.path) == (
        "assets/postmortems/cards/0.js",
        "assets/postmortems/cards/1.js",
    )
    assert isinstance(second.content, str)
    start, end = 'postmortemKb.receive("cards/1",', ");\n"
    assert second.content.startswith(start)
    cards = json.loads(second.content.removeprefix(start).removesuffix(end))
    assert [card[0] for card in cards] == [
        f"postmortems/{record.id}/" for record in catalogue.postmortems[SHARD_SIZE:]
    ]
