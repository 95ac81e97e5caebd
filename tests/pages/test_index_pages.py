"""Index and term pages, the archive, home, coverage."""

import re
from html import unescape

from making import TAXONOMY, at, catalogue_of, make, to_html
from postmortem_kb.catalogue import Catalogue
from postmortem_kb.facets import ROOT_CAUSES, SERVICES, SEVERITIES, YEARS, Facet
from postmortem_kb.indexes import build_indexes
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page, PageKind
from postmortem_kb.pages import render_pages
from postmortem_kb.pages.archive import render_archive
from postmortem_kb.pages.coverage import render_coverage
from postmortem_kb.pages.home import render_home
from postmortem_kb.pages.index_pages import render_index, render_term
from postmortem_kb.prose import HOME_MARKER, LIST_MARKER
from postmortem_kb.settings import Settings
from postmortem_kb.site_source import output_path

SETTINGS = Settings()
FEW_ROWS = Settings(rows_per_page=10)


def text_of(page: Page) -> str:
    assert isinstance(page.content, str)
    return page.content


def term_pages(catalogue: Catalogue, facet: Facet, settings: Settings = SETTINGS) -> dict[str, str]:
    (index,) = build_indexes(catalogue, (facet,))
    pages = [page for group in index.walk() for page in render_term(group, catalogue, settings)]
    assert {page.kind for page in pages} == {PageKind.INDEX}
    return {page.path: text_of(page) for page in pages}


def rows(page: str) -> list[list[str]]:
    """The cells of all tables but those of plots as readers see them, without headings."""
    tables = "".join(re.findall(r"<table>.*?</table>", to_html(page), re.DOTALL))
    found = re.findall(r"<tr>(.*?)</tr>", tables, re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in found]
    return [[plain(cell) for cell in row] for row in cells if row]


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def links(page: str) -> list[str]:
    return re.findall(r'href="(.*?)"', to_html(page))


def many(number: int, *lines: str) -> list[Postmortem]:
    days = [f"20{20 + n % 3}-{n % 12 + 1:02}-01" for n in range(number)]
    return [make(f"r{n:02}", at(day, *lines), title=f"Record {n}") for n, day in enumerate(days)]


def test_the_index_lists_terms_with_counts_downtime_and_latest_day() -> None:
    catalogue = catalogue_of(
        make("a", at("2024-01-01", "root_causes: [hardware/disk]", hours=2)),
        make("b", at("2024-02-01", "root_causes: [hardware]", hours=3)),
        make("c", at("2023-01-01", "kind: near-miss")),
    )
    (index,) = build_indexes(catalogue, (ROOT_CAUSES,))
    page = text_of(render_index(index))
    assert [(row[0], *row[2:]) for row in rows(page)] == [
        ("Hardware", "2", "5 h", "2024-02-01"),
        ("Disk", "1", "2 h", "2024-01-01"),
        ("Unknown", "1", "unknown", "2023-01-01"),
    ]
    terms = ["hardware.md", "hardware/disk.md", "unknown.md"]
    assert links(page) == ["../explore/index.md", *terms]
    assert "2 incidents and 1 near miss" in page
    assert "Not seen yet: Software bug, Configuration" in page


def test_a_scale_shows_the_steps_that_no_incident_has_without_a_link() -> None:
    (index,) = build_indexes(
        catalogue_of(make("a", at("2024-01-01", "severity: sev2"))), (SEVERITIES,)
    )
    page = text_of(render_index(index))
    assert [(row[0], row[2]) for row in rows(page)] == [
        *(("SEV1", "0"), ("SEV2", "1"), ("SEV3", "0"), ("SEV4", "0"))
    ]
    assert links(page) == ["../explore/index.md", "sev2.md"]


def test_the_term_page_lists_its_incidents_newest_first() -> None:
    catalogue = catalogue_of(
        make("a", at("2024-01-01", "root_causes: [capacity]", "severity: sev1"), title="Old"),
        make(
            "b",
            at("2024-02-01", "root_causes: [capacity]", "services: [shop, search]", hours=2),
            title="'New | <b>'",
        ),
        make("c", "timezone: UTC\nroot_causes: [capacity]\nreview_status: draft", title="Draft"),
    )
    page = term_pages(catalogue, ROOT_CAUSES)["root-causes/capacity.md"]
    assert rows(page) == [
        ["2024-02-01", "New | <b>", "2 h", "not stated", "Capacity", "Shop, Search"],
        ["2024-01-01", "Old", "unknown", "SEV1", "Capacity", ""],
        ["unknown", "Draft Draft", "unknown", "not stated", "Capacity", ""],
    ]
    assert (
        "3 incidents, 2024-01-01 to 2024-02-01. Total downtime: 2 h (1 of 3 with a known"
        in plain(to_html(page))
    )
    assert "../postmortems/b.md" in links(page)


