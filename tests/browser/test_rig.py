"""The rig itself: a browser test that cannot fail shows nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import axe_violations, origin_of, serve_folder, watched_page

PAGE = """\
<!doctype html><html lang="en"><head><title>Page</title><link rel="icon" href="data:,"></head>
<body><main class="md-content"><h1>Page</h1>{body}</main>{outside}</body></html>
"""


def problems_of(browser: Browser, folder: Path, body: str) -> list[str]:
    (folder / "index.html").write_text(PAGE.format(body=body, outside=""), encoding="utf-8")
    with (
        serve_folder(folder) as url,
        watched_page(browser, origin_of(url)) as (page, watch),
    ):
        page.goto(url)
        page.wait_for_load_state("networkidle")
        return watch.problems


def test_a_page_without_fault_has_no_problems(browser: Browser, tmp_path: Path) -> None:
    assert problems_of(browser, tmp_path, "<p>All is well.</p>") == []


def test_an_image_of_another_host_is_a_problem(browser: Browser, tmp_path: Path) -> None:
    problems = problems_of(browser, tmp_path, '<img alt="" src="http://other.invalid/a.png">')
    assert "request to another origin: http://other.invalid/a.png" in problems


def test_another_port_of_this_host_is_another_origin(browser: Browser, tmp_path: Path) -> None:
    problems = problems_of(browser, tmp_path, "<script>fetch('http://127.0.0.1:9/x')</script>")
    assert "request to another origin: http://127.0.0.1:9/x" in problems


def test_a_web_socket_is_a_problem(browser: Browser, tmp_path: Path) -> None:
    script = "<script>new WebSocket('ws://other.invalid/live')</script>"
    assert "web socket: ws://other.invalid/live" in problems_of(browser, tmp_path, script)


def test_a_console_error_is_a_problem(browser: Browser, tmp_path: Path) -> None:
    problems = problems_of(browser, tmp_path, "<script>console.error('broken')</script>")
    assert [problem.split(" (")[0] for problem in problems] == ["console error: broken"]


def test_an_uncaught_exception_is_a_problem(browser: Browser, tmp_path: Path) -> None:
    problems = problems_of(browser, tmp_path, "<script>throw new Error('oh no')</script>")
    assert problems == ["page error: oh no"]


def test_a_missing_file_of_the_site_is_a_problem(browser: Browser, tmp_path: Path) -> None:
    (problem,) = problems_of(browser, tmp_path, '<script src="gone.js"></script>')
    assert problem.startswith("console error: ")
    assert "/gone.js" in problem


@pytest.mark.parametrize(
    ("path", "status"), [("kb/", 200), ("kb", 200), ("", 404), ("kb/no-such-page/", 404)]
)
def test_a_folder_is_served_beneath_its_prefix_only(
    browser: Browser, tmp_path: Path, path: str, status: int
) -> None:
    (tmp_path / "index.html").write_text(PAGE.format(body="", outside=""), encoding="utf-8")
    with (
        serve_folder(tmp_path, "/kb/") as url,
        watched_page(browser, origin_of(url)) as (page, _),
    ):
        response = page.goto(f"{origin_of(url)}/{path}")
        assert response is not None
        assert response.status == status


def test_axe_looks_inside_the_content_area_only(browser: Browser, tmp_path: Path) -> None:
    unnamed = '<img src="data:,">'
    (tmp_path / "index.html").write_text(
        PAGE.format(body=unnamed, outside=unnamed), encoding="utf-8"
    )
    with (
        serve_folder(tmp_path) as url,
        watched_page(browser, origin_of(url)) as (page, _),
    ):
        page.goto(url)
        violations = axe_violations(page)
    assert [(found.rule, len(found.targets)) for found in violations] == [("image-alt", 1)]
