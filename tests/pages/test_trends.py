"""The plots: their numbers are those of plain counting, and agree with the indexes."""

import random
import re
from collections import Counter
from datetime import date
from html import unescape
from statistics import median

import pytest

from making import TAXONOMY, at, catalogue_of, make
from postmortem_kb.catalogue import Catalogue
from postmortem_kb.facets import DETECTIONS, DURATIONS, ROOT_CAUSES, SERVICES, SEVERITIES
from postmortem_kb.fields import Kind
from postmortem_kb.indexes import build_indexes
from postmortem_kb.metrics import duration, time_to_detect
from postmortem_kb.model import Incident, Postmortem
from postmortem_kb.pages.count_plots import plot_causes_by_service, plot_terms
from postmortem_kb.pages.index_pages import render_term
from postmortem_kb.pages.length_plots import plot_durations, plot_measures
from postmortem_kb.pages.open_items_plot import plot_open_items
from postmortem_kb.pages.paths import TRENDS
from postmortem_kb.pages.plot_links import PlotLinks
from postmortem_kb.pages.plots import Plot
from postmortem_kb.pages.time_plots import plot_months, plot_week
from postmortem_kb.pages.trends import render_trends
from postmortem_kb.settings import Settings
from postmortem_kb.tallies import only_incidents
from postmortem_kb.zones import parse_zone

SETTINGS = Settings()
LINKS = PlotLinks(TRENDS, True, {})


def generate(number: int, seed: int = 7) -> list[Postmortem]:
    """Records of all sorts: ongoing, without an end, of unknown zone, near misses, two in one."""
    source = random.Random(seed)
    records = []
    for index in range(number):
        day = date(2021 + index % 3, source.randrange(1, 13), source.randrange(1, 28))
        hour = source.randrange(0, 12)
        lines = [
            f"timezone: {source.choice(['UTC', 'Europe/Berlin', 'unknown'])}",
            f"root_causes: [{source.choice(['hardware/disk', 'hardware', 'capacity'])}]",
        ]
        if source.random() < 0.9:
            lines.append(f"started_at: {day}T{hour:02}:{source.randrange(60):02}")
            lines.append(f"detected_at: {day}T{hour + 1:02}:00")
            end = source.choice([f"{day}T{hour + 2:02}:00", f"{day}T23:59", "ongoing", "unknown"])
            lines.append(f"resolved_at: {end}")
        if source.random() < 0.7:
            lines.append(f"severity: sev{source.randrange(1, 5)}")
        if source.random() < 0.8:
            lines.append(f"services: [{source.choice(['shop', 'payments'])}]")
            lines.append(f"cause_services: [{source.choice(['shop', 'search'])}]")
        if source.random() < 0.6:
            lines.append(f"detection: {source.choice(['monitoring', 'customer'])}")
        lines.append(f"kind: {source.choice(['incident'] * 5 + ['near-miss', 'exercise'])}")
        records.append(make(f"r{index:03}", "\n".join(lines)))
    records.append(
        make(
            "two",
            """
            timezone: UTC
            root_causes: [capacity]
            services: [shop]
            incidents:
              - {id: a, started_at: 2022-02-01T10:00, resolved_at: 2022-02-01T11:00}
              - {id: b, started_at: 2022-03-01T10:00, resolved_at: 2022-03-01T15:00}
            """,
        )
    )
    return records


CATALOGUE = catalogue_of(*generate(120))
INCIDENTS = only_incidents(CATALOGUE.incidents)


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows_of(html: str) -> list[list[str]]:
    """The cells of a table, headings included."""
    found = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in found
    ]


def table_of(plot: Plot) -> dict[str, list[str]]:
    """The rows of a plot's table by their first cell."""
    assert plot.table is not None
    return {plain(row[0]): list(row[1:]) for row in plot.table.rows}


def top(terms: tuple[str, ...]) -> set[str]:
    return {term.partition("/")[0] for term in terms} or {"unknown"}


def services(incident: Incident) -> set[str]:
    return {*incident.services, *incident.cause_services} or {"unknown"}


