"""A real browser. A page that `visit` opens may log no error and ask no other host for a thing."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from browsing import (
    LAUNCH_FLAGS,
    NoBrowserError,
    Watch,
    find_chromium,
    origin_of,
    serve_folder,
    watched_page,
)

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(run_folder: Path) -> Iterator[Browser]:
    """Chromium. Where there is none, the test is skipped, or fails if REQUIRE_BROWSER=1 is set."""
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        try:
            program = find_chromium(own=own, shared=run_folder)
            launched = playwright.chromium.launch(executable_path=program, args=LAUNCH_FLAGS)
        except (NoBrowserError, PlaywrightError) as error:  # the latter: a library is missing
            if os.environ.get("REQUIRE_BROWSER") == "1":
                pytest.fail(f"no browser: {error}")
            pytest.skip(f"no browser: {error}")
        yield launched
        launched.close()


class Visit(Protocol):
    """Open a URL in a page of its own; options are those of Playwright's `new_context`."""

    def __call__(
        self, url: str, *, width: int = 1280, height: int = 900, **context_options: Any
    ) -> Page: ...


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """When the test ends, no page that it opened may have met an error or asked another host."""
    watches: list[Watch] = []
    with ExitStack() as pages:

        def open_page(
            url: str, *, width: int = 1280, height: int = 900, **context_options: Any
        ) -> Page:
            page, watch = pages.enter_context(
                watched_page(
                    browser,
                    origin_of(url),
                    viewport={"width": width, "height": height},
                    **context_options,
                )
            )
            watches.append(watch)
            page.goto(url)
            return page

        yield open_page
    problems = [problem for watch in watches for problem in watch.problems]
    assert problems == []


@pytest.fixture(scope="session")
def site_url(built_site: Path) -> Iterator[str]:
    """This repository's own site, served at the root of a host."""
    with serve_folder(built_site) as url:
        yield url
