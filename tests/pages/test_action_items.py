"""The page of all action items: order, groups, counts, pages of bounded size, data for filters."""

import json
import re
from html import unescape

import pytest

from making import at, catalogue_of, make, to_html
from postmortem_kb.action_register import list_action_items
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page
from postmortem_kb.pages.action_items import render_action_items
from postmortem_kb.settings import Settings
from projects import HOSTILE

TABLE = """
## Action items

| Action | Type | Owner | Due | Status | Ticket |
|---|---|---|---|---|---|
"""


def with_items(name: str, day: str, *rows: str, services: str = "shop") -> Postmortem:
    body = TABLE + "".join(f"| {row} |\n" for row in rows)
    return make(name, at(day, f"services: [{services}]"), body, title=f"Outage {name}")


NEW = with_items(
    "new",
    "2024-06-01",
    "Later | prevent | @web-team | 2024-09-01 | open | [OPS-1](https://tickets.example/OPS-1)",
    "Never | detect | | | in-progress | OPS-2",
    "Was done | mitigate | @storage | 2024-07-01 | done |",
)
OLD = with_items(
    "old",
    "2023-01-01",
    "Sooner | process | @storage | 2023-03-01 | open | https://tickets.example/OPS-3",
    "Too dear | | @storage | | declined: costs more than it saves |",
    services="search",
)


def render(*postmortems: Postmortem, **options: object) -> dict[str, Page]:
    settings = Settings.model_validate(options)
    return {page.path: page for page in render_action_items(catalogue_of(*postmortems), settings)}


def text(pages: dict[str, Page], path: str = "action-items/index.md") -> str:
    content = pages[path].content
    assert isinstance(content, str)
    return content


def received(pages: dict[str, Page], name: str) -> object:
    script = text(pages, f"assets/postmortems/action-items/{name}.js")
    opening = f'postmortemKb.receive("action-items/{name}",'
    assert script.startswith(opening)
    assert script.endswith(");\n")
    return json.loads(script.removeprefix(opening).removesuffix(");\n"))


def test_open_items_come_first_by_the_day_they_are_due() -> None:
    titles = [entry.title for entry in list_action_items(catalogue_of(NEW, OLD))]
    assert titles == ["Sooner", "Later", "Never", "Was done", "Too dear"]


def test_the_page_groups_items_and_tells_how_many_there_are() -> None:
    html = to_html(text(render(NEW, OLD)))
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", html) == ["Open", "Done or declined"]
    assert "5 action items in 2 postmortems: 3 open, 1 done and 1 declined." in html
    assert "Of the 3 open, 1 without an owner and 1 without a day" in html


def test_a_row_has_everything_and_leads_to_its_postmortem() -> None:
    html = unescape(to_html(text(render(NEW, OLD))))
    row = next(row for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if "Later" in row)
    cells = [" ".join(cell.split()) for cell in re.findall(r"<td>(.*?)</td>", row, re.DOTALL)]
    assert cells == [
        'Later <span class="pm-origin"><a href="../postmortems/new.md">Outage new</a></span>',
        "prevent",
        "@web-team",
        '<time class="pm-due" datetime="2024-09-01">2024-09-01</time>',
        '<span class="pm-chip pm-chip--open">Open</span>',
        '<a href="https://tickets.example/OPS-1">OPS-1</a>',
        '<time class="pm-since" datetime="2024-06-01">since 2024-06-01</time>',
    ]


def test_what_is_done_is_never_told_as_due_or_waiting() -> None:
    html = to_html(text(render(NEW, OLD)))
    closed = html[html.index("Done or declined") :]
    assert "pm-due" not in closed
    assert "pm-since" not in closed
    assert "costs more than it saves" in closed


def test_no_day_of_the_build_is_in_the_page() -> None:
    assert "overdue" not in text(render(NEW, OLD))