def test_there_is_something_of_every_sort() -> None:
    assert {incident.kind for incident in CATALOGUE.incidents} == set(Kind)
    assert len(INCIDENTS) > len({incident.postmortem_id for incident in INCIDENTS}) > 60


def test_months_by_severity_add_up() -> None:
    plot = plot_months(INCIDENTS, SEVERITIES, TAXONOMY, LINKS)
    assert plot.table is not None
    assert plot.table.headings == ("Month", "All", "SEV1", "SEV2", "SEV3", "SEV4", "Not stated")
    expected = Counter((each.day[:7], each.severity or "unknown") for each in INCIDENTS if each.day)
    names = ["sev1", "sev2", "sev3", "sev4", "unknown"]
    months = sorted({month for month, _ in expected})
    assert [[int(cell) for cell in row[1:]] for row in plot.table.rows] == [
        [sum(expected[month, name] for name in names), *(expected[month, name] for name in names)]
        for month in months
    ]
    dated = sum(incident.day is not None for incident in INCIDENTS)
    assert plot.caption.startswith(f"{dated} of {len(INCIDENTS)} incidents with a known date")


def test_each_bar_leads_to_the_incidents_of_its_month() -> None:
    plot = plot_months(INCIDENTS, SEVERITIES, TAXONOMY, LINKS)
    urls = [unescape(url) for url in re.findall('xlink:href="(.*?)"', plot.picture)]
    months = Counter(each.day[:7] for each in INCIDENTS if each.day)
    first = min(months)
    assert urls[0] == (f"../explore/?since={first}-01&until={last_day(first)}&kind=incident")
    assert any("severity=sev1&since=" in url for url in urls)


