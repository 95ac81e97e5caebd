"""`mkdocs serve`, for real: what is edited shows after one rebuild, and the server outlives it."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pytest

from building import build_environment, read_folder, write_project

pytestmark = pytest.mark.site

DEADLINE = 30.0
"""Seconds until what is waited for must have come about."""
POLL = 0.2

CONFIG = """\
site_name: Test
theme:
  name: material
  font: false
plugins:
  - search
  - postmortems
"""

TAXONOMY = """\
services:
  shop: {label: Shop}
  depot: {label: Depot}
"""


def record(title: str, service: str = "shop") -> str:
    return f"""\
---
title: {title}
started_at: 2024-03-13T14:00
resolved_at: 2024-03-13T15:30
timezone: UTC
services: [{service}]
---

## Summary

The shop answered with errors.
"""


FILES = {
    "postmortems/edited.md": record("Before the edit"),
    "postmortems/deleted.md": record("Not for long"),
    "postmortems/broken.md": record("Soon to be broken"),
    "postmortems/steady.md": record("Always there", "depot"),
    "postmortems/taxonomy.yml": TAXONOMY,
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running `mkdocs serve`; what it says goes to the file `log_file`."""

    project: Path
    url: str
    log_file: Path
    process: subprocess.Popen[bytes]

    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8")

    def builds(self) -> int:
        """How many times the site has been built, or begun to be."""
        return self.log().count("Building documentation")

    def write(self, path: str, text: str) -> None:
        """Write a file at one stroke, as editors do: no build sees half of it."""
        draft = self.project.parent / "draft"
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(self.project / path)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=DEADLINE) as response:
                return response.status, response.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8")

    def wait_until(self, what: str, is_so: Callable[[], bool]) -> None:
        """Ask again and again, until the deadline."""
        end = time.monotonic() + DEADLINE
        while not is_so():
            if self.process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"{what} did not come about:\n{self.log()}")
            time.sleep(POLL)

    def wait_for_page(self, path: str, words: str) -> None:
        """Until the page shows `words`."""
        self.wait_until(f"{words!r} on /{path}", lambda: words in article(self.get(path)[1]))

    def wait_for_status(self, path: str, status: HTTPStatus) -> None:
        self.wait_until(f"{status} for /{path}", lambda: self.get(path)[0] == status)


def article(html: str) -> str:
    """A page's content, without its navigation."""
    return html[html.find("<article") : html.find("</article>")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all the tests here: each of them edits files of its own."""
    folder = tmp_path_factory.mktemp("serve")
    project = write_project(folder / "project", FILES, config=CONFIG)
    scratch, log_file = folder / "scratch", folder / "log.txt"
    scratch.mkdir()
    address = f"127.0.0.1:{free_port()}"
    # `--livereload` is the default, which some versions of click lose.
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", address]
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=project,
            env=build_environment(TMPDIR=str(scratch), PYTHONUNBUFFERED="1"),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        running = Server(project, f"http://{address}/", log_file, process)
        running.wait_until("the server", lambda: "Serving on" in running.log())
        yield running
        assert process.poll() is None, running.log()
    finally:
        process.terminate()
        process.wait(DEADLINE)


def test_an_edited_record_shows_after_one_rebuild(server: Server) -> None:
    before = server.builds()
    server.write("postmortems/edited.md", record("After the edit"))
    server.wait_for_page("postmortems/edited/", "After the edit")
    assert "After the edit" in article(server.get("services/shop/")[1])
    assert server.builds() == before + 1


def test_an_added_record_shows_after_one_rebuild(server: Server) -> None:
    before = server.builds()
    server.write("postmortems/added.md", record("Newly added"))
    server.wait_for_page("postmortems/added/", "Newly added")
    assert "Newly added" in article(server.get("services/shop/")[1])
    assert server.builds() == before + 1


def test_a_deleted_record_is_gone_after_one_rebuild(server: Server) -> None:
    before = server.builds()
    assert server.get("postmortems/deleted/")[0] == HTTPStatus.OK
    (server.project / "postmortems/deleted.md").unlink()
    server.wait_for_status("postmortems/deleted/", HTTPStatus.NOT_FOUND)
    assert "Not for long" not in article(server.get("services/shop/")[1])
    assert server.builds() == before + 1


def test_a_renamed_term_shows_after_one_rebuild(server: Server) -> None:
    before = server.builds()
    renamed = TAXONOMY.replace("depot: {label: Depot}", "store: {label: Store, aliases: [depot]}")
    server.write("postmortems/taxonomy.yml", renamed)
    server.wait_for_page("services/store/", "Always there")
    assert ">Store</a>" in article(server.get("postmortems/steady/")[1])
    assert re.search(r'url=../store/"', server.get("services/depot/")[1])
    assert server.builds() == before + 1


def test_a_broken_edit_is_told_and_mending_it_brings_the_page_back(server: Server) -> None:
    server.write("postmortems/broken.md", "---\ntitle: Broken: badly\n---\n\nText.\n")
    server.wait_for_status("postmortems/broken/", HTTPStatus.NOT_FOUND)
    assert "postmortems/broken.md:2:" in server.log()
    assert "Always there" in article(server.get("postmortems/steady/")[1])
    server.write("postmortems/broken.md", record("Mended"))
    server.wait_for_page("postmortems/broken/", "Mended")


def test_nothing_is_rebuilt_or_written_without_an_edit(server: Server) -> None:
    server.write("postmortems/edited.md", record("The last edit"))
    server.wait_for_page("postmortems/edited/", "The last edit")
    builds, sources = server.builds(), read_folder(server.project)
    time.sleep(4)  # the server looks for changes twice in a second
    assert server.builds() == builds
    assert read_folder(server.project) == sources
