"""What every build keeps to: sources untouched, the same bytes twice, any address and builder."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from building import REPOSITORY, BuildProject, BuildResult, build, read_folder
from projects import CONFIG, HOSTILE, record, simple

pytestmark = pytest.mark.site


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what this repository's site is made of, in a folder of its own."""
    folder = tmp_path / "project"
    for name in ("docs", "postmortems", "overrides"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", folder / "mkdocs.yml")
    return folder


def test_two_builds_are_byte_identical(project: Path, built_site: Path, tmp_path: Path) -> None:
    again = build(project, tmp_path / "again", strict=True)
    assert again.returncode == 0, again.log
    first, second = read_folder(built_site), again.files()
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []


def test_a_build_leaves_the_sources_alone(project: Path, tmp_path: Path) -> None:
    before = read_folder(project)
    build(project, tmp_path / "site")
    assert read_folder(project) == before


def internal_links(site: Path) -> list[tuple[str, str]]:
    """Links of the content that lead to no file of the site: (page, link)."""
    broken = []
    for page in sorted(site.rglob("*.html")):
        if page.name == "404.html":
            continue
        html = page.read_text(encoding="utf-8")
        for written in re.findall(r'(?:href|src)="([^"]+)"', html):
            link = re.split(r"[#?]", unescape(written))[0]
            if not link or ":" in link:
                continue
            target = (page.parent / link) if not link.startswith("/") else site / link[1:]
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                broken.append((page.relative_to(site).as_posix(), link))
    return broken


def test_no_link_of_the_site_is_broken(built_site: Path) -> None:
    assert internal_links(built_site) == []


def test_it_works_without_directory_urls(project: Path, tmp_path: Path) -> None:
    config = project / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "\nuse_directory_urls: false\n")
    result = build(project, tmp_path / "site", strict=True)
    assert result.returncode == 0, result.log
    assert (result.site_dir / "root-causes/configuration/load-balancer.html").is_file()
    assert '"url": "postmortems/2024-06-08-payment-gateway-disk-failure.html"' in result.page(
        "postmortems.json"
    ).replace('":"', '": "')
    assert internal_links(result.site_dir) == []


def article(html: str) -> str:
    """A page's content, without what builders and their versions put around it."""
    return html[html.index("<article") : html.index("</article>")]


def test_properdocs_builds_the_same_pages(project: Path, built_site: Path, tmp_path: Path) -> None:
    result = build(project, tmp_path / "site", strict=True, generator="properdocs")
    assert result.returncode == 0, result.log
    pages = {path for path in read_folder(built_site) if path.endswith("index.html")}
    assert pages == {path for path in result.files() if path.endswith("index.html")}
    differing = [
        page
        for page in sorted(pages)
        if (built_site / page).read_text(encoding="utf-8").count("<article")
        and article((built_site / page).read_text(encoding="utf-8")) != article(result.page(page))
    ]
    assert differing == []


def test_an_old_id_and_a_renamed_term_lead_to_their_new_place(
    build_project: BuildProject,
) -> None:
    result = build_project(
        {
            "postmortems/2024-01-02-new-name.md": simple(
                aliases="[old-name]", services="[web-shop]"
            ),
            "postmortems/taxonomy.yml": "services:\n  shop:\n    label: Shop\n"
            "    aliases: [web-shop]\n",
        },
        config=CONFIG,
        strict=True,
    )
    assert result.returncode == 0, result.log
    assert 'url=../2024-01-02-new-name/"' in result.page("postmortems/old-name/index.html")
    assert 'url=../shop/"' in result.page("services/web-shop/index.html")


FIXTURES = {
    "postmortems/several.md": record(
        """
        title: A week of two outages
        timezone: UTC
        services: [shop]
        root_causes: [capacity]
        incidents:
          - {id: first, started_at: 2024-05-01T10:00, resolved_at: 2024-05-01T11:00}
          - {id: second, started_at: 2024-05-03T10:00, resolved_at: 2024-05-03T16:00}
        """
    ),
    "postmortems/ongoing.md": record(
        """
        title: Still slow
        started_at: ~2024-05-20T09:00
        resolved_at: ongoing
        timezone: unknown
        services: [shop]
        discrepancies:
          - {about: started_at, note: The chat log is ten minutes later than the alert.}
        """
    ),
    "postmortems/taxonomy.yml": "services:\n  shop:\n    label: Shop\n",
}


@pytest.fixture
def fixtures(build_project: BuildProject) -> BuildResult:
    result = build_project(FIXTURES, config=CONFIG, strict=True)
    assert result.returncode == 0, result.log
    return result


def test_several_incidents_of_one_record_count_once_each(fixtures: BuildResult) -> None:
    page = article(fixtures.page("services/shop/index.html"))
    assert "3 incidents" in page
    assert "7 h" in page
    assert "2 incidents" in article(fixtures.page("root-causes/capacity/index.html"))
    for bucket, count in (("1-to-4-h", 1), ("4-to-24-h", 1), ("ongoing", 1)):
        rows = article(fixtures.page(f"durations/{bucket}/index.html")).count("<tr>")
        assert (bucket, rows) == (bucket, count + 1)