def last_day(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    after = date(year + number // 12, number % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1).isoformat()


def test_a_cause_and_a_narrower_one_count_once() -> None:
    plot = plot_months(INCIDENTS, ROOT_CAUSES, TAXONOMY, LINKS, has_total=False)
    assert plot.table is not None
    totals = {
        heading: sum(int(row[index]) for row in plot.table.rows)
        for index, heading in enumerate(plot.table.headings)
        if index
    }
    expected = Counter(
        cause for incident in INCIDENTS if incident.day for cause in top(incident.root_causes)
    )
    assert totals == {"Hardware": expected["hardware"], "Capacity": expected["capacity"]}


def test_many_years_are_shown_by_quarter_and_then_by_year() -> None:
    def title(last: int) -> str:
        records = [make(str(year), at(f"{year}-02-01")) for year in (1990, last)]
        return plot_months(
            only_incidents(catalogue_of(*records).incidents), SEVERITIES, TAXONOMY, LINKS
        ).title

    assert title(1995) == "Incidents per month by severity"
    assert title(2010) == "Incidents per quarter by severity"
    assert title(2023) == "Incidents per year by severity"


def test_a_mistyped_year_does_not_make_an_endless_plot() -> None:
    catalogue = catalogue_of(make("a", at("0204-02-01")), make("b", at("9999-12-31")))
    plot = plot_months(catalogue.incidents, SEVERITIES, TAXONOMY, LINKS)
    assert len(plot.html) < 20_000
    assert "until=9999-12-3" in plot.html


def test_durations_agree_with_the_index_of_durations() -> None:
    plot = plot_durations(INCIDENTS, CATALOGUE, LINKS)
    (index,) = build_indexes(CATALOGUE, (DURATIONS,))
    expected = {group.term.label: str(group.figures.incidents) for group in index.groups}
    found = {label: cells[0] for label, cells in table_of(plot).items()}
    assert {label: found[label] for label in expected} == expected
    known = sum(duration(incident) is not None for incident in INCIDENTS)
    ongoing = sum(incident.is_ongoing for incident in INCIDENTS)
    assert f"{known} of {len(INCIDENTS)} incidents with a known duration" in plot.caption
    assert f"{len(INCIDENTS) - known} without one, {ongoing} of them ongoing" in plot.caption


def test_there_is_a_dot_for_each_incident_of_known_length_that_leads_to_it() -> None:
    plot = plot_durations(INCIDENTS, CATALOGUE, LINKS)
    urls = re.findall(r'xlink:href="(\.\./postmortems/[^"]*)"', plot.picture)
    assert len(urls) == sum(duration(incident) is not None for incident in INCIDENTS)
    assert "../postmortems/two/#incident-a" in urls


def test_the_median_is_the_median() -> None:
    plot = plot_measures(INCIDENTS, CATALOGUE, LINKS)
    values = [found.minutes for each in INCIDENTS if (found := time_to_detect(each)) is not None]
    cells = next(cells for label, cells in table_of(plot).items() if "detect" in label)
    assert cells[:2] == [str(len(values)), str(len(INCIDENTS) - len(values))]
    assert cells[3] == f"{round(median(values))} min"


def test_of_fewer_than_five_there_is_no_quantile() -> None:
    catalogue = catalogue_of(*(make(f"r{n}", at("2024-01-02", hours=n)) for n in range(1, 5)))
    plot = plot_durations(catalogue.incidents, catalogue, LINKS)
    assert "Too few for a distribution" in plot.caption
    assert "Median" not in plot.html
    assert "pm-median" not in plot.html


def test_of_very_many_the_share_is_drawn() -> None:
    records = [make(f"r{n}", at("2024-01-02", hours=1 + n % 9)) for n in range(251)]
    catalogue = catalogue_of(*records)
    plot = plot_durations(catalogue.incidents, catalogue, LINKS)
    assert "pm-curve" in plot.picture
    assert "pm-dot" not in plot.picture
    assert len(plot.picture) < 8000


def test_causes_by_service_are_plain_counts() -> None:
    plot = plot_causes_by_service(INCIDENTS, TAXONOMY, LINKS)
    heading, *rows = rows_of(plot.picture)
    ids = {"Not stated": "unknown", "Unknown": "unknown"}
    expected = Counter(
        (cause, service)
        for incident in INCIDENTS
        for cause in top(incident.root_causes)
        for service in services(incident)
    )
    found = {
        (ids.get(row[0], row[0].lower()), ids.get(name, name.lower())): int(cell)
        for row in rows
        for name, cell in zip(heading[1:], row[1:], strict=True)
        if cell
    }
    assert found == expected
    assert "../explore/?root-cause=hardware&amp;service=shop&amp;kind=incident" in plot.picture


def test_terms_agree_with_their_index() -> None:
    plot = plot_terms("Detection", DETECTIONS, INCIDENTS, TAXONOMY, LINKS)
    (index,) = build_indexes(CATALOGUE, (DETECTIONS,))
    expected = {
        group.term.label: str(group.figures.incidents)
        for group in index.groups
        if group.figures.incidents
    }
    assert {label: cells[0] for label, cells in table_of(plot).items()} == expected
    assert 'href="../detections/monitoring/"' in plot.html


def test_the_week_counts_unknown_zones_apart() -> None:
    plot = plot_week(INCIDENTS, parse_zone("UTC"), LINKS)
    starts = [incident.started for incident in INCIDENTS]
    known = sum(start is not None and start.instant is not None for start in starts)
    unknown = sum(start is not None and start.instant is None for start in starts)
    cells = [int(cell) for row in rows_of(plot.picture)[1:] for cell in row[1:] if cell]
    assert sum(cells) == known
    assert f"{known} of {len(INCIDENTS)} incidents, by the clock of the site's zone" in plot.caption
    assert f"Counted apart: {unknown} whose time zone is unknown" in plot.caption
    assert f"{starts.count(None)} without a known date" in plot.caption


@pytest.mark.parametrize(
    ("zone", "weekday", "hour", "is_linked"),
    [
        (None, "Wednesday", "23", True),
        ("UTC", "Wednesday", "23", True),
        ("Europe/Berlin", "Thursday", "00", False),
        ("+05:30", "Thursday", "05", False),
        ("unknown", "Wednesday", "23", True),
    ],
)
def test_the_week_is_in_the_zone_of_the_site(
    zone: str | None, weekday: str, hour: str, is_linked: bool
) -> None:
    catalogue = catalogue_of(make("a", "started_at: 2024-03-13T23:30\ntimezone: UTC"))
    plot = plot_week(catalogue.incidents, parse_zone(zone) if zone else None, LINKS)
    assert f"{weekday}, {hour}:00 to {hour}:59: 1" in unescape(plot.picture)
    # The search goes by the records' own clocks: a link must not lead to others.
    assert (f"weekday={weekday.lower()}&amp;hour={hour}" in plot.picture) is is_linked


def test_open_items_are_told_by_day_for_the_browser_and_by_year_without_it() -> None:
    items = "## Action items\n\n- [ ] one\n- [x] two\n- [ ] three\n"
    catalogue = catalogue_of(
        make("a", at("2024-01-02"), items),
        make("b", "timezone: UTC", items),
        make("c", at("2023-01-02"), "## Action items\n\n- [x] done\n"),
    )
    plot = plot_open_items(catalogue, LINKS)
    assert 'data-days=":2,2024-01-02:2"' in plot.picture
    assert table_of(plot) == {"2024": ["2"], "unknown": ["2"]}
    assert plot.caption.startswith("4 open items in 2 postmortems")


def trends(catalogue: Catalogue, settings: Settings = SETTINGS) -> str:
    page = render_trends(catalogue, settings)
    assert isinstance(page.content, str)
    return page.content


def test_the_page_says_what_it_leaves_out_and_why_there_are_no_averages() -> None:
    page = trends(CATALOGUE)
    counts = Counter(incident.kind for incident in CATALOGUE.incidents)
    text = plain(page)
    assert f"{len(INCIDENTS)} incidents" in text
    assert f"Not in any plot: {counts[Kind.NEAR_MISS]} near misses" in text
    assert "Davidovič" in text
    assert "VOID" in text
    assert not re.search(r"\baverage of|\bmean\b", text)


def test_a_site_without_incidents_has_a_page_that_says_so() -> None:
    assert "There are no incidents yet." in trends(catalogue_of())


def test_with_few_incidents_the_page_says_that_they_are_few() -> None:
    page = trends(catalogue_of(make("a", at("2024-01-02", hours=2))))
    assert "no distribution yet" in page


def test_links_fit_a_site_without_directories() -> None:
    page = trends(CATALOGUE, Settings(use_directory_urls=False))
    assert "../explore/index.html?since=" in page
    assert '"../postmortems/two.html#incident-a"' in page


def test_the_same_records_give_the_same_page_in_any_order() -> None:
    records = generate(40)
    assert trends(catalogue_of(*records)) == trends(catalogue_of(*reversed(records)))


def term_page(catalogue: Catalogue, facet_slug: str, term_id: str) -> str:
    for index in build_indexes(catalogue):
        for group in index.walk():
            if (index.facet.slug, group.term.id) == (facet_slug, term_id):
                content = render_term(group, catalogue, SETTINGS)[0].content
                assert isinstance(content, str)
                return content
    raise AssertionError(term_id)


def test_a_term_with_five_incidents_has_plots_of_its_own() -> None:
    page = term_page(CATALOGUE, ROOT_CAUSES.slug, "hardware/disk")
    number = sum("hardware/disk" in incident.root_causes for incident in INCIDENTS)
    assert f"of {number} incidents with a known duration" in page
    assert "../../explore/?root-cause=hardware/disk&amp;" in page
    assert "../../postmortems/" in page


@pytest.mark.parametrize(
    ("facet_slug", "term_id"), [(SERVICES.slug, "unknown"), (SEVERITIES.slug, "sev1")]
)
def test_other_pages_have_none(facet_slug: str, term_id: str) -> None:
    assert "pm-plots" not in term_page(CATALOGUE, facet_slug, term_id)


def test_a_term_with_four_incidents_has_none() -> None:
    records = [
        *(make(f"r{n}", at(f"2024-01-0{n}", "services: [shop]", hours=1)) for n in range(1, 5)),
        make("near", at("2024-01-09", "services: [shop]", "kind: near-miss")),
    ]
    assert "pm-plots" not in term_page(catalogue_of(*records), SERVICES.slug, "shop")


def test_hostile_titles_stay_text() -> None:
    title = "<script>alert(1)</script> {{ x }}"
    record = make("a", at("2024-01-02", hours=2), title=repr(title))
    page = trends(catalogue_of(record))
    assert "<script" not in page
    assert "{{" not in page
