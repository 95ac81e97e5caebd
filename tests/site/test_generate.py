"""`postmortem generate`: the same pages as files, for generators that run no plugin."""

import importlib.util
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from building import BuildResult, build, build_environment, read_folder, write_project

pytestmark = pytest.mark.site

CONFIG = """\
site_name: Test
theme:
  name: material
  font: false
plugins:
  - search
  - postmortems
"""

ELSEWHERE = """\
site_name: Test
docs_dir: pages
site_dir: site
theme:
  name: material
  font: false
plugins:
  - search
extra_css: [assets/postmortems/postmortems.css]
extra_javascript: [assets/postmortems/postmortems.js]
markdown_extensions: [attr_list, md_in_html, tables]
"""
"""What a generator without the plugin is told."""

FILES = {
    "docs/index.md": "# Home\n\n<!-- postmortem: home -->\n",
    "docs/guide.md": "# Guide\n\n[All](postmortems/index.md)\n",
    "docs/root-causes/hardware.md": "# Worn out\n\nOur own words.\n",
    "postmortems/2024-03-13-disk.md": """\
---
title: "A disk failed"
aliases: [old-disk]
started_at: 2024-03-13T14:00
resolved_at: 2024-03-13T15:30
timezone: UTC
services: [shop]
root_causes: [hardware/disk]
---

## Summary

The shop could not be reached.

## Timeline

- 14:00 **Started:** The disk fails.
- 14:20 **Escalated:** The storage team is called.
- 15:30 **Resolved:** The shop is back.
""",
    "postmortems/2024-04-01-slow.md": """\
---
title: "The shop was slow"
started_at: 2024-04-01T10:00
resolved_at: 2024-04-01T16:00
timezone: UTC
services: [shop]
root_causes: [capacity]
---

## Summary

Too many customers.
""",
    "postmortems/taxonomy.yml": "services:\n  shop: {label: Shop, aliases: [web-shop]}\n",
}


