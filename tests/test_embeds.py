"""Lists, counts, plots and timelines in any page, in the core, in a build and in `generate`."""

import re
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from building import BuildProject, build, write_project
from making import TAXONOMY, at, make, to_html
from postmortem_kb.cli import main
from postmortem_kb.pages.embedded_plots import PLOTS
from postmortem_kb.pages.embeds import Embeds
from postmortem_kb.settings import Settings
from projects import CONFIG, HOSTILE, record

TIMELINE = """
## Timeline

- 10:00 **Started:** The queue stops.
- 10:20 **Detected:** An alert fires. See [the other](other.md).
- 12:00 **Resolved:** It moves again.
"""
RECORDS = (
    make("one", at("2024-01-05", "services: [shop]", hours=2), TIMELINE, title="First"),
    make("two", at("2024-02-05", "services: [shop]", "severity: sev1", hours=1), title=HOSTILE),
    make("three", at("2023-02-05", "services: [search]", "kind: near-miss"), title="Third"),
)


def embeds(**options: object) -> Embeds:
    return Embeds(RECORDS, TAXONOMY, Settings.model_validate(options))


def fill(marker: str, path: str = "team/handbook.md", **options: object) -> str:
    return embeds(**options).fill(f"# Page\n\n<!-- postmortem: {marker} -->\n\nEnd.\n", path)[0]


def linked(text: str) -> list[str]:
    return re.findall(r"\]\(([^)]*)\)", text)


def test_a_list_has_the_records_of_the_query_in_its_order() -> None:
    assert linked(fill("list")) == [f"../postmortems/{n}.md" for n in ("two", "one", "three")]
    assert linked(fill("list --service web-shop --sort duration")) == [
        "../postmortems/one.md",
        "../postmortems/two.md",
    ]
    assert linked(fill("list --limit 1")) == ["../postmortems/two.md"]


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("index.md", "postmortems/two.md"),
        ("team/a/b.md", "../../postmortems/two.md"),
        ("postmortems/one.md", "two.md"),
    ],
)
def test_links_are_relative_to_the_page(path: str, link: str) -> None:
    assert linked(fill("list --limit 1", path)) == [link]


def test_a_title_shows_as_it_is() -> None:
    html = to_html(fill("list --limit 1"))
    assert "<script" not in html
    assert HOSTILE in unescape(html)


def test_a_list_of_nothing_says_so() -> None:
    assert "No postmortem matches." in fill("list --since 2030-01-01")


def test_a_list_that_is_too_long_ends_with_a_way_to_the_rest() -> None:
    many = [make(f"r{n:02}", at("2024-01-05", "services: [shop]")) for n in range(13)]
    text, _ = Embeds(many, TAXONOMY, Settings(rows_per_page=10)).fill(
        "<!-- postmortem: list --service shop -->", "team.md"
    )
    assert len([path for path in linked(text) if path.startswith("postmortems/")]) == 10
    link = '[all of them](explore/index.md){: data-query="service=shop" }'
    assert f"And 3 more postmortems: {link}." in text


def test_a_count_is_a_number_within_a_sentence() -> None:
    text, problems = embeds().fill(
        "Of <!-- postmortem: count --> postmortems <!-- postmortem: count --kind near-miss --> "
        "tells of a near miss.\n",
        "index.md",
    )
    assert (text, problems) == ("Of 3 postmortems 1 tells of a near miss.\n", ())


@pytest.mark.parametrize("name", PLOTS)
def test_every_plot_can_be_embedded(name: str) -> None:
    html = fill(f"plot {name}")
    assert "pm-figure-plot" in html
    assert "cannot be followed" not in html


def test_a_plot_counts_the_incidents_of_its_query_and_links_to_them() -> None:
    html = fill("plot durations --service web-shop")
    assert "2 of 2 incidents" in html
    assert "../../explore/?service=shop" in html
    assert fill("plot durations --service search").count("No incident matches.") == 1


def test_a_timeline_is_drawn_with_a_way_to_its_record() -> None:
    text = fill("timeline one")
    assert linked(text) == ["../postmortems/one.md"]
    assert "<svg" in text
    assert "../../postmortems/one/" in text
    assert "other.md" not in text


def test_a_timeline_without_times_says_so() -> None:
    assert "it states no times to draw" in fill("timeline three")


def test_a_list_in_a_list_item_keeps_its_indent() -> None:
    text, problems = embeds().fill("- Item\n\n    <!-- postmortem: list --limit 1 -->\n", "a.md")
    assert problems == ()
    html = to_html(text)
    assert html.index("<li>") < html.index("<table>") < html.index("</li>")


def test_on_an_index_page_a_bare_list_is_where_its_own_list_goes() -> None:
    text = "<!-- postmortem: list -->\n\n<!-- postmortem: list --limit 1 -->\n"
    filled, _ = embeds().fill(text, "root-causes/index.md", has_own_list=True)
    assert filled.startswith("<!-- postmortem: list -->\n")
    assert linked(filled) == ["../postmortems/two.md"]