def test_sort_keys_stand_in_the_cells() -> None:
    catalogue = catalogue_of(
        make("a", at("2024-01-01", "services: [shop]", "severity: sev3", hours=2)),
        make("b", at("2024-02-01", "services: [shop]", "resolved_at: ongoing")),
    )
    page = term_pages(catalogue, SERVICES)["services/shop.md"]
    assert '<time datetime="2024-01-01T10:00+00:00">2024-01-01</time>' in page
    assert '<data value="120">2 h</data>' in page
    assert '<data value="Infinity">ongoing</data>' in page
    assert '<data value="2">SEV3</data>' in page


def test_a_child_has_its_own_page_below_its_parent_and_is_listed_there() -> None:
    catalogue = catalogue_of(
        make("a", at("2024-01-01", "root_causes: [hardware/disk]"), title="A"),
        make("b", at("2024-02-01", "root_causes: [hardware]"), title="B"),
    )
    pages = term_pages(catalogue, ROOT_CAUSES)
    assert [row[1] for row in rows(pages["root-causes/hardware/disk.md"])] == ["A"]
    parent = rows(pages["root-causes/hardware.md"])
    assert [row[0] for row in parent] == ["Disk", "2024-02-01", "2024-01-01"]
    assert "hardware/disk.md" in links(pages["root-causes/hardware.md"])
    assert links(pages["root-causes/hardware/disk.md"])[:2] == ["../index.md", "../hardware.md"]


def test_a_service_lists_where_it_hurt_and_where_it_broke_apart() -> None:
    catalogue = catalogue_of(
        make("a", at("2024-01-01", "services: [shop]"), title="Hurt"),
        make("b", at("2024-02-01", "services: [search]", "cause_services: [shop]"), title="Broke"),
        make("c", at("2024-03-01", "services: [shop]", "cause_services: [shop]"), title="Both"),
    )
    page = term_pages(catalogue, SERVICES)["services/shop.md"]
    hurt, _, broke = page.partition("## Where it broke")
    assert [row[1] for row in rows(hurt)] == ["Both", "Hurt"]
    assert [row[1] for row in rows(broke)] == ["Both", "Broke"]
    assert "3 incidents" in page
    assert "Owner: Web team" in page
    assert "Also called web-shop." in page


def test_what_occurs_together_is_told_with_its_share() -> None:
    catalogue = catalogue_of(
        make("a", at("2024-01-01", "root_causes: [capacity]", "services: [shop]")),
        make("b", at("2024-02-01", "root_causes: [capacity]", "services: [shop]")),
        make("c", at("2024-03-01", "root_causes: [capacity]", "trigger: expiry")),
    )
    html = to_html(term_pages(catalogue, ROOT_CAUSES)["root-causes/capacity.md"])
    box = html.partition("Most often together with")[2].partition("</div>")[0]
    assert [plain(item) for item in re.findall("<li>(.*?)</li>", box)] == [
        "Services: Shop 2 of 3",
        "Triggers: Expiry 1 of 3",
    ]


def test_a_long_term_is_split_by_year() -> None:
    records = [*many(11, "services: [shop]"), make("undated", "timezone: UTC\nservices: [shop]")]
    pages = term_pages(catalogue_of(*records), SERVICES, FEW_ROWS)
    assert list(pages) == [
        "services/shop.md",
        *(f"services/shop/years/{part}.md" for part in ("2022", "2021", "2020", "unknown")),
    ]
    assert [row[:2] for row in rows(pages["services/shop.md"])] == [
        ["2022", "3 incidents"],
        ["2021", "4 incidents"],
        ["2020", "4 incidents"],
        ["Date unknown", "1 incident"],
    ]
    first = pages["services/shop/years/2022.md"]
    hurt = first.partition("## Where it broke")[0]
    assert [row[1] for row in rows(hurt)] == ["Record 8", "Record 5", "Record 2"]
    assert links(first)[:2] == ["../../index.md", "../../shop.md"]


def test_a_long_year_is_split_by_month() -> None:
    records = [make(f"r{n:02}", at(f"2024-{n % 2 + 1:02}-01")) for n in range(11)]
    pages = term_pages(catalogue_of(*records), YEARS, FEW_ROWS)
    assert list(pages) == [
        "years/2024.md",
        "years/2024/months/2024-02.md",
        "years/2024/months/2024-01.md",
    ]
    assert [row[:2] for row in rows(pages["years/2024.md"])] == [
        ["February 2024", "5 incidents"],
        ["January 2024", "6 incidents"],
    ]


def test_one_of_several_incidents_links_to_its_place_in_the_record() -> None:
    record = make(
        "week",
        """
        timezone: UTC
        services: [shop]
        incidents: [{id: first, started_at: 2024-05-01T10:00}, {id: second, title: The second}]
        """,
        title="A week",
    )
    page = term_pages(catalogue_of(record), SERVICES)["services/shop.md"]
    assert [row[1] for row in rows(page)] == ["A week: first", "A week: The second"]
    assert "../postmortems/week.md#incident-first" in links(page)


def test_the_archive_has_the_records_by_year() -> None:
    catalogue = catalogue_of(
        make("a", at("2022-01-01"), title="Old"),
        make("b", at("2024-01-01"), title="New"),
        make("c"),
    )
    page = text_of(render_archive(catalogue, SETTINGS))
    assert re.findall("^## (.*)$", page, re.MULTILINE) == ["2024", "2022", "Date unknown"]
    assert [row[1] for row in rows(page)] == ["New", "Old", "Outage"]


