"""Whatever a document of 250 KB is made of, it is read within seconds, and nothing is raised."""

import os
import resource
import time
from multiprocessing import get_context

import pytest

from postmortem_kb.extraction.reading import read_findings
from postmortem_kb.importers.document import Document, Line
from postmortem_kb.knowledge_base import load_shipped_taxonomy
from robustness.hostile_documents import make_documents

MAX_SECONDS = 15
"""Of the processor; a document takes up to 4 of them, and what grows with the square, minutes."""
DOCUMENTS = make_documents()


def read(text: str) -> None:
    """Read a document in a process of its own, which no regular expression can hold up."""
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    numbered = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    read_findings(Document("a.md", "0" * 64, "markdown", numbered), load_shipped_taxonomy())
    os._exit(0)


@pytest.mark.skipif(os.name != "posix", reason="limits of processes are those of POSIX")
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_reading_is_linear(name: str) -> None:
    child = get_context("fork").Process(target=read, args=(DOCUMENTS[name],))
    begin = time.monotonic()
    child.start()
    child.join()
    seconds = time.monotonic() - begin
    assert child.exitcode == 0, f"ended with {child.exitcode} after {seconds:.0f} s"
