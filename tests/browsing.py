"""A real browser for the tests: finding one, serving it a site, noting what it complains of."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, WebSocketRoute

INSTALLED_NAMES = ("chromium", "chromium-browser", "google-chrome")
DOWNLOAD_LIMIT = 180.0  # seconds

LAUNCH_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoBrowserError(Exception):
    """No browser is on this machine, and none could be fetched; the message says why."""


def find_chromium(*, own: Path, shared: Path) -> Path:
    """The Chromium to test with: CHROMIUM_PATH, else one on PATH, else Playwright's `own`.

    Where none is there, Playwright's is fetched into its usual cache, once for all the processes
    of a test run: they share the folder `shared`. Raises NoBrowserError.
    """
    if named := os.environ.get("CHROMIUM_PATH"):
        if found := shutil.which(named):
            return Path(found)
        raise NoBrowserError(f"CHROMIUM_PATH is {named!r}, which is no program")
    for name in INSTALLED_NAMES:
        if found := shutil.which(name):
            return Path(found)
    outcome = shared / "browser-download.txt"
    with FileLock(outcome.with_suffix(".lock")):
        if not own.exists() and not outcome.exists():
            outcome.write_text(_download_chromium(), encoding="utf-8")
    if own.exists():
        return own
    raise NoBrowserError(
        f"none of {', '.join(INSTALLED_NAMES)} is on PATH, and `playwright install chromium` "
        f"brought none: {outcome.read_text(encoding='utf-8')}"
    )


def _download_chromium() -> str:
    """Fetch Playwright's Chromium; the last words of the attempt."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=DOWNLOAD_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"gave up after {DOWNLOAD_LIMIT:.0f} s"
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    told = next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "")
    return f"exit code {done.returncode}: {told}"


@dataclass
class Watch:  # without slots: Playwright hangs attributes of its own on it
    """What went wrong on a page since it was opened, in words, in order."""

    origin: str
    problems: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Note the page's complaints, and stop every request to another origin."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        page.route("**/*", self._route)
        page.route_web_socket("**/*", self._web_socket)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self.problems.append(f"console error: {message.text} ({where})")

    def _route(self, route: Route, request: Request) -> None:
        if origin_of(request.url) == self.origin or request.url.startswith(("data:", "blob:")):
            route.continue_()
            return
        self.problems.append(f"request to another origin: {request.url}")
        route.abort()

    def _web_socket(self, socket: WebSocketRoute) -> None:
        self.problems.append(f"web socket: {socket.url}")
        socket.close()


def origin_of(url: str) -> str:
    """Scheme, host and port of `url`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def watched_page(
    browser: Browser, origin: str, **context_options: Any
) -> Iterator[tuple[Page, Watch]]:
    """A page in a fresh context (no cache, no storage), and the watch on it.

    `context_options` are Playwright's: `viewport`, `color_scheme`, `java_script_enabled`, …
    Service workers are off: their requests could not be seen.
    """
    context = browser.new_context(service_workers="block", **context_options)
    try:
        page = context.new_page()
        watch = Watch(origin)
        watch.attach(page)
        yield page, watch
    finally:
        context.close()


@contextmanager
def serve_folder(folder: Path, prefix: str = "/") -> Iterator[str]:
    """Serve `folder` under `prefix` on 127.0.0.1, and yield the URL of its root (ending in `/`).

    Like a host of static pages: nothing is served above `prefix`, and `404.html` is the answer to
    a path that is not there.
    """
    base = f"/{prefix.strip('/')}/" if prefix.strip("/") else "/"

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(folder))

        def translate_path(self, path: str) -> str:
            if f"{path}/" == base:
                return str(folder)  # answered with a redirect to the path ending in a slash
            if not path.startswith(base):
                return str(folder / "outside-the-prefix" / "nothing")
            return super().translate_path("/" + path.removeprefix(base))

        def send_error(
            self, code: int, message: str | None = None, explain: str | None = None
        ) -> None:
            page = folder / "404.html"
            if code != HTTPStatus.NOT_FOUND or not page.is_file():
                super().send_error(code, message, explain)
                return
            body = page.read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        # With the usual five, a busy machine refuses a page that asks for ten files at once.
        request_queue_size = 128
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One rule of axe that a page breaks: `targets` are the selectors of the elements."""

    rule: str
    impact: str
    help: str
    targets: tuple[str, ...]


def axe_violations(page: Page, *, within: str = ".md-content") -> list[Violation]:
    """What axe finds wrong inside the element `within` of the page as it stands now."""
    results = Axe().run(page, context=within)
    return sorted(
        Violation(
            rule=found["id"],
            impact=found["impact"] or "",
            help=found["help"],
            targets=tuple(" ".join(map(str, node["target"])) for node in found["nodes"]),
        )
        for found in results.response["violations"]
    )