def test_a_bad_marker_is_told_where_it_stands_and_the_others_are_filled() -> None:
    text, problems = embeds().fill(
        "<!-- postmortem: lists -->\n\n<!-- postmortem: list --limit 1 -->\n", "a.md"
    )
    assert [found.message for found in problems] == ["a marker cannot ask for 'lists'"]
    assert "Here stands a marker that cannot be followed" in text
    assert linked(text) == ["postmortems/two.md"]


def test_a_page_without_markers_stays_as_it_is() -> None:
    text = "# Page\n\n```\n<!-- postmortem: list -->\n```\n"
    assert embeds().fill(text, "a.md") == (text, ())


HANDBOOK = """\
# Handbook

We had <!-- postmortem: count --service shop --> of them.

<!-- postmortem: list --service shop --limit 1 -->

<!-- postmortem: timeline 2024-03-13-disk -->

<!-- postmortem: plot durations -->

```
<!-- postmortem: list -->
```
"""
FILES = {
    "docs/index.md": "# Home\n\n<!-- postmortem: home -->\n\n<!-- postmortem: count -->\n",
    "docs/team/handbook.md": HANDBOOK,
    "docs/root-causes/index.md": "# Ours\n\n<!-- postmortem: list -->\n\n"
    "Of <!-- postmortem: count --> in all.\n",
    "postmortems/2024-03-13-disk.md": record(
        """
        title: A disk failed
        started_at: 2024-03-13T14:00
        resolved_at: 2024-03-13T15:30
        timezone: UTC
        services: [shop]
        root_causes: [hardware/disk]
        """,
        "## Summary\n\nIt failed.\n\n<!-- postmortem: list --service shop -->\n\n"
        "## Timeline\n\n- 14:00 **Started:** It fails.\n- 15:30 **Resolved:** It is back.\n",
    ),
    "postmortems/2024-04-01-slow.md": record(
        "title: Slow\nstarted_at: 2024-04-01T10:00\ntimezone: UTC\nservices: [shop]"
    ),
    "postmortems/taxonomy.yml": "services:\n  shop: {label: Shop}\n",
}


def article(html: str) -> str:
    return html[html.index("<article") : html.index("</article>")]


@pytest.mark.site
@pytest.mark.parametrize(
    ("use_directory_urls", "page", "expected"),
    [
        (True, "team/handbook/index.html", "../../postmortems/2024-04-01-slow/"),
        (False, "team/handbook.html", "../postmortems/2024-04-01-slow.html"),
    ],
)
def test_a_strict_build_fills_hand_written_pages(
    build_project: BuildProject, use_directory_urls: bool, page: str, expected: str
) -> None:
    config = f"use_directory_urls: {str(use_directory_urls).lower()}\n{CONFIG}"
    result = build_project(FILES, config=config, strict=True)
    assert result.returncode == 0, result.log
    html = article(result.page(page))
    assert "We had 2 of them." in html
    assert re.findall(r'<td><a href="([^"]*)">', html)[0] == expected
    assert "pm-figure-plot" in html
    assert "&lt;!-- postmortem: list --&gt;" in html
    for link in re.findall(r'href="([^"#?:]+)', html):
        target = (result.site_dir / page).parent / link
        assert target.is_file() or (target / "index.html").is_file(), link


@pytest.mark.site
def test_records_and_extended_pages_are_filled_too(build_project: BuildProject) -> None:
    result = build_project(FILES, config=CONFIG, strict=True)
    assert result.returncode == 0, result.log
    record_page = article(result.page("postmortems/2024-03-13-disk/index.html"))
    assert 'href="../2024-04-01-slow/">Slow</a></td>' in record_page
    index = article(result.page("root-causes/index.html"))
    assert "Of 2 in all." in index
    assert index.index("<table>") < index.index("Of 2 in all.")
    assert index.count("<table>") == 1
    assert "<p>2</p>" in article(result.page("index.html"))


@pytest.mark.site
def test_a_bad_marker_fails_a_strict_build_with_its_place(build_project: BuildProject) -> None:
    bad = {"docs/team.md": "# Team\n\nWords.\n\n<!-- postmortem: list --sevrity sev1 -->\n"}
    result = build_project(FILES | bad, config=CONFIG, strict=True)
    assert result.returncode == 1
    assert (
        "docs/team.md:5:1: warning PM421 (bad-marker): there is no option '--sevrity'; "
        "did you mean '--severity'?"
    ) in result.log
    assert "Traceback" not in result.log


@pytest.mark.site
def test_generate_fills_the_same_pages_with_the_same(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", FILES, config=CONFIG)
    other = write_project(
        tmp_path / "other",
        {},
        config=CONFIG.replace("  - postmortems\n", "")
        + "docs_dir: pages\nmarkdown_extensions: [attr_list, md_in_html, tables]\n",
    )
    arguments = ["generate", "--out", str(other / "pages"), "-f", str(project / "mkdocs.yml")]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    by_plugin, from_disk = build(project, tmp_path / "a"), build(other, tmp_path / "b")
    for page in ("team/handbook/index.html", "index.html", "root-causes/index.html"):
        assert article(from_disk.page(page)) == article(by_plugin.page(page)), page