def test_what_is_open_uncertain_or_contradictory_is_shown_as_such(fixtures: BuildResult) -> None:
    page = article(fixtures.page("postmortems/ongoing/index.html"))
    assert "ongoing" in page.lower()
    assert "about" in page
    assert "The chat log is ten minutes later than the alert" in page
    assert "zone" in page
    assert "unknown" in page


def test_a_hostile_title_shows_as_text_everywhere(build_project: BuildProject) -> None:
    result = build_project(
        {
            "postmortems/one.md": simple(HOSTILE.replace('"', '\\"'), root_causes="[capacity]"),
            "postmortems/two.md": simple("Another", root_causes="[capacity]"),
        },
        config=CONFIG,
        strict=True,
    )
    assert result.returncode == 0, result.log
    for path, content in result.files().items():
        if path.endswith((".html", "search_index.json")):
            assert b"<script>alert(1)" not in content, path
    listing = article(result.page("root-causes/capacity/index.html"))
    assert f">{HOSTILE}</a>" in unescape(listing)
    assert "<script" not in listing
    head = result.page("postmortems/one/index.html")
    title = unescape(head[head.index("<title>") + 7 : head.index("</title>")])
    assert title == f"{HOSTILE} - Test"


BAD = {
    "postmortems/good.md": simple("A good one"),
    "postmortems/broken.md": "---\ntitle: Xylophone: broken\n---\n\nQuokka text.\n",
    "postmortems/none.md": "# Wombat\n\nNo front matter here.\n",
    "postmortems/before.md": simple(
        "Narwhal", started_at="2024-03-13T14:00", resolved_at="2024-03-13T13:00"
    ),
}


def test_a_build_leaves_bad_records_out_and_says_what_is_wrong(
    build_project: BuildProject,
) -> None:
    result = build_project(BAD, config=CONFIG)
    assert result.returncode == 0, result.log
    for place in (
        "broken.md:2:17: error PM103",
        "none.md:1:1: error PM102",
        "before.md:4:14: error PM201",
    ):
        assert f"postmortems/{place}" in result.log
    assert "Traceback" not in result.log
    everything = b"".join(result.files().values())
    assert [
        word for word in (b"Quokka", b"Wombat", b"Narwhal", b"Xylophone") if word in everything
    ] == []
    assert (result.site_dir / "postmortems/good/index.html").is_file()


def test_a_strict_build_fails_on_bad_records(build_project: BuildProject) -> None:
    result = build_project(BAD, config=CONFIG, strict=True)
    assert result.returncode == 1
    assert "Aborted with 3 warnings in strict mode" in result.log


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_no_records_are_a_warning_and_no_crash(
    build_project: BuildProject, tmp_path: Path, folder: str
) -> None:
    if folder == "empty":
        (tmp_path / "project" / "postmortems").mkdir(parents=True)
    lenient = build_project({}, config=CONFIG)
    assert lenient.returncode == 0, lenient.log
    assert "Traceback" not in lenient.log
    assert "postmortems" in lenient.log
    assert build_project({}, config=CONFIG, strict=True).returncode == 1


def test_records_inside_the_docs_folder_are_published_once(build_project: BuildProject) -> None:
    config = CONFIG.replace(
        "  - postmortems\n", "  - postmortems:\n      postmortems_dir: docs/postmortems\n"
    )
    files = {
        "docs/postmortems/2024-03-13-outage.md": simple("Inside"),
        "docs/postmortems/broken.md": BAD["postmortems/broken.md"],
    }
    result = build_project(files, config=config)
    assert result.returncode == 0, result.log
    assert (result.site_dir / "postmortems/2024-03-13-outage/index.html").is_file()
    assert b"Quokka" not in b"".join(result.files().values())


def test_hand_written_prose_is_kept_and_extended(build_project: BuildProject) -> None:
    result = build_project(
        {
            "postmortems/one.md": simple(root_causes="[capacity]"),
            "docs/root-causes/capacity.md": "# When it is too much\n\nOur own words.\n",
        },
        config=CONFIG,
        strict=True,
    )
    assert result.returncode == 0, result.log
    page = article(result.page("root-causes/capacity/index.html"))
    assert page.index("Our own words.") < page.index("Checkout was down")
    assert "When it is too much" in page


def test_pictures_beside_a_record_are_published_with_it(
    build_project: BuildProject, tmp_path: Path
) -> None:
    folder = tmp_path / "project" / "postmortems" / "img"
    folder.mkdir(parents=True)
    (folder / "used.png").write_bytes(b"used")
    (folder / "unused.png").write_bytes(b"unused")
    text = simple() + "\n![A graph](img/used.png)\n"
    result = build_project({"postmortems/one.md": text}, config=CONFIG, strict=True)
    assert result.returncode == 0, result.log
    assert (result.site_dir / "postmortems/img/used.png").read_bytes() == b"used"
    assert not (result.site_dir / "postmortems/img/unused.png").exists()
    assert internal_links(result.site_dir) == []