def test_a_long_archive_leads_to_the_pages_of_its_years() -> None:
    page = text_of(render_archive(catalogue_of(*many(11)), FEW_ROWS))
    assert len(rows(page)) == FEW_ROWS.latest
    assert [link for link in links(page) if "years" in link] == [
        *("../years/2022.md", "../years/2021.md", "../years/2020.md")
    ]


def test_home_shows_figures_the_latest_and_the_ways_in() -> None:
    catalogue = catalogue_of(
        make(
            "a",
            at("2023-01-01", "services: [shop]", "summary: Sum | med up.", hours=2),
            title="Old",
        ),
        make("b", at("2024-01-01"), title="New"),
    )
    indexes = build_indexes(catalogue)
    page = text_of(render_home(catalogue, indexes, Settings(latest=1)))
    html = to_html(page)
    assert [plain(figure) for figure in re.findall(r'pm-figure">(.*?)</p>', html)] == [
        "2 postmortems 2023-01-01 to 2024-01-01",
        "2 incidents",
        "2 h of downtime 1 of 2 with a known duration",
    ]
    assert html.count('class="pm-card"') == 1
    assert "postmortems/b.md" in links(page)
    assert "postmortems/a.md" not in links(page)
    assert [link for link in links(page) if link.endswith("/index.md")] == [
        "postmortems/index.md",
        *(f"{index.facet.slug}/index.md" for index in indexes),
    ]


def test_coverage_counts_each_field_and_names_what_a_record_lacks() -> None:
    catalogue = catalogue_of(
        make("a", at("2024-01-01", "severity: sev1", "services: [shop]", hours=2), title="Good"),
        make("b", "timezone: unknown", title="Bad"),
    )
    page = text_of(render_coverage(catalogue, SETTINGS))
    by_field, _, by_record = page.partition("## By record")
    shares = {row[0]: row[1] for row in rows(by_field)}
    assert shares["Severity"] == "1 of 2"
    assert shares["Time zone"] == "1 of 2"
    assert shares["Trigger"] == "0 of 2"
    assert shares["Owner of every action item"] == "0 of 0"
    assert [row[0] for row in rows(by_record)] == ["Bad", "Good"]
    assert "severity" in rows(by_record)[0][2]
    assert "severity" not in rows(by_record)[1][2]


def test_every_page_can_be_extended_by_hand_written_prose() -> None:
    pages = render_pages(many(11, "services: [shop]"), TAXONOMY, FEW_ROWS)
    for page in pages:
        if page.kind is PageKind.INDEX:
            introduction, _, made = text_of(page).partition(f"\n{LIST_MARKER}\n")
            assert (page.path, bool(made.strip())) == (page.path, True)
            assert re.search(r"^# \S", introduction, re.MULTILINE)
        if page.kind is PageKind.HOME:
            assert text_of(page).partition(f"\n{HOME_MARKER}\n")[2].strip()


def test_an_empty_knowledge_base_has_its_index_pages_and_says_so() -> None:
    pages = {page.path: page for page in render_pages([], TAXONOMY, SETTINGS)}
    assert "There are no postmortems yet." in text_of(pages["index.md"])
    assert "There are no postmortems yet." in text_of(pages["services/index.md"])
    assert text_of(pages["postmortems.json"]) == '{\n  "version": 1,\n  "postmortems": []\n}\n'


def test_every_link_between_pages_leads_to_a_page() -> None:
    records = [
        *many(11, "services: [shop]", "cause_services: [search]", "root_causes: [hardware/disk]"),
        make("undated", "timezone: unknown\nrelated: [{id: r01}]"),
    ]
    pages = render_pages(records, TAXONOMY, FEW_ROWS)
    paths = {page.path for page in pages}
    # The links of plots are HTML, from URL to URL.
    urls = {output_path(path, use_directory_urls=True) for path in paths}
    for page in pages:
        if page.path.endswith(".md") and page.kind is not PageKind.REDIRECT:
            own_url = output_path(page.path, use_directory_urls=True)
            for link in map(unescape, links(text_of(page))):
                if link.startswith("https://"):
                    continue
                name = re.split("[?#]", link)[0]
                source = page.path if name.endswith(".md") else own_url
                target = source.split("/")[:-1]
                for step in name.split("/"):
                    target = target[:-1] if step == ".." else [*target, step]
                found = "/".join(target)
                assert found in paths or (found or "index.html/")[:-1] + "/index.html" in urls, (
                    page.path,
                    link,
                )


def test_the_same_records_give_the_same_pages_in_any_order() -> None:
    records = many(11, "services: [shop]", "root_causes: [capacity]")
    assert render_pages(records, TAXONOMY, SETTINGS) == render_pages(
        reversed(records), TAXONOMY, SETTINGS
    )


def test_no_two_pages_have_one_path() -> None:
    paths = [page.path for page in render_pages(many(11, "services: [shop]"), TAXONOMY, FEW_ROWS)]
    assert len(paths) == len(set(paths))