def test_there_may_be_none() -> None:
    pages = render(make("one"))
    assert "There are no action items yet." in text(pages)
    assert sorted(pages) == ["action-items/index.md"]


def test_a_hostile_item_shows_as_it_is_written() -> None:
    item = json.dumps(HOSTILE)
    record = make("one", f"timezone: UTC\naction_items:\n- title: {item}\n  owner: {item}")
    pages = render(record)
    html = to_html(text(pages))
    assert "<script" not in html
    assert HOSTILE in unescape(html)
    rows = received(pages, "0")
    assert isinstance(rows, list)
    assert rows[0][0] == HOSTILE


def test_the_data_holds_what_items_are_chosen_by_and_what_is_shown() -> None:
    pages = render(NEW, OLD)
    assert received(pages, "columns") == {
        "owners": ["@storage", "@web-team"],
        "terms": [["search", "Search"], ["shop", "Shop"]],
        "types": ["detect", "mitigate", "prevent", "process"],
        "states": ["open", "in-progress", "done", "declined"],
        "owner": [0, 1, -1, 0, 0],
        "services": [[0], [1], [1], [1], [0]],
        "type": [3, 2, 0, 1, -1],
        "state": [0, 0, 1, 2, 3],
        "due": ["2023-03-01", "2024-09-01", "", "2024-07-01", ""],
    }
    rows = received(pages, "0")
    assert isinstance(rows, list)
    assert rows[0] == [
        "Sooner",
        "postmortems/old/",
        "Outage old",
        "process",
        "@storage",
        "2023-03-01",
        "2023-03-01",
        "open",
        "",
        "OPS-3",
        "https://tickets.example/OPS-3",
        "2023-01-01",
    ]


def test_without_directory_urls_the_data_leads_to_files() -> None:
    rows = received(render(NEW, use_directory_urls=False), "0")
    assert isinstance(rows, list)
    assert rows[0][1] == "postmortems/new.html"


MANY = with_items("many", "2024-01-01", *(f"Item {n} | | | | open |" for n in range(25)))


def test_many_items_go_over_pages_of_bounded_size() -> None:
    pages = render(MANY, rows_per_page=10)
    paths = ["action-items/index.md", "action-items/pages/2.md", "action-items/pages/3.md"]
    assert [path for path in pages if path.endswith(".md")] == paths
    counts = [len(re.findall(r"\| Item \d+", text(pages, path))) for path in paths]
    assert counts == [10, 10, 5]
    assert "Page 2 of 3" in text(pages, paths[1])
    assert "[Next](pages/2.md) · [Last](pages/3.md)" in text(pages, paths[0])
    assert "[First](../index.md) · [Previous](2.md)" in text(pages, paths[2])


@pytest.mark.parametrize(
    ("use_directory_urls", "roots"), [(True, ["../", "../../../"]), (False, ["../", "../../"])]
)
def test_scripts_are_told_the_way_to_the_sites_root(
    use_directory_urls: bool, roots: list[str]
) -> None:
    pages = render(MANY, rows_per_page=20, use_directory_urls=use_directory_urls)
    found = [
        re.findall(r'data-site-root="([^"]*)"', text(pages, path))
        for path in ("action-items/index.md", "action-items/pages/2.md")
    ]
    assert found == [[root] for root in roots]


def test_the_services_of_every_incident_of_a_record_are_its_items() -> None:
    record = make(
        "two",
        "timezone: UTC\nincidents:\n- id: a\n  services: [shop]\n- id: b\n"
        "  cause_services: [search]\naction_items:\n- title: One",
    )
    (entry,) = list_action_items(catalogue_of(record))
    assert sorted(entry.services) == ["search", "shop"]


def test_markup_of_a_title_is_not_shown_as_such() -> None:
    record = with_items("one", "2024-01-01", "Watch `disk` **health** | | [Web](web.md) | | open |")
    (entry,) = list_action_items(catalogue_of(record))
    assert (entry.title, entry.owner) == ("Watch disk health", "Web")