def postmortem(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the folder of the project."""
    program = "import sys; from postmortem_kb.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=project,
        env=build_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", FILES, config=CONFIG)


@pytest.fixture
def elsewhere(project: Path, tmp_path: Path) -> Path:
    """A project without the plugin, whose documentation the command has written."""
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "mkdocs.yml").write_text(ELSEWHERE, encoding="utf-8")
    done = postmortem(project, "generate", "--out", str(other / "pages"))
    assert done.returncode == 0, done.stdout
    return other


def article(html: str) -> str:
    """A page's content, without what generators put around it."""
    return html[html.index("<article") : html.index("</article>")]


def pages_of(result: BuildResult) -> dict[str, str]:
    """The HTML files of a site, by their path: content only, where it is a page of the theme."""
    assert result.returncode == 0, result.log
    texts = {path: result.page(path) for path in result.files() if path.endswith(".html")}
    return {path: article(text) if "<article" in text else text for path, text in texts.items()}


def test_a_build_of_its_output_is_the_site_that_the_plugin_makes(
    project: Path, elsewhere: Path, tmp_path: Path
) -> None:
    by_plugin = pages_of(build(project, tmp_path / "by-plugin", strict=True))
    from_disk = pages_of(build(elsewhere, tmp_path / "from-disk", strict=True))
    assert sorted(from_disk) == sorted(by_plugin)
    assert [path for path in by_plugin if from_disk[path] != by_plugin[path]] == []


def test_its_output_holds_what_is_no_page_too(project: Path, elsewhere: Path) -> None:
    published = json.loads((elsewhere / "pages/postmortems.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in published["postmortems"]] == [
        "2024-04-01-slow",
        "2024-03-13-disk",
    ]
    for asset in ("postmortems.css", "postmortems.js"):
        assert (elsewhere / "pages/assets/postmortems" / asset).is_file()


def test_it_says_how_much_it_wrote_and_leaves_the_sources_alone(
    project: Path, tmp_path: Path
) -> None:
    before = read_folder(project)
    done = postmortem(project, "generate", "--out", str(tmp_path / "out"))
    count = len(read_folder(tmp_path / "out")) - 1  # the list of what was written
    assert done.returncode == 0
    assert done.stdout == f"wrote {count} files with 2 postmortems to {tmp_path / 'out'}\n"
    assert read_folder(project) == before


def test_a_file_that_it_did_not_write_is_never_written_over(project: Path, tmp_path: Path) -> None:
    write_project(tmp_path / "out", {"root-causes/index.md": "# Mine\n"}, config="mine: true")
    before = read_folder(tmp_path / "out")
    done = postmortem(project, "generate", "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "root-causes/index.md" in done.stdout
    assert read_folder(tmp_path / "out") == before


def test_files_of_others_that_are_not_in_the_way_stay(project: Path, tmp_path: Path) -> None:
    notes = tmp_path / "out" / "notes.txt"
    notes.parent.mkdir()
    notes.write_text("mine", encoding="utf-8")
    for _ in range(2):
        done = postmortem(project, "generate", "--out", str(tmp_path / "out"))
        assert done.returncode == 0, done.stdout
    assert notes.read_text(encoding="utf-8") == "mine"


def test_a_second_run_over_its_own_output_changes_nothing(project: Path, elsewhere: Path) -> None:
    before = read_folder(elsewhere)
    done = postmortem(project, "generate", "--out", str(elsewhere / "pages"))
    assert done.returncode == 0, done.stdout
    assert read_folder(elsewhere) == before


def test_the_pages_of_a_deleted_record_go(project: Path, elsewhere: Path) -> None:
    pages = elsewhere / "pages"
    assert (pages / "postmortems/2024-04-01-slow.md").is_file()
    (project / "postmortems/2024-04-01-slow.md").unlink()
    done = postmortem(project, "generate", "--out", str(pages))
    assert done.returncode == 0, done.stdout
    assert not (pages / "postmortems/2024-04-01-slow.md").exists()
    assert not (pages / "root-causes/capacity.md").exists()
    assert [path for path, text in read_folder(pages).items() if b"2024-04-01-slow" in text] == []


def test_a_page_that_was_edited_since_is_never_written_over(project: Path, elsewhere: Path) -> None:
    page = elsewhere / "pages/root-causes/index.md"
    page.write_text("# Edited by hand\n", encoding="utf-8")
    (project / "postmortems/2024-04-01-slow.md").unlink()
    before = read_folder(elsewhere)
    done = postmortem(project, "generate", "--out", str(elsewhere / "pages"))
    assert done.returncode == 2
    assert "root-causes/index.md" in done.stdout
    assert read_folder(elsewhere) == before


def test_an_edited_page_of_a_deleted_record_stays(project: Path, elsewhere: Path) -> None:
    page = elsewhere / "pages/postmortems/2024-04-01-slow.md"
    page.write_text("# Edited by hand\n", encoding="utf-8")
    (project / "postmortems/2024-04-01-slow.md").unlink()
    postmortem(project, "generate", "--out", str(elsewhere / "pages"))
    assert page.read_text(encoding="utf-8") == "# Edited by hand\n"


@pytest.mark.parametrize("out", ["docs", "docs/out", "postmortems", "postmortems/out", "."])
def test_it_refuses_a_folder_of_sources(project: Path, out: str) -> None:
    before = read_folder(project)
    done = postmortem(project, "generate", "--out", out)
    assert done.returncode == 2
    assert done.stdout.startswith("postmortem: ")
    assert read_folder(project) == before


def test_a_broken_record_is_told_and_left_out(project: Path, tmp_path: Path) -> None:
    broken = project / "postmortems/broken.md"
    broken.write_text("---\ntitle: Quokka: broken\n---\n", encoding="utf-8")
    done = postmortem(project, "generate", "--out", str(tmp_path / "out"))
    assert done.returncode == 0
    assert "postmortems/broken.md:2:" in done.stdout
    assert [path for path, text in read_folder(tmp_path / "out").items() if b"Quokka" in text] == []


# Zensical, which runs no plugins


@pytest.fixture
def zensical_site(elsewhere: Path) -> Path:
    """The output as Zensical builds it."""
    if importlib.util.find_spec("zensical") is None:
        pytest.skip("zensical is not installed (on some platforms it cannot be)")
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--clean", "--strict"],
        cwd=elsewhere,
        env=build_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return elsewhere / "site"


def links(site: Path, page: str) -> dict[str, Path]:
    """The links of a page's content, by their words: the files of the site that they lead to."""
    html = article((site / page / "index.html").read_text(encoding="utf-8"))
    found = re.findall(r'<a [^>]*?href="([^"#:]+)"[^>]*>(.*?)</a>', html, flags=re.DOTALL)
    return {
        unescape(re.sub(r"<[^>]+>", "", words)).strip(): (
            site / page / unescape(target).partition("?")[0]
        ).resolve()
        for target, words in found
    }


def test_zensical_builds_the_indexes_with_links_to_the_postmortems(zensical_site: Path) -> None:
    record = (zensical_site / "postmortems/2024-03-13-disk").resolve()
    for page in ("postmortems", "root-causes/hardware/disk", "services/shop", "years/2024"):
        assert links(zensical_site, page)["A disk failed"] == record, page
    assert (record / "index.html").is_file()


def test_zensical_builds_a_record_with_its_facts_and_its_timeline(zensical_site: Path) -> None:
    page = zensical_site / "postmortems/2024-03-13-disk/index.html"
    html = article(page.read_text(encoding="utf-8"))
    facts = html[html.index("<dl") : html.index("</dl>")]
    assert "1 h 30 min" in facts
    assert re.search(r'<a href="[^"]*root-causes/hardware/disk/">', facts)
    timeline = html[html.rindex("<ul>", 0, html.index('id="pm-entry-1"')) :]
    events = re.findall(
        r"<li[^>]*>(.*?)</li>", timeline[: timeline.index("</ul>")], flags=re.DOTALL
    )
    told = [" ".join(unescape(re.sub(r"<[^>]+>", "", event)).split()) for event in events]
    assert told == [
        "14:00 Started The disk fails.",
        "14:20 Escalated The storage team is called.",
        "15:30 Resolved The shop is back.",
    ]


def test_no_link_between_the_pages_that_zensical_builds_is_broken(zensical_site: Path) -> None:
    pages = [page.parent for page in zensical_site.rglob("index.html")]
    broken = [
        (folder.relative_to(zensical_site).as_posix(), words)
        for folder in pages
        if "<article" in (folder / "index.html").read_text(encoding="utf-8")
        for words, target in links(
            zensical_site, folder.relative_to(zensical_site).as_posix()
        ).items()
        if not (target.is_file() or (target / "index.html").is_file())
    ]
    assert broken == []


def test_zensical_keeps_hand_written_prose_and_its_list(zensical_site: Path) -> None:
    html = article((zensical_site / "root-causes/hardware/index.html").read_text(encoding="utf-8"))
    assert html.index("Our own words.") < html.index("A disk failed")
